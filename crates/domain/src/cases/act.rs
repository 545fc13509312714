//! Doing an act: what is asked, what comes of it, or which clause refuses it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use uuid::Uuid;

use super::case::{Case, Closed, Event, Value};
use super::guards::{Checked, Found, Guard, Question};
use super::law::{Act, Basis, Evidence, FieldKind, Law, Regime, Rule};
use super::moment::Moment;
use crate::units::{Level, Register};

/// Whether an office is one of a commune, so that it acts for its own unit alone.
pub fn is_of_commune(office: &str) -> bool {
    ["truong_ca_xa", "ca_xa", "chu_tich_ubnd_xa", "ubnd_xa", "to_quan_ly"].contains(&office)
}

/// What a case cannot know by itself.
pub trait Surroundings {
    /// Whether a commune of this code existed on a day.
    fn in_force(&self, code: &str, day: Date) -> bool;
    /// Whether a commune took over territory of another by a day.
    fn is_heir(&self, of: &str, code: &str, day: Date) -> bool;
    /// Whether another case of the unit already has a paper of this number by this office in this year.
    fn number_taken(&self, office: &str, number: &str, year: i16) -> bool;
}

/// The register knows units; which numbers other cases have, nobody told it.
impl Surroundings for Register {
    fn in_force(&self, code: &str, day: Date) -> bool {
        self.at_code(code, Level::Commune, day).is_some()
    }

    fn is_heir(&self, of: &str, code: &str, day: Date) -> bool {
        let before = self.of_code(of).filter(|version| version.until.is_some_and(|until| until <= day));
        let mut heirs = before.flat_map(|version| self.heirs(version.unit, day));
        heirs.any(|heir| heir.code == code)
    }

    fn number_taken(&self, _: &str, _: &str, _: i16) -> bool {
        false
    }
}

/// An act that somebody wants to do. Ids and instants are the caller's.
#[derive(Clone, Debug)]
pub struct Request {
    /// Id of the event, should it be accepted.
    pub id: Uuid,
    /// Which act.
    pub act: String,
    /// When it happened.
    pub on: Moment,
    /// When it is written down.
    pub recorded: Moment,
    /// In which office: name of an actor.
    pub by: String,
    /// Of which unit; none where it does not matter.
    pub unit: Option<String>,
    /// Number of the signed paper.
    pub number: Option<String>,
    /// Its date; none where it was signed on the day of the act.
    pub paper_date: Option<Date>,
    /// Who signed it. The case does not keep it: the store does, beside the event.
    pub signer: Option<String>,
    /// Who else agreed.
    pub second: Option<String>,
    /// What is written down with it.
    pub fields: BTreeMap<String, Value>,
}

impl Request {
    /// The day that decides the regime.
    pub fn decided_on(&self) -> Date {
        self.paper_date.unwrap_or(self.on.day)
    }

    /// Whether a choice was written down.
    fn says(&self, field: &str, option: &str) -> bool {
        matches!(self.fields.get(field), Some(Value::Text(text)) if text == option)
    }

    pub(super) fn event(&self, regime: Regime) -> Event {
        Event {
            id: self.id,
            act: self.act.clone(),
            on: self.on,
            recorded: self.recorded,
            by: self.by.clone(),
            unit: self.unit.clone(),
            regime,
            number: self.number.clone(),
            paper_date: self.decided_on(),
            second: self.second.clone(),
            fields: self.fields.clone(),
        }
    }
}

/// A lawful act. Only [`Case::try_act`] makes one.
#[derive(Clone, Debug)]
pub struct Change {
    event: Event,
    after: Case,
    clause: String,
    evidence: Evidence,
    owner: Option<String>,
    form: String,
}

impl Change {
    /// What happened.
    pub const fn event(&self) -> &Event {
        &self.event
    }

    /// The case with it.
    pub const fn after(&self) -> &Case {
        &self.after
    }

    /// What it rests on.
    pub fn basis(&self) -> Basis<'_> {
        Basis { citation: &self.clause, evidence: self.evidence, owner: self.owner.as_deref() }
    }

    /// On which form.
    pub fn form(&self) -> &str {
        &self.form
    }

    /// Takes it as done.
    pub fn into_case(self) -> Case {
        self.after
    }
}

