//! Calendars for calendar programs, to the byte.

use documents::ics::{AllDay, Published, write};
use jiff::Timestamp;
use jiff::civil::date;
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization as _;

fn event(uid: &str, summary: &str) -> AllDay {
    let day = date(2026, 9, 14);
    AllDay {
        uid: uid.to_owned(),
        day,
        last: day,
        sequence: 0,
        summary: summary.to_owned(),
        description: String::new(),
        url: String::new(),
        remind_days_before: Vec::new(),
    }
}

fn written(events: Vec<AllDay>) -> String {
    let calendar = Published { name: "Lịch (giả định)".to_owned(), language: "vi".to_owned(), events };
    let stamp: Timestamp = "2026-09-01T01:02:03.456Z".parse().expect("an instant");
    String::from_utf8(write(&calendar, stamp)).expect("UTF-8")
}

#[test]
fn a_day_is_written_as_the_standard_has_it() {
    let mut of = event("kh192/2026-Q3@anlanh", "Hạn nộp: Quý III; 2026, kỳ\\một\nhai");
    of.url = "https://anlanh.example/lich-bao-cao".to_owned();
    of.remind_days_before = vec![7, 1, 0];
    of.sequence = 2;
    let text = written(vec![of]);
    let expected = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//An Lanh//anlanh//VI",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Lịch (giả định)",
        "X-WR-TIMEZONE:Asia/Ho_Chi_Minh",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-PUBLISHED-TTL:PT6H",
        "BEGIN:VEVENT",
        "UID:kh192/2026-Q3@anlanh",
        "DTSTAMP:20260901T010203Z",
        "DTSTART;VALUE=DATE:20260914",
        "DTEND;VALUE=DATE:20260915",
        "SUMMARY;LANGUAGE=vi:Hạn nộp: Quý III\\; 2026\\, kỳ\\\\một\\nhai",
        "URL:https://anlanh.example/lich-bao-cao",
        "TRANSP:TRANSPARENT",
        "SEQUENCE:2",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Hạn nộp: Quý III\\; 2026\\, kỳ\\\\một\\nhai",
        "TRIGGER:-P6DT16H",
        "END:VALARM",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Hạn nộp: Quý III\\; 2026\\, kỳ\\\\một\\nhai",
        "TRIGGER:-PT16H",
        "END:VALARM",
        "BEGIN:VALARM",
        "ACTION:DISPLAY",
        "DESCRIPTION:Hạn nộp: Quý III\\; 2026\\, kỳ\\\\một\\nhai",
        "TRIGGER:PT8H",
        "END:VALARM",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ];
    assert_eq!(text, expected.join("\r\n"));
}

#[test]
fn several_days_end_on_the_day_after_the_last() {
    let mut of = event("x", "Họp");
    of.last = date(2026, 9, 16);
    assert!(written(vec![of.clone()]).contains("DTEND;VALUE=DATE:20260917\r\n"));
    // a last day before the first is the first
    of.last = date(2026, 9, 1);
    assert!(written(vec![of]).contains("DTEND;VALUE=DATE:20260915\r\n"));
}

#[test]
fn marks_apart_are_put_together() {
    let apart: String = "Đánh giá địa bàn".nfd().collect();
    assert!(written(vec![event("x", &apart)]).contains("SUMMARY;LANGUAGE=vi:Đánh giá địa bàn\r\n"));
}

/// What a reader makes of the lines.
fn unfolded(text: &str) -> Vec<String> {
    text.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

proptest! {
    /// Whatever is in a text, lines fit, letters stay whole, and the text comes back.
    #[test]
    fn any_text_folds_and_comes_back(text in "\\PC{0,200}", lines in "[a-zà-ỹ ,;\\\\\n]{0,120}") {
        let summary = format!("{text}\n{lines}");
        let written = written(vec![event("x", &summary)]);
        for line in written.split("\r\n") {
            prop_assert!(line.len() <= 75, "{} octets", line.len());
            prop_assert!(!line.contains('\n') && !line.contains('\r'));
        }
        let lines = unfolded(&written);
        let found = lines.iter().find_map(|line| line.strip_prefix("SUMMARY;LANGUAGE=vi:")).expect("there is one");
        let mut back = String::new();
        let mut chars = found.chars();
        while let Some(c) = chars.next() {
            match c {
                '\\' => match chars.next() { Some('n') => back.push('\n'), Some(c) => back.push(c), None => prop_assert!(false) },
                c => back.push(c),
            }
        }
        prop_assert_eq!(back, summary.nfc().collect::<String>());
    }
}
