//! What other entries of a case give to a paper: the decisions that it rests on, terms, and where the file comes from.

use documents::paper::{Key, Values};
use domain::cases::{Case, Law, Measure, Regime};
use jiff::civil::Date;

use super::about::About;
use crate::app::App;
use crate::cases::CaseFile;

/// The paper of which act stands in which placeholder: the last of them that the reader may see.
const PAPERS: [(Key, &[&str]); 13] = [
    (Key::CaseTestPaper, &["record_positive_test"]),
    (Key::CaseNoticePaper, &["send_notice", "send_notice_elsewhere"]),
    (Key::CaseSuspensionPaper, &["suspend_management"]),
    (Key::CaseDeterminationPaper, &["record_determination"]),
    (Key::CaseRegistrationPaper, &["register"]),
    (Key::CaseRehabPaper, &["decide_home_rehab", "admit_private", "decide_public_rehab", "court_decision"]),
    (Key::CaseIntakePaper, &["begin_home_rehab", "admit_private"]),
    (
        Key::CaseCompletionPaper,
        &["complete_home_rehab", "complete_facility_rehab", "complete_substitution", "complete_compulsory"],
    ),
    (Key::CaseEndNoticePaper, &["give_end_notice"]),
    (Key::CaseProposalPaper, &["propose_post_rehab"]),
    (Key::CaseFilePaper, &["open_compulsory_file"]),
    (Key::CaseManagementPaper, &["decide_management"]),
    (Key::CasePostPaper, &["decide_post_rehab"]),
];

/// The states of rehabilitation and treatment.
const REHAB: [&str; 5] = ["S5a", "S5b", "S5c", "S6", "S7"];

/// Fills in what other entries give.
pub(super) fn fill(app: &App, law: &Law, file: &CaseFile, about: &About<'_>, values: &mut Values) {
    for (key, acts) in PAPERS {
        if let Some((_, event)) = about.last(file, acts) {
            values.paper(key, event.number.as_deref(), event.paper_date);
        }
    }
    if let Some((_, event)) = about.last(file, &["record_positive_test"]) {
        values.day(Key::CaseTestDate, event.on.day);
    }
    if let Some((_, event)) = about.last(file, &["record_determination"]) {
        values.day(Key::CaseDeterminationDate, event.on.day);
    }
    if let Some(title) = about.act.and_then(|act| law.act(act)).map(|act| act.title.as_str()) {
        values.set(Key::ActTitle, title);
    }
    management(file, about, values);
    rehabilitation(law, file, about, values);
    post(law, file, about, values);
    compulsory(law, file, about, values);
    moving(app, file, about, values);
}

/// The last measure of a state that the reader may know of.
fn measure<'c>(file: &CaseFile, case: &'c Case, states: &[&str]) -> Option<&'c Measure> {
    case.measures.iter().rev().find(|measure| states.contains(&measure.state.as_str()) && file.shows(measure.entry))
}

fn from_to(measure: &Measure, from: Key, to: Key, values: &mut Values) {
    values.day(from, measure.opened.day);
    if let Some(end) = measure.term_end {
        values.day(to, end);
    }
}

fn management(file: &CaseFile, about: &About<'_>, values: &mut Values) {
    let Some(measure) = measure(file, &about.case, &["S2"]) else { return };
    from_to(measure, Key::CaseManagementFrom, Key::CaseManagementTo, values);
    if let Some(days) = measure.pause.as_ref().and_then(|pause| pause.days_left) {
        values.set(Key::CaseDaysLeft, &days.to_string());
    }
}

fn rehabilitation(law: &Law, file: &CaseFile, about: &About<'_>, values: &mut Values) {
    let decision = about.last(file, &["decide_home_rehab", "admit_private", "decide_public_rehab", "court_decision"]);
    let running = measure(file, &about.case, &REHAB);
    if let Some(measure) = running {
        from_to(measure, Key::CaseRehabFrom, Key::CaseRehabTo, values);
        values.set_known(Key::CaseRehabForm, law.state(&measure.state).map(|state| state.title.as_str()));
    }
    // a course that runs is counted; one that is about to begin comes after those that ended
    let ended = running.is_none_or(|measure| !measure.open()) || law.choice("course_counting") == "completed";
    let counted = about.case.courses(law) + i32::from(ended);
    let written = decision.and_then(|(_, event)| event.number_of("course"));
    let sees = file.sees.contains(&domain::access::FieldClass::Health);
    let course = written.or(sees.then_some(counted));
    if let Some(course) = course {
        values.set(Key::CaseCourse, &course.to_string());
    }
    let of_law = course.and_then(|course| {
        let which = if course > 1 { "again" } else { "first" };
        months(law, about.regime, "S5a", |term| term.course.as_deref() == Some(which))
    });
    let months = decision.and_then(|(_, event)| event.number_of("months"));
    let ran = running.and_then(|measure| Some(between(measure.opened.day, measure.term_end?)));
    if let Some(months) = months.or(ran).or(of_law) {
        values.set(Key::CaseRehabMonths, &months.to_string());
    }
}

