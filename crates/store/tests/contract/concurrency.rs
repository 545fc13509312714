use domain::facts::Value;
use store::{Db, facts};
use testkit::TestDb;
use testkit::build::{WINDOW_2025, change, entry};

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
            facts::save(&mut tx, &change(n, &[], entries)).await?;
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
    drop(tx);
    other.close().await;
}
