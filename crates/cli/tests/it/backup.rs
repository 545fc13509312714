//! Backup, restore and drill as an operator types them, on both editions.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use testkit::TestDb;

use crate::{Desk, anlanh, stderr, stdout, text};

/// Two key files and their public halves, as the program itself makes them.
fn keys(desk: &Desk) -> [(PathBuf, String); 2] {
    ["operator.key", "escrow.key"].map(|name| {
        let path = desk.path(name);
        let made = anlanh(&["backup", "--new-identity", text(&path)]);
        assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
        let said = stdout(&made);
        let at = said.find("age1").expect("it prints the public key");
        let public = said[at..].split_whitespace().next().expect("a word").to_owned();
        (path, public)
    })
}

fn record(desk: &Desk, sites: u32, place: &[&str]) {
    let file = desk.facts(&[&format!("14845,10000,50,0,{sites},10,0,0,none,40,3,0")]);
    let signed = ["--year", "2025", "--source", "Báo cáo giả định", "--entered-by", "Người nhập giả định"];
    let done = anlanh(&[&["facts", "import", text(&file)], &signed[..], place].concat());
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
}

fn back_up(desk: &Desk, keys: &[(PathBuf, String); 2], place: &[&str]) -> String {
    let to = desk.path("backup");
    let [(_, operator), (_, escrow)] = keys;
    let args = ["backup", "--to", text(&to), "--recipient", operator, "--recipient", escrow];
    let done = anlanh(&[&args[..], place].concat());
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    stdout(&done)
}

#[test]
fn a_store_comes_back_from_its_backup_and_a_drill_says_so() {
    let desk = Desk::new();
    let data = desk.path("data");
    let place = ["--data", text(&data)];
    let keys = keys(&desk);
    assert_eq!(anlanh(&[&["keys", "init"], &place[..]].concat()).status.code(), Some(0));
    record(&desk, 1, &place);
    assert!(back_up(&desk, &keys, &place).contains("toàn bộ"));
    record(&desk, 2, &place);
    assert!(back_up(&desk, &keys, &place).contains("phần đã đổi"));
    assert!(back_up(&desk, &keys, &place).contains("Không có gì đổi"));

    let (from, into) = (desk.path("backup"), desk.path("restored"));
    let restore = |into: &Path, key: &Path| {
        anlanh(&["restore", "--from", text(&from), "--identity", text(key), "--into", text(into)])
    };
    let restored = restore(&into, &keys[0].0);
    assert_eq!(restored.status.code(), Some(0), "{}", stderr(&restored));
    assert!(stdout(&restored).contains("3 mục, 3 mục đã ký"), "{}", stdout(&restored));
    let sound = anlanh(&["ledger", "verify", "--data", text(&into)]);
    assert_eq!(sound.status.code(), Some(0), "{}", stderr(&sound));
    let again = restore(&into, &keys[0].0);
    assert!(stderr(&again).contains("không trống"), "{}", stderr(&again));

    let drill = anlanh(&[&["drill", "--from", text(&from), "--identity", text(&keys[1].0)], &place[..]].concat());
    assert_eq!(drill.status.code(), Some(0), "{}", stderr(&drill));
    assert!(stdout(&drill).contains("Diễn tập đạt"), "{}", stdout(&drill));
    let sound = anlanh(&[&["ledger", "verify"], &place[..]].concat());
    assert!(stdout(&sound).contains("4 mục, 4 mục đã ký"), "the drill has its entry: {}", stdout(&sound));

    // the wrong key, and one flipped byte
    let wrong = desk.path("wrong.key");
    assert_eq!(anlanh(&["backup", "--new-identity", text(&wrong)]).status.code(), Some(0));
    let other = desk.path("other");
    let refused = restore(&other, &wrong);
    assert!(stderr(&refused).contains("không mở được tệp records-"), "{}", stderr(&refused));
    let mut names = std::fs::read_dir(&from).expect("reads").map(|entry| entry.expect("readable").path());
    let piece = names.find(|path| text(path).ends_with("000001.age")).expect("the second piece");
    let mut bytes = std::fs::read(&piece).expect("reads");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&piece, bytes).expect("writes");
    let refused = restore(&other, &keys[0].0);
    assert_eq!(refused.status.code(), Some(1));
    let said = stderr(&refused);
    assert!(said.contains("000001.age") && said.contains("--at"), "which, and what to do: {said}");
    assert!(!other.exists(), "nothing is left behind");
}

