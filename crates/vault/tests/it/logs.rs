//! Whatever is done to a log after it was signed is found, and its place is named.

use proptest::prelude::*;
use vault::checkpoint::{Checkpoint, CheckpointFault};
use vault::entry::{Entry, Malformed};
use vault::note::NoteFault;
use vault::tree::{consistency_path, leaf, prove, root_of};
use vault::verify::{Expected, Fault, Verified, Verifier, extends};

use super::sample::{Log, TOLERANCE_MS, bytes, entry, foreign_key, key, note};

fn verify(entries: &[Vec<u8>], expected: Expected) -> Result<Verified, Fault> {
    let mut verifier = Verifier::new(expected, TOLERANCE_MS);
    for bytes in entries {
        verifier.entry(bytes)?;
    }
    verifier.finish()
}

/// The entry with something changed, encoded anew.
fn changed(seq: u64, change: impl FnOnce(&mut Entry)) -> Vec<u8> {
    let mut entry = entry(seq);
    change(&mut entry);
    entry.encode().expect("sound")
}

fn open(note: &str) -> Checkpoint {
    Checkpoint::open(note, key().verifying()).expect("our own")
}

#[test]
fn a_sound_log_is_found_sound() {
    let log = Log::of(100, 30);
    let verified = verify(&log.entries, log.expected()).expect("sound");
    let last = open(log.last_note());
    assert_eq!((verified.size, verified.signed, verified.root), (100, 100, last.root));
    assert_eq!(verified.latest_ms, Some(entry(99).recorded_at_ms));
    let nothing = verify(&[], Expected::default()).expect("nothing is wrong with nothing");
    assert_eq!((nothing.size, nothing.signed, nothing.latest_ms), (0, 0, None));
}

#[test]
fn entries_after_the_last_checkpoint_are_told_apart() {
    let log = Log::of(100, 30);
    let mut expected = Expected::default();
    for note in &log.notes[..3] {
        expected.note(note, key().verifying()).expect("our own");
    }
    let verified = verify(&log.entries, expected).expect("sound");
    assert_eq!((verified.size, verified.signed), (100, 90));
}

#[test]
fn an_altered_entry_is_named_by_its_leaf_or_by_the_checkpoints_around_it() {
    let mut log = Log::of(100, 30);
    log.entries[41] = changed(41, |it| it.says.province_code = Some("01".to_owned()));
    assert_eq!(verify(&log.entries, log.expected()), Err(Fault::Root { from: 30, size: 60 }));
    let mut verifier = Verifier::new(log.expected(), TOLERANCE_MS);
    let found =
        log.entries.iter().zip(&log.leaves).find_map(|(bytes, leaf)| verifier.entry_with_leaf(bytes, leaf).err());
    assert_eq!(found, Some(Fault::Leaf { seq: 41 }));
    assert_eq!(found.and_then(|fault| fault.seq()), Some(41));
}

#[test]
fn a_leaf_altered_with_its_entry_is_still_found() {
    let mut log = Log::of(100, 30);
    log.entries[41] = changed(41, |it| it.says.act = "undo_all".to_owned());
    log.leaves[41] = leaf(&log.entries[41]);
    let mut verifier = Verifier::new(log.expected(), TOLERANCE_MS);
    let found =
        log.entries.iter().zip(&log.leaves).find_map(|(bytes, leaf)| verifier.entry_with_leaf(bytes, leaf).err());
    assert_eq!(found, Some(Fault::Root { from: 30, size: 60 }));
}

