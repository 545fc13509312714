//! GET /tinh/{code}/lo-trinh: communes of a province to keep and to convert in the year shown.

use axum::extract::{Path, State};
use axum::response::Html;
use domain::access::acts;
use pages::roadmaps::Roadmaps;

use super::{frame, show};
use crate::grades::heading;
use crate::guard::Allowed;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::site::Site;
use crate::visitor::unit_name;

/// The page.
pub async fn get(
    State(site): State<Site>,
    scope: Scope,
    Path(code): Path<String>,
    Allowed(permit): Allowed<acts::ReadWork>,
) -> Result<Html<String>, Problem> {
    let (app, lang) = (&site.app, scope.lang());
    let register = app.register();
    let province = scope.province(&register, &code)?;
    let found = app.roadmaps_of(&permit, province.unit, scope.year, &scope.settings).await?;
    let mut tables = Vec::new();
    for (at, (kept, stands)) in found.iter().enumerate() {
        let mut table = show::roadmap(&scope, stands);
        let number = kept.state.document.as_ref().map_or(kept.state.head.title.as_str(), |of| of.number.as_str());
        table.title = format!("{number} · {}", unit_name(app, kept.unit, lang));
        table.anchor = format!("lo-trinh-{at}");
        tables.push(table);
    }
    let title = lang.plan_province_title(scope.year, heading(province));
    let page = Roadmaps {
        frame: frame(&scope, &format!("/tinh/{code}/lo-trinh"), vec![crumb(&title, None)]),
        title,
        tables,
        none: lang.plan_province_none(scope.year),
    };
    Ok(Html(page.html()?))
}
