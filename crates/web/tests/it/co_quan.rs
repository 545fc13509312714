//! Bodies of a province in the browser: written down with their letterhead, given tasks, reminded of their own report.

use domain::access::Role;
use domain::units::Level;

use crate::ground::{Answer, Ground};
use crate::ho_so::{hidden, said};

struct House {
    ground: Ground,
    office: String,
    health: String,
    schools: String,
}

impl House {
    /// The standing office of a province, and a head each of two departments.
    async fn open() -> Self {
        let ground = Ground::empty().await;
        let province = ground.unit(Level::Province, "38");
        let office = ground.signed_in("pc04", &[(Role::StandingOffice, province)]).await;
        let health = ground.signed_in("y-te", &[(Role::ProvincialDepartment, province)]).await;
        let schools = ground.signed_in("giao-duc", &[(Role::ProvincialDepartment, province)]).await;
        Self { ground, office, health, schools }
    }

    async fn send(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.ground.get_as(&self.office, path).await;
        assert_eq!(form.status, 200, "{path}: {}", said(&form));
        let (token, seen) = (hidden(&form, "ma"), hidden(&form, "da-xem"));
        let mut sent = vec![("ma", token.as_str()), ("da-xem", seen.as_str())];
        sent.extend_from_slice(fields);
        self.ground.post_as(&self.office, path, &sent).await
    }

    /// Writes a body down with an officer as its head; its address.
    async fn written(&self, name: &str, head: &str, symbol: &str) -> Answer {
        let form = self.ground.get_as(&self.office, "/co-quan/moi").await;
        let head = option(&form.body, head);
        let fields =
            [("ten-co-quan", name), ("dung-dau", head.as_str()), ("ky-hieu", symbol), ("chuc-vu-dung-dau", "Giám đốc")];
        self.send("/co-quan/moi", &fields).await
    }
}

/// The value of the option whose text holds a name.
fn option(body: &str, name: &str) -> String {
    let found = body
        .split("<option value=\"")
        .find(|part| part.split("</option>").next().is_some_and(|text| text.contains(name)));
    found.and_then(|part| part.split('"').next()).unwrap_or_else(|| panic!("nobody called {name}")).to_owned()
}

#[tokio::test]
async fn a_body_has_its_letterhead_its_tasks_and_its_own_report() {
    let house = House::open().await;
    let wrong = house.written("Sở Y tế", "y-te", "S Y/T").await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.body.contains("Ký hiệu “S Y/T” không dùng được"), "{}", said(&wrong));
    let written = house.written("Sở Y tế", "y-te", "SYT").await;
    assert_eq!(written.status, 303, "{}", said(&written));
    let path = written.header("location").trim_end_matches("?xong=1").to_owned();
    let page = house.ground.get_as(&house.office, &path).await;
    assert!(page.body.contains("Ký hiệu của cơ quan: SYT"), "{}", said(&page));
    let schools = house.written("Sở Giáo dục và Đào tạo", "giao-duc", "SGDĐT").await;
    assert_eq!(schools.status, 303, "{}", said(&schools));

    // a task for every body goes to the head of each
    let today = house.ground.app.today();
    let (from, due) = (today.to_string(), domain::cases::days_later(today, 60).to_string());
    let fields = [
        ("buoc", "giao"),
        ("ten", "Báo cáo kết quả (giả định)"),
        ("nguoi", "moi-co-quan"),
        ("viec", "Tổng hợp kết quả thực hiện kế hoạch"),
        ("chu-tri", "Các sở, ngành"),
        ("tu", from.as_str()),
        ("han", due.as_str()),
        ("kq-1", "Báo cáo"),
        ("do-1", "Số báo cáo"),
        ("mc-1", "list"),
        ("so", "192/KH-UBND"),
        ("ngay-vb", "2025-09-08"),
        ("dieu", "mục III.2"),
        ("duoc", "Chọn cách tổng hợp"),
    ];
    let given = house.send("/nhiem-vu/moi", &fields).await;
    assert_eq!(given.status, 200, "{}", said(&given));
    for body in ["Sở Y tế", "Sở Giáo dục và Đào tạo"] {
        assert!(given.body.contains(body), "{body}: {}", said(&given));
    }
    for head in [&house.health, &house.schools] {
        let today = house.ground.get_as(head, "/viec-hom-nay").await;
        assert!(today.body.contains("Báo cáo kết quả (giả định)"), "{}", said(&today));
        // each owes the report of its own body, and not that of the other
        let calendar = house.ground.get_as(head, "/lich-bao-cao").await;
        let (own, other) = if head == &house.health {
            ("Sở Y tế", "Sở Giáo dục")
        } else {
            ("Sở Giáo dục", "Sở Y tế")
        };
        assert!(calendar.body.contains(own) && !calendar.body.contains(other), "{}", said(&calendar));
    }
}
