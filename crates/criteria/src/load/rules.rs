//! Rules of criteria: names become places, fractions become integers.

use domain::facts::Route;
use domain::units::Level;
use toml::Spanned;

use super::Lint;
use crate::lint::Defect;
use crate::model::{Bound, Bounds, Condition, CriterionIx, InputIx, Pack, Rule};
use crate::raw::{
    RawAboveZero, RawAmount, RawCriterion, RawFraction, RawPack, RawPoints, RawQuantity, RawRate, RawRoute, RawRule,
};

/// What a rule may name.
struct Names<'a> {
    pack: &'a Pack,
    criteria: &'a [String],
    levels: &'a [Level],
    id: &'a str,
}

/// The one rule of a criterion.
pub(super) fn of_criterion(
    lint: &mut Lint<'_>,
    pack: &Pack,
    criteria: &[String],
    levels: &[Level],
    spanned: &Spanned<RawCriterion>,
) -> Option<Rule> {
    let raw = spanned.get_ref();
    let names = Names { pack, criteria, levels, id: raw.id.get_ref() };
    let mut rules = [
        raw.rate.as_ref().map(|r| names.rate(lint, r)),
        raw.amount.as_ref().map(|r| names.amount(lint, r)),
        raw.any.as_ref().map(|r| names.several(lint, r).map(Rule::Any)),
        raw.all.as_ref().map(|r| names.several(lint, r).map(Rule::All)),
        raw.points.as_ref().map(|r| names.points(lint, r)),
        raw.route.as_ref().map(|r| names.route(lint, r)),
    ]
    .into_iter()
    .flatten();
    if let (Some(rule), None) = (rules.next(), rules.next()) {
        rule
    } else {
        lint.at(spanned, Defect::OneRule(raw.id.get_ref().clone()));
        None
    }
}

impl Names<'_> {
    fn rule(&self, lint: &mut Lint<'_>, raw: &RawRule) -> Option<Rule> {
        match raw {
            RawRule::Rate(r) => self.rate(lint, r),
            RawRule::Amount(r) => self.amount(lint, r),
            RawRule::Any(r) => self.several(lint, r).map(Rule::Any),
            RawRule::All(r) => self.several(lint, r).map(Rule::All),
            RawRule::Points(r) => self.points(lint, r),
            RawRule::Route(r) => self.route(lint, r),
        }
    }

    fn several(&self, lint: &mut Lint<'_>, raw: &[RawRule]) -> Option<Vec<Rule>> {
        let rules: Vec<_> = raw.iter().map(|r| self.rule(lint, r)).collect();
        rules.into_iter().collect()
    }

    fn rate(&self, lint: &mut Lint<'_>, raw: &RawRate) -> Option<Rule> {
        let of: Vec<_> = raw.of.iter().map(|name| self.input(lint, name)).collect();
        let over = self.input(lint, &raw.over);
        let at_least = raw.at_least.as_ref().and_then(|b| self.fraction(lint, b));
        let below = raw.below.as_ref().and_then(|b| self.fraction(lint, b));
        let bounds = self.bounds(lint, at_least, below, raw.above_zero.as_ref(), &raw.over);
        Some(Rule::Rate { of: of.into_iter().collect::<Option<_>>()?, over: over?, bounds })
    }

    fn amount(&self, lint: &mut Lint<'_>, raw: &RawAmount) -> Option<Rule> {
        let of = self.input(lint, &raw.of)?;
        let scale = self.pack.input_at(of).map_or(1, |i| i.kind.scale());
        let at_least = raw.at_least.as_ref().and_then(|b| self.quantity(lint, b, scale));
        let below = raw.below.as_ref().and_then(|b| self.quantity(lint, b, scale));
        let bounds = self.bounds(lint, at_least, below, raw.above_zero.as_ref(), &raw.of);
        Some(Rule::Amount { of, bounds })
    }

    fn points(&self, lint: &mut Lint<'_>, raw: &RawPoints) -> Option<Rule> {
        let of = self.criteria(lint, &raw.of);
        let asked = *raw.at_least.get_ref();
        if asked == 0 || asked > raw.of.len() {
            lint.at(&raw.at_least, Defect::TooMany(self.id.to_owned(), asked, raw.of.len()));
        }
        let also = raw.also.as_ref().map(|a| (self.criteria(lint, &a.of), self.condition(lint, &a.when)));
        let read_as = raw.read_as.as_ref().map(|c| self.condition(lint, c));
        Some(Rule::Points {
            at_least: asked,
            of: of?,
            also: match also {
                Some((of, when)) => Some((of?, when?)),
                None => None,
            },
            read_as: match read_as {
                Some(condition) => Some(condition?),
                None => None,
            },
        })
    }

    fn route(&self, lint: &mut Lint<'_>, raw: &RawRoute) -> Option<Rule> {
        let words = [("none", Route::None), ("local", Route::Local), ("inter", Route::Inter)];
        let any_of: Vec<_> = raw.any_of.iter().map(|w| lint.word(w, "any_of", "none, local, inter", &words)).collect();
        Some(Rule::Route { input: self.input(lint, &raw.input)?, any_of: any_of.into_iter().collect::<Option<_>>()? })
    }

    fn input(&self, lint: &mut Lint<'_>, name: &Spanned<String>) -> Option<InputIx> {
        let Some((ix, input)) = self.pack.input(name.get_ref()) else {
            lint.at(name, Defect::Unknown("input", name.get_ref().clone()));
            return None;
        };
        for level in self.levels.iter().filter(|l| !input.levels.contains(l)) {
            lint.at(name, Defect::WrongLevel(input.id.clone(), level.key()));
        }
        Some(ix)
    }

    fn criteria(&self, lint: &mut Lint<'_>, names: &[Spanned<String>]) -> Option<Vec<CriterionIx>> {
        let found: Vec<_> = names
            .iter()
            .map(|name| {
                let at = self.criteria.iter().position(|c| c == name.get_ref());
                if at.is_none() {
                    lint.at(name, Defect::Unknown("criterion", name.get_ref().clone()));
                }
                at.map(CriterionIx)
            })
            .collect();
        found.into_iter().collect()
    }

    /// `switch=option`.
    fn condition(&self, lint: &mut Lint<'_>, text: &Spanned<String>) -> Option<Condition> {
        let found = text.get_ref().split_once('=').and_then(|(switch, option)| {
            let at = self.pack.switches.iter().position(|s| s.id == switch.trim())?;
            let option = self.pack.switches.get(at)?.options.iter().position(|o| o.id == option.trim())?;
            Some(Condition { switch: at, option })
        });
        if found.is_none() {
            lint.at(text, Defect::Unknown("switch=option", text.get_ref().clone()));
        }
        found
    }

    fn when(&self, lint: &mut Lint<'_>, text: Option<&Spanned<String>>) -> When {
        let Some(text) = text else { return When::Always };
        self.condition(lint, text).map_or(When::Unknown, When::If)
    }

    fn fraction(&self, lint: &mut Lint<'_>, raw: &RawFraction) -> Option<Bound> {
        let parts = raw.fraction.get_ref().split_once('/');
        let parsed = parts.and_then(|(n, d)| Some((n.trim().parse::<i64>().ok()?, d.trim().parse::<i64>().ok()?)));
        let when = self.when(lint, raw.when.as_ref());
        match parsed {
            Some((num, den)) if num > 0 && den > 0 => bound(num, den, &raw.printed, &when),
            _ => {
                lint.at(&raw.fraction, Defect::BadNumber(raw.fraction.get_ref().clone()));
                None
            }
        }
    }

    fn quantity(&self, lint: &mut Lint<'_>, raw: &RawQuantity, scale: i64) -> Option<Bound> {
        let when = self.when(lint, raw.when.as_ref());
        match raw.quantity.get_ref().checked_mul(scale) {
            Some(num) if num > 0 => bound(num, 1, &raw.printed, &when),
            _ => {
                lint.at(&raw.quantity, Defect::BadNumber(raw.quantity.get_ref().to_string()));
                None
            }
        }
    }

    fn bounds(
        &self,
        lint: &mut Lint<'_>,
        at_least: Option<Bound>,
        below: Option<Bound>,
        above_zero: Option<&RawAboveZero>,
        place: &Spanned<String>,
    ) -> Bounds {
        if let (Some(low), Some(high)) = (&at_least, &below)
            && i128::from(low.num) * i128::from(high.den) >= i128::from(high.num) * i128::from(low.den)
        {
            lint.at(place, Defect::EmptyBand(self.id.to_owned()));
        }
        let above_zero = above_zero.map(|a| a.unless.as_ref().and_then(|c| self.condition(lint, c)));
        if at_least.is_none() && below.is_none() && above_zero.is_none() {
            lint.at(place, Defect::BadNumber(String::new()));
        }
        Bounds { at_least, below, above_zero }
    }
}

