//! From the tables of `law/` to a checked [`Law`], or every finding at once.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use super::calendar::{Calendar, RawYear};
use super::guards::Guard;
use super::law::{
    Act, Actor, Basis, ClockLine, Evidence, Field, FieldKind, GuardLine, Law, List, Regime, RegimeLaw, Removal, Rule,
    State, Switch, Term, date,
};
use super::retention::Retention;

/// The tables that come with the program, by file name.
pub const SHIPPED: [(&str, &str); 9] = [
    ("shared.toml", include_str!("../../law/shared.toml")),
    ("actors.toml", include_str!("../../law/actors.toml")),
    ("fields.toml", include_str!("../../law/fields.toml")),
    ("acts.toml", include_str!("../../law/acts.toml")),
    ("acts-file.toml", include_str!("../../law/acts-file.toml")),
    ("regime-a.toml", include_str!("../../law/regime-a.toml")),
    ("regime-b.toml", include_str!("../../law/regime-b.toml")),
    ("regime-c.toml", include_str!("../../law/regime-c.toml")),
    ("retention.toml", include_str!("../../law/retention.toml")),
];

/// What is wrong with a table, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The file as it was named.
    pub file: String,
    /// 1-based line; 0 for the whole.
    pub line: usize,
    /// What is wrong.
    pub defect: Defect,
}

/// What can be wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Defect {
    /// The reader refuses it; what it said.
    Unreadable(String),
    /// A schema number that is not 1.
    UnknownSchema(u32),
    /// A line that cites nothing: its id.
    MissingCitation(String),
    /// A line that does not say how well it is known.
    MissingEvidence(String),
    /// A line not read in the law itself that names no owner.
    MissingOwner(String),
    /// A name that nothing defines: kind, name.
    Unknown(&'static str, String),
    /// A name defined twice.
    Duplicate(String),
    /// A length or number that is none.
    BadLength(String),
    /// A state that no act opens.
    Unreachable(String),
    /// A regime table whose head is not complete.
    BadHead,
    /// A line of an office for one that was read in the law itself.
    NotConfigurable(String),
}

/// The head of a table, and all that can stand in one.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    schema: u32,
    regime: Option<Regime>,
    title: Option<String>,
    from: Option<toml::value::Datetime>,
    to: Option<toml::value::Datetime>,
    citation: Option<String>,
    evidence: Option<Evidence>,
    owner: Option<String>,
    #[serde(default)]
    guards: Vec<String>,
    #[serde(default)]
    list: Vec<Spanned<List>>,
    #[serde(default)]
    removal: Vec<Spanned<Removal>>,
    #[serde(default)]
    state: Vec<Spanned<State>>,
    #[serde(default)]
    actor: Vec<Spanned<Actor>>,
    #[serde(default)]
    field: Vec<Spanned<Field>>,
    #[serde(default)]
    guard: Vec<Spanned<GuardLine>>,
    #[serde(default)]
    switch: Vec<Spanned<Switch>>,
    #[serde(default)]
    act: Vec<Spanned<Act>>,
    #[serde(default)]
    retention: Vec<Spanned<Retention>>,
    #[serde(default)]
    rules: Vec<Spanned<Rule>>,
    #[serde(default)]
    terms: Vec<Spanned<Term>>,
    #[serde(default)]
    clocks: Vec<Spanned<ClockLine>>,
    #[serde(default)]
    holidays: Vec<Spanned<RawYear>>,
}

/// The law as it comes with the program.
pub fn shipped() -> Result<Law, Vec<Finding>> {
    load(&SHIPPED, None)
}

/// Reads and checks tables; `own` is an office's table, whose lines take the place of those of the same name that were
/// not read in the law itself, and whose `[[holidays]]` are the years that it has decisions of.
pub fn load(files: &[(&str, &str)], own: Option<(&str, &str)>) -> Result<Law, Vec<Finding>> {
    let calendar = Calendar::shipped()
        .map_err(|why| vec![Finding { file: "holidays.toml".to_owned(), line: 0, defect: Defect::Unreadable(why) }])?;
    let mut loader = Loader { law: empty(calendar), findings: Vec::new(), file: String::new(), text: String::new() };
    for (file, text) in files {
        loader.take(file, text, false);
    }
    if let Some((file, text)) = own {
        loader.take(file, text, true);
    }
    loader.law.regimes.sort_by_key(|law| law.from);
    loader.check();
    if loader.findings.is_empty() { Ok(loader.law) } else { Err(loader.findings) }
}

