//! Against a real mail server program, npm's `smtp-server`, on loopback (`scripts/smtp-server.mjs`). Everybody in it is
//! fictitious (giả định). Without Node.js and its packages the tests say that they were skipped; in CI they must run.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use serde_json::Value;
use uuid::Uuid;

use super::*;

/// The server's program, which ends with its input.
struct Running {
    child: Child,
    port: u16,
    said: BufReader<ChildStdout>,
}

impl Running {
    /// At a port, or at any.
    fn start(port: u16) -> Option<Self> {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
        let must = std::env::var("CI").as_deref() == Ok("true");
        if !root.join("node_modules/smtp-server").is_dir() {
            assert!(!must, "node_modules/smtp-server is missing: in CI this must run (npm ci)");
            println!("skipped: node_modules/smtp-server is missing (npm ci)");
            return None;
        }
        let mut program = Command::new("node");
        program.arg(root.join("scripts/smtp-server.mjs")).arg(port.to_string()).current_dir(&root);
        let started = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn();
        let mut child = started.expect("node starts");
        let mut said = BufReader::new(child.stdout.take().expect("piped"));
        let mut line = String::new();
        said.read_line(&mut line).expect("it says where it is");
        Some(Self { child, port: line.trim().parse().expect("a port"), said })
    }

    /// The next letter that it took.
    fn taken(&mut self) -> Value {
        let mut line = String::new();
        self.said.read_line(&mut line).expect("it tells");
        serde_json::from_str(&line).expect("JSON")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

fn letter(n: u128, to: &str) -> Letter {
    Letter {
        id: Uuid::from_u128(n),
        to: Zeroizing::new(to.to_owned()),
        subject: "Báo cáo quá hạn: Quý III 2026 – Báo cáo thực hiện Kế hoạch 192/KH-UBND".to_owned(),
        text: "xã Giả Định: hạn nộp là 14/09/2026; quá hạn 4 ngày.\n.\nĐăng nhập và xem Lịch báo cáo.\n".to_owned(),
    }
}

fn at(url: &str) -> Smtp {
    Smtp::new(url, "nhac@anlanh.example", Lang::Vi).unwrap_or_else(|_| panic!("{url} fits"))
}

/// Header lines and text of what was sent, as a reader sees them.
fn read(letter: &str) -> (String, String) {
    let (head, body) = letter.split_once("\r\n\r\n").expect("head and body");
    (head.replace("\r\n ", ""), body.to_owned())
}

#[test]
fn a_letter_arrives_as_it_was_written() {
    let Some(mut running) = Running::start(0) else { return };
    let post = at(&format!("smtp://127.0.0.1:{}", running.port));
    assert_eq!(post.send(&letter(7, "canbo@giadinh.example")), Ok(()));
    let taken = running.taken();
    assert_eq!(taken["from"], "nhac@anlanh.example");
    assert_eq!(taken["to"][0], "canbo@giadinh.example");
    let (head, body) = read(taken["letter"].as_str().expect("text"));
    assert!(head.contains("Message-ID: <00000000-0000-0000-0000-000000000007@anlanh.example>"), "{head}");
    assert!(head.contains("Auto-Submitted: auto-generated"), "{head}");
    assert!(head.contains("Content-Type: text/plain; charset=utf-8"), "{head}");
    assert!(head.contains("Subject: =?utf-8?b?") || head.contains("Subject: =?UTF-8?"), "{head}");
    assert!(!body.is_empty());
}

#[test]
fn what_the_server_says_decides_whether_it_is_tried_again() {
    let Some(mut running) = Running::start(0) else { return };
    let post = at(&format!("smtp://127.0.0.1:{}", running.port));
    let later = letter(1, "mai-sau@giadinh.example");
    assert_eq!(post.send(&later), Err(Bounce::ForNow(Cause::Code(451))));
    assert_eq!(post.send(&later), Ok(()), "the second time it is taken");
    assert_eq!(running.taken()["to"][0], "mai-sau@giadinh.example");
    assert_eq!(post.send(&letter(2, "khong-co@giadinh.example")), Err(Bounce::ForGood(Cause::Code(550))));
    assert_eq!(post.send(&letter(3, "không phải địa chỉ")), Err(Bounce::ForGood(Cause::NoAddress)));
}

#[test]
fn a_server_that_is_down_is_no_fault_of_the_letter() {
    let Some(running) = Running::start(0) else { return };
    let port = running.port;
    let post = at(&format!("smtp://127.0.0.1:{port}"));
    drop(running);
    assert_eq!(post.send(&letter(1, "canbo@giadinh.example")), Err(Bounce::ForNow(Cause::Connect)));
    let mut again = Running::start(port).expect("it started before");
    assert_eq!(post.send(&letter(1, "canbo@giadinh.example")), Ok(()));
    assert_eq!(again.taken()["to"][0], "canbo@giadinh.example");
}

#[test]
fn a_wrong_password_holds_mail_back_and_loses_none() {
    let Some(mut running) = Running::start(0) else { return };
    let to = |password: &str| format!("smtp://canbo%40giadinh:{password}@127.0.0.1:{}", running.port);
    let (good, bad) = (at(&to("m%E1%BA%ADt%20kh%E1%BA%A9u%3A%2F%3F%23")), at(&to("sai")));
    assert!(
        !good.name().contains("giadinh") && !good.name().contains('%'),
        "neither name nor password: {}",
        good.name()
    );
    assert_eq!(bad.send(&letter(1, "canbo@giadinh.example")), Err(Bounce::ForNow(Cause::Refused(535))));
    assert_eq!(good.send(&letter(1, "canbo@giadinh.example")), Ok(()));
    assert_eq!(running.taken()["user"], "canbo@giadinh");
}

#[test]
fn only_encrypted_or_this_machine() {
    for bad in ["http://thu.example", "thu.example:25", "smtp://", "smtps:", "smtp://a:%ff@thu.example"] {
        assert!(Smtp::new(bad, "nhac@anlanh.example", Lang::Vi).is_err(), "{bad}");
    }
    let far = at("smtp://thu.example");
    assert_eq!(far.name(), "smtp://thu.example:587", "and STARTTLS is asked for");
    assert_eq!(at("smtps://u:p@thu.example").name(), "smtps://thu.example:465");
    let fault = Smtp::new("smtps://thu.example", "không phải địa chỉ", Lang::Vi).err().flatten().expect("a sentence");
    assert!(fault.say(Lang::Vi).contains("“không phải địa chỉ”"));
}

#[test]
#[cfg(unix)]
fn a_password_that_others_can_read_is_refused() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("smtp");
    std::fs::write(&file, "smtps://u:p@thu.example\n").expect("writes");
    let named = Named { url_file: file.clone(), from: "nhac@anlanh.example".to_owned(), escalate_after_days: 3 };
    let mode = |mode| std::fs::set_permissions(&file, std::fs::Permissions::from_mode(mode)).expect("sets");
    mode(0o644);
    let Err(fault) = mailing(&named, "", Lang::Vi) else { panic!("others can read it") };
    assert!(fault.say(Lang::Vi).contains("chmod 600"));
    mode(0o600);
    assert!(mailing(&named, "", Lang::Vi).is_ok());
}
