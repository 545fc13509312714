//! Reading calendars from their table, with every fault named by its place.

use std::str::FromStr as _;

use jiff::civil::Date;
use serde::Deserialize;
use thiserror::Error;

use super::period::{Due, MonthDay, Period};
use super::{Calendar, Exception, Owes, RestDay};

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
    /// The days end before they begin.
    #[error(
        "calendar `{calendar}`, period `{period}`: it closes before it opens; `opens_year = -1` is the year before"
    )]
    Backwards {
        /// Which calendar.
        calendar: String,
        /// Which period.
        period: String,
    },
    /// A report is wanted before its days are over.
    #[error("calendar `{calendar}`, period `{period}`: it is due before its days are over")]
    TooEarly {
        /// Which calendar.
        calendar: String,
        /// Which period.
        period: String,
    },
    /// Days of grace that no document grants, or none.
    #[error("calendar `{0}`: grace is a number of days from 1 to 60 and the document that grants it")]
    Grace(String),
    /// An exception of what is not there.
    #[error("exception for `{calendar}`, `{period}`: there is no such calendar and period; write for instance 2026-Q3")]
    NoSuchPeriod {
        /// Which calendar it names.
        calendar: String,
        /// Which period.
        period: String,
    },
    /// An exception that changes nothing, or names no document.
    #[error("exception for `{calendar}`, `{period}`: name `closes` or `by`, and the document")]
    EmptyException {
        /// Which calendar.
        calendar: String,
        /// Which period.
        period: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    schema: u32,
    #[serde(default)]
    calendar: Vec<RawCalendar>,
    #[serde(default)]
    exception: Vec<RawException>,
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
    #[serde(default)]
    units: Vec<String>,
    to: String,
    from: toml::value::Datetime,
    until: Option<toml::value::Datetime>,
    rest_day: RestDay,
    grace_days: Option<i32>,
    grace_document: Option<String>,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawException {
    calendar: String,
    period: String,
    closes: Option<toml::value::Datetime>,
    by: Option<toml::value::Datetime>,
    document: String,
}

/// Reads and checks a table of calendars.
pub fn load(text: &str) -> Result<Vec<Calendar>, CalendarError> {
    load_over(&[text])
}

/// Reads several tables as one: an office's own calendars and exceptions beside those that come with the program.
pub fn load_over(texts: &[&str]) -> Result<Vec<Calendar>, CalendarError> {
    let mut calendars: Vec<Calendar> = Vec::new();
    let mut exceptions = Vec::new();
    for text in texts {
        let raw: Raw = toml::from_str(text)?;
        if raw.schema != 1 {
            return Err(CalendarError::Schema(raw.schema));
        }
        for raw in raw.calendar {
            let calendar = checked(raw)?;
            if calendars.iter().any(|other| other.id == calendar.id) {
                return Err(CalendarError::Twice(calendar.id));
            }
            calendars.push(calendar);
        }
        exceptions.extend(raw.exception);
    }
    for raw in exceptions {
        except(&mut calendars, raw)?;
    }
    Ok(calendars)
}

fn except(calendars: &mut [Calendar], raw: RawException) -> Result<(), CalendarError> {
    let day = |at: &Option<toml::value::Datetime>| {
        at.as_ref()
            .map(|at| {
                let (calendar, period) = (raw.calendar.clone(), raw.period.clone());
                date_of(at).ok_or(CalendarError::Day { calendar, period, value: at.to_string() })
            })
            .transpose()
    };
    let (closes, due) = (day(&raw.closes)?, day(&raw.by)?);
    if (closes.is_none() && due.is_none()) || raw.document.trim().is_empty() {
        return Err(CalendarError::EmptyException { calendar: raw.calendar, period: raw.period });
    }
    let of = calendars.iter_mut().find(|calendar| calendar.id == raw.calendar);
    let named = raw.period.split_once('-').and_then(|(year, id)| Some((year.parse::<i16>().ok()?, id)));
    let (Some(of), Some((year, id))) = (of, named) else {
        return Err(CalendarError::NoSuchPeriod { calendar: raw.calendar, period: raw.period });
    };
    let Some(period) = of.periods.iter().find(|period| period.id == id) else {
        return Err(CalendarError::NoSuchPeriod { calendar: raw.calendar, period: raw.period });
    };
    let closes_then = closes.or_else(|| period.window(year).map(|window| window.to));
    let due_then = due.or_else(|| period.due(year));
    if closes_then.zip(due_then).is_some_and(|(closes, due)| due < closes) {
        return Err(CalendarError::TooEarly { calendar: raw.calendar, period: raw.period });
    }
    if of.exceptions.iter().any(|other| other.period == raw.period) {
        return Err(CalendarError::Twice(format!("{}/{}", raw.calendar, raw.period)));
    }
    of.exceptions.push(Exception { period: raw.period, closes, due, document: raw.document });
    Ok(())
}

fn checked(raw: RawCalendar) -> Result<Calendar, CalendarError> {
    if raw.evidence != "V" && raw.owner.is_none() {
        return Err(CalendarError::NoOwner(raw.id));
    }
    let grace = match (raw.grace_days, &raw.grace_document) {
        (None, None) => None,
        (Some(days @ 1..=60), Some(document)) => Some((days, document.clone())),
        _ => return Err(CalendarError::Grace(raw.id)),
    };
    let whole = |at: &toml::value::Datetime| {
        let value = || CalendarError::Day { calendar: raw.id.clone(), period: "–".to_owned(), value: at.to_string() };
        date_of(at).ok_or_else(value)
    };
    let from = whole(&raw.from)?;
    let until = raw.until.as_ref().map(whole).transpose()?;
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
        units: raw.units,
        to: raw.to,
        from,
        until,
        rest_day: raw.rest_day,
        grace,
        periods,
        exceptions: Vec::new(),
    })
}

fn date_of(at: &toml::value::Datetime) -> Option<Date> {
    let date = at.date?;
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

fn period(calendar: &str, raw: &RawPeriod) -> Result<Period, CalendarError> {
    let named = || (calendar.to_owned(), raw.id.clone());
    let day = |text: &str| {
        let (calendar, period) = named();
        MonthDay::from_str(text).map_err(|()| CalendarError::Day { calendar, period, value: text.to_owned() })
    };
    let due = match (&raw.before, &raw.by) {
        (Some(_), Some(_)) => {
            let (calendar, period) = named();
            return Err(CalendarError::TwoDues { calendar, period });
        }
        (Some(before), None) => Some(Due::Before(day(before)?)),
        (None, Some(by)) => Some(Due::By(day(by)?)),
        (None, None) => None,
    };
    let period = Period {
        id: raw.id.clone(),
        title: raw.title.clone(),
        opens: (raw.opens_year, day(&raw.opens)?),
        closes: day(&raw.closes)?,
        due,
    };
    // the order of two days is the same in every year: 29 February is none of them
    let window = period.window(2025);
    let (calendar, id) = named();
    if window.is_none_or(|window| window.to < window.from) {
        return Err(CalendarError::Backwards { calendar, period: id });
    }
    if window.zip(period.due(2025)).is_some_and(|(window, due)| due < window.to) {
        return Err(CalendarError::TooEarly { calendar, period: id });
    }
    Ok(period)
}
