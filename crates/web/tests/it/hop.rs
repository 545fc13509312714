//! Steering: committees, meetings whose conclusions become tasks, exchanges, commendations; everybody is fictitious
//! (giả định).

use domain::access::Role;
use domain::units::Level;

use crate::ground::{Answer, Ground};
use crate::ho_so::hidden;

pub struct Desk {
    pub ground: Ground,
    pub chair: String,
    front: String,
}

impl Desk {
    pub async fn open() -> Self {
        let ground = Ground::empty().await;
        let here = ground.unit(Level::Commune, "14845");
        let chair = ground.signed_in("chu-tich", &[(Role::CommitteeChair, here)]).await;
        let front = ground.signed_in("mat-tran", &[(Role::Front, here)]).await;
        Self { ground, chair, front }
    }

    pub fn today(&self) -> String {
        self.ground.app.today().to_string()
    }

    /// Sends the form at an address as it is given out, with these fields.
    async fn send(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let page = self.ground.get_as(who, path).await;
        assert_eq!(page.status, 200, "{path}: {}", said(&page));
        let (token, seen) = (hidden(&page, "ma"), hidden(&page, "da-xem"));
        let mut form = vec![("ma", token.as_str()), ("da-xem", seen.as_str())];
        form.extend_from_slice(fields);
        self.ground.post_as(who, path, &form).await
    }

