//! A backup is worth what comes out of it, and whatever is wrong with it is named before anything is written.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicI64, Ordering};

use app::backup::{
    BackupFault, Destination, Identities, Opening, Part, PieceFault, Recipients, Restored, Taken, Wanted, manifest,
    new_identity, restore,
};
use app::figures::Typed;
use app::keyring::KeyringFault;
use app::ledger::signing_key;
use app::persons::{Number, Purpose};
use app::{App, Problem, Sources};
use domain::facts::Value;
use domain::persons::{Class, Field};
use domain::units::Level;
use testkit::{TestDb, id, ids, minutes};
use vault::key::{SigningKey, pkcs8_of_seed};

use crate::office::signed;
use crate::persons::{HERE, Registry, asking, filed, person};

const DAY: i64 = 24 * 60;

/// A store with a key, a clock that the test turns, and a folder for its backups.
struct House {
    app: App,
    clock: Arc<AtomicI64>,
    it: TestDb,
    desk: tempfile::TempDir,
    to: Destination,
}

fn key(seed: u8) -> SigningKey {
    signing_key(&pkcs8_of_seed(&[seed; 32])).expect("a key")
}

impl House {
    async fn open(seed: u8) -> Self {
        let it = TestDb::sqlite_bare().await;
        let desk = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(AtomicI64::new(0));
        let (next, at) = (Mutex::new(ids(u16::from(seed))), Arc::clone(&clock));
        let sources = Sources {
            now: Arc::new(move || minutes(at.load(Ordering::Relaxed))),
            new_id: Arc::new(move || next.lock().expect("no test panics while holding it")()),
            random: Arc::new(testkit::random(u64::from(seed))),
        };
        let packs = criteria::shipped().expect("sound packs");
        let app = App::open(it.db.clone(), packs, sources, false).await.expect("opens");
        assert!(app.sign_with(key(seed)));
        let recipients = Recipients::parse(
            ["operator", "escrow"].map(|who| identity(desk.path(), who).1).iter().map(String::as_str),
        );
        let to = Destination {
            folder: desk.path().join("backup"),
            memory: desk.path().join("memory"),
            recipients: recipients.expect("two keys"),
            url: it.url.clone(),
            keyring: None,
        };
        Self { app, clock, it, desk, to }
    }

    fn wait(&self, minutes: i64) {
        self.clock.fetch_add(minutes, Ordering::Relaxed);
    }

    async fn record(&self, n: u64) {
        let value = Value::Number(i64::try_from(n).expect("small"));
        let typed = Typed { code: "14845".to_owned(), input: "use_sites".to_owned(), value };
        self.app.record_typed("38", Level::Commune, 2025, vec![typed], signed(), id(3, n)).await.expect("records");
    }

    async fn back_up(&self) -> Taken {
        self.app.back_up(&self.to, false, |_, _| {}).await.expect("backs up")
    }

    fn key_of(&self, who: &str) -> Identities {
        Identities::read(&self.desk.path().join(who)).expect("a key")
    }

    fn wanted(&self) -> Wanted {
        Wanted {
            from: self.to.folder.clone(),
            into: self.desk.path().join("restored"),
            server: None,
            at: None,
            key: None,
        }
    }

    async fn restore(&self, wanted: &Wanted) -> Result<Restored, BackupFault> {
        restore(wanted, &self.key_of("operator"), None, &mut |_, _| {}).await
    }

    /// The piece that is refused, and why; nothing may be left of the attempt.
    #[track_caller]
    fn refused(&self, outcome: Result<Restored, BackupFault>) -> (String, PieceFault) {
        assert!(!self.wanted().into.exists(), "a refused restore leaves nothing behind");
        match outcome {
            Err(BackupFault::Piece { name, fault }) => (name, fault),
            other => panic!("a refused piece was expected, not {other:?}"),
        }
    }

    async fn finish(self) {
        drop(self.app);
        self.it.finish().await;
    }
}

/// A key in a file, and its public half.
fn identity(desk: &Path, who: &str) -> (PathBuf, String) {
    let path = desk.join(who);
    let (secret, public) = new_identity();
    std::fs::write(&path, secret).expect("writes");
    (path, public)
}

