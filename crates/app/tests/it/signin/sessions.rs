use app::sessions::{NewToken, ToOpen};
use app::signin::AccessFault;
use domain::access::{Action, Purpose, Role};
use domain::accounts::{Method, TOKEN_MAX};
use domain::units::Level;
use testkit::id;

use super::ground::{House, Officer, caller, office, pair, shut};

async fn somebody(house: &House) -> Officer {
    let unit = house.unit(Level::Commune, "14845");
    house.officer("phien.gia", &[(Role::FileOfficer, unit)]).await
}

pub async fn a_reference_is_nothing_but_random(house: &House) {
    let officer = somebody(house).await;
    assert_eq!(officer.reference.len(), 43, "256 bits");
    let session = house.session(&officer.reference).await;
    let mut forged: Vec<String> = vec![String::new(), session.id.to_string(), "A".repeat(43), "\0".to_owned()];
    for at in 0..officer.reference.len() {
        let mut letters: Vec<char> = officer.reference.chars().collect();
        letters[at] = if letters[at] == 'A' { 'B' } else { 'A' };
        forged.push(letters.into_iter().collect());
    }
    for reference in forged {
        assert!(!house.is_in(&reference).await, "{reference}");
    }
}

pub async fn a_session_ends_when_idle_and_whatever_happens(house: &House) {
    let mut officer = somebody(house).await;
    house.wait_s(29 * 60);
    assert!(house.is_in(&officer.reference).await, "in use");
    house.wait_s(29 * 60);
    assert!(house.is_in(&officer.reference).await, "used half an hour ago");
    house.wait_s(30 * 60);
    assert!(!house.is_in(&officer.reference).await, "idle for thirty minutes");
    house.again(&mut officer).await;
    for _ in 0..35 {
        house.wait_s(20 * 60);
        assert!(house.is_in(&officer.reference).await, "in use");
    }
    house.wait_s(20 * 60);
    assert!(!house.is_in(&officer.reference).await, "twelve hours");
}

pub async fn at_most_two_at_once(house: &House) {
    let mut officer = somebody(house).await;
    let mut references = vec![officer.reference.clone()];
    for _ in 0..3 {
        house.wait_s(1);
        references.push(house.by_key(&mut officer.key).await.expect("comes in").reference);
    }
    let mut open = Vec::new();
    for reference in &references {
        open.push(house.is_in(reference).await);
    }
    assert_eq!(open, [false, false, true, true], "the newest stay");
    let ended = house.app.visits(&house.session(&references[3]).await).await.expect("reads");
    assert!(ended.iter().filter(|visit| visit.ended_at.is_none()).count() == 2, "{ended:#?}");
}

pub async fn signing_out_ends_it(house: &House) {
    let mut officer = somebody(house).await;
    let first = officer.reference.clone();
    let session = house.again(&mut officer).await;
    house.app.sign_out(&session, caller(1)).await.expect("signs out");
    assert!(!house.is_in(&officer.reference).await);
    assert!(house.is_in(&first).await, "the other machine stays");
    house.again(&mut officer).await;
    let session = house.session(&first).await;
    assert_eq!(house.app.sign_out_everywhere(&session, caller(1)).await.expect("signs out"), 2);
    for reference in [&first, &officer.reference] {
        assert!(!house.is_in(reference).await);
    }
}

pub async fn a_step_up_changes_the_reference(house: &House) {
    let mut officer = somebody(house).await;
    let session = house.session(&officer.reference).await;
    let asked = house.app.sign_in_with_passkey_start().await.expect("asks");
    let answer = officer.key.sign(&asked.options);
    let renewed = house.app.step_up_with_passkey(&session, &asked.reference, &answer, caller(1)).await.expect("proves");
    assert!(!house.is_in(&officer.reference).await, "a planted or copied reference is worth nothing");
    assert_eq!(house.session(&renewed.reference).await.id, session.id, "the same session");
    let mut other = house.officer("khac.gia", &[]).await;
    let asked = house.app.sign_in_with_passkey_start().await.expect("asks");
    let answer = other.key.sign(&asked.options);
    let borrowed = house.app.step_up_with_passkey(&session, &asked.reference, &answer, caller(1)).await;
    assert_eq!(shut(borrowed), AccessFault::Wrong, "somebody else's key");
}

pub async fn a_six_minute_old_proof_is_too_old(house: &House) {
    let officer = somebody(house).await;
    let session = house.session(&officer.reference).await;
    house.wait_s(300);
    assert!(house.app.register_passkey_start(&session).await.is_ok(), "five minutes");
    house.wait_s(60);
    assert_eq!(shut(house.app.register_passkey_start(&session).await.map(drop)), AccessFault::StepUp);
    assert_eq!(shut(house.app.make_token(&session, token(&session)).await.map(drop)), AccessFault::StepUp);
    assert_eq!(session.factor_age_s(house.now()), 360);
}