/// What a condition that may be missing came to.
enum When {
    /// There is none.
    Always,
    /// There is one.
    If(Condition),
    /// There is one that names nothing; it has been found.
    Unknown,
}

/// A bound, unless its condition names nothing.
fn bound(num: i64, den: i64, printed: &str, when: &When) -> Option<Bound> {
    let when = match when {
        When::Always => None,
        When::If(condition) => Some(*condition),
        When::Unknown => return None,
    };
    Some(Bound { num, den, printed: printed.to_owned(), when })
}

/// Criteria that count one another would never come to an end.
pub(super) fn refuse_cycles(lint: &mut Lint<'_>, pack: &Pack, raw: &RawPack) {
    for (at, spanned) in raw.criterion.iter().enumerate() {
        let mut path = vec![at];
        if let Some(cycle) = follow(pack, &mut path) {
            lint.at(spanned, Defect::Cycle(cycle));
            return;
        }
    }
}

fn follow(pack: &Pack, path: &mut Vec<usize>) -> Option<String> {
    let name = |at: usize| pack.criteria.get(at).map_or("", |c| c.id.as_str());
    let here = *path.last()?;
    for next in counted(&pack.criteria.get(here)?.rule) {
        if path.contains(&next) {
            let ids: Vec<_> = path.iter().copied().chain([next]).map(name).collect();
            return Some(ids.join(" → "));
        }
        path.push(next);
        if let Some(cycle) = follow(pack, path) {
            return Some(cycle);
        }
        path.pop();
    }
    None
}

/// The criteria that a rule counts, at any depth of `any` and `all`.
pub(super) fn counted(rule: &Rule) -> Vec<usize> {
    match rule {
        Rule::Any(rules) | Rule::All(rules) => rules.iter().flat_map(counted).collect(),
        Rule::Points { of, also, .. } => {
            of.iter().chain(also.iter().flat_map(|(more, _)| more)).map(|ix| ix.0).collect()
        }
        Rule::Rate { .. } | Rule::Amount { .. } | Rule::Route { .. } => Vec::new(),
    }
}
