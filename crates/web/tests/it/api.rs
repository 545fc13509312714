//! The interface for programs, request by request.

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::header;
use serde_json::{Value, json};

use crate::ground::{Answer, Ground, request};

const RECORDING: &str = "01940000-0000-7000-8000-000000000001";
const UNDOING: &str = "01940000-0000-7000-8000-000000000002";

async fn send(ground: &Ground, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
    let built = headers.iter().fold(request(method, path), |request, (name, value)| request.header(*name, *value));
    ground.send(built.body(Body::from(body.to_owned())).expect("sound")).await
}

fn parsed(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|fault| panic!("{fault}: {}", answer.body))
}

async fn get(ground: &Ground, path: &str) -> Value {
    let answer = ground.get(path).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    assert_eq!(answer.header("content-type"), "application/json");
    parsed(&answer)
}

async fn put(ground: &Ground, id: &str, body: &Value) -> Answer {
    let path = format!("/api/v1/facts/recordings/{id}");
    send(ground, "PUT", &path, &[("content-type", "application/json")], &body.to_string()).await
}

fn figures(value: &Value) -> Value {
    json!({
        "province": "38", "level": "commune", "year": 2025, "entered_by": "Người kiểm thử (giả định)",
        "source": { "title": "Báo cáo giả định", "number": "12/BC-GĐ", "date": "2025-12-10" },
        "figures": [{ "code": "14845", "input": "use_sites", "value": value }],
    })
}

#[test]
fn the_description_is_the_one_that_is_kept() {
    let made = web::api::description().to_pretty_json().expect("it is JSON") + "\n";
    let kept = include_str!("../../../../docs/api/openapi.json");
    assert!(made == kept, "docs/api/openapi.json differs; make it anew: anlanh openapi > docs/api/openapi.json");
}

#[test]
fn every_operation_names_its_act_and_no_other_is_listed() {
    let description = serde_json::to_value(web::api::description()).expect("it is JSON");
    let paths = description["paths"].as_object().expect("addresses");
    let operations = |(path, item): (&String, &Value)| -> Vec<(String, String)> {
        item.as_object().into_iter().flatten().map(|(method, _)| (method.clone(), path.clone())).collect()
    };
    let described: BTreeSet<_> = paths.iter().flat_map(operations).collect();
    let listed = web::api::ALL.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned()));
    let ids: Vec<&Value> =
        paths.values().filter_map(|item| item.as_object()).flatten().map(|(_, it)| &it["operationId"]).collect();
    assert_eq!(ids.iter().map(ToString::to_string).collect::<BTreeSet<_>>().len(), ids.len(), "an id stands twice");
    // the description does not describe itself
    let listed: BTreeSet<_> = listed.filter(|(_, path)| !path.ends_with("openapi.json")).collect();
    assert_eq!(described, listed);
}

#[tokio::test]
async fn every_list_answers_before_anything_is_recorded() {
    let ground = Ground::empty().await;
    assert_eq!(get(&ground, "/api/v1/openapi.json").await["openapi"], "3.1.0");
    let units = get(&ground, "/api/v1/units?level=province&day=2025-12-14").await;
    assert_eq!(units["paging"]["found"], 34);
    let found = get(&ground, "/api/v1/units?q=muong+lat&province=38").await;
    assert_eq!(found["items"][0]["code"], "14845", "{found}");
    let id = found["items"][0]["id"].as_str().expect("an id");
    assert!(!get(&ground, &format!("/api/v1/units/{id}")).await["versions"].as_array().expect("a list").is_empty());
    assert_eq!(get(&ground, "/api/v1/packs").await["default"], "vn-qd28-2025");
    assert_eq!(get(&ground, "/api/v1/packs/vn-qd28-2025").await["id"], "vn-qd28-2025");
    let verdicts = get(&ground, "/api/v1/verdicts?year=2025&province=38").await;
    assert_eq!(verdicts["paging"]["found"], 166);
    assert_eq!(get(&ground, "/api/v1/verdicts/commune/14845?year=2025").await["unit"]["result"], "UNDETERMINED");
    assert_eq!(get(&ground, "/api/v1/facts?province=38&year=2025").await["items"][0]["figures"], json!([]));
    assert_eq!(get(&ground, "/api/v1/ledger").await["signed"], 0);
}

