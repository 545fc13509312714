//! Goal A: people with dependence found, filed, and in a suitable form; each in one line, an outcome and never a mark.

use uuid::Uuid;

use super::after::counselled;
use super::{Asked, Counted, Number, Paused, Person, Span};
use crate::units::UnitId;

/// States of a course of dependence. Management after rehabilitation comes when the course is over.
pub(super) const COURSE: [&str; 6] = ["S4", "S5a", "S5b", "S5c", "S6", "S7"];

/// Acts whose file has the summary of a person's life in it: rehabilitation at home (Decree 163/2026, Art. 84), and the
/// file for compulsory rehabilitation (Law 120/2025, Art. 35, 36).
const WITH_SUMMARY: [&str; 2] = ["decide_home_rehab", "open_compulsory_file"];

pub(super) fn count(counted: &mut Counted, id: Uuid, person: &Person, unit: UnitId, asked: &Asked) {
    process(counted, id, person, unit, asked);
    if !person.held_by(unit) {
        return;
    }
    let Some(course) = person.open(&COURSE, asked.to) else { return };
    counted.add(Number::Cohort, id);
    let filed = filed(counted, id, person);
    let line = line(person, course, asked);
    let in_form = matches!(
        line,
        Number::FormHome | Number::FormPrivate | Number::FormPublic | Number::FormSubstitution | Number::FormCompulsory
    );
    if in_form {
        counted.add(Number::CohortInForm, id);
    }
    if filed && (in_form || counselled(person, asked)) {
        counted.add(Number::CohortHelped, id);
    }
    counted.add(line, id);
}

/// A1: the sheet of the result and a time on the list; of these, those with an act that cannot be without the summary of
/// the person's life (form 33), which is no act of its own; and those who lack the sheet or the list. Answers whether
/// somebody is filed.
fn filed(counted: &mut Counted, id: Uuid, person: &Person) -> bool {
    let result = |d: &super::Done| d.act == "record_determination" && d.says("result=dependent");
    let sheet = person.done.iter().any(|d| result(d) && d.papered);
    let listed = person.times.iter().any(|time| time.list == "addicts");
    if !sheet || !listed {
        counted.add(Number::CohortUnfiled, id);
        return false;
    }
    counted.add(Number::CohortFiled, id);
    if person.done.iter().any(|d| WITH_SUMMARY.contains(&d.act.as_str())) {
        counted.add(Number::CohortSummed, id);
    }
    true
}

/// A0: determinations that the law asked for in the period, and whether they were obtained: re-use under management (c),
/// use after rehabilitation (d), and people without a stable residence (đ), whether somebody asked for one or nobody did.
/// Whoever was found to have a stable residence after all needs none.
fn process(counted: &mut Counted, id: Uuid, person: &Person, unit: UnitId, asked: &Asked) {
    let mut due = Vec::new();
    for done in person.done.iter().filter(|d| d.unit == unit && asked.from <= d.on && d.on <= asked.to) {
        let ran = |state: &str| {
            person.measures.iter().any(|m| {
                m.state == state && m.opened.1 < done.entry && m.ended.is_none_or(|(_, entry)| entry > done.entry)
            })
        };
        let used_again = done.act == "record_positive_test" && (ran("S2") || ran("S8"));
        let unstable = done.act == "verify_residence" && done.says("stable=no") && ran("S1");
        let asked_for = done.act == "request_determination" && done.says("case=dd");
        if !used_again && !unstable && !asked_for {
            continue;
        }
        let answers = |d: &&super::Done| {
            d.entry > done.entry
                && (d.act == "record_determination" || d.act == "verify_residence" && d.says("stable=yes"))
        };
        match person.done.iter().filter(answers).min_by_key(|d| d.entry) {
            Some(answer) if answer.act == "verify_residence" => {}
            Some(_) => due.push(true),
            None => due.push(false),
        }
    }
    if due.is_empty() {
        return;
    }
    counted.add(Number::DeterminationDue, id);
    counted.add(if due.contains(&false) { Number::DeterminationOpen } else { Number::DeterminationDone }, id);
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
