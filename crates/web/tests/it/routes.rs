//! Every page answers.

use crate::ground::Ground;

#[tokio::test]
async fn every_page_answers_before_anything_is_recorded() {
    let ground = Ground::empty().await;
    ground.app.checkpoint().await.expect("signs");
    // kept for a while, about something that is not there yet, or the way to an identity provider that is none
    let needs_something = |path: &str| {
        [
            "ban-danh-dau",
            "{id}",
            "{person}",
            "{file}",
            "{paper}",
            "/dang-nhap/tinh",
            "/bao-cao/moi",
            "/bao-cao/tong-hop",
        ]
        .iter()
        .any(|part| path.contains(part))
    };
    // of a commune's police, who have their own test
    let of_police = |path: &str| {
        ["/ho-so", "/danh-sach"].iter().any(|of| path.starts_with(of))
            || ["/can-xet-nghiem", "/muc-tieu"].contains(&path)
    };
    let answers = |path: &str| !needs_something(path) && !of_police(path);
    let pages = web::routes::ALL.iter().filter(|(method, path, _)| *method == "get" && answers(path));
    for (method, path, _) in pages {
        let path = path
            .replace("{pack}", "vn-qd28-2025")
            .replace("{plan}", "th-192-2025")
            .replace("/assets/{name}", pages::assets::APP_CSS.href);
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
