//! Plans: adopted, derived, written, amended, measured; by whom, and what is said when something is wrong.

use domain::access::Role;
use domain::units::Level;

use crate::ground::{Answer, Ground};
use crate::ho_so::{hidden, said};

const SHIPPED: &str = "/ke-hoach/moi?van-ban=th-192-2025";

/// A province's standing office and a commune's head, signed in.
struct Post {
    ground: Ground,
    office: String,
    head: String,
}

impl Post {
    async fn over(ground: Ground) -> Self {
        let (province, commune) = (ground.unit(Level::Province, "38"), ground.unit(Level::Commune, "14845"));
        let office = ground.signed_in("thuong-truc", &[(Role::StandingOffice, province)]).await;
        let head = ground.signed_in("truong-cong-an", &[(Role::PoliceHead, commune)]).await;
        Self { ground, office, head }
    }

    async fn empty() -> Self {
        Self::over(Ground::empty().await).await
    }

    /// Opens a form and sends it filled in.
    async fn fill(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.ground.get_as(who, path).await;
        assert_eq!(form.status, 200, "{path}: {}", said(&form));
        let (token, seen) = (hidden(&form, "ma"), hidden(&form, "da-xem"));
        let mut sent = vec![("ma", token.as_str()), ("da-xem", seen.as_str())];
        sent.extend_from_slice(fields);
        self.ground.post_as(who, path, &sent).await
    }

    /// The same, and it is done: where it leads, without what was done.
    async fn done(&self, who: &str, path: &str, fields: &[(&str, &str)]) -> String {
        let sent = self.fill(who, path, fields).await;
        assert_eq!(sent.status, 303, "{path}: {}", said(&sent));
        sent.header("location").split('?').next().expect("an address").to_owned()
    }

    async fn adopted(&self) -> String {
        self.done(&self.office, SHIPPED, &[]).await
    }

    /// A commune's own draft with one target.
    async fn drafted(&self) -> String {
        let plan = self.done(&self.head, "/ke-hoach/moi", &HEAD).await;
        self.done(&self.head, &format!("{plan}/viec/add_target"), &TARGET).await
    }

    async fn issued(&self) -> String {
        let plan = self.drafted().await;
        self.done(&self.head, &format!("{plan}/viec/issue"), &PAPER).await
    }
}

const HEAD: [(&str, &str); 5] = [
    ("loai", "ke_hoach"),
    ("ten", "Xã không ma túy (giả định)"),
    ("co-quan-ra", "UBND xã Mường Lát (giả định)"),
    ("tu-ngay", "2025-01-01"),
    ("den-ngay", "2030-12-31"),
];
const TARGET: [(&str, &str); 9] = [
    ("ten-ngan", "ky-cam-ket"),
    ("chi-tieu", "90 % hộ ký cam kết (giả định)"),
    ("do", "stated"),
    ("dem", "hộ đã ký"),
    ("tren", "hộ gia đình"),
    ("chieu", "at_least"),
    ("muc", "2025-11-30 80%\n2026-12-31 90%"),
    ("chu-tri", "UBND xã (giả định)"),
    ("viet-o", "Kế hoạch giả định, mục I"),
];
const PAPER: [(&str, &str); 4] = [
    ("so", "12/KH-UBND"),
    ("ngay-ky", "2025-10-01"),
    ("co-quan", "UBND xã Mường Lát (giả định)"),
    ("chuc-vu", "Chủ tịch"),
];

