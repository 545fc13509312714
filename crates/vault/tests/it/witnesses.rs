//! A witness signs what continues, once it remembers it, and two witnesses find out a log that shows each another past.

use vault::checkpoint::{Checkpoint, CheckpointFault};
use vault::entry::Entry;
use vault::key::{WitnessKey, WitnessSigningKey};
use vault::note::{Note, NoteFault};
use vault::tree::{consistency_path, prove};
use vault::verify::Fault;
use vault::witness::{Memory, Refusal, cosign, cosigned};

use super::sample::{Log, bytes, entry, foreign_key, key};
use super::successions::rotated;

const AT: u64 = 1_765_700_000;

pub fn witness(seed: u8) -> WitnessSigningKey {
    let text = WitnessSigningKey::text_of_seed("thanh-tra.example/w1", &[seed; 32]).expect("a name");
    WitnessSigningKey::from_text(&text).expect("as it was written")
}

fn watching() -> Memory {
    let mut memory = Memory::default();
    memory.trust(key().verifying());
    memory
}

fn proof(log: &Log, from: u64, to: u64) -> Vec<vault::Digest> {
    prove(&consistency_path(from, to).expect("grew"), &log.leaves).expect("leaves")
}

#[test]
fn the_time_is_part_of_what_is_signed() {
    let log = Log::of(20, 20);
    let signed = cosign(log.last_note(), &witness(3), AT).expect("signs");
    assert!(signed.starts_with(log.last_note()), "one line more");
    let note = Note::parse(&signed).expect("a note");
    assert_eq!(cosigned(&note, witness(3).verifying()), Ok(Some(AT)));
    assert_eq!(cosigned(&note, witness(4).verifying()), Ok(None));
    assert!(Checkpoint::open(&signed, key().verifying()).is_ok(), "the log's own signature holds beside it");
    assert!(cosign(&signed, &witness(3), AT + 1).is_err(), "once is enough");
    // four bytes of key id, then eight of time: another time is another message
    let line = signed.lines().last().expect("a line").to_owned();
    let (head, blob) = line.rsplit_once(' ').expect("a blob");
    let mut letters: Vec<char> = blob.chars().collect();
    letters[12] = if letters[12] == 'A' { 'B' } else { 'A' };
    let other = signed.replace(&line, &format!("{head} {}", letters.into_iter().collect::<String>()));
    assert_eq!(cosigned(&Note::parse(&other).expect("a note"), witness(3).verifying()), Err(NoteFault::WrongSignature));
}

#[test]
fn a_witness_key_is_no_key_of_a_log() {
    let text = witness(3).verifying().to_string();
    assert!(text.parse::<WitnessKey>().is_ok());
    assert!(text.parse::<vault::key::VerifyingKey>().is_err());
    assert!(key().verifying().to_string().parse::<WitnessKey>().is_err());
    let secret = WitnessSigningKey::text_of_seed("w", &[3; 32]).expect("a name");
    for place in 0..secret.len() {
        let mut raw = secret.clone().into_bytes();
        raw[place] ^= 1;
        let flipped = String::from_utf8_lossy(&raw).into_owned();
        let read = WitnessSigningKey::from_text(&flipped);
        assert!(read.is_err(), "byte {place}: {read:?}");
    }
}

