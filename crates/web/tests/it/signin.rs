//! Coming in and going out, as a browser sees it.

use domain::access::{NATION, Role};

use crate::door::{House, key};

const WRONG: &str = "Không đăng nhập được";

#[tokio::test]
async fn a_code_becomes_a_passkey_and_the_passkey_lets_in() {
    let house = House::open(false).await;
    let commune = house.commune("14845");
    let (mut browser, mut key) = house.with_passkey("khoa.gia", &[(Role::FileOfficer, commune)]).await;
    let me = browser.get("/toi?xong=khoa").await;
    assert!(me.body.contains("khoa.gia") && me.body.contains("Đã thêm khóa truy cập"), "{}", me.body);
    let out = browser.post("/dang-xuat", &[]).await;
    assert_eq!((out.status.as_u16(), out.header("location")), (303, "/dang-nhap?xong=dang-xuat"));
    assert_eq!(out.header("clear-site-data"), "\"cache\", \"cookies\", \"storage\"");
    assert!(browser.cookies.is_empty(), "{:?}", browser.cookies);
    assert_eq!(browser.get("/toi").await.header("location"), "/dang-nhap?ve=%2Ftoi");
    let answer = browser.sign(&mut key, "/dang-nhap/khoa", "/xa/14845?nam=2025").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/xa/14845?nam=2025"));
    assert!(answer.header("set-cookie").ends_with("; Path=/; HttpOnly; SameSite=Strict"), "a loopback address");
    assert_eq!(browser.get("/xa/14845").await.status, 200);
}

#[tokio::test]
async fn an_answer_of_an_authenticator_is_good_once_and_not_forged() {
    let house = House::open(false).await;
    let commune = house.commune("14845");
    let (mut browser, mut mine) = house.with_passkey("khoa.gia", &[(Role::FileOfficer, commune)]).await;
    browser.post("/dang-xuat", &[]).await;
    let (reference, options) = browser.start("/dang-nhap/khoa/bat-dau").await;
    let signed: serde_json::Value = mine.sign(&options);
    let form = [("tham-chieu", reference.as_str()), ("tra-loi", &signed.to_string())];
    let mut other = browser.clone();
    assert_eq!(browser.post("/dang-nhap/khoa", &form).await.status, 303);
    let replayed = other.post("/dang-nhap/khoa", &form).await;
    assert_eq!(replayed.status, 422);
    assert!(replayed.body.contains("đã được dùng hoặc đã quá hạn") && other.cookies.is_empty());
    house.wait_s(1);
    let strange = other.sign(&mut key(), "/dang-nhap/khoa", "").await;
    assert!(strange.status == 422 && strange.body.contains(WRONG), "nobody has this key");
    mine.forge();
    let forged = other.sign(&mut mine, "/dang-nhap/khoa", "").await;
    assert!(forged.status == 422 && forged.body.contains(WRONG) && other.cookies.is_empty());
    for answer in ["", "{}", "null", "[[[[", &"x".repeat(40_000)] {
        let refused = other.post("/dang-nhap/khoa", &[("tham-chieu", "x"), ("tra-loi", answer)]).await;
        assert!(refused.status == 422 && refused.body.contains(WRONG), "{answer:.20}");
    }
    let late = browser.start("/dang-nhap/khoa/bat-dau").await;
    house.wait_s(301);
    let signed: serde_json::Value = mine.sign(&late.1);
    let late = other.post("/dang-nhap/khoa", &[("tham-chieu", &late.0), ("tra-loi", &signed.to_string())]).await;
    assert_eq!(late.status, 422, "five minutes are over");
}

