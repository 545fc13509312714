//! Goal A: people with dependence found, filed, and in a suitable form; each in one line, an outcome and never a mark.

use uuid::Uuid;

use super::{Asked, Counted, Number, Paused, Person, Span};
use crate::units::UnitId;

/// States of a course of dependence. Management after rehabilitation comes when the course is over.
const COURSE: [&str; 6] = ["S4", "S5a", "S5b", "S5c", "S6", "S7"];

pub(super) fn count(counted: &mut Counted, id: Uuid, person: &Person, unit: UnitId, asked: &Asked) {
    process(counted, id, person, unit, asked);
    if !person.held_by(unit) {
        return;
    }
    let Some(course) = person.open(&COURSE, asked.to) else { return };
    counted.add(Number::Cohort, id);
    let result = |d: &super::Done| d.act == "record_determination" && d.says("result=dependent");
    let sheet = person.done.iter().any(|d| result(d) && d.papered);
    let listed = person.times.iter().any(|time| time.list == "addicts");
    if sheet && listed {
        counted.add(Number::CohortFiled, id);
    }
    let line = line(person, course, asked);
    if matches!(
        line,
        Number::FormHome | Number::FormPrivate | Number::FormPublic | Number::FormSubstitution | Number::FormCompulsory
    ) {
        counted.add(Number::CohortInForm, id);
    }
    counted.add(line, id);
}

/// A0: determinations that the law asked for in the period, and those obtained: re-use under management (c), use after
/// rehabilitation (d), and the requests for people without stable residence (đ).
fn process(counted: &mut Counted, id: Uuid, person: &Person, unit: UnitId, asked: &Asked) {
    for done in person.done.iter().filter(|d| d.unit == unit && asked.from <= d.on && d.on <= asked.to) {
        let ran = |state: &str| {
            person.measures.iter().any(|m| {
                m.state == state && m.opened.1 < done.entry && m.ended.is_none_or(|(_, entry)| entry > done.entry)
            })
        };
        let used_again = done.act == "record_positive_test" && (ran("S2") || ran("S8"));
        let unstable = done.act == "request_determination" && done.says("case=dd");
        if !used_again && !unstable {
            continue;
        }
        counted.add(Number::DeterminationDue, id);
        if person.last_after(&["record_determination"], done.entry).is_some() {
            counted.add(Number::DeterminationDone, id);
        }
    }
}

/// The one line in which somebody of the cohort stands. A file in preparation is not yet a form.
fn line(person: &Person, course: &Span, asked: &Asked) -> Number {
    match person.paused(course) {
        Some(Paused::Imprisoned) => return Number::Imprisoned,
        Some(Paused::Postponed) => return Number::Postponed,
        None => {}
    }
    match course.state.as_str() {
        "S5a" => return Number::FormHome,
        "S5b" => return Number::FormPrivate,
        "S5c" => return Number::FormPublic,
        "S6" => return Number::FormSubstitution,
        "S7" => return Number::FormCompulsory,
        _ => {}
    }
    if person.open(&["S7f"], asked.to).is_some() {
        return Number::FilePending;
    }
    let since = course.opened.1;
    let last = |acts: &[&str]| person.last_after(acts, since);
    if last(&["record_evasion", "end_evasion"]).is_some_and(|d| d.act == "record_evasion") {
        return Number::Absconded;
    }
    let excluded = person.last_after(&["record_exclusion", "lift_exclusion"], 0);
    if excluded.is_some_and(|d| d.act == "record_exclusion") {
        return Number::Excluded;
    }
    match (last(&["register"]), last(&["notify_result"])) {
        (Some(_), _) => Number::Registered,
        (None, None) => Number::NotNotified,
        // the 24 hours of a notice given on the last day are not over when that day is
        (None, Some(notice)) if notice.on == asked.to => Number::InsideWindow,
        (None, Some(_)) => Number::NotInForm,
    }
}
