//! What `conditions.csv` and `grants.csv` ask for, and nothing less: fresh factor, second person, who may grant what.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{
    Action, Ask, GLASS_SECONDS_MAX, Pairing, Place, Purpose, Record, Role, STEP_UP_SECONDS_MAX, Tier,
};
use policy::Policies;
use uuid::Uuid;

use super::decisions::{Run, cells};
use super::oracle::{Table, rows};
use super::world::{ACTOR, Cell, Person, RELATIONS, SECOND, actor, home, now, place, record};

/// Classes that tell of a person whom a file or tip is about.
const PERSONAL: [&str; 5] = ["identity", "health", "violation", "tip", "audit"];

/// What an act asks for, read from the table.
#[derive(Clone, Debug)]
struct Condition {
    step_up: bool,
    second: String,
    who: Vec<Role>,
    also: String,
}

fn conditions() -> BTreeMap<Action, Condition> {
    let table = rows("conditions.csv");
    let find = |key: &str| table.iter().find(|row| row["action"] == key);
    let of = |action: &Action| {
        let row = find(action.key()).or_else(|| find("*")).expect("the last row is for the rest");
        let who = row["who_may_agree"].split('|').filter(|word| !word.is_empty());
        Condition {
            step_up: row["step_up"] == "yes",
            second: row["second"].clone(),
            who: who.map(|word| Role::from_key(word).expect("a role")).collect(),
            also: row["also"].clone(),
        }
    };
    Action::ALL.iter().map(|action| (*action, of(action))).collect()
}

/// One permitted cell for each role, act, relation and class: what the moment brings is varied on these.
fn permitted() -> Vec<Cell> {
    let table = Table::decisions();
    let holders: Vec<_> = Role::ALL.iter().map(|role| (Some(*role), role.tiers()[0])).collect();
    let mut found: BTreeMap<String, Cell> = BTreeMap::new();
    let run = Run { every_tier: false, every_class: false, relations: &RELATIONS };
    cells(run, Action::ALL, &holders, |cell| {
        let key = format!("{:?} {:?} {} {:?}", cell.role, cell.action, cell.relation, cell.class);
        let is_glass = cell.purpose == Some(Purpose::BreakGlass);
        let permits = || record(cell).is_some() && table.answer(cell).is_some_and(|(_, permits)| permits);
        if !is_glass && !found.contains_key(&key) && permits() {
            found.insert(key, *cell);
        }
    });
    found.into_values().collect()
}

/// Everybody who might agree: each role over each place, the actor again, and somebody whose time is over.
fn seconds() -> Vec<Person> {
    let places = [place(111), place(11), place(12), place(1), place(2), Place::nation()];
    let mut found: Vec<Person> = Role::ALL
        .iter()
        .flat_map(|role| places.iter().map(|place| Person::new(SECOND, *role, place.clone())))
        .collect();
    found.push(Person::new(ACTOR, Role::StandingOffice, place(1)));
    found.push(Person::new(ACTOR, Role::ProtectionOfficer, Place::nation()));
    let mut over = Person::new(SECOND, Role::ProtectionOfficer, Place::nation());
    over.appointment.revoked_at = Some(now());
    found.push(over);
    let mut over = Person::new(SECOND, Role::StandingOffice, place(1));
    over.appointment.until = Some(jiff::civil::date(2026, 11, 20));
    found.push(over);
    found
}

/// What the table says of a second, who is there or not.
fn agrees(condition: &Condition, held: &Person, cell: &Cell, record: &Record, second: Option<&Person>) -> bool {
    let needed = match condition.second.as_str() {
        "alone" => false,
        "pair_for_minors" => record.minor,
        _ => true,
    };
    let Some(second) = second else { return !needed };
    if second.appointment.account == held.appointment.account || !second.appointment.in_force(now()) {
        return false;
    }
    if condition.who.is_empty() {
        return true;
    }
    let role = second.appointment.role;
    let arrives = cell.action == Action::ReceivePerson || cell.relation == "receiving";
    let covered = if arrives { &held.place } else { &record.place };
    if cell.relation == "double" {
        return role == Role::StandingOffice && record.place.lies_in(second.appointment.unit);
    }
    let is_head = |role| matches!(role, Role::PoliceHead | Role::StandingOffice);
    let actor = held.appointment.role;
    let also = match condition.also.as_str() {
        "" => true,
        "a head of commune police or the standing office is one of the two" => is_head(actor) || is_head(role),
        "a head of commune police, the chair or the standing office is one of the two" => {
            [actor, role].iter().any(|one| is_head(*one) || *one == Role::CommitteeChair)
        }
        "the two are not both platform administrators" => actor != Role::PlatformAdmin || role != Role::PlatformAdmin,
        other => panic!("conditions.csv: `{other}` is not known to the test"),
    };
    let other_unit = condition.second != "pair_of_units_above_50"
        || record.persons <= 50
        || second.appointment.unit != held.appointment.unit;
    also && other_unit && condition.who.contains(&role) && covered.lies_in(second.appointment.unit)
}

