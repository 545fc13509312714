//! What lies sealed in the store, and the files that hold keys.

use uuid::Uuid;
use vault::seal::{Pad, Place, Secret, key_id_of, key_of_text, key_text, open, seal};
use vault::wrap::{Bound, Kind, unwrap, wrap, wrapped_by};

use crate::Target;

pub const FIELD: Target = Target { name: "sealed_field", seeds: fields, read: field, cases: 20_000 };
pub const WRAPPED: Target = Target { name: "wrapped_key", seeds: wrapped_keys, read: wrapped, cases: 20_000 };
pub const KEY_FILE: Target = Target { name: "key_file", seeds: key_files, read: key_file, cases: 20_000 };

const PLAIN: &[&[u8]] = &[b"", b"097000000001", "Người kiểm thử (giả định)".as_bytes()];

fn key() -> Secret {
    Secret::new([5; 32])
}

fn inner() -> Secret {
    Secret::new([6; 32])
}

fn id(n: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + n)
}

fn place() -> Place<'static> {
    Place { table: "person_version", column: "name", row: id(1), subject: id(2), unit: id(3), version: 1 }
}

fn bound() -> Bound {
    Bound { kind: Kind::Person, subject: id(2), unit: id(3), epoch: 7 }
}

fn fields() -> Vec<Vec<u8>> {
    let sealed = |plain: &&[u8]| seal(&key(), key().id(), [1; 12], &place(), plain, Pad::Text).expect("short");
    PLAIN.iter().map(sealed).collect()
}

fn wrapped_keys() -> Vec<Vec<u8>> {
    vec![wrap(&key(), [2; 12], &bound(), &inner()).expect("a key of its length")]
}

fn key_files() -> Vec<Vec<u8>> {
    vec![key_text("root", &key()).as_bytes().to_vec()]
}

/// Only what was sealed for the place opens there.
fn field(bytes: &[u8]) {
    let known = key_id_of(bytes);
    if let Ok(plain) = open(&key(), &place(), bytes) {
        assert_eq!(known, Ok(key().id()));
        assert!(fields().iter().any(|seed| seed == bytes), "a forged field opened: {plain:?}");
    }
}

/// Only the key that was wrapped comes out of a wrapping.
fn wrapped(bytes: &[u8]) {
    let _ = wrapped_by(bytes);
    if unwrap(&key(), &bound(), inner().id(), bytes).is_ok() {
        assert_eq!(wrapped_keys().first().map(Vec::as_slice), Some(bytes), "a forged wrapping opened");
    }
}

/// A key's file gives the key that it names, or nothing.
fn key_file(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Ok(read) = key_of_text("root", text) {
        let named = text.split_ascii_whitespace().nth(2);
        assert_eq!(named, Some(read.id().to_string().as_str()), "another key than the file names");
    }
}
