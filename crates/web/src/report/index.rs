//! /bao-cao: the reports of one's own unit, and the periods that are open without one.

use std::collections::BTreeSet;

use app::App;
use app::reports::{Drift, Ordered};
use app::tasks::Stands;
use app::work::{Of, WorkQuery};
use axum::extract::State;
use axum::response::Html;
use domain::access::{Action, Permit, acts};
use domain::cases::days_later;
use domain::units::UnitId;
use domain::work::Noun;
use pages::work_list::{Cell, Listing, WorkList};
use programme::reports::{Form, State as ReportState};

use super::{PATH, path_of, unit_name, words};
use crate::guard::Passed;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::task::{frame, home, reads};

/// So many days after the end of a period a report of it is still offered.
const OFFERED_DAYS: i32 = 120;

/// The page.
pub async fn get(State(app): State<App>, scope: Scope, passed: Passed) -> Result<Html<String>, Problem> {
    let (lang, unit) = (scope.lang(), home(&passed));
    let permit = reads(&app, &passed, unit).await?;
    let mut kept = app.work_list(&permit, &WorkQuery::all(Noun::Report, Of::Unit(unit))).await?;
    kept.sort_by_key(|stands| std::cmp::Reverse((stands.standing.period.clone(), stands.id)));
    let keys: BTreeSet<String> = kept.iter().filter_map(|stands| stands.standing.key.clone()).collect();
    let record = domain::access::Record::plain(passed.acting().place.clone(), domain::access::FieldClass::UnitFact);
    let writes = app.may(passed.acting(), Action::WriteWork, &record)?;
    let role = passed.acting().appointment.role;
    let drafts = |form: &Form| form.route.drafts.iter().chain(&form.route.submits).any(|key| key == role.key());
    let open = if writes { open_periods(&app, &passed, drafts)? } else { Vec::new() };
    let bodies = app.bodies_with(unit, passed.acting().appointment.id).await?;
    // a body that has its report of the period is not offered it again
    let is_open = |ordered: &&Ordered| {
        let of = |body: &String| Ordered { body: Some(body.clone()), ..(*ordered).clone() }.key();
        let left = bodies.is_empty() || bodies.iter().any(|body| !keys.contains(&of(body)));
        if ordered.form.route.parallel { left } else { !keys.contains(&ordered.key()) }
    };
    let offered = open.iter().filter(is_open);
    let offered: Vec<Vec<Cell>> = offered
        .map(|ordered| {
            let title = lang.reports_begin_form(&ordered.form.title, ordered.say_period(lang));
            let href = format!("{PATH}/moi?bieu-mau={}&ky={}", ordered.form.id, ordered.period);
            vec![Cell::link(title, href), Cell::text(due_of(ordered.due, lang))]
        })
        .collect();
    // whoever approves or only reads follows the units below as well as whoever adds them up
    let boards = boards(&app, &open_periods(&app, &passed, |form| form.of.is_some())?, lang);
    let mut tables = vec![to_begin(offered, lang), own(&kept, lang, app.today())];
    tables.extend(moved(&app, &passed, &permit, unit, lang).await?);
    let page = WorkList {
        frame: frame(&scope, PATH, vec![crumb(lang.reports_title(), None)]),
        title: lang.reports_title().to_owned(),
        unit: unit_name(&app, unit, lang),
        lead: lang.reports_lead().to_owned(),
        note: String::new(),
        views: Vec::new(),
        kept: Vec::new(),
        filters: Vec::new(),
        counts: Vec::new(),
        is_board: false,
        tables,
        begin: boards,
        files: Vec::new(),
    };
    Ok(Html(page.html()?))
}

/// The last day, or that no document names one.
fn due_of(due: Option<jiff::civil::Date>, lang: texts::Lang) -> String {
    due.map_or_else(|| lang.calendar_due_none().to_owned(), |due| words::day(lang, due))
}

fn to_begin(rows: Vec<Vec<Cell>>, lang: texts::Lang) -> Listing {
    Listing {
        title: lang.reports_to_begin().to_owned(),
        head: [lang.reports_col_report(), lang.reports_col_due()].map(str::to_owned).to_vec(),
        rows,
        empty: lang.reports_begin_none().to_owned(),
    }
}

