//! Who a token speaks for.

use app::sessions::Bearer;
use axum::Json;
use axum::extract::Extension;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::answer::Refusals;
use super::strict::NoQuery;
use crate::problem::Problem;

/// What a token may do.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// Whose token.
    account: Uuid,
    /// The appointment that it acts under.
    appointment: Uuid,
    /// Its role.
    role: &'static str,
    /// Its unit.
    unit: Uuid,
    /// What for; none where no person's data is touched.
    purpose: Option<&'static str>,
    /// The acts that it was given for.
    actions: Vec<&'static str>,
    /// When it ends.
    #[schema(format = DateTime)]
    expires_at: String,
}

/// Who the token of this request speaks for.
#[utoipa::path(get, path = "/api/v1/me", operation_id = "getMe", tag = "me",
    responses((status = 200, body = Me, description = "The token's owner and bounds."), Refusals))]
pub async fn get(bearer: Option<Extension<Bearer>>, _: NoQuery) -> Result<Json<Me>, Problem> {
    let Extension(Bearer { token, appointment }) = bearer.ok_or(Problem::Unauthenticated)?;
    Ok(Json(Me {
        account: appointment.account,
        appointment: appointment.id,
        role: appointment.role.key(),
        unit: appointment.unit.0,
        purpose: token.purpose.map(domain::access::Purpose::key),
        actions: token.actions.iter().map(|action| action.key()).collect(),
        expires_at: token.expires_at.to_string(),
    }))
}
