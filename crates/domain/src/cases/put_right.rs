//! What a file comes to once an entry in it was found wrong, as a whole or in one of its values.
//!
//! The history is read again without what was wrong. An act that would then not have been lawful bears nothing any more;
//! what that brings to an end ends now, and what it had ended is brought back now with what it had of its term. Rows that
//! have ended stay as they are, so what was reported of the past stays true.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::act::{Request, Surroundings, read_value};
use super::case::{Case, End, Event, Fallen, Measure, Start, Value};
use super::guards::Question;
use super::law::{Act, Effect, FieldKind, Law};

/// What an act says was wrong.
pub(super) enum Wrong {
    /// The whole entry of this number.
    Entry(usize),
    /// One value of it: the entry as it is read from now on.
    Value(usize, Box<Event>),
}

impl Wrong {
    /// What an event says was wrong in a case; none for an act that puts nothing right.
    fn of(case: &Case, law: &Law, event: &Event) -> Option<Self> {
        let act = law.act(&event.act)?;
        let entry = usize::try_from(event.number_of("entry")?).ok()?;
        let says = |effect: fn(&Effect) -> bool| act.effects.iter().any(effect);
        if says(|effect| effect.annuls) {
            return Some(Self::Entry(entry));
        }
        let said = (event.text_of("corrected"), event.text_of("new_value"));
        match said {
            (Some(field), Some(value)) if says(|effect| effect.corrects) => Self::value(case, law, entry, field, value),
            _ => None,
        }
    }

    /// An entry with another value; none where there is no such entry, or the value is none of its field.
    pub(super) fn value(case: &Case, law: &Law, entry: usize, field: &str, value: &str) -> Option<Self> {
        let mut event = case.events.get(entry.checked_sub(1)?)?.clone();
        event.fields.insert(field.to_owned(), read_value(law, field, value)?);
        Some(Self::Value(entry, Box::new(event)))
    }

    fn how(&self) -> &'static str {
        match self {
            Self::Entry(_) => "annulled",
            Self::Value(..) => "corrected",
        }
    }

    fn read<'e>(&'e self, entry: usize, event: &'e Event) -> &'e Event {
        match self {
            Self::Value(wrong, right) if *wrong == entry => right,
            _ => event,
        }
    }
}

impl Value {
    /// As it is written in tables and corrections.
    pub fn written(&self) -> String {
        match self {
            Self::Yes(yes) => yes.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Date(day) => day.to_string(),
            Self::Text(text) => text.clone(),
        }
    }
}

impl Act {
    /// Whether a value written down with the act can be put right: not where it lets the case move, and not in an entry
    /// about another entry, which is answered by a new one.
    pub fn correctable(&self, law: &Law, field: &str) -> bool {
        let about_another = self.needs.iter().any(|need| matches!(need.as_str(), "entry" | "born"));
        let unit = law.field(field).is_none_or(|field| field.kind == FieldKind::Unit);
        !about_another && !unit && self.needs.iter().chain(&self.may).any(|own| own == field)
    }
}

impl Start {
    fn case(&self) -> Case {
        Case::new(self.born, &self.unit, self.resident_since)
    }
}

impl Case {
    /// Numbers of the events that were annulled. They stay in the file and bear nothing any more.
    pub fn annulled(&self) -> BTreeSet<usize> {
        let annuls = self.events.iter().filter(|event| event.act == "annul_entry");
        annuls.filter_map(|event| usize::try_from(event.number_of("entry")?).ok()).collect()
    }

    /// Whether an event bears nothing any more: it was annulled, or it rested on what was found wrong.
    pub fn is_void(&self, entry: usize) -> bool {
        self.fallen.contains_key(&entry)
    }

