//! Why a criterion came out as it did, as data.

use domain::facts::{Route, Value};

use crate::judge::{At, Facts};
use crate::model::{Bound, Bounds, CriterionIx, InputIx, Pack, Rule};
use crate::settings::Settings;
use crate::truth::Truth;

/// A rule with the numbers it compared.
#[derive(Clone, Debug)]
pub struct Reason<'p> {
    /// What the rule came to.
    pub truth: Truth,
    /// The numbers.
    pub kind: ReasonKind<'p>,
}

/// The numbers of a rule.
#[derive(Clone, Debug)]
pub enum ReasonKind<'p> {
    /// A rate.
    Rate {
        /// Each addend.
        of: Vec<(InputIx, Value)>,
        /// Their sum, where all are known.
        sum: Option<i64>,
        /// The denominator.
        over: (InputIx, Option<i64>),
        /// Each bound in force.
        checks: Vec<Check<'p>>,
    },
    /// A quantity.
    Amount {
        /// Which, and its value.
        of: (InputIx, Value),
        /// Each bound in force.
        checks: Vec<Check<'p>>,
    },
    /// At least one of these.
    Any(Vec<Reason<'p>>),
    /// All of these.
    All(Vec<Reason<'p>>),
    /// At least so many of these criteria.
    Points {
        /// How many.
        at_least: usize,
        /// Each criterion counted.
        of: Vec<(CriterionIx, Truth)>,
    },
    /// A route.
    Route {
        /// Which input, and its value.
        of: (InputIx, Value),
        /// Which kinds count.
        any_of: &'p [Route],
    },
}

/// What a bound asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CheckKind {
    /// From the bound upward.
    AtLeast,
    /// Under the bound.
    Below,
    /// More than none.
    AboveZero,
}

/// A bound against a number.
#[derive(Clone, Debug)]
pub struct Check<'p> {
    /// What it asks.
    pub kind: CheckKind,
    /// The threshold; none for "more than none".
    pub bound: Option<&'p Bound>,
    /// For "at least", the smallest number that meets it; for "below", the largest.
    /// Unknown where the denominator is.
    pub limit: Option<i64>,
    /// Whether it holds.
    pub truth: Truth,
}

/// Why a criterion came out as it did.
pub fn reason<'p>(pack: &'p Pack, criterion: CriterionIx, facts: &Facts, settings: &Settings) -> Option<Reason<'p>> {
    let at = At { pack, facts, settings };
    pack.criterion_at(criterion).map(|c| of_rule(at, &c.rule))
}

fn of_rule<'p>(at: At<'_>, rule: &'p Rule) -> Reason<'p> {
    let valued = |ix: InputIx| (ix, at.facts.get(ix));
    let kind = match rule {
        Rule::Rate { of, over, bounds } => {
            let sum = at.sum(of);
            let denominator = at.facts.get(*over).number();
            ReasonKind::Rate {
                of: of.iter().copied().map(valued).collect(),
                sum: sum.and_then(|s| i64::try_from(s).ok()),
                over: (*over, denominator),
                checks: checks(at, bounds, sum, denominator.map(i128::from)),
            }
        }
        Rule::Amount { of, bounds } => {
            let value = at.facts.get(*of);
            ReasonKind::Amount { of: (*of, value), checks: checks(at, bounds, value.number().map(i128::from), Some(1)) }
        }
        Rule::Any(rules) => ReasonKind::Any(rules.iter().map(|r| of_rule(at, r)).collect()),
        Rule::All(rules) => ReasonKind::All(rules.iter().map(|r| of_rule(at, r)).collect()),
        Rule::Points { at_least, .. } => ReasonKind::Points { at_least: *at_least, of: at.counted(rule) },
        Rule::Route { input, any_of } => ReasonKind::Route { of: valued(*input), any_of },
    };
    Reason { truth: at.rule(rule), kind }
}

