//! Keys are given to whom they belong, change without anybody noticing, and once destroyed are gone.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use app::Sources;
use app::keyring::{Ground, Keyring, KeyringFault};
use jiff::civil::date;
use store::keyring::{self as rows, Held};
use testkit::{MemoryKeys, TestDb, id, minutes, random};
use texts::Lang;
use uuid::Uuid;
use vault::seal::{KeyId, Secret};
use vault::wrap::files::{FilesFault, KeyFiles as _, KeyName};
use vault::wrap::{Bound, Kind, of_unit_and_epoch, unwrap};

/// A keyring over a fresh database of its own.
struct Ring {
    it: TestDb,
    files: MemoryKeys,
    keyring: Keyring,
}

impl Ring {
    async fn over(it: TestDb) -> Self {
        let files = MemoryKeys::new();
        let keyring = open(&it, &files, 1).await.expect("a new keyring opens");
        Self { it, files, keyring }
    }

    /// The rows of a unit's people, as a backup would have them.
    async fn rows(&self, unit: Uuid) -> Vec<Held> {
        let mut tx = self.it.db.snapshot().await.expect("a snapshot");
        rows::of_unit(&mut tx, Kind::Person, unit).await.expect("readable")
    }

    async fn finish(self) {
        self.it.finish().await;
    }
}

async fn open(it: &TestDb, files: &MemoryKeys, seed: u64) -> Result<Keyring, KeyringFault> {
    let sources =
        Sources { now: Arc::new(|| minutes(0)), new_id: Arc::new(|| id(9, 1)), random: Arc::new(random(seed)) };
    Keyring::open(it.db.clone(), Arc::new(files.clone()), sources).await
}

async fn on_both(test: impl AsyncFn(&Ring)) {
    let ring = Ring::over(TestDb::keyring_sqlite().await).await;
    test(&ring).await;
    ring.finish().await;
    if let Some(it) = TestDb::keyring_postgres().await {
        let ring = Ring::over(it).await;
        test(&ring).await;
        ring.finish().await;
    }
}

const UNIT: u16 = 1;
const PERSON: u16 = 2;

fn unit(n: u64) -> Uuid {
    id(UNIT, n)
}

fn person(n: u64) -> Uuid {
    id(PERSON, n)
}

fn ground() -> Ground {
    Ground {
        clause: "Điều 1 giả định".to_owned(),
        document_number: "01/QĐ-GĐ".to_owned(),
        document_date: date(2025, 12, 1),
    }
}

/// The ids of the active keys of people 1 to `n`.
async fn keys(keyring: &Keyring, n: u64) -> Vec<KeyId> {
    let mut found = Vec::new();
    for one in 1..=n {
        found.push(keyring.subject_key(person(one)).await.expect("a key").active().id());
    }
    found
}

async fn people(keyring: &Keyring, n: u64, of: Uuid) -> Vec<KeyId> {
    for one in 1..=n {
        keyring.new_subject(person(one), of).await.expect("a key");
    }
    keys(keyring, n).await
}

#[tokio::test]
async fn a_person_has_one_key_however_often_it_is_made() {
    on_both(async |ring| {
        let first = ring.keyring.new_subject(person(1), unit(1)).await.expect("made");
        let again = ring.keyring.new_subject(person(1), unit(1)).await.expect("there");
        assert_eq!(first.active().bytes(), again.active().bytes());
        let other = ring.keyring.new_subject(person(2), unit(1)).await.expect("made");
        assert_ne!(first.active().bytes(), other.active().bytes());
        let elsewhere = ring.keyring.new_subject(person(1), unit(2)).await.expect_err("another unit's file");
        assert!(matches!(elsewhere, KeyringFault::Elsewhere), "{elsewhere:?}");
        let all = ring.keyring.subject_keys_of(unit(1)).await.expect("read");
        assert_eq!(all.keys().copied().collect::<Vec<_>>(), [person(1), person(2)]);
        assert_eq!(all[&person(2)].active().bytes(), other.active().bytes());
        assert!(ring.keyring.subject_keys_of(unit(2)).await.expect("read").is_empty());
        // a second start of the program finds the same
        let second = open(&ring.it, &ring.files, 2).await.expect("opens again");
        assert_eq!(keys(&second, 2).await, keys(&ring.keyring, 2).await);
    })
    .await;
}

