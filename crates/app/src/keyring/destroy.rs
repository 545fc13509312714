//! The end of a key: what it sealed can never be read again.

use jiff::civil::Date;
use store::keyring as rows;
use store::keyring_tombstones as tombstones;
use uuid::Uuid;

use super::{Keyring, Result, Tombstone};

/// What a destruction rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ground {
    /// The clause of law, as cited.
    pub clause: String,
    /// The number of the paper that orders it.
    pub document_number: String,
    /// The day of that paper.
    pub document_date: Date,
}

/// What a destruction came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destroyed {
    /// How many keys there were; none if it was done before.
    pub keys: u64,
    /// What stands for ever: of the first time, if there were several.
    pub tombstone: Tombstone,
}

impl Keyring {
    /// Destroys every key of a person, and says so for ever, in one transaction. Done before, it changes nothing.
    ///
    /// Copies of the wrapped key in older backups die with their epoch ([`Keyring::advance_epoch`]).
    pub async fn destroy(&self, subject: Uuid, ground: &Ground) -> Result<Destroyed> {
        let (mut tx, _) = self.turn().await?;
        let fresh = Tombstone {
            subject,
            // to the millisecond, as it is kept
            destroyed_at: jiff::Timestamp::from_millisecond(self.now().as_millisecond()).unwrap_or_default(),
            ground: ground.clause.clone(),
            document_number: ground.document_number.clone(),
            document_date: ground.document_date,
        };
        let keys = tombstones::destroy(&mut tx, &fresh).await?;
        let tombstone = tombstones::of(&mut tx, subject).await?.unwrap_or(fresh);
        tx.commit().await?;
        Ok(Destroyed { keys, tombstone })
    }

    /// Every destruction, the oldest first: a backup takes them along.
    pub async fn tombstones(&self) -> Result<Vec<Tombstone>> {
        let mut tx = self.0.db.snapshot().await?;
        Ok(tombstones::all(&mut tx).await?)
    }

    /// Carries out again what was destroyed after this keyring was saved, so that a restore resurrects nobody.
    /// Answers how many keys that took.
    pub async fn replay(&self, destroyed: &[Tombstone]) -> Result<u64> {
        let mut tx = self.0.db.begin().await?;
        rows::take_turn(&mut tx).await?;
        let mut keys = 0;
        for tombstone in destroyed {
            keys += tombstones::destroy(&mut tx, tombstone).await?;
        }
        tx.commit().await?;
        Ok(keys)
    }
}