    /// The corrections of an event: their numbers and what they say, the first first.
    pub fn corrections(&self, entry: usize) -> impl Iterator<Item = (usize, &Event)> {
        let numbered = self.events.iter().enumerate().map(|(n, event)| (n.saturating_add(1), event));
        let of = i32::try_from(entry).ok();
        numbered
            .filter(move |(_, event)| event.act == "correct_entry" && of.is_some() && event.number_of("entry") == of)
    }

    /// The last answer to a complaint about an event: `upheld`, `partly`, `rejected`.
    pub fn answer(&self, entry: i32) -> Option<&str> {
        let settled =
            self.events.iter().rev().find(|e| e.act == "settle_contest" && e.number_of("entry") == Some(entry));
        settled.and_then(|event| event.text_of("answer"))
    }

    /// The case as it stands without what an event says was wrong; none for an event that says no such thing.
    pub(super) fn put_right(&self, law: &Law, event: &Event) -> Option<Self> {
        let wrong = Wrong::of(self, law, event)?;
        let whole = self.read_again(law, &wrong, Fallen::Whole);
        // where something else has come in the place of what ended, that stays ended
        let conflict = whole.one_of_a_kind(law).is_err() && matches!(wrong, Wrong::Entry(_));
        let right = if conflict { self.read_again(law, &wrong, Fallen::ButItsEnds) } else { whole };
        Some(self.continued(right, event, wrong.how()))
    }

    /// Whether an entry would still be lawful with another value.
    pub(super) fn lawful_with(&self, law: &Law, entry: usize, field: &str, value: &str) -> bool {
        let wrong = Wrong::value(self, law, entry, field, value);
        wrong.is_some_and(|wrong| !self.read_again(law, &wrong, Fallen::Whole).is_void(entry))
    }

    /// The history as if it had been right from the first. What would then not have been lawful bears nothing; whether
    /// something fell is asked of what was known before as well, so that nothing falls for any other reason.
    fn read_again(&self, law: &Law, wrong: &Wrong, left: Fallen) -> Self {
        let (mut was, mut is) = (self.start.case(), self.start.case());
        was.fallen = self.fallen.clone();
        is.fallen = self.fallen.clone();
        if let Wrong::Entry(entry) = wrong {
            is.fallen.entry(*entry).or_insert(left);
        }
        for (event, entry) in self.events.iter().zip(1..) {
            let now = wrong.read(entry, event);
            if was.bears(law, event, entry) && !is.bears(law, now, entry) {
                is.fallen.entry(entry).or_insert(left);
            }
            was.take_again(law, event, entry);
            is.take_again(law, now, entry);
        }
        is
    }

    fn take_again(&mut self, law: &Law, event: &Event, entry: usize) {
        match self.fallen.get(&entry) {
            None => self.take(law, event),
            Some(Fallen::Whole) => self.events.push(event.clone()),
            Some(Fallen::ButItsEnds) => {
                self.events.push(event.clone());
                let effects = law.act(&event.act).map(|act| act.effects.clone()).unwrap_or_default();
                for effect in effects.iter().filter(|effect| effect.closes.is_none()) {
                    self.only_end(effect, event, entry);
                }
            }
        }
    }

    fn only_end(&mut self, effect: &Effect, event: &Event, entry: usize) {
        if !self.holds(effect, event) {
            return;
        }
        self.end_measures(effect, event, entry);
        for membership in self.memberships.iter_mut().filter(|m| m.to.is_none() && effect.leaves.contains(&m.list)) {
            membership.to = Some((event.on, entry));
        }
    }

    /// Whether an event bears what it says as things stand. What another authority decided and where the person moved
    /// does not fall with what the commune had written down wrongly.
    fn bears(&self, law: &Law, event: &Event, entry: usize) -> bool {
        let Some((act, regime)) = law.act(&event.act).zip(law.regime(event.regime)) else { return false };
        if self.is_void(entry) {
            return false;
        }
        let moves = |effect: &Effect| effect.departs || effect.moves || effect.returns || effect.follows;
        if act.stands || act.effects.iter().any(moves) {
            return true;
        }
        let request = asked(event);
        let question = Question { case: self, law, regime, act, request: &request, around: &Anywhere, dry: false };
        question.placed().is_ok() && question.guards().is_ok()
    }

