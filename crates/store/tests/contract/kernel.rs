use jiff::civil::date;
use jiff_sqlx::Date as SqlDate;
use store::error::{Result, StoreError};
use store::halt::Cause;
use store::kernel::Row;
use store::query::{Arg, FromRow, sql};
use testkit::{TestDb, build, id};
use uuid::Uuid;

const ADD: &str = "insert into unit_version
    (unit_id, start_on, start_kind, until, code, name, kind, parent_id, basis, origin)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
const ADD_UNIT: &str = "insert into unit (id, level, lat, lon) values ($1, $2, $3, $4)";
const READ: &str = "select v.unit_id, v.start_on, v.until, v.name, v.parent_id, u.lat, u.lon
    from unit_version v join unit u on u.id = v.unit_id order by v.start_on";
const ADD_LINEAGE: &str = "insert into unit_lineage (from_id, to_id, changed_on, extent, is_default, basis, origin)
    values ($1, $1, $2, 'part', $3, '', 'imported')";
const READ_LINEAGE: &str = "select is_default from unit_lineage order by changed_on";
const ADD_ALIAS: &str = "insert into unit_alias (code, unit_id, origin) values ($1, $2, 'imported')";
const CODES: &str = "select code from unit_alias order by code";
const COUNT: &str = "select cast(count(*) as bigint) as n from unit";

type Told = (Uuid, jiff::civil::Date, Option<jiff::civil::Date>, String, Option<Uuid>, Option<f64>, Option<f64>);

struct Line(Told);

impl FromRow for Line {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self((
            row.get("unit_id")?,
            row.get::<SqlDate>("start_on")?.to_jiff(),
            row.get::<Option<SqlDate>>("until")?.map(SqlDate::to_jiff),
            row.get("name")?,
            row.get("parent_id")?,
            row.get("lat")?,
            row.get("lon")?,
        )))
    }
}

struct Only<T>(T);

impl FromRow for Only<String> {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("code").map(Self)
    }
}

impl FromRow for Only<bool> {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("is_default").map(Self)
    }
}

impl FromRow for Only<i64> {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("n").map(Self)
    }
}

fn unit(n: u64) -> store::query::Query {
    sql(ADD_UNIT).arg(id(9, n)).arg("commune").arg(None::<f64>).arg(None::<f64>)
}

pub async fn every_type_comes_back_as_it_went(it: &TestDb) {
    let name = "Ðặng Thùy Trâm, \"Hòa\" 'đ' \u{1ebd}";
    let mut tx = it.db.begin().await.expect("begins");
    tx.run(sql(ADD_UNIT).arg(id(9, 1)).arg("commune").arg(21.038_6).arg(105.838)).await.expect("unit");
    let values: [Arg; 10] = [
        id(9, 1).into(),
        date(2024, 2, 29).into(),
        "on".into(),
        date(2025, 7, 1).into(),
        "00004".into(),
        name.into(),
        "xa".into(),
        id(9, 1).into(),
        "".into(),
        "imported".into(),
    ];
    tx.run(sql(ADD).args(values)).await.expect("version");
    for (day, truth) in [(date(2025, 1, 1), true), (date(2025, 1, 2), false)] {
        tx.run(sql(ADD_LINEAGE).arg(id(9, 1)).arg(day).arg(truth)).await.expect("lineage");
    }
    tx.commit().await.expect("commits");

    let mut tx = it.db.snapshot().await.expect("snapshot");
    let line = tx.first::<Line>(sql(READ)).await.expect("reads").expect("one row");
    let (from, until) = (date(2024, 2, 29), date(2025, 7, 1));
    assert_eq!(line.0, (id(9, 1), from, Some(until), name.to_owned(), Some(id(9, 1)), Some(21.038_6), Some(105.838)));
    let truths: Vec<bool> =
        tx.all::<Only<bool>>(sql(READ_LINEAGE)).await.expect("reads").into_iter().map(|only| only.0).collect();
    assert_eq!(truths, [true, false]);
}

