//! Accounts and appointments from outside. Everybody is fictitious (giả định).

use app::sessions::Session;
use domain::access::{NATION, Role};
use domain::units::Level;
use uuid::Uuid;

use crate::ground::{Answer, Ground};

/// An administrator and a protection officer of the country, who can appoint together, and a commune's people.
pub struct Office {
    pub ground: Ground,
    pub admin: String,
    pub protector: String,
    pub newcomer: Uuid,
}

impl Office {
    pub async fn open() -> Self {
        Self::at(Ground::empty().await).await
    }

    pub async fn at(ground: Ground) -> Self {
        let admin = ground.signed_in("quan-tri", &[(Role::PlatformAdmin, NATION)]).await;
        let protector = ground.signed_in("bao-ve", &[(Role::ProtectionOfficer, NATION)]).await;
        ground.signed_in("nguoi-moi", &[]).await;
        let newcomer = session(&ground, "nguoi-moi").await.account.0;
        Self { ground, admin, protector, newcomer }
    }

    /// The administrator proposes that the newcomer keeps the files of a commune; the address of the proposal.
    pub async fn propose(&self) -> String {
        let path = format!("/tai-khoan/{}/de-nghi-bo-nhiem", self.newcomer);
        let answer = self.ground.post_as(&self.admin, &path, &wanted("file_officer", "14845")).await;
        assert_eq!(answer.status, 303, "{}", said(&answer));
        let to = answer.header("location");
        to.split('?').next().expect("a path").to_owned()
    }
}

pub fn wanted<'v>(role: &'v str, unit: &'v str) -> [(&'static str, &'v str); 6] {
    [
        ("vai-tro", role),
        ("don-vi", unit),
        ("tu-ngay", "2025-12-01"),
        ("den-ngay", ""),
        ("so-quyet-dinh", "7/QĐ-GĐ"),
        ("ngay-quyet-dinh", "2025-11-30"),
    ]
}

pub async fn session(ground: &Ground, login: &str) -> Session {
    ground.app.who(&format!("phien-gia-dinh-{login}")).await.expect("asks").expect("signed in")
}

/// What a page says between its heading and its end.
pub fn said(answer: &Answer) -> String {
    let main = answer.body.split("<main").nth(1).unwrap_or(&answer.body);
    // without the lists of units to choose from
    main.split("<datalist").map(|part| part.split("</datalist>").last().unwrap_or(part)).collect()
}

/// The value of a hidden field.
pub fn hidden<'a>(answer: &'a Answer, name: &str) -> &'a str {
    let from = answer.body.split(&format!("name=\"{name}\" value=\"")).nth(1).expect("the field");
    from.split('"').next().expect("its value")
}

#[tokio::test]
async fn an_account_is_made_with_a_code_that_is_shown_once() {
    let office = Office::open().await;
    let form = [("don-vi", "14845"), ("ten-dang-nhap", "can.bo.moi"), ("ho-ten", "Cán bộ mới (giả định)")];
    let made = office.ground.post_as(&office.admin, "/tai-khoan", &form).await;
    assert_eq!(made.status, 200, "{}", said(&made));
    assert!(made.header("cache-control").contains("no-store"));
    let code = made.body.split("<strong><code>").nth(1).and_then(|rest| rest.split('<').next()).expect("a code");
    assert_eq!(code.len(), 39, "{code}");
    assert!(made.body.contains("http://localhost:8080/dang-nhap"), "where to use it");
    let page = made.body.split("href=\"/tai-khoan/").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let account = office.ground.get_as(&office.admin, &format!("/tai-khoan/{page}")).await;
    assert_eq!(account.status, 200);
    assert!(!account.body.contains(code), "never again");
    let list = office.ground.get_as(&office.admin, "/tai-khoan?q=moi+gia+dinh").await;
    assert!(list.body.contains("can.bo.moi") && !list.body.contains("bao-ve</code>"), "{}", said(&list));
    let again = office.ground.post_as(&office.admin, "/tai-khoan", &form).await;
    assert_eq!(again.status, 422);
    assert!(said(&again).contains("đã có người dùng") && again.body.contains("value=\"can.bo.moi\""));
}

