//! POST /de-nghi/{id}/…: to agree, to refuse, to take back.

use app::proposals::Granted;
use app::signin::AccessFault;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::proposals::DecisionFault;
use serde::Deserialize;
use uuid::Uuid;

use super::show::page;
use crate::account::act::Nothing;
use crate::account::create::{code_page, sign_in_address};
use crate::account::{called, said};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::site::Site;
use crate::visitor::Visitor;

/// The digest of what was shown.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saw {
    #[serde(rename = "da-xem")]
    digest: String,
}

impl Saw {
    fn read(&self) -> Option<[u8; 32]> {
        let text = self.digest.as_bytes();
        let mut bytes = [0; 32];
        let digit = |at: usize| text.get(at).and_then(|letter| char::from(*letter).to_digit(16));
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::try_from(digit(2 * at)? * 16 + digit(2 * at + 1)?).ok()?;
        }
        (text.len() == 64).then_some(bytes)
    }
}

/// Agrees to what was shown, and does it. A new way in is shown once, here.
pub async fn agree(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    headers: HeaderMap,
    Form(saw): Form<Saw>,
) -> Result<Response, Problem> {
    let (app, acting) = (&site.app, visitor.acting()?);
    let shown = app.proposal(&visitor.session, acting, id).await?;
    let Some(digest) = saw.read() else { return damaged(&site, &scope, &visitor, id).await };
    match app.agree_and_do(&visitor.session, acting, id, digest).await {
        Ok(
            Granted::Appointment(_)
            | Granted::Event { .. }
            | Granted::Case { matching: false, .. }
            | Granted::Corrected { .. }
            | Granted::Team { .. }
            | Granted::Erased { .. }
            | Granted::List { .. }
            | Granted::Found { .. },
        ) => Ok(done(id, "dong-y")),
        Ok(Granted::Case { matching: true, .. }) => Ok(done(id, "trung")),
        Ok(Granted::Code(code)) => {
            let subject = shown.past.proposal.subject.unwrap_or_default();
            let name = called(&shown.names, subject, scope.lang()).to_owned();
            let next = format!("/de-nghi/{id}?xong=dong-y");
            let mut page = code_page(app, &scope, (shown.login, name), code, next);
            page.address = sign_in_address(&site, &headers);
            Ok(Html(page.html()?).into_response())
        }
        Err(problem) => refused(&site, &scope, &visitor, id, problem).await,
    }
}

/// Refuses what was shown.
pub async fn refuse(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(saw): Form<Saw>,
) -> Result<Response, Problem> {
    let acting = visitor.acting()?;
    let Some(digest) = saw.read() else { return damaged(&site, &scope, &visitor, id).await };
    match site.app.refuse_proposal(&visitor.session, acting, id, digest).await {
        Ok(()) => Ok(done(id, "tu-choi")),
        Err(problem) => refused(&site, &scope, &visitor, id, problem).await,
    }
}

/// Takes one's own back.
pub async fn withdraw(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Problem> {
    match site.app.withdraw_proposal(&visitor.session, id).await {
        Ok(()) => Ok(done(id, "rut-lai")),
        Err(problem) => refused(&site, &scope, &visitor, id, problem).await,
    }
}

fn done(id: Uuid, what: &str) -> Response {
    Redirect::to(&format!("/de-nghi/{id}?xong={what}")).into_response()
}

/// What was shown is not what is kept, or somebody decided before: 409. Anything else that can be put right: 422.
async fn refused(
    site: &Site,
    scope: &Scope,
    visitor: &Visitor,
    id: Uuid,
    problem: app::Problem,
) -> Result<Response, Problem> {
    let clash = matches!(
        problem,
        app::Problem::Conflict | app::Problem::Access(AccessFault::Decision(DecisionFault::NotAsShown))
    );
    let status = if clash { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
    let fault = said(&site.app, problem, scope.lang())?;
    let page = page(&site.app, scope, visitor, id, fault).await?;
    Ok((status, Html(page.html()?)).into_response())
}

async fn damaged(site: &Site, scope: &Scope, visitor: &Visitor, id: Uuid) -> Result<Response, Problem> {
    let fault = scope.lang().account_bad_digest().to_owned();
    let page = page(&site.app, scope, visitor, id, fault).await?;
    Ok((StatusCode::CONFLICT, Html(page.html()?)).into_response())
}
