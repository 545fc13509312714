use std::collections::BTreeMap;

use domain::facts::{Change, Fact, Route, Value, Window, undo};
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::date;
use store::error::StoreError;
use store::facts::{self, Saved};
use store::query::sql;
use testkit::build::{WINDOW_2025, change, entry, fact_ids, recording, unit};
use testkit::{TestDb, build, id, minutes};

const WINDOW_2026: Window = Window { from: date(2025, 12, 15), to: date(2026, 12, 14) };

pub async fn seed_units(it: &TestDb) {
    let mut tx = it.db.begin().await.expect("begins");
    store::units::seed(&mut tx, &build::register(Vec::new()), minutes(0), &build::deed("seed")).await.expect("seeds");
    tx.commit().await.expect("commits");
}

async fn try_save(it: &TestDb, change: &Change) -> Result<Saved, StoreError> {
    let mut tx = it.db.begin().await?;
    let saved = facts::save(&mut tx, change, &build::deed("record")).await?;
    tx.commit().await?;
    Ok(saved)
}

async fn save(it: &TestDb, change: &Change) {
    let saved = try_save(it, change).await.expect("saves");
    assert_eq!(saved, Saved::Written(change.facts().len() as u64));
}

async fn in_force(it: &TestDb, province: Option<&str>, known_at: Option<Timestamp>) -> Vec<Fact> {
    let mut tx = it.db.snapshot().await.expect("snapshot");
    facts::of_window(&mut tx, province, WINDOW_2025, known_at).await.expect("reads")
}

fn values(facts: &[Fact]) -> Vec<(&str, Value)> {
    facts.iter().map(|fact| (fact.input.as_str(), fact.value)).collect()
}

pub async fn a_fact_comes_back_as_it_was_saved(it: &TestDb) {
    seed_units(it).await;
    let mut disputed = entry(12, "use_sites", Value::Disputed);
    disputed.note = Some("hai báo cáo khác nhau (giả định)".to_owned());
    let entries = vec![
        entry(11, "addicts_on_file", Value::Number(0)),
        entry(11, "key_route", Value::Route(Route::Inter)),
        entry(11, "population", Value::Number(i64::MAX)),
        disputed,
    ];
    let first = change(1, &[], entries);
    save(it, &first).await;
    let silent = change(2, first.facts(), vec![entry(11, "population", Value::Unknown)]);
    save(it, &silent).await;

    let mut expected: Vec<Fact> = first.facts().iter().chain(silent.facts()).cloned().collect();
    expected.retain(|fact| Some(fact.id) != silent.facts().first().and_then(|silent| silent.supersedes));
    expected.sort_by(|a, b| (a.unit, &a.input).cmp(&(b.unit, &b.input)));
    assert_eq!(in_force(it, None, None).await, expected);
}

pub async fn only_the_last_word_is_in_force(it: &TestDb) {
    seed_units(it).await;
    for (n, count) in [(1, 5), (2, 7), (3, 6)] {
        let current = in_force(it, None, None).await;
        save(it, &change(n, &current, vec![entry(11, "addicts_on_file", Value::Number(count))])).await;
    }
    assert_eq!(values(&in_force(it, None, None).await), [("addicts_on_file", Value::Number(6))]);
    let mut tx = it.db.snapshot().await.expect("snapshot");
    let history = facts::history(&mut tx, unit(11), WINDOW_2025).await.expect("reads");
    let counts: Vec<_> = history.iter().map(|fact| fact.value.number()).collect();
    assert_eq!(counts, [Some(5), Some(7), Some(6)], "both times and every word stay, oldest first");
}

pub async fn facts_are_asked_as_known_at_an_instant(it: &TestDb) {
    seed_units(it).await;
    for (n, count) in [(1, 5), (5, 7)] {
        let current = in_force(it, None, None).await;
        save(it, &change(n, &current, vec![entry(11, "addicts_on_file", Value::Number(count))])).await;
    }
    let almost = minutes(5).checked_sub(jiff::SignedDuration::from_millis(1)).expect("in range");
    for (at, expected) in
        [(minutes(0), None), (minutes(1), Some(5)), (almost, Some(5)), (minutes(5), Some(7)), (minutes(9), Some(7))]
    {
        let known: Vec<_> = in_force(it, Some("38"), Some(at)).await.iter().map(|fact| fact.value.number()).collect();
        assert_eq!(known, expected.map(Some).into_iter().collect::<Vec<_>>(), "as known at {at}");
    }
}

