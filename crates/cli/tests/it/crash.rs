//! Acknowledged is durable: a writer killed at any instant loses nothing that it had answered,
//! and leaves nothing half done. `ANLANH_KILLS=1000` for the long run (`just crash`).

use std::io::Read as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use domain::facts::Value;
use domain::units::{Level, UnitId, shipped};
use store::{Db, Tx};
use testkit::TestDb;

#[cfg(target_os = "linux")]
use crate::powercut::server::{Server, let_in};
use crate::{Desk, anlanh, stdout, text};

/// Two figures per recording: both or none must be found.
const INPUTS: [&str; 2] = ["use_sites", "plants"];

fn kills() -> u64 {
    std::env::var("ANLANH_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(20)
}

#[test]
fn a_killed_writer_loses_nothing_it_acknowledged_on_sqlite() {
    let fresh = runtime().block_on(TestDb::sqlite_bare());
    kill_writers(fresh);
}

#[test]
fn a_killed_writer_loses_nothing_it_acknowledged_on_postgresql() {
    let Some(fresh) = runtime().block_on(TestDb::postgres_bare()) else { return };
    kill_writers(fresh);
}

fn kill_writers(fresh: TestDb) {
    let desk = &Desk::new();
    let url = fresh.url.clone();
    let url = url.as_str();
    // The writers alone hold the database.
    runtime().block_on(fresh.db.close());
    // The first start migrates and seeds, which is not what is tried here; the second is as long as the others.
    assert!(write(desk, url, 1_000_000, None).acknowledged, "the writer works when left alone");
    let mut aim = write(desk, url, 0, None).took;
    let (mut acknowledged, mut interrupted) = (0, 0);
    let mut last = 0;
    let mut dice = 0x5eed_u64;
    for n in 1..=kills() {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        // Around the instant of the commit, which comes near the end of a run.
        let share = 600 + u32::try_from((dice >> 33) % 700).expect("small");
        let run = write(desk, url, n, Some(aim * share / 1_000));
        // The machine has other work, too: what came too late is aimed earlier, and the other way round.
        aim = if run.acknowledged { aim * 9 / 10 } else { aim * 11 / 10 };
        let found = figures(url);
        assert_eq!(found[0], found[1], "run {n}: one figure of a recording without the other");
        if run.acknowledged {
            acknowledged += 1;
            assert_eq!(found[0], n, "run {n} was acknowledged and is lost");
        } else {
            interrupted += 1;
            assert!(found[0] == last || found[0] == n, "run {n}: found {} after {last}", found[0]);
        }
        last = found[0];
    }
    assert!(acknowledged > 0 && interrupted > 0, "the kills were all too early or all too late");
    println!("{} writers killed: {acknowledged} had answered, {interrupted} had not", kills());
    runtime().block_on(fresh.finish());
}

/// The same for the server: it is killed while somebody types figures into a page, and started again.
#[cfg(target_os = "linux")]
#[test]
fn a_killed_server_loses_nothing_it_acknowledged() {
    let desk = Desk::new();
    let data = desk.path("data");
    let start = || Server::start(Command::new(env!("CARGO_BIN_EXE_anlanh")), &data);
    let_in(&data);
    let first = start();
    assert_eq!(first.record(0), 303);
    first.stop();
    let url = format!("sqlite:{}", data.join("anlanh.sqlite").display());
    let (mut figure, mut told, mut answered) = (0, 0, 0);
    let mut dice = 0x5eed_u64;
    let rounds = kills() / 4;
    for round in 1..=rounds {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let server = start();
        let until = Instant::now() + Duration::from_micros((dice >> 33) % 150_000);
        std::thread::scope(|scope| {
            let typing = scope.spawn(|| {
                let mut last = None;
                while server.record(figure + 1) == 303 {
                    figure += 1;
                    last = Some(figure);
                }
                // what was on its way when the server was killed
                figure += 1;
                last
            });
            while Instant::now() < until {
                std::thread::yield_now();
            }
            server.kill();
            if let Some(last) = typing.join().expect("typed") {
                answered += 1;
                told = last;
            }
        });
        server.wait();
        let found = figures(&url);
        assert_eq!(found[0], found[1], "round {round}: half a recording");
        assert!(found[0] == told || found[0] == figure, "round {round}: {} after {told} was told", found[0]);
        told = found[0];
    }
    assert!(answered > 0, "the kills were all too early");
    println!("{rounds} servers killed while {figure} figures were typed: nothing told was lost");
}

struct Run {
    acknowledged: bool,
    took: Duration,
}

/// Records the figure `n`, killed after a while or left alone.
fn write(desk: &Desk, url: &str, n: u64, kill_after: Option<Duration>) -> Run {
    let file = desk.file("one.csv", format!("code,use_sites,plants\n14845,{n},{n}\n"));
    let started = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_anlanh"))
        .args(["facts", "import", text(&file), "--year", "2025"])
        .args(["--source", "Báo cáo giả định", "--entered-by", "Người nhập giả định"])
        .env("DATABASE_URL", url)
        .env("ANLANH_DATA", desk.path("data"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    if let Some(after) = kill_after {
        while started.elapsed() < after && child.try_wait().expect("a child").is_none() {
            std::thread::yield_now();
        }
        // It may have ended by itself; then there is nothing to kill.
        let _ = child.kill();
    }
    let mut said = String::new();
    child.stdout.take().expect("piped").read_to_string(&mut said).expect("UTF-8");
    child.wait().expect("ended");
    Run { acknowledged: said.contains("Đã ghi"), took: started.elapsed() }
}

/// Records the figure `n` by `command`, which is the binary or has it below another program.
#[cfg(target_os = "linux")]
pub fn import(desk: &Desk, n: u64, mut command: Command, data: &std::path::Path) -> std::process::Output {
    let file = desk.file("one.csv", format!("code,use_sites,plants\n14845,{n},{n}\n"));
    command
        .args(["facts", "import", text(&file), "--year", "2025", "--source", "Báo cáo giả định"])
        .args(["--entered-by", "Người nhập giả định", "--data", text(data)])
        .env_remove("DATABASE_URL")
        .output()
        .expect("the binary runs")
}

/// What the store holds of the two figures, read after an unclean stop.
pub fn figures(url: &str) -> [u64; 2] {
    runtime().block_on(async {
        let db = Db::open(url).await.expect("the store opens after a kill");
        let mut tx = db.snapshot().await.expect("a snapshot");
        let found = figures_of(&mut tx).await;
        drop(tx);
        db.close().await;
        found
    })
}

/// The two figures of the first commune of Thanh Hóa.
pub async fn figures_of(tx: &mut Tx) -> [u64; 2] {
    let window = criteria::shipped().expect("sound packs").remove(0).window(2025).expect("a window");
    let facts = store::facts::of_window(tx, Some("38"), window, None).await.expect("readable");
    let unit = muong_lat();
    INPUTS.map(|input| {
        let of_input = facts.iter().find(|f| f.unit == unit && f.input == input);
        match of_input.map(|f| f.value) {
            Some(Value::Number(n)) => u64::try_from(n).expect("recorded by this test"),
            other => panic!("{input}: {other:?}"),
        }
    })
}

fn muong_lat() -> UnitId {
    let register = shipped().expect("data/ is sound");
    register.at_code("14845", Level::Commune, domain::units::REGISTER_DATE).expect("Mường Lát").unit
}

pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime")
}

#[test]
fn a_store_in_use_by_two_programs_serves_both() {
    let desk = Desk::new();
    let data = desk.path("data");
    let facts = desk.facts(&["14845,10000,50,0,2,10,0,0,none,40,3,0"]);
    let signed = ["--source", "Báo cáo giả định", "--entered-by", "Người nhập giả định"];
    let first =
        anlanh(&[&["facts", "import", text(&facts), "--year", "2025", "--data", text(&data)], &signed[..]].concat());
    assert!(stdout(&first).contains("Đã ghi"));
    let files: Vec<_> = (0..4)
        .map(|n| desk.file(&format!("{n}.csv"), format!("code,use_sites\n1484{},{}\n", [5, 8, 5, 8][n], n + 3)))
        .collect();
    let written: Vec<_> = std::thread::scope(|scope| {
        let tasks: Vec<_> = files
            .iter()
            .map(|file| {
                let args =
                    [&["facts", "import", text(file), "--year", "2025", "--data", text(&data)], &signed[..]].concat();
                scope.spawn(move || anlanh(&args))
            })
            .collect();
        tasks.into_iter().map(|task| task.join().expect("joined")).collect()
    });
    for output in &written {
        assert_eq!(output.status.code(), Some(0), "{}", crate::stderr(output));
    }
}
