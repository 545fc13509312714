//! Restoring: into an empty place only, and nothing is left there that was not checked from end to end.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use store::audit::audit;
use store::{Db, Tx, census, pages};
use vault::key::VerifyingKey;
use vault::verify::Expected;

use super::Progress;
use super::fault::{BackupFault, PieceFault};
use super::folder::{private, read_manifest, sum};
use super::manifest::{Manifest, Piece};
use super::piece::{About, Header, Kind, Pages, Part};
use super::sealing::{Identities, is_content};

/// What the store's file is called, and until it is checked.
const STORE: &str = "anlanh.sqlite";
const UNCHECKED: &str = "anlanh.sqlite.restoring";
/// What the engine may put beside a file.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// What is to be restored, and where to.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The backup folder.
    pub from: PathBuf,
    /// An empty folder, or none yet.
    pub into: PathBuf,
    /// The last state at or before this instant; without it the last of all.
    pub at: Option<Timestamp>,
    /// The key by which the backup must be signed; without it the one that the backup names is believed.
    pub key: Option<VerifyingKey>,
}

/// What was restored, all of it checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restored {
    /// The key of the ledger that signed it: to be held against the printed register.
    pub key: String,
    /// The state that was restored.
    pub about: About,
    /// How many pieces were read.
    pub pieces: usize,
    /// Bytes of the store's file.
    pub bytes: u64,
    /// How many entries a signature covers.
    pub signed: u64,
    /// Rows by table.
    pub counts: Vec<(String, i64)>,
}

/// Restores a store of the file edition and checks it: structure, rows, and the whole ledger against what was signed.
pub async fn restore(wanted: &Wanted, keys: &Identities, progress: Progress<'_>) -> Result<Restored, BackupFault> {
    let manifest = read_manifest(&wanted.from)?;
    if wanted.key.as_ref().is_some_and(|key| *key != manifest.key) {
        return Err(BackupFault::OtherKey { found: manifest.key.to_string() });
    }
    let chain = chain(&manifest, wanted.at)?;
    let ground = Ground::take(&wanted.into)?;
    compare(&wanted.from, &chain)?;
    let header = write(&wanted.from, &chain, keys, &ground.file(), progress)?;
    let signed = check(&ground.file(), &header, &manifest.key).await?;
    let (pieces, bytes) = (chain.len(), header.bytes());
    ground.keep()?;
    Ok(Restored { key: manifest.key.to_string(), about: header.about, pieces, bytes, signed, counts: header.counts })
}

/// The pieces to be read: the whole one of a set, and those after it as far as is asked for.
pub(super) fn chain(manifest: &Manifest, at: Option<Timestamp>) -> Result<Vec<Piece>, BackupFault> {
    let wanted = |piece: &&Piece| at.is_none_or(|at| piece.about.taken_at <= at);
    let Some(last) = manifest.of(Part::Records).rev().find(wanted) else {
        let first = manifest.of(Part::Records).next().map(|piece| piece.about.taken_at);
        return Err(BackupFault::NothingAt { at: at.unwrap_or_default(), first });
    };
    if last.about.kind != Kind::Pages {
        return Err(BackupFault::OtherEdition { what: "a database server" });
    }
    let set = manifest.of(Part::Records).filter(|piece| piece.about.set == last.about.set);
    let chain: Vec<Piece> = set.filter(|piece| piece.about.number <= last.about.number).cloned().collect();
    let mut before: Option<&Piece> = None;
    for (place, piece) in chain.iter().enumerate() {
        let follows = piece.about.previous.as_ref() == before.map(|before| &before.sha256);
        if !follows || piece.about.number as usize != place || piece.about.store != manifest.key.name() {
            return Err(BackupFault::piece(&piece.name, PieceFault::Foreign));
        }
        before = Some(piece);
    }
    Ok(chain)
}

/// Holds every file that will be read against the list, before anything is written.
pub(super) fn compare(from: &Path, chain: &[Piece]) -> Result<(), BackupFault> {
    for piece in chain {
        let found = sum(&from.join(&piece.name)).map_err(|cause| match cause.kind() {
            ErrorKind::NotFound => BackupFault::piece(&piece.name, PieceFault::Missing),
            _ => BackupFault::Io { path: from.join(&piece.name), cause },
        })?;
        if (found.bytes, found.sha256.to_string()) != (piece.bytes, piece.sha256.clone()) {
            return Err(BackupFault::piece(&piece.name, PieceFault::Altered));
        }
    }
    Ok(())
}

/// Opens a piece and holds its header against the list.
pub(super) fn open(from: &Path, piece: &Piece, keys: &Identities) -> Result<(Header, impl Read + use<>), BackupFault> {
    let path = from.join(&piece.name);
    let mut opened = keys.open(&piece.name, File::open(&path).map_err(BackupFault::io(path))?)?;
    let header = Header::read(&mut opened).map_err(|fault| unread(piece, fault))?;
    if header.about != piece.about {
        return Err(BackupFault::piece(&piece.name, PieceFault::Foreign));
    }
    Ok((header, opened))
}

fn unread(piece: &Piece, cause: io::Error) -> BackupFault {
    if is_content(&cause) {
        BackupFault::piece(&piece.name, PieceFault::Malformed)
    } else {
        BackupFault::Io { path: (&piece.name).into(), cause }
    }
}

