//! What a unit owes, on the command line and as a file for calendar programs.

use serde_json::Value;

use crate::{Desk, anlanh, stderr, stdout, text};

#[test]
fn what_a_unit_owes_is_told_with_its_days_and_its_document() {
    let told = stdout(&anlanh(&["calendar", "next", "--unit", "14845", "--on", "2026-09-20"]));
    assert!(told.contains("quá hạn 6 ngày, kể từ 15/09/2026"), "{told}");
    assert!(told.contains("Nộp chậm nhất 14/09/2026 cho Công an tỉnh Thanh Hóa"), "{told}");
    let json = stdout(&anlanh(&["calendar", "next", "--unit", "38", "--on", "2026-12-16", "--format", "json"]));
    let all: Vec<Value> = serde_json::from_str(&json).expect("JSON");
    let of = |calendar: &str| all.iter().find(|one| one["calendar"] == calendar && one["period"] == "2026-year");
    let committee = of("qd28").expect("the committee owes it");
    assert_eq!((&committee["due"], &committee["status"]), (&"2026-12-19".into(), &"closing".into()));
    assert_eq!((&committee["owes"], &committee["days"]), (&"province_committee".into(), &3.into()));
    let office = of("tt13-police").expect("the standing office owes it");
    assert_eq!((&office["owes"], &office["evidence"]), (&"province_office".into(), &"S".into()));
    let town = stdout(&anlanh(&["calendar", "next", "--unit", "437", "--on", "2024-05-20"]));
    assert!(town.contains("thị xã Hồng Lĩnh") && town.contains("Tháng 6 2024"), "{town}");
}

#[test]
fn a_calendar_is_written_whole_or_not_at_all() {
    let desk = Desk::new();
    let out = desk.path("f.ics");
    let made = anlanh(&["ics", "--unit", "14845", "--on", "2026-09-01", "--out", text(&out)]);
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    let written = std::fs::read_to_string(&out).expect("it is there");
    assert!(written.starts_with("BEGIN:VCALENDAR\r\n") && written.ends_with("END:VCALENDAR\r\n"));
    assert!(written.contains("DTSTART;VALUE=DATE:20260914\r\n"), "{written}");
    let none = desk.path("none.ics");
    let refused = anlanh(&["ics", "--unit", "00000", "--out", text(&none)]);
    assert_eq!(refused.status.code(), Some(2));
    let said = stderr(&refused);
    assert!(!none.exists() && said.contains("“00000”") && said.contains("kiểm tra lại mã"), "{said}");
}
