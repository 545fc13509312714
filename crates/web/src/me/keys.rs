//! POST /toi/khoa/…: passkeys are made and removed.

use app::App;
use app::signin::{AccessFault, RegisterPublicKeyCredential};
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Form, Json};
use serde::Deserialize;
use serde_json::{Value, json};
use uuid::Uuid;

use super::refused;
use super::show::Left;
use crate::problem::Problem;
use crate::scope::Scope;
use crate::signin::{ANSWER_BYTES_MAX, WORD_MAX, out, welcome};
use crate::site::Site;
use crate::visitor::Visitor;

/// A challenge for a new passkey.
pub async fn start(State(app): State<App>, visitor: Visitor) -> Result<Json<Value>, Problem> {
    let offered = app.register_passkey_start(&visitor.session).await?;
    Ok(Json(json!({ "reference": offered.reference, "options": offered.options })))
}

/// What the authenticator answered; the island fills it in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Made {
    #[serde(rename = "tham-chieu")]
    reference: String,
    #[serde(rename = "tra-loi")]
    answer: String,
    #[serde(rename = "ten")]
    name: String,
}

impl Made {
    fn credential(&self) -> Result<RegisterPublicKeyCredential, app::Problem> {
        let fits = self.answer.len() <= ANSWER_BYTES_MAX && self.reference.len() <= WORD_MAX;
        let read = fits.then(|| serde_json::from_str(&self.answer).ok()).flatten();
        read.ok_or_else(|| AccessFault::Key.into())
    }
}

/// Keeps it. Whoever came with an enrolment code is signed in by it.
pub async fn post(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    Form(made): Form<Made>,
) -> Result<Response, Problem> {
    let kept = match made.credential() {
        Ok(credential) => {
            let (session, caller) = (&visitor.session, visitor.caller);
            site.app.register_passkey_finish(session, &made.reference, &credential, &made.name, caller).await
        }
        Err(problem) => Err(problem),
    };
    match kept {
        Ok(Some(signed_in)) => welcome(&site, None, &signed_in, "/toi?xong=khoa").await,
        Ok(None) => Ok(Redirect::to("/toi?xong=khoa").into_response()),
        Err(problem) => refused(&site, &scope, &visitor, problem, Left { fault_in: "key", ..Left::default() }).await,
    }
}

/// The passkey to be removed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gone {
    #[serde(rename = "khoa")]
    key: Uuid,
}

/// Removes one; every session ends.
pub async fn remove(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    Form(gone): Form<Gone>,
) -> Result<Response, Problem> {
    match site.app.remove_passkey(&visitor.session, gone.key).await {
        Ok(()) => Ok(out::left(&site, "/dang-nhap?xong=xoa-khoa")),
        Err(problem) => refused(&site, &scope, &visitor, problem, Left { fault_in: "key", ..Left::default() }).await,
    }
}
