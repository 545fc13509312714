//! A log in one stream: not one byte of it can be altered.

use std::cell::Cell;

use proptest::prelude::*;
use vault::bundle::{BundleFault, MAGIC, NOTES_MAX, Reader, Writer, verify};
use vault::checkpoint::Checkpoint;
use vault::entry::ENTRY_BYTES_MAX;
use vault::verify::{Expected, Fault};

use super::flipped::{Flipped, is_refused};
use super::sample::{Log, TOLERANCE_MS, foreign_key, key};

fn read(bundle: &[u8]) -> Result<u64, BundleFault> {
    verify(bundle, key().verifying(), Expected::default(), TOLERANCE_MS).map(|it| it.signed)
}

#[test]
fn a_bundle_is_read_as_it_was_written() {
    let log = Log::of(100, 30);
    let bundle = log.bundle();
    assert!(bundle.starts_with(MAGIC));
    let mut reader =
        Reader::open(bundle.as_slice(), key().verifying(), Expected::default(), TOLERANCE_MS).expect("opens");
    let mut entries = Vec::new();
    while let Some(entry) = reader.next_entry().expect("sound") {
        entries.push(entry.encode().expect("sound"));
    }
    assert_eq!(entries, log.entries);
    assert_eq!(reader.finish().expect("sound").signed, 100);
}

/// The whole of a small bundle: each byte with each of its bits, each missing, each doubled, each end.
#[test]
fn every_byte_of_a_small_bundle_counts() {
    let bundle = Log::of(4, 3).bundle();
    assert_eq!(read(&bundle).ok(), Some(4));
    for at in 0..bundle.len() {
        for bit in 0..8 {
            let mut flipped = bundle.clone();
            flipped[at] ^= 1 << bit;
            assert!(read(&flipped).is_err(), "bit {bit} of byte {at}");
        }
        assert!(read(&bundle[..at]).is_err(), "cut off at {at}");
        // a byte beside its like makes the same bundle
        if bundle.get(at + 1) != Some(&bundle[at]) {
            assert!(read(&[&bundle[..at], &bundle[at + 1..]].concat()).is_err(), "without byte {at}");
        }
        assert!(read(&[&bundle[..at], &[0x5a], &bundle[at..]].concat()).is_err(), "one more before {at}");
    }
    assert!(matches!(read(&[bundle.as_slice(), &[0]].concat()), Err(BundleFault::TrailingBytes)));
}

/// Ten thousand entries, some bytes of each (all of them: `cargo bench -p vault -- flips`).
#[test]
fn a_flip_in_any_of_ten_thousand_entries_is_found() {
    let log = Log::of(10_000, 1_000);
    let bundle = log.bundle();
    let flip = Cell::new((usize::MAX, 0));
    let from = Flipped { bytes: &bundle, at: 0, flip: &flip };
    let mut reader = Reader::open(from, key().verifying(), Expected::default(), TOLERANCE_MS).expect("opens");
    let mut start = bundle.len() - log.entries.iter().map(|bytes| bytes.len() + 34).sum::<usize>();
    for (seq, bytes) in log.entries.iter().enumerate() {
        let length = bytes.len() + 34;
        // its length, some of its bytes, and of its leaf; others in each entry
        for at in [0, 1, 2, 2 + seq % bytes.len(), 2 + (seq * 31) % bytes.len(), 2 + bytes.len() + seq % 32] {
            flip.set((start + at, 1 << (seq % 8)));
            assert!(is_refused(reader.clone()), "byte {at} of entry {seq}");
        }
        flip.set((usize::MAX, 0));
        assert!(reader.next_entry().expect("sound").is_some());
        start += length;
    }
    assert_eq!(reader.finish().expect("sound").signed, 10_000);
}