#[tokio::test]
async fn a_units_own_keys_outlive_its_rotation() {
    on_both(async |ring| {
        let index = ring.keyring.unit_index_key(unit(1)).await.expect("made");
        let log = ring.keyring.unit_log_key(unit(1)).await.expect("made");
        assert_ne!(index.id(), log.active().id());
        assert_ne!(index.id(), ring.keyring.unit_index_key(unit(2)).await.expect("made").id());
        ring.keyring.rotate_unit(unit(1)).await.expect("rotated");
        assert_eq!(index.bytes(), ring.keyring.unit_index_key(unit(1)).await.expect("there").bytes());
        assert_eq!(log.active().id(), ring.keyring.unit_log_key(unit(1)).await.expect("there").active().id());
    })
    .await;
}

#[tokio::test]
async fn no_key_yet_and_key_destroyed_are_two_answers() {
    on_both(async |ring| {
        let none = ring.keyring.subject_key(person(1)).await.expect_err("never made");
        assert!(matches!(none, KeyringFault::NoKey), "{none:?}");
        ring.keyring.new_subject(person(1), unit(1)).await.expect("made");
        ring.keyring.rekey_subject(person(1)).await.expect("a second key");
        let saved = ring.rows(unit(1)).await;
        let destroyed = ring.keyring.destroy(person(1), &ground()).await.expect("destroyed");
        assert_eq!(destroyed.keys, 2, "every key of the person goes");
        for asked in [
            ring.keyring.subject_key(person(1)).await.map(drop),
            ring.keyring.new_subject(person(1), unit(1)).await.map(drop),
            ring.keyring.rekey_subject(person(1)).await.map(drop),
            ring.keyring.move_subject(person(1), unit(1), unit(2)).await,
        ] {
            let gone = asked.expect_err("gone");
            assert!(matches!(gone, KeyringFault::Destroyed { at } if at == minutes(0)), "{gone:?}");
            assert!(gone.say(Lang::Vi).contains("đã bị hủy"), "{}", gone.say(Lang::Vi));
        }
        let again = Ground { clause: "Điều khác giả định".to_owned(), ..ground() };
        let second = ring.keyring.destroy(person(1), &again).await.expect("done before");
        assert_eq!((second.keys, second.tombstone), (0, destroyed.tombstone), "the first ground stands");
        // the row from an older backup, put back by a careless hand
        let mut tx = ring.it.db.begin().await.expect("begins");
        assert!(rows::add_subject_key(&mut tx, &saved[0].key).await.is_err(), "the schema refuses it");
    })
    .await;
}

#[tokio::test]
async fn a_restore_destroys_again_what_was_destroyed_since() {
    on_both(async |ring| {
        people(&ring.keyring, 3, unit(1)).await;
        let mut tombstones = Vec::new();
        for one in [1, 3, 7] {
            // one of them was never in this keyring: it must not come to be either
            tombstones.push(ring.keyring.destroy(person(one), &ground()).await.expect("destroyed").tombstone);
        }
        assert_eq!(ring.keyring.tombstones().await.expect("listed"), tombstones);
        let restored = Ring::over(TestDb::keyring_sqlite().await).await;
        people(&restored.keyring, 3, unit(1)).await;
        assert_eq!(restored.keyring.replay(&tombstones).await.expect("replayed"), 2);
        assert_eq!(restored.keyring.replay(&tombstones).await.expect("again"), 0);
        for one in [1, 3, 7] {
            let gone = restored.keyring.new_subject(person(one), unit(1)).await.expect_err("gone");
            assert!(matches!(gone, KeyringFault::Destroyed { .. }), "{gone:?}");
        }
        assert!(restored.keyring.subject_key(person(2)).await.is_ok(), "the others stay");
        restored.finish().await;
    })
    .await;
}

