//! The log to take away, under the id of the line that the taking leaves in it.

use app::App;
use app::access_log::{Column, ColumnKind, LINES_MAX, Value};
use axum::extract::{Path, State};
use axum::response::Response;
use texts::Lang;
use uuid::Uuid;

use super::{filter, words};
use crate::download::{self, Format};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::visitor::{Visitor, unit_name};

/// A unit's as a workbook.
pub async fn xlsx(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Response, Problem> {
    file(&app, &scope, &visitor, None, Format::Xlsx).await
}

/// A unit's as comma-separated values.
pub async fn csv(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Response, Problem> {
    file(&app, &scope, &visitor, None, Format::Csv).await
}

/// One file's as a workbook.
pub async fn person_xlsx(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(person): Path<Uuid>,
) -> Result<Response, Problem> {
    file(&app, &scope, &visitor, Some(person), Format::Xlsx).await
}

/// One file's as comma-separated values.
pub async fn person_csv(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(person): Path<Uuid>,
) -> Result<Response, Problem> {
    file(&app, &scope, &visitor, Some(person), Format::Csv).await
}

async fn file(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    person: Option<Uuid>,
    format: Format,
) -> Result<Response, Problem> {
    let lang = scope.lang();
    let filter = filter(app, scope, visitor, person).await?.map_err(Problem::Invalid)?;
    let seen = app.export_access_log(&visitor.session, visitor.acting()?, &filter.see).await?;
    let rows = seen.lines.iter().map(|line| {
        let texts = words(app, line, &seen, lang).into_iter().map(Value::from);
        // the id last: under it the line is found again in the log and in the ledger
        texts.chain([Value::Whole(line.rows), Value::from(line.id.to_string())]).collect()
    });
    let rows: Vec<Vec<Value>> = rows.collect();
    let date = |day: jiff::civil::Date| pages::format::date(lang, &day.to_string());
    let mut notes = vec![
        lang.account_log_export_of(unit_name(app, seen.unit, lang), date(filter.from), date(filter.to)),
        lang.account_log_export_id(seen.logged),
    ];
    if seen.more {
        notes.push(lang.account_log_export_cut(LINES_MAX));
    }
    let stem = format!("anlanh-nhat-ky-{}", seen.logged);
    let columns = columns(lang);
    let made = tokio::task::spawn_blocking(move || match format {
        Format::Xlsx => app::access_log::xlsx(lang.account_log_title(), &notes, &columns, rows),
        _ => app::access_log::csv(&columns, rows),
    });
    let bytes = made.await.map_err(Problem::fault)?.map_err(Problem::fault)?;
    Ok(download::file(format, &stem, bytes))
}

fn columns(lang: Lang) -> Vec<Column> {
    let column = |heading: &str, width, kind| Column { heading: heading.to_owned(), width, kind };
    vec![
        column(lang.account_log_when(), 18.0, ColumnKind::Text),
        column(lang.account_log_who(), 28.0, ColumnKind::Text),
        column(lang.account_log_act(), 18.0, ColumnKind::Text),
        column(lang.account_log_purpose(), 30.0, ColumnKind::Text),
        column(lang.account_unit(), 24.0, ColumnKind::Text),
        column(lang.account_log_classes(), 24.0, ColumnKind::Text),
        column(lang.account_log_result(), 14.0, ColumnKind::Text),
        column(lang.account_log_files(), 10.0, ColumnKind::Whole),
        column(lang.account_log_line(), 38.0, ColumnKind::Text),
    ]
}
