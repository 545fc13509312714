//! People's files: nothing is given that was not written down, nothing is readable that was destroyed.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::task::Poll;

use app::keyring::{Keyring, KeyringFault};
use app::persons::{Asking, Filed, Form, Number, Purpose};
use app::{App, Problem, Sources};
use domain::persons::{Basis, Class, Field, Holder, Rank};
use domain::units::{Level, UnitId};
use jiff::Timestamp;
use jiff::civil::date;
use store::ledger::{self, Actor};
use testkit::{MemoryKeys, TestDb, id, ids, minutes, random};
use texts::Lang;
use uuid::Uuid;
use vault::entry::Entry;

/// An office with its two databases and a clock that is moved by hand.
pub struct Registry {
    pub app: App,
    pub records: TestDb,
    pub keys: TestDb,
    pub files: MemoryKeys,
    minute: Arc<AtomicI64>,
    sources: Sources,
}

impl Registry {
    pub async fn over(records: TestDb, keys: TestDb) -> Self {
        let minute = Arc::new(AtomicI64::new(0));
        let (clock, next) = (Arc::clone(&minute), Mutex::new(ids(9)));
        let sources = Sources {
            now: Arc::new(move || minutes(clock.load(Ordering::Relaxed))),
            new_id: Arc::new(move || next.lock().expect("no test panics while holding it")()),
            random: Arc::new(random(7)),
        };
        let files = MemoryKeys::new();
        let app = start(&records, &keys, &files, &sources).await;
        Self { app, records, keys, files, minute, sources }
    }

    /// A second start of the program over the same databases and keys.
    pub async fn restart(&self) -> App {
        start(&self.records, &self.keys, &self.files, &self.sources).await
    }

    /// The same clock, ids and randomness for another store.
    pub fn sources(&self) -> Sources {
        self.sources.clone()
    }

    /// The program over two restored files, with the keys of this office.
    pub async fn over_files(&self, folder: &std::path::Path) -> App {
        let open = async |name: &str| {
            store::Db::open(&format!("sqlite:{}", folder.join(name).display())).await.expect("a restored file opens")
        };
        let (records, keys) = (open("anlanh.sqlite").await, open("keyring.sqlite").await);
        let app = App::open(records, Vec::new(), self.sources(), false).await.expect("the records open");
        let keyring = Keyring::open(keys, Arc::new(self.files.clone()), self.sources()).await;
        assert!(app.open_files_with(keyring.expect("the keyring opens")));
        app
    }

    pub fn tick(&self) -> Timestamp {
        minutes(self.minute.fetch_add(1, Ordering::Relaxed) + 1)
    }

    pub fn unit(&self, code: &str) -> Holder {
        let register = self.app.register();
        let unit = register.at_code(code, Level::Commune, date(2025, 12, 15)).expect("a shipped commune").unit;
        let province = register.province(unit, date(2025, 12, 15)).expect("it has a province").code.clone();
        Holder { unit, province_code: province }
    }

    pub async fn finish(self) {
        drop(self.app);
        self.records.finish().await;
        self.keys.finish().await;
    }
}

async fn start(records: &TestDb, keys: &TestDb, files: &MemoryKeys, sources: &Sources) -> App {
    let app = App::open(records.db.clone(), Vec::new(), sources.clone(), false).await.expect("the records open");
    let keyring = Keyring::open(keys.db.clone(), Arc::new(files.clone()), sources.clone()).await;
    assert!(app.open_files_with(keyring.expect("the keyring opens")));
    app
}

async fn on_both(test: impl AsyncFn(&Registry)) {
    let one = Registry::over(TestDb::sqlite_bare().await, TestDb::keyring_sqlite().await).await;
    test(&one).await;
    one.finish().await;
    if let (Some(records), Some(keys)) = (TestDb::postgres_bare().await, TestDb::keyring_postgres().await) {
        let other = Registry::over(records, keys).await;
        test(&other).await;
        other.finish().await;
    }
}

pub const HERE: &str = "14845";
const THERE: &str = "00166";

pub fn asking(of: &Holder, purpose: Purpose) -> Asking {
    Asking {
        actor: Actor::Account { account: id(70, 1), appointment: Some(id(71, 1)) },
        of: of.clone(),
        purpose,
        request_id: id(72, 1),
        reason: None,
    }
}