/// The ledger of a restored store.
async fn ledger_of(folder: &Path) -> (u64, String) {
    let db = store::Db::open(&format!("sqlite:{}", folder.join("anlanh.sqlite").display())).await.expect("opens");
    let mut tx = db.snapshot().await.expect("begins");
    let head = store::ledger::head(&mut tx).await.expect("reads").frontier;
    drop(tx);
    db.close().await;
    (head.size(), head.root().to_string())
}

#[tokio::test]
async fn what_was_backed_up_comes_back_at_each_instant() {
    let house = House::open(21).await;
    let mut taken = Vec::new();
    for n in 1..=4 {
        house.record(n).await;
        let piece = house.back_up().await;
        assert_eq!(piece.whole, n == 1, "the first is whole, later ones hold what changed");
        assert_eq!(piece.entries, n + 1);
        let state = house.app.ledger_state().await.expect("reads");
        taken.push((house.app.now(), state.size, state.signed.expect("signed").root));
        house.wait(5);
    }
    assert_eq!(house.back_up().await.piece, None, "nothing changed");
    let list = manifest(&house.to.folder).expect("sound");
    let (whole, parts) = list.pieces.split_first().expect("pieces");
    assert!(parts.iter().all(|part| part.bytes < whole.bytes / 4), "an increment is small: {list:?}");

    for (place, (at, size, root)) in taken.into_iter().enumerate() {
        let into = house.desk.path().join(format!("restored {place}"));
        let restored =
            house.restore(&Wanted { at: Some(at), into: into.clone(), ..house.wanted() }).await.expect("comes back");
        assert_eq!((restored.pieces, restored.about.ledger.size, restored.signed), (place + 1, size, size));
        assert_eq!(ledger_of(&into).await, (size, root));
    }
    let too_early = house.restore(&Wanted { at: Some(minutes(-1)), ..house.wanted() }).await;
    assert!(matches!(too_early, Err(BackupFault::NothingAt { first: Some(_), .. })), "{too_early:?}");
    house.finish().await;
}

#[tokio::test]
async fn each_of_the_keys_opens_it_and_no_other() {
    let house = House::open(22).await;
    house.back_up().await;
    for who in ["operator", "escrow"] {
        let into = house.desk.path().join(format!("for {who}"));
        let opened = restore(&Wanted { into, ..house.wanted() }, &house.key_of(who), None, &mut |_, _| {}).await;
        assert!(opened.is_ok(), "{who}: {opened:?}");
    }
    identity(house.desk.path(), "stranger");
    let opened = restore(&house.wanted(), &house.key_of("stranger"), None, &mut |_, _| {}).await;
    assert_eq!(house.refused(opened).1, PieceFault::WrongIdentity);
    house.finish().await;
}

#[test]
fn one_key_is_not_enough() {
    let one = new_identity().1;
    let twice = Recipients::parse([one.as_str(), "# the same again", "", one.as_str()]);
    assert!(matches!(twice, Err(BackupFault::FewRecipients { given: 1 })), "the same key twice is one key");
    let secret = new_identity().0;
    let secret = secret.lines().last().expect("a key");
    assert!(
        matches!(Recipients::parse([secret]), Err(BackupFault::NotARecipient { .. })),
        "a secret key is no public one"
    );
}

/// Bytes at which a file is damaged: all of the first and last hundred, and some in between.
fn places(length: usize) -> impl Iterator<Item = usize> {
    let step = (length / 150).max(1);
    (0..length.min(100)).chain((0..length).step_by(step)).chain(length.saturating_sub(100)..length)
}

