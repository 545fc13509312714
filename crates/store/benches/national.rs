//! The nation's register and one year of its facts, on `SQLite` and (with `TEST_PG_URL`) on `PostgreSQL`.
//!
//! Prints milliseconds. The figures are fictitious (giả định): one number per commune and input.

use std::time::Instant;

use domain::facts::{Change, Recording, Value, record};
use domain::units::{Level, Register, shipped};
use jiff::civil::date;
use store::{facts, units};
use testkit::build::{WINDOW_2025, deed, entry, fact_ids, recording};
use testkit::{TestDb, id, minutes};

const INPUTS: [&str; 12] = [
    "population",
    "addicts_on_file",
    "users_on_file",
    "use_sites",
    "offenders_arrested",
    "plants",
    "plant_area_m2",
    "residents_not_exempt",
    "resident_violators",
    "wanted_hiding",
    "communes_total",
    "communes_type_1_2",
];

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let start = Instant::now();
        let register = shipped().expect("the shipped tables are sound");
        tell("the shipped register from its tables", start);
        measure("SQLite", TestDb::sqlite().await, &register).await;
        if let Some(it) = TestDb::postgres().await {
            measure("PostgreSQL", it, &register).await;
        }
    });
}

async fn measure(engine: &str, it: TestDb, register: &Register) {
    println!("-- {engine}");
    let start = Instant::now();
    let mut tx = it.db.begin().await.expect("begins");
    units::seed(&mut tx, register, minutes(0), &deed("seed")).await.expect("seeds");
    tx.commit().await.expect("commits");
    tell("seed the register", start);

    let start = Instant::now();
    let mut tx = it.db.begin().await.expect("begins");
    units::seed(&mut tx, register, minutes(0), &deed("seed")).await.expect("seeds");
    drop(tx);
    tell("seed it again (nothing to do)", start);

    for _ in 0..2 {
        let start = Instant::now();
        let mut tx = it.db.snapshot().await.expect("snapshot");
        let loaded = units::load(&mut tx).await.expect("loads");
        drop(tx);
        tell(&format!("load {} versions and {} arrows", loaded.versions().len(), loaded.lineage().len()), start);
    }
    facts_of_a_year(&it, register).await;
    it.finish().await;
}

async fn facts_of_a_year(it: &TestDb, register: &Register) {
    let nation = nation(register);
    let start = Instant::now();
    let mut tx = it.db.begin().await.expect("begins");
    facts::save(&mut tx, &nation, &deed("record")).await.expect("saves");
    tx.commit().await.expect("commits");
    tell(&format!("save {} facts", nation.facts().len()), start);

    for province in [None, Some("38"), Some("38")] {
        let start = Instant::now();
        let mut tx = it.db.snapshot().await.expect("snapshot");
        let found = facts::of_window(&mut tx, province, WINDOW_2025, None).await.expect("reads");
        tell(&format!("read {} facts of {}", found.len(), province.unwrap_or("the nation")), start);
    }

    let start = Instant::now();
    let mut tx = it.db.snapshot().await.expect("snapshot");
    let batches = facts::batches(&mut tx, None, WINDOW_2025).await.expect("reads");
    tell(&format!("list {} recording", batches.len()), start);
    drop(tx);

    let again = nation.facts().first().cloned().into_iter().collect::<Vec<_>>();
    let start = Instant::now();
    for (n, value) in (1_i64..=100).zip(0_u16..) {
        let mut tx = it.db.begin().await.expect("begins");
        let current = facts::history(&mut tx, again[0].unit, WINDOW_2025).await.expect("reads");
        let current: Vec<_> = current.into_iter().filter(|fact| fact.input == again[0].input).collect();
        let superseded: Vec<_> = current.iter().filter_map(|fact| fact.supersedes).collect();
        let current: Vec<_> = current.into_iter().filter(|fact| !superseded.contains(&fact.id)).collect();
        let entry = domain::facts::Entry {
            unit: again[0].unit,
            province_code: again[0].province_code.clone(),
            ..entry(11, &again[0].input, Value::Number(n + 1_000_000))
        };
        let recording = Recording { batch: id(3, n.unsigned_abs()), ..recording(2) };
        let change = record(&current, vec![entry], &recording, fact_ids(10 + value)).expect("records");
        facts::save(&mut tx, &change, &deed("record")).await.expect("saves");
        tx.commit().await.expect("commits");
    }
    println!("{:>10.2} ms  one durable correction (mean of 100)", start.elapsed().as_secs_f64() * 10.0);
}

fn nation(register: &Register) -> Change {
    let today = date(2025, 12, 15);
    let entries = register
        .level(Level::Commune, today)
        .flat_map(|commune| {
            let province = register.province(commune.unit, today).map(|province| province.code.clone());
            INPUTS.map(|input| domain::facts::Entry {
                unit: commune.unit,
                province_code: province.clone().unwrap_or_default(),
                ..entry(11, input, Value::Number(7))
            })
        })
        .collect();
    record(&[], entries, &recording(1), fact_ids(1)).expect("records")
}

fn tell(what: &str, start: Instant) {
    println!("{:>10.1} ms  {what}", start.elapsed().as_secs_f64() * 1000.0);
}
