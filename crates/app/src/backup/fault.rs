//! Why a backup was not taken or not restored.

use std::io;
use std::path::PathBuf;

use store::StoreError;
use thiserror::Error;

use crate::problem::Problem;

/// Why a backup was not taken, or not restored. Nothing half done is left behind.
#[derive(Debug, Error)]
pub enum BackupFault {
    /// Fewer than two different public keys: with one, a lost key is a lost backup.
    #[error("a backup is encrypted to two public keys at least, {given} given")]
    FewRecipients {
        /// How many were given.
        given: usize,
    },
    /// Not a public key of age.
    #[error("`{text}` is not a public key: age1… is expected")]
    NotARecipient {
        /// What was given.
        text: String,
    },
    /// The file holds no secret key of age.
    #[error("{} holds no secret key: a line AGE-SECRET-KEY-1… is expected", path.display())]
    NotAnIdentity {
        /// Which file.
        path: PathBuf,
    },
    /// Nothing signs the list of a backup.
    #[error("there is no key of the ledger, which signs the list of a backup")]
    NoLedgerKey,
    /// A file or folder cannot be read or written.
    #[error("{}: {cause}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        cause: io::Error,
    },
    /// Another backup to this folder is running.
    #[error("another program is writing a backup into {}", path.display())]
    InUse {
        /// Which folder.
        path: PathBuf,
    },
    /// The folder holds no backup.
    #[error("{} holds no backup: its manifest is missing", path.display())]
    NoBackup {
        /// Which folder.
        path: PathBuf,
    },
    /// The list of pieces was altered, cut, or is not signed by the key that it names.
    #[error("the manifest {} was altered or is not signed by its key", path.display())]
    Manifest {
        /// Which file.
        path: PathBuf,
    },
    /// The folder belongs to another store.
    #[error("the backup is of the store {found}, not of {expected}")]
    OtherStore {
        /// Whose it is.
        found: String,
        /// Whose it should be.
        expected: String,
    },
    /// The list is signed by another key than the one that was asked for.
    #[error("the backup is signed by the key {found}, not by the one that was given")]
    OtherKey {
        /// Which key signed it.
        found: String,
    },
    /// A piece is not what its list says.
    #[error("piece {name}: {fault}")]
    Piece {
        /// Which piece.
        name: String,
        /// What is wrong with it.
        fault: PieceFault,
    },
    /// There is nothing as old as was asked for.
    #[error("nothing was backed up at or before {at}")]
    NothingAt {
        /// What was asked for.
        at: jiff::Timestamp,
        /// When the oldest was taken.
        first: Option<jiff::Timestamp>,
    },
    /// A restore goes into an empty place only.
    #[error("{} is not empty", path.display())]
    NotEmpty {
        /// Which place.
        path: PathBuf,
    },
    /// The pieces were whole, but the store that came out of them does not hold together.
    #[error("the restored store is damaged: {what}")]
    Damaged {
        /// What was found.
        what: String,
    },
    /// The backup is of the other edition.
    #[error("this backup cannot be restored here: it is one of {}", if *server { "a server" } else { "a file" })]
    OtherEdition {
        /// Whether the backup is one of a server.
        server: bool,
    },
    /// A program of the database server failed.
    #[error("{name}: {said}")]
    Program {
        /// Which program.
        name: &'static str,
        /// What it complained of.
        said: String,
    },
    /// People are on file, but the keyring is not in the backup: whose keys were destroyed would be forgotten.
    #[error("the keyring is missing in the backup")]
    NoKeyring,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Another use case on which this one rests.
    #[error(transparent)]
    Use(#[from] Box<Problem>),
    /// The cipher's library failed on something that it had been given rightly.
    #[error("encryption: {0}")]
    Cipher(String),
}

/// What is wrong with one piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PieceFault {
    /// The file is not there.
    #[error("missing")]
    Missing,
    /// Its bytes are not those of the list: altered, cut short or exchanged.
    #[error("altered")]
    Altered,
    /// No secret key that was given opens it.
    #[error("encrypted to other keys")]
    WrongIdentity,
    /// It says that it is another one: of another store, another set, or another place in it.
    #[error("in the wrong place")]
    Foreign,
    /// It opens, but does not read as a piece of this kind.
    #[error("malformed")]
    Malformed,
}

impl BackupFault {
    /// Whether what was typed is wrong, not what was found.
    pub const fn is_usage(&self) -> bool {
        matches!(self, Self::FewRecipients { .. } | Self::NotARecipient { .. })
    }

    pub(super) fn io(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        |cause| Self::Io { path, cause }
    }

    pub(super) fn piece(name: &str, fault: PieceFault) -> Self {
        Self::Piece { name: name.to_owned(), fault }
    }
}

impl From<Problem> for BackupFault {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::NoLedgerKey => Self::NoLedgerKey,
            other => Self::Use(Box::new(other)),
        }
    }
}
