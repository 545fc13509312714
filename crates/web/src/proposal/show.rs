//! GET /de-nghi/{id}: exactly what will be done.

use app::App;
use app::proposals::{ShownProposal, What};
use axum::extract::{Path, State};
use axum::response::Html;
use domain::access::{Action, Decided};
use domain::units::UnitId;
use pages::proposal::Proposal;
use texts::Lang;
use uuid::Uuid;

use super::{of_case, outcome, what};
use crate::account::{called, frame, said, show::decided, step_up};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::{Visitor, unit_name};

/// The page.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Html<String>, Problem> {
    Ok(Html(page(&app, &scope, &visitor, id, String::new()).await?.html()?))
}

/// The page with why a decision did not stand.
pub async fn page(app: &App, scope: &Scope, visitor: &Visitor, id: Uuid, fault: String) -> Result<Proposal, Problem> {
    let lang = scope.lang();
    let shown = app.proposal(&visitor.session, visitor.acting()?, id).await?;
    let of = &shown.past.proposal;
    let of_case = of_case::read(app, visitor, &shown, lang).await?;
    let line = of_case.as_ref().map_or_else(|| what(app, &shown.what, lang), |case| case.what.clone());
    let path = vec![crumb(lang.account_proposals_title(), Some("/de-nghi".to_owned())), crumb(&line, None)];
    let mut frame = frame(scope, path);
    frame.path = format!("/de-nghi/{id}");
    let objection = match &shown.objection {
        Some(fault) => said(app, app::Problem::Access(fault.clone()), lang)?,
        None => String::new(),
    };
    let is_open = shown.past.decision.is_none() && of.expires_at > app.now();
    Ok(Proposal {
        id: id.to_string(),
        file: of_case.as_ref().map(|case| case.file.clone()).unwrap_or_default(),
        lines: of_case.map_or_else(|| lines(app, &shown, lang), |case| case.lines),
        what: line,
        by: called(&shown.names, of.proposer, lang).to_owned(),
        at: app::written(of.proposed_at),
        until: app::written(of.expires_at),
        digest: hex(&of.digest),
        outcome: outcome(app, &shown.past, &shown.names, lang),
        is_open,
        is_own: shown.is_own,
        may_refuse: !shown.is_own && of.subject != Some(visitor.session.account.0),
        objection,
        doubles: if scope.cx.value("xong") == Some("trung") { "/trung-ho-so" } else { "" },
        step_up: step_up(app, visitor, &frame.path),
        fault,
        frame,
    })
}

fn lines(app: &App, shown: &ShownProposal, lang: Lang) -> Vec<(String, String)> {
    let of = &shown.past.proposal;
    let line = |name: &str, value: String| (name.to_owned(), value);
    let is_account = matches!(of.act, Action::GrantAppointment | Action::ResetAccount);
    let whom = of
        .subject
        .filter(|_| is_account)
        .map(|subject| line(lang.account_whom(), format!("{} ({})", called(&shown.names, subject, lang), shown.login)));
    let unit = line(lang.account_unit(), unit_name(app, of.unit, lang));
    let date = |day: jiff::civil::Date| pages::format::date(lang, &day.to_string());
    let mut lines: Vec<_> = whom.into_iter().collect();
    match &shown.what {
        What::Appointment(wanted) => {
            let paper = Decided { number: wanted.decision_number.clone(), date: wanted.decision_date };
            lines.extend([
                line(lang.account_role(), app.say_role(wanted.role, lang).to_owned()),
                line(lang.account_duty(), app.say_duty(wanted.role, lang).to_owned()),
                line(lang.account_unit(), unit_name(app, UnitId(wanted.unit), lang)),
                line(lang.account_from(), date(wanted.from)),
                line(lang.account_until(), wanted.until.map_or(lang.account_open_ended().to_owned(), date)),
                line(lang.account_decision(), decided(&paper, lang)),
            ]);
        }
        What::Reset(_) => lines.extend([line(lang.account_effect(), lang.account_reset_effect().to_owned()), unit]),
        What::Other(_) => lines.push(unit),
    }
    lines
}

/// Bytes in hexadecimal.
fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        // writing to a String does not fail
        let _ = write!(text, "{byte:02x}");
        text
    })
}