pub async fn absent_values_keep_their_type(it: &TestDb) {
    let mut tx = it.db.begin().await.expect("begins");
    tx.run(unit(1)).await.expect("unit");
    let values: [Arg; 10] = [
        id(9, 1).into(),
        date(2025, 7, 1).into(),
        "seen".into(),
        None::<jiff::civil::Date>.into(),
        "00004".into(),
        "X".into(),
        "xa".into(),
        None::<Uuid>.into(),
        "".into(),
        "imported".into(),
    ];
    tx.run(sql(ADD).args(values)).await.expect("version");
    let line = tx.first::<Line>(sql(READ)).await.expect("reads").expect("one row");
    assert_eq!((line.0.2, line.0.4, line.0.5, line.0.6), (None, None, None, None));
}

pub async fn a_dropped_transaction_leaves_nothing(it: &TestDb) {
    let mut tx = it.db.begin().await.expect("begins");
    tx.run(unit(1)).await.expect("unit");
    drop(tx);
    assert_eq!(count(it).await, 0);
    // and the writer is free again
    let mut tx = it.db.begin().await.expect("begins");
    tx.run(unit(2)).await.expect("unit");
    tx.commit().await.expect("commits");
    assert_eq!(count(it).await, 1);
}

pub async fn a_snapshot_sees_one_state(it: &TestDb) {
    let mut reading = it.db.snapshot().await.expect("snapshot");
    let before = reading.first::<Only<i64>>(sql(COUNT)).await.expect("reads").expect("a row").0;
    let mut tx = it.db.begin().await.expect("a reader does not stop a writer");
    tx.run(unit(1)).await.expect("unit");
    tx.commit().await.expect("commits");
    let after = reading.first::<Only<i64>>(sql(COUNT)).await.expect("reads").expect("a row").0;
    assert_eq!((before, after), (0, 0));
    assert_eq!(count(it).await, 1);
}

pub async fn a_snapshot_refuses_to_write(it: &TestDb) {
    let mut tx = it.db.snapshot().await.expect("snapshot");
    let refused = tx.run(unit(1)).await.expect_err("a snapshot only reads");
    assert!(matches!(refused, StoreError::ReadOnly(_)), "{refused:?}");
}

pub async fn text_is_ordered_by_bytes(it: &TestDb) {
    let mut tx = it.db.begin().await.expect("begins");
    tx.run(unit(1)).await.expect("unit");
    for code in ["đ", "a", "B", "~", "Ă", "00004", "z"] {
        tx.run(sql(ADD_ALIAS).arg(code).arg(id(9, 1))).await.expect("alias");
    }
    let codes: Vec<String> =
        tx.all::<Only<String>>(sql(CODES)).await.expect("reads").into_iter().map(|only| only.0).collect();
    assert_eq!(codes, ["00004", "B", "a", "z", "~", "Ă", "đ"]);
}

pub async fn a_read_stops_at_the_first_error(it: &TestDb) {
    let mut tx = it.db.begin().await.expect("begins");
    store::units::seed(&mut tx, &build::register(Vec::new()), testkit::minutes(0), &build::deed("seed"))
        .await
        .expect("seeds");
    let mut seen = 0;
    let stop = |_| {
        seen += 1;
        Err(StoreError::Refused { what: "enough".to_owned() })
    };
    let ended = tx.each(sql("select id from unit order by id"), stop).await;
    assert!(matches!(ended, Err(StoreError::Refused { .. })));
    assert_eq!(seen, 1);
    // the connection can still be used
    assert!(tx.first::<Only<i64>>(sql(COUNT)).await.expect("reads").is_some_and(|only| only.0 > 1));
}

pub async fn a_nul_character_is_refused(it: &TestDb) {
    let mut tx = it.db.begin().await.expect("begins");
    tx.run(unit(1)).await.expect("unit");
    let refused = tx.run(sql(ADD_ALIAS).arg("a\0b").arg(id(9, 1))).await.expect_err("PostgreSQL cannot keep it");
    assert!(matches!(refused, StoreError::Refused { .. }), "{refused:?}");
}

