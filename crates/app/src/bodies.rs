//! Bodies of a unit: which department an officer is of, so that each owes its own report.

use documents::official::Issuer;
use domain::units::{UnitId, Version};
use domain::work::{Noun, replay};
use programme::steering::body::{Body, Office};
use store::work::{Listing, Scope};
use texts::Lang;
use uuid::Uuid;

use crate::app::App;
use crate::papers::place_of;
use crate::problem::Problem;

/// More bodies than the country has.
const BODIES_MAX: i64 = 100_000;

/// The name of a body as it is compared: a report of `Sở y tế` is that of `Sở Y tế`.
pub fn folded(name: &str) -> String {
    domain::fold::plain(name)
}

/// The letterhead of a body: its own name under the body above it, the People's Committee of its unit where nothing else
/// is written down. None where nobody has said how its papers are headed.
pub(crate) fn issuer_of(office: &Office, unit: &Version) -> Option<Issuer> {
    let heading = office.heading.as_ref()?;
    let committee = || Lang::Vi.reports_committee_of(unit.full_name());
    let parent = heading.parent.clone().unwrap_or_else(committee);
    Some(Issuer {
        parent: Some(parent.to_uppercase()).filter(|parent| !parent.is_empty()).into_iter().collect(),
        body: vec![office.name.to_uppercase()],
        name: office.name.clone(),
        place: place_of(unit),
        symbol: heading.symbol.clone(),
        head: heading.head.to_uppercase(),
        deputy: heading.deputy.as_deref().unwrap_or_default().to_uppercase(),
        collective: heading.collective.as_deref().map(str::to_uppercase).filter(|text| !text.is_empty()),
        ranks: false,
        ..Issuer::default()
    })
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
