//! The ledger as strangers hand it over: entries, notes, bundles, proofs, keys.

use std::collections::BTreeSet;

use jiff::civil::date;
use uuid::Uuid;
use vault::Digest;
use vault::bundle::{Reader, Writer};
use vault::checkpoint::Checkpoint;
use vault::entry::{Actor, Document, Draft, Entry};
use vault::inclusion::Inclusion;
use vault::key::{SigningKey, VerifyingKey, WitnessKey, WitnessSigningKey, pkcs8_of_seed};
use vault::note::Note;
use vault::tree::{Frontier, inclusion_path, leaf, prove};
use vault::verify::Expected;
use vault::witness::{Memory, cosign};

use crate::Target;

const ORIGIN: &str = "anlanh.example/so-cai";
const TOLERANCE_MS: i64 = 1_000;
/// Entries of the log that mutation starts from.
const SIZE: u64 = 4;

pub const ENTRY: Target = Target { name: "entry", seeds: entries, read: entry, cases: 20_000 };
pub const NOTE: Target = Target { name: "note", seeds: notes, read: note, cases: 5_000 };
pub const BUNDLE: Target = Target { name: "bundle", seeds: bundles, read: bundle, cases: 2_000 };
pub const INCLUSION: Target = Target { name: "inclusion", seeds: inclusions, read: inclusion, cases: 5_000 };
pub const KEY: Target = Target { name: "key", seeds: keys, read: key, cases: 10_000 };

fn signing() -> SigningKey {
    SigningKey::from_pkcs8(ORIGIN, &pkcs8_of_seed(&[7; 32])).expect("a key of any seed")
}

/// Entry `seq` of a fictitious log (giả định); every field is there in some and missing in others.
fn sample(seq: u64) -> Entry {
    let id = |of: u128| Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(seq) * 16 + of);
    let odd = !seq.is_multiple_of(2);
    let draft = Draft {
        occurred_on: date(2025, 12, 14),
        actor: if odd { Actor::Account { account: id(4), appointment: Some(id(5)) } } else { Actor::LocalOperator },
        unit: odd.then(|| id(6)),
        province_code: (!odd).then(|| "38".to_owned()),
        noun: "fact".to_owned(),
        act: if odd { "undo" } else { "record" }.to_owned(),
        clause: odd.then(|| "Điều 7 khoản 1 (giả định)".to_owned()),
        document: Document { number: Some(format!("{seq}/BC-GĐ")), date: odd.then(|| date(2025, 12, 10)) },
        subjects: BTreeSet::from([id(1), id(2)]),
        payload: Digest::of(&seq.to_be_bytes()),
    };
    draft.entered(seq, 1_765_700_000_000 + i64::try_from(seq).unwrap_or_default() * 250)
}

fn entries() -> Vec<Vec<u8>> {
    (0..SIZE).map(|seq| sample(seq).encode().expect("a sound entry")).collect()
}

fn leaves() -> Vec<Digest> {
    entries().iter().map(|bytes| leaf(bytes)).collect()
}

/// The signed note over the first `size` entries.
fn note_of(size: u64) -> String {
    let mut frontier = Frontier::new();
    leaves().into_iter().take(usize::try_from(size).unwrap_or_default()).for_each(|leaf| frontier.push(leaf));
    let checkpoint = Checkpoint { origin: ORIGIN.to_owned(), size, root: frontier.root(), extensions: Vec::new() };
    checkpoint.signed(&signing()).expect("a sound checkpoint")
}

fn notes() -> Vec<Vec<u8>> {
    let witness = WitnessSigningKey::from_pkcs8("nhan-chung.example", &pkcs8_of_seed(&[9; 32])).expect("a key");
    let cosigned = cosign(&note_of(SIZE), &witness, 1_765_700_060).expect("a note of ours");
    vec![note_of(3).into_bytes(), note_of(SIZE).into_bytes(), cosigned.into_bytes()]
}

