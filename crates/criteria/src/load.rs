//! From TOML text to a checked [`Pack`], or every finding at once.

mod classes;
mod rules;

use domain::units::Level;
use jiff::civil::Date;
use toml::Spanned;

use crate::lint::{Defect, Finding};
use crate::model::{
    Authority, Calendar, Criterion, Evidence, Input, InputKind, Pack, Switch, SwitchOption, SwitchScope, WindowRule,
};
use crate::raw::{RawInput, RawPack, RawSwitch, RawWindow};
use crate::reach;

/// What reading gave: a pack if it is sound, and what is wrong if not.
#[derive(Debug)]
pub struct LoadedPack {
    /// The pack, when there are no findings.
    pub pack: Option<Pack>,
    /// Everything that is wrong.
    pub findings: Vec<Finding>,
}

/// Reads and checks one pack. `file` only names it in findings.
pub fn load(file: &str, text: &str) -> LoadedPack {
    let mut lint = Lint { file, text, findings: Vec::new() };
    let raw: RawPack = match toml::from_str(text) {
        Ok(raw) => raw,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            lint.add(at, Defect::Unreadable(error.message().to_owned()));
            return LoadedPack { pack: None, findings: lint.findings };
        }
    };
    let pack = build(&mut lint, &raw);
    if lint.findings.is_empty() && pack.is_computable() {
        for (at, class) in reach::unreachable(&pack) {
            let line = raw.class.get(at).map_or(0, |c| c.span().start);
            lint.add(line, Defect::Unreachable(class.id.clone(), class.level.key()));
        }
    }
    let sound = lint.findings.is_empty();
    LoadedPack { pack: sound.then_some(pack), findings: lint.findings }
}

/// Collects findings and knows at which line a byte stands.
pub(crate) struct Lint<'a> {
    file: &'a str,
    text: &'a str,
    findings: Vec<Finding>,
}

impl Lint<'_> {
    fn add(&mut self, at: usize, defect: Defect) {
        let before = self.text.as_bytes().get(..at).unwrap_or_default();
        let line = before.iter().fold(1_usize, |n, b| n.saturating_add(usize::from(*b == b'\n')));
        self.findings.push(Finding { file: self.file.to_owned(), line, defect });
    }

    fn at<T>(&mut self, place: &Spanned<T>, defect: Defect) {
        self.add(place.span().start, defect);
    }

    /// One of the known words, or a finding.
    fn word<T: Copy>(
        &mut self,
        text: &Spanned<String>,
        what: &'static str,
        known: &'static str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let found = words.iter().find(|(word, _)| *word == text.get_ref()).map(|(_, value)| *value);
        if found.is_none() {
            self.at(text, Defect::BadWord(what, text.get_ref().clone(), known));
        }
        found
    }

    fn citation<T>(&mut self, place: &Spanned<T>, what: &str, citation: Option<&str>) -> String {
        match citation {
            Some(text) if !text.trim().is_empty() => text.to_owned(),
            _ => {
                self.at(place, Defect::MissingCitation(what.to_owned()));
                String::new()
            }
        }
    }

    fn date(&mut self, raw: &Spanned<toml::value::Datetime>) -> Option<Date> {
        let text = raw.get_ref().to_string();
        let date = text.parse().ok();
        if date.is_none() {
            self.at(raw, Defect::BadDate(text));
        }
        date
    }

    fn levels(&mut self, raw: &[Spanned<String>]) -> Vec<Level> {
        raw.iter().filter_map(|level| self.level(level)).collect()
    }

    fn level(&mut self, raw: &Spanned<String>) -> Option<Level> {
        self.word(raw, "level", "commune, province", &[("commune", Level::Commune), ("province", Level::Province)])
    }

    fn unique<'t>(&mut self, ids: impl Iterator<Item = &'t Spanned<String>>) {
        let mut seen = std::collections::BTreeSet::new();
        for id in ids {
            if !seen.insert(id.get_ref()) {
                self.at(id, Defect::Duplicate(id.get_ref().clone()));
            }
        }
    }
}