#[tokio::test]
async fn figures_are_recorded_once_under_one_id_and_taken_back() {
    let ground = Ground::empty().await;
    let first = put(&ground, RECORDING, &figures(&json!(2))).await;
    assert_eq!((first.status.as_u16(), parsed(&first)["figures"].clone()), (200, json!(1)), "{}", first.body);
    let again = put(&ground, RECORDING, &figures(&json!(2))).await;
    assert_eq!((again.status.as_u16(), parsed(&again)["figures"].clone()), (200, json!(0)), "{}", again.body);
    let in_force = get(&ground, "/api/v1/facts?province=38&year=2025").await;
    let row =
        in_force["items"].as_array().expect("rows").iter().find(|row| row["code"] == "14845").expect("the commune");
    assert_eq!((&row["figures"][0]["value"], &row["figures"][0]["recording"]), (&json!(2), &json!(RECORDING)));
    let body = json!({
        "with": UNDOING, "year": 2025, "province": "38", "entered_by": "Người kiểm thử (giả định)",
        "source": { "title": "Đính chính giả định" },
    });
    let path = format!("/api/v1/facts/recordings/{RECORDING}/undo");
    let undone = send(&ground, "POST", &path, &[("content-type", "application/json")], &body.to_string()).await;
    assert_eq!((undone.status.as_u16(), parsed(&undone)["figures"].clone()), (200, json!(1)), "{}", undone.body);
    let recordings = get(&ground, "/api/v1/facts/recordings?province=38&year=2025").await;
    assert_eq!(recordings["paging"]["found"], 2, "{recordings}");
    assert_eq!(get(&ground, "/api/v1/ledger").await["size"], ground.entries + 2);
}

#[tokio::test]
async fn nothing_is_recorded_unless_the_whole_body_is_right() {
    let ground = Ground::empty().await;
    let mut more = figures(&json!(2));
    more["recorded_at"] = json!("2020-01-01T00:00:00Z");
    let mut of_others = figures(&json!(2));
    of_others["figures"][0]["code"] = json!("00004");
    let mut twice = figures(&json!(2));
    let one = twice["figures"][0].clone();
    twice["figures"].as_array_mut().expect("a list").push(one);
    let mut unknown = figures(&json!(2));
    unknown["figures"][0]["input"] = json!("secret");
    let mut hidden = figures(&json!(2));
    hidden["province"] = json!("3\u{0}8");
    let mut long = figures(&json!(2));
    long["source"]["title"] = json!("a".repeat(301));
    let mut silent = figures(&json!(2));
    silent["figures"][0].as_object_mut().expect("a figure").remove("value");
    let wrong = [
        more,
        twice,
        unknown,
        hidden,
        long,
        silent,
        figures(&json!(-1)),
        figures(&json!("inter")),
        figures(&json!(1.5)),
    ];
    for body in &wrong {
        let answer = put(&ground, RECORDING, body).await;
        assert_eq!(answer.status, 422, "{body}: {}", answer.body);
    }
    assert_eq!(put(&ground, RECORDING, &of_others).await.status, 404, "another province's unit is not there");
    assert_eq!(put(&ground, "not-an-id", &figures(&json!(2))).await.status, 422);
    assert_eq!(get(&ground, "/api/v1/ledger").await["size"], ground.entries, "nothing since");
}

