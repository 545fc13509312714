//! From a form in TOML to a checked [`Form`].

use domain::access::Role;
use domain::calendars::Calendar;
use domain::cases::Calendar as WorkingDays;
use serde::Deserialize;

use super::form::{Due, Form, FormLevel, Forms, GridRow, Part, Route, Section, Signing, TableKind, Text, of_part};
use super::rules::{Relation, Rule, Term};
use crate::indicators::{Defect, Finding, Indicators, Kind, Line, Lint, unreadable};

/// What a form may name.
#[derive(Clone, Copy, Debug)]
pub struct Words<'w> {
    /// Indicators.
    pub indicators: &'w Indicators,
    /// Calendars.
    pub calendars: &'w [Calendar],
    /// Days of rest, which move due dates.
    pub working: &'w WorkingDays,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    schema: u32,
    id: Line<String>,
    version: u32,
    title: String,
    subject: Line<String>,
    level: Line<String>,
    calendar: Line<String>,
    periods: Vec<Line<String>>,
    due: Line<String>,
    of: Option<String>,
    citation: String,
    evidence: Line<String>,
    layout: Line<String>,
    owner: Option<String>,
    route: RawRoute,
    signing: RawSigning,
    #[serde(default)]
    basis: Vec<String>,
    section: Vec<RawSection>,
    #[serde(default)]
    rule: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRoute {
    drafts: Vec<Line<String>>,
    submits: Vec<Line<String>>,
    approves: Vec<Line<String>>,
    through: Option<String>,
    to: String,
    #[serde(default)]
    parallel: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSigning {
    issuer: Option<String>,
    #[serde(default)]
    parent: Vec<Line<String>>,
    #[serde(default)]
    body: Vec<Line<String>>,
    place: Option<Line<String>>,
    collective: Option<String>,
    post: Option<String>,
    symbol: Line<String>,
    addressees: Vec<Line<String>>,
    recipients: Vec<Line<String>>,
    filed: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSection {
    title: Line<String>,
    #[serde(default)]
    periods: Vec<String>,
    part: Vec<RawPart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPart {
    text: Option<Line<String>>,
    table: Option<Line<String>>,
    #[serde(default)]
    lines: Vec<Line<String>>,
    #[serde(default)]
    units: Vec<Line<String>>,
    #[serde(default)]
    columns: Vec<String>,
    #[serde(default)]
    rows: Vec<RawRow>,
    by: Option<Line<String>>,
    narrative: Option<Line<String>>,
    prompt: Option<String>,
    #[serde(default)]
    required: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRow {
    title: String,
    cells: Vec<Line<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: Line<String>,
    says: String,
    left: Vec<Line<String>>,
    is: Line<String>,
    right: Vec<Line<String>>,
}

/// Reads and checks forms: the name of each file and its text. All or none.
pub fn load(files: &[(&str, &str)], words: Words<'_>) -> Result<Forms, Vec<Finding>> {
    let (mut forms, mut findings): (Vec<Placed<'_>>, Vec<Finding>) = (Vec::new(), Vec::new());
    for (file, text) in files {
        let mut reader = Reader { lint: Lint::new(file, text), words };
        let found = reader.form(text);
        findings.append(&mut reader.lint.findings);
        forms.extend(found.map(|(form, line)| Placed { form, file, line }));
    }
    for (at, one) in forms.iter().enumerate() {
        let Placed { form, file, line } = one;
        let mut note = |defect| findings.push(Finding { file: (*file).to_owned(), line: *line, defect });
        if let Some(of) = form.of.as_ref().filter(|of| !forms.iter().any(|other| other.form.id == **of)) {
            note(Defect::Unknown { kind: "form", id: of.clone(), nearest: None });
        }
        let same = |other: &&Placed<'_>| other.form.id == form.id && other.form.version == form.version;
        if let Some(first) = forms.iter().take(at).find(same) {
            let (id, file) = (form.id.clone(), first.file.to_owned());
            note(Defect::Taken { id, version: form.version, file });
        }
    }
    if findings.is_empty() { Ok(Forms(forms.into_iter().map(|one| one.form).collect())) } else { Err(findings) }
}

/// A form, and where its name stands.
struct Placed<'f> {
    form: Form,
    file: &'f str,
    line: usize,
}

struct Reader<'t> {
    lint: Lint<'t>,
    words: Words<'t>,
}

impl Reader<'_> {
    /// The form, and the line of its name.
    fn form(&mut self, text: &str) -> Option<(Form, usize)> {
        let raw: Raw = match toml::from_str(text) {
            Ok(raw) => raw,
            Err(fault) => {
                let byte = fault.span().map_or(0, |span| span.start);
                self.lint.at_byte(byte, unreadable(text, fault.message(), byte));
                return None;
            }
        };
        if raw.schema != 1 {
            self.lint.at_byte(0, Defect::Schema(raw.schema));
            return None;
        }
        let line = self.lint.line_of(raw.id.span().start);
        let id = raw.id.get_ref().clone();
        self.lint.said(&raw.id, &id, "title", &raw.title);
        self.lint.said(&raw.id, &id, "citation", &raw.citation);
        self.lint.evidence(&id, &raw.evidence, raw.owner.as_deref());
        self.lint.evidence(&id, &raw.layout, raw.owner.as_deref());
        self.calendar(&raw);
        let levels =
            [("commune", FormLevel::Commune), ("province", FormLevel::Province), ("nation", FormLevel::Nation)];
        let level = self.lint.word("level", "commune, province, nation", &levels, &raw.level);
        let dues = [("calendar", Due::Calendar), ("unnamed", Due::Unnamed)];
        let due = self.lint.word("due", "calendar, unnamed", &dues, &raw.due);
        let sections: Vec<Section> = raw.section.iter().map(|section| self.section(&raw, section)).collect();
        self.narratives_once(&raw);
        let rules: Vec<Rule> = raw.rule.iter().filter_map(|rule| self.rule(rule)).collect();
        self.rules_stand(&raw, &sections);
        let form = Form {
            version: raw.version,
            subject: self.text(&raw.subject),
            level: level?,
            calendar: raw.calendar.get_ref().clone(),
            periods: raw.periods.iter().map(|period| period.get_ref().clone()).collect(),
            due: due?,
            of: raw.of.clone(),
            evidence: raw.evidence.get_ref().clone(),
            layout: raw.layout.get_ref().clone(),
            owner: raw.owner.clone(),
            route: self.route(&raw.route),
            signing: self.signing(&raw.signing),
            basis: raw.basis.clone(),
            sections,
            rules,
            title: raw.title,
            citation: raw.citation,
            id,
        };
        Some((form, line))
    }

    /// The calendar is known, and so is each period.
    fn calendar(&mut self, raw: &Raw) {
        let id = raw.calendar.get_ref();
        let Some(calendar) = self.words.calendars.iter().find(|calendar| &calendar.id == id) else {
            return self.lint.at(&raw.calendar, Defect::Unknown { kind: "calendar", id: id.clone(), nearest: None });
        };
        // the first whole year in which it is in force has every period
        let year = calendar.from.year().saturating_add(1);
        let unknown = raw.periods.iter().filter(|period| {
            let name = format!("{year}-{}", period.get_ref());
            calendar.period(&name, self.words.working).is_none()
        });
        for period in unknown {
            let id = period.get_ref().clone();
            self.lint.at(period, Defect::Unknown { kind: "period", id, nearest: None });
        }
    }

    fn route(&mut self, raw: &RawRoute) -> Route {
        for role in raw.drafts.iter().chain(&raw.submits).chain(&raw.approves) {
            if Role::from_key(role.get_ref()).is_none() {
                let id = role.get_ref().clone();
                self.lint.at(role, Defect::Unknown { kind: "role", id, nearest: None });
            }
        }
        let all = |roles: &[Line<String>]| roles.iter().map(|role| role.get_ref().clone()).collect();
        Route {
            drafts: all(&raw.drafts),
            submits: all(&raw.submits),
            approves: all(&raw.approves),
            through: raw.through.clone(),
            to: raw.to.clone(),
            parallel: raw.parallel,
        }
    }

    /// Either an office of the letterhead issues it, or the form says body and post itself.
    fn signing(&mut self, raw: &RawSigning) -> Signing {
        if raw.issuer.is_some() == (!raw.body.is_empty() && raw.post.is_some()) {
            let id = raw.symbol.get_ref().clone();
            let why = "either `issuer`, or `body` and `post`, say who issues it";
            self.lint.at(&raw.symbol, Defect::Discord { id, why });
        }
        let mut all = |texts: &[Line<String>]| texts.iter().map(|text| self.text(text)).collect();
        Signing {
            parent: all(&raw.parent),
            body: all(&raw.body),
            addressees: all(&raw.addressees),
            recipients: all(&raw.recipients),
            place: raw.place.as_ref().map(|place| self.text(place)),
            issuer: raw.issuer.clone(),
            collective: raw.collective.clone(),
            post: raw.post.clone(),
            symbol: raw.symbol.get_ref().clone(),
            filed: raw.filed.clone(),
        }
    }

    fn text(&mut self, raw: &Line<String>) -> Text {
        let text = Text::read(raw.get_ref());
        for figure in text.figures() {
            self.indicator(raw, figure);
        }
        text
    }

    fn indicator<T>(&mut self, place: &Line<T>, id: &str) {
        if self.words.indicators.get(id).is_none() {
            let nearest = self.words.indicators.nearest(id).map(str::to_owned);
            self.lint.at(place, Defect::Unknown { kind: "indicator", id: id.to_owned(), nearest });
        }
    }

    fn indicators(&mut self, raw: &[Line<String>]) -> Vec<String> {
        for id in raw {
            self.indicator(id, id.get_ref());
        }
        raw.iter().map(|id| id.get_ref().clone()).collect()
    }

    fn section(&mut self, form: &Raw, raw: &RawSection) -> Section {
        for period in &raw.periods {
            if !form.periods.iter().any(|known| known.get_ref() == period) {
                self.lint.at(&raw.title, Defect::Unknown { kind: "period", id: period.clone(), nearest: None });
            }
        }
        let title = raw.title.get_ref().clone();
        let mut parts = Vec::with_capacity(raw.part.len());
        for part in &raw.part {
            match self.part(part) {
                Some(part) => parts.push(part),
                None => self.lint.at(
                    &raw.title,
                    Defect::Discord { id: title.clone(), why: "a part is either `text`, `table` or `narrative`" },
                ),
            }
        }
        Section { title, periods: raw.periods.clone(), parts }
    }

    fn part(&mut self, raw: &RawPart) -> Option<Part> {
        match (&raw.text, &raw.table, &raw.narrative) {
            (Some(text), None, None) => Some(Part::Text(self.text(text))),
            (None, Some(title), None) => {
                let kind = self.table(title, raw)?;
                Some(Part::Table { title: title.get_ref().clone(), kind })
            }
            (None, None, Some(id)) => {
                let prompt = raw.prompt.clone().unwrap_or_default();
                self.lint.said(id, id.get_ref(), "prompt", &prompt);
                Some(Part::Narrative { id: id.get_ref().clone(), prompt, required: raw.required })
            }
            _ => None,
        }
    }

    fn table(&mut self, title: &Line<String>, raw: &RawPart) -> Option<TableKind> {
        if let Some(by) = &raw.by {
            return self.grouped(title, by, raw);
        }
        let (lines, units) = (self.indicators(&raw.lines), self.indicators(&raw.units));
        let kind = match (lines.is_empty(), units.is_empty(), raw.rows.is_empty()) {
            (false, true, true) => TableKind::Lines(lines),
            (true, false, true) => TableKind::Units(units),
            (true, true, false) => {
                let rows =
                    raw.rows.iter().map(|row| GridRow { title: row.title.clone(), cells: self.indicators(&row.cells) });
                TableKind::Grid { columns: raw.columns.clone(), rows: rows.collect() }
            }
            _ => {
                let id = title.get_ref().clone();
                self.lint.at(title, Defect::Discord { id, why: "a table has either `lines`, `units` or `rows`" });
                return None;
            }
        };
        if let TableKind::Grid { columns, rows } = &kind
            && rows.iter().any(|row| row.cells.len() != columns.len())
        {
            let id = title.get_ref().clone();
            self.lint.at(title, Defect::Discord { id, why: "each row needs a cell for each column" });
        }
        Some(kind)
    }

    /// A table by group: one indicator in a row, one group in a column, all of them in the last.
    fn grouped(&mut self, title: &Line<String>, by: &Line<String>, raw: &RawPart) -> Option<TableKind> {
        let lines = self.indicators(&raw.lines);
        if lines.is_empty() || !raw.units.is_empty() || !raw.rows.is_empty() {
            let id = title.get_ref().clone();
            self.lint.at(title, Defect::Discord { id, why: "a table `by` groups has `lines`" });
            return None;
        }
        let indicators = self.words.indicators;
        let Some(breakdown) = indicators.breakdown(by.get_ref()) else {
            let id = by.get_ref().clone();
            self.lint.at(by, Defect::Unknown { kind: "breakdown", id, nearest: None });
            return None;
        };
        let mut rows = Vec::with_capacity(lines.len());
        for (place, id) in raw.lines.iter().zip(&lines) {
            let Some(indicator) = indicators.get(id) else { continue };
            if !indicator.by.contains(&breakdown.id) {
                let why = "its people are not told apart by this breakdown";
                self.lint.at(place, Defect::Discord { id: id.clone(), why });
            }
            let groups = breakdown.groups.iter().map(|group| breakdown.address(id, group));
            rows.push(GridRow { title: indicator.title.clone(), cells: groups.chain([id.clone()]).collect() });
        }
        let titles = breakdown.groups.iter().map(|group| capital(&group.title));
        Some(TableKind::Grid { columns: titles.chain([breakdown.whole.clone()]).collect(), rows })
    }

    fn narratives_once(&mut self, raw: &Raw) {
        let mut seen: Vec<&str> = Vec::new();
        let parts = raw.section.iter().flat_map(|section| &section.part);
        for id in parts.filter_map(|part| part.narrative.as_ref()) {
            if seen.contains(&id.get_ref().as_str()) {
                self.lint.at(id, Defect::Twice(id.get_ref().clone()));
            }
            seen.push(id.get_ref());
        }
    }

    fn rule(&mut self, raw: &RawRule) -> Option<Rule> {
        let relations = [("equal", Relation::Equal), ("at_most", Relation::AtMost), ("at_least", Relation::AtLeast)];
        let is = self.lint.word("is", "equal, at_most, at_least", &relations, &raw.is);
        let mut side = |terms: &[Line<String>]| terms.iter().map(|term| self.term(term)).collect::<Vec<_>>();
        let (left, right) = (side(&raw.left), side(&raw.right));
        Some(Rule { id: raw.id.get_ref().clone(), says: raw.says.clone(), left, is: is?, right })
    }

    /// `addicts`, or `-addicts` where it is taken away.
    fn term(&mut self, raw: &Line<String>) -> Term {
        let text = raw.get_ref().trim();
        let (id, minus) = text.strip_prefix('-').map_or((text, false), |id| (id, true));
        self.indicator(raw, id);
        let number = self.words.indicators.get(id).is_none_or(|one| matches!(one.kind, Kind::Count | Kind::Area));
        if !number {
            self.lint.at(raw, Defect::Discord { id: id.to_owned(), why: "a rule adds up numbers only" });
        }
        Term { indicator: id.to_owned(), minus }
    }

    /// Every figure of a rule stands in the form; a rule about something else would never be checked.
    fn rules_stand(&mut self, raw: &Raw, sections: &[Section]) {
        let shown: Vec<&str> = sections.iter().flat_map(|section| section.parts.iter()).flat_map(of_part).collect();
        let parts: Vec<String> = shown
            .iter()
            .filter_map(|id| self.words.indicators.get(id)?.parts.clone())
            .flat_map(|(numerator, denominator)| [numerator, denominator])
            .collect();
        for rule in &raw.rule {
            for term in rule.left.iter().chain(&rule.right) {
                let id = term.get_ref().trim().trim_start_matches('-');
                if !shown.contains(&id) && !parts.iter().any(|part| part == id) {
                    let id = id.to_owned();
                    self.lint.at(term, Defect::Discord { id, why: "a rule is about figures of the form" });
                }
            }
        }
    }
}

/// With a capital letter, as headings begin.
fn capital(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map(|first| first.to_uppercase().chain(signs).collect()).unwrap_or_default()
}
