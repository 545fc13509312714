//! A no says what was missing, and does not tell of what is secret.

use domain::access::{Action, Ask, FieldClass, Missing, Place, Purpose, Record, RecordState, Refusal, Role, acts};
use policy::{Policies, words};
use texts::Lang;
use uuid::Uuid;

use super::world::{ACTOR, Person, now, place};

fn refused(person: Option<&Person>, action: Action, purpose: Option<Purpose>, record: &Record) -> Refusal {
    let ask = Ask { purpose, ..Ask::plain(person.map(Person::standing), action, record, now()) };
    let policies = Policies::shipped().expect("sound");
    let permit = match action {
        Action::OpenPerson => policies.permit::<acts::OpenPerson>(&ask).map(drop),
        Action::ReadPerson => policies.permit::<acts::ReadPerson>(&ask).map(drop),
        Action::TransferPerson => policies.permit::<acts::TransferPerson>(&ask).map(drop),
        Action::RegisterPerson => policies.permit::<acts::RegisterPerson>(&ask).map(drop),
        Action::ListAccounts => policies.permit::<acts::ListAccounts>(&ask).map(drop),
        Action::ReadFigures => policies.permit::<acts::ReadFigures>(&ask).map(drop),
        other => panic!("{other} is not asked here"),
    };
    permit.expect_err("refused")
}

fn file(at: Place) -> Record {
    Record::plain(at, FieldClass::Identity)
}

#[test]
fn a_refusal_names_the_smallest_thing_that_is_missing() {
    let officer = Person::new(ACTOR, Role::FileOfficer, place(11));
    let head = Person::new(ACTOR, Role::PoliceHead, place(11));
    let hamlet = Person::new(ACTOR, Role::HamletHead, place(111));
    let admin = Person::new(ACTOR, Role::PlatformAdmin, place(1));
    let manage = Some(Purpose::UserManagement);
    let missing =
        |person: &Person, action, purpose, record: &Record| refused(Some(person), action, purpose, record).missing;
    assert_eq!(missing(&officer, Action::OpenPerson, None, &file(place(11))), [Missing::Purpose]);
    assert_eq!(missing(&officer, Action::OpenPerson, manage, &file(place(12))), [Missing::Territory]);
    assert_eq!(missing(&hamlet, Action::OpenPerson, manage, &file(place(11))), [Missing::Team]);
    assert_eq!(missing(&admin, Action::OpenPerson, manage, &file(place(1))), [Missing::Role]);
    let sealed = Record { state: RecordState::Sealed, ..file(place(11)) };
    assert_eq!(missing(&officer, Action::OpenPerson, manage, &sealed), [Missing::State]);
    let health = Record::plain(place(11), FieldClass::Health);
    let by_health = missing(&officer, Action::ReadPerson, manage, &health);
    assert!(by_health == [Missing::Purpose] || by_health == [Missing::FieldClass], "{by_health:?}");
    assert_eq!(
        missing(&head, Action::TransferPerson, manage, &file(place(11))),
        [Missing::StepUp, Missing::SecondPerson]
    );
    let mut over = Person::new(ACTOR, Role::FileOfficer, place(11));
    over.appointment.revoked_at = Some(now());
    assert_eq!(missing(&over, Action::OpenPerson, manage, &file(place(11))), [Missing::Appointment]);
    assert_eq!(refused(None, Action::OpenPerson, manage, &file(place(11))).missing, [Missing::SignIn]);
}

#[test]
fn what_lacks_only_a_second_person_can_be_proposed() {
    let officer = Person::new(ACTOR, Role::FileOfficer, place(11));
    let refusal = refused(Some(&officer), Action::RegisterPerson, Some(Purpose::UserManagement), &file(place(11)));
    assert!(refusal.awaits_second(), "{refusal:?}");
    assert!(!refused(Some(&officer), Action::RegisterPerson, None, &file(place(11))).awaits_second());
}

#[test]
fn the_existence_of_a_file_is_told_only_where_it_may_be_known() {
    let hidden = |role, at: u128, record: &Record| {
        let person = Person::new(ACTOR, role, place(at));
        refused(Some(&person), Action::ReadPerson, None, record).hidden
    };
    assert!(!hidden(Role::FileOfficer, 11, &file(place(11))), "one's own file: choose a purpose");
    assert!(hidden(Role::PlatformAdmin, 1, &file(place(11))));
    assert!(hidden(Role::ProvincialLeader, 1, &file(place(11))));
    assert!(hidden(Role::FileOfficer, 11, &file(place(21))), "another province");
    assert!(hidden(Role::HamletHead, 111, &file(place(11))), "not in the team");
    assert!(refused(None, Action::ReadPerson, None, &file(place(11))).hidden);
    let officer = Person::new(ACTOR, Role::FileOfficer, place(11));
    let account = Record { subject: Some(Uuid::from_u128(55)), ..Record::plain(place(21), FieldClass::System) };
    assert!(refused(Some(&officer), Action::ListAccounts, None, &account).hidden, "somebody's account elsewhere");
    let figures = Record::plain(place(21), FieldClass::UnitFact);
    assert!(
        !refused(Some(&officer), Action::ReadFigures, None, &figures).hidden,
        "that a commune has figures is no secret"
    );
}

#[test]
fn a_permit_is_for_the_act_that_was_asked_about() {
    let policies = Policies::shipped().expect("sound");
    let (officer, record) = (Person::new(ACTOR, Role::FileOfficer, place(11)), file(place(11)));
    let ask = Ask {
        purpose: Some(Purpose::UserManagement),
        ..Ask::plain(Some(officer.standing()), Action::OpenPerson, &record, now())
    };
    let permit = policies.permit::<acts::OpenPerson>(&ask).expect("permitted");
    assert_eq!(permit.account(), Some(Uuid::from_u128(ACTOR)));
    assert_eq!((permit.unit(), permit.class(), permit.at()), (place(11).unit(), FieldClass::Identity, now()));
    assert_eq!((permit.purpose(), permit.policies()), (Some(Purpose::UserManagement), &["police.open".to_owned()][..]));
    assert!(policies.permit::<acts::ExportPersons>(&ask).is_err(), "an ask about opening exports nothing");
    assert!(policies.decide(&ask).citations.iter().any(|text| text.contains("120/2025")));
}

#[test]
fn the_appointment_acted_under_is_found_and_purposes_are_offered() {
    let policies = Policies::shipped().expect("sound");
    let chair = Person::new(ACTOR, Role::CommitteeChair, place(11));
    let mut officer = Person::new(ACTOR, Role::FileOfficer, place(11));
    officer.appointment.id = Uuid::from_u128(77);
    let record = file(place(11));
    let ask = Ask { purpose: Some(Purpose::UserManagement), ..Ask::plain(None, Action::OpenPerson, &record, now()) };
    let acting = policies.acting(&ask, &[chair.standing(), officer.standing()]);
    assert_eq!(acting.map(|appointment| appointment.id), Some(Uuid::from_u128(77)));
    let ask = Ask { actor: Some(chair.standing()), ..ask };
    assert_eq!(policies.purposes(&ask), [Purpose::PostRehab, Purpose::Support, Purpose::PersonRights]);
}

#[test]
fn every_refusal_has_a_sentence_with_its_remedy_in_both_languages() {
    for missing in Missing::ALL {
        for lang in [Lang::Vi, Lang::En] {
            let text = words::missing(lang, *missing);
            assert!(text.matches(". ").count() >= 1 && text.ends_with('.'), "{missing}: {text}");
            assert!(!text.to_lowercase().contains("đối tượng"), "{missing}");
        }
    }
}
