//! A reason in words. A million rows are put into words in seconds, so sentences grow in
//! one text and numbers are written into it, not made apart.

use std::fmt::{self, Write as _};

use domain::facts::{Route, Value};
use domain::numbers::{Area, Count};
use texts::Lang;

use crate::judge::Facts;
use crate::model::{CriterionIx, InputIx, InputKind, Pack};
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
    Shown { lang, kind, value }.to_string()
}

/// [`show_value`] without a text of its own.
#[derive(Clone, Copy)]
struct Shown {
    lang: Lang,
    kind: InputKind,
    value: Value,
}

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.value {
            Value::Number(n) if self.kind == InputKind::Area => write!(f, "{} m²", Area(n)),
            Value::Number(n) => Count(n).fmt(f),
            Value::Route(Route::None) => f.write_str(self.lang.criteria_route_none()),
            Value::Route(Route::Local) => f.write_str(self.lang.criteria_route_local()),
            Value::Route(Route::Inter) => f.write_str(self.lang.criteria_route_inter()),
            Value::Unknown => f.write_str(self.lang.criteria_unknown()),
            Value::Disputed => f.write_str(self.lang.criteria_disputed()),
        }
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
        let mut out = String::with_capacity(128);
        self.tell(&mut out, reason);
        out
    }

    /// What is missing to decide a criterion, in words; empty when it is decided.
    pub fn missing(self, reason: &Reason<'_>) -> Vec<String> {
        reason.missing().into_iter().map(|ix| self.title(ix).to_owned()).collect()
    }

    /// What would turn a criterion the other way, in words.
    pub fn would_change(self, reason: &Reason<'_>) -> Option<String> {
        let mut out = String::new();
        self.tell_change(&mut out, reason);
        if out.is_empty() { None } else { Some(out) }
    }

    /// A criterion's threshold as printed, and as an exact fraction: `≥ 0,5 % (5/1000)`.
    pub fn thresholds(self, reason: &Reason<'_>) -> Vec<String> {
        match &reason.kind {
            ReasonKind::Rate { checks, .. } | ReasonKind::Amount { checks, .. } => {
                checks.iter().map(threshold).collect()
            }
            ReasonKind::Any(rules) | ReasonKind::All(rules) => rules.iter().flat_map(|r| self.thresholds(r)).collect(),
            ReasonKind::Points { at_least, of } => {
                vec![self.lang.criteria_points_needed(at_least, self.names(of, None))]
            }
            ReasonKind::Route { .. } => Vec::new(),
        }
    }

    fn tell(self, out: &mut String, reason: &Reason<'_>) {
        match &reason.kind {
            ReasonKind::Rate { of, sum, over, checks } => self.tell_rate(out, of, *sum, *over, checks),
            ReasonKind::Amount { of, checks } => {
                put(out, format_args!("{}: {}", self.title(of.0), self.shown(*of)));
                for check in checks {
                    join(out, "; ", |out| self.tell_amount_check(out, check));
                }
            }
            ReasonKind::Any(rules) => {
                for rule in rules {
                    join(out, self.lang.criteria_or(), |out| self.tell(out, rule));
                }
            }
            ReasonKind::All(rules) => {
                for rule in rules {
                    join(out, self.lang.criteria_and(), |out| self.tell(out, rule));
                }
            }
            ReasonKind::Points { at_least, of } => self.tell_points(out, *at_least, of),
            ReasonKind::Route { of, any_of } => {
                out.push_str(&self.lang.criteria_route(self.shown(*of), self.kinds(any_of)));
            }
        }
    }

    fn tell_rate(
        self,
        out: &mut String,
        of: &[(InputIx, Value)],
        sum: Option<i64>,
        over: (InputIx, Option<i64>),
        checks: &[Check<'_>],
    ) {
        for value in of {
            join(out, " + ", |out| put(out, format_args!("{}", self.shown(*value))));
        }
        if let (Some(sum), 2..) = (sum, of.len()) {
            put(out, format_args!(" = {}", Count(sum)));
        }
        let denominator =
            Shown { lang: self.lang, kind: InputKind::Count, value: over.1.map_or(Value::Unknown, Value::Number) };
        put(out, format_args!(" / {denominator}"));
        if let (Some(part), Some(whole)) = (sum, over.1) {
            put(out, format_args!(" {}", Percent { part, whole }));
        }
        for check in checks {
            out.push_str("; ");
            self.tell_rate_check(out, check);
        }
    }

    fn tell_rate_check(self, out: &mut String, check: &Check<'_>) {
        let (printed, fraction) = bound_of(check);
        let said = match (check.kind, check.limit) {
            (CheckKind::AboveZero, _) => return out.push_str(self.lang.criteria_needs_some()),
            (CheckKind::AtLeast, Some(limit)) => self.lang.criteria_rate_at_least(printed, fraction, Count(limit)),
            (CheckKind::AtLeast, None) => self.lang.criteria_rate_at_least_open(printed, fraction),
            (CheckKind::Below, Some(limit)) => self.lang.criteria_rate_below(printed, fraction, Count(limit)),
            (CheckKind::Below, None) => self.lang.criteria_rate_below_open(printed, fraction),
        };
        out.push_str(&said);
    }

    fn tell_amount_check(self, out: &mut String, check: &Check<'_>) {
        let printed = check.bound.map_or("", |b| b.printed.as_str());
        match check.kind {
            CheckKind::AboveZero => out.push_str(self.lang.criteria_needs_some()),
            CheckKind::AtLeast => out.push_str(&self.lang.criteria_amount_at_least(printed)),
            CheckKind::Below if check.limit == Some(0) => out.push_str(self.lang.criteria_needs_none()),
            CheckKind::Below => out.push_str(&self.lang.criteria_amount_below(printed)),
        }
    }

    fn tell_points(self, out: &mut String, at_least: usize, of: &[(CriterionIx, Truth)]) {
        let met = of.iter().filter(|(_, t)| *t == Truth::Met).count();
        let met_names = if met == 0 { self.lang.criteria_none().to_owned() } else { self.names(of, Some(Truth::Met)) };
        out.push_str(&self.lang.criteria_points_met(met, met_names));
        if of.iter().any(|(_, t)| *t == Truth::Undetermined) {
            put(out, format_args!("; {}", self.lang.criteria_points_open(self.names(of, Some(Truth::Undetermined)))));
        }
        put(out, format_args!("; {}", self.lang.criteria_points_needed(at_least, self.names(of, None))));
    }

    fn tell_change(self, out: &mut String, reason: &Reason<'_>) {
        match &reason.kind {
            ReasonKind::Rate { sum, checks, .. } => self.tell_turns(out, InputKind::Count, *sum, checks, reason.truth),
            ReasonKind::Amount { of, checks } => {
                self.tell_turns(out, self.kind(of.0), of.1.number(), checks, reason.truth);
            }
            ReasonKind::Any(rules) | ReasonKind::All(rules) => {
                for part in rules.iter().filter(|r| r.truth == reason.truth) {
                    let Some(said) = self.would_change(part) else { continue };
                    join(out, "; ", |out| match &part.kind {
                        // One quantity of several: it says which.
                        ReasonKind::Amount { of, .. } => put(out, format_args!("{}: {said}", self.title(of.0))),
                        _ => out.push_str(&said),
                    });
                }
            }
            ReasonKind::Points { at_least, of } => {
                let met = of.iter().filter(|(_, t)| *t == Truth::Met).count();
                out.push_str(&match reason.truth {
                    Truth::Met => self.lang.criteria_points_fewer(at_least.saturating_sub(1)),
                    _ => self.lang.criteria_points_more(at_least.saturating_sub(met)),
                });
            }
            ReasonKind::Route { any_of, .. } => out.push_str(&match reason.truth {
                Truth::Met => self.lang.criteria_route_leaves(self.kinds(any_of)),
                _ => self.lang.criteria_route_enters(self.kinds(any_of)),
            }),
        }
    }

    /// One clause per bound that would have to turn.
    fn tell_turns(self, out: &mut String, kind: InputKind, value: Option<i64>, checks: &[Check<'_>], truth: Truth) {
        let show = |n: i64| Shown { lang: self.lang, kind, value: Value::Number(n) };
        for check in checks.iter().filter(|c| c.truth == truth || truth == Truth::Undetermined) {
            let Some(limit) = check.limit else { continue };
            let said = match (check.kind, check.truth) {
                (CheckKind::AtLeast | CheckKind::AboveZero, Truth::Met) => self.lang.criteria_turns_below(show(limit)),
                (CheckKind::AtLeast | CheckKind::AboveZero, _) => match value {
                    Some(value) => self.lang.criteria_turns_from_by(show(limit), show(limit.saturating_sub(value))),
                    None => self.lang.criteria_turns_from(show(limit)),
                },
                (CheckKind::Below, Truth::Met) => self.lang.criteria_turns_above(show(limit)),
                (CheckKind::Below, _) => self.lang.criteria_turns_to(show(limit)),
            };
            join(out, "; ", |out| out.push_str(&said));
        }
    }

    /// Ids of counted criteria, all or those of one truth.
    fn names(self, of: &[(CriterionIx, Truth)], only: Option<Truth>) -> String {
        let mut out = String::new();
        for (ix, _) in of.iter().filter(|(_, truth)| only.is_none_or(|only| only == *truth)) {
            let id = self.pack.criterion_at(*ix).map_or("", |c| c.id.as_str());
            join(&mut out, ", ", |out| out.push_str(id));
        }
        out
    }

    /// Kinds of routes, one or another.
    fn kinds(self, any_of: &[Route]) -> String {
        let mut out = String::new();
        for route in any_of {
            let shown = Shown { lang: self.lang, kind: InputKind::Route, value: Value::Route(*route) };
            join(&mut out, self.lang.criteria_or(), |out| put(out, format_args!("{shown}")));
        }
        out
    }

    fn title(self, ix: InputIx) -> &'p str {
        self.pack.input_at(ix).map_or("", |i| i.title.as_str())
    }

    fn kind(self, ix: InputIx) -> InputKind {
        self.pack.input_at(ix).map_or(InputKind::Count, |i| i.kind)
    }

    fn shown(self, (ix, value): (InputIx, Value)) -> Shown {
        Shown { lang: self.lang, kind: self.kind(ix), value }
    }
}

