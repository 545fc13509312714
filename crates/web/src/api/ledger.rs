//! The ledger, for programs: its state, notes and proofs. Entries name nobody.

use app::App;
use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::answer::{NotFound, Refusals};
use super::strict::{NoQuery, Query, Read, Strict};
use crate::cx::Cx;
use crate::problem::Problem;

/// How the ledger stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct Standing {
    /// How many entries there are.
    size: u64,
    /// How many of them the last signature covers.
    signed: u64,
    /// The root over those: 44 letters.
    root: Option<String>,
    /// The public key; none while nothing can be signed.
    key: Option<String>,
    /// What the last attempt to sign found wrong, in words.
    fault: Option<String>,
}

/// A signed note.
#[derive(Debug, Serialize, ToSchema)]
pub struct Signed {
    /// The note, byte for byte (C2SP signed note).
    note: String,
}

/// Which proof.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Span {
    /// Size of the earlier log.
    #[param(minimum = 0)]
    from: u64,
    /// Size of the later log.
    #[param(minimum = 0)]
    to: u64,
}

impl Read for Span {
    fn read(query: &Query) -> Result<Self, Problem> {
        let size = |key: &str| {
            query.required(key)?;
            Ok::<u64, Problem>(query.number(key, 0, i64::MAX.unsigned_abs())?.unwrap_or_default())
        };
        Ok(Self { from: size("from")?, to: size("to")? })
    }
}

/// A proof that the later log continues the earlier.
#[derive(Debug, Serialize, ToSchema)]
pub struct Consistency {
    /// Hashes along the path (RFC 6962), base64.
    proof: Vec<String>,
}

/// An entry with the proof that it stands in the log.
#[derive(Debug, Serialize, ToSchema)]
pub struct Included {
    /// The proof as text (C2SP tlog-proof): entry, place, path and note.
    proof: String,
}

/// How the ledger stands.
#[utoipa::path(get, path = "/api/v1/ledger", operation_id = "getLedger", tag = "ledger",
    responses((status = 200, body = Standing, description = "Its size, signature and key."), Refusals))]
pub async fn state(State(app): State<App>, cx: Cx, _: NoQuery) -> Result<Json<Standing>, Problem> {
    let state = app.ledger_state().await?;
    Ok(Json(Standing {
        size: state.size,
        signed: state.signed.as_ref().map_or(0, |signed| signed.size),
        root: state.signed.map(|signed| signed.root),
        key: state.key,
        fault: state.fault.map(|finding| app::ledger::say(finding, cx.lang)),
    }))
}

/// The last signed note.
#[utoipa::path(get, path = "/api/v1/ledger/checkpoint", operation_id = "getCheckpoint", tag = "ledger",
    responses((status = 200, body = Signed, description = "The note."), NotFound, Refusals))]
pub async fn checkpoint(State(app): State<App>, cx: Cx, _: NoQuery) -> Result<Json<Signed>, Problem> {
    let note = app.last_checkpoint().await?;
    let note = note.ok_or_else(|| Problem::NotThere(cx.lang.api_never_signed().to_owned()))?;
    Ok(Json(Signed { note }))
}

/// The proof that a log continues an earlier one.
#[utoipa::path(get, path = "/api/v1/ledger/consistency", operation_id = "proveConsistency", tag = "ledger", params(Span),
    responses((status = 200, body = Consistency, description = "The proof."), NotFound, Refusals))]
pub async fn consistency(
    State(app): State<App>,
    cx: Cx,
    Strict(span): Strict<Span>,
) -> Result<Json<Consistency>, Problem> {
    if let Some(proof) = app.prove_consistency(span.from, span.to).await? {
        return Ok(Json(Consistency { proof }));
    }
    let size = app.ledger_state().await?.size;
    Err(Problem::NotThere(cx.lang.api_wrong_range(span.from, span.to, size)))
}

/// One entry with its proof, by its place from 0.
#[utoipa::path(get, path = "/api/v1/ledger/inclusion/{seq}", operation_id = "proveInclusion", tag = "ledger",
    params(("seq" = u64, Path, minimum = 0, description = "Place of the entry, from 0.")),
    responses((status = 200, body = Included, description = "The proof."), NotFound, Refusals))]
pub async fn inclusion(
    State(app): State<App>,
    cx: Cx,
    Path(seq): Path<String>,
    _: NoQuery,
) -> Result<Json<Included>, Problem> {
    let max = i64::MAX.unsigned_abs() - 1;
    let place: Option<u64> = seq.parse().ok().filter(|n: &u64| *n <= max && n.to_string() == seq);
    let place = place.ok_or_else(|| Problem::Invalid(cx.lang.api_not_a_number("seq", &seq, 0, max)))?;
    let proof = app.prove_inclusion(place).await?;
    let proof = proof.ok_or_else(|| Problem::NotThere(cx.lang.api_no_entry(place)))?;
    Ok(Json(Included { proof: proof.to_string() }))
}
