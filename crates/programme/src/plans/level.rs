//! How much a target asks for, by when.

use domain::targets::Rate;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// How much. Rates are in hundredths of a percent (20 % is 2,000), as [`Rate`] has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case", deny_unknown_fields)]
pub enum Level {
    /// A share of the whole.
    Share {
        /// Hundredths of a percent.
        rate: u32,
    },
    /// A number, whatever the whole is.
    Count {
        /// How many.
        count: u32,
    },
    /// Percentage points above the share of the baseline, for each year since.
    PointsYearly {
        /// Hundredths of a percentage point in a year.
        rate: u32,
    },
    /// A growth against what was counted a year before.
    Growth {
        /// Hundredths of a percent.
        rate: u32,
    },
}

impl Level {
    /// The rate in it, if one is.
    pub const fn rate(self) -> Option<Rate> {
        match self {
            Self::Share { rate } | Self::PointsYearly { rate } | Self::Growth { rate } => Some(Rate(rate)),
            Self::Count { .. } => None,
        }
    }
}

/// A point of a trajectory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Point {
    /// The last day for it. For classified areas the day on which the year of Decision 28/2025/QĐ-TTg, Article 7 ends
    /// (14/12), otherwise 31/12, unless the plan names another.
    pub by: Date,
    /// How much; none where the direction says all ("all", "none", "less than the baseline").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
}
