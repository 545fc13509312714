//! Around files: the team of a person, what the person may ask, doubles, files kept long enough.

use domain::access::Role;
use domain::units::Level;

use crate::door::between;
use crate::ho_so::{NAME, Post, hidden, said};

#[tokio::test]
async fn the_head_names_a_team_and_the_member_finds_the_person() {
    let post = Post::open().await;
    let file = post.opened().await;
    let here = post.ground.unit(Level::Commune, "14845");
    let member = post.ground.signed_in("mat-tran", &[(Role::Front, here)]).await;
    let none = post.ground.get_as(&member, "/to-quan-ly").await;
    assert!(none.status == 200 && !none.body.contains(NAME));
    let team = format!("{file}/to-quan-ly");
    let open = [("muc-dich", "user_management")];
    post.ground.post_as(&post.head, &format!("{file}/mo"), &open).await;
    // an officer reads it and is offered no form
    let read = post.ground.get_as(&post.officer, &team).await;
    assert!(read.status == 200 && !read.body.contains("name=\"vi-tri\""), "{}", said(&read));
    let form = post.ground.get_as(&post.head, &team).await;
    assert_eq!(form.status, 200, "{}", said(&form));
    let chosen =
        form.body.split("<option value=\"").find(|part| part.contains("mat-tran")).expect("the member is offered");
    let appointment = chosen.split('"').next().expect("a value").to_owned();
    let id = hidden(&form, "ma");
    let mut sent = vec![
        ("ma", id.as_str()),
        ("vi-tri", "member"),
        ("nguoi", appointment.as_str()),
        ("tu-cach", "Mặt trận Tổ quốc"),
        ("so", ""),
        ("ngay", "2025-12-15"),
        ("tu-ngay", "2025-12-15"),
    ];
    let refused = post.ground.post_as(&post.head, &team, &sent).await;
    assert_eq!(refused.status, 422, "without a number there is no decision");
    assert!(refused.body.contains("Mặt trận Tổ quốc"), "what was typed is kept");
    sent[4] = ("so", "09/QĐ-GĐ");
    let given = post.ground.post_as(&post.head, &team, &sent).await;
    assert_eq!(
        (given.status.as_u16(), given.header("location")),
        (303, format!("{team}?xong=to").as_str()),
        "{}",
        said(&given)
    );
    let found = post.ground.get_as(&member, "/to-quan-ly").await;
    assert!(found.body.contains(NAME), "{}", said(&found));
    let page = post.ground.get_as(&post.head, &format!("{team}?xong=to")).await;
    assert!(page.body.contains("09/QĐ-GĐ") && page.body.contains("flash done"), "{}", said(&page));
}

#[tokio::test]
async fn what_was_put_right_stands_beside_what_stood_there() {
    let post = Post::open().await;
    let file = post.opened().await;
    let rights = format!("{file}/quyen");
    let page = post.ground.get_as(&post.officer, &rights).await;
    assert_eq!(page.status, 200, "{}", said(&page));
    assert!(!page.body.contains("name=\"birth_date\""), "the day of birth has an act of its own");
    assert!(["father", "mother", "representative"].iter().all(|of| page.body.contains(&format!("name=\"{of}\""))));
    let id = hidden(&page, "ma");
    let born = [("ma", id.as_str()), ("birth_date", "1991-02-28"), ("so", "1/GĐ"), ("ngay", "2025-12-15")];
    let refused = post.ground.post_as(&post.officer, &rights, &born).await;
    assert!(refused.status == 422 && refused.body.contains("Đính chính ngày sinh"), "{}", said(&refused));
    let shown = hidden(&page, "cu-full_name");
    assert_eq!(shown, NAME, "the form says what it showed");
    let name = [
        ("ma", id.as_str()),
        ("cu-full_name", shown.as_str()),
        ("full_name", "Lò Thị Giả Đính"),
        ("so", "1/GĐ"),
        ("ngay", "2025-12-15"),
    ];
    let done = post.ground.post_as(&post.officer, &rights, &name).await;
    assert_eq!(done.header("location"), format!("{rights}?xong=dinh-chinh"), "{}", said(&done));
    let page = post.ground.get_as(&post.officer, &rights).await;
    assert!(page.body.contains(NAME) && page.body.contains("Lò Thị Giả Đính"), "{}", said(&page));
}

#[tokio::test]
async fn doubles_and_files_kept_long_enough_have_their_pages() {
    let post = Post::open().await;
    post.file().await;
    let doubles = post.ground.get_as(&post.officer, "/trung-ho-so").await;
    assert!(doubles.status == 200 && !doubles.body.contains(NAME), "{}", said(&doubles));
    let watcher = post.ground.signed_in("bao-ve", &[(Role::ProtectionOfficer, domain::access::NATION)]).await;
    let told = post.ground.get_as(&watcher, "/trung-ho-so").await;
    assert!(
        told.status == 200 && told.body.contains("class=\"empty\""),
        "who compares nothing is told of none: {}",
        said(&told)
    );
    let kept = post.ground.get_as(&post.head, "/luu-tru").await;
    assert!(kept.status == 200 && !kept.body.contains(NAME), "{}", said(&kept));
    let officer = post.ground.get_as(&post.officer, "/luu-tru").await;
    assert_eq!(officer.status, 403, "who kept the file does not judge when it ends");
    let nothing = post.ground.post_as(&post.head, "/luu-tru", &[("ma", "0199c0de-0000-7000-8000-000000000001")]).await;
    assert_eq!(nothing.status, 422);
}

