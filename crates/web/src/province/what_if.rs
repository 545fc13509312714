//! GET /tinh/{code}/gia-dinh: the province on assumed figures. Never writes.

use app::App;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Html;
use domain::units::Level;

use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::verdict::supposed;

/// The verdict beside the real one.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    Path(code): Path<String>,
) -> Result<(StatusCode, Html<String>), Problem> {
    let register = app.register();
    let unit = scope.province(&register, &code)?;
    let path = vec![scope.step(&unit.name, &format!("/tinh/{}", unit.code)), crumb(scope.lang().whatif_crumb(), None)];
    supposed::respond(&app, &scope, Level::Province, &unit.code, path).await
}
