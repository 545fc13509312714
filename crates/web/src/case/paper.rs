//! /ho-so/{id}/van-ban/…: a form filled from a file, to be signed; the extract for the person. Under the form's own name,
//! never under anybody's.

use app::App;
use app::cases::FileFault;
use app::papers::{EXTRACT, Kind, Printed};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use uuid::Uuid;

use super::{asks_for_purpose, extract_reopens, path_of};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::visitor::Visitor;

/// A form by its name and kind, `pl3-04.docx`: of an entry (`viec`), or as a draft of what would be done now.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path((id, name)): Path<(Uuid, String)>,
) -> Result<Response, Problem> {
    let (form, ending) = name.rsplit_once('.').ok_or(Problem::NoSuchPage)?;
    let kind = Kind::from_ending(ending).ok_or(Problem::NoSuchPage)?;
    let entry = match scope.cx.value("viec") {
        None => None,
        Some(text) => Some(text.parse().map_err(|_| Problem::NoSuchPage)?),
    };
    print(&app, &visitor, id, form, entry, kind).await
}

/// The extract for the person whom the file is about.
pub async fn extract(State(app): State<App>, visitor: Visitor, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    print(&app, &visitor, id, EXTRACT, None, Kind::Pdf).await
}

async fn print(
    app: &App,
    visitor: &Visitor,
    id: Uuid,
    form: &str,
    entry: Option<usize>,
    kind: Kind,
) -> Result<Response, Problem> {
    match app.print_paper(&visitor.session, visitor.acting()?, id, form, entry, kind).await {
        Ok(printed) => Ok(sent(printed)),
        // the extract is the person's: it asks for that purpose
        Err(app::Problem::File(FileFault::ExtractForRights)) => Ok(Redirect::to(&extract_reopens(id)).into_response()),
        Err(problem) if asks_for_purpose(&problem) => Ok(Redirect::to(&format!("{}/mo", path_of(id))).into_response()),
        Err(problem) => Err(problem.into()),
    }
}

fn sent(printed: Printed) -> Response {
    let media = HeaderValue::from_static(printed.mime);
    let name = format!("attachment; filename=\"{}\"", printed.name);
    let name = HeaderValue::try_from(name).unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    ([(header::CONTENT_TYPE, media), (header::CONTENT_DISPOSITION, name)], printed.bytes).into_response()
}
