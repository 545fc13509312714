//! What of a list an account sees, as arguments of a question to the store.

use super::{FieldClass, Place, RecordState, Relation};
use crate::units::UnitId;

/// The units that one part of a scope takes in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// This unit only.
    Unit(UnitId),
    /// Every unit that lies in this one, itself left out.
    Under(UnitId),
    /// Every unit right under the first, the second left out.
    Beside(UnitId, UnitId),
}

impl Reach {
    /// Whether a place comes under it.
    pub fn covers(&self, place: &Place) -> bool {
        match self {
            Self::Unit(unit) => place.unit() == *unit,
            Self::Under(unit) => place.unit() != *unit && place.lies_in(*unit),
            Self::Beside(parent, but) => place.unit() != *but && place.above().first() == Some(parent),
        }
    }

    /// The units that stand in a relation to a place; foreign units and those of an expired appointment are never a list.
    pub fn of(place: &Place, relation: Relation) -> Vec<Self> {
        if !place.in_force() {
            return Vec::new();
        }
        match relation {
            Relation::Own => vec![Self::Unit(place.unit())],
            Relation::Above => vec![Self::Under(place.unit())],
            Relation::Below => place.above().iter().copied().map(Self::Unit).collect(),
            Relation::Sibling => {
                place.above().first().map(|parent| Self::Beside(*parent, place.unit())).into_iter().collect()
            }
            Relation::Foreign | Relation::Expired => Vec::new(),
        }
    }
}

/// Records of some units, in some states, up to some classes of fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which units.
    pub reach: Reach,
    /// In this state.
    pub state: RecordState,
    /// Showing this class of fields.
    pub class: FieldClass,
    /// Only people in whose team the actor sits.
    pub team_only: bool,
}

/// The union of its parts; with none, the list is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The parts.
    pub parts: Vec<Part>,
}

impl Scope {
    /// Whether a record is in the list.
    pub fn covers(&self, place: &Place, state: RecordState, class: FieldClass, in_team: bool) -> bool {
        self.parts.iter().any(|part| {
            part.state == state && part.class == class && (in_team || !part.team_only) && part.reach.covers(place)
        })
    }
}