#[tokio::test]
async fn a_document_at_hand_shows_its_arithmetic_before_anybody_adopts_it() {
    let post = Post::empty().await;
    let list = post.ground.get_as(&post.office, "/ke-hoach").await;
    assert!(list.body.contains("Kế hoạch 192/KH-UBND") && list.body.contains("Nghị quyết 14-NQ/TU"));
    let page = post.ground.get_as(&post.office, "/ke-hoach/mau/th-192-2025").await;
    for told in ["ít nhất 34", "20\u{a0}% × 166 = 33,2, làm tròn lên 34", "ít nhất 83", "50\u{a0}% × 166 = 83", SHIPPED]
    {
        assert!(page.body.contains(told), "{told}: {}", said(&page));
    }
    assert!(page.body.contains("không có số không phải là số không"), "nobody counted");
    let tuyen_quang = post.ground.get_as(&post.office, "/ke-hoach/mau/tuyen-quang-2025").await;
    assert!(tuyen_quang.body.contains("35 trên 124 (28,2\u{a0}%)"), "{}", said(&tuyen_quang));
    assert!(tuyen_quang.body.contains("Chờ xác nhận: Công an tỉnh Tuyên Quang"));
    assert!(!tuyen_quang.body.contains("van-ban=tuyen-quang"), "only its own province adopts it");
    let kim_dong = post.ground.get_as(&post.office, "/ke-hoach/mau/kim-dong-60-2024").await;
    assert!(kim_dong.body.contains("11/17 đơn vị (64,7\u{a0}%). 6 đơn vị không có"), "{}", said(&kim_dong));
    assert!(kim_dong.body.contains("gộp từ 4 đơn vị, đều có trong lộ trình"), "Hiệp Cường");
    assert!(kim_dong.body.contains("một phần địa bàn"), "Ngọc Thanh lies in Sơn Nam too");
    let nothing = post.ground.get_as(&post.office, "/ke-hoach/mau/khong-co").await;
    assert_eq!(nothing.status, 404);
}

#[tokio::test]
async fn its_province_adopts_a_document_once_and_nobody_else_does() {
    let post = Post::empty().await;
    let plan = post.adopted().await;
    let page = post.ground.get_as(&post.office, &plan).await;
    assert!(page.body.contains("Đang hiệu lực") && page.body.contains("192/KH-UBND"), "{}", said(&page));
    assert!(page.body.contains("hằng tháng, ít nhất 1 lần ở mỗi thôn, bản, tổ dân phố"));
    let id = plan.rsplit('/').next().expect("an id");
    assert!(page.body.contains(&format!("/nhiem-vu/moi?nguon={id}&#38;loai=plan&#38;muc=2a-thon")), "{}", said(&page));
    let again = post.fill(&post.office, SHIPPED, &[]).await;
    assert_eq!(again.status, 422, "{}", said(&again));
    let other = post.fill(&post.head, SHIPPED, &[]).await;
    assert_eq!(other.status, 422);
    assert!(other.body.contains("chỉ đơn vị ấy nhận được"), "{}", said(&other));
    let elsewhere = post.ground.unit(Level::Province, "04");
    let stranger = post.ground.signed_in("tinh-khac", &[(Role::StandingOffice, elsewhere)]).await;
    assert_eq!(post.ground.get_as(&stranger, &plan).await.status, 404);
}

#[tokio::test]
async fn drug_free_communes_come_from_the_figures_and_silence_stays_open() {
    let post = Post::over(Ground::demo().await).await;
    let plan = post.adopted().await;
    let page = post.ground.get_as(&post.office, &plan).await;
    let target = page.body.split("id=\"ct-khong-ma-tuy\"").nth(1).and_then(|rest| rest.split("</section>").next());
    let target = target.expect("the target");
    assert!(target.contains("trên 166") && target.contains("chương trình tính"), "{target}");
    let line = post.ground.get_as(&post.office, &format!("{plan}?giua=linear")).await;
    assert!(line.body.contains("value=\"linear\" selected"), "{}", said(&line));
    let csv = post.ground.get_as(&post.office, &format!("{plan}/chi-tieu.csv")).await;
    assert_eq!(csv.status, 200);
    assert!(csv.body.contains("khong-ma-tuy") && csv.body.contains("ít nhất 34"), "{}", csv.body);
    let xlsx = post.ground.get_as(&post.office, &format!("{plan}/chi-tieu.xlsx")).await;
    assert!(xlsx.status == 200 && xlsx.header("content-type").contains("spreadsheetml"));
}

/// What a page says of one target.
fn told_of(page: &Answer, target: &str) -> String {
    let found = page.body.split(&format!("id=\"ct-{target}\"")).nth(1).and_then(|rest| rest.split("</section>").next());
    found.unwrap_or_else(|| panic!("{target}: {}", said(page))).to_owned()
}

