//! Documents issued from the work, and runs of printing; everybody is fictitious (giả định).

use std::io::{Cursor, Read as _};

use crate::bao_cao::House;
use crate::ho_so::{hidden, said};
use crate::hop::Desk;
use crate::mau_van_ban::document;
use crate::nhiem_vu::Office;

/// The words of a document, a paragraph a line.
fn words(docx: &[u8]) -> String {
    let text = document(docx).replace("</w:p>", "\n").replace("<w:br/>", "\n");
    text.split('<').map(|part| part.split_once('>').map_or(part, |(_, words)| words)).collect()
}

/// `PAPERS_DIR=/tmp/papers cargo test -p web --test it van_ban` leaves the files there: `scripts/office-check` opens them
/// with other programs.
fn leave(path: &str, ending: &str, bytes: &[u8]) {
    if let Ok(folder) = std::env::var("PAPERS_DIR") {
        let name = path.rsplit('/').next().expect("a name");
        let file = std::path::Path::new(&folder).join(format!("issued-{name}.{ending}"));
        std::fs::write(file, bytes).expect("a folder to look at papers");
    }
}

async fn printed(desk: &Desk, path: &str) -> String {
    printed_as(desk, path, path).await
}

/// The words of a document, which is left under another name than that of its address.
async fn printed_as(desk: &Desk, path: &str, name: &str) -> String {
    let docx = desk.ground.get_as(&desk.chair, &format!("{path}.docx")).await;
    assert_eq!(docx.status, 200, "{path}: {}", said(&docx));
    let pdf = desk.ground.get_as(&desk.chair, &format!("{path}.pdf")).await;
    assert!(pdf.status == 200 && pdf.body.starts_with("%PDF"), "{path}");
    leave(name, "docx", &docx.bytes);
    leave(name, "pdf", &pdf.bytes);
    words(&docx.bytes)
}

#[tokio::test]
async fn a_meeting_leaves_minutes_and_a_numbered_notice() {
    let desk = Desk::open().await;
    let today = desk.today();
    let call = [
        ("tieu-de", "Giao ban quý (giả định)"),
        ("ngay", today.as_str()),
        ("gio", "08:00"),
        ("dia-diem", "Hội trường xã"),
        ("hinh-thuc", "in_person"),
        ("chuong-trinh", "Kết quả quý\nViệc quý sau"),
    ];
    let meeting = desk.done(&desk.chair, "/hop/moi", &call).await;
    let minutes = format!("{meeting}/van-ban/bien-ban-hop");
    let early = desk.ground.get_as(&desk.chair, &format!("{minutes}.docx")).await;
    assert_eq!(early.status, 404, "what was not held has no minutes");
    let held = [("ngay", today.as_str()), ("chu-tri", "Chủ tịch UBND xã"), ("moi", "40"), ("co-mat", "38")];
    desk.done(&desk.chair, &format!("{meeting}/viec/hold"), &held).await;
    let notice = format!("{meeting}/van-ban/thong-bao-ket-luan");
    assert_eq!(desk.ground.get_as(&desk.chair, &format!("{notice}.docx")).await.status, 404);
    let lines = format!("Rà soát điểm phức tạp | Công an xã | {today}\nBáo cáo Ban Chỉ đạo");
    desk.done(&desk.chair, &format!("{meeting}/viec/conclude"), &[("ket-luan", &lines)]).await;

    let text = printed(&desk, &minutes).await;
    for told in [
        "BIÊN BẢN",
        "08 giờ 00 phút",
        "có mặt 38 người trên tổng số 40 người được mời",
        "1. Kết quả quý",
        "1. Rà soát điểm phức tạp; giao Công an xã thực hiện",
        "THƯ KÝ",
        "CHỦ TỌA",
        "(Chưa ký)",
    ] {
        assert!(text.contains(told), "{told} in\n{text}");
    }
    let text = printed(&desk, &notice).await;
    assert!(text.contains("THÔNG BÁO") && text.contains("Số: ………/TB-UBND"), "{text}");
    assert!(text.contains("tổ chức Giao ban quý (giả định), do Chủ tịch UBND xã chủ trì."), "{text}");
    // the number of the notice comes from the register of the unit, and is not that of the minutes
    let year = today.split('-').next().expect("a year");
    let open = [("co-quan", "Ủy ban nhân dân xã"), ("nam-so", year), ("so", "11"), ("ngay", today.as_str())];
    let series = desk.done(&desk.chair, "/so-van-ban/moi", &open).await;
    let id = meeting.rsplit('/').next().expect("an id");
    let take = format!("{series}/lay-so?cho={id}");
    let fields = [("ngay", today.as_str()), ("ky-hieu", "TB-UBND"), ("trich-yeu", "Kết luận giao ban quý (giả định)")];
    assert_eq!(desk.done(&desk.chair, &take, &fields).await, meeting, "one comes back to the meeting");
    assert!(printed(&desk, &notice).await.contains("Số: 12/TB-UBND"));
    assert!(printed(&desk, &minutes).await.contains("Số: ………/BB-UBND"));
    let page = desk.page(&desk.chair, &meeting).await;
    assert!(page.contains("van-ban/bien-ban-hop.docx") && page.contains("van-ban/thong-bao-ket-luan.pdf"));
    let other = desk.ground.get_as(&desk.chair, &format!("{meeting}/van-ban/phieu-giao-viec.docx")).await;
    assert_eq!(other.status, 404, "a meeting is no task");
}

