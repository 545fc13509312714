//! Blind indexes: one number has one value under one key, however it is written, and none without the key.

use vault::blind::{BlindFault, Kind, last4, local, national, normalised};

use crate::sealing::{counted, hex};

/// Worked out by other programs (Python's `hmac` and `argon2-cffi`) from the page `docs/keys.md`.
#[test]
fn other_programs_find_the_same_values() {
    let key = counted(0);
    assert_eq!(hex(&local(&key, Kind::Id12, "097000000001").expect("a number")), "531bfffe007bbe6d5ba55b3a07725b22");
    assert_eq!(hex(&last4(&key, "0001", 1990).expect("digits")), "fe08");
    let slow = national(&key, Kind::Id12, "097000000001").expect("a number");
    assert_eq!(hex(&slow), "2c0a32eb63445fb726b3c5feb423df24");
}

#[test]
fn a_number_has_one_form() {
    let same = [
        (Kind::Id12, "097 000 000 001", "097000000001"),
        (Kind::Id12, "0970.0000.0001", "097000000001"),
        (Kind::Id9, "097-000-001", "097000001"),
        (Kind::Passport, "vnm c 1234567", "VNMC1234567"),
        (Kind::Phone, "0912 000 001", "+84912000001"),
        (Kind::Phone, "(84) 912.000.001", "+84912000001"),
        (Kind::Phone, "0084912000001", "+84912000001"),
        (Kind::Phone, "+84912000001", "+84912000001"),
    ];
    for (kind, typed, one) in same {
        assert_eq!(normalised(kind, typed).as_deref().map(String::as_str), Ok(one), "{typed}");
        assert_eq!(local(&counted(0), kind, typed), local(&counted(0), kind, one), "{typed}");
    }
}

#[test]
fn what_is_no_number_of_its_kind_has_no_value() {
    let cases = [
        (Kind::Id12, "09700000001"),
        (Kind::Id12, "0970000000011"),
        (Kind::Id12, "09700000000O"),
        (Kind::Id12, "０９７０００００００１"),
        (Kind::Id12, ""),
        (Kind::Id9, "097000000001"),
        (Kind::Passport, "C1234567"),
        (Kind::Passport, "VNMABCDEF"),
        (Kind::Passport, "VNM1234"),
        (Kind::Passport, "VNMĐ1234567"),
        (Kind::Phone, "12345"),
        (Kind::Phone, "0912000001 (nhà)"),
        (Kind::Phone, "+"),
    ];
    for (kind, text) in cases {
        let key = counted(0);
        assert_eq!(local(&key, kind, text), Err(BlindFault::NotOfKind(kind)), "{text}");
        assert_eq!(national(&key, kind, text), Err(BlindFault::NotOfKind(kind)), "{text}");
    }
    for text in ["001", "00001", "000a", ""] {
        assert_eq!(last4(&counted(0), text, 1990), Err(BlindFault::NotOfKind(Kind::Id12)), "{text}");
    }
}

#[test]
fn keys_kinds_and_indexes_do_not_mix() {
    let value = local(&counted(0), Kind::Id12, "097000000001").expect("a number");
    assert_ne!(local(&counted(1), Kind::Id12, "097000000001").expect("a number"), value, "another unit's key");
    assert_ne!(local(&counted(0), Kind::Phone, "097000000001").expect("a number"), value, "another kind");
    assert_ne!(local(&counted(0), Kind::Id12, "097000000002").expect("a number"), value, "another number");
    assert_ne!(national(&counted(0), Kind::Id12, "097000000001").expect("a number"), value, "another index");
    let short = last4(&counted(0), "0001", 1990).expect("digits");
    assert_ne!(last4(&counted(0), "0001", 1991).expect("digits"), short, "another year");
}