/// Forty recordings in a fixed disorder; what was known at each minute is counted a second time in Rust.
pub async fn every_instant_agrees_with_a_second_count(it: &TestDb) {
    seed_units(it).await;
    let mut dice = 2025_u64;
    let mut throw = |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    let mut known: BTreeMap<(UnitId, String), Value> = BTreeMap::new();
    let mut states = vec![known.clone()];
    for n in 1..=40 {
        let input = ["use_sites", "plants"][usize::from(throw(2) == 0)];
        let which = [11, 12, 21][usize::try_from(throw(3)).expect("small")];
        let value = match throw(5) {
            0 => Value::Unknown,
            1 => Value::Disputed,
            count => Value::Number(i64::from(n) * 10 + i64::try_from(count).expect("small")),
        };
        let current = in_force(it, None, None).await;
        save(it, &change(n, &current, vec![entry(which, input, value)])).await;
        if value != Value::Unknown || known.contains_key(&(unit(which), input.to_owned())) {
            known.insert((unit(which), input.to_owned()), value);
        }
        states.push(known.clone());
    }
    assert_eq!(known.len(), 6, "the throws reach every figure");
    for (minute, state) in (0..).zip(states) {
        let found = in_force(it, None, Some(minutes(minute))).await;
        let found: BTreeMap<_, _> = found.into_iter().map(|fact| ((fact.unit, fact.input), fact.value)).collect();
        assert_eq!(found, state, "as known at minute {minute}");
    }
}

pub async fn a_province_is_asked_without_the_others(it: &TestDb) {
    seed_units(it).await;
    let entries = [11, 12, 21].map(|n| entry(n, "use_sites", Value::Number(1))).to_vec();
    save(it, &change(1, &[], entries)).await;
    let mut found = Vec::new();
    for province in [Some("38"), Some("75"), Some("01"), None] {
        found.push(in_force(it, province, None).await.iter().map(|fact| fact.unit).collect::<Vec<_>>());
    }
    let [thanh_hoa, dong_nai] = [vec![unit(11), unit(12)], vec![unit(21)]];
    assert_eq!(found, [thanh_hoa.clone(), dong_nai, Vec::new(), vec![unit(11), unit(12), unit(21)]]);
}

pub async fn windows_do_not_mix(it: &TestDb) {
    seed_units(it).await;
    save(it, &change(1, &[], vec![entry(11, "use_sites", Value::Number(1))])).await;
    let next = domain::facts::Recording { window: WINDOW_2026, ..recording(2) };
    let next = domain::facts::record(&[], vec![entry(11, "use_sites", Value::Number(2))], &next, fact_ids(2));
    save(it, &next.expect("records")).await;
    assert_eq!(values(&in_force(it, None, None).await), [("use_sites", Value::Number(1))]);
    let mut tx = it.db.snapshot().await.expect("snapshot");
    let later = facts::of_window(&mut tx, None, WINDOW_2026, None).await.expect("reads");
    assert_eq!(values(&later), [("use_sites", Value::Number(2))]);
    let history = facts::history(&mut tx, unit(11), WINDOW_2026).await.expect("reads");
    assert_eq!(values(&history), [("use_sites", Value::Number(2))]);
}

pub async fn the_same_batch_is_written_once(it: &TestDb) {
    seed_units(it).await;
    let change = change(1, &[], vec![entry(11, "use_sites", Value::Number(1))]);
    save(it, &change).await;
    assert_eq!(try_save(it, &change).await.expect("harmless"), Saved::Before);
    let mut tx = it.db.snapshot().await.expect("snapshot");
    assert_eq!(facts::revision(&mut tx, None, 2025).await.expect("reads"), 1, "nothing moved");
}

