//! GET /dang-nhap: every way in.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use pages::signin::{DemoOfficer, SignIn, Way};

use crate::problem::Problem;
use crate::scope::Scope;
use crate::signin::{back, frame};
use crate::site::Site;
use crate::visitor::unit_name;

/// What a refused form left behind.
#[derive(Default)]
pub struct Left {
    /// By which way they tried.
    pub way: Way,
    /// The login typed.
    pub login: String,
    /// Where they wanted to go.
    pub back: String,
}

/// The page.
pub async fn get(State(site): State<Site>, scope: Scope) -> Result<Html<String>, Problem> {
    let back = scope.cx.value("ve").map(back).unwrap_or_default();
    Ok(Html(page(&site, &scope, Left { back, ..Left::default() }, String::new()).await?.html()?))
}

/// The page again, with why somebody was not let in.
pub async fn refused(
    site: &Site,
    scope: &Scope,
    left: Left,
    (status, fault): (StatusCode, String),
) -> Result<Response, Problem> {
    Ok((status, Html(page(site, scope, left, fault).await?.html()?)).into_response())
}

async fn page(site: &Site, scope: &Scope, left: Left, fault: String) -> Result<SignIn, Problem> {
    let (app, lang) = (&site.app, scope.lang());
    let officer = |officer: app::demo::DemoAccount| DemoOfficer {
        key: officer.role.key().to_owned(),
        role: app.say_role(officer.role, lang).to_owned(),
        unit: unit_name(app, officer.unit, lang),
        duty: app.say_duty(officer.role, lang).to_owned(),
    };
    let mut frame = frame(scope, Vec::new());
    "/dang-nhap".clone_into(&mut frame.path);
    let first = !app.has_accounts().await?;
    let officers = if app.is_demo() { app.demo_accounts().await? } else { Vec::new() };
    Ok(SignIn {
        frame,
        back: left.back,
        login: left.login,
        fault,
        way: left.way,
        provider: app.has_provider(),
        first,
        demo: officers.into_iter().map(officer).collect(),
    })
}