fn own(kept: &[Stands], lang: texts::Lang, today: jiff::civil::Date) -> Listing {
    let head =
        [lang.reports_col_report(), lang.reports_col_state(), lang.reports_col_due(), lang.reports_col_submitted()];
    Listing {
        title: lang.reports_own().to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: kept.iter().map(|stands| row(stands, lang, today)).collect(),
        empty: lang.reports_none().to_owned(),
    }
}

/// Reports of which figures have moved since they went up; nothing where none has.
async fn moved(
    app: &App,
    passed: &Passed,
    permit: &Permit<acts::ReadWork>,
    unit: UnitId,
    lang: texts::Lang,
) -> Result<Option<Listing>, Problem> {
    let drifted = match app.reports_drifted(permit, Some(passed.acting()), unit).await {
        Ok(drifted) => drifted,
        Err(refused) => return Err(Problem::Invalid(super::fault(refused, lang)?)),
    };
    let catalog = app.catalog()?;
    let row = |drift: &Drift| {
        let next = if drift.proposed { lang.reports_drift_proposed() } else { lang.reports_drift_propose() };
        vec![
            Cell::link(drift.title.clone(), path_of(drift.report)),
            Cell::text(words::all_moved(lang, catalog, &drift.moved)),
            Cell::text(next),
        ]
    };
    let head = [lang.reports_col_report(), lang.reports_col_moved(), lang.reports_col_next()];
    Ok((!drifted.is_empty()).then(|| Listing {
        title: lang.reports_drifted().to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: drifted.iter().map(row).collect(),
        empty: String::new(),
    }))
}

fn row(stands: &Stands, lang: texts::Lang, today: jiff::civil::Date) -> Vec<Cell> {
    let standing = &stands.standing;
    let state = ReportState::from_key(&standing.state);
    let shown = |day: Option<jiff::civil::Date>| day.map(|day| words::day(lang, day)).unwrap_or_default();
    let late = standing.done.is_none() && standing.due.is_some_and(|due| due < today);
    vec![
        Cell::link(standing.title.clone(), path_of(stands.id)),
        Cell::text(words::state(lang, state)),
        Cell { late, ..Cell::text(due_of(standing.due, lang)) },
        Cell::text(shown(standing.done)),
    ]
}

/// The periods of forms that are open now: the unit owes the form, the days have begun.
fn open_periods(app: &App, passed: &Passed, wanted: impl Fn(&Form) -> bool) -> Result<Vec<Ordered>, Problem> {
    let (today, unit, role) = (app.today(), home(passed), passed.acting().appointment.role);
    let (catalog, calendars) = (app.catalog()?, app.calendars()?);
    let mut found = Vec::new();
    for form in catalog.forms.all() {
        let calendar = calendars.all().iter().find(|calendar| calendar.id == form.calendar);
        let Some(calendar) = calendar.filter(|_| wanted(form)) else { continue };
        let years = [today.year().saturating_sub(1), today.year(), today.year().saturating_add(1)];
        let owed = years.into_iter().flat_map(|year| calendar.of_year(year, calendars.working()));
        let open = owed.filter(|owed| {
            owed.window.from <= today && today <= days_later(owed.last().unwrap_or(owed.window.to), OFFERED_DAYS)
        });
        // whatever does not fit form or unit is not offered
        found.extend(open.filter_map(|owed| {
            let body = form.route.parallel.then(|| role.key().to_owned());
            app.order_report(&form.id, unit, &owed.period, body).ok()
        }));
    }
    found.sort_by(|a, b| (a.window.to, &a.form.id).cmp(&(b.window.to, &b.form.id)));
    Ok(found)
}

/// Ways to the boards of the units below.
fn boards(app: &App, open: &[Ordered], lang: texts::Lang) -> Vec<(String, String)> {
    let made_of_many = open.iter().filter(|ordered| ordered.form.of.is_some() && !app.units_below(ordered).is_empty());
    made_of_many
        .map(|ordered| {
            let href = format!("{PATH}/tong-hop?bieu-mau={}&ky={}", ordered.form.id, ordered.period);
            let form = lang.reports_begin_form(&ordered.form.title, ordered.say_period(lang));
            (href, lang.reports_board_of(form))
        })
        .collect()
}
