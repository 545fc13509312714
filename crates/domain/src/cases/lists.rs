//! Lists as of a day, and what flowed in and out of them.

use jiff::civil::Date;

use super::case::{Case, Membership};

/// What happened to one list of one unit from one day to another, both included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// On the list when the first day began.
    pub opening: u32,
    /// Put on it.
    pub entries: u32,
    /// Taken off it.
    pub removals: u32,
    /// On it when the last day was over.
    pub closing: u32,
    /// Of these, how many are on their way to another unit: counted here, by the sender.
    pub in_transit: u32,
}

impl Membership {
    /// Whether somebody was on the list when a day was over.
    pub fn on(&self, day: Date) -> bool {
        self.from.day <= day && self.to.is_none_or(|(to, _)| to.day > day)
    }
}

impl Case {
    /// Whether the person is on a list here that an act takes them off.
    pub(super) fn unlisted_in(&self, after: &Self) -> bool {
        self.memberships.iter().zip(&after.memberships).any(|(was, is)| was.to.is_none() && is.to.is_some())
    }
}

impl Flow {
    /// Adds one case's times on a list; `unit` none counts every unit.
    pub fn count(&mut self, case: &Case, list: &str, unit: Option<&str>, from: Date, to: Date) {
        let within = |day: Date| u32::from((from..=to).contains(&day));
        let mut here = 0;
        for m in case.memberships.iter().filter(|m| m.list == list && unit.is_none_or(|unit| unit == m.unit)) {
            let left = m.to.map(|(moment, _)| moment.day);
            self.opening += u32::from(m.from.day < from && left.is_none_or(|left| left >= from));
            self.entries += within(m.from.day);
            self.removals += left.map_or(0, within);
            here += u32::from(m.on(to));
        }
        self.closing += here;
        let moving = case.transit.as_ref().is_some_and(|transit| transit.since.day <= to);
        self.in_transit += if moving { here } else { 0 };
    }

    /// Opening and entries less removals are closing, for every list, unit and period.
    pub fn balances(self) -> bool {
        self.opening + self.entries == self.closing + self.removals
    }
}
