//! Reporting calendars (kỳ báo cáo): which report a unit owes, over which days, and by when.
//!
//! A calendar is data (`data/calendars.toml`): one regime of reporting of one document. "Before 15/3" is the 14th. What a
//! document does not say, a due date or what happens on a day of rest, is not made up: there is none, or a choice named
//! in the data.

use std::str::FromStr;

use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Deserialize;
use thiserror::Error;

use crate::cases::Calendar as WorkingDays;
use crate::facts::Window;
use crate::units::{Level, Register, UnitId};

/// The calendars as they come with the program.
pub const SHIPPED: &str = include_str!("../../../data/calendars.toml");

/// Why a table of calendars cannot be used.
#[derive(Debug, Error)]
pub enum CalendarError {
    /// It is not the TOML that was expected.
    #[error("calendars.toml: {0}")]
    Unreadable(#[from] toml::de::Error),
    /// A version of the table that this program does not know.
    #[error("calendars.toml: schema {0} is not known; this program reads schema 1")]
    Schema(u32),
    /// A calendar or period is named twice.
    #[error("calendar `{0}`: the name stands twice")]
    Twice(String),
    /// A day of a period cannot be.
    #[error("calendar `{calendar}`, period `{period}`: `{value}` is no day of a year; write MM-DD")]
    Day {
        /// Which calendar.
        calendar: String,
        /// Which period.
        period: String,
        /// What stands there.
        value: String,
    },
    /// What was not read in the document names nobody who answers for it.
    #[error("calendar `{0}`: evidence is not V, so an owner has to be named")]
    NoOwner(String),
    /// Both ways of saying until when.
    #[error("calendar `{calendar}`, period `{period}`: `before` and `by` both stand there; keep one")]
    TwoDues {
        /// Which calendar.
        calendar: String,
        /// Which period.
        period: String,
    },
}

/// What happens to a due date on a day of rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RestDay {
    /// It stays.
    Keep,
    /// The working day before.
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
    /// Provinces.
    Province,
    /// The ministry.
    Nation,
}

impl Owes {
    const fn level(self) -> Option<Level> {
        match self {
            Self::Commune => Some(Level::Commune),
            Self::Province => Some(Level::Province),
            Self::Nation => None,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    schema: u32,
    calendar: Vec<RawCalendar>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCalendar {
    id: String,
    title: String,
    document: String,
    citation: String,
    evidence: String,
    owner: Option<String>,
    owes: Owes,
    province: Option<String>,
    to: String,
    from: toml::value::Datetime,
    until: Option<toml::value::Datetime>,
    rest_day: RestDay,
    period: Vec<RawPeriod>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPeriod {
    id: String,
    title: String,
    opens: String,
    #[serde(default)]
    opens_year: i16,
    closes: String,
    before: Option<String>,
    by: Option<String>,
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
    /// To whom.
    pub to: String,
    /// In force from.
    pub from: Date,
    /// Last day in force.
    pub until: Option<Date>,
    /// What happens to a due date on a day of rest.
    pub rest_day: RestDay,
    periods: Vec<Period>,
}

/// A period as the document has it, in whatever year.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Period {
    id: String,
    title: String,
    opens: (i16, MonthDay),
    closes: MonthDay,
    due: Option<(MonthDay, bool)>,
}

/// A day of any year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct MonthDay(i8, i8);

impl FromStr for MonthDay {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (month, day) = text.split_once('-').ok_or(())?;
        let found = Self(month.parse().map_err(|_| ())?, day.parse().map_err(|_| ())?);
        // 29 February is no day of every year
        found.of(2025).map(|_| found).ok_or(())
    }
}

impl MonthDay {
    fn of(self, year: i16) -> Option<Date> {
        Date::new(year, self.0, self.1).ok()
    }
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
    /// The day that the document says, where a day of rest moved it.
    pub due_as_written: Option<Date>,
}

/// How a report stands on a day, as far as the calendar knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Its days have not begun.
    Ahead {
        /// Days until they do.
        days: i32,
    },
    /// Its days go on.
    Open {
        /// Days left until it is due, or, where no day is named, until its days are over; today not counted.
        days_left: i32,
    },
    /// Its days are over, it is not due yet.
    Closing {
        /// Days left until it is due.
        days_left: i32,
    },
    /// Its day has passed.
    Past {
        /// Days since.
        days: i32,
    },
    /// Its days are over, and the document names no day.
    Unnamed,
}

impl Owed<'_> {
    /// How it stands on a day.
    pub fn status(&self, day: Date) -> Status {
        let left = |to: Date| day.until(to).map_or(0, |span| span.get_days());
        match self.due {
            _ if day < self.window.from => Status::Ahead { days: left(self.window.from) },
            Some(due) if day > due => Status::Past { days: -left(due) },
            Some(due) if day <= self.window.to => Status::Open { days_left: left(due) },
            Some(due) => Status::Closing { days_left: left(due) },
            None if day <= self.window.to => Status::Open { days_left: left(self.window.to) },
            None => Status::Unnamed,
        }
    }
}

/// Reads and checks a table of calendars.
pub fn load(text: &str) -> Result<Vec<Calendar>, CalendarError> {
    let raw: Raw = toml::from_str(text)?;
    if raw.schema != 1 {
        return Err(CalendarError::Schema(raw.schema));
    }
    let mut calendars: Vec<Calendar> = Vec::with_capacity(raw.calendar.len());
    for raw in raw.calendar {
        let calendar = checked(raw)?;
        if calendars.iter().any(|other| other.id == calendar.id) {
            return Err(CalendarError::Twice(calendar.id));
        }
        calendars.push(calendar);
    }
    Ok(calendars)
}

