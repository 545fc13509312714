//! Where a unit lies on a day, and how two units stand to each other.

use jiff::civil::Date;
use uuid::Uuid;

use super::words;
use crate::units::{Register, UnitId};

/// The whole country as a unit to be appointed to. It has no version in the register: nothing made it, nothing ends it.
pub const NATION: UnitId = UnitId(Uuid::from_u128(0x0000_0000_0000_5000_8000_0000_0000_0001));

/// A unit and the units above it, on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    unit: UnitId,
    above: Vec<UnitId>,
    in_force: bool,
}

impl Place {
    /// Where a unit lies on a day: commune, province, country. A unit that is not in force on that day lies
    /// nowhere: it is below nothing and nothing is below it, and its heirs are other units.
    pub fn of(register: &Register, unit: UnitId, day: Date) -> Self {
        if unit == NATION {
            return Self::nation();
        }
        let Some(mut at) = register.version(unit, day) else {
            return Self { unit, above: Vec::new(), in_force: false };
        };
        let mut above = Vec::new();
        // hamlet, commune, district, province: a longer way would be a ring
        for _ in 0..4 {
            let Some(parent) = at.parent else { break };
            above.push(parent);
            let Some(next) = register.version(parent, day) else { break };
            at = next;
        }
        above.push(NATION);
        Self { unit, above, in_force: true }
    }

    /// The whole country.
    pub const fn nation() -> Self {
        Self { unit: NATION, above: Vec::new(), in_force: true }
    }

    /// A unit in force whose way up is known, nearest first. [`NATION`] is added where it is missing.
    pub fn known(unit: UnitId, mut above: Vec<UnitId>) -> Self {
        if unit != NATION && above.last() != Some(&NATION) {
            above.push(NATION);
        }
        Self { unit, above, in_force: true }
    }

    /// The unit itself.
    pub const fn unit(&self) -> UnitId {
        self.unit
    }

    /// The units above, nearest first.
    pub fn above(&self) -> &[UnitId] {
        &self.above
    }

    /// Whether the unit is one on that day.
    pub const fn in_force(&self) -> bool {
        self.in_force
    }

    /// Whether the unit is this one or lies in it.
    pub fn lies_in(&self, unit: UnitId) -> bool {
        self.unit == unit || self.above.contains(&unit)
    }
}

words! {
    /// How the unit of an appointment stands to the unit of a record.
    Relation {
        /// The same unit.
        Own "own";
        /// The actor's unit lies above the record's.
        Above "above";
        /// The actor's unit lies in the record's: a hamlet and the commune that keeps the file.
        Below "below";
        /// Both lie right under the same unit.
        Sibling "sibling";
        /// Anything else.
        Foreign "foreign";
        /// The actor's unit is none on that day.
        Expired "expired";
    }
}

impl Relation {
    /// How an actor's unit stands to a record's.
    pub fn of(actor: &Place, record: &Place) -> Self {
        if !actor.in_force {
            return Self::Expired;
        }
        if actor.unit == record.unit {
            return Self::Own;
        }
        if record.lies_in(actor.unit) {
            return Self::Above;
        }
        if actor.lies_in(record.unit) {
            return Self::Below;
        }
        match (actor.above.first(), record.above.first()) {
            (Some(a), Some(b)) if a == b => Self::Sibling,
            _ => Self::Foreign,
        }
    }
}