pub fn filed(n: u64) -> Filed {
    let basis = Basis {
        clause: "điều giả định".to_owned(),
        document_number: format!("{n}/QĐ-GĐ"),
        document_date: date(2025, 12, 1),
    };
    Filed { id: id(40, n), occurred_on: date(2025, 12, 2), basis }
}

pub fn person(n: u64) -> Uuid {
    id(41, n)
}

const FIELDS: &[(Field, &str)] = &[
    (Field::FullName, "Giả Định Hòa"),
    (Field::BirthDate, "1990-02-28"),
    (Field::Id12, "097090000001"),
    (Field::Phone, "0900 000 001"),
    (Field::Dwelling, "thôn Giả Định"),
];

fn all() -> BTreeSet<Class> {
    Class::ALL.into()
}

/// Opens a file of the unit.
async fn open(it: &Registry, of: &Holder, n: u64, fields: &[(Field, &str)]) -> bool {
    let asked = asking(of, Purpose::Register);
    it.app.open_person(&asked, person(n), fields, filed(n)).await.expect("opens").matching
}

/// The last entry of the ledger.
async fn last(it: &Registry) -> Entry {
    let mut tx = it.records.db.snapshot().await.expect("a snapshot");
    let size = ledger::head(&mut tx).await.expect("a head").frontier.size();
    let kept = ledger::entries(&mut tx, size - 1..size).await.expect("reads").pop().expect("an entry");
    Entry::decode(&kept.body).expect("an entry")
}

async fn entries(it: &Registry) -> u64 {
    let mut tx = it.records.db.snapshot().await.expect("a snapshot");
    ledger::head(&mut tx).await.expect("a head").frontier.size()
}

#[tokio::test]
async fn a_file_is_read_as_it_was_written_and_the_reading_stands_in_the_ledger() {
    on_both(async |it: &Registry| {
        let here = it.unit(HERE);
        assert!(!open(it, &here, 1, FIELDS).await);
        let then = it.tick();
        it.tick();
        let asked = asking(&here, Purpose::Correct);
        let put_right = [(Field::FullName, "Giả Định Hoa"), (Field::Phone, "")];
        it.app.correct_person(&asked, person(1), &put_right, filed(2)).await.expect("corrects");
        let asked = Asking { reason: Some("lý do giả định".to_owned()), ..asking(&here, Purpose::Manage) };
        let file = it.app.read_person(&asked, person(1), &all(), None).await.expect("reads");
        let names: Vec<_> = file.identities.iter().map(|(n, who)| (*n, who.get(Field::FullName))).collect();
        assert_eq!(names, [(1, Some("Giả Định Hòa")), (2, Some("Giả Định Hoa"))], "old and new are kept");
        assert_eq!((file.identities[1].1.get(Field::Phone), file.history.len()), (None, 2));
        assert_eq!(file.identities[1].1.get(Field::Id12), Some("097090000001"));
        let entry = last(it).await.says;
        assert_eq!((entry.noun.as_str(), entry.act.as_str(), entry.actor), ("access", "read", asked.actor));
        assert_eq!(entry.subjects, [person(1), file.logged].into());
        let before = it.app.read_person(&asked, person(1), &[Class::Names].into(), Some(then)).await.expect("reads");
        assert_eq!(before.identities.len(), 1, "as known then");
        assert_eq!(before.identities[0].1.get(Field::Id12), None, "only what was asked for");
        let taken = it.app.extract_person(&asked, person(1), &all(), Form::Print).await.expect("prints");
        let entry = last(it).await.says;
        assert!(entry.act == "print" && entry.subjects.contains(&taken.id), "its number finds it in the log");
        it.app.verify_ledger(&[]).await.expect("every entry agrees with its rows");
    })
    .await;
}

