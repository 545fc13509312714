//! The checkpoint that closes a week, to be printed, signed by hand and kept in another office.

use jiff::civil::{Date, ISOWeekDate, Weekday};
use jiff::{Timestamp, ToSpan as _};
use store::ledger;

use super::{Signed, signed};
use crate::app::{App, day_of};
use crate::problem::Problem;

/// A week of the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LedgerWeek {
    /// The year to which the week belongs (ISO 8601).
    pub year: i16,
    /// Its number, 1 to 53.
    pub week: i8,
    /// Its Monday.
    pub from: Date,
    /// Its Sunday.
    pub to: Date,
    /// Whether it is over, so that its last checkpoint closes it.
    pub is_over: bool,
    /// The last checkpoint before its end; none if nothing was signed by then.
    pub signed: Option<Signed>,
    /// How many entries were signed at the end of the week before.
    pub size_before: u64,
    /// The public key that signs now.
    pub key: Option<String>,
}

impl App {
    /// A week of the ledger; none if there is no such week, or it has not begun.
    pub async fn ledger_week(&self, year: i16, week: i8) -> Result<Option<LedgerWeek>, Problem> {
        let Ok(monday) = ISOWeekDate::new(year, week, Weekday::Monday) else { return Ok(None) };
        let from = monday.date();
        let (Some(begin), Ok(next)) = (begin_of(from), from.checked_add(7.days())) else { return Ok(None) };
        let (Some(end), Ok(to)) = (begin_of(next), from.checked_add(6.days())) else { return Ok(None) };
        if self.now() < begin {
            return Ok(None);
        }
        let mut tx = self.db().snapshot().await?;
        let before = ledger::checkpoint_before(&mut tx, begin).await?;
        let closing = ledger::checkpoint_before(&mut tx, end).await?;
        Ok(Some(LedgerWeek {
            year,
            week,
            from,
            to,
            is_over: self.now() >= end,
            signed: closing.map(signed),
            size_before: before.map_or(0, |before| before.size),
            key: self.watch().key().map(|key| key.verifying().to_string()),
        }))
    }

    /// The last week that is over.
    pub fn last_week(&self) -> (i16, i8) {
        let today = day_of(self.now());
        iso_week(today.checked_sub(7.days()).unwrap_or(today))
    }
}

/// Year and number of the week of a day (ISO 8601: Monday to Sunday, the first has the year's first Thursday).
pub fn iso_week(day: Date) -> (i16, i8) {
    let week = day.iso_week_date();
    (week.year(), week.week())
}

/// Midnight in Việt Nam.
fn begin_of(day: Date) -> Option<Timestamp> {
    jiff::tz::Offset::constant(7).to_timestamp(day.at(0, 0, 0, 0)).ok()
}
