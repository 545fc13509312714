//! Facts are superseded, never overwritten; a batch can be taken back.

use domain::facts::{Change, Entry, Fact, RecordError, Recording, Source, Value, Window, record, undo};
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use uuid::Uuid;

fn recording(batch: u128, at: i64) -> Recording {
    Recording {
        batch: Uuid::from_u128(batch),
        window: Window { from: date(2024, 12, 15), to: date(2025, 12, 14) },
        source: Source { title: "Báo cáo giả định".into(), ..Source::default() },
        entered_by: "Người nhập giả định".into(),
        at: Timestamp::from_second(at).expect("in range"),
    }
}

fn entry(unit: u128, value: Value) -> Entry {
    Entry {
        unit: UnitId(Uuid::from_u128(unit)),
        province_code: "38".into(),
        input: "population".into(),
        value,
        note: None,
        place: None,
    }
}

/// What a store does: keep all, and find what nothing supersedes.
#[derive(Default)]
struct Shelf(Vec<Fact>, u128);

impl Shelf {
    fn current(&self) -> Vec<Fact> {
        self.0.iter().filter(|f| !self.0.iter().any(|s| s.supersedes == Some(f.id))).cloned().collect()
    }
    fn keep(&mut self, change: &Change) {
        self.0.extend(change.facts().iter().cloned());
    }
    fn record(&mut self, batch: u128, entries: Vec<Entry>) -> Result<usize, RecordError> {
        let mut next = self.1;
        let change = record(&self.current(), entries, &recording(batch, 0), || {
            next += 1;
            Uuid::from_u128(next)
        })?;
        self.1 = next;
        self.keep(&change);
        Ok(change.facts().len())
    }
    fn undo(&mut self, batch: u128, with: u128) {
        let mut next = self.1;
        let change = undo(&self.0, Uuid::from_u128(batch), &recording(with, 0), || {
            next += 1;
            Uuid::from_u128(next)
        })
        .expect("signed");
        self.1 = next;
        self.keep(&change);
    }
    fn value(&self, unit: u128) -> Value {
        let current = self.current();
        let mut of_unit = current.iter().filter(|f| f.unit.0 == Uuid::from_u128(unit));
        let value = of_unit.next().map_or(Value::Unknown, |f| f.value);
        assert!(of_unit.next().is_none(), "one fact in force per unit and input");
        value
    }
}

#[test]
fn what_is_already_known_writes_nothing() {
    let mut shelf = Shelf::default();
    assert_eq!(shelf.record(1, vec![entry(7, Value::Number(5))]), Ok(1));
    assert_eq!(shelf.record(2, vec![entry(7, Value::Number(5)), entry(8, Value::Unknown)]), Ok(0));
    assert_eq!(shelf.record(3, vec![entry(7, Value::Unknown)]), Ok(1), "known to unknown is a change");
}

#[test]
fn refusals() {
    let one = || vec![entry(7, Value::Number(5))];
    let nobody = Recording { entered_by: "  ".into(), ..recording(1, 0) };
    assert_eq!(record(&[], one(), &nobody, Uuid::nil), Err(RecordError::NobodyEntered));
    let no_paper = Recording { source: Source::default(), ..recording(1, 0) };
    assert_eq!(record(&[], one(), &no_paper, Uuid::nil), Err(RecordError::NoSource));
    let twice = vec![entry(7, Value::Number(5)), entry(7, Value::Number(6))];
    assert!(matches!(record(&[], twice, &recording(1, 0), Uuid::nil), Err(RecordError::Twice { .. })));
}

#[test]
fn undo_keeps_a_newer_word() {
    let mut shelf = Shelf::default();
    shelf.record(1, vec![entry(7, Value::Number(1)), entry(8, Value::Number(1))]).expect("recorded");
    shelf.record(2, vec![entry(7, Value::Number(2)), entry(8, Value::Number(2))]).expect("recorded");
    shelf.record(3, vec![entry(8, Value::Number(3))]).expect("recorded");
    shelf.undo(2, 4);
    assert_eq!((shelf.value(7), shelf.value(8)), (Value::Number(1), Value::Number(3)));
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![(0..4_i64).prop_map(Value::Number), Just(Value::Unknown), Just(Value::Disputed)]
}

proptest! {
    /// Any sequence of batches: nothing is lost, one fact is in force, undoing the last batch restores the state before it.
    #[test]
    fn histories(batches in prop::collection::vec(prop::collection::btree_map(0_u128..4, value(), 1..4), 1..8)) {
        let mut shelf = Shelf::default();
        let mut before = Vec::new();
        let mut kept = 0;
        for (n, batch) in batches.iter().enumerate() {
            before = (0..4).map(|u| shelf.value(u)).collect();
            let entries = batch.iter().map(|(u, v)| entry(*u, *v)).collect();
            kept += shelf.record(n as u128 + 1, entries).expect("recorded");
            prop_assert_eq!(shelf.0.len(), kept);
            for (unit, value) in batch {
                prop_assert_eq!(shelf.value(*unit), *value);
            }
        }
        shelf.undo(batches.len() as u128, 99);
        let after: Vec<_> = (0..4).map(|u| shelf.value(u)).collect();
        prop_assert_eq!(after, before);
    }
}
