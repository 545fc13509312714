//! What sealing costs, and that no nonce comes twice: `cargo bench -p vault --bench sealing`.
//!
//! `cargo bench -p vault --bench sealing -- nonces` seals ten million fields with one key and fails if two have the
//! same nonce. What is sealed is fictitious (giả định).

use std::time::{Duration, Instant};

use ring::rand::{SecureRandom as _, SystemRandom};
use uuid::Uuid;
use vault::blind::{Kind, local, national};
use vault::seal::{Pad, Place, Secret, open, seal};
use vault::wrap::{Bound, of_unit_and_epoch, unwrap, wrap};

fn main() {
    if std::env::args().any(|it| it == "nonces") {
        return nonces();
    }
    fields();
    keys();
    indexes();
}

fn tell(what: &str, took: Duration, times: u32) {
    println!("{what:<58} {:>9.3} µs each", (took / times).as_secs_f64() * 1_000_000.0);
}

/// As the wiring takes them: from the kernel, each time.
fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).expect("the machine has randomness");
    bytes
}

fn place() -> Place<'static> {
    let id = Uuid::from_u128;
    Place { table: "person_version", column: "names", row: id(1), subject: id(2), unit: id(3), version: 1 }
}

fn fields() {
    const TIMES: u32 = 200_000;
    let (key, plain) = (Secret::new(random()), [b'a'; 200]);
    let start = Instant::now();
    let sealed: Vec<Vec<u8>> =
        (0..TIMES).map(|_| seal(&key, key.id(), random(), &place(), &plain, Pad::Text).expect("short")).collect();
    tell("seal a field of 200 bytes, with its random nonce", start.elapsed(), TIMES);
    let start = Instant::now();
    for one in &sealed {
        assert_eq!(open(&key, &place(), one).expect("our own").len(), plain.len());
    }
    tell("open it", start.elapsed(), TIMES);
}

fn keys() {
    const TIMES: u32 = 100_000;
    let (unit, epoch, key) = (Secret::new(random()), Secret::new(random()), Secret::new(random()));
    let id = Uuid::from_u128;
    let bound = Bound { kind: vault::wrap::Kind::Person, subject: id(2), unit: id(3), epoch: 1 };
    let wrapped = wrap(&of_unit_and_epoch(&unit, &epoch), random(), &bound, &key).expect("wraps");
    let start = Instant::now();
    for _ in 0..TIMES {
        let opened = unwrap(&of_unit_and_epoch(&unit, &epoch), &bound, key.id(), &wrapped).expect("our own");
        assert_eq!(opened.id(), key.id());
    }
    tell("open a person's key with the unit's and the epoch's", start.elapsed(), TIMES);
}

fn indexes() {
    const TIMES: u32 = 200_000;
    const GUESSES: u32 = 40;
    /// C27: whoever has stolen the key must not guess faster than this.
    const GUESS_MIN: Duration = Duration::from_millis(50);
    let key = Secret::new(random());
    let start = Instant::now();
    for n in 0..TIMES {
        local(&key, Kind::Id12, &format!("097{n:09}")).expect("a number");
    }
    tell("a value of a unit's index", start.elapsed(), TIMES);
    let mut quickest = Duration::MAX;
    let start = Instant::now();
    for n in 0..GUESSES {
        let one = Instant::now();
        national(&key, Kind::Id12, &format!("097{n:09}")).expect("a number");
        quickest = quickest.min(one.elapsed());
    }
    tell("a guess at the national index", start.elapsed(), GUESSES);
    println!("the quickest guess took {:.1} ms", quickest.as_secs_f64() * 1_000.0);
    assert!(quickest >= GUESS_MIN, "a guess must take {GUESS_MIN:?}: raise the cost before any index is kept");
}

/// C26: ten million fields sealed with one key, and no nonce among them twice.
fn nonces() {
    const FIELDS: usize = 10_000_000;
    let (key, start) = (Secret::new(random()), Instant::now());
    let mut seen: Vec<[u8; 12]> = Vec::with_capacity(FIELDS);
    for _ in 0..FIELDS {
        let sealed = seal(&key, key.id(), random(), &place(), b"", Pad::Code).expect("short");
        seen.push(sealed[9..21].try_into().expect("12 bytes"));
    }
    seen.sort_unstable();
    let repeated = seen.windows(2).filter(|pair| pair[0] == pair[1]).count();
    println!(
        "{FIELDS} fields sealed with one key in {:.1} s, {repeated} nonces repeated",
        start.elapsed().as_secs_f64()
    );
    assert_eq!(repeated, 0, "a nonce came twice");
}