#[tokio::test]
async fn an_enrolment_code_is_refused_when_wrong_used_late_or_long() {
    let house = House::open(false).await;
    let code = house.enrolled("ma.gia", &[]).await;
    let mut browser = house.browser();
    let wrong = browser.post("/dang-nhap/ma", &[("ma-dang-ky", "0000-0000")]).await;
    assert!(wrong.status == 422 && wrong.body.contains(WRONG) && browser.cookies.is_empty());
    let long = browser.post("/dang-nhap/ma", &[("ma-dang-ky", &"0".repeat(5000))]).await;
    assert!(long.status == 422 && long.body.contains("dài quá 200 ký tự"));
    let typed = code.to_lowercase().replace('-', " ");
    assert_eq!(browser.post("/dang-nhap/ma", &[("ma-dang-ky", &typed)]).await.status, 303, "as people type it");
    let again = house.browser().post("/dang-nhap/ma", &[("ma-dang-ky", &code)]).await;
    assert!(again.status == 422 && again.body.contains(WRONG), "used");
    let late = house.enrolled("muon.gia", &[]).await;
    house.wait_s(24 * 3600);
    let late = house.browser().post("/dang-nhap/ma", &[("ma-dang-ky", &late)]).await;
    assert!(late.status == 422 && late.body.contains(WRONG), "a day is over");
}

#[tokio::test]
async fn whether_a_login_exists_is_not_told() {
    let house = House::open(false).await;
    house.enrolled("co.that", &[]).await;
    let form = |login| [("ten-dang-nhap", login), ("mat-khau", "một mật khẩu giả định"), ("ma", "000000")];
    let there = house.browser().post("/dang-nhap/mat-khau", &form("co.that")).await;
    let nobody = house.browser().post("/dang-nhap/mat-khau", &form("ko.that")).await;
    assert_eq!((there.status, nobody.status), (nobody.status, axum::http::StatusCode::UNPROCESSABLE_ENTITY));
    assert_eq!(there.body.replace("co.that", "ko.that"), nobody.body);
}

#[tokio::test]
async fn many_failures_are_slowed_down_and_said_so() {
    let house = House::open(false).await;
    house.enrolled("cham.gia", &[]).await;
    let form = [("ten-dang-nhap", "cham.gia"), ("mat-khau", "một mật khẩu giả định"), ("ma", "000000")];
    for _ in 0..10 {
        assert_eq!(house.browser().post("/dang-nhap/mat-khau", &form).await.status, 422);
    }
    let slowed = house.browser().post("/dang-nhap/mat-khau", &form).await;
    assert_eq!(slowed.status, 429);
    assert!(slowed.body.contains("Hãy thử lại sau"));
}

#[tokio::test]
async fn fields_that_are_long_double_or_strange_are_refused() {
    let house = House::open(false).await;
    let good = "ten-dang-nhap=ai.do&mat-khau=x&ma=1";
    for more in ["&ten-dang-nhap=quan.tri", "&vai-tro=platform_admin", "&mat-khau=y"] {
        let refused = house.browser().post_raw("/dang-nhap/mat-khau", format!("{good}{more}")).await;
        assert!(refused.status == 422 && refused.body.contains("<h1>"), "{more}");
    }
    for (field, long) in [("ten-dang-nhap", 5_000), ("mat-khau", 5_000), ("ma", 5_000)] {
        let mut form = vec![("ten-dang-nhap", "ai.do"), ("mat-khau", "x"), ("ma", "1")];
        let text = "a".repeat(long);
        form.iter_mut().find(|(name, _)| *name == field).expect("a field").1 = &text;
        let refused = house.browser().post("/dang-nhap/mat-khau", &form).await;
        assert!(refused.status == 422 && refused.body.contains("ký tự") && !refused.body.contains(&text), "{field}");
    }
    let missing = house.browser().post("/dang-nhap/mat-khau", &[("ma", "1")]).await;
    assert_eq!(missing.status, 422);
}

#[tokio::test]
async fn the_way_back_never_leads_elsewhere() {
    let house = House::open(true).await;
    for bad in ["https://evil.example", "//evil.example", "/\\evil.example", "/dang-xuat", "javascript:alert(1)"] {
        let page = house.browser().get(&format!("/dang-nhap?ve={}", pages::format::encode(bad))).await;
        assert!(!page.body.contains("name=\"ve\""), "{bad}");
        let form = [("vai-tro", "ministry_viewer"), ("ve", bad)];
        let inside = house.browser().post("/dang-nhap/dung-thu", &form).await;
        assert_eq!((inside.status.as_u16(), inside.header("location")), (303, "/"), "{bad}");
    }
    let page = house.browser().get("/dang-nhap?ve=%2Ftinh%2F38").await;
    assert!(page.body.contains("name=\"ve\" value=\"/tinh/38\""));
}

