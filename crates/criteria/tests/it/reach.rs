//! Single changes, and properties of judging.

use criteria::{Facts, Settings, Truth, UNDETERMINED, judge, single_changes};
use domain::facts::{Route, Value};
use domain::units::Level;
use proptest::prelude::*;

fn one_site() -> (criteria::Pack, Facts, Settings) {
    let pack = crate::decision_28();
    let facts = Facts::collect(&pack, |id| match id {
        "population" => Value::Number(10_000),
        "use_sites" => Value::Number(1),
        "key_route" => Value::Route(Route::None),
        _ => Value::Number(0),
    });
    let settings = Settings::defaults(&pack);
    (pack, facts, settings)
}

#[test]
fn one_site_stands_between_a_commune_and_recognition() {
    let (pack, facts, settings) = one_site();
    let changes = single_changes(&pack, Level::Commune, &facts, &settings);
    let of = |id: &str| {
        changes
            .iter()
            .filter(|c| pack.input_at(c.input).is_some_and(|i| i.id == id))
            .map(|c| (c.to, c.result.as_str()))
            .collect::<Vec<_>>()
    };
    assert_eq!(of("use_sites"), [(Value::Number(0), "DRUG_FREE")]);
    assert_eq!(of("offenders_arrested"), [(Value::Number(1), "KEY_III")]);
    assert!(of("wanted_hiding").is_empty(), "already not drug-free");
    assert!(of("population").is_empty());
}

fn arbitrary_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => prop_oneof![Just(0_i64), 0..4_i64, 0..4000_i64, 0..9_000_000_i64].prop_map(Value::Number),
        2 => prop_oneof![Just(Route::None), Just(Route::Local), Just(Route::Inter)].prop_map(Value::Route),
        1 => Just(Value::Unknown),
        1 => Just(Value::Disputed),
    ]
}

/// A well-typed value of an input, or nothing known.
fn fitting(id: &str, value: Value) -> Value {
    match (id, value) {
        ("key_route", Value::Number(n)) => {
            Value::Route([Route::None, Route::Local, Route::Inter][usize::try_from(n % 3).unwrap_or(0)])
        }
        ("key_route", other) => other,
        ("population" | "communes_total", Value::Number(n)) => Value::Number(n.max(1)),
        ("population" | "communes_total", Value::Route(_)) => Value::Number(1),
        (_, Value::Route(_)) => Value::Number(0),
        (_, other) => other,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Learning a missing figure never turns a decided criterion or a decided result into another.
    #[test]
    fn knowledge_is_monotone(values in prop::collection::vec(arbitrary_value(), 13), at in 0..13_usize, learnt in arbitrary_value(), literal: bool, zero: bool, itself: bool, province: bool) {
        let pack = crate::decision_28();
        let mut settings = Settings::defaults(&pack);
        settings.set(&pack, "band_reading", if literal { "literal" } else { "cumulative" }).expect("known");
        settings.set(&pack, "zero_counts_as_below_band", if zero { "true" } else { "false" }).expect("known");
        settings.set(&pack, "route_point_counts_itself", if itself { "true" } else { "false" }).expect("known");
        let level = if province { Level::Province } else { Level::Commune };
        let mut next = values.iter();
        let mut facts = Facts::collect(&pack, |id| fitting(id, *next.next().unwrap_or(&Value::Unknown)));
        let ix = criteria::InputIx(at);
        facts.set(ix, Value::Unknown);
        let before = judge(&pack, level, &facts, &settings);
        facts.set(ix, fitting(&pack.inputs[at].id, learnt));
        let after = judge(&pack, level, &facts, &settings);
        for (a, b) in before.outcomes.iter().zip(&after.outcomes) {
            prop_assert!(a.truth == Truth::Undetermined || a.truth == b.truth);
        }
        let result = before.result(&pack);
        prop_assert!(result == UNDETERMINED || result == after.result(&pack));
        let possible: Vec<_> = before.possible(&pack).iter().map(|c| c.id.clone()).collect();
        prop_assert!(after.result(&pack) == UNDETERMINED || possible.iter().any(|p| p == after.result(&pack)), "{possible:?}");
    }

    /// Under the cumulative reading a point of a higher band is a point of each lower band.
    #[test]
    fn bands_are_cumulative(values in prop::collection::vec(arbitrary_value(), 13)) {
        let pack = crate::decision_28();
        let mut next = values.iter();
        let facts = Facts::collect(&pack, |id| fitting(id, *next.next().unwrap_or(&Value::Unknown)));
        let verdict = judge(&pack, Level::Commune, &facts, &Settings::defaults(&pack));
        let truth = |id: &str| verdict.truth(pack.criterion(id).expect("known").0);
        for (high, low) in [("C1a", "C2a"), ("C1b", "C2b"), ("C1c", "C2c"), ("C1d", "C2d"), ("C1dd", "C2dd"), ("C2a", "C3a"), ("C2c", "C3b"), ("C2d", "C3c")] {
            prop_assert!(truth(high) != Truth::Met || truth(low) == Truth::Met, "{high} without {low}");
        }
    }

    /// A single change does what it says.
    #[test]
    fn single_changes_hold(values in prop::collection::vec(arbitrary_value(), 13)) {
        let pack = crate::decision_28();
        let mut next = values.iter();
        let facts = Facts::collect(&pack, |id| fitting(id, *next.next().unwrap_or(&Value::Unknown)));
        let settings = Settings::defaults(&pack);
        for change in single_changes(&pack, Level::Commune, &facts, &settings) {
            let mut other = facts.clone();
            other.set(change.input, change.to);
            prop_assert_eq!(judge(&pack, Level::Commune, &other, &settings).result(&pack), change.result);
        }
    }
}
