//! Lists, flows and goals of one's own unit.

use domain::access::Role;
use domain::units::Level;

use crate::ho_so::{NAME, Post, hidden, said};

const PERIOD: &str = "tu=2020-01-01&den=2030-12-14&ke-hoach=12/KH-UBND&khoang-cach=90";

/// Numbers that open, with the address at which they do.
fn links(body: &str) -> Vec<(String, String)> {
    let cut = |rest: &str| {
        let (query, rest) = rest.split_once("\">")?;
        Some((format!("/ho-so?so={}", query.replace("&#38;", "&")), rest.split_once('<')?.0.to_owned()))
    };
    body.split("<a href=\"/ho-so?so=").skip(1).filter_map(cut).collect()
}

/// Files that a list shows.
fn files(body: &str) -> usize {
    body.matches("<th scope=\"row\"><a href=\"/ho-so/").count()
}

#[tokio::test]
async fn lists_and_goals_of_ones_own_unit_are_counted() {
    let post = Post::open().await;
    post.file().await;
    let get = async |path: &str| post.ground.get_as(&post.officer, path).await;
    let lists = get("/danh-sach?tu=2020-01-01&den=2030-12-14").await;
    assert_eq!(lists.status, 200);
    assert!(lists.body.contains("Danh sách người nghiện ma túy") && lists.body.contains("C04, PC04"));
    let goals = get("/muc-tieu?tu=2020-01-01&den=2030-12-14").await.body;
    let after =
        |text: &str| goals.split(&format!("<dt>{text}</dt><dd>")).nth(1).and_then(|rest| rest.split("</dd>").next());
    let told = |text: &str| after(text).map(|cell| links(cell).pop().map_or_else(|| cell.to_owned(), |(_, n)| n));
    assert_eq!(told("Dương tính").as_deref(), Some("1"), "the positive test with which the file was opened");
    assert_eq!(told("C3: xét nghiệm theo kế hoạch địa phương").as_deref(), Some("không tính"), "no plan, no interval");
    assert!(!goals.contains(NAME), "nobody is named");
    let plan = get("/muc-tieu?tu=2020-01-01&den=2030-12-14&ke-hoach=12/KH-UBND&khoang-cach=90").await;
    assert!(plan.body.contains("<dt>C3: xét nghiệm theo kế hoạch địa phương</dt><dd>0<"));
}

#[tokio::test]
async fn what_was_typed_wrongly_is_named_with_its_field() {
    let post = Post::open().await;
    for (query, said) in [
        ("tu=32-13", "ô Từ ngày"),
        ("tu=2027-01-01&den=2026-01-01", "đứng sau ngày cuối"),
        ("khoang-cach=90", "cả số văn bản"),
    ] {
        let page = post.ground.get_as(&post.officer, &format!("/muc-tieu?{query}")).await;
        assert_eq!(page.status, 422, "{query}");
        assert!(page.body.contains(said), "{query}");
    }
}

#[tokio::test]
async fn every_number_opens_to_as_many_files_as_it_says() {
    let post = Post::open().await;
    post.file().await;
    let mut opened = 0;
    for page in ["/danh-sach", "/muc-tieu"] {
        let page = post.ground.get_as(&post.officer, &format!("{page}?{PERIOD}")).await;
        for (address, number) in links(&page.body) {
            let list = post.ground.get_as(&post.officer, &address).await;
            assert_eq!(list.status, 200, "{address}: {}", said(&list));
            // a share says of how many: `1/1 (100,00 %)`
            let (part, _) = number.split_once('/').unwrap_or((number.as_str(), ""));
            assert_eq!(files(&list.body).to_string(), part, "{address}");
            assert!(list.body.contains("Những hồ sơ được đếm trong số liệu: "), "{address}");
            assert!(!address.contains("KH-UBND"), "only keys, days and dates stand in the address");
            opened += 1;
        }
    }
    assert!(opened > 0, "somebody who was tested is counted");
    let earlier = post.ground.get_as(&post.officer, "/ho-so?so=b_positive&tu=2020-01-01&den=2020-12-14").await;
    assert_eq!((earlier.status.as_u16(), files(&earlier.body)), (200, 0), "nobody had been tested by then");
}

