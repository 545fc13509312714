//! The six clears as fields of a form, and read back from it.

use app::App;
use app::tasks::Holder;
use domain::units::UnitId;
use pages::work_form::{Group, InputKind};
use programme::steering::body::Body;
use programme::tasks::{
    Authority, Clear, Clears, Duty, Every, EvidenceKind, PARTS_MAX, Part, Person, Place, Recurrence, Time,
};
use texts::Lang;

use super::{choices, of_province, words};
use crate::sent::{Sent, hinted, required};

/// Rows for results that a new form has.
const PARTS_SHOWN: usize = 3;

/// Who fills in the form, and for which unit.
pub struct Desk<'a> {
    /// The application.
    pub app: &'a App,
    /// Language of the reader.
    pub lang: Lang,
    /// The unit of the task; one's own for a new one.
    pub unit: UnitId,
    /// Whoever can be named.
    pub holders: &'a [Holder],
    /// Whether communes of the province can be chosen too.
    pub hands_down: bool,
    /// Bodies of the unit that can be chosen: their heads get the task.
    pub bodies: &'a [Body],
}

/// What the form of a task that is there begins with.
pub fn sent_of(title: &str, clears: &Clears) -> Sent {
    let mut sent = Sent::default();
    sent.put("ten", title);
    if let Some(person) = clears.person {
        sent.put("nguoi", person.assignee.to_string());
        sent.put("theo-doi", person.deputy.map(|deputy| deputy.to_string()).unwrap_or_default());
    }
    sent.put("viec", clears.work.clone().unwrap_or_default());
    if let Some(duty) = &clears.duty {
        sent.put("chu-tri", duty.leads.clone());
        sent.put("phoi-hop", duty.with.join("\n"));
    }
    if let Some(time) = clears.time {
        sent.put("tu", time.from.to_string());
        sent.put("han", time.due.to_string());
        if let Some(recurs) = time.recurs {
            sent.put("lap", recurs.every.key());
            sent.put("so-lan", recurs.times.to_string());
        }
    }
    for part in &clears.result {
        sent.put(&format!("kq-{}", part.no), part.what.clone());
        sent.put(&format!("do-{}", part.no), part.measure.clone());
        sent.put(&format!("mc-{}", part.no), part.evidence.key());
    }
    if let Some(authority) = &clears.authority {
        sent.put("so", authority.number.clone());
        sent.put("ngay-vb", authority.date.to_string());
        sent.put("dieu", authority.clause.clone());
        sent.put("duoc", authority.may.clone());
    }
    let listed = !clears.places.is_empty() && clears.places.iter().all(|place| place.unit.is_some());
    sent.put("noi", if listed { "danh-muc" } else { "nhap" });
    if !listed {
        sent.put("noi-ds", clears.places.iter().map(|place| place.name.as_str()).collect::<Vec<_>>().join("\n"));
    }
    sent
}

