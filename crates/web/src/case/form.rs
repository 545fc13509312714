//! The form of an act: its fields from the law's tables, what the law would take of each, and what was typed.

use std::collections::BTreeMap;

use app::App;
use app::cases::{Around, CaseFile, Wanted};
use domain::access::{FieldClass, Role};
use domain::cases::{
    Act, Case, Field, FieldKind, Guard, Law, Measure, Moment, Refusal, RegimeLaw, Request, Rule, Value, is_of_commune,
    read_value,
};
use domain::units::UnitId;
use jiff::civil::{Date, Time};
use pages::account::Choice;
use pages::case_act::{ActField, ActForm, ActRefusal, PaperFaults, Shape};
use texts::Lang;
use uuid::Uuid;

use super::words;
use crate::account::units_near;
use crate::days;

/// Choices up to so many stand open; more are folded away.
const FEW: usize = 6;
/// Letters of a text, at most.
const TEXT_MAX: usize = 500;
/// Letters of a number of a paper, at most.
const NUMBER_MAX: usize = 60;
/// Letters of a signer, at most.
const SIGNER_MAX: usize = 200;
/// What every act sends beside its own fields.
const SENT: &[&str] = &["ma", "ngay", "gio", "co-quan", "so", "ngay-ky", "nguoi-ky", "buoc"];

/// What a form sent: names and values, in order.
#[derive(Default)]
pub struct Sent(pub Vec<(String, String)>);

impl Sent {
    /// What was typed into a field; empty where nothing was.
    pub fn get(&self, key: &str) -> &str {
        self.0.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value.trim())
    }

    /// Whether anything was sent at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether everything that was sent is a field of the act, or one of `more`.
    pub fn is_known(&self, act: &Act, more: &[&str]) -> bool {
        let of_act = |name: &str| {
            let field = name.strip_prefix("o-");
            field.is_some_and(|field| act.needs.iter().chain(&act.may).any(|known| known == field))
        };
        self.0.iter().all(|(name, _)| SENT.contains(&name.as_str()) || more.contains(&name.as_str()) || of_act(name))
    }
}

/// What fills in the form of one act for one reader.
pub struct Filler<'a> {
    pub app: &'a App,
    pub law: &'a Law,
    pub lang: Lang,
    /// The case, or an empty one of the unit for a file that is to be opened.
    pub case: &'a Case,
    pub act: &'a Act,
    /// The unit of who writes.
    pub own: UnitId,
    pub role: Role,
    /// The file as far as who writes may see it; none where there is none yet.
    pub file: Option<&'a CaseFile>,
}

impl<'a> Filler<'a> {
    /// The form as it was sent, or as it begins; nothing in it is called wrong yet.
    pub fn form(&self, sent: &Sent) -> ActForm {
        let day = self.decided_on(sent);
        let rule = self.rule(day);
        let offices = rule.map(|rule| self.offices(rule, sent, day)).unwrap_or_default();
        let fields: Vec<ActField> = self.fields(sent, day, &offices);
        let near = fields.iter().any(|field| field.shape == Shape::Unit);
        ActForm {
            act: self.act.id.clone(),
            title: self.act.title.clone(),
            paper: rule.map(|rule| rule.form.clone()).unwrap_or_default(),
            basis: rule.map(|rule| words::basis(rule.basis())).unwrap_or_default(),
            offices,
            day: if sent.is_empty() { self.app.today().to_string() } else { sent.get("ngay").to_owned() },
            hour: sent.get("gio").to_owned(),
            needs_paper: self.act.needs_paper(),
            number: sent.get("so").to_owned(),
            paper_day: sent.get("ngay-ky").to_owned(),
            signer: sent.get("nguoi-ky").to_owned(),
            fields,
            faults: PaperFaults::default(),
            units: if near { self.units() } else { Vec::new() },
            refusal: None,
        }
    }

