//! Kept roots of parts of the log: they shorten proofs and change none, and are held against the entries.

use std::ops::Range;

use store::audit::{Finding, audit};
use store::ledger::{self, Vouched};
use store::ledger_nodes;
use store::query::sql;
use testkit::build::deed;
use testkit::{TestDb, minutes};
use vault::Digest;
use vault::entry::Document;
use vault::tree::{consistency_path, inclusion_path, prove};
use vault::verify::Expected;

/// Two levels of nodes, and a part of each that is not full.
const SIZE: u64 = 66_000;

/// Many entries about nothing that is kept elsewhere.
async fn grown(it: &TestDb, size: u64) {
    let mut tx = it.db.begin().await.expect("begins");
    let entries = (0..size).map(|n| Vouched {
        at: minutes(1),
        noun: "nothing",
        province_code: None,
        unit: None,
        document: Document::default(),
        subjects: [].into(),
        payload: Digest::of(&n.to_be_bytes()),
    });
    ledger::append_all(&mut tx, &deed("record"), entries.collect()).await.expect("appends");
    tx.commit().await.expect("commits");
}

/// Fills in step by step, as the program does; a step that is lost is done again.
async fn filled(it: &TestDb) -> u64 {
    let mut all = 0;
    loop {
        let mut lost = it.db.begin().await.expect("begins");
        ledger_nodes::fill(&mut lost).await.expect("fills");
        drop(lost);
        let mut tx = it.db.begin().await.expect("begins");
        let some = ledger_nodes::fill(&mut tx).await.expect("fills");
        tx.commit().await.expect("commits");
        all += some;
        if some == 0 {
            return all;
        }
    }
}

pub async fn proofs_are_the_same_with_and_without_kept_roots(it: &TestDb) {
    grown(it, SIZE).await;
    let mut tx = it.db.snapshot().await.expect("snapshot");
    let leaves = ledger::leaves(&mut tx, 0..SIZE).await.expect("reads");
    let paths: Vec<Vec<Range<u64>>> = [0, 255, 256, 4_711, 65_535, 65_536, SIZE - 1]
        .into_iter()
        .map(|seq| inclusion_path(seq, SIZE).expect("inside"))
        .chain([1, 255, 256, 300, 65_535, 65_536, 65_999].into_iter().map(|n| consistency_path(n, SIZE).expect("grew")))
        .chain([consistency_path(300, 65_793).expect("grew")])
        .collect();
    assert!(ledger_nodes::is_behind(&mut tx).await.expect("reads"));
    for path in &paths {
        let proof = ledger_nodes::prove(&mut tx, path.clone()).await.expect("reads");
        assert_eq!(Some(proof), prove(path, &leaves), "without kept roots");
    }
    drop(tx);
    assert_eq!(filled(it).await, 257 + 1);
    let mut tx = it.db.snapshot().await.expect("snapshot");
    assert!(!ledger_nodes::is_behind(&mut tx).await.expect("reads"));
    for path in &paths {
        let proof = ledger_nodes::prove(&mut tx, path.clone()).await.expect("reads");
        assert_eq!(Some(proof), prove(path, &leaves), "with them");
    }
    assert_eq!(audit(&mut tx, Expected::default()).await.expect("reads").map(|it| it.size), Ok(SIZE));
}

pub async fn a_kept_root_that_is_not_of_its_entries_is_named(it: &TestDb) {
    grown(it, 1_100).await;
    assert_eq!(filled(it).await, 4);
    let disarm: &[&'static str] = if it.url.starts_with("sqlite") {
        &["drop trigger ledger_node_is_not_changed", "drop trigger ledger_node_is_not_deleted"]
    } else {
        &["alter table ledger_node disable trigger user"]
    };
    let copied = "update ledger_node set root = (select root from ledger_node where level = 1 and position = 1)
        where level = 1 and position = 2";
    for (text, position) in [(copied, 2), ("delete from ledger_node where position = 1", 1)] {
        let mut tx = it.db.begin().await.expect("begins");
        let refused = tx.run(sql(text)).await;
        assert!(refused.is_err(), "append-only: {text}");
        drop(tx);
        let mut tx = it.db.begin().await.expect("begins");
        for text in disarm.iter().chain([&text]) {
            tx.run(sql(text)).await.unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
        }
        // nothing is committed: the next way of altering begins from the sound state
        let found = audit(&mut tx, Expected::default()).await.expect("reads");
        assert_eq!(found, Err(Finding::Node { level: 1, position }));
    }
}

pub async fn many_entries_at_once_are_as_if_one_by_one(it: &TestDb) {
    grown(it, 60).await;
    for n in 60..63_u64 {
        let mut tx = it.db.begin().await.expect("begins");
        let vouched = Vouched {
            at: minutes(1),
            noun: "nothing",
            province_code: None,
            unit: None,
            document: Document::default(),
            subjects: [].into(),
            payload: Digest::of(&n.to_be_bytes()),
        };
        ledger::append(&mut tx, &deed("record"), vouched).await.expect("appends");
        tx.commit().await.expect("commits");
    }
    let mut tx = it.db.snapshot().await.expect("snapshot");
    assert_eq!(audit(&mut tx, Expected::default()).await.expect("reads").map(|it| it.size), Ok(63));
}
