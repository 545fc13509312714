//! /bao-cao/{id}/tai/{file}: a report as a file, `bao-cao.docx`.

use app::App;
use app::reports::Kind;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::access::acts;
use uuid::Uuid;

use super::fault;
use crate::guard::{Allowed, Passed};
use crate::problem::Problem;
use crate::scope::Scope;

/// The file.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Allowed(permit): Allowed<acts::ReadWork>,
    Path((id, file)): Path<(Uuid, String)>,
) -> Result<Response, Problem> {
    let kind = file.strip_prefix("bao-cao.").and_then(Kind::from_ending).ok_or(Problem::NoSuchPage)?;
    let built = async {
        let opened = app.report_open(&permit, Some(passed.acting()), id).await?;
        app.report_file(&opened, kind).await
    };
    let built = match built.await {
        Ok(built) => built,
        Err(refused) => return Err(Problem::Invalid(fault(refused, scope.lang())?)),
    };
    let name = format!("attachment; filename=\"{}\"", built.name);
    let name = HeaderValue::try_from(name).unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    let media = HeaderValue::from_static(built.mime);
    Ok(([(header::CONTENT_TYPE, media), (header::CONTENT_DISPOSITION, name)], built.bytes).into_response())
}
