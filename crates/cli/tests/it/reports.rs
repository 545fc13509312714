//! `anlanh report`: built from a data folder, also an empty one, and the linter of forms.

use crate::{Desk, anlanh, stderr, stdout, text};

fn build<'a>(more: &[&'a str], out: &'a str, data: &'a str) -> Vec<&'a str> {
    let fixed = ["report", "build", "--form", "kh192-xa", "--unit", "14845", "--period", "2026-Q3"];
    [&fixed[..], &["--as-of", "2026-09-10", "--out", out, "--data", data], more].concat()
}

#[test]
fn a_report_of_an_empty_folder_says_what_is_unknown() {
    let desk = Desk::new();
    let data = desk.path("data");
    for (format, begins) in [("docx", &b"PK"[..]), ("xlsx", b"PK"), ("pdf", b"%PDF"), ("csv", b"indicator,")] {
        let out = desk.path(format);
        let output = anlanh(&build(&["--format", format], text(&out), text(&data)));
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        assert!(std::fs::read(&out).expect("written").starts_with(begins), "{format}");
    }
    let out = desk.path("report.json");
    let output = anlanh(&build(&["--format", "json"], text(&out), text(&data)));
    assert!(stdout(&output).contains("0/"), "{}", stdout(&output));
    assert!(!stderr(&output).contains("kho trống"), "the store is there by now: {}", stderr(&output));
    let elsewhere = anlanh(&build(&["--format", "json"], text(&out), text(&desk.path("mistyped"))));
    assert!(stderr(&elsewhere).contains("đã mở một kho trống"), "{}", stderr(&elsewhere));
    let report: serde_json::Value = serde_json::from_slice(&std::fs::read(&out).expect("written")).expect("JSON");
    let figures = report["figures"].as_array().expect("figures");
    assert!(figures.len() > 50);
    assert!(figures.iter().all(|figure| figure["value"]["kind"] == "unknown"), "silence is not zero");
    assert_eq!((report["from"].as_str(), report["to"].as_str()), (Some("2026-06-15"), Some("2026-09-14")));
}

#[test]
fn what_is_asked_wrongly_is_refused_and_nothing_is_written() {
    let desk = Desk::new();
    let (data, out) = (desk.path("data"), desk.path("report.json"));
    for (more, said) in [
        (["--form", "kh193", "--format", "json"], "kh192-xa"),
        (["--unit", "99999", "--format", "json"], "99999"),
        (["--unit", "00004", "--format", "json"], "192/KH-UBND"),
        (["--period", "2026-Q2", "--format", "json"], "2026-Q3"),
        (["--as-of", "2026-06-14", "--format", "json"], "15/06/2026"),
        (["--as-of", "2999-09-30", "--format", "json"], "--as-of 30/09/2999: ngày ấy chưa đến"),
    ] {
        let mut args = build(&[], text(&out), text(&data));
        // the later one of two would be refused by clap, so the earlier is replaced
        let at = args.iter().position(|arg| *arg == more[0]).expect("given");
        args[at + 1] = more[1];
        args.extend(&more[2..]);
        let output = anlanh(&args);
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains(said), "{}", stderr(&output));
        assert!(!out.exists());
    }
    let other = anlanh(&build(&["--format", "json", "--body", "Sở Y tế"], text(&out), text(&data)));
    assert_eq!(other.status.code(), Some(2), "{}", stderr(&other));
    let said = stderr(&other);
    assert!(said.contains("--body “Sở Y tế”") && said.contains("kh192-nganh") && !out.exists(), "{said}");
    let folder = desk.path("all");
    let ahead = ["--province", "38", "--as-of", "2999-09-30", "--format", "json", "--out", text(&folder)];
    let all = [&["report", "build-all", "--form", "kh192-xa", "--period", "2026-Q3"], &ahead[..]].concat();
    let all = anlanh(&[&all[..], &["--data", text(&data)]].concat());
    assert_eq!((all.status.code(), folder.exists()), (Some(2), false), "{}", stderr(&all));
}

#[test]
fn the_linter_names_file_and_line() {
    let desk = Desk::new();
    // an office's own form has a name of its own: one that is shipped already is there twice
    let shipped = include_str!("../../../../data/reports/kh192-nganh.toml");
    let twice = anlanh(&["report", "check", text(&desk.file("twice.toml", shipped))]);
    assert!(twice.status.code() == Some(2) && stderr(&twice).contains("“kh192-nganh”"), "{}", stderr(&twice));
    let sound = shipped.replace("\"kh192-nganh\"", "\"nganh-rieng\"");
    let good = desk.file("good.toml", &sound);
    assert_eq!(anlanh(&["report", "check", text(&good)]).status.code(), Some(0));
    let bad = desk.file("bad.toml", sound.replace("\"sessions\"", "\"sesions\""));
    let output = anlanh(&["report", "check", text(&bad)]);
    assert_eq!(output.status.code(), Some(2));
    let said = stderr(&output);
    assert!(said.contains("bad.toml:") && said.contains("“sessions”"), "{said}");
    // what the reader of TOML would say in its own words is said in ours
    for (from, to, said) in [
        ("citation = ", "citaton = ", "“citaton” không có nghĩa ở đây; chỗ này có: schema"),
        ("version = 1", "version = \"1\"", "phải là số nguyên, đang là chữ trong dấu nháy kép “1”"),
        ("version = 1\n", "", "thiếu “version”; thêm dòng version = …"),
        ("level = ", "level ", "không đúng cú pháp TOML ở “level "),
    ] {
        assert!(sound.contains(from), "{from}");
        let output = anlanh(&["report", "check", text(&desk.file("hong.toml", sound.replacen(from, to, 1)))]);
        assert_eq!(output.status.code(), Some(2));
        let told = stderr(&output);
        assert!(told.contains("hong.toml:") && told.contains(said), "{said} in {told}");
        assert!(!told.contains("expected") && !told.contains("missing field"), "{told}");
    }
}
