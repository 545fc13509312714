use app::accounts::{First, NewAccount, Office};
use app::proposals::{Granted, ResetWanted, Wanted};
use app::signin::AccessFault;
use domain::access::{AppointmentError, GrantError, NATION, Role};
use domain::proposals::{DecisionFault, Proposal};
use domain::units::{Level, UnitId};
use jiff::civil::date;

use super::ground::{House, Officer, decided, office, pair, shut};

fn wanted(officer: &Officer, role: Role, unit: UnitId) -> Wanted {
    Wanted {
        account: officer.account.0,
        role,
        unit: unit.0,
        from: date(2025, 12, 1),
        until: None,
        decision_number: "7/QĐ-GĐ".to_owned(),
        decision_date: date(2025, 11, 30),
    }
}

async fn proposed(house: &House, by: &Officer, wanted: &Wanted) -> Proposal {
    let session = house.session(&by.reference).await;
    house.app.propose_appointment(&session, office(&session), wanted).await.expect("proposed")
}

async fn agreed(house: &House, by: &Officer, of: &Proposal) -> Result<Granted, app::Problem> {
    let session = house.session(&by.reference).await;
    house.app.agree_and_do(&session, office(&session), of.id, of.digest).await
}

fn local(login: &str, role: Role, unit: UnitId, recovery: bool) -> Office {
    Office { login: login.to_owned(), role, unit, from: date(2025, 12, 1), until: None, decided: decided(), recovery }
}

fn first(login: &str, recovery: bool) -> First {
    let account =
        NewAccount { login: login.to_owned(), name: "Người giả định".to_owned(), ..NewAccount::default() };
    First { account, unit: NATION, decided: decided(), recovery }
}

pub async fn the_first_administrator_is_made_once(house: &House) {
    let made = house.app.create_first_admin(first("dau.gia", false)).await.expect("made");
    let (mut key, signed_in) = house.set_up(&made.code).await;
    assert_eq!(house.session(&signed_in.reference).await.appointments[0].role, Role::PlatformAdmin);
    assert_eq!(shut(house.app.create_first_admin(first("hai.gia", false)).await), AccessFault::AdminExists);
    assert_eq!(
        shut(house.app.create_first_admin(first("dau.gia", true)).await),
        AccessFault::Taken("dau.gia".to_owned())
    );
    house.app.create_first_admin(first("hai.gia", true)).await.expect("to recover");
    let session = house.session(&house.by_key(&mut key).await.expect("comes in").reference).await;
    let told = house.app.notices(&session).await.expect("reads");
    assert!(told.iter().any(|notice| notice.kind == "appointed_at_machine"), "{told:#?}");
    let nowhere = First { unit: UnitId(testkit::id(99, 1)), ..first("ba.gia", true) };
    assert!(house.app.create_first_admin(nowhere).await.is_err());
    assert!(house.app.enrol_again_locally("ba.gia").await.is_err(), "no account is left of it");
}

pub async fn at_the_machine_only_until_two_can_appoint(house: &House) {
    house.app.create_first_admin(first("dau.gia", false)).await.expect("made");
    let new = |login: &str| NewAccount {
        login: login.to_owned(),
        name: "Người giả định".to_owned(),
        ..NewAccount::default()
    };
    house.app.create_locally(new("hai.gia"), false).await.expect("nobody else can");
    house.app.appoint_locally(local("hai.gia", Role::ProtectionOfficer, NATION, false)).await.expect("nobody else can");
    let more = house.app.create_locally(new("ba.gia"), false).await;
    assert_eq!(shut(more), AccessFault::AdminsExist);
    let more = house.app.appoint_locally(local("hai.gia", Role::Auditor, NATION, false)).await;
    assert_eq!(shut(more), AccessFault::AdminsExist);
    assert!(house.app.appoint_locally(local("hai.gia", Role::Auditor, NATION, true)).await.is_ok(), "to recover");
    let odd = house.app.appoint_locally(local("hai.gia", Role::HamletHead, NATION, true)).await;
    assert!(matches!(shut(odd), AccessFault::Appointment(AppointmentError::Tier { .. })));
}

