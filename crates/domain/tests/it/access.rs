//! What an appointment needs, where a unit lies, what a permit says, what a part of a list takes in.

use std::collections::BTreeSet;

use domain::access::{
    Action, Appointment, AppointmentError, Ask, Decided, FieldClass, NATION, PERSONS_OF_ONE_UNIT_MAX, Pairing, Part,
    Permit, Place, Purpose, Reach, Record, RecordState, Relation, Role, Scope, Standing, Tier, acts,
};
use domain::units::{Level, Register, UnitId};
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

fn id(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

fn unit(n: u128) -> UnitId {
    UnitId(id(n))
}

/// Commune 11 of province 1, appointed by 2 and 3.
fn appointment() -> Appointment {
    Appointment {
        id: id(70),
        account: id(7),
        role: Role::FileOfficer,
        unit: unit(11),
        from: date(2026, 1, 1),
        until: None,
        decided: Decided { number: "01/QĐ (giả định)".to_owned(), date: date(2025, 12, 30) },
        granted_by: [id(2), id(3)],
        revoked_at: None,
    }
}

fn now() -> Timestamp {
    "2026-11-20T03:00:00Z".parse().expect("an instant")
}

#[test]
fn an_appointment_stands_with_its_level_its_days_its_paper_and_three_people() {
    let sound = appointment();
    assert_eq!(sound.check(Tier::Commune), Ok(()));
    let (role, tier) = (Role::FileOfficer, Tier::Province);
    assert_eq!(sound.check(tier), Err(AppointmentError::Tier { role, tier }));
    let (from, next) = (sound.from, date(2026, 1, 2));
    let ends = |until| Appointment { until: Some(until), ..appointment() }.check(Tier::Commune);
    assert_eq!(ends(from), Err(AppointmentError::Backwards { from, until: from }));
    assert_eq!(ends(date(2025, 12, 31)), Err(AppointmentError::Backwards { from, until: date(2025, 12, 31) }));
    assert_eq!(ends(next), Ok(()));
    let mut silent = appointment();
    silent.decided.number = " \t".to_owned();
    assert_eq!(silent.check(Tier::Commune), Err(AppointmentError::NoDecision));
    for granted_by in [[id(2), id(2)], [id(7), id(3)], [id(2), id(7)]] {
        let alone = Appointment { granted_by, ..appointment() };
        assert_eq!(alone.check(Tier::Commune), Err(AppointmentError::SamePerson), "{granted_by:?}");
    }
}

#[test]
fn the_51st_person_of_a_list_asks_for_another_unit_and_the_50th_does_not() {
    let of = |persons| Action::ExportPersons.pairing(persons, false);
    let most = PERSONS_OF_ONE_UNIT_MAX;
    assert_eq!([of(most - 1), of(most), of(most + 1)], [Pairing::Pair, Pairing::Pair, Pairing::PairOfUnits]);
}

#[test]
fn nobody_is_appointed_to_a_district() {
    let tiers = [Level::Hamlet, Level::Commune, Level::District, Level::Province].map(Tier::of);
    assert_eq!(tiers, [Some(Tier::Hamlet), Some(Tier::Commune), None, Some(Tier::Province)]);
}

#[test]
fn every_way_up_ends_at_the_country_once() {
    let register = Register::default();
    let country = Place::of(&register, NATION, date(2026, 11, 20));
    assert_eq!(country, Place::nation());
    assert_eq!(Place::known(NATION, vec![]), country);
    assert!(country.in_force() && country.above().is_empty());
    let commune = Place::known(unit(11), vec![unit(1)]);
    assert_eq!(commune.above(), [unit(1), NATION]);
    assert_eq!(Place::known(unit(11), vec![unit(1), NATION]), commune);
    assert!(commune.lies_in(unit(11)) && commune.lies_in(unit(1)) && commune.lies_in(NATION));
    assert!(!commune.lies_in(unit(12)));
    let nowhere = Place::of(&register, unit(11), date(2026, 11, 20));
    assert!(!nowhere.in_force() && !nowhere.lies_in(NATION));
}

#[test]
fn two_units_stand_to_each_other_as_the_map_has_them() {
    let known = |n, above: &[u128]| Place::known(unit(n), above.iter().copied().map(unit).collect());
    let commune = known(11, &[1]);
    let to = |other: &Place| Relation::of(&commune, other);
    assert_eq!(to(&commune), Relation::Own);
    assert_eq!(to(&known(111, &[11, 1])), Relation::Above);
    assert_eq!([to(&known(1, &[])), to(&Place::nation())], [Relation::Below; 2]);
    assert_eq!(to(&known(12, &[1])), Relation::Sibling);
    assert_eq!([to(&known(21, &[2])), to(&known(121, &[12, 1])), to(&known(2, &[]))], [Relation::Foreign; 3]);
    // two provinces lie right under the country; the country lies beside nothing
    assert_eq!(Relation::of(&known(1, &[]), &known(2, &[])), Relation::Sibling);
    assert_eq!(Relation::of(&Place::nation(), &commune), Relation::Above);
    let nowhere = Place::of(&Register::default(), unit(11), date(2026, 11, 20));
    assert_eq!(Relation::of(&nowhere, &commune), Relation::Expired);
}

#[test]
fn every_purpose_rests_on_a_ground_of_its_own() {
    let grounds: BTreeSet<&str> = Purpose::ALL.iter().map(|purpose| purpose.ground()).collect();
    assert_eq!(grounds.len(), Purpose::ALL.len());
    assert!(grounds.iter().all(|ground| ground.starts_with("Luật ") && ground.contains("Điều ")));
}

#[test]
fn a_permit_says_who_with_whom_for_what_and_where() {
    let (held, mut agreed) = (appointment(), appointment());
    (agreed.id, agreed.account) = (id(80), id(8));
    let place = Place::known(unit(11), vec![unit(1)]);
    let record = Record::plain(place.clone(), FieldClass::Violation);
    let ask = Ask {
        purpose: Some(Purpose::UserManagement),
        second: Some(Standing { appointment: &agreed, place: &place }),
        ..Ask::plain(Some(Standing { appointment: &held, place: &place }), Action::RecordEvent, &record, now())
    };
    let permit: Permit<acts::RecordEvent> = Permit::granted(&ask, vec!["a".to_owned()]).expect("the same act");
    assert_eq!((permit.account(), permit.appointment()), (Some(id(7)), Some(id(70))));
    assert_eq!((permit.second(), permit.purpose()), (Some(id(80)), Some(Purpose::UserManagement)));
    assert_eq!((permit.unit(), permit.class(), permit.at()), (unit(11), FieldClass::Violation, now()));
    assert_eq!(permit.policies(), ["a".to_owned()]);
    assert!(Permit::<acts::ExportPersons>::granted(&ask, Vec::new()).is_none(), "another act");
    let visitor = Ask::plain(None, Action::RecordEvent, &record, now());
    let permit: Permit<acts::RecordEvent> = Permit::granted(&visitor, Vec::new()).expect("the same act");
    assert_eq!((permit.account(), permit.appointment(), permit.second()), (None, None, None));
}

#[test]
fn each_relation_takes_in_its_units_and_no_other() {
    let (commune, province) = (Place::known(unit(11), vec![unit(1)]), Place::known(unit(1), vec![]));
    let sibling = Place::known(unit(12), vec![unit(1)]);
    let hamlet = Place::known(unit(111), vec![unit(11), unit(1)]);
    let foreign = Place::known(unit(21), vec![unit(2)]);
    let every = [&commune, &province, &sibling, &hamlet, &foreign];
    let taken = |relation| {
        let reach = Reach::of(&commune, relation);
        every.map(|place| reach.iter().any(|part| part.covers(place)))
    };
    assert_eq!(taken(Relation::Own), [true, false, false, false, false]);
    assert_eq!(taken(Relation::Above), [false, false, false, true, false]);
    assert_eq!(taken(Relation::Below), [false, true, false, false, false]);
    assert_eq!(taken(Relation::Sibling), [false, false, true, false, false]);
    assert_eq!(taken(Relation::Foreign), [false; 5]);
    assert_eq!(taken(Relation::Expired), [false; 5]);
    let nowhere = Place::of(&Register::default(), unit(11), date(2026, 11, 20));
    for relation in Relation::ALL {
        assert_eq!(Reach::of(&nowhere, *relation), [], "{relation}");
    }
}

#[test]
fn a_list_takes_in_what_one_of_its_parts_takes_in_whole() {
    let place = Place::known(unit(11), vec![unit(1)]);
    let part = |state, team_only| Part { reach: Reach::Unit(unit(11)), state, class: FieldClass::Identity, team_only };
    let scope = Scope { parts: vec![part(RecordState::Active, false), part(RecordState::Sealed, true)] };
    assert!(scope.covers(&place, RecordState::Active, FieldClass::Identity, false));
    assert!(scope.covers(&place, RecordState::Sealed, FieldClass::Identity, true));
    assert!(!scope.covers(&place, RecordState::Sealed, FieldClass::Identity, false), "not of the team");
    assert!(!scope.covers(&place, RecordState::InTransit, FieldClass::Identity, true), "another state");
    assert!(!scope.covers(&place, RecordState::Active, FieldClass::Health, true), "another class");
    let other = Place::known(unit(12), vec![unit(1)]);
    assert!(!scope.covers(&other, RecordState::Active, FieldClass::Identity, true), "another unit");
}
