//! Opening a file, putting it right, handing it on.

use std::collections::BTreeSet;

use domain::persons::{self as file, Change, Class, Field, Holder, Identity, Sealed};
use jiff::SignedDuration;
use store::access::Act;
use store::ledger::Actor;
use store::persons::{self, Filing, Saved};
use store::persons_index::Index;
use store::sight::Sight;
use store::{StoreError, persons_sealed};
use uuid::Uuid;

use super::{Asking, Filed, Purpose, indexes, sealing};
use crate::app::App;
use crate::cases::FileFault;
use crate::keyring::KeyringFault;
use crate::problem::Problem;

/// How many acts of a unit within 24 hours are told whether a number stands in another file (security.md C27b). The
/// answer is one bit about somebody who may be elsewhere; asked often enough it would be a way to find out who is on
/// file. Beyond it the act is done and the matching procedure opened all the same; only who asked is not told.
pub const TOLD_A_DAY_MAX: i64 = 20;

/// A file that was opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Whose.
    pub person: Uuid,
    /// Whether a matching procedure with the unit in charge was opened, because the number stands in another file.
    /// Never where, whose or why: the question would be a way to find out who is on file. Nor is it told more often
    /// than [`TOLD_A_DAY_MAX`] times a day and unit.
    pub matching: bool,
    /// Whether it had been opened before by the same act; nothing was written again.
    pub before: bool,
}

impl App {
    /// Opens a file in the asker's unit. Only for [`Purpose::Register`], because it asks the nation's index.
    ///
    /// `person` is the caller's id; one whose keys were destroyed is [`Problem::Erased`] for ever.
    pub async fn open_person(
        &self,
        asking: &Asking,
        person: Uuid,
        fields: &[(Field, &str)],
        filed: Filed,
    ) -> Result<Opened, Problem> {
        if asking.purpose != Purpose::Register {
            self.note_refused(asking, BTreeSet::new()).await?;
            return Err(Problem::Hidden);
        }
        let identity = Identity::new(fields.iter().copied())?;
        let change = file::open(person, asking.of.clone(), identity.clone(), self.doing(filed))?;
        let keyring = self.keyring()?;
        let keys = match keyring.new_subject(person, asking.of.unit.0).await {
            Err(KeyringFault::Destroyed { .. }) => return Err(Problem::Erased),
            Err(KeyringFault::Elsewhere) => return Err(Problem::FileChanged),
            keys => keys?,
        };
        let filing = Filing { indexes: self.every_index(&asking.of, &identity).await? };
        let saved = self.save_person(&self.seal_change(change, &keys)?, &filing, asking.actor, &asking.sight()).await?;
        Ok(match saved {
            Saved::Written(matches) => Opened { person, matching: self.told(asking, matches).await?, before: false },
            Saved::Before => Opened { person, matching: false, before: true },
        })
    }

    /// Puts fields of a file right; an empty text takes one away. What stood before stays, as an earlier version.
    /// Answers whether a matching procedure was opened, [`TOLD_A_DAY_MAX`] times a day and unit.
    ///
    /// The file has to be opened for it, so that is written down first.
    pub async fn correct_person(
        &self,
        asking: &Asking,
        person: Uuid,
        fields: &[(Field, &str)],
        filed: Filed,
    ) -> Result<bool, Problem> {
        let (standing, keys) = self.held(asking, person).await?;
        if fields.iter().any(|(field, _)| *field == Field::BirthDate) && self.has_case(asking, person).await? {
            return Err(FileFault::BirthByCase.into());
        }
        let identity = self.last_identity(asking, person, &keys).await?.corrected(fields.iter().copied())?;
        let filing = Filing { indexes: self.every_index(&standing.holder, &identity).await? };
        let change = file::correct(&standing, identity, self.doing(filed))?;
        let saved = self.save_person(&self.seal_change(change, &keys)?, &filing, asking.actor, &asking.sight()).await?;
        match saved {
            Saved::Written(matches) => self.told(asking, matches).await,
            Saved::Before => Ok(false),
        }
    }

    /// Whether there is a case of somebody: their day of birth then decides about terms.
    async fn has_case(&self, asking: &Asking, person: Uuid) -> Result<bool, Problem> {
        let mut tx = self.db().snapshot_in_sight(&asking.sight()).await?;
        Ok(store::cases_listed::of_person(&mut tx, person).await?.is_some())
    }

    /// Whether to say that files match. The act itself counts, and those that end at the same time count each other.
    async fn told(&self, asking: &Asking, matches: usize) -> Result<bool, Problem> {
        if matches == 0 {
            return Ok(false);
        }
        let since = self.now() - SignedDuration::from_hours(24);
        let mut tx = self.db().snapshot_in_sight(&asking.sight()).await?;
        Ok(persons::asked(&mut tx, asking.of.unit, since).await? <= TOLD_A_DAY_MAX)
    }

    /// Hands a file to another unit: the person's key is wrapped for it, no field is sealed anew, and the numbers are
    /// filed under the new unit's index key, for which the file is opened once more, as is written down.
    pub async fn transfer_person(
        &self,
        asking: &Asking,
        person: Uuid,
        to: Holder,
        filed: Filed,
    ) -> Result<(), Problem> {
        let (standing, keys) = self.held(asking, person).await?;
        let change = file::transfer(&standing, to.clone(), self.doing(filed))?;
        let identity = self.last_identity(asking, person, &keys).await?;
        let index_key = self.keyring()?.unit_index_key(to.unit.0).await?;
        let filing = Filing { indexes: indexes::local(&index_key, &identity)? };
        let both = Sight::units([asking.of.unit, to.unit]);
        self.save_person(&self.seal_change(change, &keys)?, &filing, asking.actor, &both).await?;
        self.settle_keyring().await.map(drop)
    }

    /// The identity in force, opened for a write about to follow.
    async fn last_identity(
        &self,
        asking: &Asking,
        person: Uuid,
        keys: &crate::keyring::SubjectKeys,
    ) -> Result<Identity, Problem> {
        let all: BTreeSet<Class> = Class::ALL.into();
        let mut tx = self.db().snapshot_in_sight(&asking.sight()).await?;
        let locked = persons_sealed::last_of(&mut tx, asking.of.unit, &[person].into(), &all).await?;
        drop(tx);
        let logged = self.log_of(asking, Act::Read, person, &all, keys).await?;
        let kept = locked.unlock(&logged).map_err(Problem::fault)?;
        // someone may have handed it on since its standing was read
        let row = kept.first().ok_or(Problem::FileChanged)?;
        sealing::open(row, keys)
    }

    pub(crate) async fn every_index(&self, holder: &Holder, identity: &Identity) -> Result<Vec<Index>, Problem> {
        let keyring = self.keyring()?;
        let mut found = indexes::local(&keyring.unit_index_key(holder.unit.0).await?, identity)?;
        found.extend(indexes::national(keyring.national_index_key()?, identity).await?);
        Ok(found)
    }

    pub(super) async fn save_person(
        &self,
        change: &Change<Sealed>,
        filing: &Filing,
        actor: Actor,
        sight: &Sight,
    ) -> Result<Saved, Problem> {
        let mut tx = self.db().begin_in_sight(sight).await?;
        let saved = match persons::save(&mut tx, change, filing, actor, || self.new_id()).await {
            Err(StoreError::Conflict { .. }) => return Err(Problem::FileChanged),
            saved => saved?,
        };
        tx.commit().await?;
        tracing::info!(version.id = %change.version().id, act = change.version().act.key(), "a file was written");
        Ok(saved)
    }
}
