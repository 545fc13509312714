//! One unit's verdict as a person reads it: every criterion, its numbers, its article.

use criteria::{
    ClassRule, Criterion, Explainer, Facts, InputIx, InputKind, Pack, Settings, SingleChange, Truth, Verdict, judge,
    reason, show_value, single_changes,
};
use domain::facts::{Fact, Value};
use domain::units::Level;
use jiff::Timestamp;
use texts::Lang;

use crate::app::App;
use crate::book::Line;
use crate::problem::Problem;

/// A criterion's outcome in words.
#[derive(Clone, Debug)]
pub struct CriterionView {
    /// Its id.
    pub id: String,
    /// Its article.
    pub article: String,
    /// What it asks.
    pub title: String,
    /// A remark on its reading.
    pub note: Option<String>,
    /// Whether it holds.
    pub truth: Truth,
    /// The numbers compared.
    pub explanation: String,
    /// The thresholds as printed and as exact fractions.
    pub compared: Vec<String>,
    /// What is missing to decide it.
    pub missing: Vec<String>,
    /// What would turn it.
    pub would_change: Option<String>,
    /// The inputs it compares, by id.
    pub inputs: Vec<String>,
}

/// A class with its criteria.
#[derive(Clone, Debug)]
pub struct GroupView {
    /// The class's id.
    pub class: String,
    /// Its article.
    pub citation: String,
    /// Whether its own condition holds.
    pub truth: Truth,
    /// How many of its criteria hold, and how many it needs.
    pub met: (usize, usize),
    /// Its criteria.
    pub criteria: Vec<CriterionView>,
}

/// One figure with its source and what stood before.
#[derive(Clone, Debug)]
pub struct FactView {
    /// Input id.
    pub input: String,
    /// Its heading.
    pub title: String,
    /// Its definition.
    pub definition: String,
    /// Its article.
    pub citation: String,
    /// What kind.
    pub kind: InputKind,
    /// The value in force.
    pub value: Value,
    /// As it is shown.
    pub shown: String,
    /// The fact it stands on; none if unknown or added up.
    pub fact: Option<Fact>,
    /// Added up from the communes.
    pub derived: bool,
    /// What it took the place of, newest first.
    pub history: Vec<Fact>,
}

/// A unit's verdict and all that it stands on.
#[derive(Clone, Debug)]
pub struct UnitVerdict {
    /// The unit.
    pub line: Line,
    /// Its province (itself for a province).
    pub province: Line,
    /// The result's id.
    pub result: String,
    /// What it may still be, when undetermined.
    pub possible: Vec<String>,
    /// Classes in order, with their criteria.
    pub groups: Vec<GroupView>,
    /// Its figures.
    pub facts: Vec<FactView>,
    /// The nearest single changes that give another result.
    pub changes: Vec<SingleChange>,
}

/// A verdict on figures that are not saved.
#[derive(Clone, Debug)]
pub struct WhatIf {
    /// The real one.
    pub real: UnitVerdict,
    /// The supposed figures.
    pub facts: Facts,
    /// The result's id on them.
    pub result: String,
    /// What it may be, when undetermined.
    pub possible: Vec<String>,
    /// Classes and criteria on them.
    pub groups: Vec<GroupView>,
}

impl App {
    /// A commune's or province's verdict. `known_at` asks as it was known then.
    pub async fn unit_verdict(
        &self,
        level: Level,
        code: &str,
        year: i16,
        settings: &Settings,
        lang: Lang,
        known_at: Option<Timestamp>,
    ) -> Result<UnitVerdict, Problem> {
        let pack = self.law()?;
        let book = match known_at {
            None => self.book(year, settings).await?,
            Some(at) => self.book_known_at(year, settings, at).await?,
        };
        let line = match level {
            Level::Province => book.province(code),
            _ => book.commune(code),
        };
        let line = line.ok_or(Problem::Hidden)?.clone();
        let province = book.province(&line.province_code).ok_or(Problem::Hidden)?.clone();
        let mut tx = self.db().snapshot().await?;
        let mut history = store::facts::history(&mut tx, line.unit.unit, book.window).await?;
        if let Some(at) = known_at {
            history.retain(|f| f.recorded_at <= at);
        }
        Ok(UnitVerdict {
            result: line.result(&pack).to_owned(),
            possible: possible(&pack, &line.verdict),
            groups: groups(&pack, lang, &line.facts, &line.verdict, settings),
            facts: facts(&pack, level, lang, &line, &history),
            changes: single_changes(&pack, level, &line.facts, settings),
            line,
            province,
        })
    }

