//! What a server does not start with, each in a sentence that says what to do. `anlanh doctor` asks the same.

use std::path::Path;

use store::Db;
use texts::Lang;

use crate::args::Place;
use crate::output::Failure;
use crate::wiring;

/// Environment variables that switch on parts for developers.
const DEVELOPMENT: [&str; 1] = ["ANLANH_GALLERY"];

/// Parts for developers are not for an office.
pub fn development_switches(lang: Lang) -> Result<(), Failure> {
    match DEVELOPMENT.iter().find(|name| std::env::var_os(name).is_some()) {
        Some(name) => Err(Failure::Fault(lang.durability_development(name))),
        None => Ok(()),
    }
}

/// The data folder and the store's file are their owner's alone.
pub fn shared_files(place: &Place, store: Option<&Path>, lang: Lang) -> Result<(), Failure> {
    refuse_shared(&place.data, "700", lang)?;
    let Some(store) = store else { return Ok(()) };
    let folder = store.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // in a closed folder it does not matter what the file would allow
    if mode_of(folder).is_none_or(|mode| mode & 0o011 == 0) {
        return Ok(());
    }
    for companion in ["", "-wal"] {
        let mut name = store.as_os_str().to_owned();
        name.push(companion);
        refuse_shared(Path::new(&name), "600", lang)?;
    }
    Ok(())
}

fn refuse_shared(path: &Path, right: &str, lang: Lang) -> Result<(), Failure> {
    match mode_of(path) {
        Some(mode) if mode & 0o077 != 0 => {
            Err(Failure::Fault(lang.durability_shared(path.display(), format!("{mode:03o}"), right)))
        }
        _ => Ok(()),
    }
}

#[cfg(unix)]
fn mode_of(path: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    path.metadata().ok().map(|meta| meta.permissions().mode() & 0o777)
}

#[cfg(not(unix))]
fn mode_of(_: &Path) -> Option<u32> {
    None
}

/// Whether the last program that had the store open ended without closing it. Asked before opening.
pub fn stopped_uncleanly(store: &Path) -> bool {
    let mut log = store.as_os_str().to_owned();
    log.push("-wal");
    Path::new(&log).metadata().is_ok_and(|meta| meta.len() > 0)
}

/// The store's role is an ordinary one, and its clock agrees with ours.
pub async fn standing(db: &Db, lang: Lang) -> Result<(), Failure> {
    let standing = db.standing().await.and_then(|standing| standing.judge((wiring::sources().now)()));
    standing.map_err(|error| wiring::refused(&error, lang))
}
