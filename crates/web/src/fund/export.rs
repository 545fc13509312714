//! GET /kinh-phi.{csv,xlsx}: every source with what the year comes to, to keep.

use app::access_log::{Column, ColumnKind, Value};
use axum::extract::State;
use axum::response::Response;
use domain::access::acts;
use texts::Lang;

use super::{all, words};
use crate::account::own_unit;
use crate::download::{self, Format};
use crate::guard::Allowed;
use crate::problem::Problem;
use crate::scope::Scope;
use crate::site::Site;
use crate::visitor::{Visitor, unit_name};

/// As comma-separated values.
pub async fn csv(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    Allowed(permit): Allowed<acts::ReadWork>,
) -> Result<Response, Problem> {
    file(&site, &scope, &visitor, Format::Csv, &permit).await
}

/// As a workbook.
pub async fn xlsx(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    Allowed(permit): Allowed<acts::ReadWork>,
) -> Result<Response, Problem> {
    file(&site, &scope, &visitor, Format::Xlsx, &permit).await
}

async fn file(
    site: &Site,
    scope: &Scope,
    visitor: &Visitor,
    format: Format,
    permit: &domain::access::Permit<acts::ReadWork>,
) -> Result<Response, Problem> {
    let (app, lang, own) = (&site.app, scope.lang(), own_unit(visitor)?);
    let funds = all(app, permit, own).await?;
    let whole = |amount: u64| i64::try_from(amount).map_or(Value::Empty, Value::Whole);
    let year = scope.year;
    let rows: Vec<Vec<Value>> = funds
        .iter()
        .map(|kept| {
            let sums = kept.state.sums(year);
            vec![
                Value::from(kept.state.name.as_str()),
                Value::from(words::money(lang, kept.state.money)),
                Value::from(unit_name(app, kept.unit, lang)),
                Value::from(year.to_string()),
                sums.planned.map_or(Value::Empty, whole),
                whole(sums.allotted),
                whole(sums.spent),
            ]
        })
        .collect();
    let (columns, title) = (columns(lang), lang.fund_title());
    let notes = vec![unit_name(app, own, lang), lang.fund_lead().to_owned()];
    let made = tokio::task::spawn_blocking(move || match format {
        Format::Xlsx => app::access_log::xlsx(title, &notes, &columns, rows),
        _ => app::access_log::csv(&columns, rows),
    });
    let bytes = made.await.map_err(Problem::fault)?.map_err(Problem::fault)?;
    Ok(download::file(format, &format!("anlanh-kinh-phi-{year}"), bytes))
}

fn columns(lang: Lang) -> Vec<Column> {
    let column = |heading: &str, width, kind| Column { heading: heading.to_owned(), width, kind };
    vec![
        column(lang.fund_name(), 40.0, ColumnKind::Text),
        column(lang.fund_money(), 24.0, ColumnKind::Text),
        column(lang.fund_unit(), 24.0, ColumnKind::Text),
        column(lang.fund_year(), 8.0, ColumnKind::Text),
        column(lang.fund_planned(), 18.0, ColumnKind::Whole),
        column(lang.fund_allotted(), 18.0, ColumnKind::Whole),
        column(lang.fund_spent(), 18.0, ColumnKind::Whole),
    ]
}
