//! From a table in TOML to checked indicators.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::breakdown::{self, Breakdown};
use super::{Carry, Defect, Finding, Flow, Indicator, Indicators, Kind, Origin, Up, When, unreadable};

pub(crate) type Line<T> = Spanned<T>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    schema: u32,
    indicator: Vec<RawIndicator>,
    #[serde(default)]
    breakdown: Vec<breakdown::Raw>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawIndicator {
    id: Line<String>,
    title: String,
    #[serde(default)]
    unit: String,
    kind: Line<String>,
    #[serde(default)]
    definition: String,
    #[serde(default)]
    citation: String,
    evidence: Line<String>,
    owner: Option<String>,
    from: Line<String>,
    when: Line<String>,
    carry: Line<String>,
    up: Line<String>,
    numerator: Option<Line<String>>,
    denominator: Option<Line<String>>,
    #[serde(default)]
    choices: BTreeMap<String, String>,
    #[serde(default)]
    small: bool,
    #[serde(default)]
    by: Vec<Line<String>>,
}

/// Gathers what is wrong with one file.
pub(crate) struct Lint<'t> {
    file: &'t str,
    text: &'t str,
    pub(crate) findings: Vec<Finding>,
}

impl<'t> Lint<'t> {
    pub(crate) const fn new(file: &'t str, text: &'t str) -> Self {
        Self { file, text, findings: Vec::new() }
    }

    /// Notes a defect where something stands.
    pub(crate) fn at<T>(&mut self, place: &Line<T>, defect: Defect) {
        self.at_byte(place.span().start, defect);
    }

    pub(crate) fn at_byte(&mut self, byte: usize, defect: Defect) {
        let line = self.line_of(byte);
        self.findings.push(Finding { file: self.file.to_owned(), line, defect });
    }

    /// The line of a byte, from 1.
    pub(crate) fn line_of(&self, byte: usize) -> usize {
        let before = self.text.get(..byte).unwrap_or_default();
        before.matches('\n').count().saturating_add(1)
    }

    /// Reads a word, or notes which there are.
    pub(crate) fn word<T: Copy>(
        &mut self,
        what: &'static str,
        known: &'static str,
        of: &[(&str, T)],
        place: &Line<String>,
    ) -> Option<T> {
        let word = place.get_ref();
        let found = of.iter().find(|(key, _)| key == word).map(|(_, value)| *value);
        if found.is_none() {
            self.at(place, Defect::Word { what, word: word.clone(), known });
        }
        found
    }

    /// Notes a text that has to be there.
    pub(crate) fn said<T>(&mut self, place: &Line<T>, id: &str, what: &'static str, text: &str) {
        if text.trim().is_empty() {
            self.at(place, Defect::Missing { id: id.to_owned(), what });
        }
    }

    /// What was not read names who answers for it.
    pub(crate) fn evidence(&mut self, id: &str, evidence: &Line<String>, owner: Option<&str>) {
        let marks = ["V", "S", "K", "N", "U"].map(|mark| (mark, ()));
        let known = self.word("evidence", "V, S, K, N, U", &marks, evidence);
        if known.is_some() && evidence.get_ref() != "V" && owner.is_none_or(|owner| owner.trim().is_empty()) {
            self.at(evidence, Defect::Missing { id: id.to_owned(), what: "owner" });
        }
    }
}

/// Reads and checks a table of indicators. `file` is what findings call it.
pub fn load(text: &str, file: &str) -> Result<Indicators, Vec<Finding>> {
    let mut lint = Lint::new(file, text);
    let raw: Raw = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(fault) => {
            let byte = fault.span().map_or(0, |span| span.start);
            lint.at_byte(byte, unreadable(text, fault.message(), byte));
            return Err(lint.findings);
        }
    };
    if raw.schema != 1 {
        lint.at_byte(0, Defect::Schema(raw.schema));
        return Err(lint.findings);
    }
    let breakdowns = breakdown::checked(&mut lint, &raw.breakdown);
    let mut indicators: Vec<Indicator> = Vec::with_capacity(raw.indicator.len());
    for one in &raw.indicator {
        if indicators.iter().any(|other| &other.id == one.id.get_ref()) {
            lint.at(&one.id, Defect::Twice(one.id.get_ref().clone()));
        }
        if let Some(indicator) = checked(&mut lint, one) {
            let parts = parts_of(&mut lint, one, &indicator, &breakdowns);
            indicators.push(indicator);
            indicators.extend(parts);
        }
    }
    for one in &raw.indicator {
        parts_are_counts(&mut lint, &indicators, one);
    }
    if lint.findings.is_empty() { Ok(Indicators { all: indicators, breakdowns }) } else { Err(lint.findings) }
}

