//! The keys at the top as files: root, epochs, national. One line each (`docs/keys.md`), their owner's alone.

use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use vault::seal::{KeyId, SealFault, Secret, key_of_text, key_text};
use vault::wrap::files::{FilesFault, KeyFiles, KeyName, KeySet};
use zeroize::Zeroizing;

use crate::durable;

/// What a key file is called while it is being destroyed.
const GONE: &str = "gone";
/// What it is called while it is being written ([`durable::write_new`]).
const DRAFT: &str = "draft";
/// Longer than any key's line.
const LINE_BYTES_MAX: u64 = 512;

/// A folder of key files.
#[derive(Clone, Debug)]
pub struct KeyFolder(PathBuf);

impl KeyFolder {
    /// The one in a data folder.
    pub fn of(data: &Path) -> Self {
        Self(data.join("keys"))
    }

    /// Where a key lies.
    pub fn path(&self, name: KeyName) -> PathBuf {
        self.0.join(format!("{name}.key"))
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.0
    }

    /// A key by its name; nothing if there is no such file.
    fn find(&self, name: KeyName) -> Result<Option<Secret>, FilesFault> {
        let path = self.path(name);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io(&path, &error)),
        };
        if let Some(mode) = shared(&file).map_err(|error| io(&path, &error))? {
            return Err(FilesFault::Shared { path: shown(&path), mode });
        }
        let mut text = Zeroizing::new(String::with_capacity(usize::try_from(LINE_BYTES_MAX).unwrap_or_default()));
        let not_a_key = |_: SealFault| FilesFault::NotAKey { path: shown(&path) };
        match file.take(LINE_BYTES_MAX).read_to_string(&mut text) {
            Err(error) if error.kind() == ErrorKind::InvalidData => return Err(not_a_key(SealFault::NotSealed)),
            read => drop(read.map_err(|error| io(&path, &error))?),
        }
        let key = key_of_text(&name.to_string(), &text).map_err(not_a_key)?;
        match name {
            KeyName::Root(id) if id != key.id() => Err(not_a_key(SealFault::Altered)),
            _ => Ok(Some(key)),
        }
    }

    /// Ends what was interrupted. Only while nobody else can be at work.
    fn sweep(&self) -> std::io::Result<()> {
        for entry in std::fs::read_dir(&self.0)? {
            let path = entry?.path();
            let of_ours = |path: &Path| path.file_name().and_then(|it| it.to_str()).and_then(name_of).is_some();
            match path.extension().and_then(|it| it.to_str()) {
                Some(GONE) => finish_wiping(&path)?,
                Some(DRAFT) if of_ours(&path.with_extension("key")) => forget_draft(&path)?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The names of all root and epoch files.
    fn names(&self) -> Result<Vec<KeyName>, FilesFault> {
        let entries = match std::fs::read_dir(&self.0) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(io(&self.0, &error)),
        };
        let folder = File::open(&self.0).map_err(|error| io(&self.0, &error))?;
        if let Some(mode) = shared(&folder).map_err(|error| io(&self.0, &error))? {
            return Err(FilesFault::FolderShared { path: shown(&self.0), mode });
        }
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| io(&self.0, &error))?;
            names.extend(entry.file_name().to_str().and_then(name_of));
        }
        names.sort_unstable();
        Ok(names)
    }
}

impl KeyFiles for KeyFolder {
    fn read(&self) -> Result<KeySet, FilesFault> {
        let mut set = KeySet::default();
        for name in self.names()? {
            // one that went away since the folder was read is not there
            let Some(key) = self.find(name)? else { continue };
            match name {
                KeyName::Root(_) => set.roots.push(key),
                KeyName::Epoch(number) => drop(set.epochs.insert(number, key)),
                KeyName::National => {}
            }
        }
        Ok(set)
    }

    fn national(&self) -> Result<Secret, FilesFault> {
        let missing = || FilesFault::Missing { path: shown(&self.path(KeyName::National)) };
        self.find(KeyName::National)?.ok_or_else(missing)
    }

