//! Bodies of a unit: which department an officer is of, so that each owes its own report.

use domain::units::UnitId;
use domain::work::{Noun, replay};
use programme::steering::body::Body;
use store::work::{Listing, Scope};
use uuid::Uuid;

use crate::app::App;
use crate::problem::Problem;

/// More bodies than the country has.
const BODIES_MAX: i64 = 100_000;

/// The name of a body as it is compared: a report of `Sở y tế` is that of `Sở Y tế`.
pub fn folded(name: &str) -> String {
    domain::fold::plain(name)
}

impl App {
    /// The bodies of a unit that stand today.
    pub async fn bodies_of(&self, unit: UnitId) -> Result<Vec<Body>, Problem> {
        Ok(self.bodies_in(&Scope::Unit(unit)).await?.into_iter().map(|(_, body)| body).collect())
    }

    /// The bodies of its unit that an appointment works for, by name.
    pub async fn bodies_with(&self, unit: UnitId, appointment: Uuid) -> Result<Vec<String>, Problem> {
        let of = self.bodies_of(unit).await?.into_iter().filter(|body| body.has(appointment));
        Ok(of.map(|body| body.office.name).collect())
    }

    /// The bodies of every unit of a scope.
    pub(crate) async fn bodies_in(&self, scope: &Scope) -> Result<Vec<(UnitId, Body)>, Problem> {
        let mut tx = self.db().snapshot().await?;
        let listed = store::work::listed(&mut tx, &Listing::of(Noun::Body, scope.clone(), BODIES_MAX)).await?;
        if listed.is_empty() {
            return Ok(Vec::new());
        }
        let mut chains = store::work::chains::<Body>(&mut tx, scope, None).await?;
        drop(tx);
        let mut bodies = Vec::with_capacity(listed.len());
        for stands in listed {
            let Some(history) = chains.remove(&stands.id) else { continue };
            let body = replay::<Body>(&history).map_err(Problem::fault)?;
            bodies.extend(body.filter(|body| body.void.is_none()).map(|body| (stands.unit, body)));
        }
        Ok(bodies)
    }
}
