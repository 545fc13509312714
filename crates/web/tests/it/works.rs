//! The programme's work at its addresses: who reads and writes a work that there is, and the register of documents.

use domain::access::Role;
use domain::units::{Level, UnitId};

use crate::ground::{Answer, Ground};
use crate::ho_so::{hidden, said};

const OWN: &str = "14845";

struct Office {
    ground: Ground,
    commune: UnitId,
    head: String,
}

impl Office {
    async fn open() -> Self {
        let ground = Ground::empty().await;
        let commune = ground.unit(Level::Commune, OWN);
        let head = ground.signed_in("truong-ca", &[(Role::PoliceHead, commune)]).await;
        Self { ground, commune, head }
    }

    /// Begins a register and gives its address.
    async fn register(&self) -> String {
        let form = self.ground.get_as(&self.head, "/so-van-ban/moi").await;
        assert_eq!(form.status, 200, "{}", said(&form));
        let id = hidden(&form, "ma");
        let year = self.ground.app.today().year().to_string();
        let day = self.ground.app.today().to_string();
        let sent = [
            ("ma", id.as_str()),
            ("da-xem", "0"),
            ("co-quan", "Công an xã"),
            ("nam-so", year.as_str()),
            ("so", "12"),
            ("ngay", day.as_str()),
            ("buoc", "ghi"),
        ];
        let done = self.ground.post_as(&self.head, "/so-van-ban/moi", &sent).await;
        assert_eq!(done.status, 303, "{}", said(&done));
        let again = self.ground.post_as(&self.head, "/so-van-ban/moi", &sent).await;
        assert_eq!(again.header("location"), done.header("location"), "sent twice, it is one register");
        done.header("location").to_owned()
    }

    async fn send(&self, path: &str, with: &[(&str, &str)]) -> Answer {
        let form = self.ground.get_as(&self.head, path).await;
        assert_eq!(form.status, 200, "{}", said(&form));
        let (id, seen) = (hidden(&form, "ma"), hidden(&form, "da-xem"));
        let sent = [&[("ma", id.as_str()), ("da-xem", seen.as_str()), ("buoc", "ghi")], with].concat();
        self.ground.post_as(&self.head, path, &sent).await
    }
}

#[tokio::test]
async fn a_register_gives_numbers_in_order() {
    let office = Office::open().await;
    let empty = office.ground.get_as(&office.head, "/so-van-ban").await;
    assert!(empty.status == 200 && empty.body.contains("chưa mở sổ nào"), "{}", said(&empty));
    let register = office.register().await;
    let day = office.ground.app.today().to_string();
    let report = [("ky-hieu", "BC-CAX"), ("trich-yeu", "Báo cáo quý III"), ("ngay", day.as_str())];
    let taken = office.send(&format!("{register}/lay-so"), &report).await;
    assert_eq!((taken.status.as_u16(), taken.header("location")), (303, register.as_str()), "{}", said(&taken));
    let page = office.ground.get_as(&office.head, &register).await;
    assert!(page.body.contains(">13<") && page.body.contains("BC-CAX: Báo cáo quý III"), "{}", said(&page));
    let paper = [("so", "13"), ("trich-yeu", "sổ giấy"), ("ngay", day.as_str())];
    let refused = office.send(&format!("{register}/so-ngoai"), &paper).await;
    assert!(refused.status == 422 && refused.body.contains("Các số đến 13 đã cấp"), "{}", said(&refused));
    assert!(refused.body.contains("sổ giấy"), "what was typed is kept");
    let tomorrow = office.ground.app.today().tomorrow().expect("a day").to_string();
    let ahead = [("ky-hieu", "BC-CAX"), ("trich-yeu", "Báo cáo"), ("ngay", tomorrow.as_str())];
    let refused = office.send(&format!("{register}/lay-so"), &ahead).await;
    assert!(refused.status == 422 && refused.body.contains("chưa đến"), "{}", said(&refused));
    let void = [("so", "13"), ("ly-do", "nhầm trích yếu"), ("ngay", day.as_str())];
    assert_eq!(office.send(&format!("{register}/huy-so"), &void).await.status, 303);
    let page = office.ground.get_as(&office.head, &register).await;
    assert!(page.body.contains("đã hủy: nhầm trích yếu"), "{}", said(&page));
    let listed = office.ground.get_as(&office.head, "/so-van-ban").await;
    assert!(listed.body.contains(">14<"), "the void number is not given again: {}", said(&listed));
}

#[tokio::test]
async fn whoever_did_not_see_the_last_act_does_not_act() {
    let office = Office::open().await;
    let register = office.register().await;
    let path = format!("{register}/lay-so");
    let form = office.ground.get_as(&office.head, &path).await;
    let (id, seen, day) = (hidden(&form, "ma"), hidden(&form, "da-xem"), office.ground.app.today().to_string());
    let report = [("ky-hieu", "BC-CAX"), ("trich-yeu", "Báo cáo"), ("ngay", day.as_str())];
    assert_eq!(office.send(&path, &report).await.status, 303);
    let late = [&[("ma", id.as_str()), ("da-xem", seen.as_str())], &report[..]].concat();
    let refused = office.ground.post_as(&office.head, &path, &late).await;
    assert!(refused.status == 422 && refused.body.contains("vừa cập nhật"), "{}", said(&refused));
}

#[tokio::test]
async fn a_work_is_asked_about_where_it_lies() {
    let office = Office::open().await;
    let register = office.register().await;
    let (province, far) = (office.ground.unit(Level::Province, "38"), office.ground.unit(Level::Commune, "14869"));
    let offices = [
        (Role::FileOfficer, office.commune),
        (Role::Front, office.commune),
        (Role::ProtectionOfficer, office.commune),
        (Role::PlatformAdmin, province),
        (Role::StandingOffice, province),
        (Role::ProvincialLeader, province),
        (Role::FileOfficer, far),
    ];
    for (n, (role, unit)) in offices.into_iter().enumerate() {
        let cookie = office.ground.signed_in(&format!("nguoi-{n}"), &[(role, unit)]).await;
        let inside = unit == office.commune || unit == province;
        let reads = inside && !matches!(role, Role::ProtectionOfficer | Role::PlatformAdmin);
        let writes = reads && unit == office.commune;
        for (path, may) in [(register.clone(), reads), (format!("{register}/lay-so"), writes)] {
            let answer = office.ground.get_as(&cookie, &path).await;
            let expected = if may { answer.status == 200 } else { [403, 404].contains(&answer.status.as_u16()) };
            assert!(expected, "{role} {path}: {}", answer.status);
        }
    }
}
