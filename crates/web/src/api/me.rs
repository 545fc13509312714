//! Who asks.

use app::sessions::Bearer;
use axum::Json;
use axum::extract::Extension;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::answer::Refusals;
use super::strict::NoQuery;
use crate::problem::Problem;
use crate::visitor::Visitor;

/// Who asks, and what they may do.
#[derive(Debug, Serialize, ToSchema)]
pub struct Me {
    /// Whose account.
    account: Uuid,
    /// The appointment acted under; none for who is not appointed.
    appointment: Option<Uuid>,
    /// Its role.
    role: Option<&'static str>,
    /// Its unit.
    unit: Option<Uuid>,
    /// What a token is for; none where no person's data is touched.
    purpose: Option<&'static str>,
    /// The acts that a token was given for, or that the appointment may do over its own unit.
    actions: Vec<&'static str>,
    /// When the token or the session ends.
    #[schema(format = DateTime)]
    expires_at: String,
}

/// Who asks: the owner of the token, or whoever is signed in.
#[utoipa::path(get, path = "/api/v1/me", operation_id = "getMe", tag = "me",
    responses((status = 200, body = Me, description = "Who asks, and what they may do."), Refusals))]
pub async fn get(bearer: Option<Extension<Bearer>>, visitor: Option<Visitor>, _: NoQuery) -> Result<Json<Me>, Problem> {
    match (bearer, visitor) {
        (Some(Extension(bearer)), _) => Ok(Json(of_token(&bearer))),
        (None, Some(visitor)) => Ok(Json(of_person(&visitor))),
        (None, None) => Err(Problem::Unauthenticated),
    }
}

fn of_token(Bearer { token, appointment }: &Bearer) -> Me {
    Me {
        account: appointment.account,
        appointment: Some(appointment.id),
        role: Some(appointment.role.key()),
        unit: Some(appointment.unit.0),
        purpose: token.purpose.map(domain::access::Purpose::key),
        actions: token.actions.iter().map(|action| action.key()).collect(),
        expires_at: token.expires_at.to_string(),
    }
}

fn of_person(visitor: &Visitor) -> Me {
    let session = &visitor.session;
    let acting = visitor.acting().ok().and_then(|id| session.appointment(id).ok());
    Me {
        account: session.account.0,
        appointment: acting.map(|held| held.id),
        role: acting.map(|held| held.role.key()),
        unit: acting.map(|held| held.unit.0),
        purpose: None,
        actions: visitor.rights().map(domain::access::Action::key).collect(),
        expires_at: session.expires_at.to_string(),
    }
}
