//! GET /api/v1/facts and its recordings.

use app::App;
use axum::Json;
use axum::extract::State;
use domain::access::Place;
use domain::units::Level;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::Known;
use crate::api::answer::{NotFound, Paging, Refusals, page_of};
use crate::api::strict::{Query, Read, Strict};
use crate::api::units::LevelWord;
use crate::api::verdicts::year_of;
use crate::guard::Passed;
use crate::problem::Problem;

/// Which figures.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Code of the province.
    #[param(pattern = "^[0-9]{1,8}$")]
    province: String,
    /// Year of evaluation; the last one with figures unless said.
    #[param(minimum = 2000, maximum = 2999)]
    year: Option<i16>,
    /// The province's communes unless said.
    #[param(value_type = Option<LevelWord>, inline)]
    level: Level,
    /// Which page, from 1.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 10_000)]
    page: u32,
}

impl Read for Which {
    fn read(query: &Query) -> Result<Self, Problem> {
        query.required("province")?;
        let province = query.code("province")?.unwrap_or_default();
        Ok(Self { province, year: query.year()?, level: query.level()?, page: query.page()? })
    }
}

/// Figures of a unit.
#[derive(Debug, Serialize, ToSchema)]
pub struct Row {
    unit: Uuid,
    code: String,
    name: String,
    figures: Vec<FigureInForce>,
}

/// A figure in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureInForce {
    /// Id of the input.
    input: String,
    /// What is known of it.
    #[schema(inline)]
    value: Option<Known>,
    /// Title of the paper.
    source: String,
    /// Number of the paper.
    number: Option<String>,
    /// Who entered it.
    entered_by: String,
    /// When it was recorded.
    #[schema(format = DateTime)]
    recorded_at: String,
    /// The recording that it came with.
    recording: Uuid,
}

/// A page of units with their figures.
#[derive(Debug, Serialize, ToSchema)]
pub struct Figures {
    year: i16,
    items: Vec<Row>,
    paging: Paging,
}

/// A recording.
#[derive(Debug, Serialize, ToSchema)]
pub struct Recording {
    /// Its id.
    id: Uuid,
    entered_by: String,
    #[schema(format = DateTime)]
    recorded_at: String,
    /// Title of its paper.
    source: String,
    number: Option<String>,
    /// How many figures it brought.
    figures: i64,
    /// How many of them nothing has superseded.
    in_force: i64,
}

/// A page of recordings.
#[derive(Debug, Serialize, ToSchema)]
pub struct Recordings {
    year: i16,
    items: Vec<Recording>,
    paging: Paging,
}

/// Figures in force of a province's units.
#[utoipa::path(get, path = "/api/v1/facts", operation_id = "listFigures", tag = "facts", params(Which),
    responses((status = 200, body = Figures, description = "A page of units with their figures."), NotFound, Refusals))]
pub async fn list(
    State(app): State<App>,
    passed: Passed,
    Strict(which): Strict<Which>,
) -> Result<Json<Figures>, Problem> {
    let year = year_of(&app, which.year).await?;
    let (register, day) = (app.register(), app.window(year)?.to);
    let mut sheet = app.sheet(&which.province, which.level, year).await?;
    sheet.rows.retain(|row| passed.reaches(&Place::of(&register, row.unit.unit, day)));
    let inputs: Vec<&str> = sheet.pack.inputs_of(which.level).map(|(_, input)| input.id.as_str()).collect();
    let (rows, paging) = page_of(sheet.rows, which.page);
    let row = |row: app::figures::SheetRow| Row {
        unit: row.unit.unit.0,
        name: row.unit.full_name(),
        code: row.unit.code,
        figures: inputs.iter().zip(row.facts).filter_map(|(input, fact)| Some(figure(input, fact?))).collect(),
    };
    Ok(Json(Figures { year, items: rows.into_iter().map(row).collect(), paging }))
}

fn figure(input: &str, fact: domain::facts::Fact) -> FigureInForce {
    FigureInForce {
        input: input.to_owned(),
        value: Known::of(fact.value),
        source: fact.source.title,
        number: fact.source.number,
        entered_by: fact.entered_by,
        recorded_at: fact.recorded_at.to_string(),
        recording: fact.batch,
    }
}

/// Recordings of a province, the newest first.
#[utoipa::path(get, path = "/api/v1/facts/recordings", operation_id = "listRecordings", tag = "facts", params(Which),
    responses((status = 200, body = Recordings, description = "A page of recordings."), NotFound, Refusals))]
pub async fn recordings(
    State(app): State<App>,
    passed: Passed,
    Strict(which): Strict<Which>,
) -> Result<Json<Recordings>, Problem> {
    let year = year_of(&app, which.year).await?;
    let (register, day) = (app.register(), app.window(year)?.to);
    let province = register.at_code(&which.province, Level::Province, day);
    if !province.is_some_and(|province| passed.reaches(&Place::of(&register, province.unit, day))) {
        return Err(app::Problem::Hidden.into());
    }
    let (batches, paging) = page_of(app.recordings(Some(&which.province), year).await?, which.page);
    let items = batches.into_iter().map(|batch| Recording {
        id: batch.id,
        entered_by: batch.entered_by,
        recorded_at: batch.recorded_at.to_string(),
        source: batch.source_title,
        number: batch.source_number,
        figures: batch.facts,
        in_force: batch.in_force,
    });
    Ok(Json(Recordings { year, items: items.collect(), paging }))
}