#[tokio::test]
async fn targets_about_people_come_from_files_and_a_typed_number_stands_beside_them() {
    let post = Post::over(Ground::demo().await).await;
    let plan = post.adopted().await;
    let page = post.ground.get_as(&post.office, &plan).await;
    for target in ["lap-ho-so", "tu-van"] {
        let told = told_of(&page, target);
        assert!(told.contains("Tính từ hồ sơ") && told.contains("Tử số") && told.contains("Mẫu số"), "{told}");
        assert!(told.contains("/tinh/38/muc-tieu?den=2025-09-30"), "the last quarter that was over: {told}");
        // few people in the demonstration: either none of them is told, or the arithmetic is there
        assert!(told.contains("không nêu") || told.contains("chương trình tính"), "{told}");
    }
    let goals = post.ground.get_as(&post.office, "/tinh/38/muc-tieu?den=2025-09-30").await;
    assert!(goals.status == 200 && goals.body.contains("id=\"muc-tieu-u\""), "{}", said(&goals));
    let from = format!("/ke-hoach/moi?tu={}", plan.rsplit('/').next().expect("an id"));
    let own = post.done(&post.head, &from, &[&HEAD[..], &[("nhan", "lap-ho-so")]].concat()).await;
    let page = post.ground.get_as(&post.head, &own).await;
    let told = told_of(&page, "lap-ho-so");
    assert!(told.contains("/muc-tieu?tu=2025-12-15&#38;den=2025-12-15"), "the commune's own files: {told}");
}

#[tokio::test]
async fn a_baseline_of_registration_is_counted_by_files_of_that_day_or_typed() {
    let post = Post::over(Ground::demo().await).await;
    let plan = post.done(&post.head, "/ke-hoach/moi", &HEAD).await;
    let fall = [
        ("ten-ngan", "giam"),
        ("chi-tieu", "Giảm số người nghiện (giả định)"),
        ("do", "files_addicts"),
        ("chieu", "falls"),
        ("goc", "registration"),
        ("muc", "2026-12-31"),
        ("chu-tri", "UBND xã (giả định)"),
        ("viet-o", "Kế hoạch giả định, mục I"),
    ];
    post.done(&post.head, &format!("{plan}/viec/add_target"), &fall).await;
    post.done(&post.head, &format!("{plan}/viec/issue"), &PAPER).await;
    let path = format!("{plan}/viec/set_baseline?ct=giam");
    let form = post.ground.get_as(&post.head, &path).await;
    assert!(form.body.contains("chương trình đếm từ hồ sơ"), "{}", said(&form));
    let late = post.fill(&post.head, &path, &[("ct", "giam"), ("cach", "files"), ("den", "2031-01-01")]).await;
    assert!(late.status == 422 && late.body.contains("chưa đến"), "{}", said(&late));
    let typed = post.fill(&post.head, &path, &[("ct", "giam"), ("cach", "typed"), ("den", "2025-10-01")]).await;
    assert_eq!(typed.status, 422, "a typed baseline has a number: {}", said(&typed));
    post.done(&post.head, &path, &[("ct", "giam"), ("cach", "files"), ("den", "2025-10-01")]).await;
    let told = told_of(&post.ground.get_as(&post.head, &plan).await, "giam");
    assert!(told.contains("Hồ sơ trong chương trình, đếm đến hết ngày 01/10/2025"), "{told}");
}

