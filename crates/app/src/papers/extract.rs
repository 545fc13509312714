//! The tables of a paper: what stands in a file, what is contested in it, who sits in the team, who looked.

use std::collections::BTreeMap;

use documents::paper::{Column, Key, Rows, Values};
use domain::cases::{Event, Law, Residence, class_of, days_later};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};
use store::access_log::{self, Line};
use store::sight::Sight;
use texts::Lang;
use uuid::Uuid;

use super::about::About;
use super::fields::day;
use crate::app::App;
use crate::cases::words::option;
use crate::cases::{CaseFile, local};
use crate::problem::{Problem, written};
use crate::sessions::Session;

/// The log of looks is read back so many days: it is kept for twelve months at least.
const LOOKED_BACK_DAYS: i32 = 366;
/// Decisions about unlawful use or dependence that a summary of somebody's life lists.
const DECISIONS: [&str; 6] = [
    "decide_management",
    "stop_management",
    "end_management",
    "decide_home_rehab",
    "decide_public_rehab",
    "court_decision",
];

/// Fills in the tables of a file.
pub(super) fn fill(app: &App, law: &Law, file: &CaseFile, about: &About<'_>, values: &mut Values) {
    states(law, file, values);
    measures(app, law, file, about, values);
    lists(law, file, values);
    residences(app, law, file, values);
    let (contested, annulled) = (file.case.contested(), file.case.annulled());
    for (entry, event) in shown(file) {
        let number = i32::try_from(entry).unwrap_or(i32::MAX);
        let remark = match (annulled.contains(&entry), contested.contains(&number)) {
            (true, _) => Lang::Vi.papers_annulled_remark(),
            (_, true) => Lang::Vi.papers_contested_remark(),
            _ if file.case.is_void(entry) => Lang::Vi.papers_void_remark(),
            _ => "",
        };
        event_row(law, file, entry, event, (&app.say_entry(law, event), remark), values);
        // a paper has with it what there was on its day, and not itself
        if event.paper_date <= about.day && about.entry != Some(entry) {
            paper_row(law, event, values);
        }
    }
    if let Some(withheld) = withheld(file) {
        values.set(Key::ExtractWithheld, &withheld);
    }
    if let Some(entries) = self::contested(law, file) {
        values.raise(Key::CaseContested);
        values.set(Key::CaseContestedText, &entries);
    }
    values.set(Key::ExtractMadeAt, &written(app.now()));
    values.set(Key::ExtractLogged, &file.logged.to_string());
}

/// Entries that the reader may see, with their numbers.
fn shown(file: &CaseFile) -> impl Iterator<Item = (usize, &Event)> {
    file.case.events.iter().enumerate().map(|(index, event)| (index + 1, event)).filter(|(entry, _)| file.shows(*entry))
}

/// Which entries are contested, in words; none where none is. That one is contested is told whoever reads; what it
/// says, only to those who may see it.
pub(super) fn contested(law: &Law, file: &CaseFile) -> Option<String> {
    let entries = file.case.contested();
    let named = entries.iter().map(|entry| {
        let number = usize::try_from(*entry).unwrap_or_default();
        let event = number.checked_sub(1).and_then(|index| file.case.events.get(index));
        let title = event.filter(|_| file.shows(number)).and_then(|event| law.act(&event.act));
        match title {
            Some(act) => Lang::Vi.papers_contested_entry(entry, &act.title),
            None => Lang::Vi.papers_contested_hidden(entry),
        }
    });
    let named: Vec<String> = named.collect();
    (!named.is_empty()).then(|| named.join("; "))
}

fn states(law: &Law, file: &CaseFile, values: &mut Values) {
    let open = file.case.measures.iter().filter(|measure| measure.open() && file.shows(measure.entry));
    let titles: Vec<&str> =
        open.filter_map(|measure| law.state(measure.shown())).map(|state| state.title.as_str()).collect();
    let none = Lang::Vi.papers_no_state().to_owned();
    values.set(Key::CaseStates, &if titles.is_empty() { none } else { titles.join("; ") });
    let on = file.case.memberships.iter().filter(|on| on.to.is_none() && file.shows(on.entry));
    let titles: Vec<&str> = on.filter_map(|on| list_title(law, &on.list)).collect();
    let none = Lang::Vi.papers_no_list().to_owned();
    values.set(Key::CaseLists, &if titles.is_empty() { none } else { titles.join("; ") });
}

