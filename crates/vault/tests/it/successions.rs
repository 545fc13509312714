//! A log's key is replaced: one entry, one checkpoint of both keys, and neither key signs out of its turn.

use vault::bundle::{BundleFault, MAGIC_WITH_KEYS, Writer, verify};
use vault::checkpoint::{Checkpoint, CheckpointFault};
use vault::key::{SigningKey, VerifyingKey};
use vault::note::NoteFault;
use vault::succession::{self, Succession, SuccessionFault};
use vault::tree::{leaf, root_of};
use vault::verify::{Expected, Fault, Verified, Verifier};

use super::sample::{ORIGIN, TOLERANCE_MS, entry, foreign_key, key};

/// The entry of the handover stands at this place, so the checkpoint of both has one more.
const AT: u64 = 24;
const BOTH: u64 = AT + 1;
const SIZE: u64 = 40;

/// A log whose key was replaced, with checkpoints at 10, 25 (of both) and 40.
pub struct Rotated {
    pub entries: Vec<Vec<u8>>,
    pub keys: Succession,
    pub notes: Vec<String>,
}

fn handover(of: &VerifyingKey, by: &VerifyingKey) -> Vec<u8> {
    let mut entry = entry(AT);
    succession::NOUN.clone_into(&mut entry.says.noun);
    succession::ACT.clone_into(&mut entry.says.act);
    entry.says.payload = succession::payload(of, by);
    entry.encode().expect("sound")
}

fn checkpoint(entries: &[Vec<u8>], size: u64) -> Checkpoint {
    let part = &entries[..usize::try_from(size).expect("few")];
    let root = root_of(part.iter().map(|bytes| leaf(bytes)));
    Checkpoint { origin: ORIGIN.to_owned(), size, root, extensions: Vec::new() }
}

fn signed(entries: &[Vec<u8>], size: u64, by: &SigningKey) -> String {
    checkpoint(entries, size).signed(by).expect("signs")
}

pub fn rotated() -> Rotated {
    let (old, new) = (key(), foreign_key());
    let mut entries: Vec<Vec<u8>> = (0..SIZE).map(super::sample::bytes).collect();
    entries[usize::try_from(AT).expect("few")] = handover(new.verifying(), old.verifying());
    let keys = Succession::of(old.verifying().clone()).then(BOTH, new.verifying().clone()).expect("follows");
    let both = checkpoint(&entries, BOTH).signed_by_both(&old, &new).expect("signs");
    let notes = vec![signed(&entries, 10, &old), both, signed(&entries, SIZE, &new)];
    Rotated { entries, keys, notes }
}

/// The same without the checkpoint of both keys.
pub fn without_handover() -> Rotated {
    let mut log = rotated();
    log.notes.remove(1);
    log
}

impl Rotated {
    fn expected(&self) -> Expected {
        let mut expected = Expected::default();
        for note in &self.notes {
            expected.note(note, &self.keys).expect("in turn");
        }
        expected
    }

    fn verify(&self) -> Result<Verified, Fault> {
        let mut verifier = Verifier::new(self.expected(), TOLERANCE_MS);
        for bytes in &self.entries {
            verifier.entry(bytes)?;
        }
        verifier.finish()
    }

    pub fn bundle(&self) -> Vec<u8> {
        let mut writer = Writer::new(Vec::new(), &self.notes, &self.keys).expect("notes in order");
        for bytes in &self.entries {
            writer.entry(bytes, &leaf(bytes)).expect("an entry");
        }
        writer.finish().expect("as many as signed")
    }
}

fn read(bundle: &[u8], key: &VerifyingKey) -> Result<u64, BundleFault> {
    verify(bundle, key, Expected::default(), TOLERANCE_MS).map(|it| it.size)
}

#[test]
fn a_log_outlives_its_key() {
    let log = rotated();
    assert_eq!(log.verify().map(|it| (it.size, it.signed)), Ok((SIZE, SIZE)));
    let bundle = log.bundle();
    assert!(bundle.starts_with(MAGIC_WITH_KEYS));
    for known in [key(), foreign_key()] {
        assert_eq!(read(&bundle, known.verifying()).expect("sound"), SIZE, "whichever key one knows");
    }
    let stranger = super::sample::stranger();
    assert!(matches!(
        read(&bundle, stranger.verifying()),
        Err(BundleFault::Log(Fault::Checkpoint(CheckpointFault::Note(NoteFault::OtherKey))))
    ));
}