pub async fn two_cannot_both_have_the_last_word(it: &TestDb) {
    seed_units(it).await;
    // both saw nothing
    save(it, &change(1, &[], vec![entry(11, "use_sites", Value::Number(1))])).await;
    let second = change(2, &[], vec![entry(11, "use_sites", Value::Number(2))]);
    let refused = try_save(it, &second).await.expect_err("someone was first");
    assert!(matches!(refused, StoreError::Conflict { .. }), "{refused:?}");
    // both saw 1
    let seen = in_force(it, None, None).await;
    save(it, &change(3, &seen, vec![entry(11, "use_sites", Value::Number(3))])).await;
    let fourth = change(4, &seen, vec![entry(11, "use_sites", Value::Number(4))]);
    let refused = try_save(it, &fourth).await.expect_err("someone was first");
    assert!(matches!(refused, StoreError::Conflict { .. }), "{refused:?}");
    assert_eq!(values(&in_force(it, None, None).await), [("use_sites", Value::Number(3))]);
}

pub async fn a_fact_supersedes_only_its_like(it: &TestDb) {
    seed_units(it).await;
    let first = change(1, &[], vec![entry(11, "use_sites", Value::Number(1))]);
    save(it, &first).await;
    // a fact that lies about what it is about: the same id, another unit
    for (unit_id, input) in [(12, "use_sites"), (11, "plants")] {
        let lying: Vec<Fact> = first
            .facts()
            .iter()
            .map(|fact| Fact { unit: unit(unit_id), input: input.to_owned(), ..fact.clone() })
            .collect();
        let second = change(2, &lying, vec![entry(unit_id, input, Value::Number(2))]);
        let refused = try_save(it, &second).await.expect_err("not the same figure");
        assert!(matches!(refused, StoreError::Refused { .. }), "{refused:?}");
    }
}

pub async fn facts_cannot_be_changed_or_deleted(it: &TestDb) {
    seed_units(it).await;
    save(it, &change(1, &[], vec![entry(11, "use_sites", Value::Number(1))])).await;
    for text in ["update fact set number = 0", "delete from fact", "delete from unit"] {
        let mut tx = it.db.begin().await.expect("begins");
        let refused = tx.run(sql(text)).await.expect_err(text);
        assert!(matches!(refused, StoreError::Refused { .. }), "{text}: {refused:?}");
    }
    assert_eq!(values(&in_force(it, None, None).await), [("use_sites", Value::Number(1))]);
}

pub async fn a_batch_can_be_undone(it: &TestDb) {
    seed_units(it).await;
    save(it, &change(1, &[], vec![entry(11, "use_sites", Value::Number(1))])).await;
    let seen = in_force(it, None, None).await;
    let entries = vec![entry(11, "use_sites", Value::Number(9)), entry(21, "plants", Value::Number(9))];
    save(it, &change(2, &seen, entries)).await;
    save(it, &change(3, &in_force(it, None, None).await, vec![entry(12, "plants", Value::Number(3))])).await;

    let mut tx = it.db.snapshot().await.expect("snapshot");
    let around = facts::around_batch(&mut tx, recording(2).batch).await.expect("reads");
    drop(tx);
    assert_eq!(around.len(), 3, "the batch's two and the one before: {around:?}");
    let back = undo(&around, recording(2).batch, &recording(4), fact_ids(4)).expect("undoes");
    save(it, &back).await;
    let now = in_force(it, None, None).await;
    let expected = [("use_sites", Value::Number(1)), ("plants", Value::Number(3)), ("plants", Value::Unknown)];
    assert_eq!(values(&now), expected);

    let mut tx = it.db.snapshot().await.expect("snapshot");
    let around = facts::around_batch(&mut tx, recording(2).batch).await.expect("reads");
    assert_eq!(around.len(), 5, "what superseded the batch belongs to it too");
}

