//! Holds what cases come to against their events, replayed: for the tests and for whoever answers for the store.

use std::collections::BTreeMap;

use domain::access::Purpose;
use domain::cases::projection::Projection;
use domain::persons::{Class, Holder};
use store::access::{self, About, Act as Logged};
use store::ledger::Actor;
use store::sight::Sight;
use store::{cases, cases_listed, persons};
use uuid::Uuid;

use super::local;
use super::read::replayed;
use crate::app::App;
use crate::problem::Problem;

/// What a case differs in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// As it stands in the tables.
    pub kept: String,
    /// As the events come to.
    pub replayed: String,
}

impl App {
    /// Replays every case that can still be opened and names those whose tables say something else. Written down as a
    /// reading of each file.
    pub async fn check_cases(&self, actor: Actor) -> Result<BTreeMap<Uuid, Difference>, Problem> {
        let law = self.casework()?;
        let mut differences = BTreeMap::new();
        let mut tx = self.db().snapshot_in_sight(&Sight::Everything).await?;
        let every = cases_listed::everybody(&mut tx).await?;
        drop(tx);
        for (person, unit) in every {
            let Some(keys) = self.keys_of(person).await? else { continue };
            let mut tx = self.db().snapshot_in_sight(&Sight::unit(unit)).await?;
            let Some(standing) = persons::standing(&mut tx, person).await? else { continue };
            let events = cases::of_person(&mut tx, person).await?;
            let kept = cases_listed::projected(&mut tx, person).await?;
            drop(tx);
            let holder: &Holder = &standing.holder;
            let about = About::Persons([person].into());
            let line = self.case_access(actor, holder, Purpose::DataProtection, Logged::Read, about, &[Class::Names]);
            let logged = access::log(self.db(), &line).await?;
            let events = events.unlock(&logged).map_err(Problem::fault)?;
            let case = replayed(law, &events, &keys)?;
            let clause = |entry: usize| events.get(entry).map(|kept| kept.clause.clone()).unwrap_or_default();
            let at = events.last().map_or_else(|| self.now(), |kept| kept.recorded_at);
            let comes_to = Projection::of(&case, law, local(at), &clause);
            let comes_to = comes_to.map(|projection| cases_listed::Rows {
                holdings: projection.holdings,
                memberships: projection.memberships,
                measures: projection.measures,
                state: projection.state,
            });
            if comes_to.as_ref() != Some(&kept) {
                let difference = Difference { kept: format!("{kept:?}"), replayed: format!("{comes_to:?}") };
                differences.insert(person, difference);
            }
        }
        Ok(differences)
    }
}
