//! The restore drill: a backup is worth what was restored from it, so it is tried, timed, and entered in the ledger.

use std::path::PathBuf;

use jiff::Timestamp;
use store::ledger;
use uuid::Uuid;
use vault::tree::root_of;

use super::Progress;
use super::fault::BackupFault;
use super::folder::read_manifest;
use super::restore::{Restored, Wanted, restore};
use super::sealing::Identities;
use crate::app::{App, day_of};

/// What a drill came to. The ledger has it as an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drilled {
    /// The entry's subject.
    pub id: Uuid,
    /// What was restored.
    pub restored: Restored,
    /// How long restoring and checking took, in milliseconds.
    pub took_ms: i64,
}

impl App {
    /// Restores the last backup of `from` into a folder of its own below `room`, which removes itself, and holds it
    /// against the store in use: its ledger must be the beginning of ours, signed by our key. The result stands in the
    /// ledger, also when the drill fails.
    pub async fn drill(
        &self,
        from: PathBuf,
        room: PathBuf,
        keys: &Identities,
        progress: Progress<'_>,
    ) -> Result<Drilled, BackupFault> {
        let began = self.now();
        let key = self.watch().key().ok_or(BackupFault::NoLedgerKey)?.verifying().clone();
        let last = read_manifest(&from)?.last().cloned();
        let folder = tempfile::Builder::new().prefix("drill-").tempdir_in(&room).map_err(BackupFault::io(room))?;
        let into = folder.path().join("restored");
        let wanted = Wanted { from, into, server: None, at: None, key: Some(key) };
        let outcome = match restore(&wanted, keys, None, progress).await {
            Ok(restored) => self.compare(&restored).await.map(|()| restored),
            Err(fault) => Err(fault),
        };
        let took_ms = self.now().as_millisecond() - began.as_millisecond();
        let id = self.new_id();
        if let Some(last) = last {
            let report = store::drill::Drill {
                id,
                piece: last.sha256,
                taken_at: last.about.taken_at,
                entries: last.about.ledger.size,
                root: last.about.ledger.root,
                took_ms,
                passed: outcome.is_ok(),
            };
            self.enter(&report, self.now()).await?;
        }
        Ok(Drilled { id, restored: outcome?, took_ms })
    }

    /// Holds what was restored against the store in use: nothing of it may be unknown here.
    async fn compare(&self, restored: &Restored) -> Result<(), BackupFault> {
        let mut tx = self.db().snapshot().await?;
        let size = restored.about.ledger.size;
        let root = root_of(ledger::leaves(&mut tx, 0..size).await?).to_string();
        if ledger::head(&mut tx).await?.frontier.size() < size || root != restored.about.ledger.root {
            let what = format!("the first {size} entries of the ledger in use are not those of the backup");
            return Err(BackupFault::Damaged { what });
        }
        self.compare_destroyed(restored).await?;
        let version = store::census::version(&mut tx).await?;
        let counts = store::census::count(&mut tx, version).await?;
        let fewer = |(table, was): &&(String, i64)| counts.iter().any(|(of, n)| of == table && n < was);
        match restored.counts.iter().find(fewer) {
            Some((table, was)) => {
                let what = format!("{table}: the backup has {was} rows, the store in use fewer");
                Err(BackupFault::Damaged { what })
            }
            None => Ok(()),
        }
    }

    /// Whoever's key was destroyed before the backup must be destroyed in what comes out of it.
    async fn compare_destroyed(&self, restored: &Restored) -> Result<(), BackupFault> {
        let Ok(keyring) = self.keyring() else { return Ok(()) };
        let here = keyring.tombstones().await.map_err(|fault| BackupFault::from(crate::Problem::from(fault)))?;
        let missing = here.iter().filter(|one| one.destroyed_at < restored.about.taken_at);
        match missing.into_iter().find(|one| !restored.destroyed.contains(one)) {
            Some(one) => {
                let what = format!("the key of {} was destroyed, but not in the backup", one.subject);
                Err(BackupFault::Damaged { what })
            }
            None => Ok(()),
        }
    }

    async fn enter(&self, report: &store::drill::Drill, now: Timestamp) -> Result<(), BackupFault> {
        let mut tx = self.db().begin().await?;
        store::drill::record(&mut tx, report, now, &crate::app::deed("drill", day_of(now))).await?;
        tx.commit().await?;
        Ok(())
    }
}
