//! Files and folders that are there as a whole, or not at all, whenever the power fails.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Result, Write as _};
use std::path::{Path, PathBuf};

/// Makes a folder, and those above it, that only their owner can enter. What is there stays as it is.
pub fn make_folder(folder: &Path) -> Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let parent = folder_of(folder);
    make_folder(&parent)?;
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
        // a name is durable when the folder it stands in is
        _ => sync_folder(&parent),
    }
}

/// Writes a file that only its owner can read; [`ErrorKind::AlreadyExists`] if there is one of that name.
///
/// The bytes are durable under another name before they get their own.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = folder_of(path);
    make_folder(&folder)?;
    let draft = path.with_extension("draft");
    let mut options = OpenOptions::new();
    // one that an interrupted attempt has left is of no use to anybody
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    // unlike a renaming, this never takes the place of another file
    let named = std::fs::hard_link(&draft, path);
    std::fs::remove_file(&draft)?;
    named?;
    sync_folder(&folder)
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// Makes the names that stand in a folder durable.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub fn sync_folder(_: &Path) -> Result<()> {
    Ok(())
}
