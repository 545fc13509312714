//! Reports: those of one's own unit, one with its figures, and figures that people give, sent by a program. When a report
//! is in time is the same however its figures came into it: by the day on which it went up.

pub mod read;
pub mod record;

use app::reports::ReportFault;
use programme::indicators::Measured;
use serde::Serialize;
use texts::Lang;
use utoipa::ToSchema;

use crate::problem::Problem;

/// What a figure comes to. What is unknown says why, and is never 0.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Value {
    /// A whole number; an area in square centimetres, money in đồng.
    Count {
        /// How many.
        value: i64,
    },
    /// A share, by its two counts.
    Share {
        /// What is counted.
        numerator: i64,
        /// Of how many.
        denominator: i64,
    },
    /// One of the words of the indicator.
    Choice {
        /// Which.
        word: String,
    },
    /// Text.
    Text {
        /// What it says.
        text: String,
    },
    /// A day.
    Day {
        /// Which.
        #[schema(format = Date)]
        day: String,
    },
    /// What some of the units come to: never the whole.
    Partial {
        /// How many.
        value: i64,
        /// Of a share: of how many.
        denominator: Option<i64>,
        /// Units that are in it.
        have: u32,
        /// Units there are.
        all: u32,
    },
    /// No figure.
    Unknown {
        /// Why, in the reader's language.
        why: &'static str,
        /// It is there, and is not told because it is about few people.
        withheld: bool,
    },
}

impl Value {
    /// As it is given out.
    fn of(measured: &Measured, lang: Lang) -> Self {
        match measured {
            Measured::Count { value } => Self::Count { value: *value },
            Measured::Share { numerator, denominator } => {
                Self::Share { numerator: *numerator, denominator: *denominator }
            }
            Measured::Choice { key } => Self::Choice { word: key.clone() },
            Measured::Text { text } => Self::Text { text: text.clone() },
            Measured::Day { day } => Self::Day { day: day.to_string() },
            Measured::Partial { value, denominator, have, all } => {
                Self::Partial { value: *value, denominator: *denominator, have: *have, all: *all }
            }
            Measured::Unknown { why } => {
                Self::Unknown { why: app::reports::say_why(*why, lang), withheld: measured.is_withheld() }
            }
        }
    }
}

/// A refusal in the reader's language.
fn refused(fault: ReportFault, lang: Lang) -> Problem {
    match fault {
        ReportFault::Problem(problem) => problem.into(),
        // somebody else wrote in it meanwhile: the same answer as for figures of the year
        ReportFault::Moved => app::Problem::Conflict.into(),
        other => Problem::Invalid(other.say(lang)),
    }
}
