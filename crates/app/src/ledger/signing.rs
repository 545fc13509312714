//! Signing what the ledger has come to, never anything that does not continue what was signed before.

use std::sync::{Mutex, OnceLock, PoisonError};

use domain::facts::Source;
use store::Tx;
use store::audit::Finding;
use store::ledger::{self, Head};
use store::{ledger_keys, ledger_nodes};
use vault::checkpoint::{Checkpoint, CheckpointFault};
use vault::key::{SigningKey, VerifyingKey, WitnessKey};
use vault::note::NoteFault;
use vault::succession::{ACT, Succession};
use vault::tree::{Frontier, leaf};
use vault::verify::Fault;

use crate::app::App;
use crate::problem::Problem;

/// What the application knows of the ledger by itself, whatever the database says.
#[derive(Default)]
pub(crate) struct Watch {
    key: Mutex<Option<SigningKey>>,
    witnesses: OnceLock<Vec<WitnessKey>>,
    /// The tree as this process has seen it grow. Held while signing, so that signings take turns.
    seen: tokio::sync::Mutex<Frontier>,
    fault: Mutex<Option<Finding>>,
}

impl Watch {
    /// The key, if the wiring gave one.
    pub(crate) fn key(&self) -> Option<SigningKey> {
        self.key.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whose signatures under our checkpoints are kept.
    pub(crate) fn witnesses(&self) -> &[WitnessKey] {
        self.witnesses.get().map_or(&[], Vec::as_slice)
    }

    fn replace(&self, key: SigningKey) {
        *self.key.lock().unwrap_or_else(PoisonError::into_inner) = Some(key);
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
        let mut kept = self.watch().key.lock().unwrap_or_else(PoisonError::into_inner);
        let is_first = kept.is_none();
        kept.get_or_insert(key);
        is_first
    }

    /// Names the witnesses whose signatures are kept, once. Answers whether it is the first time.
    pub fn witnessed_by(&self, witnesses: Vec<WitnessKey>) -> bool {
        self.watch().witnesses.set(witnesses).is_ok()
    }

    /// Signs the ledger as it stands now, unless nothing was written since the last time, and fills in what makes
    /// proofs short.
    ///
    /// Entries that this process has not seen yet are hashed again from their bytes, and the result
    /// must agree with what was signed before and with the head; otherwise nothing is signed, and
    /// the finding is a [`Problem::Ledger`]. [`Problem::LedgerKeyReplaced`]: another key has taken this one's place.
    pub async fn checkpoint(&self) -> Result<Checkpointed, Problem> {
        let watch = self.watch();
        let mut seen = watch.seen.lock().await;
        let done = self.sign(&mut seen).await;
        match &done {
            Ok(_) => watch.note(None),
            Err(Problem::Ledger(finding)) => watch.note(Some(*finding)),
            Err(_) => {}
        }
        let done = done?;
        self.fill_nodes().await?;
        Ok(done)
    }

    /// Puts a new key in the place of the one that signs, under the same name: an entry says so, and a checkpoint of
    /// both keys covers it, written together. Answers how many entries that checkpoint has. Does nothing the second
    /// time.
    pub async fn replace_ledger_key(&self, new: SigningKey) -> Result<u64, Problem> {
        let watch = self.watch();
        let mut seen = watch.seen.lock().await;
        let mut tx = self.db().snapshot().await?;
        let before = ledger_keys::succession(&mut tx).await?;
        drop(tx);
        if let Some(keys) = before
            && keys.last().is_same(new.verifying())
        {
            watch.replace(new.named(keys.last().name()).map_err(Problem::fault)?);
            return Ok(keys.handovers().last().unwrap_or_default());
        }
        self.sign(&mut seen).await?;
        let mut tx = self.db().begin().await?;
        let (old, keys) = self.signer(&mut tx).await?.ok_or(Problem::NoLedgerKey)?;
        let new = new.named(old.verifying().name()).map_err(Problem::fault)?;
        let deed = self.deed(ACT, &Source::default());
        let (head, _) = ledger_keys::replace(&mut tx, &keys, new.verifying(), self.now(), &deed).await?;
        // nobody else can append until this transaction ends: what is read now is what will be signed
        let signed = last_signed(&mut tx, &keys).await?;
        let grown = grown(&mut tx, seen.clone(), &head, signed.as_ref()).await?;
        let size = grown.size();
        let checkpoint = statement(&old, &grown);
        let note = checkpoint.signed_by_both(&old, &new).map_err(Problem::fault)?;
        ledger::add_checkpoint(&mut tx, &ledger::Checkpoint { size, note, signed_at: self.now() }).await?;
        tx.commit().await?;
        *seen = grown;
        watch.replace(new);
        tracing::info!(size, "the key of the ledger was replaced");
        Ok(size)
    }

    /// The key that the store says is in force; none while the first one is, of which the store keeps no line.
    pub async fn ledger_key_in_force(&self) -> Result<Option<VerifyingKey>, Problem> {
        let mut tx = self.db().snapshot().await?;
        Ok(ledger_keys::succession(&mut tx).await?.map(|keys| keys.last().clone()))
    }

    /// The key as the log calls it, with all keys the log has had.
    pub(crate) async fn signer(&self, tx: &mut Tx) -> Result<Option<(SigningKey, Succession)>, Problem> {
        let Some(key) = self.watch().key() else { return Ok(None) };
        let Some(keys) = ledger_keys::succession(tx).await? else {
            let keys = key.verifying().into();
            return Ok(Some((key, keys)));
        };
        let key = key.named(keys.last().name()).map_err(Problem::fault)?;
        if keys.last() == key.verifying() {
            return Ok(Some((key, keys)));
        }
        if keys.has(key.verifying()) {
            return Err(Problem::LedgerKeyReplaced);
        }
        Err(Finding::Log(Fault::Checkpoint(CheckpointFault::Note(NoteFault::OtherKey))).into())
    }

    async fn sign(&self, seen: &mut Frontier) -> Result<Checkpointed, Problem> {
        let mut tx = self.db().snapshot().await?;
        let Some((key, keys)) = self.signer(&mut tx).await? else { return Ok(Checkpointed::NoKey) };
        self.watch().replace(key.clone());
        let head = ledger::head(&mut tx).await?;
        let size = head.frontier.size();
        let signed = last_signed(&mut tx, &keys).await?;
        *seen = grown(&mut tx, seen.clone(), &head, signed.as_ref()).await?;
        drop(tx);
        if signed.as_ref().is_some_and(|signed| signed.size == size) || size == 0 {
            return Ok(Checkpointed::Before { size });
        }
        let note = statement(&key, seen).signed(&key).map_err(Problem::fault)?;
        let mut tx = self.db().begin().await?;
        // a key that was replaced meanwhile must not sign beyond its time
        if ledger_keys::succession(&mut tx).await?.unwrap_or_else(|| keys.clone()) != keys {
            return Err(Problem::LedgerKeyReplaced);
        }
        ledger::add_checkpoint(&mut tx, &ledger::Checkpoint { size, note, signed_at: self.now() }).await?;
        tx.commit().await?;
        tracing::info!(size, "ledger signed");
        Ok(Checkpointed::Signed { size })
    }

    /// A step at a time, so that writers need not wait for a long log.
    async fn fill_nodes(&self) -> Result<(), Problem> {
        loop {
            let mut tx = self.db().snapshot().await?;
            if !ledger_nodes::is_behind(&mut tx).await? {
                return Ok(());
            }
            drop(tx);
            let mut tx = self.db().begin().await?;
            while ledger_nodes::fill(&mut tx).await? == 0 {}
            tx.commit().await?;
        }
    }
}

/// What is signed of a tree.
fn statement(key: &SigningKey, tree: &Frontier) -> Checkpoint {
    let origin = key.verifying().name().to_owned();
    Checkpoint { origin, size: tree.size(), root: tree.root(), extensions: Vec::new() }
}

async fn last_signed(tx: &mut Tx, keys: &Succession) -> Result<Option<Checkpoint>, Problem> {
    let Some(last) = ledger::last_checkpoint(tx).await? else { return Ok(None) };
    Ok(Some(keys.open(&last.note).map_err(|fault| Finding::Log(fault.into()))?))
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