fn build(lint: &mut Lint<'_>, raw: &RawPack) -> Pack {
    let mut pack = head(lint, raw);
    lint.unique(raw.switch.iter().map(|s| &s.get_ref().id));
    lint.unique(raw.input.iter().map(|i| &i.get_ref().id));
    lint.unique(raw.criterion.iter().map(|c| &c.get_ref().id));
    lint.unique(raw.calendar.iter().map(|c| &c.get_ref().id));
    pack.window = raw.window.as_ref().and_then(|w| window(lint, w));
    pack.calendar = raw.calendar.iter().map(|c| calendar(lint, c)).collect();
    pack.authorities = raw.authority.iter().map(|a| authority(lint, a)).collect();
    pack.switches = raw.switch.iter().filter_map(|s| switch(lint, s)).collect();
    pack.inputs = raw.input.iter().filter_map(|i| input(lint, i)).collect();
    let names: Vec<String> = raw.criterion.iter().map(|c| c.get_ref().id.get_ref().clone()).collect();
    pack.criteria = raw
        .criterion
        .iter()
        .filter_map(|spanned| {
            let c = spanned.get_ref();
            let id = c.id.get_ref().clone();
            let article = lint.citation(spanned, &id, c.article.as_deref());
            let levels = lint.levels(&c.levels);
            let rule = rules::of_criterion(lint, &pack, &names, &levels, spanned)?;
            Some(Criterion {
                id,
                levels,
                group: c.group.get_ref().clone(),
                article,
                title: c.title.clone(),
                note: c.note.clone(),
                rule,
            })
        })
        .collect();
    // Places in rules count the criteria as written; a criterion that was dropped would shift them.
    if pack.criteria.len() == names.len() {
        rules::refuse_cycles(lint, &pack, raw);
        pack.classes = classes::build(lint, &pack, raw);
        classes::refuse_unused(lint, &pack, raw);
    }
    complete(lint, raw, &pack);
    pack
}

fn head(lint: &mut Lint<'_>, raw: &RawPack) -> Pack {
    if *raw.schema.get_ref() != 1 {
        lint.at(&raw.schema, Defect::UnknownSchema(*raw.schema.get_ref()));
    }
    let known = "V, VX, N, U";
    let words =
        [("V", Evidence::Verified), ("VX", Evidence::Excerpt), ("N", Evidence::News), ("U", Evidence::NotFound)];
    let evidence = lint.word(&raw.evidence, "evidence", known, &words).unwrap_or(Evidence::NotFound);
    let citation = lint.citation(&raw.id, raw.id.get_ref(), raw.citation.as_ref().map(|c| c.get_ref().as_str()));
    let issued = lint.date(&raw.issued).unwrap_or_default();
    let effective_from = lint.date(&raw.effective_from).unwrap_or_default();
    let effective_to = raw.effective_to.as_ref().and_then(|d| lint.date(d));
    if let (Some(end), Some(place)) = (effective_to, &raw.effective_to)
        && end < effective_from
    {
        lint.at(place, Defect::EndsBeforeBegin);
    }
    Pack {
        id: raw.id.get_ref().clone(),
        title: raw.title.clone(),
        document: raw.document.clone(),
        issuer: raw.issuer.clone(),
        issued,
        issued_year_only: raw.issued_year_only,
        effective_from,
        effective_to,
        subject: raw.subject.clone(),
        citation,
        evidence,
        source: raw.source.clone(),
        notes: raw.notes.clone(),
        missing: if raw.computable { None } else { Some(raw.missing.clone().unwrap_or_default()) },
        window: None,
        calendar: Vec::new(),
        authorities: Vec::new(),
        switches: Vec::new(),
        inputs: Vec::new(),
        criteria: Vec::new(),
        classes: Vec::new(),
    }
}

