//! Appointments in time, and through the changes of units on 1/7/2025 and 30/4/2026.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Action, Ask, FieldClass, Place, Purpose, Record, Relation, Role, Tier};
use domain::units::{Level, Register, UnitId, shipped};
use jiff::civil::{Date, date};
use jiff::{Timestamp, ToSpan as _};
use policy::Policies;

use super::world::{ACTOR, Person, now, place};

fn noon(day: Date) -> Timestamp {
    day.at(12, 0, 0, 0).to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::Offset::constant(7))).expect("a day").timestamp()
}

/// Whether the head of a commune's police may open a file of a commune on a day.
fn opens(policies: &Policies, head: &Person, record: Place, at: Timestamp) -> bool {
    let record = Record::plain(record, FieldClass::Identity);
    let ask = Ask {
        purpose: Some(Purpose::UserManagement),
        ..Ask::plain(Some(head.standing()), Action::OpenPerson, &record, at)
    };
    policies.decide(&ask).permitted
}

#[test]
fn an_appointment_begins_and_ends_on_its_days() {
    let policies = Policies::shipped().expect("sound");
    let (from, until) = (date(2026, 3, 1), date(2026, 9, 1));
    let mut head = Person::new(ACTOR, Role::PoliceHead, place(11));
    (head.appointment.from, head.appointment.until) = (from, Some(until));
    let on = |day: Date| opens(&policies, &head, place(11), noon(day));
    assert_eq!([-1, 0, 1].map(|step: i32| on(from.checked_add(step.days()).expect("a day"))), [false, true, true]);
    assert_eq!([-1, 0, 1].map(|step: i32| on(until.checked_add(step.days()).expect("a day"))), [true, false, false]);
    // the day is Viet Nam's: 1/3 begins at 17:00 UTC on 28/2
    let at = |text: &str| opens(&policies, &head, place(11), text.parse().expect("an instant"));
    assert!(!at("2026-02-28T16:59:59.999Z") && at("2026-02-28T17:00:00Z"));
    assert!(at("2026-08-31T16:59:59.999Z") && !at("2026-08-31T17:00:00Z"));
}

#[test]
fn a_revocation_counts_to_the_instant() {
    let policies = Policies::shipped().expect("sound");
    let mut head = Person::new(ACTOR, Role::PoliceHead, place(11));
    head.appointment.revoked_at = Some(now());
    let at = |ms: i64| opens(&policies, &head, place(11), now() + jiff::SignedDuration::from_millis(ms));
    assert_eq!([-1, 0, 1].map(at), [true, false, false]);
}

/// The communes of 30/6/2025 that a commune's territory comes from; itself where it goes on.
fn atoms(register: &Register, unit: UnitId) -> BTreeSet<UnitId> {
    let from: BTreeSet<UnitId> = register.predecessors(unit).map(|arrow| arrow.from).collect();
    if from.is_empty() { BTreeSet::from([unit]) } else { from.iter().flat_map(|unit| atoms(register, *unit)).collect() }
}

/// What a grant over a unit reaches on a day: communes, as the territory that they come from.
fn reached(register: &Register, unit: UnitId, day: Date) -> BTreeSet<UnitId> {
    let own = Place::of(register, unit, day);
    register
        .level(Level::Commune, day)
        .filter(|version| {
            matches!(Relation::of(&own, &Place::of(register, version.unit, day)), Relation::Own | Relation::Above)
        })
        .flat_map(|version| atoms(register, version.unit))
        .collect()
}

#[test]
fn no_grant_widens_through_a_change_of_units() {
    let register = shipped().expect("sound");
    for (before, after) in [(date(2025, 6, 30), date(2025, 7, 1)), (date(2026, 4, 29), date(2026, 4, 30))] {
        // each commune's reach is itself or nothing: worked out once; the reach of provinces over all communes
        let place_after: BTreeMap<UnitId, Place> =
            register.level(Level::Commune, after).map(|v| (v.unit, Place::of(&register, v.unit, after))).collect();
        let (mut grants, mut widened, mut ended) = (0, Vec::new(), 0);
        for version in register.level(Level::Commune, before) {
            let own = Place::of(&register, version.unit, after);
            grants += 1;
            ended += u32::from(!own.in_force());
            for other in place_after.values() {
                let reaches = matches!(Relation::of(&own, other), Relation::Own | Relation::Above);
                if reaches && !atoms(&register, other.unit()).is_subset(&atoms(&register, version.unit)) {
                    widened.push(version.full_name());
                }
            }
        }
        for version in register.level(Level::Province, before) {
            grants += 1;
            let (then, now) = (reached(&register, version.unit, before), reached(&register, version.unit, after));
            if !now.is_subset(&then) {
                widened.push(version.full_name());
            }
        }
        println!("{after}: {grants} grants replayed, {ended} ended, {} widened", widened.len());
        assert!(grants > 3_000 && widened.is_empty(), "{widened:?}");
    }
}

#[test]
fn a_code_used_again_gives_nothing_to_who_held_it() {
    let (policies, register) = (Policies::shipped().expect("sound"), shipped().expect("sound"));
    let (before, after) = (date(2025, 6, 30), date(2025, 7, 1));
    let mut reused = 0;
    for version in register.level(Level::Commune, after) {
        let Some(former) = register.at_code(&version.code, Level::Commune, before) else { continue };
        if former.unit == version.unit {
            continue;
        }
        reused += 1;
        let mut head = Person::new(ACTOR, Role::PoliceHead, Place::of(&register, former.unit, after));
        head.appointment.from = date(2025, 1, 1);
        let record = Place::of(&register, version.unit, after);
        assert_eq!(Relation::of(&head.place, &record), Relation::Expired, "{}", version.full_name());
        assert!(!opens(&policies, &head, record.clone(), noon(after)), "{}", version.full_name());
        // nor with the place of the unit that holds the code now: a place of another unit is nobody's
        let forged = Person { appointment: head.appointment.clone(), place: record.clone() };
        assert!(!opens(&policies, &forged, record, noon(after)), "{}", version.full_name());
    }
    println!("{reused} codes name another unit since 1/7/2025");
    assert!(reused > 1_000);
}

#[test]
fn roles_are_held_over_units_of_their_level_only() {
    let register = shipped().expect("sound");
    let day = date(2026, 11, 20);
    let commune = register.level(Level::Commune, day).next().expect("a commune");
    let person = Person::new(ACTOR, Role::StandingOffice, Place::of(&register, commune.unit, day));
    assert!(person.appointment.check(Tier::Commune).is_err());
    assert!(person.appointment.check(Tier::Province).is_ok());
    let mut alone = person.appointment.clone();
    alone.granted_by = [alone.account, alone.granted_by[1]];
    assert!(alone.check(Tier::Province).is_err());
}
