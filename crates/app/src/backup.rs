//! Backups: taken page by page while the store is in use, encrypted to public keys, signed as a whole by the
//! ledger's key, and never believed before they have been restored and checked (`docs/backup-format.md`).

mod check;
mod drill;
mod dump;
mod fault;
mod folder;
mod ground;
mod keyring;
mod manifest;
mod piece;
mod restore;
mod sealing;
mod state;
mod take;
mod watch;
mod words;

pub use drill::Drilled;
pub use fault::{BackupFault, PieceFault};
pub use manifest::{Manifest, Piece};
pub use piece::{About, Kind, LedgerAt, Part};
pub use restore::{Opening, Restored, Server, Wanted, restore};
pub use sealing::{Identities, Recipients, new_identity};
pub use take::{Destination, Taken};
pub use watch::Standing;
pub(crate) use watch::Watching;

use std::path::Path;

/// Told of bytes done, and of how many there will be about.
pub type Progress<'a> = &'a mut (dyn FnMut(u64, u64) + Send);

/// What a folder holds, if its list is whole and signed by the key that it names.
pub fn manifest(folder: &Path) -> Result<Manifest, BackupFault> {
    folder::read_manifest(folder)
}
