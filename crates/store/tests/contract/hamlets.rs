use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::facts::Source;
use jiff::civil::date;
use store::hamlets::{self, Import};
use store::{Db, StoreError};
use testkit::{TestDb, build, id, minutes};

fn an_import(n: u64) -> Import {
    Import {
        id: id(8, n),
        file: "thôn giả định.xlsx".to_owned(),
        source: Source {
            title: "Nghị quyết giả định".to_owned(),
            number: (n > 1).then(|| format!("{n}/NQ-GĐ")),
            date: (n > 1).then(|| date(2026, 5, 1)),
            place: None,
        },
        entered_by: "cán bộ giả định".to_owned(),
        imported_at: minutes(i64::try_from(n).expect("small")),
        hamlets: 24,
    }
}

pub async fn an_import_is_recorded_once(it: &TestDb) {
    let mut tx = it.db.begin().await.expect("begins");
    assert_eq!(hamlets::import(&mut tx, an_import(1).id).await.expect("reads"), None);
    for n in [1, 2] {
        hamlets::take_in(&mut tx, &an_import(n), &[], &build::deed("import")).await.expect("records");
    }
    tx.commit().await.expect("commits");
    let mut tx = it.db.begin().await.expect("begins");
    assert_eq!(hamlets::import(&mut tx, an_import(1).id).await.expect("reads"), Some(an_import(1)));
    assert_eq!(hamlets::imports(&mut tx).await.expect("reads"), [an_import(2), an_import(1)], "newest first");
    let again =
        hamlets::take_in(&mut tx, &an_import(2), &[], &build::deed("import")).await.expect_err("recorded before");
    assert!(matches!(again, StoreError::Conflict { .. }), "{again:?}");
}

/// Six importers, in two programs: nobody is between taking a turn and committing while another is.
pub async fn importers_take_turns(it: &TestDb) {
    super::facts::seed_units(it).await;
    let other = Db::open(&it.url).await.expect("opens a second time");
    let inside = Arc::new(AtomicU32::new(0));
    let mut running = tokio::task::JoinSet::new();
    for n in 1..=6_u64 {
        let db = if n % 2 == 0 { it.db.clone() } else { other.clone() };
        let inside = Arc::clone(&inside);
        running.spawn(async move {
            let mut tx = db.begin().await?;
            hamlets::take_turns(&mut tx).await?;
            assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "somebody else is inside");
            let list = Import { imported_at: minutes(1), ..an_import(n) };
            hamlets::take_in(&mut tx, &list, &[], &build::deed("import")).await?;
            inside.fetch_sub(1, Ordering::SeqCst);
            tx.commit().await
        });
    }
    while let Some(ended) = running.join_next().await {
        ended.expect("no panic").expect("everyone gets a turn");
    }
    other.close().await;
}
