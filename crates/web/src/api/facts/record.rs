//! PUT /api/v1/facts/recordings/{recording}: figures are recorded, all or none, once under one id.

use app::App;
use app::figures::Author;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use criteria::Pack;
use domain::access::acts;
use domain::units::Level;
use serde::Deserialize;
use texts::Lang;
use utoipa::ToSchema;

use super::{Done, Known, Source, done, signed};
use crate::api::answer::{BodyRefusals, NotFound, Refusals};
use crate::api::strict::{Body, NoQuery, code, id, level};
use crate::api::units::LevelWord;
use crate::cx::Cx;
use crate::facts::typed::{self, Cells};
use crate::guard::Allowed;
use crate::problem::Problem;
use crate::scope::Scope;

/// Figures of one recording.
const FIGURES_MAX: usize = 5_000;
/// Faults that are told one by one.
const FAULTS_TOLD: usize = 10;

/// Figures with who and what stands behind them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ToRecord {
    /// Code of the province.
    #[schema(pattern = "^[0-9]{1,8}$")]
    province: String,
    /// The province's communes, or itself.
    #[schema(value_type = LevelWord)]
    level: String,
    /// Year of evaluation.
    #[schema(minimum = 2000, maximum = 2999)]
    year: i16,
    source: Source,
    /// Who enters.
    #[schema(min_length = 1, max_length = 200)]
    entered_by: String,
    #[schema(min_items = 1, max_items = 5_000)]
    figures: Vec<FigureToRecord>,
}

/// One figure.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FigureToRecord {
    /// Code of the unit at the end of the year's window.
    #[schema(pattern = "^[0-9]{1,8}$")]
    code: String,
    /// Id of the input.
    #[schema(max_length = 60)]
    input: String,
    /// What is known; null takes back to "not known".
    #[serde(deserialize_with = "Option::deserialize")]
    #[schema(inline, required = true)]
    value: Option<Known>,
}

/// Records figures. Sent again under the same id, it changes nothing and answers the same way.
#[utoipa::path(put, path = "/api/v1/facts/recordings/{recording}", operation_id = "recordFigures", tag = "facts",
    params(("recording" = Uuid, Path, description = "Id of the recording, a UUID (version 7) made by the caller.")),
    request_body = ToRecord,
    responses((status = 200, body = Done, description = "Recorded, or known already."), NotFound, BodyRefusals, Refusals))]
pub async fn put(
    State(app): State<App>,
    Allowed(permit): Allowed<acts::RecordFigures>,
    cx: Cx,
    Path(recording): Path<String>,
    _: NoQuery,
    Body(body): Body<ToRecord>,
) -> Result<(StatusCode, Json<Done>), Problem> {
    let recording = id(&recording, cx.lang)?;
    let author = Author::recording(&permit).ok_or(Problem::Unauthenticated)?;
    let level = level(&body.level, cx.lang)?;
    code("province", &body.province, cx.lang)?;
    let scope = scope(&app, cx, body.year).await?;
    let cells = cells(&scope.pack, level, scope.lang(), &body.figures)?;
    let register = app.register();
    let read = typed::read(&scope, &register, level, &cells);
    if let Some(why) = told(scope.lang(), &read) {
        return Err(Problem::Invalid(why));
    }
    let signed = signed(scope.lang(), author, &body.source, &body.entered_by)?;
    let written = app.record_typed(&body.province, level, body.year, read.typed, signed, recording).await;
    Ok((StatusCode::OK, Json(done(recording, written)?)))
}

/// The year of the body, as if it stood in the address.
async fn scope(app: &App, mut cx: Cx, year: i16) -> Result<Scope, Problem> {
    cx.query = vec![("nam".to_owned(), year.to_string())];
    Scope::of(app, cx, None).await
}

/// The figures as cells of a sheet, so that they are held to the rules of a facts file.
fn cells(pack: &Pack, level: Level, lang: Lang, figures: &[FigureToRecord]) -> Result<Cells, Problem> {
    if figures.is_empty() || figures.len() > FIGURES_MAX {
        return Err(Problem::Invalid(lang.api_no_figures(figures.len(), FIGURES_MAX)));
    }
    let mut cells = Cells::new();
    for figure in figures {
        code("figures.code", &figure.code, lang)?;
        let Some((_, input)) = pack.inputs_of(level).find(|(_, input)| input.id == figure.input) else {
            let known: Vec<&str> = pack.inputs_of(level).map(|(_, input)| input.id.as_str()).collect();
            return Err(Problem::Invalid(lang.api_unknown_input(&figure.input, known.join(", "))));
        };
        let text = figure.value.as_ref().map_or_else(String::new, |known| typed::text(lang, input.kind, known.value()));
        if cells.insert((figure.code.clone(), figure.input.clone()), text).is_some() {
            return Err(Problem::Invalid(lang.api_figure_twice(&figure.code, &figure.input)));
        }
    }
    Ok(cells)
}

/// What is wrong, the first faults one by one; nothing if nothing is.
fn told(lang: Lang, read: &typed::Read) -> Option<String> {
    let of_cells = read.faults.iter().map(|((code, input), why)| lang.api_wrong_figure(code, input, why));
    let all: Vec<String> = read.general.iter().cloned().chain(of_cells).collect();
    let more = all.len().saturating_sub(FAULTS_TOLD);
    let mut told = all.into_iter().take(FAULTS_TOLD).collect::<Vec<_>>();
    if more > 0 {
        told.push(lang.api_figures_more(more));
    }
    (!told.is_empty()).then(|| told.join(" "))
}
