//! The folder of a backup: nothing in it appears before it is whole and on the disk.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use ring::digest::{Context, SHA256};
use tempfile::NamedTempFile;
use vault::Digest;

use super::fault::BackupFault;
use super::manifest::Manifest;

/// The list of the pieces.
const MANIFEST: &str = "manifest";
/// The list as it was before the last piece, should the first be damaged.
const PREVIOUS: &str = "manifest.previous";
/// Held by whoever is writing.
const LOCK: &str = "lock";
/// What a file is called until it is whole.
const DRAFT: &str = ".anlanh-draft-";
/// No list is longer, in bytes: some hundred thousand pieces.
const MANIFEST_BYTES_MAX: u64 = 1 << 28;

/// Reads and checks the list of a folder.
pub(super) fn read_manifest(folder: &Path) -> Result<Manifest, BackupFault> {
    let path = folder.join(MANIFEST);
    let file = File::open(&path).map_err(|cause| match cause.kind() {
        ErrorKind::NotFound => BackupFault::NoBackup { path: folder.to_owned() },
        _ => BackupFault::Io { path: path.clone(), cause },
    })?;
    let mut text = String::new();
    let spoilt = || BackupFault::Manifest { path: path.clone() };
    file.take(MANIFEST_BYTES_MAX).read_to_string(&mut text).map_err(|cause| match cause.kind() {
        ErrorKind::InvalidData => spoilt(),
        _ => BackupFault::Io { path: path.clone(), cause },
    })?;
    Manifest::read(&text).ok_or_else(spoilt)
}

/// A backup folder that this process alone writes into.
pub(super) struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Makes the folder if it is missing, for its owner alone, and takes it.
    pub fn take(path: &Path) -> Result<Self, BackupFault> {
        private(path).map_err(BackupFault::io(path))?;
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let lock = options.open(path.join(LOCK)).map_err(BackupFault::io(path.join(LOCK)))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(BackupFault::InUse { path: path.to_owned() }),
            Err(TryLockError::Error(cause)) => return Err(BackupFault::Io { path: path.join(LOCK), cause }),
        }
        let folder = Self { path: path.to_owned(), _lock: lock };
        folder.sweep().map_err(BackupFault::io(path))?;
        Ok(folder)
    }

    /// What the folder holds; nothing when it is new.
    pub fn manifest(&self) -> Result<Option<Manifest>, BackupFault> {
        match read_manifest(&self.path) {
            Ok(manifest) => Ok(Some(manifest)),
            Err(BackupFault::NoBackup { .. }) => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// Begins a file that is not there before [`Draft::keep`].
    pub fn draft(&self) -> Result<Draft, BackupFault> {
        let file = tempfile::Builder::new().prefix(DRAFT).tempfile_in(&self.path);
        Ok(Draft {
            file: BufWriter::with_capacity(1 << 17, file.map_err(BackupFault::io(&self.path))?),
            sum: Context::new(&SHA256),
            bytes: 0,
        })
    }

    /// Puts a whole draft in its place; on the disk when this returns.
    pub fn keep(&self, draft: Draft, name: &str) -> Result<Written, BackupFault> {
        let path = self.path.join(name);
        self.settle(draft, &path).map_err(BackupFault::io(path))
    }

    fn settle(&self, draft: Draft, path: &Path) -> io::Result<Written> {
        let file = draft.file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|fault| fault.error)?;
        File::open(&self.path)?.sync_all()?;
        let mut sha256 = [0; Digest::BYTES];
        // SHA-256 gives exactly as many bytes
        sha256.copy_from_slice(draft.sum.finish().as_ref());
        Ok(Written { bytes: draft.bytes, sha256: Digest::from(sha256) })
    }

    /// Puts a signed list in the place of the one before, which is kept beside it.
    pub fn write_manifest(&self, text: &str) -> Result<(), BackupFault> {
        let path = self.path.join(MANIFEST);
        match std::fs::read(&path) {
            Ok(before) => self.write(PREVIOUS, &before)?,
            Err(cause) if cause.kind() == ErrorKind::NotFound => {}
            Err(cause) => return Err(BackupFault::Io { path, cause }),
        }
        self.write(MANIFEST, text.as_bytes())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), BackupFault> {
        let mut draft = self.draft()?;
        draft.write_all(bytes).map_err(BackupFault::io(self.path.join(name)))?;
        self.keep(draft, name).map(drop)
    }

    /// Removes a piece that no list names any more.
    pub fn remove(&self, name: &str) -> Result<(), BackupFault> {
        let path = self.path.join(name);
        match std::fs::remove_file(&path) {
            Err(cause) if cause.kind() != ErrorKind::NotFound => Err(BackupFault::Io { path, cause }),
            _ => Ok(()),
        }
    }

    /// Removes what a killed backup left unfinished.
    fn sweep(&self) -> io::Result<()> {
        for entry in std::fs::read_dir(&self.path)? {
            let entry = entry?;
            if entry.file_name().to_string_lossy().starts_with(DRAFT) {
                std::fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// A file being written, counted and summed on the way. Dropped, it is gone.
pub(super) struct Draft {
    file: BufWriter<NamedTempFile>,
    sum: Context,
    bytes: u64,
}

/// What a file has come to.
pub(super) struct Written {
    pub bytes: u64,
    pub sha256: Digest,
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.file.write(bytes)?;
        self.sum.update(bytes.get(..taken).unwrap_or_default());
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The length and SHA-256 of a file as it lies there.
pub(super) fn sum(path: &Path) -> io::Result<Written> {
    let mut file = File::open(path)?;
    let (mut sum, mut bytes, mut buffer) = (Context::new(&SHA256), 0, vec![0; 1 << 17]);
    loop {
        let n = match file.read(&mut buffer) {
            Ok(n) => n,
            Err(fault) if fault.kind() == ErrorKind::Interrupted => continue,
            Err(fault) => return Err(fault),
        };
        if n == 0 {
            break;
        }
        sum.update(buffer.get(..n).unwrap_or_default());
        bytes += n as u64;
    }
    let mut sha256 = [0; Digest::BYTES];
    sha256.copy_from_slice(sum.finish().as_ref());
    Ok(Written { bytes, sha256: Digest::from(sha256) })
}

/// A folder that only its owner can enter; one that is there stays as it is.
pub(super) fn private(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}
