//! Goal C: people after rehabilitation under management, met, tested, counselled, helped.

use jiff::civil::Date;
use uuid::Uuid;

use super::{Asked, Counted, Done, Number, Person};
use crate::cases::{days_later, months_later};
use crate::units::UnitId;

/// What helps somebody to work.
const WORK: [&str; 3] = ["support=vocational", "support=loan", "support=job"];

pub(super) fn count(counted: &mut Counted, id: Uuid, person: &Person, unit: UnitId, asked: &Asked) {
    if !person.held_by(unit) {
        return;
    }
    // whoever serves a sentence is under no management meanwhile, so nobody is missed for not having met them
    let active = person.open(&["S8"], asked.to).is_some_and(|span| person.paused(span).is_none());
    let due = due(person, asked.to);
    if due {
        counted.add(Number::PostDue, id);
    }
    if !active {
        return;
    }
    counted.add(Number::PostActive, id);
    if due {
        counted.add(Number::PostFiled, id);
    }
    let month = Date::new(asked.to.year(), asked.to.month(), 1).unwrap_or(asked.to);
    let met = |d: &Done| matches!(d.act.as_str(), "residence_check" | "record_support") && d.on >= month;
    if person.done.iter().any(met) {
        counted.add(Number::PostMet, id);
    }
    if let Some(plan) = &asked.plan {
        let since = days_later(asked.to, -plan.interval_days);
        let tested =
            |d: &Done| matches!(d.act.as_str(), "record_positive_test" | "record_negative_test") && d.on > since;
        if person.done.iter().any(tested) {
            counted.add(Number::PostTested, id);
        }
    }
    help(counted, id, person, asked);
}

/// Whether a course was completed so lately that management after it is still due.
fn due(person: &Person, day: Date) -> bool {
    person.measures.iter().any(|m| {
        let Some((ended, _)) = m.ended.filter(|_| m.how == "done") else { return false };
        let months = match m.state.as_str() {
            "S5a" | "S5b" | "S5c" | "S6" => 12,
            "S7" if m.minor => 12,
            "S7" => 24,
            _ => return false,
        };
        ended <= day && day < months_later(ended, months)
    })
}

/// Counselled; for work: assessed and offered, and what they said. A refusal is an answer.
fn help(counted: &mut Counted, id: Uuid, person: &Person, asked: &Asked) {
    let given = || person.done.iter().filter(|d| d.act == "record_support" && asked.from <= d.on && d.on <= asked.to);
    if given().any(|d| d.says("support=counselling")) {
        counted.add(Number::PostCounselled, id);
    }
    let work = |outcome: &str| given().any(|d| d.says(outcome) && WORK.iter().any(|kind| d.says(kind)));
    let assessed = work("outcome=assessed");
    if assessed {
        counted.add(Number::WorkAssessed, id);
    }
    if assessed && (work("outcome=offered") || work("outcome=accepted") || work("outcome=refused")) {
        counted.add(Number::WorkOffered, id);
    }
    let answers = [
        ("outcome=accepted", Number::WorkAccepted),
        ("outcome=refused", Number::WorkRefused),
        ("outcome=not_needed", Number::WorkNotNeeded),
    ];
    for (outcome, number) in answers {
        if work(outcome) {
            counted.add(number, id);
        }
    }
}
