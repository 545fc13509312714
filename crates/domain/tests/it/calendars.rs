//! What is owed, over which days, and by when.

use domain::access::NATION;
use domain::calendars::{
    Agenda, Calendar, CalendarError, Cycle, Duty, Owes, Part, SHIPPED, Sent, Status, around, load, load_over,
};
use domain::cases::Calendar as WorkingDays;
use domain::units::{Extent, Kind, Level, Lineage, Register, Start, UnitId, Version, shipped};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use uuid::Uuid;

fn calendars() -> Vec<Calendar> {
    load(SHIPPED).unwrap_or_else(|fault| panic!("{fault}"))
}

fn working() -> WorkingDays {
    WorkingDays::shipped().expect("sound")
}

fn commune(register: &Register, code: &str, day: Date) -> UnitId {
    register.at_code(code, Level::Commune, day).expect("a commune").unit
}

fn of<'c>(calendars: &'c [Calendar], id: &str) -> &'c Calendar {
    calendars.iter().find(|calendar| calendar.id == id).expect("it is shipped")
}

#[test]
fn before_a_day_is_the_day_before_it() {
    let calendars = calendars();
    let owed = of(&calendars, "kh192-thanh-hoa").of_year(2026, &working());
    let told: Vec<_> = owed.iter().map(|o| (o.period.as_str(), o.window.from, o.window.to, o.due)).collect();
    assert_eq!(
        told,
        [
            ("2026-Q1", date(2025, 12, 15), date(2026, 3, 14), Some(date(2026, 3, 14))),
            ("2026-H1", date(2025, 12, 15), date(2026, 6, 14), Some(date(2026, 6, 14))),
            ("2026-Q3", date(2026, 6, 15), date(2026, 9, 14), Some(date(2026, 9, 14))),
            ("2026-year", date(2025, 12, 15), date(2026, 12, 14), Some(date(2026, 12, 14))),
        ]
    );
    let year = of(&calendars, "qd28").of_year(2026, &working());
    assert_eq!(year[0].due, Some(date(2026, 12, 19)), "trước ngày 20/12");
    let ministry = of(&calendars, "qd28-ministry").of_year(2026, &working());
    assert_eq!(ministry[0].due, Some(date(2026, 12, 29)), "trước ngày 30/12");
    let police = of(&calendars, "tt13-police").of_year(2026, &working());
    assert_eq!(police[0].due, Some(date(2026, 3, 18)), "the 18th itself");
}

#[test]
fn a_plan_owes_nothing_before_it_was_signed_and_after_its_term() {
    let calendars = calendars();
    let plan = of(&calendars, "kh192-thanh-hoa");
    let first = plan.of_year(2025, &working());
    let told: Vec<_> = first.iter().map(|owed| owed.period.as_str()).collect();
    assert_eq!(told, ["2025-Q3", "2025-year"], "signed on 8/9/2025");
    assert_eq!(plan.of_year(2030, &working()).len(), 4);
    let after: Vec<_> = plan.of_year(2031, &working()).into_iter().map(|owed| owed.period).collect();
    assert_eq!(after, ["2031-Q1", "2031-H1", "2031-year"], "their days begin in its last weeks");
}