pub async fn batches_are_listed_newest_first(it: &TestDb) {
    seed_units(it).await;
    let entries = vec![entry(11, "use_sites", Value::Number(1)), entry(21, "use_sites", Value::Number(1))];
    save(it, &change(1, &[], entries)).await;
    let seen = in_force(it, None, None).await;
    save(it, &change(2, &seen, vec![entry(11, "use_sites", Value::Number(2))])).await;
    let mut tx = it.db.snapshot().await.expect("snapshot");
    let lines = async |tx: &mut store::Tx, province| -> Vec<(uuid::Uuid, i64, i64)> {
        let batches = facts::batches(tx, province, WINDOW_2025).await.expect("reads");
        batches.iter().map(|batch| (batch.id, batch.facts, batch.in_force)).collect()
    };
    let (one, two) = (recording(1), recording(2));
    assert_eq!(lines(&mut tx, None).await, [(two.batch, 1, 1), (one.batch, 2, 1)]);
    assert_eq!(lines(&mut tx, Some("38")).await, [(two.batch, 1, 1), (one.batch, 1, 0)]);
    assert_eq!(lines(&mut tx, Some("75")).await, [(one.batch, 1, 1)]);
    let all = facts::batches(&mut tx, None, WINDOW_2025).await.expect("reads");
    let newest = all.first().expect("there are two");
    assert_eq!((newest.entered_by.as_str(), newest.recorded_at), (two.entered_by.as_str(), two.at));
    assert_eq!((newest.source_title.as_str(), newest.source_date), (two.source.title.as_str(), two.source.date));
    assert_eq!(newest.source_number, two.source.number);
    assert!(facts::batches(&mut tx, None, WINDOW_2026).await.expect("reads").is_empty());
}

pub async fn revisions_move_with_the_facts(it: &TestDb) {
    seed_units(it).await;
    let mut tx = it.db.snapshot().await.expect("snapshot");
    assert_eq!(facts::revision(&mut tx, None, 2025).await.expect("reads"), 0);
    assert!(facts::years(&mut tx).await.expect("reads").is_empty());
    drop(tx);
    save(it, &change(1, &[], vec![entry(11, "use_sites", Value::Number(1))])).await;
    let entries = vec![entry(12, "use_sites", Value::Number(1)), entry(21, "use_sites", Value::Number(1))];
    save(it, &change(2, &[], entries)).await;
    let next = domain::facts::Recording { window: WINDOW_2026, ..recording(3) };
    let next = domain::facts::record(&[], vec![entry(11, "use_sites", Value::Number(2))], &next, fact_ids(3));
    save(it, &next.expect("records")).await;
    save(it, &change(4, &[], Vec::new())).await;

    let mut tx = it.db.snapshot().await.expect("snapshot");
    let mut found = Vec::new();
    for (province, year) in [(Some("38"), 2025), (Some("75"), 2025), (None, 2025), (None, 2026), (Some("01"), 2025)] {
        found.push(facts::revision(&mut tx, province, year).await.expect("reads"));
    }
    assert_eq!(found, [2, 1, 3, 1, 0]);
    assert_eq!(facts::years(&mut tx).await.expect("reads"), [2026, 2025]);
}

pub async fn a_refused_save_leaves_nothing(it: &TestDb) {
    seed_units(it).await;
    let entries = vec![entry(11, "use_sites", Value::Number(1)), entry(12, "use_sites", Value::Number(-1))];
    let refused = try_save(it, &change(1, &[], entries)).await.expect_err("a negative number");
    assert!(matches!(refused, StoreError::Refused { .. }), "{refused:?}");
    assert!(in_force(it, None, None).await.is_empty());
    let mut tx = it.db.snapshot().await.expect("snapshot");
    assert_eq!(facts::revision(&mut tx, None, 2025).await.expect("reads"), 0);
}

pub async fn a_fact_of_an_unknown_unit_is_refused(it: &TestDb) {
    seed_units(it).await;
    let change = change(1, &[], vec![entry(13, "use_sites", Value::Number(1))]);
    let refused = try_save(it, &change).await.expect_err("no such unit");
    assert!(matches!(refused, StoreError::Refused { .. }), "{refused:?}");
}

pub async fn large_batches_are_saved_whole(it: &TestDb) {
    seed_units(it).await;
    let inputs: Vec<String> = (0..250).map(|n| format!("input_{n:03}")).collect();
    let entries = (0_i64..).zip(&inputs).map(|(n, input)| entry(11, input, Value::Number(n))).collect();
    save(it, &change(1, &[], entries)).await;
    let found = in_force(it, None, None).await;
    let numbers: Vec<_> = found.iter().filter_map(|fact| fact.value.number()).collect();
    assert_eq!(numbers, (0..250).collect::<Vec<_>>(), "in the order of the inputs");
    assert_eq!(found.first().map(|fact| fact.id), Some(id(1001, 1)));
}