#[tokio::test]
async fn a_file_that_moves_keeps_its_key() {
    on_both(async |ring| {
        let before = people(&ring.keyring, 2, unit(1)).await;
        let saved = ring.rows(unit(1)).await;
        let old_unit = unit_secret(ring, &saved[0]);
        ring.keyring.rekey_subject(person(1)).await.expect("a second key");
        let keys_before = ring.keyring.subject_key(person(1)).await.expect("a key");
        ring.keyring.move_subject(person(1), unit(1), unit(2)).await.expect("moved");
        ring.keyring.move_subject(person(1), unit(1), unit(2)).await.expect("done before");
        let keys = ring.keyring.subject_key(person(1)).await.expect("a key");
        assert_eq!((keys.unit(), keys.active().id()), (unit(2), keys_before.active().id()));
        assert!(keys.key(before[0]).is_some(), "the key on its way out moves too");
        assert_eq!(ring.keyring.subject_keys_of(unit(1)).await.expect("read").len(), 1);
        let elsewhere = ring.keyring.move_subject(person(1), unit(1), unit(3)).await.expect_err("not there");
        assert!(matches!(elsewhere, KeyringFault::Elsewhere), "{elsewhere:?}");
        let none = ring.keyring.move_subject(person(9), unit(1), unit(2)).await.expect_err("nobody");
        assert!(matches!(none, KeyringFault::NoKey), "{none:?}");
        // the unit that gave it away opens it no more
        for held in ring.rows(unit(2)).await {
            assert!(opened_by(ring, &old_unit, &held).is_none());
        }
    })
    .await;
}

#[tokio::test]
async fn a_unit_gets_a_new_key_and_the_old_one_opens_nothing() {
    on_both(async |ring| {
        // more than one transaction's worth
        let before = people(&ring.keyring, 300, unit(1)).await;
        people_of(&ring.keyring, 400, unit(2)).await;
        let old = ring.rows(unit(1)).await;
        let old_key = unit_secret(ring, &old[0]);
        assert!(opened_by(ring, &old_key, &old[0]).is_some(), "before, it opens");
        let rotated = ring.keyring.rotate_unit(unit(1)).await.expect("rotated");
        assert_eq!((rotated.keys, rotated.resumed), (300, false));
        assert_eq!(keys(&ring.keyring, 300).await, before, "people keep their keys");
        let now = ring.rows(unit(1)).await;
        assert_eq!(now.len(), 300);
        for held in &now {
            assert_eq!(held.under.version, 2);
            assert!(opened_by(ring, &old_key, held).is_none(), "the old key opens nothing");
        }
        let status = ring.keyring.status().await.expect("told");
        assert_eq!((status.counts.units, status.counts.units_retiring), (2, 0), "the old key is dropped");
        let none = ring.keyring.rotate_unit(unit(3)).await.expect_err("nothing there");
        assert!(matches!(none, KeyringFault::NoUnitKey), "{none:?}");
    })
    .await;
}

async fn people_of(keyring: &Keyring, from: u64, of: Uuid) {
    keyring.new_subject(person(from), of).await.expect("a key");
}

#[tokio::test]
async fn a_person_has_two_keys_until_the_first_is_used_no_more() {
    on_both(async |ring| {
        let first = people(&ring.keyring, 1, unit(1)).await;
        let change = ring.keyring.rekey_subject(person(1)).await.expect("begun");
        assert_eq!(change.from, first);
        let again = ring.keyring.rekey_subject(person(1)).await.expect("goes on");
        assert_eq!((again.from, again.keys.active().id()), (first.clone(), change.keys.active().id()));
        let keys = ring.keyring.subject_key(person(1)).await.expect("two keys");
        assert!(keys.key(first[0]).is_some() && keys.active().id() != first[0]);
        let used = ring.keyring.drop_retired(first[0], 3).await.expect_err("rows are left");
        assert!(matches!(used, KeyringFault::StillInUse { rows: 3, .. }), "{used:?}");
        ring.keyring.drop_retired(change.keys.active().id(), 0).await.expect("asked");
        ring.keyring.drop_retired(first[0], 0).await.expect("dropped");
        ring.keyring.drop_retired(first[0], 0).await.expect("done before");
        let keys = ring.keyring.subject_key(person(1)).await.expect("one key");
        assert!(keys.key(first[0]).is_none());
        assert_eq!(keys.active().id(), change.keys.active().id(), "an active key is never dropped");
    })
    .await;
}

