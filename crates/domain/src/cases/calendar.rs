//! Which days are worked: weekends, public holidays and swapped days, as dated data (Labour Code 2019, Art. 111, 112).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, DateTime, Weekday};
use serde::Deserialize;

use super::moment::{Length, Moment, day_before, days_later, end_of, hours_later, months_later};

const SHIPPED: &str = include_str!("../../../../data/holidays.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    schema: u32,
    citation: String,
    evidence: String,
    owner: String,
    fixed: Vec<String>,
    default: RawDefault,
    year: Vec<RawYear>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawDefault {
    tet_days_before: i32,
    tet_days_after: i32,
    national_day_second: i32,
    why: String,
}

/// A year as it is written down; also what an office writes into its own table.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawYear {
    year: i16,
    tet: toml::value::Datetime,
    kings: toml::value::Datetime,
    decided: bool,
    decision: Option<String>,
    evidence: Option<String>,
    #[serde(default)]
    off: Vec<toml::value::Datetime>,
    #[serde(default)]
    worked: Vec<toml::value::Datetime>,
}

/// The holidays of one year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Year {
    /// The paper that chose them; none: they are counted by the default.
    pub decision: Option<String>,
    /// How well the paper is known, e.g. `S`: as others report it.
    pub evidence: Option<String>,
    /// Days off that are not weekends of themselves, days made up for included.
    pub off: BTreeSet<Date>,
    /// Weekend days that are worked in place of others.
    pub worked: BTreeSet<Date>,
}

/// Working days and holidays.
#[derive(Clone, Debug)]
pub struct Calendar {
    years: BTreeMap<i16, Year>,
    fixed: Vec<String>,
    default: RawDefault,
    /// The law it rests on.
    pub citation: String,
    /// Who confirms it.
    pub owner: String,
    /// Why the default of a year without decision is what it is.
    pub why: String,
}

impl Calendar {
    /// The calendar that comes with the program.
    pub fn shipped() -> Result<Self, String> {
        Self::read(SHIPPED)
    }

    /// Reads a calendar in the form of `data/holidays.toml`; an error says what is wrong and where.
    pub fn read(text: &str) -> Result<Self, String> {
        let raw: Raw = toml::from_str(text).map_err(|e| e.to_string())?;
        if raw.schema != 1 || raw.evidence.is_empty() {
            return Err("schema 1 with its evidence is expected".to_owned());
        }
        let mut calendar = Self {
            years: BTreeMap::new(),
            fixed: raw.fixed,
            citation: raw.citation,
            owner: raw.owner,
            why: raw.default.why.clone(),
            default: raw.default,
        };
        for year in &raw.year {
            calendar.set_year(year)?;
        }
        Ok(calendar)
    }

    /// Puts a year in, in place of what was known of it.
    pub(super) fn set_year(&mut self, raw: &RawYear) -> Result<(), String> {
        if raw.decided != raw.decision.is_some() {
            return Err(format!("{}: a decided year names its decision, and no other does", raw.year));
        }
        let mut days = vec![date(&raw.kings)?];
        for text in &self.fixed {
            let day = format!("{:04}-{text}", raw.year);
            days.push(day.parse::<Date>().map_err(|e| format!("{day}: {e}"))?);
        }
        for day in &raw.off {
            days.push(date(day)?);
        }
        if raw.off.is_empty() {
            days.extend(self.by_default(raw)?);
        }
        days.sort_unstable();
        days.dedup();
        let mut year = Year { decision: raw.decision.clone(), evidence: raw.evidence.clone(), ..Year::default() };
        for day in days {
            year.add_holiday(day);
        }
        for day in &raw.worked {
            year.add_worked(date(day)?)?;
        }
        self.years.insert(raw.year, year);
        Ok(())
    }

    /// Lunar new year and the second day of the national day, where nobody has chosen.
    fn by_default(&self, raw: &RawYear) -> Result<Vec<Date>, String> {
        let tet = date(&raw.tet)?;
        let national = Date::new(raw.year, 9, 2).map_err(|e| e.to_string())?;
        let mut days: Vec<Date> =
            (-self.default.tet_days_before..=self.default.tet_days_after).map(|n| days_later(tet, n)).collect();
        days.push(days_later(national, self.default.national_day_second));
        Ok(days)
    }

    /// Whether a day is worked.
    pub fn works(&self, day: Date) -> bool {
        let Some(year) = self.years.get(&day.year()) else { return !is_weekend(day) };
        year.worked.contains(&day) || !(is_weekend(day) || year.off.contains(&day))
    }

    /// Whether the year's holidays are decided, and by which paper; a year without is counted by the default.
    pub fn decision(&self, year: i16) -> Option<&str> {
        self.years.get(&year)?.decision.as_deref()
    }

    /// Every year that is known, the earliest first.
    pub fn years(&self) -> impl Iterator<Item = (i16, &Year)> {
        self.years.iter().map(|(number, year)| (*number, year))
    }

    /// Whether lunar new year of a year is known at all.
    pub fn knows(&self, year: i16) -> bool {
        self.years.contains_key(&year)
    }

    /// The working day so many working days after a day, which itself is not counted.
    pub fn working_days_later(&self, day: Date, count: i32) -> Date {
        let mut at = day;
        for _ in 0..count {
            at = days_later(at, 1);
            while !self.works(at) && at < Date::MAX {
                at = days_later(at, 1);
            }
        }
        at
    }

    /// When a length that begins at a moment is over. Without an hour, hours count from the end of that day unless
    /// `from_start`.
    pub fn due(&self, from: Moment, length: Length, from_start: bool) -> DateTime {
        match length {
            Length::Hours(n) => hours_later(if from_start { from.earliest() } else { from.latest() }, n),
            Length::Days(n) => end_of(days_later(from.day, n)),
            Length::WorkingDays(n) => end_of(self.working_days_later(from.day, n)),
            Length::Months(n) => end_of(months_later(from.day, n)),
        }
    }

    /// The last working day before a day.
    pub fn working_day_before(&self, day: Date) -> Date {
        let mut at = day_before(day);
        while !self.works(at) && at > Date::MIN {
            at = day_before(at);
        }
        at
    }
}

impl Year {
    /// A holiday on a day of rest is made up for on the next working day (Art. 111.3).
    fn add_holiday(&mut self, day: Date) {
        let mut free = day;
        while is_weekend(free) || self.off.contains(&free) {
            free = days_later(free, 1);
        }
        self.off.insert(day);
        self.off.insert(free);
    }

    /// A day worked in place of another is a weekend day that is no holiday.
    fn add_worked(&mut self, day: Date) -> Result<(), String> {
        if !is_weekend(day) || self.off.contains(&day) {
            return Err(format!("{day}: a day worked in place of another is a Saturday or Sunday without a holiday"));
        }
        self.worked.insert(day);
        Ok(())
    }
}

fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn date(raw: &toml::value::Datetime) -> Result<Date, String> {
    raw.to_string().parse().map_err(|e: jiff::Error| e.to_string())
}
