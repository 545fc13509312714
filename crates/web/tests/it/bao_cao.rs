//! Reports from draft to lock by the roles that do each step; everybody is fictitious (giả định).

use domain::access::Role;
use domain::units::Level;

use crate::ground::{Answer, Ground};
use crate::ho_so::{hidden, said};

/// A period that is open on the day of the tests, and one that is not.
fn periods(ground: &Ground) -> (String, String) {
    let today = ground.app.today();
    let calendars = ground.app.calendars().expect("calendars");
    let calendar = calendars.all().iter().find(|calendar| calendar.id == "kh192-thanh-hoa").expect("the calendar");
    let years = [today.year() - 1, today.year(), today.year() + 1];
    let all = years.into_iter().flat_map(|year| calendar.of_year(year, calendars.working()));
    let (open, ahead): (Vec<_>, Vec<_>) = all.partition(|owed| owed.window.from <= today);
    let last = open.iter().max_by_key(|owed| owed.window.to).expect("one is open");
    (last.period.clone(), ahead.first().expect("one is ahead").period.clone())
}

pub struct House {
    pub ground: Ground,
    pub officer: String,
    pub head: String,
    pub office: String,
    pub period: String,
}

impl House {
    pub async fn open() -> Self {
        let ground = Ground::empty().await;
        let here = ground.unit(Level::Commune, "14845");
        let province = ground.unit(Level::Province, "38");
        let officer = ground.signed_in("can-bo", &[(Role::FileOfficer, here)]).await;
        let head = ground.signed_in("truong-cong-an", &[(Role::PoliceHead, here)]).await;
        let office = ground.signed_in("pc04", &[(Role::StandingOffice, province)]).await;
        let (period, _) = periods(&ground);
        Self { ground, officer, head, office, period }
    }

    pub async fn begun(&self) -> String {
        let path = format!("/bao-cao/moi?bieu-mau=kh192-xa&ky={}", self.period);
        let form = self.ground.get_as(&self.officer, &path).await;
        assert_eq!(form.status, 200, "{}", said(&form));
        let answer = self.ground.post_as(&self.officer, &path, &[("ma", &hidden(&form, "ma"))]).await;
        assert_eq!(answer.status, 303, "{}", said(&answer));
        answer.header("location").trim_end_matches("?xong=1").to_owned()
    }

    async fn act(&self, who: &str, path: &str, act: &str, fields: &[(&str, &str)]) -> Answer {
        let address = format!("{path}/viec/{act}");
        let form = self.ground.get_as(who, &address).await;
        assert_eq!(form.status, 200, "{}", said(&form));
        let (token, seen) = (hidden(&form, "ma"), hidden(&form, "da-xem"));
        let mut sent = vec![("ma", token.as_str()), ("da-xem", seen.as_str())];
        sent.extend(fields);
        self.ground.post_as(who, &address, &sent).await
    }

    async fn done(&self, who: &str, path: &str, act: &str, fields: &[(&str, &str)]) {
        let answer = self.act(who, path, act, fields).await;
        assert_eq!(answer.status, 303, "{act}: {}", said(&answer));
    }

    /// Everything that the form asks of people.
    async fn written(&self) -> String {
        let path = self.begun().await;
        let typed = [
            "sessions",
            "attendance",
            "hamlets",
            "hamlets_monthly",
            "households",
            "households_pledged",
            "models",
            "businesses_inspected",
            "tips_received",
        ];
        for (number, indicator) in typed.into_iter().enumerate() {
            let nine = ["sessions", "attendance", "hamlets", "households"];
            let value = if nine.iter().any(|of| indicator.starts_with(of)) { 9 } else { number };
            let fields = [("gia-tri", value.to_string()), ("nguon", "Sổ theo dõi (giả định)".to_owned())];
            let fields: Vec<(&str, &str)> = fields.iter().map(|(key, value)| (*key, value.as_str())).collect();
            self.done(&self.officer, &path, &format!("enter?muc={indicator}"), &fields).await;
        }
        for place in ["tinh-hinh", "ton-tai", "nhiem-vu", "danh-gia-nam"] {
            let address = format!("{path}/viec/fill?muc={place}");
            if self.ground.get_as(&self.officer, &address).await.status == 200 {
                let fields = [("noi-dung", "Nội dung giả định.")];
                self.done(&self.officer, &path, &format!("fill?muc={place}"), &fields).await;
            }
        }
        path
    }
}

