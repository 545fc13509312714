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
    assert_eq!(by_health, [Missing::Purpose], "another purpose, before another part of the file");
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
fn a_refusal_names_state_class_receiver_and_role_granted() {
    let policies = Policies::shipped().expect("sound");
    let missing = |role, at: u128, action, purpose, record: &Record| {
        let person = Person::new(ACTOR, role, place(at));
        let ask = Ask { purpose, ..Ask::plain(Some(person.standing()), action, record, now()) };
        policies.refusal(&ask).expect("refused").missing
    };
    let manage = Some(Purpose::UserManagement);
    let moving = Record { state: RecordState::InTransit, ..file(place(11)) };
    assert_eq!(missing(Role::FileOfficer, 11, Action::CorrectPerson, manage, &moving), [Missing::State]);
    let arrived = Record { receiver: Some(place(11)), ..file(place(21)) };
    assert_eq!(missing(Role::PoliceHead, 11, Action::ReceivePerson, manage, &arrived), [Missing::State]);
    let astray = Record { state: RecordState::InTransit, receiver: Some(place(12)), ..file(place(21)) };
    assert_eq!(missing(Role::PoliceHead, 11, Action::ReceivePerson, manage, &astray), [Missing::Territory]);
    let of_team = Record { in_team: true, ..Record::plain(place(11), FieldClass::Health) };
    assert_eq!(missing(Role::HamletHead, 111, Action::ReadPerson, manage, &of_team), [Missing::FieldClass]);
    let granted = |role| {
        let subject = Some(Uuid::from_u128(55));
        Record { granted: Some(role), subject, ..Record::plain(place(11), FieldClass::System) }
    };
    let grant = Action::RevokeAppointment;
    assert_eq!(missing(Role::PoliceHead, 11, grant, None, &granted(Role::PlatformAdmin)), [Missing::GrantedRole]);
    let health = Record::plain(place(11), FieldClass::Health);
    let refused = missing(Role::FileOfficer, 11, Action::ListPersons, manage, &health);
    assert_eq!(refused, [Missing::FieldClass], "a list tells who, and nothing of health");
}

#[test]
fn an_appointment_over_a_unit_that_is_none_or_another_gives_nothing() {
    let policies = Policies::shipped().expect("sound");
    let nowhere = Place::of(&domain::units::Register::default(), place(11).unit(), jiff::civil::date(2026, 11, 20));
    let ended = Person::new(ACTOR, Role::FileOfficer, nowhere);
    let elsewhere = Person { place: place(12), ..Person::new(ACTOR, Role::FileOfficer, place(11)) };
    for person in [ended, elsewhere] {
        let record = file(place(11));
        let ask = Ask {
            purpose: Some(Purpose::UserManagement),
            ..Ask::plain(Some(person.standing()), Action::OpenPerson, &record, now())
        };
        assert!(!policies.decide(&ask).permitted);
        assert_eq!(policies.refusal(&ask).expect("refused").missing, [Missing::Appointment]);
    }
    let officer = Person::new(ACTOR, Role::FileOfficer, place(11));
    let record = file(place(11));
    let ask = Ask {
        purpose: Some(Purpose::UserManagement),
        ..Ask::plain(Some(officer.standing()), Action::OpenPerson, &record, now())
    };
    assert_eq!(policies.refusal(&ask), None, "a yes lacks nothing");
}

#[test]
fn a_no_hides_what_its_reader_could_not_see_by_any_other_act() {
    let policies = Policies::shipped().expect("sound");
    let hidden = |role, at: u128, action, purpose, record: &Record| {
        let person = Person::new(ACTOR, role, place(at));
        let ask = Ask { purpose, ..Ask::plain(Some(person.standing()), action, record, now()) };
        policies.refusal(&ask).expect("refused").hidden
    };
    let (officer, manage) = (Role::FileOfficer, Some(Purpose::UserManagement));
    let of = |class| Record::plain(place(11), class);
    assert!(!hidden(officer, 11, Action::ReadPerson, manage, &of(FieldClass::Health)), "the file is there");
    assert!(!hidden(officer, 11, Action::ErasePerson, manage, &of(FieldClass::Identity)), "he may open it");
    let tip = of(FieldClass::Tip);
    assert!(!hidden(officer, 11, Action::UnmaskTipGiver, Some(Purpose::TipHandling), &tip), "he reads tips");
    assert!(hidden(Role::HealthStation, 11, Action::UnmaskTipGiver, Some(Purpose::TipHandling), &tip));
    assert!(!hidden(Role::Auditor, 11, Action::ReadAccessLog, None, &of(FieldClass::Audit)), "he watches");
    assert!(hidden(Role::Auditor, 11, Action::OpenPerson, manage, &of(FieldClass::Identity)), "watching opens nothing");
    assert!(
        !hidden(officer, 11, Action::ManageKeys, None, &of(FieldClass::System)),
        "that there are keys is no secret"
    );
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