#[tokio::test]
async fn files_of_other_units_are_hidden_and_the_attempt_is_written_down() {
    on_both(async |it: &Registry| {
        let (here, there) = (it.unit(HERE), it.unit(THERE));
        open(it, &here, 1, FIELDS).await;
        let stranger = asking(&there, Purpose::Manage);
        for who in [person(1), person(99)] {
            let refused = it.app.read_person(&stranger, who, &all(), None).await;
            assert!(matches!(refused, Err(Problem::Hidden)), "there or not, the answer is one: {refused:?}");
            let entry = last(it).await.says;
            assert!(entry.act == "refuse" && entry.subjects.contains(&who));
        }
        let found = it.app.find_by_number(&stranger, Number::Id12("097090000001")).await.expect("searches");
        assert!(found.is_empty());
        let known = it.app.find_by_name(&stranger, "Giả Định Hòa").await.expect("searches");
        assert!(known.is_empty());
        // the question “is this number on file anywhere” has one bit of an answer, and only in a registration
        assert!(open(it, &there, 2, FIELDS).await, "a matching procedure was opened");
        let curious = it.app.open_person(&stranger, person(3), FIELDS, filed(3)).await;
        assert!(matches!(curious, Err(Problem::Hidden)), "{curious:?}");
    })
    .await;
}

#[tokio::test]
async fn files_are_found_by_number_and_by_name() {
    on_both(async |it: &Registry| {
        let here = it.unit(HERE);
        open(it, &here, 1, FIELDS).await;
        let other = [(Field::FullName, "Đào Giả Định"), (Field::BirthDate, "1991"), (Field::Id9, "097000002")];
        open(it, &here, 2, &other).await;
        let asked = asking(&here, Purpose::Manage);
        for (number, expected) in [
            (Number::Id12("0970 9000 0001"), Some(1)),
            (Number::Phone("+84 900 000 001"), Some(1)),
            (Number::Last4("0001", 1990), Some(1)),
            (Number::Last4("0001", 1989), None),
            (Number::Id9("097000002"), Some(2)),
            (Number::Id9("097000001"), None),
        ] {
            let found = it.app.find_by_number(&asked, number).await.expect("searches");
            assert_eq!(found.iter().map(|found| found.person).collect::<Vec<_>>(), expected.map(person).as_slice());
            assert!(found.iter().all(|found| found.identity.get(Field::Id12).is_none()), "names and birth only");
            assert_eq!(last(it).await.says.act, "search");
        }
        let before = entries(it).await;
        let found = it.app.find_by_name(&asked, "dao gia dinh").await.expect("searches");
        assert_eq!(found.iter().map(|f| (f.person, f.rank)).collect::<Vec<_>>(), [(person(2), Some(Rank::Plain))]);
        assert_eq!(entries(it).await - before, 2, "the search, then whose names were shown");
        assert_eq!(last(it).await.says.subjects.iter().filter(|who| **who == person(2)).count(), 1);
        let wrong = it.app.find_by_number(&asked, Number::Id12("0970")).await.expect_err("not a number");
        assert!(wrong.say(Lang::Vi).contains("12 chữ số"), "{}", wrong.say(Lang::Vi));
    })
    .await;
}

#[tokio::test]
async fn a_file_that_cannot_be_written_down_is_not_read() {
    on_both(async |it: &Registry| {
        let here = it.unit(HERE);
        it.tick();
        it.tick();
        open(it, &here, 1, FIELDS).await;
        it.minute.store(-5, Ordering::Relaxed);
        let asked = asking(&here, Purpose::Manage);
        let before = entries(it).await;
        let read = it.app.read_person(&asked, person(1), &all(), None).await;
        assert!(matches!(read, Err(Problem::ClockBehind { .. })), "{read:?}");
        let taken = it.app.extract_person(&asked, person(1), &all(), Form::Export).await.map(drop);
        let number = it.app.find_by_number(&asked, Number::Id12("097090000001")).await.map(drop);
        let name = it.app.find_by_name(&asked, "Giả Định").await.map(drop);
        let renewed = it.app.renew_keys(&asked).await.map(drop);
        for refused in [taken, number, name, renewed] {
            assert!(matches!(refused, Err(Problem::ClockBehind { .. })), "{refused:?}");
        }
        assert_eq!(entries(it).await, before);
    })
    .await;
}