#[tokio::test]
async fn a_number_opens_to_nobody_who_does_not_keep_its_files() {
    let post = Post::open().await;
    post.file().await;
    let address = "/ho-so?so=b_positive&tu=2020-01-01&den=2030-12-14";
    assert!(post.ground.get_as(&post.officer, address).await.body.contains(NAME));
    let elsewhere = post.ground.unit(Level::Commune, "14854");
    let other = post.ground.signed_in("can-bo-xa-khac", &[(Role::FileOfficer, elsewhere)]).await;
    let nobody = post.ground.get_as(&other, address).await;
    assert_eq!((nobody.status.as_u16(), files(&nobody.body)), (200, 0), "{}", said(&nobody));
    assert!(!nobody.body.contains(NAME));
    let numbers = post.ground.get_as(&post.chair, &format!("/muc-tieu?{PERIOD}")).await;
    assert_eq!(numbers.status, 200);
    assert!(numbers.body.contains("<dt>Dương tính</dt><dd>1<"), "the chair sees the number without a link");
    let refused = post.ground.get_as(&post.chair, address).await;
    assert_eq!(refused.status, 404);
    assert!(refused.body.contains("công an cấp xã") && !refused.body.contains(NAME), "{}", said(&refused));
}

#[tokio::test]
async fn a_number_or_a_day_that_is_none_is_told_with_its_remedy() {
    let post = Post::open().await;
    for (query, told) in [
        ("so=nhieu&den=2026-12-14", "Không có chỉ số “nhieu”; mở lại từ trang"),
        ("so=users", "thêm den=2026-12-14 vào địa chỉ"),
        ("so=users&den=32-13", "“32-13” ở ô Đến hết ngày không phải là ngày"),
        ("so=users&tu=2027-01-01&den=2026-12-14", "đứng sau ngày cuối"),
        ("so=c3_tested&den=2026-12-14", "sau khi ghi kế hoạch"),
    ] {
        let page = post.ground.get_as(&post.officer, &format!("/ho-so?{query}")).await;
        assert_eq!(page.status, 422, "{query}");
        assert!(page.body.contains(told), "{query}: {}", said(&page));
    }
}

#[tokio::test]
async fn what_files_give_becomes_a_figure_by_an_officers_deed_alone() {
    let post = Post::open().await;
    post.file().await;
    let sheet = [("14845.users_on_file", "5"), ("van-ban", "Báo cáo (giả định)"), ("nguoi-nhap", "Người kiểm thử")];
    assert_eq!(post.ground.post_as(&post.officer, "/tinh/38/so-lieu?nam=2026", &sheet).await.status, 303);
    let page = post.ground.get_as(&post.officer, "/danh-sach?nam=2026").await;
    let row = |body: &str| {
        body.split("id=\"ghi-so\"").nth(1).and_then(|rest| Some(rest.split_once("</section>")?.0.to_owned()))
    };
    let before = row(&page.body).expect("inputs beside figures");
    assert!(before.contains("tính đến 14/12/2026") && before.matches("chưa ghi").count() == 2, "{before}");
    assert!(before.contains("<td class=\"num\">0</td><td class=\"num\">5</td>"), "{before}");
    let made = post.ground.app.recordings(Some("38"), 2026).await.expect("listed");
    assert_eq!(made.len(), 1, "nothing is recorded by itself");
    let lan = hidden(&page, "lan");
    for _ in 0..2 {
        let sent = post.ground.post_as(&post.officer, "/danh-sach?nam=2026", &[("lan", &lan)]).await;
        assert_eq!(sent.status, 303, "{}", said(&sent));
        assert!(sent.header("location").starts_with("/danh-sach?nam=2026&xong="));
    }
    let made = post.ground.app.recordings(Some("38"), 2026).await.expect("listed");
    assert_eq!(made.len(), 2, "sent twice, it is recorded once");
    let by_files = made.iter().find(|batch| batch.source_title == "Hồ sơ quản lý, tính đến 14/12/2026");
    assert!(by_files.is_some_and(|batch| batch.facts == 3 && batch.entered_by == "Cán bộ can-bo-ho-so (giả định)"));
    let after = post.ground.get_as(&post.officer, "/danh-sach?nam=2026").await;
    let after = row(&after.body).expect("inputs beside figures");
    assert!(!after.contains("chưa ghi") && !after.contains(">5<"), "{after}");
    let commune = post.ground.get_as(&post.officer, "/tinh/38/so-lieu?nam=2026").await.body;
    for input in ["addicts_on_file", "users_on_file", "residents_not_exempt"] {
        let cell = commune.split(&format!("name=\"14845.{input}\"")).nth(1).and_then(|rest| rest.split('>').next());
        assert!(cell.is_some_and(|cell| cell.contains("value=\"0\"")), "{input}: {cell:?}");
    }
}

