//! An office's own templates: put in use, printed with, put back, withdrawn; everybody is fictitious (giả định).

use std::io::{Cursor, Read as _};

use domain::access::Role;
use domain::units::Level;

use crate::bao_cao::House;
use crate::ground::Answer;
use crate::ho_so::{hidden, said};

const EVERYTHING: &str = "/mau-van-ban/chung";

impl House {
    async fn send_template(&self, path: &str, name: &str, bytes: &[u8]) -> Answer {
        let address = format!("{path}/dua-len");
        let form = self.ground.get_as(&self.head, &address).await;
        assert!(form.status == 200 && form.body.contains("multipart/form-data"), "{}", said(&form));
        let (token, seen) = (hidden(&form, "ma"), hidden(&form, "da-xem"));
        let fields = [("ma", token.as_str()), ("da-xem", seen.as_str()), ("ly-do", "Theo mẫu của cơ quan (giả định)")];
        self.ground.upload_as(&self.head, &address, &fields, (name, bytes)).await
    }

    async fn begins_with(&self) -> Vec<u8> {
        let file = self.ground.get_as(&self.head, &format!("{EVERYTHING}/tai/khoi-dau.docx")).await;
        assert_eq!(file.status, 200, "{}", said(&file));
        file.bytes
    }

    async fn change_template(&self, path: &str, act: &str, more: &[(&str, &str)]) -> Answer {
        let address = format!("{path}/viec/{act}");
        let form = self.ground.get_as(&self.head, &address).await;
        assert_eq!(form.status, 200, "{}", said(&form));
        let (token, seen) = (hidden(&form, "ma"), hidden(&form, "da-xem"));
        let mut sent = vec![("ma", token.as_str()), ("da-xem", seen.as_str()), ("ly-do", "Thử lại (giả định)")];
        sent.extend(more);
        self.ground.post_as(&self.head, &address, &sent).await
    }
}

pub fn document(docx: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).expect("a zip");
    let mut text = String::new();
    zip.by_name("word/document.xml").expect("its document").read_to_string(&mut text).expect("UTF-8");
    text
}

/// The same file with some words of its own before all others.
fn with_words(docx: &[u8], words: &str) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).expect("a zip");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("UTF-8");
        let paragraph = format!("<w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p>");
        let text = if name == "word/document.xml" { text.replacen("<w:body>", &paragraph, 1) } else { text };
        out.start_file(&name, zip::write::SimpleFileOptions::default()).expect("in memory");
        std::io::Write::write_all(&mut out, text.as_bytes()).expect("in memory");
    }
    out.finish().expect("in memory").into_inner()
}

#[tokio::test]
async fn a_report_is_printed_in_the_template_in_use_and_names_it() {
    let house = House::open().await;
    let report = house.begun().await;
    let docx = format!("{report}/tai/bao-cao.docx");
    let before = document(&house.ground.get_as(&house.officer, &docx).await.bytes);
    assert!(!before.contains("mẫu của cơ quan"));
    let own = with_words(&house.begins_with().await, "Mẫu của Công an xã giả định");
    let sent = house.send_template(EVERYTHING, "mau chung.docx", &own).await;
    assert_eq!(sent.status, 303, "{}", said(&sent));
    let after = document(&house.ground.get_as(&house.officer, &docx).await.bytes);
    let told = "In theo mẫu của cơ quan: bản 1, tệp mau chung.docx";
    assert!(after.contains("Mẫu của Công an xã giả định") && after.contains(told), "{after}");
    assert!(!after.contains("{{"), "{after}");
    let page = house.ground.get_as(&house.officer, &report).await;
    assert!(page.body.contains("theo mẫu của cơ quan, bản 1; bản PDF theo bố cục của phần mềm"), "{}", said(&page));
    // a template of its own comes before that of everything
    let second = with_words(&house.begins_with().await, "Mẫu riêng của báo cáo");
    let sent = house.send_template("/mau-van-ban/kh192-xa", "rieng.docx", &second).await;
    assert_eq!(sent.status, 303, "{}", said(&sent));
    let after = document(&house.ground.get_as(&house.officer, &docx).await.bytes);
    assert!(after.contains("Mẫu riêng của báo cáo") && !after.contains("Mẫu của Công an xã giả định"), "{after}");
    let pdf = house.ground.get_as(&house.officer, &format!("{report}/tai/bao-cao.pdf")).await;
    assert!(pdf.status == 200 && pdf.body.starts_with("%PDF"));
}

