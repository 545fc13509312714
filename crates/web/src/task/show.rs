//! /nhiem-vu/{id}: one task with its six clears, its grid, its parts and what was done.

use std::collections::{BTreeSet, HashMap};

use app::App;
use app::issued::Kind;
use app::tasks::{Holder, Stands};
use app::work::Kept;
use axum::extract::{Path, State};
use axum::response::Html;
use domain::access::{Action, Record, acts};
use domain::work::Entry;
use jiff::civil::Date;
use pages::work_list::{Cell, Listing};
use pages::work_page::{GridView, Pair, Past, Square, WorkPage};
use programme::tasks::grid::{self, CellState, Grid};
use programme::tasks::{
    Answer, Clear, Escalation, Every, ISSUER_AFTER_DAYS, Origin, SAYS, State as TaskState, Task, TaskAct,
};
use texts::Lang;
use uuid::Uuid;

use super::{crumbs, frame, officer, path_of, words};
use crate::guard::{Allowed, Passed};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::visitor::unit_name;

/// The page.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Allowed(permit): Allowed<acts::ReadWork>,
    Path(id): Path<Uuid>,
) -> Result<Html<String>, Problem> {
    let kept = app.work_open::<Task>(&permit, id).await?;
    let record = app.work_record(id, passed.acting()).await?.ok_or(Problem::NoSuchPage)?;
    let people = app.holders_of(&named(&kept)).await?;
    let parts = if kept.state.children.is_empty() { Vec::new() } else { app.parts_of(id).await? };
    let lost = !app.lost_parts(id, &kept.state).await?.is_empty();
    let today = app.today();
    let sheet = Sheet { app: &app, scope: &scope, passed: &passed, kept: &kept, people: &people, today, lost };
    let mut page = sheet.page(&record);
    page.tables.extend(sheet.parts(&parts));
    Ok(Html(page.html()?))
}

/// Everybody whom the sheet names.
fn named(kept: &Kept<Task>) -> BTreeSet<Uuid> {
    let task = &kept.state;
    let person = task.clears.person;
    let mut named: BTreeSet<Uuid> = kept.history.iter().map(|entry| entry.by.appointment).collect();
    named.extend(person.map(|person| person.assignee));
    named.extend(person.and_then(|person| person.deputy));
    named.extend(task.before.iter().map(|(appointment, ..)| *appointment));
    named
}

struct Sheet<'a> {
    app: &'a App,
    scope: &'a Scope,
    passed: &'a Passed,
    kept: &'a Kept<Task>,
    people: &'a HashMap<Uuid, Holder>,
    today: Date,
    /// A part is to be given anew.
    lost: bool,
}