fn checks<'p>(at: At<'_>, bounds: &'p Bounds, value: Option<i128>, over: Option<i128>) -> Vec<Check<'p>> {
    let mut found = Vec::new();
    let mut push = |kind, bound: Option<&'p Bound>, limit: Option<i128>, holds: fn(i128, i128) -> bool| {
        let truth = Truth::of_known(value.zip(limit).map(|(v, l)| holds(v, l)));
        found.push(Check { kind, bound, limit: limit.and_then(|l| i64::try_from(l).ok()), truth });
    };
    // value/over ≥ num/den  ⇔  value ≥ ⌈num·over/den⌉, for whole values.
    let exact =
        |bound: &Bound| over.map(|over| (i128::from(bound.num).saturating_mul(over), i128::from(bound.den).max(1)));
    if let Some(bound) = at.active(bounds.at_least.as_ref()) {
        let smallest = exact(bound).map(|(n, d)| n.saturating_add(d - 1).div_euclid(d));
        push(CheckKind::AtLeast, Some(bound), smallest, |v, l| v >= l);
    }
    if let Some(bound) = at.active(bounds.below.as_ref()) {
        let largest = exact(bound).map(|(n, d)| n.saturating_sub(1).div_euclid(d));
        push(CheckKind::Below, Some(bound), largest, |v, l| v <= l);
    }
    if at.asks_above_zero(bounds) {
        push(CheckKind::AboveZero, None, Some(1), |v, l| v >= l);
    }
    found
}

impl Reason<'_> {
    /// The inputs whose value is missing or disputed and left this rule open.
    pub fn missing(&self) -> Vec<InputIx> {
        let mut found = Vec::new();
        self.collect_missing(&mut found);
        found.sort();
        found.dedup();
        found
    }

    /// The inputs that this rule compares; those of criteria it counts are not among them.
    pub fn inputs(&self) -> Vec<InputIx> {
        match &self.kind {
            ReasonKind::Rate { of, over, .. } => of.iter().map(|(ix, _)| *ix).chain([over.0]).collect(),
            ReasonKind::Amount { of, .. } | ReasonKind::Route { of, .. } => vec![of.0],
            ReasonKind::Any(rules) | ReasonKind::All(rules) => rules.iter().flat_map(Self::inputs).collect(),
            ReasonKind::Points { .. } => Vec::new(),
        }
    }

    fn collect_missing(&self, found: &mut Vec<InputIx>) {
        if self.truth != Truth::Undetermined {
            return;
        }
        match &self.kind {
            ReasonKind::Rate { of, over, .. } => {
                found.extend(of.iter().filter(|(_, v)| !v.is_known()).map(|(ix, _)| *ix));
                if over.1.is_none() {
                    found.push(over.0);
                }
            }
            ReasonKind::Amount { of, .. } | ReasonKind::Route { of, .. } => {
                if !of.1.is_known() {
                    found.push(of.0);
                }
            }
            ReasonKind::Any(rules) | ReasonKind::All(rules) => rules.iter().for_each(|r| r.collect_missing(found)),
            ReasonKind::Points { .. } => {}
        }
    }

    /// A key under which reasons of one criterion read alike (settings and language being equal);
    /// none for rates, whose numbers hardly ever repeat.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        let mut print = Fingerprint { codes: [0; 6], len: 0 };
        self.add_to(&mut print).then_some(print)
    }

    fn add_to(&self, print: &mut Fingerprint) -> bool {
        match &self.kind {
            ReasonKind::Rate { .. } => false,
            ReasonKind::Amount { of, .. } | ReasonKind::Route { of, .. } => print.push(code(of.1)),
            ReasonKind::Any(rules) | ReasonKind::All(rules) => rules.iter().all(|r| r.add_to(print)),
            ReasonKind::Points { of, .. } => of.iter().all(|(_, truth)| print.push(*truth as i64)),
        }
    }
}

/// See [`Reason::fingerprint`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fingerprint {
    codes: [i64; 6],
    len: usize,
}

impl Fingerprint {
    fn push(&mut self, code: i64) -> bool {
        let slot = self.codes.get_mut(self.len);
        self.len += 1;
        slot.map(|slot| *slot = code).is_some()
    }
}

/// Numbers stand for themselves; they are never below zero.
fn code(value: Value) -> i64 {
    match value {
        Value::Number(n) => n,
        Value::Unknown => -1,
        Value::Disputed => -2,
        Value::Route(route) => -3 - route as i64,
    }
}
