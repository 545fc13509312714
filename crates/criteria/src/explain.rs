//! A reason in words.

use domain::facts::{Route, Value};
use domain::numbers::{show_area, show_count};
use texts::Lang;

use crate::judge::Facts;
use crate::model::{Criterion, CriterionIx, InputIx, InputKind, Pack};
use crate::reason::{Check, CheckKind, Reason, ReasonKind, reason};
use crate::settings::Settings;
use crate::truth::Truth;

/// Says reasons of one pack in one language.
#[derive(Clone, Copy, Debug)]
pub struct Explainer<'p> {
    /// The pack.
    pub pack: &'p Pack,
    /// The language.
    pub lang: Lang,
}

/// A value as its input's kind shows it: `1.234`, `12,5 m²`, a route in words.
pub fn show_value(lang: Lang, kind: InputKind, value: Value) -> String {
    match value {
        Value::Number(n) if kind == InputKind::Area => format!("{} m²", show_area(n)),
        Value::Number(n) => show_count(n),
        Value::Route(Route::None) => lang.criteria_route_none().to_owned(),
        Value::Route(Route::Local) => lang.criteria_route_local().to_owned(),
        Value::Route(Route::Inter) => lang.criteria_route_inter().to_owned(),
        Value::Unknown => lang.criteria_unknown().to_owned(),
        Value::Disputed => lang.criteria_disputed().to_owned(),
    }
}

/// A result's name, for the ids that shipped packs use; a province's own ids stand for themselves.
pub fn result_name(lang: Lang, id: &str) -> String {
    match id {
        "DRUG_FREE" => lang.criteria_result_drug_free().to_owned(),
        "KEY_I" => lang.criteria_result_key_i().to_owned(),
        "KEY_II" => lang.criteria_result_key_ii().to_owned(),
        "KEY_III" => lang.criteria_result_key_iii().to_owned(),
        "KEY" => lang.criteria_result_key().to_owned(),
        "PRESENT_NOT_KEY" => lang.criteria_result_present_not_key().to_owned(),
        "CONFLICT" => lang.criteria_result_conflict().to_owned(),
        crate::UNDETERMINED => lang.criteria_result_undetermined().to_owned(),
        other => other.to_owned(),
    }
}

/// An outcome in a word.
pub const fn outcome_name(lang: Lang, truth: Truth) -> &'static str {
    match truth {
        Truth::Met => lang.criteria_outcome_met(),
        Truth::NotMet => lang.criteria_outcome_not_met(),
        Truth::Undetermined => lang.criteria_outcome_undetermined(),
    }
}

impl<'p> Explainer<'p> {
    /// Why a criterion came out as it did: the numbers compared and what is missing.
    pub fn explain(self, criterion: CriterionIx, facts: &Facts, settings: &Settings) -> String {
        reason(self.pack, criterion, facts, settings).map_or_else(String::new, |r| self.say(&r))
    }

    /// A reason in words.
    pub fn say(self, reason: &Reason<'_>) -> String {
        match &reason.kind {
            ReasonKind::Rate { of, sum, over, checks } => self.rate(of, *sum, *over, checks),
            ReasonKind::Amount { of, checks } => {
                let said = checks.iter().map(|c| self.amount_check(c)).collect::<Vec<_>>().join("; ");
                self.lang.criteria_amount(self.title(of.0), self.show(*of), said)
            }
            ReasonKind::Any(rules) => self.join(rules, self.lang.criteria_or()),
            ReasonKind::All(rules) => self.join(rules, self.lang.criteria_and()),
            ReasonKind::Points { at_least, of } => self.points(*at_least, of),
            ReasonKind::Route { of, any_of } => {
                let needed = any_of.iter().map(|r| show_value(self.lang, InputKind::Route, Value::Route(*r))).collect::<Vec<_>>();
                self.lang.criteria_route(self.show(*of), needed.join(self.lang.criteria_or()))
            }
        }
    }

    /// What is missing to decide a criterion, in words; empty when it is decided.
    pub fn missing(self, reason: &Reason<'_>) -> Vec<String> {
        reason.missing().into_iter().map(|ix| self.title(ix).to_owned()).collect()
    }

