//! What an operator may see of the keyring: ids, counts and ages, never a key.

use store::keyring::{self as rows, Counts, State};

use super::{Keyring, Result};

/// The keyring as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// What it is wrapped under.
    pub state: State,
    /// How many keys there are.
    pub counts: Counts,
    /// How many keys still have to be wrapped in the present epoch.
    pub in_former_epoch: i64,
}

impl Keyring {
    /// How it stands, from one state.
    pub async fn status(&self) -> Result<Status> {
        let mut tx = self.0.db.snapshot().await?;
        let state = rows::state(&mut tx).await?.ok_or(super::KeyringFault::NoKey)?;
        let in_former_epoch = rows::count_before_epoch(&mut tx, state.epoch).await?;
        Ok(Status { counts: rows::counts(&mut tx).await?, in_former_epoch, state })
    }

    /// The keyring's database, for backups of it.
    pub fn db(&self) -> &store::Db {
        &self.0.db
    }
}
