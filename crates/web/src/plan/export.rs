//! GET /ke-hoach/{id}/chi-tieu.{csv,xlsx}: the targets of a plan with how they stand, to keep.

use app::access_log::{Column, ColumnKind, Value};
use app::plans::TargetStands;
use app::work::Kept;
use axum::extract::{Path, State};
use axum::response::Response;
use domain::access::acts;
use programme::plans::{Between, Plan, PointJudged};
use texts::Lang;
use uuid::Uuid;

use super::{how, known, words};
use crate::download::{self, Format};
use crate::guard::{Allowed, Passed};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::site::Site;
use crate::visitor::Visitor;

/// As comma-separated values.
pub async fn csv(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    passed: Passed,
    Path(id): Path<Uuid>,
    Allowed(permit): Allowed<acts::ReadWork>,
) -> Result<Response, Problem> {
    let kept = site.app.work_open(&permit, id).await?;
    file(&site, &scope, (&visitor, &passed), kept, Format::Csv).await
}

/// As a workbook.
pub async fn xlsx(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    passed: Passed,
    Path(id): Path<Uuid>,
    Allowed(permit): Allowed<acts::ReadWork>,
) -> Result<Response, Problem> {
    let kept = site.app.work_open(&permit, id).await?;
    file(&site, &scope, (&visitor, &passed), kept, Format::Xlsx).await
}

async fn file(
    site: &Site,
    scope: &Scope,
    (visitor, passed): (&Visitor, &Passed),
    kept: Kept<Plan>,
    format: Format,
) -> Result<Response, Problem> {
    let (app, lang, how) = (&site.app, scope.lang(), how(scope));
    let known = known::known_to(site, visitor, passed, &kept).await?;
    let stands = app.plan_stands(&kept.state, kept.unit, &how, &known).await?;
    let rows: Vec<Vec<Value>> = stands.targets.iter().flat_map(|of| rows(lang, of)).collect();
    let choice = match how.between {
        Between::LastDue => lang.plan_between_last_due(),
        Between::Linear => lang.plan_between_linear(),
    };
    let choice = format!("{}: {choice}", lang.plan_between());
    let notes = vec![lang.plan_export_as_of(words::day(lang, stands.today), choice)];
    let (columns, title) = (columns(lang), kept.state.head.title);
    let made = tokio::task::spawn_blocking(move || match format {
        Format::Xlsx => app::access_log::xlsx(&title, &notes, &columns, rows),
        _ => app::access_log::csv(&columns, rows),
    });
    let bytes = made.await.map_err(Problem::fault)?.map_err(Problem::fault)?;
    Ok(download::file(format, &format!("anlanh-chi-tieu-{}", kept.id), bytes))
}

/// One row for each point of a target.
fn rows(lang: Lang, of: &TargetStands) -> Vec<Vec<Value>> {
    let known = |number: Option<u32>| number.map_or(Value::Empty, |number| Value::Whole(number.into()));
    let row = |point: &PointJudged| {
        let reading = point.reading.as_ref();
        vec![
            Value::from(of.target.id.as_str()),
            Value::from(of.target.statement.as_str()),
            Value::from(point.by.to_string()),
            Value::from(words::need(lang, point.need.as_ref())),
            known(reading.map(|of| of.low)),
            known(reading.map(|of| of.high)),
            known(reading.and_then(|of| of.whole)),
            Value::from(reading.map(|of| words::reading(lang, of)).unwrap_or_default()),
            Value::from(words::met(lang, point)),
            Value::from(words::status(lang, of.judged.status).1),
            Value::from(of.target.source.citation.as_str()),
        ]
    };
    of.judged.points.iter().map(row).collect()
}

fn columns(lang: Lang) -> Vec<Column> {
    let column = |heading: &str, width, kind| Column { heading: heading.to_owned(), width, kind };
    vec![
        column(lang.plan_field_target_id(), 18.0, ColumnKind::Text),
        column(lang.plan_target(), 48.0, ColumnKind::Text),
        column(lang.plan_by(), 12.0, ColumnKind::Text),
        column(lang.plan_need(), 18.0, ColumnKind::Text),
        column(lang.plan_export_low(), 12.0, ColumnKind::Whole),
        column(lang.plan_export_high(), 12.0, ColumnKind::Whole),
        column(lang.plan_field_whole(), 12.0, ColumnKind::Whole),
        column(lang.plan_source(), 40.0, ColumnKind::Text),
        column(lang.plan_met(), 14.0, ColumnKind::Text),
        column(lang.plan_status(), 22.0, ColumnKind::Text),
        column(lang.plan_field_citation(), 40.0, ColumnKind::Text),
    ]
}
