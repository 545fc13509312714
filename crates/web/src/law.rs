//! Pages of the law.

pub mod casework;
pub mod view;

use app::App;
use axum::extract::{Path, State};
use axum::response::Html;
use pages::frame::Section;
use pages::law::Packs;

use crate::problem::Problem;
use crate::scope::{Scope, crumb};

/// GET /luat: every pack, those that can be applied first.
pub async fn index(State(app): State<App>, scope: Scope) -> Result<Html<String>, Problem> {
    let lang = scope.lang();
    let mut rows: Vec<_> = app.packs().iter().map(|pack| view::row(pack, lang)).collect();
    rows.sort_by_key(|row| !row.computable);
    Ok(Html(Packs { frame: scope.frame(Section::Law, vec![crumb(lang.law_title(), None)]), rows }.html()?))
}

/// GET /luat/{pack}: a pack in full.
pub async fn show(State(app): State<App>, scope: Scope, Path(id): Path<String>) -> Result<Html<String>, Problem> {
    let pack = app.pack(&id).ok_or(Problem::NoSuchPage)?;
    let path = vec![scope.step(scope.lang().law_title(), "/luat"), crumb(&pack.document, None)];
    Ok(Html(view::page(&pack, scope.frame(Section::Law, path)).html()?))
}
