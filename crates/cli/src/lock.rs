//! One server on one file: the lock that it holds for as long as it runs.
//!
//! The engine itself lets several programs in, and commands beside a server are welcome. Two servers
//! are not: each would sign and back up what the other writes.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use texts::Lang;

use crate::output::Failure;

/// Held while the server runs; the system lets go of it however the program ends.
#[derive(Debug)]
pub struct Lock {
    _held: File,
}

/// Takes the place of the one server on this store.
pub fn take(store: &Path, lang: Lang) -> Result<Lock, Failure> {
    let store = real(store);
    let path = beside(&store);
    let refused = |error| Failure::Fault(lang.durability_cannot_lock(path.display(), error));
    let file = open(&path).map_err(refused)?;
    match file.try_lock() {
        Ok(()) => Ok(Lock { _held: file }),
        Err(TryLockError::WouldBlock) => Err(Failure::Fault(lang.durability_second_server(store.display()))),
        Err(TryLockError::Error(error)) => Err(refused(error)),
    }
}

/// Whether a server runs on this store at present.
pub fn is_taken(store: &Path) -> bool {
    let lock = File::open(beside(&real(store)));
    lock.is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// However the file is named, its lock is one.
fn real(store: &Path) -> PathBuf {
    if let Ok(real) = store.canonicalize() {
        return real;
    }
    // not made yet: only its folder can be looked up
    let folder = store.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (folder.canonicalize(), store.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => store.to_path_buf(),
    }
}

fn beside(store: &Path) -> PathBuf {
    let mut name = store.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

fn open(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