fn window(lint: &mut Lint<'_>, spanned: &Spanned<RawWindow>) -> Option<WindowRule> {
    let raw = spanned.get_ref();
    let citation = lint.citation(spanned, "window", raw.citation.as_deref());
    let mut day = |text: &Spanned<String>| {
        let parts =
            text.get_ref().split_once('-').and_then(|(m, d)| Some((m.parse::<i8>().ok()?, d.parse::<i8>().ok()?)));
        // A day that exists each year: the window may not depend on leap years.
        let valid = parts.filter(|(m, d)| Date::new(2023, *m, *d).is_ok());
        if valid.is_none() {
            lint.at(text, Defect::BadDate(text.get_ref().clone()));
        }
        valid
    };
    let (starts, ends) = (day(&raw.starts), day(&raw.ends));
    Some(WindowRule { starts: starts?, ends: ends?, citation })
}

fn calendar(lint: &mut Lint<'_>, spanned: &Spanned<crate::raw::RawCalendar>) -> Calendar {
    let raw = spanned.get_ref();
    Calendar {
        id: raw.id.get_ref().clone(),
        title: raw.title.clone(),
        actor: raw.actor.clone(),
        due: raw.due.clone(),
        citation: lint.citation(spanned, raw.id.get_ref(), raw.citation.as_deref()),
    }
}

fn authority(lint: &mut Lint<'_>, spanned: &Spanned<crate::raw::RawAuthority>) -> Authority {
    let raw = spanned.get_ref();
    Authority {
        subject: raw.subject.clone(),
        approves: raw.approves.clone(),
        lists: raw.lists.clone(),
        citation: lint.citation(spanned, &raw.subject, raw.citation.as_deref()),
    }
}

fn switch(lint: &mut Lint<'_>, spanned: &Spanned<RawSwitch>) -> Option<Switch> {
    let raw = spanned.get_ref();
    let citation = lint.citation(spanned, raw.id.get_ref(), raw.citation.as_deref());
    let words =
        [("evaluation", SwitchScope::Evaluation), ("inputs", SwitchScope::Inputs), ("targets", SwitchScope::Targets)];
    let scope = lint.word(&raw.scope, "scope", "evaluation, inputs, targets", &words);
    lint.unique(raw.options.iter().map(|o| &o.id));
    let default = raw.options.iter().position(|o| o.id.get_ref() == raw.default.get_ref());
    if default.is_none() {
        lint.at(&raw.default, Defect::Unknown("option", raw.default.get_ref().clone()));
    }
    Some(Switch {
        id: raw.id.get_ref().clone(),
        title: raw.title.clone(),
        scope: scope?,
        default: default?,
        options: raw
            .options
            .iter()
            .map(|o| SwitchOption { id: o.id.get_ref().clone(), title: o.title.clone() })
            .collect(),
        citation,
        why: raw.why.clone(),
    })
}

fn input(lint: &mut Lint<'_>, spanned: &Spanned<RawInput>) -> Option<Input> {
    let raw = spanned.get_ref();
    let citation = lint.citation(spanned, raw.id.get_ref(), raw.citation.as_deref());
    let words = [
        ("population", InputKind::Population),
        ("people", InputKind::People),
        ("arrests", InputKind::Arrests),
        ("count", InputKind::Count),
        ("area", InputKind::Area),
        ("route", InputKind::Route),
        ("units", InputKind::Units),
    ];
    let kind = lint.word(&raw.kind, "kind", "population, people, arrests, count, area, route, units", &words);
    let at = lint.word(&raw.at, "at", "window, window_end", &[("window", true), ("window_end", false)]);
    Some(Input {
        id: raw.id.get_ref().clone(),
        title: raw.title.clone(),
        definition: raw.definition.clone(),
        kind: kind?,
        over_window: at?,
        levels: lint.levels(&raw.levels),
        citation,
    })
}

fn complete(lint: &mut Lint<'_>, raw: &RawPack, pack: &Pack) {
    if !pack.is_computable() {
        if pack.missing.as_deref().unwrap_or_default().trim().is_empty() {
            lint.at(&raw.id, Defect::SaysNotWhatIsMissing);
        }
        return;
    }
    let parts = [
        ("window", raw.window.is_none()),
        ("input", raw.input.is_empty()),
        ("criterion", raw.criterion.is_empty()),
        ("class", raw.class.is_empty()),
    ];
    for (name, _) in parts.into_iter().filter(|(_, missing)| *missing) {
        lint.at(&raw.id, Defect::Incomplete(name));
    }
}
