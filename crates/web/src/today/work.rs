//! The programme's work of today: tasks that name who looks, tasks that wait for their word, reports of their unit.

use app::App;
use app::calendars::{calendar_status, duty_title, shown_day};
use app::reminders::concerns;
use app::reports::ReportFault;
use app::work::Stands;
use app::work::{Of, WorkQuery};
use domain::access::{Action, FieldClass, Record, acts};
use domain::calendars::{Duty, Status};
use domain::work::Noun;
use jiff::civil::Date;
use pages::today::WorkLine;
use programme::tasks::{Escalation, ISSUER_AFTER_DAYS, State};
use texts::Lang;

use crate::account::own_unit;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// How many days before it is due a report is named.
const SOON_DAYS: i32 = 14;

/// What there is to do, the late first.
pub async fn lines(app: &App, visitor: &Visitor, lang: Lang) -> Result<Vec<WorkLine>, Problem> {
    if !visitor.may(Action::ReadWork) {
        return Ok(Vec::new());
    }
    let mut lines = tasks(app, visitor, lang).await?;
    lines.extend(reports(app, visitor, lang).await?);
    lines.sort_by_key(|line| !line.late);
    Ok(lines)
}

async fn tasks(app: &App, visitor: &Visitor, lang: Lang) -> Result<Vec<WorkLine>, Problem> {
    let acting = app.acting(&visitor.session, visitor.acting()?)?;
    let record = Record::plain(acting.place.clone(), FieldClass::UnitFact);
    let permit = app.permit::<acts::ReadWork>(&acting, &record, None).await?;
    let named = app.work_list(&permit, &WorkQuery::all(Noun::Task, Of::Assignee(acting.appointment.id))).await?;
    let mut tasks: Vec<WorkLine> =
        named.iter().filter(|task| waits_for_the_person(task)).map(|task| line(app, lang, task, "")).collect();
    if visitor.may(Action::CloseTask) {
        let own = WorkQuery::all(Noun::Task, Of::Unit(acting.place.unit()));
        let listed = app.work_list(&permit, &own).await?;
        tasks.extend(listed.iter().filter_map(|task| Some(line(app, lang, task, waits_for_the_head(task, lang)?))));
        let late = app.tasks_late(&permit, &acting).await?;
        tasks.extend(late.iter().map(|(task, whose)| late_line(app, lang, task, *whose)));
    }
    Ok(tasks)
}

fn waits_for_the_person(task: &Stands) -> bool {
    matches!(State::from_key(&task.standing.state), Some(State::Issued | State::Underway | State::Returned))
}

/// What a task waits for from who gave it; none where it waits for somebody else.
fn waits_for_the_head(task: &Stands, lang: Lang) -> Option<&'static str> {
    match State::from_key(&task.standing.state)? {
        State::Reported => Some(lang.work_today_reported()),
        State::Objected => Some(lang.work_today_objected()),
        _ => None,
    }
}

fn line(app: &App, lang: Lang, task: &Stands, waits: &str) -> WorkLine {
    let (due, today) = (task.standing.due, app.today());
    let late = waits.is_empty() && due.is_some_and(|due| due < today);
    let when = match due.filter(|_| waits.is_empty()) {
        Some(due) if late => lang.work_today_late(days(due, today), shown_day(due)),
        Some(due) => lang.work_today_due(shown_day(due)),
        None => waits.to_owned(),
    };
    let kind = lang.work_today_task().to_owned();
    WorkLine { kind, what: task.standing.title.clone(), href: format!("/nhiem-vu/{}", task.id), when, late }
}

/// A late task of others, for the head of the unit or for whoever issued it.
fn late_line(app: &App, lang: Lang, task: &Stands, whose: Escalation) -> WorkLine {
    let mut line = line(app, lang, task, "");
    if let Some(due) = task.standing.due {
        let (day, days) = (shown_day(due), days(due, app.today()));
        line.when = match whose {
            Escalation::Head => lang.work_today_late_head(days, day),
            Escalation::Issuer => lang.work_today_late_issuer(days, day, ISSUER_AFTER_DAYS),
        };
    }
    line
}

fn days(since: Date, today: Date) -> i32 {
    domain::cases::days_between(since, today)
}

async fn reports(app: &App, visitor: &Visitor, lang: Lang) -> Result<Vec<WorkLine>, Problem> {
    let (unit, role) = (own_unit(visitor)?, crate::case::role(visitor)?);
    let submitted = app.submissions_of(&[unit]).await?;
    let line = |duty: &Duty<'_>, status: Status, what: String| WorkLine {
        kind: lang.work_today_report().to_owned(),
        what,
        href: "/bao-cao".to_owned(),
        when: calendar_status(&duty.owed, status, lang),
        late: matches!(status, Status::Late { .. }),
    };
    let mut lines = Vec::new();
    // what others of the unit owe is on the calendar page, not among what this officer has to do
    for (duty, status) in app.duties_of(unit, &submitted)? {
        if presses(status) && concerns(duty.owed.calendar.owes, role) {
            lines.push(line(&duty, status, duty_title(&duty.owed, lang)));
        }
    }
    for body in app.bodies_with(unit, visitor.acting()?).await? {
        for (duty, status) in app.duties_of_body(unit, &body, &submitted)? {
            if presses(status) {
                lines.push(line(&duty, status, lang.calendar_event_of(duty_title(&duty.owed, lang), &body)));
            }
        }
    }
    lines.extend(moved(app, visitor, lang).await?);
    Ok(lines)
}

/// Reports of the unit whose figures have moved since they went up, for whoever may propose to amend them.
async fn moved(app: &App, visitor: &Visitor, lang: Lang) -> Result<Vec<WorkLine>, Problem> {
    if !visitor.may(Action::WriteWork) && !visitor.may(Action::SubmitReport) {
        return Ok(Vec::new());
    }
    let acting = app.acting(&visitor.session, visitor.acting()?)?;
    let record = Record::plain(acting.place.clone(), FieldClass::UnitFact);
    let permit = app.permit::<acts::ReadWork>(&acting, &record, None).await?;
    let drifted = match app.reports_drifted(&permit, Some(&acting), acting.place.unit()).await {
        Ok(drifted) => drifted,
        Err(ReportFault::Problem(problem)) => return Err(problem.into()),
        Err(other) => return Err(Problem::Invalid(other.say(lang))),
    };
    let catalog = app.catalog()?;
    let waiting = drifted.into_iter().filter(|drift| !drift.proposed);
    Ok(waiting
        .map(|drift| WorkLine {
            kind: lang.work_today_moved().to_owned(),
            href: crate::report::path_of(drift.report),
            when: crate::report::words::all_moved(lang, catalog, &drift.moved),
            what: drift.title,
            late: false,
        })
        .collect())
}

const fn presses(status: Status) -> bool {
    match status {
        Status::Open { days_left } => days_left <= SOON_DAYS,
        Status::Closing { .. }
        | Status::DueToday
        | Status::Grace { .. }
        | Status::Returned { .. }
        | Status::Late { .. } => true,
        Status::Ahead { .. } | Status::Unseen { .. } | Status::Unnamed | Status::Submitted { .. } => false,
    }
}
