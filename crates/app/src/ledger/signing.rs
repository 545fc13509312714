//! Signing what the ledger has come to, never anything that does not continue what was signed before.

use std::sync::{Mutex, OnceLock, PoisonError};

use store::Tx;
use store::audit::Finding;
use store::ledger::{self, Head};
use vault::checkpoint::Checkpoint;
use vault::key::SigningKey;
use vault::tree::{Frontier, leaf};
use vault::verify::Fault;

use crate::app::App;
use crate::problem::Problem;

/// What the application knows of the ledger by itself, whatever the database says.
#[derive(Default)]
pub(crate) struct Watch {
    key: OnceLock<SigningKey>,
    /// The tree as this process has seen it grow. Held while signing, so that signings take turns.
    seen: tokio::sync::Mutex<Frontier>,
    fault: Mutex<Option<Finding>>,
}

impl Watch {
    /// The key, if the wiring gave one.
    pub(crate) fn key(&self) -> Option<&SigningKey> {
        self.key.get()
    }

    /// What the last attempt to sign found wrong.
    pub(crate) fn fault(&self) -> Option<Finding> {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, fault: Option<Finding>) {
        *self.fault.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }
}

/// What became of an attempt to sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checkpointed {
    /// There is no key; entries are kept unsigned.
    NoKey,
    /// Everything was signed already.
    Before {
        /// How many entries.
        size: u64,
    },
    /// Signed now.
    Signed {
        /// How many entries.
        size: u64,
    },
}

impl App {
    /// Gives the key that signs checkpoints, once. Answers whether it is the first.
    pub fn sign_with(&self, key: SigningKey) -> bool {
        self.watch().key.set(key).is_ok()
    }

    /// Signs the ledger as it stands now, unless nothing was written since the last time.
    ///
    /// Entries that this process has not seen yet are hashed again from their bytes, and the result
    /// must agree with what was signed before and with the head; otherwise nothing is signed, and
    /// the finding is a [`Problem::Ledger`].
    pub async fn checkpoint(&self) -> Result<Checkpointed, Problem> {
        let watch = self.watch();
        let Some(key) = watch.key() else { return Ok(Checkpointed::NoKey) };
        let mut seen = watch.seen.lock().await;
        let done = self.sign(key, &mut seen).await;
        match &done {
            Ok(_) => watch.note(None),
            Err(Problem::Ledger(finding)) => watch.note(Some(*finding)),
            Err(_) => {}
        }
        done
    }

    async fn sign(&self, key: &SigningKey, seen: &mut Frontier) -> Result<Checkpointed, Problem> {
        let mut tx = self.db().snapshot().await?;
        let head = ledger::head(&mut tx).await?;
        let size = head.frontier.size();
        let signed = match ledger::last_checkpoint(&mut tx).await? {
            Some(last) => Some(Checkpoint::open(&last.note, key.verifying()).map_err(|f| Finding::Log(f.into()))?),
            None => None,
        };
        *seen = grown(&mut tx, seen.clone(), &head, signed.as_ref()).await?;
        drop(tx);
        if signed.as_ref().is_some_and(|signed| signed.size == size) || size == 0 {
            return Ok(Checkpointed::Before { size });
        }
        let origin = key.verifying().name().to_owned();
        let checkpoint = Checkpoint { origin, size, root: seen.root(), extensions: Vec::new() };
        let note = checkpoint.signed(key).map_err(Problem::fault)?;
        let mut tx = self.db().begin().await?;
        ledger::add_checkpoint(&mut tx, &ledger::Checkpoint { size, note, signed_at: self.now() }).await?;
        tx.commit().await?;
        tracing::info!(size, "ledger signed");
        Ok(Checkpointed::Signed { size })
    }
}

/// The tree over all entries there are, if it continues what was seen and what was signed.
async fn grown(tx: &mut Tx, mut seen: Frontier, head: &Head, signed: Option<&Checkpoint>) -> Result<Frontier, Problem> {
    let size = head.frontier.size();
    let most = signed.map_or(0, |signed| signed.size).max(seen.size());
    if size < most {
        return Err(Finding::Log(Fault::CutShort { size, signed: most }).into());
    }
    // a process that has just begun goes through everything once
    let from = seen.size();
    let agrees = |seen: &Frontier| signed.is_none_or(|signed| signed.size != seen.size() || signed.root == seen.root());
    let mut finding = (!agrees(&seen)).then_some(Fault::SplitView { size: from });
    ledger::each_entry(tx, from..size, |kept| {
        let seq = seen.size();
        if finding.is_some() {
            return;
        }
        if kept.seq != seq {
            finding = Some(Fault::Place { seq, found: kept.seq });
        } else if leaf(&kept.body) != kept.leaf {
            finding = Some(Fault::Leaf { seq });
        } else {
            seen.push(kept.leaf);
            finding = (!agrees(&seen)).then_some(Fault::Root { from, size: seen.size() });
        }
    })
    .await?;
    if let Some(fault) = finding {
        return Err(Finding::Log(fault).into());
    }
    if seen != head.frontier {
        return Err(Finding::Head { size: seen.size() }.into());
    }
    Ok(seen)
}
