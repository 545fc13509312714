use domain::facts::{Recording, Value, record};
use store::audit::audit;
use store::{Db, facts, ledger};
use testkit::build::{WINDOW_2025, deed, entry, fact_ids, recording};
use testkit::{TestDb, minutes};
use vault::verify::Expected;

/// Eight people save at once, through two programs; each has something new, so each must succeed.
pub async fn writers_of_one_province_take_turns(it: &TestDb) {
    super::facts::seed_units(it).await;
    let other = Db::open(&it.url).await.expect("opens a second time");
    let mut running = tokio::task::JoinSet::new();
    for n in 1..=8_u16 {
        let db = if n % 2 == 0 { it.db.clone() } else { other.clone() };
        running.spawn(async move {
            let input = format!("input_{n}");
            let entries = [11, 12, 21].map(|unit| entry(unit, &input, Value::Number(1))).to_vec();
            let mut tx = db.begin().await?;
            let one_minute = Recording { at: minutes(1), ..recording(n) };
            let change = record(&[], entries, &one_minute, fact_ids(n)).expect("records");
            facts::save(&mut tx, &change, &deed("record")).await?;
            tx.commit().await
        });
    }
    while let Some(ended) = running.join_next().await {
        ended.expect("no panic").expect("everyone gets a turn");
    }
    let mut tx = it.db.snapshot().await.expect("snapshot");
    assert_eq!(facts::of_window(&mut tx, None, WINDOW_2025, None).await.expect("reads").len(), 24);
    assert_eq!(facts::revision(&mut tx, Some("38"), 2025).await.expect("reads"), 8);
    assert_eq!(facts::revision(&mut tx, None, 2025).await.expect("reads"), 16);
    let log = ledger::entries(&mut tx, 0..99).await.expect("reads");
    let places: Vec<u64> = log.iter().map(|kept| kept.seq).collect();
    assert_eq!(places, (0..=8).collect::<Vec<_>>(), "the register and eight recordings, without a gap");
    audit(&mut tx, Expected::default()).await.expect("reads").expect("nothing is wrong");
    drop(tx);
    other.close().await;
}
