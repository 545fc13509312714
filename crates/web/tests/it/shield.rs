//! Foreign names, foreign origins, sizes, headers.

use axum::body::Body;

use crate::ground::{Ground, request};

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let ground = Ground::empty().await;
    for path in ["/", "/khong-co", "/tinh/99", pages::assets::APP_JS.href, "/luat?nam=1850"] {
        let answer = ground.get(path).await;
        assert!(answer.header("content-security-policy").starts_with("default-src 'none'"), "{path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "no-referrer", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert!(!answer.header("permissions-policy").is_empty(), "{path}");
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn cookies_are_bound_to_the_host_and_to_https() {
    let ground = Ground::under("https://anlanh.example").await;
    ground.app.fill_demo_accounts(texts::Lang::Vi).await.expect("fictitious officers");
    let asked = |method: &str, path: &str| {
        axum::http::Request::builder().method(method).uri(path).header("host", "anlanh.example")
    };
    let click = asked("POST", "/dang-nhap/dung-thu")
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded");
    let answer = ground.send_as_is(click.body(Body::from("vai-tro=auditor")).expect("sound")).await;
    let cookie = answer.header("set-cookie").to_owned();
    let (pair, flags) = cookie.split_once("; ").expect("flags");
    assert!(pair.starts_with("__Host-phien=") && pair.len() > 50, "{cookie}");
    assert_eq!(flags, "Path=/; HttpOnly; SameSite=Strict; Secure");
    let page = asked("GET", "/so-cai").header("cookie", pair).body(Body::empty()).expect("sound");
    assert_eq!(ground.send_as_is(page).await.status, 200);
    let bare = asked("GET", "/so-cai").header("cookie", pair.trim_start_matches("__Host-")).body(Body::empty());
    assert_eq!(ground.send_as_is(bare.expect("sound")).await.status, 303, "the name without the promise opens nothing");
    let language = asked("GET", "/luat?ngon-ngu=en").body(Body::empty()).expect("sound");
    assert!(ground.send_as_is(language).await.header("set-cookie").ends_with("; HttpOnly; Secure"));
}

#[tokio::test]
async fn a_name_that_resolves_here_by_deceit_gets_nothing() {
    let ground = Ground::empty().await;
    let foreign =
        axum::http::Request::builder().uri("/").header("host", "evil.example").body(Body::empty()).expect("sound");
    let answer = ground.send(foreign).await;
    assert_eq!(answer.status, 421);
    assert!(!answer.header("content-security-policy").is_empty());
    let nameless = axum::http::Request::builder().uri("/").body(Body::empty()).expect("sound");
    assert_eq!(ground.send(nameless).await.status, 421);
}

#[tokio::test]
async fn a_form_of_another_site_records_nothing() {
    let ground = Ground::empty().await;
    let form = "14845.plants=7&van-ban=x&nguoi-nhap=x";
    for (name, value) in [("origin", "http://evil.example"), ("sec-fetch-site", "cross-site"), ("origin", "null")] {
        let request = request("POST", "/tinh/38/so-lieu")
            .header(name, value)
            .header("content-type", "application/x-www-form-urlencoded");
        let answer = ground.send(request.body(Body::from(form)).expect("sound")).await;
        assert_eq!(answer.status, 403, "{name}: {value}");
    }
    assert!(ground.app.years().await.expect("readable").is_empty(), "nothing was recorded");
}

#[tokio::test]
async fn forms_and_uploads_have_their_sizes() {
    let ground = Ground::empty().await;
    let long = "1".repeat(2 << 20);
    let form = ground.post("/tinh/38/so-lieu", &[("14845.plants", &long)]).await;
    assert_eq!(form.status, 413);
    assert!(form.body.contains("<h1>"));
    let file = vec![b'1'; 33 << 20];
    let upload = ground.upload("/tinh/38/so-lieu/tai-len", "to.csv", &file).await;
    assert_eq!(upload.status, 413);
    let fits = ground.upload("/tinh/38/so-lieu/tai-len", "vua.csv", &file[..2 << 20]).await;
    assert_eq!(fits.status, 422, "two megabytes of ones are read, and refused as a sheet");
}

#[tokio::test]
async fn assets_are_kept_for_ever_and_compressed() {
    let ground = Ground::empty().await;
    let get = |name: &'static str, value: String| {
        request("GET", pages::assets::APP_CSS.href).header(name, value).body(Body::empty()).expect("sound")
    };
    let answer = ground.send(get("accept-encoding", "br;q=1, gzip;q=0.8".to_owned())).await;
    assert_eq!((answer.status.as_u16(), answer.header("content-encoding")), (200, "gzip"));
    assert!(answer.header("cache-control").contains("immutable"));
    let plain = ground.get(pages::assets::APP_CSS.href).await;
    assert_eq!(plain.header("content-encoding"), "");
    assert_eq!(plain.body.as_bytes(), pages::assets::APP_CSS.bytes);
    assert_eq!(ground.send(get("if-none-match", plain.header("etag").to_owned())).await.status, 304);
    assert_eq!(ground.get("/assets/../Cargo.toml").await.status, 404);
}
