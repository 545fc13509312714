//! Fills in the page of a file with what its reader may see: nothing that an event of a hidden class brought.

use std::collections::HashMap;

use app::App;
use app::cases::{Around, CaseFile, Meta, SeatKind, TeamSeat};
use app::papers::Offered;
use app::rehearsal::say_note;
use domain::access::{Action, FieldClass, Purpose};
use domain::cases::{
    Case, Clock, Closed, Event, Evidence, Law, Measure, Membership, Moment, Next, Standing, Value, class_of,
    purposes_of, read_value,
};
use domain::persons::Field;
use jiff::ToSpan as _;
use pages::case::{
    Basis, CaseFile as Page, ClockRow, EventRow, ListRow, MeasureRow, MemberRow, PaperRow, Residence, ResidencePeriod,
    RightsBox, StepRow, SupportRow,
};
use texts::Lang;
use uuid::Uuid;

use super::{extract_reopens, frame, is_police, path_of, path_of_act, words};
use crate::scope::{Scope, crumb};
use crate::visitor::{Visitor, unit_name};

/// What a limit asks for is shown first when it is due within so many days.
const SOON_DAYS: i64 = 31;

/// A file for one reader.
pub struct View<'a> {
    pub app: &'a App,
    pub law: &'a Law,
    pub lang: Lang,
    pub file: &'a CaseFile,
    pub visitor: &'a Visitor,
    /// Names of accounts, by id.
    pub names: HashMap<Uuid, String>,
    /// Every seat there ever was in the team.
    pub team: Vec<TeamSeat>,
}