/// Writes the pages of every piece, one over the other, and gives the last header.
fn write(
    from: &Path,
    chain: &[Piece],
    keys: &Identities,
    into: &Path,
    progress: Progress<'_>,
) -> Result<Header, BackupFault> {
    let mut file = io::BufWriter::with_capacity(1 << 20, new_file(into).map_err(BackupFault::io(into))?);
    let total: u64 = chain.iter().map(|piece| piece.bytes).sum();
    let (mut done, mut last, mut place) = (0, None, 0);
    for piece in chain {
        let (header, opened) = open(from, piece, keys)?;
        let mut pages = Pages::new(opened, &header);
        while let Some((number, page)) = pages.next().map_err(|fault| unread(piece, fault))? {
            let at = u64::from(number - 1) * u64::from(header.page_bytes);
            let moved = if at == place { Ok(at) } else { file.seek(SeekFrom::Start(at)) };
            moved.and_then(|_| file.write_all(page)).map_err(BackupFault::io(into))?;
            place = at + u64::from(header.page_bytes);
            if number % 1_024 == 0 {
                progress(done + place.min(piece.bytes), total);
            }
        }
        done += piece.bytes;
        last = Some(header);
    }
    let header = last.ok_or_else(|| BackupFault::NoBackup { path: from.to_owned() })?;
    let file = file.into_inner().map_err(|fault| BackupFault::io(into)(fault.into_error()))?;
    file.set_len(header.bytes()).and_then(|()| file.sync_all()).map_err(BackupFault::io(into))?;
    Ok(header)
}

fn new_file(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Opens what was written and holds it against the header. Answers how many entries are signed.
async fn check(file: &Path, header: &Header, key: &VerifyingKey) -> Result<u64, BackupFault> {
    let db = Db::open(&format!("sqlite:{}", file.display())).await?;
    let found = hold(&db, header, key).await;
    db.close().await;
    found
}

pub(super) async fn hold(db: &Db, header: &Header, key: &VerifyingKey) -> Result<u64, BackupFault> {
    let damaged = |what: String| BackupFault::Damaged { what };
    let mut tx = db.snapshot().await?;
    if header.about.kind == Kind::Pages
        && let Some(fault) = pages::faults(&mut tx).await?.into_iter().next()
    {
        return Err(damaged(fault));
    }
    rows(&mut tx, header).await?;
    drop(tx);
    // an older backup is brought to the present schema, a newer one refused
    db.migrate().await?;
    let mut tx = db.snapshot().await?;
    let mut expected = Expected::default();
    if let Some(note) = &header.about.ledger.note {
        expected.note(note, key).map_err(|fault| damaged(fault.to_string()))?;
    }
    let sound = audit(&mut tx, expected).await?.map_err(|finding| damaged(finding.to_string()))?;
    let ledger = &header.about.ledger;
    if (sound.size, sound.root.to_string()) != (ledger.size, ledger.root.clone()) {
        return Err(damaged(format!("the ledger has {} entries, the backup says {}", sound.size, ledger.size)));
    }
    Ok(sound.signed)
}

async fn rows(tx: &mut Tx, header: &Header) -> Result<(), BackupFault> {
    let version = census::version(tx).await?;
    if version != header.about.schema {
        return Err(BackupFault::Damaged {
            what: format!("schema {version}, the backup says {}", header.about.schema),
        });
    }
    let counts = census::count(tx, version).await?;
    let differs = counts.iter().find(|(table, n)| !header.counts.iter().any(|(of, was)| of == table && was == n));
    match differs {
        Some((table, n)) => {
            Err(BackupFault::Damaged { what: format!("{table}: {n} rows are not what the backup says") })
        }
        None => Ok(()),
    }
}

/// An empty place, which is empty again unless the restore is kept.
struct Ground {
    folder: PathBuf,
    made: bool,
    kept: bool,
}

impl Ground {
    fn take(folder: &Path) -> Result<Self, BackupFault> {
        let made = match std::fs::read_dir(folder) {
            Ok(mut entries) => match entries.next() {
                Some(_) => return Err(BackupFault::NotEmpty { path: folder.to_owned() }),
                None => false,
            },
            Err(fault) if fault.kind() == ErrorKind::NotFound => true,
            Err(cause) => return Err(BackupFault::Io { path: folder.to_owned(), cause }),
        };
        private(folder).map_err(BackupFault::io(folder))?;
        Ok(Self { folder: folder.to_owned(), made, kept: false })
    }

    fn file(&self) -> PathBuf {
        self.folder.join(UNCHECKED)
    }

    /// Gives the checked file its name.
    fn keep(mut self) -> Result<(), BackupFault> {
        let done = File::open(self.file())
            .and_then(|file| file.sync_all())
            .and_then(|()| std::fs::rename(self.file(), self.folder.join(STORE)))
            .and_then(|()| File::open(&self.folder)?.sync_all());
        done.map_err(BackupFault::io(&self.folder))?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        // what cannot be removed is seen by whoever tries again: the place is then not empty
        let file = self.file();
        let _ = std::fs::remove_file(&file);
        for end in BESIDE {
            let mut name = file.clone().into_os_string();
            name.push(end);
            let _ = std::fs::remove_file(name);
        }
        if self.made {
            let _ = std::fs::remove_dir(&self.folder);
        }
    }
}