#[tokio::test]
async fn a_report_is_offered_begun_written_submitted_and_approved() {
    let house = House::open().await;
    let list = house.ground.get_as(&house.officer, "/bao-cao").await;
    assert!(list.body.contains(&format!("bieu-mau=kh192-xa&#38;ky={}", house.period)), "{}", said(&list));
    let path = house.begun().await;
    let page = house.ground.get_as(&house.officer, &path).await;
    assert_eq!(page.status, 200, "{}", said(&page));
    // an officer keeps the files, so nobody on a list is zero; what nobody recorded is unknown
    assert!(page.body.contains("0 người") && page.body.contains("chưa có số liệu"), "{}", said(&page));
    let early = house.act(&house.head, &path, "submit", &[]).await;
    assert_eq!(early.status, 422);
    assert!(early.body.contains("Chưa gửi được"), "{}", said(&early));

    let again = format!("/bao-cao/moi?bieu-mau=kh192-xa&ky={}", house.period);
    let form = house.ground.get_as(&house.officer, &again).await;
    let taken = house.ground.post_as(&house.officer, &again, &[("ma", &hidden(&form, "ma"))]).await;
    assert_eq!(taken.header("location"), path, "the one there is opens");
}

#[tokio::test]
async fn whoever_wrote_it_does_not_decide_and_a_return_comes_with_remarks() {
    let house = House::open().await;
    let path = house.written().await;
    house.done(&house.head, &path, "submit", &[]).await;
    let own = house.act(&house.head, &path, "approve", &[]).await;
    assert_ne!(own.status, 303, "the policy gives no approval to the head of the commune");
    let fields =
        [("ly-do", "Thiếu một thôn"), ("han", "2099-01-02"), ("muc-1", "sessions"), ("nhan-xet-1", "Kiểm tra thôn Hạ")];
    house.done(&house.office, &path, "return", &fields).await;
    let page = house.ground.get_as(&house.officer, &path).await;
    assert!(page.body.contains("Thiếu một thôn") && page.body.contains("Kiểm tra thôn Hạ"), "{}", said(&page));
    // what is owed now, and by when, stands wherever the officer looks
    let calendar = house.ground.get_as(&house.officer, "/lich-bao-cao").await;
    let owed = "bị trả lại, nộp lại chậm nhất 02/01/2099";
    assert!(calendar.body.contains(owed), "{}", said(&calendar));
    for seen in ["/viec-hom-nay", &path] {
        let page = house.ground.get_as(&house.officer, seen).await;
        assert!(page.body.contains(owed), "{seen}: {}", said(&page));
    }
    // the return made a task, so the figures of the work have moved: what goes up is chosen, not overlooked
    let form = house.ground.get_as(&house.head, &format!("{path}/viec/submit")).await;
    assert!(form.body.contains("Gửi như đang thấy") && form.body.contains("Nhiệm vụ"), "{}", said(&form));
    let asked = house.act(&house.head, &path, "submit", &[]).await;
    assert!(asked.status == 422 && asked.body.contains("Dữ liệu nay khác"), "{}", said(&asked));
    house.done(&house.head, &path, "submit", &[("so-lieu", "lay-lai")]).await;
    let calendar = house.ground.get_as(&house.officer, "/lich-bao-cao").await;
    assert!(!calendar.body.contains("bị trả lại"), "{}", said(&calendar));
    let page = house.ground.get_as(&house.officer, &path).await;
    let task = page.body.split("href=\"").filter_map(|rest| rest.split('"').next());
    let task = task.filter(|href| href.starts_with("/nhiem-vu/")).last().expect("the task of the return").to_owned();
    let came = house.ground.get_as(&house.office, &task).await;
    assert!(came.body.contains("đã báo cáo xong"), "{}", said(&came));
    house.done(&house.office, &path, "approve", &[("ghi-chu", "")]).await;
    let closed = house.ground.get_as(&house.office, &task).await;
    assert!(closed.body.contains("Trạng thái: hoàn thành"), "{}", said(&closed));
    house.done(&house.office, &path, "lock", &[]).await;
    let page = house.ground.get_as(&house.officer, &path).await;
    assert!(page.body.contains("đã khóa"), "{}", said(&page));
    // while an amendment is drafted the version that was agreed to still counts
    house.done(&house.head, &path, "amend", &[("ly-do", "Một hồ sơ ghi muộn")]).await;
    let board = format!("/bao-cao/tong-hop?bieu-mau=kh192-tinh&ky={}", house.period);
    let page = house.ground.get_as(&house.office, &board).await;
    assert!(page.body.contains("đã khóa; đang soạn bản sửa đổi"), "{}", said(&page));
}

