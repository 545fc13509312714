//! The table of addresses against the text of who may use them.

use std::collections::BTreeSet;

use crate::ground::Ground;

#[test]
fn every_route_stands_in_the_authorisation_text() {
    let text = include_str!("../../routes.txt");
    let listed: BTreeSet<(String, String)> = text
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| {
            let words: Vec<_> = line.split_whitespace().collect();
            assert!(words.len() >= 4, "who may use it, and what does it do? {line}");
            (words[0].to_owned(), words[1].to_owned())
        })
        .collect();
    let built: BTreeSet<(String, String)> =
        web::routes::ALL.iter().map(|(m, p)| ((*m).to_owned(), (*p).to_owned())).collect();
    assert_eq!(built, listed, "src/routes.rs and routes.txt differ");
}

#[tokio::test]
async fn every_page_answers_before_anything_is_recorded() {
    let ground = Ground::empty().await;
    ground.app.checkpoint().await.expect("signs");
    let kept_for_a_while = |path: &str| path.contains("ban-danh-dau");
    for (method, path) in web::routes::ALL.iter().filter(|(method, path)| *method == "get" && !kept_for_a_while(path)) {
        let path = path.replace("{pack}", "vn-qd28-2025").replace("/assets/{name}", pages::assets::APP_CSS.href);
        let path = path.replace("{page}/{sample}", "nation/empty");
        let path = path.replace("/so-cai/consistency", "/so-cai/consistency?from=0&to=1");
        let path = path.replace("/so-cai/inclusion", "/so-cai/inclusion?seq=0").replace("{year}/{week}", "2025/50");
        let path =
            if path.starts_with("/tinh") { path.replace("{code}", "38") } else { path.replace("{code}", "14845") };
        let answer = ground.get(&path).await;
        assert_eq!(answer.status, 200, "{method} {path}: {}", answer.body.chars().take(400).collect::<String>());
    }
}

#[tokio::test]
async fn english_is_a_choice_kept_in_a_cookie() {
    let ground = Ground::empty().await;
    let answer = ground.get("/tinh/38?nam=2025&ngon-ngu=en&q=a").await;
    assert_eq!(answer.status, 303);
    assert_eq!(answer.header("location"), "/tinh/38?nam=2025&q=a");
    assert!(answer.header("set-cookie").starts_with("ngon-ngu=en;"));
    let there = ground.get("//evil.example/?ngon-ngu=en").await;
    assert_eq!(there.header("location"), "/evil.example/", "the choice never leads elsewhere");
}

#[tokio::test]
async fn what_is_not_there_is_said_in_the_form_that_was_asked_for() {
    let ground = Ground::empty().await;
    let page = ground.get("/khong-co").await;
    assert_eq!(page.status, 404);
    assert!(page.header("content-type").starts_with("text/html") && page.body.contains("<h1>"));
    let request = crate::ground::request("GET", "/khong-co").header("accept", "application/json");
    let json = ground.send(request.body(axum::body::Body::empty()).expect("sound")).await;
    assert_eq!(json.header("content-type"), "application/problem+json");
    assert!(json.body.contains("\"status\":404"));
    let method = ground.post("/luat", &[]).await;
    assert_eq!(method.status, 405);
    assert!(method.body.contains("<h1>"), "a refusal of a layer is a page too");
}
