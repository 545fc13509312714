//! A second key beside a person's first, until everything is sealed by it.

use store::keyring as rows;
use uuid::Uuid;
use vault::seal::KeyId;
use vault::wrap::Kind;

use super::{Keyring, KeyringFault, Result, SubjectKeys};

/// A change of key that has begun.
#[derive(Clone, Debug)]
pub struct Rekeying {
    /// The keys on their way out: what they sealed is to be sealed by the active one.
    pub from: Vec<KeyId>,
    /// All keys, the active one and those on their way out.
    pub keys: SubjectKeys,
}

impl Keyring {
    /// Gives a person a second key. What is written from now on is sealed by it; the first opens what it sealed,
    /// until [`Keyring::drop_retired`]. A change that has begun goes on, no third key is made.
    pub async fn rekey_subject(&self, subject: Uuid) -> Result<Rekeying> {
        let (mut tx, state) = self.turn().await?;
        let held = rows::of_subject(&mut tx, Kind::Person, subject).await?;
        let Some(before) = self.opened(&held)? else { return Err(self.why_no_key(subject).await?) };
        if !before.retiring.is_empty() {
            return Ok(Rekeying { from: ids(&before), keys: before });
        }
        rows::retire_subject_keys(&mut tx, Kind::Person, subject).await?;
        let active = self.add(&mut tx, &state, Kind::Person, subject, before.unit).await?;
        tx.commit().await?;
        let keys = SubjectKeys { unit: before.unit, active, retiring: vec![before.active] };
        Ok(Rekeying { from: ids(&keys), keys })
    }

    /// Drops a key on its way out, once the caller has counted that no row is sealed by it any more. Done before, it
    /// changes nothing.
    pub async fn drop_retired(&self, key: KeyId, rows_left: u64) -> Result<()> {
        if rows_left > 0 {
            return Err(KeyringFault::StillInUse { key, rows: rows_left });
        }
        let (mut tx, _) = self.turn().await?;
        rows::drop_subject_key(&mut tx, key).await?;
        Ok(tx.commit().await?)
    }
}

fn ids(keys: &SubjectKeys) -> Vec<KeyId> {
    keys.retiring.iter().map(vault::seal::Secret::id).collect()
}
