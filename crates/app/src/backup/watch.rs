//! How backups stand, for whoever looks at the running program.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use texts::Lang;
use tokio::sync::OwnedMutexGuard;

use super::fault::BackupFault;
use super::take::Taken;

/// How the backups of this process stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// When everything written before was last known to be in the backup; none since the program began.
    pub good_at: Option<Timestamp>,
    /// What stopped the last attempt, in both languages; none after one that succeeded.
    pub fault: Option<[String; 2]>,
}

impl Standing {
    /// What stopped the last attempt, in one language.
    pub fn fault_in(&self, lang: Lang) -> Option<&str> {
        let [vi, en] = self.fault.as_ref()?;
        Some(match lang {
            Lang::Vi => vi,
            Lang::En => en,
        })
    }
}

/// What the process knows of its backups.
#[derive(Default)]
pub(crate) struct Watching {
    standing: Mutex<Option<Standing>>,
    /// Held by the backup that runs, to its very end, also when whoever asked for it waits no longer.
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl Watching {
    /// Waits until no other backup of this process runs.
    pub(super) async fn turn(&self) -> OwnedMutexGuard<()> {
        Arc::clone(&self.turn).lock_owned().await
    }

    /// Takes note of an attempt that began at `at`.
    pub(super) fn note(&self, at: Timestamp, outcome: &Result<Taken, BackupFault>) {
        let mut standing = self.standing.lock().unwrap_or_else(PoisonError::into_inner);
        let standing = standing.get_or_insert_default();
        match outcome {
            Ok(_) => (standing.good_at, standing.fault) = (Some(at), None),
            Err(fault) => standing.fault = Some([fault.say(Lang::Vi), fault.say(Lang::En)]),
        }
    }

    /// How backups stand; none where none was tried.
    pub(crate) fn standing(&self) -> Option<Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