#[tokio::test]
async fn a_duty_is_counted_by_the_grid_of_its_task_and_gaps_stay_visible() {
    let post = Post::empty().await;
    let province = post.ground.unit(Level::Province, "38");
    post.ground.signed_in("so-y-te", &[(Role::ProvincialDepartment, province)]).await;
    let plan = post.adopted().await;
    let duty = async || {
        let page = post.ground.get_as(&post.office, &plan).await;
        let target = page.body.split("id=\"ct-tuyen-truyen\"").nth(1).and_then(|rest| rest.split("</section>").next());
        target.expect("the target").to_owned()
    };
    assert!(duty().await.contains("chưa có số nào"), "nobody was given the task: {}", duty().await);
    let id = plan.rsplit('/').next().expect("an id");
    let path = format!("/nhiem-vu/moi?nguon={id}&loai=plan&muc=2a-thon");
    let form = post.ground.get_as(&post.office, &path).await;
    let named = form
        .body
        .split("<option value=\"")
        .find(|part| part.split('<').next().is_some_and(|text| text.contains("so-y-te")));
    let person = named.and_then(|part| part.split('"').next()).expect("somebody to name").to_owned();
    let token = hidden(&form, "ma");
    let task = [
        ("ma", token.as_str()),
        ("buoc", "giao"),
        ("ten", "Tuyên truyền tại thôn (giả định)"),
        ("nguoi", &person),
        ("viec", "Tổ chức tuyên truyền"),
        ("chu-tri", "UBND các xã, phường"),
        ("tu", "2025-09-01"),
        ("han", "2026-08-31"),
        ("lap", "month"),
        ("so-lan", "1"),
        ("noi-ds", "bản Giả Định\nbản Thử"),
        ("kq-1", "Biên bản"),
        ("do-1", "Số buổi"),
        ("mc-1", "list"),
        ("so", "192/KH-UBND"),
        ("ngay-vb", "2025-09-08"),
        ("dieu", "mục II.2.a"),
        ("duoc", "Chọn ngày tổ chức"),
    ];
    let sent = post.ground.post_as(&post.office, &path, &task).await;
    assert_eq!(sent.status, 303, "{}", said(&sent));
    let told = duty().await;
    assert!(told.contains("0 trên 6 (0,0\u{a0}%)"), "September to November at two places are over: {told}");
    assert!(told.contains("chương trình tính"));
}

#[tokio::test]
async fn a_commune_derives_its_own_plan_from_the_one_that_binds_it() {
    let post = Post::empty().await;
    let above = post.adopted().await;
    let list = post.ground.get_as(&post.head, "/ke-hoach").await;
    assert!(list.body.contains("Kế hoạch của cấp trên") && list.body.contains(&above), "{}", said(&list));
    let page = post.ground.get_as(&post.head, &above).await;
    let id = above.rsplit('/').next().expect("an id");
    let from = format!("/ke-hoach/moi?tu={id}");
    assert!(page.status == 200 && page.body.contains(&from), "{}", said(&page));
    assert_eq!(post.ground.get_as(&post.head, &format!("{above}/viec/state")).await.status, 404, "it is not theirs");
    let none = post.fill(&post.head, &from, &HEAD).await;
    assert!(none.status == 422 && none.body.contains("Chọn ít nhất một chỉ tiêu"), "{}", said(&none));
    let chosen = [&HEAD[..], &[("nhan", "khong-ma-tuy"), ("nhan", "ky-cam-ket")]].concat();
    let own = post.done(&post.head, &from, &chosen).await;
    let own = post.ground.get_as(&post.head, &own).await;
    assert!(own.body.contains("Đang soạn") && own.body.contains("tất cả (100 %)"), "{}", said(&own));
    assert!(own.body.contains("Kế hoạch 192/KH-UBND, mục I"), "with the source of the plan above");
}

#[tokio::test]
async fn a_plan_is_written_issued_measured_and_amended_by_a_document() {
    let post = Post::empty().await;
    let plan = post.issued().await;
    let page = post.ground.get_as(&post.head, &plan).await;
    assert!(page.body.contains("Đang hiệu lực") && page.body.contains("12/KH-UBND"), "{}", said(&page));
    let told = [
        ("ct", "ky-cam-ket"),
        ("so-dem", "850"),
        ("tong", "1000"),
        ("den", "2025-12-01"),
        ("nguon", "Báo cáo 5 (giả định)"),
    ];
    post.done(&post.head, &format!("{plan}/viec/state"), &told).await;
    let page = post.ground.get_as(&post.head, &plan).await;
    for text in [
        "850 trên 1.000 (85,0\u{a0}%)",
        "theo Báo cáo 5 (giả định)",
        "Đúng lộ trình",
        "ít nhất 900",
        "Khai số của chỉ tiêu: ky-cam-ket",
    ] {
        assert!(page.body.contains(text), "{text}: {}", said(&page));
    }
    let amended = [&PAPER[..], &[("sua", "trajectory"), ("ct", "ky-cam-ket"), ("muc", "2025-11-30 86%")]].concat();
    post.done(&post.head, &format!("{plan}/viec/amend"), &amended).await;
    let page = post.ground.get_as(&post.head, &plan).await;
    assert!(page.body.contains("Đã qua hạn của mức cuối cùng mà chưa đạt"), "{}", said(&page));
    post.done(&post.head, &format!("{plan}/viec/end"), &[("ly-do", "Hết thời hạn")]).await;
    assert_eq!(post.ground.get_as(&post.head, &format!("{plan}/viec/state")).await.status, 404, "it is over");
}