#[tokio::test]
async fn a_period_is_compared_with_one_as_long() {
    let house = House::open().await;
    let app = &house.ground.app;
    let here = house.ground.unit(Level::Commune, "14845");
    let around = |period: &str| {
        let ordered = app.order_report("kh192-xa", here, period, None).expect("in force");
        let period = |of: Option<app::reports::Ordered>| of.map(|of| of.period);
        (period(app.order_alike(&ordered)), period(app.order_before(&ordered)))
    };
    let some = |alike: &str, before: &str| (Some(alike.to_owned()), Some(before.to_owned()));
    assert_eq!(around("2027-Q3"), some("2027-Q1", "2027-H1"), "a quarter is not held against half a year");
    assert_eq!(around("2027-Q1"), some("2026-Q3", "2026-year"));
    assert_eq!(around("2027-H1"), some("2026-H1", "2027-Q1"));
    assert_eq!(around("2027-year"), some("2026-year", "2027-Q3"));
}

#[tokio::test]
async fn a_version_has_one_number_and_the_next_version_another() {
    let house = House::open().await;
    let path = house.written().await;
    house.done(&house.head, &path, "submit", &[]).await;
    let ground = &house.ground;
    let (day, id) = (ground.app.today().to_string(), path.rsplit('/').next().expect("an id"));
    let send = async |who: &str, address: &str, with: &[(&str, &str)]| {
        let form = ground.get_as(who, address).await;
        assert_eq!(form.status, 200, "{}", said(&form));
        let (token, seen) = (hidden(&form, "ma"), hidden(&form, "da-xem"));
        let sent = [&[("ma", token.as_str()), ("da-xem", seen.as_str()), ("buoc", "ghi")], with].concat();
        ground.post_as(who, address, &sent).await
    };
    let year = &day[..4];
    let open = [("co-quan", "UBND xã"), ("nam-so", year), ("so", "40"), ("ngay", day.as_str())];
    let begun = send(&house.head, "/so-van-ban/moi", &open).await;
    let take = format!("{}/lay-so?cho={id}", begun.header("location"));
    let fields = [("ky-hieu", "BC-UBND"), ("trich-yeu", "Báo cáo"), ("ngay", day.as_str())];
    let here = ground.unit(Level::Commune, "14845");
    let front = ground.signed_in("mat-tran", &[(Role::Front, here)]).await;
    let other = send(&front, &take, &fields).await;
    assert!(other.status == 422 && other.body.contains("không lấy số của"), "{}", said(&other));
    let taken = send(&house.head, &take, &fields).await;
    assert_eq!(taken.status, 303, "{}", said(&taken));
    let twice = send(&house.head, &take, &fields).await;
    assert!(twice.status == 422 && twice.body.contains("đã có số 41"), "{}", said(&twice));
    house.done(&house.office, &path, "approve", &[("ghi-chu", "")]).await;
    house.done(&house.head, &path, "amend", &[("ly-do", "Một hồ sơ ghi muộn")]).await;
    let paper = ground.get_as(&house.head, &format!("{path}/tai/bao-cao.docx")).await;
    let words = crate::mau_van_ban::document(&paper.bytes);
    assert!(!words.contains("41/BC-UBND"), "the new version has no number yet");
    assert_eq!(send(&house.head, &take, &fields).await.status, 303, "it has its own");
}

#[tokio::test]
async fn a_computed_figure_is_differed_from_with_a_reason_and_both_are_shown() {
    let house = House::open().await;
    let path = house.begun().await;
    let none = house.act(&house.officer, &path, "differ?muc=addicts", &[("gia-tri", "3"), ("ly-do", "")]).await;
    assert_eq!(none.status, 422);
    let typed = house.act(&house.officer, &path, "enter?muc=addicts", &[("gia-tri", "3"), ("nguon", "x")]).await;
    assert!(typed.status == 422 && typed.body.contains("không ghi đè"), "{}", said(&typed));
    let fields = [("gia-tri", "3"), ("ly-do", "Ba hồ sơ giấy chưa nhập")];
    house.done(&house.officer, &path, "differ?muc=addicts", &fields).await;
    let page = house.ground.get_as(&house.officer, &path).await;
    assert!(page.body.contains("3 người (số tính từ dữ liệu: 0 người; lý do khác: Ba hồ sơ giấy chưa nhập)"));
}

