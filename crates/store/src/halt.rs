//! Writing stops when the place where data is kept gives out, and goes on when it is back.
//!
//! The first write that fails for want of room, or because the disk reports a fault, halts writing:
//! later writes are refused before they do any work, reads go on. Whoever wants to write again, and
//! the tick of the server, first tries a small write of no meaning; when that is durable, writing goes on.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crate::error::{Result, StoreError};
use crate::kernel::Db;
use crate::query::sql;

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[("halt::TRY", TRY)];

/// Why nothing can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// No room is left.
    Full,
    /// The disk reports a fault, or has been made read-only.
    Fault,
}

/// Whether writing is halted. Shared by all clones of a [`Db`].
#[derive(Clone, Debug, Default)]
pub(crate) struct Halt {
    cause: Arc<Mutex<Option<Cause>>>,
    /// Whether somebody tries at present.
    trying: Arc<AtomicBool>,
}

/// Held by the one who tries whether writing is possible again.
struct Turn(Arc<AtomicBool>);

impl Turn {
    fn take(trying: &Arc<AtomicBool>) -> Option<Self> {
        (!trying.swap(true, Ordering::AcqRel)).then(|| Self(Arc::clone(trying)))
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}

impl Halt {
    pub(crate) fn cause(&self) -> Option<Cause> {
        *self.cause.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes note of how a write went.
    pub(crate) fn note<T>(&self, done: Result<T>) -> Result<T> {
        let cause = match &done {
            Err(StoreError::DiskFull(_)) => Cause::Full,
            Err(StoreError::DiskFault(_) | StoreError::ReadOnly(_)) => Cause::Fault,
            _ => return done,
        };
        let before = self.cause.lock().unwrap_or_else(PoisonError::into_inner).replace(cause);
        if let (None, Err(fault)) = (before, &done) {
            tracing::error!(cause = ?cause, error = ?fault, "writing is halted");
        }
        done
    }

    fn lift(&self) {
        if self.cause.lock().unwrap_or_else(PoisonError::into_inner).take().is_some() {
            tracing::info!("writing goes on");
        }
    }
}

/// Room that a try takes: enough for the usual write after it.
const ROOM_BYTES: usize = 64 * 1024;
const TRY: &str = "update write_try set room = $1 where id = 1";

impl Db {
    /// Why nothing can be written at present; nothing if all is well.
    pub fn halted(&self) -> Option<Cause> {
        self.halt.cause()
    }

    /// Tries whether writing is possible again, if it is halted; one caller at a time, the others
    /// are refused at once. [`StoreError::Halted`] while it is not.
    pub async fn resume(&self) -> Result<()> {
        let Some(cause) = self.halted() else { return Ok(()) };
        let still = || StoreError::Halted { cause };
        let Some(_turn) = Turn::take(&self.halt.trying) else { return Err(still()) };
        let mut tx = self.begin_although_halted().await.map_err(|_| still())?;
        tx.run(sql(TRY).arg(vec![0; ROOM_BYTES])).await.map_err(|_| still())?;
        tx.commit().await.map_err(|_| still())?;
        self.halt.lift();
        Ok(())
    }
}
