//! The simulator from outside. Everybody is fictitious (giả định).

use domain::access::Role;
use domain::units::Level;

use crate::accounts::said;
use crate::ground::Ground;

#[tokio::test]
async fn the_simulator_names_rules_and_grounds_and_nobodys_data() {
    let ground = Ground::empty().await;
    let here = ground.unit(Level::Commune, "14845");
    ground.signed_in("truong-xa", &[(Role::PoliceHead, here)]).await;
    // the ground's officer is an auditor of the country
    let empty = ground.get("/xem-thu").await;
    assert!(said(&empty).contains("Chọn một tài khoản để bắt đầu"));
    let tried = ground.get("/xem-thu?ten=truong-xa&don-vi=14845&muc-dich=user_management").await;
    assert_eq!(tried.status, 200, "{}", said(&tried));
    for expected in ["police.read-identity", "Luật 120/2025/QH15", "Được, khi đủ điều kiện", "two-persons.needed"]
    {
        assert!(tried.body.contains(expected), "{expected}");
    }
    let only = ground.get("/xem-thu?ten=truong-xa&don-vi=01273&muc-dich=user_management&chi=duoc").await;
    assert!(!only.body.contains("police.read-identity"), "another unit's files are not theirs");
    assert!(!only.body.contains("✗"), "only what is permitted");
}

#[tokio::test]
async fn the_simulator_is_for_those_who_watch_and_for_accounts_within_reach() {
    let ground = Ground::empty().await;
    let (here, there) = (ground.unit(Level::Commune, "14845"), ground.unit(Level::Commune, "01273"));
    let head = ground.signed_in("truong-xa", &[(Role::PoliceHead, here)]).await;
    assert_eq!(ground.get_as(&head, "/xem-thu").await.status, 403);
    let watcher = ground.signed_in("bao-ve-xa", &[(Role::ProtectionOfficer, here)]).await;
    ground.signed_in("noi-khac", &[(Role::FileOfficer, there)]).await;
    let far = ground.get_as(&watcher, "/xem-thu?ten=noi-khac").await;
    assert_eq!(far.status, 422);
    assert!(said(&far).contains("Không có tài khoản “noi-khac”"), "as if there were none");
    let bad = ground.get_as(&watcher, "/xem-thu?ten=truong-xa&don-vi=99999").await;
    assert_eq!(bad.status, 422);
    assert!(said(&bad).contains("Không có đơn vị mã “99999”"));
}
