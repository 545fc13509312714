//! A written case, played through without touching any data: `[[act]]` tables in, an answer for each out.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use toml::{Table, Value as Toml};
use uuid::Uuid;

use super::act::{Change, Next, Refusal, Request, Surroundings, read_value};
use super::case::{Case, Value};
use super::clocks::Clock;
use super::law::{FieldKind, Law};
use super::moment::Moment;

/// A rehearsal is no longer, in acts.
pub const ACTS_MAX: usize = 2_000;
/// Nor in bytes.
pub const BYTES_MAX: usize = 1 << 20;

/// A written case.
#[derive(Clone, Debug)]
pub struct Rehearsal {
    /// What it is about.
    pub title: String,
    /// The person before anything happened.
    pub case: Case,
    /// The acts, in their order.
    pub acts: Vec<Asked>,
    /// The instant at which clocks are read at the end; none for the last act.
    pub as_of: Option<Moment>,
    /// What is expected at the end.
    pub expect: Expected,
}

/// An act of a rehearsal.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Number of its table, from 1.
    pub table: usize,
    /// What is asked.
    pub request: Request,
    /// What is expected of it.
    pub expect: Expected,
}

/// What a rehearsal says must come out; empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expected {
    /// `accepted`, `refused`, `held`.
    pub result: Option<String>,
    /// The condition that refuses.
    pub guard: Option<String>,
    /// The states that show afterwards.
    pub states: Option<Vec<String>>,
    /// The lists that the person is on.
    pub lists: Option<Vec<String>>,
    /// `S2=2027-07-02`: last days of terms.
    pub terms: Vec<String>,
    /// `monthly_check=open`: how clocks stand.
    pub clocks: Vec<String>,
    /// Acts that must be among the next.
    pub next: Vec<String>,
    /// Acts that must not.
    pub not_next: Vec<String>,
    /// Keys of notes.
    pub notes: Vec<String>,
}

/// What is wrong with a written case: where, which key, which value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Number of the `[[act]]` table; 0 for the head.
    pub table: usize,
    /// The key.
    pub key: String,
    /// What stands there.
    pub value: String,
    /// What is wrong.
    pub kind: FaultKind,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// No TOML; the number of the line. The line itself is the value.
    Unreadable(usize),
    /// Longer than is read.
    TooLong,
    /// A key that must be there is not.
    Missing,
    /// A key that is not known here; the known ones.
    UnknownKey(String),
    /// A value that is none of the known ones; these.
    OneOf(String),
    /// No day or instant.
    BadDate,
    /// A word or number where another kind of value is asked for.
    BadKind(FieldKind),
    /// No `[[act]]` table at all.
    NoAct,
}

/// What came of one act.
#[derive(Clone, Debug)]
pub struct Step {
    /// What was asked.
    pub asked: Asked,
    /// What came of it.
    pub outcome: Result<Change, Refusal>,
    /// The case afterwards.
    pub case: Case,
}

impl Step {
    /// `accepted`, `refused` or `held`.
    pub fn result(&self) -> &'static str {
        match &self.outcome {
            Ok(_) => "accepted",
            Err(refusal) if refusal.held() => "held",
            Err(_) => "refused",
        }
    }

    /// How the clocks stand at the latest instant that the act can have had.
    pub fn clocks<'l>(&self, law: &'l Law) -> Vec<Clock<'l>> {
        self.case.clocks(law, self.asked.request.on.latest())
    }

    /// What could lawfully come next.
    pub fn next<'l>(&self, law: &'l Law, around: &dyn Surroundings) -> Vec<Next<'l>> {
        self.case.next(law, around, self.asked.request.on)
    }
}

/// Reads a written case and makes the choices that it names; every fault at once.
pub fn read(law: &mut Law, text: &str) -> Result<Rehearsal, Vec<Fault>> {
    if text.len() > BYTES_MAX {
        return Err(vec![fault(0, "", &text.len().to_string(), FaultKind::TooLong)]);
    }
    let table: Table = text.parse().map_err(|error: toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = text.as_bytes().get(..at).unwrap_or_default().split(|byte| *byte == b'\n').count();
        let written = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        vec![fault(0, "", written.trim(), FaultKind::Unreadable(line))]
    })?;
    let mut reader = Reader { law, faults: Vec::new() };
    let rehearsal = reader.rehearsal(&table);
    if reader.faults.is_empty() { Ok(rehearsal) } else { Err(reader.faults) }
}

