//! `anlanh classify`: the contract that scripts rely upon.

use crate::{Desk, HEADINGS, anlanh, judge, results, stderr, stdout, text};

const KEY_I: &str = "14845,10000,50,0,2,10,0,0,none,40,3,0";
const KEY_II: &str = "14848,10000,49,0,2,10,0,0,none,40,3,0";
const FREE: &str = "14860,10000,0,0,0,0,0,0,none,0,0,0";
const CONFLICT: &str = "14866,10000,3,0,0,0,0,0,none,0,0,0";
const OPEN: &str = "12313,10000,,0,0,0,0,0,none,1,0,0";
const SITE: &str = "14854,10000,0,0,1,0,0,0,none,0,0,0";

#[test]
fn json_has_the_shape_of_the_contract() {
    let desk = Desk::new();
    let judged = judge(&desk.facts(&[KEY_I, OPEN]), &[]);
    assert_eq!(judged["pack"], "vn-qd28-2025");
    assert_eq!(judged["year"], 2025);
    assert_eq!(judged["window"], serde_json::json!({ "from": "2024-12-15", "to": "2025-12-14" }));
    assert_eq!(judged["switches"]["band_reading"], "cumulative");
    assert_eq!(judged["switches"].as_object().map(serde_json::Map::len), Some(8));
    let unit = &judged["units"][0];
    assert_eq!(
        (&unit["code"], &unit["name"], &unit["province"], &unit["result"]),
        (&"14845".into(), &"Mường Lát".into(), &"Thanh Hóa".into(), &"KEY_I".into())
    );
    let ids: Vec<_> =
        unit["criteria"].as_array().expect("criteria").iter().map(|c| c["id"].as_str().expect("id")).collect();
    assert_eq!(
        ids,
        [
            "C1a", "C1b", "C1c", "C1d", "C1dd", "C2a", "C2b", "C2c", "C2d", "C2dd", "C3a", "C3b", "C3c", "F1", "F2a",
            "F2b", "F3"
        ]
    );
    let first = &unit["criteria"][0];
    assert_eq!((&first["outcome"], &first["article"]), (&"met".into(), &"Điều 4 khoản 1 điểm a".into()));
    assert!(first["explanation"].as_str().is_some_and(|e| e.contains("0,5 % (5/1000)")), "{first}");
    let open = &judged["units"][1]["criteria"][0];
    assert_eq!(
        (&open["outcome"], &open["missing"][0]),
        (&"undetermined".into(), &"Người nghiện có hồ sơ quản lý".into())
    );
    assert_eq!(judged["summary"]["results"]["KEY_I"], 1);
    assert_eq!(judged["summary"]["provinces"][0]["name"], "Hưng Yên");
}

#[test]
fn units_stand_in_the_order_of_the_file() {
    let desk = Desk::new();
    let judged = judge(&desk.facts(&[OPEN, FREE, KEY_II, SITE, CONFLICT, KEY_I]), &[]);
    assert_eq!(results(&judged), ["UNDETERMINED", "DRUG_FREE", "KEY_II", "PRESENT_NOT_KEY", "CONFLICT", "KEY_I"]);
    assert_eq!(
        judged["units"][0]["possible"],
        serde_json::json!(["KEY_III", "PRESENT_NOT_KEY"]),
        "one point of type I cannot make three"
    );
}

#[test]
fn switches_change_the_reading_and_are_shown() {
    let desk = Desk::new();
    let file = desk.facts(&[KEY_II, FREE]);
    let literal = judge(&file, &["--set", "band_reading=literal"]);
    assert_eq!(results(&literal), ["PRESENT_NOT_KEY", "DRUG_FREE"]);
    assert_eq!(literal["switches"]["band_reading"], "literal");
    let zero = judge(&file, &["--set", "band_reading=literal", "--set", "zero_counts_as_below_band=true"]);
    assert_eq!(results(&zero), ["PRESENT_NOT_KEY", "CONFLICT"]);
}

#[test]
fn provinces_are_judged_by_article_5() {
    let desk = Desk::new();
    let file = desk.file("p.csv", format!("{HEADINGS},communes_total,communes_type_1_2\n38,1000000,2000,0,5,500,0,0,inter,2000,9,1,166,0\n08,1000000,2000,0,5,500,0,0,local,2000,9,1,124,0\n"));
    let judged = judge(&file, &["--level", "province"]);
    assert_eq!(results(&judged), ["KEY", "PRESENT_NOT_KEY"]);
    let ids: Vec<_> = judged["units"][0]["criteria"]
        .as_array()
        .expect("criteria")
        .iter()
        .map(|c| c["id"].as_str().expect("id"))
        .collect();
    assert_eq!(ids, ["P1", "P2", "P3", "P4", "P5", "P6", "F1", "F2a", "F2b", "F3"]);
}

