//! Keys at the top as files, and rotations of the real program killed at any instant. `ANLANH_KILLS=200` for the
//! long run.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use app::Sources;
use app::keyring::{Keyring, Status};
use domain::units::{Level, shipped};
use store::keyring::{self as rows, Held};
use store::{Db, Schema};
use testkit::{MemoryKeys, TestDb, id, minutes, random};
use uuid::Uuid;
use vault::seal::{KeyId, Secret, key_of_text};
use vault::wrap::files::{KeyFiles as _, KeyName};
use vault::wrap::{Bound, Kind, of_unit_and_epoch, unwrap};

use crate::{Desk, anlanh, stderr, stdout, text};

const PEOPLE: u64 = 600;
const CODE: &str = "14845";

fn kills() -> usize {
    std::env::var("ANLANH_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(9)
}

/// A data folder with its keys, and a keyring with one unit's people in it.
struct Ring {
    desk: Desk,
    url: String,
}

impl Ring {
    fn new(url: impl FnOnce(&Path) -> String) -> Self {
        let desk = Desk::new();
        let data = desk.path("data");
        let ring = Self { url: url(&data), desk };
        let made = ring.keys(&["init"]);
        assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
        ring
    }

    fn data(&self) -> PathBuf {
        self.desk.path("data")
    }

    fn key_file(&self, name: &str) -> PathBuf {
        self.data().join("keys").join(name)
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_anlanh"));
        command.arg("keys").args(args).args(["--data", text(&self.data()), "--keyring-url", &self.url]);
        for setting in ["DATABASE_URL", "ANLANH_LANG", "ANLANH_DATA", "ANLANH_KEYRING_URL"] {
            command.env_remove(setting);
        }
        command
    }

    fn keys(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("the binary runs")
    }

    /// The keys in the folder, read by the page `docs/keys.md` and not by the program's own reader.
    fn files(&self) -> MemoryKeys {
        let keys = MemoryKeys::default();
        for entry in std::fs::read_dir(self.data().join("keys")).expect("the folder") {
            let path = entry.expect("readable").path();
            let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
            if path.extension().is_none_or(|it| it != "key") || stem == "ledger" {
                continue;
            }
            let line = std::fs::read_to_string(&path).expect("text");
            let key = key_of_text(&stem, &line).unwrap_or_else(|fault| panic!("{stem}: {fault}"));
            let name = match stem.split_once('-') {
                Some(("root", id)) => KeyName::Root(id.parse().expect("an id")),
                Some(("epoch", number)) => KeyName::Epoch(number.parse().expect("a number")),
                _ => KeyName::National,
            };
            keys.put(name, key);
        }
        keys
    }

    async fn open(&self, seed: u64) -> Keyring {
        let db = Db::open(&self.url).await.expect("the keyring opens after a kill");
        let sources =
            Sources { now: Arc::new(|| minutes(0)), new_id: Arc::new(|| id(9, 1)), random: Arc::new(random(seed)) };
        Keyring::open(db, Arc::new(self.files()), sources).await.expect("its keys open it")
    }

    async fn fill(&self) {
        let keyring = self.open(1).await;
        for n in 0..PEOPLE {
            keyring.new_subject(id(2, n), unit()).await.expect("made");
        }
        keyring.db().close().await;
    }

    /// The ids of all people's keys, how the keyring stands, and its rows.
    async fn look(&self) -> (Vec<KeyId>, Status, Vec<Held>) {
        let keyring = self.open(2).await;
        let keys = keyring.subject_keys_of(unit()).await.expect("every key opens");
        let ids = keys.values().map(|it| it.active().id()).collect();
        let status = keyring.status().await.expect("told");
        let mut tx = keyring.db().snapshot().await.expect("a snapshot");
        let held = rows::of_unit(&mut tx, Kind::Person, unit()).await.expect("readable");
        drop(tx);
        keyring.db().close().await;
        (ids, status, held)
    }
}

fn unit() -> Uuid {
    static UNIT: LazyLock<Uuid> = LazyLock::new(|| {
        let register = shipped().expect("data/ is sound");
        register.at_code(CODE, Level::Commune, domain::units::REGISTER_DATE).expect("Mường Lát").unit.0
    });
    *UNIT
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

#[test]
fn a_killed_rotation_goes_on_with_the_next_on_sqlite() {
    kill_rotations(&Ring::new(|data| format!("sqlite:{}", data.join("keyring.sqlite").display())));
}

#[test]
fn a_killed_rotation_goes_on_with_the_next_on_postgresql() {
    let Some(fresh) = runtime().block_on(TestDb::postgres_bare()) else { return };
    let url = fresh.url.clone();
    runtime().block_on(fresh.db.close());
    kill_rotations(&Ring::new(|_| url));
    runtime().block_on(fresh.finish());
}

fn kill_rotations(ring: &Ring) {
    const SORTS: [&[&str]; 3] = [&["rotate", "--unit", CODE], &["rotate", "--epoch"], &["rotate", "--root"]];
    let runtime = runtime();
    runtime.block_on(ring.fill());
    let alone = SORTS.map(|sort| {
        let started = Instant::now();
        let done = ring.keys(sort);
        assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
        started.elapsed()
    });
    let (people, ..) = runtime.block_on(ring.look());
    assert_eq!(people.len() as u64, PEOPLE);
    let (mut killed, mut half, mut dice) = (0, 0, 0x5eed_u64);
    let mut n = 0;
    while killed < kills() {
        n += 1;
        assert!(n <= 20 + 10 * kills(), "only {killed} of {n} kills came before the answer");
        let sort = n % SORTS.len();
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = 100 + u32::try_from((dice >> 33) % 800).expect("small");
        let (_, _, before) = runtime.block_on(ring.look());
        let old = Old::of(ring, &before[0]);
        let answered = run_for(ring.command(SORTS[sort]), alone[sort] * share / 1_000);
        killed += usize::from(!answered);
        let (found, between, _) = runtime.block_on(ring.look());
        assert_eq!(found, people, "run {n}: every key still opens, and is the same");
        half += u32::from(between.counts.units_retiring > 0 || between.in_former_epoch > 0);
        let next = ring.keys(SORTS[sort]);
        assert_eq!(next.status.code(), Some(0), "run {n}: {}", stderr(&next));
        let (found, after, rows) = runtime.block_on(ring.look());
        assert_eq!(found, people, "run {n}: every key still opens, and is the same");
        assert_eq!((after.counts.units_retiring, after.in_former_epoch), (0, 0), "run {n}: all at the new version");
        assert_eq!((after.state.former_epoch, after.state.former_root), (None, None), "run {n}");
        assert_eq!(ring.files().names().len(), 3, "run {n}: one root, one epoch, the national key");
        let left = std::fs::read_dir(ring.data().join("keys")).expect("the folder").count();
        assert_eq!(left, 5, "run {n}: those, the ledger's and the lock, nothing half destroyed");
        let now = Old::of(ring, &rows[0]);
        let opened = rows.iter().filter(|row| old.opens(sort, &now, row)).count();
        assert_eq!(opened, 0, "run {n}: the old key opens something");
    }
    println!("{n} rotations, {killed} killed before they answered, {half} of them between two transactions");
}

/// Runs a command and kills it after a while; whether it ended by itself.
fn run_for(mut command: Command, after: Duration) -> bool {
    let started = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the binary runs");
    while started.elapsed() < after {
        if child.try_wait().expect("a child").is_some() {
            return true;
        }
        std::thread::yield_now();
    }
    // it may have ended by itself; then there is nothing to kill
    let _ = child.kill();
    child.wait().expect("ended").success()
}

/// What a thief had before a rotation.
struct Old {
    unit_key: Secret,
    root: Secret,
    epochs: Vec<Secret>,
}

impl Old {
    fn of(ring: &Ring, held: &Held) -> Self {
        let set = ring.files().read().expect("read");
        let root = set.root(held.under.root).expect("the root").clone();
        let bound = Bound { kind: Kind::Unit, subject: unit(), unit: unit(), epoch: held.under.version };
        let unit_key = unwrap(&root, &bound, held.under.id, &held.under.wrapped).expect("opens");
        Self { unit_key, root, epochs: set.epochs.into_values().collect() }
    }

    /// Whether what was rotated away still opens a row: the unit's key with today's epoch, the epoch's key with
    /// today's unit key, the root's with today's wrapping of the unit's.
    fn opens(&self, sort: usize, now: &Self, held: &Held) -> bool {
        let key = &held.key;
        let bound = Bound { kind: key.kind, subject: key.subject, unit: key.unit, epoch: key.epoch };
        let by = match sort {
            0 => of_unit_and_epoch(&self.unit_key, &now.epochs[0]),
            1 => of_unit_and_epoch(&now.unit_key, &self.epochs[0]),
            _ => {
                let bound = Bound { kind: Kind::Unit, subject: unit(), unit: unit(), epoch: held.under.version };
                return unwrap(&self.root, &bound, held.under.id, &renamed(&held.under.wrapped, &self.root)).is_ok();
            }
        };
        unwrap(&by, &bound, key.id, &renamed(&key.wrapped, &by)).is_ok()
    }
}

/// With another key's name in front, so that the cipher itself has to refuse.
fn renamed(wrapped: &[u8], by: &Secret) -> Vec<u8> {
    [&wrapped[..1], &by.id().0, &wrapped[9..]].concat()
}

fn sqlite() -> Ring {
    Ring::new(|data| format!("sqlite:{}", data.join("keyring.sqlite").display()))
}

#[track_caller]
fn refused(output: &Output, code: i32, says: &[&str]) {
    assert_eq!(output.status.code(), Some(code), "{}{}", stdout(output), stderr(output));
    for part in says {
        assert!(stderr(output).contains(part), "{part} is not said: {}", stderr(output));
    }
}

#[test]
fn keys_are_made_once_and_shown_without_secrets() {
    let ring = sqlite();
    let names: Vec<String> = ring.files().names().iter().map(ToString::to_string).collect();
    assert_eq!(names.len(), 3);
    for name in &names {
        let path = ring.key_file(&format!("{name}.key"));
        assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600, "{name}");
    }
    refused(&ring.keys(&["init"]), 2, &["không ghi đè", "anlanh keys rotate"]);
    runtime().block_on(ring.fill());
    let status = ring.keys(&["status"]);
    assert_eq!(status.status.code(), Some(0), "{}", stderr(&status));
    let shown = stdout(&status);
    assert!(shown.contains("Người có khóa: 600") && shown.contains("Kỳ khóa: 1"), "{shown}");
    for name in &names {
        let line = std::fs::read_to_string(ring.key_file(&format!("{name}.key"))).expect("text");
        let mut words = line.split_whitespace();
        let id = words.nth(2).expect("an id");
        let letters = words.next().expect("a key");
        assert!(shown.contains(id) && !shown.contains(letters), "{name} in {shown}");
    }
}

#[test]
fn key_files_that_others_can_read_are_refused() {
    let ring = sqlite();
    for name in ring.files().names() {
        let path = ring.key_file(&format!("{name}.key"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).expect("changes");
        refused(&ring.keys(&["status"]), 1, &["640", "chmod 600", text(&path)]);
        if name != KeyName::National {
            let served = anlanh(&["serve", "--listen", "127.0.0.1:0", "--data", text(&ring.data())]);
            refused(&served, 1, &["640", "chmod 600"]);
        }
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("changes");
    }
    let folder = ring.data().join("keys");
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).expect("changes");
    refused(&ring.keys(&["status"]), 1, &["755", "chmod 700"]);
}

#[test]
fn a_keyring_in_use_is_served_with_its_own_root_only() {
    let ring = sqlite();
    runtime().block_on(ring.fill());
    let serve = || anlanh(&["serve", "--listen", "127.0.0.1:0", "--data", text(&ring.data())]);
    let root = ring.files().read().expect("read").roots.remove(0);
    let path = ring.key_file(&format!("root-{}.key", root.id()));
    let kept = std::fs::read(&path).expect("readable");
    std::fs::remove_file(&path).expect("removed");
    for output in [serve(), ring.keys(&["init"])] {
        refused(&output, 1, &[&root.id().to_string(), "đặt lại các tệp khóa từ bản sao lưu"]);
    }
    refused(&ring.keys(&["status"]), 1, &["thiếu khóa gốc", &root.id().to_string()]);
    refused(&ring.keys(&["rotate", "--root"]), 1, &["thiếu khóa gốc", "đừng tạo khóa mới"]);
    // another keyring's root in its place, under its own name and under the wrong one
    let other = sqlite();
    let stranger = other.files().read().expect("read").roots.remove(0);
    let line = std::fs::read(other.key_file(&format!("root-{}.key", stranger.id()))).expect("readable");
    let strange = ring.key_file(&format!("root-{}.key", stranger.id()));
    for (place, says) in [(&strange, "nhưng kho khóa này cần"), (&path, "không chứa đúng khóa")] {
        std::fs::write(place, &line).expect("writable");
        std::fs::set_permissions(place, std::fs::Permissions::from_mode(0o600)).expect("changes");
        refused(&ring.keys(&["status"]), 1, &[says]);
        std::fs::remove_file(place).expect("removed");
    }
    std::fs::write(&path, &kept[..kept.len() / 2]).expect("writable");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("changes");
    refused(&ring.keys(&["status"]), 1, &["không chứa đúng khóa", "bản sao lưu khóa"]);
    std::fs::write(&path, &kept).expect("writable");
    assert_eq!(ring.keys(&["status"]).status.code(), Some(0), "with its own root all is well again");
}

#[test]
fn the_keyring_is_never_the_records() {
    let desk = Desk::new();
    let data = desk.path("data");
    let records = format!("sqlite:{}", data.join("anlanh.sqlite").display());
    let same = anlanh(&["keys", "init", "--data", text(&data), "--keyring-url", &records]);
    refused(&same, 64, &["--keyring-url", "không bao giờ hủy được"]);
    let server = "postgres://an@127.0.0.1/anlanh";
    let schema = format!("{server}?options[search_path]=khoa");
    let same = anlanh(&["keys", "init", "--data", text(&data), "--database-url", server, "--keyring-url", &schema]);
    refused(&same, 64, &["hai cơ sở dữ liệu khác nhau"]);
    // a database that holds records, under whatever name
    let it = runtime().block_on(TestDb::sqlite());
    let mistaken = anlanh(&["keys", "init", "--data", text(&data), "--keyring-url", &it.url]);
    refused(&mistaken, 1, &["hai cơ sở dữ liệu khác nhau"]);
    runtime().block_on(async {
        let refused = it.db.migrate_to(Schema::Keyring).await;
        assert!(refused.is_err(), "records are no keyring");
        it.finish().await;
    });
}

#[test]
fn what_cannot_be_rotated_is_said() {
    let ring = sqlite();
    runtime().block_on(ring.fill());
    refused(&ring.keys(&["rotate", "--unit", "99999"]), 2, &["99999", "anlanh units search"]);
    refused(&ring.keys(&["rotate", "--unit", "14848"]), 2, &["14848", "chưa có khóa"]);
    assert_eq!(ring.keys(&["rotate"]).status.code(), Some(64));
    assert_eq!(ring.keys(&["rotate", "--root", "--epoch"]).status.code(), Some(64));
    let all = ring.keys(&["rotate", "--all-units"]);
    assert_eq!(all.status.code(), Some(0), "{}", stderr(&all));
    assert!(stdout(&all).contains("1 đơn vị") && stdout(&all).contains("600 khóa"), "{}", stdout(&all));
    let held = ring.files();
    let lock = std::fs::File::options().write(true).create(true).truncate(false).open(ring.key_file("keys.lock"));
    let lock = lock.expect("a lock");
    lock.try_lock().expect("free");
    refused(&ring.keys(&["rotate", "--epoch"]), 1, &["đang thay khóa"]);
    assert_eq!(ring.files().names(), held.names(), "nothing was begun");
    drop(lock);
    let epoch = ring.keys(&["rotate", "--epoch"]);
    assert!(stdout(&epoch).contains("kỳ 2") && stdout(&epoch).contains("Hãy sao lưu"), "{}", stdout(&epoch));
}
