//! Counting cases: the three statutory lists and what flowed in and out of them, the three goals of the programme, and
//! the inputs of the criteria that files can give.
//!
//! A number is a set of people before it is a number ([`Number`], [`of_unit`]), so every number opens to its files for
//! those who may see them. Large territories are counted by the store; both come to the same. Nothing here ranks
//! anybody, and no number says how long somebody has not used.

mod after;
mod dependence;
mod inputs;
mod number;
mod standing;
mod tallied;
mod testing;
mod told;
mod users;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use uuid::Uuid;

use crate::units::UnitId;

pub use inputs::{COMPONENTS, Choices, INPUTS, Input, SWITCHES, Switch, components, derive};
pub use number::Number;
pub use standing::{Paused, paused_by};
pub use tallied::{LINES, POST_LINES, Tallied, due_since, of_running};
pub use told::{FEW, is_few, untold};

/// Lists on which the law has the commune keep people, in the order of the law.
pub const LISTS: [&str; 3] = ["users", "addicts", "post"];

/// What happened to one list of one unit in a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flows {
    /// Whose list.
    pub unit: UnitId,
    /// Which list.
    pub list: String,
    /// On it when the period began.
    pub opening: i64,
    /// Put on it.
    pub entries: i64,
    /// Taken off it.
    pub removals: i64,
    /// On it when the period was over.
    pub closing: i64,
}

impl Flows {
    /// Opening and entries less removals are closing.
    pub const fn balances(&self) -> bool {
        self.opening + self.entries == self.closing + self.removals
    }
}

/// Into a list or out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Into it.
    In,
    /// Out of it.
    Out,
}

impl Way {
    /// Reads `in` and `out`.
    pub fn from_key(key: &str) -> Option<Self> {
        match key {
            "in" => Some(Self::In),
            "out" => Some(Self::Out),
            _ => None,
        }
    }
}

/// How many were put on a list, or taken off it, by one act on one clause.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turnover {
    /// Whose list.
    pub unit: UnitId,
    /// Which list.
    pub list: String,
    /// In or out.
    pub way: Way,
    /// The act.
    pub act: String,
    /// The clause that it rested on.
    pub clause: String,
    /// How many.
    pub people: i64,
}

/// How many of a list were on the way elsewhere, counted once by the unit that they left.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moving {
    /// Whose list.
    pub unit: UnitId,
    /// Which list.
    pub list: String,
    /// How many.
    pub people: i64,
}

/// How many measures of a kind ran.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    /// The unit that answered for the cases.
    pub unit: UnitId,
    /// The state.
    pub state: String,
    /// The last act that paused or resumed; empty where there was none.
    pub paused: String,
    /// How many.
    pub people: i64,
    /// How many of them stood on the unit's list of dependent people: whoever does is counted there already.
    pub listed: i64,
    /// How many of them stood on its list of people after rehabilitation.
    pub posted: i64,
}

/// How many of a list were not there although they stood on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Away {
    /// Whose list.
    pub unit: UnitId,
    /// Which list.
    pub list: String,
    /// Held in custody while management is suspended.
    pub held: i64,
    /// Recorded as absent or evading.
    pub absent: i64,
    /// Both.
    pub both: i64,
    /// Of the absent, who is in a course at home or in substitution treatment.
    pub at_home: i64,
    /// Of the absent, who is in a private place.
    pub private: i64,
}

/// One time on one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Time {
    /// Which list.
    pub list: String,
    /// Whose.
    pub unit: UnitId,
    /// Since when.
    pub from: Date,
    /// Until when; that day is not one on the list any more.
    pub to: Option<Date>,
}

/// A move that began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Which unit the person left.
    pub from: UnitId,
    /// When.
    pub since: Date,
    /// When it was over.
    pub until: Option<Date>,
}

/// A measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// The state.
    pub state: String,
    /// Whether the person was under 18 when it began.
    pub minor: bool,
    /// When it began, and the number of the event.
    pub opened: (Date, i64),
    /// When it ended, and the number of the event.
    pub ended: Option<(Date, i64)>,
    /// How it ended.
    pub how: String,
}

/// An act that is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Done {
    /// Its number.
    pub entry: i64,
    /// Which act.
    pub act: String,
    /// The unit that held the case when it was written.
    pub unit: UnitId,
    /// The day.
    pub on: Date,
    /// The minute of that day, where known.
    pub minute: Option<i64>,
    /// The choices that are counted: `case=c result=dependent`.
    pub counted: String,
    /// Whether it rests on a numbered paper.
    pub papered: bool,
}

