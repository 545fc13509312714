//! What a program did to a folder, in order: written down by `strace` around the real binary.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One thing that was done. Paths are below the folder that is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Op {
    /// A file came to be, empty.
    Make { path: PathBuf },
    /// A folder came to be.
    Folder { path: PathBuf },
    /// Bytes were handed to the system; they may stay in memory.
    Write { path: PathBuf, at: usize, bytes: Vec<u8> },
    /// A file was cut off or lengthened.
    Resize { path: PathBuf, bytes: usize },
    /// What was done to a file or in a folder before `begun` is durable from here on.
    Sync { path: PathBuf, begun: usize },
    /// A name was given to what had another.
    Rename { from: PathBuf, to: PathBuf },
    /// What had a name got another one beside it.
    Link { from: PathBuf, to: PathBuf },
    /// A name was taken away.
    Remove { path: PathBuf },
    /// The program told its caller that it is done.
    Acknowledge,
}

/// What one or several runs did, one after the other.
#[derive(Debug, Default)]
pub struct Journal {
    pub ops: Vec<Op>,
}

/// Calls that change a folder or tell somebody something. Those that the simulator does not know end the reading.
const CALLS: &str = "openat,open,creat,close,lseek,write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,fsync,fdatasync,\
    sync_file_range,ftruncate,truncate,fallocate,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,\
    mkdir,mkdirat,rmdir,copy_file_range,sendfile";

/// A call to `strace` that writes what the program does to `trace`; the program and its arguments come next.
pub fn strace(trace: &Path) -> Command {
    let mut command = Command::new("strace");
    command.args(["--follow-forks", "--seccomp-bpf", "--decode-fds=path", "--strings-in-hex=all"]);
    command.args(["--string-limit=100000000", "--quiet=all", "--signal=none"]);
    command.arg(format!("--trace={CALLS}")).arg("-o").arg(trace).arg(env!("CARGO_BIN_EXE_anlanh"));
    command
}

/// Whether `strace` is there and may watch. Where it is not the test says so and is skipped; not in CI.
pub fn can_watch() -> bool {
    let works = Command::new("strace").args(["-o", "/dev/null", "true"]).status().is_ok_and(|status| status.success());
    let must = std::env::var("CI").as_deref() == Ok("true");
    assert!(works || !must, "strace is missing or may not watch: in CI this test must run (scripts/test installs it)");
    if !works {
        println!("skipped: strace is missing or may not watch here");
    }
    works
}

impl Journal {
    /// Adds what a trace tells of `folder`. `told` recognises what the caller takes for an answer.
    pub fn read(&mut self, trace: &Path, folder: &Path, told: &[u8]) {
        let text = std::fs::read_to_string(trace).expect("strace wrote its file");
        let mut reading = Reading { folder, told, unfinished: HashMap::new(), places: HashMap::new() };
        for line in text.lines() {
            let (thread, call) = line.split_once(' ').expect("a thread and a call");
            let call = call.trim_start();
            if let Some(start) = call.strip_suffix(" <unfinished ...>") {
                reading.unfinished.insert(thread.to_owned(), (start.to_owned(), self.ops.len()));
            } else if let Some((_, rest)) = call.strip_prefix("<... ").and_then(|rest| rest.split_once(" resumed>")) {
                let (start, begun) = reading.unfinished.remove(thread).expect("it had begun");
                self.add(&mut reading, &format!("{start}{rest}"), begun);
            } else {
                let begun = self.ops.len();
                self.add(&mut reading, call, begun);
            }
        }
    }

    fn add(&mut self, reading: &mut Reading, call: &str, begun: usize) {
        let Some((name, rest)) = call.split_once('(') else { return };
        let Some((args, result)) = rest.rsplit_once(" = ") else { return };
        let Some(result) = result.split([' ', '<']).next().and_then(|n| n.parse::<usize>().ok()) else { return };
        let args = Args::of(args.trim_end().strip_suffix(')').expect("a call ends"));
        match name {
            "openat" | "open" | "creat" => self.open(reading, &args, result),
            "close" => {
                reading.places.remove(&args.handle());
            }
            "lseek" => {
                reading.places.insert(args.handle(), result);
            }
            "write" | "writev" | "sendto" | "sendmsg" | "pwrite64" => self.write(reading, name, &args, result),
            "fsync" | "fdatasync" => {
                self.ops.extend(reading.inside(args.path()).map(|path| Op::Sync { path, begun }));
            }
            "ftruncate" => {
                let bytes = args.plain.last().and_then(|n| n.parse().ok()).expect("a length");
                self.ops.extend(reading.inside(args.path()).map(|path| Op::Resize { path, bytes }));
            }
            "mkdir" | "mkdirat" => self.ops.extend(reading.inside(args.text(0)).map(|path| Op::Folder { path })),
            "unlink" | "unlinkat" | "rmdir" => {
                self.ops.extend(reading.inside(args.text(0)).map(|path| Op::Remove { path }));
            }
            "rename" | "renameat" | "renameat2" => {
                if let (Some(from), Some(to)) = (reading.inside(args.text(0)), reading.inside(args.text(1))) {
                    self.ops.push(Op::Rename { from, to });
                }
            }
            "link" | "linkat" => {
                if let (Some(from), Some(to)) = (reading.inside(args.text(0)), reading.inside(args.text(1))) {
                    self.ops.push(Op::Link { from, to });
                }
            }
            other => {
                let touched = args.paths.iter().chain(&args.texts).find_map(|path| reading.inside(Some(path)));
                assert!(touched.is_none(), "{other} on {touched:?}: the simulator does not know this call");
            }
        }
    }

