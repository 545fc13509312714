//! Witnesses: others who sign that a log only grew (C2SP tlog-cosignature, Ed25519).
//!
//! A witness keeps one checkpoint of each log. It signs another only when that one continues it, and only after the
//! caller has made its [`Memory`] durable.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use crate::Digest;
use crate::checkpoint::{Checkpoint, CheckpointFault};
use crate::key::{VerifyingKey, WitnessKey, WitnessSigningKey};
use crate::note::{Note, NoteFault};
use crate::verify::{Fault, extends};

/// The note with this witness's signature added, given at a time in seconds since 1970. The note must be checked
/// before: a witness speaks for what it signs.
pub fn cosign(note: &str, key: &WitnessSigningKey, at_seconds: u64) -> Result<String, NoteFault> {
    let note = Note::parse(note)?;
    let mut bytes = at_seconds.to_be_bytes().to_vec();
    bytes.extend(key.sign(message(note.text(), at_seconds).as_bytes()));
    note.and(key.verifying(), bytes).map(|note| note.to_string()).ok_or(NoteFault::NotANote)
}

/// When this witness has signed the note, in seconds since 1970; none if it has not.
pub fn cosigned(note: &Note, key: &WitnessKey) -> Result<Option<u64>, NoteFault> {
    let Some(bytes) = note.signature_of(key) else { return Ok(None) };
    let (at, signature) = bytes.split_first_chunk().ok_or(NoteFault::WrongSignature)?;
    let at_seconds = u64::from_be_bytes(*at);
    let is_signed =
        i64::try_from(at_seconds).is_ok() && key.has_signed(message(note.text(), at_seconds).as_bytes(), signature);
    if is_signed { Ok(Some(at_seconds)) } else { Err(NoteFault::WrongSignature) }
}

/// The bytes of this witness's signature, to be kept beside the note; not checked.
pub fn signature(note: &Note, key: &WitnessKey) -> Option<Vec<u8>> {
    note.signature_of(key).map(<[u8]>::to_vec)
}

/// The note with a signature that was kept beside it; none if there is no room, or that witness has signed it already.
pub fn signed_again(note: &str, key: &WitnessKey, signature: Vec<u8>) -> Option<String> {
    Some(Note::parse(note).ok()?.and(key, signature)?.to_string())
}

fn message(text: &str, at_seconds: u64) -> String {
    format!("cosignature/v1\ntime {at_seconds}\n{text}")
}

/// Why a witness does not sign.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refusal {
    /// It does not know this log: nobody has told it the log's key.
    #[error("the log {0} is not known: name its public key first")]
    UnknownLog(String),
    /// What was shown does not continue what is kept, or is not signed by the log.
    #[error(transparent)]
    Log(#[from] Fault),
    /// Not a list of keys and notes.
    #[error("line {0} of the memory is not a public key and a note")]
    NotAMemory(usize),
}

/// What a witness remembers: of each log its key, and the last checkpoint it has signed.
///
/// As text a line for each: the key, and, once there is one, a space and the note in base64.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory(Vec<(VerifyingKey, Option<String>)>);

impl Memory {
    /// Begins to watch the log of this key. Does nothing if that log is watched already.
    pub fn trust(&mut self, key: &VerifyingKey) {
        if !self.0.iter().any(|(known, _)| known.name() == key.name()) {
            self.0.push((key.clone(), None));
        }
    }

    /// Takes a checkpoint that continues the one that is kept, by the proof along
    /// [`crate::tree::consistency_path`], and keeps it instead. Nothing changes when it is refused.
    ///
    /// `successor` is the log's new key, if the log says that it has one: it is believed when the checkpoint is signed
    /// by the key that is known as well.
    pub fn show(
        &mut self,
        note: &str,
        proof: &[Digest],
        successor: Option<&VerifyingKey>,
    ) -> Result<Checkpoint, Refusal> {
        let origin = Checkpoint::unchecked(note).map_err(Fault::from)?.origin;
        let Some((key, kept)) = self.0.iter_mut().find(|(key, _)| key.name() == origin) else {
            return Err(Refusal::UnknownLog(origin));
        };
        let shown = Checkpoint::open(note, key).map_err(Fault::from)?;
        if let Some(next) = successor.filter(|next| *next != key) {
            Checkpoint::open(note, next).map_err(Fault::from)?;
        }
        match kept.as_deref() {
            Some(kept) => extends(&Checkpoint::unchecked(kept).map_err(Fault::from)?, &shown, proof)?,
            // a log of nothing is continued by any, and needs no proof
            None if !proof.is_empty() => return Err(Fault::Rewritten { kept: 0, size: shown.size }.into()),
            None => {}
        }
        if let Some(next) = successor {
            *key = next.clone();
        }
        *kept = Some(note.to_owned());
        Ok(shown)
    }

    /// How many entries of a log are kept; none if the log is not watched.
    pub fn size_of(&self, origin: &str) -> Option<u64> {
        let (_, kept) = self.0.iter().find(|(key, _)| key.name() == origin)?;
        Some(kept.as_deref().and_then(|note| Checkpoint::unchecked(note).ok()).map_or(0, |kept| kept.size))
    }
}

impl fmt::Display for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (key, note) in &self.0 {
            match note {
                Some(note) => writeln!(f, "{key} {}", STANDARD.encode(note))?,
                None => writeln!(f, "{key}")?,
            }
        }
        Ok(())
    }
}

impl FromStr for Memory {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Self, Refusal> {
        let lines = text.lines().zip(1..).map(|(line, at)| remembered(line).ok_or(Refusal::NotAMemory(at)));
        lines.collect::<Result<_, _>>().map(Self)
    }
}

/// One line; its note was checked when it was kept, and is checked again so that a spoiled file is no memory.
fn remembered(line: &str) -> Option<(VerifyingKey, Option<String>)> {
    let (key, note) = line.split_once(' ').map_or((line, None), |(key, note)| (key, Some(note)));
    let key: VerifyingKey = key.parse().ok()?;
    let note = match note {
        Some(note) => Some(String::from_utf8(STANDARD.decode(note).ok()?).ok()?),
        None => None,
    };
    let is_sound = note.as_deref().is_none_or(|note| Checkpoint::open(note, &key).is_ok());
    is_sound.then_some((key, note))
}

impl From<CheckpointFault> for Refusal {
    fn from(fault: CheckpointFault) -> Self {
        Self::Log(fault.into())
    }
}