/// Disabled, appointed, a passkey removed: each moves the account on. (Revoking: `rights`.)
pub async fn what_changes_rights_ends_sessions(house: &House) {
    let (admin, _) = pair(house).await;
    let mut officer = somebody(house).await;
    let more = app::accounts::Office {
        login: officer.login.clone(),
        role: Role::HealthStation,
        unit: house.unit(Level::Commune, "14845"),
        from: jiff::civil::date(2025, 12, 1),
        until: None,
        decided: super::ground::decided(),
        recovery: true,
    };
    house.app.appoint_locally(more).await.expect("appointed");
    assert!(!house.is_in(&officer.reference).await, "appointed to more");
    assert_eq!(house.again(&mut officer).await.appointments.len(), 2);
    let session = house.session(&admin.reference).await;
    let nation = domain::access::NATION;
    house.app.disable_account(&session, office(&session), nation, officer.account).await.expect("stopped");
    assert!(!house.is_in(&officer.reference).await, "stopped");
    assert_eq!(shut(house.by_key(&mut officer.key).await), AccessFault::Wrong, "and cannot come in");
}

pub async fn an_enrolment_session_may_do_nothing(house: &House) {
    let unit = house.unit(Level::Commune, "14845");
    let (_, code) = house.appointed("moi.gia", &[(Role::FileOfficer, unit)]).await;
    let begun = house.app.sign_in_with_enrolment(&code, caller(1)).await.expect("the code is good");
    let session = house.session(&begun.reference).await;
    assert_eq!((session.method, session.appointments.len()), (Method::Enrolment, 0));
    house.wait_s(15 * 60);
    assert!(!house.is_in(&begun.reference).await, "a quarter of an hour");
}

fn token(session: &app::sessions::Session) -> NewToken {
    NewToken {
        name: "phần mềm giả định".to_owned(),
        appointment: session.appointments.first().map_or(uuid::Uuid::nil(), |held| held.id),
        purpose: Some(Purpose::Reporting),
        actions: vec![Action::ReadFigures],
        days: 90,
    }
}

pub async fn a_token_does_what_it_is_for_until_it_is_over(house: &House) {
    let mut officer = somebody(house).await;
    let session = house.session(&officer.reference).await;
    let made = house.app.make_token(&session, token(&session)).await.expect("made");
    let bearer = house.app.bearer(&made.token).await.expect("asks").expect("good");
    assert!(bearer.allows(Action::ReadFigures, None) && bearer.allows(Action::ReadFigures, Some(Purpose::Reporting)));
    assert!(!bearer.allows(Action::RecordFigures, None) && !bearer.allows(Action::ReadFigures, Some(Purpose::Support)));
    for wrong in ["", "anlanh_", made.token.trim_start_matches("anlanh_"), &made.kept.id.to_string()] {
        assert!(house.app.bearer(wrong).await.expect("asks").is_none(), "{wrong}");
    }
    for unfit in [
        NewToken { days: 91, ..token(&session) },
        NewToken { days: 0, ..token(&session) },
        NewToken { actions: vec![Action::ExportPersons], ..token(&session) },
        NewToken { actions: Vec::new(), ..token(&session) },
        NewToken { name: "  ".to_owned(), ..token(&session) },
    ] {
        assert_eq!(shut(house.app.make_token(&session, unfit).await.map(drop)), AccessFault::Token);
    }
    let second = house.app.make_token(&session, token(&session)).await.expect("made");
    house.app.revoke_token(&session, second.kept.id).await.expect("taken back");
    assert!(house.app.bearer(&second.token).await.expect("asks").is_none(), "taken back");
    house.wait_s(TOKEN_MAX.as_secs() - 1);
    assert!(house.app.bearer(&made.token).await.expect("asks").is_some(), "the last second");
    house.wait_s(1);
    assert!(house.app.bearer(&made.token).await.expect("asks").is_none(), "ninety days");
    house.again(&mut officer).await;
}

pub async fn the_sixty_first_person_in_an_hour_needs_a_reason(house: &House) {
    let (_, protector) = pair(house).await;
    let officer = somebody(house).await;
    let session = house.session(&officer.reference).await;
    let unit = house.unit(Level::Commune, "14845");
    let file = |n: u64| ToOpen { person: id(30, n), unit, purpose: Purpose::UserManagement, reason: None };
    for n in 0..60 {
        let opened = house.app.open_for_purpose(&session, &file(n)).await.expect("within the budget");
        assert!(!opened.beyond_budget);
    }
    assert_eq!(house.app.purpose_of(&session, id(30, 5)).await.expect("asks"), Some(Purpose::UserManagement));
    assert_eq!(house.app.purpose_of(&session, id(30, 99)).await.expect("asks"), None);
    assert_eq!(shut(house.app.open_for_purpose(&session, &file(60)).await), AccessFault::Budget);
    assert!(house.app.open_for_purpose(&session, &file(3)).await.is_ok(), "one opened before is none more");
    let reason = Some("giả định: rà soát danh sách cuối năm".to_owned());
    let opened = house.app.open_for_purpose(&session, &ToOpen { reason, ..file(60) }).await.expect("with a reason");
    assert!(opened.beyond_budget);
    let told = house.app.notices(&house.session(&protector.reference).await).await.expect("reads");
    assert!(told.iter().any(|notice| notice.kind == "beyond_budget" && notice.about == opened.id), "{told:#?}");
    house.wait_s(3600);
    assert!(house.app.open_for_purpose(&session, &file(61)).await.is_ok(), "an hour later");
    for hour in 0..3 {
        for n in 0..50 {
            let done = house.app.open_for_purpose(&session, &file(100 + 50 * hour + n)).await;
            let people = 62 + 50 * hour + n;
            assert_eq!(done.is_ok(), people < 200, "the person after {people}");
        }
        house.wait_s(3600);
    }
}
