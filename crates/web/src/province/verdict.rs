//! GET /tinh/{code}/xep-loai: the province's own verdict (Articles 5 and 6).

use app::App;
use axum::extract::{Path, State};
use axum::response::Html;
use domain::units::Level;

use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::verdict::view;

/// Every criterion of the province.
pub async fn get(State(app): State<App>, scope: Scope, Path(code): Path<String>) -> Result<Html<String>, Problem> {
    let register = app.register();
    let unit = scope.province(&register, &code)?;
    let verdict =
        app.unit_verdict(Level::Province, &unit.code, scope.year, &scope.settings, scope.lang(), None).await?;
    let path = vec![scope.step(&unit.name, &format!("/tinh/{}", unit.code)), crumb(scope.lang().province_own(), None)];
    Ok(Html(view::page(&scope, &register, &verdict, path).html()?))
}
