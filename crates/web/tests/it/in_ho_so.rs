//! One form printed for several files: chosen by name, nobody's name in an address, given once.

use std::io::{Cursor, Read as _};

use crate::ho_so::{NAME, Post, hidden, said};

#[tokio::test]
async fn a_form_is_printed_for_files_of_ones_own_list_and_given_once() {
    let post = Post::open().await;
    let get = async |who: &str, path: &str| post.ground.get_as(who, path).await;
    let send = async |fields: &[(&str, &str)]| post.ground.post_as(&post.officer, "/ho-so/in", fields).await;
    assert!(!get(&post.officer, "/ho-so").await.body.contains("href=\"/ho-so/in\""), "there is no file yet");
    let file = post.file().await;
    let person = file.trim_start_matches("/ho-so/").to_owned();
    assert!(get(&post.officer, "/ho-so").await.body.contains("href=\"/ho-so/in\""));
    let first = get(&post.officer, "/ho-so/in").await;
    assert!(first.status == 200 && first.body.contains("value=\"nd105-07\""), "{}", said(&first));
    let token = hidden(&first, "ma");
    let unknown = send(&[("ma", &token), ("mau", "pl3-99"), ("viec", "nhap"), ("buoc", "chon")]).await;
    assert!(unknown.status == 422 && unknown.body.contains("Chưa chọn mẫu"), "{}", said(&unknown));
    let none = send(&[("ma", &token), ("mau", "nd105-08"), ("viec", "nhap"), ("buoc", "chon")]).await;
    assert!(none.status == 200 && none.body.contains("Không có hồ sơ nào"), "{}", said(&none));
    let wanted = [("ma", token.as_str()), ("mau", "nd105-07"), ("viec", "nhap")];
    let files = send(&[&wanted[..], &[("buoc", "chon")]].concat()).await;
    assert!(files.status == 200 && files.body.contains(NAME) && files.body.contains(&person), "{}", said(&files));
    let how = [("buoc", "in"), ("muc-dich", "user_management"), ("dang", "docx")];
    let nobody = send(&[&wanted[..], &how[..]].concat()).await;
    assert!(nobody.status == 422 && nobody.body.contains("từ 1 đến 50"), "{}", said(&nobody));
    let begun = send(&[&wanted[..], &how[..], &[("ho-so", person.as_str())]].concat()).await;
    assert_eq!(begun.status, 303, "{}", said(&begun));
    let run = begun.header("location").to_owned();
    assert_eq!(run, format!("/lan-in/{token}"), "nobody's name or file in the address");
    let mut page = get(&post.officer, &run).await;
    while page.body.contains("đang in") {
        tokio::task::yield_now().await;
        page = get(&post.officer, &run).await;
    }
    assert!(page.body.contains("đã in") && page.body.contains(&file) && !page.body.contains(NAME), "{}", said(&page));
    assert_eq!(get(&post.officer, &format!("{run}/tat-ca.zip")).await.status, 404, "papers of people are asked for");
    for address in [run.clone(), format!("{run}/lay")] {
        assert_eq!(get(&post.head, &address).await.status, 404, "{address}");
    }
    let ask = get(&post.officer, &format!("{run}/lay")).await;
    assert!(ask.status == 200 && ask.body.contains("một lần"), "{}", said(&ask));
    let zip = post.ground.post_as(&post.officer, &format!("{run}/lay"), &[("ma", "x")]).await;
    assert_eq!((zip.status.as_u16(), zip.header("content-type")), (200, "application/zip"));
    assert_eq!(zip.header("cache-control"), "private, no-store");
    let mut archive = zip::ZipArchive::new(Cursor::new(&zip.bytes)).expect("a zip");
    let mut docx = Vec::new();
    archive.by_name("01-nd105-07.docx").expect("the paper").read_to_end(&mut docx).expect("it is whole");
    assert!(docx.starts_with(b"PK"));
    let again = post.ground.post_as(&post.officer, &format!("{run}/lay"), &[("ma", "x")]).await;
    assert_eq!(again.status, 404, "once");
    assert!(get(&post.officer, &run).await.body.contains("không còn giữ ở đây"));
}

#[tokio::test]
async fn whoever_lists_no_files_prints_none() {
    let post = Post::open().await;
    let front = post.ground.unit(domain::units::Level::Commune, "14845");
    let front = post.ground.signed_in("mat-tran", &[(domain::access::Role::Front, front)]).await;
    assert_eq!(post.ground.get_as(&front, "/ho-so/in").await.status, 404);
}