#[tokio::test]
async fn files_leave_and_figures_of_other_programs_come_in() {
    let house = House::open().await;
    let path = house.written().await;
    for (ending, begins) in [("docx", "PK"), ("xlsx", "PK"), ("pdf", "%PDF"), ("json", "{"), ("csv", "indicator")] {
        let file = house.ground.get_as(&house.officer, &format!("{path}/tai/bao-cao.{ending}")).await;
        assert_eq!(file.status, 200, "{ending}");
        assert!(file.body.starts_with(begins) && file.header("content-disposition").contains("14845"), "{ending}");
    }
    let rows = format!(
        "indicator,unit,period,from,to,value\nsessions,14845,{p},,,9\nmodels,14845,{p},,,50\n",
        p = house.period
    );
    let address = format!("{path}/nhap");
    let form = house.ground.get_as(&house.officer, &address).await;
    assert!(form.body.contains("multipart/form-data") && form.body.contains("type=\"file\""), "{}", said(&form));
    let (token, none) = (hidden(&form, "ma"), ("", &b""[..]));
    let send = async |fields: &[(&str, &str)], file: (&str, &[u8])| {
        house.ground.upload_as(&house.officer, &address, fields, file).await
    };
    let answer = send(&[("ma", &token), ("dang", ""), ("noi-dung", "")], ("so-lieu.csv", rows.as_bytes())).await;
    assert_eq!(answer.status, 200, "{}", said(&answer));
    assert!(answer.body.contains("đã có đúng số này") && answer.body.contains("không nhận 50"), "{}", said(&answer));
    let wrong = "indicator,unit,period,value\nnone,14845,x,1\n";
    let answer = send(&[("ma", "x"), ("dang", "csv"), ("noi-dung", wrong)], none).await;
    assert!(answer.status == 422 && answer.body.contains("không có chỉ tiêu"), "{}", said(&answer));
    let nothing = send(&[("ma", "x"), ("dang", ""), ("noi-dung", "")], none).await;
    assert!(nothing.status == 422 && nothing.body.contains("Chưa chọn tệp"), "{}", said(&nothing));
    let unknown = send(&[("ma", "x"), ("dang", ""), ("noi-dung", "")], ("anh.png", &b"x"[..])).await;
    assert!(unknown.status == 422 && unknown.body.contains("anh.png"), "{}", said(&unknown));
}

#[tokio::test]
async fn a_province_sees_every_commune_and_approves_many() {
    let house = House::open().await;
    let path = house.written().await;
    house.done(&house.head, &path, "submit", &[]).await;
    let board = format!("/bao-cao/tong-hop?bieu-mau=kh192-tinh&ky={}", house.period);
    let page = house.ground.get_as(&house.office, &board).await;
    assert_eq!(page.status, 200, "{}", said(&page));
    assert!(page.body.contains(&path) && page.body.contains("chưa lập"));
    let bulk = format!("/bao-cao/tong-hop/duyet?bieu-mau=kh192-tinh&ky={}", house.period);
    let form = house.ground.get_as(&house.office, &bulk).await;
    let id = path.rsplit('/').next().expect("an id");
    let chosen = form.body.split("value=\"").find(|rest| rest.starts_with(id)).expect("the report waits");
    let chosen = chosen.split('"').next().expect("it ends");
    let sent = [("ma", hidden(&form, "ma")), ("bao-cao", chosen.to_owned())];
    let sent: Vec<(&str, &str)> = sent.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let answer = house.ground.post_as(&house.office, &bulk, &sent).await;
    assert!(answer.status == 200 && answer.body.contains("đã duyệt"), "{}", said(&answer));
    let page = house.ground.get_as(&house.officer, &path).await;
    assert!(page.body.contains("đã duyệt"), "{}", said(&page));
}

#[tokio::test]
async fn a_period_that_is_not_open_says_so() {
    let house = House::open().await;
    let (_, ahead) = periods(&house.ground);
    let path = format!("/bao-cao/moi?bieu-mau=kh192-xa&ky={ahead}");
    let form = house.ground.get_as(&house.officer, &path).await;
    let answer = house.ground.post_as(&house.officer, &path, &[("ma", &hidden(&form, "ma"))]).await;
    assert!(answer.status == 422 && answer.body.contains("mở từ ngày"), "{}", said(&answer));
    let none = house.ground.get_as(&house.officer, "/bao-cao/moi?bieu-mau=kh192-xa&ky=2026-Q9").await;
    assert_eq!(none.status, 422, "{}", said(&none));
}

#[tokio::test]
async fn a_demonstration_has_reports_at_every_point_of_their_way() {
    let house = crate::door::House::open(true).await;
    house.app.fill_demo_reports(texts::Lang::Vi).await.expect("every act is lawful");
    let mut officer = house.browser();
    officer.post("/dang-nhap/dung-thu", &[("vai-tro", "file_officer")]).await;
    let list = officer.get("/bao-cao").await;
    for state in ["đang soạn", "bị trả lại", "đã khóa"] {
        assert!(list.body.contains(state), "{state}: {}", said(&list));
    }
}

