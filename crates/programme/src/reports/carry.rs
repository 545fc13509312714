//! Units that were there before a unit which began in the middle of a window.

use domain::facts::Window;
use domain::units::{Extent, Register, Start, UnitId};
use jiff::civil::Date;

/// A unit that went into another within a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Which.
    pub unit: UnitId,
    /// The days of the window on which it was there.
    pub window: Window,
    /// All of it went into the one unit. Where it was divided, nobody can say by itself what part of its figures goes on.
    pub whole: bool,
}

/// The units that went into a unit within a window, through every step, the first first.
pub fn carried(register: &Register, unit: UnitId, window: Window) -> Vec<Carried> {
    let mut found: Vec<Carried> = Vec::new();
    let mut left = vec![(unit, true)];
    while let Some((at, whole)) = left.pop() {
        let Some(began) = began(register, at).filter(|began| window.from < *began && *began <= window.to) else {
            continue;
        };
        for arrow in register.predecessors(at).filter(|arrow| window.from < arrow.on && arrow.on <= window.to) {
            if arrow.from == unit || found.iter().any(|other| other.unit == arrow.from) {
                continue;
            }
            let only = register.successors(arrow.from).all(|other| other.to == at);
            let whole = whole && arrow.extent == Extent::Whole && only;
            let until = domain::cases::days_later(arrow.on.min(began), -1);
            found.push(Carried { unit: arrow.from, window: Window { from: window.from, to: until }, whole });
            left.push((arrow.from, whole));
        }
    }
    found.sort_by_key(|carried| (carried.window.to, carried.unit));
    found
}

/// The day on which a unit began by law; none where it was there when units were first listed.
fn began(register: &Register, unit: UnitId) -> Option<Date> {
    let days = register.versions_of(unit).map(|version| match version.from {
        Start::On(day) => Some(day),
        Start::SeenOn(_) => None,
    });
    days.min().flatten()
}