fn list_title<'l>(law: &'l Law, list: &str) -> Option<&'l str> {
    law.lists.iter().find(|line| line.id == list).map(|line| line.title.as_str())
}

fn measures(app: &App, law: &Law, file: &CaseFile, about: &About<'_>, values: &mut Values) {
    let seen = file.case.measures.iter().filter(|measure| file.shows(measure.entry));
    for (index, measure) in seen.enumerate() {
        let order = (index + 1).to_string();
        let title = law.state(measure.shown()).map(|state| state.title.as_str()).unwrap_or_default();
        let from = day(measure.opened.day);
        let to = measure.term_end.map(day).unwrap_or_default();
        let end = measure.end.as_ref().map(|end| day(end.on.day)).unwrap_or_default();
        let by = measure.end.as_ref().and_then(|end| file.case.events.get(end.entry.checked_sub(1)?));
        let why = by.and_then(|event| law.act(&event.act)).map(|act| act.title.as_str()).unwrap_or_default();
        values.row(
            Rows::Measures,
            [
                (Column::Order, order.as_str()),
                (Column::Title, title),
                (Column::From, &from),
                (Column::To, &to),
                (Column::End, &end),
                (Column::Remark, why),
            ],
        );
    }
    courses(app, law, file, about, values);
}

/// Courses of rehabilitation before the paper.
fn courses(app: &App, law: &Law, file: &CaseFile, about: &About<'_>, values: &mut Values) {
    let rehab = |state: &str| state.starts_with("S5") || state == "S7";
    let before = about.case.measures.iter().filter(|measure| rehab(&measure.state) && file.shows(measure.entry));
    for (index, measure) in before.enumerate() {
        let event = measure.entry.checked_sub(1).and_then(|index| about.case.events.get(index));
        let place = event.and_then(|event| event.unit.as_deref());
        let place = place.map(|unit| app.say_case_unit(unit, measure.opened.day, Lang::Vi)).unwrap_or_default();
        let title = law.state(&measure.state).map(|state| state.title.as_str()).unwrap_or_default();
        let ended = measure.end.as_ref().map(|end| end.on.day).or(measure.term_end);
        values.row(
            Rows::Courses,
            [
                (Column::Order, (index + 1).to_string().as_str()),
                (Column::Place, &place),
                (Column::Title, title),
                (Column::From, &day(measure.opened.day)),
                (Column::To, &ended.map(day).unwrap_or_default()),
                (Column::Paper, &event.map(paper_of).unwrap_or_default()),
            ],
        );
    }
}

fn lists(law: &Law, file: &CaseFile, values: &mut Values) {
    let seen = file.case.memberships.iter().filter(|on| file.shows(on.entry));
    for (index, on) in seen.enumerate() {
        let by = on.to.and_then(|(_, entry)| file.case.events.get(entry.checked_sub(1)?).filter(|_| file.shows(entry)));
        let clause = on.to.and_then(|(_, entry)| file.entries.get(entry)).map(|meta| meta.clause.as_str());
        let why = by.and(clause).unwrap_or_default();
        values.row(
            Rows::Lists,
            [
                (Column::Order, (index + 1).to_string().as_str()),
                (Column::Title, list_title(law, &on.list).unwrap_or_default()),
                (Column::From, &day(on.from.day)),
                (Column::To, &on.to.map(|(to, _)| day(to.day)).unwrap_or_default()),
                (Column::End, why),
            ],
        );
    }
}

/// What of a file its reader does not see: of which classes, how many entries, and why. Nothing is left out in silence.
fn withheld(file: &CaseFile) -> Option<String> {
    let mut classes: BTreeMap<&str, usize> = BTreeMap::new();
    let hidden = file.case.events.iter().map(|event| class_of(&event.act)).filter(|class| !file.sees.contains(class));
    for class in hidden {
        *classes.entry(policy::words::class(Lang::Vi, class)).or_default() += 1;
    }
    let said: Vec<String> =
        classes.iter().map(|(class, count)| Lang::Vi.papers_withheld_class(*count, *class)).collect();
    if said.is_empty() {
        return None;
    }
    let why = match file.case.closed {
        Some(_) => Lang::Vi.papers_withheld_closed(),
        None => Lang::Vi.papers_withheld_reader(),
    };
    Some(Lang::Vi.papers_withheld(said.join(", "), why))
}