#[tokio::test]
async fn who_may_not_record_has_no_button_and_is_refused() {
    let post = Post::open().await;
    let here = post.ground.unit(Level::Commune, "14845");
    let health = post.ground.signed_in("tram-y-te", &[(Role::HealthStation, here)]).await;
    let page = post.ground.get_as(&health, "/danh-sach?nam=2026").await;
    assert_eq!(page.status, 200, "{}", said(&page));
    assert!(!page.body.contains("name=\"lan\""));
    let lan = [("lan", "0199c0de-0000-7000-8000-000000000009")];
    assert_eq!(post.ground.post_as(&health, "/danh-sach?nam=2026", &lan).await.status, 403);
    assert!(post.ground.app.recordings(Some("38"), 2026).await.expect("listed").is_empty());
}

#[tokio::test]
async fn whoever_steers_sees_numbers_but_none_about_few_people() {
    let post = Post::open().await;
    post.file().await;
    let (province, nation) = (post.ground.unit(Level::Province, "38"), domain::access::NATION);
    let office = post.ground.signed_in("thuong-truc", &[(Role::StandingOffice, province)]).await;
    let viewer = post.ground.signed_in("theo-doi", &[(Role::MinistryViewer, nation)]).await;
    for (who, path) in
        [(&office, "/tinh/38/danh-sach"), (&viewer, "/tinh/38/danh-sach"), (&viewer, "/ca-nuoc/danh-sach")]
    {
        let page = post.ground.get_as(who, &format!("{path}?den=2025-12-14")).await;
        assert_eq!(page.status, 200, "{path}: {}", said(&page));
        assert!(page.body.contains("<strong>Cộng</strong></th><td class=\"num\">0</td>"), "{path}: nobody is told");
        assert!(!page.body.contains("<td class=\"num\">1</td>") && !page.body.contains(NAME), "{path}");
    }
    let kept = post.ground.get_as(&office, "/tinh/38/danh-sach.csv?den=2025-12-14").await;
    assert_eq!(kept.status, 200);
    assert!(kept.body.contains("14845,") && !kept.body.contains(",1,") && !kept.body.contains(NAME));
    let goals = post.ground.get_as(&office, "/tinh/38/muc-tieu").await;
    assert_eq!(goals.status, 200, "{}", said(&goals));
    assert!(goals.body.contains("Mục tiêu A") && !goals.body.contains(NAME));
    let nation = post.ground.get_as(&viewer, "/ca-nuoc/muc-tieu?den=2025-12-14").await;
    assert_eq!(nation.status, 200, "{}", said(&nation));
    assert!(nation.body.contains("href=\"/tinh/38/muc-tieu?den=2025-12-14\""), "each province leads to its own page");
    assert!(nation.body.contains("muc-tieu-lines") && nation.body.contains("<strong>Cộng</strong>"));
    assert!(!nation.body.contains("<td class=\"num\">1</td>") && !nation.body.contains(NAME));
    assert_eq!(post.ground.get_as(&post.officer, "/tinh/38/danh-sach").await.status, 403, "a commune sees its own");
    assert_eq!(post.ground.get_as(&office, "/ca-nuoc/danh-sach").await.status, 403, "a province sees its own");
}

#[tokio::test]
async fn a_day_to_come_is_refused_with_the_day_that_is() {
    let post = Post::open().await;
    let office =
        post.ground.signed_in("thuong-truc", &[(Role::StandingOffice, post.ground.unit(Level::Province, "38"))]).await;
    for (query, told) in [("den=2031-01-01", "chưa đến"), ("biet=32-13", "“32-13” ở ô")] {
        let page = post.ground.get_as(&office, &format!("/tinh/38/danh-sach?{query}")).await;
        assert_eq!(page.status, 422, "{query}");
        assert!(page.body.contains(told), "{query}: {}", said(&page));
    }
}

