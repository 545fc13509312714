//! POST /tai-khoan/{id}/…: what is done to an account, or proposed.

use app::App;
use app::proposals::{ResetWanted, Wanted};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::Role;
use domain::accounts::AccountId;
use pages::account::GrantForm;
use serde::Deserialize;
use texts::Lang;
use uuid::Uuid;

use super::show::{Left, page};
use super::{day, own_unit, said, text, unit_of};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::visitor::Visitor;

/// The fields that stop an account.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Disable {
    #[serde(rename = "xac-nhan")]
    typed: String,
}

/// Stops an account, once its login was typed to confirm.
pub async fn disable(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(form): Form<Disable>,
) -> Result<Response, Problem> {
    let (acting, lang) = (visitor.acting()?, scope.lang());
    let file = app.account(&visitor.session, acting, AccountId(id)).await?;
    let login = file.seen.account.login.as_str();
    let left = |fault| Left { fault, fault_in: "disable", ..Left::default() };
    if form.typed.trim() != login {
        let fault = lang.account_disable_mismatch(form.typed.trim(), login);
        return refused(&app, &scope, &visitor, id, left(fault)).await;
    }
    match app.disable_account(&visitor.session, acting, file.answers, AccountId(id)).await {
        Ok(()) => Ok(done(id, "ngung")),
        Err(problem) => refused(&app, &scope, &visitor, id, left(said(&app, problem, lang)?)).await,
    }
}

/// The fields that revoke an appointment.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Revoke {
    #[serde(rename = "bo-nhiem")]
    appointment: Uuid,
    #[serde(rename = "ly-do")]
    reason: String,
}

/// Ends an appointment of this account at once.
pub async fn revoke(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(form): Form<Revoke>,
) -> Result<Response, Problem> {
    let (acting, lang) = (visitor.acting()?, scope.lang());
    let file = app.account(&visitor.session, acting, AccountId(id)).await?;
    if file.seen.offices.iter().all(|office| office.appointment.id != form.appointment) {
        return Err(app::Problem::Hidden.into());
    }
    let left = |fault| Left {
        fault,
        fault_in: "revoke",
        chosen: form.appointment.to_string(),
        reason: form.reason.clone(),
        ..Left::default()
    };
    let reason = match text(lang, lang.account_reason(), &form.reason, 500) {
        Ok(reason) => reason,
        Err(fault) => return refused(&app, &scope, &visitor, id, left(fault)).await,
    };
    match app.revoke_appointment(&visitor.session, acting, form.appointment, &reason).await {
        Ok(()) => Ok(done(id, "thu-hoi")),
        Err(problem) => refused(&app, &scope, &visitor, id, left(said(&app, problem, lang)?)).await,
    }
}

/// The fields that propose an appointment.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    #[serde(rename = "vai-tro")]
    role: String,
    #[serde(rename = "don-vi", default)]
    unit: String,
    #[serde(rename = "tu-ngay")]
    from: String,
    #[serde(rename = "den-ngay", default)]
    until: String,
    #[serde(rename = "so-quyet-dinh")]
    number: String,
    #[serde(rename = "ngay-quyet-dinh")]
    date: String,
}

/// Proposes an appointment.
pub async fn grant(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(form): Form<Grant>,
) -> Result<Response, Problem> {
    let (acting, lang) = (visitor.acting()?, scope.lang());
    let left = |fault| Left {
        fault,
        fault_in: "grant",
        chosen: form.role.clone(),
        grant: Some(GrantForm {
            unit: form.unit.clone(),
            from: form.from.clone(),
            until: form.until.clone(),
            number: form.number.clone(),
            date: form.date.clone(),
            ..GrantForm::default()
        }),
        ..Left::default()
    };
    let wanted = match wanted(&app, &visitor, id, &form, lang)? {
        Ok(wanted) => wanted,
        Err(fault) => return refused(&app, &scope, &visitor, id, left(fault)).await,
    };
    match app.propose_appointment(&visitor.session, acting, &wanted).await {
        Ok(proposal) => Ok(proposed(proposal.id)),
        Err(problem) => refused(&app, &scope, &visitor, id, left(said(&app, problem, lang)?)).await,
    }
}

/// What the form asks for; otherwise a sentence.
fn wanted(
    app: &App,
    visitor: &Visitor,
    account: Uuid,
    form: &Grant,
    lang: Lang,
) -> Result<Result<Wanted, String>, Problem> {
    let own = own_unit(visitor)?;
    let read = || {
        let role = Role::from_key(&form.role).ok_or_else(|| lang.account_bad_role(&form.role))?;
        let unit = unit_of(app, own, &form.unit, lang)?;
        let until = form.until.trim();
        Ok(Wanted {
            account,
            role,
            unit: unit.0,
            from: day(lang, lang.account_from(), &form.from)?,
            until: if until.is_empty() { None } else { Some(day(lang, lang.account_until(), until)?) },
            decision_number: text(lang, lang.account_decision_number(), &form.number, 100)?,
            decision_date: day(lang, lang.account_decision_date(), &form.date)?,
        })
    };
    Ok(read())
}

/// A form without fields; any is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// Proposes a new way in for somebody who lost every key.
pub async fn reset(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(Nothing {}): Form<Nothing>,
) -> Result<Response, Problem> {
    let (acting, lang) = (visitor.acting()?, scope.lang());
    let file = app.account(&visitor.session, acting, AccountId(id)).await?;
    let wanted = ResetWanted { account: id, unit: file.answers.0 };
    match app.propose_reset(&visitor.session, acting, &wanted).await {
        Ok(proposal) => Ok(proposed(proposal.id)),
        Err(problem) => {
            let left = Left { fault: said(&app, problem, lang)?, fault_in: "reset", ..Left::default() };
            refused(&app, &scope, &visitor, id, left).await
        }
    }
}

/// The fields that join an account to somebody of the identity provider.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Link {
    #[serde(rename = "ma-nguoi-dung")]
    subject: String,
}

/// Joins an account to somebody whom the identity provider names.
pub async fn link(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(form): Form<Link>,
) -> Result<Response, Problem> {
    let (acting, lang) = (visitor.acting()?, scope.lang());
    let file = app.account(&visitor.session, acting, AccountId(id)).await?;
    let left = |fault| Left { fault, fault_in: "link", subject: form.subject.clone(), ..Left::default() };
    // OpenID Connect Core 1.0, section 2: no more than 255 characters
    let subject = match text(lang, lang.account_link_subject(), &form.subject, 255) {
        Ok(subject) => subject,
        Err(fault) => return refused(&app, &scope, &visitor, id, left(fault)).await,
    };
    match app.link_provider(&visitor.session, acting, file.answers, AccountId(id), &subject).await {
        Ok(()) => Ok(done(id, "dinh-danh")),
        Err(problem) => refused(&app, &scope, &visitor, id, left(said(&app, problem, lang)?)).await,
    }
}

fn done(id: Uuid, what: &str) -> Response {
    Redirect::to(&format!("/tai-khoan/{id}?xong={what}")).into_response()
}

fn proposed(proposal: Uuid) -> Response {
    Redirect::to(&format!("/de-nghi/{proposal}?xong=de-nghi")).into_response()
}

async fn refused(app: &App, scope: &Scope, visitor: &Visitor, id: Uuid, left: Left) -> Result<Response, Problem> {
    let page = page(app, scope, visitor, id, left).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
}