    /// Reads what was sent; a form with each fault beside its field where something cannot be used.
    pub fn read(&self, sent: &Sent, id: Uuid) -> Result<Wanted, Box<ActForm>> {
        let mut form = self.form(sent);
        let day = self.day(sent.get("ngay"), &mut form.faults.day);
        let hour = self.hour(sent.get("gio"), &mut form.faults.hour);
        let paper_day = match sent.get("ngay-ky") {
            "" => None,
            typed => self.day(typed, &mut form.faults.paper_day),
        };
        let number = self.text(sent.get("so"), NUMBER_MAX, &mut form.faults.number);
        let signer = self.text(sent.get("nguoi-ky"), SIGNER_MAX, &mut form.faults.signer);
        for (typed, fault) in [(&number, &mut form.faults.number), (&signer, &mut form.faults.signer)] {
            if typed.is_empty() && self.act.needs_paper() {
                self.lang.files_act_missing().clone_into(fault);
            }
        }
        let office = sent.get("co-quan");
        if self.law.actor(office).is_none() {
            self.lang.files_act_bad_office().clone_into(&mut form.faults.office);
        }
        let on = day.unwrap_or_else(|| self.app.today());
        let mut fields = BTreeMap::new();
        for field in &mut form.fields {
            let Some(key) = field.name.strip_prefix("o-") else { continue };
            let typed = self.as_in_the_file(key, sent);
            match self.value(key, &typed, on) {
                Ok(Some(value)) => drop(fields.insert(key.to_owned(), value)),
                Ok(None) if field.required => self.lang.files_act_missing().clone_into(&mut field.fault),
                Ok(None) => {}
                Err(fault) => field.fault = fault,
            }
        }
        if form.wrong() > 0 {
            return Err(Box::new(form));
        }
        Ok(Wanted {
            id,
            act: self.act.id.clone(),
            on: Moment { day: on, hour },
            office: office.to_owned(),
            number: Some(number).filter(|number| !number.is_empty()),
            paper_date: paper_day,
            signer: Some(signer).filter(|signer| !signer.is_empty()),
            fields,
        })
    }

    /// A refusal by the law as the form shows it.
    pub fn refusal(&self, of: &Refusal) -> ActRefusal {
        // who sees nothing that was found or decided is not told how the file stands
        let told = self.file.is_none_or(|file| file.sees.iter().any(|class| *class != FieldClass::Identity));
        let (why, remedy) = words::refusal(self.app, self.law, self.lang, &self.as_seen(of), told);
        ActRefusal {
            why,
            remedy,
            basis: pages::case::Basis {
                citation: of.clause.clone(),
                mark: of.evidence.key().to_owned(),
                owner: of.owner.clone().unwrap_or_default(),
            },
        }
    }

    /// A refusal by how the case stands, with the states that who writes may see.
    fn as_seen(&self, of: &Refusal) -> Refusal {
        let mut seen = of.clone();
        let Some(file) = self.file.filter(|_| of.guard == Guard::State) else { return seen };
        let open = self.case.measures.iter().filter(|measure| measure.open() && file.shows(measure.entry));
        let states: Vec<&str> = open.map(Measure::shown).collect();
        let [_, asked] = seen.found;
        seen.found = [if states.is_empty() { "–".to_owned() } else { states.join(", ") }, asked];
        seen
    }

    /// Why somebody else has to agree, and who that can be; none where nobody has to, as far as the form can know.
    pub fn second(&self, office: &str) -> Option<(String, String)> {
        let lang = self.lang;
        let signs = App::signs(office).filter(|role| *role != self.role);
        let why = match signs {
            Some(_) => lang.files_act_second_signs(),
            None if self.act.of_two() => lang.files_act_second_act(),
            None if self.case.minor(self.app.today()) && self.act.changes() => lang.files_act_second_minor(),
            None => return None,
        };
        let who = signs.map_or(lang.files_act_second_other(), |role| self.app.say_role(role, lang));
        Some((why.to_owned(), who.to_owned()))
    }

    /// The day that decides which law the form follows.
    fn decided_on(&self, sent: &Sent) -> Date {
        let typed = |key| days::read(sent.get(key));
        typed("ngay-ky").or_else(|| typed("ngay")).unwrap_or_else(|| self.app.today())
    }

