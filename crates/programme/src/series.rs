//! The register of outgoing documents (sổ đăng ký văn bản đi): one series of numbers for each body and year, for paper
//! and electronic documents alike, beginning with 01 on the first of January (Decree 30/2020/NĐ-CP, Article 15).
//!
//! A number is given once. One that was given on paper, outside of the program, is entered as used, so that the series
//! stays one; one that was given by mistake is voided and not given again.

use domain::access::Action;
use domain::work::{Chain, Entry, Noun, Standing, WorkAct};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use thiserror::Error;
use uuid::Uuid;

use crate::tasks::wording::{TITLE_CHARS_MAX, WordingFault, check};

/// Letters of a body's name or of a symbol, at most.
pub const BODY_CHARS_MAX: usize = 120;
/// The last number that a series can have.
pub const NUMBER_MAX: u32 = 99_999;

/// An act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum SeriesAct {
    /// Begins the series of a body and year.
    Open {
        /// Whose documents: `Ủy ban nhân dân xã`, `Công an xã`.
        body: String,
        /// Which year.
        year: i16,
        /// The last number that had been given when the program took over; 0 for a series that begins here.
        given: u32,
    },
    /// Gives the next number to a document.
    Take {
        /// What follows the number: `BC-UBND`.
        symbol: String,
        /// What the document is about.
        subject: String,
        /// The work that it is printed from, where there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        of: Option<Uuid>,
        /// Which version of that work: each has one number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        version: Option<u32>,
    },
    /// Numbers up to this one were given outside of the program.
    Outside {
        /// The last of them.
        up_to: u32,
        /// To what.
        subject: String,
    },
    /// A number was given by mistake. It is not given again.
    Void {
        /// Which.
        number: u32,
        /// Why.
        reason: String,
    },
}

impl WorkAct for SeriesAct {
    fn key(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Take { .. } => "take",
            Self::Outside { .. } => "outside",
            Self::Void { .. } => "void",
        }
    }

    fn action(&self) -> Action {
        Action::WriteWork
    }

    fn clause(&self) -> Option<&str> {
        Some("Nghị định 30/2020/NĐ-CP, Điều 15")
    }
}

/// What became of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Use {
    /// A document has it.
    Document {
        /// What follows the number.
        symbol: String,
        /// What it is about.
        subject: String,
        /// The work that it is printed from.
        of: Option<Uuid>,
        /// Which version of it.
        version: Option<u32>,
    },
    /// It was given outside of the program, to what was said then.
    Outside {
        /// To what.
        subject: String,
    },
    /// It was given by mistake.
    Void {
        /// Why.
        reason: String,
    },
}

/// A number of a series.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Number {
    /// The number.
    pub number: u32,
    /// The day on which it was given.
    pub on: Date,
    /// To what.
    pub used: Use,
}

/// The numbers of one body in one year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Series {
    /// Whose.
    pub body: String,
    /// Which year.
    pub year: i16,
    /// How many had been given when the program took over.
    pub before: u32,
    /// What was given since, in order.
    pub numbers: Vec<Number>,
}

/// Why a number is not given.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SeriesRefusal {
    /// A text cannot be kept.
    #[error("{field}: {fault}")]
    Text {
        /// Which.
        field: &'static str,
        /// What is wrong with it.
        fault: WordingFault,
    },
    /// The series was begun already, or not yet.
    #[error("the series begins once, and before any number")]
    Order,
    /// The day lies in another year than the series.
    #[error("{on} is not a day of {year}")]
    OtherYear {
        /// The day.
        on: Date,
        /// The year of the series.
        year: i16,
    },
    /// A number is not given for a day before the last one was given: numbers rise with days.
    #[error("the last number is of {last}, a new one cannot be of {on}")]
    Backdated {
        /// The day of the new one.
        on: Date,
        /// The day of the last.
        last: Date,
    },
    /// No such number in the series, or one that is none.
    #[error("number {number} is not one of 1 to {last}")]
    NoSuchNumber {
        /// What was said.
        number: u32,
        /// The last one given.
        last: u32,
    },
    /// These numbers were given already.
    #[error("numbers up to {last} were given already")]
    Given {
        /// The last one given.
        last: u32,
    },
    /// It was voided before.
    #[error("number {number} is void already")]
    Voided {
        /// Which.
        number: u32,
    },
}

impl Series {
    /// The last number that was given; 0 where none was.
    pub fn last(&self) -> u32 {
        self.numbers.last().map_or(self.before, |last| last.number)
    }