/// Plays a written case through.
pub fn play(law: &Law, around: &dyn Surroundings, rehearsal: &Rehearsal) -> Vec<Step> {
    let mut case = rehearsal.case.clone();
    let mut steps = Vec::with_capacity(rehearsal.acts.len());
    for asked in &rehearsal.acts {
        let outcome = case.try_act(law, around, &asked.request);
        if let Ok(change) = &outcome {
            case = change.after().clone();
        }
        steps.push(Step { asked: asked.clone(), outcome, case: case.clone() });
    }
    steps
}

/// Where what came out differs from what the file expects: table (0 for the end), what was expected, what came.
pub fn differences(
    law: &Law,
    around: &dyn Surroundings,
    rehearsal: &Rehearsal,
    steps: &[Step],
) -> Vec<(usize, String, String)> {
    let mut found = Vec::new();
    for step in steps {
        let expect = &step.asked.expect;
        let mut differs = |wanted: &str, came: &str| {
            if wanted != came {
                found.push((step.asked.table, wanted.to_owned(), came.to_owned()));
            }
        };
        if let Some(result) = &expect.result {
            differs(result, step.result());
        }
        if let Some(guard) = &expect.guard {
            differs(guard, step.outcome.as_ref().err().map_or("–", |refusal| refusal.guard.key()));
        }
        let at = step.asked.request.on;
        found.extend(expect.differ(law, around, &step.case, at).into_iter().map(|(a, b)| (step.asked.table, a, b)));
    }
    if let Some(last) = steps.last() {
        let at = rehearsal.as_of.unwrap_or(last.asked.request.on);
        found.extend(rehearsal.expect.differ(law, around, &last.case, at).into_iter().map(|(a, b)| (0, a, b)));
    }
    found
}

impl Expected {
    fn differ(&self, law: &Law, around: &dyn Surroundings, case: &Case, at: Moment) -> Vec<(String, String)> {
        let mut found = Vec::new();
        let sorted = |names: &[String]| {
            let mut names = names.to_vec();
            names.sort();
            names.join(" ")
        };
        if let Some(states) = &self.states {
            let now: Vec<String> = case.states().into_iter().map(str::to_owned).collect();
            found.push((sorted(states), sorted(&now)));
        }
        if let Some(lists) = &self.lists {
            let on = case.memberships.iter().filter(|m| m.to.is_none());
            found.push((sorted(lists), sorted(&on.map(|m| m.list.clone()).collect::<Vec<_>>())));
        }
        for wanted in &self.terms {
            let state = wanted.split('=').next().unwrap_or_default();
            let end = case.measure(state).and_then(|m| m.term_end);
            found.push((wanted.clone(), end.map_or_else(|| format!("{state}=–"), |end| format!("{state}={end}"))));
        }
        let clocks = case.clocks(law, at.latest());
        for wanted in &self.clocks {
            let id = wanted.split('=').next().unwrap_or_default();
            let stands: Vec<String> =
                clocks.iter().filter(|c| c.line.id == id).map(|c| format!("{id}={}", c.standing.key())).collect();
            let came = if stands.contains(wanted) { wanted.clone() } else { format!("{id}: {}", stands.join(" ")) };
            found.push((wanted.clone(), came));
        }
        let next: Vec<&str> = case.next(law, around, at).iter().map(|next| next.act.id.as_str()).collect();
        let missing = self.next.iter().filter(|act| !next.contains(&act.as_str()));
        found.extend(missing.map(|act| (format!("next {act}"), next.join(" "))));
        let there = self.not_next.iter().filter(|act| next.contains(&act.as_str()));
        found.extend(there.map(|act| (format!("not next {act}"), next.join(" "))));
        let notes: Vec<String> = case.notes.iter().map(|note| note.kind.key()).collect();
        let unsaid = self.notes.iter().filter(|note| !notes.contains(note));
        found.extend(unsaid.map(|note| (format!("note {note}"), notes.join(" "))));
        found.retain(|(wanted, came)| wanted != came);
        found
    }
}

fn fault(table: usize, key: &str, value: &str, kind: FaultKind) -> Fault {
    Fault { table, key: key.to_owned(), value: value.to_owned(), kind }
}

