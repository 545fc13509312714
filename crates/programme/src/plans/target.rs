//! A target of a plan, as written and as measured.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::document::Source;
use super::level::Point;

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum Metric {
    /// Communes judged drug-free, of all communes of the unit.
    DrugFree,
    /// A number that files of people give (`domain::counts`), of another.
    Files {
        /// Key of the number.
        part: String,
        /// Key of what it is a part of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        whole: Option<String>,
    },
    /// An input of the criteria, added up over the communes of the unit.
    Input {
        /// Its id.
        input: String,
    },
    /// A duty that comes back, by its grid of what is due and done.
    Duty {
        /// Its id in the plan.
        duty: String,
    },
    /// What somebody counts and states with source and day.
    Stated {
        /// What is counted, in words.
        name: String,
        /// Of what, in words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<String>,
    },
}

/// Which way a target goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Ít nhất.
    AtLeast,
    /// Trên: more than, the level itself is not enough.
    MoreThan,
    /// Không quá.
    AtMost,
    /// Giảm so với số gốc.
    Falls,
    /// 100 %.
    All,
    /// Không có, không để.
    Nothing,
}

impl Direction {
    /// Every direction.
    pub const ALL: [Self; 6] = [Self::AtLeast, Self::MoreThan, Self::AtMost, Self::Falls, Self::All, Self::Nothing];

    /// The word kept in acts, forms and data.
    pub const fn key(self) -> &'static str {
        match self {
            Self::AtLeast => "at_least",
            Self::MoreThan => "more_than",
            Self::AtMost => "at_most",
            Self::Falls => "falls",
            Self::All => "all",
            Self::Nothing => "nothing",
        }
    }

    /// Reads [`Direction::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|direction| direction.key() == key)
    }

    /// Whether points of it carry a level.
    pub const fn has_levels(self) -> bool {
        matches!(self, Self::AtLeast | Self::MoreThan | Self::AtMost)
    }

    /// Whether being there once is enough: one has arrived when enough is there, but "no more than" has to hold to the
    /// end.
    pub const fn arrives(self) -> bool {
        matches!(self, Self::AtLeast | Self::MoreThan | Self::All)
    }
}

/// A count with its day and source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counted {
    /// As of which day.
    pub on: Date,
    /// How many.
    pub part: u32,
    /// Of how many, where it is a share.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<u32>,
    /// Where it is written.
    pub source: String,
}

/// What a target is held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case", deny_unknown_fields)]
pub enum Baseline {
    /// A number that the plan itself names.
    Known(Counted),
    /// "As reviewed since the day of registration": stated later, for that day.
    Registration,
    /// What was counted a year before.
    YearBefore,
}

/// Which communes a target is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Among {
    /// All.
    #[default]
    All,
    /// Those that the roadmap of the year names to keep.
    Keep,
    /// Those that it names to convert.
    Convert,
}

/// A target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Its name within the plan: small letters, digits, `-`.
    pub id: String,
    /// As written.
    pub statement: String,
    /// What is counted.
    pub metric: Metric,
    /// Which way.
    pub direction: Direction,
    /// Against what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
    /// The whole as the plan names it, or as the map of its day gives it; a reading brings its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whole: Option<u32>,
    /// By when how much, in order.
    pub points: Vec<Point>,
    /// The body that answers for it, in the words of the plan.
    pub owner: String,
    /// About which communes.
    #[serde(default)]
    pub among: Among,
    /// Where it is written.
    pub source: Source,
    /// The target of the plan above that it is a share of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inherited: Option<String>,
}

impl Target {
    /// The baseline as it stands in the target itself.
    pub const fn known_baseline(&self) -> Option<&Counted> {
        match &self.baseline {
            Some(Baseline::Known(counted)) => Some(counted),
            _ => None,
        }
    }
}
