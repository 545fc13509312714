//! Restoring: into an empty place only, and nothing is left there that was not checked from end to end.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use criteria::Pack;
use jiff::Timestamp;
use vault::key::VerifyingKey;

use super::Progress;
use super::fault::{BackupFault, PieceFault};
use super::folder::{read_manifest, sum};
use super::ground::Ground;
use super::manifest::{Manifest, Piece};
use super::piece::{About, Header, Kind, Pages, Part};
use super::sealing::{Identities, is_content};
use crate::app::Sources;
use crate::keyring::Tombstone;

/// What is to be restored, and where to.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The backup folder.
    pub from: PathBuf,
    /// An empty folder, or none yet; not looked at where a server is named.
    pub into: PathBuf,
    /// Empty databases of a server, for the backup of a server.
    pub server: Option<Server>,
    /// The last state at or before this instant; without it the last of all.
    pub at: Option<Timestamp>,
    /// The key by which the backup must be signed; without it the one that the backup names is believed.
    pub key: Option<VerifyingKey>,
}

/// Empty databases of a server, by their addresses.
#[derive(Clone, Debug)]
pub struct Server {
    /// For the records.
    pub records: String,
    /// For the keyring.
    pub keyring: Option<String>,
}

/// What the application needs to carry out again, in restored records, what was destroyed later.
pub struct Opening {
    /// The packs of law.
    pub packs: Vec<Pack>,
    /// Clock, ids and randomness.
    pub sources: Sources,
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
    /// Bytes of the store's file, or of the dump.
    pub bytes: u64,
    /// How many entries a signature covers.
    pub signed: u64,
    /// Rows by table.
    pub counts: Vec<(String, i64)>,
    /// Whose keys were destroyed, by the newest keyring of the backup: nobody of them can be read.
    pub destroyed: Vec<Tombstone>,
    /// How many files were closed again, because they were destroyed after the state that was restored.
    pub replayed: u64,
}

/// Restores records and keyring and checks them: structure, rows, and the whole ledger against what was signed.
///
/// Whatever the instant asked for, the keyring is the newest there is: a key that was destroyed since stays destroyed,
/// and with `opening` the records are told so too.
pub async fn restore(
    wanted: &Wanted,
    keys: &Identities,
    opening: Option<Opening>,
    progress: Progress<'_>,
) -> Result<Restored, BackupFault> {
    let manifest = read_manifest(&wanted.from)?;
    if wanted.key.as_ref().is_some_and(|key| *key != manifest.key) {
        return Err(BackupFault::OtherKey { found: manifest.key.to_string() });
    }
    let chain = chain(&manifest, wanted.at)?;
    let ring = manifest.of(Part::Keyring).next_back().cloned();
    let is_dump = chain.last().is_some_and(|last| last.about.kind == Kind::Dump);
    if is_dump != wanted.server.is_some() {
        return Err(BackupFault::OtherEdition { server: is_dump });
    }
    let ground = match &wanted.server {
        Some(server) => Ground::on_a_server(server).await?,
        None => Ground::take(&wanted.into)?,
    };
    compare(&wanted.from, chain.iter().chain(&ring))?;
    let header = ground.fill(&wanted.from, &chain, keys, progress)?;
    let (destroyed, has_keyring) = match &ring {
        Some(piece) => (ground.fill_keyring(&wanted.from, piece, keys).await?, true),
        None => (Vec::new(), false),
    };
    let people = header.counts.iter().any(|(table, rows)| table == "person" && *rows > 0);
    if people && !has_keyring {
        return Err(BackupFault::NoKeyring);
    }
    let (signed, replayed) = ground.check(&header, &destroyed, opening).await?;
    let bytes = if is_dump { chain.iter().map(|piece| piece.bytes).sum() } else { header.bytes() };
    let pieces = chain.len() + usize::from(has_keyring);
    ground.keep()?;
    let (key, about, counts) = (manifest.key.to_string(), header.about, header.counts);
    Ok(Restored { key, about, pieces, bytes, signed, counts, destroyed, replayed })
}

/// The pieces to be read: the whole one of a set, and those after it as far as is asked for.
fn chain(manifest: &Manifest, at: Option<Timestamp>) -> Result<Vec<Piece>, BackupFault> {
    let wanted = |piece: &&Piece| at.is_none_or(|at| piece.about.taken_at <= at);
    let Some(last) = manifest.of(Part::Records).rev().find(wanted) else {
        let first = manifest.of(Part::Records).next().map(|piece| piece.about.taken_at);
        return Err(BackupFault::NothingAt { at: at.unwrap_or_default(), first });
    };
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
fn compare<'a>(from: &Path, pieces: impl Iterator<Item = &'a Piece>) -> Result<(), BackupFault> {
    for piece in pieces {
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

pub(super) fn unread(piece: &Piece, cause: io::Error) -> BackupFault {
    if is_content(&cause) {
        BackupFault::piece(&piece.name, PieceFault::Malformed)
    } else {
        BackupFault::Io { path: (&piece.name).into(), cause }
    }
}

/// Writes the pages of every piece, one over the other, and gives the last header.
pub(super) fn write(
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
