//! Looking along the thresholds: which results can be reached, and which single change moves one.

use domain::facts::{Route, Value};
use domain::units::Level;

use crate::judge::{Facts, judge};
use crate::model::{Bounds, Class, InputIx, InputKind, Pack, Rule, SwitchScope};
use crate::settings::Settings;

/// One input set to another value, all else as it is, gives another result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SingleChange {
    /// Which input.
    pub input: InputIx,
    /// The nearest value that does it.
    pub to: Value,
    /// The result then.
    pub result: String,
}

/// The nearest values of each known input, below and above the present one, at which the
/// result changes. Arithmetic on counts: it says nothing of how to get there, and a
/// population is not something to change.
pub fn single_changes(pack: &Pack, level: Level, facts: &Facts, settings: &Settings) -> Vec<SingleChange> {
    let now = judge(pack, level, facts, settings).result(pack).to_owned();
    let mut found = Vec::new();
    for (ix, input) in pack.inputs_of(level).filter(|(_, i)| i.kind != InputKind::Population) {
        let mut changed = facts.clone();
        let mut at = |to: Value| {
            changed.set(ix, to);
            let result = judge(pack, level, &changed, settings).result(pack).to_owned();
            (result != now && result != crate::UNDETERMINED).then_some(SingleChange { input: ix, to, result })
        };
        match facts.get(ix) {
            Value::Number(value) => {
                let thresholds = thresholds(pack, level, facts, ix, most(pack, input.kind, facts));
                found.extend(thresholds.iter().rev().filter(|t| **t < value).find_map(|t| at(Value::Number(*t))));
                found.extend(thresholds.iter().filter(|t| **t > value).find_map(|t| at(Value::Number(*t))));
            }
            Value::Route(route) => {
                let others = [Route::None, Route::Local, Route::Inter].into_iter().filter(|r| *r != route);
                found.extend(others.filter_map(|r| at(Value::Route(r))));
            }
            Value::Unknown | Value::Disputed => {}
        }
    }
    found
}

/// People of a population cannot be more than it.
fn most(pack: &Pack, kind: InputKind, facts: &Facts) -> i64 {
    let population = || {
        let of_kind = pack.inputs.iter().position(|i| i.kind == InputKind::Population);
        of_kind.and_then(|at| facts.get(InputIx(at)).number())
    };
    if kind == InputKind::People { population().unwrap_or(i64::MAX) } else { i64::MAX }
}

/// The values of an input at which some criterion turns, in order: each bound, the
/// value just under it, none and one.
fn thresholds(pack: &Pack, level: Level, facts: &Facts, ix: InputIx, most: i64) -> Vec<i64> {
    let mut found = vec![0, 1];
    for (_, criterion) in pack.criteria_of(level) {
        collect(&criterion.rule, facts, ix, &mut found);
    }
    found.retain(|t| (0..=most).contains(t));
    found.sort_unstable();
    found.dedup();
    found
}

fn collect(rule: &Rule, facts: &Facts, ix: InputIx, found: &mut Vec<i64>) {
    match rule {
        Rule::Any(rules) | Rule::All(rules) => rules.iter().for_each(|r| collect(r, facts, ix, found)),
        Rule::Amount { of, bounds } if *of == ix => turning(bounds, 1, 0, found),
        Rule::Rate { of, over, bounds } if of.contains(&ix) => {
            let others =
                of.iter().filter(|other| **other != ix).map(|other| facts.get(*other).number().unwrap_or(0)).sum();
            if let Some(over) = facts.get(*over).number() {
                turning(bounds, over, others, found);
            }
        }
        Rule::Amount { .. } | Rule::Rate { .. } | Rule::Points { .. } | Rule::Route { .. } => {}
    }
}

fn turning(bounds: &Bounds, over: i64, others: i64, found: &mut Vec<i64>) {
    for bound in bounds.at_least.iter().chain(&bounds.below) {
        let exact = i128::from(bound.num) * i128::from(over);
        let den = i128::from(bound.den).max(1);
        let first = exact.saturating_add(den - 1).div_euclid(den) - i128::from(others);
        found.extend([first - 1, first].into_iter().filter_map(|t| i64::try_from(t).ok()));
    }
}

/// Classes that no facts reach, with their place in the pack, under any single choice
/// of the evaluation switches. Looks at the corners between thresholds.
pub(crate) fn unreachable(pack: &Pack) -> Vec<(usize, &Class)> {
    let mut missing: Vec<(usize, &Class)> = pack.classes.iter().enumerate().collect();
    let defaults = Settings::defaults(pack);
    let mut choices = vec![defaults.clone()];
    for switch in pack.switches.iter().filter(|s| s.scope == SwitchScope::Evaluation) {
        for option in &switch.options {
            let mut settings = defaults.clone();
            if settings.set(pack, &switch.id, &option.id).is_ok() && settings != defaults {
                choices.push(settings);
            }
        }
    }
    for level in [Level::Commune, Level::Province] {
        for settings in &choices {
            strike_out(pack, level, settings, &mut missing);
        }
    }
    missing
}

/// How many corners are looked at per level and setting; shipped packs need a few hundred.
const DRAWS: u32 = 30_000;
/// Large enough that each rate's threshold is a whole number of people.
const PEOPLE: i64 = 1_000_000;

fn strike_out(pack: &Pack, level: Level, settings: &Settings, missing: &mut Vec<(usize, &Class)>) {
    let mut facts = Facts::unknown(pack);
    for (ix, input) in pack.inputs_of(level) {
        let start = match input.kind {
            InputKind::Population | InputKind::Units => Value::Number(PEOPLE),
            InputKind::Route => Value::Route(Route::None),
            InputKind::People | InputKind::Arrests | InputKind::Count | InputKind::Area => Value::Number(0),
        };
        facts.set(ix, start);
    }
    let corners: Vec<(InputIx, Vec<Value>)> = pack
        .inputs_of(level)
        .filter(|(_, input)| input.kind != InputKind::Population)
        .map(|(ix, input)| {
            let values = if input.kind == InputKind::Route {
                [Route::None, Route::Local, Route::Inter].map(Value::Route).to_vec()
            } else {
                let mut values = thresholds(pack, level, &facts, ix, i64::MAX);
                if input.kind == InputKind::Units {
                    values.push(PEOPLE);
                }
                values.into_iter().map(Value::Number).collect()
            };
            (ix, values)
        })
        .collect();
    let mut dice = 0x2025_0824_u64;
    for _ in 0..DRAWS {
        if !missing.iter().any(|(_, c)| c.level == level) {
            return;
        }
        for (ix, values) in &corners {
            // A fixed sequence (Knuth's multiplier), so that a pack is judged alike everywhere.
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let roll = usize::try_from(dice >> 33).unwrap_or(0);
            // Every other draw is "none": clean units are common and conditions of absence need them.
            let at = if roll % 2 == 0 { 0 } else { (roll / 2) % values.len().max(1) };
            if let Some(value) = values.get(at) {
                facts.set(*ix, *value);
            }
        }
        let verdict = judge(pack, level, &facts, settings);
        let result = verdict.result(pack);
        missing.retain(|(_, c)| c.level != level || c.id != result);
    }
}
