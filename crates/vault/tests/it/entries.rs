//! One entry, one encoding.

use std::collections::BTreeSet;

use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;
use vault::Digest;
use vault::entry::{Actor, Document, Draft, ENTRY_BYTES_MAX, Entry, Field, Malformed};

use super::sample::{self, Log, key};

/// The entry that docs/ledger-format.md shows byte by byte.
pub fn shown() -> Entry {
    let id = |text: &str| Uuid::parse_str(text).expect("an id");
    Draft {
        occurred_on: date(2025, 12, 14),
        actor: Actor::LocalOperator,
        unit: Some(id("01900000-0000-7000-8000-000000000006")),
        province_code: Some("38".to_owned()),
        noun: "fact".to_owned(),
        act: "record".to_owned(),
        clause: None,
        document: Document { number: Some("12/BC-CAX".to_owned()), date: Some(date(2025, 12, 10)) },
        subjects: BTreeSet::from([id("01900000-0000-7000-8000-000000000001")]),
        payload: Digest::of(b"abc"),
    }
    .entered(0, 1_765_700_000_000)
}

/// Whatever stands in the fenced block after some words of the format's page.
fn block_of_the_page(words: &str) -> &'static str {
    let page = include_str!("../../../../docs/ledger-format.md");
    let after = page.split_once(words).expect("the words are there").1;
    let block = after.split("```").nth(1).expect("a block follows");
    block.split_once('\n').expect("the block begins on the next line").1
}

/// The same without spaces and remarks.
fn hex_of_the_page(words: &str) -> String {
    block_of_the_page(words).lines().map(|line| line.split('#').next().unwrap_or_default().replace(' ', "")).collect()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes all");
        text
    })
}

#[test]
fn the_page_shows_an_entry_as_it_is_written() {
    let bytes = shown().encode().expect("sound");
    assert_eq!(hex(&bytes), hex_of_the_page("### An entry, byte by byte"));
    assert_eq!(hex(vault::tree::leaf(&bytes).bytes()), hex_of_the_page("Its leaf"));
    let log = Log::signed_by(&key(), vec![bytes], 1);
    assert_eq!(log.last_note(), block_of_the_page("The checkpoint of a log of this one entry"));
    assert_eq!(format!("{}\n", key().verifying()), block_of_the_page("The key that signed it"));
    assert_eq!(hex(&log.bundle()[..27]), hex_of_the_page("So a bundle of it begins"));
}

#[test]
fn every_sample_comes_back_as_it_was() {
    for seq in 0..420 {
        let entry = sample::entry(seq);
        assert_eq!(Entry::decode(&entry.encode().expect("sound")), Ok(entry));
    }
}

type Change = fn(&mut Entry);

/// What is refused, and by which field it is named.
#[test]
fn an_entry_that_would_be_read_otherwise_is_not_written() {
    let refused: [(Field, Change); 16] = [
        (Field::RecordedAt, |it| it.recorded_at_ms = -1),
        (Field::OccurredOn, |it| it.says.occurred_on = date(-1, 1, 1)),
        (Field::Account, |it| it.says.actor = Actor::Account { account: Uuid::nil(), appointment: None }),
        (Field::Appointment, |it| {
            it.says.actor = Actor::Account { account: Uuid::max(), appointment: Some(Uuid::nil()) };
        }),
        (Field::Unit, |it| it.says.unit = Some(Uuid::nil())),
        (Field::Subjects, |it| it.says.subjects = BTreeSet::from([Uuid::nil()])),
        (Field::ProvinceCode, |it| it.says.province_code = Some(String::new())),
        (Field::ProvinceCode, |it| it.says.province_code = Some("VN".to_owned())),
        (Field::ProvinceCode, |it| it.says.province_code = Some("123456789".to_owned())),
        (Field::Noun, |it| it.says.noun = String::new()),
        (Field::Noun, |it| it.says.noun = "Fact".to_owned()),
        (Field::Act, |it| it.says.act = "2nd".to_owned()),
        (Field::Act, |it| it.says.act = "a".repeat(33)),
        (Field::Clause, |it| it.says.clause = Some("Điều 7\nkhoản 1".to_owned())),
        (Field::DocumentNumber, |it| it.says.document.number = Some("x".repeat(1_025))),
        (Field::DocumentDate, |it| it.says.document.date = Some(date(-5, 1, 1))),
    ];
    for (field, change) in refused {
        let mut entry = shown();
        change(&mut entry);
        assert_eq!(entry.encode(), Err(Malformed::Field(field)), "{entry:?}");
    }
}

