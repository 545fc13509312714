//! GET /tinh/{code}/xep-loai.json: the list of a province as the contract's JSON.

use app::classify::Classify;
use app::{App, Book};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::units::{Level, Register};

use crate::download::{self, Format};
use crate::facts::typed::{self, Cells};
use crate::problem::Problem;
use crate::scope::Scope;

/// The same document as `anlanh classify --format json` gives for the recorded figures.
pub async fn json(State(app): State<App>, scope: Scope, Path(code): Path<String>) -> Result<Response, Problem> {
    let register = app.register();
    let province = scope.province(&register, &code)?.code.clone();
    let book = app.book(scope.year, &scope.settings).await?;
    let stem = format!("anlanh-{province}-{}", scope.year);
    let document = document(&scope, &register, &book, &province)?;
    Ok(download::file(Format::Json, &stem, document))
}

fn document(scope: &Scope, register: &Register, book: &Book, province: &str) -> Result<Vec<u8>, Problem> {
    let lang = scope.lang();
    let mut classify = Classify::new(&scope.pack, register, Level::Commune, scope.year, lang, lang.common_app_name())
        .ok_or(Problem::NoSuchPage)?;
    classify.settings = scope.settings.clone();
    let mut faults = 0;
    let reading =
        classify.read(typed::as_file(scope, Level::Commune, &recorded(scope, book, province)), &mut |_| faults += 1);
    if faults > 0 {
        // What is recorded was checked when it was recorded.
        return Err(Problem::fault("recorded figures do not read back"));
    }
    let mut out = Vec::new();
    classify.write_json(&reading, &mut out).map_err(Problem::fault)?;
    Ok(out)
}

/// Every recorded figure of a province's communes, as it would be typed.
fn recorded(scope: &Scope, book: &Book, province: &str) -> Cells {
    let mut cells = Cells::new();
    for line in book.communes_of(province) {
        for (ix, input) in scope.pack.inputs_of(Level::Commune) {
            let text = typed::text(scope.lang(), input.kind, line.facts.get(ix));
            cells.insert((line.unit.code.clone(), input.id.clone()), text);
        }
    }
    cells
}
