//! One's own account, as a browser sees it.

use domain::access::Role;
use serde_json::Value;
use totp_rs::{Builder, Secret};

use crate::door::{Browser, House, between, key};
use crate::ground::Answer;

const PASSWORD: &str = "giọt sương kẽ lá bưởi";

/// The six digits that a telephone shows.
fn digits(house: &House, secret: &str) -> String {
    let secret = Secret::try_from_base32(secret.replace(' ', "")).expect("base32");
    let totp = Builder::new().with_secret(secret).build().expect("a secret");
    totp.generate(u64::try_from(house.app.now().as_second()).expect("after 1970")).to_string()
}

/// Sets up a password in a browser with an enrolment session: the secret and the recovery codes.
async fn set_up(house: &House, browser: &mut Browser) -> (String, Vec<String>) {
    let offer = browser.post("/toi/mat-khau/bat-dau", &[]).await;
    assert_eq!(offer.status, 200, "{}", offer.body);
    assert!(offer.body.contains("<svg class=\"square\"") && offer.body.contains("name=\"mat-khau\""));
    let secret = between(&offer.body, "nhập tay: <code>", "</code>").to_owned();
    let done = choose(house, browser, &offer, PASSWORD, PASSWORD, &digits(house, &secret)).await;
    assert_eq!(done.status, 200, "{}", done.body);
    (secret, codes(&done))
}

async fn choose(_: &House, browser: &mut Browser, offer: &Answer, word: &str, again: &str, code: &str) -> Answer {
    let reference = between(&offer.body, "name=\"tham-chieu\" value=\"", "\"");
    let form = [("tham-chieu", reference), ("mat-khau", word), ("nhap-lai", again), ("ma", code)];
    browser.post("/toi/mat-khau", &form).await
}

fn codes(shown: &Answer) -> Vec<String> {
    let list = between(&shown.body, "<ol class=\"once\">", "</ol>");
    list.split("<code>").skip(1).map(|part| part.split("</code>").next().expect("closed").to_owned()).collect()
}

async fn sign_in(house: &House, code: &str) -> (Answer, Browser) {
    let mut browser = house.browser();
    let form = [("ten-dang-nhap", "mk.gia"), ("mat-khau", PASSWORD), ("ma", code)];
    (browser.post("/dang-nhap/mat-khau", &form).await, browser)
}

async fn enrolled(house: &House) -> Browser {
    let code = house.enrolled("mk.gia", &[(Role::HealthStation, house.commune("14845"))]).await;
    let mut browser = house.browser();
    assert_eq!(browser.post("/dang-nhap/ma", &[("ma-dang-ky", &code)]).await.header("location"), "/toi");
    browser
}

#[tokio::test]
async fn a_password_with_its_second_factor_is_set_up_and_lets_in() {
    let house = House::open(false).await;
    let mut browser = enrolled(&house).await;
    let page = browser.get("/toi").await;
    assert!(page.body.contains("Thiết lập cách đăng nhập") && page.body.contains("/toi/mat-khau/bat-dau"));
    assert_eq!(browser.get("/xa/14845").await.status, 403, "an enrolment code gives no role");
    let (secret, recovery) = set_up(&house, &mut browser).await;
    assert_eq!(recovery.len(), 10);
    assert_eq!(browser.get("/xa/14845").await.status, 200, "a full session");
    house.wait_s(30);
    let (inside, mut second) = sign_in(&house, &digits(&house, &secret)).await;
    assert_eq!((inside.status.as_u16(), inside.header("location")), (303, "/"));
    let (replayed, _) = sign_in(&house, &digits(&house, &secret)).await;
    assert!(replayed.status == 422 && replayed.body.contains("mk.gia"), "the login stays, the code is spent");
    let (recovered, _) = sign_in(&house, &recovery[0].to_lowercase()).await;
    assert_eq!(recovered.status, 303);
    assert_eq!(sign_in(&house, &recovery[0]).await.0.status, 422, "each code once");
    let me = second.get("/toi").await;
    assert!(me.body.contains("Còn 9 mã khôi phục") && me.body.contains("mật khẩu và mã xác thực"), "{}", me.body);
    let renewed = second.post("/toi/ma-khoi-phuc", &[]).await;
    let fresh = codes(&renewed);
    assert!(renewed.status == 200 && fresh.len() == 10 && fresh != recovery);
    assert_eq!(sign_in(&house, &recovery[1]).await.0.status, 422, "the codes of before are void");
}