/// A keyring saved last month, with every key that there is today, opens nothing that was destroyed since.
#[tokio::test]
async fn destroyed_keys_die_in_old_backups_with_their_epoch() {
    on_both(async |ring| {
        let before = people(&ring.keyring, 3, unit(1)).await;
        let saved = ring.rows(unit(1)).await;
        ring.keyring.destroy(person(1), &ground()).await.expect("destroyed");
        let unit_key = unit_secret(ring, &saved[0]);
        assert!(opened_by(ring, &unit_key, &saved[0]).is_some(), "until the epoch ends, the copy opens");
        let advanced = ring.keyring.advance_epoch().await.expect("advanced");
        assert_eq!((advanced.keys, advanced.resumed), (2, false));
        assert!(!ring.files.names().contains(&KeyName::Epoch(1)), "the epoch's key is gone");
        assert!(ring.files.names().contains(&KeyName::Epoch(2)));
        for held in &saved {
            assert!(opened_by(ring, &unit_key, held).is_none(), "nothing of the old epoch opens");
        }
        for (n, one) in [2, 3].into_iter().zip(&before[1..]) {
            assert_eq!(ring.keyring.subject_key(person(n)).await.expect("a key").active().id(), *one);
        }
        let status = ring.keyring.status().await.expect("told");
        assert_eq!((status.state.epoch, status.state.former_epoch, status.in_former_epoch), (2, None, 0));
    })
    .await;
}

