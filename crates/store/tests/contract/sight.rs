//! The second wall: whatever a transaction did not say it would touch, the server does not show it. A file has none.

use std::collections::{BTreeMap, BTreeSet};

use domain::persons as file;
use domain::units::UnitId;
use jiff::civil::date;
use store::access::{self, About, Outcome};
use store::audit::audit;
use store::error::{Result, StoreError};
use store::kernel::Row;
use store::persons::Filing;
use store::persons_index::{Index, Kind};
use store::query::{FromRow, sql};
use store::sight::{self, Sight};
use store::{Tx, persons};
use testkit::TestDb;
use testkit::build::unit;
use vault::verify::Expected;

use super::persons::{asked, doing, holder, identity, open, person, save};

struct Count(i64);

impl FromRow for Count {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("n").map(Self)
    }
}

/// Every guarded table of people, asked without any `where` of ours: the statement that somebody got wrong.
const TABLES: [(&str, &str); 6] = [
    ("person", "select cast(count(*) as bigint) as n from person"),
    ("person_version", "select cast(count(*) as bigint) as n from person_version"),
    ("person_identity", "select cast(count(*) as bigint) as n from person_identity"),
    ("person_index", "select cast(count(*) as bigint) as n from person_index where unit_id is not null"),
    ("person_match", "select cast(count(*) as bigint) as n from person_match"),
    ("access", "select cast(count(*) as bigint) as n from access where unit_id is not null"),
];

async fn counts(tx: &mut Tx) -> BTreeMap<&'static str, i64> {
    let mut found = BTreeMap::new();
    for (table, question) in TABLES {
        let rows = tx.first::<Count>(sql(question)).await.expect("reads").expect("a count").0;
        found.insert(table, rows);
    }
    found
}

fn filed(n: u8) -> Filing {
    let index = |kind, value: u8| Index { kind, value: [value; 16].to_vec() };
    Filing { indexes: vec![index(Kind::Id12, n), index(Kind::NationalId12, 9)] }
}

/// Persons 1 and 2 with unit 11, 3 with 12, 4 with 21; 2 was handed on to 12, and matches 5 of 21.
async fn files(it: &TestDb) {
    super::facts::seed_units(it).await;
    open(it, 1, 11).await;
    let moving = file::open(person(2), holder(11), identity("Giả Định Hai"), doing(2, date(2025, 12, 1)));
    let moving = moving.expect("opens");
    let standing = moving.standing().clone();
    save(it, moving, &filed(2)).await.expect("saves");
    open(it, 3, 12).await;
    open(it, 4, 21).await;
    let like = file::open(person(5), holder(21), identity("Giả Định Ba"), doing(5, date(2025, 12, 1))).expect("opens");
    save(it, like, &filed(5)).await.expect("saves");
    let moved = file::transfer(&standing, holder(12), doing(6, date(2025, 12, 2))).expect("transfers");
    let local = Filing { indexes: filed(6).indexes.into_iter().take(1).collect() };
    save(it, moved, &local).await.expect("saves");
    for (n, at) in [(1, 11), (2, 11), (3, 12), (4, 21)] {
        let mut line = asked(n, About::Persons([person(n)].into()), &[]);
        line.unit = Some(unit(at).0);
        line.province_code = Some(holder(at).province_code);
        access::note(&it.db, &line, Outcome::Served).await.expect("whoever looks can always write it down");
    }
}

/// What a sight must come to, worked out beside the server.
fn expected(units: &[u64]) -> BTreeMap<&'static str, i64> {
    let sees = |n: u64| i64::from(units.contains(&n));
    let (eleven, twelve, other) = (sees(11), sees(12), sees(21));
    let moved = i64::from(eleven + twelve > 0);
    BTreeMap::from([
        // 1; 2 and 3; 4 and 5
        ("person", eleven + 2 * twelve + 2 * other),
        // the giver keeps what happened while it held the file; the holder sees all of it
        ("person_version", eleven + twelve + 2 * other + if twelve == 1 { 2 } else { moved }),
        ("person_identity", eleven + 2 * twelve + 2 * other),
        ("person_index", twelve + other),
        ("person_match", i64::from(twelve + other > 0)),
        ("access", 2 * eleven + twelve + other),
    ])
}