/// A no: which condition, on which clause, and what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The condition.
    pub guard: Guard,
    /// Under which regime; none before the first.
    pub regime: Option<Regime>,
    /// The clause.
    pub clause: String,
    /// How well it is known.
    pub evidence: Evidence,
    /// Who confirms it where it was not read.
    pub owner: Option<String>,
    /// What was found, for the sentence.
    pub found: Found,
}

impl Refusal {
    /// Whether nothing is wrong but that a second person has yet to agree.
    pub fn held(&self) -> bool {
        self.guard == Guard::SecondPerson
    }
}

/// An act that could lawfully come next.
#[derive(Clone, Copy, Debug)]
pub struct Next<'l> {
    /// The act.
    pub act: &'l Act,
    /// Who does it, on which form, by which clause.
    pub rule: &'l Rule,
}

impl Case {
    /// What comes of an act, or why it is refused. Nothing is changed.
    pub fn try_act(&self, law: &Law, around: &dyn Surroundings, request: &Request) -> Result<Change, Refusal> {
        let on = law.on(request.decided_on());
        let refuse = |guard: Guard, found: Found| {
            let basis = law.clause(guard, on.map(|law| law.regime));
            Refusal {
                guard,
                regime: on.map(|law| law.regime),
                clause: basis.citation.to_owned(),
                evidence: basis.evidence,
                owner: basis.owner.map(str::to_owned),
                found,
            }
        };
        let found = |regime: &str| [request.act.clone(), regime.to_owned()];
        let Some(regime) = on else { return Err(refuse(Guard::Regime, found("–"))) };
        let rule = law.act(&request.act).zip(regime.rule(&request.act));
        let Some((act, rule)) = rule else { return Err(refuse(Guard::Regime, found(regime.regime.key()))) };
        let question = Question { case: self, law, regime, act, request, around, dry: false };
        question.first_fault(rule).map_err(|(guard, found)| refuse(guard, found))?;
        let event = request.event(regime.regime);
        let mut after = self.clone();
        after.apply(law, &event);
        after.one_of_a_kind(law).map_err(|found| refuse(Guard::OneOfAKind, found))?;
        question.second_person(&after).map_err(|found| refuse(Guard::SecondPerson, found))?;
        let (clause, form) = (rule.citation.clone(), rule.form.clone());
        Ok(Change { event, after, clause, evidence: rule.evidence, owner: rule.owner.clone(), form })
    }

    /// The acts that could lawfully come next on a day, in the order of the tables.
    pub fn next<'l>(&self, law: &'l Law, around: &dyn Surroundings, at: Moment) -> Vec<Next<'l>> {
        let Some(regime) = law.on(at.day) else { return Vec::new() };
        let mut next = Vec::new();
        for act in &law.acts {
            let Some(rule) = regime.rule(&act.id) else { continue };
            let request = Request {
                id: Uuid::nil(),
                act: act.id.clone(),
                on: at,
                recorded: at,
                by: String::new(),
                unit: None,
                number: None,
                paper_date: None,
                signer: None,
                second: None,
                fields: BTreeMap::new(),
            };
            let question = Question { case: self, law, regime, act, request: &request, around, dry: true };
            let lawful = question.alive().is_ok() && question.placed().is_ok() && question.guards().is_ok();
            let mut after = self.clone();
            after.apply(law, &request.event(regime.regime));
            if lawful && after.one_of_a_kind(law).is_ok() {
                next.push(Next { act, rule });
            }
        }
        next
    }

    /// Of each group of states one runs at a time, and a person is on one list at a time.
    pub(super) fn one_of_a_kind(&self, law: &Law) -> Checked {
        let open: Vec<(&str, &str)> = self
            .measures
            .iter()
            .filter(|m| m.open())
            .map(|m| (law.state(&m.state).map_or("", |state| state.group.as_str()), m.state.as_str()))
            .collect();
        for (n, (group, state)) in open.iter().enumerate() {
            if let Some((_, other)) = open.iter().take(n).find(|(before, _)| before == group) {
                return Err([(*other).to_owned(), (*state).to_owned()]);
            }
        }
        let mut lists = self.memberships.iter().filter(|m| m.to.is_none()).map(|m| m.list.clone());
        match (lists.next(), lists.next()) {
            (Some(one), Some(other)) => Err([one, other]),
            _ => Ok(()),
        }
    }
}

