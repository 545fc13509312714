//! Reporting calendars (kỳ báo cáo): which report a unit owes, over which days, and by when.
//!
//! A calendar is data (`data/calendars.toml`): one regime of reporting of one document. "Before 15/3" is the 14th. What a
//! document does not say, a due date or what happens on a day of rest, is not made up: there is none, or a choice named
//! in the data. [`Agenda`] says which unit owes a report when units came and went in the middle of its days.

mod agenda;
mod load;
mod period;
mod status;

use jiff::civil::Date;
use serde::Deserialize;

pub use agenda::{Agenda, Duty, Part, around};
pub use load::{CalendarError, load, load_over};
pub use period::Cycle;
pub use status::{Sent, Status};

use crate::access::NATION;
use crate::cases::Calendar as WorkingDays;
use crate::cases::days_later;
use crate::facts::Window;
use crate::units::{Level, Register, UnitId};
use period::Period;

/// The calendars as they come with the program.
pub const SHIPPED: &str = include_str!("../../../data/calendars.toml");

/// What happens to a due date on a day of rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestDay {
    /// It stays.
    Keep,
    /// The working day before, yet never before the days of the figures are over.
    Earlier,
    /// The working day after.
    Later,
}

/// Whose reports a calendar is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owes {
    /// Communes, wards and special zones.
    Commune,
    /// Districts and towns, which were there until 30/6/2025.
    District,
    /// The standing office of the province: its police.
    ProvinceOffice,
    /// The People's Committee of the province.
    ProvinceCommittee,
    /// Each department, branch and organisation of the province for itself: bodies of one unit, not the unit.
    ProvinceBody,
    /// The ministry.
    Nation,
    /// Nobody by this document alone: it sets the days that other documents go by.
    Nobody,
}

impl Owes {
    /// The word in the data.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Commune => "commune",
            Self::District => "district",
            Self::ProvinceOffice => "province_office",
            Self::ProvinceCommittee => "province_committee",
            Self::ProvinceBody => "province_body",
            Self::Nation => "nation",
            Self::Nobody => "nobody",
        }
    }

    /// Whether bodies of a unit owe it, each for itself.
    pub const fn is_by_body(self) -> bool {
        matches!(self, Self::ProvinceBody)
    }

    const fn level(self) -> Option<Level> {
        match self {
            Self::Commune => Some(Level::Commune),
            Self::District => Some(Level::District),
            Self::ProvinceOffice | Self::ProvinceCommittee | Self::ProvinceBody => Some(Level::Province),
            Self::Nation | Self::Nobody => None,
        }
    }
}

/// A regime of reporting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// Its name.
    pub id: String,
    /// What is reported.
    pub title: String,
    /// The document that orders it.
    pub document: String,
    /// Where in it.
    pub citation: String,
    /// How well that is known: V read, S second-hand, N not found.
    pub evidence: String,
    /// Who confirms what was not read.
    pub owner: Option<String>,
    /// Who owes.
    pub owes: Owes,
    /// Code of the province that it is for; none is the whole country.
    pub province: Option<String>,
    /// Codes of the only units that it is for; empty is every one of the level.
    pub units: Vec<String>,
    /// To whom.
    pub to: String,
    /// In force from.
    pub from: Date,
    /// Last day in force.
    pub until: Option<Date>,
    /// What happens to a due date on a day of rest.
    pub rest_day: RestDay,
    /// Days after the due date on which a report still counts as in time, with the document that grants them.
    pub grace: Option<(i32, String)>,
    periods: Vec<Period>,
    exceptions: Vec<Exception>,
}

/// A change of one period of one year, by a document of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exception {
    /// The period, as `2026-Q3`.
    pub period: String,
    /// The last day of its figures, where that moves.
    pub closes: Option<Date>,
    /// The day by which it is due, where that moves; a day of rest moves it no further.
    pub due: Option<Date>,
    /// Which document says so.
    pub document: String,
}

