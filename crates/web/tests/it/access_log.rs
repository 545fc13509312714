//! Who looked, from outside. Everybody is fictitious (giả định).

use domain::access::Role;
use domain::units::Level;

use crate::accounts::{said, session};
use crate::ground::Ground;

async fn watcher(ground: &Ground) -> String {
    ground.signed_in("bao-ve-tinh", &[(Role::ProtectionOfficer, ground.unit(Level::Province, "38"))]).await
}

#[tokio::test]
async fn whoever_reads_the_log_stands_in_it() {
    let ground = Ground::empty().await;
    let cookie = watcher(&ground).await;
    let commune = ground.signed_in("xa-gia-dinh", &[(Role::FileOfficer, ground.unit(Level::Commune, "14845"))]).await;
    assert_eq!(ground.get_as(&commune, "/nhat-ky-truy-cap").await.status, 403, "the log is not for everybody");
    let first = ground.get_as(&cookie, "/nhat-ky-truy-cap").await;
    assert_eq!(first.status, 200);
    assert!(said(&first).contains("bao-ve-tinh"), "this very look: {}", said(&first));
    assert!(first.body.contains("xa-gia-dinh (giả định)"), "and the refusal in a unit below");
    let before = ground.app.ledger_state().await.expect("reads").size;
    ground.get_as(&cookie, "/nhat-ky-truy-cap?don-vi=14845&viec=refuse&de-lam-gi=person_rights").await;
    let lines = ground.app.ledger_state().await.expect("reads").lines;
    assert_eq!(ground.app.ledger_state().await.expect("reads").size, before + 1);
    assert_eq!(lines.first().map(|line| (line.noun.as_str(), line.act.as_str())), Some(("access", "read")));
}

#[tokio::test]
async fn the_filter_filters() {
    let ground = Ground::empty().await;
    let cookie = watcher(&ground).await;
    let commune = ground.signed_in("xa-gia-dinh", &[(Role::FileOfficer, ground.unit(Level::Commune, "14845"))]).await;
    ground.get_as(&commune, "/nhat-ky-truy-cap").await;
    let rows = async |query: &str| {
        let page = ground.get_as(&cookie, &format!("/nhat-ky-truy-cap?{query}")).await;
        assert_eq!(page.status, 200, "{query}: {}", said(&page));
        page.body.split("<tbody>").nth(1).map_or(0, |body| body.matches("<tr").count())
    };
    assert_eq!(rows("viec=refuse").await, 1);
    assert_eq!(rows("tai-khoan=xa-gia-dinh").await, 1);
    assert_eq!(rows("viec=refuse&tai-khoan=bao-ve-tinh").await, 0);
    assert_eq!(rows("viec=export").await, 0);
    assert_eq!(rows("tu=2025-12-01&den=2025-12-14").await, 0, "nothing happened before");
    for (query, sentence) in [
        ("tu=31/02", "“31/02” ở ô “Từ ngày”"),
        ("tu=2025-12-15&den=2025-12-01", "sau ngày cuối"),
        ("tai-khoan=khong.co", "Không có tài khoản “khong.co”"),
        ("don-vi=99999", "Không có đơn vị mã “99999”"),
        ("ho-so=12", "“12” không phải là mã hồ sơ"),
    ] {
        let page = ground.get_as(&cookie, &format!("/nhat-ky-truy-cap?{query}")).await;
        assert_eq!(page.status, 422, "{query}");
        assert!(said(&page).contains(sentence), "{query}: {}", said(&page));
    }
    let elsewhere = ground.get_as(&cookie, "/nhat-ky-truy-cap?don-vi=04").await;
    assert!([403, 404].contains(&elsewhere.status.as_u16()), "{}", elsewhere.status);
    let nobody = format!("/nhat-ky-truy-cap/{}", uuid::Uuid::from_u128(9));
    assert_eq!(ground.get_as(&cookie, &nobody).await.status, 404);
}

#[tokio::test]
async fn what_is_taken_away_carries_the_id_of_its_line() {
    let ground = Ground::empty().await;
    let cookie = watcher(&ground).await;
    let taken = ground.get_as(&cookie, "/nhat-ky-truy-cap.csv").await;
    assert_eq!(taken.status, 200);
    let name = taken.header("content-disposition").to_owned();
    let id = name.split("anlanh-nhat-ky-").nth(1).and_then(|rest| rest.split(".csv").next()).expect("an id");
    assert!(taken.body.contains(id) && taken.body.contains("bao-ve-tinh"), "{}", taken.body);
    let page = ground.get_as(&cookie, "/nhat-ky-truy-cap?viec=export").await;
    assert!(said(&page).contains("Kết xuất (nhật ký)") || said(&page).contains("Kết xuất nhật ký"), "{}", said(&page));
    let book = ground.get_as(&cookie, "/nhat-ky-truy-cap.xlsx").await;
    assert_eq!(book.status, 200);
    assert!(book.header("content-type").contains("spreadsheetml"));
    assert_eq!(ground.get_as("", "/nhat-ky-truy-cap.csv").await.status, 303, "the door");
    let lines = ground.app.ledger_state().await.expect("reads").lines;
    assert!(lines.iter().any(|line| line.noun == "access" && line.act == "export"));
    assert!(session(&ground, "bao-ve-tinh").await.appointments.len() == 1);
}
