//! POST /dang-nhap/ma: in by the code that came with an account, to set up a way to sign in.

use axum::Form;
use axum::extract::State;
use axum::response::Response;
use pages::signin::Way;
use serde::Deserialize;

use super::passkey::Door;
use super::show::{Left, refused};
use super::{WORD_MAX, said, short, welcome};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::site::Site;

/// The form's field.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    #[serde(rename = "ma-dang-ky")]
    code: String,
}

/// Lets in, or shows the door again.
pub async fn post(
    State(site): State<Site>,
    scope: Scope,
    door: Door,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let lang = scope.lang();
    let left = Left { way: Way::Enrolment, ..Left::default() };
    if let Err(fault) = short(lang, lang.desk_enrolment_field(), &typed.code, WORD_MAX) {
        return refused(&site, &scope, left, fault).await;
    }
    match site.app.sign_in_with_enrolment(&typed.code, door.caller).await {
        Ok(signed_in) => welcome(&site, door.visitor.as_ref(), &signed_in, "/toi").await,
        Err(problem) => refused(&site, &scope, left, said(problem, lang)?).await,
    }
}