#[test]
fn a_witness_remembers_one_checkpoint_and_follows_only_what_continues_it() {
    let log = Log::of(60, 20);
    let mut memory = watching();
    assert_eq!(memory.size_of(key().verifying().name()), Some(0));
    assert_eq!(memory.show(&log.notes[0], &[], None).map(|it| it.size), Ok(20));
    let stale = memory.clone();
    assert_eq!(memory.show(&log.notes[2], &proof(&log, 20, 60), None).map(|it| it.size), Ok(60));
    let text = memory.to_string();
    assert_eq!(text.lines().count(), 1, "one log, one line");
    assert_eq!(text.parse::<Memory>(), Ok(memory.clone()));
    let mut refused = memory.clone();
    for (note, path, fault) in [
        (&log.notes[0], vec![], Fault::Stale { kept: 60, size: 20 }),
        (&log.notes[2], proof(&log, 20, 60), Fault::Rewritten { kept: 60, size: 60 }),
    ] {
        assert_eq!(refused.show(note, &path, None), Err(Refusal::Log(fault)));
        assert_eq!(refused, memory, "nothing is kept of what was refused");
    }
    let mut early = stale.clone();
    assert_eq!(early.show(&log.notes[2], &[], None), Err(Refusal::Log(Fault::Rewritten { kept: 20, size: 60 })));
    assert_eq!(early, stale);
    let foreign = Log::signed_by(&foreign_key(), log.entries.clone(), 60);
    let other_key = Refusal::Log(Fault::Checkpoint(CheckpointFault::Note(NoteFault::OtherKey)));
    assert_eq!(memory.show(foreign.last_note(), &[], None), Err(other_key));
    let unknown = Memory::default().show(log.last_note(), &[], None);
    assert_eq!(unknown, Err(Refusal::UnknownLog(key().verifying().name().to_owned())));
}

/// The holder of the key shows one past to one witness and another past to the other.
#[test]
fn a_split_view_is_found_at_the_next_exchange() {
    let log = Log::of(60, 20);
    let mut entries = log.entries.clone();
    let mut forged: Entry = entry(5);
    "undo_all".clone_into(&mut forged.says.act);
    entries[5] = forged.encode().expect("sound");
    assert_ne!(entries[5], bytes(5));
    let other = Log::signed_by(&key(), entries, 20);
    let (mut one, mut two) = (watching(), watching());
    one.show(&log.notes[0], &[], None).expect("first");
    two.show(&other.notes[0], &[], None).expect("first");
    // each has signed; now they show each other what they have
    for (memory, theirs) in [(&mut one, &other), (&mut two, &log)] {
        let split = Refusal::Log(Fault::SplitView { size: 20 });
        assert_eq!(memory.show(&theirs.notes[0], &[], None), Err(split));
        let rewritten = Refusal::Log(Fault::Rewritten { kept: 20, size: 60 });
        assert_eq!(memory.show(&theirs.notes[2], &proof(theirs, 20, 60), None), Err(rewritten));
    }
}

#[test]
fn a_witness_follows_a_new_key_that_the_old_one_vouches_for() {
    let log = rotated();
    let leaves: Vec<_> = log.entries.iter().map(|bytes| vault::tree::leaf(bytes)).collect();
    let grown = |from, to| prove(&consistency_path(from, to).expect("grew"), &leaves).expect("leaves");
    let mut memory = watching();
    memory.show(&log.notes[0], &[], None).expect("first");
    let new = foreign_key();
    let before = memory.clone();
    let by_new_alone = memory.show(&log.notes[2], &grown(10, 40), Some(new.verifying()));
    assert!(by_new_alone.is_err(), "the old key has not signed it");
    assert_eq!(memory, before);
    memory.show(&log.notes[1], &grown(10, 25), Some(new.verifying())).expect("signed by both");
    assert_eq!(memory.show(&log.notes[2], &grown(25, 40), None).map(|it| it.size), Ok(40));
    assert_eq!(memory.to_string().parse::<Memory>(), Ok(memory));
}

#[test]
fn a_spoiled_memory_is_none() {
    let mut memory = watching();
    memory.show(Log::of(20, 20).last_note(), &[], None).expect("first");
    let text = memory.to_string();
    for place in 0..text.len() - 1 {
        let mut raw = text.clone().into_bytes();
        raw[place] ^= 1;
        let read = String::from_utf8_lossy(&raw).parse::<Memory>();
        assert!(read.is_err(), "byte {place}: {read:?}");
    }
}