    /// What would turn a criterion the other way, in words.
    pub fn would_change(self, reason: &Reason<'_>) -> Option<String> {
        let said: Vec<String> = match &reason.kind {
            ReasonKind::Rate { sum, checks, .. } => self.turns(InputKind::Count, *sum, checks, reason.truth),
            ReasonKind::Amount { of, checks } => {
                let kind = self.pack.input_at(of.0).map_or(InputKind::Count, |i| i.kind);
                self.turns(kind, of.1.number(), checks, reason.truth)
            }
            ReasonKind::Any(rules) | ReasonKind::All(rules) => {
                rules.iter().filter(|r| r.truth == reason.truth).filter_map(|r| self.part_would_change(r)).collect()
            }
            ReasonKind::Points { at_least, of } => {
                let met = of.iter().filter(|(_, t)| *t == Truth::Met).count();
                match reason.truth {
                    Truth::Met => vec![self.lang.criteria_points_fewer(at_least.saturating_sub(1))],
                    _ => vec![self.lang.criteria_points_more(at_least.saturating_sub(met))],
                }
            }
            ReasonKind::Route { any_of, .. } => {
                let kinds = any_of.iter().map(|r| show_value(self.lang, InputKind::Route, Value::Route(*r))).collect::<Vec<_>>();
                let kinds = kinds.join(self.lang.criteria_or());
                match reason.truth {
                    Truth::Met => vec![self.lang.criteria_route_leaves(kinds)],
                    _ => vec![self.lang.criteria_route_enters(kinds)],
                }
            }
        };
        if said.is_empty() { None } else { Some(said.join("; ")) }
    }

    /// One part of several: it says which quantity it speaks of.
    fn part_would_change(self, part: &Reason<'_>) -> Option<String> {
        let said = self.would_change(part)?;
        Some(match &part.kind {
            ReasonKind::Amount { of, .. } => format!("{}: {said}", self.title(of.0)),
            _ => said,
        })
    }

    /// A criterion's threshold as printed, and as an exact fraction: `≥ 0,5 % (5/1000)`.
    pub fn thresholds(self, reason: &Reason<'_>) -> Vec<String> {
        match &reason.kind {
            ReasonKind::Rate { checks, .. } | ReasonKind::Amount { checks, .. } => {
                checks.iter().map(|c| self.threshold(c)).collect()
            }
            ReasonKind::Any(rules) | ReasonKind::All(rules) => rules.iter().flat_map(|r| self.thresholds(r)).collect(),
            ReasonKind::Points { at_least, of } => vec![self.lang.criteria_points_needed(at_least, self.names(of.iter().map(|(ix, _)| *ix)))],
            ReasonKind::Route { .. } => Vec::new(),
        }
    }

