//! The rules as the arguments of a list.
//!
//! The rules are asked about one record of every kind, and what they permit becomes the filter: so a list
//! cannot drift away from them. What they say about a role, an act and a purpose is asked once and remembered.

use domain::access::{
    Action, Appointment, Ask, FieldClass, Part, Place, Purpose, Reach, Record, RecordState, Relation, Scope, Standing,
};
use jiff::Timestamp;

use crate::explain::near;
use crate::load::Policies;

/// One kind of record that a role sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    relation: Relation,
    state: RecordState,
    class: FieldClass,
    team_only: bool,
}

impl Policies {
    /// What of a list these appointments see at an instant, each over its own unit and what the rules add.
    ///
    /// An appointment that is not in force adds nothing. What a single record would ask for besides (a fresh factor,
    /// a second person) is not asked for here: a list that needs it asks for its own permit.
    pub fn scope(&self, standings: &[Standing<'_>], action: Action, purpose: Option<Purpose>, at: Timestamp) -> Scope {
        let mut parts: Vec<Part> = Vec::new();
        for standing in standings {
            let is_over = !standing.appointment.in_force(at) || standing.place.unit() != standing.appointment.unit;
            if is_over || !standing.place.in_force() {
                continue;
            }
            for cell in self.cells(*standing, action, purpose, at) {
                for reach in Reach::of(standing.place, cell.relation) {
                    let part = Part { reach, state: cell.state, class: cell.class, team_only: cell.team_only };
                    if !parts.contains(&part) {
                        parts.push(part);
                    }
                }
            }
        }
        Scope { parts }
    }

    fn cells(&self, standing: Standing<'_>, action: Action, purpose: Option<Purpose>, at: Timestamp) -> Vec<Cell> {
        // what a role sees does not depend on which unit it is held over, but the country has nothing above or beside
        let has_above = !standing.place.above().is_empty();
        let key = (standing.appointment.role, has_above, action, purpose);
        if let Some(cells) = self.remembered(key) {
            return cells;
        }
        let mut cells = Vec::new();
        for place in near(standing.place) {
            for state in RecordState::ALL {
                for class in action.classes() {
                    cells.extend(self.cell(standing, (action, purpose), (&place, *state, *class), at));
                }
            }
        }
        self.remember(key, &cells);
        cells
    }

    fn cell(
        &self,
        standing: Standing<'_>,
        (action, purpose): (Action, Option<Purpose>),
        (place, state, class): (&Place, RecordState, FieldClass),
        at: Timestamp,
    ) -> Option<Cell> {
        let sees = |in_team| {
            let record = Record { state, in_team, ..Record::plain(place.clone(), class) };
            let ask = Ask { purpose, ..Ask::plain(Some(standing), action, &record, at) };
            self.would(&ask)
        };
        let team_only = !sees(false);
        let relation = Relation::of(standing.place, place);
        (!team_only || sees(true)).then_some(Cell { relation, state, class, team_only })
    }

    /// The one appointment under which an ask is permitted, of several that an account holds: the first in their order.
    pub fn acting<'a>(&self, ask: &Ask<'a>, standings: &[Standing<'a>]) -> Option<&'a Appointment> {
        let able = |standing: &&Standing<'a>| self.decide(&Ask { actor: Some(**standing), ..ask.clone() }).permitted;
        standings.iter().find(able).map(|standing| standing.appointment)
    }

    /// The purposes for which an account could open this record, for the choice that a person is given.
    pub fn purposes(&self, ask: &Ask<'_>) -> Vec<Purpose> {
        let fits = |purpose: &Purpose| self.would(&Ask { purpose: Some(*purpose), ..ask.clone() });
        Purpose::ALL.iter().copied().filter(fits).collect()
    }
}
