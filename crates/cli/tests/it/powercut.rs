//! Acknowledged is durable when the power fails, too: what was not synced may be gone, sector by sector
//! and name by name. The real binary is watched while it writes; what it did is played to a chance instant
//! on a disk that forgets, and the store is opened on what is left.
//!
//! `ANLANH_CUTS=1000` for the long run (`just powercut`). A failure prints the seed that repeats it
//! (`ANLANH_SEED`).

pub mod disk;
pub mod journal;
pub mod server;

use std::path::{Path, PathBuf};
use std::process::Command;

use store::Db;
use store::query::sql;
use vault::verify::Expected;

use self::disk::{Dice, Disk};
use self::journal::{Journal, Op, can_watch, strace};
use self::server::{Server, let_in};
use crate::crash::{figures_of, runtime};
use crate::{Desk, text};

const IMPORTS: u64 = 6;
const POSTS: u64 = 24;
const SAYS_WRITTEN: &str = "Đã ghi";

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(default)
}

/// A folder with a store in it, and what was done to it since.
struct Watched {
    desk: Desk,
    before: Disk,
    journal: Journal,
}

impl Watched {
    fn folder(&self) -> PathBuf {
        self.desk.path("watched")
    }
}

/// Records the figure `n` and gives what was said.
fn import(desk: &Desk, n: u64, command: Command, data: &Path) -> String {
    let output = crate::crash::import(desk, n, command, data);
    assert!(output.status.success(), "{}", crate::stderr(&output));
    crate::stdout(&output)
}

fn plain() -> Command {
    Command::new(env!("CARGO_BIN_EXE_anlanh"))
}

/// A store made and keyed, with the figure 0 in it.
fn prepared() -> (Desk, Disk) {
    let desk = Desk::new();
    std::fs::create_dir(desk.path("watched")).expect("writable");
    let data = desk.path("watched/data");
    let made = plain().args(["keys", "init", "--data", text(&data)]).output().expect("the binary runs");
    assert!(made.status.success(), "{}", crate::stderr(&made));
    import(&desk, 0, plain(), &data);
    let_in(&data);
    let before = Disk::of(&desk.path("watched"));
    (desk, before)
}

fn while_importing() -> Watched {
    let (desk, before) = prepared();
    let mut journal = Journal::default();
    for n in 1..=IMPORTS {
        let trace = desk.path("trace");
        let said = import(&desk, n, strace(&trace), &desk.path("watched/data"));
        assert!(said.contains(SAYS_WRITTEN), "{said}");
        journal.read(&trace, &desk.path("watched"), SAYS_WRITTEN.as_bytes());
    }
    Watched { desk, before, journal }
}

fn while_serving() -> Watched {
    let (desk, before) = prepared();
    let trace = desk.path("trace");
    let server = Server::start(strace(&trace), &desk.path("watched/data"));
    for n in 1..=POSTS {
        assert_eq!(server.record(n), 303, "post {n}");
    }
    server.stop();
    let mut journal = Journal::default();
    journal.read(&trace, &desk.path("watched"), b"HTTP/1.1 303");
    Watched { desk, before, journal }
}

/// How many of the cuts lost or spoiled something, and the first of them.
fn cut(watched: &Watched, disk: &Disk, cuts: u64) -> (u64, Option<String>) {
    let seed = number("ANLANH_SEED", 0x5eed);
    let (mut bad, mut first) = (0, None);
    for n in 0..cuts {
        let seed = seed.wrapping_add(n);
        let mut dice = Dice::new(seed);
        let until = dice.below(watched.journal.ops.len() + 1);
        let done = &watched.journal.ops[..until];
        let mut after = disk.clone();
        after.play(done);
        let left = tempfile::tempdir().expect("a folder");
        after.power_off(&mut dice, left.path());
        let acknowledged = u64::try_from(done.iter().filter(|op| **op == Op::Acknowledge).count()).expect("few");
        if let Err(loss) = runtime().block_on(examine(&left.path().join("data"), acknowledged)) {
            bad += 1;
            first.get_or_insert(format!("ANLANH_SEED={seed}, cut after {until} calls, {acknowledged} told: {loss}"));
        }
    }
    println!("{cuts} power cuts in {} calls of {}: {bad} bad", watched.journal.ops.len(), watched.folder().display());
    (bad, first)
}

/// Opens what is left as the next start does and holds it against what was acknowledged.
async fn examine(data: &Path, acknowledged: u64) -> Result<(), String> {
    let db =
        Db::open(&format!("sqlite:{}", data.join("anlanh.sqlite").display())).await.map_err(|e| format!("{e:?}"))?;
    let found = examined(&db, acknowledged).await;
    db.close().await;
    found
}

