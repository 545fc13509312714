//! POST /toi/phien/ket-thuc: every session ends.

use axum::extract::State;
use axum::response::Response;

use crate::problem::Problem;
use crate::signin::out;
use crate::site::Site;
use crate::visitor::Visitor;

/// Ends them, this one too.
pub async fn end_all(State(site): State<Site>, visitor: Visitor) -> Result<Response, Problem> {
    site.app.sign_out_everywhere(&visitor.session, visitor.caller).await?;
    Ok(out::left(&site, "/dang-nhap?xong=ket-thuc"))
}