    fn keep(&self, name: KeyName, key: &Secret) -> Result<(), FilesFault> {
        let path = self.path(name);
        let text = key_text(&name.to_string(), key);
        durable::write_new(&path, text.as_bytes()).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => FilesFault::There { path: shown(&path) },
            _ => io(&path, &error),
        })?;
        // what is wrapped under it from now on must open again: what was written is read back
        let kept = self.find(name)?.ok_or_else(|| FilesFault::Missing { path: shown(&path) })?;
        if kept.id() == key.id() { Ok(()) } else { Err(FilesFault::NotAKey { path: shown(&path) }) }
    }

    fn destroy(&self, name: KeyName) -> Result<(), FilesFault> {
        let path = self.path(name);
        // one killed while it wrote may have left the same bytes under their first name
        for path in [path.with_extension(DRAFT), path] {
            match wipe(&path) {
                Err(error) if error.kind() != ErrorKind::NotFound => return Err(io(&path, &error)),
                _ => {}
            }
        }
        Ok(())
    }

    fn hold(&self) -> Result<Box<dyn Send>, FilesFault> {
        let path = self.0.join("keys.lock");
        let held = durable::make_folder(&self.0).and_then(|()| {
            let mut options = OpenOptions::new();
            options.write(true).create(true).truncate(false);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            options.open(&path)
        });
        let held = held.map_err(|error| io(&path, &error))?;
        match held.try_lock() {
            Ok(()) => {
                self.sweep().map_err(|error| io(&self.0, &error))?;
                Ok(Box::new(held))
            }
            Err(std::fs::TryLockError::WouldBlock) => Err(FilesFault::Held { path: shown(&self.0) }),
            Err(std::fs::TryLockError::Error(error)) => Err(io(&path, &error)),
        }
    }
}

/// First another name, so that a file of zeros is never taken for a key.
fn wipe(path: &Path) -> std::io::Result<()> {
    let gone = path.with_extension(GONE);
    std::fs::rename(path, &gone)?;
    finish_wiping(&gone)
}

/// Zeros over the bytes, then the name away. Flash may keep what was there; that is why an epoch ends at all.
fn finish_wiping(path: &Path) -> std::io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    let length = usize::try_from(file.metadata()?.len().min(LINE_BYTES_MAX)).unwrap_or_default();
    file.write_all(&vec![0; length])?;
    file.sync_all()?;
    drop(file);
    std::fs::remove_file(path)?;
    durable::sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// What an interrupted writing has left. If the key got its name, both are one file, which stays.
fn forget_draft(path: &Path) -> std::io::Result<()> {
    if names_of(path)? > 1 { std::fs::remove_file(path) } else { finish_wiping(path) }
}

#[cfg(unix)]
fn names_of(path: &Path) -> std::io::Result<u64> {
    Ok(std::os::unix::fs::MetadataExt::nlink(&path.metadata()?))
}

/// Where it cannot be asked, a draft is only taken away.
#[cfg(not(unix))]
fn names_of(_: &Path) -> std::io::Result<u64> {
    Ok(2)
}

/// `root-<id>.key`, `epoch-<number>.key`; nothing for any other file.
fn name_of(file: &str) -> Option<KeyName> {
    let name = file.strip_suffix(".key")?;
    if let Some(id) = name.strip_prefix("root-") {
        return id.parse::<KeyId>().ok().map(KeyName::Root);
    }
    let number: i64 = name.strip_prefix("epoch-")?.parse().ok()?;
    // `epoch-01` and `epoch-+1` are nobody's
    (format!("epoch-{number}") == name).then_some(KeyName::Epoch(number))
}

/// The mode, if others may do anything with the file.
#[cfg(unix)]
fn shared(file: &File) -> std::io::Result<Option<String>> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = file.metadata()?.permissions().mode() & 0o777;
    Ok((mode & 0o077 != 0).then(|| format!("{mode:03o}")))
}

#[cfg(not(unix))]
fn shared(_: &File) -> std::io::Result<Option<String>> {
    Ok(None)
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn io(path: &Path, error: &Error) -> FilesFault {
    FilesFault::Io { path: shown(path), why: error.to_string() }
}
