//! Which key speaks for a log at which size: a log keeps its name when its key is replaced.
//!
//! The replacement is itself an entry, under which stands a checkpoint signed by the old key **and** the new one. Up
//! to that size only the old key signs, from it on only the new one. So whoever knows one of the keys can check all.

use thiserror::Error;

use crate::Digest;
use crate::checkpoint::{Checkpoint, CheckpointFault};
use crate::entry::Entry;
use crate::key::VerifyingKey;
use crate::payload::Payload;

/// The noun of the entry by which a key is replaced.
pub const NOUN: &str = "ledger_key";
/// Its act.
pub const ACT: &str = "rotate";
/// The kind of its payload.
const PAYLOAD: &str = "ledger_key/1";
/// No log has more keys, so that a list of them cannot take all memory.
pub const KEYS_MAX: usize = 4_096;

/// What the entry vouches for: the new key's text, then that of the key before it.
pub fn payload(new: &VerifyingKey, old: &VerifyingKey) -> Digest {
    let mut payload = Payload::new(PAYLOAD);
    payload.text(&new.to_string()).text(&old.to_string());
    payload.digest()
}

/// Why keys do not follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SuccessionFault {
    /// The next key is of another log, has signed before, or begins no later than the one before it.
    #[error("a key does not follow the one before it: other name, used before, or out of order")]
    OutOfOrder,
    /// More keys than a log has.
    #[error("too many keys")]
    TooMany,
}

/// A log's keys in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Succession {
    first: VerifyingKey,
    later: Vec<(u64, VerifyingKey)>,
}

impl Succession {
    /// A log that has had one key only.
    pub const fn of(first: VerifyingKey) -> Self {
        Self { first, later: Vec::new() }
    }

    /// Adds the key that signs from the size `since` on: the entry that names it is the last of so many.
    pub fn then(mut self, since: u64, key: VerifyingKey) -> Result<Self, SuccessionFault> {
        if self.later.len() + 1 >= KEYS_MAX {
            return Err(SuccessionFault::TooMany);
        }
        let is_known = self.keys().any(|(_, known)| known.is_same(&key));
        let is_later = since > self.later.last().map_or(0, |(last, _)| *last);
        if is_known || !is_later || key.name() != self.first.name() {
            return Err(SuccessionFault::OutOfOrder);
        }
        self.later.push((since, key));
        Ok(self)
    }

    /// Each key with the size from which it signs, the first from 0.
    pub fn keys(&self) -> impl Iterator<Item = (u64, &VerifyingKey)> {
        std::iter::once((0, &self.first)).chain(self.later.iter().map(|(since, key)| (*since, key)))
    }

    /// The key in force.
    pub fn last(&self) -> &VerifyingKey {
        self.later.last().map_or(&self.first, |(_, key)| key)
    }

    /// Whether this key is one of them.
    pub fn has(&self, key: &VerifyingKey) -> bool {
        self.keys().any(|(_, known)| known == key)
    }

    /// The sizes at which one key hands over to the next: a checkpoint of each must be there.
    pub fn handovers(&self) -> impl Iterator<Item = u64> {
        self.later.iter().map(|(since, _)| *since)
    }

    /// Opens a note that all keys have signed whose turn it is, and no other key of the log.
    pub fn open(&self, note: &str) -> Result<Checkpoint, CheckpointFault> {
        let unchecked = Checkpoint::unchecked(note)?;
        let mut opened = None;
        let ends = self.handovers().map(Some).chain([None]);
        for ((since, key), until) in self.keys().zip(ends) {
            let is_its_turn = since <= unchecked.size && until.is_none_or(|until| unchecked.size <= until);
            if is_its_turn {
                opened = Some(Checkpoint::open(note, key).map_err(|fault| self.out_of_turn(note, fault))?);
            } else if Checkpoint::is_said_by(note, key) {
                return Err(CheckpointFault::OutOfTurn);
            }
        }
        opened.ok_or(CheckpointFault::NotACheckpoint)
    }

    /// A note that lacks the right signature and has one of another key of the log is worse than a foreign one.
    fn out_of_turn(&self, note: &str, fault: CheckpointFault) -> CheckpointFault {
        use crate::note::NoteFault::OtherKey;
        let is_ours = self.keys().any(|(_, key)| Checkpoint::open(note, key).is_ok());
        if fault == CheckpointFault::Note(OtherKey) && is_ours { CheckpointFault::OutOfTurn } else { fault }
    }

    /// Whether an entry says of keys what this succession says: the right one where a key is replaced, none elsewhere.
    pub(crate) fn agrees(&self, entry: &Entry) -> bool {
        let said = entry.says.noun == NOUN && entry.says.act == ACT;
        let mut pairs = self.keys().zip(self.keys().skip(1));
        match pairs.find(|(_, (since, _))| *since == entry.seq.saturating_add(1)) {
            Some(((_, old), (_, new))) => said && entry.says.payload == payload(new, old),
            None => !said,
        }
    }
}

impl From<&VerifyingKey> for Succession {
    fn from(key: &VerifyingKey) -> Self {
        Self::of(key.clone())
    }
}

impl From<&Self> for Succession {
    fn from(keys: &Self) -> Self {
        keys.clone()
    }
}
