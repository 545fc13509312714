//! The end of a file: its keys are destroyed, its blind indexes removed, and a stub stays that names nobody.

use domain::persons::{self as file, Basis, Doing, Version};
use store::ledger::Actor;
use store::persons::{self, Filing};
use store::persons_index::{self, Errand};
use store::sight::Sight;
use uuid::Uuid;

use super::{Asking, Filed};
use crate::app::{App, day_of};
use crate::keyring::{Ground, KeyringFault, Tombstone};
use crate::problem::Problem;

/// What carrying out destructions again came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// Keys that the restored keyring still had.
    pub keys: u64,
    /// Files that the restored records still held.
    pub files: u64,
}

impl App {
    /// Destroys a file's keys: on a ground, by a document, approved by two different accounts. Nothing that was sealed
    /// for this person, in whatever copy, can be read again once the keyring's epoch has moved on.
    ///
    /// The records say so first, with their entry in the ledger, and the file is closed from then on; the keyring
    /// follows, here or after a restart.
    pub async fn erase_person(
        &self,
        asking: &Asking,
        person: Uuid,
        approved_by: [Uuid; 2],
        filed: Filed,
    ) -> Result<(), Problem> {
        let (standing, keys) = self.held(asking, person).await?;
        let change = file::erase(&standing, approved_by, self.doing(filed))?;
        self.save_person(&self.seal_change(change, &keys)?, &Filing::default(), asking.actor, &asking.sight()).await?;
        self.settle_keyring().await.map(drop)
    }

    /// Every destruction as the records tell it: random ids, days, grounds, the two accounts.
    pub async fn person_tombstones(&self) -> Result<Vec<Version>, Problem> {
        let mut tx = self.db().snapshot_in_sight(&Sight::Everything).await?;
        Ok(persons::erased(&mut tx).await?)
    }

    /// Carries out again, in restored databases, what was destroyed after they were saved. Done before, it changes
    /// nothing; a person of whom the records know nothing yet can never be put on file again under that id.
    pub async fn replay_tombstones(&self, destroyed: &[Tombstone], actor: Actor) -> Result<Replayed, Problem> {
        let keys = self.keyring()?.replay(destroyed).await?;
        let files = self.replay_in_records(destroyed, actor).await?;
        self.settle_keyring().await?;
        Ok(Replayed { keys, files })
    }

    /// The records' half of it, for a store that was just restored, whose key files are not there yet. Answers how
    /// many files were closed.
    pub(crate) async fn replay_in_records(&self, destroyed: &[Tombstone], actor: Actor) -> Result<u64, Problem> {
        let mut files = 0;
        for tombstone in destroyed {
            let mut tx = self.db().snapshot_in_sight(&Sight::Everything).await?;
            let standing = persons::standing(&mut tx, tombstone.subject).await?;
            drop(tx);
            let Some(standing) = standing.filter(|standing| !standing.erased) else { continue };
            let change = file::erase_again(&standing, self.again(tombstone))?;
            // it brings no identity, so there is nothing to seal
            let change = change.sealed(|_, _| Err(Problem::Erased))?;
            self.save_person(&change, &Filing::default(), actor, &Sight::Everything).await?;
            files += 1;
        }
        Ok(files)
    }

    fn again(&self, tombstone: &Tombstone) -> Doing {
        let at = self.to_the_millisecond();
        let basis = Basis {
            clause: tombstone.ground.clone(),
            document_number: tombstone.document_number.clone(),
            document_date: tombstone.document_date,
        };
        Doing { id: self.new_id(), occurred_on: day_of(tombstone.destroyed_at).min(day_of(at)), at, basis }
    }

    /// Carries out what the keyring has yet to do after writes to the records: at the start, and after each such write.
    /// Answers how many errands there were.
    pub async fn settle_keyring(&self) -> Result<usize, Problem> {
        let mut tx = self.db().snapshot_in_sight(&Sight::Everything).await?;
        let errands = persons_index::errands(&mut tx).await?;
        drop(tx);
        for (errand, unit) in &errands {
            self.run_errand(errand).await?;
            let mut tx = self.db().begin_in_sight(&Sight::Everything).await?;
            persons_index::end_errand(&mut tx, errand, *unit).await?;
            tx.commit().await?;
        }
        Ok(errands.len())
    }

    async fn run_errand(&self, errand: &Errand) -> Result<(), Problem> {
        let keyring = self.keyring()?;
        match errand {
            Errand::Move { person, to } => {
                let from = match keyring.subject_key(*person).await {
                    Err(KeyringFault::Destroyed { .. }) => return Ok(()),
                    keys => keys?.unit(),
                };
                Ok(keyring.move_subject(*person, from, to.0).await?)
            }
            Errand::Destroy { person } => {
                let ground = self.ground_of(*person).await?;
                keyring.destroy(*person, &ground).await?;
                Ok(())
            }
        }
    }

    /// On what the last version of a destroyed file rests.
    async fn ground_of(&self, person: Uuid) -> Result<Ground, Problem> {
        let mut tx = self.db().snapshot_in_sight(&Sight::Everything).await?;
        let last = persons::history(&mut tx, person, None).await?.pop().ok_or(Problem::Hidden)?;
        let Basis { clause, document_number, document_date } = last.basis;
        Ok(Ground { clause, document_number, document_date })
    }
}