#[test]
fn one_recipient_is_refused_before_anything_is_opened() {
    let desk = Desk::new();
    let [(_, public), _] = keys(&desk);
    let (data, to) = (desk.path("data"), desk.path("backup"));
    let refused = anlanh(&["backup", "--to", text(&to), "--recipient", &public, "--data", text(&data)]);
    assert_eq!(refused.status.code(), Some(64));
    assert!(stderr(&refused).contains("ít nhất hai"), "{}", stderr(&refused));
    assert!(!data.exists() && !to.exists());
}

/// The format is not ours alone: a program that somebody else wrote opens a piece.
#[test]
fn the_program_age_opens_a_piece() {
    if Command::new("age").arg("--version").stdout(Stdio::null()).status().is_err() {
        assert!(std::env::var("CI").as_deref() != Ok("true"), "age is missing: scripts/test installs it");
        let _ = writeln!(std::io::stderr(), "skipped: the program age is not installed");
        return;
    }
    let desk = Desk::new();
    let data = desk.path("data");
    let place = ["--data", text(&data)];
    let keys = keys(&desk);
    assert_eq!(anlanh(&[&["keys", "init"], &place[..]].concat()).status.code(), Some(0));
    record(&desk, 1, &place);
    back_up(&desk, &keys, &place);
    let mut names = std::fs::read_dir(desk.path("backup")).expect("reads").map(|entry| entry.expect("readable").path());
    let piece = names.find(|path| text(path).contains("records-")).expect("a piece");
    for (key, _) in &keys {
        let opened = Command::new("age").args(["--decrypt", "-i", text(key), text(&piece)]).output().expect("age runs");
        assert!(opened.status.success(), "{}", stderr(&opened));
        assert!(opened.stdout.starts_with(b"anlanh-backup-piece 1\n"));
        // docs/backup-format.md: after the header each page has four bytes of number; the first page is the file's head
        let head = opened.stdout.windows(16).position(|window| window == b"SQLite format 3\0").expect("the first page");
        assert_eq!(opened.stdout[head - 4..head], [0, 0, 0, 1]);
    }
}

#[test]
fn a_server_backs_up_at_its_start_and_at_its_stop() {
    let desk = Desk::new();
    let data = desk.path("data");
    let place = ["--data", text(&data)];
    let keys = keys(&desk);
    let to = desk.path("backup");
    let mut server = Command::new(env!("CARGO_BIN_EXE_anlanh"))
        .args(["serve", "--listen", "127.0.0.1:0", "--backup-to", text(&to)])
        .args(["--backup-recipient", &keys[0].1, "--backup-recipient", &keys[1].1])
        .args(place)
        .env_remove("DATABASE_URL")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    let mut line = String::new();
    let mut out = BufReader::new(server.stdout.take().expect("piped"));
    out.read_line(&mut line).expect("it says where it listens");
    let listed = || std::fs::read_to_string(to.join("manifest")).map_or(0, |list| list.matches("\"records-").count());
    let began = Instant::now();
    while listed() == 0 && began.elapsed() < Duration::from_mins(1) {
        std::thread::yield_now();
    }
    assert_eq!(listed(), 1);
    record(&desk, 3, &place);
    assert!(Command::new("kill").arg(server.id().to_string()).status().expect("kill runs").success());
    assert!(server.wait().expect("it ends").success());
    assert_eq!(listed(), 2, "what was written since is in the backup");
    let into = desk.path("restored");
    let restored = anlanh(&["restore", "--from", text(&to), "--identity", text(&keys[1].0), "--into", text(&into)]);
    assert_eq!(restored.status.code(), Some(0), "{}", stderr(&restored));
    assert!(stdout(&restored).contains("2 mục, 2 mục đã ký"), "{}", stdout(&restored));
}

/// A database of its own on the test server, by its programs; gone at the end.
struct Fresh {
    server: String,
    name: String,
}