/// Somebody, as far as goals and lists count them. Everything lies on or before the day of the question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    /// Who answered for the case when the day was over.
    pub holder: Option<UnitId>,
    /// Times on lists.
    pub times: Vec<Time>,
    /// Moves.
    pub moves: Vec<Move>,
    /// Measures.
    pub measures: Vec<Span>,
    /// Acts, the first first.
    pub done: Vec<Done>,
}

/// What a locally adopted plan says about tests after rehabilitation. No interval stands in law, and none is shipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocalPlan {
    /// The number of the approved plan.
    pub document: String,
    /// How many days from one test to the next, at most.
    pub interval_days: i32,
}

/// Which period is asked about, and by which local plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// First day of the period.
    pub from: Date,
    /// Last day of the period: what stands is told as of its end.
    pub to: Date,
    /// The plan for tests; without one they are not counted.
    pub plan: Option<LocalPlan>,
    /// Choices where the text is silent.
    pub choices: Choices,
}

/// What was counted: who each number is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    sets: BTreeMap<Number, BTreeSet<Uuid>>,
    /// Minutes from ground to test, of those tested whose hours are known.
    pub test_minutes: Vec<i64>,
    /// Unscheduled tests of people under management after rehabilitation in the period, by the point of the law on
    /// which each rested: tests, not people.
    pub unscheduled: BTreeMap<String, i64>,
}

impl Counted {
    /// Who a number is about.
    pub fn people(&self, number: Number) -> Option<&BTreeSet<Uuid>> {
        self.sets.get(&number)
    }

    /// The number. None where it was not counted, which is not zero.
    pub fn count(&self, number: Number) -> Option<i64> {
        self.sets.get(&number).map(|people| i64::try_from(people.len()).unwrap_or(i64::MAX))
    }

    /// Half of those tested waited no longer than this from the ground, in minutes; none where no hour is known.
    pub fn median_minutes(&self) -> Option<i64> {
        let mut minutes = self.test_minutes.clone();
        minutes.sort_unstable();
        minutes.get(minutes.len().checked_sub(1)? / 2).copied()
    }

    fn add(&mut self, number: Number, person: Uuid) {
        self.sets.entry(number).or_default().insert(person);
    }

    /// Says that a number was counted, be it nobody.
    fn counts(&mut self, numbers: impl IntoIterator<Item = Number>) {
        for number in numbers {
            self.sets.entry(number).or_default();
        }
    }
}

/// Every number of one unit.
pub fn of_unit<'p>(people: impl IntoIterator<Item = (&'p Uuid, &'p Person)>, unit: UnitId, asked: &Asked) -> Counted {
    let mut counted = Counted::default();
    counted.counts(Number::ALL.into_iter().filter(|number| *number != Number::PostTested || asked.plan.is_some()));
    for (id, person) in people {
        let person = &*person.put_right();
        lists(&mut counted, *id, person, unit, asked);
        dependence::count(&mut counted, *id, person, unit, asked);
        testing::count(&mut counted, *id, person, unit, asked);
        after::count(&mut counted, *id, person, unit, asked);
        users::count(&mut counted, *id, person, unit, asked);
        inputs::count(&mut counted, *id, person, unit, asked);
    }
    counted
}

/// Lists and flows: each time on a list by itself.
fn lists(counted: &mut Counted, id: Uuid, person: &Person, unit: UnitId, asked: &Asked) {
    let within = |day: Date| asked.from <= day && day <= asked.to;
    for time in person.times.iter().filter(|time| time.unit == unit) {
        let Some([on, entered, left, moving]) = Number::of_list(&time.list) else { continue };
        if within(time.from) {
            counted.add(entered, id);
        }
        if time.to.is_some_and(within) {
            counted.add(left, id);
        }
        if time.to.is_none_or(|to| to > asked.to) && time.from <= asked.to {
            counted.add(on, id);
            if person
                .moves
                .iter()
                .any(|m| m.from == unit && m.since <= asked.to && m.until.is_none_or(|u| u > asked.to))
            {
                counted.add(moving, id);
            }
        }
        let late = crate::cases::days_later(asked.to, -60);
        if time.to.is_some_and(|to| late <= to && to <= asked.to) {
            counted.add(Number::RemovedLate, id);
        }
    }
}