    /// What the next document gets.
    pub fn next(&self) -> u32 {
        self.last() + 1
    }

    /// The number that a work's document has.
    pub fn of(&self, work: Uuid) -> Option<&Number> {
        let is_of = |number: &&Number| matches!(&number.used, Use::Document { of: Some(of), .. } if *of == work);
        self.numbers.iter().rev().find(is_of)
    }

    /// The key that a unit has once: body and year.
    pub fn key(body: &str, year: i16) -> String {
        format!("{year} {body}")
    }

    fn begin(entry: &Entry<SeriesAct>) -> Result<Self, SeriesRefusal> {
        let SeriesAct::Open { body, year, given } = &entry.act else { return Err(SeriesRefusal::Order) };
        text("body", body, BODY_CHARS_MAX)?;
        if *given > NUMBER_MAX {
            return Err(SeriesRefusal::NoSuchNumber { number: *given, last: NUMBER_MAX });
        }
        let series = Self { body: body.clone(), year: *year, before: *given, numbers: Vec::new() };
        series.is_of(entry.on).map(|()| series)
    }

    fn is_of(&self, on: Date) -> Result<(), SeriesRefusal> {
        if on.year() != self.year {
            return Err(SeriesRefusal::OtherYear { on, year: self.year });
        }
        // a number that was given by mistake, perhaps for a wrong day, binds nobody
        let given = self.numbers.iter().filter(|number| !matches!(number.used, Use::Void { .. }));
        match given.map(|number| number.on).max().filter(|last| *last > on) {
            Some(last) => Err(SeriesRefusal::Backdated { on, last }),
            None => Ok(()),
        }
    }

    fn give(&mut self, on: Date, used: Use) -> Result<(), SeriesRefusal> {
        self.is_of(on)?;
        let number = self.next();
        if number > NUMBER_MAX {
            return Err(SeriesRefusal::NoSuchNumber { number, last: NUMBER_MAX });
        }
        self.numbers.push(Number { number, on, used });
        Ok(())
    }

    fn void(&mut self, number: u32, reason: &str) -> Result<(), SeriesRefusal> {
        let last = self.last();
        let found = self.numbers.iter_mut().find(|given| given.number == number);
        let found = found.ok_or(SeriesRefusal::NoSuchNumber { number, last })?;
        if matches!(found.used, Use::Void { .. }) {
            return Err(SeriesRefusal::Voided { number });
        }
        found.used = Use::Void { reason: reason.to_owned() };
        Ok(())
    }
}

impl Chain for Series {
    const NOUN: Noun = Noun::Series;
    type Act = SeriesAct;
    type Refusal = SeriesRefusal;

    fn follow(before: Option<Self>, entry: &Entry<SeriesAct>) -> Result<Self, SeriesRefusal> {
        let Some(mut series) = before else { return Self::begin(entry) };
        match &entry.act {
            SeriesAct::Open { .. } => return Err(SeriesRefusal::Order),
            SeriesAct::Take { symbol, subject, of, version } => {
                text("symbol", symbol, BODY_CHARS_MAX)?;
                text("subject", subject, TITLE_CHARS_MAX)?;
                let used =
                    Use::Document { symbol: symbol.clone(), subject: subject.clone(), of: *of, version: *version };
                series.give(entry.on, used)?;
            }
            SeriesAct::Outside { up_to, subject } => {
                text("subject", subject, TITLE_CHARS_MAX)?;
                let last = series.last();
                if *up_to <= last {
                    return Err(SeriesRefusal::Given { last });
                }
                if *up_to > NUMBER_MAX {
                    return Err(SeriesRefusal::NoSuchNumber { number: *up_to, last });
                }
                for _ in last..*up_to {
                    series.give(entry.on, Use::Outside { subject: subject.clone() })?;
                }
            }
            SeriesAct::Void { number, reason } => {
                text("reason", reason, TITLE_CHARS_MAX)?;
                series.void(*number, reason)?;
            }
        }
        Ok(series)
    }

    fn standing(&self) -> Standing {
        Standing {
            state: "open".to_owned(),
            title: format!("{} {}", self.body, self.year),
            key: Some(Self::key(&self.body, self.year)),
            period: Some(self.year.to_string()),
            body: Some(self.body.clone()),
            ..Standing::default()
        }
    }
}

fn text(field: &'static str, text: &str, max: usize) -> Result<(), SeriesRefusal> {
    check(text, max).map_err(|fault| SeriesRefusal::Text { field, fault })
}