#[tokio::test]
async fn what_was_typed_wrongly_is_named_with_its_remedy_and_kept() {
    let post = Post::empty().await;
    let plan = post.drafted().await;
    let path = format!("{plan}/viec/add_target");
    let with = |key: &'static str, value: &'static str| {
        let mut fields = TARGET.to_vec();
        fields.iter_mut().filter(|(of, _)| *of == "ten-ngan").for_each(|field| field.1 = "moi");
        fields.iter_mut().filter(|(of, _)| *of == key).for_each(|field| field.1 = value);
        fields
    };
    for (key, value, told) in [
        ("ten-ngan", "ky-cam-ket", "Đã có chỉ tiêu “ky-cam-ket”; chọn tên ngắn khác."),
        ("ten-ngan", "Mới", "Tên ngắn “Mới” chỉ được gồm"),
        ("muc", "năm sau", "dòng 1: “năm sau” không đọc được"),
        ("muc", "2031-12-31 90%", "ngày 31/12/2031 nằm ngoài thời hạn"),
        ("muc", "2026-12-31 190%", "mức 190\u{a0}% vượt quá cả số"),
        ("chieu", "all", "chỉ cần ngày"),
        ("dem", "", "Ô Đo bằng còn trống"),
        ("chieu", "len", "Ô Mức phải đạt: chọn một trong các mục có sẵn."),
    ] {
        let sent = post.fill(&post.head, &path, &with(key, value)).await;
        assert!(sent.status == 422 && sent.body.contains(told), "{told}: {}", said(&sent));
        assert!(sent.body.contains("90 % hộ ký cam kết (giả định)"), "what was typed stays");
    }
    let late = [&PAPER[..1], &[("ngay-ky", "2029-01-01")], &PAPER[2..]].concat();
    let sent = post.fill(&post.head, &format!("{plan}/viec/issue"), &late).await;
    assert!(sent.status == 422 && sent.body.contains("Văn bản ghi ngày 01/01/2029"), "{}", said(&sent));
}

#[tokio::test]
async fn communes_are_named_by_code_within_the_unit_and_listed_for_the_province() {
    let post = Post::empty().await;
    let plan = post.done(&post.office, "/ke-hoach/moi", &HEAD).await;
    let path = format!("{plan}/viec/set_roadmap");
    let fields = |keep, convert| {
        [
            ("nam-lo-trinh", "2026"),
            ("ban-do", "2025-12-01"),
            ("giu", keep),
            ("chuyen", convert),
            ("xac-nhan", "UBND tỉnh (giả định)"),
        ]
    };
    for (keep, convert, told) in [
        ("14845", "99999", "Mã 99999: không có xã, phường nào"),
        ("14845", "00004", "Mã 00004: đơn vị này không thuộc địa bàn"),
        ("14845", "14845", "có hai lần trong danh sách"),
        ("", "", "phải có ít nhất một"),
    ] {
        let sent = post.fill(&post.office, &path, &fields(keep, convert)).await;
        assert!(sent.status == 422 && sent.body.contains(told), "{told}: {}", said(&sent));
    }
    post.done(&post.office, &path, &fields("14845, 14848", "14818\n14854")).await;
    let list = "/tinh/38/lo-trinh?nam=2026";
    let before = post.ground.get_as(&post.office, list).await;
    assert!(before.body.contains("Chưa kế hoạch nào đặt danh sách"), "a draft binds nobody: {}", said(&before));
    post.done(&post.office, &format!("{plan}/viec/issue"), &PAPER).await;
    let page = post.ground.get_as(&post.office, list).await;
    for told in ["Giữ vững 2, chuyển hóa 2: 4/166 đơn vị (2,4\u{a0}%)", "(14845)", "giữ vững", "chuyển hóa"]
    {
        assert!(page.body.contains(told), "{told}: {}", said(&page));
    }
    let below = post.ground.get_as(&post.head, list).await;
    assert!(below.status != 200 && !below.body.contains("(14845)"), "a page of the province: {}", said(&below));
}

