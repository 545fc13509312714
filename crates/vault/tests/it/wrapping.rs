//! A wrapped key opens by its own unit's key, as what it was wrapped for.

use uuid::Uuid;
use vault::seal::{SealFault, Secret};
use vault::wrap::{Bound, Kind, WRAPPED_BYTES, of_unit_and_epoch, unwrap, wrap, wrapped_by};

use crate::sealing::{counted, hex};

const NONCE: [u8; 12] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

fn bound() -> Bound {
    Bound { kind: Kind::Person, subject: Uuid::from_u128(2), unit: Uuid::from_u128(3), epoch: 5 }
}

/// Worked out by another program (Python's `cryptography`) from the page `docs/keys.md`.
#[test]
fn another_program_wraps_the_same_bytes() {
    let wrapped = wrap(&counted(0), NONCE, &bound(), &counted(32)).expect("wraps");
    assert_eq!(
        hex(&wrapped),
        "0113db49b4e87ad686000102030405060708090a0b6723f438e1c0e43ca568bda09dc45642b3e7b507c44e694b005edfbe21543e8d\
         43694ef2de16672eaae5d64edabe9446"
    );
    assert_eq!(wrapped.len(), WRAPPED_BYTES);
    assert_eq!(of_unit_and_epoch(&counted(0), &counted(32)).id().to_string(), "4c09e12f43d44503");
}

#[test]
fn a_wrapped_key_comes_back() {
    let (by, key) = (counted(0), counted(32));
    let wrapped = wrap(&by, NONCE, &bound(), &key).expect("wraps");
    assert_eq!(wrapped_by(&wrapped), Ok(by.id()));
    assert_eq!(unwrap(&by, &bound(), key.id(), &wrapped).expect("our own").bytes(), key.bytes());
}

#[test]
fn every_flipped_bit_and_every_cut_is_refused() {
    let (by, key) = (counted(0), counted(32));
    let whole = wrap(&by, NONCE, &bound(), &key).expect("wraps");
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut spoiled = whole.clone();
            spoiled[at] ^= 1 << bit;
            assert!(unwrap(&by, &bound(), key.id(), &spoiled).is_err(), "bit {bit} of byte {at}");
        }
        assert!(unwrap(&by, &bound(), key.id(), &whole[..at]).is_err(), "cut at {at}");
    }
}

#[test]
fn a_wrapped_key_is_bound_to_all_that_it_is_for() {
    let (by, key, home) = (counted(0), counted(32), bound());
    let wrapped = wrap(&by, NONCE, &home, &key).expect("wraps");
    let others = [
        Bound { kind: Kind::Unit, ..home },
        Bound { kind: Kind::Log, ..home },
        Bound { kind: Kind::Index, ..home },
        Bound { subject: Uuid::from_u128(9), ..home },
        Bound { unit: Uuid::from_u128(9), ..home },
        Bound { epoch: 6, ..home },
        Bound { subject: home.unit, unit: home.subject, ..home },
    ];
    for other in others {
        assert_eq!(unwrap(&by, &other, key.id(), &wrapped).expect_err("bound"), SealFault::Altered, "{other:?}");
    }
    let claimed = unwrap(&by, &home, counted(33).id(), &wrapped);
    assert_eq!(claimed.expect_err("of another name"), SealFault::Altered);
}

/// C26: whoever has one unit's key, and the epoch's, opens that unit's people and nobody else's.
#[test]
fn one_units_key_opens_only_its_own_unit() {
    const UNITS: u64 = 3_321;
    const ATTEMPTS: u64 = 100_000;
    let mut dice = Dice(0x5eed);
    let epoch = dice.key();
    let units: Vec<Secret> = (0..UNITS).map(|_| dice.key()).collect();
    let joined: Vec<Secret> = units.iter().map(|unit| of_unit_and_epoch(unit, &epoch)).collect();
    let of = |unit: u64| Bound {
        kind: Kind::Person,
        subject: Uuid::from_u128(u128::from(unit) << 64),
        unit: Uuid::from_u128(u128::from(unit)),
        epoch: 1,
    };
    let people: Vec<(Secret, Vec<u8>)> = (0..UNITS)
        .zip(&joined)
        .map(|(unit, by)| {
            let key = dice.key();
            let wrapped = wrap(by, dice.bytes(), &of(unit), &key).expect("wraps");
            (key, wrapped)
        })
        .collect();
    let at = |unit: u64| usize::try_from(unit).expect("few units");
    for unit in 0..UNITS {
        let (key, wrapped) = &people[at(unit)];
        assert!(unwrap(&joined[at(unit)], &of(unit), key.id(), wrapped).is_ok(), "unit {unit} opens its own");
    }
    for attempt in 0..ATTEMPTS {
        let thief = dice.below(UNITS);
        let victim = (thief + 1 + dice.below(UNITS - 1)) % UNITS;
        let (key, wrapped) = &people[at(victim)];
        // with its own key as it is, with the name in front made to fit, and as if the person were its own
        let mut renamed = wrapped.clone();
        renamed[1..9].copy_from_slice(&joined[at(thief)].id().0);
        for (bound, wrapped) in [(of(victim), wrapped), (of(victim), &renamed), (of(thief), &renamed)] {
            for by in [&joined[at(thief)], &units[at(thief)]] {
                assert!(unwrap(by, &bound, key.id(), wrapped).is_err(), "attempt {attempt}: {thief} opened {victim}");
            }
        }
    }
}

/// The unit's key alone, or with another epoch's key, opens nothing: so a destroyed epoch stays destroyed.
#[test]
fn an_epoch_that_is_gone_opens_nothing() {
    let (unit, key, home) = (counted(0), counted(32), bound());
    let [past, present] = [counted(64), counted(96)];
    let wrapped = wrap(&of_unit_and_epoch(&unit, &past), NONCE, &home, &key).expect("wraps");
    for by in [&unit, &past, &of_unit_and_epoch(&unit, &present), &of_unit_and_epoch(&past, &unit)] {
        let mut renamed = wrapped.clone();
        renamed[1..9].copy_from_slice(&by.id().0);
        assert_eq!(unwrap(by, &home, key.id(), &renamed).expect_err("gone"), SealFault::Altered);
    }
}

/// Numbers in an order that a seed decides (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    fn bytes<const N: usize>(&mut self) -> [u8; N] {
        std::array::from_fn(|_| self.next().to_le_bytes()[0])
    }

    fn key(&mut self) -> Secret {
        Secret::new(self.bytes())
    }
}