pub async fn two_appoint_a_third(house: &House) {
    let (admin, protector) = pair(house).await;
    let mut third = house.officer("ba.gia", &[]).await;
    let unit = house.unit(Level::Commune, "14845");
    let proposal = proposed(house, &admin, &wanted(&third, Role::FileOfficer, unit)).await;
    let session = house.session(&protector.reference).await;
    let waiting = house.app.waiting_proposals(&session, office(&session)).await.expect("reads");
    assert_eq!(waiting, std::slice::from_ref(&proposal), "shown as it is kept");
    assert!(matches!(agreed(house, &protector, &proposal).await.expect("agreed"), Granted::Appointment(_)));
    assert!(!house.is_in(&third.reference).await, "asked anew who they are");
    let session = house.again(&mut third).await;
    assert_eq!(
        session.appointments.iter().map(|held| (held.role, held.unit)).collect::<Vec<_>>(),
        [(Role::FileOfficer, unit)]
    );
    assert_eq!(session.appointments[0].granted_by, [admin.account.0, protector.account.0]);
    let told = house.app.notices(&session).await.expect("reads");
    assert!(told.iter().any(|notice| notice.kind == "appointed"));
}

pub async fn nobody_appoints_himself(house: &House) {
    let (admin, protector) = pair(house).await;
    let unit = house.unit(Level::Commune, "14845");
    let session = house.session(&admin.reference).await;
    let own = house.app.propose_appointment(&session, office(&session), &wanted(&admin, Role::FileOfficer, unit)).await;
    assert!(matches!(shut(own), AccessFault::Appointment(AppointmentError::SamePerson)));
    let proposal = proposed(house, &admin, &wanted(&protector, Role::Auditor, NATION)).await;
    assert_eq!(shut(agreed(house, &protector, &proposal).await), AccessFault::Decision(DecisionFault::OwnCase));
    let third = house.officer("ba.gia", &[]).await;
    let proposal = proposed(house, &admin, &wanted(&third, Role::FileOfficer, unit)).await;
    assert_eq!(shut(agreed(house, &admin, &proposal).await), AccessFault::Decision(DecisionFault::OwnProposal));
    // an officer of the files may propose nothing
    let officer = house.officer("bon.gia", &[(Role::FileOfficer, unit)]).await;
    let session = house.session(&officer.reference).await;
    let tried =
        house.app.propose_appointment(&session, office(&session), &wanted(&third, Role::HamletHead, unit)).await;
    assert!(tried.is_err());
    let two = house.officer("nam.gia", &[(Role::PlatformAdmin, NATION)]).await;
    let proposal = proposed(house, &admin, &wanted(&third, Role::Auditor, NATION)).await;
    assert!(matches!(shut(agreed(house, &two, &proposal).await), AccessFault::Refused(_)), "two who run machines");
    assert_eq!(house.entries().await.first().map(String::as_str), Some("access refuse"), "and it is written down");
}

pub async fn favours_are_not_returned_within_a_day(house: &House) {
    let (admin, protector) = pair(house).await;
    let chief = house.officer("truong.gia", &[(Role::StandingOffice, house.unit(Level::Province, "38"))]).await;
    let unit = house.unit(Level::Commune, "14845");
    let helped = house.officer("ba.gia", &[]).await;
    // chief agrees that `helped` heads the commune police; helped agrees that chief gets more within the day
    let mut helped = helped;
    let proposal = proposed(house, &admin, &wanted(&helped, Role::PoliceHead, unit)).await;
    agreed(house, &chief, &proposal).await.expect("agreed");
    house.again(&mut helped).await;
    let back = proposed(house, &admin, &wanted(&chief, Role::FileOfficer, unit)).await;
    let refused = shut(agreed(house, &helped, &back).await);
    assert!(matches!(refused, AccessFault::Grant(GrantError::Mutual { .. })), "{refused:?}");
    house.wait_s(24 * 3600);
    house.again(&mut helped).await;
    agreed(house, &helped, &back).await.expect("a day later");
    drop(protector);
}

