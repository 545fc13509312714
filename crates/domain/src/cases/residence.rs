//! Where somebody lived from when to when, of which kind, and who found that out.

use jiff::civil::Date;

use super::case::{Case, Event};

/// A time in which the person lived in a unit, which answered for the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Residence<'c> {
    /// The unit.
    pub unit: &'c str,
    /// From which day; none where nobody said.
    pub from: Option<Date>,
    /// To before which day; none while it goes on.
    pub to: Option<Date>,
    /// `permanent`, `temporary` or `current`, as it was found or told last.
    pub kind: Option<&'c str>,
    /// The act that verified it last; none where nobody did.
    pub verified: Option<&'c Event>,
}

impl Case {
    /// Every time, the present one first. What bears nothing any more verifies nothing.
    pub fn residences(&self) -> Vec<Residence<'_>> {
        let mut since = 0;
        let mut found: Vec<Residence<'_>> = Vec::with_capacity(self.holdings.len());
        for holding in &self.holdings {
            let until = holding.to.as_ref().map_or(usize::MAX, |(_, entry)| *entry);
            let of_it = || self.bearing().rev().filter(|(entry, _)| (since..until).contains(entry)).map(|(_, e)| e);
            let told = of_it().find_map(|event| {
                let tells = matches!(event.act.as_str(), "verify_residence" | "move_within");
                event.text_of("residence").filter(|_| tells)
            });
            found.push(Residence {
                unit: &holding.unit,
                from: holding.from,
                to: holding.to.as_ref().map(|(moment, _)| moment.day),
                kind: told,
                verified: of_it().find(|event| event.act == "verify_residence"),
            });
            since = until;
        }
        found.reverse();
        found
    }
}
