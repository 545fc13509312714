//! Law packs: what is asked, by which article, and how it is read where the law is silent.

use app::App;
use axum::Json;
use axum::extract::{Path, State};
use criteria::{Evidence, Pack};
use serde::Serialize;
use utoipa::ToSchema;

use super::answer::{NotFound, Refusals};
use super::strict::NoQuery;
use crate::problem::Problem;

/// A pack's head.
#[derive(Debug, Serialize, ToSchema)]
pub struct PackHead {
    /// Its id, named on every verdict.
    id: String,
    /// What the instrument is called.
    title: String,
    /// Its number.
    document: String,
    /// Who issued it.
    issuer: String,
    /// First day in force.
    #[schema(format = Date)]
    effective_from: String,
    /// Last day in force.
    #[schema(value_type = Option<String>, format = Date)]
    effective_to: Option<String>,
    /// How well its text is known: `verified`, `excerpt`, `news`, `not_found`.
    evidence: &'static str,
    /// Why it cannot be applied; none where it can.
    missing: Option<String>,
}

/// All packs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Packs {
    /// The one that judges unless another is asked for.
    default: &'static str,
    /// The packs.
    items: Vec<PackHead>,
}

/// A pack in full.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholePack {
    #[serde(flatten)]
    head: PackHead,
    /// Figures that it asks for.
    inputs: Vec<Input>,
    /// Conditions, in the order of the law.
    criteria: Vec<Criterion>,
    /// Choices where the law is silent.
    switches: Vec<Switch>,
}

/// A figure that is asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Input {
    id: String,
    title: String,
    definition: String,
    /// Article.
    citation: String,
    /// Levels that it is asked of.
    levels: Vec<&'static str>,
}

/// A condition.
#[derive(Debug, Serialize, ToSchema)]
pub struct Criterion {
    id: String,
    article: String,
    title: String,
    /// The class that it counts for.
    group: String,
    /// Levels that it applies to.
    levels: Vec<&'static str>,
}

/// A choice where the law is silent.
#[derive(Debug, Serialize, ToSchema)]
pub struct Switch {
    id: String,
    title: String,
    citation: String,
    /// Why the default is what it is.
    why: String,
    /// Ids of the options.
    options: Vec<String>,
    /// Id of the option that holds unless another is asked for.
    default: Option<String>,
}

/// Every pack.
#[utoipa::path(get, path = "/api/v1/packs", operation_id = "listPacks", tag = "packs",
    responses((status = 200, body = Packs, description = "Every pack."), Refusals))]
pub async fn list(State(app): State<App>, _: NoQuery) -> Json<Packs> {
    Json(Packs { default: app::DEFAULT_PACK, items: app.packs().iter().map(|pack| head(pack)).collect() })
}

/// A pack in full, by its id.
#[utoipa::path(get, path = "/api/v1/packs/{pack}", operation_id = "getPack", tag = "packs",
    params(("pack" = String, Path, description = "Id of a pack.")),
    responses((status = 200, body = WholePack, description = "The pack."), NotFound, Refusals))]
pub async fn one(State(app): State<App>, Path(pack): Path<String>, _: NoQuery) -> Result<Json<WholePack>, Problem> {
    let pack = app.pack(&pack).ok_or(app::Problem::Hidden)?;
    let levels = |levels: &[domain::units::Level]| levels.iter().map(|level| level.key()).collect();
    let inputs = pack.inputs.iter().map(|input| Input {
        id: input.id.clone(),
        title: input.title.clone(),
        definition: input.definition.clone(),
        citation: input.citation.clone(),
        levels: levels(&input.levels),
    });
    let criteria = pack.criteria.iter().map(|criterion| Criterion {
        id: criterion.id.clone(),
        article: criterion.article.clone(),
        title: criterion.title.clone(),
        group: criterion.group.clone(),
        levels: levels(&criterion.levels),
    });
    let switches = pack.switches.iter().map(|switch| Switch {
        id: switch.id.clone(),
        title: switch.title.clone(),
        citation: switch.citation.clone(),
        why: switch.why.clone(),
        options: switch.options.iter().map(|option| option.id.clone()).collect(),
        default: switch.options.get(switch.default).map(|option| option.id.clone()),
    });
    let (inputs, criteria, switches) = (inputs.collect(), criteria.collect(), switches.collect());
    Ok(Json(WholePack { head: head(&pack), inputs, criteria, switches }))
}

fn head(pack: &Pack) -> PackHead {
    PackHead {
        id: pack.id.clone(),
        title: pack.title.clone(),
        document: pack.document.clone(),
        issuer: pack.issuer.clone(),
        effective_from: pack.effective_from.to_string(),
        effective_to: pack.effective_to.map(|day| day.to_string()),
        evidence: match pack.evidence {
            Evidence::Verified => "verified",
            Evidence::Excerpt => "excerpt",
            Evidence::News => "news",
            Evidence::NotFound => "not_found",
        },
        missing: pack.missing.clone(),
    }
}