pub async fn who_has_left_or_is_revoked_cannot_agree(house: &House) {
    let (admin, mut protector) = pair(house).await;
    let spare = house.officer("du.gia", &[(Role::ProtectionOfficer, NATION)]).await;
    let third = house.officer("ba.gia", &[]).await;
    let unit = house.unit(Level::Commune, "14845");
    let proposal = proposed(house, &admin, &wanted(&third, Role::FileOfficer, unit)).await;
    let held = house.session(&protector.reference).await;
    let session = house.session(&admin.reference).await;
    house
        .app
        .revoke_appointment(&session, office(&session), office(&held), "giả định: nghỉ hưu")
        .await
        .expect("revoked");
    // with the session from before, held in a request that is just running
    let tried = house.app.agree_and_do(&held, office(&held), proposal.id, proposal.digest).await;
    assert!(tried.is_err(), "revoked a moment ago");
    assert!(house.again(&mut protector).await.appointments.is_empty());
    let session = house.session(&spare.reference).await;
    house.app.disable_account(&session, office(&session), NATION, admin.account).await.expect("stopped");
    let left = agreed(house, &spare, &proposal).await;
    assert_eq!(shut(left), AccessFault::Decision(DecisionFault::ProposerLeft));
    house.wait_s(7 * 24 * 3600);
    assert!(!house.is_in(&spare.reference).await);
}

pub async fn what_was_shown_is_what_is_done(house: &House) {
    let (admin, mut protector) = pair(house).await;
    let third = house.officer("ba.gia", &[]).await;
    let unit = house.unit(Level::Commune, "14845");
    let harmless = proposed(house, &admin, &wanted(&third, Role::HealthStation, unit)).await;
    let other = proposed(house, &admin, &wanted(&third, Role::PoliceHead, unit)).await;
    let session = house.session(&protector.reference).await;
    let swapped = house.app.agree_and_do(&session, office(&session), other.id, harmless.digest).await;
    assert_eq!(shut(swapped), AccessFault::Decision(DecisionFault::NotAsShown));
    house.wait_s(7 * 24 * 3600);
    house.again(&mut protector).await;
    assert!(matches!(shut(agreed(house, &protector, &other).await), AccessFault::Decision(DecisionFault::Expired(_))));
}

pub async fn a_proposal_is_decided_once(house: &House) {
    let (admin, protector) = pair(house).await;
    let third = house.officer("ba.gia", &[]).await;
    let unit = house.unit(Level::Commune, "14845");
    let proposal = proposed(house, &admin, &wanted(&third, Role::FileOfficer, unit)).await;
    let session = house.session(&protector.reference).await;
    house.app.refuse_proposal(&session, office(&session), proposal.id, proposal.digest).await.expect("refused");
    assert!(agreed(house, &protector, &proposal).await.is_err(), "refused before");
    let proposal = proposed(house, &admin, &wanted(&third, Role::FileOfficer, unit)).await;
    house.app.withdraw_proposal(&house.session(&admin.reference).await, proposal.id).await.expect("taken back");
    assert!(agreed(house, &protector, &proposal).await.is_err(), "taken back before");
    let proposal = proposed(house, &admin, &wanted(&third, Role::FileOfficer, unit)).await;
    agreed(house, &protector, &proposal).await.expect("agreed");
    assert!(agreed(house, &protector, &proposal).await.is_err(), "agreed before");
}

