//! POST /tinh/{code}/so-lieu/hoan-tac: takes a recording back by recording what stood before it.

use app::App;
use app::figures::{Author, Signed};
use axum::Form;
use axum::extract::{Path, State};
use axum::response::Redirect;
use domain::access::acts;
use domain::facts::Source;
use pages::frame::Section;
use serde::Deserialize;
use uuid::Uuid;

use crate::guard::Allowed;
use crate::problem::Problem;
use crate::scope::Scope;
use crate::verdict::view;

/// The form's fields.
#[derive(Deserialize)]
pub struct Undo {
    /// The recording.
    #[serde(rename = "lan-ghi")]
    batch: Uuid,
    /// Who takes it back.
    #[serde(rename = "nguoi-nhap", default)]
    entered_by: String,
}

/// Takes back a recording that touches this province.
pub async fn post(
    State(app): State<App>,
    Allowed(permit): Allowed<acts::UndoFigures>,
    scope: Scope,
    Path(code): Path<String>,
    Form(undo): Form<Undo>,
) -> Result<Redirect, Problem> {
    let register = app.register();
    let province = scope.province_around(&register, &code)?;
    let recordings = app.recordings(Some(&province.code), scope.year).await?;
    let recording = recordings.into_iter().find(|recording| recording.id == undo.batch).ok_or(Problem::NoSuchPage)?;
    let title = scope.lang().sheet_undo_source(view::instant(recording.recorded_at), recording.entered_by);
    let signed = Signed {
        source: Source { title, ..Source::default() },
        entered_by: domain::fold::clean(&undo.entered_by),
        author: Author::undoing(&permit).ok_or(Problem::Unauthenticated)?,
    };
    let done = match app.undo_recording(undo.batch, scope.year, signed, app.new_id()).await {
        Ok(_) => "hoan-tac",
        Err(app::Problem::NothingToSave) => "khong-doi",
        Err(problem) => return Err(problem.into()),
    };
    let frame = scope.frame(Section::Nation, Vec::new());
    Ok(Redirect::to(&frame.link_with(format!("/tinh/{}/so-lieu", province.code), &[("xong", done)])))
}
