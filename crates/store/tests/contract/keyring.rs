//! The keyring's own laws, which the schema keeps whoever writes.

use jiff::civil::date;
use store::error::StoreError;
use store::keyring::{self, State, SubjectKey, UnitKey};
use store::keyring_tombstones::{self, Tombstone};
use store::query::sql;
use store::{Db, Schema};
use testkit::{TestDb, id, minutes};
use vault::seal::KeyId;
use vault::wrap::{Kind, WRAPPED_BYTES};

async fn on_both(test: impl AsyncFn(&TestDb)) {
    let one = TestDb::keyring_sqlite().await;
    test(&one).await;
    one.finish().await;
    if let Some(other) = TestDb::keyring_postgres().await {
        test(&other).await;
        other.finish().await;
    }
}

fn name(n: u8) -> KeyId {
    KeyId([n; 8])
}

fn unit_key(n: u8) -> UnitKey {
    UnitKey {
        id: name(n),
        unit: id(1, 1),
        version: i64::from(n),
        root: name(200),
        wrapped: vec![n; WRAPPED_BYTES],
        active: true,
        created_at: minutes(0),
    }
}

fn subject_key(n: u8) -> SubjectKey {
    SubjectKey {
        id: name(n),
        kind: Kind::Person,
        subject: id(2, 1),
        unit: id(1, 1),
        unit_key: name(1),
        epoch: 1,
        wrapped: vec![n; WRAPPED_BYTES],
        active: true,
        created_at: minutes(0),
    }
}

fn tombstone(ground: &str) -> Tombstone {
    Tombstone {
        subject: id(2, 1),
        destroyed_at: minutes(5),
        ground: ground.to_owned(),
        document_number: "01/QĐ-GĐ".to_owned(),
        document_date: date(2025, 12, 1),
    }
}

#[tokio::test]
async fn keys_come_back_as_they_went() {
    on_both(async |it| {
        let mut tx = it.db.begin().await.expect("begins");
        let state = State {
            root: name(200),
            former_root: None,
            epoch: 1,
            epoch_key: name(201),
            former_epoch: None,
            epoch_since: minutes(0),
        };
        assert!(keyring::begin(&mut tx, &state).await.expect("new"));
        assert!(!keyring::begin(&mut tx, &state).await.expect("begun"), "a keyring begins once");
        assert_eq!(keyring::take_turn(&mut tx).await.expect("begun"), state);
        let next = State { former_root: Some(name(9)), epoch: 2, former_epoch: Some(1), ..state };
        keyring::set_state(&mut tx, &next).await.expect("set");
        assert_eq!(keyring::state(&mut tx).await.expect("read"), Some(next));
        keyring::add_unit_key(&mut tx, &unit_key(1)).await.expect("added");
        keyring::add_subject_key(&mut tx, &subject_key(11)).await.expect("added");
        let held = keyring::of_subject(&mut tx, Kind::Person, id(2, 1)).await.expect("read");
        assert_eq!(held.iter().map(|it| (&it.key, &it.under)).collect::<Vec<_>>(), [(&subject_key(11), &unit_key(1))]);
        assert!(keyring::of_subject(&mut tx, Kind::Log, id(2, 1)).await.expect("read").is_empty());
        assert_eq!(keyring::of_unit(&mut tx, Kind::Person, id(1, 1)).await.expect("read"), held);
        assert_eq!(keyring::unit_keys_of(&mut tx, id(1, 1)).await.expect("read"), [unit_key(1)]);
        let counts = keyring::counts(&mut tx).await.expect("counted");
        assert_eq!((counts.units, counts.people, counts.destroyed), (1, 1, 0));
        assert_eq!(counts.oldest_unit_key, Some(minutes(0)));
    })
    .await;
}

#[tokio::test]
async fn a_unit_and_a_subject_have_one_active_key_each() {
    on_both(async |it| {
        let mut tx = it.db.begin().await.expect("begins");
        keyring::add_unit_key(&mut tx, &unit_key(1)).await.expect("added");
        keyring::add_subject_key(&mut tx, &subject_key(11)).await.expect("added");
        tx.commit().await.expect("commits");
        let mut tx = it.db.begin().await.expect("begins");
        let second = keyring::add_unit_key(&mut tx, &unit_key(2)).await;
        assert!(matches!(second, Err(StoreError::Conflict { .. })), "{second:?}");
        drop(tx);
        let mut tx = it.db.begin().await.expect("begins");
        let second = keyring::add_subject_key(&mut tx, &subject_key(12)).await;
        assert!(matches!(second, Err(StoreError::Conflict { .. })), "{second:?}");
        drop(tx);
        let mut tx = it.db.begin().await.expect("begins");
        assert_eq!(keyring::retire_subject_keys(&mut tx, Kind::Person, id(2, 1)).await.expect("retired"), 1);
        keyring::add_subject_key(&mut tx, &subject_key(12)).await.expect("beside the one on its way out");
        assert_eq!(keyring::drop_subject_key(&mut tx, name(12)).await.expect("asked"), 0, "an active key stays");
        assert_eq!(keyring::drop_subject_key(&mut tx, name(11)).await.expect("asked"), 1);
    })
    .await;
}

