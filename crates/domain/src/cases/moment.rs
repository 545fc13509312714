//! When something happened, as exactly as it is known, and how long the law gives.

use std::fmt;
use std::str::FromStr;

use jiff::civil::{Date, DateTime, Time, time};
use jiff::{SignedDuration, Span as JiffSpan, ToSpan as _};
use serde::Serialize;

/// A day, with the hour where it is known. Local time of Việt Nam.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Moment {
    /// The day.
    pub day: Date,
    /// The hour; none when only the day was written down.
    pub hour: Option<Time>,
}

/// The last second of a day.
const DAY_END: Time = time(23, 59, 59, 0);

impl Moment {
    /// A day without its hour.
    pub const fn day(day: Date) -> Self {
        Self { day, hour: None }
    }

    /// The first instant that it can have been.
    pub fn earliest(self) -> DateTime {
        self.day.to_datetime(self.hour.unwrap_or(Time::midnight()))
    }

    /// The last instant that it can have been.
    pub fn latest(self) -> DateTime {
        self.day.to_datetime(self.hour.unwrap_or(DAY_END))
    }

    /// Itself, or another that it certainly lies before.
    #[must_use]
    pub fn not_before(self, other: Self) -> Self {
        if self.before(other) { other } else { self }
    }

    /// Whether it certainly lies before another.
    pub fn before(self, other: Self) -> bool {
        self.latest() < other.earliest()
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.hour {
            None => self.day.fmt(f),
            Some(hour) => write!(f, "{}T{:02}:{:02}", self.day, hour.hour(), hour.minute()),
        }
    }
}

impl FromStr for Moment {
    type Err = jiff::Error;

    /// `2026-07-02` or `2026-07-02T08:30`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        if let Ok(day) = text.parse::<Date>()
            && text.len() <= 10
        {
            return Ok(Self::day(day));
        }
        let at: DateTime = text.parse()?;
        Ok(Self { day: at.date(), hour: Some(at.time()) })
    }
}

impl Serialize for Moment {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// How long the law gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// Hours, by the clock.
    Hours(i32),
    /// Days, holidays included; the day of the event is not counted.
    Days(i32),
    /// Working days; the day of the event is not counted.
    WorkingDays(i32),
    /// Calendar months.
    Months(i32),
}

impl FromStr for Length {
    type Err = ();

    /// `24 h`, `30 d`, `3 wd`, `1 m`.
    fn from_str(text: &str) -> Result<Self, ()> {
        let (number, unit) = text.split_once(' ').ok_or(())?;
        let number: i32 = number.parse().map_err(|_| ())?;
        match unit {
            _ if !(0..=10_000).contains(&number) => Err(()),
            "h" => Ok(Self::Hours(number)),
            "d" => Ok(Self::Days(number)),
            "wd" => Ok(Self::WorkingDays(number)),
            "m" => Ok(Self::Months(number)),
            _ => Err(()),
        }
    }
}

impl fmt::Display for Length {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hours(n) => write!(f, "{n} h"),
            Self::Days(n) => write!(f, "{n} d"),
            Self::WorkingDays(n) => write!(f, "{n} wd"),
            Self::Months(n) => write!(f, "{n} m"),
        }
    }
}

/// So many calendar days later; the ends of the calendar stay where they are.
pub fn days_later(day: Date, days: i32) -> Date {
    day.saturating_add(JiffSpan::new().days(i64::from(days)))
}

/// So many calendar months later.
pub fn months_later(day: Date, months: i32) -> Date {
    day.saturating_add(JiffSpan::new().months(i64::from(months)))
}

/// So many hours later.
pub fn hours_later(at: DateTime, hours: i32) -> DateTime {
    at.saturating_add(SignedDuration::from_hours(i64::from(hours)))
}

/// The end of a day.
pub fn end_of(day: Date) -> DateTime {
    day.to_datetime(DAY_END)
}

/// Days from one day to another; negative when it lies before.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// The day before.
pub fn day_before(day: Date) -> Date {
    day.saturating_sub(1.day())
}