fn checked(lint: &mut Lint<'_>, raw: &RawIndicator) -> Option<Indicator> {
    const KINDS: [(&str, Kind); 6] = [
        ("count", Kind::Count),
        ("area", Kind::Area),
        ("share", Kind::Share),
        ("choice", Kind::Choice),
        ("text", Kind::Text),
        ("date", Kind::Day),
    ];
    const CARRIES: [(&str, Carry); 3] = [("sum", Carry::Sum), ("recompute", Carry::Recompute), ("ask", Carry::Ask)];
    const UPS: [(&str, Up); 3] = [("sum", Up::Sum), ("recompute", Up::Recompute), ("none", Up::Apart)];
    let id = raw.id.get_ref();
    lint.said(&raw.id, id, "title", &raw.title);
    lint.said(&raw.id, id, "definition", &raw.definition);
    lint.said(&raw.id, id, "citation", &raw.citation);
    lint.evidence(id, &raw.evidence, raw.owner.as_deref());
    let kind = lint.word("kind", "count, area, share, choice, text, date", &KINDS, &raw.kind);
    let when = lint.word("when", "stock, flow", &[("stock", When::Stock), ("flow", When::Flow)], &raw.when);
    let carry = lint.word("carry", "sum, recompute, ask", &CARRIES, &raw.carry);
    let up = lint.word("up", "sum, recompute, none", &UPS, &raw.up);
    let origin = Origin::from_key(raw.from.get_ref());
    if origin.is_none() {
        let id = raw.from.get_ref().clone();
        lint.at(&raw.from, Defect::Unknown { kind: "source", id, nearest: None });
    }
    let (kind, when, carry, up, origin) = (kind?, when?, carry?, up?, origin?);
    for why in discords(raw, kind, when, carry, up, &origin) {
        lint.at(&raw.id, Defect::Discord { id: id.clone(), why });
    }
    let part = |text: &Option<Line<String>>| text.as_ref().map(|text| text.get_ref().clone());
    Some(Indicator {
        id: id.clone(),
        title: raw.title.clone(),
        unit: raw.unit.clone(),
        kind,
        definition: raw.definition.clone(),
        citation: raw.citation.clone(),
        evidence: raw.evidence.get_ref().clone(),
        owner: raw.owner.clone(),
        origin,
        from: raw.from.get_ref().clone(),
        when,
        carry,
        up,
        parts: part(&raw.numerator).zip(part(&raw.denominator)),
        choices: raw.choices.iter().map(|(key, title)| (key.clone(), title.clone())).collect(),
        small: raw.small,
        by: raw.by.iter().map(|by| by.get_ref().clone()).collect(),
        part: None,
    })
}

/// The groups of an indicator. Only people who are counted one by one can be told apart, or what somebody types.
fn parts_of(
    lint: &mut Lint<'_>,
    raw: &RawIndicator,
    indicator: &Indicator,
    breakdowns: &[Breakdown],
) -> Vec<Indicator> {
    let mut parts = Vec::new();
    for by in &raw.by {
        let Some(breakdown) = breakdowns.iter().find(|breakdown| &breakdown.id == by.get_ref()) else {
            let id = by.get_ref().clone();
            lint.at(by, Defect::Unknown { kind: "breakdown", id, nearest: None });
            continue;
        };
        let people = matches!(indicator.origin, Origin::Counts(_) | Origin::Flows(_, Flow::Closing) | Origin::Typed);
        if !people || indicator.kind != Kind::Count {
            let why = "only people who are counted one by one are told apart by groups";
            lint.at(by, Defect::Discord { id: indicator.id.clone(), why });
        }
        parts.extend(breakdown.groups.iter().map(|group| breakdown.part(indicator, group)));
    }
    parts
}

/// What cannot be together: an average would hide in it.
fn discords(
    raw: &RawIndicator,
    kind: Kind,
    when: When,
    carry: Carry,
    up: Up,
    origin: &Origin,
) -> impl Iterator<Item = &'static str> + use<> {
    let share = kind == Kind::Share;
    let counted = matches!(kind, Kind::Count | Kind::Area);
    let has_parts = raw.numerator.is_some() && raw.denominator.is_some();
    [
        (share && !has_parts, "a share needs `numerator` and `denominator`"),
        (!share && (raw.numerator.is_some() || raw.denominator.is_some()), "only a share has parts"),
        (share != (*origin == Origin::Parts), "a share comes `from = \"parts\"`, and nothing else does"),
        (share && up != Up::Recompute, "a share is worked out again from its parts: `up = \"recompute\"`"),
        (counted && up != Up::Sum, "a count is added up: `up = \"sum\"`"),
        (!share && !counted && up != Up::Apart, "what is no number is not added up: `up = \"none\"`"),
        ((kind == Kind::Choice) == raw.choices.is_empty(), "a choice, and only a choice, needs `choices`"),
        (counted && raw.unit.trim().is_empty(), "a number needs its `unit`"),
        (
            matches!(origin, Origin::Target { asked, .. } if asked.kind() != kind),
            "of a target, `status` is a choice, `needed` a count, `account` a text",
        ),
        (when == When::Stock && carry == Carry::Sum, "what stands at a day is not carried from units that are gone"),
    ]
    .into_iter()
    .filter_map(|(wrong, why)| wrong.then_some(why))
}

fn parts_are_counts(lint: &mut Lint<'_>, indicators: &[Indicator], raw: &RawIndicator) {
    for part in [&raw.numerator, &raw.denominator].into_iter().flatten() {
        let id = part.get_ref();
        match indicators.iter().find(|indicator| &indicator.id == id) {
            Some(indicator) if indicator.kind == Kind::Count => {}
            Some(_) => {
                lint.at(part, Defect::Discord { id: id.clone(), why: "a part of a share is a count" });
            }
            None => lint.at(part, Defect::Unknown { kind: "indicator", id: id.clone(), nearest: None }),
        }
    }
}