#[tokio::test]
async fn a_units_key_stays_while_anything_is_wrapped_under_it() {
    on_both(async |it| {
        let mut tx = it.db.begin().await.expect("begins");
        keyring::add_unit_key(&mut tx, &unit_key(1)).await.expect("added");
        keyring::add_subject_key(&mut tx, &subject_key(11)).await.expect("added");
        assert_eq!(keyring::drop_unit_key(&mut tx, name(1)).await.expect("asked"), 0, "an active key stays");
        keyring::retire_unit_key(&mut tx, name(1)).await.expect("retired");
        tx.commit().await.expect("commits");
        let mut tx = it.db.begin().await.expect("begins");
        let dropped = keyring::drop_unit_key(&mut tx, name(1)).await;
        let committed = match dropped {
            Ok(_) => tx.commit().await,
            Err(refused) => Err(refused),
        };
        assert!(matches!(committed, Err(StoreError::Refused { .. })), "{committed:?}");
    })
    .await;
}

#[tokio::test]
async fn a_destroyed_key_stays_destroyed() {
    on_both(async |it| {
        let mut tx = it.db.begin().await.expect("begins");
        keyring::add_unit_key(&mut tx, &unit_key(1)).await.expect("added");
        keyring::add_subject_key(&mut tx, &subject_key(11)).await.expect("added");
        assert_eq!(keyring_tombstones::destroy(&mut tx, &tombstone("Điều 1 giả định")).await.expect("destroyed"), 1);
        assert_eq!(keyring_tombstones::destroy(&mut tx, &tombstone("khoản khác")).await.expect("again"), 0);
        let first = tombstone("Điều 1 giả định");
        assert_eq!(keyring_tombstones::of(&mut tx, id(2, 1)).await.expect("read"), Some(first.clone()));
        assert_eq!(keyring_tombstones::all(&mut tx).await.expect("read"), [first]);
        tx.commit().await.expect("commits");
        for text in [
            "update tombstone set ground = 'khác'",
            "delete from tombstone",
            "insert into subject_key (key_id, kind, subject_id, unit_id, unit_key_id, epoch, wrapped, state, created_at)
             select key_id, 'person', (select subject_id from tombstone), unit_id, key_id, 1, wrapped, 'active', 0
             from unit_key",
        ] {
            let mut tx = it.db.begin().await.expect("begins");
            let refused = tx.run(sql(text)).await.expect_err(text);
            assert!(matches!(&refused, StoreError::Refused { what } if what.contains("stays destroyed")), "{refused:?}");
        }
    })
    .await;
}

/// Keys that lie among the records would be in every backup of them.
#[tokio::test]
async fn records_and_keyring_are_never_one_database() {
    on_both(async |it| {
        let refused = it.db.migrate().await.expect_err("a keyring is no store of records");
        assert!(matches!(refused, StoreError::OtherSchema { wanted: Schema::Records }), "{refused:?}");
    })
    .await;
    for records in [Some(TestDb::sqlite().await), TestDb::postgres().await].into_iter().flatten() {
        let refused = records.db.migrate_to(Schema::Keyring).await.expect_err("records are no keyring");
        assert!(matches!(refused, StoreError::OtherSchema { wanted: Schema::Keyring }), "{refused:?}");
        assert!(refused.to_string().contains("check both addresses"), "{refused}");
        records.finish().await;
    }
}

#[tokio::test]
async fn two_that_start_at_once_both_succeed() {
    let it = TestDb::sqlite_bare().await;
    let (one, two) = (Db::open(&it.url).await.expect("opens"), Db::open(&it.url).await.expect("opens"));
    let (first, second) = tokio::join!(one.migrate_to(Schema::Keyring), two.migrate_to(Schema::Keyring));
    first.expect("first");
    second.expect("second");
    one.close().await;
    two.close().await;
    it.finish().await;
}
