//! Which of the two databases one is.

use std::fmt;

/// What a database holds. Records and keyring are never one database: backups of the records are kept for years, and
/// a key that lies in them cannot be destroyed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schema {
    /// Everything but keys.
    Records,
    /// Wrapped keys.
    Keyring,
}

impl Schema {
    /// The versions of the keyring's schema begin after this, so that neither is ever taken for the other.
    const KEYRING_AFTER: i64 = 1_000;

    /// Whose version a number is.
    pub(crate) const fn of(version: i64) -> Self {
        if version > Self::KEYRING_AFTER && version < 2 * Self::KEYRING_AFTER { Self::Keyring } else { Self::Records }
    }
}

impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Records => "records",
            Self::Keyring => "keyring",
        })
    }
}
