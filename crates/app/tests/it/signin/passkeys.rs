use app::signin::AccessFault;
use domain::access::Role;
use domain::accounts::Method;
use domain::units::Level;

use super::authenticator::Authenticator;
use super::ground::{House, Officer, caller, shut};

async fn somebody(house: &House) -> Officer {
    let unit = house.unit(Level::Commune, "14845");
    house.officer("khoa.gia", &[(Role::FileOfficer, unit)]).await
}

pub async fn a_code_becomes_a_passkey_becomes_a_session(house: &House) {
    let mut officer = somebody(house).await;
    let session = house.session(&officer.reference).await;
    assert_eq!((session.method, session.account), (Method::Passkey, officer.account));
    assert_eq!(session.appointments.len(), 1);
    let again = house.again(&mut officer).await;
    assert_ne!(again.id, session.id);
    assert_eq!(again.login, "khoa.gia");
}

pub async fn an_enrolment_code_is_good_once_and_for_a_day(house: &House) {
    let (_, code) = house.appointed("mot.gia", &[]).await;
    house.set_up(&code).await;
    assert_eq!(shut(house.app.sign_in_with_enrolment(&code, caller(1)).await), AccessFault::Wrong);
    let (_, late) = house.appointed("hai.gia", &[]).await;
    house.wait_s(24 * 3600);
    assert_eq!(shut(house.app.sign_in_with_enrolment(&late, caller(1)).await), AccessFault::Wrong);
    let (_, replaced) = house.appointed("ba.gia", &[]).await;
    house.app.enrol_again_locally("ba.gia").await.expect("a new code");
    assert_eq!(shut(house.app.sign_in_with_enrolment(&replaced, caller(1)).await), AccessFault::Wrong, "void");
}

pub async fn a_challenge_is_answered_once(house: &House) {
    let mut officer = somebody(house).await;
    let asked = house.app.sign_in_with_passkey_start().await.expect("asks");
    let answer = officer.key.sign(&asked.options);
    let first = house.app.sign_in_with_passkey_finish(&asked.reference, &answer, caller(1)).await;
    assert!(first.is_ok());
    for _ in 0..20 {
        let replay = house.app.sign_in_with_passkey_finish(&asked.reference, &answer, caller(1)).await;
        assert_eq!(shut(replay), AccessFault::Stale);
    }
    let other = house.app.sign_in_with_passkey_start().await.expect("asks");
    let moved = house.app.sign_in_with_passkey_finish(&other.reference, &answer, caller(1)).await;
    assert_eq!(shut(moved), AccessFault::Wrong, "the answer to another challenge");
}

pub async fn a_challenge_grows_old(house: &House) {
    let mut officer = somebody(house).await;
    let asked = house.app.sign_in_with_passkey_start().await.expect("asks");
    let answer = officer.key.sign(&asked.options);
    house.wait_s(300);
    let late = house.app.sign_in_with_passkey_finish(&asked.reference, &answer, caller(1)).await;
    assert_eq!(shut(late), AccessFault::Stale);
}

pub async fn another_origin_is_refused(house: &House) {
    let mut officer = somebody(house).await;
    for origin in ["https://anlanh.test.example", "http://anlanh.test", "https://anlanh.test:8443", "https://evil.test"]
    {
        officer.key.origin = origin.to_owned();
        assert_eq!(shut(house.by_key(&mut officer.key).await), AccessFault::Wrong, "{origin}");
    }
    super::authenticator::ORIGIN.clone_into(&mut officer.key.origin);
    "evil.test".clone_into(&mut officer.key.rp_id);
    assert_eq!(shut(house.by_key(&mut officer.key).await), AccessFault::Wrong);
    "anlanh.test".clone_into(&mut officer.key.rp_id);
    assert!(house.by_key(&mut officer.key).await.is_ok());
}

pub async fn without_verification_of_the_user_nobody_comes_in(house: &House) {
    let mut officer = somebody(house).await;
    officer.key.verifies = false;
    assert_eq!(shut(house.by_key(&mut officer.key).await), AccessFault::Wrong);
    let session = house.session(&officer.reference).await;
    let offered = house.app.register_passkey_start(&session).await.expect("offers");
    let mut careless = Authenticator::new(200);
    careless.verifies = false;
    let answer = careless.make(&offered.options);
    let taken = house.app.register_passkey_finish(&session, &offered.reference, &answer, "x", caller(1)).await;
    assert_eq!(shut(taken), AccessFault::Key);
}

pub async fn a_key_of_nobody_and_a_forged_signature_are_refused(house: &House) {
    let mut officer = somebody(house).await;
    let mut stranger = Authenticator::new(201);
    assert_eq!(shut(house.by_key(&mut stranger).await), AccessFault::Wrong, "no account at all");
    stranger.pose_as(officer.account.0);
    assert_eq!(shut(house.by_key(&mut stranger).await), AccessFault::Wrong, "another's account, an unknown key");
    let other = house.officer("khac.gia", &[]).await;
    officer.key.pose_as(other.account.0);
    assert_eq!(shut(house.by_key(&mut officer.key).await), AccessFault::Wrong, "one's own key for another's account");
    officer.key.pose_as(officer.account.0);
    officer.key.forge();
    assert_eq!(shut(house.by_key(&mut officer.key).await), AccessFault::Wrong, "a forged signature");
}

pub async fn a_cloned_key_is_refused(house: &House) {
    let mut officer = somebody(house).await;
    for _ in 0..3 {
        house.by_key(&mut officer.key).await.expect("comes in");
    }
    officer.key.counter = 1;
    assert_eq!(shut(house.by_key(&mut officer.key).await), AccessFault::Wrong, "its counter went back");
}

pub async fn the_last_way_in_stays(house: &House) {
    let mut officer = somebody(house).await;
    let session = house.session(&officer.reference).await;
    let keys = house.app.passkeys(&session).await.expect("reads");
    let only = keys.first().expect("one").id;
    assert_eq!(shut(house.app.remove_passkey(&session, only).await), AccessFault::LastKey);
    let offered = house.app.register_passkey_start(&session).await.expect("offers");
    let mut second = Authenticator::new(202);
    let answer = second.make(&offered.options);
    let added = house.app.register_passkey_finish(&session, &offered.reference, &answer, "hai", caller(1)).await;
    assert!(added.expect("taken").is_none(), "the session goes on");
    house.app.remove_passkey(&session, only).await.expect("removed");
    assert!(!house.is_in(&officer.reference).await, "every session is over");
    assert_eq!(shut(house.by_key(&mut officer.key).await), AccessFault::Wrong);
    assert!(house.by_key(&mut second).await.is_ok());
}
