//! `anlanh cases count`.

use std::process::{Command, Output};
use std::sync::{Arc, Mutex};

use domain::units::{Level, UnitId};
use jiff::civil::{Date, date};
use store::query::sql;
use store::sight::Sight;
use testkit::{TestDb, id, ids, minutes};

use crate::{Desk, anlanh, stderr, stdout, text};

const COMMUNE: &str = "14845";

/// Three made-up people (giả định): on the list in October, taken off it in November, on the list of dependence since May.
const TIMES: [(u64, &str, Date, Option<Date>); 3] = [
    (1, "users", date(2025, 10, 5), None),
    (2, "users", date(2025, 3, 1), Some(date(2025, 11, 2))),
    (3, "addicts", date(2025, 5, 4), None),
];
const ADD_TIME: &str = "
    insert into case_membership (id, person_id, ordinal, list, unit_id, from_on, from_entry, from_act, from_clause, to_on,
                                 to_entry, to_act, to_clause, written_by, known_from)
    values ($1, $2, 0, $3, $4, $5, 1, 'decide_management', 'Điều 24', $6, $7, $8, $9, $10, 0)";
const ADD_HOLDING: &str = "
    insert into case_holding (id, person_id, ordinal, unit_id, from_on, written_by, known_from)
    values ($1, $2, 0, $3, $4, $5, 0)";

/// A store with those three.
async fn filled() -> TestDb {
    let it = TestDb::sqlite_bare().await;
    let next = Mutex::new(ids(9));
    let sources = app::Sources {
        now: Arc::new(|| minutes(0)),
        new_id: Arc::new(move || next.lock().expect("nobody panics while holding it")()),
        random: Arc::new(testkit::random(1)),
    };
    let app = app::App::open(it.db.clone(), Vec::new(), sources, false).await.expect("opens");
    let commune = app.register().at_code(COMMUNE, Level::Commune, date(2025, 12, 14)).expect("shipped").unit;
    let UnitId(unit) = commune;
    let mut tx = it.db.begin_in_sight(&Sight::Everything).await.expect("begins");
    for (n, list, from, to) in TIMES {
        let over = to.map(|_| ("stop_management", "Điều 27.3"));
        let held = sql(ADD_HOLDING).arg(id(90, n)).arg(id(30, n)).arg(unit).arg(from).arg(id(91, n));
        tx.run(held).await.expect("a holding");
        let time = sql(ADD_TIME).arg(id(92, n)).arg(id(30, n)).arg(list).arg(unit).arg(from).arg(to);
        let time = time.arg(over.map(|_| 2_i64)).arg(over.map(|(act, _)| act)).arg(over.map(|(_, clause)| clause));
        tx.run(time.arg(id(91, n))).await.expect("a time on a list");
    }
    tx.commit().await.expect("commits");
    it
}

fn count(it: &TestDb, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_anlanh"))
        .args(["cases", "count", "--unit", COMMUNE])
        .args(more)
        .env("DATABASE_URL", &it.url)
        .env_remove("ANLANH_LANG")
        .env_remove("ANLANH_DATA")
        .output()
        .expect("the binary runs")
}

#[test]
fn lists_flows_and_numbers_of_a_commune_are_counted_as_of_a_day() {
    let runtime = tokio::runtime::Runtime::new().expect("threads can be had");
    let it = runtime.block_on(filled());
    let output = count(&it, &["--as-of", "2025-12-14", "--format", "json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let answer: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!((answer["from"].as_str(), answer["as_of"].as_str()), (Some("2024-12-15"), Some("2025-12-14")));
    let users = answer["lists"].as_array().expect("lists").iter().find(|list| list["list"] == "users").expect("there");
    let flow = ["opening", "entries", "removals", "closing"].map(|key| users[key].as_i64().expect("a number"));
    assert_eq!(flow, [0, 2, 1, 1]);
    assert_eq!(answer["numbers"]["addicts"], 1);
    assert_eq!(answer["numbers"]["c3_tested"], serde_json::Value::Null, "no plan sets an interval: it is not counted");
    let late = answer["removed_in_last_60_days"].as_array().expect("removals");
    assert_eq!((late.len(), late[0]["clause"].as_str()), (1, Some("Điều 27.3")), "with the clause, of no officer");
    // on an earlier day, and with a period of one's own
    let output = count(&it, &["--as-of", "2025-10-31", "--from", "2025-10-01"]);
    let table = stdout(&output);
    assert!(table.contains("users    1 + 1 - 0 = 2"), "{table}");
    assert!(table.contains("[addicts]") && table.contains("–  "), "{table}");
    // as the province reads the text where it is silent
    let chosen = count(&it, &["--as-of", "2025-12-14", "--set", "custody_on_file=0", "--set", "away_not_exempt=0"]);
    let table = stdout(&chosen);
    assert!(table.contains("Cách tính đã chọn khác mặc định: ") && table.contains("tạm giữ, tạm giam"), "{table}");
    let json = count(&it, &["--as-of", "2025-12-14", "--set", "absent_on_file=0", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(
        (&json["choices"]["absent_on_file"], &json["choices"]["custody_on_file"]),
        (&false.into(), &true.into())
    );
    for wrong in ["nobody=1", "custody_on_file=yes"] {
        let refused = count(&it, &["--as-of", "2025-12-14", "--set", wrong]);
        assert_eq!(refused.status.code(), Some(64));
        let said = stderr(&refused);
        assert!(said.contains(wrong) && said.contains("away_not_exempt=1"), "{said}");
    }
    // before anything of it was known
    let known = ["--as-of", "2025-12-14", "--known-at", "1969-12-31T00:00:00Z"];
    assert!(stdout(&count(&it, &known)).contains("users    0 + 0 - 0 = 0"));
    runtime.block_on(it.finish());
}

#[test]
fn a_wrong_unit_or_period_is_named_with_what_to_do() {
    let desk = Desk::new();
    let data = desk.path("data");
    let at = |unit: &str, more: &[&str]| {
        let args = [&["cases", "count", "--data", text(&data), "--unit", unit, "--as-of", "2025-12-14"], more].concat();
        anlanh(&args)
    };
    let output = at("99999", &[]);
    assert_eq!(output.status.code(), Some(64), "{}", stderr(&output));
    assert!(stderr(&output).contains("99999") && stderr(&output).contains("kiểm tra lại mã"), "{}", stderr(&output));
    let output = at(COMMUNE, &["--from", "2026-01-01"]);
    assert_eq!(output.status.code(), Some(64));
    assert!(stderr(&output).contains("2026-01-01") && stderr(&output).contains("2025-12-14"), "{}", stderr(&output));
    let output = anlanh(&["cases", "count", "--data", text(&data), "--unit", COMMUNE, "--as-of", "2999-12-14"]);
    assert_eq!(output.status.code(), Some(64));
    assert!(stderr(&output).contains("--as-of 14/12/2999: ngày ấy chưa đến"), "{}", stderr(&output));
}
