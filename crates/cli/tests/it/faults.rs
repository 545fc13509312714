//! The disk fails at the first, second, third … call, once or from then on, until a run passes clean:
//! nothing acknowledged is lost, nothing half done, no panic, a reason and a remedy are said, reading
//! goes on, and writing too once the disk is well.
//!
//! `ANLANH_FAULTS=all` fails every call (`just faults`); otherwise some of them.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::crash::{figures, import};
use crate::powercut::journal::can_watch;
use crate::powercut::server::{Server, let_in};
use crate::{Desk, stderr, stdout, text};

/// What `SQLite` asks the system for, and what can be wrong with it.
const CALLS: [&str; 4] = ["fsync,fdatasync", "pwrite64", "openat", "ftruncate"];
const ERRORS: [&str; 2] = ["EIO", "ENOSPC"];

/// A failing disk.
struct Fault {
    calls: &'static str,
    error: &'static str,
    /// Which call of each thread: `7` for once, `7+` for ever.
    when: String,
}

impl Fault {
    /// The program below a disk that fails on the files of the store.
    fn around(&self, trace: &Path, store: &Path) -> Command {
        let mut command = Command::new("strace");
        command.args(["--follow-forks", "--quiet=all", "--signal=none", "-o"]).arg(trace);
        command.args(self.options(store)).arg(env!("CARGO_BIN_EXE_anlanh"));
        command
    }

    fn options(&self, store: &Path) -> Vec<String> {
        let files = ["", "-wal", "-journal"].map(|ending| format!("--trace-path={}{ending}", store.display()));
        let calls = [
            format!("--trace={}", self.calls),
            format!("--inject={}:error={}:when={}", self.calls, self.error, self.when),
        ];
        files.into_iter().chain(calls).collect()
    }

    fn name(&self) -> String {
        format!("{}:{}:{}", self.calls, self.error, self.when)
    }
}

/// Whether the disk did fail: past the last call of a run it does not.
fn failed(trace: &Path) -> bool {
    std::fs::read_to_string(trace).expect("strace wrote its file").contains("(INJECTED)")
}

/// The calls of a run that are made to fail: each, or ever fewer.
fn instants() -> impl Iterator<Item = usize> {
    let every = std::env::var("ANLANH_FAULTS").is_ok_and(|which| which == "all");
    let mut step = 0;
    std::iter::successors(Some(1), move |n| {
        step = if every { 1 } else { step + 1 + step / 2 };
        Some(n + step)
    })
}

fn prepared() -> (Desk, PathBuf) {
    let desk = Desk::new();
    let data = desk.path("data");
    let made = crate::anlanh(&["keys", "init", "--data", text(&data)]);
    assert!(made.status.success(), "{}", stderr(&made));
    let done = import(&desk, 0, Command::new(env!("CARGO_BIN_EXE_anlanh")), &data);
    assert!(done.status.success(), "{}", stderr(&done));
    (desk, data.join("anlanh.sqlite"))
}

fn held(store: &Path) -> u64 {
    let [one, other] = figures(&format!("sqlite:{}", store.display()));
    assert_eq!(one, other, "half a command");
    one
}

/// What a failed command may look like: a sentence, and neither a panic nor a signal.
#[track_caller]
fn is_orderly(output: &Output, name: &str) {
    let said = stderr(output);
    assert!(!said.contains("panicked"), "{name}: {said}");
    assert_eq!(output.status.code(), Some(1), "{name}: {said}");
    let remedy = ["Hãy", "thử lại"].iter().any(|word| said.contains(word));
    assert!(remedy, "{name}: it does not say what to do: {said}");
}

#[test]
fn a_failing_disk_loses_nothing_of_an_import() {
    if !can_watch() {
        return;
    }
    let (desk, store) = prepared();
    let (mut runs, mut refused, mut last) = (0, 0, 0);
    for calls in CALLS {
        for error in ERRORS {
            for forever in ["", "+"] {
                for n in instants() {
                    let fault = Fault { calls, error, when: format!("{n}{forever}") };
                    let (name, trace) = (fault.name(), desk.path("trace"));
                    runs += 1;
                    let output = import(&desk, runs, fault.around(&trace, &store), &desk.path("data"));
                    let found = held(&store);
                    if stdout(&output).contains("Đã ghi") {
                        assert_eq!(found, runs, "{name}: acknowledged and lost");
                    } else {
                        refused += 1;
                        is_orderly(&output, &name);
                        assert!(found == last || found == runs, "{name}: {found} after {last}");
                    }
                    last = found;
                    if !failed(&trace) {
                        break;
                    }
                }
            }
        }
    }
    println!("{runs} imports on a failing disk: {refused} refused in order, nothing lost");
    assert!(refused > 0, "no fault was ever felt");
}