#[test]
fn who_owes_is_the_unit_that_is_there_when_it_is_due() {
    let (calendars, register) = (calendars(), shipped().expect("sound"));
    let day = date(2026, 9, 1);
    let here = commune(&register, "14845", day);
    let owed = around(&calendars, &register, &working(), here, day);
    let told: Vec<_> =
        owed.iter().map(|(duty, at)| (duty.owed.calendar.id.as_str(), duty.owed.period.as_str(), *at)).collect();
    assert_eq!(
        told,
        [
            // nothing was submitted since the plan was signed
            ("kh192-thanh-hoa", "2025-Q3", Status::Late { since: date(2025, 9, 15), days: 352 }),
            ("kh192-thanh-hoa", "2025-year", Status::Late { since: date(2025, 12, 15), days: 261 }),
            ("kh192-thanh-hoa", "2026-Q1", Status::Late { since: date(2026, 3, 15), days: 171 }),
            ("kh192-thanh-hoa", "2026-H1", Status::Late { since: date(2026, 6, 15), days: 79 }),
            ("kh192-thanh-hoa", "2026-Q3", Status::Open { days_left: 13 }),
            ("kh192-thanh-hoa", "2026-year", Status::Open { days_left: 104 }),
            ("qd28-commune", "2026-year", Status::Open { days_left: 104 }),
            ("kh192-thanh-hoa", "2027-Q1", Status::Ahead { days: 105 }),
            ("qd28-commune", "2027-year", Status::Ahead { days: 105 }),
        ]
    );
    // a former commune owes nothing; a commune of another province not this plan's
    let before = date(2025, 6, 1);
    let former = register.level(Level::Commune, before).find(|unit| register.version(unit.unit, day).is_none());
    let former = former.expect("thousands went").unit;
    assert!(around(&calendars, &register, &working(), former, day).is_empty());
    let elsewhere = register
        .level(Level::Commune, day)
        .find(|unit| register.province(unit.unit, day).is_some_and(|province| province.code == "33"));
    let elsewhere = elsewhere.expect("Hưng Yên has communes").unit;
    let owed = around(&calendars, &register, &working(), elsewhere, day);
    assert!(owed.iter().all(|(duty, _)| duty.owed.calendar.id != "kh192-thanh-hoa"));
    assert!(owed.iter().any(|(duty, _)| duty.owed.calendar.id == "kh199-hung-yen"));
}

