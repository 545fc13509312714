//! Late, since when, and who hears of it.

use jiff::civil::Date;

use super::chain::{State, Task};

/// A task that is late goes to the head of the unit at once, and after so many days to who issued it. No document that
/// was read sets this number; it is the program's own [U] and every page that shows it says so.
pub const ISSUER_AFTER_DAYS: i32 = 7;

/// How late a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lateness {
    /// The first day on which it was late.
    pub since: Date,
    /// How many days, that one included.
    pub days: i32,
}

/// Who is to look after a task that is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escalation {
    /// The head of the unit.
    Head,
    /// Who issued it.
    Issuer,
}

impl Task {
    /// Late on a day: issued, past its last day, and not done by then. Reported done is done from the day of the report
    /// on as long as nobody returns it. `None` where it is in time, a draft, or withdrawn.
    pub fn lateness(&self, today: Date) -> Option<Lateness> {
        let due = self.clears.time?.due;
        let until = match self.state {
            State::Draft | State::Withdrawn => return None,
            State::Issued | State::Objected | State::Underway | State::Returned => today,
            State::Reported | State::Closed => self.reported.as_ref()?.on,
        };
        let since = due.tomorrow().ok()?;
        let days = until.since(since).ok()?.get_days().checked_add(1)?;
        (days > 0).then_some(Lateness { since, days })
    }

    /// Who is to look after it on a day; `None` unless it is late and not done.
    pub fn escalation(&self, today: Date) -> Option<Escalation> {
        if !self.state.is_open() || self.state == State::Reported {
            return None;
        }
        let late = self.lateness(today)?;
        Some(if late.days > ISSUER_AFTER_DAYS { Escalation::Issuer } else { Escalation::Head })
    }
}
