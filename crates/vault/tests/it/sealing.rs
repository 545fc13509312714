//! A field opens with one key at one place, and shows neither content nor length.

use proptest::prelude::*;
use uuid::Uuid;
use vault::seal::{
    KeyId, PLAIN_BYTES_MAX, Pad, Place, SealFault, Secret, key_id_of, key_of_text, key_text, open, seal,
};

/// The key whose bytes count up from `first`.
pub fn counted(first: u8) -> Secret {
    Secret::new(std::array::from_fn(|at| first + u8::try_from(at).expect("32 bytes")))
}

const NONCE: [u8; 12] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

fn place() -> Place<'static> {
    Place {
        table: "person_version",
        column: "names",
        row: Uuid::from_u128(1),
        subject: Uuid::from_u128(2),
        unit: Uuid::from_u128(3),
        version: 4,
    }
}

fn sealed(plain: &str, pad: Pad) -> Vec<u8> {
    let key = counted(0);
    seal(&key, key.id(), NONCE, &place(), plain.as_bytes(), pad).expect("short")
}

pub fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from_digit(u32::from(digit), 16).expect("below 16")).collect()
}

/// Worked out by another program (Python's `cryptography`) from the page `docs/keys.md`.
#[test]
fn another_program_seals_the_same_bytes() {
    assert_eq!(counted(0).id().to_string(), "13db49b4e87ad686");
    assert_eq!(
        hex(&sealed("Người giả định", Pad::Text)),
        "0113db49b4e87ad686000102030405060708090a0b096510ab245e5f72ad26fe6a0b4a58a912373cbf9e13df7c3867e5851d6900b2\
         0110aefcafc1129874a47fed88872838ee59608d5ad6a3da3f972a1918e3f5ee14bd29776bb40f179a7e6df288635e4d"
    );
}

proptest! {
    #[test]
    fn what_is_sealed_opens(
        bytes: [u8; 32],
        nonce: [u8; 12],
        plain in proptest::collection::vec(any::<u8>(), 0..300),
        ids: [u128; 3],
        version: i64,
        code: bool,
    ) {
        let key = Secret::new(bytes);
        let [row, subject, unit] = ids.map(Uuid::from_u128);
        let place = Place { row, subject, unit, version, ..place() };
        let pad = if code { Pad::Code } else { Pad::Text };
        let sealed = seal(&key, key.id(), nonce, &place, &plain, pad).expect("short");
        prop_assert_eq!(key_id_of(&sealed), Ok(key.id()));
        let opened = open(&key, &place, &sealed).expect("our own");
        prop_assert_eq!(opened.as_slice(), plain.as_slice());
    }

    #[test]
    fn any_bytes_are_refused_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(open(&counted(0), &place(), &bytes).is_err());
    }
}

#[test]
fn every_flipped_bit_and_every_cut_is_refused() {
    let whole = sealed("Người giả định", Pad::Text);
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut spoiled = whole.clone();
            spoiled[at] ^= 1 << bit;
            assert!(open(&counted(0), &place(), &spoiled).is_err(), "bit {bit} of byte {at}");
        }
        assert!(open(&counted(0), &place(), &whole[..at]).is_err(), "cut at {at}");
    }
    assert_eq!(open(&counted(0), &place(), &[&whole[..], &[0]].concat()), Err(SealFault::Altered));
}

#[test]
fn a_value_moved_elsewhere_is_refused() {
    let whole = sealed("Người giả định", Pad::Text);
    let home = place();
    let elsewhere = [
        Place { table: "person", ..home },
        Place { column: "address", ..home },
        Place { row: Uuid::from_u128(9), ..home },
        Place { subject: Uuid::from_u128(9), ..home },
        Place { unit: Uuid::from_u128(9), ..home },
        Place { version: 5, ..home },
        // the same letters, divided otherwise
        Place { table: "person_versionn", column: "ames", ..home },
        // the same ids, in each other's places
        Place { row: home.subject, subject: home.row, ..home },
        Place { subject: home.unit, unit: home.subject, ..home },
    ];
    for other in elsewhere {
        assert_eq!(open(&counted(0), &other, &whole), Err(SealFault::Altered), "{other:?}");
    }
    assert!(open(&counted(0), &home, &whole).is_ok());
}

