//! /ho-so/{id}/mo: what a file is opened for, before anything of it shows.

use app::App;
use app::signin::AccessFault;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::Purpose;
use domain::cases::purposes_of;
use pages::case_purpose::{CasePurpose, PurposeChoice};
use serde::Deserialize;
use texts::Lang;
use uuid::Uuid;

use super::{frame, path_of, words};
use crate::account::said;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::Visitor;

/// The form's fields; any other is refused.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Chosen {
    #[serde(rename = "muc-dich", default)]
    purpose: String,
    #[serde(rename = "ly-do", default)]
    reason: String,
    #[serde(rename = "ve", default)]
    back: String,
}

/// Purposes to choose from.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Html<String>, Problem> {
    let back = scope.cx.value("ve").unwrap_or_default().to_owned();
    let chosen = Chosen { back, ..Chosen::default() };
    Ok(Html(page(&app, &scope, &visitor, id, chosen, String::new(), false).await?.html()?))
}

/// Opens the file and shows it.
pub async fn post(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(chosen): Form<Chosen>,
) -> Result<Response, Problem> {
    let lang = scope.lang();
    let Some(purpose) = Purpose::from_key(&chosen.purpose) else {
        let fault = lang.files_purpose_missing().to_owned();
        return refused(&app, &scope, &visitor, id, chosen, fault, false).await;
    };
    let reason = Some(chosen.reason.trim().to_owned()).filter(|reason| !reason.is_empty());
    match app.open_case(&visitor.session, visitor.acting()?, id, purpose, reason).await {
        Ok(()) => {
            let own = path_of(id);
            let back = (chosen.back.starts_with(&format!("{own}/viec/")) || chosen.back == format!("{own}/trich-luc"))
                && crate::visitor::safe_return(&chosen.back) == chosen.back;
            let to = if back { chosen.back } else { format!("{own}?xong=mo") };
            Ok(Redirect::to(&to).into_response())
        }
        Err(app::Problem::Access(fault)) => {
            let needs_reason = matches!(fault, AccessFault::Budget);
            let fault = said(&app, app::Problem::Access(fault), lang)?;
            refused(&app, &scope, &visitor, id, chosen, fault, needs_reason).await
        }
        Err(problem) => Err(problem.into()),
    }
}

async fn refused(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    id: Uuid,
    chosen: Chosen,
    fault: String,
    needs_reason: bool,
) -> Result<Response, Problem> {
    let page = page(app, scope, visitor, id, chosen, fault, needs_reason).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
}

async fn page(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    id: Uuid,
    chosen: Chosen,
    fault: String,
    needs_reason: bool,
) -> Result<CasePurpose, Problem> {
    let lang = scope.lang();
    let mut purposes = app.purposes_for(&visitor.session, visitor.acting()?, id).await?;
    let after = after(app, lang, id, &chosen.back)?;
    if let Some((_, asked)) = &after {
        purposes.retain(|purpose| asked.contains(purpose));
    }
    let needed = after.map(|(act, asked)| {
        let asked: Vec<String> = asked.iter().map(|purpose| words::purpose(app, lang, *purpose)).collect();
        lang.files_purpose_needed(act, asked.join("; "))
    });
    let only = purposes.len() == 1;
    let choice = |purpose: &Purpose| PurposeChoice {
        key: purpose.key().to_owned(),
        text: pages::format::sentence(&words::purpose(app, lang, *purpose)),
        ground: purpose.ground().to_owned(),
        chosen: only || purpose.key() == chosen.purpose,
    };
    let steps = vec![crumb(lang.files_menu_files(), Some("/ho-so".to_owned())), crumb(lang.files_purpose_open(), None)];
    Ok(CasePurpose {
        frame: frame(scope, &format!("{}/mo", path_of(id)), steps),
        id: id.to_string(),
        purposes: purposes.iter().map(choice).collect(),
        needed: needed.unwrap_or_default(),
        reason: chosen.reason,
        needs_reason,
        back: chosen.back,
        fault,
    })
}

/// What comes after the file is open, and for which purposes it is done; none where the file itself is read.
fn after(app: &App, lang: Lang, id: Uuid, back: &str) -> Result<Option<(String, Vec<Purpose>)>, Problem> {
    let own = path_of(id);
    if back == format!("{own}/trich-luc") {
        return Ok(Some((lang.files_file_rights_extract().to_owned(), vec![Purpose::PersonRights])));
    }
    let form = back.strip_prefix(&format!("{own}/viec/")).and_then(|rest| rest.split('?').next());
    let act = match form {
        Some(act) => app.casework()?.act(act),
        None => None,
    };
    Ok(act.map(|act| (act.title.clone(), purposes_of(act).to_vec())))
}
