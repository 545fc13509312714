//! GET and POST /mo-khan-cap: who will be told, and announcing it.

use app::App;
use app::breakglass::{Emergency, TOLD_MIN};
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::accounts::BREAK_GLASS_MAX;
use domain::units::UnitId;
use pages::glass::Glasses;
use serde::Deserialize;
use uuid::Uuid;

use super::{choices, own_row, row};
use crate::account::{code_of, frame, own_unit, said, step_up, text, unit_of};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::{Visitor, unit_name};

/// So many characters a reason has at least and at most.
const REASON: (usize, usize) = (20, 2_000);

/// The page; with a unit in the address, who will be told.
pub async fn get(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Response, Problem> {
    let typed = scope.cx.value("don-vi").unwrap_or_default().to_owned();
    let page = page(&app, &scope, &visitor, &typed, "", String::new()).await?;
    let status = if page.fault.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Html(page.html()?)).into_response())
}

/// The fields of an emergency; any other is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Declared {
    #[serde(rename = "don-vi")]
    unit: String,
    #[serde(rename = "ho-so", default)]
    person: String,
    #[serde(rename = "ly-do")]
    reason: String,
}

/// Announces it.
pub async fn post(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Form(form): Form<Declared>,
) -> Result<Response, Problem> {
    let outcome = declare(&app, &scope, &visitor, &form).await?;
    let Err(fault) = outcome else {
        return Ok(Redirect::to("/mo-khan-cap?xong=khan-cap").into_response());
    };
    let page = page(&app, &scope, &visitor, &form.unit, &form.person, fault).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
}

async fn declare(app: &App, scope: &Scope, visitor: &Visitor, form: &Declared) -> Result<Result<(), String>, Problem> {
    let (lang, own) = (scope.lang(), own_unit(visitor)?);
    let read = || {
        let unit = unit_of(app, own, &form.unit, lang)?;
        let typed = form.person.trim();
        let person = match typed {
            "" => None,
            typed => Some(typed.parse::<Uuid>().map_err(|_| lang.account_glass_bad_person(typed))?),
        };
        let reason = text(lang, lang.account_glass_reason(), &form.reason, REASON.1)?;
        if reason.chars().count() < REASON.0 {
            return Err(lang.account_glass_reason_short().to_owned());
        }
        Ok(Emergency { unit, person, reason })
    };
    let emergency = match read() {
        Ok(emergency) => emergency,
        Err(fault) => return Ok(Err(fault)),
    };
    match app.declare_break_glass(&visitor.session, visitor.acting()?, &emergency).await {
        Ok(_) => Ok(Ok(())),
        // a unit where nobody announces anything is no secret: the register is public
        Err(app::Problem::Hidden) => Ok(Err(lang.access_missing_territory().to_owned())),
        Err(problem) => said(app, problem, lang).map(Err),
    }
}

async fn page(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    typed: &str,
    person: &str,
    fault: String,
) -> Result<Glasses, Problem> {
    let (lang, acting, own) = (scope.lang(), visitor.acting()?, own_unit(visitor)?);
    let (session, may_declare) = (&visitor.session, app.may_declare(&visitor.session, acting)?);
    let may_review = app.may_review(session, acting)?;
    let names = app.account_names().await?;
    let mut frame = frame(scope, vec![crumb(lang.account_glass_title(), None)]);
    "/mo-khan-cap".clone_into(&mut frame.path);
    let until = app.now().checked_add(BREAK_GLASS_MAX).map(app::written).unwrap_or_default();
    let mut page = Glasses {
        frame,
        may_declare,
        code: typed.to_owned(),
        units: choices(app, own),
        unit: String::new(),
        told: Vec::new(),
        is_enough: false,
        until,
        person: person.to_owned(),
        fault,
        step_up: step_up(app, visitor, "/mo-khan-cap"),
        may_review,
        to_review: Vec::new(),
        own: app.own_glasses(session).await?.iter().map(|past| own_row(app, past, lang)).collect(),
    };
    if may_review {
        let waiting = app.glasses_to_review(session, acting).await?;
        page.to_review = waiting.iter().map(|glass| row(app, glass, &names, lang)).collect();
    }
    if may_declare && !typed.is_empty() {
        match told(app, scope, visitor, typed).await? {
            Ok((unit, told)) => {
                page.code = code_of(app, unit);
                page.unit = unit_name(app, unit, lang);
                page.is_enough = told.len() >= TOLD_MIN;
                page.told = told;
            }
            Err(fault) if page.fault.is_empty() => page.fault = fault,
            Err(_) => {}
        }
    }
    Ok(page)
}

/// Who will be told of an emergency in a unit: names and roles. Otherwise a sentence.
async fn told(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    typed: &str,
) -> Result<Result<(UnitId, Vec<(String, String)>), String>, Problem> {
    let lang = scope.lang();
    let unit = match unit_of(app, own_unit(visitor)?, typed, lang) {
        Ok(unit) => unit,
        Err(fault) => return Ok(Err(fault)),
    };
    match app.who_is_told(&visitor.session, visitor.acting()?, unit).await {
        Ok(told) => {
            let pair = |(account, role): &(app::accounts::Account, _)| {
                (account.name.clone(), app.say_role(*role, lang).to_owned())
            };
            Ok(Ok((unit, told.iter().map(pair).collect())))
        }
        Err(app::Problem::Hidden) => Ok(Err(lang.access_missing_territory().to_owned())),
        Err(problem) => said(app, problem, lang).map(Err),
    }
}