impl Question<'_> {
    /// The first condition that does not hold, in the order in which people ask.
    fn first_fault(&self, rule: &Rule) -> Result<(), (Guard, Found)> {
        let named = |guard: Guard| move |found: Found| (guard, found);
        self.alive().map_err(named(Guard::AfterEnd))?;
        self.not_in_future().map_err(named(Guard::NotInFuture))?;
        self.in_order().map_err(named(Guard::InOrder))?;
        self.born_before().map_err(named(Guard::BirthPossible))?;
        self.resident_then().map_err(named(Guard::ResidentThen))?;
        self.unit_in_force().map_err(named(Guard::UnitInForce))?;
        self.authority(rule).map_err(named(Guard::Authority))?;
        self.own_unit(rule).map_err(named(Guard::OwnUnit))?;
        self.placed().map_err(named(Guard::State))?;
        self.guards()?;
        self.birth_known(rule).map_err(named(Guard::BirthKnown))?;
        self.fields_given().map_err(named(Guard::FieldsGiven))?;
        self.paper_given().map_err(named(Guard::PaperGiven))?;
        self.paper_dated().map_err(named(Guard::PaperDated))?;
        self.document_unique().map_err(named(Guard::DocumentUnique))
    }

    fn alive(&self) -> Checked {
        let settles = matches!(self.act.id.as_str(), "contest_entry" | "extend_contest" | "settle_contest");
        match self.case.closed {
            Some(Closed::Erased) => Err(["erased".to_owned(), String::new()]),
            Some(closed) if !settles && !self.undoes_the_end() => {
                let why = if closed == Closed::Death { "death" } else { "missing" };
                Err([why.to_owned(), self.case.events.last().map_or_else(String::new, |e| e.on.to_string())])
            }
            _ => Ok(()),
        }
    }

    /// Whether the entry that closed the case is to be annulled: of a closed case nothing else is.
    fn undoes_the_end(&self) -> bool {
        let annuls = self.act.effects.iter().any(|effect| effect.annuls);
        let closing = self.case.bearing().rev().find(|(_, event)| self.law.closes(event)).map(|(entry, _)| entry);
        let named = match self.request.fields.get("entry") {
            Some(Value::Number(entry)) => usize::try_from(*entry).ok(),
            _ if self.dry => closing,
            _ => None,
        };
        annuls && closing.is_some() && named == closing
    }

    fn not_in_future(&self) -> Checked {
        let Request { on, recorded, paper_date, .. } = self.request;
        if recorded.before(*on) {
            return Err([on.to_string(), recorded.to_string()]);
        }
        match paper_date {
            Some(signed) if *signed > recorded.day => Err([signed.to_string(), recorded.to_string()]),
            _ => Ok(()),
        }
    }

    /// What only adds a fact may come late; what changes the case may not stand before what already did.
    fn in_order(&self) -> Checked {
        let on = self.request.on;
        let closes = self.act.effects.iter().any(|effect| effect.closes.is_some());
        let before = if self.act.in_order() {
            // a death becomes known when it becomes known; two persons see to it
            self.last_change().map(|last| last.on).filter(|_| !closes)
        } else {
            // a fact about a measure is none of before it began
            let open = self.case.measures.iter().filter(|m| m.open() && self.act.states.contains(&m.state));
            open.map(|measure| measure.opened).find(|opened| on.before(*opened))
        };
        match before {
            Some(last) if on.before(last) => Err([on.to_string(), last.to_string()]),
            _ => Ok(()),
        }
    }

    /// Nobody has a file from before they were born; a day of birth that was written down wrongly is put right first.
    fn born_before(&self) -> Checked {
        let corrects = self.act.needs.iter().any(|field| field == "born");
        match self.case.born.filter(|_| !corrects) {
            Some(born) if born >= self.request.on.day => Err([born.to_string(), self.request.on.day.to_string()]),
            _ => Ok(()),
        }
    }

    fn resident_then(&self) -> Checked {
        match self.case.resident_since {
            Some(since) if self.request.on.day < since => Err([self.request.on.day.to_string(), since.to_string()]),
            _ => Ok(()),
        }
    }

    fn unit_in_force(&self) -> Checked {
        let day = self.request.on.day;
        let to = match self.request.fields.get("to_unit") {
            Some(Value::Text(code)) => Some(code.as_str()),
            _ => None,
        };
        let held = Some(self.case.unit.as_str()).filter(|code| !code.is_empty() && self.act.id != "follow_unit");
        match held.into_iter().chain(to).find(|code| !self.around.in_force(code, day)) {
            Some(code) => Err([code.to_owned(), day.to_string()]),
            None => Ok(()),
        }
    }

    fn authority(&self, rule: &Rule) -> Checked {
        let day = self.request.decided_on();
        let Some(actor) = self.law.actor(&self.request.by).filter(|actor| actor.exists(day)) else {
            return Err([self.request.by.clone(), rule.by.join(", ")]);
        };
        let acts_as = |office: &str| actor.id == office || actor.acts_as.iter().any(|other| other == office);
        let minor = self.case.minor(self.request.on.day);
        let shown = |when: &str| match when {
            "adult" => !minor,
            "minor" => minor,
            state => self.case.measure(state).is_some(),
        };
        let only: Vec<&str> = rule
            .only
            .iter()
            .filter_map(|line| line.split_once('='))
            .filter(|(state, _)| shown(state))
            .map(|(_, office)| office)
            .collect();
        let issuer = self.law.choice("end_issuer");
        // about an entry only its own office speaks: two authorities act on one person, neither settles for the other
        let named = self.act.needs.iter().any(|field| field == "entry").then(|| self.number("entry")).flatten();
        let answers = named.and_then(|entry| self.case.answers(usize::try_from(entry).ok()?));
        let answers = answers.filter(|office| rule.by.iter().any(|by| by == office));
        let allowed = match (self.act.id.as_str(), answers) {
            ("complete_post_rehab", _) if self.regime.regime == Regime::C => vec![issuer],
            (_, Some(office)) => vec![office],
            _ if only.is_empty() => rule.by.iter().map(String::as_str).collect(),
            _ => only,
        };
        if allowed.iter().any(|office| acts_as(office)) {
            return Ok(());
        }
        Err([actor.id.clone(), allowed.join(", ")])
    }

    /// The unit that holds the case acts; where somebody is found and tested, any may.
    fn own_unit(&self, rule: &Rule) -> Checked {
        let Some(unit) = self.request.unit.as_deref().filter(|_| !self.case.unit.is_empty()) else { return Ok(()) };
        let anywhere = rule.by.iter().any(|by| matches!(by.as_str(), "ca_phat_hien" | "nguoi_co_tham_quyen"));
        if anywhere || !self.law.actor(&self.request.by).is_some_and(|actor| is_of_commune(&actor.id)) {
            return Ok(());
        }
        let to = self.case.transit.as_ref().map(|transit| transit.to.as_str());
        let heir = match self.request.fields.get("to_unit") {
            Some(Value::Text(code)) if self.act.id == "follow_unit" => Some(code.as_str()),
            _ => None,
        };
        let right = match self.act.id.as_str() {
            // without a departure that is what is wrong, and is said further down
            "receive" | "accept_notice" => to.is_none_or(|to| to == unit),
            "arrive" => to == Some(unit) || unit == self.case.unit,
            "follow_unit" => heir == Some(unit),
            _ => unit == self.case.unit,
        };
        let wanted = if matches!(self.act.id.as_str(), "receive" | "accept_notice") { to } else { heir }
            .unwrap_or(&self.case.unit);
        if right { Ok(()) } else { Err([unit.to_owned(), wanted.to_owned()]) }
    }

    pub(super) fn placed(&self) -> Checked {
        // the notice of an end may come late, when what it is about is over
        let late = self.act.id == "give_end_notice" && self.case.completed.is_some();
        if late || self.act.states.iter().any(|state| state == "any") || self.case.in_any(&self.act.states) {
            return Ok(());
        }
        let states = self.case.states();
        let now = if states.is_empty() { "–".to_owned() } else { states.join(", ") };
        Err([now, self.act.states.join(", ")])
    }

    /// The act's own conditions that the regime knows.
    pub(super) fn guards(&self) -> Result<(), (Guard, Found)> {
        for guard in self.own_guards() {
            self.check(guard).map_err(|found| (guard, found))?;
        }
        self.follows().map_err(|found| (Guard::Follows, found))
    }

    /// One of the acts that this one answers was done since the state began from which it starts, and was not answered
    /// yet. What the law of the day does not know is not waited for.
    fn follows(&self) -> Checked {
        let known = |act: &&String| self.regime.rule(act).is_some();
        let first: Vec<&str> = self.act.follows.iter().filter(known).map(String::as_str).collect();
        if first.is_empty() {
            return Ok(());
        }
        let states: Vec<&str> = self.act.states.iter().map(String::as_str).collect();
        let since = self.opened(&states).unwrap_or(0);
        let done = self.case.bearing().filter(|(entry, event)| {
            *entry >= since && first.contains(&event.act.as_str()) && !self.on().before(event.on)
        });
        let answered =
            self.case.bearing().filter(|(_, event)| event.act == self.act.id).map(|(entry, _)| entry).next_back();
        let waits = done.map(|(entry, _)| entry).next_back();
        if waits > answered.filter(|_| !self.act.repeats) { Ok(()) } else { Err([first.join(", "), String::new()]) }
    }

    fn own_guards(&self) -> impl Iterator<Item = Guard> {
        let of_one_regime = |id: &String| self.law.regimes.iter().any(|regime| regime.guards.contains(id));
        let here = self.act.guards.iter().filter(move |id| !of_one_regime(id) || self.regime.guards.contains(id));
        here.filter_map(|id| Guard::from_key(id))
    }

    /// Where age decides who acts or what is asked for, nobody is taken for an adult because their birth is not known.
    fn birth_known(&self, rule: &Rule) -> Checked {
        let by_age = |line: &String| line.starts_with("adult=") || line.starts_with("minor=");
        let decides = |guard: Guard| match guard {
            Guard::SampleOfMinor => !self.request.says("sample", "urine"),
            Guard::ReaderEntitled => self.request.says("reader", "parents"),
            Guard::NoExclusion => !self.case.exclusions.is_empty(),
            Guard::ParentsTold
            | Guard::ParentsSign
            | Guard::MinorFile
            | Guard::AgeFloor
            | Guard::Monitorable
            | Guard::TurnedAdult => true,
            _ => false,
        };
        if self.case.born.is_some() || !(rule.only.iter().any(by_age) || self.own_guards().any(decides)) {
            return Ok(());
        }
        Err([self.act.id.clone(), String::new()])
    }

    fn fields_given(&self) -> Checked {
        let missing: Vec<&str> = self
            .act
            .needs
            .iter()
            .filter(|field| !self.request.fields.contains_key(*field))
            .map(String::as_str)
            .collect();
        if missing.is_empty() { Ok(()) } else { Err([missing.join(", "), String::new()]) }
    }

    /// Who acts cannot agree to it themselves; that two accounts are two is for whoever knows accounts.
    fn second_person(&self, after: &Case) -> Checked {
        if self.law.choice("two_persons") != "required" || self.request.second.is_some() {
            return Ok(());
        }
        let minor = self.case.minor(self.request.on.day);
        let late = self.written_late();
        let unlisted = self.case.unlisted_in(after);
        let other = self.of_another_regime();
        // a user-management decision from before 1/7/2026 has no transitional clause that anybody found
        let old = self.case.measure("S2").is_some_and(|m| m.regime != Regime::C) && self.regime.regime == Regime::C;
        let old = old && self.act.changes() && self.law.choice("old_management") == "confirm";
        let why = [
            (self.act.of_two(), "act"),
            (unlisted, "list"),
            (minor, "minor"),
            (late, "late"),
            (other, "regime"),
            (old, "old"),
        ];
        match why.into_iter().find(|(needed, _)| *needed) {
            Some((_, why)) => Err([why.to_owned(), self.act.id.clone()]),
            None => Ok(()),
        }
    }
}

/// Reads a value as its field asks for it; the error names what is expected.
pub fn read_value(law: &Law, field: &str, text: &str) -> Option<Value> {
    let field = law.field(field)?;
    match field.kind {
        FieldKind::Choice => field.options.iter().any(|o| o == text).then(|| Value::Text(text.to_owned())),
        FieldKind::Yes => match text {
            "true" | "yes" => Some(Value::Yes(true)),
            "false" | "no" => Some(Value::Yes(false)),
            _ => None,
        },
        FieldKind::Number => text.parse().ok().filter(|n: &i64| (0..=100_000).contains(n)).map(Value::Number),
        FieldKind::Date => text.parse().ok().map(Value::Date),
        FieldKind::Unit | FieldKind::Text => (!text.trim().is_empty()).then(|| Value::Text(text.trim().to_owned())),
    }
}