impl Sheet<'_> {
    fn lang(&self) -> Lang {
        self.scope.lang()
    }

    fn day(&self, day: Date) -> String {
        words::day(self.lang(), day)
    }

    fn page(&self, record: &Record) -> WorkPage {
        let (lang, task) = (self.lang(), &self.kept.state);
        WorkPage {
            frame: frame(self.scope, &path_of(self.kept.id), crumbs(lang, &task.title)),
            title: task.title.clone(),
            unit: unit_name(self.app, self.kept.unit, lang),
            state: words::state(lang, task.state).to_owned(),
            late: self.late(),
            notes: self.notes(),
            missing: None,
            acts: self.acts(record),
            pairs: self.pairs(),
            unfilled: lang.task_unclear().to_owned(),
            grid: grid::of(task, self.today).map(|grid| self.grid(&grid)),
            tables: Vec::new(),
            past: self.kept.history.iter().rev().map(|entry| self.past(entry)).collect(),
        }
    }

    fn late(&self) -> String {
        let (lang, task) = (self.lang(), &self.kept.state);
        let Some(late) = task.lateness(self.today) else { return String::new() };
        if matches!(task.state, TaskState::Reported | TaskState::Closed) {
            return lang.task_late_done(late.days);
        }
        let whose = match task.escalation(self.today) {
            Some(Escalation::Issuer) => lang.task_late_issuer(ISSUER_AFTER_DAYS),
            _ => lang.task_late_head().to_owned(),
        };
        format!("{} {whose}", lang.task_late_sentence(self.day(late.since), late.days))
    }

    fn notes(&self) -> Vec<String> {
        let (lang, task) = (self.lang(), &self.kept.state);
        let mut notes = Vec::new();
        if task.state == TaskState::Draft && !task.clears.missing().is_empty() {
            notes.push(lang.task_warn_unclear(words::missing(lang, &task.clears.missing())));
        }
        let due = task.clears.time.map(|time| time.due);
        let issuer = task.issued.and_then(|issued| self.people.get(&issued.by.appointment));
        let until = issuer.and_then(|issuer| issuer.until).filter(|until| Some(*until) <= due);
        if let Some(until) = until.filter(|_| task.state.is_open()) {
            notes.push(lang.task_warn_issuer(self.day(until)));
        }
        let named = task.clears.person.and_then(|person| self.people.get(&person.assignee));
        if task.state.is_open() && named.is_none_or(|holder| !holder.in_force) {
            notes.push(lang.task_warn_named().to_owned());
        }
        notes
    }

    /// What can be done now, by who looks: each is asked again when it is done.
    fn acts(&self, record: &Record) -> Vec<(String, String)> {
        let (lang, task, acting) = (self.lang(), &self.kept.state, self.passed.acting());
        let may = |action: Action| self.app.may(acting, action, record).unwrap_or_default();
        let own = acting.appointment.id;
        let is_named = task.clears.person.is_some_and(|person| person.assignee == own);
        let recurs = task.clears.time.is_some_and(|time| time.recurs.is_some());
        let issuer = task.issued.and_then(|issued| self.people.get(&issued.by.appointment));
        // a draft was given by nobody yet
        let has_say = task.issued.is_none() || issuer.is_some_and(|issuer| self.app.has_say(acting, issuer));
        let may_say = !is_named && has_say;
        let fits = |key: &str| match key {
            "accept" | "object" | "report_done" => is_named,
            "split" => is_named && !recurs && (task.children.is_empty() || self.lost) && may(Action::IssueTask),
            "extend" => may_say && task.clears.person.is_none_or(|person| person.deputy != Some(own)),
            "progress" => task.names(own),
            "mark" => recurs && task.names(own),
            "unmark" => recurs && task.names(own) && !task.marks.is_empty(),
            "add_place" | "end_place" => recurs && may_say,
            key if task.issued.is_some() && SAYS.contains(&key) => may_say,
            _ => true,
        };
        let open =
            task.state.acts().iter().filter(|key| fits(key) && programme::tasks::action_of(key).is_some_and(&may));
        let path = path_of(self.kept.id);
        let kinds: &[Kind] = if task.issued.is_some() { &[Kind::TaskSheet] } else { &[] };
        let documents = crate::issued::links(lang, &path, self.kept.id, kinds, may(Action::WriteWork));
        let act = |key: &&str| (format!("{path}/viec/{key}"), words::act(lang, key).to_owned());
        open.map(act).chain(documents).collect()
    }

    fn person(&self, appointment: Uuid) -> String {
        let lang = self.lang();
        self.people
            .get(&appointment)
            .map_or_else(|| lang.task_holder_gone().to_owned(), |holder| officer(self.app, lang, holder))
    }

    fn pairs(&self) -> Vec<Pair> {
        let lang = self.lang();
        let clear = |clear| Pair { name: words::clear(lang, clear).to_owned(), lines: self.lines(clear) };
        let mut pairs: Vec<Pair> = Clear::ALL.iter().map(|of| clear(*of)).collect();
        if let Some(source) = &self.kept.state.source {
            let line = match source.origin {
                Origin::Plan => lang.task_source_plan(&source.item),
                Origin::Meeting => lang.task_source_meeting(&source.item),
                Origin::Task => lang.task_source_task(&source.item),
                Origin::Report => lang.task_source_report(crate::report::words::period(self.app, &source.item)),
            };
            pairs.push(Pair { name: lang.task_n_source().to_owned(), lines: vec![line] });
        }
        pairs
    }

    /// What one of the six says.
    fn lines(&self, clear: Clear) -> Vec<String> {
        let (lang, clears) = (self.lang(), &self.kept.state.clears);
        match clear {
            Clear::Person => clears.person.map_or_else(Vec::new, |person| {
                let doer = lang.task_doer(self.person(person.assignee));
                let watcher = person.deputy.map(|deputy| lang.task_watcher(self.person(deputy)));
                std::iter::once(doer).chain(watcher).collect()
            }),
            Clear::Work => clears.work.iter().cloned().collect(),
            Clear::Responsibility => clears.duty.as_ref().map_or_else(Vec::new, |duty| {
                let with = (!duty.with.is_empty()).then(|| lang.task_with_is(duty.with.join("; ")));
                std::iter::once(lang.task_leads_is(&duty.leads)).chain(with).collect()
            }),
            Clear::Time => self.times(),
            Clear::Result => clears
                .result
                .iter()
                .map(|part| lang.task_part_is(part.no, &part.what, &part.measure, words::evidence(lang, part.evidence)))
                .collect(),
            Clear::Authority => clears.authority.as_ref().map_or_else(Vec::new, |authority| {
                let issuer = self.kept.state.issued.map(|by| lang.task_issuer_is(self.person(by.by.appointment)));
                let paper = lang.task_authority_is(&authority.number, self.day(authority.date), &authority.clause);
                [Some(paper), issuer, Some(lang.task_may_is(&authority.may))].into_iter().flatten().collect()
            }),
        }
    }

    fn times(&self) -> Vec<String> {
        let (lang, task) = (self.lang(), &self.kept.state);
        let Some(time) = task.clears.time else { return Vec::new() };
        let recurs = time.recurs.map(|recurs| match recurs.every {
            Every::Week => lang.task_recurs_week(recurs.times),
            Every::Month => lang.task_recurs_month(recurs.times),
            Every::Quarter => lang.task_recurs_quarter(recurs.times),
        });
        let moved = task.moved.iter().map(|moved| {
            lang.task_moved_is(self.day(moved.before), self.day(moved.due), self.day(moved.on), &moved.reason)
        });
        std::iter::once(lang.task_time_is(self.day(time.from), self.day(time.due))).chain(recurs).chain(moved).collect()
    }

    fn grid(&self, grid: &Grid<'_>) -> GridView {
        let (lang, task) = (self.lang(), &self.kept.state);
        let square = |cell: &grid::Cell<'_>| {
            let (sign, word) = sign(lang, cell.state);
            let details = cell.marks.iter().map(|mark| {
                let day = self.day(mark.done_on);
                let day = if mark.written_on == mark.done_on {
                    day
                } else {
                    lang.task_cell_late_written(day, self.day(mark.written_on))
                };
                if mark.evidence.is_empty() { day } else { format!("{day}, {}", mark.evidence) }
            });
            Square {
                sign: sign.to_owned(),
                word: word.to_owned(),
                detail: details.collect::<Vec<_>>().join("; "),
                gap: cell.state == CellState::Missed,
            }
        };
        let name = |row: &grid::Row<'_>| match task.places_ended.iter().find(|(no, ..)| *no == row.place) {
            Some((_, from, why)) => lang.task_place_ended(row.name, self.day(*from), why),
            None => row.name.to_owned(),
        };
        let tally = grid.tally;
        let states = [CellState::Done, CellState::Missed, CellState::Due, CellState::NotYet, CellState::Outside];
        GridView {
            says: lang.task_grid_says(tally.done, tally.missed, tally.due, tally.not_yet),
            corner: lang.task_grid_place().to_owned(),
            periods: grid.periods.iter().map(|period| month(&period.key)).collect(),
            rows: grid.rows.iter().map(|row| (name(row), row.cells.iter().map(square).collect())).collect(),
            legend: states
                .map(|state| sign(lang, state))
                .map(|(sign, word)| (sign.to_owned(), word.to_owned()))
                .to_vec(),
        }
    }

    fn parts(&self, stands: &[Stands]) -> Option<Listing> {
        let (lang, task) = (self.lang(), &self.kept.state);
        if task.children.is_empty() {
            return None;
        }
        let row = |child: &programme::tasks::Child| {
            let found = stands.iter().find(|stands| stands.id == child.id);
            let state = found.and_then(|stands| TaskState::from_key(&stands.standing.state));
            let title = match found {
                Some(_) => Cell::link(child.title.clone(), path_of(child.id)),
                None => Cell::text(child.title.clone()),
            };
            let results = child.parts.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
            let due = found.and_then(|stands| stands.standing.due).unwrap_or(child.due);
            vec![
                title,
                Cell::text(child.leads.clone()),
                Cell::text(results),
                Cell::text(self.day(due)),
                Cell::text(state.map_or_else(|| lang.task_part_missing(), |state| words::state(lang, state))),
            ]
        };
        let head = [
            lang.task_col_task(),
            lang.task_col_body(),
            lang.task_col_results(),
            lang.task_col_due(),
            lang.task_col_state(),
        ];
        Some(Listing {
            title: lang.task_parts().to_owned(),
            head: head.map(str::to_owned).to_vec(),
            rows: task.children.iter().map(row).collect(),
            empty: lang.task_parts_none().to_owned(),
        })
    }

    fn past(&self, entry: &Entry<TaskAct>) -> Past {
        use domain::work::WorkAct as _;
        Past {
            on: self.day(entry.on),
            what: words::act(self.lang(), entry.act.key()).to_owned(),
            who: self.person(entry.by.appointment),
            lines: self.said(&entry.act),
        }
    }

    /// What was said with an act.
    fn said(&self, act: &TaskAct) -> Vec<String> {
        let lang = self.lang();
        let lines = match act {
            TaskAct::Object { reason } | TaskAct::EndPlace { reason, .. } | TaskAct::Withdraw { reason } => {
                vec![reason.clone()]
            }
            TaskAct::Unmark { reason, .. } => vec![reason.clone()],
            TaskAct::Answer { answer, reason } => {
                let how = match answer {
                    Answer::Amend { .. } => lang.task_i_how_amend(),
                    Answer::Uphold {} => lang.task_i_how_uphold(),
                    Answer::Withdraw {} => lang.task_i_how_withdraw(),
                };
                vec![pages::format::sentence(how), reason.clone()]
            }
            TaskAct::Progress { what, evidence } => vec![what.clone(), evidence.clone()],
            TaskAct::Close { note } => vec![note.clone()],
            TaskAct::Return { reason, due, .. } => {
                vec![reason.clone(), due.map(|due| self.day(due)).unwrap_or_default()]
            }
            TaskAct::Extend { due, reason, .. } => vec![self.day(*due), reason.clone()],
            TaskAct::Reassign { assignee, reason, .. } => vec![self.person(*assignee), reason.clone()],
            TaskAct::ReportDone { results } => {
                results.iter().map(|shown| format!("{}. {}", shown.part, shown.evidence)).collect()
            }
            TaskAct::AddPlace { place } => vec![place.name.clone()],
            _ => Vec::new(),
        };
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }
}

/// A cell's sign and word.
fn sign(lang: Lang, state: CellState) -> (&'static str, &'static str) {
    match state {
        CellState::Done => ("✓", lang.task_cell_done()),
        CellState::Missed => ("✗", lang.task_cell_missed()),
        CellState::Due => ("…", lang.task_cell_due()),
        CellState::NotYet => ("·", lang.task_cell_not_yet()),
        CellState::Outside => ("–", lang.task_cell_outside()),
    }
}

/// A period of a grid as people write it: `2026-09` is `9/2026`; any other stands as it is.
fn month(key: &str) -> String {
    let month = key.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() == 2);
    match month.and_then(|(year, month)| Some((year, month.parse::<u8>().ok()?))) {
        Some((year, month)) => format!("{month}/{year}"),
        None => key.to_owned(),
    }
}