#[test]
fn each_level_owes_its_own() {
    let (calendars, register) = (calendars(), shipped().expect("sound"));
    let day = date(2026, 12, 1);
    let ids = |unit| {
        let owed = Agenda::new(&calendars, &working(), day).of(&register, unit);
        let mut ids: Vec<_> = owed.iter().map(|duty| duty.owed.calendar.id.clone()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let province = register.at_code("38", Level::Province, day).expect("Thanh Hóa").unit;
    assert_eq!(ids(province), ["kh192-thanh-hoa-tinh", "qd28", "tt13-police"]);
    assert_eq!(ids(NATION), ["qd28-ministry", "tt13-c04", "tt13-ministry"]);
    assert_eq!(ids(commune(&register, "14845", day)), ["kh192-thanh-hoa", "qd28-commune"]);
    assert!(
        calendars.iter().filter(|calendar| calendar.owes == Owes::Nobody).all(|calendar| !calendar.title.is_empty())
    );
}

#[test]
fn hong_linh_reported_by_month_and_quarter_in_its_year() {
    let (calendars, register) = (calendars(), shipped().expect("sound"));
    let year = of(&calendars, "hong-linh-2024").of_year(2024, &working());
    assert_eq!(year.len(), 16, "twelve months and four quarters");
    assert!(of(&calendars, "hong-linh-2024").of_year(2025, &working()).is_empty(), "for 2024 alone");
    let day = date(2024, 5, 20);
    let town = register.at_code("437", Level::District, day).expect("the town was there").unit;
    let owed = around(&calendars, &register, &working(), town, day);
    let open: Vec<_> = owed.iter().filter(|(_, at)| matches!(at, Status::Open { .. })).collect();
    let told: Vec<_> = open.iter().map(|(duty, _)| duty.owed.period.as_str()).collect();
    assert_eq!(told, ["2024-M06", "2024-Q2"]);
    assert!(open.iter().all(|(duty, _)| duty.owed.due.is_none()), "no day was named");
}

#[test]
fn what_is_late_says_since_when() {
    let (calendars, register) = (calendars(), shipped().expect("sound"));
    let day = date(2026, 9, 20);
    let here = commune(&register, "14845", day);
    let owed = around(&calendars, &register, &working(), here, day);
    let (_, late) = owed.iter().find(|(duty, _)| duty.owed.period == "2026-Q3").expect("a week late");
    assert_eq!(*late, Status::Late { since: date(2026, 9, 15), days: 6 });
    // however long ago: it is owed until it is submitted
    let day = date(2028, 11, 1);
    let long_after = around(&calendars, &register, &working(), here, day);
    let (_, late) = long_after.iter().find(|(duty, _)| duty.owed.period == "2026-Q3").expect("two years late");
    assert!(matches!(late, Status::Late { since, .. } if *since == date(2026, 9, 15)), "{late:?}");
    let agenda = Agenda::new(&calendars, &working(), day);
    let on = Some(date(2026, 9, 14));
    let submitted = agenda.near(&register, here, 30, &|duty| Sent::from(on.filter(|_| duty.owed.period == "2026-Q3")));
    assert!(submitted.iter().all(|(duty, _)| duty.owed.period != "2026-Q3"), "what was submitted is history");
}

#[test]
fn one_line_says_how_it_stands() {
    let calendars = calendars();
    let police = of(&calendars, "tt13-police").period("2026-Q1", &working()).expect("it is in force");
    let at = |day, submitted| police.status(day, submitted);
    assert_eq!(at(date(2025, 12, 14), None), Status::Ahead { days: 1 });
    assert_eq!(at(date(2026, 3, 14), None), Status::Open { days_left: 4 });
    assert_eq!(at(date(2026, 3, 15), None), Status::Closing { days_left: 3 });
    assert_eq!(at(date(2026, 3, 18), None), Status::DueToday);
    assert_eq!(at(date(2026, 3, 19), None), Status::Late { since: date(2026, 3, 19), days: 1 });
    let on = date(2026, 3, 18);
    assert_eq!(at(date(2026, 5, 1), Some(on)), Status::Submitted { on, late: 0 });
    let on = date(2026, 3, 20);
    assert_eq!(at(date(2026, 5, 1), Some(on)), Status::Submitted { on, late: 2 });
    assert_eq!(at(date(2026, 3, 19), Some(on)), Status::Late { since: date(2026, 3, 19), days: 1 }, "not known yet");
}

#[test]
fn what_was_sent_back_is_owed_by_the_day_given_then() {
    let calendars = calendars();
    let quarter = of(&calendars, "kh192-thanh-hoa").period("2026-Q3", &working()).expect("in force");
    let back = |again| Sent { on: None, again: Some(again), returned: true };
    let later = back(date(2026, 9, 30));
    let at = |day, sent: Sent| quarter.status(day, sent);
    assert_eq!(at(date(2026, 9, 20), later), Status::Returned { by: date(2026, 9, 30), days_left: 10 });
    assert_eq!(at(date(2026, 9, 30), later), Status::Returned { by: date(2026, 9, 30), days_left: 0 });
    assert_eq!(at(date(2026, 10, 2), later), Status::Late { since: date(2026, 10, 1), days: 2 });
    assert_eq!((quarter.due_of(later), quarter.due_of(Sent::default())), (Some(date(2026, 9, 30)), quarter.due));
    // while it waits there is one day, that of the return; what came by the day of the document is in time all the same
    let sooner = back(date(2026, 9, 13));
    assert_eq!(at(date(2026, 9, 12), sooner), Status::Returned { by: date(2026, 9, 13), days_left: 1 });
    assert_eq!(at(date(2026, 9, 14), sooner), Status::Late { since: date(2026, 9, 14), days: 1 });
    assert_eq!(quarter.due_of(sooner), Some(date(2026, 9, 13)));
    let came = Sent { on: Some(date(2026, 9, 14)), returned: false, ..sooner };
    assert_eq!(at(date(2026, 9, 20), came), Status::Submitted { on: date(2026, 9, 14), late: 0 });
    // it came again in time, whatever the calendar's own day was
    let on = date(2026, 9, 28);
    let again = Sent { on: Some(on), returned: false, ..later };
    assert_eq!(at(date(2026, 10, 2), again), Status::Submitted { on, late: 0 });
    // what goes up elsewhere is never called late
    let late = at(date(2026, 10, 2), later);
    assert_eq!((late.elsewhere(), late.elsewhere().key()), (Status::Unseen { since: date(2026, 10, 1) }, "unseen"));
    assert_eq!(Status::DueToday.elsewhere(), Status::DueToday);
    // a document that names no day: the one given then alone counts
    let own = of(&calendars, "qd28-commune").period("2026-year", &working()).expect("in force");
    assert_eq!(own.due, None);
    assert_eq!(
        own.status(date(2027, 1, 11), back(date(2027, 1, 10))),
        Status::Late { since: date(2027, 1, 11), days: 1 }
    );
}

#[test]
fn days_of_grace_need_a_document_and_count_as_in_time() {
    let graced = |grace: &str| SHIPPED.replacen("owes = \"commune\"\nprovince = \"38\"", grace, 1);
    let text = graced("owes = \"commune\"\nprovince = \"38\"\ngrace_days = 3\ngrace_document = \"1/QĐ (giả định)\"");
    let calendars = load(&text).expect("reads");
    let quarter = of(&calendars, "kh192-thanh-hoa").period("2026-Q3", &working()).expect("in force");
    assert_eq!(quarter.status(date(2026, 9, 15), None), Status::Grace { days_left: 2 });
    assert_eq!(quarter.status(date(2026, 9, 17), None), Status::Grace { days_left: 0 });
    assert_eq!(quarter.status(date(2026, 9, 18), None), Status::Late { since: date(2026, 9, 18), days: 1 });
    let on = date(2026, 9, 17);
    assert_eq!(quarter.status(on, Some(on)), Status::Submitted { on, late: 0 });
    let fault = load(&graced("owes = \"commune\"\nprovince = \"38\"\ngrace_days = 3")).expect_err("no document");
    assert!(fault.to_string().contains("`kh192-thanh-hoa`: grace is"), "{fault}");
}

#[test]
fn one_period_is_moved_by_a_document_of_its_own() {
    let own = "schema = 1\n[[exception]]\ncalendar = \"kh192-thanh-hoa\"\nperiod = \"2026-Q3\"\nby = 2026-09-21\n\
        document = \"Công văn 1/CAT-PC04 (giả định)\"\n";
    let calendars = load_over(&[SHIPPED, own]).expect("reads");
    let moved = of(&calendars, "kh192-thanh-hoa").period("2026-Q3", &working()).expect("in force");
    assert_eq!((moved.due, moved.due_as_written), (Some(date(2026, 9, 21)), Some(date(2026, 9, 14))));
    assert_eq!(moved.exception, Some("Công văn 1/CAT-PC04 (giả định)"));
    let next = of(&calendars, "kh192-thanh-hoa").period("2027-Q3", &working()).expect("in force");
    assert_eq!((next.due, next.exception), (Some(date(2027, 9, 14)), None));
    let fault = |from: &str, to: &str| load_over(&[SHIPPED, &own.replace(from, to)]).expect_err("a fault").to_string();
    assert!(fault("2026-Q3", "2026-Q2").contains("no such calendar and period"));
    assert!(fault("kh192-thanh-hoa", "kh193").contains("`kh193`, `2026-Q3`: there is no such"));
    assert!(fault("by = 2026-09-21\n", "").contains("name `closes` or `by`"));
    assert!(fault("by = 2026-09-21", "by = 2026-09-01").contains("before its days are over"));
    assert!(load_over(&[SHIPPED, own, own]).expect_err("twice").to_string().contains("twice"));
}

#[test]
fn a_report_due_on_a_sunday_of_a_leap_year() {
    // 14/3/2032 is a Sunday of a leap year
    let of_2032 = |rest_day: &str| {
        let calendars = of_2032(rest_day);
        let quarter = of(&calendars, "kh192-thanh-hoa").period("2032-Q1", &working()).expect("in force");
        (quarter.due, quarter.due_as_written)
    };
    let written = Some(date(2032, 3, 14));
    assert_eq!(of_2032("later"), (Some(date(2032, 3, 15)), written));
    assert_eq!(of_2032("earlier"), (written, None), "its days are not over before");
    assert_eq!(of_2032("keep"), (written, None));
    // the police's 18th of 3/2029 is a Sunday, four days after the figures close
    let text = SHIPPED.replace("rest_day = \"keep\"", "rest_day = \"earlier\"");
    let calendars = load(&text).expect("reads");
    let police = of(&calendars, "tt13-police").period("2029-Q1", &working()).expect("in force");
    assert_eq!(police.due, Some(date(2029, 3, 16)), "a Friday");
}

fn of_2032(rest_day: &str) -> Vec<Calendar> {
    let text = SHIPPED
        .replace("until = 2030-12-31\n", "")
        .replace("rest_day = \"keep\"", &format!("rest_day = \"{rest_day}\""));
    load(&text).expect("reads")
}

/// A province with two communes that become one on a day, and a third that goes into it later.
fn merging(on: Date, later: Date) -> (Register, [UnitId; 4]) {
    let id = |n: u128| UnitId(Uuid::from_u128(n));
    let [province, first, second, made, heir] = [id(1), id(2), id(3), id(4), id(5)];
    let version = |unit, code: &str, kind, parent, from, until| Version {
        unit,
        code: code.to_owned(),
        name: "Giả Định".to_owned(),
        kind,
        parent,
        from,
        until,
        basis: "giả định".to_owned(),
    };
    let seen = Start::SeenOn(date(2025, 7, 1));
    let versions = vec![
        version(province, "38", Kind::Tinh, None, seen, None),
        version(first, "10001", Kind::Xa, Some(province), seen, Some(on)),
        version(second, "10002", Kind::Xa, Some(province), seen, Some(on)),
        version(made, "10003", Kind::Xa, Some(province), Start::On(on), Some(later)),
        version(heir, "10004", Kind::Phuong, Some(province), Start::On(later), None),
    ];
    let arrow =
        |from, to, on| Lineage {
            from, to, on, extent: Extent::Whole, default: true, basis: "giả định".to_owned()
        };
    let lineage = vec![arrow(first, made, on), arrow(second, made, on), arrow(made, heir, later)];
    let register = Register::new(versions, lineage, Vec::new(), std::collections::HashMap::new()).expect("sound");
    (register, [first, second, made, heir])
}

#[test]
fn a_commune_made_in_the_month_of_a_sunday_owes_from_its_first_day_and_by_the_right_date() {
    let (made_on, later) = (date(2032, 3, 3), date(2032, 5, 1));
    let (register, [first, second, made, heir]) = merging(made_on, later);
    let calendars = of_2032("later");
    let quarter = |unit, day| -> Vec<Duty<'_>> {
        let all = Agenda::new(&calendars, &working(), day).of(&register, unit);
        all.into_iter()
            .filter(|duty| duty.owed.calendar.id == "kh192-thanh-hoa" && duty.owed.period == "2032-Q1")
            .collect()
    };
    // on the day it is due: the new commune, by Monday, from its first day on
    let owed = quarter(made, date(2032, 3, 10));
    assert_eq!(owed.len(), 1);
    let duty = &owed[0];
    assert_eq!((duty.unit, duty.inherited_from), (made, None));
    assert_eq!((duty.owed.due, duty.owed.due_as_written), (Some(date(2032, 3, 15)), Some(date(2032, 3, 14))));
    assert_eq!(duty.from, made_on);
    let part = |unit| Part { unit, from: date(2031, 12, 15), to: date(2032, 3, 2) };
    assert_eq!(duty.before, [part(first), part(second)]);
    // its makers owe nothing for a quarter that they did not see to the end
    assert!(quarter(first, date(2032, 3, 10)).is_empty() && quarter(second, date(2032, 3, 1)).is_empty());
    // when it is gone itself, its heir owes what it owed
    let owed = quarter(heir, date(2032, 5, 10));
    assert_eq!((owed.len(), owed[0].unit, owed[0].inherited_from), (1, heir, Some(made)));
    assert_eq!(owed[0].from, made_on);
    assert!(quarter(made, date(2032, 5, 10)).is_empty());
    // and what its makers had owed before, through both steps
    let year: Vec<_> = Agenda::new(&calendars, &working(), date(2032, 5, 10))
        .of(&register, heir)
        .into_iter()
        .filter(|duty| duty.owed.calendar.id == "kh192-thanh-hoa" && duty.owed.period == "2031-year")
        .map(|duty| duty.inherited_from)
        .collect();
    assert_eq!(year, [Some(first), Some(second)]);
}

#[test]
fn a_table_with_a_fault_is_refused_with_its_place() {
    let fault = |from: &str, to: &str| load(&SHIPPED.replacen(from, to, 1)).expect_err("a fault").to_string();
    assert!(
        fault("closes = \"12-14\", before = \"12-20\"", "closes = \"12-44\"")
            .contains("`qd28`, period `year`: `12-44`")
    );
    assert!(fault("before = \"12-20\"", "before = \"12-20\", by = \"12-20\"").contains("keep one"));
    assert!(fault("before = \"12-20\"", "by = \"12-13\"").contains("due before its days are over"));
    assert!(fault("opens_year = -1, ", "").contains("it closes before it opens"));
    assert!(fault("schema = 1", "schema = 7").contains("schema 7"));
    assert!(fault("id = \"qd28-ministry\"", "id = \"qd28\"").contains("`qd28`: the name stands twice"));
    assert!(fault("owner = \"Phòng PC04, Công an tỉnh\"\n", "").contains("`tt13-police`"));
    assert!(matches!(load("schema = "), Err(CalendarError::Unreadable(_))));
}

proptest! {
    /// Whatever day it is, each rhythm of each calendar has exactly one period for it, and none is due before its days
    /// are over.
    #[test]
    fn every_day_lies_in_exactly_one_period(offset in 0_i32..1600, rest in 0_usize..3) {
        let text = SHIPPED.replace("rest_day = \"keep\"", ["rest_day = \"keep\"", "rest_day = \"earlier\"", "rest_day = \"later\""][rest]);
        let calendars = load(&text).expect("reads");
        let day = domain::cases::days_later(date(2026, 7, 1), offset);
        for calendar in calendars.iter().filter(|calendar| calendar.until.is_none()) {
            let years = [day.year(), day.year() + 1];
            let all: Vec<_> = years.into_iter().flat_map(|year| calendar.of_year(year, &working())).collect();
            for owed in &all {
                prop_assert!(owed.due.is_none_or(|due| due >= owed.window.to), "{} {}", calendar.id, owed.period);
                prop_assert!(owed.window.from <= owed.window.to);
            }
            for cycle in calendar.cycles() {
                let hits = all.iter().filter(|owed| {
                    Cycle::of(&owed.period) == Some(cycle) && owed.window.from <= day && day <= owed.window.to
                });
                prop_assert_eq!(hits.count(), 1, "{} {:?} {}", calendar.id, cycle, day);
            }
        }
    }
}

#[test]
fn the_frame_of_the_decree_has_every_rhythm() {
    let calendars = calendars();
    assert_eq!(of(&calendars, "nd09").cycles(), [Cycle::Month, Cycle::Quarter, Cycle::Year]);
    let quarter = of(&calendars, "nd09").period("2026-Q2", &working()).expect("in force");
    assert_eq!((quarter.window.from, quarter.window.to), (date(2026, 3, 15), date(2026, 6, 14)));
    let nine = of(&calendars, "nd09-khac").period("2026-M9", &working()).expect("in force");
    assert_eq!((nine.window.from, nine.window.to), (date(2025, 12, 15), date(2026, 9, 14)));
}
