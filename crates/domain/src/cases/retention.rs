//! How long a file is kept once its measures are over.
//!
//! No period was found in any text, so the tables set none: an office sets it, with its reference.

use jiff::civil::Date;
use serde::Deserialize;

use super::case::{Case, Closed};
use super::law::{Basis, Evidence, Law};
use super::moment::months_later;

/// A class of files that are kept equally long.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// Its name.
    pub id: String,
    /// What it covers.
    pub title: String,
    /// The states whose measures it covers; every state that is no pause stands in one class.
    #[serde(default)]
    pub states: Vec<String>,
    /// Months from the end of the measure; none until an office has set it.
    pub months: Option<i32>,
    /// Whether the identity is erased at once.
    #[serde(default)]
    pub at_once: bool,
    /// Whether it is the class of people under 18, who stand on the shortest one that is set.
    #[serde(default)]
    pub minor: bool,
    /// Article, clause, point.
    #[serde(default)]
    pub citation: String,
    /// How well the line is known.
    #[serde(default)]
    pub evidence: Evidence,
    /// Who sets the period, or confirms the line.
    pub owner: Option<String>,
}

impl Retention {
    /// What the line rests on.
    pub fn basis(&self) -> Basis<'_> {
        Basis { citation: &self.citation, evidence: self.evidence, owner: self.owner.as_deref() }
    }
}

/// Until when a file is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept<'l> {
    /// Something runs, a list names the person, or nothing has begun yet.
    Running,
    /// The identity is erased already.
    Erased,
    /// No office has set a period for this class.
    NotSet(&'l Retention),
    /// The last day on which it is kept.
    Until(Date, &'l Retention),
}

impl Law {
    /// The class of a measure.
    pub fn retention_of(&self, state: &str) -> Option<&Retention> {
        self.retention.iter().find(|class| class.states.iter().any(|s| s == state))
    }

    /// The shortest class that an office has set: that of people under 18.
    fn shortest(&self) -> Option<&Retention> {
        let own = self.retention.iter().find(|class| class.minor && class.months.is_some());
        own.or_else(|| self.retention.iter().filter(|c| c.months.is_some()).min_by_key(|class| class.months))
    }
}

impl Case {
    /// Until when the file is kept: the longest of its measures' classes counts, for somebody who was under 18 at the
    /// end the shortest one that is set. One class without a period keeps the whole file.
    pub fn kept<'l>(&self, law: &'l Law) -> Kept<'l> {
        if self.closed == Some(Closed::Erased) {
            return Kept::Erased;
        }
        let listed = self.memberships.iter().any(|m| m.to.is_none());
        let over = self.measures.iter().all(|m| !m.open());
        if listed || !over || self.transit.is_some() {
            return Kept::Running;
        }
        let ends = || self.measures.iter().filter_map(|m| m.end.as_ref().map(|end| (m.state.as_str(), end.on.day)));
        let Some(last) = ends().map(|(_, day)| day).max() else { return Kept::Running };
        if self.minor(last)
            && let Some(class) = law.shortest()
        {
            return until(last, class);
        }
        let mut kept = Kept::Running;
        for (state, day) in ends() {
            let Some(class) = law.retention_of(state).filter(|class| !class.at_once) else { continue };
            match (until(day, class), kept) {
                (unset @ Kept::NotSet(_), _) => return unset,
                (Kept::Until(one, _), Kept::Until(other, _)) if one <= other => {}
                (longer, _) => kept = longer,
            }
        }
        kept
    }
}

fn until(day: Date, class: &Retention) -> Kept<'_> {
    class.months.map_or(Kept::NotSet(class), |months| Kept::Until(months_later(day, months), class))
}