#[tokio::test]
async fn versions_stay_and_an_earlier_one_is_put_back() {
    let house = House::open().await;
    let begin = house.begins_with().await;
    for words in ["Một", "Hai"] {
        let sent = house.send_template(EVERYTHING, "mau.docx", &with_words(&begin, words)).await;
        assert_eq!(sent.status, 303, "{}", said(&sent));
    }
    let same = house.send_template(EVERYTHING, "mau.docx", &with_words(&begin, "Hai")).await;
    assert!(same.status == 422 && same.body.contains("Bản 2 đang dùng chính là tệp này"), "{}", said(&same));
    let list = house.ground.get_as(&house.officer, "/mau-van-ban").await;
    assert!(list.body.contains("mẫu của cơ quan, bản 2"), "{}", said(&list));
    let back = house.change_template(EVERYTHING, "dung-lai", &[("ban", "1")]).await;
    assert_eq!(back.status, 303, "{}", said(&back));
    let page = house.ground.get_as(&house.head, EVERYTHING).await;
    assert!(page.body.contains("đang dùng bản 1") && page.body.contains("Dùng lại bản 1"), "{}", said(&page));
    let kept = house.ground.get_as(&house.head, &format!("{EVERYTHING}/tai/ban-2.docx")).await;
    assert_eq!(kept.bytes, with_words(&begin, "Hai"), "what was put in use is there as it came");
    let seen = house.ground.get_as(&house.head, &format!("{EVERYTHING}/tai/xem-thu.docx")).await;
    assert!(document(&seen.bytes).contains("Số người được tư vấn (giả định)"), "{}", document(&seen.bytes));
    assert_eq!(house.change_template(EVERYTHING, "thoi-dung", &[]).await.status, 303);
    let page = house.ground.get_as(&house.head, EVERYTHING).await;
    assert!(page.body.contains("đang dùng mẫu của phần mềm"), "{}", said(&page));
}

#[tokio::test]
async fn a_file_with_faults_is_not_kept_and_each_is_named() {
    let house = House::open().await;
    let report = house.begun().await;
    let paper = house.ground.get_as(&house.officer, &format!("{report}/tai/bao-cao.docx")).await.bytes;
    let sent = house.send_template(EVERYTHING, "bao-cao.docx", &paper).await;
    assert_eq!(sent.status, 422);
    for told in ["Tệp có 5 lỗi; không lưu gì", "mẫu thiếu chỗ điền document.number (số và ký hiệu)", "document.content"]
    {
        assert!(sent.body.contains(told), "{told}: {}", said(&sent));
    }
    let sent = house.send_template(EVERYTHING, "x.docx", b"not a document").await;
    assert!(sent.status == 422 && sent.body.contains("Không phải văn bản .docx"), "{}", said(&sent));
    let sent = house.send_template(EVERYTHING, "x.docx", b"").await;
    assert!(sent.status == 422 && sent.body.contains("Chưa chọn tệp"), "{}", said(&sent));
    let odd = with_words(&house.begins_with().await, "{{document.numbr}} {{person.name}}");
    let sent = house.send_template(EVERYTHING, "x.docx", &odd).await;
    assert!(sent.status == 422 && sent.body.contains("document.numbr") && sent.body.contains("person.name"));
    let page = house.ground.get_as(&house.head, EVERYTHING).await;
    assert!(page.body.contains("Chưa đưa mẫu nào lên") && !page.body.contains("V03"), "{}", said(&page));
    let police = house.ground.get_as(&house.head, "/mau-van-ban/chung-cong-an").await;
    assert!(police.body.contains("[N], chờ V03"), "{}", said(&police));
}

#[tokio::test]
async fn whoever_does_not_sign_for_the_body_changes_no_template() {
    let house = House::open().await;
    let begin = house.begins_with().await;
    // the chair issues for the unit, not for its police
    let here = house.ground.unit(Level::Commune, "14845");
    let chair = house.ground.signed_in("chu-tich", &[(Role::CommitteeChair, here)]).await;
    let police = "/mau-van-ban/chung-cong-an";
    assert!(house.ground.get_as(&house.head, police).await.body.contains("dua-len"));
    assert!(!house.ground.get_as(&chair, police).await.body.contains("dua-len"));
    assert_eq!(house.ground.get_as(&chair, &format!("{police}/dua-len")).await.status, 403);
    assert_eq!(house.ground.get_as(&chair, &format!("{EVERYTHING}/dua-len")).await.status, 200);
    assert_eq!(house.ground.get_as(&house.officer, EVERYTHING).await.status, 200);
    assert!(!house.ground.get_as(&house.officer, EVERYTHING).await.body.contains("dua-len"));
    let address = format!("{EVERYTHING}/dua-len");
    let fields = [("ma", "x"), ("da-xem", "0"), ("ly-do", "x")];
    let sent = house.ground.upload_as(&house.officer, &address, &fields, ("x.docx", &begin)).await;
    assert!(sent.status == 403 || sent.status == 404, "{}", sent.status);
    // the province has templates of its own, and none of the commune's
    assert_eq!(house.send_template(EVERYTHING, "x.docx", &begin).await.status, 303);
    let province = house.ground.get_as(&house.office, EVERYTHING).await;
    assert!(province.body.contains("Chưa đưa mẫu nào lên"), "{}", said(&province));
    assert_eq!(house.ground.get_as(&house.office, &format!("{EVERYTHING}/tai/ban-1.docx")).await.status, 404);
}
