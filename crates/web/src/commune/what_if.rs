//! GET /xa/{code}/gia-dinh: the commune on assumed figures. Never writes.

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
    let unit = scope.commune(&register, &code)?;
    let mut path = Vec::new();
    if let Some(province) = register.province(unit.unit, scope.day()) {
        path.push(scope.step(&province.name, &format!("/tinh/{}", province.code)));
    }
    path.push(scope.step(&unit.name, &format!("/xa/{}", unit.code)));
    path.push(crumb(scope.lang().whatif_crumb(), None));
    supposed::respond(&app, &scope, Level::Commune, &unit.code, path).await
}
