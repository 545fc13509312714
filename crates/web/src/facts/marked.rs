//! GET /tinh/{code}/so-lieu/ban-danh-dau/{id}: a refused file with its faults marked, for who sent it.

use axum::extract::{Path, State};
use axum::response::Response;
use uuid::Uuid;

use crate::download::{self, Format};
use crate::problem::Problem;
use crate::site::Copies;
use crate::visitor::Visitor;

/// The copy, while it is kept.
pub async fn get(
    State(copies): State<Copies>,
    visitor: Visitor,
    Path((code, id)): Path<(String, Uuid)>,
) -> Result<Response, Problem> {
    let bytes = copies.get(id, visitor.session.account.0).ok_or(Problem::NoSuchPage)?;
    let stem = format!("anlanh-danh-dau-{}", code.chars().filter(char::is_ascii_digit).collect::<String>());
    Ok(download::file(Format::Xlsx, &stem, bytes.to_vec()))
}
