//! The list of tasks to take away, as it was asked for.

use app::App;
use app::access_log::{Column, ColumnKind, Value};
use axum::extract::State;
use axum::response::Response;

use super::{home, index, words};
use crate::download::{self, Format};
use crate::guard::Passed;
use crate::problem::Problem;
use crate::scope::Scope;
use crate::visitor::unit_name;

/// Width of a column, in characters.
const WIDTH: f64 = 28.0;

/// As a workbook.
pub async fn xlsx(State(app): State<App>, scope: Scope, passed: Passed) -> Result<Response, Problem> {
    file(&app, &scope, &passed, Format::Xlsx).await
}

/// As comma-separated values.
pub async fn csv(State(app): State<App>, scope: Scope, passed: Passed) -> Result<Response, Problem> {
    file(&app, &scope, &passed, Format::Csv).await
}

async fn file(app: &App, scope: &Scope, passed: &Passed, format: Format) -> Result<Response, Problem> {
    let lang = scope.lang();
    let found = index::find(app, scope, passed).await?;
    let column = |heading: String| Column { heading, width: WIDTH, kind: ColumnKind::Text };
    let columns: Vec<Column> = index::head(lang).into_iter().map(column).collect();
    let row = |row| index::cells(app, lang, &found, row).into_iter().map(Value::from).collect();
    let rows: Vec<Vec<Value>> = found.rows.iter().map(row).collect();
    let notes = vec![unit_name(app, home(passed), lang), words::day(lang, app.today())];
    let stem = format!("anlanh-nhiem-vu-{}", app.today());
    let made = tokio::task::spawn_blocking(move || match format {
        Format::Xlsx => app::access_log::xlsx(lang.task_list(), &notes, &columns, rows),
        _ => app::access_log::csv(&columns, rows),
    });
    let bytes = made.await.map_err(Problem::fault)?.map_err(Problem::fault)?;
    Ok(download::file(format, &stem, bytes))
}
