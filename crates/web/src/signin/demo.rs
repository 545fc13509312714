//! POST /dang-nhap/dung-thu: in as a fictitious officer. There is no such address outside a demonstration.

use axum::Form;
use axum::extract::State;
use axum::extract::rejection::FormRejection;
use axum::http::StatusCode;
use axum::response::Response;
use domain::access::Role;
use serde::Deserialize;

use super::passkey::Door;
use super::welcome;
use crate::problem::Problem;
use crate::site::Site;

/// The form's fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    #[serde(rename = "vai-tro")]
    role: String,
    #[serde(rename = "ve", default)]
    back: String,
}

/// Lets in as the officer of a role.
pub async fn post(
    State(site): State<Site>,
    door: Door,
    form: Result<Form<Choice>, FormRejection>,
) -> Result<Response, Problem> {
    if !site.app.is_demo() {
        return Err(Problem::NoSuchPage);
    }
    let Form(choice) = form.map_err(|refused| Problem::Refused(refused.status()))?;
    let role = Role::from_key(&choice.role).ok_or(Problem::Refused(StatusCode::UNPROCESSABLE_ENTITY))?;
    let signed_in = site.app.sign_in_to_demo(role, door.caller).await?;
    welcome(&site, door.visitor.as_ref(), &signed_in, &choice.back).await
}
