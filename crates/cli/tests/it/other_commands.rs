//! Templates, units, packs and doctor.

use crate::{Desk, anlanh, judge, results, stderr, stdout, text};

#[test]
fn a_template_comes_back_as_facts() {
    let desk = Desk::new();
    let out = desk.path("facts.xlsx");
    let made = anlanh(&["template", "facts", "--province", "38", "--year", "2025", "--out", text(&out)]);
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    let judged = judge(&out, &[]);
    assert_eq!(results(&judged).len(), 166, "one row per commune");
    assert!(results(&judged).iter().all(|r| *r == "UNDETERMINED"), "empty cells are unknown, never zero");
}

#[test]
fn units_are_found_shown_and_traced() {
    let found = stdout(&anlanh(&["units", "search", "thanh hoa"]));
    assert!(found.lines().next().is_some_and(|l| l.starts_with("38") && l.contains("tỉnh Thanh Hóa")), "{found}");
    let then = stdout(&anlanh(&["units", "show", "12313", "--as-of", "2024-03-15"]));
    assert!(then.contains("xã Mai Động") && then.contains("huyện Kim Động"), "{then}");
    let now = stdout(&anlanh(&["units", "show", "12313", "--as-of", "2026-11-21"]));
    assert!(now.contains("xã Đức Hợp, tỉnh Hưng Yên"), "{now}");
    let long_ago = stdout(&anlanh(&["units", "show", "14857", "--as-of", "2020-01-01"]));
    assert!(long_ago.contains("chưa kiểm chứng"), "{long_ago}");
    let traced = stdout(&anlanh(&["units", "lineage", "12313"]));
    assert!(traced.contains("← 12295 xã Phú Thọ, toàn bộ, 01/07/2025"), "{traced}");
    assert!(traced.contains("→ 12313 xã Đức Hợp"), "{traced}");
    assert_eq!(anlanh(&["units", "show", "00000"]).status.code(), Some(2));
}

#[test]
fn packs_are_listed_shown_and_checked() {
    let listed = stdout(&anlanh(&["packs", "list"]));
    assert!(listed.contains("vn-qd28-2025") && listed.contains("chỉ để dẫn chiếu"), "{listed}");
    let shown = stdout(&anlanh(&["packs", "show", "vn-qd28-2025"]));
    assert!(shown.contains("≥ 0,5 % (5/1000)") && shown.contains("[cumulative]"), "{shown}");
    assert_eq!(anlanh(&["packs", "check"]).status.code(), Some(0));
    let schema: serde_json::Value = serde_json::from_slice(&anlanh(&["packs", "schema"]).stdout).expect("JSON");
    assert_eq!(schema["properties"]["schema"]["const"], 1);
    let desk = Desk::new();
    let bad = desk.file("pack.toml", "schema = 1\nid = \"x\"\nwhat = 1\n");
    let checked = anlanh(&["packs", "check", text(&bad)]);
    assert_eq!(checked.status.code(), Some(2));
    assert!(stderr(&checked).contains("pack.toml:3:"), "{}", stderr(&checked));
}

#[test]
fn a_province_may_bring_its_own_pack() {
    let desk = Desk::new();
    let shipped = criteria::shipped_texts().iter().find(|(file, _)| file.contains("vn-qd28")).expect("shipped").1;
    // A stricter province: one use site is a type I point already.
    let own = shipped.replace("id = \"vn-qd28-2025\"", "id = \"th-own-2026\"").replace(
        "at_least = { quantity = 2, printed = \"2 điểm\" } }",
        "at_least = { quantity = 1, printed = \"1 điểm\" } }",
    );
    let pack = desk.file("pack.toml", own);
    let facts = desk.facts(&["14845,10000,50,0,1,10,0,0,none,40,3,0"]);
    assert_eq!(results(&judge(&facts, &[])), ["KEY_II"]);
    assert_eq!(results(&judge(&facts, &["--pack", text(&pack)])), ["KEY_I"]);
}

#[test]
fn facts_are_recorded_all_or_none() {
    let desk = Desk::new();
    let data = desk.path("data");
    let import = |file: &std::path::Path| {
        anlanh(&[
            "facts",
            "import",
            text(file),
            "--year",
            "2025",
            "--source",
            "Báo cáo giả định",
            "--entered-by",
            "Người nhập giả định",
            "--data",
            text(&data),
        ])
    };
    let good = desk.facts(&["14845,10000,50,0,2,10,0,0,none,40,3,0"]);
    let recorded = import(&good);
    assert_eq!(recorded.status.code(), Some(0), "{}", stderr(&recorded));
    assert!(stdout(&recorded).contains("11 số liệu"), "{}", stdout(&recorded));
    assert_eq!(import(&good).status.code(), Some(2), "nothing changes the second time");
    let bad = desk.facts(&["14845,10000,51,0,2,10,0,0,none,40,3,0", "14848,-1,,,,,,,,,,"]);
    assert_eq!(import(&bad).status.code(), Some(2));
    // Nothing of the bad file was kept: the good figure of its first row is still new.
    let first_row = desk.facts(&["14845,10000,51,0,2,10,0,0,none,40,3,0"]);
    assert!(stdout(&import(&first_row)).contains("1 số liệu"));
}

#[test]
fn doctor_says_what_is_in_order() {
    let desk = Desk::new();
    let output = anlanh(&["doctor", "--data", text(&desk.path("none"))]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
    assert!(stdout(&output).contains("34 tỉnh, 3321 xã"), "{}", stdout(&output));
}

#[test]
fn help_is_vietnamese_and_succeeds() {
    let help = anlanh(&["--help"]);
    assert_eq!(help.status.code(), Some(0));
    assert!(stdout(&help).contains("Quyết định 28/2025/QĐ-TTg"));
}
