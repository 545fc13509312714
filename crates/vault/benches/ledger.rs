//! A million entries hashed, appended, verified; checkpoints signed and opened: `cargo bench -p vault`.
//!
//! `cargo bench -p vault -- flips` turns round every byte of a log of ten thousand entries, one after another, and
//! fails if one is not found. The entries are fictitious (giả định).

#[path = "../tests/it/flipped.rs"]
mod flipped;
#[path = "../tests/it/sample.rs"]
#[expect(dead_code, reason = "the tests need more of it")]
mod sample;

use std::cell::Cell;
use std::time::{Duration, Instant};

use flipped::{Flipped, is_refused};
use sample::{Log, TOLERANCE_MS, bytes, key, note};
use vault::bundle::{Reader, verify};
use vault::checkpoint::Checkpoint;
use vault::entry::Entry;
use vault::tree::{Frontier, inclusion_path, leaf, prove, verify_inclusion};
use vault::verify::{Expected, Verifier};

const MILLION: u64 = 1_000_000;
/// Entries of a log are made so many at a time, so that making them is not measured.
const BLOCK: u64 = 10_000;

fn main() {
    if std::env::args().any(|it| it == "flips") {
        return flips();
    }
    million();
    bundle();
    checkpoints();
}

fn tell(what: &str, took: Duration) {
    println!("{what:<58} {:>9.1} ms", took.as_secs_f64() * 1_000.0);
}

fn timed<T>(total: &mut Duration, work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    *total += start.elapsed();
    done
}

fn million() {
    let [mut hashing, mut encoding, mut verifying] = [Duration::ZERO; 3];
    let (mut frontier, mut verifier) = (Frontier::new(), Verifier::new(Expected::default(), TOLERANCE_MS));
    let mut length = 0;
    for block in 0..MILLION / BLOCK {
        let entries: Vec<Entry> = (block * BLOCK..(block + 1) * BLOCK).map(sample::entry).collect();
        let encoded: Vec<Vec<u8>> =
            timed(&mut encoding, || entries.iter().map(|it| it.encode().expect("sound")).collect());
        let leaves: Vec<_> = timed(&mut hashing, || {
            let leaves: Vec<_> = encoded.iter().map(|bytes| leaf(bytes)).collect();
            for leaf in &leaves {
                frontier.push(*leaf);
            }
            leaves
        });
        timed(&mut verifying, || {
            for (bytes, leaf) in encoded.iter().zip(&leaves) {
                verifier.entry_with_leaf(bytes, leaf).expect("sound");
            }
        });
        length += encoded.iter().map(Vec::len).sum::<usize>();
    }
    assert_eq!(verifier.finish().expect("sound").root, frontier.root());
    println!("{MILLION} entries, {} bytes each on average", length as u64 / MILLION);
    tell("encode a million entries", encoding);
    tell("hash them and fold them into the tree", hashing);
    tell("verify them (budget 10,000 ms)", verifying);
}

fn bundle() {
    let log = Log::of(100_000, 1_000);
    let bundle = log.bundle();
    let start = Instant::now();
    let verified = verify(bundle.as_slice(), key().verifying(), Expected::default(), TOLERANCE_MS).expect("sound");
    tell(&format!("verify a bundle of {} entries, {} checkpoints", verified.size, log.notes.len()), start.elapsed());
    let start = Instant::now();
    let path = inclusion_path(4_711, 100_000).expect("inside");
    let proof = prove(&path, &log.leaves).expect("leaves");
    tell("prove one of 100,000 entries from all leaves", start.elapsed());
    let start = Instant::now();
    assert!(verify_inclusion(&log.leaves[4_711], 4_711, 100_000, &verified.root, &proof));
    tell(&format!("check that proof of {} nodes", proof.len()), start.elapsed());
}

fn checkpoints() {
    let (key, root) = (key(), leaf(b""));
    let start = Instant::now();
    let notes: Vec<String> = (0..1_000).map(|size| note(&key, size, root)).collect();
    tell("sign 1,000 checkpoints", start.elapsed());
    let start = Instant::now();
    for note in &notes {
        Checkpoint::open(note, key.verifying()).expect("our own");
    }
    tell("open 1,000 checkpoints", start.elapsed());
}

/// C33: every byte of every entry, its length and its leaf in the bundle; and every byte of each entry by itself
/// against the root alone.
fn flips() {
    let start = Instant::now();
    let log = Log::of(10_000, 1_000);
    let bundle = log.bundle();
    let root = Checkpoint::open(log.last_note(), key().verifying()).expect("our own").root;
    let flip = Cell::new((usize::MAX, 0));
    let from = Flipped { bytes: &bundle, at: 0, flip: &flip };
    let mut reader = Reader::open(from, key().verifying(), Expected::default(), TOLERANCE_MS).expect("opens");
    let head = bundle.len() - log.entries.iter().map(|bytes| bytes.len() + 34).sum::<usize>();
    let (mut in_bundle, mut in_entries, mut at) = (head, 0, head);
    for place in 0..head {
        let mut flipped = bundle.clone();
        flipped[place] ^= 1 << (place % 8);
        let read = verify(flipped.as_slice(), key().verifying(), Expected::default(), TOLERANCE_MS);
        assert!(read.is_err(), "byte {place}");
    }
    for (seq, entry) in log.entries.iter().enumerate() {
        for place in at..at + entry.len() + 34 {
            flip.set((place, 1 << (place % 8)));
            assert!(is_refused(reader.clone()), "byte {place}");
            in_bundle += 1;
        }
        flip.set((usize::MAX, 0));
        assert!(reader.next_entry().expect("sound").is_some());
        at += entry.len() + 34;
        in_entries += by_the_root_alone(&log, seq as u64, &root);
    }
    assert_eq!(reader.finish().expect("sound").size, 10_000);
    println!("{in_bundle} of {} bytes of the bundle turned round, all found", bundle.len());
    println!("{in_entries} bytes of entries turned round without their leaves beside them, all found");
    tell("took", start.elapsed());
}

/// Turns round each byte of one entry; how many that were, and none may still stand under the root.
fn by_the_root_alone(log: &Log, seq: u64, root: &vault::Digest) -> usize {
    let path = inclusion_path(seq, 10_000).expect("inside");
    let proof = prove(&path, &log.leaves).expect("leaves");
    let sound = bytes(seq);
    assert!(verify_inclusion(&leaf(&sound), seq, 10_000, root, &proof));
    for place in 0..sound.len() {
        let mut flipped = sound.clone();
        flipped[place] ^= 1 << (place % 8);
        assert!(!verify_inclusion(&leaf(&flipped), seq, 10_000, root, &proof), "byte {place} of entry {seq}");
    }
    sound.len()
}