/// What tells where somebody lives.
const RESIDENCE: [&str; 7] =
    ["verify_residence", "move_within", "depart", "cancel_departure", "receive", "accept_notice", "follow_unit"];

/// Where the person lived since the file was opened, and how that was found.
fn residences(app: &App, law: &Law, file: &CaseFile, values: &mut Values) {
    let mut rows: Vec<(String, String, String)> = Vec::new();
    for lived in file.case.residences().into_iter().rev() {
        rows.push((
            lived.from.map(day).unwrap_or_default(),
            Lang::Vi.papers_residence_period().to_owned(),
            period(app, law, file, &lived),
        ));
    }
    for (entry, event) in shown(file).filter(|(_, event)| RESIDENCE.contains(&event.act.as_str())) {
        let title = law.act(&event.act).map(|act| act.title.clone()).unwrap_or_default();
        let taken_in = file.case.holdings.windows(2).find_map(|pair| {
            let [before, after] = pair else { return None };
            let by = before.to.as_ref().map(|(_, by)| *by);
            (by == Some(entry)).then(|| app.say_case_unit(&after.unit, event.on.day, Lang::Vi))
        });
        let said = [app.say_entry(law, event), taken_in.unwrap_or_default()];
        let said: Vec<String> = said.into_iter().filter(|said| !said.is_empty()).collect();
        rows.push((day(event.on.day), title, said.join("; ")));
    }
    for (index, (on, title, said)) in rows.iter().enumerate() {
        values.row(
            Rows::Residences,
            [
                (Column::Order, (index + 1).to_string().as_str()),
                (Column::Date, on),
                (Column::Title, title),
                (Column::Content, said),
            ],
        );
    }
}

