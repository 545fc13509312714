//! A disk that keeps what was synced, and of the rest whatever chance leaves: sector by sector, name by name.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::journal::Op;

/// What a disk writes whole or not at all.
const SECTOR: usize = 512;

/// A generator of numbers that look random; the same seed gives the same ones (`SplitMix64`).
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let end = u64::try_from(end.max(1)).expect("a count");
        usize::try_from((mixed ^ (mixed >> 31)) % end).expect("a count")
    }

    fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }
}

#[derive(Clone, Debug, Default)]
struct File {
    durable: Vec<u8>,
    /// Not synced yet, with the place of each in the journal.
    pending: Vec<(usize, Change)>,
}

#[derive(Clone, Debug)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Resize(usize),
}

#[derive(Clone, Debug)]
enum Step {
    Put(PathBuf, Named),
    Drop(PathBuf),
    Move(PathBuf, PathBuf, Named),
}

#[derive(Clone, Copy, Debug)]
enum Named {
    File(usize),
    Folder,
}

/// The disk. Files are known by number, because names move.
#[derive(Clone, Debug, Default)]
pub struct Disk {
    files: Vec<File>,
    /// Names as programs see them.
    live: BTreeMap<PathBuf, Named>,
    /// Names that are durable.
    kept: BTreeMap<PathBuf, Named>,
    /// Changes of names that are not, with their places in the journal.
    steps: Vec<(usize, Step)>,
    /// A sync that is only pretended: what `synchronous = NORMAL` leaves out.
    deaf_to: Option<&'static str>,
    done: usize,
}

impl Disk {
    /// A disk that holds a folder as it is, all of it durable.
    pub fn of(folder: &Path) -> Self {
        let mut disk = Self::default();
        disk.take_in(folder, Path::new(""));
        disk
    }

    fn take_in(&mut self, folder: &Path, below: &Path) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("readable");
            let path = below.join(entry.file_name());
            let named = if entry.path().is_dir() {
                self.take_in(&entry.path(), &path);
                Named::Folder
            } else {
                self.files.push(File { durable: std::fs::read(entry.path()).expect("readable"), pending: Vec::new() });
                Named::File(self.files.len() - 1)
            };
            self.live.insert(path.clone(), named);
            self.kept.insert(path, named);
        }
    }

    /// The same disk, which does not hear syncs of files whose name ends so.
    pub fn deaf_to(mut self, ending: &'static str) -> Self {
        self.deaf_to = Some(ending);
        self
    }

    /// Does what the journal tells.
    pub fn play(&mut self, ops: &[Op]) {
        for op in ops {
            self.play_one(op);
        }
    }

    fn play_one(&mut self, op: &Op) {
        let now = self.done;
        self.done += 1;
        match op {
            Op::Make { path } if self.live.contains_key(path) => {}
            Op::Make { path } => {
                self.files.push(File::default());
                self.put(now, path, Named::File(self.files.len() - 1));
            }
            Op::Folder { path } => self.put(now, path, Named::Folder),
            Op::Write { path, at, bytes } => {
                self.file(path).pending.push((now, Change::Write { at: *at, bytes: bytes.clone() }));
            }
            Op::Resize { path, bytes } => self.file(path).pending.push((now, Change::Resize(*bytes))),
            Op::Sync { path, begun } => self.sync(path, *begun),
            Op::Rename { from, to } => {
                let named = self.live.remove(from).expect("renamed what was there");
                self.live.insert(to.clone(), named);
                self.steps.push((now, Step::Move(from.clone(), to.clone(), named)));
            }
            Op::Link { from, to } => {
                let named = *self.live.get(from).expect("linked what was there");
                self.put(now, to, named);
            }
            Op::Remove { path } => {
                if self.live.remove(path).is_some() {
                    self.steps.push((now, Step::Drop(path.clone())));
                }
            }
            Op::Acknowledge => {}
        }
    }

    fn put(&mut self, now: usize, path: &Path, named: Named) {
        self.live.insert(path.to_path_buf(), named);
        self.steps.push((now, Step::Put(path.to_path_buf(), named)));
    }

    fn file(&mut self, path: &Path) -> &mut File {
        match self.live.get(path) {
            Some(Named::File(number)) => &mut self.files[*number],
            other => panic!("{}: {other:?} is written to", path.display()),
        }
    }

    /// A file's sync keeps its bytes, a folder's the names in it; neither does the other's.
    fn sync(&mut self, path: &Path, begun: usize) {
        if self.deaf_to.is_some_and(|ending| path.to_string_lossy().ends_with(ending)) {
            return;
        }
        if let Some(Named::File(number)) = self.live.get(path) {
            let file = &mut self.files[*number];
            let (covered, left) = std::mem::take(&mut file.pending).into_iter().partition(|(at, _)| *at < begun);
            file.pending = left;
            for (_, change) in covered {
                change.whole(&mut file.durable);
            }
        } else {
            let is_here = |step: &Step| step.path().parent().is_none_or(|parent| parent == path);
            let (covered, left) =
                std::mem::take(&mut self.steps).into_iter().partition(|(at, step)| *at < begun && is_here(step));
            self.steps = left;
            for (_, step) in covered {
                step.apply(&mut self.kept);
            }
        }
    }

    /// The power fails in the middle of the last thing that was done. What is found afterwards is written to `folder`.
    pub fn power_off(mut self, dice: &mut Dice, folder: &Path) {
        let last = self.done.saturating_sub(1);
        // All is lost, all has made it, or every mixture of the two.
        let chance = [0, 100, 50, 10, 90][dice.below(5)];
        for (_, step) in std::mem::take(&mut self.steps) {
            if dice.percent(chance) {
                step.apply(&mut self.kept);
            }
        }
        for file in &mut self.files {
            for (at, change) in std::mem::take(&mut file.pending) {
                match change {
                    Change::Write { at: place, mut bytes } if at == last => {
                        // torn at any byte
                        bytes.truncate(dice.below(bytes.len() + 1));
                        Change::Write { at: place, bytes }.whole(&mut file.durable);
                    }
                    Change::Write { at: place, bytes } => {
                        for (n, sector) in bytes.chunks(SECTOR).enumerate() {
                            if dice.percent(chance) {
                                let at = place + n * SECTOR;
                                Change::Write { at, bytes: sector.to_vec() }.whole(&mut file.durable);
                            }
                        }
                    }
                    change @ Change::Resize(_) if dice.percent(chance) => change.whole(&mut file.durable),
                    Change::Resize(_) => {}
                }
            }
        }
        self.write_out(folder);
    }

    fn write_out(&self, folder: &Path) {
        // in the order of names, so that folders come before what is in them
        for (path, named) in &self.kept {
            let place = folder.join(path);
            match named {
                Named::Folder => std::fs::create_dir_all(&place).expect("a folder"),
                // what stood in a folder that was lost is lost with it
                Named::File(_) if !place.parent().is_some_and(Path::is_dir) => {}
                Named::File(number) => std::fs::write(&place, &self.files[*number].durable).expect("writable"),
            }
            if place.exists() {
                close_to_others(&place);
            }
        }
    }
}

