use store::Db;
use store::error::StoreError;
use store::query::sql;
use testkit::TestDb;

pub async fn migrating_twice_changes_nothing(it: &TestDb) {
    let before = super::schema::describe(it).await;
    it.db.migrate().await.expect("a second time is nothing to do");
    assert_eq!(super::schema::describe(it).await, before);
}

pub async fn a_newer_database_is_refused(it: &TestDb) {
    let mut tx = it.db.begin().await.expect("begins");
    let newer = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
                 select 9000, 'from the future', success, checksum, 0 from _sqlx_migrations where version = 1";
    tx.run(sql(newer)).await.expect("pretends");
    tx.commit().await.expect("commits");
    let refused = it.db.migrate().await.expect_err("the database is newer");
    assert!(matches!(refused, StoreError::NewerDatabase { found: 9000, known } if known < 9000), "{refused:?}");
    assert!(refused.to_string().contains("install the newer program"), "{refused}");
}

pub async fn a_changed_migration_is_refused(it: &TestDb) {
    let mut tx = it.db.begin().await.expect("begins");
    let changed = "update _sqlx_migrations set checksum = (select checksum from _sqlx_migrations where version = 1)
                   where version = 2";
    tx.run(sql(changed)).await.expect("pretends");
    tx.commit().await.expect("commits");
    let refused = it.db.migrate().await.expect_err("a migration differs");
    assert!(matches!(refused, StoreError::ForeignSchema { version: 2 }), "{refused:?}");
}

#[tokio::test]
async fn two_that_start_at_once_both_succeed() {
    both_start(&TestDb::sqlite_bare().await).await;
    if let Some(it) = TestDb::postgres_bare().await {
        both_start(&it).await;
        it.finish().await;
    }
}

async fn both_start(it: &TestDb) {
    let (one, two) = (Db::open(&it.url).await.expect("opens"), Db::open(&it.url).await.expect("opens"));
    let (first, second) = tokio::join!(one.migrate(), two.migrate());
    first.expect("first");
    second.expect("second");
    one.close().await;
    two.close().await;
}

#[test]
fn migration_files_are_twins() {
    let names = |engine: &str| -> Vec<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(engine);
        let mut names: Vec<String> = std::fs::read_dir(&folder)
            .expect("the folder is there")
            .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    };
    let (one, other) = (names("sqlite"), names("postgres"));
    assert!(!one.is_empty());
    assert_eq!(one, other, "each migration stands in both folders under one name");
    for (number, name) in one.iter().enumerate() {
        assert!(name.starts_with(&format!("{:04}_", number + 1)), "{name}: migrations are numbered 0001, 0002 …");
    }
}
