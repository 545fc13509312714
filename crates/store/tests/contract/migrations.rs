use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use store::error::StoreError;
use store::query::sql;
use store::{Db, Schema, census};
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
    twins("", 1);
    twins("keyring", 1_001);
}

fn twins(schema: &str, first: usize) {
    let names = |engine: &str| -> Vec<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(schema).join(engine);
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
        assert!(name.starts_with(&format!("{:04}_", number + first)), "{name}: migrations are numbered without gaps");
    }
}

/// A database as the program of that time left it, with the register and, from the second version on, facts in it.
async fn of_version(it: &TestDb, version: i64) -> i64 {
    it.db.migrate_if(Schema::Records, version, async |_| Ok(())).await.expect("an older program migrates");
    let mut tx = it.db.begin().await.expect("begins");
    let unit = "insert into unit (id, level, lat, lon) values ($1, 'commune', null, null)";
    for n in 1..=ROWS {
        tx.run(sql(unit).arg(testkit::id(8, n))).await.expect("an old row");
    }
    tx.commit().await.expect("commits");
    i64::try_from(ROWS).expect("small")
}

const ROWS: u64 = 500;

async fn units_in(db: &Db) -> i64 {
    let mut tx = db.snapshot().await.expect("begins");
    let version = census::version(&mut tx).await.expect("migrated");
    let counts = census::count(&mut tx, version).await.expect("counts");
    counts.into_iter().find(|(table, _)| table == "unit").expect("a table of the first version").1
}

async fn each_engine() -> Vec<TestDb> {
    [Some(TestDb::sqlite_bare().await), TestDb::postgres_bare().await].into_iter().flatten().collect()
}

/// The newest version that this program knows.
async fn known() -> i64 {
    let it = TestDb::sqlite_bare().await;
    let known = it.db.versions(Schema::Records).await.expect("a new file").known;
    it.finish().await;
    known
}

#[tokio::test]
async fn every_older_schema_is_brought_up_to_date_with_its_rows() {
    for version in 1..known().await {
        for it in each_engine().await {
            let rows = of_version(&it, version).await;
            let stands = it.db.versions(Schema::Records).await.expect("readable");
            assert_eq!(stands.found, version);
            it.db.migrate().await.unwrap_or_else(|fault| panic!("from {version}: {fault}"));
            assert_eq!(it.db.versions(Schema::Records).await.expect("readable").found, stands.known);
            assert_eq!(units_in(&it.db).await, rows);
            it.finish().await;
        }
    }
}

#[tokio::test]
async fn a_migration_that_does_not_hold_together_changes_nothing() {
    for it in each_engine().await {
        let rows = of_version(&it, 2).await;
        let before = super::schema::describe(&it).await;
        let refuse = async |tx: &mut store::Tx| -> store::Result<()> {
            assert!(census::version(tx).await.expect("readable") > 2, "it is asked after everything was changed");
            Err(StoreError::Migration { what: "giả định".to_owned() })
        };
        let refused = it.db.migrate_if(Schema::Records, i64::MAX, refuse).await.expect_err("refused");
        assert!(refused.to_string().contains("nothing was changed"), "{refused}");
        assert_eq!(super::schema::describe(&it).await, before);
        assert_eq!((it.db.versions(Schema::Records).await.expect("readable").found, units_in(&it.db).await), (2, rows));
        // and the next try is not held up by the first
        it.db.migrate().await.expect("migrates");
        it.finish().await;
    }
}

#[tokio::test]
async fn a_head_that_contradicts_its_entries_is_not_migrated() {
    for it in each_engine().await {
        it.db.migrate_if(Schema::Records, 4, async |_| Ok(())).await.expect("an older program migrates");
        let mut tx = it.db.begin().await.expect("begins");
        tx.run(sql("update ledger_head set size = 7")).await.expect("somebody spoils it");
        tx.commit().await.expect("commits");
        let refused = it.db.migrate().await.expect_err("refused");
        assert!(matches!(refused, StoreError::Migration { .. } | StoreError::BadRow { .. }), "{refused:?}");
        assert_eq!(it.db.versions(Schema::Records).await.expect("readable").found, 4);
        it.finish().await;
    }
}

/// Migrates the database of the environment; the parent kills it at some instant.
#[test]
#[ignore = "run by its parent, which kills it"]
fn migrating_child() {
    let Ok(url) = std::env::var("ANLANH_MIGRATES") else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let db = Db::open(&url).await.expect("opens");
        db.migrate().await.expect("migrates");
        db.close().await;
    });
}

fn kills() -> u32 {
    std::env::var("ANLANH_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(10)
}

/// Starts the child, and kills it after a while or leaves it alone. Tells how long it ran.
fn migrate_elsewhere(url: &str, kill_after: Option<Duration>) -> Duration {
    let started = Instant::now();
    let mut child = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "migrations::migrating_child", "--ignored"])
        .env("ANLANH_MIGRATES", url)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("this test runs again");
    if let Some(after) = kill_after {
        while started.elapsed() < after && child.try_wait().expect("a child").is_none() {
            std::thread::yield_now();
        }
        // it may have ended by itself; then there is nothing to kill
        let _ = child.kill();
    }
    child.wait().expect("ended");
    started.elapsed()
}

/// A program killed while migrating has changed everything or nothing, and the next start goes on.
#[tokio::test]
async fn a_killed_migration_is_whole_or_has_not_been() {
    let newest = known().await;
    for on_server in [false, true] {
        let (mut whole, mut undone) = (0, 0);
        let mut dice = 0x5eed_u64;
        let mut alone = Duration::ZERO;
        for kill in 0..=kills() {
            let it = if on_server { TestDb::postgres_bare().await } else { Some(TestDb::sqlite_bare().await) };
            let Some(it) = it else { break };
            let from = i64::from(kill) % (newest - 1) + 1;
            let rows = of_version(&it, from).await;
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let share = u32::try_from((dice >> 33) % 1_100).expect("small");
            // the first is left alone, to know how long it takes
            let after = (kill > 0).then(|| alone * share / 1_000);
            let took = migrate_elsewhere(&it.url, after);
            alone = if kill == 0 { took } else { alone };
            let found = it.db.versions(Schema::Records).await.expect("readable after a kill").found;
            assert!(found == from || found == newest, "kill {kill}: {found} is neither {from} nor {newest}");
            (whole, undone) = if found == newest { (whole + 1, undone) } else { (whole, undone + 1) };
            assert_eq!(units_in(&it.db).await, rows, "kill {kill}");
            it.db.migrate().await.unwrap_or_else(|fault| panic!("kill {kill}: the next start: {fault}"));
            assert_eq!(units_in(&it.db).await, rows, "kill {kill}");
            it.finish().await;
        }
        println!("on a server {on_server}: {whole} migrations were whole, {undone} had not been");
        assert!(whole + undone == 0 || (whole > 0 && undone > 0), "the kills were all too early or all too late");
    }
}
