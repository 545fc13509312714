//! What a figure comes to. What is unknown says why, and never becomes zero.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Why there is no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The files of the unit are not kept here.
    NoFiles,
    /// Nothing was recorded for the window.
    NotRecorded,
    /// Two sources disagree.
    Disputed,
    /// It is not counted as things stand: the local plan that says how is not known.
    NotCounted,
    /// No law in the program covers the window.
    NoLaw,
    /// Figures that decide it are missing.
    Undetermined,
    /// Units merged or were divided within the window, and somebody has to say.
    Ask,
    /// No unit below has reported.
    NoReports,
    /// Nobody has typed it.
    NotTyped,
    /// Files have to be opened for it, and whoever worked the figures out may not.
    NotOpened,
    /// It is about few people, or such a number would follow from it: it is there, and is not told.
    Withheld,
}

/// What a figure comes to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Measured {
    /// A number; of an area, square centimetres.
    Count {
        /// How many.
        value: i64,
    },
    /// A share.
    Share {
        /// What is counted.
        numerator: i64,
        /// Of how many.
        denominator: i64,
    },
    /// One of a few words.
    Choice {
        /// Which.
        key: String,
    },
    /// Text.
    Text {
        /// What it says.
        text: String,
    },
    /// A day.
    Day {
        /// Which.
        day: Date,
    },
    /// A sum of those that are known: never the whole.
    Partial {
        /// What they come to.
        value: i64,
        /// Of a share: of how many.
        denominator: Option<i64>,
        /// How many units are in it.
        have: u32,
        /// How many there are.
        all: u32,
    },
    /// No figure.
    Unknown {
        /// Why.
        why: Why,
    },
}

impl Measured {
    /// A number.
    pub const fn count(value: i64) -> Self {
        Self::Count { value }
    }

    /// No figure.
    pub const fn unknown(why: Why) -> Self {
        Self::Unknown { why }
    }

    /// The whole number, where it is one that is known.
    pub const fn whole(&self) -> Option<i64> {
        if let Self::Count { value } = self { Some(*value) } else { None }
    }

    /// How many, of all or of those units that are known; none of anything that is no number.
    pub const fn people(&self) -> Option<i64> {
        match self {
            Self::Count { value } | Self::Partial { value, denominator: None, .. } => Some(*value),
            _ => None,
        }
    }

    /// Whether it is there and is not told.
    pub const fn is_withheld(&self) -> bool {
        matches!(self, Self::Unknown { why: Why::Withheld })
    }

    /// Whether the whole of it is known.
    pub const fn is_known(&self) -> bool {
        !matches!(self, Self::Partial { .. } | Self::Unknown { .. })
    }

    /// A share of a whole, in hundredths of a per cent, rounded as a clerk's calculator does; none where there is nobody to
    /// count. What is not the whole never rounds to 100 %, nor somebody to 0 %.
    pub fn hundredths(numerator: i64, denominator: i64) -> Option<i64> {
        let (some, all) = (i128::from(numerator), i128::from(denominator));
        let rounded = some.checked_mul(20_000)?.checked_add(all)?.checked_div(all.checked_mul(2)?)?;
        let told = if some > 0 && some < all { rounded.clamp(1, 9_999) } else { rounded };
        i64::try_from(told).ok()
    }
}
