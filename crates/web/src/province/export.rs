//! GET /tinh/{code}/xep-loai.{xlsx,csv,json}: the list of a province to keep.

use app::classify::Classify;
use app::{App, exports};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::units::Level;

use crate::download::{self, Format};
use crate::facts::typed::{self, Cells};
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
    let cells = recorded(app, scope, &province).await?;
    let lang = scope.lang();
    let mut classify = Classify::new(&scope.pack, &register, Level::Commune, scope.year, lang, lang.common_app_name())
        .ok_or(Problem::NoSuchPage)?;
    classify.settings = scope.settings.clone();
    let mut faults = 0;
    let reading = classify.read(typed::as_file(scope, Level::Commune, &cells), &mut |_| faults += 1);
    if faults > 0 {
        // What is recorded was checked when it was recorded.
        return Err(Problem::fault("recorded figures do not read back"));
    }
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

/// Every recorded figure of a province's communes, as it would be typed.
async fn recorded(app: &App, scope: &Scope, province: &str) -> Result<Cells, Problem> {
    let book = app.book(scope.year, &scope.settings).await?;
    let mut cells = Cells::new();
    for line in book.communes_of(province) {
        for (ix, input) in scope.pack.inputs_of(Level::Commune) {
            let text = typed::text(scope.lang(), input.kind, line.facts.get(ix));
            cells.insert((line.unit.code.clone(), input.id.clone()), text);
        }
    }
    Ok(cells)
}
