//! Where a task came from, and what its parts conserve.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::clears::{Clears, Part, Time};
use super::refusal::TaskRefusal;
use super::wording::{REFERENCE_CHARS_MAX, TITLE_CHARS_MAX, check, words};

/// Most parts that a task is divided into at once.
pub const CHILDREN_MAX: usize = 50;

words! {
    /// What a task came from.
    Origin {
        /// A plan that the unit keeps.
        Plan "plan";
        /// A conclusion of a meeting.
        Meeting "meeting";
        /// A larger task.
        Task "task";
        /// A report that was returned.
        Report "report";
    }
}

/// The work that a task came from, and what in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Of which noun.
    pub origin: Origin,
    /// Which work.
    pub work: Uuid,
    /// What in it: id of a task of a plan, number of a conclusion.
    pub item: String,
}

impl Source {
    pub(super) fn check(&self) -> Result<(), TaskRefusal> {
        check(&self.item, REFERENCE_CHARS_MAX).map_err(TaskRefusal::text("source"))
    }
}

/// What a part has to conserve of the task that was split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bound {
    /// Numbers of the results that it has to bring.
    pub parts: Vec<u8>,
    /// The same whole, as the larger task has them. Empty in what was handed before they were kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keeps: Vec<Part>,
    /// The first day of the larger task.
    pub from: Date,
    /// The last day of the larger task.
    pub due: Date,
}

impl Bound {
    /// Whether what is filled in brings every result that the part has to bring, word for word as the larger task has
    /// it, within the time of the larger task.
    pub(super) fn check(&self, clears: &Clears) -> Result<(), TaskRefusal> {
        let has = |no: &u8| clears.result.iter().any(|part| part.no == *no);
        let missing: Vec<u8> = self.parts.iter().copied().filter(|no| !has(no)).collect();
        if !missing.is_empty() {
            return Err(TaskRefusal::PartsMissing { parts: missing });
        }
        if let Some(changed) = self.keeps.iter().find(|kept| !clears.result.contains(kept)) {
            return Err(TaskRefusal::PartChanged { no: changed.no, what: changed.what.clone() });
        }
        clears.time.map_or(Ok(()), |time| self.holds(time))
    }

    fn holds(&self, time: Time) -> Result<(), TaskRefusal> {
        if time.due > self.due {
            return Err(TaskRefusal::Beyond { due: time.due, limit: self.due });
        }
        if time.from < self.from {
            return Err(TaskRefusal::Before { from: time.from, limit: self.from });
        }
        Ok(())
    }
}

/// A part of a task that is split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Child {
    /// The task that it becomes.
    pub id: Uuid,
    /// Of which unit.
    pub unit: Uuid,
    /// What it is called.
    pub title: String,
    /// Who is to do it.
    pub assignee: Uuid,
    /// The body that leads it.
    pub leads: String,
    /// Which results of the larger task it brings.
    pub parts: Vec<u8>,
    /// Its last day.
    pub due: Date,
}

/// Whether the parts conserve the task: each result in exactly one part, none due after it.
pub(super) fn conserves(clears: &Clears, children: &[Child]) -> Result<(), TaskRefusal> {
    if children.is_empty() {
        return Err(TaskRefusal::Nothing { field: "children" });
    }
    if children.len() > CHILDREN_MAX {
        return Err(TaskRefusal::Many { field: "children", count: children.len(), max: CHILDREN_MAX });
    }
    let Some(time) = clears.time else { return Err(TaskRefusal::Unclear { missing: clears.missing() }) };
    let mut left: BTreeSet<u8> = clears.result.iter().map(|part| part.no).collect();
    let mut ids = BTreeSet::new();
    for child in children {
        check(&child.title, TITLE_CHARS_MAX).map_err(TaskRefusal::text("title"))?;
        check(&child.leads, TITLE_CHARS_MAX).map_err(TaskRefusal::text("leads"))?;
        if !ids.insert(child.id) {
            return Err(TaskRefusal::ChildTwice { id: child.id });
        }
        if child.parts.is_empty() {
            return Err(TaskRefusal::Nothing { field: "parts" });
        }
        Bound { parts: Vec::new(), keeps: Vec::new(), from: time.from, due: time.due }.holds(Time {
            from: time.from,
            due: child.due,
            recurs: None,
        })?;
        if child.due < time.from {
            return Err(TaskRefusal::Backwards { from: time.from, due: child.due });
        }
        for &no in &child.parts {
            if !left.remove(&no) {
                let known = clears.result.iter().any(|part| part.no == no);
                return Err(if known { TaskRefusal::PartTwice { no } } else { TaskRefusal::PartUnknown { no } });
            }
        }
    }
    if !left.is_empty() {
        return Err(TaskRefusal::PartsMissing { parts: left.into_iter().collect() });
    }
    Ok(())
}

/// The parts after some were given anew. Those that are replaced bring certain results; those in their place bring each
/// of them again, within the time of the whole.
pub(super) fn renewed(
    clears: &Clears,
    children: &[Child],
    given: &[Child],
    instead_of: &[Uuid],
) -> Result<Vec<Child>, TaskRefusal> {
    if let Some(id) = instead_of.iter().find(|id| !children.iter().any(|child| child.id == **id)) {
        return Err(TaskRefusal::ChildUnknown { id: *id });
    }
    let (replaced, mut left): (Vec<Child>, Vec<Child>) =
        children.iter().cloned().partition(|child| instead_of.contains(&child.id));
    if let Some(child) = given.iter().find(|child| children.iter().any(|other| other.id == child.id)) {
        return Err(TaskRefusal::ChildTwice { id: child.id });
    }
    let open: BTreeSet<u8> = replaced.iter().flat_map(|child| child.parts.iter().copied()).collect();
    let result = clears.result.iter().filter(|part| open.contains(&part.no)).cloned().collect();
    conserves(&Clears { result, ..clears.clone() }, given)?;
    left.extend(given.iter().cloned());
    Ok(left)
}
