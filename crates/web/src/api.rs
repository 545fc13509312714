//! `/api/v1`: what programs ask and record.
//!
//! Every operation stands in [`ALL`] with the act that it is, in the description at `/api/v1/openapi.json` with its
//! shapes and refusals, and in one file by its noun. Input is strict: keys that an operation does not know, keys that
//! stand twice and bodies of another shape are refused, each with a sentence in the reader's language.

mod answer;
mod facts;
mod ledger;
mod me;
mod packs;
mod plans;
mod reports;
mod strict;
mod tasks;
mod units;
mod verdicts;

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use domain::access::Action;
use texts::Lang;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::guard::{Need, OPEN, SIGNED_IN, Where, at, own, work};
use crate::problem::Problem;
use crate::site::Site;

/// Where the interface lives.
const ROOT: &str = "/api/v1";
/// Where its description lives.
const DESCRIPTION: &str = "/api/v1/openapi.json";
/// Largest body, in bytes.
const BODY_BYTES_MAX: usize = 1 << 20;

/// Method, address and need of every operation, for the guard of all routes; a test holds the list to the description.
pub const ALL: &[(&str, &str, Need)] = &[
    ("get", DESCRIPTION, OPEN),
    ("get", "/api/v1/units", OPEN),
    ("get", "/api/v1/units/{unit}", OPEN),
    ("get", "/api/v1/packs", OPEN),
    ("get", "/api/v1/packs/{pack}", OPEN),
    ("get", "/api/v1/verdicts", at(Action::ReadFigures, Where::Query("province"))),
    ("get", "/api/v1/verdicts/{level}/{code}", at(Action::ReadFigures, Where::Path)),
    ("get", "/api/v1/facts", at(Action::ReadFigures, Where::QueryPart("province"))),
    ("get", "/api/v1/facts/recordings", at(Action::ReadFigures, Where::Query("province"))),
    ("put", "/api/v1/facts/recordings/{recording}", at(Action::RecordFigures, Where::Own)),
    ("post", "/api/v1/facts/recordings/{recording}/undo", at(Action::UndoFigures, Where::Own)),
    ("get", "/api/v1/reports", own(Action::ReadWork)),
    ("get", "/api/v1/reports/{id}", work(Action::ReadWork)),
    ("put", "/api/v1/reports/{id}/figures/{recording}", work(Action::WriteWork)),
    ("get", "/api/v1/plans", own(Action::ReadWork)),
    ("get", "/api/v1/plans/{id}", work(Action::ReadWork)),
    ("get", "/api/v1/tasks", own(Action::ReadWork)),
    ("get", "/api/v1/tasks/{id}", work(Action::ReadWork)),
    ("get", "/api/v1/ledger", own(Action::VerifyLedger)),
    ("get", "/api/v1/ledger/checkpoint", OPEN),
    ("get", "/api/v1/ledger/consistency", OPEN),
    ("get", "/api/v1/ledger/inclusion/{seq}", own(Action::VerifyLedger)),
    ("get", "/api/v1/me", SIGNED_IN),
];

/// What stands at the head of the description.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "An Lành",
        version = "1",
        description = "Figures, verdicts, reports, plans, tasks, law packs, units and the ledger. Refusals are application/problem+json \
            (RFC 9457) in the language of Accept-Language (vi, en). Unknown and doubled keys are refused.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    modifiers(&Tokens),
    security(("token" = []), ("session" = [])),
    components(schemas(answer::Refusal))
)]
struct Head;

/// Tokens of officers, shown as `Authorization: Bearer`, and sessions of browsers.
struct Tokens;

impl Modify for Tokens {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_with(Default::default);
        components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
        let cookie = ApiKeyValue::with_description("phien", "`__Host-phien` where the server is reached over https.");
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

fn operations() -> OpenApiRouter<Site> {
    OpenApiRouter::with_openapi(Head::openapi())
        .routes(routes!(units::list))
        .routes(routes!(units::one))
        .routes(routes!(packs::list))
        .routes(routes!(packs::one))
        .routes(routes!(verdicts::list))
        .routes(routes!(verdicts::one))
        .routes(routes!(facts::read::list))
        .routes(routes!(facts::read::recordings))
        .routes(routes!(facts::record::put))
        .routes(routes!(facts::undo::post))
        .routes(routes!(reports::read::list))
        .routes(routes!(reports::read::one))
        .routes(routes!(reports::record::put))
        .routes(routes!(plans::list))
        .routes(routes!(plans::one))
        .routes(routes!(tasks::list))
        .routes(routes!(tasks::one))
        .routes(routes!(ledger::state))
        .routes(routes!(ledger::checkpoint))
        .routes(routes!(ledger::consistency))
        .routes(routes!(ledger::inclusion))
        .routes(routes!(me::get))
}

/// The description of the interface (`OpenAPI` 3.1).
pub fn description() -> utoipa::openapi::OpenApi {
    told(operations().into_openapi())
}

/// Says of each operation that needs nobody to be signed in that it does not.
fn told(mut openapi: utoipa::openapi::OpenApi) -> utoipa::openapi::OpenApi {
    for (method, path, _) in ALL.iter().filter(|(_, _, need)| *need == OPEN) {
        let item = openapi.paths.paths.get_mut(*path);
        if let Some(operation) = item.and_then(|item| item.get.as_mut()).filter(|_| *method == "get") {
            operation.security = Some(Vec::new());
        }
    }
    openapi
}

/// All operations behind what each of them passes.
pub fn router() -> Router<Site> {
    let (routes, description) = operations().split_for_parts();
    let description = told(description);
    routes
        .route(DESCRIPTION, axum::routing::get(move || std::future::ready(Json(description.clone()))))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn(negotiate))
}

/// The code of a unit today, or the last one it had; `VN` for the country.
fn unit_code(app: &app::App, unit: domain::units::UnitId) -> String {
    let register = app.register();
    let found = register.version(unit, app.today()).or_else(|| register.versions_of(unit).last());
    found.map_or("VN", |version| version.code.as_str()).to_owned()
}

/// Whether an address is of this interface, so that its refusals are JSON whatever is asked for.
pub fn is_api(path: &str) -> bool {
    path.strip_prefix(ROOT).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The first language of `Accept-Language` that there is; Vietnamese if none.
pub fn language(headers: &HeaderMap) -> Lang {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let tags = asked.split(',').map(|part| part.split(';').next().unwrap_or("").trim());
    let known = tags.filter_map(|tag| tag.split('-').next()).find(|tag| ["vi", "en"].contains(tag));
    known.map_or(Lang::default(), Lang::from_tag)
}

/// Answers only in JSON, and says that the language counts.
async fn negotiate(request: Request, next: Next) -> Response {
    if !accepts_json(request.headers()) {
        return Problem::NotAcceptable.into_response();
    }
    let mut response = next.run(request).await;
    response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept-Language, Authorization"));
    response
}

fn accepts_json(headers: &HeaderMap) -> bool {
    let mut ranges = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).peekable();
    if ranges.peek().is_none() {
        return true;
    }
    let known = ["*/*", "application/*", "application/json", "application/problem+json"];
    ranges.flat_map(|line| line.split(',')).any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let media = parts.next().unwrap_or("").to_ascii_lowercase();
        let refused = parts.any(|part| matches!(part, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"));
        known.contains(&media.as_str()) && !refused
    })
}
