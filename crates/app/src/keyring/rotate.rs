//! New keys for old: of a unit, of the root, of the epoch. Nothing is dropped before it is proved that nothing is
//! wrapped under it, and what was begun and killed goes on with the next call.

use store::Tx;
use store::keyring::{self as rows, State, UnitKey};
use uuid::Uuid;
use vault::seal::KeyId;
use vault::wrap::files::KeyName;
use vault::wrap::{self, Bound, Kind};

use super::{Keyring, KeyringFault, Result};

/// Keys wrapped anew in one transaction: other writers wait no longer than that takes.
const AT_ONCE: i64 = 250;

/// What a rotation came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// How many keys this call wrapped anew.
    pub keys: u64,
    /// Whether it finished what had been begun before and had not ended; nothing newer was begun.
    pub resumed: bool,
}

impl Keyring {
    /// Gives a unit a new key, wraps everything under it, and drops the old one.
    pub async fn rotate_unit(&self, unit: Uuid) -> Result<Rotated> {
        let (mut tx, state) = self.turn().await?;
        let keys = rows::unit_keys_of(&mut tx, unit).await?;
        let resumed = keys.iter().any(|key| !key.active);
        if !resumed {
            let before = keys.last().ok_or(KeyringFault::NoUnitKey)?;
            rows::retire_unit_key(&mut tx, before.id).await?;
            let (row, _) = self.make_unit_key(&state, unit, before.version + 1)?;
            rows::add_unit_key(&mut tx, &row).await?;
        }
        tx.commit().await?;
        let mut done = 0;
        for old in rows_retiring(self, unit).await? {
            done += self.empty(&old).await?;
        }
        Ok(Rotated { keys: done, resumed })
    }

    /// The units that have keys.
    pub async fn units(&self) -> Result<Vec<Uuid>> {
        let mut tx = self.0.db.snapshot().await?;
        let mut units: Vec<Uuid> = rows::unit_keys(&mut tx).await?.into_iter().map(|key| key.unit).collect();
        units.dedup();
        Ok(units)
    }

    /// Wraps anew whatever is under a retiring key of a unit, then drops it.
    async fn empty(&self, old: &UnitKey) -> Result<u64> {
        let mut done = 0;
        loop {
            let (mut tx, state) = self.turn().await?;
            let held = rows::under_unit_key(&mut tx, old.id, AT_ONCE).await?;
            if held.is_empty() {
                // in this turn nobody can have put anything under it; the schema would refuse besides
                rows::drop_unit_key(&mut tx, old.id).await?;
                tx.commit().await?;
                return Ok(done);
            }
            done += self.rewrap(&mut tx, &state, held.iter().map(|it| (it, it.key.unit))).await?;
            tx.commit().await?;
        }
    }

    /// Begins a new epoch, wraps every key in it, and destroys the key of the one before: copies of keys that were
    /// destroyed since, in whatever backup, then open with nothing.
    ///
    /// Afterwards only a backup of the keyring made since opens: make one at once.
    pub async fn advance_epoch(&self) -> Result<Rotated> {
        let _hold = self.0.files.hold()?;
        let (tx, state) = self.turn().await?;
        drop(tx);
        let resumed = state.former_epoch.is_some();
        if !resumed {
            self.begin_epoch(&state).await?;
        }
        let keys = self.leave_epoch().await?;
        Ok(Rotated { keys, resumed })
    }

    async fn begin_epoch(&self, before: &State) -> Result<()> {
        let number = before.epoch + 1;
        // left by one who was killed before the next step: nothing was ever wrapped in it
        self.0.files.destroy(KeyName::Epoch(number))?;
        let key = self.0.sources.key()?;
        self.0.files.keep(KeyName::Epoch(number), &key)?;
        self.reload()?;
        let (mut tx, state) = self.turn().await?;
        let next = State {
            epoch: number,
            epoch_key: key.id(),
            former_epoch: Some(state.epoch),
            epoch_since: self.now(),
            ..state
        };
        rows::set_state(&mut tx, &next).await?;
        Ok(tx.commit().await?)
    }

