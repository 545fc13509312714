//! How many entries a second become durable, and how long a check of the whole log takes, on `SQLite`
//! and (with `TEST_PG_URL`) on `PostgreSQL`. `cargo bench -p store --bench ledger -- 1000000` for the
//! long log; 100,000 entries otherwise.

use std::time::Instant;

use store::audit::audit;
use store::ledger::{self, Vouched, append, append_all};
use store::ledger_nodes;
use testkit::build::{deed, register};
use testkit::{TestDb, id, minutes};
use vault::Digest;
use vault::entry::Document;
use vault::tree::{consistency_path, inclusion_path};
use vault::verify::Expected;

const DURABLE: u64 = 2_000;
const TOGETHER: u64 = 100;

fn main() {
    let entries = std::env::args().find_map(|arg| arg.parse().ok()).unwrap_or(100_000);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        measure("SQLite", TestDb::sqlite().await, entries).await;
        if let Some(it) = TestDb::postgres().await {
            measure("PostgreSQL", it, entries).await;
        }
    });
}

fn vouched(n: u64) -> Vouched {
    Vouched {
        at: minutes(1),
        noun: "fact",
        province_code: Some("38".to_owned()),
        unit: Some(testkit::build::unit(11).0),
        document: Document { number: Some("12/BC-GĐ".to_owned()), date: None },
        subjects: [id(2, n)].into(),
        payload: Digest::of(&n.to_be_bytes()),
    }
}

async fn measure(engine: &str, it: TestDb, entries: u64) {
    println!("-- {engine}");
    let mut tx = it.db.begin().await.expect("begins");
    store::units::seed(&mut tx, &register(Vec::new()), minutes(0), &deed("seed")).await.expect("seeds");
    tx.commit().await.expect("commits");

    let start = Instant::now();
    for n in 0..DURABLE {
        let mut tx = it.db.begin().await.expect("begins");
        append(&mut tx, &deed("record"), vouched(n)).await.expect("appends");
        tx.commit().await.expect("commits");
    }
    rate("entries, each durable by itself", DURABLE, start);

    let start = Instant::now();
    let mut writers = tokio::task::JoinSet::new();
    for writer in 0..8 {
        let db = it.db.clone();
        writers.spawn(async move {
            for n in 0..DURABLE / 8 {
                let mut tx = db.begin().await.expect("begins");
                append(&mut tx, &deed("record"), vouched(writer * DURABLE + n)).await.expect("appends");
                tx.commit().await.expect("commits");
            }
        });
    }
    while let Some(ended) = writers.join_next().await {
        ended.expect("no panic");
    }
    rate("entries, each durable by itself, by eight writers at once", DURABLE, start);

    let start = Instant::now();
    // few at a time: versions of the head pile up within a transaction
    for _ in 0..entries / TOGETHER {
        let mut tx = it.db.begin().await.expect("begins");
        for n in 0..TOGETHER {
            append(&mut tx, &deed("record"), vouched(n)).await.expect("appends");
        }
        tx.commit().await.expect("commits");
    }
    rate("entries, a hundred to a transaction", entries / TOGETHER * TOGETHER, start);

    let start = Instant::now();
    let mut tx = it.db.begin().await.expect("begins");
    let many = (0..TOGETHER * 100).map(vouched).collect();
    append_all(&mut tx, &deed("record"), many).await.expect("appends");
    tx.commit().await.expect("commits");
    rate("entries, ten thousand to a transaction in one step", TOGETHER * 100, start);
    proofs(&it).await;

    // the entries speak of facts that are not there: the check of the log alone is measured
    let start = Instant::now();
    let mut tx = it.db.snapshot().await.expect("snapshot");
    let mut size = 0;
    let mut verifier = vault::verify::Verifier::new(Expected::default(), store::ledger::CLOCK_TOLERANCE_MS);
    store::ledger::each_entry(&mut tx, 0..u64::MAX, |kept| {
        verifier.entry_with_leaf(&kept.body, &kept.leaf).expect("nothing is wrong");
        size += 1;
    })
    .await
    .expect("reads");
    rate("entries read and verified", size, start);
    let named = audit(&mut tx, Expected::default()).await.expect("reads");
    assert!(named.is_err(), "facts that are not there are noticed");
    drop(tx);
    it.finish().await;
}

/// How long a proof takes, without the kept roots and with them.
async fn proofs(it: &TestDb) {
    for filled in [false, true] {
        if filled {
            let start = Instant::now();
            loop {
                let mut tx = it.db.begin().await.expect("begins");
                let some = ledger_nodes::fill(&mut tx).await.expect("fills");
                tx.commit().await.expect("commits");
                if some == 0 {
                    break;
                }
            }
            println!("{:>10.1} ms  kept roots filled in", start.elapsed().as_secs_f64() * 1_000.0);
        }
        let mut tx = it.db.snapshot().await.expect("snapshot");
        let size = ledger::head(&mut tx).await.expect("reads").frontier.size();
        for (what, path) in [
            ("inclusion", inclusion_path(size / 3, size)),
            ("inclusion of the last", inclusion_path(size - 1, size)),
            ("consistency", consistency_path(size / 3, size)),
        ] {
            let start = Instant::now();
            let proof = ledger_nodes::prove(&mut tx, path.expect("inside")).await.expect("reads");
            let took = start.elapsed().as_secs_f64() * 1_000.0;
            let how = if filled { "with kept roots" } else { "from the leaves" };
            println!("{took:>10.1} ms  {what} in {size} entries, {} nodes, {how}", proof.len());
        }
    }
}

fn rate(what: &str, count: u64, start: Instant) {
    let seconds = start.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let rate = count as f64 / seconds;
    println!("{rate:>10.0} a second  {count} {what} ({seconds:.2} s)");
}