#[tokio::test]
async fn a_password_that_cannot_be_is_refused_and_the_secret_stays() {
    let house = House::open(false).await;
    let mut browser = enrolled(&house).await;
    let offer = browser.post("/toi/mat-khau/bat-dau", &[]).await;
    let secret = between(&offer.body, "nhập tay: <code>", "</code>").to_owned();
    let short = choose(&house, &mut browser, &offer, "ngắn", "ngắn", "000000").await;
    assert!(short.status == 422 && short.body.contains("cần ít nhất 12") && !short.body.contains(&secret));
    let other = choose(&house, &mut browser, &short, PASSWORD, "khác hẳn mật khẩu kia", "000000").await;
    assert!(other.status == 422 && other.body.contains("không giống nhau"));
    let long = "x".repeat(600);
    let long = choose(&house, &mut browser, &other, &long, &long, "000000").await;
    assert!(long.status == 422 && long.body.contains("dài quá 512 ký tự"));
    let done = choose(&house, &mut browser, &long, PASSWORD, PASSWORD, &digits(&house, &secret)).await;
    assert_eq!(done.status, 200, "the secret of before was still good: {}", done.body);
}

#[tokio::test]
async fn a_wrong_code_spends_the_secret_and_another_is_shown() {
    let house = House::open(false).await;
    let mut browser = enrolled(&house).await;
    let offer = browser.post("/toi/mat-khau/bat-dau", &[]).await;
    let secret = between(&offer.body, "nhập tay: <code>", "</code>").to_owned();
    let wrong = choose(&house, &mut browser, &offer, PASSWORD, PASSWORD, "12345").await;
    assert_eq!(wrong.status, 422);
    let second = between(&wrong.body, "nhập tay: <code>", "</code>").to_owned();
    assert_ne!(secret, second);
    let spent = choose(&house, &mut browser, &offer, PASSWORD, PASSWORD, &digits(&house, &secret)).await;
    assert_eq!(spent.status, 422, "the first is spent");
}

#[tokio::test]
async fn who_needs_a_passkey_gets_no_password() {
    let house = House::open(false).await;
    let code = house.enrolled("truong.gia", &[(Role::PoliceHead, house.commune("14845"))]).await;
    let mut browser = house.browser();
    browser.post("/dang-nhap/ma", &[("ma-dang-ky", &code)]).await;
    let page = browser.get("/toi").await;
    assert!(page.body.contains("chỉ được đăng nhập bằng khóa truy cập") && !page.body.contains("mat-khau/bat-dau"));
    let refused = browser.post("/toi/mat-khau/bat-dau", &[]).await;
    assert!(refused.status == 422 && refused.body.contains("chỉ được đăng nhập bằng khóa truy cập"));
}

#[tokio::test]
async fn a_proof_that_is_too_old_is_asked_for_again() {
    let house = House::open(false).await;
    let offices = [(Role::FileOfficer, house.commune("14845"))];
    let (mut browser, mut mine) = house.with_passkey("khoa.gia", &offices).await;
    assert!(browser.get("/toi").await.body.contains("/toi/khoa/bat-dau"));
    house.wait_s(301);
    let old = browser.get("/toi").await;
    assert!(old.body.contains("/xac-minh?ve=/toi") && !old.body.contains("/toi/khoa/bat-dau"));
    let form =
        [("ten", "x"), ("so-ngay", "1"), ("muc-dich", ""), ("viec", "read_figures"), ("bo-nhiem", &office(&old))];
    assert_eq!(browser.post("/toi/ma-truy-cap", &form).await.header("location"), "/xac-minh?ve=/toi");
    let refused = browser.post("/toi/khoa/bat-dau", &[]).await;
    assert_eq!(refused.status, 403);
    let page = browser.get("/xac-minh?ve=/toi").await;
    assert!(page.body.contains("action=\"/xac-minh/khoa\"") && !page.body.contains("/xac-minh/mat-khau"));
    let before = browser.cookies["phien"].clone();
    let strange = browser.sign(&mut key(), "/xac-minh/khoa", "/toi").await;
    assert_eq!(strange.status, 422, "another's key proves nothing");
    let proved = browser.sign(&mut mine, "/xac-minh/khoa", "//evil.example").await;
    assert_eq!((proved.status.as_u16(), proved.header("location")), (303, "/"));
    assert_ne!(before, browser.cookies["phien"], "the reference of before is good for nothing");
    assert!(browser.get("/toi").await.body.contains("/toi/khoa/bat-dau"));
    assert_eq!(browser.post("/xac-minh/dung-thu", &[]).await.status, 404, "no demonstration");
}