#[test]
fn an_entry_too_long_for_its_place_is_not_written() {
    let mut entry = shown();
    entry.says.subjects = (1..=4_080_u128).map(Uuid::from_u128).collect();
    assert_eq!(entry.encode().map(|bytes| bytes.len()), Ok(65_432));
    entry.says.subjects = (1..=4_090_u128).map(Uuid::from_u128).collect();
    assert_eq!(entry.encode(), Err(Malformed::TooLong(65_592)));
    assert_eq!(Entry::decode(&vec![1; ENTRY_BYTES_MAX + 1]), Err(Malformed::TooLong(65_536)));
}

/// Bytes that say the same in another way, or nothing.
#[test]
fn bytes_that_no_entry_has_are_refused() {
    let sound = shown().encode().expect("sound");
    let patched = |at: usize, with: &[u8]| {
        let mut bytes = sound.clone();
        bytes.splice(at..at + with.len(), with.iter().copied());
        Entry::decode(&bytes)
    };
    assert_eq!(patched(0, &[2]), Err(Malformed::UnknownVersion(2)));
    assert_eq!(patched(9, &[0x80]), Err(Malformed::Field(Field::RecordedAt)));
    for day in ["2025-02-29", "2025-13-01", "2025-1-001", "+025-12-14", "2025-12-1x", "2025/12/14"] {
        assert_eq!(patched(17, day.as_bytes()), Err(Malformed::Field(Field::OccurredOn)), "{day}");
    }
    assert_eq!(patched(43, &[1; 16]), Err(Malformed::Field(Field::Appointment)), "appointed without an account");
    assert_eq!(patched(109, &[0; 16]), Err(Malformed::Field(Field::Subjects)), "a subject of zeros");
    assert_eq!(patched(127, b"x8"), Err(Malformed::Field(Field::ProvinceCode)));
    assert_eq!(patched(131, &[0xff]), Err(Malformed::Field(Field::Noun)), "not UTF-8");
    assert_eq!(Entry::decode(&[&sound[..], &[0]].concat()), Err(Malformed::TrailingBytes(1)));
    let document_date = |text: &str| {
        let length = u16::try_from(text.len()).expect("short").to_be_bytes();
        let dated = [&sound[..sound.len() - 12], &length, text.as_bytes()].concat();
        Entry::decode(&dated).map(|it| it.says.document.date)
    };
    assert_eq!(document_date("2025-12-10"), Ok(Some(date(2025, 12, 10))));
    for day in ["225-12-10", "02025-12-10", "99999-12-10", "2025-12-10 ", "-"] {
        assert_eq!(document_date(day), Err(Malformed::Field(Field::DocumentDate)), "{day}");
    }
    for length in 0..sound.len() {
        assert!(matches!(Entry::decode(&sound[..length]), Err(Malformed::CutOff(_))), "{length}");
    }
}

#[test]
fn subjects_out_of_order_or_twice_are_refused() {
    let mut entry = shown();
    entry.says.subjects = [1, 2].map(Uuid::from_u128).into();
    let sound = entry.encode().expect("sound");
    let (first, second) = (109..125, 125..141);
    let swapped = [&sound[..109], &sound[second.clone()], &sound[first.clone()], &sound[141..]].concat();
    let twice = [&sound[..109], &sound[first.clone()], &sound[first], &sound[141..]].concat();
    for bytes in [swapped, twice] {
        assert_eq!(Entry::decode(&bytes), Err(Malformed::Field(Field::Subjects)));
    }
}

proptest! {
    #[test]
    fn what_is_read_would_be_written_so(seq in 0u64..1_000, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4)) {
        let mut bytes = sample::bytes(seq);
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(entry) = Entry::decode(&bytes) {
            prop_assert_eq!(entry.encode(), Ok(bytes));
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..400), versioned: bool) {
        if versioned && let Some(first) = bytes.first_mut() {
            *first = 1;
        }
        if let Ok(entry) = Entry::decode(&bytes) {
            prop_assert_eq!(entry.encode(), Ok(bytes));
        }
    }
}
