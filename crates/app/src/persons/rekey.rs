//! Renewing the keys of a unit's people: every version of every file, what was written down with every act and the names
//! of every team are sealed once more under a new key, and the key before is dropped. For a laptop that was lost with its
//! unit unlocked; the yearly change of a unit's own key needs none of this.

use std::collections::{BTreeMap, BTreeSet};

use domain::persons::Class;
use store::access::{self, About, Act, Logged};
use store::case_team_names;
use store::cases_sealed::{self, SealedFields};
use store::persons;
use store::persons_sealed::{self, Kept, Resealed, Resealing};
use uuid::Uuid;
use vault::seal;

use super::sealing::{self, Spot};
use super::{Asking, Purpose};
use crate::app::{App, day_of};
use crate::keyring::{KeyringFault, Rekeying};
use crate::problem::Problem;

/// People whose files are sealed anew in one transaction: others wait no longer than that takes.
const AT_ONCE: i64 = 50;

/// What renewing came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Renewed {
    /// People who have a new key.
    pub people: u64,
    /// Rows that were sealed anew; fewer than there are when an earlier run had got on.
    pub rows: u64,
    /// People who left the unit, or came, while it went on, and have two keys until the next call.
    pub left: u64,
}

impl App {
    /// Renews the key of everybody whose file the asker's unit holds, while others read and write. Killed at any point,
    /// the next call goes on: a person with two keys gets no third, and a key is dropped only when no row is sealed by
    /// it any more.
    pub async fn renew_keys(&self, asking: &Asking) -> Result<Renewed, Problem> {
        let asking = Asking { purpose: Purpose::Rekey, ..asking.clone() };
        let mut tx = self.db().snapshot_in_sight(&asking.sight()).await?;
        let files = persons::count_held(&mut tx, asking.of.unit).await?;
        drop(tx);
        let access = self.access(&asking, Act::Read, About::WholeUnit(files), &Class::ALL.into());
        let logged = access::log(self.db(), &access).await?;
        let (mut after, mut renewed) = (Uuid::nil(), Renewed::default());
        loop {
            let people = self.next_people(&asking, after, &logged).await?;
            let Some(last) = people.last().copied() else { return Ok(renewed) };
            let mut keys = BTreeMap::new();
            for person in &people {
                match self.keyring()?.rekey_subject(*person).await {
                    Err(KeyringFault::Destroyed { .. }) => {}
                    rekeying => drop(keys.insert(*person, rekeying?)),
                }
            }
            let (rows, done) = self.reseal(&asking, after, &keys, &logged).await?;
            for old in done.iter().filter_map(|person| keys.get(person)).flat_map(|rekeying| &rekeying.from) {
                self.keyring()?.drop_retired(*old, 0).await?;
            }
            renewed.rows += rows;
            renewed.people += u64::try_from(done.len()).unwrap_or(u64::MAX);
            renewed.left += u64::try_from(keys.len() - done.len()).unwrap_or(u64::MAX);
            after = last;
        }
    }

    async fn next_people(&self, asking: &Asking, after: Uuid, logged: &Logged) -> Result<Vec<Uuid>, Problem> {
        let people: BTreeSet<Uuid> = self.kept(asking, after, logged).await?.iter().map(|row| row.person).collect();
        Ok(people.into_iter().collect())
    }

    async fn kept(&self, asking: &Asking, after: Uuid, logged: &Logged) -> Result<Vec<Kept>, Problem> {
        let mut tx = self.db().snapshot_in_sight(&asking.sight()).await?;
        let locked = persons_sealed::to_reseal(&mut tx, asking.of.unit, after, AT_ONCE).await?;
        locked.unlock(logged).map_err(Problem::fault)
    }

    async fn kept_fields(&self, asking: &Asking, after: Uuid, logged: &Logged) -> Result<Vec<SealedFields>, Problem> {
        let mut tx = self.db().snapshot_in_sight(&asking.sight()).await?;
        let locked = cases_sealed::to_reseal(&mut tx, asking.of.unit, after, AT_ONCE).await?;
        locked.unlock(logged).map_err(Problem::fault)
    }