/// A unit, until when, of which kind, and who verified it.
fn period(app: &App, law: &Law, file: &CaseFile, lived: &Residence<'_>) -> String {
    let seen_on = lived.to.map_or(file.at.date(), |to| days_later(to, -1));
    let until = lived.to.map(|to| Lang::Vi.papers_residence_until(day(to)));
    let kind = lived.kind.map(|kind| option(Lang::Vi, "residence", kind).unwrap_or(kind).to_owned());
    let verified = match lived.verified {
        Some(event) => {
            let by = law.actor(&event.by).map(|actor| actor.title.as_str()).unwrap_or_default();
            Lang::Vi.papers_residence_verified(by, day(event.on.day))
        }
        None => Lang::Vi.papers_residence_unverified().to_owned(),
    };
    let said = [Some(app.say_case_unit(lived.unit, seen_on, Lang::Vi)), until, kind, Some(verified)];
    said.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn event_row(
    law: &Law,
    file: &CaseFile,
    entry: usize,
    event: &Event,
    (content, remark): (&str, &str),
    values: &mut Values,
) {
    let order = entry.to_string();
    let date = day(event.on.day);
    let title = law.act(&event.act).map(|act| act.title.as_str()).unwrap_or_default();
    let clause = file.entries.get(entry).map(|meta| meta.clause.as_str()).unwrap_or_default();
    let body = law.actor(&event.by).map(|actor| actor.title.as_str()).unwrap_or_default();
    let number = event.number.as_deref().unwrap_or_default();
    let paper_day = day(event.paper_date);
    values.row(
        Rows::Events,
        [
            (Column::Order, order.as_str()),
            (Column::Date, &date),
            (Column::Title, title),
            (Column::Content, content),
            (Column::Clause, clause),
            (Column::Paper, &paper_of(event)),
            (Column::Body, body),
            (Column::Remark, remark),
        ],
    );
    if DECISIONS.contains(&event.act.as_str()) {
        let order = next_of(values, Rows::Decisions);
        values.row(
            Rows::Decisions,
            [
                (Column::Order, order.as_str()),
                (Column::Number, number),
                (Column::Date, &paper_day),
                (Column::Body, body),
                (Column::Title, title),
            ],
        );
    }
}

/// A paper of the file, for the papers that list what goes with them.
fn paper_row(law: &Law, event: &Event, values: &mut Values) {
    let Some(number) = event.number.as_deref().filter(|number| !number.is_empty()) else { return };
    let order = next_of(values, Rows::Papers);
    values.row(
        Rows::Papers,
        [
            (Column::Order, order.as_str()),
            (Column::Title, law.act(&event.act).map(|act| act.title.as_str()).unwrap_or_default()),
            (Column::Number, number),
            (Column::Date, &day(event.paper_date)),
        ],
    );
}

/// The number of the next row of a table.
fn next_of(values: &Values, rows: Rows) -> String {
    (values.rows_of(rows).len() + 1).to_string()
}

fn paper_of(event: &Event) -> String {
    let date = day(event.paper_date);
    event.number.as_ref().map_or_else(String::new, |number| format!("{number}, {date}"))
}

impl App {
    /// The team of a file, for the papers that name it.
    pub(super) async fn add_team(
        &self,
        session: &Session,
        acting: Uuid,
        person: Uuid,
        values: &mut Values,
    ) -> Result<(), Problem> {
        let seats = self.team_of(session, acting, person).await?;
        for (index, seat) in seats.iter().filter(|seat| seat.sits).enumerate() {
            values.row(
                Rows::Team,
                [
                    (Column::Order, (index + 1).to_string().as_str()),
                    (Column::Name, &seat.name),
                    (Column::Post, &seat.seat.capacity),
                    (Column::Role, say_seat(&seat.seat.seat)),
                ],
            );
        }
        Ok(())
    }

    /// Who looked into a file: by day, role and kind of look, for the person whom it is about.
    pub(super) async fn add_looks(&self, file: &CaseFile, values: &mut Values) -> Result<(), Problem> {
        let now = self.now();
        let from = now.checked_sub((LOOKED_BACK_DAYS * 24).hours()).unwrap_or(Timestamp::UNIX_EPOCH);
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(file.unit)).await?;
        // this printing is a look too
        let to = now.checked_add(1.second()).unwrap_or(now);
        let lines = access_log::of_person(&mut tx, file.unit.0, file.person, from, to).await?;
        let mut roles: BTreeMap<Uuid, &'static str> = BTreeMap::new();
        for appointment in lines.iter().filter_map(|line| line.appointment) {
            if let Some(held) = store::appointments::by_id(&mut tx, appointment).await? {
                roles.insert(appointment, self.say_role(held.role, Lang::Vi));
            }
        }
        drop(tx);
        let mut counted: BTreeMap<(Date, &str, &str), u32> = BTreeMap::new();
        for line in &lines {
            let role = line.appointment.and_then(|id| roles.get(&id).copied());
            let role = role.unwrap_or(Lang::Vi.papers_look_machine());
            *counted.entry((local(line.at).date(), role, say_look(line))).or_default() += 1;
        }
        values.set(Key::ExtractLooks, &lines.len().to_string());
        for (index, ((on, role, act), count)) in counted.iter().enumerate() {
            values.row(
                Rows::Looks,
                [
                    (Column::Order, (index + 1).to_string().as_str()),
                    (Column::Date, &day(*on)),
                    (Column::Role, role),
                    (Column::Title, act),
                    (Column::Count, &count.to_string()),
                ],
            );
        }
        Ok(())
    }
}

fn say_look(line: &Line) -> &'static str {
    match line.act.as_str() {
        "search" => Lang::Vi.papers_look_search(),
        "print" => Lang::Vi.papers_look_print(),
        "export" => Lang::Vi.papers_look_export(),
        "refuse" => Lang::Vi.papers_look_refuse(),
        _ => Lang::Vi.papers_look_read(),
    }
}

fn say_seat(seat: &str) -> &'static str {
    match seat {
        "head" => Lang::Vi.papers_seat_head(),
        "deputy" => Lang::Vi.papers_seat_deputy(),
        _ => Lang::Vi.papers_seat_member(),
    }
}