#[test]
fn the_id_chooses_the_key_and_no_other_is_tried() {
    let whole = sealed("Người giả định", Pad::Text);
    let (own, other) = (counted(0), counted(1));
    assert_eq!(open(&other, &place(), &whole), Err(SealFault::OtherKey { sealed_by: own.id() }));
    // not even when the value says that it is the other's
    let mut claimed = whole.clone();
    claimed[1..9].copy_from_slice(&other.id().0);
    assert_eq!(open(&other, &place(), &claimed), Err(SealFault::Altered));
    assert_eq!(open(&own, &place(), &claimed), Err(SealFault::OtherKey { sealed_by: other.id() }));
    let wrong = seal(&own, other.id(), NONCE, &place(), b"", Pad::Code);
    assert_eq!(wrong, Err(SealFault::OtherKey { sealed_by: other.id() }));
}

#[test]
fn lengths_are_hidden_inside_a_step() {
    for (pad, step) in [(Pad::Text, 64), (Pad::Code, 16)] {
        let length = |of: usize| sealed(&"a".repeat(of), pad).len();
        for of in 0..step {
            assert_eq!(length(of), length(0), "{of} bytes of {pad:?}");
        }
        assert_eq!(length(step), length(0) + step, "the next step");
    }
    // what looks like padding is content
    for plain in [&b"\x80"[..], b"\x80\0\0", b"\0\0", b"a\x80\0"] {
        let key = counted(0);
        let sealed = seal(&key, key.id(), NONCE, &place(), plain, Pad::Code).expect("short");
        assert_eq!(open(&key, &place(), &sealed).expect("our own").as_slice(), plain);
    }
}

#[test]
fn what_is_too_long_is_refused() {
    let key = counted(0);
    let largest = vec![7; PLAIN_BYTES_MAX];
    assert!(seal(&key, key.id(), NONCE, &place(), &largest, Pad::Text).is_ok());
    let larger = vec![7; PLAIN_BYTES_MAX + 1];
    assert_eq!(seal(&key, key.id(), NONCE, &place(), &larger, Pad::Text), Err(SealFault::TooLong));
    let name = "n".repeat(256);
    let long = Place { table: &name, ..place() };
    assert_eq!(seal(&key, key.id(), NONCE, &long, b"", Pad::Text), Err(SealFault::TooLong));
}

#[test]
fn a_key_shows_its_name_only() {
    let key = Secret::new([0xab; 32]);
    let shown = format!("{key:?} {:?} {:#?}", key.id(), Some(&key));
    assert!(shown.contains(&key.id().to_string()));
    for secret in ["abab", "171", "ABAB", "\u{ab}"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert_eq!(key.id().to_string().parse::<KeyId>(), Ok(key.id()));
    for bad in ["", "13db49b4e87ad68", "13DB49B4E87AD686", "+3db49b4e87ad686", "13db49b4e87ad6860"] {
        assert!(bad.parse::<KeyId>().is_err(), "{bad}");
    }
}

#[test]
fn a_key_file_holds_its_key_or_is_refused() {
    let (key, text) =
        (counted(0), "anlanh-key-1 epoch-3 13db49b4e87ad686 AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n");
    assert_eq!(key_text("epoch-3", &key).as_str(), text);
    assert_eq!(key_of_text("epoch-3", text).expect("our own").bytes(), key.bytes());
    assert_eq!(key_of_text("epoch-4", text).expect_err("another name"), SealFault::NotSealed);
    assert_eq!(key_of_text("epoch-3", "").expect_err("empty"), SealFault::NotSealed);
    assert_eq!(key_of_text("epoch-3", &format!("{text}{text}")).expect_err("two"), SealFault::NotSealed);
    for (from, to) in [("key-1", "key-2"), ("13db", "13dc"), ("AAEC", "AAED"), ("8=", "8"), ("AAEC", "")] {
        assert!(key_of_text("epoch-3", &text.replace(from, to)).is_err(), "{from} became {to}");
    }
}