fn empty(calendar: Calendar) -> Law {
    Law {
        lists: Vec::new(),
        removals: Vec::new(),
        states: Vec::new(),
        actors: Vec::new(),
        fields: Vec::new(),
        guards: Vec::new(),
        switches: Vec::new(),
        acts: Vec::new(),
        regimes: Vec::new(),
        retention: Vec::new(),
        calendar,
        chosen: BTreeMap::new(),
    }
}

struct Loader {
    law: Law,
    findings: Vec<Finding>,
    file: String,
    text: String,
}

impl Loader {
    fn add(&mut self, at: Option<usize>, defect: Defect) {
        let line = at.map_or(0, |at| {
            let before = self.text.as_bytes().get(..at).unwrap_or_default();
            before.split(|byte| *byte == b'\n').count()
        });
        self.findings.push(Finding { file: self.file.clone(), line, defect });
    }

    fn take(&mut self, file: &str, text: &str, own: bool) {
        file.clone_into(&mut self.file);
        text.clone_into(&mut self.text);
        let raw: Raw = match toml::from_str(text) {
            Ok(raw) => raw,
            Err(error) => {
                let at = error.span().map(|span| span.start);
                return self.add(at, Defect::Unreadable(error.message().to_owned()));
            }
        };
        if raw.schema != 1 {
            self.add(Some(0), Defect::UnknownSchema(raw.schema));
        }
        if own { self.take_own(raw) } else { self.take_shipped(raw) }
    }

    fn take_shipped(&mut self, raw: Raw) {
        let lists = self.lines(raw.list, |l| (l.id.clone(), l.basis()));
        self.law.lists.extend(lists);
        let removals = self.lines(raw.removal, |l| (l.id.clone(), l.basis()));
        self.law.removals.extend(removals);
        let states = self.lines(raw.state, |l| (l.id.clone(), l.basis()));
        self.law.states.extend(states);
        let actors = self.lines(raw.actor, |l| (l.id.clone(), l.basis()));
        self.law.actors.extend(actors);
        let fields = self.lines(raw.field, |l| (l.id.clone(), l.basis()));
        self.law.fields.extend(fields);
        let guards = self.lines(raw.guard, |l| (l.id.clone(), l.basis()));
        let unowned = |l: &&GuardLine| l.old_evidence.is_some_and(|e| e != Evidence::V) && l.old_owner.is_none();
        for line in guards.iter().filter(unowned) {
            self.add(None, Defect::MissingOwner(line.id.clone()));
        }
        self.law.guards.extend(guards);
        let switches = self.lines(raw.switch, |l| (l.id.clone(), l.basis()));
        self.law.switches.extend(switches);
        let acts = self.lines(raw.act, |l| (l.id.clone(), l.basis()));
        self.law.acts.extend(acts);
        let retention = self.lines(raw.retention, |l| (l.id.clone(), l.basis()));
        self.law.retention.extend(retention);
        let Some(regime) = raw.regime else { return };
        let rules = self.lines(raw.rules, |l| (l.act.clone(), l.basis()));
        let clocks = self.lines(raw.clocks, |l| (l.id.clone(), l.basis()));
        let terms = self.terms(raw.terms);
        let head = (raw.title, raw.from.and_then(date), raw.citation, raw.evidence);
        let (Some(title), Some(from), Some(citation), Some(evidence)) = head else {
            return self.add(Some(0), Defect::BadHead);
        };
        if evidence != Evidence::V && raw.owner.is_none() {
            self.add(Some(0), Defect::MissingOwner(title.clone()));
        }
        let to = raw.to.and_then(date);
        let (owner, guards) = (raw.owner, raw.guards);
        self.law.regimes.push(RegimeLaw {
            regime,
            title,
            from,
            to,
            citation,
            evidence,
            owner,
            guards,
            rules,
            terms,
            clocks,
        });
    }

