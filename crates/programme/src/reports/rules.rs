//! Rules that the figures of a report obey: what stood there, came and went makes what stands there.

use serde::{Deserialize, Serialize};

use crate::indicators::Measured;

/// How two sides stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// The same.
    Equal,
    /// The left is not more.
    AtMost,
    /// The left is not less.
    AtLeast,
}

/// A figure that is added or taken away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Which.
    pub indicator: String,
    /// Taken away.
    pub minus: bool,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name in the form.
    pub id: String,
    /// What it says.
    pub says: String,
    /// One side.
    pub left: Vec<Term>,
    /// How they stand to each other.
    pub is: Relation,
    /// The other.
    pub right: Vec<Term>,
}

/// What a rule came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    Holds,
    /// It does not.
    Broken {
        /// What one side comes to.
        left: i64,
        /// What the other does.
        right: i64,
    },
    /// Figures are missing, so nobody knows.
    Open {
        /// Which.
        missing: Vec<String>,
    },
}

/// A rule with what it came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked<'r> {
    /// Which.
    pub rule: &'r Rule,
    /// What it came to.
    pub outcome: Outcome,
}

/// Checks rules against the figures that a report shows.
pub fn check(rules: &[Rule], figure: impl Fn(&str) -> Option<Measured>) -> Vec<Checked<'_>> {
    let number = |indicator: &str| figure(indicator).and_then(|measured| measured.whole());
    let outcome = |rule: &Rule| {
        let terms = rule.left.iter().chain(&rule.right);
        let missing = terms.map(|term| &term.indicator).filter(|indicator| number(indicator).is_none());
        let missing: Vec<String> = missing.cloned().collect();
        if !missing.is_empty() {
            return Outcome::Open { missing };
        }
        let side = |terms: &[Term]| {
            terms.iter().filter_map(|term| number(&term.indicator).map(|n| (n, term.minus))).fold(
                0_i64,
                |sum, (n, minus)| {
                    if minus { sum.saturating_sub(n) } else { sum.saturating_add(n) }
                },
            )
        };
        let (left, right) = (side(&rule.left), side(&rule.right));
        let holds = match rule.is {
            Relation::Equal => left == right,
            Relation::AtMost => left <= right,
            Relation::AtLeast => left >= right,
        };
        if holds { Outcome::Holds } else { Outcome::Broken { left, right } }
    };
    rules.iter().map(|rule| Checked { rule, outcome: outcome(rule) }).collect()
}