#[tokio::test]
async fn who_only_reads_or_has_no_part_in_it_writes_nothing() {
    let post = Post::empty().await;
    let plan = post.issued().await;
    let commune = post.ground.unit(Level::Commune, "14845");
    let watcher = post.ground.signed_in("kiem-toan", &[(Role::Auditor, commune)]).await;
    let page = post.ground.get_as(&watcher, &plan).await;
    assert!(page.status == 200 && !page.body.contains("/viec/"), "{}", said(&page));
    for path in [format!("{plan}/viec/state"), "/ke-hoach/moi".to_owned()] {
        let answer = post.ground.get_as(&watcher, &path).await;
        assert!(answer.status == 404 || answer.status == 403, "{path}: {}", answer.status);
    }
    let elsewhere = post.ground.unit(Level::Commune, "14848");
    let neighbour = post.ground.signed_in("xa-ben", &[(Role::PoliceHead, elsewhere)]).await;
    assert_eq!(post.ground.get_as(&neighbour, &plan).await.status, 404);
    let above = post.ground.get_as(&post.office, &plan).await;
    assert!(above.status == 200 && !above.body.contains("/viec/state"), "the province reads, and writes its own");
}

#[tokio::test]
async fn the_demonstration_has_plans_and_money_once() {
    let house = crate::door::House::open(true).await;
    for _ in 0..2 {
        house.app.fill_demo_plans(texts::Lang::Vi).await.expect("the demonstration fills");
    }
    let mut browser = house.browser();
    browser.post("/dang-nhap/dung-thu", &[("vai-tro", Role::StandingOffice.key())]).await;
    let list = browser.get("/ke-hoach").await;
    let begun = list.body.matches("<a href=\"/ke-hoach/0").count();
    assert_eq!(begun, 2, "the province's and its commune's: {}", said(&list));
}

#[tokio::test]
async fn a_program_reads_plans_with_how_their_targets_stand() {
    let post = Post::over(Ground::demo().await).await;
    let plan = post.adopted().await;
    let id = plan.rsplit('/').next().expect("an id");
    let get = async |who: &str, path: &str| post.ground.get_as(who, path).await;
    let json = |answer: &Answer| -> serde_json::Value { serde_json::from_str(&answer.body).expect("JSON") };
    let list = json(&get(&post.office, "/api/v1/plans").await);
    assert_eq!((list["items"][0]["id"].as_str(), list["items"][0]["state"].as_str()), (Some(id), Some("in_force")));
    let whole = json(&get(&post.office, &format!("/api/v1/plans/{id}")).await);
    assert_eq!((whole["unit"].as_str(), whole["number"].as_str()), (Some("38"), Some("192/KH-UBND")));
    let target = |of: &str| {
        let targets = whole["targets"].as_array().expect("targets");
        targets.iter().find(|target| target["id"] == of).unwrap_or_else(|| panic!("{of}: {whole}")).clone()
    };
    let free = target("khong-ma-tuy");
    assert_eq!((free["points"][0]["need"].as_u64(), free["points"][1]["need"].as_u64()), (Some(34), Some(83)));
    assert!(free["value"]["whole"].as_u64() == Some(166) && free["value"]["source"].is_null(), "{free}");
    assert_eq!(
        (target("ky-cam-ket")["value"].clone(), target("ky-cam-ket")["status"].as_str()),
        (serde_json::Value::Null, Some("unknown"))
    );
    assert_eq!(get(&post.office, &format!("/api/v1/plans/{id}?x=1")).await.status, 422, "keys are strict");
    let elsewhere = post.ground.unit(Level::Province, "04");
    let stranger = post.ground.signed_in("tinh-khac", &[(Role::StandingOffice, elsewhere)]).await;
    assert_eq!(get(&stranger, &format!("/api/v1/plans/{id}")).await.status, 404);
    assert_eq!(json(&get(&stranger, "/api/v1/plans").await)["paging"]["found"], 0);
}
