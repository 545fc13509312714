//! The order of a table, kept in the address so that it works without script.

use crate::frame::Frame;

/// Which column orders a table, and which way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sort {
    /// Key of the column, as in `?xep=`.
    pub key: String,
    /// Largest first, as in `?chieu=giam`.
    pub descending: bool,
}

impl Sort {
    /// Ascending by this column.
    pub fn by(key: &str) -> Self {
        Self { key: key.to_owned(), descending: false }
    }

    /// Value of `aria-sort` for a column.
    pub fn aria(&self, key: &str) -> &'static str {
        match (self.key == key, self.descending) {
            (false, _) => "none",
            (true, false) => "ascending",
            (true, true) => "descending",
        }
    }

    /// The arrow that a column head shows.
    pub fn arrow(&self, key: &str) -> &'static str {
        match (self.key == key, self.descending) {
            (false, _) => "",
            (true, false) => "▲",
            (true, true) => "▼",
        }
    }

    /// Address of the same page ordered by `key`; a second click turns the order round.
    pub fn link(&self, frame: &Frame, key: &str) -> String {
        let descending = self.key == key && !self.descending;
        frame.here(&[("xep", key), ("chieu", if descending { "giam" } else { "" }), ("trang", "")])
    }
}
