//! Why a key is not given.

use jiff::Timestamp;
use store::StoreError;
use texts::Lang;
use thiserror::Error;
use vault::seal::{KeyId, NoRandomness, SealFault};
use vault::wrap::files::FilesFault;

use crate::problem::written;

/// Why the keyring did not do what was asked. Names keys by their ids and people not at all.
#[derive(Debug, Error)]
pub enum KeyringFault {
    /// This person has no key yet.
    #[error("there is no key yet")]
    NoKey,
    /// This person's key was destroyed, and none is ever made again.
    #[error("the key was destroyed at {at}")]
    Destroyed {
        /// When.
        at: Timestamp,
    },
    /// Another unit holds the file.
    #[error("another unit holds the file")]
    Elsewhere,
    /// The unit has no keys.
    #[error("the unit has no keys")]
    NoUnitKey,
    /// Rows are still sealed by the key that was to be dropped.
    #[error("{rows} rows are still sealed by the key {key}")]
    StillInUse {
        /// The key.
        key: KeyId,
        /// How many rows.
        rows: u64,
    },
    /// The root that the keyring is wrapped under is not there.
    #[error("the root key {needed} is missing")]
    NoRoot {
        /// Its id.
        needed: KeyId,
    },
    /// There is a root, but the keyring is wrapped under another.
    #[error("the keyring needs the root key {needed}, found is {found}")]
    OtherRoot {
        /// The id that is needed.
        needed: KeyId,
        /// The one that is there.
        found: KeyId,
    },
    /// A new keyring needs exactly one root.
    #[error("a new keyring needs one root key, found are {found}")]
    NotOneRoot {
        /// How many there are.
        found: usize,
    },
    /// The key of an epoch is not there.
    #[error("the key of epoch {number} is missing")]
    NoEpoch {
        /// Which.
        number: i64,
    },
    /// There is a key of that epoch, but not this keyring's.
    #[error("the key of epoch {number} is another keyring's")]
    OtherEpoch {
        /// Which.
        number: i64,
    },
    /// A key file cannot be used.
    #[error(transparent)]
    Files(#[from] FilesFault),
    /// A wrapped key was altered, or belongs elsewhere.
    #[error("a wrapped key does not open: {0}")]
    Altered(#[from] SealFault),
    /// The machine gave no random bytes.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// The database of the keyring failed.
    #[error("the keyring's database: {0}")]
    Store(#[from] StoreError),
}

impl KeyringFault {
    /// Whether reading the key files again may help: a rotation went on elsewhere.
    pub(super) const fn is_of_files(&self) -> bool {
        matches!(self, Self::NoRoot { .. } | Self::NoEpoch { .. })
    }

    /// In a sentence that says what to do.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::NoKey => lang.keyring_no_key().to_owned(),
            Self::Destroyed { at } => lang.keyring_destroyed(written(*at)),
            Self::Elsewhere => lang.keyring_elsewhere().to_owned(),
            Self::NoUnitKey => lang.keyring_no_unit_key().to_owned(),
            Self::StillInUse { key, rows } => lang.keyring_still_in_use(key, rows),
            Self::NoRoot { needed } => lang.keyring_no_root(needed),
            Self::OtherRoot { needed, found } => lang.keyring_other_root(found, needed),
            Self::NotOneRoot { found } => lang.keyring_not_one_root(found),
            Self::NoEpoch { number } => lang.keyring_no_epoch(number),
            Self::OtherEpoch { number } => lang.keyring_other_epoch(number),
            Self::Files(fault) => say_of_file(fault, lang),
            Self::Altered(_) => lang.keyring_altered().to_owned(),
            Self::Randomness(_) => lang.keyring_no_randomness().to_owned(),
            Self::Store(StoreError::OtherSchema { .. }) => lang.keyring_same_database().to_owned(),
            Self::Store(fault) => lang.keyring_store(fault),
        }
    }
}

fn say_of_file(fault: &FilesFault, lang: Lang) -> String {
    match fault {
        FilesFault::Missing { path } => lang.keyring_file_missing(path),
        FilesFault::Shared { path, mode } => lang.keyring_file_shared(path, mode),
        FilesFault::FolderShared { path, mode } => lang.keyring_folder_shared(path, mode),
        FilesFault::NotAKey { path } => lang.keyring_file_not_a_key(path),
        FilesFault::There { path } => lang.keyring_file_there(path),
        FilesFault::Held { path } => lang.keyring_file_held(path),
        FilesFault::Io { path, why } => lang.keyring_file_io(path, why),
    }
}