#[test]
fn a_bundle_is_refused_against_another_key_or_a_kept_checkpoint() {
    let log = Log::of(60, 20);
    let bundle = log.bundle();
    let other = verify(bundle.as_slice(), foreign_key().verifying(), Expected::default(), TOLERANCE_MS);
    assert!(matches!(other, Err(BundleFault::Log(Fault::Checkpoint(_)))));

    let against = |kept: &Log| {
        let mut expected = Expected::default();
        expected.note(kept.last_note(), key().verifying()).expect("our own");
        verify(bundle.as_slice(), key().verifying(), expected, TOLERANCE_MS)
    };
    assert!(against(&Log::of(40, 40)).is_ok(), "an earlier state of the same log");
    assert!(against(&Log::of(50, 50)).is_ok(), "one of which the bundle has no note");
    let newer = against(&Log::of(61, 61));
    assert!(matches!(newer, Err(BundleFault::Log(Fault::CutShort { size: 60, signed: 61 }))), "{newer:?}");
    let mut entries = log.entries.clone();
    entries.swap_remove(0);
    let forked = against(&Log::signed_by(&key(), entries, 60));
    assert!(matches!(forked, Err(BundleFault::Log(Fault::Root { from: 40, size: 59 }))), "{forked:?}");
}

#[test]
fn a_bundle_without_order_is_not_written() {
    let log = Log::of(4, 2);
    let key = key();
    let key = key.verifying();
    let none: [&str; 0] = [];
    assert!(matches!(Writer::new(Vec::new(), &none, key), Err(BundleFault::Note(0))));
    let [first, second] = log.notes.as_slice() else { panic!("two notes") };
    assert!(matches!(Writer::new(Vec::new(), &[second, first], key), Err(BundleFault::Note(1))));
    assert!(matches!(Writer::new(Vec::new(), &[first, first], key), Err(BundleFault::Note(1))));
    assert!(matches!(Writer::new(Vec::new(), &["no note"], key), Err(BundleFault::Log(Fault::Checkpoint(_)))));
    let mut writer = Writer::new(Vec::new(), &log.notes, key).expect("in order");
    for (bytes, leaf) in log.entries.iter().zip(&log.leaves).take(3) {
        writer.entry(bytes, leaf).expect("room");
    }
    assert!(matches!(writer.finish(), Err(BundleFault::Entries { found: 3, signed: 4 })));
    let mut writer = Writer::new(Vec::new(), &[first], key).expect("one note");
    let added = log.entries.iter().zip(&log.leaves).map(|(bytes, leaf)| writer.entry(bytes, leaf).is_ok());
    assert_eq!(added.collect::<Vec<_>>(), [true, true, false, false]);
    let mut writer = Writer::new(Vec::new(), &[first], key).expect("one note");
    let too_long = writer.entry(&vec![1; ENTRY_BYTES_MAX + 1], &log.leaves[0]);
    assert!(matches!(too_long, Err(BundleFault::Entries { found: 0, signed: 2 })));
}

#[test]
fn a_bundle_of_no_entries_holds_none() {
    let note = super::sample::note(&key(), 0, vault::tree::empty_root());
    let bundle = Writer::new(Vec::new(), &[note.as_str()], key().verifying()).expect("a note").finish().expect("none");
    assert_eq!(read(&bundle).ok(), Some(0));
    assert_eq!(Checkpoint::open(&note, key().verifying()).expect("our own").size, 0);
}

#[test]
fn a_count_that_promises_too_much_is_refused_before_memory_is_taken() {
    let of = |count: u32| read(&[MAGIC, &count.to_be_bytes(), &[0xff; 8]].concat());
    assert!(matches!(of(0), Err(BundleFault::Note(0))));
    assert!(matches!(of(NOTES_MAX), Err(BundleFault::Stream(_))), "as many may be, if they are there");
    for count in [NOTES_MAX + 1, u32::MAX] {
        assert!(matches!(of(count), Err(BundleFault::Note(NOTES_MAX))), "{count} notes");
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), lead in 0usize..3) {
        let notes = Log::of(1, 1).bundle();
        let head = [&[][..], MAGIC, &notes[..notes.len() - 200]][lead];
        prop_assert!(read(&[head, &bytes].concat()).is_err());
    }
}
