//! PUT /api/v1/reports/{id}/figures/{recording}: figures that people give, into a report that is being written. The same
//! rules as for a file: what stands stays, what comes from the records is never replaced, all of them or none.

use app::App;
use app::reports::exchange::{self, Imported};
use app::sessions::Bearer;
use axum::Json;
use axum::extract::{Extension, Path, State};
use domain::access::acts;
use programme::reports::DataValue;
use serde::{Deserialize, Serialize};
use texts::Lang;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Value, refused};
use crate::api::answer::{BodyRefusals, NotFound, Refusals};
use crate::api::strict::{Body, NoQuery, id as read_id};
use crate::cx::Cx;
use crate::guard::Passed;
use crate::problem::Problem;

/// Figures of one recording.
const FIGURES_MAX: usize = 500;
/// Characters of a source, as its chain keeps them.
const SOURCE_CHARS_MAX: usize = 300;
/// Characters of an id of an indicator.
const ID_CHARS_MAX: usize = 120;
/// Characters of a value.
const VALUE_CHARS_MAX: usize = 2_000;

/// Figures with what they stand on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ToRecord {
    /// The paper or program that they come from; it stands in the report for ever.
    #[schema(min_length = 1, max_length = 300)]
    source: String,
    #[schema(min_items = 1, max_items = 500)]
    figures: Vec<FigureToRecord>,
}

/// One figure.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FigureToRecord {
    /// Id of the indicator, or of a group of one.
    #[schema(max_length = 120)]
    indicator: String,
    /// What it comes to. What is not known is not sent.
    value: Given,
}

/// A value as a program gives it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum Given {
    /// A whole number.
    Number(u64),
    /// A word of the indicator, a text or a day.
    Text(String),
}

/// What became of each figure.
#[derive(Debug, Serialize, ToSchema)]
pub struct Done {
    /// The id under which they were sent.
    recording: Uuid,
    /// Written down.
    entered: Vec<String>,
    /// Said so already.
    same: Vec<String>,
    /// Not taken, because something else stands there: an officer decides.
    kept: Vec<Kept>,
}

/// A figure that was not taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct Kept {
    indicator: String,
    /// What stands there.
    stands: Value,
    /// What was sent.
    came: Value,
}

/// Records figures that people give. Sent again under the same id, it changes nothing.
#[utoipa::path(put, path = "/api/v1/reports/{id}/figures/{recording}", operation_id = "recordReportFigures", tag = "reports",
    params(
        ("id" = Uuid, Path, description = "Id of a report that is being written."),
        ("recording" = Uuid, Path, description = "Id of the recording, a UUID (version 7) made by the caller."),
    ),
    request_body = ToRecord,
    responses((status = 200, body = Done, description = "What became of each figure."), NotFound, BodyRefusals, Refusals))]
pub async fn put(
    State(app): State<App>,
    passed: Passed,
    bearer: Option<Extension<Bearer>>,
    cx: Cx,
    Path((report, recording)): Path<(String, String)>,
    _: NoQuery,
    Body(body): Body<ToRecord>,
) -> Result<Json<Done>, Problem> {
    let (report, recording) = (read_id(&report, cx.lang)?, read_id(&recording, cx.lang)?);
    let acting = passed.acting();
    let record = app.work_record(report, acting).await?.ok_or(Problem::NoSuchPage)?;
    let permit = app.permit::<acts::ReadWork>(acting, &record, None).await?;
    let reader = Some(acting).filter(|_| bearer.is_none());
    let opened = app.report_open(&permit, reader, report).await.map_err(|fault| refused(fault, cx.lang))?;
    let source = held("source", &body.source, SOURCE_CHARS_MAX, cx.lang)?;
    if source.is_empty() {
        return Err(Problem::Invalid(cx.lang.api_missing_key("source")));
    }
    let ordered = &opened.ordered;
    let register = app.register();
    let unit = register.version(ordered.unit, ordered.window.to).map_or("VN", |version| version.code.as_str());
    let read = values(&body.figures, unit, &ordered.period, cx.lang)?;
    let sent = (read.as_slice(), source.as_str(), recording);
    let imported = app.report_import(acting, &record, &opened, sent).await.map_err(|fault| refused(fault, cx.lang))?;
    Ok(Json(done(recording, imported, cx.lang)))
}

fn held(key: &str, text: &str, max: usize, lang: Lang) -> Result<String, Problem> {
    if text.chars().count() > max {
        return Err(Problem::Invalid(lang.api_too_long(key, max)));
    }
    Ok(domain::fold::clean(text))
}

/// As if they had come in a file, each with its place.
fn values(figures: &[FigureToRecord], unit: &str, period: &str, lang: Lang) -> Result<Vec<exchange::Read>, Problem> {
    if figures.is_empty() || figures.len() > FIGURES_MAX {
        return Err(Problem::Invalid(lang.api_no_figures(figures.len(), FIGURES_MAX)));
    }
    let one = |(at, figure): (usize, &FigureToRecord)| {
        let value = match &figure.value {
            Given::Number(number) => number.to_string(),
            Given::Text(text) => held("figures.value", text, VALUE_CHARS_MAX, lang)?,
        };
        let value = DataValue {
            indicator: held("figures.indicator", &figure.indicator, ID_CHARS_MAX, lang)?,
            unit: unit.to_owned(),
            period: period.to_owned(),
            value,
            withheld: false,
        };
        Ok(exchange::Read { place: format!("figures[{at}]"), value })
    };
    figures.iter().enumerate().map(one).collect()
}

fn done(recording: Uuid, imported: Imported, lang: Lang) -> Done {
    let kept = imported.kept.iter().map(|(indicator, stands, came)| Kept {
        indicator: indicator.clone(),
        stands: Value::of(stands, lang),
        came: Value::of(came, lang),
    });
    Done { recording, kept: kept.collect(), entered: imported.entered, same: imported.same }
}