#[tokio::test]
async fn one_flipped_byte_anywhere_is_refused_by_name() {
    let house = House::open(23).await;
    for n in 1..=3 {
        house.record(n).await;
        house.back_up().await;
        house.wait(5);
    }
    let list = manifest(&house.to.folder).expect("sound");
    let names: Vec<&str> = list.pieces.iter().map(|piece| piece.name.as_str()).chain(["manifest"]).collect();
    let mut flips = 0;
    for name in names {
        let path = house.to.folder.join(name);
        let sound = std::fs::read(&path).expect("reads");
        let mut spoilt = sound.clone();
        for at in places(sound.len()) {
            spoilt[at] ^= 1 << (at % 8);
            std::fs::write(&path, &spoilt).expect("writes");
            let outcome = house.restore(&house.wanted()).await;
            if name == "manifest" {
                assert!(matches!(outcome, Err(BackupFault::Manifest { .. })), "byte {at}: {outcome:?}");
            } else {
                assert_eq!(house.refused(outcome), (name.to_owned(), PieceFault::Altered), "byte {at}");
            }
            spoilt[at] = sound[at];
            flips += 1;
        }
        std::fs::write(&path, &sound).expect("writes");
    }
    assert!(house.restore(&house.wanted()).await.is_ok(), "as it was, it comes back");
    assert!(flips > 1_000);
    house.finish().await;
}

#[tokio::test]
async fn a_missing_cut_or_exchanged_piece_is_refused_by_name() {
    let (house, other) = (House::open(24).await, House::open(25).await);
    for n in 1..=3 {
        for of in [&house, &other] {
            of.record(n).await;
            of.back_up().await;
            of.wait(5);
        }
    }
    let pieces = |of: &House| -> Vec<PathBuf> {
        let list = manifest(&of.to.folder).expect("sound");
        list.pieces.iter().map(|piece| of.to.folder.join(&piece.name)).collect()
    };
    let (mine, theirs) = (pieces(&house), pieces(&other));
    let name = |at: usize| mine[at].file_name().expect("a name").to_string_lossy().into_owned();
    let sound: Vec<Vec<u8>> = mine.iter().map(|path| std::fs::read(path).expect("reads")).collect();

    std::fs::remove_file(&mine[1]).expect("removes");
    assert_eq!(house.refused(house.restore(&house.wanted()).await), (name(1), PieceFault::Missing));
    // cut at a border of the cipher's chunks too
    for length in [0, 100, 65_536 + 500, sound[0].len() - 1] {
        std::fs::write(&mine[1], &sound[1]).expect("writes");
        std::fs::write(&mine[0], &sound[0][..length.min(sound[0].len())]).expect("writes");
        assert_eq!(house.refused(house.restore(&house.wanted()).await), (name(0), PieceFault::Altered), "{length}");
    }
    std::fs::write(&mine[0], &sound[0]).expect("writes");
    // two of ours in each other's place
    std::fs::write(&mine[1], &sound[2]).expect("writes");
    std::fs::write(&mine[2], &sound[1]).expect("writes");
    assert_eq!(house.refused(house.restore(&house.wanted()).await), (name(1), PieceFault::Altered));
    // somebody else's
    std::fs::write(&mine[2], &sound[2]).expect("writes");
    std::fs::copy(&theirs[1], &mine[1]).expect("copies");
    assert_eq!(house.refused(house.restore(&house.wanted()).await), (name(1), PieceFault::Altered));
    // the whole folder of another store, sound in itself, is told by its key
    let foreign = Wanted { key: Some(key(24).verifying().clone()), from: other.to.folder.clone(), ..house.wanted() };
    let outcome = house.restore(&foreign).await;
    assert!(matches!(&outcome, Err(BackupFault::OtherKey { found }) if found.starts_with("anlanh/")), "{outcome:?}");
    let outcome = house.app.back_up(&other.to, false, |_, _| {}).await;
    assert!(matches!(outcome, Err(BackupFault::OtherStore { .. })), "two stores never share a folder");
    house.finish().await;
    other.finish().await;
}

#[tokio::test]
async fn a_place_that_is_not_empty_is_left_alone() {
    let house = House::open(26).await;
    house.back_up().await;
    let into = house.wanted().into;
    std::fs::create_dir(&into).expect("makes");
    std::fs::write(into.join("thư giả định.txt"), "của người khác").expect("writes");
    let outcome = house.restore(&house.wanted()).await;
    assert!(matches!(outcome, Err(BackupFault::NotEmpty { .. })), "{outcome:?}");
    assert_eq!(std::fs::read_dir(&into).expect("reads").count(), 1);
    house.finish().await;
}

