//! /hop/{id}/van-ban/{file} and its neighbours: a document issued from a work, `bien-ban-hop.docx`.

use app::App;
use app::issued::Kind;
use app::papers;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::access::acts;
use texts::Lang;
use uuid::Uuid;

use crate::guard::Allowed;
use crate::problem::Problem;
use crate::scope::Scope;

/// The file.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    Allowed(permit): Allowed<acts::ReadWork>,
    Path((id, file)): Path<(Uuid, String)>,
) -> Result<Response, Problem> {
    let (kind, ending) = file.rsplit_once('.').ok_or(Problem::NoSuchPage)?;
    let kind = Kind::from_key(kind).ok_or(Problem::NoSuchPage)?;
    let ending = papers::Kind::from_ending(ending).ok_or(Problem::NoSuchPage)?;
    let issued = match app.issued_file(&permit, id, kind, ending).await {
        Err(app::Problem::Hidden) if kind == Kind::Commendation => {
            return Err(Problem::Invalid(scope.lang().issued_not_ours().to_owned()));
        }
        other => other?,
    };
    let name = HeaderValue::try_from(format!("attachment; filename=\"{}\"", issued.name));
    let name = name.unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    let media = HeaderValue::from_static(issued.mime);
    Ok(([(header::CONTENT_TYPE, media), (header::CONTENT_DISPOSITION, name)], issued.bytes).into_response())
}

/// Links to the documents of a work, for its page; with that to its number for whoever writes.
pub fn links(lang: Lang, path: &str, work: Uuid, kinds: &[Kind], writes: bool) -> Vec<(String, String)> {
    let file = |kind: &Kind, ending: &str| {
        (format!("{path}/van-ban/{}.{ending}", kind.key()), lang.issued_file(kind.title(lang), ending))
    };
    let mut links: Vec<_> = kinds.iter().flat_map(|kind| [file(kind, "docx"), file(kind, "pdf")]).collect();
    if writes && !kinds.is_empty() {
        links.push((format!("/so-van-ban?cho={work}"), lang.series_take().to_owned()));
    }
    links
}
