//! Many reports made one, units that merged in the middle, and what goes to other programs.

use std::collections::BTreeMap;

use domain::facts::Window;
use domain::units::UnitId;
use jiff::civil::date;
use programme::indicators::{Indicator, Measured, Why};
use programme::reports::{
    Below, DataValue, Known, Misfit, Outcome, Relation, Rule, carried, check, consolidate, periods_of,
};
use proptest::prelude::*;
use uuid::Uuid;

use super::{OFFICE, WINDOW, Written, enter, figures, fill, now, term};
use crate::indicators::shipped;
use programme::reports::ReportAct;

fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(n))
}

/// A report that went up with so many on the list, and so many sessions.
fn report(addicts: i64, sessions: Measured) -> Written {
    let mut written = Written::begun();
    for act in [figures(addicts, 0), enter(sessions, None), fill("x"), ReportAct::Submit {}] {
        written.act(super::HEAD, act).expect("written");
    }
    written
}

fn together(reports: &[(u128, Written)], expected: &[UnitId], ids: &[&str]) -> programme::reports::Consolidated {
    let known = shipped();
    let indicators: Vec<&Indicator> = ids.iter().map(|id| known.get(id).expect("an indicator")).collect();
    let below: Vec<Below<'_>> = reports
        .iter()
        .filter_map(|(n, written)| {
            let version = written.report().in_force()?;
            Some(Below { unit: unit(*n), report: Uuid::from_u128(*n), version })
        })
        .collect();
    consolidate(&indicators, expected, &below, WINDOW, now())
}

#[test]
fn a_missing_commune_is_named_and_never_zero() {
    let reports = [(1, report(12, Measured::count(3))), (2, report(5, Measured::count(4)))];
    let all = together(&reports, &[unit(1), unit(2)], &["addicts"]);
    assert_eq!((all.figures[0].value.clone(), all.missing.len()), (Measured::count(17), 0));
    let some = together(&reports, &[unit(1), unit(2), unit(3)], &["addicts"]);
    assert_eq!(some.missing, [unit(3)]);
    assert_eq!(some.figures[0].value, Measured::Partial { value: 17, denominator: None, have: 2, all: 3 });
    assert_eq!(some.figures[0].units[2].value, Measured::unknown(Why::NoReports));
    let none = together(&[], &[unit(1)], &["addicts"]);
    assert_eq!(none.figures[0].value, Measured::unknown(Why::NoReports));
}

#[test]
fn a_returned_report_does_not_count() {
    let mut returned = report(12, Measured::count(3));
    let back = ReportAct::Return { reason: "x".into(), comments: Vec::new(), due: date(2026, 9, 12), task: None };
    returned.act(OFFICE, back).expect("returned");
    let some = together(&[(1, returned)], &[unit(1)], &["addicts"]);
    assert_eq!(some.missing, [unit(1)]);
}

#[test]
fn what_one_commune_does_not_know_leaves_the_sum_partial() {
    let reports = [(1, report(12, Measured::count(3))), (2, report(5, super::unknown()))];
    let made = together(&reports, &[unit(1), unit(2)], &["sessions"]);
    assert_eq!(made.figures[0].value, Measured::Partial { value: 3, denominator: None, have: 1, all: 2 });
    assert!(made.missing.is_empty(), "it did report");
}

#[test]
fn a_report_of_a_unit_that_is_gone_does_not_count() {
    let reports = [(1, report(12, Measured::count(3))), (9, report(500, Measured::count(4)))];
    let made = together(&reports, &[unit(1)], &["addicts"]);
    assert_eq!(made.figures[0].value, Measured::count(12));
    assert_eq!(made.sources.len(), 1);
}

#[test]
fn a_unit_of_a_merger_in_the_middle_carries_those_before_it() {
    let register = domain::units::shipped().expect("the register");
    // on 30/4/2026 communes became wards of the same ground; of the units that began within the window, each carries
    // those that wholly went into it
    let window = Window { from: date(2025, 6, 15), to: date(2025, 9, 14) };
    let day = window.to;
    let began: Vec<_> = register
        .level(domain::units::Level::Commune, day)
        .map(|version| (version.unit, carried(&register, version.unit, window)))
        .filter(|(_, carried)| !carried.is_empty())
        .collect();
    assert!(began.len() > 3_000, "{} of the communes of 1/7/2025", began.len());
    for (unit, before) in &began {
        for one in before {
            assert!(one.unit != *unit && one.window.from == window.from && one.window.to < day);
            let only = register.successors(one.unit).all(|arrow| arrow.to == *unit);
            assert!(!one.whole || only, "a divided unit is not carried whole");
        }
    }
    let after = Window { from: date(2025, 9, 15), to: date(2025, 12, 14) };
    assert!(began.iter().all(|(unit, _)| carried(&register, *unit, after).is_empty()));
}

