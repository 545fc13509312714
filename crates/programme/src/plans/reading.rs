//! What is known of a target's value, as of which day and from where.

use domain::targets::Share;
use jiff::civil::Date;

/// From where a reading came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Came {
    /// Worked out by the program from what it keeps.
    Worked,
    /// Stated, with its source.
    Stated(String),
}

/// A value, between two numbers where part of what it is made of is not known: communes that nobody could judge yet may
/// or may not be drug-free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// As of which day.
    pub as_of: Date,
    /// At least so many.
    pub low: u32,
    /// At most so many; the same as `low` where everything is known.
    pub high: u32,
    /// Of how many.
    pub whole: Option<u32>,
    /// From where.
    pub came: Came,
}

impl Reading {
    /// A stated number.
    pub const fn stated(as_of: Date, part: u32, whole: Option<u32>, source: String) -> Self {
        Self { as_of, low: part, high: part, whole, came: Came::Stated(source) }
    }

    /// Whether all of it is known.
    pub const fn is_exact(&self) -> bool {
        self.low == self.high
    }

    /// The share, where all of it is known.
    pub fn share(&self) -> Option<Share> {
        let whole = self.whole.filter(|whole| *whole > 0 && self.is_exact())?;
        Some(Share { part: self.low, whole })
    }
}
