//! What goes to other programs and comes from them: one value of one indicator, unit and window. Unknown is absent, never
//! zero.
//!
//! The periods of DHIS2 cannot say "15 December to 14 December". A value therefore travels under the nearest period that
//! the other side has, and its days stand beside it; what comes in is held against the calendar by its days.

use std::collections::BTreeMap;

use domain::facts::Window;
use jiff::civil::Date;

use crate::indicators::{Indicator, Indicators, Kind, Measured, Why};

/// One value on the way.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DataValue {
    /// Which indicator, or which group of one: `addicts@sex.female`. Of a share, the indicators of its parts travel
    /// instead.
    pub indicator: String,
    /// The code of the unit.
    pub unit: String,
    /// `2026-Q3`.
    pub period: String,
    /// As it is written: digits, a word, text, a day.
    pub value: String,
    /// It is there and is not told, because it is about few people; there is no value then.
    pub withheld: bool,
}

/// What travels together: one period and its days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchanged {
    /// `2026-Q3`.
    pub period: String,
    /// Its days.
    pub window: Window,
    /// The values, in order.
    pub values: Vec<DataValue>,
}

/// What an import is held against.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// Indicators.
    pub indicators: &'k Indicators,
    /// Whether a code is that of a unit in force.
    pub unit: &'k dyn Fn(&str) -> bool,
    /// The days of a period, where it is known.
    pub periods: &'k BTreeMap<String, Window>,
}

/// Why a value is not taken; each with the place where it stands.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// No such indicator.
    #[error("{place}: indicator `{value}` is not known{}", nearest.as_ref().map_or_else(String::new, |n| format!("; is `{n}` meant?")))]
    Indicator {
        /// Where.
        place: String,
        /// What stands there.
        value: String,
        /// What may be meant.
        nearest: Option<String>,
    },
    /// No such unit in force.
    #[error("{place}: unit `{value}` is not in force in that period")]
    Unit {
        /// Where.
        place: String,
        /// What stands there.
        value: String,
    },
    /// No such period.
    #[error("{place}: period `{value}` is none of the calendar")]
    Period {
        /// Where.
        place: String,
        /// What stands there.
        value: String,
    },
    /// No such value.
    #[error("{place}: `{value}` is no value of {indicator}: {wanted} is expected")]
    Value {
        /// Where.
        place: String,
        /// Of which indicator.
        indicator: String,
        /// What stands there.
        value: String,
        /// What is expected.
        wanted: &'static str,
    },
    /// Two values of one thing.
    #[error("{place}: {indicator} of unit {unit} stands twice")]
    Twice {
        /// Where.
        place: String,
        /// Which indicator.
        indicator: String,
        /// Of which unit.
        unit: String,
    },
}

impl DataValue {
    /// What a figure is on the way; none where it is not wholly known, and for a share, whose parts travel. What is not
    /// told travels as that.
    pub fn of(indicator: &Indicator, unit: &str, period: &str, measured: &Measured) -> Option<Self> {
        let withheld = measured.is_withheld() && indicator.kind != Kind::Share;
        let value = match measured {
            Measured::Unknown { .. } if withheld => String::new(),
            Measured::Count { value } => value.to_string(),
            Measured::Choice { key } => key.clone(),
            Measured::Text { text } => text.clone(),
            Measured::Day { day } => day.to_string(),
            Measured::Share { .. } | Measured::Partial { .. } | Measured::Unknown { .. } => return None,
        };
        let (indicator, unit, period) = (indicator.id.clone(), unit.to_owned(), period.to_owned());
        Some(Self { indicator, unit, period, value, withheld })
    }

    /// What it measures. What was not told is no number: it is unknown, and says so.
    pub fn measured(&self, known: Known<'_>, place: &str) -> Result<Measured, Misfit> {
        let (place, text) = (place.to_owned(), self.value.trim());
        let Some(indicator) = known.indicators.get(&self.indicator) else {
            let nearest = known.indicators.nearest(&self.indicator).map(str::to_owned);
            return Err(Misfit::Indicator { place, value: self.indicator.clone(), nearest });
        };
        if !known.periods.contains_key(&self.period) {
            return Err(Misfit::Period { place, value: self.period.clone() });
        }
        if !(known.unit)(&self.unit) {
            return Err(Misfit::Unit { place, value: self.unit.clone() });
        }
        if self.withheld {
            let wanted = "either a value or that it is withheld, never both";
            let (indicator, value) = (self.indicator.clone(), self.value.clone());
            let both = Misfit::Value { place, indicator, value, wanted };
            return if text.is_empty() { Ok(Measured::unknown(Why::Withheld)) } else { Err(both) };
        }
        let (found, wanted) = match indicator.kind {
            Kind::Count | Kind::Area => {
                let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
                (text.parse().ok().filter(|_| plain).map(Measured::count), "a whole number without dots")
            }
            Kind::Share => (None, "nothing: a share is worked out from its parts"),
            Kind::Choice => {
                (indicator.choice(text).map(|_| Measured::Choice { key: text.to_owned() }), "one of its words")
            }
            Kind::Text => ((!text.is_empty()).then(|| Measured::Text { text: text.to_owned() }), "text"),
            Kind::Day => (text.parse().ok().map(|day| Measured::Day { day }), "a day like 2026-09-14"),
        };
        let value = self.value.clone();
        found.ok_or(Misfit::Value { place, indicator: self.indicator.clone(), value, wanted })
    }
}

/// How a period is called elsewhere: the period of the calendar year in which most of its days lie, in the words of
/// DHIS2 (`2026Q3`, `2026S1`, `2026`) and as the duration of ADX (`2026-07-01/P3M`).
pub fn periods_of(period: &str) -> Option<(String, String)> {
    let (year, kind) = period.split_once('-')?;
    let first: i16 = year.parse().ok()?;
    let month = |month: i8| Date::new(first, month, 1).ok();
    match kind {
        "Q1" | "Q2" | "Q3" | "Q4" => {
            let number: i8 = kind.strip_prefix('Q')?.parse().ok()?;
            let from = month(number.checked_mul(3)?.checked_sub(2)?)?;
            Some((format!("{year}Q{number}"), format!("{from}/P3M")))
        }
        "H1" => Some((format!("{year}S1"), format!("{}/P6M", month(1)?))),
        "H2" => Some((format!("{year}S2"), format!("{}/P6M", month(7)?))),
        "year" => Some((year.to_owned(), format!("{}/P1Y", month(1)?))),
        _ => {
            // two digits are a month; `M9` is a sum since the year began, which has no name elsewhere
            let number: i8 = kind.strip_prefix('M').filter(|digits| digits.len() == 2)?.parse().ok()?;
            Some((format!("{year}{number:02}"), format!("{}/P1M", month(number)?)))
        }
    }
}
