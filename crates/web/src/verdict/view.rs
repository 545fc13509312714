//! A unit's verdict as its page shows it.

use app::{CriterionView, FactView, GroupView, UnitVerdict};
use criteria::{Pack, SwitchScope, Truth, judge, show_value};
use domain::facts::{Fact, Source, Value};
use domain::units::{Level, Lineage, Register};
use pages::format::{self, Whole};
use pages::frame::{Crumb, Section};
use pages::grade::Grade;
use pages::verdict as page;
use texts::Lang;

use crate::grades::{grade, heading, outcome};
use crate::scope::Scope;
use crate::verdict::words;

/// The whole page.
pub fn page(scope: &Scope, register: &Register, verdict: &UnitVerdict, path: Vec<Crumb>) -> page::Verdict {
    let (pack, lang, line) = (&scope.pack, scope.lang(), &verdict.line);
    let section = if line.verdict.level == Level::Commune { Section::Communes } else { Section::Nation };
    page::Verdict {
        frame: scope.frame(section, path),
        unit: judged(verdict),
        grade: grade(&verdict.result),
        reason: words::reason(pack, lang, &line.facts, &line.verdict),
        possible: verdict.possible.iter().map(|id| grade(id)).collect(),
        pack_id: pack.id.clone(),
        pack: lang.verdict_document(&pack.document),
        from: scope.window.from.to_string(),
        to: scope.window.to.to_string(),
        groups: groups(lang, &verdict.result, &verdict.groups, &verdict.facts),
        switches: switches(scope, verdict),
        changes: verdict.changes.iter().filter_map(|change| single_change(pack, lang, change)).collect(),
        figures: verdict.facts.iter().map(|fact| figure(lang, fact)).collect(),
        formers: register.predecessors(line.unit.unit).filter_map(|arrow| former(register, arrow)).collect(),
    }
}

/// The unit in a heading.
pub fn judged(verdict: &UnitVerdict) -> page::Judged {
    let (unit, province) = (&verdict.line.unit, &verdict.province.unit);
    page::Judged {
        level: if verdict.line.verdict.level == Level::Province { page::Level::Province } else { page::Level::Commune },
        code: unit.code.clone(),
        name: heading(unit),
        province_code: province.code.clone(),
        province: province.name.clone(),
    }
}

/// Criteria by the result they count for: the deciding group first and unfolded, excluded ones last.
pub fn groups(lang: Lang, result: &str, groups: &[GroupView], facts: &[FactView]) -> Vec<page::Group> {
    let result = grade(result);
    // Without a result, the first class that is still open is the one to clear up.
    let decides = groups.iter().position(|group| grade(&group.class) == result);
    let decides = decides.or_else(|| groups.iter().position(|group| group.truth != Truth::NotMet));
    let mut shown: Vec<_> = groups
        .iter()
        .enumerate()
        .map(|(at, group)| page::Group {
            grade: grade(&group.class),
            article: group.citation.clone(),
            outcome: outcome(group.truth),
            met: group.met.0.whole(),
            needed: group.met.1.whole(),
            criteria: group.criteria.iter().map(|c| criterion(lang, c, decides == Some(at), facts)).collect(),
        })
        .collect();
    shown.sort_by_key(|group| (group.grade != result, group.outcome == pages::grade::Outcome::NotMet));
    shown
}

fn criterion(lang: Lang, criterion: &CriterionView, decides: bool, facts: &[FactView]) -> page::Criterion {
    page::Criterion {
        id: criterion.id.clone(),
        article: criterion.article.clone(),
        title: format::unbroken(&criterion.title),
        outcome: outcome(criterion.truth),
        explanation: format::sentence(&criterion.explanation),
        thresholds: criterion.compared.clone(),
        sources: sources(lang, &criterion.inputs, facts),
        missing: criterion.missing.clone(),
        would_change: criterion.would_change.iter().map(|text| format::sentence(text)).collect(),
        note: criterion.note.clone().unwrap_or_default(),
        open: decides && criterion.truth != Truth::NotMet,
    }
}

/// Where the compared figures come from; figures of one document share a line.
fn sources(lang: Lang, inputs: &[String], facts: &[FactView]) -> Vec<String> {
    let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
    for fact in inputs.iter().filter_map(|id| facts.iter().find(|fact| fact.input == *id)) {
        let Some(origin) = origin(lang, fact) else { continue };
        match lines.iter_mut().find(|(known, _)| *known == origin) {
            Some((_, titles)) => titles.push(&fact.title),
            None => lines.push((origin, vec![&fact.title])),
        }
    }
    lines.into_iter().map(|(origin, titles)| format!("{}: {origin}", titles.join(", "))).collect()
}

