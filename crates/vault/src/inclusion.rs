//! That one entry stands in a log, in a text by itself (C2SP tlog-proof): the entry, the path, the checkpoint.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;

use crate::Digest;
use crate::checkpoint::{Checkpoint, CheckpointFault};
use crate::entry::{Entry, Malformed};
use crate::succession::Succession;
use crate::tree::{leaf, verify_inclusion};

/// The first line of a proof.
pub const LEAD: &str = "c2sp.org/tlog-proof@v1";
/// No path is longer: a log of 2⁶⁴ entries is as high.
const PATH_MAX: usize = 64;

/// One entry with what shows that it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inclusion {
    /// The entry's bytes.
    pub entry: Vec<u8>,
    /// Its place.
    pub seq: u64,
    /// The proof along [`crate::tree::inclusion_path`].
    pub path: Vec<Digest>,
    /// The signed note of the log that it stands in.
    pub note: String,
}

/// Why a proof shows nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum InclusionFault {
    /// Not the lines of a proof.
    #[error("not a proof: its lines are others than the format says")]
    NotAProof,
    /// The checkpoint in it.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointFault),
    /// The entry in it.
    #[error(transparent)]
    Entry(#[from] Malformed),
    /// Entry, place, path and root do not agree.
    #[error("the entry does not stand at this place of the log that was signed")]
    NotIncluded,
}

impl Inclusion {
    /// The entry and the checkpoint that covers it, after checking both.
    pub fn verify(&self, signers: impl Into<Succession>) -> Result<(Entry, Checkpoint), InclusionFault> {
        let checkpoint = signers.into().open(&self.note)?;
        let entry = Entry::decode(&self.entry)?;
        let stands = verify_inclusion(&leaf(&self.entry), self.seq, checkpoint.size, &checkpoint.root, &self.path);
        if stands && entry.seq == self.seq { Ok((entry, checkpoint)) } else { Err(InclusionFault::NotIncluded) }
    }
}

impl fmt::Display for Inclusion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{LEAD}\nextra {}\nindex {}", STANDARD.encode(&self.entry), self.seq)?;
        for node in &self.path {
            writeln!(f, "{node}")?;
        }
        write!(f, "\n{}", self.note)
    }
}

impl FromStr for Inclusion {
    type Err = InclusionFault;

    fn from_str(text: &str) -> Result<Self, InclusionFault> {
        read(text).ok_or(InclusionFault::NotAProof)
    }
}

fn read(text: &str) -> Option<Inclusion> {
    let (head, note) = text.split_once("\n\n")?;
    let mut lines = head.split('\n');
    lines.next().filter(|line| *line == LEAD)?;
    let entry = STANDARD.decode(lines.next()?.strip_prefix("extra ")?).ok()?;
    let seq_text = lines.next()?.strip_prefix("index ")?;
    let seq: u64 = seq_text.parse().ok()?;
    let path: Vec<Digest> = lines.map(|line| line.parse().ok()).collect::<Option<_>>()?;
    let is_plain = seq.to_string() == seq_text && path.len() <= PATH_MAX;
    is_plain.then(|| Inclusion { entry, seq, path, note: note.to_owned() })
}
