//! POST /dang-nhap/mat-khau: in by login, password and code.

use app::signin::WithPassword;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use pages::signin::Way;
use serde::Deserialize;
use texts::Lang;

use super::passkey::Door;
use super::show::{Left, refused};
use super::{PASSWORD_MAX, WORD_MAX, back, said, short, welcome};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::site::Site;

/// The form's fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    #[serde(rename = "ten-dang-nhap")]
    login: String,
    #[serde(rename = "mat-khau")]
    password: String,
    #[serde(rename = "ma")]
    code: String,
    #[serde(rename = "ve", default)]
    back: String,
}

/// Lets in, or shows the door again.
pub async fn post(
    State(site): State<Site>,
    scope: Scope,
    door: Door,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let lang = scope.lang();
    let left = Left {
        way: Way::Password,
        // what is far too long for a login is not shown again
        login: typed.login.chars().take(WORD_MAX).collect(),
        back: back(&typed.back),
    };
    if let Err(fault) = fits(lang, &typed) {
        return refused(&site, &scope, left, fault).await;
    }
    let Typed { login, password, code, back } = typed;
    let typed = WithPassword { login, password: password.into(), code: code.into() };
    match site.app.sign_in_with_password(typed, door.caller).await {
        Ok(signed_in) => welcome(&site, door.visitor.as_ref(), &signed_in, &back).await,
        Err(problem) => refused(&site, &scope, left, said(problem, lang)?).await,
    }
}

fn fits(lang: Lang, typed: &Typed) -> Result<(), (StatusCode, String)> {
    short(lang, lang.desk_login(), &typed.login, WORD_MAX)?;
    short(lang, lang.desk_password_field(), &typed.password, PASSWORD_MAX)?;
    short(lang, lang.desk_code_field(), &typed.code, WORD_MAX)
}