#[test]
fn rules_say_what_holds_what_is_broken_and_what_nobody_knows() {
    let rule = Rule {
        id: "flow".to_owned(),
        says: "Đầu kỳ + đưa vào − đưa ra = cuối kỳ".to_owned(),
        left: vec![term("opening"), term("in"), term("-out")],
        is: Relation::Equal,
        right: vec![term("closing")],
    };
    let rules = [rule];
    let of = |numbers: [Option<i64>; 4]| {
        let named: BTreeMap<&str, Option<i64>> = ["opening", "in", "out", "closing"].into_iter().zip(numbers).collect();
        check(&rules, |id| named[id].map(Measured::count)).remove(0).outcome
    };
    assert_eq!(of([Some(10), Some(3), Some(2), Some(11)]), Outcome::Holds);
    assert_eq!(of([Some(10), Some(3), Some(2), Some(12)]), Outcome::Broken { left: 11, right: 12 });
    assert_eq!(of([Some(10), None, Some(2), Some(12)]), Outcome::Open { missing: vec!["in".to_owned()] });
}

fn known<T>(ask: impl FnOnce(Known<'_>) -> T) -> T {
    let indicators = shipped();
    let periods = BTreeMap::from([("2026-Q3".to_owned(), WINDOW)]);
    let unit = |code: &str| code == "14845";
    ask(Known { indicators: &indicators, unit: &unit, periods: &periods })
}

fn value(indicator: &str, value: &str) -> DataValue {
    DataValue {
        indicator: indicator.to_owned(),
        unit: "14845".to_owned(),
        period: "2026-Q3".to_owned(),
        value: value.to_owned(),
        withheld: false,
    }
}

#[test]
fn what_comes_in_is_held_against_what_is_known() {
    known(|known| {
        let read = |value: DataValue| value.measured(known, "row 7");
        assert_eq!(read(value("sessions", "12")), Ok(Measured::count(12)));
        assert!(
            matches!(read(value("sesions", "12")), Err(Misfit::Indicator { nearest: Some(n), .. }) if n == "sessions")
        );
        assert!(matches!(read(value("sessions", "1.200")), Err(Misfit::Value { .. })));
        assert!(matches!(read(value("sessions", "-3")), Err(Misfit::Value { .. })));
        assert!(matches!(read(value("sessions", "")), Err(Misfit::Value { .. })), "nothing is not zero");
        let untold = DataValue { withheld: true, ..value("addicts@sex.female", "") };
        assert_eq!(read(untold), Ok(Measured::unknown(Why::Withheld)), "what is not told is no number");
        assert_eq!(read(value("addicts@sex.female", "6")), Ok(Measured::count(6)));
        assert!(matches!(read(value("addicts@sex.both", "6")), Err(Misfit::Indicator { .. })));
        assert!(matches!(read(value("share_pledged", "50")), Err(Misfit::Value { .. })));
        assert!(matches!(read(value("key_route", "perhaps")), Err(Misfit::Value { .. })));
        let elsewhere = DataValue { unit: "00000".to_owned(), ..value("sessions", "1") };
        assert!(matches!(read(elsewhere), Err(Misfit::Unit { place, .. }) if place == "row 7"));
        let never = DataValue { period: "2026-Q9".to_owned(), ..value("sessions", "1") };
        assert!(matches!(read(never), Err(Misfit::Period { value, .. }) if value == "2026-Q9"));
    });
}

proptest! {
    /// Whatever a figure is: it travels as what it is, or not at all.
    #[test]
    fn a_figure_comes_back_as_it_went(number in 0_i64..i64::MAX) {
        let measured = Measured::count(number);
        let indicators = shipped();
        let indicator = indicators.get("sessions").expect("an indicator");
        let sent = DataValue::of(indicator, "14845", "2026-Q3", &measured).expect("known");
        prop_assert_eq!(known(|known| sent.measured(known, "x")), Ok(measured));
    }
}

#[test]
fn unknown_is_absent() {
    let indicators = shipped();
    let indicator = indicators.get("sessions").expect("an indicator");
    let partial = Measured::Partial { value: 3, denominator: None, have: 1, all: 2 };
    for measured in [super::unknown(), partial] {
        assert_eq!(DataValue::of(indicator, "14845", "2026-Q3", &measured), None);
    }
}

#[test]
fn periods_are_called_by_the_calendar_year_elsewhere() {
    let of = |period| periods_of(period).map(|(dhis2, adx)| format!("{dhis2} {adx}"));
    assert_eq!(of("2026-Q3").as_deref(), Some("2026Q3 2026-07-01/P3M"));
    assert_eq!(of("2026-H1").as_deref(), Some("2026S1 2026-01-01/P6M"));
    assert_eq!(of("2026-year").as_deref(), Some("2026 2026-01-01/P1Y"));
    assert_eq!(of("2026-M02").as_deref(), Some("202602 2026-02-01/P1M"));
    assert_eq!(of("2026-M9"), None, "nine months since the year began have no name there");
    assert_eq!(of("sometime"), None);
}
