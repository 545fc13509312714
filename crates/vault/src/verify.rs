//! Goes through a log from its first entry and names the first thing that is wrong.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::Digest;
use crate::checkpoint::{Checkpoint, CheckpointFault};
use crate::entry::{Entry, Malformed};
use crate::succession::Succession;
use crate::tree::{Frontier, empty_root, leaf, verify_consistency};

/// What is wrong with a log. Entries are named by their `seq`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    /// The bytes at this place are no entry.
    #[error("entry {seq}: {cause}")]
    Entry {
        /// Which one.
        seq: u64,
        /// Why.
        cause: Malformed,
    },
    /// Another entry stands where this one is expected: one was left out, put in, doubled or moved.
    #[error("entry {seq} is missing: entry {found} stands in its place")]
    Place {
        /// The one that is missing.
        seq: u64,
        /// The one in its place.
        found: u64,
    },
    /// The entry is not the one of which the leaf was kept.
    #[error("entry {seq} was altered: its bytes do not give the leaf that was kept with it")]
    Leaf {
        /// Which one.
        seq: u64,
    },
    /// Recorded earlier than an entry before it, by more than is tolerated.
    #[error("entry {seq} was recorded at {recorded_at_ms} ms, after one that was recorded at {latest_ms} ms")]
    ClockWentBack {
        /// Which one.
        seq: u64,
        /// Its instant.
        recorded_at_ms: i64,
        /// The latest instant before it.
        latest_ms: i64,
    },
    /// The entries up to a signed checkpoint are not those that were signed.
    #[error("entries {from} to {last} are not the ones of which the checkpoint of {size} entries was signed", last = size - 1)]
    Root {
        /// The first that may be wrong: up to here an earlier checkpoint agrees.
        from: u64,
        /// The size of the checkpoint that does not agree.
        size: u64,
    },
    /// There are fewer entries than were signed.
    #[error("entry {size} is missing and all after it: the log has {size} entries, {signed} were signed")]
    CutShort {
        /// How many there are.
        size: u64,
        /// How many there were.
        signed: u64,
    },
    /// What the entry says of the log's keys is not what is known of them: a key without its entry, an entry without
    /// its key, or no checkpoint of both where one took over from the other.
    #[error("entry {seq}: the log's key was to be replaced here, or was, and the keys given do not agree with it")]
    Key {
        /// Which one.
        seq: u64,
    },
    /// A checkpoint cannot be trusted.
    #[error("a checkpoint is refused: {0}")]
    Checkpoint(#[from] CheckpointFault),
    /// The log has signed two histories: two roots for one size, or a root that nothing has for no entries.
    #[error("two different logs of {size} entries are signed by one key: the log has been forked")]
    SplitView {
        /// The size of both.
        size: u64,
    },
    /// The later log does not continue the one of which a checkpoint was kept.
    #[error("the log of {size} entries does not continue the one of {kept} entries of which a checkpoint was kept")]
    Rewritten {
        /// The size that was kept.
        kept: u64,
        /// The size of what was shown.
        size: u64,
    },
    /// What was shown is older than what was kept.
    #[error("stale: a checkpoint of {size} entries was shown, one of {kept} is already known")]
    Stale {
        /// The size that was kept.
        kept: u64,
        /// The size of what was shown.
        size: u64,
    },
    /// The checkpoints speak for two logs.
    #[error("the two checkpoints speak for different logs")]
    OtherLog,
}

impl Fault {
    /// The first entry that is wrong, missing or not to be trusted; none if it is not about entries.
    pub const fn seq(&self) -> Option<u64> {
        match *self {
            Self::Entry { seq, .. }
            | Self::Place { seq, .. }
            | Self::Leaf { seq }
            | Self::Key { seq }
            | Self::ClockWentBack { seq, .. } => Some(seq),
            Self::Root { from, .. } => Some(from),
            Self::CutShort { size, .. } => Some(size),
            Self::Checkpoint(_)
            | Self::SplitView { .. }
            | Self::Rewritten { .. }
            | Self::Stale { .. }
            | Self::OtherLog => None,
        }
    }
}

/// The checkpoints with which a log must agree: its own, and any kept elsewhere. In any order.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    roots: BTreeMap<u64, Digest>,
    keys: Option<Succession>,
}

impl Expected {
    /// Adds a signed note, after checking its signature. What the log's entries say of its keys must then agree with
    /// the keys given here last.
    pub fn note(&mut self, note: &str, signers: impl Into<Succession>) -> Result<Checkpoint, Fault> {
        let keys = self.keys.insert(signers.into());
        let checkpoint = keys.open(note)?;
        let other = self.roots.insert(checkpoint.size, checkpoint.root);
        let is_split = other.is_some_and(|other| other != checkpoint.root);
        if is_split || (checkpoint.size == 0 && checkpoint.root != empty_root()) {
            return Err(Fault::SplitView { size: checkpoint.size });
        }
        Ok(checkpoint)
    }