/// The first appointment named on the page; a made-up one where the form is not shown.
fn office(me: &Answer) -> String {
    let shown = me.body.split_once("<select id=\"bo-nhiem-ma\"").map(|(_, rest)| between(rest, "value=\"", "\""));
    shown.map_or_else(|| uuid::Uuid::nil().to_string(), str::to_owned)
}

#[tokio::test]
async fn a_token_is_made_shown_once_used_and_taken_back() {
    let house = House::open(true).await;
    let mut browser = house.browser();
    browser.post("/dang-nhap/dung-thu", &[("vai-tro", "ministry_viewer")]).await;
    let held = office(&browser.get("/toi").await);
    let form = |days, act| {
        [("ten", "Báo cáo giả định"), ("so-ngay", days), ("muc-dich", ""), ("viec", act), ("bo-nhiem", held.as_str())]
    };
    for (days, act) in
        [("0", "read_figures"), ("91", "read_figures"), ("một", "read_figures"), ("1", "use_own_account")]
    {
        let refused = browser.post("/toi/ma-truy-cap", &form(days, act)).await;
        assert!(refused.status == 422 && refused.body.contains("Báo cáo giả định"), "{days} {act}");
    }
    let made = browser.post("/toi/ma-truy-cap", &form("30", "read_figures")).await;
    assert_eq!(made.status, 200);
    let token = codes(&made).remove(0);
    assert!(token.starts_with("anlanh_"));
    let listed = browser.get("/toi").await;
    assert!(listed.body.contains("Báo cáo giả định") && !listed.body.contains(&token));
    assert!(house.app.bearer(&token).await.expect("asks").is_some());
    let id = between(&listed.body, "name=\"ma-truy-cap\" value=\"", "\"").to_owned();
    let mut other = house.browser();
    other.post("/dang-nhap/dung-thu", &[("vai-tro", "auditor")]).await;
    assert_eq!(other.post("/toi/ma-truy-cap/thu-hoi", &[("ma-truy-cap", &id)]).await.status, 404, "another's");
    assert_eq!(browser.post("/toi/ma-truy-cap/thu-hoi", &[("ma-truy-cap", &id)]).await.status, 303);
    assert!(house.app.bearer(&token).await.expect("asks").is_none());
    let double = format!("ten=a&ten=b&so-ngay=1&muc-dich=&viec=read_figures&bo-nhiem={held}");
    assert_eq!(browser.post_raw("/toi/ma-truy-cap", double).await.status, 422);
    let foreign = office(&other.get("/toi").await);
    let form = [("ten", "x"), ("so-ngay", "1"), ("muc-dich", ""), ("viec", "read_figures"), ("bo-nhiem", &foreign)];
    assert_eq!(browser.post("/toi/ma-truy-cap", &form).await.status, 422, "under another's appointment");
}

#[tokio::test]
async fn a_role_is_chosen_among_ones_own() {
    let house = House::open(false).await;
    let offices = [(Role::FileOfficer, house.commune("14845")), (Role::Front, house.commune("14854"))];
    let (mut browser, _) = house.with_passkey("hai.vai", &offices).await;
    let me = browser.get("/toi").await;
    let other = between(&me.body, "name=\"bo-nhiem\" value=\"", "\"").to_owned();
    let chosen = browser.post("/toi/vai-tro", &[("bo-nhiem", &other), ("ve", "/toi")]).await;
    assert_eq!((chosen.status.as_u16(), chosen.header("location")), (303, "/toi"));
    let head = |body: &str| between(body, "<summary>", "</summary>").to_owned();
    assert_ne!(head(&me.body), head(&browser.get("/toi").await.body));
    let nobodys = uuid::Uuid::from_u128(7).to_string();
    assert_eq!(browser.post("/toi/vai-tro", &[("bo-nhiem", &nobodys)]).await.status, 404);
    assert_eq!(browser.post("/toi/vai-tro", &[("bo-nhiem", "x")]).await.status, 422);
    browser.post("/dang-xuat", &[]).await;
    assert!(browser.cookies.is_empty(), "the preference goes too");
}

