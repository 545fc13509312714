//! Who owes which report when units came and went in the middle of its days.

use jiff::civil::Date;

use super::{Calendar, Owed, Sent, Status};
use crate::access::NATION;
use crate::cases::Calendar as WorkingDays;
use crate::cases::days_later;
use crate::units::{Register, Start, UnitId};

/// A report that a unit owes on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Duty<'c> {
    /// What is owed.
    pub owed: Owed<'c>,
    /// Who owes it on the day that was asked about.
    pub unit: UnitId,
    /// The unit that was there when it was due, where that one is gone and `unit` owes it as its heir.
    pub inherited_from: Option<UnitId>,
    /// The first day that counts for the unit that was there when it was due: later than the first of the report's days
    /// where it began in their midst.
    pub from: Date,
    /// Units of its territory before that day, with the days on which each was there.
    pub before: Vec<Part>,
}

/// A unit that was there for a part of the days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Which.
    pub unit: UnitId,
    /// First day of the report's days on which it was there.
    pub from: Date,
    /// Last of them.
    pub to: Date,
}

/// Every report of the years around a day, worked out once for as many units as one likes.
#[derive(Clone, Debug)]
pub struct Agenda<'c> {
    day: Date,
    owed: Vec<Owed<'c>>,
}

impl<'c> Agenda<'c> {
    /// The reports of every year since a calendar began up to the one after a day's: what was never submitted is owed
    /// however long ago its day was.
    pub fn new(calendars: &'c [Calendar], working: &WorkingDays, day: Date) -> Self {
        let until = day.year().saturating_add(1);
        let of = |calendar: &'c Calendar| {
            let from = calendar.from.year().min(day.year().saturating_sub(1));
            (from..=until).flat_map(|year| calendar.of_year(year, working))
        };
        Self { day, owed: calendars.iter().flat_map(of).collect() }
    }

    /// Everything that a unit owes in those years, by when it is due; not what its bodies owe for themselves.
    pub fn of(&self, register: &Register, unit: UnitId) -> Vec<Duty<'c>> {
        self.owed_by(register, unit, false)
    }

    /// Everything that each body of a unit owes for itself.
    pub fn of_each_body(&self, register: &Register, unit: UnitId) -> Vec<Duty<'c>> {
        self.owed_by(register, unit, true)
    }

    fn owed_by(&self, register: &Register, unit: UnitId, by_body: bool) -> Vec<Duty<'c>> {
        let gone = gone(register, unit, self.day);
        let mut found: Vec<Duty<'c>> = Vec::new();
        for owed in self.owed.iter().filter(|owed| owed.calendar.owes.is_by_body() == by_body) {
            let then = owed.settled_on();
            if owed.calendar.is_of(register, unit, then) && self.is_there(register, unit, then) {
                found.push(duty(register, owed, unit, None));
            }
            let inherited = gone.iter().filter(|former| owed.calendar.is_of(register, **former, then));
            found.extend(inherited.map(|former| duty(register, owed, unit, Some(*former))));
        }
        found.sort_by_key(key);
        found
    }

    /// What a unit has to do around the day: of each calendar whatever is open, whatever is late for as long as nothing
    /// was submitted, and the next one ahead. What was submitted stays for so many days after its last day, and so does
    /// what is over without a day to be late from; one that was sent back is late from the day after the one by which it
    /// is to come again.
    pub fn near(
        &self,
        register: &Register,
        unit: UnitId,
        days_kept: i32,
        sent: &dyn Fn(&Duty<'c>) -> Sent,
    ) -> Vec<(Duty<'c>, Status)> {
        self.pressing(self.of(register, unit), days_kept, sent)
    }

    /// The same of what one body of a unit owes for itself.
    pub fn near_body(
        &self,
        register: &Register,
        unit: UnitId,
        days_kept: i32,
        sent: &dyn Fn(&Duty<'c>) -> Sent,
    ) -> Vec<(Duty<'c>, Status)> {
        self.pressing(self.of_each_body(register, unit), days_kept, sent)
    }

    fn pressing(
        &self,
        all: Vec<Duty<'c>>,
        days_kept: i32,
        sent: &dyn Fn(&Duty<'c>) -> Sent,
    ) -> Vec<(Duty<'c>, Status)> {
        let day = self.day;
        let last = |duty: &Duty<'c>| duty.owed.last_of(sent(duty)).unwrap_or(duty.owed.window.to);
        let mut near: Vec<(Duty<'c>, Status)> = Vec::new();
        let mut ahead: Vec<(Duty<'c>, Status)> = Vec::new();
        for duty in all {
            let status = duty.owed.status(day, sent(&duty));
            match status {
                Status::Ahead { .. } => ahead.push((duty, status)),
                // never history as long as nothing was submitted
                Status::Late { .. } => near.push((duty, status)),
                _ if day <= days_later(last(&duty), days_kept) => near.push((duty, status)),
                _ => {}
            }
        }
        ahead.sort_by_key(|(duty, _)| duty.owed.window.from);
        for (duty, status) in ahead {
            let told = |(other, status): &(Duty<'_>, Status)| {
                matches!(status, Status::Ahead { .. }) && other.owed.calendar.id == duty.owed.calendar.id
            };
            if !near.iter().any(told) {
                near.push((duty, status));
            }
        }
        near.sort_by_key(|(duty, _)| key(duty));
        near
    }

    /// A unit that is gone on the day of the question owes nothing itself any more: its heir does.
    fn is_there(&self, register: &Register, unit: UnitId, then: Date) -> bool {
        unit == NATION || then >= self.day || register.version(unit, self.day).is_some()
    }
}

fn key(duty: &Duty<'_>) -> (Date, String, String, Option<UnitId>) {
    (duty.owed.settled_on(), duty.owed.calendar.id.clone(), duty.owed.period.clone(), duty.inherited_from)
}

/// What a unit has to do around a day, as far as the calendar knows: see [`Agenda::near`]; what is over stays for 30 days.
pub fn around<'c>(
    calendars: &'c [Calendar],
    register: &Register,
    working: &WorkingDays,
    unit: UnitId,
    day: Date,
) -> Vec<(Duty<'c>, Status)> {
    Agenda::new(calendars, working, day).near(register, unit, 30, &|_| Sent::default())
}

/// Former units whose reports a unit owes on a day: those that ended and of which it is the heir, through every step.
/// Where a unit went into several, one of them answers for what is left of it: the one that old addresses map to.
fn gone(register: &Register, unit: UnitId, day: Date) -> Vec<UnitId> {
    let mut found: Vec<UnitId> = Vec::new();
    let mut left = vec![unit];
    while let Some(at) = left.pop() {
        for arrow in register.predecessors(at).filter(|arrow| arrow.on <= day) {
            let over = register.version(arrow.from, day).is_none();
            if over && heir(register, arrow.from) == Some(at) && !found.contains(&arrow.from) {
                found.push(arrow.from);
                left.push(arrow.from);
            }
        }
    }
    found.sort_unstable();
    found
}

/// The one unit that answers for a former one.
fn heir(register: &Register, former: UnitId) -> Option<UnitId> {
    let mut arrows: Vec<_> = register.successors(former).collect();
    arrows.sort_by_key(|arrow| (!arrow.default, arrow.to));
    arrows.first().map(|arrow| arrow.to)
}

fn duty<'c>(register: &Register, owed: &Owed<'c>, unit: UnitId, inherited_from: Option<UnitId>) -> Duty<'c> {
    let of = inherited_from.unwrap_or(unit);
    let window = owed.window;
    let from = began(register, of).filter(|began| *began > window.from).unwrap_or(window.from);
    let mut before = Vec::new();
    if from > window.from {
        for arrow in register.predecessors(of).filter(|arrow| arrow.on > window.from && arrow.on <= window.to) {
            let part_from = began(register, arrow.from).filter(|began| *began > window.from).unwrap_or(window.from);
            let part = Part { unit: arrow.from, from: part_from, to: days_later(arrow.on, -1) };
            if part.from <= part.to {
                before.push(part);
            }
        }
        before.sort_by_key(|part| (part.from, part.unit));
    }
    Duty { owed: owed.clone(), unit, inherited_from, from, before }
}

/// The day on which a unit began by law; none where it was there when units were first listed.
fn began(register: &Register, unit: UnitId) -> Option<Date> {
    let starts = register.versions_of(unit).map(|version| match version.from {
        Start::On(day) => Some(day),
        Start::SeenOn(_) => None,
    });
    starts.min().flatten()
}