    /// Names in the teams of these people that are not under their new key yet, sealed under it.
    async fn renewed_names(
        &self,
        asking: &Asking,
        after: Uuid,
        keys: &BTreeMap<Uuid, Rekeying>,
        logged: &Logged,
    ) -> Result<Vec<(case_team_names::SealedName, Vec<u8>)>, Problem> {
        let mut tx = self.db().snapshot_in_sight(&asking.sight()).await?;
        let locked = case_team_names::to_reseal(&mut tx, asking.of.unit, after, AT_ONCE).await?;
        drop(tx);
        let mut renewed = Vec::new();
        for before in locked.unlock(logged).map_err(Problem::fault)? {
            let Some(rekeying) = keys.get(&before.person) else { continue };
            let name = crate::cases::renewed_name(self, &before, &rekeying.keys, asking.of.unit.0)?;
            renewed.extend(name.map(|name| (before, name)));
        }
        Ok(renewed)
    }

    /// Seals anew until no row of these people is under a key on its way out, and answers of how many rows and whose
    /// that is true. The first pass makes every write that began with such a key a conflict, so the pass after it sees
    /// whatever was still to come; who left the unit meanwhile is not seen, and keeps both keys.
    async fn reseal(
        &self,
        asking: &Asking,
        after: Uuid,
        keys: &BTreeMap<Uuid, Rekeying>,
        logged: &Logged,
    ) -> Result<(u64, BTreeSet<Uuid>), Problem> {
        let people: BTreeSet<Uuid> = keys.keys().copied().collect();
        let (mut rows, mut passed) = (0, false);
        loop {
            let (mut stale, mut seen) = (Vec::new(), BTreeSet::new());
            let mut acts = Vec::new();
            for before in self.kept_fields(asking, after, logged).await? {
                let Some(rekeying) = keys.get(&before.person) else { continue };
                if seal::key_id_of(&before.fields).map_err(KeyringFault::Altered)? != rekeying.keys.active().id() {
                    let fields = crate::cases::renewed(self, &before, &rekeying.keys, asking.of.unit.0)?;
                    acts.push((before, fields));
                }
            }
            let names = self.renewed_names(asking, after, keys, logged).await?;
            for before in self.kept(asking, after, logged).await? {
                let Some(rekeying) = keys.get(&before.person) else { continue };
                seen.insert(before.person);
                if is_stale(&before, rekeying)? {
                    stale.push(self.resealed(asking, before, rekeying)?);
                }
            }
            if stale.is_empty() && acts.is_empty() && names.is_empty() && passed {
                return Ok((rows, seen));
            }
            let mut tx = self.db().begin_in_sight(&asking.sight()).await?;
            persons_sealed::reseal(&mut tx, &self.resealing(asking), &people, &stale).await?;
            cases_sealed::reseal(&mut tx, &self.resealing(asking), &acts).await?;
            case_team_names::reseal(&mut tx, &self.resealing(asking), &names).await?;
            tx.commit().await?;
            let renewed = stale.len().saturating_add(acts.len()).saturating_add(names.len());
            rows += u64::try_from(renewed).unwrap_or(u64::MAX);
            passed = true;
        }
    }

    fn resealing(&self, asking: &Asking) -> Resealing {
        let at = self.to_the_millisecond();
        Resealing {
            id: self.new_id(),
            unit: asking.of.unit,
            province_code: asking.of.province_code.clone(),
            at,
            on: day_of(at),
            actor: asking.actor,
        }
    }

    fn resealed(&self, asking: &Asking, before: Kept, rekeying: &Rekeying) -> Result<Resealed, Problem> {
        let identity = sealing::open(&before, &rekeying.keys)?;
        let spot =
            Spot { version: before.version, number: before.number, person: before.person, unit: asking.of.unit.0 };
        Ok(Resealed { fields: self.seal_identity(&identity, &rekeying.keys, spot)?, before })
    }
}

/// Whether any field of a row is sealed by another key than the active one.
fn is_stale(row: &Kept, rekeying: &Rekeying) -> Result<bool, Problem> {
    let active = rekeying.keys.active().id();
    for (_, sealed) in &row.fields {
        if seal::key_id_of(sealed).map_err(KeyringFault::Altered)? != active {
            return Ok(true);
        }
    }
    Ok(false)
}