impl Desk<'_> {
    /// The fields, with what was typed.
    pub fn groups(&self, sent: &Sent) -> Vec<Group> {
        let group = |clear, inputs| Group { title: words::clear(self.lang, clear).to_owned(), inputs };
        let lang = self.lang;
        let title = required(sent.input(InputKind::Line, "ten", lang.task_i_title()));
        let work = required(sent.input(InputKind::Area, "viec", lang.task_i_work()));
        let (leads, with) = (lang.task_i_leads(), lang.task_i_with());
        vec![
            Group { title: String::new(), inputs: vec![title] },
            group(Clear::Person, self.people(sent)),
            group(Clear::Work, vec![hinted(work, lang.task_i_work_hint())]),
            group(
                Clear::Responsibility,
                vec![
                    required(sent.input(InputKind::Line, "chu-tri", leads)),
                    hinted(sent.input(InputKind::Area, "phoi-hop", with), lang.task_i_lines_hint()),
                ],
            ),
            group(Clear::Time, self.time(sent)),
            group(Clear::Result, self.results(sent)),
            group(
                Clear::Authority,
                vec![
                    required(sent.input(InputKind::Line, "so", lang.task_i_number())),
                    required(sent.input(InputKind::Date, "ngay-vb", lang.task_i_date())),
                    required(sent.input(InputKind::Line, "dieu", lang.task_i_clause())),
                    required(sent.input(InputKind::Line, "duoc", lang.task_i_may())),
                ],
            ),
        ]
    }

    fn people(&self, sent: &Sent) -> Vec<pages::work_form::Input> {
        let lang = self.lang;
        let own = choices(self.app, lang, self.unit, self.holders, false);
        let mut all = choices(self.app, lang, self.unit, self.holders, self.hands_down);
        for body in self.bodies {
            let key = format!("co-quan:{}", app::bodies::folded(&body.office.name));
            all.push((key, lang.task_i_person_body(&body.office.name)));
        }
        if self.bodies.len() > 1 {
            all.push(("moi-co-quan".to_owned(), lang.task_i_person_bodies(self.bodies.len())));
        }
        if self.hands_down {
            use domain::access::Role::{CommitteeChair, CommuneDepartment, Front, HealthStation, PoliceHead};
            for role in [PoliceHead, CommitteeChair, CommuneDepartment, HealthStation, Front] {
                all.push((format!("moi-xa:{}", role.key()), lang.task_i_person_all(self.app.say_role(role, lang))));
            }
        }
        let who = required(sent.choice("nguoi", lang.task_i_person(), &all));
        if self.hands_down {
            let only =
                hinted(sent.input(InputKind::Area, "xa-ds", lang.task_i_communes()), lang.task_i_communes_hint());
            let deputy = sent.choice("theo-doi", lang.task_i_deputy(), &own);
            return vec![hinted(who, lang.task_i_person_hint()), only, deputy];
        }
        vec![who, sent.choice("theo-doi", lang.task_i_deputy(), &own)]
    }

    fn time(&self, sent: &Sent) -> Vec<pages::work_form::Input> {
        let lang = self.lang;
        let mut every = vec![(String::new(), lang.task_every_none().to_owned())];
        every.extend(Every::ALL.iter().map(|of| (of.key().to_owned(), words::every(lang, *of).to_owned())));
        let below = self.app.places_below(self.unit, self.holders).len();
        let mut places = vec![("nhap".to_owned(), lang.task_i_hamlets_typed().to_owned())];
        if below > 0 {
            let text = if of_province(self.app, self.unit) {
                lang.task_i_communes_all(below)
            } else {
                lang.task_i_hamlets_all(below)
            };
            places.push(("danh-muc".to_owned(), text));
        }
        vec![
            required(sent.input(InputKind::Date, "tu", lang.task_i_from())),
            required(sent.input(InputKind::Date, "han", lang.task_i_due())),
            sent.choice("lap", lang.task_i_every(), &every),
            sent.input(InputKind::Number, "so-lan", lang.task_i_times()),
            sent.choice("noi", lang.task_i_hamlets(), &places),
            hinted(sent.input(InputKind::Area, "noi-ds", lang.task_i_places()), lang.task_i_places_hint()),
        ]
    }

    fn results(&self, sent: &Sent) -> Vec<pages::work_form::Input> {
        let lang = self.lang;
        let kinds: Vec<_> = EvidenceKind::ALL
            .iter()
            .map(|kind| (kind.key().to_owned(), words::evidence(lang, *kind).to_owned()))
            .collect();
        let filled = (1..=PARTS_MAX).rev().find(|no| !sent.get(&format!("kq-{no}")).is_empty()).unwrap_or_default();
        let shown = (filled + 1).clamp(PARTS_SHOWN, PARTS_MAX);
        let rows = (1..=shown).flat_map(|no| {
            let what = sent.input(InputKind::Line, &format!("kq-{no}"), &lang.task_i_result(no));
            [
                if no == 1 { required(what) } else { what },
                sent.input(InputKind::Line, &format!("do-{no}"), lang.task_i_measure()),
                sent.choice(&format!("mc-{no}"), lang.task_i_evidence_kind(), &kinds),
            ]
        });
        rows.collect()
    }

    /// What was typed, as far as it is filled; a sentence where something cannot be read. Whoever is named is read by
    /// who sends the form.
    pub fn read(&self, sent: &Sent) -> Result<(String, Clears), String> {
        let lang = self.lang;
        let some = |key: &str| Some(sent.get(key)).filter(|text| !text.is_empty());
        let deputy = sent.typed("theo-doi").parse().ok();
        let person = sent.typed("nguoi").parse().ok().map(|assignee| Person { assignee, deputy });
        let duty = some("chu-tri").map(|leads| Duty { leads, with: sent.lines("phoi-hop") });
        let time = self.read_time(sent)?;
        let date = sent.day(lang, "ngay-vb", lang.task_i_date())?;
        let authority = match (some("so"), date, some("dieu"), some("duoc")) {
            (Some(number), Some(date), Some(clause), Some(may)) => Some(Authority { number, date, clause, may }),
            _ => None,
        };
        let recurs = time.is_some_and(|time| time.recurs.is_some());
        let places = if recurs { self.read_places(sent) } else { Vec::new() };
        let clears = Clears { person, work: some("viec"), duty, time, result: read_parts(sent), authority, places };
        Ok((sent.get("ten"), clears))
    }

    fn read_time(&self, sent: &Sent) -> Result<Option<Time>, String> {
        let lang = self.lang;
        let from = sent.day(lang, "tu", lang.task_i_from())?;
        let due = sent.day(lang, "han", lang.task_i_due())?;
        let times = sent.number(lang, "so-lan", lang.task_i_times(), 1_u8)?;
        let recurs = Every::from_key(sent.typed("lap")).map(|every| Recurrence { every, times });
        Ok(from.zip(due).map(|(from, due)| Time { from, due, recurs }))
    }

    fn read_places(&self, sent: &Sent) -> Vec<Place> {
        if sent.typed("noi") == "danh-muc" {
            return self.app.places_below(self.unit, self.holders);
        }
        let rows = (1_u16..).zip(sent.lines("noi-ds"));
        rows.map(|(no, name)| Place { no, name, unit: None, holder: None }).collect()
    }
}

/// The results that were typed; what has no measure is not clear and is left to be filled.
fn read_parts(sent: &Sent) -> Vec<Part> {
    let part = |no: u8| {
        let what = Some(sent.get(&format!("kq-{no}"))).filter(|text| !text.is_empty())?;
        let measure = sent.get(&format!("do-{no}"));
        let evidence = EvidenceKind::from_key(sent.typed(&format!("mc-{no}")))?;
        Some(Part { no, what, measure, evidence })
    };
    (1..=u8::try_from(PARTS_MAX).unwrap_or(u8::MAX)).filter_map(part).collect()
}