#[tokio::test]
async fn a_new_root_wraps_every_unit_and_the_old_one_is_gone() {
    on_both(async |ring| {
        let before = people(&ring.keyring, 2, unit(1)).await;
        people_of(&ring.keyring, 3, unit(2)).await;
        let old = ring.files.read().expect("read").roots.remove(0);
        let rotated = ring.keyring.rotate_root().await.expect("rotated");
        assert_eq!((rotated.keys, rotated.resumed), (2, false));
        let roots = ring.files.read().expect("read").roots;
        assert!(roots.len() == 1 && roots[0].id() != old.id());
        assert_eq!(keys(&ring.keyring, 2).await, before);
        for held in ring.rows(unit(1)).await {
            let Held { under, .. } = held;
            let bound = Bound { kind: Kind::Unit, subject: under.unit, unit: under.unit, epoch: under.version };
            assert!(unwrap(&old, &bound, under.id, &under.wrapped).is_err(), "the old root opens nothing");
        }
        // a program that was open meanwhile finds the new root
        assert_eq!(keys(&open(&ring.it, &ring.files, 3).await.expect("opens"), 2).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_program_that_was_open_meanwhile_follows() {
    on_both(async |ring| {
        let before = people(&ring.keyring, 2, unit(1)).await;
        let other = open(&ring.it, &ring.files, 2).await.expect("a second program");
        ring.keyring.rotate_unit(unit(1)).await.expect("rotated");
        ring.keyring.rotate_root().await.expect("rotated");
        ring.keyring.advance_epoch().await.expect("advanced");
        assert_eq!(keys(&other, 2).await, before);
        assert_eq!(other.subject_keys_of(unit(1)).await.expect("read").len(), 2);
        ring.keyring.advance_epoch().await.expect("advanced");
        other.new_subject(person(3), unit(2)).await.expect("writes under what is there now");
        assert!(ring.keyring.subject_key(person(3)).await.is_ok());
    })
    .await;
}

/// Keys at the top that are missing or another keyring's: the answer names the key and what to do.
#[tokio::test]
async fn a_keyring_opens_with_its_own_keys_only() {
    on_both(async |ring| {
        let before = people(&ring.keyring, 1, unit(1)).await;
        let root = ring.files.read().expect("read").roots.remove(0);
        ring.files.lose(KeyName::Root(root.id()));
        refused(ring, "thiếu khóa gốc", &root.id().to_string()).await;
        let stranger = Secret::new([7; 32]);
        ring.files.put(KeyName::Root(stranger.id()), stranger.clone());
        refused(ring, "nhưng kho khóa này cần", &root.id().to_string()).await;
        ring.files.lose(KeyName::Root(stranger.id()));
        ring.files.put(KeyName::Root(root.id()), root);
        let epoch = ring.files.lose(KeyName::Epoch(1)).expect("there");
        refused(ring, "thiếu khóa của kỳ 1", "epoch-1.key").await;
        ring.files.put(KeyName::Epoch(1), stranger.clone());
        refused(ring, "không phải khóa của kho khóa này", "epoch-1.key").await;
        ring.files.put(KeyName::Epoch(1), epoch);
        assert_eq!(keys(&open(&ring.it, &ring.files, 2).await.expect("its own"), 1).await, before);
        let national = ring.files.lose(KeyName::National).expect("there");
        let missing = ring.keyring.national_index_key().expect_err("not there");
        assert!(matches!(missing, KeyringFault::Files(FilesFault::Missing { .. })), "{missing:?}");
        ring.files.put(KeyName::National, national.clone());
        assert_eq!(ring.keyring.national_index_key().expect("there").id(), national.id());
    })
    .await;
}

async fn refused(ring: &Ring, says: &str, names: &str) {
    let Err(fault) = open(&ring.it, &ring.files, 2).await else { panic!("opened, though {says}") };
    let said = fault.say(Lang::Vi);
    assert!(said.contains(says) && said.contains(names) && said.contains("Hãy"), "{said}");
}

#[tokio::test]
async fn a_new_keyring_begins_with_one_root() {
    let it = TestDb::keyring_sqlite().await;
    let none = MemoryKeys::default();
    let fault = open(&it, &none, 1).await.err().expect("no root");
    assert!(matches!(fault, KeyringFault::NotOneRoot { found: 0 }), "{fault:?}");
    let two = MemoryKeys::new();
    let second = Secret::new([1; 32]);
    two.put(KeyName::Root(second.id()), second);
    let fault = open(&it, &two, 1).await.err().expect("two roots");
    assert!(matches!(fault, KeyringFault::NotOneRoot { found: 2 }), "{fault:?}");
    it.finish().await;
}

#[tokio::test]
async fn an_altered_keyring_gives_no_key() {
    on_both(async |ring| {
        people(&ring.keyring, 2, unit(1)).await;
        let mut tx = ring.it.db.begin().await.expect("begins");
        let held = rows::of_subject(&mut tx, Kind::Person, person(1)).await.expect("read");
        let other = rows::of_subject(&mut tx, Kind::Person, person(2)).await.expect("read");
        let mut row = held[0].key.clone();
        row.wrapped.clone_from(&other[0].key.wrapped);
        rows::rewrap_subject_key(&mut tx, &row).await.expect("written");
        tx.commit().await.expect("commits");
        let fault = ring.keyring.subject_key(person(1)).await.expect_err("another's wrapping");
        assert!(matches!(fault, KeyringFault::Altered(_)), "{fault:?}");
        assert!(ring.keyring.subject_key(person(2)).await.is_ok());
    })
    .await;
}

/// Killed at every point at which an act waits for something, and called again: as if it had never been killed.
#[tokio::test]
async fn every_act_killed_anywhere_goes_on_with_the_next_call() {
    on_both(async |ring| {
        let before = people(&ring.keyring, 3, unit(1)).await;
        let acts: [(&str, Act); 3] = [
            ("rotate_unit", |k| Box::pin(async move { k.rotate_unit(unit(1)).await.map(drop) })),
            ("rotate_root", |k| Box::pin(async move { k.rotate_root().await.map(drop) })),
            ("advance_epoch", |k| Box::pin(async move { k.advance_epoch().await.map(drop) })),
        ];
        for (name, act) in acts {
            let mut seed = 100;
            for polls in 1.. {
                seed += 1;
                let killed = open(&ring.it, &ring.files, seed).await.expect("opens after a kill");
                let ended = polled(act(&killed), polls).await;
                seed += 1;
                let next = open(&ring.it, &ring.files, seed).await.expect("opens after a kill");
                assert_eq!(keys(&next, 3).await, before, "{name} killed after {polls} steps");
                act(&next).await.unwrap_or_else(|fault| panic!("{name} after {polls} steps: {fault}"));
                assert_eq!(keys(&next, 3).await, before, "{name} resumed after {polls} steps");
                let status = next.status().await.expect("told");
                assert_eq!((status.state.former_epoch, status.state.former_root), (None, None), "{name} {polls}");
                assert_eq!((status.counts.units_retiring, status.in_former_epoch), (0, 0), "{name} {polls}");
                assert_eq!(ring.files.names().len(), 3, "{name} {polls}: one root, one epoch, the national key");
                if ended {
                    assert!(polls > 5, "{name} was not interrupted");
                    break;
                }
            }
        }
    })
    .await;
}

type Act = for<'a> fn(&'a Keyring) -> std::pin::Pin<Box<dyn Future<Output = Result<(), KeyringFault>> + Send + 'a>>;

/// Runs a future until it has waited `polls` times, then drops it; whether it ended by itself.
async fn polled(act: impl Future<Output = Result<(), KeyringFault>>, polls: usize) -> bool {
    let mut act = pin!(act);
    let mut left = polls;
    std::future::poll_fn(move |cx| {
        left -= 1;
        match act.as_mut().poll(cx) {
            Poll::Ready(done) => {
                done.expect("what is not killed succeeds");
                Poll::Ready(true)
            }
            Poll::Pending if left == 0 => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Readers beside rotations of every sort meet no fault and no wrong key.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn readers_notice_no_rotation() {
    on_both(async |ring| {
        let before = people(&ring.keyring, 40, unit(1)).await;
        let over = Arc::new(AtomicBool::new(false));
        let reader = open(&ring.it, &ring.files, 2).await.expect("a second program");
        let (asked, end) = (before.clone(), Arc::clone(&over));
        let reading = tokio::spawn(async move {
            let mut reads = 0_u64;
            while !end.load(Ordering::Relaxed) {
                assert_eq!(keys(&reader, 40).await, asked);
                assert_eq!(reader.subject_keys_of(unit(1)).await.expect("no fault").len(), 40);
                reads += 41;
            }
            reads
        });
        for _ in 0..3 {
            ring.keyring.rotate_unit(unit(1)).await.expect("rotated");
            ring.keyring.rotate_root().await.expect("rotated");
            ring.keyring.advance_epoch().await.expect("advanced");
        }
        over.store(true, Ordering::Relaxed);
        assert!(reading.await.expect("no reader failed") > 0);
    })
    .await;
}

#[tokio::test]
async fn two_that_open_one_file_at_once_share_one_key() {
    on_both(async |ring| {
        let other = open(&ring.it, &ring.files, 2).await.expect("a second program");
        let (one, two) =
            tokio::join!(ring.keyring.new_subject(person(1), unit(1)), other.new_subject(person(1), unit(1)));
        assert_eq!(one.expect("made").active().id(), two.expect("made").active().id());
    })
    .await;
}

#[tokio::test]
async fn keys_show_nothing_of_themselves() {
    on_both(async |ring| {
        let keys = ring.keyring.new_subject(person(1), unit(1)).await.expect("made");
        let shown = format!("{keys:?} {:?}", ring.files.read().expect("read"));
        assert!(shown.contains(&keys.active().id().to_string()), "{shown}");
        for bytes in [keys.active().bytes(), ring.files.read().expect("read").roots[0].bytes()] {
            let digits = format!("{:08x}", u32::from_be_bytes(bytes[..4].try_into().expect("four bytes")));
            let listed = format!("{}, {}", bytes[0], bytes[1]);
            assert!(!shown.contains(&digits) && !shown.contains(&listed), "{shown}");
        }
    })
    .await;
}

/// The secret of the unit's key that a row is wrapped under, as a thief of one unit would have it.
fn unit_secret(ring: &Ring, held: &Held) -> Secret {
    let root = ring.files.read().expect("read").root(held.under.root).expect("the root").clone();
    let unit = held.under.unit;
    let bound = Bound { kind: Kind::Unit, subject: unit, unit, epoch: held.under.version };
    unwrap(&root, &bound, held.under.id, &held.under.wrapped).expect("opens")
}

/// What a unit's key opens of a row, with every epoch's key that there is, whatever name stands in front.
fn opened_by(ring: &Ring, unit_key: &Secret, held: &Held) -> Option<Secret> {
    let epochs = ring.files.read().expect("read").epochs;
    let rows::SubjectKey { kind, subject, unit, epoch, .. } = held.key;
    epochs.values().find_map(|epoch_key| {
        let by = of_unit_and_epoch(unit_key, epoch_key);
        let mut renamed = held.key.wrapped.clone();
        renamed[1..9].copy_from_slice(&by.id().0);
        let bound = Bound { kind, subject, unit, epoch };
        [&held.key.wrapped, &renamed].into_iter().find_map(|it| unwrap(&by, &bound, held.key.id, it).ok())
    })
}
