//! One line of the ledger: who did what, to which unit, by which law, and the digest of what was written.
//!
//! An entry names nobody: accounts, units and subjects are ids.

mod read;
mod write;

use std::collections::BTreeSet;

use jiff::civil::Date;
use thiserror::Error;
use uuid::Uuid;

use crate::Digest;

/// The only layout there is so far; the first byte of each entry.
pub const VERSION: u8 = 1;
/// No entry is longer; two bytes of length go before each in a bundle.
pub const ENTRY_BYTES_MAX: usize = 65_535;
/// No text of an entry is longer, in bytes of UTF-8.
pub const TEXT_BYTES_MAX: usize = 1_024;
/// Words (noun, act) are no longer.
pub const WORD_BYTES_MAX: usize = 32;
/// A province's code is no longer.
pub const PROVINCE_BYTES_MAX: usize = 8;

/// Who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Actor {
    /// Whoever sat at the machine itself; there was no sign-in.
    LocalOperator,
    /// Someone who had signed in.
    Account {
        /// Whose account.
        account: Uuid,
        /// The appointment in force, by which they acted.
        appointment: Option<Uuid>,
    },
}

/// The paper an act stands on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Document {
    /// Its number, as written: `12/BC-CAX`.
    pub number: Option<String>,
    /// Its date.
    pub date: Option<Date>,
}

/// What an entry says, before the log gives it its place and instant.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Draft {
    /// The day on which it happened (years 0000 to 9999).
    pub occurred_on: Date,
    /// Who acted.
    pub actor: Actor,
    /// About which unit; none for what concerns several.
    pub unit: Option<Uuid>,
    /// The unit's province, one to eight digits; none for what concerns the nation.
    pub province_code: Option<String>,
    /// What was acted on, a word of the glossary: `fact`. Small letters, digits and `_`, a letter first, at most 32.
    pub noun: String,
    /// What was done: `record`. Written like the noun.
    pub act: String,
    /// The clause of law it was done by, as cited; no control characters, at most 1,024 bytes.
    pub clause: Option<String>,
    /// The paper it stands on; no person's name in it.
    pub document: Document,
    /// Which things it touched (ids of batches, of rows); never names.
    pub subjects: BTreeSet<Uuid>,
    /// Digest of what was written, see [`crate::payload::Payload`].
    pub payload: Digest,
}

/// A line of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// Its place, from 0 without gaps.
    pub seq: u64,
    /// When it was recorded, in milliseconds since 1970-01-01T00:00:00Z; never negative.
    pub recorded_at_ms: i64,
    /// What it says.
    pub says: Draft,
}

impl Draft {
    /// Gives a draft its place and instant.
    pub const fn entered(self, seq: u64, recorded_at_ms: i64) -> Entry {
        Entry { seq, recorded_at_ms, says: self }
    }
}

impl Entry {
    /// The entry's bytes; an entry has exactly one encoding.
    pub fn encode(&self) -> Result<Vec<u8>, Malformed> {
        write::entry(self)
    }

    /// Reads an entry's bytes. Whatever [`Entry::encode`] would not have written is refused.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        read::entry(bytes)
    }
}

/// Why an entry cannot be written, or bytes are no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Malformed {
    /// Another layout; a newer program may know it.
    #[error("layout {0} of an entry is not known here; a newer program may read it")]
    UnknownVersion(u8),
    /// The bytes end inside the field.
    #[error("the entry ends inside its {0}")]
    CutOff(Field),
    /// Bytes are left after the last field.
    #[error("{0} bytes are left after the entry's last field")]
    TrailingBytes(usize),
    /// The field does not hold what it may hold.
    #[error("the entry's {0} does not hold what it may hold")]
    Field(Field),
    /// Longer than an entry may be.
    #[error("the entry has {0} bytes; at most 65535 are allowed")]
    TooLong(usize),
}

/// The fields of an entry, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// [`VERSION`].
    Version,
    /// [`Entry::seq`].
    Seq,
    /// [`Entry::recorded_at_ms`].
    RecordedAt,
    /// [`Draft::occurred_on`].
    OccurredOn,
    /// The account of [`Draft::actor`].
    Account,
    /// The appointment of [`Draft::actor`].
    Appointment,
    /// [`Draft::unit`].
    Unit,
    /// [`Draft::payload`].
    Payload,
    /// [`Draft::subjects`].
    Subjects,
    /// [`Draft::province_code`].
    ProvinceCode,
    /// [`Draft::noun`].
    Noun,
    /// [`Draft::act`].
    Act,
    /// [`Draft::clause`].
    Clause,
    /// [`Document::number`].
    DocumentNumber,
    /// [`Document::date`].
    DocumentDate,
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Version => "version",
            Self::Seq => "seq",
            Self::RecordedAt => "recorded_at",
            Self::OccurredOn => "occurred_on",
            Self::Account => "account",
            Self::Appointment => "appointment",
            Self::Unit => "unit",
            Self::Payload => "payload",
            Self::Subjects => "subjects",
            Self::ProvinceCode => "province_code",
            Self::Noun => "noun",
            Self::Act => "act",
            Self::Clause => "clause",
            Self::DocumentNumber => "document_number",
            Self::DocumentDate => "document_date",
        })
    }
}

/// Whether a text may stand in its field; reading and writing ask the same.
fn may_hold(field: Field, text: &str) -> bool {
    match field {
        Field::ProvinceCode => text.len() <= PROVINCE_BYTES_MAX && text.bytes().all(|b| b.is_ascii_digit()),
        Field::Noun | Field::Act => is_word(text),
        _ => text.len() <= TEXT_BYTES_MAX && !text.chars().any(char::is_control),
    }
}

fn is_word(text: &str) -> bool {
    text.len() <= WORD_BYTES_MAX
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}