#[tokio::test]
async fn without_what_is_remembered_the_next_backup_is_whole() {
    let house = House::open(27).await;
    assert!(house.back_up().await.whole);
    std::fs::remove_dir_all(&house.to.memory).expect("removes");
    house.wait(1);
    assert!(house.back_up().await.whole);
    // and after another piece than the one remembered was the last
    let list = house.to.folder.join("manifest");
    let before = std::fs::read(&list).expect("reads");
    house.wait(1);
    house.record(1).await;
    assert!(!house.back_up().await.whole);
    std::fs::write(&list, before).expect("writes");
    house.record(2).await;
    assert!(house.back_up().await.whole);
    assert!(house.restore(&house.wanted()).await.is_ok());
    house.finish().await;
}

#[tokio::test]
async fn a_set_is_begun_anew_each_week_and_dropped_after_thirty_five_days() {
    let house = House::open(28).await;
    let mut wholes = 0;
    for day in 0..60 {
        house.record(day + 1).await;
        wholes += u32::from(house.back_up().await.whole);
        house.wait(DAY);
    }
    assert!((8..=10).contains(&wholes), "{wholes} sets in 60 days");
    let list = manifest(&house.to.folder).expect("sound");
    let kept = std::fs::read_dir(&house.to.folder)
        .expect("reads")
        .filter(|entry| entry.as_ref().expect("readable").file_name().to_string_lossy().ends_with(".age"));
    assert_eq!(kept.count(), list.pieces.len(), "what is not listed is not there");
    let first = list.pieces.first().expect("pieces").about.taken_at;
    let age = (house.app.now().as_millisecond() - first.as_millisecond()) / 60_000 / DAY;
    assert!((35..=49).contains(&age), "the oldest is {age} days old");
    let at = minutes(house.clock.load(Ordering::Relaxed) - 34 * DAY);
    assert!(
        house.restore(&Wanted { at: Some(at), ..house.wanted() }).await.is_ok(),
        "each of 35 days can be asked for"
    );
    house.finish().await;
}

#[tokio::test]
async fn what_a_killed_backup_left_is_swept_away() {
    let house = House::open(29).await;
    house.back_up().await;
    let left = house.to.folder.join(".anlanh-draft-x");
    std::fs::write(&left, "half").expect("writes");
    house.record(1).await;
    house.back_up().await;
    assert!(!left.exists());
    house.finish().await;
}

#[tokio::test]
async fn a_drill_stands_in_the_ledger_whether_it_passed_or_not() {
    let house = House::open(30).await;
    house.record(1).await;
    house.back_up().await;
    let drill = async || {
        let (from, room) = (house.to.folder.clone(), house.desk.path().to_owned());
        house.app.drill(from, room, &house.key_of("escrow"), &mut |_, _| {}).await
    };
    let passed = drill().await.expect("passes");
    assert_eq!(passed.restored.about.ledger.size, 2);
    let list = manifest(&house.to.folder).expect("sound");
    let piece = house.to.folder.join(&list.pieces[0].name);
    let mut bytes = std::fs::read(&piece).expect("reads");
    bytes[5_000] ^= 1;
    std::fs::write(&piece, bytes).expect("writes");
    assert!(matches!(drill().await, Err(BackupFault::Piece { .. })));
    let lines = house.app.ledger_state().await.expect("reads").lines;
    let told: Vec<_> = lines.iter().map(|line| (line.noun.as_str(), line.act.as_str())).collect();
    assert_eq!(told[..2], [("backup", "drill"), ("backup", "drill")]);
    assert!(house.app.verify_ledger(&[]).await.is_ok());
    let left = std::fs::read_dir(house.desk.path()).expect("reads");
    assert!(
        left.filter(|e| e.as_ref().expect("readable").file_name().to_string_lossy().starts_with("drill-")).count() == 0
    );
    house.finish().await;
}

fn approvers() -> [uuid::Uuid; 2] {
    [id(7, 1), id(7, 2)]
}

