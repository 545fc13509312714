//! POST /dang-nhap/khoa/bat-dau and /dang-nhap/khoa: in by passkey.

use std::convert::Infallible;

use app::App;
use app::signin::{AccessFault, Caller, PublicKeyCredential};
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::response::Response;
use axum::{Form, Json};
use pages::signin::Way;
use serde::Deserialize;
use serde_json::{Value, json};

use super::show::{Left, refused};
use super::{ANSWER_BYTES_MAX, WORD_MAX, back, said, welcome};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::site::Site;
use crate::visitor::{self, Visitor};

/// Who stands at the door, signed in already or not.
pub struct Door {
    /// Where they come from.
    pub caller: Caller,
    /// Who they are already.
    pub visitor: Option<Visitor>,
}

impl FromRequestParts<Site> for Door {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Infallible> {
        let caller = visitor::caller(site, &parts.headers, &parts.extensions);
        Ok(Self { caller, visitor: parts.extensions.get().cloned() })
    }
}

/// What the authenticator answered; the island fills it in.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    #[serde(rename = "tham-chieu")]
    pub(super) reference: String,
    #[serde(rename = "tra-loi")]
    signed: String,
    #[serde(rename = "ve", default)]
    pub(super) back: String,
}

impl Answer {
    /// The authenticator's answer; one that cannot be read is as wrong as one that does not fit.
    pub(super) fn credential(&self) -> Result<PublicKeyCredential, app::Problem> {
        let fits = self.signed.len() <= ANSWER_BYTES_MAX && self.reference.len() <= WORD_MAX;
        let read = fits.then(|| serde_json::from_str(&self.signed).ok()).flatten();
        read.ok_or_else(|| AccessFault::Wrong.into())
    }
}

/// A challenge for any passkey of ours.
pub async fn start(State(app): State<App>) -> Result<Json<Value>, Problem> {
    let asked = app.sign_in_with_passkey_start().await?;
    Ok(Json(json!({ "reference": asked.reference, "options": asked.options })))
}

/// Lets in, or shows the door again.
pub async fn post(
    State(site): State<Site>,
    scope: Scope,
    door: Door,
    Form(answer): Form<Answer>,
) -> Result<Response, Problem> {
    let proved = match answer.credential() {
        Ok(credential) => site.app.sign_in_with_passkey_finish(&answer.reference, &credential, door.caller).await,
        Err(problem) => Err(problem),
    };
    match proved {
        Ok(signed_in) => welcome(&site, door.visitor.as_ref(), &signed_in, &answer.back).await,
        Err(problem) => {
            let left = Left { way: Way::Passkey, back: back(&answer.back), ..Left::default() };
            refused(&site, &scope, left, said(problem, scope.lang())?).await
        }
    }
}