    /// Sends it and expects that it was done; answers where it leads.
    pub async fn done(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> String {
        let answer = self.send(who, path, fields).await;
        assert_eq!(answer.status, 303, "{path}: {}", said(&answer));
        answer.header("location").trim_end_matches("?xong=1").to_owned()
    }

    pub async fn page(&self, who: &str, path: &str) -> String {
        let page = self.ground.get_as(who, path).await;
        assert_eq!(page.status, 200, "{path}: {}", said(&page));
        page.body
    }
}

fn said(answer: &Answer) -> String {
    let body = answer.body.split("<main").nth(1).unwrap_or(&answer.body);
    format!("{}: {}", answer.status, body.chars().take(1500).collect::<String>())
}

#[tokio::test]
async fn a_conclusion_becomes_a_task_filled_in_from_it() {
    let desk = Desk::open().await;
    let today = desk.today();
    let call = [
        ("tieu-de", "Giao ban quý (giả định)"),
        ("ngay", today.as_str()),
        ("gio", "08:00"),
        ("dia-diem", "Hội trường xã"),
        ("hinh-thuc", "hybrid"),
        ("diem-cau", "Nhà văn hóa thôn Một\nNhà văn hóa thôn Hai"),
        ("chuong-trinh", "Kết quả quý\nViệc quý sau"),
    ];
    let meeting = desk.done(&desk.chair, "/hop/moi", &call).await;
    let held = [("ngay", today.as_str()), ("chu-tri", "Chủ tịch UBND xã"), ("moi", "40"), ("co-mat", "41")];
    let crowd = desk.send(&desk.chair, &format!("{meeting}/viec/hold"), &held).await;
    assert_eq!(crowd.status, 422);
    assert!(crowd.body.contains("Có mặt 41 người nhưng chỉ mời 40"), "{}", said(&crowd));
    let held = [("ngay", today.as_str()), ("chu-tri", "Chủ tịch UBND xã"), ("moi", "40"), ("co-mat", "38")];
    desk.done(&desk.chair, &format!("{meeting}/viec/hold"), &held).await;
    let lines = format!("Rà soát điểm phức tạp | Công an xã | {today}\nBáo cáo Ban Chỉ đạo");
    desk.done(&desk.chair, &format!("{meeting}/viec/conclude"), &[("ket-luan", &lines)]).await;

    let page = desk.page(&desk.chair, &meeting).await;
    assert!(page.contains("có mặt 38 trên 40") && page.contains("Rà soát điểm phức tạp"));
    let link = page.split("href=\"/nhiem-vu/moi?").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let link = format!("/nhiem-vu/moi?{}", link.replace("&#38;", "&").replace("&amp;", "&"));
    let form = desk.page(&desk.chair, &link).await;
    assert!(form.contains("Rà soát điểm phức tạp</textarea>") && form.contains("value=\"Công an xã\""));
    let source = link.split('?').nth(1).expect("a query");
    let form = [("ten", "Rà soát điểm phức tạp"), ("viec", "Rà soát điểm phức tạp"), ("buoc", "nhap")];
    desk.done(&desk.chair, &format!("/nhiem-vu/moi?{source}"), &form).await;
    let page = desk.page(&desk.chair, &meeting).await;
    assert!(page.contains(">Dự thảo</a>"), "the conclusion shows its task");
    assert_eq!(page.matches("/nhiem-vu/moi?").count(), 1, "the other conclusion has none yet");
}

#[tokio::test]
async fn a_committee_keeps_one_head_and_remembers_who_left() {
    let desk = Desk::open().await;
    let today = desk.today();
    let found = [
        ("ten-ban", "Ban Chỉ đạo phòng, chống ma túy xã (giả định)"),
        ("so", "12/QĐ-UBND"),
        ("ngay-ky", today.as_str()),
        ("chuc-vu", "Chủ tịch UBND xã"),
        ("ho-ten", "Trần Thị Hoa (giả định)"),
        (
            "thanh-vien",
            "Ủy viên | Trưởng Công an xã | Lê Văn Nam (giả định)\nThư ký | Văn phòng | Vi Thị Lan (giả định)",
        ),
    ];
    let committee = desk.done(&desk.chair, "/ban-chi-dao/moi", &found).await;
    let page = desk.page(&desk.front, &committee).await;
    assert!(page.contains("Trần Thị Hoa (giả định), Chủ tịch UBND xã") && page.contains("Thư ký"));
    assert_eq!(page.matches("/viec/").count(), 5, "the Front writes for its own commune too");

    let second = [("chuc-danh", "member"), ("chuc-vu", "Trưởng Công an xã"), ("ho-ten", "Lê Văn Nam (giả định)")];
    let paper = [("so", "13/QĐ-UBND"), ("ngay-ky", today.as_str())];
    let twice = desk.send(&desk.chair, &format!("{committee}/viec/join"), &[second.as_slice(), &paper].concat()).await;
    assert!(twice.body.contains("Người này đang ở trong Ban"), "{}", said(&twice));
    let new = [("chuc-vu", "Trưởng Công an xã"), ("ho-ten", "Lê Văn Nam (giả định)")];
    desk.done(&desk.chair, &format!("{committee}/viec/head"), &[new.as_slice(), &paper].concat()).await;
    let page = desk.page(&desk.chair, &committee).await;
    assert!(page.contains("Thành viên đã thôi") && page.contains("13/QĐ-UBND"), "the former head stays on record");
    let wrong = [("ten-ban", "Ban"), ("so", "1"), ("ngay-ky", today.as_str()), ("thanh-vien", "Cố vấn | A | B")];
    let wrong = desk.send(&desk.chair, "/ban-chi-dao/moi", &wrong).await;
    assert!(wrong.body.contains("“Cố vấn” không phải là chức danh trong Ban"), "{}", said(&wrong));
}

#[tokio::test]
async fn an_exchange_with_the_lao_side_keeps_no_number_of_anybody() {
    let desk = Desk::open().await;
    let today = desk.today();
    let record = |agreed: &'static str| {
        [
            ("ben", "lao"),
            ("phia-ban", "Bản đối biên (giả định)"),
            ("cap", "commune"),
            ("ngay", today.as_str()),
            ("dia-diem", "Trạm biên phòng"),
            ("phia-ta", "Trưởng Công an xã"),
            ("chuc-vu-ban", "Trưởng bản"),
            ("thong-nhat", agreed),
        ]
        .to_vec()
    };
    let form = desk.page(&desk.chair, "/trao-doi/moi").await;
    assert!(form.contains("không ghi nội dung nghiệp vụ"), "what does not belong here is said");
    let refused = desk.send(&desk.chair, "/trao-doi/moi", &record("Số 038085001234")).await;
    assert!(refused.status == 422 && refused.body.contains("dãy 12 chữ số"), "{}", said(&refused));
    let kept = desk.done(&desk.chair, "/trao-doi/moi", &record("Giao ban mỗi quý một lần")).await;
    assert!(desk.page(&desk.chair, "/trao-doi").await.contains("Lào: Bản đối biên (giả định)"));
    desk.done(&desk.chair, &format!("{kept}/viec/void"), &[("ly-do", "Ghi nhầm")]).await;
    let page = desk.page(&desk.chair, &kept).await;
    assert!(page.contains("đã hủy ghi") && !page.contains("/viec/"));
}

