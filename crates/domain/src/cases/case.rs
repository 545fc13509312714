//! A case: what its events have come to.
//!
//! [`Case::apply`] is the only thing that moves it, and it knows nothing but the law and the event: replaying a
//! history gives what was there when it was written.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;
use uuid::Uuid;

use super::clocks::Running;
use super::law::{Effect, Law, Regime, RegimeLaw, Term};
use super::moment::{Moment, days_between, days_later, months_later};
use super::notes::Note;

/// A value that was written down with an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Value {
    /// Yes or no.
    Yes(bool),
    /// A whole number.
    Number(i64),
    /// A day.
    Date(Date),
    /// One of the field's options, a unit's code, or words.
    Text(String),
}

/// An act that was done: immutable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Made by the caller.
    pub id: Uuid,
    /// Which act.
    pub act: String,
    /// When it happened.
    pub on: Moment,
    /// When it was written down.
    pub recorded: Moment,
    /// In which office.
    pub by: String,
    /// Of which unit, where it was said.
    pub unit: Option<String>,
    /// Under which regime, by the date of the paper.
    pub regime: Regime,
    /// Number of the signed paper.
    pub number: Option<String>,
    /// Its date.
    pub paper_date: Date,
    /// Who agreed, where a second person had to.
    pub second: Option<String>,
    /// What was written down with it.
    pub fields: BTreeMap<String, Value>,
}

impl Event {
    /// Whether a field has a value, written as in the tables: `result=dependent`, `stable=yes`.
    pub fn says(&self, when: &str) -> bool {
        when.split_once('=').is_some_and(|(field, wanted)| match self.fields.get(field) {
            Some(Value::Text(text)) => text == wanted,
            Some(Value::Yes(yes)) => wanted == if *yes { "yes" } else { "no" },
            Some(Value::Number(_) | Value::Date(_)) | None => false,
        })
    }

    /// A number that was written down.
    pub fn number_of(&self, field: &str) -> Option<i32> {
        match self.fields.get(field) {
            Some(Value::Number(number)) => i32::try_from(*number).ok(),
            _ => None,
        }
    }

    /// A text or choice that was written down.
    pub fn text_of(&self, field: &str) -> Option<&str> {
        match self.fields.get(field) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }
}

/// A measure that ran or runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The state.
    pub state: String,
    /// The regime of the decision behind it: its duration is this law's, whatever came later.
    pub regime: Regime,
    /// Since when.
    pub opened: Moment,
    /// Number of the event that opened it, from 1.
    pub entry: usize,
    /// Whether the person was under 18 then.
    pub minor: bool,
    /// When, and with which event, it was brought back after what had ended it was found wrong: since then it runs anew,
    /// with what it had of its term.
    pub brought_back: Option<(Moment, usize)>,
    /// Whether what it rested on was found wrong: it ran, and nothing is counted from it.
    pub undone: bool,
    /// The day on which the term is over; none where there is no fixed term.
    pub term_end: Option<Date>,
    /// The same day if the switch named were turned the other way; shown beside it.
    pub other_end: Option<(Date, &'static str)>,
    /// Suspended since, and what was left then.
    pub pause: Option<Pause>,
    /// How it ended.
    pub end: Option<End>,
}

/// A suspension.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pause {
    /// Since when.
    pub since: Date,
    /// How many days of the term were left.
    pub days_left: Option<i32>,
    /// The state that shows meanwhile.
    pub shown: String,
}

/// The end of a measure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// When.
    pub on: Moment,
    /// How: `E1`, `E2`, `E3`, `done`, `walked_out`, `annulled`, `corrected` …; empty where it went over into another.
    pub how: String,
    /// Number of the event.
    pub entry: usize,
}

impl Measure {
    /// Whether it has not ended; also while suspended.
    pub fn open(&self) -> bool {
        self.end.is_none()
    }

    /// Since when it has run without a break, and the number of the event.
    pub fn runs_since(&self) -> (Moment, usize) {
        self.brought_back.unwrap_or((self.opened, self.entry))
    }

    /// The state that shows.
    pub fn shown(&self) -> &str {
        self.pause.as_ref().map_or(&self.state, |pause| &pause.shown)
    }
}

/// One time on one list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Membership {
    /// Which list.
    pub list: String,
    /// Of which unit.
    pub unit: String,
    /// Since when.
    pub from: Moment,
    /// Number of the event that put the person there.
    pub entry: usize,
    /// Until when, and the number of the event.
    pub to: Option<(Moment, usize)>,
}

