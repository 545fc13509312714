//! The ledger and its key, as an operator meets them.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::{Desk, anlanh, stderr, stdout, text};

pub fn record(desk: &Desk, sites: u32) {
    let file = desk.facts(&[&format!("14845,10000,50,0,{sites},10,0,0,none,40,3,0")]);
    let data = desk.path("data");
    let done = anlanh(&[
        "facts",
        "import",
        text(&file),
        "--year",
        "2025",
        "--source",
        "Báo cáo giả định",
        "--entered-by",
        "Người nhập giả định",
        "--data",
        text(&data),
    ]);
    assert_eq!(done.status.code(), Some(0), "{}", stderr(&done));
    assert_eq!(stderr(&done), "");
}

#[test]
fn a_key_is_made_once_for_its_owner_alone() {
    let desk = Desk::new();
    let data = desk.path("data");
    let status = || anlanh(&["keys", "status", "--data", text(&data)]);
    let none = status();
    assert_eq!(none.status.code(), Some(1));
    assert!(stderr(&none).contains("anlanh keys init"), "it says what to do: {}", stderr(&none));
    let made = anlanh(&["keys", "init", "--data", text(&data)]);
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    let path = data.join("keys").join("ledger.key");
    let key = std::fs::read(&path).expect("the key");
    assert_eq!(std::fs::metadata(&path).expect("the key").permissions().mode() & 0o777, 0o600);
    assert_eq!(std::fs::metadata(data.join("keys")).expect("its folder").permissions().mode() & 0o777, 0o700);
    let again = anlanh(&["keys", "init", "--data", text(&data)]);
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(std::fs::read(&path).expect("the key"), key, "it is never overwritten");
    assert!(stdout(&status()).contains("Khóa công khai: anlanh/"), "{}", stdout(&status()));
}

#[test]
fn a_key_that_others_can_read_is_refused() {
    let desk = Desk::new();
    let data = desk.path("data");
    assert_eq!(anlanh(&["keys", "init", "--data", text(&data)]).status.code(), Some(0));
    let path = data.join("keys").join("ledger.key");
    for mode in [0o640, 0o604, 0o622] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("changes");
        for command in [&["ledger", "verify"][..], &["serve", "--listen", "127.0.0.1:0"], &["keys", "status"]] {
            let refused = anlanh(&[command, &["--data", text(&data)]].concat());
            assert_eq!(refused.status.code(), Some(1), "{mode:o} {command:?}");
            let said = stderr(&refused);
            assert!(said.contains(&format!("{mode:03o}")) && said.contains("chmod 600"), "{said}");
        }
    }
    assert!(!data.join("anlanh.sqlite").exists(), "refused before anything is opened");
}

#[test]
fn what_is_no_key_is_refused() {
    let desk = Desk::new();
    let data = desk.path("data");
    assert_eq!(anlanh(&["keys", "init", "--data", text(&data)]).status.code(), Some(0));
    std::fs::write(data.join("keys").join("ledger.key"), "khóa giả định").expect("writes");
    let refused = anlanh(&["ledger", "verify", "--data", text(&data)]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("PKCS #8"), "{}", stderr(&refused));
}

/// The database with the log beside it, which a process that just ended may have left.
fn store_files(data: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let found = std::fs::read_dir(data).expect("the data folder").map(|entry| entry.expect("readable").path());
    let files = found.filter(|path| path.is_file());
    files.map(|path| (path.clone(), std::fs::read(path).expect("readable"))).collect()
}

#[test]
fn a_note_kept_elsewhere_tells_whether_the_ledger_was_cut() {
    let desk = Desk::new();
    let data = desk.path("data");
    let ledger = |args: &[&str]| anlanh(&[&["ledger"], args, &["--data", text(&data)]].concat());
    record(&desk, 1);
    assert!(stdout(&ledger(&["verify"])).contains("2 mục, 0 mục đã ký"), "no key yet");
    assert_eq!(ledger(&["checkpoint"]).status.code(), Some(1), "nothing signs");
    assert_eq!(anlanh(&["keys", "init", "--data", text(&data)]).status.code(), Some(0));
    record(&desk, 2);
    let older = store_files(&data);
    record(&desk, 3);
    let note = desk.file("kept.txt", ledger(&["checkpoint"]).stdout);
    let sound = ledger(&["verify", "--from", text(&note)]);
    assert_eq!(sound.status.code(), Some(0), "{}", stderr(&sound));
    assert!(stdout(&sound).contains("4 mục, 4 mục đã ký"), "{}", stdout(&sound));
    let bundle = desk.path("ledger.bundle");
    let exported = ledger(&["export", "--out", text(&bundle)]);
    assert_eq!(exported.status.code(), Some(0), "{}", stderr(&exported));
    assert!(std::fs::read(&bundle).expect("the bundle").starts_with(vault::bundle::MAGIC));

    // somebody puts the older store back
    for (path, _) in store_files(&data) {
        std::fs::remove_file(path).expect("removes");
    }
    for (path, bytes) in older {
        std::fs::write(path, bytes).expect("writes");
    }
    let cut = ledger(&["verify", "--from", text(&note)]);
    assert_eq!(cut.status.code(), Some(1));
    assert!(stderr(&cut).contains("chỉ có 3 mục nhưng đã ký cho 4 mục"), "{}", stderr(&cut));
    // and somebody else's note is no proof of anything
    let other = Desk::new();
    assert_eq!(anlanh(&["keys", "init", "--data", text(&other.path("data"))]).status.code(), Some(0));
    let foreign = anlanh(&["ledger", "checkpoint", "--data", text(&other.path("data"))]);
    let foreign = desk.file("foreign.txt", foreign.stdout);
    let refused = ledger(&["verify", "--from", text(&foreign)]);
    assert!(stderr(&refused).contains("khóa khác hoặc sổ khác"), "{}", stderr(&refused));
}

#[test]
fn a_server_that_is_stopped_has_signed_everything() {
    let desk = Desk::new();
    let data = desk.path("data");
    let mut server = Command::new(env!("CARGO_BIN_EXE_anlanh"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data", text(&data)])
        .env_remove("DATABASE_URL")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the binary runs");
    let mut line = String::new();
    BufReader::new(server.stdout.take().expect("piped")).read_line(&mut line).expect("it says where it listens");
    assert!(line.contains("http://localhost:"), "{line}");
    let stopped = Command::new("kill").arg(server.id().to_string()).status().expect("kill runs");
    assert!(stopped.success());
    assert!(server.wait().expect("it ends").success());
    let sound = anlanh(&["ledger", "verify", "--data", text(&data)]);
    assert!(stdout(&sound).contains("1 mục, 1 mục đã ký"), "{} {}", stdout(&sound), stderr(&sound));
}
