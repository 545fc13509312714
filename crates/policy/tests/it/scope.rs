//! A list shows exactly the records that a question about each would permit.

use domain::access::{Action, Ask, FieldClass, NATION, Part, Place, Purpose, Reach, Record, RecordState, Role};
use domain::units::UnitId;
use policy::Policies;

use super::world::{ACTOR, Person, home, now, place, unit};

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
fn a_list_is_what_its_role_purpose_and_team_make_it() {
    let policies = Policies::shipped().expect("sound");
    let parts = |role, at: u128, purpose| {
        let person = Person::new(ACTOR, role, place(at));
        policies.scope(&[person.standing()], Action::ListPersons, purpose, now()).parts
    };
    let part =
        |at: UnitId, state, team_only| Part { reach: Reach::Unit(at), state, class: FieldClass::Identity, team_only };
    let manage = Some(Purpose::UserManagement);
    let (active, moving) = (RecordState::Active, RecordState::InTransit);
    assert_eq!(parts(Role::FileOfficer, 11, manage), [part(unit(11), active, false), part(unit(11), moving, false)]);
    let above = [111, 11, 1].map(unit).into_iter().chain([NATION]);
    let of_team: Vec<Part> = above.map(|at| part(at, active, true)).collect();
    assert_eq!(parts(Role::HamletHead, 111, manage), of_team);
    assert_eq!(parts(Role::HamletHead, 111, Some(Purpose::Rehabilitation)), []);
    assert_eq!(parts(Role::FileOfficer, 11, None), []);
}

#[test]
fn who_is_over_neither_sees_what_others_saw_nor_hides_what_they_may_see() {
    let live = Person::new(ACTOR, Role::Auditor, Place::nation());
    let mut revoked = Person::new(ACTOR, Role::Auditor, Place::nation());
    revoked.appointment.revoked_at = Some(now());
    let elsewhere = Person { place: Place::nation(), ..Person::new(ACTOR, Role::Auditor, place(11)) };
    let nowhere = Place::of(&domain::units::Register::default(), unit(11), jiff::civil::date(2026, 11, 20));
    let ended = Person::new(ACTOR, Role::Auditor, nowhere);
    let seen = |policies: &Policies, person: &Person| {
        policies.scope(&[person.standing()], Action::ListAccounts, None, now()).parts.len()
    };
    for over in [&revoked, &elsewhere, &ended] {
        let policies = Policies::shipped().expect("sound");
        // before anybody asked, and after somebody in force did
        assert_eq!([seen(&policies, over), seen(&policies, &live), seen(&policies, over)], [0, 2, 0]);
    }
}

#[test]
fn a_province_that_forbids_narrows_lists_too() {
    let forbid = "@id(\"province.no-list\") @citation(\"giả định\") @missing(\"territory\")
        forbid (principal, action == Action::\"list_persons\", resource);";
    let policies = Policies::with_province(&[("province.cedar", forbid)]).expect("sound");
    let officer = Person::new(ACTOR, Role::FileOfficer, place(11));
    let manage = Some(Purpose::UserManagement);
    assert_eq!(policies.scope(&[officer.standing()], Action::ListPersons, manage, now()).parts, []);
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
