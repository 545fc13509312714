//! What is owed, over which days, and by when.

use domain::calendars::{Calendar, CalendarError, SHIPPED, Status, around, load};
use domain::cases::Calendar as WorkingDays;
use domain::units::{Level, Register, UnitId, shipped};
use jiff::civil::{Date, date};

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
    let told: Vec<_> = owed.iter().map(|o| (o.calendar.id.as_str(), o.period.as_str(), o.status(day))).collect();
    assert_eq!(
        told,
        [
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
    assert!(owed.iter().all(|owed| owed.calendar.id != "kh192-thanh-hoa"));
    assert!(owed.iter().any(|owed| owed.calendar.id == "kh199-hung-yen"));
}

#[test]
fn what_is_late_says_since_when() {
    let (calendars, register) = (calendars(), shipped().expect("sound"));
    let day = date(2026, 9, 20);
    let here = commune(&register, "14845", day);
    let owed = around(&calendars, &register, &working(), here, day);
    let late = owed.iter().find(|owed| owed.period == "2026-Q3").expect("a week late");
    assert_eq!(late.status(day), Status::Past { days: 6 });
    let long_after = around(&calendars, &register, &working(), here, date(2026, 11, 1));
    assert!(long_after.iter().all(|owed| owed.period != "2026-Q3"), "after a month it is history");
}

#[test]
fn a_report_due_on_a_sunday_of_a_leap_year() {
    // 14/3/2032 is a Sunday of a leap year
    let of_2032 = |rest_day: &str| {
        let text = SHIPPED.replace("until = 2030-12-31\n", "").replace("rest_day = \"keep\"", rest_day);
        let calendars = load(&text).expect("reads");
        let year = of(&calendars, "kh192-thanh-hoa").of_year(2032, &working());
        (year[0].due, year[0].due_as_written)
    };
    let written = Some(date(2032, 3, 14));
    assert_eq!(of_2032("rest_day = \"later\""), (Some(date(2032, 3, 15)), written));
    assert_eq!(of_2032("rest_day = \"earlier\""), (Some(date(2032, 3, 12)), written), "a Friday");
    assert_eq!(of_2032("rest_day = \"keep\""), (written, None));
}

#[test]
fn a_table_with_a_fault_is_refused_with_its_place() {
    let fault = |from: &str, to: &str| load(&SHIPPED.replacen(from, to, 1)).expect_err("a fault").to_string();
    assert!(fault("closes = \"12-14\"", "closes = \"12-44\"").contains("`qd28`, period `year`: `12-44`"));
    assert!(fault("before = \"12-20\"", "before = \"12-20\", by = \"12-20\"").contains("keep one"));
    assert!(fault("schema = 1", "schema = 7").contains("schema 7"));
    assert!(fault("id = \"qd28-ministry\"", "id = \"qd28\"").contains("`qd28`: the name stands twice"));
    assert!(fault("owner = \"Phòng PC04, Công an tỉnh\"\n", "").contains("`tt13-police`"));
    assert!(matches!(load("schema = "), Err(CalendarError::Unreadable(_))));
}