/// The ministry's office adds up, its leader decides; both see whose report is missing and nobody's file.
#[tokio::test]
async fn the_ministry_adds_up_what_provinces_sent_and_another_approves_it() {
    let house = House::open().await;
    let ground = &house.ground;
    let c04 = ground.signed_in("c04", &[(Role::NationalOffice, domain::access::NATION)]).await;
    let leader = ground.signed_in("lanh-dao-bo", &[(Role::MinistryLeader, domain::access::NATION)]).await;
    let query = "bieu-mau=qd28-bo&ky=2025-year";
    let board = format!("/bao-cao/tong-hop?{query}");
    for who in [&c04, &leader] {
        let page = ground.get_as(who, &board).await;
        assert_eq!(page.status, 200, "{}", said(&page));
        assert!(
            page.body.contains("Còn 34 đơn vị chưa gửi")
                && page.body.contains("Tỉnh (28)")
                && page.body.contains("Thanh Hóa"),
            "{}",
            said(&page)
        );
        for closed in ["/ho-so", "/danh-sach", "/can-xet-nghiem"] {
            assert_ne!(ground.get_as(who, closed).await.status, 200, "{closed}");
        }
    }
    let begin = format!("/bao-cao/moi?{query}");
    assert_eq!(ground.get_as(&leader, &begin).await.status, 403, "who approves does not write");
    let form = ground.get_as(&c04, &begin).await;
    let answer = ground.post_as(&c04, &begin, &[("ma", &hidden(&form, "ma"))]).await;
    assert_eq!(answer.status, 303, "{}", said(&answer));
    let path = answer.header("location").trim_end_matches("?xong=1").to_owned();
    let page = ground.get_as(&c04, &board).await;
    assert!(page.body.contains(&path), "the board leads to the report: {}", said(&page));
    house.done(&c04, &path, "fill?muc=nhan-xet", &[("noi-dung", "Nhận xét giả định.")]).await;
    house.done(&c04, &path, "submit", &[]).await;
    let own = house.act(&c04, &path, "approve", &[]).await;
    assert_ne!(own.status, 303, "who submitted it does not approve it");
    let fields = [("ly-do", "Nêu rõ tuyến liên tỉnh"), ("han", "2099-01-02")];
    house.done(&leader, &path, "return", &fields).await;
    let page = ground.get_as(&c04, &path).await;
    assert!(page.body.contains("Nêu rõ tuyến liên tỉnh"), "{}", said(&page));
    let tasks = ground.get_as(&c04, "/nhiem-vu").await;
    assert!(tasks.body.contains("Báo cáo Thủ tướng"), "the task to put it right: {}", said(&tasks));
    house.done(&c04, &path, "submit", &[]).await;
    house.done(&leader, &path, "approve", &[("ghi-chu", "")]).await;
    house.done(&leader, &path, "lock", &[]).await;
    assert!(ground.get_as(&c04, &path).await.body.contains("đã khóa"));
}

#[tokio::test]
async fn who_signs_is_named_on_a_form_and_shown() {
    let house = House::open().await;
    let path = house.written().await;
    let fields = [("quyen-han-ky", "by_order"), ("nguoi-ky", "Trần Thị Giả Định"), ("chuc-vu-ky", "")];
    let no_post = house.act(&house.head, &path, "name_signer", &fields).await;
    assert_eq!(no_post.status, 422);
    assert!(no_post.body.contains("Ô “Chức vụ người ký” để trống"), "{}", said(&no_post));
    let fields = [("quyen-han-ky", "deputy"), ("nguoi-ky", "Trần Thị Giả Định"), ("chuc-vu-ky", "")];
    house.done(&house.head, &path, "name_signer", &fields).await;
    house.done(&house.head, &path, "submit", &[]).await;
    let form = house.ground.get_as(&house.office, &format!("{path}/viec/approve")).await;
    assert!(form.body.contains("value=\"Trần Thị Giả Định\""), "{}", said(&form));
    house.done(&house.office, &path, "approve", &[("ghi-chu", ""), ("nguoi-ky", "")]).await;
    let page = house.ground.get_as(&house.officer, &path).await;
    assert!(page.body.contains("Người ký: Trần Thị Giả Định – Cấp phó ký thay (KT.)"), "{}", said(&page));
}