fn checked(raw: RawCalendar) -> Result<Calendar, CalendarError> {
    if raw.evidence != "V" && raw.owner.is_none() {
        return Err(CalendarError::NoOwner(raw.id));
    }
    let whole = |at: &toml::value::Datetime| at.date.and_then(date_of).ok_or(at.to_string());
    let of_calendar = |value: String| CalendarError::Day { calendar: raw.id.clone(), period: "–".to_owned(), value };
    let from = whole(&raw.from).map_err(&of_calendar)?;
    let until = raw.until.as_ref().map(whole).transpose().map_err(&of_calendar)?;
    let mut periods: Vec<Period> = Vec::with_capacity(raw.period.len());
    for raw_period in &raw.period {
        let period = period(&raw.id, raw_period)?;
        if periods.iter().any(|other| other.id == period.id) {
            return Err(CalendarError::Twice(format!("{}/{}", raw.id, period.id)));
        }
        periods.push(period);
    }
    Ok(Calendar {
        id: raw.id,
        title: raw.title,
        document: raw.document,
        citation: raw.citation,
        evidence: raw.evidence,
        owner: raw.owner,
        owes: raw.owes,
        province: raw.province,
        to: raw.to,
        from,
        until,
        rest_day: raw.rest_day,
        periods,
    })
}

fn date_of(date: toml::value::Date) -> Option<Date> {
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

fn period(calendar: &str, raw: &RawPeriod) -> Result<Period, CalendarError> {
    let day = |text: &str| {
        text.parse::<MonthDay>().map_err(|()| CalendarError::Day {
            calendar: calendar.to_owned(),
            period: raw.id.clone(),
            value: text.to_owned(),
        })
    };
    let due = match (&raw.before, &raw.by) {
        (Some(_), Some(_)) => {
            return Err(CalendarError::TwoDues { calendar: calendar.to_owned(), period: raw.id.clone() });
        }
        (Some(before), None) => Some((day(before)?, true)),
        (None, Some(by)) => Some((day(by)?, false)),
        (None, None) => None,
    };
    Ok(Period {
        id: raw.id.clone(),
        title: raw.title.clone(),
        opens: (raw.opens_year, day(&raw.opens)?),
        closes: day(&raw.closes)?,
        due,
    })
}

impl Calendar {
    /// Every report of a year, by the day on which its days are over.
    pub fn of_year(&self, year: i16, working: &WorkingDays) -> Vec<Owed<'_>> {
        let owed = |period| self.owed(period, year, working);
        let mut owed: Vec<Owed<'_>> = self.periods.iter().filter_map(owed).collect();
        owed.sort_by(|a, b| (a.window.to, a.window.from, &a.period).cmp(&(b.window.to, b.window.from, &b.period)));
        owed
    }

    fn owed<'c>(&'c self, period: &'c Period, year: i16, working: &WorkingDays) -> Option<Owed<'c>> {
        let window = Window { from: period.opens.1.of(year + period.opens.0)?, to: period.closes.of(year)? };
        let written = match period.due {
            Some((day, true)) => Some(day.of(year)?.checked_sub(1.day()).ok()?),
            Some((day, false)) => Some(day.of(year)?),
            None => None,
        };
        let due = written.map(|day| self.moved(day, working));
        let last = due.unwrap_or(window.to);
        let in_force = self.from <= last && self.until.is_none_or(|until| window.from <= until);
        in_force.then(|| Owed {
            calendar: self,
            period: format!("{year}-{}", period.id),
            title: &period.title,
            year,
            window,
            due,
            due_as_written: written.filter(|written| Some(*written) != due),
        })
    }

    fn moved(&self, day: Date, working: &WorkingDays) -> Date {
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
            moved = crate::cases::days_later(moved, step);
        }
        moved
    }

    /// Whether the calendar is one of a unit's on a day.
    pub fn is_of(&self, register: &Register, unit: UnitId, day: Date) -> bool {
        let Some(version) = register.version(unit, day) else { return false };
        let province = register.province(unit, day).map(|province| province.code.as_str());
        self.owes.level() == Some(version.kind.level())
            && self.province.as_deref().is_none_or(|wanted| province == Some(wanted))
    }
}

/// What a unit owes around a day: of each calendar whatever is open, past by no more than 30 days, and the next one
/// ahead, by when it is due. A report is owed by the unit that is there on the day on which it is due.
pub fn around<'c>(
    calendars: &'c [Calendar],
    register: &Register,
    working: &WorkingDays,
    unit: UnitId,
    day: Date,
) -> Vec<Owed<'c>> {
    let mut found = Vec::new();
    for calendar in calendars {
        let years = [day.year() - 1, day.year(), day.year() + 1];
        let all = years.into_iter().flat_map(|year| calendar.of_year(year, working));
        let own = all.filter(|owed| calendar.is_of(register, unit, owed.due.unwrap_or(owed.window.to)));
        let (ahead, now): (Vec<_>, Vec<_>) = own.partition(|owed| day < owed.window.from);
        let near = |owed: &Owed<'_>| !matches!(owed.status(day), Status::Past { days: 31.. } | Status::Unnamed);
        found.extend(now.into_iter().filter(near));
        found.extend(ahead.into_iter().min_by_key(|owed| owed.window.from));
    }
    found.sort_by(|a, b| {
        let key = |owed: &Owed<'_>| (owed.due.unwrap_or(owed.window.to), owed.calendar.id.clone(), owed.period.clone());
        key(a).cmp(&key(b))
    });
    found
}
