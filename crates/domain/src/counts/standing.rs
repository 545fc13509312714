//! How somebody stood when a day was over.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

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

/// What records a ground to test, and what answers it.
const GROUND: [&str; 4] = ["record_ground", "withdraw_ground", "record_positive_test", "record_negative_test"];

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

    /// What was chosen for a field.
    pub(super) fn said(&self, field: &str) -> Option<&str> {
        self.counted.split(' ').find_map(|said| said.strip_prefix(field)?.strip_prefix('='))
    }

    /// The number of the entry that an act is about: of a complaint, its answer, an annulment.
    fn about(&self) -> Option<i64> {
        self.said("entry")?.parse().ok()
    }

    /// The entry that a correction corrects, and the choices that are counted of it from then on; none where they are not.
    fn corrects(&self) -> Option<(i64, &str)> {
        let (entry, right) = self.counted.strip_prefix("entry=")?.split_once(' ')?;
        Some((entry.parse().ok()?, right))
    }

    /// The minute since the beginning of time, where the hour is known.
    pub(super) fn minute_of_all(&self) -> Option<i64> {
        let days = i64::from(crate::cases::days_between(Date::constant(2000, 1, 1), self.on));
        self.minute.map(|minute| days * 1_440 + minute)
    }
}

impl Person {
    /// The person as the file reads: without what was annulled, which stays there and counts no more, and with every value
    /// that was corrected as it was corrected last.
    pub fn put_right(&self) -> Cow<'_, Self> {
        let about = |act: &'static str| self.done.iter().filter(move |d| d.act == act);
        let annulled: BTreeSet<i64> = about("annul_entry").filter_map(Done::about).collect();
        let corrected: BTreeMap<i64, &str> = about("correct_entry").filter_map(Done::corrects).collect();
        if annulled.is_empty() && corrected.is_empty() {
            return Cow::Borrowed(self);
        }
        let mut standing = self.clone();
        standing.done.retain(|done| !annulled.contains(&done.entry));
        for done in &mut standing.done {
            if let Some(right) = corrected.get(&done.entry) {
                (*right).clone_into(&mut done.counted);
            }
        }
        Cow::Owned(standing)
    }

    /// Whether the person had died, or was declared dead or missing.
    pub(super) fn gone(&self) -> bool {
        self.done.iter().any(|d| matches!(d.act.as_str(), "record_death" | "declare_missing"))
    }

    /// The ground on which a test rested, as the point of the law; empty where the point is not told, none for a test
    /// without a ground of its own.
    pub(super) fn ground_of<'s>(&'s self, test: &'s Done) -> Option<&'s str> {
        if let Some(ground) = test.said("ground") {
            return Some(ground);
        }
        let before = self.done.iter().filter(|d| d.entry < test.entry && GROUND.contains(&d.act.as_str()));
        let last = before.max_by_key(|d| d.entry).filter(|d| d.act == "record_ground")?;
        Some(last.said("ground").unwrap_or_default())
    }

    /// What of two acts was last after an event: whether it is the first of them.
    pub(super) fn last_is(&self, act: &str, other: &str, entry: i64) -> bool {
        self.last_after(&[act, other], entry).is_some_and(|d| d.act == act)
    }

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
