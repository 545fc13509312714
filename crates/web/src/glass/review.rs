//! GET and POST /mo-khan-cap/{id}: looking at an emergency of somebody else.

use app::App;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use pages::glass::GlassReview;
use serde::Deserialize;
use uuid::Uuid;

use super::row;
use crate::account::{frame, said, text};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::Visitor;

/// The page with its reason.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Html<String>, Problem> {
    let form = Review { verdict: String::new(), note: String::new() };
    Ok(Html(page(&app, &scope, &visitor, id, form, String::new()).await?.html()?))
}

/// The fields of a finding; any other is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    #[serde(rename = "ket-luan", default)]
    verdict: String,
    #[serde(rename = "ghi-chu", default)]
    note: String,
}

/// Records the finding, once.
pub async fn post(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(form): Form<Review>,
) -> Result<Response, Problem> {
    let lang = scope.lang();
    let justified = match form.verdict.as_str() {
        "dung" => Ok(true),
        "khong" => Ok(false),
        _ => Err(lang.account_glass_no_verdict().to_owned()),
    };
    let read =
        justified.and_then(|justified| Ok((justified, text(lang, lang.account_glass_note(), &form.note, 2_000)?)));
    let fault = match read {
        Err(fault) => fault,
        Ok((justified, note)) => {
            match app.review_break_glass(&visitor.session, visitor.acting()?, id, justified, &note).await {
                Ok(()) => return Ok(Redirect::to("/mo-khan-cap?xong=xet-lai").into_response()),
                Err(problem) => said(&app, problem, lang)?,
            }
        }
    };
    let page = page(&app, &scope, &visitor, id, form, fault).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
}

async fn page(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    id: Uuid,
    form: Review,
    fault: String,
) -> Result<GlassReview, Problem> {
    let lang = scope.lang();
    let (glass, reason) = app.glass_to_review(&visitor.session, visitor.acting()?, id).await?;
    let names = app.account_names().await?;
    let path = vec![
        crumb(lang.account_glass_title(), Some("/mo-khan-cap".to_owned())),
        crumb(lang.account_glass_review(), None),
    ];
    let mut frame = frame(scope, path);
    frame.path = format!("/mo-khan-cap/{id}");
    Ok(GlassReview {
        frame,
        id: id.to_string(),
        row: row(app, &glass, &names, lang),
        reason: reason.to_string(),
        verdict: form.verdict,
        note: form.note,
        fault,
    })
}