#[tokio::test]
async fn decisions_name_their_own_number_members_and_reason() {
    let desk = Desk::open().await;
    let today = desk.today();
    let found = [
        ("ten-ban", "Ban Chỉ đạo phòng, chống ma túy xã (giả định)"),
        ("so", "7/QĐ-UBND"),
        ("ngay-ky", today.as_str()),
        ("chuc-vu", "Chủ tịch UBND xã"),
        ("ho-ten", "Trần Thị Hoa (giả định)"),
        ("thanh-vien", "Thư ký | Văn phòng | Vi Thị Lan (giả định)"),
    ];
    let committee = desk.done(&desk.chair, "/ban-chi-dao/moi", &found).await;
    let text = printed(&desk, &format!("{committee}/van-ban/quyet-dinh-ban-chi-dao")).await;
    for told in ["Số: 07/QĐ-UBND", "QUYẾT ĐỊNH:", "Điều 1. Thành lập", "Phụ lục", "Vi Thị Lan (giả định), Văn phòng"]
    {
        assert!(text.contains(told), "{told} in\n{text}");
    }
    let given = |form| {
        [
            ("tap-the", "Công an xã (giả định)"),
            ("hinh-thuc", form),
            ("tham-quyen", "Chủ tịch UBND xã"),
            ("so", "90/QĐ-UBND"),
            ("ngay-ky", today.as_str()),
            ("ly-do", "Hoàn thành sớm kế hoạch năm"),
        ]
    };
    let praise = desk.done(&desk.chair, "/khen-thuong/moi", &given("letter")).await;
    let text = printed_as(&desk, &format!("{praise}/van-ban/khen-thuong-phe-binh"), "khen-thuong").await;
    assert!(
        text.contains("Điều 1. Giấy khen đối với Công an xã (giả định), vì: Hoàn thành sớm kế hoạch năm."),
        "{text}"
    );
    // the chairman decided, so the collective signs nothing (Decree 30/2020, Appendix I)
    assert!(text.contains("CHỦ TỊCH UBND XÃ") && !text.contains("TM. "), "{text}");
    let by = |authority| [&given("letter")[..2], &[("tham-quyen", authority)], &given("letter")[3..]].concat();
    let deputy = desk.done(&desk.chair, "/khen-thuong/moi", &by("Phó Chủ tịch UBND xã")).await;
    let text = printed(&desk, &format!("{deputy}/van-ban/khen-thuong-phe-binh")).await;
    assert!(text.contains("KT. CHỦ TỊCH") && text.contains("PHÓ CHỦ TỊCH") && !text.contains("TM. "), "{text}");
    let together = desk.done(&desk.chair, "/khen-thuong/moi", &by("Ủy ban nhân dân xã")).await;
    let text = printed(&desk, &format!("{together}/van-ban/khen-thuong-phe-binh")).await;
    assert!(text.contains("TM. ỦY BAN NHÂN DÂN"), "the body decided: {text}");
    let blame = desk.done(&desk.chair, "/khen-thuong/moi", &given("criticism")).await;
    let text = printed_as(&desk, &format!("{blame}/van-ban/khen-thuong-phe-binh"), "phe-binh").await;
    assert!(text.contains("THÔNG BÁO") && !text.contains("QUYẾT ĐỊNH:") && !text.contains("TM. "), "{text}");
}