/// Every place of a log of ten thousand: left out, doubled, exchanged with the next, put in, cut off.
#[test]
fn whatever_is_moved_is_named_at_its_place() {
    const SIZE: u64 = 10_000;
    let log = Log::of(SIZE, 1_000);
    let mut before = Verifier::new(log.expected(), TOLERANCE_MS);
    let after = |state: &Verifier, rest: &[&[u8]]| -> Result<(), Fault> {
        let mut state = state.clone();
        rest.iter().try_for_each(|bytes| state.entry(bytes).map(drop))?;
        state.finish().map(drop)
    };
    for seq in 0..SIZE {
        let at = usize::try_from(seq).expect("few");
        let this = log.entries[at].as_slice();
        let cut = after(&before, &[]);
        assert_eq!(cut, Err(Fault::CutShort { size: seq, signed: SIZE }), "cut off from {seq}");
        if let Some(next) = log.entries.get(at + 1).map(Vec::as_slice) {
            let missing = Err(Fault::Place { seq, found: seq + 1 });
            assert_eq!(after(&before, &[next]), missing, "left out {seq}");
            assert_eq!(after(&before, &[next, this]), missing, "exchanged {seq} with the next");
        }
        let forged = changed(seq, |it| it.says.unit = None);
        let put_in = after(&before, &[&forged, this]);
        let (place, root) =
            (Fault::Place { seq: seq + 1, found: seq }, Fault::Root { from: seq / 1_000 * 1_000, size: seq + 1 });
        let is_last_signed = (seq + 1).is_multiple_of(1_000) && forged != this;
        assert_eq!(put_in, Err(if is_last_signed { root } else { place }), "put in before {seq}");
        before.entry(this).expect("sound so far");
        let doubled = after(&before, &[this]);
        assert_eq!(doubled, Err(Fault::Place { seq: seq + 1, found: seq }), "doubled {seq}");
    }
    assert_eq!(before.finish().map(|it| it.signed), Ok(SIZE));
}

#[test]
fn entries_numbered_anew_after_one_is_gone_are_found() {
    for gone in [0, 1, 29, 30, 59, 98] {
        let log = Log::of(100, 30);
        let shifted = (0..99).map(|seq| changed(if seq < gone { seq } else { seq + 1 }, |it| it.seq = seq));
        let entries: Vec<Vec<u8>> = shifted.collect();
        let from = (gone / 30) * 30;
        let wanted =
            if from == 90 { Fault::CutShort { size: 99, signed: 100 } } else { Fault::Root { from, size: from + 30 } };
        assert_eq!(verify(&entries, log.expected()), Err(wanted), "without {gone}");
    }
}

#[test]
fn an_entry_from_another_place_or_of_another_kind_is_named() {
    let log = Log::of(10, 10);
    for (seq, wrong, cause) in [
        (3u64, vec![], Malformed::CutOff(vault::entry::Field::Version)),
        (7, vec![2, 0, 0], Malformed::UnknownVersion(2)),
        (0, [bytes(0), vec![0]].concat(), Malformed::TrailingBytes(1)),
    ] {
        let mut entries = log.entries.clone();
        entries[usize::try_from(seq).expect("few")] = wrong;
        assert_eq!(verify(&entries, log.expected()), Err(Fault::Entry { seq, cause }));
    }
}

#[test]
fn a_clock_may_go_back_a_little_but_not_more() {
    let at = |offsets: &[i64]| {
        let timed = (0..).zip(offsets).map(|(seq, offset)| changed(seq, |it| it.recorded_at_ms = 1_000_000 + offset));
        verify(&timed.collect::<Vec<_>>(), Expected::default()).map(|it| it.latest_ms)
    };
    assert_eq!(at(&[0, 500, 500 - TOLERANCE_MS, 600]), Ok(Some(1_000_600)));
    // measured from the latest of all, so that it cannot creep
    let crept = Fault::ClockWentBack { seq: 3, recorded_at_ms: 999_499, latest_ms: 1_000_500 };
    assert_eq!(at(&[0, 500, 0, -501]), Err(crept));
    assert_eq!(crept.seq(), Some(3));
}

#[test]
fn a_log_signed_anew_with_another_key_is_refused() {
    let log = Log::of(20, 20);
    let fork = Log::signed_by(&foreign_key(), log.entries.clone(), 20);
    let refused = Expected::default().note(fork.last_note(), key().verifying());
    assert_eq!(refused, Err(Fault::Checkpoint(CheckpointFault::Note(NoteFault::OtherKey))));
}