#[tokio::test]
async fn nobody_records_their_own_commendation_and_counts_leave_out_what_was_revoked() {
    let desk = Desk::open().await;
    let today = desk.today();
    let given = |to: &'static [(&'static str, &'static str)], form: &'static str| {
        let rest = [
            ("hinh-thuc", form),
            ("tham-quyen", "Chủ tịch UBND tỉnh"),
            ("so", "77/QĐ-UBND"),
            ("ngay-ky", today.as_str()),
            ("ly-do", "Thành tích xây dựng xã không ma túy"),
        ];
        [to, &rest].concat()
    };
    let body = given(&[("tap-the", "Công an xã (giả định)")], "certificate");
    let praise = desk.done(&desk.chair, "/khen-thuong/moi", &body).await;
    desk.done(&desk.chair, "/khen-thuong/moi", &given(&[("tap-the", "Thôn Hai (giả định)")], "criticism")).await;
    let count = |page: &str, what: &str| page.contains(&format!("<dt>{what}</dt><dd>1</dd>"));
    let list = desk.page(&desk.front, "/khen-thuong").await;
    assert!(count(&list, "Khen thưởng") && count(&list, "Phê bình, chấn chỉnh"));

    let form = desk.page(&desk.chair, "/khen-thuong/moi").await;
    let own = form.split("<option value=\"").skip(1).find(|part| part.contains("Chủ tịch UBND cấp xã"));
    let own = own.and_then(|part| part.split('"').next()).expect("the chair is offered").to_owned();
    let mut own_praise = given(&[], "letter");
    own_praise.push(("tai-khoan", own.as_str()));
    let refused = desk.send(&desk.chair, "/khen-thuong/moi", &own_praise).await;
    assert!(refused.body.contains("Không ai tự ghi khen thưởng"), "{}", said(&refused));

    let revoke = [("so", "90/QĐ-UBND"), ("ngay-ky", today.as_str()), ("ly-do", "Kết luận khác")];
    desk.done(&desk.chair, &format!("{praise}/viec/revoke"), &revoke).await;
    let list = desk.page(&desk.front, "/khen-thuong").await;
    assert!(list.contains("<dt>Khen thưởng</dt><dd>0</dd>") && list.contains("Bằng khen (đã bị thu hồi)"));
}

#[tokio::test]
async fn whoever_only_reads_sees_no_form_and_a_neighbour_sees_nothing() {
    let desk = Desk::open().await;
    let today = desk.today();
    let body = [
        ("tap-the", "Công an xã (giả định)"),
        ("hinh-thuc", "letter"),
        ("tham-quyen", "Chủ tịch UBND xã"),
        ("so", "7/QĐ-UBND"),
        ("ngay-ky", today.as_str()),
        ("ly-do", "Thành tích"),
    ];
    let praise = desk.done(&desk.chair, "/khen-thuong/moi", &body).await;
    let here = desk.ground.unit(Level::Commune, "14845");
    let auditor = desk.ground.signed_in("kiem-tra", &[(Role::Auditor, here)]).await;
    let list = desk.page(&auditor, "/khen-thuong").await;
    assert!(list.contains("Công an xã (giả định)") && !list.contains("/khen-thuong/moi"));
    assert_eq!(desk.ground.get_as(&auditor, "/khen-thuong/moi").await.status, 403);
    let elsewhere = desk.ground.unit(Level::Commune, "14854");
    let other = desk.ground.signed_in("xa-khac", &[(Role::CommitteeChair, elsewhere)]).await;
    let answer = desk.ground.get_as(&other, &praise).await;
    assert!([403, 404].contains(&answer.status.as_u16()) && !answer.body.contains("Công an xã"));
    assert!(!desk.page(&other, "/khen-thuong").await.contains("Công an xã (giả định)"));
}