#[tokio::test]
async fn a_task_that_was_given_has_a_sheet_with_its_six_clears() {
    let office = Office::open().await;
    let task = office.given(&[]).await;
    let sheet = office.ground.get_as(&office.officer, &format!("{task}/van-ban/phieu-giao-viec.docx")).await;
    assert_eq!(sheet.status, 200, "{}", said(&sheet));
    let pdf = office.ground.get_as(&office.officer, &format!("{task}/van-ban/phieu-giao-viec.pdf")).await;
    leave("phieu-giao-viec", "docx", &sheet.bytes);
    leave("phieu-giao-viec", "pdf", &pdf.bytes);
    let text = words(&sheet.bytes);
    for told in [
        "PHIẾU GIAO VIỆC",
        "1. Rõ người",
        "Chủ trì: Phòng Văn hóa - Xã hội.",
        "Danh sách hộ đã ký",
        "Căn cứ 192/KH-UBND ngày 08/09/2025, mục II.2.a.",
        "NGƯỜI NHẬN VIỆC",
    ] {
        assert!(text.contains(told), "{told} in\n{text}");
    }
}

#[tokio::test]
async fn a_run_prints_every_unit_tells_each_and_is_its_owners_alone() {
    let house = House::open().await;
    let report = house.begun().await;
    let board = format!("/bao-cao/tong-hop/in?bieu-mau=kh192-tinh&ky={}", house.period);
    let form = house.ground.get_as(&house.office, &board).await;
    assert_eq!(form.status, 200, "{}", said(&form));
    let token = hidden(&form, "ma");
    let sent = [("ma", token.as_str()), ("dang", "docx")];
    let begun = house.ground.post_as(&house.office, &board, &sent).await;
    assert_eq!(begun.status, 303, "{}", said(&begun));
    let run = begun.header("location").to_owned();
    assert_eq!(run, format!("/lan-in/{token}"));
    // the same form sent again is the same run
    assert_eq!(house.ground.post_as(&house.office, &board, &sent).await.header("location"), run);
    let mut page = house.ground.get_as(&house.office, &run).await;
    while page.body.contains("đang in") {
        assert_eq!(page.header("refresh"), "3");
        tokio::task::yield_now().await;
        page = house.ground.get_as(&house.office, &run).await;
    }
    assert_eq!(page.status, 200);
    assert!(page.header("refresh").is_empty(), "what is over stands still");
    for told in ["đã xong", "1 tệp", "đã in", "chưa lập báo cáo", &report] {
        assert!(page.body.contains(told), "{told}: {}", said(&page));
    }
    let zip = house.ground.get_as(&house.office, &format!("{run}/tat-ca.zip")).await;
    assert_eq!((zip.status.as_u16(), zip.header("content-type")), (200, "application/zip"));
    let mut archive = zip::ZipArchive::new(Cursor::new(&zip.bytes)).expect("a zip");
    assert_eq!(archive.len(), 1);
    let mut docx = Vec::new();
    archive.by_index(0).expect("a file").read_to_end(&mut docx).expect("it is whole");
    assert!(words(&docx).contains("BÁO CÁO"));
    let list = house.ground.get_as(&house.office, "/lan-in").await;
    assert!(list.body.contains(&run), "{}", said(&list));
    // nobody else sees it, and nobody stops it
    for address in [run.clone(), format!("{run}/tat-ca.zip"), format!("{run}/dung")] {
        assert_eq!(house.ground.get_as(&house.head, &address).await.status, 404, "{address}");
    }
    assert!(!house.ground.get_as(&house.head, "/lan-in").await.body.contains(&run));
}