#[tokio::test]
async fn a_transaction_sees_the_files_that_it_named() {
    let Some(it) = TestDb::postgres().await else { return };
    files(&it).await;
    for chosen in 0..8_u32 {
        let units: Vec<u64> = [11, 12, 21]
            .into_iter()
            .enumerate()
            .filter(|(at, _)| chosen >> at & 1 == 1)
            .map(|(_, unit)| unit)
            .collect();
        let sight = Sight::units(units.iter().map(|n| unit(*n)));
        let mut tx = it.db.snapshot_in_sight(&sight).await.expect("begins");
        assert_eq!(counts(&mut tx).await, expected(&units), "{units:?}");
    }
    let all = expected(&[11, 12, 21]);
    let mut tx = it.db.snapshot_in_sight(&Sight::Everything).await.expect("begins");
    assert_eq!(counts(&mut tx).await, all);
    drop(tx);
    let mut tx = it.db.snapshot_in_sight(&Sight::LogOfProvince("38".to_owned())).await.expect("begins");
    let found = counts(&mut tx).await;
    assert_eq!((found["access"], found["person"], found["person_identity"]), (3, 0, 0), "the log, and nobody's file");
    drop(tx);
    it.finish().await;
}

#[tokio::test]
async fn a_transaction_that_names_nobody_sees_nobody_whatever_ran_before_it() {
    let Some(it) = TestDb::postgres().await else { return };
    files(&it).await;
    let nobody = expected(&[]);
    for round in 0..40 {
        let mut wide = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
        assert_ne!(counts(&mut wide).await, nobody);
        if round % 2 == 0 {
            wide.commit().await.expect("commits");
        } else {
            drop(wide);
        }
        let mut tx = it.db.snapshot().await.expect("begins");
        assert_eq!(counts(&mut tx).await, nobody, "round {round}: a connection carries nothing over");
    }
    // what is no list of ids is no unit, and breaks nothing
    for odd in ["", "Everything", "everything ", "' or true --", "*", "00000000", ",", "province:", "province:9"] {
        let mut tx = it.db.snapshot().await.expect("begins");
        tx.all::<Told>(sql("select set_config('anlanh.sight', $1, true) as told").arg(odd)).await.expect("says");
        assert_eq!(counts(&mut tx).await, nobody, "`{odd}`");
    }
    it.finish().await;
}

struct Told;

impl FromRow for Told {
    fn from_row(_: &Row) -> Result<Self> {
        Ok(Self)
    }
}

#[tokio::test]
async fn nothing_is_written_to_files_out_of_sight() {
    let Some(it) = TestDb::postgres().await else { return };
    files(&it).await;
    let before = audited(&it).await;
    let change = |at: u64| {
        let opened =
            file::open(person(9), holder(at), identity("Giả Định"), doing(300, date(2025, 12, 3))).expect("opens");
        opened.sealed(|_, text| Ok::<_, ()>(format!("{text:64}").into_bytes())).expect("seals")
    };
    let written = async |sight: Option<Sight>, at: u64| -> Result<()> {
        let mut tx = it.db.begin().await?;
        if let Some(sight) = sight {
            sight::look(&mut tx, &sight).await?;
        }
        let who = store::ledger::Actor::LocalOperator;
        persons::save(&mut tx, &change(at), &Filing::default(), who, || testkit::id(33, 999)).await?;
        tx.commit().await
    };
    for (sight, at) in [(None, 11), (Some(Sight::unit(unit(12))), 11), (Some(Sight::unit(unit(11))), 21)] {
        let refused = written(sight.clone(), at).await.expect_err("out of sight");
        assert!(format!("{refused:?}").contains("row-level security"), "{sight:?}: {refused:?}");
    }
    let mut tx = it.db.begin_in_sight(&Sight::unit(unit(12))).await.expect("begins");
    for text in ["update person set version = 99", "delete from person_index", "update person_errand set since = 1"] {
        tx.run(sql(text)).await.unwrap_or_else(|fault| panic!("{text}: {fault}"));
    }
    sight::look(&mut tx, &Sight::Everything).await.expect("says");
    let spoilt = tx.first::<Count>(sql("select cast(count(*) as bigint) as n from person where version = 99")).await;
    assert_eq!(spoilt.expect("reads").map(|n| n.0), Some(2), "only the two of unit 12");
    drop(tx);
    assert_eq!(audited(&it).await, before, "nothing of it was kept");
    written(Some(Sight::unit(unit(11))), 11).await.expect("in sight");
    it.finish().await;
}