async fn count(it: &TestDb) -> i64 {
    let mut tx = it.db.snapshot().await.expect("snapshot");
    tx.first::<Only<i64>>(sql(COUNT)).await.expect("reads").expect("a row").0
}

#[tokio::test]
async fn an_unknown_scheme_is_refused() {
    for url in ["mysql://host/name", "an-lanh.sqlite", "", "file:an-lanh.sqlite"] {
        let refused = store::Db::open(url).await.expect_err(url);
        assert!(matches!(refused, StoreError::UnknownScheme { .. }), "{url}: {refused:?}");
    }
    assert!(!std::path::Path::new("an-lanh.sqlite").exists(), "a refused address makes no file");
    for url in ["sqlite::memory:", "sqlite://x?mode=memory"] {
        let refused = store::Db::open(url).await.expect_err("readers and writer cannot share it");
        assert!(matches!(refused, StoreError::NotAFile), "{refused:?}");
        assert_eq!(store::Db::file_of(url), None, "{url} names no file");
    }
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named_damaged() {
    let folder = tempfile::TempDir::new().expect("folder");
    let path = folder.path().join("letter.sqlite");
    std::fs::write(&path, "Kính gửi Ủy ban nhân dân xã, đây không phải cơ sở dữ liệu. ".repeat(50)).expect("writes");
    let refused = store::Db::open(&format!("sqlite:{}", path.display())).await.expect_err("not a database");
    assert!(matches!(refused, StoreError::Damaged(_)), "{refused:?}");
}

#[tokio::test]
async fn the_file_engine_is_durable_and_new_enough() {
    struct Pragma(String);
    impl FromRow for Pragma {
        fn from_row(row: &Row) -> Result<Self> {
            row.get("value").map(Self)
        }
    }
    let it = TestDb::sqlite().await;
    // the writer, and every reader that the pool may open
    let mut connections = vec![it.db.begin().await.expect("begins")];
    for _ in 0..4 {
        connections.push(it.db.snapshot().await.expect("a snapshot"));
    }
    for tx in &mut connections {
        for (text, expected) in [
            ("select journal_mode as value from pragma_journal_mode", "wal"),
            ("select cast(synchronous as text) as value from pragma_synchronous", "2"),
            ("select cast(foreign_keys as text) as value from pragma_foreign_keys", "1"),
            ("select cast(timeout as text) as value from pragma_busy_timeout", "5000"),
            ("select cast(trusted_schema as text) as value from pragma_trusted_schema", "0"),
            ("select cast(cell_size_check as text) as value from pragma_cell_size_check", "1"),
            ("select cast(secure_delete as text) as value from pragma_secure_delete", "1"),
            ("select cast(temp_store as text) as value from pragma_temp_store", "2"),
        ] {
            let found = tx.first::<Pragma>(sql(text)).await.expect("reads").expect("a row").0;
            assert_eq!(found, expected, "{text}");
        }
        for text in [
            // other files, code from outside, the schema by the back door, a mistyped column taken for a text
            "attach database ':memory:' as other",
            "select load_extension('nothing') as value",
            "select no_such_column as value from \"unit\" where id = \"no_such_column\"",
        ] {
            tx.run(sql(text)).await.expect_err(text);
        }
    }
    let mut writer = connections.swap_remove(0);
    writer.run(sql("pragma writable_schema = on")).await.expect("is heard and not obeyed");
    let forged = "update sqlite_master set sql = sql || ' '";
    writer.run(sql(forged)).await.expect_err("the schema is changed by definitions alone");
    let version =
        writer.first::<Pragma>(sql("select sqlite_version() as value")).await.expect("reads").expect("a row").0;
    let parts: Vec<u32> = version.split('.').filter_map(|part| part.parse().ok()).collect();
    assert!(parts >= vec![3, 51, 3], "{version} has the WAL-reset race: 3.51.3 or newer is needed");
    drop((writer, connections));
    it.finish().await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_is_closed_to_others() {
    use std::os::unix::fs::PermissionsExt as _;
    let it = TestDb::sqlite().await;
    let file = it.url.strip_prefix("sqlite:").expect("a file");
    for companion in ["", "-wal", "-shm"] {
        let mode = std::fs::metadata(format!("{file}{companion}")).expect("there while open").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}{companion}");
    }
    it.finish().await;
}

#[tokio::test]
async fn options_in_the_address_of_a_file_are_refused() {
    for option in ["immutable=1", "vfs=unix-none", "mode=ro", "cache=shared", "mode=rwc"] {
        let refused = store::Db::open(&format!("sqlite:anlanh.sqlite?{option}")).await.expect_err(option);
        assert!(matches!(refused, StoreError::FileOptions), "{option}: {refused:?}");
    }
}

#[tokio::test]
async fn a_server_session_that_would_not_sync_is_refused() {
    let Some(it) = TestDb::postgres().await else { return };
    let url = format!("{}&options[synchronous_commit]=off", it.url);
    let refused = store::Db::open(&url).await.expect_err("a commit would be answered before it is durable");
    assert!(matches!(refused, StoreError::Unsafe { setting: "synchronous_commit", .. }), "{refused:?}");
    it.finish().await;
}

#[tokio::test]
async fn pages_that_contradict_one_another_are_found() {
    let it = TestDb::sqlite().await;
    it.db.check_pages().await.expect("sound as it is");
    it.db.close().await;
    let file = it.url.strip_prefix("sqlite:").expect("a file");
    let mut bytes = std::fs::read(file).expect("readable");
    // past the first page, which would make it no database at all
    for byte in bytes.iter_mut().skip(40 * 4096).step_by(4096).take(40) {
        *byte ^= 0xff;
    }
    std::fs::write(file, bytes).expect("writable");
    let found = match store::Db::open(&it.url).await {
        Ok(db) => db.check_pages().await,
        Err(found) => Err(found),
    };
    assert!(matches!(found, Err(StoreError::Unsound { .. } | StoreError::Damaged(_))), "{found:?}");
}

/// Whoever reads may go away at any point, also while the transaction is just beginning: the connection that comes
/// back must not be left in a transaction in which the next one cannot write.
pub async fn a_read_given_up_while_it_begins_spoils_no_write(it: &TestDb) {
    for waits in 1..=8 {
        for _ in 0..8 {
            let (mut snapshot, mut waited) = (std::pin::pin!(it.db.snapshot()), 0);
            std::future::poll_fn(|cx| {
                waited += 1;
                let over = snapshot.as_mut().poll(cx).is_ready() || waited >= waits;
                if over { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
            })
            .await;
        }
        for n in 0..8 {
            let mut tx = it.db.begin().await.expect("begins");
            tx.run(unit(waits * 8 + n)).await.expect("writes");
            tx.commit().await.expect("commits");
        }
    }
    assert_eq!(it.db.halted(), None);
}

#[tokio::test]
async fn a_full_disk_halts_writing_until_there_is_room() {
    let it = TestDb::sqlite().await;
    let mut tx = it.db.begin().await.expect("begins");
    tx.run(sql("pragma max_page_count = 60")).await.expect("the file may not grow further");
    let register = domain::units::shipped().expect("the shipped tables are sound");
    let full = store::units::seed(&mut tx, &register, testkit::minutes(0), &build::deed("seed"))
        .await
        .expect_err("there is no room for it");
    assert!(matches!(full, StoreError::DiskFull(_)), "{full:?}");
    drop(tx);
    assert_eq!(it.db.halted(), Some(Cause::Full));
    assert_eq!(count(&it).await, 0, "reads go on");
    let refused = it.db.begin().await.expect_err("nothing is begun that cannot be ended");
    assert!(matches!(refused, StoreError::Halted { cause: Cause::Full }), "{refused:?}");
    // The limit held for that connection only. The failed try ended it, and on the next there is room.
    let mut tx = it.db.begin().await.expect("writing goes on without a restart");
    tx.run(unit(1)).await.expect("unit");
    tx.commit().await.expect("commits");
    assert_eq!((it.db.halted(), count(&it).await), (None, 1));
    it.finish().await;
}
