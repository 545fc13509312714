//! Days of any year, and periods made of them.

use std::str::FromStr;

use jiff::civil::Date;

use crate::cases::days_later;
use crate::facts::Window;

/// A period as the document has it, in whatever year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) id: String,
    pub(super) title: String,
    /// Years added to the year of the period, and the day.
    pub(super) opens: (i16, MonthDay),
    pub(super) closes: MonthDay,
    pub(super) due: Option<Due>,
}

/// Until when, as the document says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// "Trước ngày": the day before.
    Before(MonthDay),
    /// The day itself.
    By(MonthDay),
}

/// A day of any year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MonthDay(i8, i8);

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
    pub(super) fn of(self, year: i16) -> Option<Date> {
        Date::new(year, self.0, self.1).ok()
    }
}

impl Period {
    /// Its days in a year.
    pub(super) fn window(&self, year: i16) -> Option<Window> {
        let opens = year.checked_add(self.opens.0)?;
        Some(Window { from: self.opens.1.of(opens)?, to: self.closes.of(year)? })
    }

    /// The day by which the document wants it.
    pub(super) fn due(&self, year: i16) -> Option<Date> {
        match self.due? {
            Due::Before(day) => day.of(year).map(|day| days_later(day, -1)),
            Due::By(day) => day.of(year),
        }
    }
}

/// Periods of one calendar that follow each other through the year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cycle {
    /// `M01` to `M12`.
    Month,
    /// `Q1` to `Q4`.
    Quarter,
    /// `year`.
    Year,
}

impl Cycle {
    /// The cycle that a period belongs to; none for sums since the year began (`H1`, `M9`).
    pub fn of(period: &str) -> Option<Self> {
        let id = period.split_once('-').map_or(period, |(_, id)| id);
        match (id, id.strip_prefix('Q'), id.strip_prefix('M')) {
            ("year", ..) => Some(Self::Year),
            (_, Some("1" | "2" | "3" | "4"), _) => Some(Self::Quarter),
            (_, _, Some(month)) if month.len() == 2 => Some(Self::Month),
            _ => None,
        }
    }

    const fn periods(self) -> usize {
        match self {
            Self::Month => 12,
            Self::Quarter => 4,
            Self::Year => 1,
        }
    }
}

/// The cycles that a calendar has whole.
pub(super) fn cycles(periods: &[Period]) -> Vec<Cycle> {
    let count = |cycle: Cycle| periods.iter().filter(|period| Cycle::of(&period.id) == Some(cycle)).count();
    [Cycle::Month, Cycle::Quarter, Cycle::Year].into_iter().filter(|cycle| count(*cycle) == cycle.periods()).collect()
}