/// A value as it was written, for a sentence.
fn shown(value: &Toml) -> String {
    match value {
        Toml::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// An instant as it was written; with an offset it is turned into the hour of Việt Nam.
fn moment(value: &Toml) -> Option<Moment> {
    let text = shown(value);
    if let Ok(instant) = text.parse::<Timestamp>() {
        let local: DateTime = Offset::constant(7).to_datetime(instant);
        return Some(Moment { day: local.date(), hour: Some(local.time()) });
    }
    text.parse().ok()
}

struct Reader<'l> {
    law: &'l mut Law,
    faults: Vec<Fault>,
}

const HEAD: [&str; 7] = ["title", "as_of", "why", "person", "switches", "act", "expect"];
const PERSON: [&str; 3] = ["born", "unit", "since"];
const ACT: [&str; 10] =
    ["on", "act", "by", "unit", "number", "document_date", "signer", "recorded", "second", "expect"];
const EXPECT: [&str; 9] = ["result", "guard", "states", "lists", "terms", "clocks", "next", "not_next", "notes"];

impl Reader<'_> {
    fn rehearsal(&mut self, table: &Table) -> Rehearsal {
        self.known_keys(0, table, &HEAD, &[]);
        let case = self.person(table.get("person"));
        self.switches(table.get("switches"));
        let as_of = table.get("as_of").and_then(|value| self.moment(0, "as_of", value));
        let expect = self.expected(0, table.get("expect"));
        let acts = match table.get("act") {
            Some(Toml::Array(acts)) if !acts.is_empty() && acts.len() <= ACTS_MAX => {
                acts.iter().enumerate().filter_map(|(n, act)| self.asked(n.saturating_add(1), act)).collect()
            }
            Some(Toml::Array(acts)) if acts.len() > ACTS_MAX => {
                self.faults.push(fault(0, "act", &acts.len().to_string(), FaultKind::TooLong));
                Vec::new()
            }
            other => {
                self.faults.push(fault(0, "act", &other.map_or_else(String::new, shown), FaultKind::NoAct));
                Vec::new()
            }
        };
        let title = table.get("title").map_or_else(String::new, shown);
        Rehearsal { title, case, acts, as_of, expect }
    }

    fn known_keys(&mut self, table: usize, at: &Table, known: &[&str], more: &[String]) {
        let all = || known.iter().copied().chain(more.iter().map(String::as_str)).collect::<Vec<_>>().join(", ");
        for (key, value) in at {
            if !known.contains(&key.as_str()) && !more.contains(key) {
                self.faults.push(fault(table, key, &shown(value), FaultKind::UnknownKey(all())));
            }
        }
    }

    fn moment(&mut self, table: usize, key: &str, value: &Toml) -> Option<Moment> {
        let read = moment(value);
        if read.is_none() {
            self.faults.push(fault(table, key, &shown(value), FaultKind::BadDate));
        }
        read
    }

    fn day(&mut self, table: usize, key: &str, at: &Table) -> Option<Date> {
        let value = at.get(key)?;
        self.moment(table, key, value).map(|moment| moment.day)
    }

    fn person(&mut self, value: Option<&Toml>) -> Case {
        let Some(value) = value else { return Case::new(None, "", None) };
        let Toml::Table(person) = value else {
            self.faults.push(fault(0, "person", &shown(value), FaultKind::UnknownKey(PERSON.join(", "))));
            return Case::new(None, "", None);
        };
        self.known_keys(0, person, &PERSON, &[]);
        let unit = person.get("unit").map_or_else(String::new, shown);
        Case::new(self.day(0, "born", person), &unit, self.day(0, "since", person))
    }

    fn switches(&mut self, value: Option<&Toml>) {
        let Some(Toml::Table(switches)) = value else { return };
        for (switch, option) in switches {
            if let Err(known) = self.law.choose(switch, &shown(option)) {
                self.faults.push(fault(0, switch, &shown(option), FaultKind::OneOf(known.join(", "))));
            }
        }
    }

    fn asked(&mut self, table: usize, value: &Toml) -> Option<Asked> {
        let Toml::Table(at) = value else {
            self.faults.push(fault(table, "act", &shown(value), FaultKind::NoAct));
            return None;
        };
        let missing: Vec<&str> = ["on", "act", "by"].into_iter().filter(|key| !at.contains_key(*key)).collect();
        self.faults.extend(missing.iter().map(|key| fault(table, key, "", FaultKind::Missing)));
        let on = at.get("on").and_then(|value| self.moment(table, "on", value));
        let recorded = at.get("recorded").and_then(|value| self.moment(table, "recorded", value));
        let name = shown(at.get("act")?);
        let Some(act) = self.law.act(&name).cloned() else {
            let known: Vec<&str> = self.law.acts.iter().map(|act| act.id.as_str()).collect();
            self.faults.push(fault(table, "act", &name, FaultKind::OneOf(known.join(", "))));
            return None;
        };
        let by = shown(at.get("by")?);
        let Some(actor) = self.law.actor(&by).map(|actor| actor.id.clone()) else {
            let known: Vec<&str> = self.law.actors.iter().map(|actor| actor.id.as_str()).collect();
            self.faults.push(fault(table, "by", &by, FaultKind::OneOf(known.join(", "))));
            return None;
        };
        let fields: Vec<String> = act.needs.iter().chain(&act.may).cloned().collect();
        self.known_keys(table, at, &ACT, &fields);
        let fields = self.fields(table, at, &fields);
        let paper_date = self.day(table, "document_date", at);
        let expect = self.expected(table, at.get("expect"));
        let on = on?;
        let text = |key: &str| at.get(key).map(shown);
        // a rehearsal names nobody: the office that acts stands for who signs, unless another is written
        let signer = text("signer").or_else(|| Some(actor.clone()));
        let request = Request {
            id: Uuid::from_u64_pair(0, u64::try_from(table).unwrap_or_default()),
            act: name,
            on,
            recorded: recorded.unwrap_or(on),
            by: actor,
            unit: text("unit"),
            number: text("number"),
            paper_date,
            signer,
            second: text("second"),
            fields,
        };
        Some(Asked { table, request, expect })
    }

    fn fields(&mut self, table: usize, at: &Table, known: &[String]) -> BTreeMap<String, Value> {
        let mut fields = BTreeMap::new();
        for (key, value) in at.iter().filter(|(key, _)| known.contains(key)) {
            let text = shown(value);
            let kind = self.law.field(key).map_or(FieldKind::Text, |field| field.kind);
            match read_value(self.law, key, &text) {
                Some(value) => {
                    fields.insert(key.clone(), value);
                }
                None if kind == FieldKind::Choice => {
                    let options = self.law.field(key).map(|field| field.options.join(", ")).unwrap_or_default();
                    self.faults.push(fault(table, key, &text, FaultKind::OneOf(options)));
                }
                None => self.faults.push(fault(table, key, &text, FaultKind::BadKind(kind))),
            }
        }
        fields
    }

    fn expected(&mut self, table: usize, value: Option<&Toml>) -> Expected {
        let at = match value {
            None => return Expected::default(),
            Some(Toml::String(result)) => {
                self.one_of(table, "expect", result, &["accepted", "refused", "held"]);
                return Expected { result: Some(result.clone()), ..Expected::default() };
            }
            Some(Toml::Table(at)) => at,
            Some(other) => {
                self.faults.push(fault(table, "expect", &shown(other), FaultKind::UnknownKey(EXPECT.join(", "))));
                return Expected::default();
            }
        };
        self.known_keys(table, at, &EXPECT, &[]);
        let result = at.get("result").map(shown);
        if let Some(result) = &result {
            self.one_of(table, "result", result, &["accepted", "refused", "held"]);
        }
        let names = |key: &str| match at.get(key) {
            Some(Toml::Array(names)) => Some(names.iter().map(shown).collect::<Vec<_>>()),
            Some(other) => Some(vec![shown(other)]),
            None => None,
        };
        let list = |key: &str| names(key).unwrap_or_default();
        let (terms, clocks, next) = (list("terms"), list("clocks"), list("next"));
        let (not_next, notes, guard) = (list("not_next"), list("notes"), at.get("guard").map(shown));
        Expected { result, guard, states: names("states"), lists: names("lists"), terms, clocks, next, not_next, notes }
    }

    fn one_of(&mut self, table: usize, key: &str, value: &str, known: &[&str]) {
        if !known.contains(&value) {
            self.faults.push(fault(table, key, value, FaultKind::OneOf(known.join(", "))));
        }
    }
}