/// C44: after a key was destroyed no backup brings its person back, whichever state is asked for.
#[tokio::test]
async fn what_was_destroyed_stays_destroyed_in_every_backup() {
    let it = Registry::over(TestDb::sqlite_bare().await, TestDb::keyring_sqlite().await).await;
    let desk = tempfile::tempdir().expect("a folder");
    assert!(it.app.sign_with(key(32)));
    let publics = ["operator", "escrow"].map(|who| identity(desk.path(), who).1);
    let to = Destination {
        folder: desk.path().join("backup"),
        memory: desk.path().join("memory"),
        recipients: Recipients::parse(publics.iter().map(String::as_str)).expect("two keys"),
        url: it.records.url.clone(),
        keyring: Some((it.keys.db.clone(), it.keys.url.clone())),
    };
    let back_up = async || it.app.back_up(&to, true, |_, _| {}).await.expect("backs up");
    let here = it.unit(HERE);
    for n in 1..=2 {
        let named = [(Field::FullName, "Giả Định Hòa"), (Field::Phone, "0900000001")];
        let asked = asking(&here, Purpose::Register);
        it.app.open_person(&asked, person(n), &named, filed(n)).await.expect("opens");
    }
    back_up().await;
    let (before, asked) = (it.tick(), asking(&here, Purpose::Manage));
    it.tick();
    it.app.erase_person(&asked, person(1), approvers(), filed(3)).await.expect("two agree");
    let erased_at = it.tick();
    back_up().await;

    let keys = Identities::read(&desk.path().join("operator")).expect("a key");
    let wanted =
        |name: &str, at| Wanted { from: to.folder.clone(), into: desk.path().join(name), server: None, at, key: None };
    let opening = || Opening { packs: Vec::new(), sources: it.sources() };
    for (name, at, replayed) in [("before", Some(before), 1), ("last", None, 0)] {
        let wanted = wanted(name, at);
        let restored = restore(&wanted, &keys, Some(opening()), &mut |_, _| {}).await.expect("comes back");
        assert_eq!((restored.replayed, restored.destroyed.len()), (replayed, 1), "{name}");
        let app = it.over_files(&wanted.into).await;
        for who in [person(1), person(2)] {
            let read = app.read_person(&asked, who, &Class::ALL.into(), None).await;
            let gone = matches!(read, Err(Problem::Erased));
            assert_eq!(gone, who == person(1), "{name}: {read:?}");
        }
        let destroyed = app.keyring().expect("a keyring").subject_key(person(1)).await;
        assert!(matches!(destroyed, Err(KeyringFault::Destroyed { .. })), "{destroyed:?}");
        let named = app.find_by_number(&asked, Number::Phone("0900000001")).await.expect("searches");
        assert_eq!(named.len(), 1, "{name}: nobody who was destroyed is found by a number");
        assert!(app.verify_ledger(&[]).await.is_ok());
    }
    let room = desk.path().to_owned();
    it.app.drill(to.folder.clone(), room, &keys, &mut |_, _| {}).await.expect("the drill proves it too");

    // the copies of the keys from before go in time, also when nothing else is written
    let stale = || {
        let list = manifest(&to.folder).expect("sound");
        let old = list.of(Part::Keyring).filter(|piece| piece.about.taken_at < erased_at).count();
        (old, list.of(Part::Keyring).count())
    };
    back_up().await;
    assert_eq!(stale(), (1, 2));
    for _ in 0..36 * DAY {
        it.tick();
    }
    back_up().await;
    assert_eq!(stale(), (0, 1), "after 35 days no copy of the destroyed key is left");

    // and without its keyring the records are not restored at all
    let ring = manifest(&to.folder).expect("sound").of(Part::Keyring).next().expect("one").name.clone();
    std::fs::remove_file(to.folder.join(&ring)).expect("removes");
    let refused = restore(&wanted("none", None), &keys, None, &mut |_, _| {}).await;
    assert!(matches!(&refused, Err(BackupFault::Piece { name, fault: PieceFault::Missing }) if *name == ring));
    it.finish().await;
}