/// One time in which a unit answered for the case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    /// Which unit.
    pub unit: String,
    /// Since when; none where nobody said.
    pub from: Option<Date>,
    /// Until when, and the number of the event that handed it on.
    pub to: Option<(Moment, usize)>,
}

/// A move that is under way: counted once, by the sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transit {
    /// The code of the unit that the person moves to.
    pub to: String,
    /// When they left.
    pub since: Moment,
}

/// Why nothing more can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Death.
    Death,
    /// Declared dead or missing by a court.
    Missing,
    /// A test was negative or the ground was withdrawn: the identity is erased.
    Erased,
}

/// What was completed, so that post-rehabilitation management can follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completed {
    /// `voluntary`, `substitution` or `compulsory`.
    pub kind: &'static str,
    /// Whether the measure was begun under 18.
    pub minor: bool,
    /// Number of the event that opened what was completed.
    pub opened: usize,
}

/// An act on which a compulsory file can rest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// When it was done.
    pub on: Moment,
    /// Number of the event.
    pub entry: usize,
}

/// The time within which a compulsory file can rest on the last ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Limitation {
    /// Its last day; none without a ground.
    pub until: Option<Date>,
    /// Whether an evasion runs, and the time with it stands still.
    pub evading: bool,
}

/// What was known before the first act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Start {
    pub born: Option<Date>,
    pub unit: String,
    pub resident_since: Option<Date>,
}

/// What is left of an event that bears nothing any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fallen {
    /// Nothing.
    Whole,
    /// What it ended stays ended, because something else has come in its place.
    ButItsEnds,
}

/// A case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What was known before the first act.
    pub(super) start: Start,
    /// Numbers of the events that bear nothing any more: annulled, or resting on what was found wrong.
    pub(super) fallen: BTreeMap<usize, Fallen>,
    /// Day of birth, where known.
    pub born: Option<Date>,
    /// Code of the unit that holds the case; empty where none was named.
    pub unit: String,
    /// Since when the person lives there, where known.
    pub resident_since: Option<Date>,
    /// Everything that happened, in the order in which it was accepted, with corrected values as they stand now.
    pub events: Vec<Event>,
    /// Every unit that answered for the case, the first first; none where none was named.
    pub holdings: Vec<Holding>,
    /// Every measure.
    pub measures: Vec<Measure>,
    /// Every time on a list.
    pub memberships: Vec<Membership>,
    /// Every time limit that an act started.
    pub running: Vec<Running>,
    /// A move that is under way.
    pub transit: Option<Transit>,
    /// Why nothing more can happen.
    pub closed: Option<Closed>,
    /// What was completed last and is not yet followed by management.
    pub completed: Option<Completed>,
    /// Acts on which a compulsory file can rest.
    pub grounds: Vec<Ground>,
    /// Reasons that forbid a compulsory file.
    pub exclusions: Vec<String>,
    /// What is worth knowing.
    pub notes: Vec<Note>,
}

