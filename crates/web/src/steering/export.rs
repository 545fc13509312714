//! GET /hop.{csv,xlsx} and its neighbours: a register of steering to keep, row by row as its list shows it.

use app::App;
use app::access_log::{Column, ColumnKind, Value};
use axum::extract::State;
use axum::response::Response;

use super::{Register, home, listed};
use crate::download::{self, Format};
use crate::guard::Passed;
use crate::problem::Problem;
use crate::scope::Scope;
use crate::visitor::unit_name;

/// Width of a column, in characters.
const WIDTH: f64 = 28.0;

/// As a workbook.
pub async fn xlsx<C: Register>(State(app): State<App>, scope: Scope, passed: Passed) -> Result<Response, Problem> {
    file::<C>(&app, &scope, &passed, Format::Xlsx).await
}

/// As comma-separated values.
pub async fn csv<C: Register>(State(app): State<App>, scope: Scope, passed: Passed) -> Result<Response, Problem> {
    file::<C>(&app, &scope, &passed, Format::Csv).await
}

async fn file<C: Register>(app: &App, scope: &Scope, passed: &Passed, format: Format) -> Result<Response, Problem> {
    let lang = scope.lang();
    let (all, desk) = listed::<C>(app, scope, passed).await?;
    let column = |heading: &str| Column { heading: heading.to_owned(), width: WIDTH, kind: ColumnKind::Text };
    let columns: Vec<Column> = C::head(lang).into_iter().map(column).collect();
    let rows: Vec<Vec<Value>> =
        all.iter().map(|kept| kept.state.row(&desk, kept.unit).into_iter().map(Value::from).collect()).collect();
    let title = C::about(lang)[0];
    let notes = vec![unit_name(app, home(passed), lang), desk.day(app.today())];
    let stem = format!("anlanh-{}-{}", C::PATH.trim_start_matches('/'), app.today());
    let made = tokio::task::spawn_blocking(move || match format {
        Format::Xlsx => app::access_log::xlsx(title, &notes, &columns, rows),
        _ => app::access_log::csv(&columns, rows),
    });
    let bytes = made.await.map_err(Problem::fault)?.map_err(Problem::fault)?;
    Ok(download::file(format, &stem, bytes))
}