    /// Judges supposed figures beside the real ones. Nothing is written.
    pub async fn what_if(
        &self,
        level: Level,
        code: &str,
        year: i16,
        settings: &Settings,
        lang: Lang,
        suppose: &[(InputIx, Value)],
    ) -> Result<WhatIf, Problem> {
        let pack = self.law()?;
        let real = self.unit_verdict(level, code, year, settings, lang, None).await?;
        let mut facts = real.line.facts.clone();
        for (ix, value) in suppose {
            facts.set(*ix, *value);
        }
        let verdict = judge(&pack, level, &facts, settings);
        Ok(WhatIf {
            result: verdict.result(&pack).to_owned(),
            possible: possible(&pack, &verdict),
            groups: groups(&pack, lang, &facts, &verdict, settings),
            facts,
            real,
        })
    }
}

fn possible(pack: &Pack, verdict: &Verdict) -> Vec<String> {
    if verdict.class(pack).is_some() {
        return Vec::new();
    }
    verdict.possible(pack).iter().map(|c| c.id.clone()).collect()
}

/// Classes that count criteria, in the order in which they are tried.
fn groups(pack: &Pack, lang: Lang, facts: &Facts, verdict: &Verdict, settings: &Settings) -> Vec<GroupView> {
    let explainer = Explainer { pack, lang };
    verdict
        .classes(pack)
        .filter_map(|(class, truth)| {
            let (needed, of) = match &class.rule {
                ClassRule::Every(of) => (of.len(), of),
                ClassRule::AtLeast(n, of) => (*n, of),
                ClassRule::Together { .. } | ClassRule::Otherwise => return None,
            };
            let criteria: Vec<CriterionView> = of
                .iter()
                .filter_map(|ix| {
                    let reason = reason(pack, *ix, facts, settings)?;
                    Some(view(pack, explainer, pack.criterion_at(*ix)?, &reason))
                })
                .collect();
            let met = criteria.iter().filter(|c| c.truth == Truth::Met).count();
            Some(GroupView {
                class: class.id.clone(),
                citation: class.citation.clone(),
                truth,
                met: (met, needed),
                criteria,
            })
        })
        .collect()
}

fn view(pack: &Pack, explainer: Explainer<'_>, criterion: &Criterion, reason: &criteria::Reason<'_>) -> CriterionView {
    CriterionView {
        id: criterion.id.clone(),
        article: criterion.article.clone(),
        title: criterion.title.clone(),
        note: criterion.note.clone(),
        truth: reason.truth,
        explanation: explainer.say(reason),
        compared: explainer.thresholds(reason),
        missing: explainer.missing(reason),
        would_change: explainer.would_change(reason),
        inputs: reason.inputs().into_iter().filter_map(|ix| pack.input_at(ix)).map(|i| i.id.clone()).collect(),
    }
}

fn facts(pack: &Pack, level: Level, lang: Lang, line: &Line, history: &[Fact]) -> Vec<FactView> {
    let superseded: std::collections::HashSet<_> = history.iter().filter_map(|f| f.supersedes).collect();
    pack.inputs_of(level)
        .map(|(ix, input)| {
            let mut of_input: Vec<&Fact> = history.iter().filter(|f| f.input == input.id).collect();
            of_input.sort_by_key(|f| std::cmp::Reverse((f.recorded_at, f.id)));
            let value = line.facts.get(ix);
            FactView {
                input: input.id.clone(),
                title: input.title.clone(),
                definition: input.definition.clone(),
                citation: input.citation.clone(),
                kind: input.kind,
                value,
                shown: show_value(lang, input.kind, value),
                fact: of_input.iter().find(|f| !superseded.contains(&f.id)).map(|f| (*f).clone()),
                derived: line.derived.contains(&input.id),
                history: of_input.iter().filter(|f| superseded.contains(&f.id)).map(|f| (*f).clone()).collect(),
            }
        })
        .collect()
}
