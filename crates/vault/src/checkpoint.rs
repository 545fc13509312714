//! What a log swears to: so many entries, this root (C2SP tlog-checkpoint).

use std::fmt::Write as _;

use thiserror::Error;

use crate::Digest;
use crate::key::{SigningKey, VerifyingKey};
use crate::note::{Note, NoteFault};

/// A log at one of its sizes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: the name of its key.
    pub origin: String,
    /// How many entries.
    pub size: u64,
    /// The root over them.
    pub root: Digest,
    /// Further lines, none empty; what they mean is the business of who wrote them.
    pub extensions: Vec<String>,
}

/// Why a checkpoint is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CheckpointFault {
    /// The note around it.
    #[error(transparent)]
    Note(#[from] NoteFault),
    /// Signed, but not a log's size and root.
    #[error("not a checkpoint: origin, size and root are expected, a line each")]
    NotACheckpoint,
    /// Its first line is not the name of the key that signed it.
    #[error("it speaks for another log than the one whose key signed it")]
    OtherOrigin,
    /// A key of this log has signed it at a size at which another was to sign: one that was replaced, or not yet made.
    #[error("it is signed by a key of this log whose turn it is not at this size")]
    OutOfTurn,
}

impl Checkpoint {
    /// The note that the log's key makes of it, ready to be kept and given out.
    pub fn signed(&self, key: &SigningKey) -> Result<String, CheckpointFault> {
        let text = self.text();
        if self.origin != key.verifying().name() {
            return Err(CheckpointFault::OtherOrigin);
        }
        if Self::parse(&text).as_ref() != Some(self) {
            return Err(CheckpointFault::NotACheckpoint);
        }
        Ok(Note::sign(&text, key)?.to_string())
    }

    /// Reads a note, checks that the key signed it and that it speaks for the log of that key.
    pub fn open(note: &str, key: &VerifyingKey) -> Result<Self, CheckpointFault> {
        let note = Note::parse(note)?;
        let checkpoint = Self::parse(note.open(key)?).ok_or(CheckpointFault::NotACheckpoint)?;
        if checkpoint.origin != key.name() {
            return Err(CheckpointFault::OtherOrigin);
        }
        Ok(checkpoint)
    }

    /// Reads a note whose signatures nobody has checked: good for finding out which key to ask.
    pub fn unchecked(note: &str) -> Result<Self, CheckpointFault> {
        Self::parse(Note::parse(note)?.text()).ok_or(CheckpointFault::NotACheckpoint)
    }

    /// The note of a size at which one key hands over to the next: both sign it.
    pub fn signed_by_both(&self, old: &SigningKey, new: &SigningKey) -> Result<String, CheckpointFault> {
        let signed = Note::parse(&self.signed(old)?)?;
        let by_new = Note::parse(&self.signed(new)?)?;
        Ok(signed.joined(&by_new).to_string())
    }

    /// Whether a line stands there as this key's signature.
    pub(crate) fn is_said_by(note: &str, key: &VerifyingKey) -> bool {
        Note::parse(note).is_ok_and(|note| note.signature_of(key).is_some())
    }

    /// The lines that are signed.
    fn text(&self) -> String {
        let mut text = format!("{}\n{}\n{}\n", self.origin, self.size, self.root);
        for line in &self.extensions {
            // writing to a string does not fail
            let _ = writeln!(text, "{line}");
        }
        text
    }

    fn parse(text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let origin = lines.next().filter(|line| !line.is_empty())?.to_owned();
        let size_text = lines.next()?;
        let size: u64 = size_text.parse().ok()?;
        // one size has one text: no sign, no leading zero
        if size.to_string() != size_text {
            return None;
        }
        let root = lines.next()?.parse().ok()?;
        let extensions: Vec<String> = lines.map(str::to_owned).collect();
        let is_whole = !extensions.iter().any(String::is_empty);
        is_whole.then_some(Self { origin, size, root, extensions })
    }
}
