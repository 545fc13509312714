//! A written case played through, as people and programs read its answer. Nothing is stored.

mod refusals;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use domain::cases::rehearsal::{Fault, Rehearsal, Step, differences, play, read};
use domain::cases::{Basis, Case, Law, Moment, NoteKind, Standing, Surroundings};
use serde::Serialize;
use texts::Lang;

pub use refusals::{named, say_defect, say_fault, say_finding, say_guard, say_note, say_refusal};
pub use text::write;

/// The whole answer.
#[derive(Debug, Serialize)]
pub struct Answer {
    /// What the case is about.
    pub title: String,
    /// One answer an act, in the order of the file.
    pub acts: Vec<ActAnswer>,
    /// How things stand at `as_of`.
    pub end: Situation,
    /// Every time on a list, with the ground of entry and of removal.
    pub memberships: Vec<ListTime>,
    /// The choices in force where the law is silent.
    pub switches: BTreeMap<String, String>,
    /// What the calendar had to assume.
    pub calendar: Vec<String>,
    /// Where the file expected something else.
    pub differences: Vec<Difference>,
}

/// What came of one act.
#[derive(Debug, Serialize)]
pub struct ActAnswer {
    /// Number of its table, from 1.
    pub table: usize,
    /// When.
    pub on: Moment,
    /// Which act.
    pub act: String,
    /// Its legal name.
    pub title: String,
    /// In which office.
    pub by: String,
    /// `accepted`, `refused`, `held`.
    pub result: &'static str,
    /// The regime of its paper; none before the first.
    pub regime: Option<&'static str>,
    /// The clause that it rests on, or that refuses it.
    pub clause: String,
    /// How well that clause is known.
    pub evidence: &'static str,
    /// Who confirms it where it was not read; the line is configurable.
    pub owner: Option<String>,
    /// The form, of what was accepted.
    pub form: Option<String>,
    /// The condition that refuses.
    pub guard: Option<&'static str>,
    /// Why.
    pub reason: Option<String>,
    /// What would make it lawful.
    pub remedy: Option<&'static str>,
    /// How things stand afterwards.
    #[serde(flatten)]
    pub after: Situation,
}

/// How a case stands.
#[derive(Debug, Serialize)]
pub struct Situation {
    /// The instant at which clocks are read.
    pub as_of: Moment,
    /// The unit that holds the case.
    pub unit: String,
    /// The states that show.
    pub states: Vec<StateAnswer>,
    /// The lists that the person is on.
    pub lists: Vec<ListAnswer>,
    /// Where the person is moving to; counted once, by the sender.
    pub in_transit_to: Option<String>,
    /// Time limits: started, met, late.
    pub clocks: Vec<ClockAnswer>,
    /// Numbers of the accepted acts that are contested and not yet settled.
    pub contested: Vec<i32>,
    /// What is worth knowing.
    pub notes: Vec<NoteAnswer>,
    /// What could lawfully come next.
    pub next: Vec<NextAnswer>,
    /// Why nothing more can happen.
    pub closed: Option<&'static str>,
}