/// The modes that the program gives; the journal does not follow them.
fn close_to_others(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = if path.is_dir() { 0o700 } else { 0o600 };
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("our own file");
}

impl Change {
    fn whole(self, bytes: &mut Vec<u8>) {
        match self {
            Self::Write { at, bytes: new } => {
                let end = at + new.len();
                if bytes.len() < end {
                    bytes.resize(end, 0);
                }
                bytes[at..end].copy_from_slice(&new);
            }
            Self::Resize(len) => bytes.resize(len, 0),
        }
    }
}

impl Step {
    fn path(&self) -> &Path {
        match self {
            Self::Put(path, _) | Self::Drop(path) | Self::Move(_, path, _) => path,
        }
    }

    fn apply(self, names: &mut BTreeMap<PathBuf, Named>) {
        match self {
            Self::Put(path, named) => {
                names.insert(path, named);
            }
            Self::Drop(path) => {
                names.remove(&path);
            }
            Self::Move(from, to, named) => {
                names.remove(&from);
                names.insert(to, named);
            }
        }
    }
}

#[test]
fn a_disk_keeps_what_was_synced_and_nothing_else_for_sure() {
    let path = || PathBuf::from("a");
    let write = |bytes: &[u8]| Op::Write { path: path(), at: 0, bytes: bytes.to_vec() };
    let made = [Op::Make { path: path() }, Op::Sync { path: PathBuf::new(), begun: 1 }];
    let ops =
        [&made[..], &[write(b"one"), Op::Sync { path: path(), begun: 3 }, write(b"two"), Op::Acknowledge]].concat();
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..60 {
        let folder = tempfile::tempdir().expect("a folder");
        let mut disk = Disk::default();
        disk.play(&ops);
        disk.power_off(&mut Dice::new(seed), folder.path());
        seen.insert(std::fs::read(folder.path().join("a")).expect("its name was synced"));
    }
    assert_eq!(seen, [b"one".to_vec(), b"two".to_vec()].into());
    // without the sync of the folder the file may be gone
    let gone = (0..60).any(|seed| {
        let folder = tempfile::tempdir().expect("a folder");
        let mut disk = Disk::default();
        disk.play(&[Op::Make { path: path() }, write(b"one"), Op::Sync { path: path(), begun: 2 }]);
        disk.power_off(&mut Dice::new(seed), folder.path());
        !folder.path().join("a").exists()
    });
    assert!(gone, "a name that was not synced can be lost");
}
