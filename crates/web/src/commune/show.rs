//! GET /xa/{code}: a commune's verdict.

use app::App;
use axum::extract::{Path, State};
use axum::response::Html;
use domain::units::Level;

use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::verdict::view;

/// Every criterion of the commune.
pub async fn get(State(app): State<App>, scope: Scope, Path(code): Path<String>) -> Result<Html<String>, Problem> {
    let register = app.register();
    let unit = scope.commune(&register, &code)?;
    let verdict = app.unit_verdict(Level::Commune, &unit.code, scope.year, &scope.settings, scope.lang(), None).await?;
    let province = &verdict.province.unit;
    let path = vec![scope.step(&province.name, &format!("/tinh/{}", province.code)), crumb(&unit.name, None)];
    Ok(Html(view::page(&scope, &register, &verdict, path).html()?))
}
