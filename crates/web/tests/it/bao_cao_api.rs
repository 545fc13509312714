//! Reports for programs: listed, read, and given the figures that people give; and a province's own file brought back.

use axum::body::Body;
use serde_json::{Value, json};

use crate::bao_cao::House;
use crate::ground::{Answer, request};
use crate::ho_so::{hidden, said};

const RECORDING: &str = "01940000-0000-7000-8000-0000000000a1";
const OTHER: &str = "01940000-0000-7000-8000-0000000000a2";

async fn ask(house: &House, who: &str, method: &str, path: &str, body: &str) -> Answer {
    let request = request(method, path).header("cookie", who).header("content-type", "application/json");
    house.ground.send(request.body(Body::from(body.to_owned())).expect("sound")).await
}

async fn get(house: &House, who: &str, path: &str) -> Value {
    let answer = ask(house, who, "GET", path, "").await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    serde_json::from_str(&answer.body).expect("JSON")
}

fn figure<'v>(report: &'v Value, indicator: &str) -> &'v Value {
    let figures = report["figures"].as_array().expect("figures");
    figures.iter().find(|one| one["indicator"] == indicator).unwrap_or_else(|| panic!("no {indicator}"))
}

#[tokio::test]
async fn a_program_gives_what_people_give_and_replaces_nothing() {
    let house = House::open().await;
    let page = house.begun().await;
    let id = page.trim_start_matches("/bao-cao/").to_owned();
    let list = get(&house, &house.officer, "/api/v1/reports").await;
    assert_eq!((list["items"][0]["id"].as_str(), list["paging"]["found"].as_u64()), (Some(id.as_str()), Some(1)));
    assert_eq!(list["items"][0]["state"], "draft");
    let none = get(&house, &house.officer, "/api/v1/reports?period=1999-Q1").await;
    assert_eq!(none["paging"]["found"], 0);

    let path = format!("/api/v1/reports/{id}");
    let before = get(&house, &house.officer, &path).await;
    assert_eq!(
        (figure(&before, "sessions")["typed"].as_bool(), &figure(&before, "sessions")["value"]),
        (Some(true), &Value::Null)
    );
    let body = |sessions: u64| {
        json!({ "source": "Phần mềm khác (giả định)", "figures": [
            { "indicator": "sessions", "value": sessions }, { "indicator": "addicts", "value": 7 },
        ] })
    };
    let put = async |recording: &str, body: &Value| {
        ask(&house, &house.officer, "PUT", &format!("{path}/figures/{recording}"), &body.to_string()).await
    };
    let answer = put(RECORDING, &body(12)).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let done: Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!(done["entered"], json!(["sessions"]));
    assert_eq!(done["kept"][0]["indicator"], "addicts", "what comes from the records stays: {done}");
    let again: Value = serde_json::from_str(&put(RECORDING, &body(12)).await.body).expect("JSON");
    assert_eq!((again["entered"].clone(), again["same"].clone()), (json!([]), json!(["sessions"])));
    let differs: Value = serde_json::from_str(&put(OTHER, &body(13)).await.body).expect("JSON");
    assert_eq!(differs["entered"], json!([]), "an officer decides: {differs}");
    let after = get(&house, &house.officer, &path).await;
    assert_eq!(figure(&after, "sessions")["value"], json!({ "kind": "count", "value": 12 }));
    assert_eq!(figure(&after, "sessions")["source"], "Phần mềm khác (giả định)");
    assert_eq!(after["late"], Value::Null, "nothing has gone up, however its figures came");

    for (wrong, why) in [
        (json!({ "source": "x", "figures": [{ "indicator": "sesions", "value": 1 }] }), "“sessions”?"),
        (json!({ "source": "x", "figures": [{ "indicator": "models", "value": "1.5" }] }), "figures[0]"),
        (json!({ "source": " ", "figures": [{ "indicator": "models", "value": 1 }] }), "source"),
        (json!({ "source": "x", "figures": [] }), "500"),
        (json!({ "source": "x", "figures": [{ "indicator": "models", "value": -1 }] }), "openapi.json"),
    ] {
        let answer = put(OTHER, &wrong).await;
        assert_eq!(answer.status, 422, "{wrong}: {}", answer.body);
        assert!(answer.body.contains(why), "{wrong}: {}", answer.body);
    }
    let foreign = ask(&house, &house.office, "PUT", &format!("{path}/figures/{OTHER}"), &body(1).to_string()).await;
    assert!(
        [403, 404].contains(&foreign.status.as_u16()),
        "the province writes in no commune's report: {}",
        foreign.body
    );
}

#[tokio::test]
async fn a_provinces_own_file_comes_back_and_changes_nothing() {
    let house = House::open().await;
    let form = format!("/bao-cao/moi?bieu-mau=kh192-tinh&ky={}", house.period);
    let page = house.ground.get_as(&house.office, &form).await;
    assert_eq!(page.status, 200, "{}", said(&page));
    let begun = house.ground.post_as(&house.office, &form, &[("ma", &hidden(&page, "ma"))]).await;
    let path = begun.header("location").trim_end_matches("?xong=1").to_owned();
    for (ending, name) in [("csv", "so.csv"), ("dhis2.json", "so.json"), ("adx.xml", "so.xml")] {
        let file = house.ground.get_as(&house.office, &format!("{path}/tai/bao-cao.{ending}")).await;
        assert_eq!(file.status, 200, "{}", said(&file));
        let import = format!("{path}/nhap");
        let page = house.ground.get_as(&house.office, &import).await;
        let fields = [("ma", hidden(&page, "ma"))];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(key, value)| (*key, value.as_str())).collect();
        let back = house.ground.upload_as(&house.office, &import, &fields, (name, file.body.as_bytes())).await;
        assert_eq!(back.status, 200, "{ending}: {}", said(&back));
        assert!(back.body.contains("đã có đúng số này"), "{ending}: {}", said(&back));
        assert!(!back.body.contains("không nhận"), "{ending}: {}", said(&back));
    }
}
