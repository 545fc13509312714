//! `anlanh rehearse` and `anlanh law`.

use crate::{Desk, anlanh, stderr, stdout, text};

const CASE: &str = r#"title = "Diễn tập giả định"
[person]
born = 1990-05-06
unit = "14845"

[[act]]
on = 2026-07-06T08:00:00
act = "record_positive_test"
by = "ca_phat_hien"
number = "01/PXN"
ground = "h"

[[act]]
on = 2026-07-06T09:00:00
act = "decide_management"
by = "Chủ tịch Ủy ban nhân dân cấp xã"
number = "01/QĐ"

[[act]]
on = 2026-07-06T10:00:00
act = "verify_residence"
by = "ca_phat_hien"
number = "02/BB"
stable = true

[[act]]
on = 2026-07-07T09:00:00
act = "decide_management"
by = "truong_ca_xa"
number = "02/QĐ"
"#;

#[test]
fn a_rehearsal_answers_each_act_with_its_clause() {
    let desk = Desk::new();
    let file = desk.file("case.toml", CASE);
    let output = anlanh(&["rehearse", text(&file), "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let acts = answer["acts"].as_array().expect("acts");
    let results: Vec<&str> = acts.iter().map(|act| act["result"].as_str().expect("a result")).collect();
    assert_eq!(results, ["accepted", "refused", "accepted", "accepted"]);
    assert_eq!(acts[1]["guard"], "authority");
    assert!(acts[1]["reason"].as_str().is_some_and(|why| why.contains("Trưởng Công an cấp xã")), "{}", acts[1]);
    assert!(acts.iter().all(|act| act["clause"].as_str().is_some_and(|clause| clause.contains("Điều"))));
    assert_eq!(acts[3]["states"][0]["id"], "S2");
    assert_eq!(acts[3]["states"][0]["until"], "2027-07-07");
    assert_eq!(acts[3]["lists"][0]["id"], "users");
    let late = acts[3]["clocks"].as_array().expect("clocks").iter().find(|c| c["id"] == "decision_from_result");
    assert_eq!(late.expect("there")["standing"], "met_late");
    assert!(
        acts[3]["next"]
            .as_array()
            .expect("next")
            .iter()
            .any(|next| next["act"] == "end_management" || next["act"] == "suspend_management")
    );
    let told = stdout(&anlanh(&["rehearse", text(&file)]));
    assert!(told.contains("BỊ TỪ CHỐI") && told.contains("Luật 120/2025/QH15"), "{told}");
    let english = stdout(&anlanh(&["--lang", "en", "rehearse", text(&file)]));
    assert!(english.contains("REFUSED"), "{english}");
}

#[test]
fn faults_of_a_rehearsal_name_table_key_value_and_remedy() {
    let desk = Desk::new();
    let bad = CASE.replace("ground = \"h\"", "ground = \"z\"\nwhim = 1").replace("2026-07-07T09:00:00", "\"mai\"");
    let output = anlanh(&["rehearse", text(&desk.file("bad.toml", bad))]);
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty(), "nothing is played");
    let said = stderr(&output);
    for part in
        ["bad.toml: [[act]] số 1, khóa “ground”, giá trị “z”", "khóa “whim”", "[[act]] số 4, khóa “on”", "3 lỗi"]
    {
        assert!(said.contains(part), "{part} is missing in {said}");
    }
    for broken in ["", "[[act", "act = 3", "[[act]]\n", "title = \"x\"\n"] {
        let output = anlanh(&["rehearse", text(&desk.file("broken.toml", broken))]);
        assert_eq!(output.status.code(), Some(2), "{broken}");
    }
    assert_eq!(anlanh(&["rehearse", text(&desk.file("binary.toml", [0xff, 0xfe, 0]))]).status.code(), Some(2));
    assert_eq!(anlanh(&["rehearse", text(&desk.path("none.toml"))]).status.code(), Some(2));
}

#[test]
fn what_a_rehearsal_expects_is_compared() {
    let desk = Desk::new();
    let wrong = CASE.replacen("ground = \"h\"", "ground = \"h\"\nexpect = { result = \"refused\", states = [] }", 1);
    let output = anlanh(&["rehearse", text(&desk.file("wrong.toml", wrong))]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("2 chỗ khác"), "{}", stderr(&output));
}

#[test]
fn an_offices_own_lines_take_the_place_of_those_that_nobody_read() {
    let desk = Desk::new();
    let line = |act: &str| {
        format!(
            "schema = 1\nregime = \"C\"\nrules = [{{ act = \"{act}\", by = [\"ubnd_xa\"], form = \"x\", citation = \"x\", evidence = \"I\", owner = \"x\" }}]\n"
        )
    };
    let own = desk.file("own.toml", line("renew_ground"));
    let acts = anlanh(&["law", "acts", "--regime", "C", "--law", text(&own)]);
    assert_eq!(acts.status.code(), Some(0), "{}", stderr(&acts));
    let refused = anlanh(&["law", "acts", "--law", text(&desk.file("no.toml", line("decide_management")))]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("no.toml:3:"), "{}", stderr(&refused));
}

#[test]
fn the_tables_are_printed_with_citation_and_mark() {
    let acts = stdout(&anlanh(&["law", "acts", "--regime", "C"]));
    assert!(acts.contains("decide_management – Quyết định quản lý") && acts.contains("Mẫu 04 PL III"), "{acts}");
    let shown = stdout(&anlanh(&["law", "show", "--regime", "b"]));
    assert!(shown.contains("chưa kiểm chứng [N]") && shown.contains("detention_time = [paused] | counted"), "{shown}");
    assert_eq!(anlanh(&["law", "acts", "--regime", "D"]).status.code(), Some(64));
}