    fn open(&mut self, reading: &mut Reading, args: &Args, handle: usize) {
        reading.places.insert(handle.to_string(), 0);
        let Some(path) = reading.inside(args.text(0)) else { return };
        let has = |flag: &str| args.plain.iter().any(|word| word.split('|').any(|one| one == flag));
        assert!(!has("O_APPEND"), "{}: appending is not known to the simulator", path.display());
        if has("O_CREAT") {
            self.ops.push(Op::Make { path: path.clone() });
        }
        if has("O_TRUNC") {
            self.ops.push(Op::Resize { path, bytes: 0 });
        }
    }

    fn write(&mut self, reading: &mut Reading, name: &str, args: &Args, written: usize) {
        let mut bytes = args.texts.concat();
        bytes.truncate(written);
        let Some(path) = reading.inside(args.path()) else {
            if bytes.windows(reading.told.len()).any(|part| part == reading.told) {
                self.ops.push(Op::Acknowledge);
            }
            return;
        };
        let at = if name == "pwrite64" {
            args.plain.last().and_then(|n| n.parse().ok()).expect("a place")
        } else {
            let place = reading.places.entry(args.handle()).or_default();
            std::mem::replace(place, *place + written)
        };
        self.ops.push(Op::Write { path, at, bytes });
    }
}

struct Reading<'a> {
    folder: &'a Path,
    told: &'a [u8],
    /// Calls that were interrupted by those of other threads, and where they began.
    unfinished: HashMap<String, (String, usize)>,
    /// Where the next `write` to a handle goes.
    places: HashMap<String, usize>,
}

impl Reading<'_> {
    /// The path below the folder. What lives in memory alone is none of it.
    fn inside(&self, path: Option<&[u8]>) -> Option<PathBuf> {
        let path = Path::new(std::str::from_utf8(path?).ok()?);
        let inner = path.strip_prefix(self.folder).ok()?;
        let volatile = inner.to_string_lossy().ends_with("-shm");
        (!volatile).then(|| inner.to_path_buf())
    }
}

/// The arguments of a call: quoted texts, paths of handles, and the rest.
#[derive(Default)]
struct Args {
    texts: Vec<Vec<u8>>,
    paths: Vec<Vec<u8>>,
    plain: Vec<String>,
}

impl Args {
    fn of(text: &str) -> Self {
        let mut args = Self::default();
        let mut rest = text;
        let mut plain = String::new();
        while let Some(next) = rest.chars().next() {
            if let ('"' | '<', Some((inner, after))) = (next, rest[1..].split_once(if next == '"' { '"' } else { '>' }))
            {
                if next == '"' { &mut args.texts } else { &mut args.paths }.push(bytes_of(inner));
                rest = after;
            } else {
                plain.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
        args.plain = plain.split(',').map(|word| word.trim().to_owned()).collect();
        args
    }

    /// The number of the handle, which comes first.
    fn handle(&self) -> String {
        self.plain.first().cloned().unwrap_or_default()
    }

    fn path(&self) -> Option<&[u8]> {
        // a file without a name any more can be written to, but nobody will find it
        let gone = self.plain.first().is_some_and(|word| word.contains("(deleted)"));
        self.paths.first().filter(|_| !gone).map(Vec::as_slice)
    }

    fn text(&self, at: usize) -> Option<&[u8]> {
        self.texts.get(at).map(Vec::as_slice)
    }
}

/// `\x61\x62` as bytes.
fn bytes_of(hex: &str) -> Vec<u8> {
    let pairs = hex.split("\\x").skip(1);
    pairs.map(|pair| u8::from_str_radix(pair.get(..2).unwrap_or(pair), 16).expect("hexadecimal")).collect()
}
