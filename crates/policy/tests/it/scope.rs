//! A list shows exactly the records that a question about each would permit.

use domain::access::{Action, Ask, FieldClass, Place, Purpose, Record, RecordState, Role};
use policy::Policies;

use super::world::{ACTOR, Person, home, now, place};

const LISTS: [Action; 6] = [
    Action::ListPersons,
    Action::SearchPersons,
    Action::ReadFigures,
    Action::ReadAccessLog,
    Action::ListAccounts,
    Action::ReadPerson,
];

/// Whether list and single question agree about every record, and how many were asked about.
fn compare(policies: &Policies, people: &[Person]) -> u64 {
    let places: Vec<Place> = [0, 1, 2, 11, 12, 21, 111, 112, 211].map(place).into();
    let standings: Vec<_> = people.iter().map(Person::standing).collect();
    let mut asked = 0;
    for action in LISTS {
        // an emergency is about one file; it opens no list
        let purposes = Purpose::ALL.iter().filter(|purpose| **purpose != Purpose::BreakGlass);
        for purpose in purposes.copied().map(Some).chain([None]) {
            let scope = policies.scope(&standings, action, purpose, now());
            for (place, state) in
                places.iter().flat_map(|place| RecordState::ALL.iter().map(move |state| (place, *state)))
            {
                for (class, in_team) in action.classes().iter().flat_map(|class| [(*class, false), (*class, true)]) {
                    let record = Record { state, in_team, ..Record::plain(place.clone(), class) };
                    let permitted = standings.iter().any(|standing| {
                        policies
                            .decide(&Ask { purpose, ..Ask::plain(Some(*standing), action, &record, now()) })
                            .permitted
                    });
                    let listed = scope.covers(place, state, class, in_team);
                    asked += 1;
                    assert_eq!(listed, permitted, "{action} {purpose:?} {place:?} {state} {class} {in_team}");
                }
            }
        }
    }
    asked
}

#[test]
fn each_role_sees_in_lists_what_it_may_open() {
    let policies = Policies::shipped().expect("sound");
    let mut asked = 0;
    for role in Role::ALL {
        for tier in role.tiers() {
            asked += compare(&policies, &[Person::new(ACTOR, *role, home(*tier))]);
        }
    }
    println!("{asked} records, 0 differences");
    assert!(asked > 50_000);
}

#[test]
fn several_appointments_add_up_and_those_that_are_over_add_nothing() {
    let policies = Policies::shipped().expect("sound");
    let chair = Person::new(ACTOR, Role::CommitteeChair, place(11));
    let officer = Person::new(ACTOR, Role::FileOfficer, place(12));
    let mut over = Person::new(ACTOR, Role::StandingOffice, place(1));
    over.appointment.revoked_at = Some(now());
    compare(&policies, &[chair, officer, over]);
    let mut alone = Person::new(ACTOR, Role::FileOfficer, place(11));
    alone.appointment.until = Some(jiff::civil::date(2026, 11, 20));
    let scope = policies.scope(&[alone.standing()], Action::ListPersons, Some(Purpose::UserManagement), now());
    assert!(scope.parts.is_empty() && !scope.covers(&place(11), RecordState::Active, FieldClass::Identity, true));
}
