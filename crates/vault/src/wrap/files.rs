//! The keys at the top: which there are, what their files are called, and what whoever keeps them must do.
//!
//! Only names and an interface: files are touched elsewhere.

use std::collections::BTreeMap;
use std::fmt;

use thiserror::Error;

use crate::seal::{KeyId, Secret};

/// The name of a key that is kept in a file of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyName {
    /// Wraps the keys of units. Named by its id, so that the one before it may lie beside it for a while.
    Root(KeyId),
    /// Joined with a unit's key, it wraps the keys of people; destroyed when its epoch is over.
    Epoch(i64),
    /// Makes the nation's register of duplicates.
    National,
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(id) => write!(f, "root-{id}"),
            Self::Epoch(number) => write!(f, "epoch-{number}"),
            Self::National => f.write_str("national"),
        }
    }
}

/// The keys that open the keyring.
#[derive(Clone, Debug, Default)]
pub struct KeySet {
    /// The root, and the one before it while a rotation is under way.
    pub roots: Vec<Secret>,
    /// The epoch's key by its number, and the one before it while a change is under way.
    pub epochs: BTreeMap<i64, Secret>,
}

impl KeySet {
    /// A root by its id.
    pub fn root(&self, id: KeyId) -> Option<&Secret> {
        self.roots.iter().find(|root| root.id() == id)
    }
}

/// Keeps the keys at the top.
pub trait KeyFiles: Send + Sync {
    /// Every root and epoch key that is there.
    fn read(&self) -> Result<KeySet, FilesFault>;
    /// The key of the nation's register, for the one act that needs it.
    fn national(&self) -> Result<Secret, FilesFault>;
    /// Keeps a new key. Durable when it returns; never in the place of another.
    fn keep(&self, name: KeyName, key: &Secret) -> Result<(), FilesFault>;
    /// Destroys a key as well as the medium allows. One that is gone already is no fault.
    fn destroy(&self, name: KeyName) -> Result<(), FilesFault>;
    /// Lets nobody else change these keys until the guard is dropped.
    fn hold(&self) -> Result<Box<dyn Send>, FilesFault>;
}

/// Why a key file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FilesFault {
    /// It is not there.
    #[error("the key file {path} is missing")]
    Missing {
        /// Where it should be.
        path: String,
    },
    /// Others on the machine can read it.
    #[error("the key file {path} has mode {mode}: others can read it")]
    Shared {
        /// Which.
        path: String,
        /// Its mode in octal digits.
        mode: String,
    },
    /// Others on the machine can enter the folder.
    #[error("the key folder {path} has mode {mode}: others can enter it")]
    FolderShared {
        /// Which.
        path: String,
        /// Its mode in octal digits.
        mode: String,
    },
    /// It is not the key that its name says.
    #[error("{path} does not hold the key that its name says")]
    NotAKey {
        /// Which.
        path: String,
    },
    /// There is one, and it is never overwritten.
    #[error("there is a key file {path} already")]
    There {
        /// Which.
        path: String,
    },
    /// Another program is changing the keys.
    #[error("another program is changing the keys in {path}")]
    Held {
        /// The folder.
        path: String,
    },
    /// The machine failed to read or write it.
    #[error("the key file {path}: {why}")]
    Io {
        /// Which.
        path: String,
        /// What the machine says.
        why: String,
    },
}