#[tokio::test]
async fn bad_input_is_named_with_its_remedy() {
    let office = Office::open().await;
    let (ground, admin) = (&office.ground, &office.admin);
    for (form, sentence) in [
        ([("don-vi", "99999"), ("ten-dang-nhap", "ai.do"), ("ho-ten", "Ai đó")], "Không có đơn vị mã “99999”"),
        ([("don-vi", ""), ("ten-dang-nhap", "1"), ("ho-ten", "Ai đó")], "3 đến 64 chữ cái"),
        ([("don-vi", ""), ("ten-dang-nhap", "ai.do"), ("ho-ten", "  ")], "Chưa nhập “Họ và tên cán bộ”"),
    ] {
        let refused = ground.post_as(admin, "/tai-khoan", &form).await;
        assert_eq!(refused.status, 422);
        assert!(said(&refused).contains(sentence), "{sentence}: {}", said(&refused));
    }
    let path = format!("/tai-khoan/{}/de-nghi-bo-nhiem", office.newcomer);
    for (at, value, sentence) in [
        (0, "hoang_de", "Không có vai trò “hoang_de”"),
        (1, "38", "không bổ nhiệm cho đơn vị ở cấp đã chọn"),
        (2, "31/02/2025", "“31/02/2025” ở ô “Từ ngày”"),
        (3, "2025-11-01", "phải sau ngày bắt đầu"),
        (4, "", "Chưa nhập “Số quyết định”"),
    ] {
        let mut form = wanted("file_officer", "14845");
        form[at].1 = value;
        let refused = ground.post_as(admin, &path, &form).await;
        assert_eq!(refused.status, 422, "{value}");
        assert!(said(&refused).contains(sentence), "{sentence}: {}", said(&refused));
    }
    let list = ground.get_as(admin, "/tai-khoan?don-vi=99999").await;
    assert_eq!(list.status, 422);
    assert!(said(&list).contains("Không có đơn vị mã “99999”"));
}

#[tokio::test]
async fn fields_that_no_form_has_are_refused() {
    let office = Office::open().await;
    let (ground, admin) = (&office.ground, &office.admin);
    let form = [("ten-dang-nhap", "ai.do"), ("ho-ten", "Ai đó"), ("state", "active")];
    assert_eq!(ground.post_as(admin, "/tai-khoan", &form).await.status, 422);
    let path = format!("/tai-khoan/{}", office.newcomer);
    let more = [&wanted("file_officer", "14845")[..], &[("granted_by", "x")]].concat();
    assert_eq!(ground.post_as(admin, &format!("{path}/de-nghi-bo-nhiem"), &more).await.status, 422);
    let twice = [&wanted("file_officer", "14845")[..], &[("vai-tro", "platform_admin")]].concat();
    assert_eq!(ground.post_as(admin, &format!("{path}/de-nghi-bo-nhiem"), &twice).await.status, 422);
    let reset = ground.post_as(admin, &format!("{path}/de-nghi-cap-lai"), &[("don-vi", "14845")]).await;
    assert_eq!(reset.status, 422);
    let inbox = ground.get_as(admin, "/de-nghi").await;
    assert!(said(&inbox).contains("Bạn không có đề nghị nào đang chờ"), "nothing came of any");
}