#[tokio::test]
async fn every_role_can_be_tried_in_a_demonstration() {
    let house = House::open(true).await;
    let door = house.browser().get("/dang-nhap").await;
    assert!(door.body.contains("GIẢ ĐỊNH"));
    for role in Role::ALL {
        assert!(door.body.contains(&format!("value=\"{role}\"")), "{role}");
        let mut browser = house.browser();
        let inside = browser.post("/dang-nhap/dung-thu", &[("vai-tro", role.key())]).await;
        assert_eq!(inside.status, 303, "{role}");
        let home = browser.get("/").await;
        let home = if home.status == 303 { browser.get(home.header("location")).await } else { home };
        assert_eq!(home.status, 200, "{role}");
        assert!(home.body.contains("(giả định)"), "{role}");
    }
    for wrong in ["", "khong-co", "PLATFORM_ADMIN"] {
        let refused = house.browser().post("/dang-nhap/dung-thu", &[("vai-tro", wrong)]).await;
        assert_eq!(refused.status, 422, "{wrong}");
    }
    assert_eq!(house.browser().post("/dang-nhap/dung-thu", &[]).await.status, 422);
    house.app.fill_demo_accounts(texts::Lang::Vi).await.expect("a second time adds nothing");
    assert_eq!(house.app.demo_accounts().await.expect("listed").len(), Role::ALL.len());
}

#[tokio::test]
async fn nobody_is_tried_where_there_are_peoples_files() {
    let house = House::open(false).await;
    house.enrolled("demo.quan-tri", &[(Role::PlatformAdmin, NATION)]).await;
    for form in [&[("vai-tro", "platform_admin")][..], &[("vai-tro", "khong-co")], &[]] {
        let answer = house.browser().post("/dang-nhap/dung-thu", form).await;
        assert_eq!(answer.status, 404);
        assert!(answer.headers.get("set-cookie").is_none());
    }
    assert!(!house.browser().get("/dang-nhap").await.body.contains("dung-thu"));
    assert!(house.app.fill_demo_accounts(texts::Lang::Vi).await.is_err() && house.app.demo_accounts().await.is_err());
}

#[tokio::test]
async fn before_the_first_account_the_door_says_how_it_is_made() {
    let house = House::open(false).await;
    assert!(house.browser().get("/dang-nhap").await.body.contains("anlanh admin create"));
    house.enrolled("dau.tien", &[]).await;
    assert!(!house.browser().get("/dang-nhap").await.body.contains("anlanh admin create"));
}

#[tokio::test]
async fn a_cookie_that_was_made_up_opens_nothing() {
    let house = House::open(true).await;
    for forged in ["x", "../..", &"A".repeat(43), &"A".repeat(4000)] {
        let mut browser = house.browser();
        browser.cookies.insert("phien".to_owned(), forged.to_owned());
        assert_eq!(browser.get("/toi").await.status, 303, "{forged:.10}");
        assert_eq!(browser.post("/toi/phien/ket-thuc", &[]).await.status, 401);
        assert_eq!(browser.post("/dang-xuat", &[]).await.status, 303, "whoever is out may go");
    }
}

#[tokio::test]
async fn a_second_sign_in_ends_the_first_session_of_the_browser() {
    let house = House::open(true).await;
    let mut browser = house.browser();
    browser.post("/dang-nhap/dung-thu", &[("vai-tro", "auditor")]).await;
    let first = browser.clone();
    assert_eq!(browser.clone().get("/so-cai").await.status, 200);
    browser.post("/dang-nhap/dung-thu", &[("vai-tro", "ministry_viewer")]).await;
    assert_ne!(first.cookies["phien"], browser.cookies["phien"]);
    assert_eq!(first.clone().get("/so-cai").await.status, 303, "the cookie of before is good for nothing");
}

#[tokio::test]
async fn without_an_identity_provider_there_is_no_way_to_one() {
    let house = House::open(false).await;
    assert!(!house.browser().get("/dang-nhap").await.body.contains("/dang-nhap/tinh"));
    for path in ["/dang-nhap/tinh", "/dang-nhap/tinh/tro-ve", "/dang-nhap/tinh/tro-ve?state=a&code=b&code=c"] {
        let answer = house.browser().get(path).await;
        assert!(answer.status == 422 && answer.body.contains("<h1>"), "{path}");
    }
}
