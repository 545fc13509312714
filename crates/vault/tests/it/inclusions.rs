//! One entry by itself shows that it stands in a log; nothing else can pretend to.

use vault::inclusion::{Inclusion, InclusionFault};
use vault::tree::{fulls, inclusion_path, joined, prove, root_of};

use super::sample::{Log, bytes, foreign_key, key};

pub fn inclusion(log: &Log, seq: u64) -> Inclusion {
    let path = inclusion_path(seq, log.entries.len() as u64).expect("inside");
    let path = prove(&path, &log.leaves).expect("leaves");
    Inclusion { entry: bytes(seq), seq, path, note: log.last_note().to_owned() }
}

#[test]
fn an_entry_shows_where_it_stands() {
    let log = Log::of(70, 70);
    for seq in 0..70 {
        let proof = inclusion(&log, seq);
        let text = proof.to_string();
        assert!(text.starts_with("c2sp.org/tlog-proof@v1\nextra "), "{text}");
        let read: Inclusion = text.parse().expect("as it was written");
        assert_eq!(read, proof);
        let (entry, checkpoint) = read.verify(key().verifying()).expect("stands there");
        assert_eq!((entry.seq, checkpoint.size), (seq, 70));
        assert!(read.verify(foreign_key().verifying()).is_err());
    }
}

#[test]
fn whatever_is_altered_shows_nothing() {
    let log = Log::of(70, 70);
    let text = inclusion(&log, 41).to_string();
    for (place, _) in text.char_indices() {
        let mut raw = text.clone().into_bytes();
        raw[place] ^= 1;
        let Ok(flipped) = String::from_utf8(raw) else { continue };
        let read = flipped.parse::<Inclusion>().and_then(|proof| proof.verify(key().verifying()));
        assert!(read.is_err(), "byte {place}");
    }
    let elsewhere = Inclusion { seq: 40, ..inclusion(&log, 41) };
    assert_eq!(elsewhere.verify(key().verifying()), Err(InclusionFault::NotIncluded));
    let mut shorter = inclusion(&log, 41);
    shorter.path.pop();
    assert_eq!(shorter.verify(key().verifying()), Err(InclusionFault::NotIncluded));
}

#[test]
fn a_part_is_the_sum_of_its_full_subtrees() {
    let log = Log::of(200, 200);
    for size in 1..=200u64 {
        for seq in [0, size / 3, size / 2, size - 1] {
            for part in inclusion_path(seq, size).expect("inside") {
                let full = fulls(part.clone());
                let heights: Vec<u32> = full.iter().map(|it| it.height).collect();
                assert!(heights.is_sorted_by(|a, b| a > b), "{part:?}: {heights:?}");
                let covered: u64 = full.iter().map(|it| 1 << it.height).sum();
                assert_eq!(covered, part.end - part.start);
                let of = |from: u64, to: u64| {
                    let range = usize::try_from(from).expect("few")..usize::try_from(to).expect("few");
                    root_of(log.leaves[range].iter().copied())
                };
                let roots: Vec<_> =
                    full.iter().map(|it| of(it.index << it.height, (it.index + 1) << it.height)).collect();
                assert_eq!(joined(&roots), of(part.start, part.end));
            }
        }
    }
}