async fn examined(db: &Db, acknowledged: u64) -> Result<(), String> {
    db.check_pages().await.map_err(|e| format!("pages: {e:?}"))?;
    let mut tx = db.snapshot().await.map_err(|e| format!("{e:?}"))?;
    let faults: Vec<Line> = tx
        .all(sql("select integrity_check as line from pragma_integrity_check"))
        .await
        .map_err(|e| format!("{e:?}"))?;
    if faults.iter().any(|line| line.0 != "ok") {
        return Err(format!("integrity: {}", faults[0].0));
    }
    let sound = store::audit::audit(&mut tx, Expected::default()).await.map_err(|e| format!("audit: {e:?}"))?;
    sound.map_err(|finding| format!("ledger: {finding:?}"))?;
    let [one, other] = figures_of(&mut tx).await;
    if one != other {
        return Err(format!("half a command: {one} and {other}"));
    }
    // the one that was being written may be there, whole
    if one == acknowledged || one == acknowledged + 1 { Ok(()) } else { Err(format!("{one} is there")) }
}

struct Line(String);

impl store::query::FromRow for Line {
    fn from_row(row: &store::kernel::Row) -> store::Result<Self> {
        row.get("line").map(Self)
    }
}

#[test]
fn a_power_cut_while_importing_loses_nothing_acknowledged() {
    if !can_watch() {
        return;
    }
    let watched = while_importing();
    assert_eq!(acknowledgements(&watched), IMPORTS);
    let (bad, first) = cut(&watched, &watched.before, number("ANLANH_CUTS", 60) / 2);
    assert_eq!(bad, 0, "{first:?}");
}

#[test]
fn a_power_cut_while_serving_loses_nothing_acknowledged() {
    if !can_watch() {
        return;
    }
    let watched = while_serving();
    assert_eq!(acknowledgements(&watched), POSTS);
    let (bad, first) = cut(&watched, &watched.before, number("ANLANH_CUTS", 60).div_ceil(2));
    assert_eq!(bad, 0, "{first:?}");
}

/// Proves that the simulator can see a loss: without the syncs of the log of writes, which is what
/// `synchronous = NORMAL` leaves out, acknowledged writes are lost.
#[test]
fn without_its_syncs_acknowledged_writes_are_lost() {
    if !can_watch() {
        return;
    }
    let watched = while_serving();
    let (bad, first) = cut(&watched, &watched.before.clone().deaf_to("-wal"), 40);
    assert!(bad > 4, "only {bad} of 40 cuts lost something: the simulator is blind ({first:?})");
}

/// The first start makes folder, keys and store. Wherever the power fails, the next start works, and after the
/// first answer the store is whole.
#[test]
fn a_power_cut_in_the_first_start_leaves_nothing_half_made() {
    if !can_watch() {
        return;
    }
    let desk = Desk::new();
    std::fs::create_dir(desk.path("watched")).expect("writable");
    let trace = desk.path("trace");
    let server = Server::start(strace(&trace), &desk.path("watched/data"));
    assert_eq!(server.get("/luat").expect("answers").status, 200);
    server.stop();
    let mut journal = Journal::default();
    journal.read(&trace, &desk.path("watched"), b"HTTP/1.1 200");
    let told = journal.ops.iter().position(|op| *op == Op::Acknowledge).expect("it was told");
    let seed = number("ANLANH_SEED", 0x5eed);
    let early = first_writes(&journal);
    for n in 0..number("ANLANH_CUTS", 60) / 5 {
        let seed = seed.wrapping_add(n);
        let mut dice = Dice::new(seed);
        // half of them in the few calls that make keys and folders
        let until = dice.below(if n % 2 == 0 { early } else { journal.ops.len() } + 1);
        let mut disk = Disk::default();
        disk.play(&journal.ops[..until]);
        let left = tempfile::tempdir().expect("a folder");
        disk.power_off(&mut dice, left.path());
        let place = format!("ANLANH_SEED={seed}: cut after {until} of {} calls", journal.ops.len());
        if until > told {
            runtime().block_on(examine(&left.path().join("data"), 0)).expect(&place);
        }
        let data = left.path().join("data");
        Server::try_start(plain(), &data).expect(&place).stop();
        let_in(&data);
        let again = Server::start(plain(), &data);
        assert_eq!(again.record(2), 303, "{place}");
        again.stop();
    }
}

/// Up to the first write to the store itself.
fn first_writes(journal: &Journal) -> usize {
    let is_store = |op: &Op| matches!(op, Op::Write { path, .. } if path.ends_with("anlanh.sqlite"));
    journal.ops.iter().position(is_store).expect("a store is made") + 1
}

fn acknowledgements(watched: &Watched) -> u64 {
    u64::try_from(watched.journal.ops.iter().filter(|op| **op == Op::Acknowledge).count()).expect("few")
}