#[test]
fn each_key_signs_in_its_turn_only() {
    let log = rotated();
    let (old, new) = (key(), foreign_key());
    let open = |note: &str| log.keys.open(note).map(|it| it.size);
    assert_eq!(open(&signed(&log.entries, 24, &old)), Ok(24));
    assert_eq!(open(&signed(&log.entries, 26, &new)), Ok(26));
    let beyond = signed(&log.entries, 26, &old);
    assert_eq!(open(&beyond), Err(CheckpointFault::OutOfTurn), "the old key after it was replaced");
    assert_eq!(open(&signed(&log.entries, 24, &new)), Err(CheckpointFault::OutOfTurn), "the new one before");
    for one in [&old, &new] {
        assert_eq!(open(&signed(&log.entries, BOTH, one)), Err(CheckpointFault::OutOfTurn), "both or none");
    }
    for size in [10, 40] {
        let twice = checkpoint(&log.entries, size).signed_by_both(&old, &new).expect("signs");
        assert_eq!(open(&twice), Err(CheckpointFault::OutOfTurn), "both where one is to sign, {size}");
    }
    let stranger = signed(&log.entries, 40, &super::sample::stranger());
    assert_eq!(open(&stranger), Err(CheckpointFault::Note(NoteFault::OtherKey)));
}

#[test]
fn a_key_and_its_entry_belong_together() {
    let key_fault = Err(Fault::Key { seq: AT });
    let sound = rotated();
    let at = usize::try_from(AT).expect("few");
    let stranger = super::sample::stranger();

    // an entry that names another key, or none at all, with everything signed accordingly
    for other in [handover(stranger.verifying(), key().verifying()), super::sample::bytes(AT)] {
        let mut entries = sound.entries.clone();
        entries[at] = other;
        let both = checkpoint(&entries, BOTH).signed_by_both(&key(), &foreign_key()).expect("signs");
        let notes = vec![both, signed(&entries, SIZE, &foreign_key())];
        let forged = Rotated { entries, keys: sound.keys.clone(), notes };
        assert_eq!(forged.verify(), key_fault);
        assert!(matches!(read(&forged.bundle(), key().verifying()), Err(BundleFault::Log(Fault::Key { seq: AT }))));
    }
    // an entry that replaces the key, and nobody knows of another key
    let notes = vec![signed(&sound.entries, SIZE, &key())];
    let hidden = Rotated { entries: sound.entries.clone(), keys: key().verifying().into(), notes };
    assert_eq!(hidden.verify(), key_fault);
    // the checkpoint of both is not there: nobody has seen the old key agree
    let unsigned = without_handover();
    assert_eq!(unsigned.verify(), key_fault);
    assert!(matches!(
        read(&unsigned.bundle(), foreign_key().verifying()),
        Err(BundleFault::Log(Fault::Key { seq: AT }))
    ));
}

#[test]
fn keys_follow_each_other_or_are_no_succession() {
    let of = || Succession::of(key().verifying().clone());
    let next = || foreign_key().verifying().clone();
    let out = Err(SuccessionFault::OutOfOrder);
    assert_eq!(of().then(0, next()), out);
    assert_eq!(of().then(5, key().verifying().clone()), out, "the same again");
    assert_eq!(of().then(5, key().named("anders").expect("a name").verifying().clone()), out, "another log");
    let two = of().then(5, next()).expect("follows");
    assert_eq!(two.clone().then(5, super::sample::stranger().verifying().clone()), out, "no later");
    assert_eq!(two.clone().then(6, key().verifying().clone()), out, "a key that was replaced comes back");
    assert_eq!((two.last(), two.has(key().verifying())), (&next(), true));
}

#[test]
fn every_byte_of_the_keys_in_a_bundle_counts() {
    let bundle = rotated().bundle();
    let end = MAGIC_WITH_KEYS.len() + 2 + 2 * (8 + 2) + 2 * key().verifying().to_string().len();
    for place in 0..end + 4 {
        let mut flipped = bundle.clone();
        flipped[place] ^= 1 << (place % 8);
        assert!(read(&flipped, key().verifying()).is_err(), "byte {place}");
    }
    for cut in 0..end + 4 {
        assert!(read(&bundle[..cut], key().verifying()).is_err(), "cut at {cut}");
    }
}
