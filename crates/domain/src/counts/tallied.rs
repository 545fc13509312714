//! The goals counted set by set, for territories: the same numbers as [`super::of_unit`] gives, without anybody in them.

use jiff::civil::Date;

use super::{Number, Paused, Running, paused_by};
use crate::cases::{days_later, months_later};
use crate::units::UnitId;

/// How many people of a unit a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tallied {
    /// The unit.
    pub unit: UnitId,
    /// What is counted.
    pub number: Number,
    /// How many.
    pub people: i64,
}

/// The lines of goal A, each of the cohort in one: forms first, then whatever is no form yet, an outcome and never a mark.
pub const LINES: [Number; 14] = [
    Number::FormHome,
    Number::FormPrivate,
    Number::FormPublic,
    Number::FormSubstitution,
    Number::FormCompulsory,
    Number::FilePending,
    Number::InsideWindow,
    Number::NotNotified,
    Number::Registered,
    Number::Excluded,
    Number::Postponed,
    Number::Absconded,
    Number::Imprisoned,
    Number::NotInForm,
];

/// The lines of goal C, each of those due in one.
pub const POST_LINES: [Number; 5] =
    [Number::PostFiled, Number::PostIncomplete, Number::PostImprisoned, Number::PostAgain, Number::PostUnmanaged];

/// What the measures that ran say of goal A: the cohort, those in a suitable form, and each line that a measure tells by
/// itself. Whoever waits to register stands in the cohort; in which line, their acts tell.
pub fn of_running(running: &[Running]) -> Vec<Tallied> {
    let mut tallied = Vec::new();
    for Running { unit, state, paused, people, .. } in running {
        let mut add = |number| tallied.push(Tallied { unit: *unit, number, people: *people });
        add(Number::Cohort);
        let line = match (paused_by(paused, state), state.as_str()) {
            (Some(Paused::Imprisoned), _) => Number::Imprisoned,
            (Some(Paused::Postponed), _) => Number::Postponed,
            (None, "S5a") => Number::FormHome,
            (None, "S5b") => Number::FormPrivate,
            (None, "S5c") => Number::FormPublic,
            (None, "S6") => Number::FormSubstitution,
            (None, "S7") => Number::FormCompulsory,
            _ => continue,
        };
        add(line);
        if paused_by(paused, state).is_none() {
            add(Number::CohortInForm);
        }
    }
    tallied
}

/// The earliest day on which a course can have ended for management after it to be due still when a day is over.
pub fn due_since(day: Date, months: i32) -> Date {
    let mut ended = days_later(months_later(day, -months), -3);
    while months_later(ended, months) <= day {
        ended = days_later(ended, 1);
    }
    ended
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::due_since;
    use crate::cases::{days_later, months_later};

    #[test]
    fn the_earliest_end_is_due_and_the_day_before_it_is_not() {
        let mut day = date(2027, 12, 20);
        while day < date(2029, 3, 10) {
            for months in [12, 24] {
                let first = due_since(day, months);
                assert!(day < months_later(first, months), "{day} {months}");
                assert!(day >= months_later(days_later(first, -1), months), "{day} {months}");
            }
            day = days_later(day, 1);
        }
    }
}
