//! What can be wrong with a table of indicators or a form, each with file and line.

use std::fmt;

/// A defect at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file, as the caller named it.
    pub file: String,
    /// 1-based; 0 where the whole file is meant.
    pub line: usize,
    /// What is wrong.
    pub defect: Defect,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// No TOML, or not of its shape; what the reader said.
    #[error("cannot be read: {0}")]
    Unreadable(String),
    /// A schema number that this program does not know.
    #[error("schema {0} is not known; this program reads schema 1")]
    Schema(u32),
    /// A word that is not one of those known.
    #[error("{what}: `{word}` is not one of {known}")]
    Word {
        /// What it is for.
        what: &'static str,
        /// What stands there.
        word: String,
        /// What may.
        known: &'static str,
    },
    /// An id that nothing defines.
    #[error("{kind} `{id}` is not known{}", near(nearest.as_deref()))]
    Unknown {
        /// What was looked for.
        kind: &'static str,
        /// What stands there.
        id: String,
        /// The nearest that is known.
        nearest: Option<String>,
    },
    /// An id defined twice.
    #[error("`{0}` stands twice")]
    Twice(String),
    /// Something that has to be said and is not.
    #[error("`{id}`: `{what}` is missing")]
    Missing {
        /// Of what.
        id: String,
        /// What.
        what: &'static str,
    },
    /// What does not go together, and what would.
    #[error("`{id}`: {why}")]
    Discord {
        /// Of what.
        id: String,
        /// Why not.
        why: &'static str,
    },
}

fn near(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!("; is `{nearest}` meant?"))
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.defect)
    }
}
