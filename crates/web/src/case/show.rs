//! GET /ho-so/{id}: one file, as far as its reader may see it.

use app::App;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::view::View;
use super::{asks_for_purpose, path_of};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::visitor::Visitor;

/// The file; whoever has not opened it is asked what for.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let file = match app.case_file(&visitor.session, visitor.acting()?, id).await {
        Err(problem) if asks_for_purpose(&problem) => {
            return Ok(Redirect::to(&format!("{}/mo", path_of(id))).into_response());
        }
        file => file?,
    };
    let names = app.hands_of(&visitor.session, visitor.acting()?, &file).await?;
    let team = app.team_of(&visitor.session, visitor.acting()?, id).await?;
    let view =
        View { app: &app, law: app.casework()?, lang: scope.lang(), file: &file, visitor: &visitor, names, team };
    Ok(Html(view.page(&scope).html()?).into_response())
}
