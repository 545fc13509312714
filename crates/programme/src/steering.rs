//! Steering: committees with their members and rules, meetings with their conclusions, liaison with neighbours and the
//! Lao side, commendations and criticism, the bodies of a unit with their officers. Each is a chain of dated acts.
//!
//! A conclusion of a meeting becomes a task (`tasks::Source` names the meeting and the number), so nothing is kept twice.
//! Liaison keeps who met, when and what was agreed; operational content has no field here.

pub mod body;
pub mod commendation;
pub mod committee;
pub mod liaison;
pub mod meeting;
mod refusal;

pub use refusal::SteeringRefusal;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::tasks::wording::{REFERENCE_CHARS_MAX, TITLE_CHARS_MAX, check};

/// A paper, by number and date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Paper {
    /// Its number: `138/QĐ-UBND`.
    pub number: String,
    /// Its date.
    pub date: Date,
}

impl Paper {
    fn check(&self, on: Date) -> Result<(), SteeringRefusal> {
        check(&self.number, REFERENCE_CHARS_MAX).map_err(SteeringRefusal::text("number"))?;
        if self.date > on {
            return Err(SteeringRefusal::Future { date: self.date, on });
        }
        Ok(())
    }
}

/// A public servant: by appointment, or, without an account, by office and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case", deny_unknown_fields)]
pub enum Servant {
    /// Has an account; the name comes from it when shown.
    Appointment {
        /// Which.
        appointment: Uuid,
    },
    /// Has none.
    Office {
        /// The office held.
        office: String,
        /// What they are called.
        name: String,
    },
}

impl Servant {
    fn check(&self) -> Result<(), SteeringRefusal> {
        match self {
            Self::Appointment { .. } => Ok(()),
            Self::Office { office, name } => {
                check(office, TITLE_CHARS_MAX).map_err(SteeringRefusal::text("office"))?;
                check(name, TITLE_CHARS_MAX).map_err(SteeringRefusal::text("name"))
            }
        }
    }
}

/// Checks a list of texts: how many, and each.
fn check_list(field: &'static str, list: &[String], max: usize, chars: usize) -> Result<(), SteeringRefusal> {
    if list.len() > max {
        return Err(SteeringRefusal::Many { field, count: list.len(), max });
    }
    list.iter().try_for_each(|text| check(text, chars).map_err(SteeringRefusal::text(field)))
}
