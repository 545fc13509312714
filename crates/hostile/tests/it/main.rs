//! Every reader of outside bytes over its seeds and over mutations of them, on stable Rust.
//!
//! `ANLANH_FUZZ_TIMES=50` runs that many times the cases of an ordinary run.

use hostile::{PURE, Target};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

/// One change of a file: what careless tools, bad wires and malice do.
#[derive(Clone, Debug)]
enum Change {
    Flip(Index, u8),
    Put(Index, u8),
    Insert(Index, Vec<u8>),
    Remove(Index, usize),
    Repeat(Index, usize),
    CutOff(Index),
    Word(Index, &'static [u8]),
}

/// Bytes that readers trip over.
const WORDS: [&[u8]; 16] = [
    b"\0",
    b"\r",
    b"\n\n",
    b"\"",
    b",",
    b";",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"18446744073709551616",
    b"-1",
    b"1e309",
    b"%00",
    b"&",
    b"=",
    b"[[[[[[[[[[[[[[[[",
    b"\xcc\x80\xcc\x80",
];

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let at = any::<Index>;
    let change = prop_oneof![
        (at(), 0..8_u8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        (at(), any::<u8>()).prop_map(|(at, byte)| Change::Put(at, byte)),
        (at(), prop::collection::vec(any::<u8>(), 1..6)).prop_map(|(at, bytes)| Change::Insert(at, bytes)),
        (at(), 1..40_usize).prop_map(|(at, count)| Change::Remove(at, count)),
        (at(), 1..40_usize).prop_map(|(at, count)| Change::Repeat(at, count)),
        at().prop_map(Change::CutOff),
        (at(), prop::sample::select(&WORDS[..])).prop_map(|(at, word)| Change::Word(at, word)),
    ];
    prop::collection::vec(change, 1..5)
}

fn changed(mut bytes: Vec<u8>, changes: &[Change]) -> Vec<u8> {
    for change in changes {
        let place = |index: &Index| index.index(bytes.len() + 1);
        match change {
            Change::Flip(index, bit) => {
                let at = place(index);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << bit;
                }
            }
            Change::Put(index, new) => {
                let at = place(index);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = *new;
                }
            }
            Change::Insert(index, new) => {
                let at = place(index);
                bytes.splice(at..at, new.iter().copied());
            }
            Change::Remove(index, count) => {
                let at = place(index);
                bytes.drain(at..(at + count).min(bytes.len()));
            }
            Change::Repeat(index, count) => {
                let at = place(index);
                let again = bytes[at..(at + count).min(bytes.len())].to_vec();
                bytes.splice(at..at, again);
            }
            Change::CutOff(index) => bytes.truncate(place(index)),
            Change::Word(index, word) => {
                let at = place(index);
                bytes.splice(at..at, word.iter().copied());
            }
        }
    }
    bytes
}

fn times() -> u32 {
    std::env::var("ANLANH_FUZZ_TIMES").ok().and_then(|text| text.parse().ok()).unwrap_or(1)
}

/// Cases are the same at each run, so that a failure can be run again. Shrinking names the smallest.
fn withstand(target: &Target) {
    let seeds = (target.seeds)();
    assert!(!seeds.is_empty(), "{}: nothing to begin with", target.name);
    for seed in &seeds {
        (target.read)(seed);
    }
    let cases = target.cases.saturating_mul(times());
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let hostile =
        (any::<Index>(), changes()).prop_map(move |(seed, changes)| changed(seed.get(&seeds).clone(), &changes));
    if let Err(found) = runner.run(&hostile, |bytes| {
        (target.read)(&bytes);
        Ok(())
    }) {
        panic!("{}: {found}", target.name);
    }
    println!("{}: {cases} cases", target.name);
}

#[test]
fn readers_of_pure_rooms_withstand_any_bytes() {
    PURE.iter().for_each(withstand);
}

#[cfg(feature = "office")]
#[test]
fn readers_of_the_application_withstand_any_bytes() {
    hostile::OFFICE.iter().for_each(withstand);
    hostile::close();
}

#[cfg(feature = "office")]
#[test]
fn every_target_has_its_program_and_no_other() {
    use std::collections::BTreeSet;
    let listed: BTreeSet<String> = PURE.iter().chain(hostile::OFFICE).map(|target| target.name.to_owned()).collect();
    let manifest = include_str!("../../../../fuzz/Cargo.toml");
    let built: BTreeSet<String> =
        manifest.split("[[bin]]").skip(1).filter_map(|bin| bin.split('"').nth(1)).map(str::to_owned).collect();
    assert_eq!(listed, built, "crates/hostile/src/lib.rs and fuzz/Cargo.toml differ");
}
