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
mod strict;
mod units;
mod verdicts;

use app::App;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use domain::access::Action;
use texts::Lang;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::{Modify, OpenApi};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::problem::Problem;
use crate::site::Site;

/// Where the interface lives.
const ROOT: &str = "/api/v1";
/// Where its description lives.
const DESCRIPTION: &str = "/api/v1/openapi.json";
/// Largest body, in bytes.
const BODY_BYTES_MAX: usize = 1 << 20;

/// Method, address and act of every operation. The guard of routes asks the policy for this act; a test holds the
/// list to the description.
pub const ALL: &[(&str, &str, Action)] = &[
    ("get", DESCRIPTION, Action::ReadPublic),
    ("get", "/api/v1/units", Action::ReadPublic),
    ("get", "/api/v1/units/{unit}", Action::ReadPublic),
    ("get", "/api/v1/packs", Action::ReadPublic),
    ("get", "/api/v1/packs/{pack}", Action::ReadPublic),
    ("get", "/api/v1/verdicts", Action::ReadFigures),
    ("get", "/api/v1/verdicts/{level}/{code}", Action::ReadFigures),
    ("get", "/api/v1/facts", Action::ReadFigures),
    ("get", "/api/v1/facts/recordings", Action::ReadFigures),
    ("put", "/api/v1/facts/recordings/{recording}", Action::RecordFigures),
    ("post", "/api/v1/facts/recordings/{recording}/undo", Action::UndoFigures),
    ("get", "/api/v1/ledger", Action::VerifyLedger),
    ("get", "/api/v1/ledger/checkpoint", Action::ReadPublic),
    ("get", "/api/v1/ledger/consistency", Action::ReadPublic),
    ("get", "/api/v1/ledger/inclusion/{seq}", Action::VerifyLedger),
    ("get", "/api/v1/me", Action::UseOwnAccount),
];

/// What stands at the head of the description.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "An Lành",
        version = "1",
        description = "Figures, verdicts, law packs, units and the ledger. Refusals are application/problem+json \
            (RFC 9457) in the language of Accept-Language (vi, en). Unknown and doubled keys are refused.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    modifiers(&Tokens),
    security(("token" = []), ()),
    components(schemas(answer::Refusal))
)]
struct Head;

/// Tokens of officers, shown as `Authorization: Bearer`.
struct Tokens;

impl Modify for Tokens {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_with(Default::default);
        components.add_security_scheme("token", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
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
        .routes(routes!(ledger::state))
        .routes(routes!(ledger::checkpoint))
        .routes(routes!(ledger::consistency))
        .routes(routes!(ledger::inclusion))
        .routes(routes!(me::get))
}

/// The description of the interface (`OpenAPI` 3.1).
pub fn description() -> utoipa::openapi::OpenApi {
    operations().into_openapi()
}

/// All operations behind what each of them passes.
pub fn router(app: App) -> Router<Site> {
    let (routes, description) = operations().split_for_parts();
    routes
        .route(DESCRIPTION, axum::routing::get(move || std::future::ready(Json(description.clone()))))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn_with_state(app, bearer))
        .layer(from_fn(negotiate))
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

/// Who shows a token must show one in force that was given for the act; whoever shows none passes as the guard of
/// all routes lets them.
async fn bearer(State(app): State<App>, mut request: Request, next: Next) -> Result<Response, Problem> {
    let Some(shown) = request.headers().get(header::AUTHORIZATION) else {
        return Ok(next.run(request).await);
    };
    let token = shown.to_str().ok().and_then(|text| text.split_once(' '));
    let Some((_, token)) = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")) else {
        return Err(Problem::Unauthenticated);
    };
    let bearer = app.bearer(token.trim()).await?.ok_or(Problem::Unauthenticated)?;
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let method = request.method().as_str().to_ascii_lowercase();
    let operation = ALL.iter().find(|(of, address, _)| *of == method && Some(*address) == path);
    let refused = operation.filter(|(_, _, action)| !is_for_all(*action) && !bearer.allows(*action, None));
    if let Some((_, _, action)) = refused {
        return Err(Problem::NotAllowed(action.key()));
    }
    request.extensions_mut().insert(bearer);
    Ok(next.run(request).await)
}

/// What any token may do: read what is public, and ask who it is.
fn is_for_all(action: Action) -> bool {
    matches!(action, Action::ReadPublic | Action::UseOwnAccount)
}