#[tokio::test]
async fn an_approved_plan_of_tests_is_recorded_once_and_counted_by_from_then_on() {
    let post = Post::open().await;
    let goals = post.ground.get_as(&post.officer, "/muc-tieu?nam=2026").await;
    assert!(goals.body.contains("Chưa ghi kế hoạch nào") && goals.body.contains("không tính"), "{}", said(&goals));
    let lan = hidden(&goals, "lan");
    let form = |ngay: &'static str, khoang: &'static str| {
        [
            ("lan", lan.clone()),
            ("so", "12/KH-UBND".to_owned()),
            ("ngay", ngay.to_owned()),
            ("khoang", khoang.to_owned()),
        ]
    };
    let send = async |who: &str, form: [(&'static str, String); 4]| {
        let form: Vec<(&str, &str)> = form.iter().map(|(key, value)| (*key, value.as_str())).collect();
        post.ground.post_as(who, "/muc-tieu?nam=2026", &form).await
    };
    for (ngay, khoang) in [("2031-01-05", "90"), ("2025-12-01", "0"), ("2025-12-01", "367")] {
        assert_eq!(send(&post.officer, form(ngay, khoang)).await.status, 422, "{ngay} {khoang}");
    }
    let sent = send(&post.officer, form("2025-12-01", "90")).await;
    assert_eq!(sent.status, 303, "{}", said(&sent));
    let after = post.ground.get_as(&post.head, "/muc-tieu?nam=2026").await;
    assert!(after.body.contains("Đang dùng: kế hoạch số 12/KH-UBND ngày 01/12/2025, khoảng cách 90 ngày"));
    assert!(after.body.contains("<dt>C3: xét nghiệm theo kế hoạch địa phương</dt><dd>0<"), "counted without typing");
    let health =
        post.ground.signed_in("y-te", &[(Role::HealthStation, post.ground.unit(Level::Commune, "14845"))]).await;
    assert_eq!(send(&health, form("2025-12-01", "30")).await.status, 403);
}

#[tokio::test]
async fn what_is_chosen_where_the_text_is_silent_is_named_on_the_result_and_in_the_source() {
    let post = Post::open().await;
    post.file().await;
    let plain = post.ground.get_as(&post.officer, "/danh-sach?nam=2026").await;
    assert!(!plain.body.contains("Cách tính đã chọn"), "the default needs no words");
    assert!(plain.body.contains("name=\"custody_on_file\"") && plain.body.contains("name=\"absent_on_file\""));
    let address = "/danh-sach?nam=2026&post_on_file=1&custody_on_file=0";
    let page = post.ground.get_as(&post.officer, address).await;
    assert_eq!(page.status, 200, "{}", said(&page));
    for chosen in ["Người quản lý sau cai nghiện trong số người nghiện có hồ sơ: có tính", "có hồ sơ: không tính"]
    {
        assert!(page.body.contains(chosen), "{chosen}");
    }
    let (lan, chon) = (hidden(&page, "lan"), hidden(&page, "chon"));
    let sent = post.ground.post_as(&post.officer, "/danh-sach?nam=2026", &[("lan", &lan), ("chon", &chon)]).await;
    assert_eq!(sent.status, 303, "{}", said(&sent));
    let made = post.ground.app.recordings(Some("38"), 2026).await.expect("listed");
    let source = made.first().map(|batch| batch.source_title.clone()).unwrap_or_default();
    assert!(source.contains("Cách tính đã chọn khác mặc định") && source.contains("tạm giam"), "{source}");
    let wrong = [("lan", "0199c0de-0000-7000-8000-000000000011"), ("chon", "nobody=1")];
    let refused = post.ground.post_as(&post.officer, "/danh-sach?nam=2026", &wrong).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("Không có lựa chọn “nobody=1”"), "{}", said(&refused));
}

#[tokio::test]
async fn a_province_is_told_under_what_was_chosen_too() {
    let post = Post::open().await;
    let office =
        post.ground.signed_in("thuong-truc", &[(Role::StandingOffice, post.ground.unit(Level::Province, "38"))]).await;
    let page = post.ground.get_as(&office, "/tinh/38/danh-sach?den=2025-12-14&custody_on_file=0").await;
    assert_eq!(page.status, 200, "{}", said(&page));
    assert!(page.body.contains("Cách tính đã chọn khác mặc định"), "{}", said(&page));
    assert!(page.body.contains("/tinh/38/danh-sach.csv?den=2025-12-14&#38;custody_on_file=0"));
    let kept = post.ground.get_as(&office, "/tinh/38/danh-sach.csv?den=2025-12-14&custody_on_file=0").await;
    assert_eq!(kept.status, 200);
}