#[test]
fn every_format_is_written() {
    let desk = Desk::new();
    let file = desk.facts(&[KEY_I, FREE]);
    for (format, begins) in
        [("table", "14845"), ("json", "{"), ("csv", "\u{feff}code,name"), ("html", "<!DOCTYPE html>")]
    {
        let output = anlanh(&["classify", text(&file), "--year", "2025", "--format", format]);
        assert_eq!(output.status.code(), Some(0), "{format}: {}", stderr(&output));
        assert!(stdout(&output).starts_with(begins), "{format}: {}", stdout(&output));
    }
    let out = desk.path("out.xlsx");
    let output = anlanh(&["classify", text(&file), "--year", "2025", "--format", "xlsx", "--out", text(&out)]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(std::fs::read(out).expect("written").starts_with(b"PK"));
}

#[test]
fn separators_marks_and_vietnamese_headings_are_accepted() {
    let desk = Desk::new();
    let semicolon =
        desk.file("a.csv", format!("\u{feff}{}\r\n{}\r\n", HEADINGS.replace(',', ";"), KEY_I.replace(',', ";")));
    let tab = desk.file("b.csv", format!("{}\n{}\n", HEADINGS.replace(',', "\t"), KEY_I.replace(',', "\t")));
    let vietnamese = desk.file(
        "c.csv",
        "Ghi chú;Nhân khẩu hiện cư trú;Mã đơn vị;Người nghiện có hồ sơ quản lý;Người sử dụng trái phép có hồ sơ quản lý;Điểm tổ chức, chứa chấp sử dụng;Người phạm tội về ma túy bị bắt giữ\nx;10.000;14845;50;0;2;10\n",
    );
    for file in [semicolon, tab, vietnamese] {
        assert_eq!(results(&judge(&file, &[])), ["KEY_I"], "{}", file.display());
    }
}

#[test]
fn decomposed_unicode_is_accepted() {
    let desk = Desk::new();
    // "Mã đơn vị" and "Mường Lát" in decomposed form, as some systems write them.
    let file = desk.file(
        "nfd.csv",
        "Ma\u{303} đơn vi\u{323},Tên đơn vị,population,use_sites\n14845,Mươ\u{300}ng La\u{301}t,10000,1\n",
    );
    assert_eq!(judge(&file, &[])["units"][0]["code"], "14845");
}

#[test]
fn a_file_appears_whole_or_not_at_all() {
    let desk = Desk::new();
    let out = desk.file("out.json", "before");
    let bad = desk.facts(&["14845,-1,50,0,2,10,0,0,none,40,3,0"]);
    let output = anlanh(&["classify", text(&bad), "--year", "2025", "--format", "json", "--out", text(&out)]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    assert_eq!(std::fs::read_to_string(&out).expect("readable"), "before");
}

#[cfg(unix)]
#[test]
fn a_pipe_that_was_named_is_written_to_and_not_replaced() {
    use std::os::unix::fs::FileTypeExt as _;
    let desk = Desk::new();
    let file = desk.facts(&[FREE]);
    let pipe = desk.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read_to_string(pipe).expect("readable")
    });
    let output = anlanh(&["classify", text(&file), "--year", "2025", "--format", "json", "--out", text(&pipe)]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(reader.join().expect("read").contains("DRUG_FREE"));
    assert!(std::fs::metadata(&pipe).expect("still there").file_type().is_fifo());
}

#[test]
fn a_folder_as_output_is_refused() {
    let desk = Desk::new();
    let file = desk.facts(&[FREE]);
    let output = anlanh(&["classify", text(&file), "--year", "2025", "--out", text(desk.0.path())]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
}

#[test]
fn wrong_usage_is_64() {
    let desk = Desk::new();
    let file = desk.facts(&[FREE]);
    let file = text(&file);
    for args in [
        &["classify", file][..],
        &["classify", file, "--year", "x"],
        &["classify", file, "--year", "2024"],
        &["classify", file, "--year", "2025", "--set", "band_reading=loose"],
        &["classify", file, "--year", "2025", "--set", "nothing"],
        &["classify", file, "--year", "2025", "--pack", "vn-qd99"],
        &["classify", file, "--year", "2025", "--pack", "sl-509-2024"],
        &["classify", file, "--year", "2025", "--level", "hamlet"],
        &["unknown"],
        &["serve", "--listen", "0.0.0.0:0"],
    ] {
        let output = anlanh(args);
        assert_eq!(output.status.code(), Some(64), "{args:?}: {}", stderr(&output));
        assert!(output.stdout.is_empty(), "{args:?}");
    }
}

#[test]
fn scenario_rows_may_repeat_a_unit() {
    let desk = Desk::new();
    let file = desk.facts(&[KEY_I, "14845,10000,0,0,0,0,0,0,none,0,0,0"]);
    assert_eq!(results(&judge(&file, &["--repeats"])), ["KEY_I", "DRUG_FREE"]);
    let strict = anlanh(&["classify", text(&file), "--year", "2025"]);
    assert_eq!(strict.status.code(), Some(2));
}

#[test]
fn english_is_spoken_too() {
    let desk = Desk::new();
    let output = anlanh(&["--lang", "en", "classify", text(&desk.facts(&[FREE])), "--year", "2025"]);
    assert!(stdout(&output).contains("Drug-free"), "{}", stdout(&output));
}
