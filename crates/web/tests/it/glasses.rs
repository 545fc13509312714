//! Emergencies from outside. Everybody is fictitious (giả định).

use std::sync::Arc;

use app::Sources;
use app::keyring::Keyring;
use domain::access::{NATION, Role};
use domain::units::Level;
use testkit::{MemoryKeys, TestDb};

use crate::accounts::said;
use crate::ground::Ground;

const REASON: &str = "giả định: người bệnh nguy kịch, cần biết thuốc đang dùng";

pub async fn with_keyring() -> (Ground, TestDb) {
    let (ground, ring) = (Ground::empty().await, TestDb::keyring_sqlite().await);
    let next = std::sync::Mutex::new(testkit::ids(8));
    let sources = Sources {
        now: Arc::new(|| testkit::minutes(0)),
        new_id: Arc::new(move || (next.lock().expect("no test panics while it holds it"))()),
        random: Arc::new(testkit::random(2)),
    };
    let keyring = Keyring::open(ring.db.clone(), Arc::new(MemoryKeys::new()), sources).await.expect("opens");
    assert!(ground.app.open_files_with(keyring));
    (ground, ring)
}

#[tokio::test]
async fn an_emergency_is_announced_told_and_reviewed() {
    let (ground, _ring) = with_keyring().await;
    let province = ground.unit(Level::Province, "38");
    let officer = ground.signed_in("thuong-truc", &[(Role::StandingOffice, province)]).await;
    let watcher = ground.signed_in("bao-ve", &[(Role::ProtectionOfficer, NATION)]).await;
    let asked = ground.get_as(&officer, "/mo-khan-cap?don-vi=14845").await;
    assert_eq!(asked.status, 200);
    assert!(said(&asked).contains("bao-ve (giả định)") && said(&asked).contains("12:00"), "{}", said(&asked));
    let short = [("don-vi", "14845"), ("ho-so", ""), ("ly-do", "khẩn cấp")];
    let refused = ground.post_as(&officer, "/mo-khan-cap", &short).await;
    assert_eq!(refused.status, 422);
    assert!(said(&refused).contains("ít nhất 20 ký tự"));
    let wrong = [("don-vi", "14845"), ("ho-so", "Nguyễn"), ("ly-do", REASON)];
    assert_eq!(ground.post_as(&officer, "/mo-khan-cap", &wrong).await.status, 422);
    let person = uuid::Uuid::from_u128(31).to_string();
    let form = [("don-vi", "14845"), ("ho-so", person.as_str()), ("ly-do", REASON)];
    let done = ground.post_as(&officer, "/mo-khan-cap", &form).await;
    assert_eq!(done.status, 303, "{}", said(&done));
    let own = ground.get_as(&officer, "/mo-khan-cap?xong=khan-cap").await;
    assert!(own.body.contains(&person) && own.body.contains("Đang mở") && !own.body.contains(REASON));
    let list = ground.get_as(&watcher, "/mo-khan-cap").await;
    let path = list.body.split("href=\"/mo-khan-cap/").nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
    let path = format!("/mo-khan-cap/{path}");
    let shown = ground.get_as(&watcher, &path).await;
    assert!(shown.body.contains(REASON), "{}", said(&shown));
    assert_eq!(ground.get_as(&officer, &path).await.status, 403, "nobody reviews one's own");
    let form = [("ket-luan", "khong"), ("ghi-chu", "")];
    assert_eq!(ground.post_as(&watcher, &format!("{path}/xet-lai"), &form).await.status, 422);
    let form = [("ket-luan", "khong"), ("ghi-chu", "chưa gọi trực ban (giả định)")];
    assert_eq!(ground.post_as(&watcher, &format!("{path}/xet-lai"), &form).await.status, 303);
    let own = ground.get_as(&officer, "/mo-khan-cap").await;
    assert!(own.body.contains("Không đúng là khẩn cấp"), "the officer is told");
}

#[tokio::test]
async fn an_emergency_is_for_files_of_others_within_reach() {
    let (ground, _ring) = with_keyring().await;
    let here = ground.unit(Level::Commune, "14845");
    let officer = ground.signed_in("ho-so", &[(Role::FileOfficer, here)]).await;
    for unit in ["14845", "01273", "99999"] {
        let form = [("don-vi", unit), ("ho-so", ""), ("ly-do", REASON)];
        let refused = ground.post_as(&officer, "/mo-khan-cap", &form).await;
        assert!([403, 422].contains(&refused.status.as_u16()), "{unit}: {}", refused.status);
    }
    let chair = ground.signed_in("chu-tich", &[(Role::CommitteeChair, here)]).await;
    let page = ground.get_as(&chair, "/mo-khan-cap").await;
    assert!(said(&page).contains("không báo khẩn cấp"), "{}", said(&page));
}
