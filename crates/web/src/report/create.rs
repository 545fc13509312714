//! /bao-cao/moi: begins the report of a form and period.

use app::App;
use app::reports::Ordered;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::acts;
use pages::work_form::{Group, InputKind, WorkForm};
use uuid::Uuid;

use super::{PATH, crumbs, fault, path_of, unit_name};
use crate::guard::{Allowed, Passed};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::sent::{Sent, required};
use crate::task::{frame, home};

/// The form.
pub async fn get(State(app): State<App>, scope: Scope, passed: Passed) -> Result<Response, Problem> {
    if scope.cx.value("bieu-mau").is_none() {
        // which report is chosen from the list of what the unit owes
        return Ok(Redirect::to(PATH).into_response());
    }
    let mut sent = Sent::default();
    let bodies = app.bodies_with(home(&passed), passed.acting().appointment.id).await?;
    sent.put("co-quan", bodies.into_iter().next().unwrap_or_default());
    Ok(match asked(&app, &scope, &passed, &sent)? {
        Ok(ordered) => Html(page(&app, &scope, &passed, &ordered, &sent, String::new()).html()?).into_response(),
        Err(said) => return Err(Problem::Invalid(said)),
    })
}

/// Begins it, or gives the form back.
pub async fn post(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Allowed(permit): Allowed<acts::WriteWork>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (sent, lang) = (Sent(sent), scope.lang());
    let ordered = match asked(&app, &scope, &passed, &sent)? {
        Ok(ordered) => ordered,
        Err(said) => return Err(Problem::Invalid(said)),
    };
    let token = sent.token(&app);
    let parallel = ordered.form.route.parallel && sent.get("co-quan").is_empty();
    let back = |said: String| -> Result<Response, Problem> {
        let page = page(&app, &scope, &passed, &ordered, &sent, said);
        Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
    };
    if parallel {
        return back(lang.reports_no_body().to_owned());
    }
    match app.report_begin(&permit, Some(passed.acting()), &ordered, (token, Uuid::new_v5(&token, b"open"))).await {
        Ok(kept) => Ok(Redirect::to(&format!("{}?xong=1", path_of(kept.id))).into_response()),
        Err(app::reports::ReportFault::Taken { work }) => Ok(Redirect::to(&path_of(work)).into_response()),
        Err(refused) => back(fault(refused, lang)?),
    }
}

/// Form, period and body as the address and the form say them.
fn asked(app: &App, scope: &Scope, passed: &Passed, sent: &Sent) -> Result<Result<Ordered, String>, Problem> {
    let value = |key: &str| scope.cx.value(key).unwrap_or_default();
    let body = Some(sent.get("co-quan")).filter(|body| !body.is_empty());
    // the form is shown before the body is named
    let body = body.or_else(|| Some(passed.acting().appointment.role.key().to_owned()));
    match app.order_report(value("bieu-mau"), home(passed), value("ky"), body) {
        Ok(ordered) => Ok(Ok(ordered)),
        Err(refused) => fault(refused, scope.lang()).map(Err),
    }
}

fn page(app: &App, scope: &Scope, passed: &Passed, ordered: &Ordered, sent: &Sent, said: String) -> WorkForm {
    let lang = scope.lang();
    let title = lang.reports_begin_form(&ordered.form.title, ordered.say_period(lang));
    let inputs = if ordered.form.route.parallel {
        vec![required(sent.input(InputKind::Line, "co-quan", lang.reports_i_body()))]
    } else {
        Vec::new()
    };
    WorkForm {
        frame: frame(scope, &format!("{PATH}/moi"), crumbs(lang, lang.reports_begin())),
        about: unit_name(app, home(passed), lang),
        title,
        lead: lang.reports_begin_lead().to_owned(),
        action: format!("{PATH}/moi?bieu-mau={}&ky={}", ordered.form.id, ordered.period),
        token: sent.token(app).to_string(),
        seen: 0,
        groups: if inputs.is_empty() { Vec::new() } else { vec![Group { title: String::new(), inputs }] },
        fault: said,
        outcomes: Vec::new(),
        buttons: vec![("lap".to_owned(), lang.reports_begin().to_owned())],
        back: (PATH.to_owned(), lang.reports_back_list().to_owned()),
    }
}
