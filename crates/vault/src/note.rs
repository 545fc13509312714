//! Signed notes: a text, an empty line, and a line for each signature (C2SP signed-note).

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use crate::key::{PublicKey, SigningKey, VerifyingKey, is_name};

/// No note is longer, in bytes.
pub const NOTE_BYTES_MAX: usize = 16_384;
/// No note has more signatures: the log's own and those of its witnesses.
pub const SIGNATURES_MAX: usize = 16;
/// What each signature line begins with: an em dash and a space.
const DASH: &str = "\u{2014} ";

/// A text with signatures under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What is signed, with its last line feed.
    text: String,
    signatures: Vec<Signature>,
}

/// One signature line.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Signature {
    name: String,
    key_id: [u8; 4],
    bytes: Vec<u8>,
}

/// Why a note is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoteFault {
    /// Not a text, an empty line and signature lines.
    #[error("not a signed note: a text, an empty line and at least one signature line are expected")]
    NotANote,
    /// No signature of the key that was asked for.
    #[error("this key has not signed it")]
    OtherKey,
    /// There is one, and it is wrong: the text or the signature was altered, or somebody pretends.
    #[error("the signature is wrong: it was altered, or another key pretends to be this one")]
    WrongSignature,
}

impl Note {
    /// Signs a text, which must end in a line feed and hold no other control character.
    pub fn sign(text: &str, key: &SigningKey) -> Result<Self, NoteFault> {
        let signature = Signature {
            name: key.verifying().name().to_owned(),
            key_id: key.verifying().id(),
            bytes: key.sign(text.as_bytes()),
        };
        // whatever could not be read again is not signed
        Self::parse(&Self { text: text.to_owned(), signatures: vec![signature] }.to_string())
    }

    /// Reads a note without checking any signature.
    pub fn parse(note: &str) -> Result<Self, NoteFault> {
        let is_plain = note.len() <= NOTE_BYTES_MAX && !note.chars().any(|c| c.is_control() && c != '\n');
        let split = note.rfind("\n\n").filter(|_| is_plain).ok_or(NoteFault::NotANote)?;
        let (text, rest) = note.split_at_checked(split + 1).ok_or(NoteFault::NotANote)?;
        let lines = rest.strip_prefix('\n').and_then(|rest| rest.strip_suffix('\n')).ok_or(NoteFault::NotANote)?;
        let signatures: Vec<Signature> =
            lines.split('\n').map(Signature::parse).collect::<Option<_>>().ok_or(NoteFault::NotANote)?;
        let is_repeated = |(at, one): (usize, &Signature)| signatures.iter().take(at).any(|other| other.is_of(one));
        if signatures.len() > SIGNATURES_MAX || signatures.iter().enumerate().any(is_repeated) {
            return Err(NoteFault::NotANote);
        }
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// The text, if this key has signed it. Signatures of other keys are not looked at.
    pub fn open(&self, key: &VerifyingKey) -> Result<&str, NoteFault> {
        let signature = self.signature_of(key).ok_or(NoteFault::OtherKey)?;
        if !key.has_signed(self.text.as_bytes(), signature) {
            return Err(NoteFault::WrongSignature);
        }
        Ok(&self.text)
    }

    /// What is signed, whoever has signed it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes that stand as this key's signature, not checked.
    pub(crate) fn signature_of<const MARK: u8>(&self, key: &PublicKey<MARK>) -> Option<&[u8]> {
        let mine = |it: &&Signature| it.name == key.name() && it.key_id == key.id();
        self.signatures.iter().find(mine).map(|it| it.bytes.as_slice())
    }

    /// The note with one more signature; none if there are as many as there may be, or one of that key.
    pub(crate) fn and<const MARK: u8>(mut self, key: &PublicKey<MARK>, bytes: Vec<u8>) -> Option<Self> {
        if self.signatures.len() >= SIGNATURES_MAX || self.signature_of(key).is_some() {
            return None;
        }
        self.signatures.push(Signature { name: key.name().to_owned(), key_id: key.id(), bytes });
        Some(self)
    }

    /// The signature lines of another note over the same text, as far as they are missing here and there is room.
    #[must_use]
    pub fn joined(mut self, other: &Self) -> Self {
        for one in other.signatures.iter().filter(|_| self.text == other.text) {
            let is_new = !self.signatures.iter().any(|known| known.is_of(one));
            if is_new && self.signatures.len() < SIGNATURES_MAX {
                self.signatures.push(one.clone());
            }
        }
        self
    }
}

impl Signature {
    fn parse(line: &str) -> Option<Self> {
        let (name, blob) = line.strip_prefix(DASH)?.split_once(' ')?;
        let blob = STANDARD.decode(blob).ok()?;
        let (key_id, bytes) = blob.split_first_chunk()?;
        let is_whole = is_name(name) && !bytes.is_empty();
        is_whole.then(|| Self { name: name.to_owned(), key_id: *key_id, bytes: bytes.to_vec() })
    }

    /// Whether both come from one key.
    fn is_of(&self, other: &Self) -> bool {
        self.name == other.name && self.key_id == other.key_id
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for it in &self.signatures {
            let blob: Vec<u8> = it.key_id.iter().chain(&it.bytes).copied().collect();
            writeln!(f, "{DASH}{} {}", it.name, STANDARD.encode(blob))?;
        }
        Ok(())
    }
}