#[test]
fn nothing_is_done_with_less_than_the_table_asks_for() {
    let (policies, conditions, seconds) = (Policies::shipped().expect("sound"), conditions(), seconds());
    let cells = permitted();
    let (mut asked, mut differences) = (0_u64, Vec::new());
    for cell in &cells {
        let (Some(role), Some(plain)) = (cell.role, record(cell)) else { continue };
        let (held, condition) = (actor(role, cell.tier, cell.relation), &conditions[&cell.action]);
        let many: &[u32] = if cell.action == Action::ExportPersons { &[1, 50, 51] } else { &[1] };
        let ages: &[Option<u32>] = if condition.step_up { &[None, Some(0), Some(300), Some(301)] } else { &[None] };
        for (persons, minor) in many.iter().flat_map(|persons| [(*persons, false), (*persons, true)]) {
            let record = Record { persons, minor, ..plain.clone() };
            for (age, second) in ages.iter().flat_map(|age| {
                std::iter::once((*age, None)).chain(seconds.iter().map(move |second| (*age, Some(second))))
            }) {
                let ask = Ask {
                    purpose: cell.purpose,
                    factor_age_s: age,
                    second: second.map(Person::standing),
                    ..Ask::plain(Some(held.standing()), cell.action, &record, now())
                };
                let fresh = !condition.step_up || age.is_some_and(|age| age <= STEP_UP_SECONDS_MAX);
                let expected = fresh && agrees(condition, &held, cell, &record, second);
                asked += 1;
                if policies.decide(&ask).permitted != expected {
                    let who = second.map(|second| (second.appointment.role, second.place.unit()));
                    differences.push(format!("expected {expected}: {cell:?} {persons} {minor} {age:?} {who:?}"));
                }
            }
        }
    }
    println!("{} permitted cells, {asked} decisions", cells.len());
    assert!(differences.is_empty(), "{}:\n{}", differences.len(), differences[..differences.len().min(10)].join("\n"));
}

/// Of two files in two provinces, each standing office sees who the other's is about, and one of each finds.
#[test]
fn a_double_of_two_provinces_is_found_by_one_of_each() {
    let policies = Policies::shipped().expect("sound");
    let file = |at: u128, other: u128| Record {
        double: Some(place(other)),
        ..Record::plain(place(at), domain::access::FieldClass::Identity)
    };
    let files = [file(11, 21), file(21, 11)];
    let may = |held: &Person, action, second: Option<&Person>| {
        files.each_ref().map(|record| {
            let ask = Ask {
                purpose: Some(Purpose::Registration),
                second: second.map(Person::standing),
                ..Ask::plain(Some(held.standing()), action, record, now())
            };
            policies.decide(&ask).permitted
        })
    };
    let office = |account, of| Person::new(account, Role::StandingOffice, place(of));
    for (own, other) in [(1, 2), (2, 1)] {
        let held = office(ACTOR, own);
        assert_eq!(may(&held, Action::CheckDuplicate, None), [true, true]);
        let theirs = usize::from(own == 1);
        for reads in [Action::OpenPerson, Action::ReadPerson, Action::PrintPerson, Action::ListPersons] {
            assert!(!may(&held, reads, None)[theirs], "{reads} of the other's file");
        }
        assert_eq!(may(&held, Action::ResolveDuplicate, None), [false, false], "not alone");
        assert_eq!(may(&held, Action::ResolveDuplicate, Some(&office(SECOND, other))), [true, true]);
        for second in [
            office(SECOND, own),
            office(ACTOR, other),
            office(SECOND, 3),
            Person::new(SECOND, Role::PoliceHead, place(11)),
            Person::new(SECOND, Role::PoliceHead, place(21)),
            Person::new(SECOND, Role::FileOfficer, place(21)),
        ] {
            let who = (second.appointment.role, second.appointment.unit, second.appointment.account);
            assert_ne!(may(&held, Action::ResolveDuplicate, Some(&second)), [true, true], "{who:?}");
        }
    }
    // whoever keeps one of the two, and a third province, learn nothing of the other
    for held in [office(ACTOR, 3), Person::new(ACTOR, Role::PoliceHead, place(11))] {
        assert!(!may(&held, Action::CheckDuplicate, None)[1]);
        assert_eq!(may(&held, Action::ResolveDuplicate, Some(&office(SECOND, 2))), [false, false]);
    }
}

