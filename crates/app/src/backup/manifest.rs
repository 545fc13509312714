//! The list of a backup's pieces: readable without any key, and signed as a whole by the ledger's key.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};
use vault::Digest;
use vault::key::{SigningKey, VerifyingKey};
use vault::note::Note;

use super::piece::{About, Part};

/// The first line of a list.
const MAGIC: &str = "anlanh-backup 1";
/// Stands between the list and the note that signs it.
const RULE: &str = "\n---\n";
/// The first line of the note. Never the name of a log, so that no such note passes for a checkpoint.
const NOTE: &str = "anlanh-backup-manifest";

/// One file of a backup.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The file's name.
    pub name: String,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of the file as it lies there: 44 letters.
    pub sha256: String,
    /// What it is.
    pub about: About,
}

/// What a backup folder holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The key of the ledger that signed the list; its name is that of the store.
    pub key: VerifyingKey,
    /// The public keys to which the last set is encrypted.
    pub recipients: Vec<String>,
    /// Every piece, in the order in which they were taken.
    pub pieces: Vec<Piece>,
}

#[derive(Serialize, Deserialize)]
struct Front {
    key: String,
    recipients: Vec<String>,
}

impl Manifest {
    /// The list, signed.
    pub(super) fn signed(&self, key: &SigningKey) -> Option<String> {
        let front = Front { key: self.key.to_string(), recipients: self.recipients.clone() };
        let mut list = format!("{MAGIC}\n{}", serde_json::to_string(&front).ok()?);
        for piece in &self.pieces {
            write!(list, "\n{}", serde_json::to_string(piece).ok()?).ok()?;
        }
        let note = Note::sign(&swears(&list), key).ok()?;
        Some(format!("{list}{RULE}{note}"))
    }

    /// Reads a list and checks its signature against the key that it names; none if any byte was altered.
    pub(super) fn read(text: &str) -> Option<Self> {
        let (list, note) = text.rsplit_once(RULE)?;
        let mut lines = list.strip_prefix(MAGIC)?.strip_prefix('\n')?.split('\n');
        let front: Front = serde_json::from_str(lines.next()?).ok()?;
        let key: VerifyingKey = front.key.parse().ok()?;
        let parsed = Note::parse(note).ok()?;
        if parsed.open(&key).ok()? != swears(list) || parsed.to_string() != note {
            return None;
        }
        let pieces: Vec<Piece> = lines.map(serde_json::from_str).collect::<Result<_, _>>().ok()?;
        pieces.iter().all(is_plain).then_some(Self { key, recipients: front.recipients, pieces })
    }

    /// The pieces of one part.
    pub fn of(&self, part: Part) -> impl DoubleEndedIterator<Item = &Piece> {
        self.pieces.iter().filter(move |piece| piece.about.part == part)
    }

    /// The last piece of the records.
    pub fn last(&self) -> Option<&Piece> {
        self.of(Part::Records).next_back()
    }
}

fn swears(list: &str) -> String {
    format!("{NOTE}\n{}\n", Digest::of(list.as_bytes()))
}

/// A name that leads nowhere but into the folder.
fn is_plain(piece: &Piece) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    !piece.name.starts_with('.') && piece.name.chars().all(plain)
}