    fn rate(self, of: &[(InputIx, Value)], sum: Option<i64>, over: (InputIx, Option<i64>), checks: &[Check<'_>]) -> String {
        let addends = || of.iter().map(|v| self.show(*v)).collect::<Vec<_>>().join(" + ");
        let people = match sum {
            Some(sum) if of.len() == 1 => show_count(sum),
            Some(sum) => format!("{} = {}", addends(), show_count(sum)),
            None => addends(),
        };
        let ratio = match (sum, over.1) {
            (Some(sum), Some(over)) => format!("{people} / {} {}", show_count(over), percent(sum, over)),
            _ => {
                let over = over.1.map_or(Value::Unknown, Value::Number);
                format!("{people} / {}", show_value(self.lang, InputKind::Count, over))
            }
        };
        let said = checks.iter().map(|c| self.rate_check(c)).collect::<Vec<_>>().join("; ");
        if said.is_empty() { ratio } else { format!("{ratio}; {said}") }
    }

    fn rate_check(self, check: &Check<'_>) -> String {
        let (printed, fraction) = bound_of(check);
        match (check.kind, check.limit) {
            (CheckKind::AboveZero, _) => self.lang.criteria_needs_some().to_owned(),
            (CheckKind::AtLeast, Some(limit)) => self.lang.criteria_rate_at_least(printed, fraction, show_count(limit)),
            (CheckKind::AtLeast, None) => self.lang.criteria_rate_at_least_open(printed, fraction),
            (CheckKind::Below, Some(limit)) => self.lang.criteria_rate_below(printed, fraction, show_count(limit)),
            (CheckKind::Below, None) => self.lang.criteria_rate_below_open(printed, fraction),
        }
    }

    fn amount_check(self, check: &Check<'_>) -> String {
        let printed = check.bound.map_or("", |b| b.printed.as_str());
        match check.kind {
            CheckKind::AboveZero => self.lang.criteria_needs_some().to_owned(),
            CheckKind::AtLeast => self.lang.criteria_amount_at_least(printed),
            CheckKind::Below if check.limit == Some(0) => self.lang.criteria_needs_none().to_owned(),
            CheckKind::Below => self.lang.criteria_amount_below(printed),
        }
    }

    fn threshold(self, check: &Check<'_>) -> String {
        let (printed, fraction) = bound_of(check);
        let exact = if check.bound.is_some_and(|b| b.den > 1) { format!(" ({fraction})") } else { String::new() };
        match check.kind {
            CheckKind::AboveZero => "> 0".to_owned(),
            CheckKind::AtLeast => format!("≥ {printed}{exact}"),
            CheckKind::Below if check.limit == Some(0) && check.bound.is_some_and(|b| b.den == 1) => "= 0".to_owned(),
            CheckKind::Below => format!("< {printed}{exact}"),
        }
    }

    fn points(self, at_least: usize, of: &[(CriterionIx, Truth)]) -> String {
        let with = |truth| self.names(of.iter().filter(|(_, t)| *t == truth).map(|(ix, _)| *ix));
        let met = of.iter().filter(|(_, t)| *t == Truth::Met).count();
        let needed = self.lang.criteria_points_needed(at_least, self.names(of.iter().map(|(ix, _)| *ix)));
        let (met_names, open) = (with(Truth::Met), with(Truth::Undetermined));
        let met_names = if met_names.is_empty() { self.lang.criteria_none().to_owned() } else { met_names };
        let said = self.lang.criteria_points_met(met, met_names);
        if open.is_empty() { format!("{said}; {needed}") } else { format!("{said}; {}; {needed}", self.lang.criteria_points_open(open)) }
    }

    /// One clause per bound that would have to turn.
    fn turns(self, kind: InputKind, value: Option<i64>, checks: &[Check<'_>], truth: Truth) -> Vec<String> {
        let show = |n: i64| show_value(self.lang, kind, Value::Number(n));
        checks
            .iter()
            .filter(|c| c.truth == truth || truth == Truth::Undetermined)
            .filter_map(|check| {
                let limit = check.limit?;
                Some(match (check.kind, check.truth) {
                    (CheckKind::AtLeast | CheckKind::AboveZero, Truth::Met) => self.lang.criteria_turns_below(show(limit)),
                    (CheckKind::AtLeast | CheckKind::AboveZero, _) => match value {
                        Some(value) => self.lang.criteria_turns_from_by(show(limit), show(limit.saturating_sub(value))),
                        None => self.lang.criteria_turns_from(show(limit)),
                    },
                    (CheckKind::Below, Truth::Met) => self.lang.criteria_turns_above(show(limit)),
                    (CheckKind::Below, _) => self.lang.criteria_turns_to(show(limit)),
                })
            })
            .collect()
    }

    fn join(self, rules: &[Reason<'_>], word: &str) -> String {
        rules.iter().map(|r| self.say(r)).collect::<Vec<_>>().join(word)
    }

    fn names(self, of: impl Iterator<Item = CriterionIx>) -> String {
        of.filter_map(|ix| self.pack.criterion_at(ix)).map(|c: &Criterion| c.id.as_str()).collect::<Vec<_>>().join(", ")
    }

    fn title(self, ix: InputIx) -> &'p str {
        self.pack.input_at(ix).map_or("", |i| i.title.as_str())
    }

    fn show(self, (ix, value): (InputIx, Value)) -> String {
        let kind = self.pack.input_at(ix).map_or(InputKind::Count, |i| i.kind);
        show_value(self.lang, kind, value)
    }
}

fn bound_of<'c>(check: &'c Check<'_>) -> (&'c str, String) {
    check.bound.map_or(("", String::new()), |b| (b.printed.as_str(), format!("{}/{}", b.num, b.den)))
}

/// A percentage with up to four decimals, after `=` or, where it was cut, `≈`. It is never
/// rounded, so that 0,49999 % is not shown as 0,5 %.
fn percent(part: i64, whole: i64) -> String {
    if whole <= 0 {
        return String::new();
    }
    let scaled = i128::from(part) * 1_000_000;
    let (cut, rest) = (scaled / i128::from(whole), scaled % i128::from(whole));
    let (units, decimals) = (cut / 10_000, format!("{:04}", cut % 10_000));
    let decimals = decimals.trim_end_matches('0');
    let number = if decimals.is_empty() { units.to_string() } else { format!("{units},{decimals}") };
    if rest == 0 { format!("= {number} %") } else { format!("≈ {number} %") }
}