/// A state.
#[derive(Debug, Serialize)]
pub struct StateAnswer {
    /// `S0` … `SG`.
    pub id: String,
    /// The legal name.
    pub title: String,
    /// The regime whose duration it has.
    pub regime: &'static str,
    /// Since when.
    pub since: Moment,
    /// The last day of the term.
    pub until: Option<String>,
    /// The same under the other choice, and the switch.
    pub until_otherwise: Option<(String, &'static str)>,
    /// Days of the term that were left when it was suspended.
    pub days_left: Option<i32>,
}

/// A list that the person is on.
#[derive(Debug, Serialize)]
pub struct ListAnswer {
    /// `users`, `addicts`, `post`.
    pub id: String,
    /// The legal name.
    pub title: String,
    /// Of which unit.
    pub unit: String,
    /// Since when.
    pub since: Moment,
}

/// A time on a list.
#[derive(Debug, Serialize)]
pub struct ListTime {
    /// Which list.
    pub list: String,
    /// Of which unit.
    pub unit: String,
    /// Since when.
    pub from: Moment,
    /// The act and clause of the entry.
    pub ground_of_entry: String,
    /// Until when.
    pub to: Option<Moment>,
    /// The act and clause of the removal.
    pub ground_of_removal: Option<String>,
}

/// A time limit.
#[derive(Debug, Serialize)]
pub struct ClockAnswer {
    /// Its name.
    pub id: String,
    /// What is to be done.
    pub title: String,
    /// Clocks of one duty stand together.
    pub duty: String,
    /// Who has to act.
    pub by: String,
    /// Number of the act, among those accepted, that started it.
    pub entry: usize,
    /// Since when.
    pub from: Moment,
    /// Until when.
    pub due: String,
    /// `open`, `late`, `met`, `met_late`, `lapsed`, `missed`.
    pub standing: &'static str,
    /// When it was met.
    pub met_at: Option<Moment>,
    /// Whether it is the stricter of its duty.
    pub binding: bool,
    /// Its clause.
    pub clause: String,
    /// How well that is known.
    pub evidence: &'static str,
    /// Who confirms it.
    pub owner: Option<String>,
}

/// Something worth knowing.
#[derive(Debug, Serialize)]
pub struct NoteAnswer {
    /// Which.
    pub note: String,
    /// Number of the act among those accepted.
    pub entry: usize,
    /// In a sentence.
    pub text: String,
}

/// An act that could lawfully come next.
#[derive(Debug, Serialize)]
pub struct NextAnswer {
    /// The act.
    pub act: String,
    /// Its legal name.
    pub title: String,
    /// Who may do it.
    pub by: Vec<String>,
    /// Its clause.
    pub clause: String,
    /// Fields that must be given.
    pub needs: Vec<String>,
}

/// Something else came than the file expected.
#[derive(Debug, Serialize)]
pub struct Difference {
    /// Number of the table; 0 for the end.
    pub table: usize,
    /// What was expected.
    pub expected: String,
    /// What came.
    pub came: String,
}

/// Reads and plays a written case. Faults of the file are listed all at once.
pub fn rehearse(law: &mut Law, around: &dyn Surroundings, text: &str, lang: Lang) -> Result<Answer, Vec<Fault>> {
    let rehearsal = read(law, text)?;
    let steps = play(law, around, &rehearsal);
    let teller = Teller { law, around, lang };
    Ok(teller.answer(&rehearsal, &steps))
}

struct Teller<'a> {
    law: &'a Law,
    around: &'a dyn Surroundings,
    lang: Lang,
}