/// The disk begins to fail while the server runs, and is well again after a while.
#[test]
fn a_server_outlives_a_failing_disk() {
    if !can_watch() {
        return;
    }
    let (desk, store) = prepared();
    let_in(&desk.path("data"));
    let server = Server::start(Command::new(env!("CARGO_BIN_EXE_anlanh")), &desk.path("data"));
    let (mut failures, mut refused, mut figure) = (0, 0, 0);
    let mut told = 0;
    for calls in CALLS {
        for (error, status) in [("EIO", 503), ("ENOSPC", 507)] {
            for n in instants().take_while(|n| *n <= 40) {
                let fault = Fault { calls, error, when: format!("{n}+") };
                let name = fault.name();
                let failing = Failing::begin(&fault, &desk.path("trace"), &store, server.id());
                let mut answers = Vec::new();
                for _ in 0..4 {
                    figure += 1;
                    answers.push(server.record(figure));
                    let written = answers.last() == Some(&303);
                    if written {
                        told = figure;
                    }
                    refused += usize::from(!written);
                    let page = server.sheet().expect("reading goes on");
                    assert_eq!(page.status, 200, "{name}");
                    let (says_so, shown) = (page.body.contains("Đang chỉ đọc"), format!("value=\"{told}\""));
                    assert!(says_so != written, "{name}: {written} and {says_so}");
                    assert!(page.body.contains(&shown), "{name}: the page does not show {told}");
                }
                // a full disk may also show as a fault, where the engine tells no more
                let right = |answer: &u16| [303, 503, status].contains(answer);
                assert!(answers.iter().all(right), "{name}: {answers:?}");
                failing.end();
                failures += 1;
                figure += 1;
                assert_eq!(server.record(figure), 303, "{name}: writing did not come back after {answers:?}");
                told = figure;
                assert!(server.sheet().expect("answers").body.contains(&format!("value=\"{told}\"")), "{name}");
            }
        }
    }
    server.stop();
    assert_eq!(held(&store), told);
    println!("{failures} times the disk failed under a server: {refused} writes refused, writing again each time");
    assert!(refused > 0, "no fault was ever felt");
}

/// A disk that fails under a running program, from now until the end.
struct Failing(std::process::Child);

impl Failing {
    fn begin(fault: &Fault, trace: &Path, store: &Path, program: u32) -> Self {
        let mut command = Command::new("strace");
        command.args(["--follow-forks", "--signal=none", "-o"]).arg(trace).args(fault.options(store));
        command.arg(format!("--attach={program}"));
        let mut child = command.stderr(Stdio::piped()).spawn().expect("strace runs");
        let mut said = String::new();
        BufReader::new(child.stderr.take().expect("piped")).read_line(&mut said).expect("UTF-8");
        assert!(said.contains("attached"), "{said}");
        Self(child)
    }

    fn end(mut self) {
        let asked = Command::new("kill").args(["-INT", &self.0.id().to_string()]).status().expect("kill runs");
        assert!(asked.success());
        self.0.wait().expect("ended");
    }
}

#[test]
fn a_full_disk_stops_writing_and_room_brings_it_back() {
    let desk = Desk::new();
    let Some(disk) = SmallDisk::mounted(&desk) else { return };
    let data = disk.place.join("data");
    let_in(&data);
    let server = Server::start(Command::new(env!("CARGO_BIN_EXE_anlanh")), &data);
    let mut told = 0;
    for figure in 1..=3 {
        assert_eq!(server.record(figure), 303);
        told = figure;
    }
    let filler = disk.place.join("filler");
    disk.fill(&filler);
    // what the log of writes has already taken may serve a few more
    let mut refused = 0;
    for figure in 4..=400 {
        match server.record(figure) {
            303 => told = figure,
            507 => refused += 1,
            other => panic!("figure {figure}: {other}"),
        }
        if refused == 3 {
            break;
        }
    }
    assert_eq!(refused, 3, "the disk never became full");
    let page = server.get("/tinh/38?nam=2025").expect("reading goes on");
    assert!(page.status == 200 && page.body.contains("hết chỗ"), "{}", page.status);
    std::fs::remove_file(&filler).expect("ours");
    assert_eq!(server.record(told + 1), 303, "room is used without a restart");
    let page = server.get("/tinh/38?nam=2025").expect("reading goes on");
    assert!(!page.body.contains("Đang chỉ đọc"));
    server.stop();
    assert_eq!(held(&data.join("anlanh.sqlite")), told + 1);
}

/// A disk of a few megabytes, taken away at the end.
struct SmallDisk {
    place: PathBuf,
}

impl SmallDisk {
    /// None, with the reason printed, where nothing can be mounted.
    fn mounted(desk: &Desk) -> Option<Self> {
        let place = desk.path("disk");
        std::fs::create_dir(&place).expect("writable");
        let image = desk.path("image");
        let run = |program: &str, args: &[&str]| {
            Command::new(program).args(args).output().is_ok_and(|output| output.status.success())
        };
        std::fs::File::create(&image).and_then(|file| file.set_len(32 << 20)).expect("writable");
        let on_loop = run("mkfs.ext4", &["-q", "-F", "-m", "0", text(&image)])
            && run("mount", &["-o", "loop", text(&image), text(&place)]);
        let mounted = on_loop || run("mount", &["-t", "tmpfs", "-o", "size=32m", "tmpfs", text(&place)]);
        if !mounted {
            println!("skipped: no small disk can be mounted here (root is needed)");
            return None;
        }
        println!("a small disk: {}", if on_loop { "ext4 on a loop device" } else { "tmpfs" });
        Some(Self { place })
    }

    /// Takes all the room there is.
    fn fill(&self, filler: &Path) {
        use std::io::Write as _;
        assert!(filler.starts_with(&self.place));
        let mut file = std::fs::File::create(filler).expect("a name needs no room");
        let mut bytes = 1 << 20;
        while bytes >= 512 {
            if file.write_all(&vec![1; bytes]).and_then(|()| file.sync_data()).is_err() {
                bytes /= 2;
            }
        }
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.place).status();
    }
}