    /// Lines without their places, each checked for what it rests on.
    fn lines<T>(&mut self, raw: Vec<Spanned<T>>, of: impl Fn(&T) -> (String, Basis<'_>)) -> Vec<T> {
        let mut seen = BTreeSet::new();
        let mut lines = Vec::new();
        for spanned in raw {
            let at = Some(spanned.span().start);
            let line = spanned.into_inner();
            let (id, basis) = of(&line);
            for defect in rests(&id, basis) {
                self.add(at, defect);
            }
            if !seen.insert(id.clone()) {
                self.add(at, Defect::Duplicate(id));
            }
            lines.push(line);
        }
        lines
    }

    fn terms(&mut self, raw: Vec<Spanned<Term>>) -> Vec<Term> {
        let mut terms = Vec::new();
        for spanned in raw {
            let at = Some(spanned.span().start);
            let term = spanned.into_inner();
            for defect in rests(&term.state, term.basis()) {
                self.add(at, defect);
            }
            let range = (term.months, term.months_min, term.months_max);
            if !matches!(range, (Some(1..), None, None) | (None, Some(1..), Some(1..)))
                || term.months_min > term.months_max
            {
                self.add(at, Defect::BadLength(term.state.clone()));
            }
            terms.push(term);
        }
        terms
    }

    /// An office's lines take the place of those that nobody read in the law itself.
    fn take_own(&mut self, raw: Raw) {
        for switch in raw.switch {
            let at = Some(switch.span().start);
            let switch = switch.into_inner();
            match self.law.switches.iter_mut().find(|line| line.id == switch.id) {
                Some(line) => *line = switch,
                None => self.add(at, Defect::Unknown("switch", switch.id)),
            }
        }
        for year in raw.holidays {
            let at = Some(year.span().start);
            if let Err(why) = self.law.calendar.set_year(year.get_ref()) {
                self.add(at, Defect::Unreadable(why));
            }
        }
        let mut law = self.law.clone();
        self.replace(&mut law.lists, raw.list, |l| (l.id.clone(), l.basis()));
        self.replace(&mut law.removals, raw.removal, |l| (l.id.clone(), l.basis()));
        self.replace(&mut law.states, raw.state, |l| (l.id.clone(), l.basis()));
        self.replace(&mut law.actors, raw.actor, |l| (l.id.clone(), l.basis()));
        self.replace(&mut law.fields, raw.field, |l| (l.id.clone(), l.basis()));
        self.replace(&mut law.guards, raw.guard, |l| (l.id.clone(), l.basis()));
        self.replace(&mut law.acts, raw.act, |l| (l.id.clone(), l.basis()));
        self.replace(&mut law.retention, raw.retention, |l| (l.id.clone(), l.basis()));
        self.law = law;
        let Some(regime) = raw.regime else { return };
        let Some(mut law) = self.law.regimes.iter().find(|law| law.regime == regime).cloned() else { return };
        self.replace(&mut law.rules, raw.rules, |l| (l.act.clone(), l.basis()));
        self.replace(&mut law.clocks, raw.clocks, |l| (l.id.clone(), l.basis()));
        self.replace(&mut law.terms, raw.terms, |l| {
            (format!("{} {:?} {:?} {:?} {:?}", l.state, l.course, l.age, l.after, l.over), l.basis())
        });
        self.law.regimes.retain(|other| other.regime != regime);
        self.law.regimes.push(law);
    }

    fn replace<T>(&mut self, lines: &mut [T], own: Vec<Spanned<T>>, of: impl Fn(&T) -> (String, Basis<'_>)) {
        for spanned in own {
            let at = Some(spanned.span().start);
            let line = spanned.into_inner();
            let (id, basis) = of(&line);
            for defect in rests(&id, basis) {
                self.add(at, defect);
            }
            match lines.iter_mut().find(|other| of(other).0 == id) {
                None => self.add(at, Defect::Unknown("line", id)),
                Some(other) if of(other).1.evidence == Evidence::V => self.add(at, Defect::NotConfigurable(id)),
                Some(other) => *other = line,
            }
        }
    }
}

/// Whether a line says what it rests on.
fn rests(id: &str, basis: Basis<'_>) -> Vec<Defect> {
    let mut defects = Vec::new();
    if basis.citation.trim().is_empty() {
        defects.push(Defect::MissingCitation(id.to_owned()));
    }
    match basis.evidence {
        Evidence::Missing => defects.push(Defect::MissingEvidence(id.to_owned())),
        Evidence::V => {}
        _ if basis.owner.is_none_or(|owner| owner.trim().is_empty()) => {
            defects.push(Defect::MissingOwner(id.to_owned()));
        }
        _ => {}
    }
    defects
}

/// Names that point nowhere, and states that no act opens.
impl Loader {
    fn check(&mut self) {
        "law".clone_into(&mut self.file);
        let law = self.law.clone();
        let acts: BTreeSet<&str> = law.acts.iter().map(|a| a.id.as_str()).collect();
        let states: BTreeSet<&str> = law.states.iter().map(|s| s.id.as_str()).collect();
        let actors: BTreeSet<&str> = law.actors.iter().map(|a| a.id.as_str()).collect();
        let lists: BTreeSet<&str> = law.lists.iter().map(|l| l.id.as_str()).collect();
        for removal in &law.removals {
            let known =
                removal.id.split_once('/').is_some_and(|(list, act)| lists.contains(list) && acts.contains(act));
            if !known {
                self.add(None, Defect::Unknown("removal", removal.id.clone()));
            }
        }
        self.known("actor", &actors, law.actors.iter().flat_map(|a| &a.acts_as));
        self.known("guard", &Guard::ALL.iter().map(|g| g.key()).collect(), law.guards.iter().map(|g| &g.id));
        for guard in Guard::ALL.iter().filter(|guard| law.guard(**guard).is_none()) {
            self.add(None, Defect::Unknown("guard", guard.key().to_owned()));
        }
        for field in law.fields.iter().filter(|field| field.id == "corrected") {
            self.known("field", &law.fields.iter().map(|f| f.id.as_str()).collect(), field.options.iter());
        }
        for act in &law.acts {
            self.check_act(&law, act, &states, &lists);
        }
        for regime in &law.regimes {
            self.known("act", &acts, regime.rules.iter().map(|r| &r.act));
            self.known("actor", &actors, regime.rules.iter().flat_map(|r| &r.by));
            self.known("state", &states, regime.terms.iter().map(|t| &t.state));
            self.known("actor", &actors, regime.clocks.iter().map(|c| &c.by));
            self.known("state", &states, regime.clocks.iter().flat_map(|c| c.states.iter().chain(&c.of).chain(&c.was)));
            let named = regime
                .clocks
                .iter()
                .flat_map(|c| c.after.iter().chain(&c.met_by).chain(&c.lapses_by).chain(&c.extended_by));
            self.known("act", &acts, named);
            for clock in &regime.clocks {
                self.check_clock(&law, clock);
            }
        }
        for switch in law.switches.iter().filter(|s| !s.options.contains(&s.default)) {
            self.add(None, Defect::Unknown("option", switch.default.clone()));
        }
        for class in &law.retention {
            self.check_retention(class, &states);
        }
        for state in &law.states {
            let classes = law.retention.iter().filter(|class| class.states.contains(&state.id)).count();
            if !state.pause && classes != 1 {
                self.add(None, Defect::Unknown("retention", state.id.clone()));
            }
            let opens = law
                .acts
                .iter()
                .flat_map(|a| &a.effects)
                .any(|effect| effect.opens.as_ref() == Some(&state.id) || effect.shown.as_ref() == Some(&state.id));
            if !opens {
                self.add(None, Defect::Unreachable(state.id.clone()));
            }
        }
    }

    /// A class covers states, or is that of people under 18; it has a period or erases at once, never both.
    fn check_retention(&mut self, class: &Retention, states: &BTreeSet<&str>) {
        self.known("state", states, class.states.iter());
        let bad_period = class.months.is_some_and(|months| !(1..=1_200).contains(&months));
        if bad_period || (class.at_once && class.months.is_some()) || (class.minor != class.states.is_empty()) {
            self.add(None, Defect::BadLength(class.id.clone()));
        }
    }

    fn known<'n>(&mut self, kind: &'static str, known: &BTreeSet<&str>, names: impl Iterator<Item = &'n String>) {
        for name in names.filter(|name| !known.contains(name.as_str())) {
            self.add(None, Defect::Unknown(kind, name.clone()));
        }
    }

    fn check_act(&mut self, law: &Law, act: &Act, states: &BTreeSet<&str>, lists: &BTreeSet<&str>) {
        let fields: BTreeSet<&str> = law.fields.iter().map(|f| f.id.as_str()).collect();
        let guards: BTreeSet<&str> = law.guards.iter().map(|g| g.id.as_str()).collect();
        self.known("field", &fields, act.needs.iter().chain(&act.may));
        self.known("guard", &guards, act.guards.iter());
        let acts: BTreeSet<&str> = law.acts.iter().map(|a| a.id.as_str()).collect();
        self.known("act", &acts, act.rests_on.iter());
        self.known("state", states, act.states.iter().filter(|s| *s != "any"));
        for effect in &act.effects {
            let named = effect.if_in.iter().chain(&effect.unless_in).chain(&effect.ends).chain(&effect.opens);
            self.known("state", states, named.chain(&effect.suspends).chain(&effect.shown).chain(&effect.resumes));
            self.known("list", lists, effect.enters.iter().chain(&effect.leaves));
            self.check_when(law, effect.when.as_deref());
            self.known("field", &fields, effect.lacks.iter());
        }
        self.check_removals(law, act, lists);
        if !law.regimes.iter().any(|regime| regime.rule(&act.id).is_some()) {
            self.add(None, Defect::Unreachable(act.id.clone()));
        }
    }

    /// Under the law in force each removal from a list says by which clause; who follows a changed unit stays on it.
    fn check_removals(&mut self, law: &Law, act: &Act, lists: &BTreeSet<&str>) {
        let leaves = |list: &str| {
            let mut effects = act.effects.iter();
            effects.any(|effect| effect.moves || effect.leaves.iter().any(|left| left == list))
        };
        let of_law = law.regime(super::law::Regime::C).is_some_and(|regime| regime.rule(&act.id).is_some());
        for list in lists.iter().filter(|list| of_law && leaves(list)) {
            if law.removal(super::law::Regime::C, list, &act.id).is_none() {
                self.add(None, Defect::MissingCitation(format!("{list}/{}", act.id)));
            }
        }
    }

    /// `field=value` names a field and a value that it can have.
    fn check_when(&mut self, law: &Law, when: Option<&str>) {
        let Some(when) = when else { return };
        let known = when.split_once('=').is_some_and(|(field, value)| {
            law.field(field).is_some_and(|f| match f.kind {
                FieldKind::Choice => f.options.iter().any(|o| o == value),
                FieldKind::Yes => matches!(value, "yes" | "no"),
                _ => false,
            })
        });
        if !known {
            self.add(None, Defect::Unknown("condition", when.to_owned()));
        }
    }

    fn check_clock(&mut self, law: &Law, clock: &ClockLine) {
        let of_age = clock.turns.is_some() && clock.left.is_some();
        let anchored = clock.of.is_some() && (clock.before_end.is_some() != of_age) && clock.after.is_empty();
        let started = clock.of.is_none() && clock.within.is_some() && !clock.after.is_empty();
        let lengths = clock.within.iter().chain(&clock.remote).chain(&clock.before_end).chain(&clock.left);
        let lengths = lengths.chain(&clock.extended).chain(&clock.extended_remote);
        if !(anchored || started) || lengths.clone().any(|l| l.parse::<super::moment::Length>().is_err()) {
            self.add(None, Defect::BadLength(clock.id.clone()));
        }
        self.check_when(law, clock.when.as_deref());
        let fields: BTreeSet<&str> = law.fields.iter().map(|f| f.id.as_str()).collect();
        self.known("field", &fields, clock.lacks.iter());
    }
}
