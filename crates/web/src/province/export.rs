//! GET /tinh/{code}/xep-loai.{xlsx,csv,json}: the list of a province to keep.

use app::classify::Classify;
use app::{App, exports};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::units::Level;

use crate::download::{self, Format};
use crate::problem::Problem;
use crate::scope::Scope;

/// The list as a workbook, in words.
pub async fn xlsx(State(app): State<App>, scope: Scope, Path(code): Path<String>) -> Result<Response, Problem> {
    list(&app, &scope, &code, Format::Xlsx).await
}

/// The list as comma-separated values, with the ids of the contract.
pub async fn csv(State(app): State<App>, scope: Scope, Path(code): Path<String>) -> Result<Response, Problem> {
    list(&app, &scope, &code, Format::Csv).await
}

/// The same document as `anlanh classify --format json` gives for the recorded figures.
pub async fn json(State(app): State<App>, scope: Scope, Path(code): Path<String>) -> Result<Response, Problem> {
    list(&app, &scope, &code, Format::Json).await
}

async fn list(app: &App, scope: &Scope, code: &str, format: Format) -> Result<Response, Problem> {
    let register = app.register();
    let province = scope.province(&register, code)?.code.clone();
    let lang = scope.lang();
    let mut classify = Classify::new(&scope.pack, &register, Level::Commune, scope.year, lang, lang.common_app_name())
        .ok_or(Problem::NoSuchPage)?;
    classify.settings = scope.settings.clone();
    let book = app.book(scope.year, &scope.settings).await?;
    let lines = book.communes_of(&province).map(|line| (line.unit.code.as_str(), &line.facts));
    let reading = classify.intake.recorded(lines);
    let bytes = match format {
        Format::Xlsx => exports::xlsx(&classify, &reading).map_err(Problem::fault)?,
        Format::Csv => {
            let mut out = Vec::new();
            exports::csv(&classify, &reading, &mut out).map_err(Problem::fault)?;
            out
        }
        Format::Json => {
            let mut out = Vec::new();
            classify.write_json(&reading, &mut out).map_err(Problem::fault)?;
            out
        }
    };
    Ok(download::file(format, &format!("anlanh-{province}-{}", scope.year), bytes))
}