#[tokio::test]
async fn another_units_account_is_not_there() {
    let office = Office::open().await;
    let ground = &office.ground;
    let (here, there) = (ground.unit(Level::Commune, "14845"), ground.unit(Level::Commune, "01273"));
    let local = ground.signed_in("quan-tri-xa", &[(Role::PlatformAdmin, here)]).await;
    ground.signed_in("noi-khac", &[(Role::FileOfficer, there)]).await;
    let other = session(ground, "noi-khac").await.account.0;
    let path = format!("/tai-khoan/{other}");
    assert_eq!(ground.get_as(&local, &path).await.status, 404);
    assert_eq!(ground.get_as(&local, "/tai-khoan/khong-phai-ma").await.status, 400);
    for (act, form) in [
        ("ngung", vec![("xac-nhan", "noi-khac")]),
        ("thu-hoi", vec![("bo-nhiem", "00000000-0000-0000-0000-000000000009"), ("ly-do", "giả định")]),
        ("de-nghi-cap-lai", vec![]),
        ("dinh-danh", vec![("ma-nguoi-dung", "canbo-0001")]),
        ("de-nghi-bo-nhiem", wanted("front", "14845").to_vec()),
    ] {
        assert_eq!(ground.post_as(&local, &format!("{path}/{act}"), &form).await.status, 404, "{act}");
    }
    let list = ground.get_as(&local, "/tai-khoan").await;
    assert!(list.body.contains("quan-tri-xa") && !list.body.contains("noi-khac"));
    let far = ground.get_as(&local, "/tai-khoan?don-vi=01273").await;
    assert!([403, 404].contains(&far.status.as_u16()), "{}", far.status);
    assert!(ground.app.who("phien-gia-dinh-noi-khac").await.expect("asks").is_some(), "and nothing happened to it");
}

#[tokio::test]
async fn a_role_is_revoked_with_a_reason_and_an_account_stopped_by_name() {
    let office = Office::open().await;
    let (ground, admin) = (&office.ground, &office.admin);
    ground.signed_in("can-bo-xa", &[(Role::FileOfficer, ground.unit(Level::Commune, "14845"))]).await;
    let of = session(ground, "can-bo-xa").await;
    let (path, held) = (format!("/tai-khoan/{}", of.account.0), of.appointments[0].id.to_string());
    let silent = ground.post_as(admin, &format!("{path}/thu-hoi"), &[("bo-nhiem", &held), ("ly-do", " ")]).await;
    assert_eq!(silent.status, 422);
    assert!(said(&silent).contains("Chưa nhập “Lý do”"));
    let done =
        ground.post_as(admin, &format!("{path}/thu-hoi"), &[("bo-nhiem", &held), ("ly-do", "Chuyển (giả định)")]).await;
    assert_eq!((done.status.as_u16(), done.header("location")), (303, format!("{path}?xong=thu-hoi").as_str()));
    assert!(ground.app.who("phien-gia-dinh-can-bo-xa").await.expect("asks").is_none(), "out at the next request");
    let page = ground.get_as(admin, &format!("{path}?xong=thu-hoi")).await;
    assert!(page.body.contains("Đã thu hồi vai trò.") && page.body.contains("Chuyển (giả định)"), "{}", said(&page));
    assert!(!page.body.contains("/dinh-danh\""), "nobody to join it to");
    let joined = ground.post_as(admin, &format!("{path}/dinh-danh"), &[("ma-nguoi-dung", "canbo-0001")]).await;
    assert_eq!(joined.status, 422, "there is no identity provider");
    let wrong = ground.post_as(admin, &format!("{path}/ngung"), &[("xac-nhan", "ai-khac")]).await;
    assert_eq!(wrong.status, 422);
    let stopped = ground.post_as(admin, &format!("{path}/ngung"), &[("xac-nhan", "can-bo-xa")]).await;
    assert_eq!(stopped.status, 303, "{}", said(&stopped));
    let page = ground.get_as(admin, &path).await;
    assert!(page.body.contains("Đã ngừng lúc") && !page.body.contains("/de-nghi-bo-nhiem"), "nothing more to propose");
    let own = ground.get_as(admin, &format!("/tai-khoan/{}", session(ground, "quan-tri").await.account.0)).await;
    assert!(!own.body.contains("/ngung\"") && !own.body.contains("/de-nghi-"), "nothing to do to oneself");
}