    /// Wraps anew whatever is in an epoch before the present one, then destroys the former key.
    async fn leave_epoch(&self) -> Result<u64> {
        let mut done = 0;
        loop {
            let (mut tx, state) = self.turn().await?;
            let held = rows::before_epoch(&mut tx, state.epoch, AT_ONCE).await?;
            if !held.is_empty() {
                done += self.rewrap(&mut tx, &state, held.iter().map(|it| (it, it.key.unit))).await?;
                tx.commit().await?;
                continue;
            }
            drop(tx);
            if let Some(former) = state.former_epoch {
                self.0.files.destroy(KeyName::Epoch(former))?;
                self.reload()?;
                let (mut tx, state) = self.turn().await?;
                rows::set_state(&mut tx, &State { former_epoch: None, ..state }).await?;
                tx.commit().await?;
            }
            return Ok(done);
        }
    }

    /// Makes a new root, wraps the keys of all units under it, and destroys the one before.
    ///
    /// Afterwards only a backup of the keyring made since opens: make one at once, and keep the new root safe.
    pub async fn rotate_root(&self) -> Result<Rotated> {
        let _hold = self.0.files.hold()?;
        let (tx, state) = self.turn().await?;
        drop(tx);
        let resumed = state.former_root.is_some();
        let keys = if resumed { 0 } else { self.begin_root(&state).await? };
        self.leave_root().await?;
        Ok(Rotated { keys, resumed })
    }

    async fn begin_root(&self, before: &State) -> Result<u64> {
        for left in self.0.files.read()?.roots.iter().filter(|root| root.id() != before.root) {
            // by one who was killed before the next step: nothing was ever wrapped under it
            self.0.files.destroy(KeyName::Root(left.id()))?;
        }
        let root = self.0.sources.key()?;
        self.0.files.keep(KeyName::Root(root.id()), &root)?;
        self.reload()?;
        let (mut tx, state) = self.turn().await?;
        let mut done = 0;
        for old in rows::unit_keys(&mut tx).await? {
            self.under_root(&mut tx, old, root.id()).await?;
            done += 1;
        }
        rows::set_state(&mut tx, &State { root: root.id(), former_root: Some(state.root), ..state }).await?;
        tx.commit().await?;
        Ok(done)
    }

    async fn under_root(&self, tx: &mut Tx, row: UnitKey, root: KeyId) -> Result<()> {
        let key = self.open_unit_key(&row)?;
        let keys = self.keys();
        let by = keys.root(root).ok_or(KeyringFault::NoRoot { needed: root })?;
        let bound = Bound { kind: Kind::Unit, subject: row.unit, unit: row.unit, epoch: row.version };
        let wrapped = wrap::wrap(by, self.0.sources.bytes()?, &bound, &key)?;
        Ok(rows::rewrap_unit_key(tx, &UnitKey { root, wrapped, ..row }).await?)
    }

    /// Destroys the former root, once no key of a unit is wrapped under it.
    async fn leave_root(&self) -> Result<()> {
        let (mut tx, state) = self.turn().await?;
        let Some(former) = state.former_root else { return Ok(()) };
        let under = rows::unit_keys(&mut tx).await?.iter().filter(|key| key.root == former).count();
        drop(tx);
        if under > 0 {
            return Err(KeyringFault::StillInUse { key: former, rows: under as u64 });
        }
        self.0.files.destroy(KeyName::Root(former))?;
        self.reload()?;
        let (mut tx, state) = self.turn().await?;
        rows::set_state(&mut tx, &State { former_root: None, ..state }).await?;
        Ok(tx.commit().await?)
    }
}

async fn rows_retiring(keyring: &Keyring, unit: Uuid) -> Result<Vec<UnitKey>> {
    let mut tx = keyring.0.db.snapshot().await?;
    let keys = rows::unit_keys_of(&mut tx, unit).await?;
    Ok(keys.into_iter().filter(|key| !key.active).collect())
}