    fn rule(&self, day: Date) -> Option<&'a Rule> {
        self.law.on(day).and_then(|regime: &RegimeLaw| regime.rule(&self.act.id))
    }

    /// Offices of the rule that the law would take now; the one that the writer holds first.
    fn offices(&self, rule: &Rule, sent: &Sent, day: Date) -> Vec<Choice> {
        // about an entry only the office whose entry it is speaks
        let entry = Some(("entry", sent.get("o-entry"))).filter(|(_, typed)| !typed.is_empty());
        let said: Vec<(&str, &str)> = entry.into_iter().collect();
        let taken = |office: &&String| self.probe(office, day, &said) != Some(Guard::Authority);
        let mut offices: Vec<&String> = rule.by.iter().filter(taken).collect();
        if offices.is_empty() {
            offices = rule.by.iter().collect();
        }
        let typed = sent.get("co-quan");
        let own = offices.iter().position(|office| App::signs(office) == Some(self.role));
        let chosen = offices.iter().position(|office| *office == typed).or(own).unwrap_or(0);
        let choice =
            |(at, office): (usize, &&String)| Choice::new(office, &words::office(self.law, office), at == chosen);
        offices.iter().enumerate().map(choice).collect()
    }

    fn fields(&self, sent: &Sent, day: Date, offices: &[Choice]) -> Vec<ActField> {
        let office = offices.iter().find(|office| office.chosen).map_or("", |office| office.key.as_str());
        let needed = self.act.needs.iter().map(|key| (key, true));
        let all = needed.chain(self.act.may.iter().map(|key| (key, false)));
        all.filter_map(|(key, required)| {
            Some(
                self.field(self.law.field(key)?, required, sent, |option| self.takes(office, day, sent, (key, option))),
            )
        })
        .collect()
    }

    fn field(&self, of: &Field, required: bool, sent: &Sent, takes: impl Fn(&str) -> bool) -> ActField {
        let name = format!("o-{}", of.id);
        let value = sent.get(&name).to_owned();
        let option = |key: &str, text: &str| Choice::new(key, text, key == value);
        let said = |key: &String| {
            let word = words::option(self.lang, &of.id, key).map_or_else(|| key.clone(), str::to_owned);
            option(key, &word)
        };
        let lawful: Vec<&String> = of.options.iter().filter(|key| takes(key)).collect();
        let (shape, options) = match of.kind {
            FieldKind::Yes if required => {
                let (yes, no) = (self.lang.files_act_yes(), self.lang.files_act_no());
                (Shape::Few, vec![option("true", yes), option("false", no)])
            }
            FieldKind::Yes => (Shape::Tick, Vec::new()),
            FieldKind::Choice => {
                let offered: Vec<Choice> = match lawful.as_slice() {
                    [] => of.options.iter().map(said).collect(),
                    lawful => lawful.iter().map(|key| said(key)).collect(),
                };
                (if offered.len() > FEW || !required { Shape::Many } else { Shape::Few }, offered)
            }
            FieldKind::Number => (Shape::Number, Vec::new()),
            FieldKind::Date => (Shape::Date, Vec::new()),
            FieldKind::Unit => (Shape::Unit, Vec::new()),
            FieldKind::Text => (Shape::Text, Vec::new()),
        };
        let label = words::label(self.law, self.lang, &of.id);
        ActField { name, label, shape, required, value, options, fault: String::new() }
    }

    /// Whether the law would take an act with a choice, whatever else is said in it: one that a condition of the act
    /// itself refuses with everything beside it is not offered.
    fn takes(&self, office: &str, day: Date, sent: &Sent, (key, option): (&str, &str)) -> bool {
        // which of its values can be put right depends on the entry
        let entry = Some(("entry", sent.get("o-entry"))).filter(|(_, typed)| key == "corrected" && !typed.is_empty());
        let said: Vec<(&str, &str)> = entry.into_iter().chain([(key, option)]).collect();
        let own = |guard: Guard| !of_a_number(guard) && self.act.guards.iter().any(|own| own == guard.key());
        self.beside(key).iter().any(|more| {
            let said: Vec<(&str, &str)> = said.iter().chain(more).copied().collect();
            !self.probe(office, day, &said).is_some_and(own)
        })
    }

    /// What can be said beside a field and decide whether one of its choices is lawful: nothing, every box ticked, and
    /// each of these with a choice of another field. A urine sample is lawful with somebody of the same sex at hand.
    fn beside(&self, key: &str) -> Vec<Vec<(&'a str, &'a str)>> {
        let others = || self.act.needs.iter().chain(&self.act.may).filter_map(|other| self.law.field(other));
        let ticked = others().filter(|of| of.kind == FieldKind::Yes && of.id != key).map(|of| (of.id.as_str(), "true"));
        let ticked: Vec<(&str, &str)> = ticked.collect();
        let chosen = others().filter(|of| of.kind == FieldKind::Choice && of.id != key);
        let chosen = chosen.flat_map(|of| of.options.iter().map(|option| (of.id.as_str(), option.as_str())));
        let mut all = vec![Vec::new(), ticked.clone()];
        for choice in chosen {
            all.push(vec![choice]);
            all.push(ticked.iter().copied().chain([choice]).collect());
        }
        all
    }

    /// What would refuse the act on a day, with nothing else said.
    fn probe(&self, office: &str, day: Date, said: &[(&str, &str)]) -> Option<Guard> {
        let register = self.app.register();
        let value = |(key, option): &(&str, &str)| Some(((*key).to_owned(), read_value(self.law, key, option)?));
        let request = Request {
            id: Uuid::nil(),
            act: self.act.id.clone(),
            on: Moment::day(day),
            recorded: self.app.moment_now(),
            by: office.to_owned(),
            unit: is_of_commune(office).then(|| self.own.0.to_string()),
            number: None,
            paper_date: None,
            signer: None,
            second: Some(Uuid::nil().to_string()),
            fields: said.iter().filter_map(value).collect(),
        };
        let around = Around { register: &register, taken: false };
        self.case.try_act(self.law, &around, &request).err().map(|refusal| refusal.guard)
    }

    fn units(&self) -> Vec<(String, String)> {
        let place = self.app.register().province(self.own, self.app.today()).map(|province| province.unit);
        units_near(self.app, place.unwrap_or(self.own))
    }

    fn day(&self, typed: &str, fault: &mut String) -> Option<Date> {
        let day = days::read(typed);
        if day.is_none() {
            *fault = self.lang.files_act_bad_day(typed);
        }
        day
    }

    fn hour(&self, typed: &str, fault: &mut String) -> Option<Time> {
        let hour = typed.parse().ok();
        if hour.is_none() && !typed.is_empty() {
            *fault = self.lang.files_act_bad_hour(typed);
        }
        hour
    }

    fn text(&self, typed: &str, most: usize, fault: &mut String) -> String {
        let clean = domain::fold::clean(typed);
        if clean.chars().count() > most {
            *fault = self.lang.files_act_too_long(most);
        }
        clean
    }

    /// What was typed; an old or new value in the words of its field is turned into what the file keeps.
    fn as_in_the_file(&self, key: &str, sent: &Sent) -> String {
        let typed = sent.get(&format!("o-{key}"));
        let is_day = |field: &Field| field.kind == FieldKind::Date;
        if self.law.field(key).is_some_and(is_day) {
            return days::read(typed).map_or_else(|| typed.to_owned(), |day| day.to_string());
        }
        let of = self.law.field(sent.get("o-corrected")).filter(|_| matches!(key, "old_value" | "new_value"));
        let Some(of) = of else { return typed.to_owned() };
        let wanted = domain::fold::plain(typed);
        let called = |word: &str| domain::fold::plain(word) == wanted;
        let kept = match of.kind {
            FieldKind::Choice => {
                of.options.iter().find(|key| words::option(self.lang, &of.id, key).is_some_and(called)).cloned()
            }
            FieldKind::Yes if called(self.lang.files_act_yes()) => Some("true".to_owned()),
            FieldKind::Yes if called(self.lang.files_act_no()) => Some("false".to_owned()),
            FieldKind::Date => days::read(typed).map(|day| day.to_string()),
            _ => None,
        };
        kept.unwrap_or_else(|| typed.to_owned())
    }

    /// The value of a field; none where nothing was typed.
    fn value(&self, key: &str, typed: &str, on: Date) -> Result<Option<Value>, String> {
        let lang = self.lang;
        if typed.is_empty() {
            return Ok(None);
        }
        let kind = self.law.field(key).map_or(FieldKind::Text, |field| field.kind);
        let read = || read_value(self.law, key, typed);
        match kind {
            FieldKind::Unit => {
                let unit = self.app.commune_at(typed, on).ok_or_else(|| lang.files_act_bad_unit(typed))?;
                Ok(Some(Value::Text(unit.0.to_string())))
            }
            FieldKind::Text if typed.chars().count() > TEXT_MAX => Err(lang.files_act_too_long(TEXT_MAX)),
            FieldKind::Text => Ok(Some(Value::Text(domain::fold::clean(typed)))),
            FieldKind::Number => read().map(Some).ok_or_else(|| lang.files_act_bad_number(typed)),
            FieldKind::Date => read().map(Some).ok_or_else(|| lang.files_act_bad_day(typed)),
            FieldKind::Choice | FieldKind::Yes => read().map(Some).ok_or_else(|| lang.files_act_bad_choice(typed)),
        }
    }
}

/// Whether a condition asks for a number: no choice is left out for one that is not typed yet.
const fn of_a_number(guard: Guard) -> bool {
    matches!(guard, Guard::TermInLaw | Guard::PrivateStages | Guard::Residence30Days | Guard::CourseCounted)
}