#[tokio::test]
async fn a_file_moves_with_its_key_and_is_found_only_where_it_is() {
    on_both(async |it: &Registry| {
        let (here, there) = (it.unit(HERE), it.unit(THERE));
        open(it, &here, 1, FIELDS).await;
        let asked = asking(&here, Purpose::Transfer);
        it.app.transfer_person(&asked, person(1), there.clone(), filed(2)).await.expect("moves");
        let keyring = it.app.keyring().expect("a keyring");
        assert_eq!(keyring.subject_key(person(1)).await.expect("a key").unit(), there.unit.0);
        assert!(matches!(it.app.read_person(&asked, person(1), &all(), None).await, Err(Problem::Hidden)));
        let new = asking(&there, Purpose::Manage);
        let file = it.app.read_person(&new, person(1), &all(), None).await.expect("reads");
        assert_eq!(file.identities[0].1.get(Field::FullName), Some("Giả Định Hòa"), "sealed where it was opened");
        let at = async |of: &Holder| {
            let found = it.app.find_by_number(&asking(of, Purpose::Manage), Number::Phone("0900000001")).await;
            found.expect("searches").len()
        };
        assert_eq!((at(&here).await, at(&there).await), (0, 1));
        assert_eq!(it.app.find_by_name(&new, "hoa 1990").await.expect("searches").len(), 1);
        let on = async |unit: UnitId| it.app.persons_on_file(unit, date(2025, 12, 15), None).await.expect("counts");
        assert_eq!((on(here.unit).await, on(there.unit).await), (0, 1));
        it.app.verify_ledger(&[]).await.expect("agrees");
    })
    .await;
}

#[tokio::test]
async fn what_was_destroyed_stays_destroyed() {
    on_both(async |it: &Registry| {
        let here = it.unit(HERE);
        open(it, &here, 1, FIELDS).await;
        let then = it.tick();
        it.tick();
        let asked = asking(&here, Purpose::Manage);
        let alone = it.app.erase_person(&asked, person(1), [id(7, 1), id(7, 1)], filed(2)).await;
        assert!(alone.expect_err("one is not two").say(Lang::Vi).contains("hai người"));
        it.app.erase_person(&asked, person(1), [id(7, 1), id(7, 2)], filed(2)).await.expect("two agree");
        let read = it.app.read_person(&asked, person(1), &all(), None).await;
        assert!(matches!(read, Err(Problem::Erased)), "{read:?}");
        let key = it.app.keyring().expect("a keyring").subject_key(person(1)).await;
        assert!(matches!(key, Err(KeyringFault::Destroyed { .. })), "no key yet is another answer: {key:?}");
        for fields in [FIELDS, &[(Field::FullName, "Giả Định Khác")]] {
            let asked = asking(&here, Purpose::Register);
            let again = it.app.open_person(&asked, person(1), fields, filed(3)).await;
            assert!(matches!(again, Err(Problem::Erased)), "an import cannot raise it: {again:?}");
        }
        assert!(it.app.find_by_number(&asked, Number::Id12("097090000001")).await.expect("searches").is_empty());
        assert!(it.app.find_by_name(&asked, "Giả Định Hòa").await.expect("searches").is_empty());
        let told = it.app.person_tombstones().await.expect("reads");
        assert_eq!(
            told.iter().map(|v| (v.person, v.approved_by)).collect::<Vec<_>>(),
            [(person(1), Some([id(7, 1), id(7, 2)]))]
        );
        let day = date(2025, 12, 15);
        let count = async |at| it.app.persons_on_file(here.unit, day, at).await.expect("counts");
        assert_eq!((count(None).await, count(Some(then)).await), (0, 1), "what was known then stays true");
        it.app.verify_ledger(&[]).await.expect("digests are of sealed bytes");
    })
    .await;
}