fn post(law: &Law, file: &CaseFile, about: &About<'_>, values: &mut Values) {
    if let Some(measure) = measure(file, &about.case, &["S8"]) {
        from_to(measure, Key::CasePostFrom, Key::CasePostTo, values);
        if let Some(end) = measure.term_end {
            values.set(Key::CasePostMonths, &between(measure.opened.day, end).to_string());
        }
        return;
    }
    let sees = file.sees.contains(&domain::access::FieldClass::Health);
    let Some(completed) = about.case.completed.as_ref().filter(|_| sees) else { return };
    let age = if completed.minor { "minor" } else { "adult" };
    let months = months(law, about.regime, "S8", |term| {
        term.after.as_deref() == Some(completed.kind) && term.age.as_deref().is_none_or(|own| own == age)
    });
    if let Some(months) = months {
        values.set(Key::CasePostMonths, &months.to_string());
    }
}

fn compulsory(law: &Law, file: &CaseFile, about: &About<'_>, values: &mut Values) {
    let ground = about.case.grounds.iter().rev().find(|ground| file.shows(ground.entry));
    let event = ground.and_then(|ground| about.case.events.get(ground.entry.checked_sub(1)?));
    let act = event.and_then(|event| law.act(&event.act));
    values.set_known(Key::CaseFileGround, act.map(|act| act.title.as_str()));
    reading(file, about, values);
}

/// The notice that the file can be read, and until when. It comes after the record that opens the file, and stands in
/// every paper of that file.
fn reading(file: &CaseFile, about: &About<'_>, values: &mut Values) {
    let Some(opened) = measure(file, &about.case, &["S7f"]).map(|measure| measure.entry) else { return };
    let numbered = file.case.events.iter().enumerate().map(|(index, event)| (index + 1, event));
    let of_file = numbered.filter(|(entry, _)| *entry > opened && file.shows(*entry));
    let Some((entry, notice)) = of_file.rev().find(|(_, event)| event.act == "notify_compulsory_file") else {
        return;
    };
    values.paper(Key::CaseReadingPaper, notice.number.as_deref(), notice.paper_date);
    let window = file.case.running.iter().rev().find(|running| running.clock == "reading" && running.entry == entry);
    if let Some(window) = window {
        values.day(Key::CaseReadingTo, window.due.date());
    }
}

fn moving(app: &App, file: &CaseFile, about: &About<'_>, values: &mut Values) {
    let Some((entry, left)) = about.last(file, &["depart"]) else { return };
    values.day(Key::CaseDepartedOn, left.on.day);
    if let Some(unit) = left.text_of("to_unit") {
        values.set(Key::ActToUnit, &app.say_unit_and_province(unit, left.on.day));
    }
    // where somebody comes from is told by the paper of the unit that takes them in
    let taken_in = about.act == Some("receive") || about.case.last_since("receive", entry + 1).is_some();
    let from = as_it_was(file, about, entry).filter(|_| taken_in);
    if let Some(from) = from {
        values.set(Key::CaseFromUnit, &app.say_unit_and_province(&from, left.on.day));
    }
}

/// The unit that held the case when somebody left it.
fn as_it_was(file: &CaseFile, about: &About<'_>, entry: usize) -> Option<String> {
    let event = about.case.events.get(entry.checked_sub(1)?)?;
    let listed = || {
        let until = |membership: &&domain::cases::Membership| membership.entry <= entry;
        file.case.memberships.iter().rfind(until).map(|membership| membership.unit.clone())
    };
    event.unit.clone().or_else(listed)
}

/// The one length that the law gives.
fn months(law: &Law, regime: Regime, state: &str, fits: impl Fn(&domain::cases::Term) -> bool) -> Option<i32> {
    let terms = &law.regime(regime)?.terms;
    terms.iter().find(|term| term.state == state && fits(term)).and_then(|term| term.months)
}

/// Whole months from a day to a day.
fn between(from: Date, to: Date) -> i32 {
    let months =
        i32::from(to.year()) * 12 + i32::from(to.month()) - i32::from(from.year()) * 12 - i32::from(from.month());
    months - i32::from(to.day() < from.day())
}
