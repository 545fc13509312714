//! What is written into the store: a lawful act together with the permit of who writes it down.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::act::Change;
use super::case::{Case, Event, Value};
use super::duty::class_within;
use crate::access::{Act, Permit, acts};
use crate::units::UnitId;

/// How a case begins: what is known before the first act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Day of birth, where known.
    pub born: Option<Date>,
    /// The unit that opens the case.
    pub unit: UnitId,
    /// Since when the person lives there, where known.
    pub resident_since: Option<Date>,
}

impl Origin {
    /// The case of which nothing was recorded yet. Its unit is written as the id of the unit, not as a code, because
    /// codes are used again.
    pub fn case(&self) -> Case {
        Case::new(self.born, &self.unit.0.to_string(), self.resident_since)
    }

    /// What is sealed of it.
    pub fn fields(&self) -> BTreeMap<String, Value> {
        let born = self.born.map(|day| ("born".to_owned(), Value::Date(day)));
        let since = self.resident_since.map(|day| ("resident_since".to_owned(), Value::Date(day)));
        born.into_iter().chain(since).collect()
    }

    /// Reads what [`Origin::fields`] made.
    pub fn from_fields(unit: UnitId, fields: &BTreeMap<String, Value>) -> Self {
        let day = |key: &str| match fields.get(key) {
            Some(Value::Date(day)) => Some(*day),
            _ => None,
        };
        Self { born: day("born"), unit, resident_since: day("resident_since") }
    }
}

/// A lawful act that somebody with a permit writes down: the only thing that the store takes.
#[derive(Debug)]
pub struct Recording {
    change: Change,
    by: Option<uuid::Uuid>,
    second: Option<uuid::Uuid>,
}

impl Recording {
    /// Joins both. Without a permit to write an act down the call does not compile; a lawful change is made by
    /// [`Case::try_act`] alone. None where the permit is for a unit that never held the case, or for another class of
    /// fields.
    pub fn new(permit: &Permit<acts::RecordEvent>, change: Change) -> Option<Self> {
        let covers = permit.class() == class_within(change.after(), &change.event().act, &change.event().fields);
        Self::of(permit, change).filter(|_| covers)
    }

    /// The first act of a case that is opened with it: the permit is that for opening the file, in the same unit.
    pub fn first(permit: &Permit<acts::RegisterPerson>, change: Change) -> Option<Self> {
        Self::of(permit, change)
    }

    fn of<A: Act>(permit: &Permit<A>, change: Change) -> Option<Self> {
        let unit = permit.unit().0.to_string();
        let held = change.after().holdings.iter().any(|holding| holding.unit == unit);
        held.then(|| Self { change, by: permit.appointment(), second: permit.second() })
    }

    /// What happened.
    pub const fn event(&self) -> &Event {
        self.change.event()
    }

    /// The case with it.
    pub const fn after(&self) -> &Case {
        self.change.after()
    }

    /// The clause that it rests on.
    pub fn clause(&self) -> &str {
        self.change.basis().citation
    }

    /// The appointment of who writes it down.
    pub const fn by(&self) -> Option<uuid::Uuid> {
        self.by
    }

    /// The appointment of who agreed.
    pub const fn second(&self) -> Option<uuid::Uuid> {
        self.second
    }
}
