//! A log to look at. All of it is fictitious (giả định).

use std::collections::BTreeSet;

use jiff::civil::date;
use uuid::Uuid;
use vault::Digest;
use vault::bundle::Writer;
use vault::checkpoint::Checkpoint;
use vault::entry::{Actor, Document, Draft, Entry};
use vault::key::{SigningKey, pkcs8_of_seed};
use vault::tree::{Frontier, leaf};
use vault::verify::Expected;

pub const ORIGIN: &str = "anlanh.example/so-cai";
/// How far a clock may go back in these logs.
pub const TOLERANCE_MS: i64 = 1_000;

pub fn key() -> SigningKey {
    SigningKey::from_pkcs8(ORIGIN, &pkcs8_of_seed(&[7; 32])).expect("a key of any seed")
}

/// Somebody else's key under the same name.
pub fn foreign_key() -> SigningKey {
    SigningKey::from_pkcs8(ORIGIN, &pkcs8_of_seed(&[8; 32])).expect("a key of any seed")
}

/// A third key under the same name.
pub fn stranger() -> SigningKey {
    SigningKey::from_pkcs8(ORIGIN, &pkcs8_of_seed(&[9; 32])).expect("a key of any seed")
}

/// Entry `seq` of the sample log; every field is there in some and missing in others.
pub fn entry(seq: u64) -> Entry {
    let id = |of: u128| Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(seq) * 16 + of);
    let mut subjects = BTreeSet::from([id(1)]);
    if seq.is_multiple_of(5) {
        subjects.extend([id(2), id(3)]);
    }
    let actor = if seq.is_multiple_of(3) {
        Actor::LocalOperator
    } else {
        Actor::Account { account: id(4), appointment: seq.is_multiple_of(2).then(|| id(5)) }
    };
    let draft = Draft {
        occurred_on: date(2025, 12, 14),
        actor,
        unit: (!seq.is_multiple_of(4)).then(|| id(6)),
        province_code: (!seq.is_multiple_of(7)).then(|| "38".to_owned()),
        noun: "fact".to_owned(),
        act: if seq.is_multiple_of(2) { "record" } else { "undo" }.to_owned(),
        clause: seq.is_multiple_of(2).then(|| "Điều 7 khoản 1 Quyết định 28/2025/QĐ-TTg".to_owned()),
        document: Document {
            number: seq.is_multiple_of(3).then(|| format!("{}/BC-CAX", seq + 1)),
            date: seq.is_multiple_of(6).then(|| date(2025, 12, 10)),
        },
        subjects,
        payload: Digest::of(&seq.to_be_bytes()),
    };
    let recorded_at_ms = 1_765_700_000_000 + i64::try_from(seq).expect("few") * 250;
    draft.entered(seq, recorded_at_ms)
}

pub fn bytes(seq: u64) -> Vec<u8> {
    entry(seq).encode().expect("a sound entry")
}

/// A log with its leaves and signed notes.
#[derive(Clone)]
pub struct Log {
    pub entries: Vec<Vec<u8>>,
    pub leaves: Vec<Digest>,
    pub notes: Vec<String>,
}

impl Log {
    /// A log of so many entries with a checkpoint after every `each` and after the last.
    pub fn of(size: u64, each: u64) -> Self {
        Self::signed_by(&key(), (0..size).map(bytes).collect(), each)
    }

    /// Whatever entries, signed anew: what a forger with a key can do.
    pub fn signed_by(key: &SigningKey, entries: Vec<Vec<u8>>, each: u64) -> Self {
        let leaves: Vec<Digest> = entries.iter().map(|bytes| leaf(bytes)).collect();
        let (mut frontier, mut notes) = (Frontier::new(), Vec::new());
        for leaf in &leaves {
            frontier.push(*leaf);
            if frontier.size().is_multiple_of(each) || frontier.size() == leaves.len() as u64 {
                notes.push(note(key, frontier.size(), frontier.root()));
            }
        }
        Self { entries, leaves, notes }
    }

    pub fn expected(&self) -> Expected {
        let mut expected = Expected::default();
        for note in &self.notes {
            expected.note(note, key().verifying()).expect("our own note");
        }
        expected
    }

    pub fn bundle(&self) -> Vec<u8> {
        let mut writer = Writer::new(Vec::new(), &self.notes, key().verifying()).expect("notes in order");
        for (bytes, leaf) in self.entries.iter().zip(&self.leaves) {
            writer.entry(bytes, leaf).expect("an entry");
        }
        writer.finish().expect("as many as signed")
    }

    pub fn last_note(&self) -> &str {
        self.notes.last().expect("a note")
    }
}

pub fn note(key: &SigningKey, size: u64, root: Digest) -> String {
    let origin = key.verifying().name().to_owned();
    Checkpoint { origin, size, root, extensions: Vec::new() }.signed(key).expect("a sound checkpoint")
}
