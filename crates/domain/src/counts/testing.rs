//! Goal B: of those for whom a ground to test was recorded, how many were tested; what came of it; what was erased.

use uuid::Uuid;

use super::{Asked, Counted, Done, Number, Person};
use crate::units::UnitId;

pub(super) fn count(counted: &mut Counted, id: Uuid, person: &Person, unit: UnitId, asked: &Asked) {
    let within = |d: &&Done| d.unit == unit && asked.from <= d.on && d.on <= asked.to;
    for test in person.done.iter().filter(within) {
        match test.act.as_str() {
            "record_positive_test" => counted.add(Number::Positive, id),
            "record_negative_test" => counted.add(Number::Negative, id),
            "escort_to_test" => counted.add(Number::Escorted, id),
            _ => {}
        }
    }
    if erased(person, unit, asked) {
        counted.add(Number::Erased, id);
    }
    let (mut stands, mut tested) = (false, false);
    for ground in person.done.iter().filter(within).filter(|d| d.act == "record_ground") {
        let next = person.done.iter().find(|d| d.entry > ground.entry && ends(d));
        if next.is_some_and(|d| d.act == "withdraw_ground") {
            counted.add(Number::Withdrawn, id);
            continue;
        }
        stands = true;
        let Some(test) = next else { continue };
        tested = true;
        if let (Some(from), Some(to)) = (ground.minute_of_all(), test.minute_of_all()) {
            counted.test_minutes.push((to - from).max(0));
        }
    }
    if person.done.iter().filter(within).any(|test| brings_ground(person, test)) {
        (stands, tested) = (true, true);
    }
    if stands {
        counted.add(Number::Grounds, id);
        counted.add(if tested { Number::Tested } else { Number::GroundWaiting }, id);
    }
}

/// Whether a test is on a ground that its own sheet names, and on none that was waiting: the ground arose with the test,
/// and how long it waited nobody wrote down.
fn brings_ground(person: &Person, test: &Done) -> bool {
    let open = || {
        let before = person.done.iter().filter(|d| d.entry < test.entry && (d.act == "record_ground" || ends(d)));
        before.max_by_key(|d| d.entry).is_some_and(|d| d.act == "record_ground")
    };
    ends(test) && test.act != "withdraw_ground" && test.said("ground").is_some() && !open()
}

/// What answers a ground.
fn ends(done: &Done) -> bool {
    matches!(done.act.as_str(), "record_positive_test" | "record_negative_test" | "withdraw_ground")
}

/// Identity erased in the period: the last thing that happened is a negative test or a ground withdrawn, and nothing
/// was ever opened but the ground.
fn erased(person: &Person, unit: UnitId, asked: &Asked) -> bool {
    let only_ground = person.measures.iter().all(|m| m.state == "S0" && !m.open(asked.to)) && person.times.is_empty();
    let last = person.done.iter().filter(|d| ends(d) && d.act != "record_positive_test").max_by_key(|d| d.entry);
    let here = |d: &Done| d.unit == unit && asked.from <= d.on && d.on <= asked.to;
    only_ground && last.is_some_and(here)
}