#[tokio::test]
async fn the_extract_asks_to_open_the_file_for_the_rights_of_its_person() {
    let post = Post::open().await;
    let file = post.opened().await;
    let extract = format!("{file}/trich-luc");
    let page = post.ground.get_as(&post.officer, &file).await;
    assert!(page.body.contains(&format!("{file}/mo?ve={extract}")), "{}", said(&page));
    let asked = post.ground.get_as(&post.officer, &extract).await;
    assert_eq!((asked.status.as_u16(), asked.header("location")), (303, format!("{file}/mo?ve={extract}").as_str()));
    let open = [("muc-dich", "person_rights"), ("ve", extract.as_str())];
    let opened = post.ground.post_as(&post.officer, &format!("{file}/mo"), &open).await;
    assert_eq!(opened.header("location"), extract, "{}", said(&opened));
    let printed = post.ground.get_as(&post.officer, &extract).await;
    assert_eq!((printed.status.as_u16(), printed.header("content-type")), (200, "application/pdf"));
    let rights = post.ground.get_as(&post.officer, &format!("{file}/quyen")).await;
    assert!(rights.body.contains(&format!("href=\"{extract}\"")), "{}", said(&rights));
}

#[tokio::test]
async fn the_answer_to_a_request_stands_on_the_page_of_rights_with_its_reason() {
    let post = Post::open().await;
    let file = post.opened().await;
    let open = [("muc-dich", "person_rights")];
    for who in [&post.officer, &post.head] {
        post.ground.post_as(who, &format!("{file}/mo"), &open).await;
    }
    let record = async |who: &str, act: &str, fields: &[(&str, &str)]| {
        let path = format!("{file}/viec/{act}");
        let form = post.ground.get_as(who, &path).await;
        let token = hidden(&form, "ma");
        let mut sent = vec![("ma", token.as_str()), ("ngay", "2025-12-14"), ("gio", "10:00"), ("buoc", "ghi")];
        sent.extend(fields);
        let done = post.ground.post_as(who, &path, &sent).await;
        assert_eq!(done.status, 303, "{act}: {}", said(&done));
    };
    let asked = [("co-quan", "nguoi_co_ho_so"), ("o-contest", "correction"), ("o-entry", "1")];
    record(&post.officer, "contest_entry", &asked).await;
    let rights = post.ground.get_as(&post.officer, &format!("{file}/quyen")).await;
    assert!(rights.body.contains("chờ trả lời"), "{}", said(&rights));
    let answer = [
        ("co-quan", "truong_ca_xa"),
        ("so", "12/TB-GĐ"),
        ("nguoi-ky", "Người Ký Giả Định"),
        ("o-entry", "1"),
        ("o-answer", "rejected"),
        ("o-reason", "phiếu xét nghiệm ghi đúng (giả định)"),
    ];
    record(&post.head, "settle_contest", &answer).await;
    let rights = post.ground.get_as(&post.officer, &format!("{file}/quyen")).await;
    for told in ["Không đúng: phiếu xét nghiệm ghi đúng (giả định)", "12/TB-GĐ, 14/12/2025", "đã trả lời ngày"]
    {
        assert!(rights.body.contains(told), "{told}: {}", said(&rights));
    }
}

