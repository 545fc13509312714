//! The register of grounds to test (casework §8.4): for the police of the unit alone, each until it is tested, withdrawn
//! or its time is over. There is no export and no map of it, and nothing in it is done by the program: a ground past its
//! time hides who it is about until the head renews or withdraws it.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Purpose, Role};
use domain::cases::Moment;
use jiff::Timestamp;
use jiff::civil::DateTime;
use store::access::Act as Logged;
use store::cases_listed::{self, Stands};
use store::sight::Sight;
use uuid::Uuid;

use super::listed::called;
use super::local;
use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::sessions::Session;
use crate::signin::AccessFault;

/// The state in which nothing but a ground stands.
const GROUND: &str = "S0";
/// The clock of its time.
const EXPIRY: &str = "ground_expiry";

/// A ground on which nobody was tested yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// The file.
    pub person: Uuid,
    /// Whom it is about; none once its time is over.
    pub name: Option<String>,
    /// The point of the law that it rests on, and the number of the paper behind it; none once its time is over.
    pub rests_on: Option<(String, String)>,
    /// Since when it counts: recorded, or last renewed.
    pub since: Option<Moment>,
    /// Until when it is followed; none where no time is set.
    pub expires: Option<DateTime>,
    /// Whether that is over: it is to be renewed or withdrawn.
    pub expired: bool,
    /// Whether an entry of the file is contested.
    pub contested: bool,
}

impl App {
    /// The grounds of the officer's unit, those past their time first. Whose names were shown is written down before.
    pub async fn grounds(&self, session: &Session, acting: Uuid) -> Result<Vec<Ground>, Problem> {
        let acting = self.acting(session, acting)?;
        if !is_police(&acting) {
            return Err(AccessFault::NoAppointment.into());
        }
        let unit = acting.place.unit();
        self.may_list_cases(&acting, unit, Purpose::UserManagement).await?;
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(unit)).await?;
        let stands = cases_listed::of_unit(&mut tx, unit).await?;
        let clocks = cases_listed::clocks(&mut tx, unit).await?;
        drop(tx);
        let limits: BTreeMap<Uuid, &cases_listed::Due> =
            clocks.iter().filter(|clock| clock.clock == EXPIRY).map(|clock| (clock.person, clock)).collect();
        let (now, open) =
            (self.now(), stands.iter().filter(|stands| stands.states.iter().any(|state| state == GROUND)));
        let rows: Vec<(&Stands, Option<&cases_listed::Due>)> =
            open.map(|stands| (stands, limits.get(&stands.person).copied())).collect();
        let over = |limit: Option<&cases_listed::Due>| limit.is_some_and(|limit| limit.due_at < now);
        let shown: BTreeSet<Uuid> = rows.iter().filter(|(_, limit)| !over(*limit)).map(|(s, _)| s.person).collect();
        let names = self.names_of(&acting, unit, Purpose::UserManagement, &shown).await?;
        let mut rests_on = BTreeMap::new();
        for person in &shown {
            // what a ground rests on is sealed in its file, so each is a look that is written down
            let loaded = self.load_case(&acting, *person, Purpose::UserManagement, Logged::Read).await?;
            let Some(event) = loaded.case.last("record_ground") else { continue };
            let said = |field: &str| event.text_of(field).unwrap_or_default().to_owned();
            rests_on.insert(*person, (said("ground"), said("evidence_ref")));
        }
        let mut grounds: Vec<Ground> = rows
            .into_iter()
            .map(|(stands, limit)| Ground {
                person: stands.person,
                name: names.get(&stands.person).map(called),
                rests_on: rests_on.remove(&stands.person),
                since: limit.and_then(|limit| limit.started.parse().ok()),
                expires: limit.map(|limit| local(limit.due_at)),
                expired: over(limit),
                contested: stands.contested > 0,
            })
            .collect();
        grounds.sort_by_key(|ground| (!ground.expired, ground.expires, ground.person));
        Ok(grounds)
    }

    /// Whether nothing but a ground past its time stands in a case: then the head alone opens it, to renew or withdraw.
    pub(crate) async fn only_an_expired_ground(&self, stands: &Stands) -> Result<bool, Problem> {
        if stands.states != [GROUND] {
            return Ok(false);
        }
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(stands.unit)).await?;
        let clocks = cases_listed::clocks(&mut tx, stands.unit).await?;
        Ok(!hidden(std::slice::from_ref(stands), &clocks, self.now()).is_empty())
    }
}

/// Those in whose case nothing but a ground past its time stands.
pub(crate) fn hidden(stands: &[Stands], clocks: &[cases_listed::Due], now: Timestamp) -> BTreeSet<Uuid> {
    let over = clocks.iter().filter(|clock| clock.clock == EXPIRY && clock.due_at < now);
    let over: BTreeSet<Uuid> = over.map(|clock| clock.person).collect();
    let alone = stands.iter().filter(|stands| stands.states == [GROUND] && over.contains(&stands.person));
    alone.map(|stands| stands.person).collect()
}

/// The police of the unit.
pub(super) const fn is_police(acting: &Acting) -> bool {
    matches!(acting.appointment.role, Role::FileOfficer | Role::PoliceHead)
}