/// A report that is owed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed<'c> {
    /// The regime.
    pub calendar: &'c Calendar,
    /// `2026-Q3`.
    pub period: String,
    /// In words: `Quý III`.
    pub title: &'c str,
    /// The year of the period.
    pub year: i16,
    /// The days that it is about, both included.
    pub window: Window,
    /// The last day on which it is in time; none where the document names none.
    pub due: Option<Date>,
    /// The day that the document says, where a day of rest or another document moved it.
    pub due_as_written: Option<Date>,
    /// The document that changed this one period.
    pub exception: Option<&'c str>,
}

impl Owed<'_> {
    /// The last day on which a report still counts as in time: the due date and the grace after it.
    pub fn last(&self) -> Option<Date> {
        let grace = self.calendar.grace.as_ref().map_or(0, |(days, _)| *days);
        self.due.map(|due| days_later(due, grace))
    }

    /// The day by which the unit that owes is told: the due date, or the end of the figures where none is named.
    pub fn settled_on(&self) -> Date {
        self.due.unwrap_or(self.window.to)
    }
}

impl Calendar {
    /// Every report of a year, by the day on which its days are over.
    pub fn of_year(&self, year: i16, working: &WorkingDays) -> Vec<Owed<'_>> {
        let owed = |period| self.owed(period, year, working);
        let mut owed: Vec<Owed<'_>> = self.periods.iter().filter_map(owed).collect();
        owed.sort_by(|a, b| (a.window.to, a.window.from, &a.period).cmp(&(b.window.to, b.window.from, &b.period)));
        owed
    }

    /// One report by the name of its period, as `2026-Q3`; none where the calendar has no such period in force.
    pub fn period(&self, name: &str, working: &WorkingDays) -> Option<Owed<'_>> {
        let (year, id) = name.split_once('-')?;
        let period = self.periods.iter().find(|period| period.id == id)?;
        self.owed(period, year.parse().ok()?, working)
    }

    /// How its periods follow each other: for each rhythm that covers the year without gap, its periods by name.
    pub fn cycles(&self) -> Vec<Cycle> {
        period::cycles(&self.periods)
    }

    fn owed<'c>(&'c self, period: &'c Period, year: i16, working: &WorkingDays) -> Option<Owed<'c>> {
        let name = format!("{year}-{}", period.id);
        let exception = self.exceptions.iter().find(|exception| exception.period == name);
        let mut window = period.window(year)?;
        let written = period.due(year);
        let mut due = written.map(|day| self.moved(day, window.to, working));
        if let Some(exception) = exception {
            window.to = exception.closes.unwrap_or(window.to);
            due = exception.due.or(due);
        }
        let in_force = self.from <= due.unwrap_or(window.to) && self.until.is_none_or(|until| window.from <= until);
        in_force.then(|| Owed {
            calendar: self,
            period: name,
            title: &period.title,
            year,
            window,
            due,
            due_as_written: written.filter(|written| Some(*written) != due),
            exception: exception.map(|exception| exception.document.as_str()),
        })
    }

    fn moved(&self, day: Date, closes: Date, working: &WorkingDays) -> Date {
        let step = match self.rest_day {
            RestDay::Keep => return day,
            RestDay::Earlier => -1,
            RestDay::Later => 1,
        };
        let mut moved = day;
        // the longest holiday is nine days; whatever the table says, this ends
        for _ in 0..31 {
            if working.works(moved) {
                break;
            }
            moved = days_later(moved, step);
        }
        // a report cannot be asked for before its days are over
        if moved < closes { day } else { moved }
    }

    /// Whether the calendar is one of a unit's on a day.
    pub fn is_of(&self, register: &Register, unit: UnitId, day: Date) -> bool {
        if self.owes == Owes::Nation {
            return unit == NATION;
        }
        let Some(version) = register.version(unit, day) else { return false };
        let province = || register.province(unit, day).map(|province| province.code.as_str());
        self.owes.level() == Some(version.kind.level())
            && (self.units.is_empty() || self.units.contains(&version.code))
            && self.province.as_deref().is_none_or(|wanted| province() == Some(wanted))
    }
}
