//! POST /api/v1/facts/recordings/{recording}/undo: takes a recording back; what newer words replaced stays.

use app::App;
use app::figures::Author;
use axum::Json;
use axum::extract::{Path, State};
use domain::access::acts;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Done, Source, done, signed};
use crate::api::answer::{BodyRefusals, NotFound, Refusals};
use crate::api::strict::{Body, NoQuery, code, id};
use crate::cx::Cx;
use crate::guard::Allowed;
use crate::problem::Problem;

/// Why and by whom a recording is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ToUndo {
    /// Id of the recording that takes it back, made by the caller.
    with: Uuid,
    /// Year of evaluation of the recording.
    #[schema(minimum = 2000, maximum = 2999)]
    year: i16,
    /// Code of the province of its figures.
    #[schema(pattern = "^[0-9]{1,8}$")]
    province: String,
    source: Source,
    /// Who takes it back.
    #[schema(min_length = 1, max_length = 200)]
    entered_by: String,
}

/// Takes a recording back.
#[utoipa::path(post, path = "/api/v1/facts/recordings/{recording}/undo", operation_id = "undoRecording", tag = "facts",
    params(("recording" = Uuid, Path, description = "Id of the recording to be taken back.")),
    request_body = ToUndo,
    responses((status = 200, body = Done, description = "Taken back, or nothing of it was in force."), NotFound, BodyRefusals, Refusals))]
pub async fn post(
    State(app): State<App>,
    Allowed(permit): Allowed<acts::UndoFigures>,
    cx: Cx,
    Path(recording): Path<String>,
    _: NoQuery,
    Body(body): Body<ToUndo>,
) -> Result<Json<Done>, Problem> {
    let recording = id(&recording, cx.lang)?;
    code("province", &body.province, cx.lang)?;
    let of_province = app.recordings(Some(&body.province), body.year).await?;
    if !of_province.iter().any(|known| known.id == recording) {
        return Err(app::Problem::Hidden.into());
    }
    let signed =
        signed(cx.lang, Author::undoing(&permit).ok_or(Problem::Unauthenticated)?, &body.source, &body.entered_by)?;
    let written = app.undo_recording(recording, body.year, signed, body.with).await;
    Ok(Json(done(body.with, written)?))
}
