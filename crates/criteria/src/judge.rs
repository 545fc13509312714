//! Facts in, verdict out.

use std::cmp::Ordering;

use domain::facts::Value;
use domain::units::Level;

use crate::model::{Bound, Bounds, Class, ClassRule, CriterionIx, InputIx, Pack, Rule};
use crate::settings::Settings;
use crate::truth::Truth;

/// What is known of each input of a pack, in the pack's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    values: Vec<Value>,
}

impl Facts {
    /// Nothing known.
    pub fn unknown(pack: &Pack) -> Self {
        Self { values: vec![Value::Unknown; pack.inputs.len()] }
    }

    /// Asks for each input's value by id.
    pub fn collect(pack: &Pack, mut value: impl FnMut(&str) -> Value) -> Self {
        Self { values: pack.inputs.iter().map(|i| value(&i.id)).collect() }
    }

    /// The value of an input.
    pub fn get(&self, ix: InputIx) -> Value {
        self.values.get(ix.0).copied().unwrap_or_default()
    }

    /// Sets the value of an input.
    pub fn set(&mut self, ix: InputIx, value: Value) {
        if let Some(slot) = self.values.get_mut(ix.0) {
            *slot = value;
        }
    }

    /// Forgets everything, to be filled anew.
    pub fn clear(&mut self) {
        self.values.fill(Value::Unknown);
    }
}

/// A criterion and whether it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Which.
    pub criterion: CriterionIx,
    /// Whether.
    pub truth: Truth,
}

/// What a unit is, and what each criterion came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The level judged.
    pub level: Level,
    /// Place of the class in [`Pack::classes`]; none is "undetermined".
    class: Option<usize>,
    /// Every criterion of the level, in the pack's order.
    pub outcomes: Vec<Outcome>,
    /// Every class of the level, in order: place and truth of its own condition.
    classes: Vec<(usize, Truth)>,
}

impl Verdict {
    /// The class reached, unless too little is known.
    pub fn class<'p>(&self, pack: &'p Pack) -> Option<&'p Class> {
        self.class.and_then(|at| pack.classes.get(at))
    }

    /// The result's id: a class, or [`crate::UNDETERMINED`].
    pub fn result<'p>(&self, pack: &'p Pack) -> &'p str {
        self.class(pack).map_or(crate::UNDETERMINED, |c| c.id.as_str())
    }

    /// Whether a criterion holds.
    pub fn truth(&self, ix: CriterionIx) -> Truth {
        self.outcomes.iter().find(|o| o.criterion == ix).map_or(Truth::Undetermined, |o| o.truth)
    }

    /// Classes with the truth of their own condition, in order.
    pub fn classes<'p>(&self, pack: &'p Pack) -> impl Iterator<Item = (&'p Class, Truth)> {
        self.classes.iter().filter_map(|(at, truth)| pack.classes.get(*at).map(|c| (c, *truth)))
    }

    /// The results that are not excluded yet: one, unless undetermined.
    pub fn possible<'p>(&self, pack: &'p Pack) -> Vec<&'p Class> {
        let mut found = Vec::new();
        for (class, truth) in self.classes(pack) {
            if truth != Truth::NotMet {
                found.push(class);
            }
            if truth == Truth::Met {
                break;
            }
        }
        found
    }
}

/// Judges one unit. Facts and settings must be of this pack.
pub fn judge(pack: &Pack, level: Level, facts: &Facts, settings: &Settings) -> Verdict {
    let at = At { pack, facts, settings };
    let outcomes: Vec<Outcome> =
        pack.criteria_of(level).map(|(criterion, c)| Outcome { criterion, truth: at.rule(&c.rule) }).collect();
    let mut verdict = Verdict { level, class: None, outcomes, classes: Vec::new() };
    verdict.classes = pack
        .classes
        .iter()
        .enumerate()
        .filter(|(_, class)| class.level == level)
        .map(|(n, class)| (n, class_truth(pack, &verdict, class)))
        .collect();
    // The first class that is not refuted decides: met, it is the result; open, nothing after it may be.
    verdict.class =
        verdict.classes.iter().find(|(_, t)| *t != Truth::NotMet).filter(|(_, t)| *t == Truth::Met).map(|(n, _)| *n);
    verdict
}