impl Case {
    /// A person of whom nothing was recorded yet.
    pub fn new(born: Option<Date>, unit: &str, resident_since: Option<Date>) -> Self {
        let first = Holding { unit: unit.to_owned(), from: resident_since, to: None };
        Self {
            start: Start { born, unit: unit.to_owned(), resident_since },
            fallen: BTreeMap::new(),
            born,
            unit: unit.to_owned(),
            resident_since,
            events: Vec::new(),
            holdings: Some(first).filter(|_| !unit.is_empty()).into_iter().collect(),
            measures: Vec::new(),
            memberships: Vec::new(),
            running: Vec::new(),
            transit: None,
            closed: None,
            completed: None,
            grounds: Vec::new(),
            exclusions: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// What a history comes to.
    #[must_use]
    pub fn replay(mut self, law: &Law, events: impl IntoIterator<Item = Event>) -> Self {
        for event in events {
            self.apply(law, &event);
        }
        self
    }

    /// The states that show, in the order in which they began.
    pub fn states(&self) -> Vec<&str> {
        self.measures.iter().filter(|m| m.open()).map(Measure::shown).collect()
    }

    /// Whether one of these states shows.
    pub fn in_any(&self, states: &[impl AsRef<str>]) -> bool {
        self.measures.iter().any(|m| m.open() && states.iter().any(|s| s.as_ref() == m.shown()))
    }

    /// The open measure of a state, suspended or not.
    pub fn measure(&self, state: &str) -> Option<&Measure> {
        self.measures.iter().find(|m| m.open() && m.state == state)
    }

    /// Whether the person was under 18 on a day, as far as their birth is known. Acts in which that decides wait for it
    /// ([`super::Guard::BirthKnown`]).
    pub fn minor(&self, day: Date) -> bool {
        self.age(day).is_some_and(|age| age < 18)
    }

    /// Full years on a day.
    pub fn age(&self, day: Date) -> Option<i32> {
        let born = self.born?;
        let had_birthday = (day.month(), day.day()) >= (born.month(), born.day());
        Some(i32::from(day.year()) - i32::from(born.year()) - i32::from(!had_birthday))
    }

    /// The last event of an act since an event number; what bears nothing any more is passed over.
    pub fn last_since(&self, act: &str, entry: usize) -> Option<&Event> {
        let mut since = self.bearing().rev().take_while(|(number, _)| *number >= entry);
        since.find(|(_, event)| event.act == act).map(|(_, event)| event)
    }

    /// The events that still bear something, with their numbers.
    pub(super) fn bearing(&self) -> impl DoubleEndedIterator<Item = (usize, &Event)> {
        let numbered = self.events.iter().enumerate().map(|(n, event)| (n.saturating_add(1), event));
        numbered.filter(|(n, _)| !self.fallen.contains_key(n))
    }

    /// The last event of an act.
    pub fn last(&self, act: &str) -> Option<&Event> {
        self.last_since(act, 0)
    }

    /// The office that answers a complaint or request about an entry, and that alone annuls, corrects or extends: whose
    /// entry it is, where that was one of the commune's two. A complaint goes to whoever decided (Law on complaints 2011).
    pub fn answers(&self, entry: usize) -> Option<&'static str> {
        match self.events.get(entry.checked_sub(1)?)?.by.as_str() {
            "truong_ca_xa" | "ca_xa" | "ca_phat_hien" | "nguoi_co_tham_quyen" => Some("truong_ca_xa"),
            "chu_tich_ubnd_xa" | "ubnd_xa" => Some("chu_tich_ubnd_xa"),
            _ => None,
        }
    }

    /// Numbers of the events that are contested and not yet settled. The flag goes wherever the event goes.
    pub fn contested(&self) -> BTreeSet<i32> {
        let mut open = BTreeSet::new();
        for event in &self.events {
            let Some(entry) = event.number_of("entry") else { continue };
            match event.act.as_str() {
                "contest_entry" => open.insert(entry),
                "settle_contest" | "annul_entry" => open.remove(&entry),
                _ => false,
            };
        }
        open
    }

    /// Number of rehabilitation courses in the file; one that went over into another counts once. Whether a course
    /// counts that was begun and not completed is a choice (`course_counting`).
    pub fn courses(&self, law: &Law) -> i32 {
        let completed = law.choice("course_counting") == "completed";
        let courses = self.measures.iter().filter(|m| {
            let event = self.events.get(m.entry.saturating_sub(1));
            let counts = if completed {
                m.end.as_ref().is_some_and(|end| end.how == "done")
            } else {
                event.is_none_or(|e| e.act != "continue_at_home")
            };
            matches!(m.state.as_str(), "S5a" | "S5b" | "S5c" | "S7") && counts && !m.undone
        });
        // one that was brought back stands in two rows with one entry
        let counted: BTreeSet<usize> = courses.map(|m| m.entry).collect();
        i32::try_from(counted.len()).unwrap_or(i32::MAX)
    }

    /// Since when the person has been absent in breach with unknown whereabouts under the management that runs, as the
    /// file stood before an entry. Whoever is taken into custody has been found.
    pub(super) fn absence(&self, before: usize) -> Option<Moment> {
        let opened = self.measure("S2")?.entry;
        let mut since = self.bearing().rev().filter(|(entry, _)| *entry < before && *entry > opened);
        let last = since
            .find(|(_, event)| matches!(event.act.as_str(), "record_absence" | "record_return" | "suspend_management"));
        last.filter(|(_, event)| event.act == "record_absence").map(|(_, event)| event.on)
    }

    /// Number of the event with which user management began that has run since without a break: a new decision on a use
    /// within the term goes on with it.
    pub(super) fn managed_since(&self) -> Option<usize> {
        let mut entry = self.measure("S2")?.entry;
        while let Some(before) = self
            .measures
            .iter()
            .find(|m| m.state == "S2" && m.entry < entry && m.end.as_ref().is_some_and(|e| e.entry == entry))
        {
            entry = before.entry;
        }
        Some(entry)
    }

    /// How the time stands within which a compulsory file can rest on the last ground. Evasion that began after the time
    /// was over brings nothing back.
    pub(super) fn limitation(&self) -> Limitation {
        let Some(last) = self.grounds.last() else { return Limitation { until: None, evading: false } };
        let mut stands = Limitation { until: Some(months_later(last.on.day, 3)), evading: false };
        for (_, event) in self.bearing().filter(|(entry, _)| *entry > last.entry) {
            match event.act.as_str() {
                "record_evasion" if stands.until.is_none_or(|until| event.on.day <= until) => stands.evading = true,
                "end_evasion" if stands.evading => {
                    stands = Limitation { until: Some(months_later(event.on.day, 3)), evading: false };
                }
                _ => {}
            }
        }
        stands
    }

    /// The event that found the person without a stable residence, unless a later one found or took them in at one.
    pub fn unstable(&self) -> Option<&Event> {
        let mut bearing = self.bearing().rev().map(|(_, event)| event);
        let said = bearing.find(|e| matches!(e.act.as_str(), "verify_residence" | "receive" | "accept_notice"));
        said.filter(|event| event.says("stable=no"))
    }

    /// Folds one event in. One that says that another was wrong first lets the history be read again without what was.
    pub fn apply(&mut self, law: &Law, event: &Event) {
        if let Some(right) = self.put_right(law, event) {
            *self = right;
        }
        self.take(law, event);
    }

    /// What an event does by itself.
    pub(super) fn take(&mut self, law: &Law, event: &Event) {
        let Some(act) = law.act(&event.act).cloned() else { return };
        let before: Vec<String> = self.states().into_iter().map(str::to_owned).collect();
        self.events.push(event.clone());
        let entry = self.events.len();
        self.meet_clocks(law, event);
        self.take_note(&act, event, &before, entry);
        self.note_course(law, event, entry);
        for effect in &act.effects {
            self.effect(law, effect, event, entry);
        }
        self.count_absence(event);
        self.end_move(law, event.on);
        self.start_clocks(law, event, entry, &before);
        self.drop_clocks(law, event.on);
    }

    fn effect(&mut self, law: &Law, effect: &Effect, event: &Event, entry: usize) {
        if !self.holds(effect, event) {
            return;
        }
        let carried = self.end_measures(effect, event, entry);
        if let Some(state) = &effect.opens {
            self.open(law, state, event, entry, carried.filter(|_| effect.carries));
        }
        self.suspend(effect, event, entry);
        self.resume(law, effect, event);
        self.change_lists(law, effect, event, entry);
        self.change_place(law, effect, event, entry);
        let idle = self.measures.iter().all(|m| !m.open()) && self.memberships.iter().all(|m| m.to.is_some());
        self.closed = match effect.closes.as_deref() {
            Some("death") => Some(Closed::Death),
            Some(_) => Some(Closed::Missing),
            None if effect.erases && idle && self.measures.iter().all(|m| m.state == "S0") => Some(Closed::Erased),
            None => self.closed,
        };
    }

    /// Whether an effect comes of an event as things stand.
    pub(super) fn holds(&self, effect: &Effect, event: &Event) -> bool {
        let said = effect.when.as_deref().is_none_or(|when| event.says(when));
        let placed = effect.if_in.is_empty() || self.in_any(&effect.if_in);
        let lacks = effect.lacks.as_ref().is_none_or(|field| !event.fields.contains_key(field));
        said && placed && lacks && !self.in_any(&effect.unless_in)
    }

    /// Ends what the effect ends; gives the first of it, whose term another may go on with.
    pub(super) fn end_measures(&mut self, effect: &Effect, event: &Event, entry: usize) -> Option<Measure> {
        let how = effect.ending.clone().unwrap_or_default();
        let mut ended = Vec::new();
        for measure in self.measures.iter_mut().filter(|m| m.open() && effect.ends.contains(&m.state)) {
            // a death can be older than what was done before it was known: nothing ends before it began
            let on = event.on.not_before(measure.runs_since().0);
            measure.end = Some(End { on, how: how.clone(), entry });
            ended.push(measure.clone());
        }
        for measure in ended.iter().filter(|_| how == "done") {
            let kind = match measure.state.as_str() {
                "S6" => "substitution",
                "S7" => "compulsory",
                "S5a" | "S5b" | "S5c" => "voluntary",
                _ => continue,
            };
            self.completed = Some(Completed { kind, minor: measure.minor, opened: measure.entry });
        }
        ended.into_iter().next()
    }

    fn open(&mut self, law: &Law, state: &str, event: &Event, entry: usize, carried: Option<Measure>) {
        // the term is that of the decision, which for rehabilitation at home came before the intake record
        let decision = if state == "S5a" && carried.is_none() { self.last("decide_home_rehab") } else { None };
        let decision = decision.unwrap_or(event).clone();
        let minor = self.minor(event.on.day);
        let (regime, term_end) = match carried {
            Some(before) => (before.regime, before.term_end),
            None => (decision.regime, self.term_end(law, state, &decision, runs_from(state, &decision, event.on.day))),
        };
        if state == "S8" {
            self.completed = None;
        }
        self.measures.push(Measure {
            state: state.to_owned(),
            regime,
            opened: event.on,
            entry,
            minor,
            brought_back: None,
            undone: false,
            term_end,
            other_end: None,
            pause: None,
            end: None,
        });
    }

    /// The last day of a term that begins on a day under the law of its decision.
    fn term_end(&self, law: &Law, state: &str, decision: &Event, from: Date) -> Option<Date> {
        let regime = law.regime(decision.regime)?;
        if state == "SG" {
            let under = self.measures.iter().find(|m| m.open() && matches!(m.state.as_str(), "S5a" | "S6" | "S8"));
            let own =
                self.term(law, regime, state, decision).and_then(|term| term.months).map(|n| months_later(from, n));
            return own.or_else(|| under.and_then(|m| m.term_end));
        }
        let term = self.term(law, regime, state, decision)?;
        let months = term.months.or_else(|| decision.number_of("months"))?;
        let end = months_later(from, months);
        if state != "S7" {
            return Some(end);
        }
        let held = self
            .measures
            .iter()
            .rev()
            .find(|m| m.state == "S7h" && m.end.as_ref().is_some_and(|e| e.on == decision.on));
        Some(days_later(end, -held.map_or(0, |m| days_between(m.opened.day, from))))
    }

    /// The term of the law for a decision about a state. What a court or the head of the provincial police wrote stands
    /// as it was written, whatever the file counts.
    pub(super) fn term<'l>(&self, law: &Law, regime: &'l RegimeLaw, state: &str, decision: &Event) -> Option<&'l Term> {
        let course = decision.number_of("course").unwrap_or_else(|| self.courses(law).saturating_add(1));
        let course = if course > 1 { "again" } else { "first" };
        let completed = self.completed.as_ref();
        let minor = completed.filter(|_| state == "S8").map_or_else(|| self.minor(decision.on.day), |c| c.minor);
        let age = if minor { "minor" } else { "adult" };
        let fits = |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|wanted| wanted == is);
        let possible = regime.terms.iter().filter(|term| {
            term.state == state
                && fits(&term.age, age)
                && fits(&term.after, completed.map_or("", |c| c.kind))
                && term.over.as_deref().is_none_or(|over| self.measure(over).is_some())
        });
        let possible: Vec<&Term> = possible.collect();
        let written = decision.number_of("months").filter(|_| matches!(state, "S5c" | "S7"));
        let as_written = possible.iter().find(|term| written.is_some() && term.months == written);
        as_written.or_else(|| possible.iter().find(|term| fits(&term.course, course))).copied()
    }

    fn suspend(&mut self, effect: &Effect, event: &Event, entry: usize) {
        let Some(shown) = &effect.shown else { return };
        let absent = self.absence(entry).map(|since| since.day);
        for measure in self.measures.iter_mut().filter(|m| m.open() && effect.suspends.contains(&m.state)) {
            // who was suspended already keeps what was left then
            let days_left = if let Some(pause) = &measure.pause {
                pause.days_left
            } else {
                // days absent did not count, and being found ends the absence
                let absent = absent.filter(|_| measure.state == "S2" && measure.regime == Regime::C);
                let from = absent.unwrap_or(event.on.day);
                measure.term_end.map(|end| days_between(from, end).max(0))
            };
            measure.pause = Some(Pause { since: event.on.day, days_left, shown: shown.clone() });
        }
    }

    fn resume(&mut self, law: &Law, effect: &Effect, event: &Event) {
        let counted = law.choice("detention_time") == "counted";
        for measure in self.measures.iter_mut().filter(|m| m.open() && effect.resumes.contains(&m.state)) {
            let Some(pause) = measure.pause.take() else { continue };
            // a device that was off does not make the monitoring longer
            let Some(days) = pause.days_left.filter(|_| measure.state != "SG") else { continue };
            let (kept, moved) = (measure.term_end, days_later(event.on.day, days));
            if measure.state != "S2" {
                measure.term_end = Some(moved);
                continue;
            }
            // a decision of before 1/7/2026 runs to its own end: suspension came with the new law
            let counted = counted || measure.regime != Regime::C;
            let (now, other) = if counted { (kept, Some(moved)) } else { (Some(moved), kept) };
            measure.term_end = now;
            measure.other_end = other.map(|day| (day, "detention_time"));
        }
    }

    fn change_lists(&mut self, law: &Law, effect: &Effect, event: &Event, entry: usize) {
        let elsewhere = self.unstable().is_some();
        let of_residents = |list: &String| law.lists.iter().any(|line| line.id == *list && line.resident);
        for membership in self.memberships.iter_mut().filter(|m| m.to.is_none() && effect.leaves.contains(&m.list)) {
            membership.to = Some((event.on.not_before(membership.from), entry));
        }
        for list in effect.enters.iter().filter(|list| !elsewhere || !of_residents(list)) {
            if !self.memberships.iter().any(|m| m.to.is_none() && m.list == *list) {
                let (list, unit) = (list.clone(), self.unit.clone());
                self.memberships.push(Membership { list, unit, from: event.on, entry, to: None });
            }
        }
    }

    fn change_place(&mut self, law: &Law, effect: &Effect, event: &Event, entry: usize) {
        if effect.departs {
            self.transit = event.text_of("to_unit").map(|to| Transit { to: to.to_owned(), since: event.on });
        }
        if effect.returns {
            self.transit = None;
        }
        if effect.follows
            && let Some(to) = event.text_of("to_unit")
        {
            self.hold_at(to, event, entry);
        }
        let Some(transit) = self.transit.take_if(|_| effect.moves) else { return };
        self.hold_at(&transit.to, event, entry);
        let counted = law.choice("gap_on_move") == "counted";
        // only the new law lets the rest run from the new decision; a measure of before runs on from the departure
        for measure in self.measures.iter_mut().filter(|m| m.open() && m.state == "S2" && m.regime == Regime::C) {
            let Some(end) = measure.term_end.filter(|_| measure.pause.is_none()) else { continue };
            let moved = days_later(event.paper_date, days_between(transit.since.day, end).max(0));
            let (now, other) = if counted { (end, moved) } else { (moved, end) };
            measure.term_end = Some(now);
            measure.other_end = Some((other, "gap_on_move"));
        }
    }

    /// Nobody is on the way any more with a measure that has ended; what was due for the move falls away.
    fn end_move(&mut self, law: &Law, on: Moment) {
        let moving = |m: &Measure| m.open() && !matches!(m.state.as_str(), "S0" | "S3");
        if self.transit.is_none() || self.measures.iter().any(moving) {
            return;
        }
        self.transit = None;
        self.drop_for_act(law, "cancel_departure", on);
    }

    /// Another unit holds the case: out of the one's lists and into the other's in the same instant.
    fn hold_at(&mut self, unit: &str, event: &Event, entry: usize) {
        unit.clone_into(&mut self.unit);
        self.resident_since = Some(event.on.day);
        if let Some(before) = self.holdings.last_mut() {
            before.to = Some((event.on, entry));
        }
        self.holdings.push(Holding { unit: unit.to_owned(), from: Some(event.on.day), to: None });
        let mut entered = Vec::new();
        for membership in self.memberships.iter_mut().filter(|m| m.to.is_none()) {
            membership.to = Some((event.on, entry));
            let list = membership.list.clone();
            entered.push(Membership { list, unit: unit.to_owned(), from: event.on, entry, to: None });
        }
        self.memberships.append(&mut entered);
    }

    /// Days absent in breach with unknown whereabouts do not count (Decree 163/2026, Art. 60.2).
    fn count_absence(&mut self, event: &Event) {
        if event.act != "record_return" {
            return;
        }
        let Some(left) = self.absence(self.events.len()).map(|absence| absence.day) else { return };
        let days = days_between(left, event.on.day).max(0);
        for measure in self.measures.iter_mut().filter(|m| m.open() && m.state == "S2" && m.regime == Regime::C) {
            measure.term_end = measure.term_end.map(|end| days_later(end, days));
        }
    }
}

/// The day from which a term runs: management that of its decision (Law 120/2025, Art. 24.2, 42), however late it was
/// handed over; the rest from when it began.
fn runs_from(state: &str, decision: &Event, opened: Date) -> Date {
    if matches!(state, "S2" | "S8") { decision.paper_date } else { opened }
}
