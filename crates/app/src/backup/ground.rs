//! Where a restore writes: an empty place, which is empty again unless everything in it was checked.

use std::fs::File;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use store::ledger::Actor;
use store::{Db, Schema, keyring_tombstones};

use super::Progress;
use super::check::{hold, rows, structure};
use super::dump;
use super::fault::{BackupFault, PieceFault};
use super::folder::private;
use super::keyring;
use super::manifest::Piece;
use super::piece::{Header, Kind};
use super::restore::{Opening, Server, open, unread, write};
use super::sealing::Identities;
use crate::app::App;
use crate::keyring::Tombstone;

/// What the files are called when they are checked.
const RECORDS: &str = "anlanh.sqlite";
const KEYRING: &str = "keyring.sqlite";
/// And until then.
const UNCHECKED: &str = ".restoring";
/// What the engine may put beside a file.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// An empty place.
pub(super) enum Ground {
    /// A folder.
    Folder {
        /// Which.
        path: PathBuf,
        /// Whether it was made for this.
        made: bool,
        /// Whether what is in it stays.
        kept: bool,
    },
    /// Databases of a server.
    Server(Server),
}

impl Ground {
    /// An empty folder, made if it is missing.
    pub fn take(folder: &Path) -> Result<Self, BackupFault> {
        let made = match std::fs::read_dir(folder) {
            Ok(mut entries) => match entries.next() {
                Some(_) => return Err(BackupFault::NotEmpty { path: folder.to_owned() }),
                None => false,
            },
            Err(fault) if fault.kind() == ErrorKind::NotFound => true,
            Err(cause) => return Err(BackupFault::Io { path: folder.to_owned(), cause }),
        };
        private(folder).map_err(BackupFault::io(folder))?;
        Ok(Self::Folder { path: folder.to_owned(), made, kept: false })
    }

    /// Databases in which there is nothing.
    pub async fn on_a_server(server: &Server) -> Result<Self, BackupFault> {
        for url in [Some(&server.records), server.keyring.as_ref()].into_iter().flatten() {
            let db = Db::open(url).await?;
            let mut tx = db.snapshot().await?;
            let empty = store::dump::is_empty(&mut tx).await?;
            drop(tx);
            db.close().await;
            if !empty {
                // never the address itself: there may be a password in it
                return Err(BackupFault::NotEmpty { path: database(url)?.into() });
            }
        }
        Ok(Self::Server(server.clone()))
    }

    /// Writes the records; gives what their last piece says of them.
    pub fn fill(
        &self,
        from: &Path,
        chain: &[Piece],
        keys: &Identities,
        progress: Progress<'_>,
    ) -> Result<Header, BackupFault> {
        match self {
            Self::Folder { path, .. } => write(from, chain, keys, &unchecked(path, RECORDS), progress),
            Self::Server(server) => {
                let piece = chain.last().ok_or_else(|| BackupFault::NoBackup { path: from.to_owned() })?;
                pour(from, piece, keys, &server.records)
            }
        }
    }

    /// Writes the keyring and looks it over; gives whose keys were destroyed.
    pub async fn fill_keyring(
        &self,
        from: &Path,
        piece: &Piece,
        keys: &Identities,
    ) -> Result<Vec<Tombstone>, BackupFault> {
        let (url, header) = match self {
            Self::Folder { path, .. } => {
                let file = unchecked(path, KEYRING);
                let header = write(from, std::slice::from_ref(piece), keys, &file, &mut |_, _| {})?;
                (format!("sqlite:{}", file.display()), header)
            }
            Self::Server(server) => {
                let url = server.keyring.clone().ok_or(BackupFault::NoKeyring)?;
                let header = pour(from, piece, keys, &url)?;
                (url, header)
            }
        };
        let db = Db::open(&url).await?;
        let found = destroyed(&db, &header).await;
        db.close().await;
        found
    }

    /// Opens the records and holds them against their header; then tells them what was destroyed later.
    /// Answers how many entries are signed, and how many files were closed again.
    pub async fn check(
        &self,
        header: &Header,
        destroyed: &[Tombstone],
        opening: Option<Opening>,
    ) -> Result<(u64, u64), BackupFault> {
        let url = match self {
            Self::Folder { path, .. } => format!("sqlite:{}", unchecked(path, RECORDS).display()),
            Self::Server(server) => server.records.clone(),
        };
        let db = Db::open(&url).await?;
        let signed = hold(&db, header).await;
        let replayed = match (&signed, opening) {
            (Ok(_), Some(opening)) if !destroyed.is_empty() => again(&db, destroyed, opening).await,
            _ => Ok(0),
        };
        db.close().await;
        Ok((signed?, replayed?))
    }

    /// Gives the checked files their names.
    pub fn keep(mut self) -> Result<(), BackupFault> {
        let Self::Folder { path, kept, .. } = &mut self else { return Ok(()) };
        let named = |name: &str| -> io::Result<()> {
            match File::open(unchecked(path, name)) {
                Ok(file) => file.sync_all()?,
                Err(fault) if fault.kind() == ErrorKind::NotFound => return Ok(()),
                Err(fault) => return Err(fault),
            }
            std::fs::rename(unchecked(path, name), path.join(name))
        };
        // the records last: a folder with records in it is whole
        let done = named(KEYRING).and_then(|()| named(RECORDS)).and_then(|()| File::open(&*path)?.sync_all());
        done.map_err(BackupFault::io(&*path))?;
        *kept = true;
        Ok(())
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        let Self::Folder { path, made, kept: false } = self else { return };
        // what cannot be removed is seen by whoever tries again: the place is then not empty
        for name in [RECORDS, KEYRING] {
            let _ = std::fs::remove_file(path.join(name));
            for end in ["", BESIDE[0], BESIDE[1], BESIDE[2]] {
                let mut file = unchecked(path, name).into_os_string();
                file.push(end);
                let _ = std::fs::remove_file(file);
            }
        }
        if *made {
            let _ = std::fs::remove_dir(&*path);
        }
    }
}

fn unchecked(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}{UNCHECKED}"))
}

fn database(url: &str) -> Result<String, BackupFault> {
    let environment = store::dump::environment(url)?;
    Ok(environment.into_iter().find(|(key, _)| *key == "PGDATABASE").map(|(_, value)| value).unwrap_or_default())
}

/// Fills a database of a server with a dump, after going through all of it once: the server is given nothing that
/// turns out to be cut at its end.
fn pour(from: &Path, piece: &Piece, keys: &Identities, url: &str) -> Result<Header, BackupFault> {
    let (header, mut whole) = open(from, piece, keys)?;
    if header.about.kind != Kind::Dump {
        return Err(BackupFault::piece(&piece.name, PieceFault::Malformed));
    }
    io::copy(&mut whole, &mut io::sink()).map_err(|fault| unread(piece, fault))?;
    let (header, mut again) = open(from, piece, keys).map(|(_, again)| (header, again))?;
    dump::fill(url, &mut again)?;
    Ok(header)
}

async fn destroyed(db: &Db, header: &Header) -> Result<Vec<Tombstone>, BackupFault> {
    structure(db, header).await?;
    db.migrate_to(Schema::Keyring).await?;
    let mut tx = db.snapshot().await?;
    rows(&keyring::counts(&mut tx).await?, header)?;
    Ok(keyring_tombstones::all(&mut tx).await?)
}

async fn again(db: &Db, destroyed: &[Tombstone], opening: Opening) -> Result<u64, BackupFault> {
    let app = App::open(db.clone(), opening.packs, opening.sources, false).await?;
    Ok(app.replay_in_records(destroyed, Actor::LocalOperator).await?)
}