fn class_truth(pack: &Pack, verdict: &Verdict, class: &Class) -> Truth {
    let truths = |of: &[CriterionIx]| of.iter().map(|ix| verdict.truth(*ix)).collect::<Vec<_>>();
    match &class.rule {
        ClassRule::Every(of) => Truth::all(truths(of)),
        ClassRule::AtLeast(n, of) => Truth::at_least(*n, truths(of)),
        ClassRule::Together { free, key } => {
            // The loader lets "together" name only classes of criteria, so this ends.
            let of = |n: &usize| pack.classes.get(*n).map_or(Truth::Undetermined, |c| class_truth(pack, verdict, c));
            of(free).and(Truth::any(key.iter().map(of)))
        }
        ClassRule::Otherwise => Truth::Met,
    }
}

/// A pack at given facts and settings.
#[derive(Clone, Copy)]
pub(crate) struct At<'a> {
    pub pack: &'a Pack,
    pub facts: &'a Facts,
    pub settings: &'a Settings,
}

impl At<'_> {
    pub fn rule(self, rule: &Rule) -> Truth {
        match rule {
            Rule::Rate { of, over, bounds } => self.rate(of, *over, bounds),
            Rule::Amount { of, bounds } => {
                let value = self.facts.get(*of).number().map(i128::from);
                self.bounds(bounds, value, |v, b| compare(v, b, Some(1)))
            }
            Rule::Any(rules) => Truth::any(rules.iter().map(|r| self.rule(r))),
            Rule::All(rules) => Truth::all(rules.iter().map(|r| self.rule(r))),
            Rule::Points { at_least, .. } => Truth::at_least(*at_least, self.counted(rule).into_iter().map(|(_, t)| t)),
            Rule::Route { input, any_of } => match self.facts.get(*input) {
                Value::Route(route) => Truth::of(any_of.contains(&route)),
                _ => Truth::Undetermined,
            },
        }
    }

    fn rate(self, of: &[InputIx], over: InputIx, bounds: &Bounds) -> Truth {
        let over = self.facts.get(over).number().map(i128::from);
        self.bounds(bounds, self.sum(of), |v, b| compare(v, b, over))
    }

    /// A sum with an unknown addend is unknown.
    pub fn sum(self, of: &[InputIx]) -> Option<i128> {
        of.iter().try_fold(0_i128, |sum, ix| self.facts.get(*ix).number().map(|n| sum.saturating_add(i128::from(n))))
    }

    /// The criteria that a "points" rule counts, each as that rule reads it.
    pub fn counted(self, rule: &Rule) -> Vec<(CriterionIx, Truth)> {
        let Rule::Points { of, also, read_as, .. } = rule else { return Vec::new() };
        let settings = self.settings.with(*read_as);
        let inner = At { settings: &settings, ..self };
        let more =
            also.as_ref().filter(|(_, when)| self.settings.hold(*when)).map_or(&[][..], |(more, _)| more.as_slice());
        let truth = |ix: &CriterionIx| self.pack.criterion_at(*ix).map_or(Truth::Undetermined, |c| inner.rule(&c.rule));
        of.iter().chain(more).map(|ix| (*ix, truth(ix))).collect()
    }

    fn bounds(
        self,
        bounds: &Bounds,
        value: Option<i128>,
        ordering: impl Fn(i128, &Bound) -> Option<Ordering>,
    ) -> Truth {
        let against = |bound: &Bound| value.and_then(|v| ordering(v, bound));
        let asked = [
            self.active(bounds.at_least.as_ref()).map(|b| against(b).map(Ordering::is_ge)),
            self.active(bounds.below.as_ref()).map(|b| against(b).map(Ordering::is_lt)),
            self.asks_above_zero(bounds).then(|| value.map(|v| v > 0)),
        ];
        let mut asked = asked.into_iter().flatten().peekable();
        if asked.peek().is_none() {
            // Every bound is switched off: any quantity will do, but it must be known.
            return Truth::of_known(value.map(|_| true));
        }
        Truth::all(asked.map(Truth::of_known))
    }

    /// The bound, if the settings put it in force.
    pub fn active(self, bound: Option<&Bound>) -> Option<&Bound> {
        bound.filter(|b| b.when.is_none_or(|c| self.settings.hold(c)))
    }

    /// Whether the settings ask for more than none.
    pub fn asks_above_zero(self, bounds: &Bounds) -> bool {
        bounds.above_zero.is_some_and(|unless| unless.is_none_or(|c| !self.settings.hold(c)))
    }
}

/// `value / over` against `num / den`, without dividing.
fn compare(value: i128, bound: &Bound, over: Option<i128>) -> Option<Ordering> {
    let left = value.saturating_mul(i128::from(bound.den));
    over.map(|over| left.cmp(&i128::from(bound.num).saturating_mul(over)))
}