    /// Without keys nothing is known of them. With keys, one takes over from another only under a checkpoint of both.
    fn agrees_on_keys(&self, entry: &Entry) -> bool {
        let size = entry.seq.saturating_add(1);
        self.keys.as_ref().is_none_or(|keys| {
            keys.agrees(entry) && (self.roots.contains_key(&size) || keys.handovers().all(|handover| handover != size))
        })
    }
}

/// What was found of a log in which nothing is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verified {
    /// How many entries.
    pub size: u64,
    /// The root over them.
    pub root: Digest,
    /// How many of them stand under a signed checkpoint; the others could still be exchanged unseen.
    pub signed: u64,
    /// The latest instant of recording, in milliseconds; none without entries.
    pub latest_ms: Option<i64>,
}

/// Takes a log's entries one by one, in their order.
#[derive(Clone, Debug)]
pub struct Verifier {
    expected: Expected,
    tolerance_ms: i64,
    frontier: Frontier,
    signed: u64,
    latest_ms: Option<i64>,
}

impl Verifier {
    /// Starts before the first entry. A clock may have gone back by `tolerance_ms` at most.
    pub fn new(expected: Expected, tolerance_ms: i64) -> Self {
        Self { expected, tolerance_ms, frontier: Frontier::new(), signed: 0, latest_ms: None }
    }

    /// Takes the next entry, and gives it back as read.
    pub fn entry(&mut self, bytes: &[u8]) -> Result<Entry, Fault> {
        self.take(bytes, leaf(bytes))
    }

    /// Takes the next entry together with the leaf that was kept beside it. This names an altered entry exactly, where
    /// the root alone names those since the last checkpoint.
    pub fn entry_with_leaf(&mut self, bytes: &[u8], kept: &Digest) -> Result<Entry, Fault> {
        let leaf = leaf(bytes);
        if leaf != *kept {
            return Err(Fault::Leaf { seq: self.frontier.size() });
        }
        self.take(bytes, leaf)
    }

    fn take(&mut self, bytes: &[u8], leaf: Digest) -> Result<Entry, Fault> {
        let seq = self.frontier.size();
        let entry = Entry::decode(bytes).map_err(|cause| Fault::Entry { seq, cause })?;
        if entry.seq != seq {
            return Err(Fault::Place { seq, found: entry.seq });
        }
        let recorded_at_ms = entry.recorded_at_ms;
        if let Some(latest_ms) = self.latest_ms
            && recorded_at_ms.saturating_add(self.tolerance_ms) < latest_ms
        {
            return Err(Fault::ClockWentBack { seq, recorded_at_ms, latest_ms });
        }
        if !self.expected.agrees_on_keys(&entry) {
            return Err(Fault::Key { seq });
        }
        self.latest_ms = self.latest_ms.max(Some(recorded_at_ms));
        self.frontier.push(leaf);
        self.agree()?;
        Ok(entry)
    }

    /// Compares the root with the checkpoint of this size, if there is one.
    fn agree(&mut self) -> Result<(), Fault> {
        let size = self.frontier.size();
        let Some(root) = self.expected.roots.get(&size) else { return Ok(()) };
        if *root != self.frontier.root() {
            return Err(Fault::Root { from: self.signed, size });
        }
        self.signed = size;
        Ok(())
    }

    /// How many entries were taken so far.
    pub const fn size(&self) -> u64 {
        self.frontier.size()
    }

    /// After the last entry: whether any signed one is missing.
    pub fn finish(self) -> Result<Verified, Fault> {
        let size = self.frontier.size();
        match self.expected.roots.last_key_value() {
            Some((signed, _)) if *signed > size => Err(Fault::CutShort { size, signed: *signed }),
            _ => Ok(Verified { size, root: self.frontier.root(), signed: self.signed, latest_ms: self.latest_ms }),
        }
    }
}

/// Whether a checkpoint continues one that was kept, by the proof along [`crate::tree::consistency_path`]. This is all
/// that a witness needs: neither entries nor trust. Both must have been opened with the log's key.
pub fn extends(kept: &Checkpoint, shown: &Checkpoint, proof: &[Digest]) -> Result<(), Fault> {
    if kept.origin != shown.origin {
        return Err(Fault::OtherLog);
    }
    if shown.size < kept.size {
        return Err(Fault::Stale { kept: kept.size, size: shown.size });
    }
    if shown.size == kept.size && shown.root != kept.root {
        return Err(Fault::SplitView { size: kept.size });
    }
    if !verify_consistency(kept.size, &kept.root, shown.size, &shown.root, proof) {
        return Err(Fault::Rewritten { kept: kept.size, size: shown.size });
    }
    Ok(())
}