    /// What runs is what the right history comes to; what has ended stays as it was. The new rows begin with the event.
    fn continued(&self, right: Self, event: &Event, how: &str) -> Self {
        let entry = self.events.len().saturating_add(1);
        let end = End { on: event.on, how: how.to_owned(), entry };
        let same = |a: &Measure, b: &Measure| a.state == b.state && a.entry == b.entry;
        let mut measures = self.measures.clone();
        for measure in &mut measures {
            let known = right.measures.iter().any(|other| same(other, measure));
            let runs = right.measures.iter().find(|other| other.open() && same(other, measure));
            if let Some(runs) = runs.filter(|_| measure.open()) {
                *measure = Measure { brought_back: measure.brought_back, ..runs.clone() };
            } else {
                measure.end.get_or_insert_with(|| end.clone());
                measure.undone = !known;
            }
        }
        let ran = |other: &Measure| self.measures.iter().any(|measure| measure.open() && same(other, measure));
        let back = right.measures.iter().filter(|other| other.open() && !ran(other));
        measures.extend(back.map(|other| Measure { brought_back: Some((event.on, entry)), ..other.clone() }));
        let memberships = self.lists_again(&right, event, entry);
        let running = self.clocks_again(&right, event);
        let Self { start, holdings, unit, resident_since, transit, .. } = self.clone();
        Self { start, unit, resident_since, holdings, measures, memberships, running, transit, ..right }
    }

    /// Off the lists on which nothing bears the person any more, and on those again that something does.
    fn lists_again(&self, right: &Self, event: &Event, entry: usize) -> Vec<super::Membership> {
        let on = |case: &Self, list: &str| case.memberships.iter().any(|m| m.to.is_none() && m.list == list);
        let mut memberships = self.memberships.clone();
        for membership in memberships.iter_mut().filter(|m| m.to.is_none() && !on(right, &m.list)) {
            membership.to = Some((event.on, entry));
        }
        let back = right.memberships.iter().filter(|m| m.to.is_none() && !on(self, &m.list));
        let unit = &self.unit;
        memberships.extend(back.map(|m| super::Membership { unit: unit.clone(), from: event.on, entry, ..m.clone() }));
        memberships
    }

    /// Time limits as if it had been right from the first; those that should never have run fall away.
    fn clocks_again(&self, right: &Self, event: &Event) -> Vec<super::Running> {
        let key = |r: &super::Running| (r.clock.clone(), r.regime, r.entry);
        let mut again: BTreeMap<_, _> = right.running.iter().map(|r| (key(r), r.clone())).collect();
        let mut running = Vec::with_capacity(self.running.len());
        for was in &self.running {
            running.push(again.remove(&key(was)).unwrap_or_else(|| {
                let dropped = was.dropped.or(Some(event.on).filter(|_| was.met.is_none()));
                super::Running { dropped, ..was.clone() }
            }));
        }
        running.extend(again.into_values());
        running
    }
}

/// What was asked when an event was written down.
fn asked(event: &Event) -> Request {
    Request {
        id: event.id,
        act: event.act.clone(),
        on: event.on,
        recorded: event.recorded,
        by: event.by.clone(),
        unit: event.unit.clone(),
        number: event.number.clone(),
        paper_date: Some(event.paper_date),
        signer: None,
        second: event.second.clone(),
        fields: event.fields.clone(),
    }
}

/// Units and numbers were asked when the act was written down.
struct Anywhere;

impl Surroundings for Anywhere {
    fn in_force(&self, _: &str, _: Date) -> bool {
        true
    }

    fn is_heir(&self, _: &str, _: &str, _: Date) -> bool {
        true
    }

    fn number_taken(&self, _: &str, _: &str, _: i16) -> bool {
        false
    }
}