#[tokio::test]
async fn a_refusal_is_json_in_the_readers_language() {
    let ground = Ground::empty().await;
    let vi = send(&ground, "GET", "/api/v1/units?page=0", &[("accept-language", "vi-VN, en;q=0.5")], "").await;
    assert_eq!((vi.status.as_u16(), vi.header("content-type")), (422, "application/problem+json"));
    assert!(parsed(&vi)["detail"].as_str().expect("text").contains("số nguyên từ 1 đến 10000"), "{}", vi.body);
    let en = send(&ground, "GET", "/api/v1/units?page=0", &[("accept-language", "fr, en-GB")], "").await;
    assert!(parsed(&en)["detail"].as_str().expect("text").contains("from 1 to 10000"), "{}", en.body);
    assert_eq!(parsed(&en)["instance"], en.header("x-request-id"));
    assert_eq!(ground.get("/api/v1/nothing").await.header("content-type"), "application/problem+json");
}

#[tokio::test]
async fn queries_hold_what_is_known_and_hold_it_once() {
    let ground = Ground::empty().await;
    let wrong = [
        "/api/v1/units?admin=1",
        "/api/v1/units?page=1&page=2",
        "/api/v1/units?day=2025-13-01",
        "/api/v1/units?q=%ff",
        "/api/v1/units?level=district",
        "/api/v1/units?province=000000000",
        "/api/v1/facts?province=3%278",
        "/api/v1/packs?x=1",
        "/api/v1/facts",
        "/api/v1/verdicts?year=25",
        "/api/v1/verdicts?switches=a",
        "/api/v1/verdicts/commune/14845?known_at=yesterday",
        "/api/v1/units/%7B01940000-0000-7000-8000-000000000001%7D",
        "/api/v1/ledger/inclusion/-1",
    ];
    for path in wrong {
        let answer = ground.get(path).await;
        assert_eq!(answer.status, 422, "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn methods_forms_and_sizes_that_are_not_taken_are_named() {
    let ground = Ground::empty().await;
    let method = send(&ground, "DELETE", "/api/v1/units", &[], "").await;
    assert_eq!(method.status, 405);
    assert!(method.header("allow").contains("GET"), "{}", method.header("allow"));
    assert_eq!(send(&ground, "GET", "/api/v1/units", &[("accept", "text/html")], "").await.status, 406);
    let path = format!("/api/v1/facts/recordings/{RECORDING}");
    assert_eq!(send(&ground, "PUT", &path, &[("content-type", "text/plain")], "{}").await.status, 415);
    let large = format!("\"{}\"", "a".repeat(1 << 20));
    assert_eq!(send(&ground, "PUT", &path, &[("content-type", "application/json")], &large).await.status, 413);
    let foreign = [("content-type", "application/json"), ("origin", "http://evil.example")];
    assert_eq!(send(&ground, "PUT", &path, &foreign, "{}").await.status, 403);
}

#[tokio::test]
async fn a_token_that_is_none_opens_nothing() {
    let ground = Ground::empty().await;
    for shown in ["Bearer anlanh_none", "Bearer", "Basic YTpi", "Bearer \u{e1}"] {
        let answer = send(&ground, "GET", "/api/v1/units", &[(header::AUTHORIZATION.as_str(), shown)], "").await;
        assert_eq!(answer.status, 401, "{shown}");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    assert_eq!(ground.get_as("", "/api/v1/me").await.status, 401);
    assert_eq!(ground.get("/api/v1/me").await.status, 200, "a session says who it is of");
}

#[tokio::test]
async fn what_one_engine_cannot_keep_is_refused_or_cleaned_before_it_is_asked() {
    let ground = Ground::empty().await;
    let body = json!({
        "with": UNDOING, "year": 2025, "province": "3\u{0}8", "entered_by": "giả định",
        "source": { "title": "Đính chính giả định" },
    });
    let path = format!("/api/v1/facts/recordings/{RECORDING}/undo");
    let refused = send(&ground, "POST", &path, &[("content-type", "application/json")], &body.to_string()).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let mut cleaned = figures(&json!(2));
    cleaned["source"]["title"] = json!("Báo cáo\u{0} giả\u{7} định");
    assert_eq!(put(&ground, RECORDING, &cleaned).await.status, 200);
    let recordings = get(&ground, "/api/v1/facts/recordings?province=38&year=2025").await;
    assert_eq!(recordings["items"][0]["source"], "Báo cáo giả định");
}
