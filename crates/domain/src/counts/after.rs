//! Goal C: people after rehabilitation under management, met, tested, counselled, helped.

use jiff::civil::Date;
use uuid::Uuid;

use super::dependence::COURSE;
use super::{Asked, Counted, Done, Number, Person, Span};
use crate::cases::{days_later, months_later};
use crate::units::UnitId;

/// What a file of management after rehabilitation is made of; of each line, one.
const PAPERS: [&[&str]; 4] = [
    &["give_end_notice"],
    &["complete_home_rehab", "complete_facility_rehab", "complete_substitution", "complete_compulsory"],
    &["propose_post_rehab"],
    &["decide_post_rehab"],
];

/// What helps somebody to work.
const WORK: [&str; 3] = ["support=vocational", "support=loan", "support=job"];

pub(super) fn count(counted: &mut Counted, id: Uuid, person: &Person, unit: UnitId, asked: &Asked) {
    if !person.held_by(unit) {
        return;
    }
    // whoever serves a sentence is under no management meanwhile, so nobody is missed for not having met them
    let management = person.open(&["S8"], asked.to);
    let active = management.is_some_and(|span| person.paused(span).is_none());
    if let Some(course) = due(person, asked.to) {
        counted.add(Number::PostDue, id);
        counted.add(line(person, course, management, asked), id);
    }
    if !active {
        return;
    }
    counted.add(Number::PostActive, id);
    let month = Date::new(asked.to.year(), asked.to.month(), 1).unwrap_or(asked.to);
    let met = |d: &Done| matches!(d.act.as_str(), "residence_check" | "record_support") && d.on >= month;
    if person.done.iter().any(met) {
        counted.add(Number::PostMet, id);
    }
    tests(counted, id, person, asked);
    help(counted, id, person, asked);
}

/// The last course that was completed so lately that management after it is still due. Nobody is due who has died.
fn due(person: &Person, day: Date) -> Option<&Span> {
    let late = |m: &&Span| {
        let Some((ended, _)) = m.ended.filter(|_| m.how == "done") else { return false };
        let months = match m.state.as_str() {
            "S5a" | "S5b" | "S5c" | "S6" => 12,
            "S7" if m.minor => 12,
            "S7" => 24,
            _ => return false,
        };
        ended <= day && day < months_later(ended, months)
    };
    if person.gone() {
        return None;
    }
    person.measures.iter().filter(late).max_by_key(|m| m.opened.1)
}

/// The one line in which somebody stands for whom management is due.
fn line(person: &Person, course: &Span, management: Option<&Span>, asked: &Asked) -> Number {
    match management {
        Some(span) if person.paused(span).is_some() => Number::PostImprisoned,
        Some(_) if complete(person, course) => Number::PostFiled,
        Some(_) => Number::PostIncomplete,
        None if person.open(&COURSE, asked.to).is_some() => Number::PostAgain,
        None => Number::PostUnmanaged,
    }
}

/// Whether the file has what Decree 163/2026, Art. 134 builds on, each on a numbered paper and since the course began:
/// notice of its end (form 51), certificate, proposal (form 52), decision (form 53).
fn complete(person: &Person, course: &Span) -> bool {
    PAPERS.iter().all(|acts| {
        person.done.iter().any(|d| d.entry > course.opened.1 && d.papered && acts.contains(&d.act.as_str()))
    })
}

/// C3: whoever had a test within the interval of the local plan that was none on a ground; tests on a ground apart, by the
/// point of the law.
fn tests(counted: &mut Counted, id: Uuid, person: &Person, asked: &Asked) {
    let since = asked.plan.as_ref().map(|plan| days_later(asked.to, -plan.interval_days));
    for test in person.done.iter().filter(|d| is_test(d)) {
        match person.ground_of(test) {
            None if since.is_some_and(|since| test.on > since) => counted.add(Number::PostTested, id),
            Some(ground) if asked.from <= test.on && test.on <= asked.to => {
                counted.add(Number::PostUnscheduled, id);
                *counted.unscheduled.entry(ground.to_owned()).or_default() += 1;
            }
            _ => {}
        }
    }
}

/// What was done to help somebody in the period.
fn supports<'p>(person: &'p Person, asked: &Asked) -> impl Iterator<Item = &'p Done> {
    let (from, to) = (asked.from, asked.to);
    person.done.iter().filter(move |d| d.act == "record_support" && from <= d.on && d.on <= to)
}

/// Whether somebody was counselled in the period.
pub(super) fn counselled(person: &Person, asked: &Asked) -> bool {
    supports(person, asked).any(|d| d.says("support=counselling"))
}

fn is_test(done: &Done) -> bool {
    matches!(done.act.as_str(), "record_positive_test" | "record_negative_test")
}

/// Counselled; for work: assessed and offered, and what they said. A refusal is an answer.
fn help(counted: &mut Counted, id: Uuid, person: &Person, asked: &Asked) {
    let given = || supports(person, asked);
    if counselled(person, asked) {
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
