//! A store read page by page while it is in use is a whole store.

use std::ops::ControlFlow;

use store::query::sql;
use store::{Db, census, pages};
use testkit::TestDb;

/// The snapshot's pages as one file's bytes.
async fn copy(it: &TestDb) -> Vec<u8> {
    let mut tx = it.db.snapshot().await.expect("begins");
    let shape = pages::shape(&mut tx).await.expect("the engine has the table of pages");
    let mut bytes = Vec::new();
    // while the snapshot is held, somebody writes
    let mut writing = it.db.begin().await.expect("begins");
    writing.run(sql("insert into unit_alias select 'x', id, 'imported' from unit limit 1")).await.expect("writes");
    writing.commit().await.expect("commits");
    let mut next = 1;
    pages::each(&mut tx, |number, data| {
        assert_eq!(number, next, "in order, none left out");
        next += 1;
        bytes.extend(data);
        ControlFlow::Continue(())
    })
    .await
    .expect("readable");
    assert_eq!(bytes.len(), shape.page_bytes as usize * shape.pages as usize);
    bytes
}

#[tokio::test]
async fn pages_of_a_snapshot_are_a_whole_store() {
    let it = TestDb::sqlite().await;
    let mut tx = it.db.begin().await.expect("begins");
    let register = domain::units::shipped().expect("data/ is sound");
    let deed = testkit::build::deed("seed");
    store::units::seed(&mut tx, &register, testkit::minutes(0), &deed).await.expect("seeds");
    tx.commit().await.expect("commits");
    let counted = |db: Db| async move {
        let mut tx = db.snapshot().await.expect("begins");
        let version = census::version(&mut tx).await.expect("migrated");
        (pages::faults(&mut tx).await.expect("looks"), census::count(&mut tx, version).await.expect("counts"))
    };
    let before = counted(it.db.clone()).await;
    assert_eq!(before.0, Vec::<String>::new());
    let bytes = copy(&it).await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("copy.sqlite");
    std::fs::write(&path, &bytes).expect("writes");
    let other = Db::open(&format!("sqlite:{}", path.display())).await.expect("opens");
    assert_eq!(counted(other.clone()).await, before, "the state of the snapshot, not of the write during it");
    other.close().await;

    // and a copy with a damaged page is told from a whole one
    let mut spoilt = bytes;
    let middle = spoilt.len() / 2 / 4096 * 4096;
    spoilt[middle..middle + 64].fill(0x5a);
    std::fs::write(&path, &spoilt).expect("writes");
    let other = Db::open(&format!("sqlite:{}", path.display())).await.expect("opens");
    let mut tx = other.snapshot().await.expect("begins");
    let found = pages::faults(&mut tx).await;
    assert!(!matches!(&found, Ok(faults) if faults.is_empty()), "{found:?}");
    drop(tx);
    other.close().await;
    it.finish().await;
}
