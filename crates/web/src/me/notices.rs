//! POST /toi/thong-bao: a notice was seen.

use app::App;
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use serde::Deserialize;
use uuid::Uuid;

use crate::problem::Problem;
use crate::visitor::Visitor;

/// The notice.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    #[serde(rename = "thong-bao")]
    notice: Uuid,
}

/// Notes it; another's notice stays as it is.
pub async fn post(State(app): State<App>, visitor: Visitor, Form(seen): Form<Seen>) -> Result<Redirect, Problem> {
    app.notice_seen(&visitor.session, seen.notice).await?;
    Ok(Redirect::to("/toi?xong=thong-bao"))
}