/// C44 at the level of use cases: the keyring that still has the key is put back, as an old backup would.
#[tokio::test]
async fn a_restored_keyring_is_emptied_again_before_anything_is_read() {
    on_both(async |it: &Registry| {
        let here = it.unit(HERE);
        open(it, &here, 1, FIELDS).await;
        open(it, &here, 2, &[(Field::FullName, "Giả Định Hai")]).await;
        let tombstones = {
            // the newest keyring knows of a destruction that neither the records nor this keyring do
            let spare = Registry::over(TestDb::sqlite_bare().await, TestDb::keyring_sqlite().await).await;
            open(&spare, &here, 1, FIELDS).await;
            let asked = asking(&here, Purpose::Manage);
            spare.app.erase_person(&asked, person(1), [id(7, 1), id(7, 2)], filed(2)).await.expect("erases");
            let list = spare.app.keyring().expect("a keyring").tombstones().await.expect("reads");
            spare.finish().await;
            list
        };
        let asked = asking(&here, Purpose::Manage);
        assert!(it.app.read_person(&asked, person(1), &all(), None).await.is_ok(), "resurrected, so far");
        let done = it.app.replay_tombstones(&tombstones, Actor::LocalOperator).await.expect("replays");
        assert_eq!((done.keys, done.files), (1, 1));
        let read = it.app.read_person(&asked, person(1), &all(), None).await;
        assert!(matches!(read, Err(Problem::Erased)), "{read:?}");
        assert!(it.app.read_person(&asked, person(2), &all(), None).await.is_ok(), "others are as they were");
        let again = it.app.replay_tombstones(&tombstones, Actor::LocalOperator).await.expect("replays");
        assert_eq!((again.keys, again.files), (0, 0));
        it.app.verify_ledger(&[]).await.expect("agrees");
    })
    .await;
}

/// Whoever dies after the records were written and before the keyring followed leaves an errand.
#[tokio::test]
async fn what_the_keyring_had_no_time_for_is_done_at_the_next_start() {
    on_both(async |it: &Registry| {
        let (here, there) = (it.unit(HERE), it.unit(THERE));
        for n in 1..=2 {
            open(it, &here, n, &[(Field::FullName, "Giả Định Hòa")]).await;
        }
        for (n, act) in [(1, "transfer"), (2, "erase")] {
            // the records' half alone, as it stands in the store when the keyring cannot be reached
            let mut tx = it.records.db.begin_in_sight(&store::sight::Sight::Everything).await.expect("begins");
            let standing = store::persons::standing(&mut tx, person(n)).await.expect("reads").expect("is there");
            let Filed { id: version, occurred_on, basis } = filed(10 + n);
            let doing = domain::persons::Doing { id: version, occurred_on, at: minutes(0), basis };
            let change = match act {
                "transfer" => domain::persons::transfer(&standing, there.clone(), doing),
                _ => domain::persons::erase(&standing, [id(7, 1), id(7, 2)], doing),
            };
            let change = change.expect("decides").sealed(|_, _| Err(())).expect("nothing to seal");
            let filing = store::persons::Filing::default();
            let who = Actor::LocalOperator;
            store::persons::save(&mut tx, &change, &filing, who, || id(43, n)).await.expect("saves");
            tx.commit().await.expect("commits");
        }
        let moved = asking(&there, Purpose::Manage);
        let found = it.app.find_by_name(&moved, "giả định hòa").await.expect("searches");
        assert_eq!(found.len(), 1, "readable by its unit before the key was wrapped for it");
        let again = it.restart().await;
        assert_eq!(again.settle_keyring().await.expect("settles"), 2);
        assert_eq!(again.settle_keyring().await.expect("settles"), 0);
        let keyring = again.keyring().expect("a keyring");
        assert_eq!(keyring.subject_key(person(1)).await.expect("a key").unit(), there.unit.0);
        assert!(matches!(keyring.subject_key(person(2)).await, Err(KeyringFault::Destroyed { .. })));
        again.verify_ledger(&[]).await.expect("agrees");
    })
    .await;
}

