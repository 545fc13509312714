//! Around files: the team of a person, what the person may ask, doubles, files kept long enough.

use domain::access::Role;
use domain::units::Level;

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
    let name = [("ma", id.as_str()), ("full_name", "Lò Thị Giả Đính"), ("so", "1/GĐ"), ("ngay", "2025-12-15")];
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
    let kept = post.ground.get_as(&post.head, "/luu-tru").await;
    assert!(kept.status == 200 && !kept.body.contains(NAME), "{}", said(&kept));
    let officer = post.ground.get_as(&post.officer, "/luu-tru").await;
    assert_eq!(officer.status, 403, "who kept the file does not judge when it ends");
    let nothing = post.ground.post_as(&post.head, "/luu-tru", &[("ma", "0199c0de-0000-7000-8000-000000000001")]).await;
    assert_eq!(nothing.status, 422);
}