impl Teller<'_> {
    fn answer(&self, rehearsal: &Rehearsal, steps: &[Step]) -> Answer {
        let last = steps.last();
        let as_of = rehearsal.as_of.or(last.map(|step| step.asked.request.on));
        let as_of = as_of.unwrap_or(Moment { day: jiff::civil::Date::ZERO, hour: None });
        let case = last.map_or(&rehearsal.case, |step| &step.case);
        let differs = differences(self.law, self.around, rehearsal, steps);
        Answer {
            title: rehearsal.title.clone(),
            acts: steps.iter().map(|step| self.act(step)).collect(),
            end: self.situation(case, as_of),
            memberships: self.memberships(case),
            switches: self.law.switches.iter().map(|s| (s.id.clone(), self.law.choice(&s.id).to_owned())).collect(),
            calendar: self.calendar(case, as_of),
            differences: differs
                .into_iter()
                .map(|(table, expected, came)| Difference { table, expected, came })
                .collect(),
        }
    }

    fn act(&self, step: &Step) -> ActAnswer {
        let request = &step.asked.request;
        let (basis, form, refusal) = match &step.outcome {
            Ok(change) => (change.basis(), Some(change.form().to_owned()), None),
            Err(refusal) => {
                let owner = refusal.owner.as_deref();
                (Basis { citation: &refusal.clause, evidence: refusal.evidence, owner }, None, Some(refusal))
            }
        };
        let said = refusal.map(|refusal| say_guard(self.law, self.lang, refusal.guard, &refusal.found));
        let regime = self.law.on(request.decided_on()).map(|law| law.regime.key());
        ActAnswer {
            table: step.asked.table,
            on: request.on,
            act: request.act.clone(),
            title: self.law.act(&request.act).map_or_else(String::new, |act| act.title.clone()),
            by: request.by.clone(),
            result: step.result(),
            regime,
            clause: basis.citation.to_owned(),
            evidence: basis.evidence.key(),
            owner: basis.owner.map(str::to_owned),
            form,
            guard: refusal.map(|refusal| refusal.guard.key()),
            reason: said.as_ref().map(|(reason, _)| reason.clone()),
            remedy: said.map(|(_, remedy)| remedy),
            after: self.situation(&step.case, request.on),
        }
    }

    fn situation(&self, case: &Case, as_of: Moment) -> Situation {
        Situation {
            as_of,
            unit: case.unit.clone(),
            states: self.states(case),
            lists: self.lists(case),
            in_transit_to: case.transit.as_ref().map(|transit| transit.to.clone()),
            clocks: self.clocks(case, as_of),
            contested: case.contested().into_iter().collect(),
            notes: case.notes.iter().map(|note| self.note(note.kind, note.entry)).collect(),
            next: self.next(case, as_of),
            closed: case.closed.map(|closed| match closed {
                domain::cases::Closed::Death => "death",
                domain::cases::Closed::Missing => "missing",
                domain::cases::Closed::Erased => "erased",
            }),
        }
    }

    fn states(&self, case: &Case) -> Vec<StateAnswer> {
        let open = case.measures.iter().filter(|measure| measure.open());
        open.map(|measure| StateAnswer {
            id: measure.shown().to_owned(),
            title: self.law.state(measure.shown()).map_or_else(String::new, |state| state.title.clone()),
            regime: measure.regime.key(),
            since: measure.opened,
            until: measure.term_end.filter(|_| measure.pause.is_none()).map(|day| day.to_string()),
            until_otherwise: measure.other_end.map(|(day, switch)| (day.to_string(), switch)),
            days_left: measure.pause.as_ref().and_then(|pause| pause.days_left),
        })
        .collect()
    }

    fn lists(&self, case: &Case) -> Vec<ListAnswer> {
        let on = case.memberships.iter().filter(|membership| membership.to.is_none());
        on.map(|membership| ListAnswer {
            id: membership.list.clone(),
            title: self.list_title(&membership.list),
            unit: membership.unit.clone(),
            since: membership.from,
        })
        .collect()
    }

    fn list_title(&self, id: &str) -> String {
        self.law.lists.iter().find(|list| list.id == id).map_or_else(String::new, |list| list.title.clone())
    }

    fn memberships(&self, case: &Case) -> Vec<ListTime> {
        let ground = |entry: usize| {
            let event = case.events.get(entry.saturating_sub(1));
            let rule = event.and_then(|event| Some((event, self.law.regime(event.regime)?.rule(&event.act)?)));
            rule.map_or_else(String::new, |(event, rule)| format!("{}: {}", event.act, rule.citation))
        };
        case.memberships
            .iter()
            .map(|membership| ListTime {
                list: membership.list.clone(),
                unit: membership.unit.clone(),
                from: membership.from,
                ground_of_entry: ground(membership.entry),
                to: membership.to.map(|(to, _)| to),
                ground_of_removal: membership.to.map(|(_, entry)| ground(entry)),
            })
            .collect()
    }

    fn clocks(&self, case: &Case, as_of: Moment) -> Vec<ClockAnswer> {
        let clocks = case.clocks(self.law, as_of.latest());
        let told = clocks.iter().map(|clock| ClockAnswer {
            id: clock.line.id.clone(),
            title: clock.line.title.clone(),
            duty: clock.line.duty().to_owned(),
            by: clock.office.to_owned(),
            entry: clock.entry,
            from: clock.from,
            due: clock.due.to_string(),
            standing: clock.standing.key(),
            met_at: clock.met,
            binding: clock.binding,
            clause: clock.line.citation.clone(),
            evidence: clock.line.evidence.key(),
            owner: clock.line.owner.clone(),
        });
        told.collect()
    }

    fn note(&self, kind: NoteKind, entry: usize) -> NoteAnswer {
        NoteAnswer { note: kind.key(), entry, text: refusals::say_note(self.lang, kind) }
    }

    fn next(&self, case: &Case, as_of: Moment) -> Vec<NextAnswer> {
        let next = case.next(self.law, self.around, as_of).into_iter();
        next.map(|next| NextAnswer {
            act: next.act.id.clone(),
            title: next.act.title.clone(),
            by: next.rule.by.clone(),
            clause: next.rule.citation.clone(),
            needs: next.act.needs.clone(),
        })
        .collect()
    }

    /// Years that clocks of this case fall in and whose holidays nobody has decided, or recorded as decided.
    fn calendar(&self, case: &Case, as_of: Moment) -> Vec<String> {
        let calendar = &self.law.calendar;
        let ends = case.clocks(self.law, as_of.latest()).into_iter().filter(|c| c.standing != Standing::Lapsed);
        let working = ends.filter(|clock| clock.line.within.as_deref().is_some_and(|within| within.ends_with("wd")));
        let years: BTreeSet<i16> = working.flat_map(|clock| [clock.from.day.year(), clock.due.year()]).collect();
        let mut told = Vec::new();
        for year in years.into_iter().filter(|year| calendar.decision(*year).is_none()) {
            told.push(if calendar.knows(year) {
                self.lang.cases_year_default(year, &calendar.why)
            } else {
                self.lang.cases_year_unknown(year)
            });
        }
        told
    }
}