#[tokio::test]
async fn keys_are_added_and_removed_but_never_the_last() {
    let house = House::open(false).await;
    let offices = [(Role::FileOfficer, house.commune("14845"))];
    let (mut browser, _) = house.with_passkey("khoa.gia", &offices).await;
    let first = between(&browser.get("/toi").await.body, "name=\"khoa\" value=\"", "\"").to_owned();
    let last = browser.post("/toi/khoa/xoa", &[("khoa", &first)]).await;
    assert!(last.status == 422 && last.body.contains("cách đăng nhập cuối cùng"));
    let mut second = key();
    assert_eq!(browser.make(&mut second).await.header("location"), "/toi?xong=khoa");
    let (reference, options) = browser.start("/toi/khoa/bat-dau").await;
    let mut unverified = key();
    unverified.verifies = false;
    let made: Value = unverified.make(&options);
    let form = [("tham-chieu", reference.as_str()), ("tra-loi", &made.to_string()), ("ten", "x")];
    let refused = browser.post("/toi/khoa", &form).await;
    assert!(refused.status == 422 && refused.body.contains("xác minh người dùng"), "without its user nothing is kept");
    let gone = browser.post("/toi/khoa/xoa", &[("khoa", &first)]).await;
    assert_eq!(gone.header("location"), "/dang-nhap?xong=xoa-khoa");
    assert_eq!(browser.get("/toi").await.status, 303, "every session has ended");
    assert_eq!(browser.sign(&mut second, "/dang-nhap/khoa", "/toi").await.status, 303);
}

#[tokio::test]
async fn every_session_ends_at_once() {
    let house = House::open(true).await;
    let (mut here, mut there) = (house.browser(), house.browser());
    here.post("/dang-nhap/dung-thu", &[("vai-tro", "auditor")]).await;
    there.post("/dang-nhap/dung-thu", &[("vai-tro", "auditor")]).await;
    assert!(here.get("/toi").await.body.contains("nút dùng thử"));
    let ended = here.post("/toi/phien/ket-thuc", &[]).await;
    assert_eq!(ended.header("location"), "/dang-nhap?xong=ket-thuc");
    assert!(!ended.header("clear-site-data").is_empty());
    assert_eq!(there.get("/toi").await.status, 303);
}

#[tokio::test]
async fn a_fictitious_officer_proves_by_a_click_who_they_pretend_to_be() {
    let house = House::open(true).await;
    let mut browser = house.browser();
    browser.post("/dang-nhap/dung-thu", &[("vai-tro", "police_head")]).await;
    house.wait_s(301);
    assert!(browser.get("/xac-minh?ve=/toi").await.body.contains("/xac-minh/dung-thu"));
    let proved = browser.post("/xac-minh/dung-thu", &[("ve", "/toi")]).await;
    assert_eq!((proved.status.as_u16(), proved.header("location")), (303, "/toi"));
    assert!(browser.get("/toi").await.body.contains("/toi/khoa/bat-dau"), "fresh again");
}

#[tokio::test]
async fn a_notice_is_marked_as_seen_by_its_owner_alone() {
    let house = House::open(false).await;
    let offices = [(Role::PoliceHead, house.commune("14845"))];
    let (mut browser, _) = house.with_passkey("truong.gia", &offices).await;
    // a recovery at the machine is told to everybody who appoints
    house.enrolled("moi.gia", &[(Role::FileOfficer, house.commune("14845"))]).await;
    let me = browser.get("/toi").await;
    let notice = between(&me.body, "name=\"thong-bao\" value=\"", "\"").to_owned();
    let (mut other, _) = house.with_passkey("khac.gia", &[]).await;
    other.post("/toi/thong-bao", &[("thong-bao", &notice)]).await;
    let still = browser.get("/toi").await.body.matches("name=\"thong-bao\"").count();
    browser.post("/toi/thong-bao", &[("thong-bao", &notice)]).await;
    assert_eq!(browser.get("/toi").await.body.matches("name=\"thong-bao\"").count(), still - 1);
}
