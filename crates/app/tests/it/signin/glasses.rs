use app::breakglass::Emergency;
use app::signin::AccessFault;
use domain::access::{NATION, Role};
use domain::proposals::DecisionFault;
use domain::units::Level;
use testkit::id;

use super::ground::{House, Officer, office, shut};

fn emergency(house: &House) -> Emergency {
    Emergency {
        unit: house.unit(Level::Commune, "14845"),
        person: Some(id(31, 1)),
        reason: "giả định: người bệnh nguy kịch, cần biết thuốc đang dùng".to_owned(),
    }
}

async fn somebody(house: &House) -> Officer {
    house.officer("khancap.gia", &[(Role::StandingOffice, house.unit(Level::Province, "38"))]).await
}

async fn watchers(house: &House) -> (Officer, Officer) {
    let first = house.officer("baove.gia", &[(Role::ProtectionOfficer, NATION)]).await;
    let second = house.officer("baove.hai.gia", &[(Role::ProtectionOfficer, NATION)]).await;
    (first, second)
}

pub async fn an_emergency_is_told_to_two_at_once(house: &House) {
    let (first, second) = watchers(house).await;
    let officer = somebody(house).await;
    let session = house.session(&officer.reference).await;
    let glass = house.app.declare_break_glass(&session, office(&session), &emergency(house)).await.expect("declared");
    for watcher in [&first, &second] {
        let told = house.app.notices(&house.session(&watcher.reference).await).await.expect("reads");
        assert!(
            told.iter()
                .any(|notice| notice.kind == "break_glass" && notice.about == glass.id && notice.at == glass.from)
        );
    }
    assert_eq!(house.entries().await.first().map(String::as_str), Some("break_glass declare"));
    let short = Emergency { reason: "khẩn cấp".to_owned(), ..emergency(house) };
    let declared = house.app.declare_break_glass(&session, office(&session), &short).await;
    assert_eq!(shut(declared), AccessFault::Missing, "a word is no reason");
}

pub async fn an_emergency_ends_by_itself(house: &House) {
    watchers(house).await;
    let officer = somebody(house).await;
    let session = house.session(&officer.reference).await;
    let of = emergency(house);
    let age = async || house.app.glass_age_s(officer.account, of.unit, of.person).await.expect("asks");
    assert_eq!(age().await, None);
    house.app.declare_break_glass(&session, office(&session), &of).await.expect("declared");
    assert_eq!(age().await, Some(0));
    assert_eq!(
        house.app.glass_age_s(officer.account, of.unit, Some(id(31, 2))).await.expect("asks"),
        None,
        "another person"
    );
    assert_eq!(house.app.glass_age_s(officer.account, NATION, of.person).await.expect("asks"), None, "another unit");
    house.wait_s(4 * 3600 - 1);
    assert_eq!(age().await, Some(4 * 3600 - 1));
    house.wait_s(1);
    assert_eq!(age().await, None, "four hours");
}

pub async fn an_emergency_without_anybody_to_tell_is_none(house: &House) {
    house.officer("baove.gia", &[(Role::ProtectionOfficer, NATION)]).await;
    // an auditor of another province is not told of this one
    house.officer("xa.gia", &[(Role::Auditor, house.unit(Level::Province, "01"))]).await;
    let officer = somebody(house).await;
    let session = house.session(&officer.reference).await;
    let declared = house.app.declare_break_glass(&session, office(&session), &emergency(house)).await;
    assert_eq!(shut(declared), AccessFault::NobodyToTell);
    let of = emergency(house);
    assert_eq!(
        house.app.glass_age_s(officer.account, of.unit, of.person).await.expect("asks"),
        None,
        "nothing is left"
    );
}

pub async fn an_emergency_is_reviewed_by_another_once(house: &House) {
    let (first, second) = watchers(house).await;
    let officer = somebody(house).await;
    let session = house.session(&officer.reference).await;
    let glass = house.app.declare_break_glass(&session, office(&session), &emergency(house)).await.expect("declared");
    let own = house.app.review_break_glass(&session, office(&session), glass.id, true, "tốt").await;
    assert_eq!(shut(own), AccessFault::Decision(DecisionFault::OwnCase));
    let reviewer = house.session(&first.reference).await;
    let waiting = house.app.glasses_to_review(&reviewer, office(&reviewer)).await.expect("reads");
    assert_eq!(waiting.iter().map(|it| it.id).collect::<Vec<_>>(), [glass.id]);
    let reason = house.app.glass_reason(&reviewer, office(&reviewer), glass.id).await.expect("reads");
    assert_eq!(reason.as_str(), emergency(house).reason);
    house
        .app
        .review_break_glass(&reviewer, office(&reviewer), glass.id, false, "không đủ căn cứ")
        .await
        .expect("reviewed");
    let other = house.session(&second.reference).await;
    let again = house.app.review_break_glass(&other, office(&other), glass.id, true, "khác").await;
    assert!(again.is_err(), "once");
    assert!(house.app.glasses_to_review(&reviewer, office(&reviewer)).await.expect("reads").is_empty());
    let told = house.app.notices(&session).await.expect("reads");
    assert!(told.iter().any(|notice| notice.kind == "glass_reviewed"), "the officer is told");
}
