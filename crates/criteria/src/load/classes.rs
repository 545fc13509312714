//! Results: their order, what they count, and that each can be reached.

use domain::units::Level;
use toml::Spanned;

use super::{Lint, rules};
use crate::lint::Defect;
use crate::model::{Class, ClassRule, CriterionIx, Pack};
use crate::raw::{RawClass, RawPack, RawTogether};

pub(super) fn build(lint: &mut Lint<'_>, pack: &Pack, raw: &RawPack) -> Vec<Class> {
    let built: Vec<Class> = raw.class.iter().filter_map(|c| class(lint, pack, raw, c)).collect();
    for level in [Level::Commune, Level::Province] {
        order(lint, raw, level);
    }
    built
}

fn class(lint: &mut Lint<'_>, pack: &Pack, all: &RawPack, spanned: &Spanned<RawClass>) -> Option<Class> {
    let raw = spanned.get_ref();
    let citation = lint.citation(spanned, raw.id.get_ref(), raw.citation.as_deref());
    let level = lint.level(&raw.level)?;
    let mut conditions = [
        raw.every.as_ref().map(|of| criteria(lint, pack, level, of).map(ClassRule::Every)),
        raw.at_least.as_ref().map(|a| {
            let (asked, there) = (*a.count.get_ref(), a.of.len());
            if asked == 0 || asked > there {
                lint.at(&a.count, Defect::TooMany(raw.id.get_ref().clone(), asked, there));
            }
            criteria(lint, pack, level, &a.of).map(|of| ClassRule::AtLeast(asked, of))
        }),
        raw.together.as_ref().map(|t| together(lint, all, level, t)),
        raw.otherwise.then_some(Some(ClassRule::Otherwise)),
    ]
    .into_iter()
    .flatten();
    if let (Some(rule), None) = (conditions.next(), conditions.next()) {
        Some(Class { id: raw.id.get_ref().clone(), level, citation, rule: rule? })
    } else {
        lint.at(spanned, Defect::OneCondition(raw.id.get_ref().clone()));
        None
    }
}

fn criteria(lint: &mut Lint<'_>, pack: &Pack, level: Level, names: &[Spanned<String>]) -> Option<Vec<CriterionIx>> {
    let found: Vec<_> = names
        .iter()
        .map(|name| {
            let found = pack.criterion(name.get_ref());
            match found {
                None => lint.at(name, Defect::Unknown("criterion", name.get_ref().clone())),
                Some((_, c)) if !c.levels.contains(&level) => {
                    lint.at(name, Defect::WrongLevel(c.id.clone(), level.key()));
                }
                Some(_) => {}
            }
            found.map(|(ix, _)| ix)
        })
        .collect();
    found.into_iter().collect()
}

/// Names classes of the same level that count criteria themselves.
fn together(lint: &mut Lint<'_>, all: &RawPack, level: Level, raw: &RawTogether) -> Option<ClassRule> {
    let mut place = |name: &Spanned<String>| {
        let at = all.class.iter().position(|c| {
            let c = c.get_ref();
            c.id.get_ref() == name.get_ref()
                && c.level.get_ref() == level.key()
                && (c.every.is_some() || c.at_least.is_some())
        });
        if at.is_none() {
            lint.at(name, Defect::Unknown("class", name.get_ref().clone()));
        }
        at
    };
    let free = place(&raw.free);
    let key: Vec<_> = raw.key.iter().map(place).collect();
    Some(ClassRule::Together { free: free?, key: key.into_iter().collect::<Option<_>>()? })
}

fn order(lint: &mut Lint<'_>, raw: &RawPack, level: Level) {
    let of_level: Vec<_> = raw.class.iter().filter(|c| c.get_ref().level.get_ref() == level.key()).collect();
    lint.unique(of_level.iter().map(|c| &c.get_ref().id));
    let Some(last) = of_level.last() else { return };
    if !last.get_ref().otherwise {
        lint.at(*last, Defect::NoOtherwise(level.key()));
    }
    let first = of_level.iter().position(|c| c.get_ref().otherwise).unwrap_or(of_level.len());
    for late in of_level.iter().skip(first.saturating_add(1)) {
        lint.at(*late, Defect::AfterOtherwise(late.get_ref().id.get_ref().clone()));
    }
}

/// A criterion that nothing counts would be shown and decide nothing.
pub(super) fn refuse_unused(lint: &mut Lint<'_>, pack: &Pack, raw: &RawPack) {
    let mut used: Vec<usize> = pack.criteria.iter().flat_map(|c| rules::counted(&c.rule)).collect();
    for class in &pack.classes {
        if let ClassRule::Every(of) | ClassRule::AtLeast(_, of) = &class.rule {
            used.extend(of.iter().map(|ix| ix.0));
        }
    }
    for (at, spanned) in raw.criterion.iter().enumerate().filter(|(at, _)| !used.contains(at)) {
        let id = pack.criteria.get(at).map_or("", |c| c.id.as_str());
        lint.at(spanned, Defect::Unused(id.to_owned()));
    }
}
