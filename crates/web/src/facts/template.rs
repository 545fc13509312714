//! GET /tinh/{code}/mau-so-lieu.xlsx: the workbook to fill in.

use app::App;
use app::template::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::units::Level;

use crate::download::{self, Format};
use crate::problem::Problem;
use crate::scope::Scope;

/// One row a commune of the province.
pub async fn get(State(app): State<App>, scope: Scope, Path(code): Path<String>) -> Result<Response, Problem> {
    let register = app.register();
    let province = scope.province_around(&register, &code)?;
    let bytes = Template {
        pack: &scope.pack,
        register: &register,
        level: Level::Commune,
        year: scope.year,
        window: scope.window,
        province: Some(province),
        lang: scope.lang(),
    }
    .write()
    .map_err(Problem::fault)?;
    Ok(download::file(Format::Xlsx, &format!("anlanh-mau-so-lieu-{}-{}", province.code, scope.year), bytes))
}
