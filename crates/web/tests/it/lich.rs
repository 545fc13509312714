//! The reporting calendar, the private address of one's own, and the secret in it that no log may have.

use std::io::Write;
use std::sync::{Arc, Mutex};

use domain::access::Role;
use domain::units::Level;
use tracing_subscriber::fmt::MakeWriter;

use crate::door::{Browser, House, between, key_of};
use crate::ground::Answer;

/// Everything that is logged while it listens.
#[derive(Clone, Default)]
struct Ears(Arc<Mutex<Vec<u8>>>);

impl Write for Ears {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("no test panics while holding it").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Ears {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

async fn officer(house: &House) -> Browser {
    house.with_passkey("can-bo-lich.gia", &[(Role::FileOfficer, house.commune("14845"))]).await.0
}

/// Makes an address: its path.
async fn made(browser: &mut Browser) -> String {
    let shown = browser.post("/toi/lich/dia-chi", &[]).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    let address = between(&shown.body, "<code>", "</code>").to_owned();
    let path = address.split_once("/lich/").expect("an address of a calendar").1;
    format!("/lich/{path}")
}

/// What a calendar program gets: it has no session.
async fn read(house: &House, path: &str) -> Answer {
    house.browser().get(path).await
}

#[tokio::test]
async fn a_private_address_opens_days_until_it_is_renewed_or_revoked() {
    let house = House::open(false).await;
    let mut browser = officer(&house).await;
    let empty = browser.get("/toi/lich").await;
    assert!(empty.status == 200 && empty.body.contains("Chưa có địa chỉ lịch"), "{}", empty.body);
    let first = made(&mut browser).await;
    assert_eq!(first.len(), "/lich/.ics".len() + 43, "256 bits");
    let calendar = read(&house, &first).await;
    assert_eq!(calendar.status, 200, "{}", calendar.body);
    assert_eq!(calendar.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(calendar.header("cache-control"), "private, no-store");
    assert_eq!(calendar.header("referrer-policy"), "no-referrer");
    let unfolded = calendar.body.replace("\r\n ", "");
    assert!(unfolded.contains("kh192-thanh-hoa/") && unfolded.contains("SUMMARY;LANGUAGE=vi:Hạn nộp: "), "{unfolded}");
    assert!(!unfolded.contains("can-bo-lich") && !unfolded.contains("giả định"), "nothing of whose it is: {unfolded}");
    let page = browser.get("/toi/lich").await;
    assert!(page.body.contains("ứng dụng lịch đọc lần cuối lúc") && !page.body.contains(&first[6..20]), "shown once");

    let second = made(&mut browser).await;
    assert_eq!(read(&house, &first).await.status, 404, "a new address voids the old one");
    assert_eq!(read(&house, &second).await.status, 200);
    assert_eq!(read(&house, second.trim_end_matches(".ics")).await.status, 404);
    let gone = browser.post("/toi/lich/dia-chi/bo", &[]).await;
    assert_eq!(gone.header("location"), "/toi/lich?xong=bo-lich");
    assert_eq!(read(&house, &second).await.status, 404);
}

#[tokio::test]
async fn an_address_is_made_with_a_fresh_proof_alone() {
    let house = House::open(false).await;
    let mut browser = officer(&house).await;
    house.wait_s(600);
    let sent = browser.post("/toi/lich/dia-chi", &[]).await;
    assert_eq!((sent.status.as_u16(), sent.header("location")), (303, "/xac-minh?ve=/toi/lich"));
    assert!(browser.get("/toi/lich").await.body.contains("/xac-minh?ve=/toi/lich"));
}

#[tokio::test]
async fn no_log_has_the_secret_or_whose_it_is() {
    let ears = Ears::default();
    // while one listener is the only one, a line that another test's thread comes to first counts as heard by nobody
    let _second = tracing::Dispatch::new(tracing::subscriber::NoSubscriber::default());
    let collect = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(ears.clone()).finish();
    let listening = tracing::subscriber::set_default(collect);
    let house = House::open(false).await;
    let mut browser = officer(&house).await;
    let path = made(&mut browser).await;
    let secret = path.trim_start_matches("/lich/").trim_end_matches(".ics");
    for path in
        [path.clone(), format!("/lich/{secret}"), format!("/LICH/{secret}.ics"), format!("/lich/{secret}.ics/x")]
    {
        read(&house, &path).await;
    }
    drop(listening);
    let heard = String::from_utf8_lossy(&ears.0.lock().expect("no test panics while holding it")).into_owned();
    assert!(heard.contains("/lich/…"), "there was something to hear");
    assert!(!heard.contains(secret), "the secret stands in a log");
    for line in heard.lines().filter(|line| line.contains("/lich/")) {
        assert!(!line.contains("can-bo-lich"), "{line}");
    }
}

#[tokio::test]
async fn each_report_of_ones_own_unit_has_one_line() {
    let house = House::open(false).await;
    let mut browser = officer(&house).await;
    let page = browser.get("/lich-bao-cao").await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert!(page.body.contains("Kế hoạch 192/KH-UBND, mục III.2") && page.body.contains("Quyết định 28/2025/QĐ-TTg"));
    assert!(!page.body.contains("199/KH-UBND"), "that is another province's");
    let mut nobody = house.browser();
    assert_eq!(nobody.get("/lich-bao-cao").await.status, 303, "to the door");
}

#[tokio::test]
async fn reminders_are_chosen_and_what_does_not_fit_is_told() {
    let house = House::open(false).await;
    let mut browser = officer(&house).await;
    let page = browser.get("/toi/lich").await;
    assert!(page.body.contains("value=\"7, 3, 1\"") && page.body.contains(" checked"), "{}", page.body);
    let kept = browser.post("/toi/lich/nhac", &[("so-ngay", "14; 2")]).await;
    assert_eq!(kept.header("location"), "/toi/lich?xong=nhac");
    let page = browser.get("/toi/lich?xong=nhac").await;
    assert!(page.body.contains("value=\"14, 2\"") && !page.body.contains(" checked"), "{}", page.body);
    let refused = browser.post("/toi/lich/nhac", &[("nhac", "1"), ("so-ngay", "bảy")]).await;
    assert!(refused.status == 422 && refused.body.contains("“bảy” không đúng"), "{}", refused.body);
}

#[tokio::test]
async fn the_head_of_a_body_reads_that_bodys_days_behind_an_address_of_their_own() {
    let house = House::open(false).await;
    let register = house.app.register();
    let province = register.at_code("38", Level::Province, house.app.today()).expect("a province").unit;
    let mut office = house.with_key("pc04-lich.gia", &[(Role::StandingOffice, province)], key_of(2)).await.0;
    let mut health = house.with_key("y-te-lich.gia", &[(Role::ProvincialDepartment, province)], key_of(3)).await.0;
    let mut schools = house.with_key("giao-duc-lich.gia", &[(Role::ProvincialDepartment, province)], key_of(4)).await.0;
    for (name, login, symbol) in [("Sở Y tế", "y-te-lich", "SYT"), ("Sở Giáo dục", "giao-duc-lich", "SGDĐT")]
    {
        let form = office.get("/co-quan/moi").await;
        let hidden = |field: &str| between(&form.body, &format!("name=\"{field}\" value=\""), "\"").to_owned();
        let named = form
            .body
            .split("<option value=\"")
            .find(|option| option.split("</option>").next().is_some_and(|text| text.contains(login)));
        let head = named.and_then(|option| option.split('"').next()).expect("somebody to name").to_owned();
        let (token, seen) = (hidden("ma"), hidden("da-xem"));
        let fields = [
            ("ma", token.as_str()),
            ("da-xem", seen.as_str()),
            ("ten-co-quan", name),
            ("dung-dau", head.as_str()),
            ("ky-hieu", symbol),
            ("chuc-vu-dung-dau", "Giám đốc"),
        ];
        let written = office.post("/co-quan/moi", &fields).await;
        assert_eq!(written.status, 303, "{}", written.body);
    }
    let first = made(&mut health).await;
    let told = async |path: &str| read(&house, path).await.body.replace("\r\n ", "");
    let days = told(&first).await;
    assert!(days.contains("Sở Y tế") && !days.contains("Sở Giáo dục"), "{days}");
    assert!(!days.contains("y-te-lich"), "nothing of whose it is: {days}");
    let other = made(&mut schools).await;
    assert_ne!(other, first);
    let days = told(&other).await;
    assert!(days.contains("Sở Giáo dục") && !days.contains("Sở Y tế"), "{days}");
    let (head, last) = first.split_at(first.len() - ".ics".len() - 1);
    let wrong = format!("{head}{}.ics", if last.starts_with('A') { 'B' } else { 'A' });
    assert_eq!(read(&house, &wrong).await.status, 404, "one letter of the secret is another");
    let second = made(&mut health).await;
    assert_eq!(read(&house, &first).await.status, 404, "a new address voids the old one");
    assert!(told(&second).await.contains("Sở Y tế"));
    assert!(told(&other).await.contains("Sở Giáo dục"), "that of another head stands");
}