fn bundles() -> Vec<Vec<u8>> {
    let mut writer = Writer::new(Vec::new(), &[note_of(3), note_of(SIZE)], signing().verifying()).expect("in order");
    for (bytes, leaf) in entries().iter().zip(&leaves()) {
        writer.entry(bytes, leaf).expect("an entry");
    }
    vec![writer.finish().expect("as many as signed")]
}

fn inclusions() -> Vec<Vec<u8>> {
    let proof = |seq: u64| {
        let path = prove(&inclusion_path(seq, SIZE)?, &leaves())?;
        let entry = sample(seq).encode().ok()?;
        Some(Inclusion { entry, seq, path, note: note_of(SIZE) }.to_string().into_bytes())
    };
    (0..SIZE).filter_map(proof).collect()
}

fn keys() -> Vec<Vec<u8>> {
    let mut memory = Memory::default();
    memory.trust(signing().verifying());
    let secret = WitnessSigningKey::text_of_seed("nhan-chung.example", &[9; 32]).expect("a key");
    let witness = WitnessSigningKey::from_text(&secret).expect("what was just written");
    let texts = [
        signing().verifying().to_string(),
        witness.verifying().to_string(),
        secret,
        memory.to_string(),
        ORIGIN.to_owned(),
    ];
    texts.into_iter().map(String::into_bytes).chain([pkcs8_of_seed(&[7; 32]).to_vec()]).collect()
}

/// An entry has one encoding: what reads is what was written.
fn entry(bytes: &[u8]) {
    if let Ok(entry) = Entry::decode(bytes) {
        assert_eq!(entry.encode().as_deref(), Ok(bytes), "{entry:?} is written otherwise than it was read");
    }
}

/// A note that reads is written as it was read; one that opens says what the key has signed.
fn note(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(note) = Note::parse(text) {
        assert_eq!(note.to_string(), text, "a note has one text");
    }
    let _ = Checkpoint::unchecked(text);
    if let Ok(opened) = Checkpoint::open(text, signing().verifying()) {
        let signed = [3, SIZE].map(|size| Checkpoint::unchecked(&note_of(size)).expect("ours"));
        assert!(signed.contains(&opened), "the key never signed {opened:?}");
    }
}

/// Whatever stands in a bundle that passes was signed, entry by entry.
fn bundle(bytes: &[u8]) {
    let signing = signing();
    let Ok(mut reader) = Reader::open(bytes, signing.verifying(), Expected::default(), TOLERANCE_MS) else { return };
    let mut seen = Vec::new();
    while let Ok(Some(entry)) = reader.next_entry() {
        seen.push(entry.encode().expect("what was read can be written"));
    }
    if let Ok(verified) = reader.finish() {
        let signed: Vec<_> = entries().into_iter().take(seen.len()).collect();
        assert!(verified.signed == seen.len() as u64 && seen == signed, "entries that nobody signed passed");
    }
}

/// A proof has one text, and proves only what stands in the log.
fn inclusion(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Ok(proof) = text.parse::<Inclusion>() else { return };
    assert_eq!(proof.to_string(), text, "a proof has one text");
    if let Ok((entry, _)) = proof.verify(signing().verifying()) {
        assert!(entries().contains(&entry.encode().expect("read just now")), "{entry:?} was never in the log");
    }
}

/// Keys, names of logs and what a witness remembers, as people paste them.
fn key(bytes: &[u8]) {
    let _ = SigningKey::from_pkcs8(ORIGIN, bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(key) = text.parse::<VerifyingKey>() {
        assert_eq!(key.to_string(), text, "a key has one text");
    }
    if let Ok(key) = text.parse::<WitnessKey>() {
        assert_eq!(key.to_string(), text, "a key has one text");
    }
    let _ = WitnessSigningKey::from_text(text);
    if let Ok(memory) = text.parse::<Memory>() {
        let again: Memory = memory.to_string().parse().expect("what was just written");
        assert_eq!(again.to_string(), memory.to_string(), "a witness remembers what it wrote down");
    }
}
