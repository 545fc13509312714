//! GET and POST /xac-minh: proving again who one is, then back to what one was doing.

use app::signin::WithPassword;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::accounts::Method;
use pages::stepup::StepUp;
use serde::Deserialize;

use super::passkey::Answer;
use super::{PASSWORD_MAX, WORD_MAX, frame, go_on, said, short};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::site::Site;
use crate::visitor::{self, Visitor};

/// The ways to prove it.
pub async fn get(State(site): State<Site>, scope: Scope, visitor: Visitor) -> Result<Html<String>, Problem> {
    let back = visitor::safe_return(scope.cx.value("ve").unwrap_or("/toi"));
    Ok(Html(page(&site, &scope, &visitor, &back, String::new()).await?.html()?))
}

async fn page(site: &Site, scope: &Scope, visitor: &Visitor, back: &str, fault: String) -> Result<StepUp, Problem> {
    let ways = site.app.ways(&visitor.session).await?;
    let mut frame = frame(scope, Vec::new());
    "/xac-minh".clone_into(&mut frame.path);
    Ok(StepUp {
        frame,
        back: visitor::safe_return(back),
        fault,
        passkey: ways.passkeys > 0,
        password: ways.password,
        demo: visitor.session.method == Method::Demo,
    })
}

async fn refused(
    site: &Site,
    scope: &Scope,
    visitor: &Visitor,
    back: &str,
    (status, fault): (StatusCode, String),
) -> Result<Response, Problem> {
    Ok((status, Html(page(site, scope, visitor, back, fault).await?.html()?)).into_response())
}

/// By passkey.
pub async fn passkey(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    Form(answer): Form<Answer>,
) -> Result<Response, Problem> {
    let (session, caller) = (&visitor.session, visitor.caller);
    let proved = match answer.credential() {
        Ok(credential) => site.app.step_up_with_passkey(session, &answer.reference, &credential, caller).await,
        Err(problem) => Err(problem),
    };
    match proved {
        Ok(renewed) => Ok(go_on(&site, &renewed, &answer.back)),
        Err(problem) => refused(&site, &scope, &visitor, &answer.back, said(problem, scope.lang())?).await,
    }
}

/// The fields of password and code.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    #[serde(rename = "mat-khau")]
    password: String,
    #[serde(rename = "ma")]
    code: String,
    #[serde(rename = "ve", default)]
    back: String,
}

/// By password and code.
pub async fn password(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let lang = scope.lang();
    let fits = short(lang, lang.desk_password_field(), &typed.password, PASSWORD_MAX)
        .and_then(|()| short(lang, lang.desk_code_field(), &typed.code, WORD_MAX));
    if let Err(fault) = fits {
        return refused(&site, &scope, &visitor, &typed.back, fault).await;
    }
    let login = visitor.session.login.clone();
    let proof = WithPassword { login, password: typed.password.into(), code: typed.code.into() };
    match site.app.step_up_with_password(&visitor.session, proof, visitor.caller).await {
        Ok(renewed) => Ok(go_on(&site, &renewed, &typed.back)),
        Err(problem) => refused(&site, &scope, &visitor, &typed.back, said(problem, lang)?).await,
    }
}

/// Where a fictitious officer goes back to.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Back {
    #[serde(rename = "ve", default)]
    back: String,
}

/// By a click, in a demonstration.
pub async fn demo(State(site): State<Site>, visitor: Visitor, Form(form): Form<Back>) -> Result<Response, Problem> {
    let renewed = site.app.step_up_in_demo(&visitor.session, visitor.caller).await?;
    Ok(go_on(&site, &renewed, &form.back))
}