impl Fresh {
    fn make(server: &str, name: &str) -> Self {
        let name = format!("{name}_{}", std::process::id());
        run("createdb", &["--maintenance-db", server, &name]);
        Self { server: server.to_owned(), name }
    }

    fn url(&self) -> String {
        let (before, _) = self.server.rsplit_once('/').expect("an address with a database");
        format!("{before}/{}", self.name)
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        run("dropdb", &["--force", "--maintenance-db", &self.server, &self.name]);
    }
}

fn run(program: &str, args: &[&str]) {
    let done = Command::new(program).args(args).output().expect("the server's programs are installed");
    assert!(done.status.success(), "{program}: {}", stderr(&done));
}

#[test]
fn a_server_edition_comes_back_into_an_empty_database() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    // says that it is skipped, where it is
    let Some(bare) = runtime.block_on(TestDb::postgres_bare()) else { return };
    runtime.block_on(bare.finish());
    let server = std::env::var("TEST_PG_URL").expect("a server");
    let (source, target) = (Fresh::make(&server, "backed_up"), Fresh::make(&server, "restored"));
    let desk = Desk::new();
    let data = desk.path("data");
    let keys = keys(&desk);
    let (url, into) = (source.url(), target.url());
    let place = ["--data", text(&data), "--database-url", &url];
    assert_eq!(anlanh(&["keys", "init", "--data", text(&data)]).status.code(), Some(0));
    record(&desk, 1, &place);
    assert!(back_up(&desk, &keys, &place).contains("toàn bộ"));
    let from = desk.path("backup");
    let restore =
        || anlanh(&["restore", "--from", text(&from), "--identity", text(&keys[1].0), "--into-database", &into]);
    let folder = desk.path("folder");
    let refused = anlanh(&["restore", "--from", text(&from), "--identity", text(&keys[1].0), "--into", text(&folder)]);
    assert!(stderr(&refused).contains("--into-database"), "{}", stderr(&refused));
    // a dump that was cut is not given to the server at all
    let mut names = std::fs::read_dir(&from).expect("reads").map(|entry| entry.expect("readable").path());
    let piece = names.find(|path| text(path).contains("records-")).expect("a piece");
    let whole = std::fs::read(&piece).expect("reads");
    std::fs::write(&piece, &whole[..whole.len() - 1]).expect("writes");
    assert!(stderr(&restore()).contains("bị sửa, bị cắt"));
    std::fs::write(&piece, whole).expect("writes");
    let restored = restore();
    assert_eq!(restored.status.code(), Some(0), "{}", stderr(&restored));
    assert!(stdout(&restored).contains("2 mục, 2 mục đã ký"), "{}", stdout(&restored));
    assert!(!stdout(&restored).contains(&into), "an address may hold a password");
    let sound = anlanh(&["ledger", "verify", "--data", text(&data), "--database-url", &into]);
    assert!(stdout(&sound).contains("2 mục, 2 mục đã ký"), "{} {}", stdout(&sound), stderr(&sound));
    let again = restore();
    assert!(stderr(&again).contains("không trống"), "{}", stderr(&again));
}

/// What an older program says of a store that a newer one has upgraded.
#[test]
fn an_older_program_refuses_a_newer_store_and_says_what_to_do() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let desk = Desk::new();
    let data = desk.path("data");
    let place = ["--data", text(&data)];
    record(&desk, 1, &place);
    let url = format!("sqlite:{}", data.join("anlanh.sqlite").display());
    runtime.block_on(async {
        let db = store::Db::open(&url).await.expect("opens");
        let mut tx = db.begin().await.expect("begins");
        let newer = "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
                     select 900, 'of a later program', success, checksum, 0 from _sqlx_migrations where version = 1";
        tx.run(store::query::sql(newer)).await.expect("pretends");
        tx.commit().await.expect("commits");
        db.close().await;
    });
    for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["ledger", "verify"], &["doctor"]] {
        let refused = anlanh(&[command, &place].concat());
        let said = format!("{}{}", stdout(&refused), stderr(&refused));
        assert_eq!(refused.status.code(), Some(1), "{command:?}: {said}");
        assert!(said.contains("900") && said.contains("chương trình"), "{command:?}: {said}");
    }
}