async fn audited(it: &TestDb) -> u64 {
    let mut tx = it.db.snapshot().await.expect("begins");
    // it looks at everything by itself
    audit(&mut tx, Expected::default()).await.expect("reads").expect("sound").size
}

#[tokio::test]
async fn a_handed_on_file_is_out_of_sight_of_the_giver() {
    let Some(it) = TestDb::postgres().await else { return };
    files(&it).await;
    let of = async |at: UnitId| {
        let mut tx = it.db.snapshot_in_sight(&Sight::unit(at)).await.expect("begins");
        let standing = persons::standing(&mut tx, person(2)).await.expect("reads");
        let history = persons::history(&mut tx, person(2), None).await.expect("reads");
        let all: BTreeSet<_> = file::Class::ALL.into();
        let kept = store::persons_sealed::of_person(&mut tx, person(2), &all, None).await.expect("reads");
        let line = asked(40 + u64::from(at.0.as_bytes()[15]), About::Persons([person(2)].into()), &file::Class::ALL);
        let logged = access::log(&it.db, &line).await;
        (standing.is_some(), history.len(), kept.unlock(&logged.expect("durable")).expect("logged").len())
    };
    assert_eq!(of(unit(12)).await, (true, 2, 1), "the holder: all of it");
    assert_eq!(of(unit(11)).await, (false, 1, 0), "the giver: that it once held it");
    assert_eq!(of(unit(21)).await, (false, 0, 0), "anybody else: nothing");
    it.finish().await;
}

/// A server whose rules were loosened, each way, is named, and the program does not work with it.
#[tokio::test]
async fn a_loosened_server_is_refused_by_the_table() {
    let Some(it) = TestDb::postgres().await else { return };
    let now = it.db.standing().await.expect("readable").server_now.expect("a server has a clock");
    it.db.standing().await.expect("readable").judge(now).expect("as it was set up");
    for (loosened, mended, table) in [
        ("alter table person no force row level security", "alter table person force row level security", "person"),
        ("alter table access disable row level security", "alter table access enable row level security", "access"),
        (
            "create policy all_of_it on person_identity using (true)",
            "drop policy all_of_it on person_identity",
            "person_identity",
        ),
        (
            "alter policy in_sight on person_index rename to was_in_sight",
            "alter policy was_in_sight on person_index rename to in_sight",
            "person_index",
        ),
    ] {
        define(&it, loosened).await;
        let refused = it.db.standing().await.expect("readable").judge(now).expect_err(loosened);
        assert!(matches!(&refused, StoreError::Unguarded { table: found } if found == table), "{loosened}: {refused}");
        define(&it, mended).await;
        it.db.standing().await.expect("readable").judge(now).unwrap_or_else(|fault| panic!("{mended}: {fault}"));
    }
    it.finish().await;
}

async fn define(it: &TestDb, text: &'static str) {
    let mut tx = it.db.begin().await.expect("begins");
    tx.run(sql(text)).await.unwrap_or_else(|fault| panic!("{text}: {fault}"));
    tx.commit().await.expect("commits");
}