/// The holder of the key himself rewrites history: only a checkpoint kept elsewhere tells.
#[test]
fn a_log_signed_anew_with_the_same_key_is_refused_against_a_kept_checkpoint() {
    let log = Log::of(60, 20);
    let mut entries = log.entries.clone();
    entries[25] = changed(25, |it| it.says.act = "undo_all".to_owned());
    let fork = Log::signed_by(&key(), entries, 20);
    assert!(verify(&fork.entries, fork.expected()).is_ok(), "in itself nothing is wrong with it");

    let kept = &log.notes[1];
    let split = fork.expected().note(kept, key().verifying());
    assert_eq!(split, Err(Fault::SplitView { size: 40 }), "both claim to be the log of 40");
    let mut only_kept = Expected::default();
    only_kept.note(kept, key().verifying()).expect("our own");
    assert_eq!(verify(&fork.entries, only_kept), Err(Fault::Root { from: 0, size: 40 }));
    // what came before the fork is common to both
    let before = fork.expected().note(&log.notes[0], key().verifying());
    assert_eq!(before.map(|it| it.size), Ok(20));
}

#[test]
fn a_root_for_no_entries_is_refused() {
    let lie = note(&key(), 0, leaf(b"something"));
    assert_eq!(Expected::default().note(&lie, key().verifying()), Err(Fault::SplitView { size: 0 }));
    let truth = note(&key(), 0, root_of([]));
    assert_eq!(Expected::default().note(&truth, key().verifying()).map(|it| it.size), Ok(0));
}

#[test]
fn a_witness_signs_on_only_what_continues() {
    let (log, other) = (Log::of(60, 20), {
        let mut entries = Log::of(60, 20).entries;
        entries[5] = changed(5, |it| it.says.act = "undo_all".to_owned());
        Log::signed_by(&key(), entries, 20)
    });
    let proof = |log: &Log, from, to| prove(&consistency_path(from, to).expect("grew"), &log.leaves).expect("leaves");
    let (kept, shown) = (open(&log.notes[0]), open(&log.notes[2]));
    assert_eq!(extends(&kept, &shown, &proof(&log, 20, 60)), Ok(()));
    assert_eq!(extends(&kept, &kept, &[]), Ok(()));
    let forked = open(&other.notes[2]);
    for proof in [proof(&log, 20, 60), proof(&other, 20, 60), vec![]] {
        assert_eq!(extends(&kept, &forked, &proof), Err(Fault::Rewritten { kept: 20, size: 60 }));
    }
    assert_eq!(extends(&kept, &shown, &[]), Err(Fault::Rewritten { kept: 20, size: 60 }));
    assert_eq!(extends(&shown, &kept, &[]), Err(Fault::Stale { kept: 60, size: 20 }));
    assert_eq!(extends(&kept, &open(&other.notes[0]), &[]), Err(Fault::SplitView { size: 20 }));
    let elsewhere = Checkpoint { origin: "elsewhere".to_owned(), ..shown.clone() };
    assert_eq!(extends(&kept, &elsewhere, &proof(&log, 20, 60)), Err(Fault::OtherLog));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// However a log is cut up and put together again: if it is not the same, it is not sound.
    #[test]
    fn a_log_put_together_otherwise_is_refused(
        size in 1u64..40, picks in prop::collection::vec(any::<prop::sample::Index>(), 0..45), keep_to: prop::sample::Index,
    ) {
        let log = Log::of(size, 16);
        let kept = log.entries[..keep_to.index(log.entries.len())].to_vec();
        let picked = picks.iter().map(|pick| pick.get(&log.entries).clone());
        let entries: Vec<Vec<u8>> = kept.into_iter().chain(picked).collect();
        let is_same = entries == log.entries;
        prop_assert_eq!(verify(&entries, log.expected()).is_ok(), is_same);
    }
}
