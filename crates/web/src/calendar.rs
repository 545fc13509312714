//! GET /lich-bao-cao: what one's own body and unit owe, one line each.

use app::App;
use app::calendars::{calendar_status, duty_title, shown_day};
use app::work::{Of, WorkQuery};
use axum::extract::State;
use axum::response::Html;
use domain::access::Action;
use domain::calendars::{Duty, Status};
use domain::units::UnitId;
use domain::work::Noun;
use pages::calendar::{Band, Calendar, Row};
use programme::reports::Form;
use texts::Lang;

use crate::account::own_unit;
use crate::case::frame;
use crate::guard::Passed;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::{Visitor, unit_name};

const PATH: &str = "/lich-bao-cao";

/// The page.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    visitor: Visitor,
) -> Result<Html<String>, Problem> {
    let (lang, unit) = (scope.lang(), own_unit(&visitor)?);
    let reports = Reports::of(&app, &passed, &visitor, unit).await?;
    let submitted = app.submissions_of(&[unit]).await?;
    let mut rows: Vec<Row> = Vec::new();
    for body in app.bodies_with(unit, visitor.acting()?).await? {
        let duties = app.duties_of_body(unit, &body, &submitted)?;
        rows.extend(duties.iter().map(|(duty, status)| Row {
            title: lang.calendar_event_of(duty_title(&duty.owed, lang), &body),
            href: reports.of_duty(duty, *status, Some(&body)),
            ..row(&app, duty, *status, lang)
        }));
    }
    let duties = app.duties_of(unit, &submitted)?;
    rows.extend(
        duties
            .iter()
            .map(|(duty, status)| Row { href: reports.of_duty(duty, *status, None), ..row(&app, duty, *status, lang) }),
    );
    let page = Calendar {
        frame: frame(&scope, PATH, vec![crumb(lang.calendar_title(), None)]),
        unit: unit_name(&app, unit, lang),
        day: pages::format::date(lang, &app.today().to_string()),
        rows,
    };
    Ok(Html(page.html()?))
}

/// The reports that are kept of a unit, and the forms that who looks may begin one of.
#[derive(Default)]
struct Reports<'a> {
    /// Calendar, period and body of each, with its page.
    kept: Vec<(String, String, Option<String>, String)>,
    /// Calendar and form.
    begun_by: Vec<(&'a str, &'a str)>,
}

impl<'a> Reports<'a> {
    async fn of(app: &'a App, passed: &Passed, visitor: &Visitor, unit: UnitId) -> Result<Self, Problem> {
        if !visitor.may(Action::ReadWork) {
            return Ok(Self::default());
        }
        let permit = crate::task::reads(app, passed, unit).await?;
        let forms = &app.catalog()?.forms;
        let listed = app.work_list(&permit, &WorkQuery::all(Noun::Report, Of::Unit(unit))).await?;
        let kept = listed.into_iter().filter_map(|stands| {
            let form = stands.standing.key.as_deref()?.split('/').next().and_then(|form| forms.get(form))?;
            let page = crate::report::path_of(stands.id);
            Some((form.calendar.clone(), stands.standing.period?, stands.standing.body, page))
        });
        let role = passed.acting().appointment.role.key();
        let writes = visitor.may(Action::WriteWork);
        let begins = |form: &&'a Form| {
            let mut who = form.route.drafts.iter().chain(&form.route.submits);
            writes && form.of.is_none() && !form.route.parallel && who.any(|key| key == role)
        };
        let begun_by = forms.all().iter().filter(begins).map(|form| (form.calendar.as_str(), form.id.as_str()));
        Ok(Self { kept: kept.collect(), begun_by: begun_by.collect() })
    }

    /// The report of a duty, or where it is begun once its days have; empty for that of a unit that is no more.
    fn of_duty(&self, duty: &Duty<'_>, status: Status, body: Option<&str>) -> String {
        let owed = &duty.owed;
        let is_this = |(calendar, period, of, _): &&(String, String, Option<String>, String)| {
            *calendar == owed.calendar.id && *period == owed.period && of.as_deref() == body
        };
        if duty.inherited_from.is_some() {
            return String::new();
        }
        if let Some((.., page)) = self.kept.iter().find(is_this) {
            return page.clone();
        }
        let begins = body.is_none() && !matches!(status, Status::Ahead { .. } | Status::Submitted { .. });
        let form = self.begun_by.iter().find(|(calendar, _)| begins && *calendar == owed.calendar.id);
        form.map_or_else(String::new, |(_, form)| format!("/bao-cao/moi?bieu-mau={form}&ky={}", owed.period))
    }
}

fn row(app: &App, duty: &Duty<'_>, status: Status, lang: Lang) -> Row {
    let (owed, calendar) = (&duty.owed, duty.owed.calendar);
    Row {
        title: duty_title(owed, lang),
        href: String::new(),
        to: calendar.to.clone(),
        from: owed.window.from.to_string(),
        until: owed.window.to.to_string(),
        due: owed.due.map(|day| day.to_string()).unwrap_or_default(),
        moved: moved(duty, status, lang),
        status: calendar_status(owed, status, lang),
        band: band(status),
        lineage: lineage(app, duty, lang),
        citation: calendar.citation.clone(),
        mark: calendar.evidence.clone(),
        owner: calendar.owner.clone().unwrap_or_default(),
    }
}

const fn band(status: Status) -> Band {
    match status {
        Status::Late { .. } => Band::Late,
        Status::Submitted { .. } => Band::Done,
        Status::Ahead { .. } => Band::Ahead,
        _ => Band::Now,
    }
}

/// Why the due date is not the one in the document, by when one that came back is to come again, or until when a report is
/// still taken.
fn moved(duty: &Duty<'_>, status: Status, lang: Lang) -> String {
    let owed = &duty.owed;
    let mut said = Vec::new();
    match (owed.due_as_written, owed.exception) {
        (Some(written), Some(document)) => said.push(lang.calendar_due_by(document, shown_day(written))),
        (Some(written), None) => said.push(lang.calendar_due_was(shown_day(written))),
        (None, _) => {}
    }
    if let Status::Returned { by, .. } = status {
        said.push(lang.calendar_due_again(shown_day(by)));
    }
    if let (Some(last), Some((_, document))) = (owed.last(), &owed.calendar.grace) {
        said.push(lang.calendar_due_grace(shown_day(last), document));
    }
    said.join("; ")
}

/// Whose report it is and since when the unit counts, where that is not simply its own from the first day on.
fn lineage(app: &App, duty: &Duty<'_>, lang: Lang) -> Vec<String> {
    let name = |unit: UnitId| unit_name(app, unit, lang);
    let mut lines = Vec::new();
    lines.extend(duty.inherited_from.map(|former| lang.calendar_inherited(name(former))));
    if duty.from > duty.owed.window.from {
        lines.push(lang.calendar_from_first_day(shown_day(duty.from)));
    }
    let parts = duty.before.iter();
    let parts: Vec<String> =
        parts.map(|part| lang.calendar_part(name(part.unit), shown_day(part.from), shown_day(part.to))).collect();
    if !parts.is_empty() {
        lines.push(lang.calendar_parts(parts.join("; ")));
    }
    lines
}