/// A thousand times: appointed, seen, revoked, gone at the very next request (C1b).
pub async fn a_revoked_appointment_is_gone_at_the_next_request(house: &House) {
    let (admin, protector) = pair(house).await;
    let unit = house.unit(Level::Commune, "14845");
    let mut officer = house.officer("ba.gia", &[]).await;
    let times: usize = std::env::var("ANLANH_REVOKES").ok().and_then(|n| n.parse().ok()).unwrap_or(10);
    for n in 0..times {
        let proposal = proposed(house, &admin, &wanted(&officer, Role::FileOfficer, unit)).await;
        agreed(house, &protector, &proposal).await.expect("agreed");
        let session = house.again(&mut officer).await;
        assert_eq!(session.appointments.len(), 1, "{n}");
        let by = house.session(&admin.reference).await;
        house.app.revoke_appointment(&by, office(&by), office(&session), "giả định").await.expect("revoked");
        assert!(!house.is_in(&officer.reference).await, "{n}: the session is over");
        assert!(house.again(&mut officer).await.appointments.is_empty(), "{n}: and with it the right");
    }
}

/// A code that named another commune before 1/7/2025: an appointment is to the unit, never to its code.
pub async fn an_appointment_follows_its_unit_not_its_code(house: &House) {
    let register = house.app.register();
    let (before, after) = (date(2025, 6, 30), date(2025, 12, 15));
    let reused: Vec<(UnitId, UnitId)> = register
        .level(Level::Commune, after)
        .filter_map(|new| {
            let old = register.of_code(&new.code).find(|old| old.in_force(before) && old.unit != new.unit)?;
            Some((old.unit, new.unit))
        })
        .collect();
    assert!(reused.len() > 1_000, "{} codes were given to another unit", reused.len());
    let (old, new) = reused[0];
    let mut officer = house.officer("cu.gia", &[]).await;
    let tried = house.app.appoint_locally(local("cu.gia", Role::FileOfficer, old, true)).await;
    assert!(tried.is_err(), "nobody is appointed to a unit that ended");
    house.app.appoint_locally(local("cu.gia", Role::FileOfficer, new, true)).await.expect("appointed");
    let session = house.again(&mut officer).await;
    let acting = house.app.acting(&session, office(&session)).expect("in force");
    for (old, other) in &reused {
        assert!(!house.app.place_of(*old, house.now()).lies_in(new), "a unit that ended lies nowhere");
        let reaches = house.app.place_of(*other, house.now()).lies_in(acting.appointment.unit);
        assert_eq!(reaches, *other == new, "nothing but the unit itself");
    }
}

pub async fn two_let_somebody_in_again(house: &House) {
    let (admin, protector) = pair(house).await;
    let unit = house.unit(Level::Commune, "14845");
    let mut lost = house.officer("mat.gia", &[(Role::FileOfficer, unit)]).await;
    let session = house.session(&admin.reference).await;
    let wanted = ResetWanted { account: lost.account.0, unit: NATION.0 };
    let proposal = house.app.propose_reset(&session, office(&session), &wanted).await.expect("proposed");
    let Granted::Code(code) = agreed(house, &protector, &proposal).await.expect("agreed") else {
        panic!("a code was expected")
    };
    assert!(!house.is_in(&lost.reference).await, "whoever has the lost key is out");
    assert_eq!(shut(house.by_key(&mut lost.key).await), AccessFault::Wrong, "and the lost key opens nothing");
    let (_, signed_in) = house.set_up(&code).await;
    assert_eq!(house.session(&signed_in.reference).await.appointments.len(), 1, "the appointment stayed");
}

pub async fn everything_has_its_entry(house: &House) {
    let (admin, protector) = pair(house).await;
    let third = house.officer("ba.gia", &[]).await;
    let unit = house.unit(Level::Commune, "14845");
    let proposal = proposed(house, &admin, &wanted(&third, Role::FileOfficer, unit)).await;
    agreed(house, &protector, &proposal).await.expect("agreed");
    let entries = house.entries().await;
    for expected in [
        "account create",
        "credential enrol",
        "appointment appoint_locally",
        "access sign_in",
        "credential add_passkey",
        "proposal propose",
        "proposal agree",
        "appointment grant",
    ] {
        assert!(entries.iter().any(|entry| entry == expected), "{expected} is not among {entries:#?}");
    }
    house.app.verify_ledger(&[]).await.expect("the ledger is sound");
}
