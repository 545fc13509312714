//! What is told to whoever does not keep the files: nothing about few people, and nothing from which it follows.

use std::collections::BTreeMap;

use domain::units::UnitId;
use programme::indicators::Measured;
use programme::reports::{Contract, Needed, Opening, Relation, Report, ReportAct, Rule, UnitFigure};
use uuid::Uuid;

use super::{WRITER, Written, figure, opening, term};
use crate::indicators::shipped;

const GROUPS: [&str; 3] = ["addicts@sex.male", "addicts@sex.female", "addicts@sex.unknown"];

/// A report of exactly these figures.
fn report(numbers: &[(&str, i64)], rules: Vec<Rule>) -> Report {
    let mut written = Written::default();
    let needed =
        |(id, _): &(&str, i64)| Needed { indicator: (*id).to_owned(), typed: false, required: true, parts: None };
    let contract = Contract { figures: numbers.iter().map(needed).collect(), narratives: Vec::new(), rules };
    let opening = Opening { contract, ..opening() };
    written.act(WRITER, ReportAct::Open { opening }).expect("begun");
    let figures = numbers.iter().map(|(id, number)| figure(id, Measured::count(*number))).collect();
    written.act(WRITER, ReportAct::Assemble { figures }).expect("worked out");
    written.report().clone()
}

fn told(report: &Report) -> BTreeMap<String, Option<i64>> {
    let told = report.told(&shipped());
    told.draft.cells.into_iter().map(|(id, cell)| (id, cell.said().whole())).collect()
}

fn balance() -> Rule {
    Rule {
        id: "balance".to_owned(),
        says: "Đầu kỳ + đưa vào − đưa ra = cuối kỳ".to_owned(),
        left: vec![term("addicts_opening"), term("addicts_in"), term("-addicts_out")],
        is: Relation::Equal,
        right: vec![term("addicts")],
    }
}

#[test]
fn few_are_not_told_and_do_not_follow_from_the_balance() {
    let of = [("addicts_opening", 20), ("addicts_in", 3), ("addicts_out", 6), ("addicts", 17), ("sessions", 2)];
    let told = told(&report(&of, vec![balance()]));
    assert_eq!(told["addicts_in"], None);
    let hidden = ["addicts_opening", "addicts_in", "addicts_out", "addicts"].iter().filter(|id| told[**id].is_none());
    assert_eq!(hidden.count(), 2, "another one goes with it: {told:?}");
    assert_eq!(told["sessions"], Some(2), "meetings are no people");
}

#[test]
fn a_group_of_few_takes_a_second_group_and_nobody_is_told_as_nobody() {
    let of = [("addicts", 20), (GROUPS[0], 18), (GROUPS[1], 2), (GROUPS[2], 0)];
    let told = told(&report(&of, Vec::new()));
    assert_eq!((told[GROUPS[0]], told[GROUPS[1]]), (None, None), "{told:?}");
    assert_eq!((told["addicts"], told[GROUPS[2]]), (Some(20), Some(0)), "{told:?}");
    let of = [("addicts", 20), (GROUPS[0], 12), (GROUPS[1], 8), (GROUPS[2], 0)];
    assert!(self::told(&report(&of, Vec::new())).values().all(Option::is_some), "none is few");
}

#[test]
fn of_units_a_second_one_is_not_told_and_the_sum_stays() {
    let mut report = report(&[("addicts", 40)], Vec::new());
    let unit = |n: u128, value| UnitFigure { unit: UnitId(Uuid::from_u128(n)), value: Measured::count(value) };
    let cell = report.draft.cells.get_mut("addicts").expect("a figure");
    cell.figure.units = vec![unit(1, 2), unit(2, 30), unit(3, 8)];
    let told = report.told(&shipped());
    let cell = &told.draft.cells["addicts"];
    let units: Vec<Option<i64>> = cell.figure.units.iter().map(|one| one.value.whole()).collect();
    assert_eq!((cell.said().whole(), units), (Some(40), vec![None, Some(30), None]));
    assert!(cell.figure.units.iter().all(|one| one.value.is_known() || one.value.is_withheld()), "and says so");
}