#[tokio::test]
async fn a_double_of_two_provinces_shows_who_it_is_about_and_is_found_by_both() {
    let post = Post::open().await;
    let first = post.file().await;
    let far = post.ground.unit(Level::Province, "04");
    let there = post.ground.unit(Level::Commune, "01273");
    let officer = post.ground.signed_in("can-bo-tinh-khac", &[(Role::FileOfficer, there)]).await;
    let head = post.ground.signed_in("truong-tinh-khac", &[(Role::PoliceHead, there)]).await;
    post.file_of(&officer, &head).await;
    let near = post.ground.unit(Level::Province, "38");
    let own = post.ground.signed_in("thuong-truc-38", &[(Role::StandingOffice, near)]).await;
    let other = post.ground.signed_in("thuong-truc-04", &[(Role::StandingOffice, far)]).await;
    let link_of = async |who: &str| {
        let list = post.ground.get_as(who, "/trung-ho-so").await;
        assert_eq!(list.status, 200, "{}", said(&list));
        let link = list.body.split("href=\"/trung-ho-so/").nth(1).and_then(|rest| rest.split('"').next());
        format!("/trung-ho-so/{}", link.unwrap_or_else(|| panic!("a double is listed: {}", said(&list))))
    };
    let path = link_of(&own).await;
    assert_eq!(path, link_of(&other).await, "both sides name the same double");
    // a commune learns that there is one, and who does what
    let clerk = post.ground.get_as(&officer, &path).await;
    assert_eq!(clerk.status, 200, "{}", said(&clerk));
    assert!(!clerk.body.contains("name=\"ket-luan\"") && clerk.body.contains("Công an hai tỉnh"), "{}", said(&clerk));
    let page = post.ground.get_as(&own, &path).await;
    assert_eq!(page.status, 200, "{}", said(&page));
    for told in [NAME, "097090000001", "Thanh Hóa", "Cao Bằng", "Hai hồ sơ do hai tỉnh giữ"] {
        assert!(page.body.contains(told), "{told}: {}", said(&page));
    }
    for untold in ["Biện pháp đang thi hành", "Danh sách đang đứng tên", "Nơi ở hiện tại"] {
        assert!(!page.body.contains(untold), "{untold}: {}", said(&page));
    }
    let keep = first.trim_start_matches("/ho-so/");
    let id = hidden(&page, "ma");
    let sent = [("ma", id.as_str()), ("ket-luan", "different"), ("giu", keep), ("so", "1/GĐ"), ("ngay", "2025-12-15")];
    let proposed = post.ground.post_as(&own, &path, &sent).await;
    assert_eq!(proposed.header("location"), "/trung-ho-so?xong=cho", "{}", said(&proposed));
    let inbox = post.ground.get_as(&other, "/de-nghi").await;
    let proposal = between(&inbox.body, "href=\"/de-nghi/", "\"");
    let shown = post.ground.get_as(&other, &format!("/de-nghi/{proposal}")).await;
    assert!(shown.body.contains(&path), "the way to see them side by side: {}", said(&shown));
    let saw = hidden(&shown, "da-xem");
    let agreed = post.ground.post_as(&other, &format!("/de-nghi/{proposal}/dong-y"), &[("da-xem", saw.as_str())]).await;
    assert_eq!(agreed.status, 303, "{}", said(&agreed));
    let list = post.ground.get_as(&own, "/trung-ho-so").await;
    assert!(list.body.contains("là hai người khác nhau"), "{}", said(&list));
}

#[tokio::test]
async fn the_time_to_read_a_compulsory_file_is_told_with_who_read() {
    let post = Post::open().await;
    let file = post.file_since(&post.officer, &post.head, "2025-12-08").await;
    for who in [&post.officer, &post.head] {
        post.ground.post_as(who, &format!("{file}/mo"), &[("muc-dich", "rehabilitation")]).await;
    }
    let record = async |who: &str, act: &str, day: &str, fields: &[(&str, &str)]| {
        let path = format!("{file}/viec/{act}");
        let form = post.ground.get_as(who, &path).await;
        let token = hidden(&form, "ma");
        let number = format!("{act}/GĐ");
        let mut sent = vec![("ma", token.as_str()), ("ngay", day), ("gio", "10:00"), ("buoc", "ghi")];
        sent.extend([("so", number.as_str()), ("nguoi-ky", "Người Ký Giả Định")]);
        sent.extend(fields);
        let done = post.ground.post_as(who, &path, &sent).await;
        assert_eq!(done.status, 303, "{act}: {}", said(&done));
        done.header("location").to_owned()
    };
    let (clerk, head) = (&post.officer, &post.head);
    record(clerk, "request_determination", "2025-12-08", &[("co-quan", "ca_xa"), ("o-case", "a")]).await;
    let result = [("co-quan", "co_so_y_te"), ("o-result", "dependent")];
    record(clerk, "record_determination", "2025-12-08", &result).await;
    record(clerk, "notify_result", "2025-12-08", &[("co-quan", "ca_xa")]).await;
    record(clerk, "record_non_registration", "2025-12-10", &[("co-quan", "ca_xa")]).await;
    record(head, "open_compulsory_file", "2025-12-10", &[("co-quan", "truong_ca_xa")]).await;
    let inbox = post.ground.get_as(clerk, "/de-nghi").await;
    let proposal = between(&inbox.body, "href=\"/de-nghi/", "\"");
    let shown = post.ground.get_as(clerk, &format!("/de-nghi/{proposal}")).await;
    let saw = hidden(&shown, "da-xem");
    let agreed = post.ground.post_as(clerk, &format!("/de-nghi/{proposal}/dong-y"), &[("da-xem", saw.as_str())]).await;
    assert_eq!(agreed.status, 303, "{}", said(&agreed));
    record(head, "notify_compulsory_file", "2025-12-11", &[("co-quan", "truong_ca_xa")]).await;
    record(clerk, "record_reading", "2025-12-12", &[("co-quan", "ca_xa"), ("o-reader", "self")]).await;
    let page = post.ground.get_as(clerk, &format!("{file}/quyen")).await;
    assert_eq!(page.status, 200, "{}", said(&page));
    // told on Thursday 11/12: the three working days after it
    for told in ["16/12/2025", "10:00 12/12/2025"] {
        assert!(page.body.contains(told), "{told}: {}", page.body);
    }
    let correct = post.ground.get_as(head, &format!("{file}/viec/correct_entry")).await;
    assert!(correct.body.contains("Đính chính ngày sinh") && correct.body.contains("/viec/annul_entry"));
}
