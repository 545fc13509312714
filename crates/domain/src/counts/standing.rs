//! How somebody stood when a day was over.

use jiff::civil::Date;

use super::{Done, Person, Span};
use crate::units::UnitId;

/// Why a measure does not run although it is not over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paused {
    /// In prison, or in another institution that the law names.
    Imprisoned,
    /// Postponed or suspended.
    Postponed,
}

/// What the last act that pauses or resumes says about a state.
pub fn paused_by(act: &str, state: &str) -> Option<Paused> {
    let imprisonable = matches!(state, "S4" | "S5a" | "S5b" | "S5c" | "S6" | "S7" | "S8");
    match act {
        "imprison" if imprisonable => Some(Paused::Imprisoned),
        "postpone" if state == "S7" => Some(Paused::Postponed),
        "suspend_rehab" if matches!(state, "S7" | "S5c") => Some(Paused::Postponed),
        _ => None,
    }
}

/// Acts that pause or resume a course of dependence, or the management after it.
const PAUSES: [&str; 5] = ["imprison", "release", "postpone", "suspend_rehab", "resume_rehab"];

impl Span {
    /// Whether it had begun and not ended when a day was over.
    pub fn open(&self, day: Date) -> bool {
        self.opened.0 <= day && self.ended.is_none_or(|(on, _)| on > day)
    }
}

impl Done {
    /// Whether a choice was this: `result=dependent`.
    pub fn says(&self, choice: &str) -> bool {
        self.counted.split(' ').any(|said| said == choice)
    }

    /// The minute since the beginning of time, where the hour is known.
    pub(super) fn minute_of_all(&self) -> Option<i64> {
        let days = i64::from(crate::cases::days_between(Date::constant(2000, 1, 1), self.on));
        self.minute.map(|minute| days * 1_440 + minute)
    }
}

impl Person {
    /// Whether a unit answered for the case when the day was over.
    pub(super) fn held_by(&self, unit: UnitId) -> bool {
        self.holder == Some(unit)
    }

    /// The open measure of one of these states.
    pub(super) fn open(&self, states: &[&str], day: Date) -> Option<&Span> {
        self.measures.iter().find(|m| states.contains(&m.state.as_str()) && m.open(day))
    }

    /// Whether it is paused: what the last such act since its opening says.
    pub(super) fn paused(&self, span: &Span) -> Option<Paused> {
        let since = self.done.iter().filter(|d| d.entry > span.opened.1 && PAUSES.contains(&d.act.as_str()));
        since.max_by_key(|d| d.entry).and_then(|d| paused_by(&d.act, &span.state))
    }

    /// Whether the person was on a list of a unit when a day was over.
    pub(super) fn on_list(&self, list: &str, unit: UnitId, day: Date) -> bool {
        self.times.iter().any(|t| t.list == list && t.unit == unit && t.from <= day && t.to.is_none_or(|to| to > day))
    }

    /// The last act of a kind after an event.
    pub(super) fn last_after(&self, acts: &[&str], entry: i64) -> Option<&Done> {
        self.done.iter().filter(|d| d.entry > entry && acts.contains(&d.act.as_str())).max_by_key(|d| d.entry)
    }
}