/// Where a figure comes from; none where nothing is known.
fn origin(lang: Lang, fact: &FactView) -> Option<String> {
    let recorded = fact.fact.as_ref().filter(|fact| fact.value.is_known()).map(|fact| source(lang, &fact.source));
    recorded.or_else(|| fact.derived.then(|| lang.verdict_added_up().to_owned()))
}

fn figure(lang: Lang, fact: &FactView) -> page::Figure {
    let recorded = fact.fact.as_ref();
    page::Figure {
        title: fact.title.clone(),
        definition: format!("{} ({})", fact.definition, fact.citation),
        known: match fact.value {
            Value::Number(_) | Value::Route(_) => page::Known::Yes,
            Value::Unknown => page::Known::No,
            Value::Disputed => page::Known::Disputed,
        },
        value: fact.shown.clone(),
        source: origin(lang, fact).unwrap_or_default(),
        entered_by: recorded.map(|fact| fact.entered_by.clone()).unwrap_or_default(),
        recorded_at: recorded.map(|fact| instant(fact.recorded_at)).unwrap_or_default(),
        note: recorded.and_then(|fact| fact.note.clone()).unwrap_or_default(),
        earlier: fact.history.iter().map(|old| earlier(lang, fact, old)).collect(),
    }
}

fn earlier(lang: Lang, fact: &FactView, old: &Fact) -> page::Earlier {
    page::Earlier {
        value: show_value(lang, fact.kind, old.value),
        source: source(lang, &old.source),
        entered_by: old.entered_by.clone(),
        recorded_at: instant(old.recorded_at),
    }
}

/// Choices where the law is silent, each with the result it would give here.
fn switches(scope: &Scope, verdict: &UnitVerdict) -> Vec<page::Switch> {
    let pack = &scope.pack;
    let bears = |switch: &criteria::Switch| switch.scope == SwitchScope::Evaluation && switch.options.len() > 1;
    let shown = scope.settings.each(pack).filter(|(switch, _)| bears(switch));
    shown
        .map(|(switch, chosen)| page::Switch {
            key: switch.id.clone(),
            title: switch.title.clone(),
            why: switch.why.clone(),
            citation: switch.citation.clone(),
            options: (0..)
                .zip(&switch.options)
                .map(|(at, option)| page::SwitchOption {
                    value: option.id.clone(),
                    title: option.title.clone(),
                    chosen: option.id == chosen.id,
                    default: at == switch.default,
                    gives: (option.id != chosen.id)
                        .then(|| under(scope, pack, verdict, &switch.id, &option.id))
                        .flatten(),
                })
                .collect(),
        })
        .collect()
}

fn under(scope: &Scope, pack: &Pack, verdict: &UnitVerdict, key: &str, value: &str) -> Option<Grade> {
    let mut settings = scope.settings.clone();
    settings.set(pack, key, value).ok()?;
    let line = &verdict.line;
    Some(grade(judge(pack, line.verdict.level, &line.facts, &settings).result(pack)))
}

fn single_change(pack: &Pack, lang: Lang, change: &criteria::SingleChange) -> Option<page::Change> {
    let input = pack.input_at(change.input)?;
    Some(page::Change {
        title: input.title.clone(),
        to: show_value(lang, input.kind, change.to),
        gives: grade(&change.result),
    })
}

fn former(register: &Register, arrow: &Lineage) -> Option<page::Former> {
    let version = register.versions_of(arrow.from).last()?;
    Some(page::Former {
        name: heading(version),
        code: version.code.clone(),
        day: arrow.on.yesterday().ok()?.to_string(),
        part: arrow.extent == domain::units::Extent::Part,
    })
}

/// A document in one line: title, number, date, place.
pub fn source(lang: Lang, source: &Source) -> String {
    let mut text = source.title.clone();
    if let Some(number) = &source.number {
        text.push(' ');
        text.push_str(number);
    }
    if let Some(date) = source.date {
        text.push_str(&lang.verdict_source_date(format::date(lang, &date.to_string())));
    }
    if let Some(place) = &source.place {
        text.push_str(", ");
        text.push_str(place);
    }
    text
}

/// An instant as clocks in Việt Nam show it (UTC+7 all year).
pub fn instant(at: jiff::Timestamp) -> String {
    jiff::tz::Offset::constant(7).to_datetime(at).strftime("%d/%m/%Y %H:%M").to_string()
}
