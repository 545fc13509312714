//! What is kept so that answers are quick: no answer tells of it, so it is looked at from within.

use domain::access::{Appointment, Decided, NATION, Place, Standing};
use domain::units::UnitId;
use jiff::civil::date;
use uuid::Uuid;

use super::*;

#[test]
fn a_question_is_put_only_to_the_rules_that_can_speak_of_it() {
    let policies = Policies::shipped().expect("sound");
    let asked =
        |action| -> Vec<String> { policies.whole[&action].policies().map(|one| one.id().to_string()).collect() };
    let has = |action, id: &str| asked(action).iter().any(|one| one == id);
    // by its name, by its group, by naming none
    assert!(has(Action::OpenPerson, "police.open") && !has(Action::ReadFigures, "police.open"));
    assert!(has(Action::RecordEvent, "floor.break-glass") && !has(Action::ViewSystem, "floor.break-glass"));
    assert!(Action::ALL.iter().all(|action| has(*action, "floor.no-persons")));
}

#[test]
fn what_a_role_sees_is_asked_once() {
    let policies = Policies::shipped().expect("sound");
    let (at, unit) = ("2026-11-20T03:00:00Z".parse().expect("an instant"), UnitId(Uuid::from_u128(11)));
    let place = Place::known(unit, vec![NATION]);
    let appointment = Appointment {
        id: Uuid::from_u128(70),
        account: Uuid::from_u128(7),
        role: Role::FileOfficer,
        unit,
        from: date(2026, 1, 1),
        until: None,
        decided: Decided { number: "01/QĐ (giả định)".to_owned(), date: date(2025, 12, 30) },
        granted_by: [Uuid::from_u128(2), Uuid::from_u128(3)],
        revoked_at: None,
    };
    let (action, purpose) = (Action::ListPersons, Some(Purpose::UserManagement));
    let kind = (Role::FileOfficer, true, action, purpose);
    assert_eq!(policies.remembered(kind), None);
    let first = policies.scope(&[Standing { appointment: &appointment, place: &place }], action, purpose, at);
    let kept = policies.remembered(kind).expect("kept");
    assert_eq!((kept.len(), first.parts.len()), (2, 2), "active, and on its way");
    // whoever asks again is told what is kept
    policies.remember(kind, &[]);
    let again = policies.scope(&[Standing { appointment: &appointment, place: &place }], action, purpose, at);
    assert_eq!(again.parts, []);
}