impl View<'_> {
    /// The page.
    pub fn page(&self, scope: &Scope) -> Page {
        let (file, lang, case) = (self.file, self.lang, self.case());
        let name = self.name();
        let path = path_of(file.person);
        let steps = vec![crumb(lang.files_menu_files(), Some("/ho-so".to_owned())), crumb(&name, None)];
        let (measures, past) = self.measures();
        let (clocks, clocks_over) = self.clocks();
        let (due_steps, own_steps, any_steps) = self.steps();
        let papers = self.papers(&due_steps, &own_steps);
        let today = file.at.date();
        Page {
            frame: frame(scope, &path, steps),
            id: file.person.to_string(),
            name,
            year: file.identity.birth_year().map(|year| year.to_string()).unwrap_or_default(),
            minor: file.minor(),
            unit: unit_name(self.app, file.unit, lang),
            purpose: words::purpose(self.app, lang, file.purpose),
            transit: case
                .transit
                .as_ref()
                .map(|transit| (self.app.say_case_unit(&transit.to, today, lang), words::day(lang, transit.since.day))),
            closed: self.closed(),
            contested: self.contested(),
            restricted: self.restricted(),
            measures,
            past,
            lists: self.lists(),
            clocks,
            clocks_over,
            due_steps,
            steps: own_steps,
            any_steps,
            events: self.events(),
            papers,
            support: self.support(),
            support_href: self.offered("record_support"),
            team: self.team.iter().filter(|seat| seat.sits).map(|seat| self.member(seat)).collect(),
            residence: self.residence(),
            rights: self.rights(),
            at: words::instant(lang, file.at),
        }
    }

    const fn case(&self) -> &Case {
        &self.file.case
    }

    /// What the person is called.
    pub fn name(&self) -> String {
        let identity = &self.file.identity;
        let called = identity.get(Field::FullName).or_else(|| identity.get(Field::OtherName));
        called.unwrap_or(self.lang.files_today_nameless()).to_owned()
    }

    fn closed(&self) -> String {
        let why = match self.case().closed {
            None => return String::new(),
            Some(Closed::Death) => self.lang.cases_closed_death(),
            Some(Closed::Missing) => self.lang.cases_closed_missing(),
            Some(Closed::Erased) => self.lang.cases_closed_erased(),
        };
        why.to_owned()
    }

    fn contested(&self) -> String {
        self.case().contested().iter().map(i32::to_string).collect::<Vec<_>>().join(", ")
    }

    /// Classes that the purpose leaves out, in words.
    fn restricted(&self) -> String {
        let hidden = [FieldClass::Health, FieldClass::Violation].into_iter().filter(|of| !self.file.sees.contains(of));
        hidden.map(|class| self.app.say_class(class, self.lang)).collect::<Vec<_>>().join(", ")
    }

    fn event(&self, entry: usize) -> Option<&Event> {
        entry.checked_sub(1).and_then(|at| self.case().events.get(at))
    }

    /// What an entry rests on; entry 0 is the opening.
    fn basis(&self, entry: usize) -> Basis {
        let Some(meta) = self.file.entries.get(entry) else { return Basis::default() };
        let event = self.event(entry);
        let rule = event.and_then(|event| self.law.regime(event.regime)?.rule(&event.act));
        let owner = rule.and_then(|rule| rule.owner.clone()).unwrap_or_default();
        let mark = meta.evidence.map_or("", Evidence::key);
        Basis { citation: meta.clause.clone(), mark: mark.to_owned(), owner }
    }

    fn act_title(&self, act: &str) -> String {
        self.law.act(act).map_or_else(|| act.to_owned(), |act| act.title.clone())
    }

    /// Measures that run, and those that ended, newest first.
    fn measures(&self) -> (Vec<MeasureRow>, Vec<MeasureRow>) {
        let seen = self.case().measures.iter().filter(|measure| self.file.shows(measure.entry));
        let (running, mut over): (Vec<_>, Vec<_>) = seen.partition(|measure| measure.open());
        over.reverse();
        let rows = |of: Vec<&Measure>| of.into_iter().map(|measure| self.measure(measure)).collect();
        (rows(running), rows(over))
    }

    fn measure(&self, of: &Measure) -> MeasureRow {
        let lang = self.lang;
        let switch =
            |id: &str| self.law.switches.iter().find(|switch| switch.id == id).map(|switch| switch.title.clone());
        let how = |how: &str| words::how(lang, how).unwrap_or(lang.files_file_measure_carried()).to_owned();
        MeasureRow {
            title: words::state(self.law, of.shown()),
            regime: of.regime.key().to_owned(),
            since: words::moment(lang, of.opened),
            until: of.term_end.map(|day| words::day(lang, day)).unwrap_or_default(),
            other: of.other_end.map(|(day, id)| (words::day(lang, day), switch(id).unwrap_or_default())),
            paused: of.pause.as_ref().map(|pause| (words::day(lang, pause.since), pause.days_left)),
            over: of.end.as_ref().map(|end| (words::moment(lang, end.on), how(&end.how))),
            minor: of.minor,
            back: of.brought_back.map(|(on, entry)| (words::moment(lang, on), entry)),
            entry: of.entry,
            basis: self.basis(of.entry),
        }
    }

    /// Times on lists, those in force first.
    fn lists(&self) -> Vec<ListRow> {
        let mut seen: Vec<&Membership> =
            self.case().memberships.iter().filter(|of| self.file.shows(of.entry)).rev().collect();
        seen.sort_by_key(|of| of.to.is_some());
        seen.into_iter().map(|of| self.list(of)).collect()
    }

    fn list(&self, of: &Membership) -> ListRow {
        let step = |on: Moment, entry: usize| {
            let shown = self.event(entry).filter(|_| self.file.shows(entry));
            let title = shown.map_or_else(|| "–".to_owned(), |event| self.act_title(&event.act));
            (words::moment(self.lang, on), entry, title)
        };
        ListRow {
            title: words::list(self.law, &of.list),
            unit: self.app.say_case_unit(&of.unit, of.from.day, self.lang),
            from: step(of.from, of.entry),
            basis: self.basis(of.entry),
            to: of.to.map(|(on, entry)| step(on, entry)),
        }
    }

    /// Time limits that wait, and those that passed, newest first.
    fn clocks(&self) -> (Vec<ClockRow>, Vec<ClockRow>) {
        let seen = self.case().clocks(self.law, self.file.at).into_iter().filter(|clock| self.file.shows(clock.entry));
        let (waiting, mut over): (Vec<_>, Vec<_>) =
            seen.partition(|clock| matches!(clock.standing, Standing::Open | Standing::Late));
        over.reverse();
        let rows = |of: Vec<Clock<'_>>| of.iter().map(|clock| self.clock(clock)).collect();
        (rows(waiting), rows(over))
    }

    fn clock(&self, of: &Clock<'_>) -> ClockRow {
        ClockRow {
            title: of.line.title.clone(),
            owes: words::office(self.law, of.office),
            due: words::instant(self.lang, of.due),
            due_iso: words::machine(of.due),
            standing: of.standing.key(),
            met: of.met.map(|met| words::moment(self.lang, met)).unwrap_or_default(),
            binding: of.binding,
            window: of.line.window,
            basis: words::basis(of.line.basis()),
            default_year: self.default_year(of),
        }
    }

    /// The year of a waiting limit whose holidays are counted by the default.
    fn default_year(&self, of: &Clock<'_>) -> String {
        let year = app::cases::default_year(self.law, of.line, of.from.day, of.due.date());
        year.filter(|_| of.met.is_none()).map(|year| year.to_string()).unwrap_or_default()
    }

    /// Acts that may come next for the purpose of the file: asked for by a limit, under the measure, at any time.
    fn steps(&self) -> (Vec<StepRow>, Vec<StepRow>, Vec<StepRow>) {
        let register = self.app.register();
        let around = Around { register: &register, taken: false };
        let now = Moment { day: self.file.at.date(), hour: Some(self.file.at.time()) };
        let waiting = self.waiting();
        let (mut due, mut own, mut any) = (Vec::new(), Vec::new(), Vec::new());
        for next in self.case().next(self.law, &around, now) {
            let asked = purposes_of(next.act).contains(&self.file.purpose);
            if !asked || !self.file.sees.contains(&class_of(&next.act.id)) {
                continue;
            }
            let at = waiting.iter().find(|(act, _)| *act == next.act.id).map(|(_, due)| due);
            let row = self.step(&next, at.cloned().unwrap_or_default());
            match (&row.due, next.act.states.iter().any(|state| state == "any")) {
                (due_at, _) if !due_at.is_empty() => due.push(row),
                (_, true) => any.push(row),
                (_, false) => own.push(row),
            }
        }
        (due, own, any)
    }

    /// The act that a running limit asks for first, with when it is due: what is late, or due within a month.
    fn waiting(&self) -> Vec<(String, String)> {
        let soon = self.file.at.saturating_add(SOON_DAYS.days());
        let clocks = self.case().clocks(self.law, self.file.at);
        let running = clocks.iter().filter(|clock| {
            let runs = matches!(clock.standing, Standing::Open | Standing::Late);
            runs && clock.binding && !clock.line.window && clock.due <= soon
        });
        let first =
            |clock: &Clock<'_>| Some((clock.line.met_by.first()?.clone(), words::instant(self.lang, clock.due)));
        running.filter_map(first).collect()
    }

    fn step(&self, next: &Next<'_>, due: String) -> StepRow {
        let offices = next.rule.by.iter().map(|office| words::office(self.law, office));
        StepRow {
            href: self.offered(&next.act.id),
            title: next.act.title.clone(),
            form: next.rule.form.clone(),
            by: offices.collect::<Vec<_>>().join(" / "),
            due,
            second: next.act.of_two() || self.file.minor() && next.act.changes(),
            basis: words::basis(next.rule.basis()),
        }
    }

    /// The form of an act; empty for who may not record any. An act of another purpose asks for that purpose first.
    fn offered(&self, act: &str) -> String {
        // a member of the team writes down checks and help, which the use case asks of the policy
        let may = self.visitor.may(Action::RecordEvent) || matches!(act, "residence_check" | "record_support");
        // of a closed file one complains, and what closed it can be undone
        let closed = match self.case().closed {
            None => false,
            Some(Closed::Erased) => true,
            Some(_) => !matches!(act, "contest_entry" | "settle_contest" | "annul_entry"),
        };
        if may && !closed { path_of_act(self.file.person, act) } else { String::new() }
    }

    /// What happened, newest first.
    fn events(&self) -> Vec<EventRow> {
        let contested = self.case().contested();
        let numbered = self.case().events.iter().enumerate().map(|(at, event)| (at + 1, event));
        let seen = numbered.filter(|(entry, _)| self.file.shows(*entry));
        let rows = seen.map(|(entry, event)| EventRow {
            contested: i32::try_from(entry).is_ok_and(|entry| contested.contains(&entry)),
            ..self.event_row(entry, event)
        });
        let mut rows: Vec<_> = rows.collect();
        rows.reverse();
        rows
    }

    /// What is worth knowing beside an act: the step of the ladder of breaches, a birth date that makes a child, what
    /// became of it.
    fn notes(&self, entry: usize) -> Vec<String> {
        let (case, lang) = (self.case(), self.lang);
        let notes = case.notes.iter().filter(|note| note.entry == entry).map(|note| say_note(lang, note.kind));
        let corrected =
            case.corrections(entry).filter(|(number, _)| self.file.shows(*number)).map(|(number, event)| {
                let said = |key: &str| match event.fields.get(key) {
                    Some(value) => self.field_words(event, key, value),
                    None => lang.files_file_event_nothing().to_owned(),
                };
                let (day, field) = (words::moment(lang, event.on), said("corrected"));
                lang.files_file_event_corrected(field, said("old_value"), said("new_value"), number, day)
            });
        let void = case.is_void(entry).then(|| lang.files_file_event_void().to_owned());
        notes.chain(corrected).chain(void).collect()
    }

    /// A value that was written down with an event; what a correction says, in the words of the field that it corrects.
    fn field_words(&self, event: &Event, key: &str, value: &Value) -> String {
        let field = event.text_of("corrected").filter(|_| matches!(key, "old_value" | "new_value"));
        let said =
            field.zip(event.text_of(key)).and_then(|(field, text)| Some((field, read_value(self.law, field, text)?)));
        let (key, value) = said.as_ref().map_or((key, value), |(field, value)| (*field, value));
        words::value(self.app, self.law, self.lang, key, value, event.on.day)
    }

    /// The form that puts a value of an entry right; empty where nothing of it can be, or nobody here may.
    fn correct(&self, entry: usize, event: &Event) -> String {
        let path = self.offered("correct_entry");
        let act = self.law.act(&event.act).filter(|_| !self.case().is_void(entry) && !path.is_empty());
        let some = act.is_some_and(|act| event.fields.keys().any(|field| act.correctable(self.law, field)));
        if some { format!("{path}?viec={entry}") } else { String::new() }
    }

    fn event_row(&self, entry: usize, event: &Event) -> EventRow {
        let (lang, law) = (self.lang, self.law);
        let meta = self.file.entries.get(entry);
        let fields =
            event.fields.iter().map(|(key, value)| (words::label(law, lang, key), self.field_words(event, key, value)));
        EventRow {
            entry,
            when: words::moment(lang, event.on),
            title: self.act_title(&event.act),
            basis: self.basis(entry),
            paper: (event.number.clone().unwrap_or_default(), words::day(lang, event.paper_date)),
            signer: meta.and_then(|meta| meta.signer.clone()).unwrap_or_default(),
            office: words::office(law, &event.by),
            entered: meta.map(|meta| self.entered(meta)).unwrap_or_default(),
            agreed: meta.and_then(|meta| meta.second).map(|second| self.holder(second)).unwrap_or_default(),
            fields: fields.collect(),
            notes: self.notes(entry),
            contested: false,
            correct: self.correct(entry, event),
        }
    }

    fn entered(&self, meta: &Meta) -> (String, String) {
        let name = meta.account.map(|id| crate::account::called(&self.names, id, self.lang).to_owned());
        let who = name.unwrap_or_else(|| self.lang.account_somebody().to_owned());
        (who, app::written(meta.recorded_at))
    }

    /// The name of whoever held an appointment.
    fn holder(&self, appointment: Uuid) -> String {
        crate::account::called(&self.names, appointment, self.lang).to_owned()
    }

    fn of_act<'s>(&'s self, act: &'s str) -> impl Iterator<Item = &'s Event> {
        self.case().events.iter().filter(move |event| event.act == act)
    }

    fn said(&self, event: &Event, key: &str) -> String {
        let said = event.fields.get(key);
        said.map(|value| words::value(self.app, self.law, self.lang, key, value, event.on.day)).unwrap_or_default()
    }

    fn support(&self) -> Vec<SupportRow> {
        let rows = self.of_act("record_support").map(|event| SupportRow {
            what: self.said(event, "support"),
            outcome: self.said(event, "outcome"),
            day: words::moment(self.lang, event.on),
        });
        let mut rows: Vec<_> = rows.collect();
        rows.reverse();
        rows
    }

    fn residence(&self) -> Residence {
        let lang = self.lang;
        let row = |event: &Event| {
            let (what, how) = match event.act.as_str() {
                "verify_residence" => (lang.files_file_residence_verified(), self.verified(event)),
                "move_within" => (lang.files_file_residence_within(), self.said(event, "residence")),
                "residence_check" => (lang.files_file_residence_checked(), String::new()),
                "follow_unit" => (lang.files_file_residence_moved(), self.said(event, "to_unit")),
                "receive" | "accept_notice" => (lang.files_file_residence_moved(), self.taken_in(event)),
                _ => return None,
            };
            Some((what.to_owned(), words::moment(lang, event.on), how))
        };
        let mut rows: Vec<_> = self.case().events.iter().filter_map(row).collect();
        rows.reverse();
        let since = self.case().resident_since.map(|day| words::day(lang, day)).unwrap_or_default();
        let periods = self.case().residences().iter().map(|lived| self.period(lived)).collect();
        Residence { since, periods, rows }
    }

    fn period(&self, lived: &domain::cases::Residence<'_>) -> ResidencePeriod {
        let day = |of: Option<jiff::civil::Date>| of.map(|day| words::day(self.lang, day)).unwrap_or_default();
        let seen_on = lived.to.map_or(self.file.at.date(), |to| domain::cases::days_later(to, -1));
        ResidencePeriod {
            unit: self.app.say_case_unit(lived.unit, seen_on, self.lang),
            from: day(lived.from),
            to: day(lived.to),
            kind: lived
                .kind
                .map(|kind| words::option(self.lang, "residence", kind).unwrap_or(kind).to_owned())
                .unwrap_or_default(),
            verified: lived.verified.map(|event| self.verifier(event)).unwrap_or_default(),
        }
    }

    fn verifier(&self, event: &Event) -> String {
        let by = words::office(self.law, &event.by);
        self.lang.files_file_residence_verified_by(by, words::moment(self.lang, event.on))
    }

    /// The unit that took the file in with an act that does not name it itself.
    fn taken_in(&self, event: &Event) -> String {
        let entry = self.case().events.iter().position(|other| other.id == event.id).map(|n| n.saturating_add(1));
        let ended = self.case().holdings.iter().position(|held| held.to.is_some_and(|(_, by)| Some(by) == entry));
        let holding = ended.and_then(|n| self.case().holdings.get(n.saturating_add(1)));
        holding.map(|held| self.app.say_case_unit(&held.unit, event.on.day, self.lang)).unwrap_or_default()
    }

    fn member(&self, of: &TeamSeat) -> MemberRow {
        let kind = SeatKind::from_key(&of.seat.seat).map(|kind| words::seat(self.lang, kind));
        let office =
            of.role.map_or_else(|| of.seat.capacity.clone(), |role| self.app.say_role(role, self.lang).to_owned());
        MemberRow {
            name: of.name.clone(),
            role: kind.into_iter().map(str::to_owned).chain([office]).collect::<Vec<_>>().join(", "),
            until: of.seat.until.map(|day| words::day(self.lang, day)).unwrap_or_default(),
        }
    }

    fn stable(&self, event: &Event) -> String {
        match event.fields.get("stable") {
            Some(Value::Yes(_)) => {
                format!("{}: {}", words::label(self.law, self.lang, "stable"), self.said(event, "stable"))
            }
            _ => String::new(),
        }
    }

    /// What was found out about a residence, of which kind, and who did.
    fn verified(&self, event: &Event) -> String {
        let by = self.lang.files_file_residence_by(words::office(self.law, &event.by));
        let said = [self.stable(event), self.said(event, "residence"), self.said(event, "to_unit"), by];
        said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }

    /// Forms for what may come next, then for what happened, newest first.
    fn papers(&self, due: &[StepRow], own: &[StepRow]) -> Vec<PaperRow> {
        let mut papers = Vec::new();
        for step in due.iter().chain(own) {
            let act = step.href.rsplit('/').next().unwrap_or_default();
            let mut forms = self.app.forms_of_act(self.file, act).unwrap_or_default();
            forms.retain(|form| self.prints(form));
            papers.extend(
                forms
                    .iter()
                    .map(|form| self.paper(form, self.lang.files_file_paper_draft(titled(form), &step.title), "")),
            );
        }
        for entry in (1..=self.case().events.len()).rev().filter(|entry| self.file.shows(*entry)) {
            let mut forms = self.app.forms_of_entry(self.file, entry).unwrap_or_default();
            forms.retain(|form| self.prints(form));
            let of = format!("?viec={entry}");
            papers.extend(
                forms.iter().map(|form| self.paper(form, self.lang.files_file_paper_entry(titled(form), entry), &of)),
            );
        }
        papers
    }

    /// Whether everything that a form tells of is within what the purpose shows its reader.
    fn prints(&self, form: &Offered) -> bool {
        let form = self.app.forms().ok().and_then(|forms| forms.get(&form.form));
        form.is_some_and(|form| form.acts.iter().all(|act| self.file.sees.contains(&class_of(act))))
    }

    fn paper(&self, form: &Offered, title: String, of: &str) -> PaperRow {
        let path = format!("{}/van-ban/{}", path_of(self.file.person), form.form);
        PaperRow { title, docx: format!("{path}.docx{of}"), pdf: format!("{path}.pdf{of}") }
    }

    /// The extract, or where the file opens for the rights of its person; empty for who prints nothing.
    fn extract(&self) -> String {
        match self.file.purpose {
            _ if !is_police(self.visitor) => String::new(),
            Purpose::PersonRights => format!("{}/trich-luc", path_of(self.file.person)),
            _ => extract_reopens(self.file.person),
        }
    }

    fn rights(&self) -> RightsBox {
        let looks = self.visitor.may(Action::ReadAccessLog);
        let contested = !self.case().contested().is_empty();
        RightsBox {
            extract: self.extract(),
            contest: self.offered("contest_entry"),
            settle: if contested { self.offered("settle_contest") } else { String::new() },
            looks: if looks { format!("/nhat-ky-truy-cap/{}", self.file.person) } else { String::new() },
        }
    }
}

/// A form by its number and title.
fn titled(form: &Offered) -> String {
    format!("{}: {}", form.number, form.title)
}
