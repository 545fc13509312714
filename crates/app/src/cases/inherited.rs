//! Files of units that are no more: until the unit that took over the territory says that it goes on with a file
//! (`follow_unit`), the file stands with the former unit, and the heir sees and keeps it.

use domain::access::Place;
use domain::units::UnitId;
use jiff::civil::Date;

use crate::accounts::Acting;
use crate::app::App;

impl App {
    /// Where a case lies today: its unit's place; of a unit that is no more, the place of the one that took over its
    /// territory (of several, the one to which old addresses lead).
    pub(crate) fn place_of_case(&self, unit: UnitId) -> Place {
        let heir = self.heir_of(unit, self.today()).unwrap_or(unit);
        self.place_of(heir, self.now())
    }

    /// The unit that answers for what a unit answered for.
    fn heir_of(&self, unit: UnitId, day: Date) -> Option<UnitId> {
        let register = self.register();
        let mut at = unit;
        // steps of history; a register has fewer, and one that went in a circle would end here
        for _ in 0..8 {
            if register.version(at, day).is_some() {
                return Some(at);
            }
            let arrows = || register.successors(at).filter(|arrow| arrow.on <= day);
            at = arrows().find(|arrow| arrow.default).or_else(|| arrows().next())?.to;
        }
        None
    }

    /// The former units for which a unit answers.
    pub(crate) fn former_units(&self, acting: &Acting) -> Vec<UnitId> {
        let (register, today, unit) = (self.register(), self.today(), acting.place.unit());
        let mut former: Vec<UnitId> = register.predecessors(unit).map(|arrow| arrow.from).collect();
        former.retain(|from| register.version(*from, today).is_none() && self.heir_of(*from, today) == Some(unit));
        former.sort();
        former.dedup();
        former
    }
}