/// Adds to a text, which takes all.
fn put(out: &mut String, what: fmt::Arguments<'_>) {
    let _ = out.write_fmt(what);
}

/// Adds a part, after the separator unless it is the first.
fn join(out: &mut String, separator: &str, part: impl FnOnce(&mut String)) {
    if !out.is_empty() {
        out.push_str(separator);
    }
    part(out);
}

/// A bound as law prints it and as a fraction.
fn bound_of<'c>(check: &'c Check<'_>) -> (&'c str, Fraction) {
    check.bound.map_or(("", Fraction(0, 1)), |b| (b.printed.as_str(), Fraction(b.num, b.den)))
}

#[derive(Clone, Copy)]
struct Fraction(i64, i64);

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.0, self.1)
    }
}

fn threshold(check: &Check<'_>) -> String {
    let (printed, fraction) = bound_of(check);
    let is_rate = check.bound.is_some_and(|b| b.den > 1);
    match check.kind {
        CheckKind::AboveZero => "> 0".to_owned(),
        CheckKind::Below if check.limit == Some(0) && !is_rate => "= 0".to_owned(),
        CheckKind::AtLeast if is_rate => format!("≥ {printed} ({fraction})"),
        CheckKind::Below if is_rate => format!("< {printed} ({fraction})"),
        CheckKind::AtLeast => format!("≥ {printed}"),
        CheckKind::Below => format!("< {printed}"),
    }
}

/// A percentage with up to four decimals, after `=` or, where it was cut, `≈`. It is never
/// rounded, so that 0,49999 % is not shown as 0,5 %.
struct Percent {
    part: i64,
    whole: i64,
}

impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.whole <= 0 {
            return Ok(());
        }
        let (scaled, whole) = (i128::from(self.part) * 1_000_000, i128::from(self.whole));
        let (cut, sign) = (scaled / whole, if scaled % whole == 0 { '=' } else { '≈' });
        write!(f, "{sign} {}", cut / 10_000)?;
        let (mut decimals, mut width) = (cut % 10_000, 4);
        while width > 0 && decimals % 10 == 0 {
            decimals /= 10;
            width -= 1;
        }
        if width > 0 { write!(f, ",{decimals:0width$} %") } else { f.write_str(" %") }
    }
}
