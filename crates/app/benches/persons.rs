//! Files of one unit at work: reads, each with its durable entry; searches by name; the renewal of every key while
//! others read. `cargo bench -p app --bench persons`
//!
//! Budgets: a search by name over 2,000 files within 20 ms; 2,000 files re-keyed within 60 s under load, no read failing.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use app::keyring::Keyring;
use app::persons::{Asking, Filed, Purpose};
use app::{App, Sources};
use domain::persons::{Basis, Class, Field, Holder};
use domain::units::Level;
use jiff::civil::date;
use store::ledger::Actor;
use testkit::{MemoryKeys, TestDb, id, ids, minutes, random};

/// Files of the unit: thirty times what a commune has.
const FILES: u64 = 2_000;
const SEARCHES: u64 = 200;
const READS: u64 = 500;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("threads can be had");
    runtime.block_on(async {
        println!("on a file:");
        measure(TestDb::sqlite_bare().await, TestDb::keyring_sqlite().await).await;
        if let (Some(records), Some(keys)) = (TestDb::postgres_bare().await, TestDb::keyring_postgres().await) {
            println!("on a server:");
            measure(records, keys).await;
        }
    });
}

async fn measure(records: TestDb, keys: TestDb) {
    let app = start(&records, &keys).await;
    let unit = app.register().at_code("14845", Level::Commune, date(2025, 12, 15)).expect("a shipped commune").unit;
    let of = Holder { unit, province_code: "38".to_owned() };
    let begun = Instant::now();
    for n in 1..=FILES {
        let (name, phone) = (name(n), format!("+84999{n:06}"));
        let fields =
            [(Field::FullName, name.as_str()), (Field::BirthDate, "1990-02-28"), (Field::Phone, phone.as_str())];
        app.open_person(&asking(&of, Purpose::Register), id(41, n), &fields, filed(n)).await.expect("opens");
    }
    println!("  {FILES} files opened: {:?}", begun.elapsed());
    let read = many(READS, async |n| assert!(read(&app, &of, n * 3 % FILES + 1).await, "as it was written")).await;
    println!("  a file read, written down and decrypted: {}", told(&read));
    let asked = asking(&of, Purpose::Manage);
    let found = many(SEARCHES, async |n| {
        let found = app.find_by_name(&asked, &name(n * 7 % FILES + 1)).await.expect("searches");
        assert!(!found.is_empty(), "what is there is found");
    });
    println!("  a search by name among {FILES}: {}", told(&found.await));
    renew(&app, &of).await;
    drop(app);
    records.finish().await;
    keys.finish().await;
}

/// Renews every key while two others read without pause.
async fn renew(app: &App, of: &Holder) {
    let over = Arc::new(AtomicBool::new(false));
    let readers: Vec<_> = (0..2)
        .map(|reader| {
            let (app, of, over) = (app.clone(), of.clone(), Arc::clone(&over));
            tokio::spawn(async move {
                let mut reads = 0;
                while !over.load(Ordering::Relaxed) {
                    assert!(read(&app, &of, (reads * 2 + reader) % FILES + 1).await, "no read fails");
                    reads += 1;
                }
                reads
            })
        })
        .collect();
    let begun = Instant::now();
    let done = app.renew_keys(&asking(of, Purpose::Manage)).await.expect("renews");
    let took = begun.elapsed();
    over.store(true, Ordering::Relaxed);
    let mut reads = 0;
    for reader in readers {
        reads += reader.await.expect("no read failed");
    }
    println!(
        "  {} people re-keyed, {} rows sealed anew: {took:?}; {reads} reads meanwhile, 0 failed",
        done.people, done.rows
    );
}

async fn read(app: &App, of: &Holder, n: u64) -> bool {
    let all: BTreeSet<Class> = Class::ALL.into();
    let file = app.read_person(&asking(of, Purpose::Manage), id(41, n), &all, None).await.expect("reads");
    file.identities.iter().all(|(_, who)| who.get(Field::FullName) == Some(name(n).as_str()))
}

/// How long each of many takes, shortest first.
async fn many(times: u64, act: impl AsyncFn(u64)) -> Vec<Duration> {
    let mut took = Vec::new();
    for n in 0..times {
        let begun = Instant::now();
        act(n).await;
        took.push(begun.elapsed());
    }
    took.sort();
    took
}

fn told(took: &[Duration]) -> String {
    let at = |percent: usize| took[took.len() * percent / 100];
    format!("p50 {:?}, p99 {:?}", at(50), at(99))
}

/// A fictitious name of its own.
fn name(n: u64) -> String {
    let words = ["Giả", "Định", "Hòa", "Thủy", "Đào", "Lý", "Ngọc", "Tuyết", "Ánh", "Dương"];
    let word = |place: u64| words[usize::try_from(n / place % 10).unwrap_or_default()];
    format!("Giả Định {} {} {} {}", word(1_000), word(100), word(10), word(1))
}

fn asking(of: &Holder, purpose: Purpose) -> Asking {
    let actor = Actor::Account { account: id(70, 1), appointment: None };
    Asking { actor, of: of.clone(), purpose, request_id: id(72, 1), reason: None }
}

fn filed(n: u64) -> Filed {
    let basis = Basis {
        clause: "điều giả định".to_owned(),
        document_number: format!("{n}/QĐ-GĐ"),
        document_date: date(2025, 12, 1),
    };
    Filed { id: id(40, n), occurred_on: date(2025, 12, 2), basis }
}

async fn start(records: &TestDb, keys: &TestDb) -> App {
    let next = Mutex::new(ids(9));
    let sources = Sources {
        now: Arc::new(|| minutes(0)),
        new_id: Arc::new(move || next.lock().expect("nobody panics while holding it")()),
        random: Arc::new(random(7)),
    };
    let app = App::open(records.db.clone(), Vec::new(), sources.clone(), false).await.expect("the records open");
    let keyring = Keyring::open(keys.db.clone(), Arc::new(MemoryKeys::new()), sources).await.expect("a keyring");
    assert!(app.open_files_with(keyring));
    app
}