#[tokio::test]
async fn renewing_keys_seals_everything_anew_and_the_old_keys_open_nothing() {
    on_both(async |it: &Registry| {
        let here = it.unit(HERE);
        for n in 1..=60 {
            open(it, &here, n, &[(Field::FullName, "Giả Định Hòa")]).await;
        }
        let put_right = [(Field::FullName, "Giả Định Hoa")];
        it.app.correct_person(&asking(&here, Purpose::Correct), person(5), &put_right, filed(99)).await.expect("ok");
        let keyring = it.app.keyring().expect("a keyring");
        let before = keyring.subject_key(person(5)).await.expect("a key").active().id();
        // one who died after the second key was made
        keyring.rekey_subject(person(7)).await.expect("begins");
        let done = it.app.renew_keys(&asking(&here, Purpose::Manage)).await.expect("renews");
        assert_eq!((done.people, done.rows, done.left), (60, 61, 0), "every version of everybody");
        let keys = keyring.subject_key(person(5)).await.expect("a key");
        assert!(keys.active().id() != before && keys.key(before).is_none(), "the old key is gone");
        let asked = asking(&here, Purpose::Manage);
        let file = it.app.read_person(&asked, person(5), &all(), None).await.expect("reads");
        assert_eq!(file.identities[1].1.get(Field::FullName), Some("Giả Định Hoa"));
        assert_eq!(it.app.find_by_name(&asked, "gia dinh hoa").await.expect("searches").len(), 50, "the most shown");
        it.app.verify_ledger(&[]).await.expect("older entries still agree with older sealings");
    })
    .await;
}

/// Killed at whatever point it waits, a renewal leaves every file readable, and the next call finishes it.
#[tokio::test]
async fn a_renewal_killed_anywhere_goes_on_with_the_next_call() {
    on_both(async |it: &Registry| {
        let here = it.unit(HERE);
        for n in 1..=3 {
            open(it, &here, n, &[(Field::FullName, "Giả Định Hòa")]).await;
        }
        let asked = asking(&here, Purpose::Manage);
        let keyring = it.app.keyring().expect("a keyring");
        for steps in 1.. {
            let before = keyring.subject_key(person(2)).await.expect("a key").active().id();
            let ended = stopped_after(steps, it.app.renew_keys(&asked)).await;
            for n in 1..=3 {
                let file = it.app.read_person(&asked, person(n), &all(), None).await.expect("reads after a kill");
                assert_eq!(file.identities[0].1.get(Field::FullName), Some("Giả Định Hòa"), "after {steps} steps");
            }
            it.app.renew_keys(&asked).await.expect("goes on");
            let keys = keyring.subject_key(person(2)).await.expect("a key");
            assert!(keys.active().id() != before && keys.key(before).is_none(), "after {steps} steps");
            if ended {
                assert!(steps > 20, "it was hardly interrupted: {steps}");
                break;
            }
        }
        it.app.verify_ledger(&[]).await.expect("agrees");
    })
    .await;
}

/// Lets something wait so many times, then drops it; whether it had ended by itself.
async fn stopped_after<T>(steps: u32, act: impl Future<Output = Result<T, Problem>>) -> bool {
    let (mut act, mut waited) = (std::pin::pin!(act), 0);
    std::future::poll_fn(move |cx| {
        waited += 1;
        match act.as_mut().poll(cx) {
            Poll::Ready(done) => Poll::Ready(done.is_ok()),
            Poll::Pending if waited >= steps => Poll::Ready(false),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// A number typed into registrations again and again would be a list of who is on file.
#[tokio::test]
async fn a_unit_is_told_of_matches_twenty_times_a_day() {
    on_both(async |it: &Registry| {
        let (here, there) = (it.unit(HERE), it.unit(THERE));
        open(it, &there, 1, FIELDS).await;
        let mut told = 0;
        for n in 2..=26 {
            let matching = open(it, &here, n, FIELDS).await;
            assert_eq!(matching, n <= 21, "registration {} of the day", n - 1);
            told += u64::from(matching);
        }
        assert_eq!(told, app::persons::TOLD_A_DAY_MAX.unsigned_abs());
        // putting a number right asks the same question
        let asked = asking(&here, Purpose::Correct);
        let number = [(Field::Phone, "0900 000 002")];
        assert!(!it.app.correct_person(&asked, person(2), &number, filed(40)).await.expect("corrects"));
        // whoever is in charge hears of all of them, told or not
        let mut tx = it.records.db.snapshot_in_sight(&store::sight::Sight::Everything).await.expect("a snapshot");
        let counts = store::census::count(&mut tx, i64::MAX).await.expect("counts");
        let matches = counts.iter().find(|(table, _)| table == "person_match").expect("a table").1;
        assert!(matches >= 25, "{matches} matches");
        drop(tx);
        for _ in 0..25 * 60 {
            it.tick();
        }
        assert!(open(it, &here, 30, FIELDS).await, "another day");
    })
    .await;
}
