//! POST /toi/vai-tro: another of one's appointments is preferred from now on.

use axum::Form;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use uuid::Uuid;

use crate::problem::Problem;
use crate::signin::cookie;
use crate::site::Site;
use crate::visitor::{APPOINTMENT, Visitor, safe_return};

/// The appointment, and where one was.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    #[serde(rename = "bo-nhiem")]
    appointment: Uuid,
    #[serde(rename = "ve", default)]
    back: String,
}

/// Prefers it; one that is not theirs, or not in force, does not exist.
pub async fn post(State(site): State<Site>, visitor: Visitor, Form(chosen): Form<Chosen>) -> Result<Response, Problem> {
    let held = visitor.session.appointment(chosen.appointment).map_err(|_| app::Problem::Hidden)?;
    // gone with the browser's session; it opens nothing that the account does not hold
    let preferred = cookie(&site, &format!("{APPOINTMENT}={}; Path=/; SameSite=Strict", held.id));
    Ok(([(header::SET_COOKIE, preferred)], Redirect::to(&safe_return(&chosen.back))).into_response())
}