#[test]
fn the_domain_says_of_each_act_what_the_table_says() {
    for (action, condition) in conditions() {
        assert_eq!(action.needs_step_up(), condition.step_up, "{action}");
        let of = |persons, minor| action.pairing(persons, minor);
        let pairings = (of(1, false), of(1, true), of(51, false));
        let expected = match condition.second.as_str() {
            "alone" => (Pairing::Alone, Pairing::Alone, Pairing::Alone),
            "pair" => (Pairing::Pair, Pairing::Pair, Pairing::Pair),
            "pair_for_minors" => (Pairing::Alone, Pairing::Pair, Pairing::Alone),
            "pair_of_units_above_50" => (Pairing::Pair, Pairing::Pair, Pairing::PairOfUnits),
            other => panic!("{other}"),
        };
        assert_eq!(pairings, expected, "{action}");
    }
}

#[test]
fn each_act_is_about_the_classes_that_the_table_permits_of_it() {
    let table = rows("decisions.csv");
    let permitting: Vec<_> = table.iter().filter(|row| row["effect"] == "permit").collect();
    for action in Action::ALL {
        let of_action = permitting.iter().filter(|row| row["action"].split('|').any(|word| word == action.key()));
        let permitted: BTreeSet<&str> = of_action.flat_map(|row| row["class"].split('|')).collect();
        let about: BTreeSet<&str> = action.classes().iter().map(|class| class.key()).collect();
        assert_eq!(about, permitted, "{action}");
        assert_eq!(action.touches_persons(), !about.is_disjoint(&PERSONAL.into()), "{action}");
    }
}

#[test]
fn an_emergency_ends_after_four_hours() {
    let policies = Policies::shipped().expect("sound");
    let held = actor(Role::FileOfficer, Tier::Commune, "sibling");
    let record = Record::plain(place(12), domain::access::FieldClass::Health);
    let at_age = |glass_age_s| {
        let ask = Ask {
            purpose: Some(Purpose::BreakGlass),
            glass_age_s,
            ..Ask::plain(Some(held.standing()), Action::ReadPerson, &record, now())
        };
        policies.decide(&ask).permitted
    };
    assert!(at_age(Some(0)) && at_age(Some(GLASS_SECONDS_MAX - 1)));
    assert!(!at_age(None) && !at_age(Some(GLASS_SECONDS_MAX)));
}

#[test]
fn each_appoints_to_the_roles_of_the_table_and_nobody_raises_himself() {
    let policies = Policies::shipped().expect("sound");
    let table = rows("grants.csv");
    let second = Person::new(SECOND, Role::ProtectionOfficer, Place::nation());
    let mut asked = 0;
    for granter in Role::ALL {
        let held = Person::new(ACTOR, *granter, home(granter.tiers()[0]));
        for action in [Action::GrantAppointment, Action::RevokeAppointment] {
            for granted in Role::ALL {
                let names = |row: &BTreeMap<String, String>, column: &str, word: &str| {
                    row[column].split('|').any(|w| w == word)
                };
                let in_table = table.iter().any(|row| {
                    row["granter"] == granter.key()
                        && names(row, "action", action.key())
                        && names(row, "role", granted.key())
                });
                for (subject, is_other) in [(55, true), (ACTOR, false), (SECOND, false)] {
                    let record = Record {
                        granted: Some(*granted),
                        subject: Some(Uuid::from_u128(subject)),
                        ..Record::plain(held.place.clone(), domain::access::FieldClass::System)
                    };
                    let ask = Ask {
                        factor_age_s: Some(0),
                        second: Some(second.standing()),
                        ..Ask::plain(Some(held.standing()), action, &record, now())
                    };
                    asked += 1;
                    assert_eq!(
                        policies.decide(&ask).permitted,
                        in_table && is_other,
                        "{granter} {action} {granted} {subject}"
                    );
                }
            }
        }
    }
    assert_eq!(asked, Role::ALL.len() * 2 * Role::ALL.len() * 3);
}
