//! Refusals, faults of a file and findings about a table, in sentences.

use domain::cases::rehearsal::{ACTS_MAX, BYTES_MAX, Fault, FaultKind};
use domain::cases::{Defect, FieldKind, Finding, Found, Guard, Law, NoteKind, Refusal};
use texts::Lang;

use crate::cases::words::option;

/// Names of states, acts, offices and fields with what they mean, wherever a list of names stands.
pub fn named(law: &Law, text: &str) -> String {
    let name = |word: &str| {
        let state = law.state(word).map(|state| format!("{word} {}", state.title));
        let actor = || law.actors.iter().find(|actor| actor.id == word).map(|actor| actor.title.clone());
        let act = || law.act(word).map(|act| format!("{} ({word})", act.title));
        let field = || law.field(word).map(|field| format!("{word} ({})", field.title));
        let list = || law.lists.iter().find(|list| list.id == word).map(|list| list.title.clone());
        state.or_else(actor).or_else(act).or_else(field).or_else(list).unwrap_or_else(|| word.to_owned())
    };
    text.split(", ").map(name).collect::<Vec<_>>().join(", ")
}

/// Why a condition refuses, and what would make the act lawful.
pub fn say_guard(law: &Law, lang: Lang, guard: Guard, found: &Found) -> (String, &'static str) {
    let [a, b] = found.clone().map(|text| word(lang, guard, &text).unwrap_or_else(|| named(law, &text)));
    sentence(lang, guard, a, b)
}

#[expect(clippy::too_many_lines, reason = "one arm for each condition, in the order in which they are asked")]
fn sentence(lang: Lang, guard: Guard, a: String, b: String) -> (String, &'static str) {
    match guard {
        Guard::TipVerified => (lang.cases_guard_tip_verified().to_owned(), lang.cases_guard_tip_verified_do()),
        Guard::TestGround => (lang.cases_guard_test_ground().to_owned(), lang.cases_guard_test_ground_do()),
        Guard::SampleOfMinor => (lang.cases_guard_sample_of_minor().to_owned(), lang.cases_guard_sample_of_minor_do()),
        Guard::SampleSupervised => {
            (lang.cases_guard_sample_supervised().to_owned(), lang.cases_guard_sample_supervised_do())
        }
        Guard::ParentsTold => (lang.cases_guard_parents_told().to_owned(), lang.cases_guard_parents_told_do()),
        Guard::ManagedWhereFound => {
            (lang.cases_guard_managed_where_found().to_owned(), lang.cases_guard_managed_where_found_do())
        }
        Guard::Residence30Days => (lang.cases_guard_residence_30_days(a), lang.cases_guard_residence_30_days_do()),
        Guard::PositiveTest => (lang.cases_guard_positive_test().to_owned(), lang.cases_guard_positive_test_do()),
        Guard::StableResidence => {
            (lang.cases_guard_stable_residence().to_owned(), lang.cases_guard_stable_residence_do())
        }
        Guard::ResidesThere => (lang.cases_guard_resides_there(a, b), lang.cases_guard_resides_there_do()),
        Guard::NotDependent => (lang.cases_guard_not_dependent().to_owned(), lang.cases_guard_not_dependent_do()),
        Guard::ReUse => (lang.cases_guard_re_use().to_owned(), lang.cases_guard_re_use_do()),
        Guard::DetentionWithinRemainder => {
            (lang.cases_guard_detention_within_remainder(a, b), lang.cases_guard_detention_within_remainder_do())
        }
        Guard::StopGround => (lang.cases_guard_stop_ground(a), lang.cases_guard_stop_ground_do()),
        Guard::TermServed => (lang.cases_guard_term_served(a, b), lang.cases_guard_term_served_do()),
        Guard::CleanTerm => (lang.cases_guard_clean_term(a), lang.cases_guard_clean_term_do()),
        Guard::DeterminationCase => (lang.cases_guard_determination_case(a), lang.cases_guard_determination_case_do()),
        Guard::DeterminationRecent => {
            (lang.cases_guard_determination_recent(a, b), lang.cases_guard_determination_recent_do())
        }
        Guard::Registered => (lang.cases_guard_registered(a, b), lang.cases_guard_registered_do()),
        Guard::HomeDecision => (lang.cases_guard_home_decision().to_owned(), lang.cases_guard_home_decision_do()),
        Guard::StableForHome => (lang.cases_guard_stable_for_home(a), lang.cases_guard_stable_for_home_do()),
        Guard::ParentsSign => (lang.cases_guard_parents_sign().to_owned(), lang.cases_guard_parents_sign_do()),
        Guard::AgeFloor => (lang.cases_guard_age_floor(a), lang.cases_guard_age_floor_do()),
        Guard::PrivateStages => (lang.cases_guard_private_stages(a), lang.cases_guard_private_stages_do()),
        Guard::TermInLaw => (lang.cases_guard_term_in_law(a, b), lang.cases_guard_term_in_law_do()),
        Guard::CourseCounted => (lang.cases_guard_course_counted(a, b), lang.cases_guard_course_counted_do()),
        Guard::RegistrationOverdue => {
            (lang.cases_guard_registration_overdue().to_owned(), lang.cases_guard_registration_overdue_do())
        }
        Guard::StartOverdue => (lang.cases_guard_start_overdue().to_owned(), lang.cases_guard_start_overdue_do()),
        Guard::AbsenceTwoDays => (lang.cases_guard_absence_two_days(a, b), lang.cases_guard_absence_two_days_do()),
        Guard::GroundForCompulsory => {
            (lang.cases_guard_ground_for_compulsory().to_owned(), lang.cases_guard_ground_for_compulsory_do())
        }
        Guard::WithinLimitation => (lang.cases_guard_within_limitation(a, b), lang.cases_guard_within_limitation_do()),
        Guard::NoExclusion => (lang.cases_guard_no_exclusion(a), lang.cases_guard_no_exclusion_do()),
        Guard::LadderStep => (lang.cases_guard_ladder_step().to_owned(), lang.cases_guard_ladder_step_do()),
        Guard::LadderFollowed => (lang.cases_guard_ladder_followed(a), lang.cases_guard_ladder_followed_do()),
        Guard::NotCriminal => (lang.cases_guard_not_criminal(a), lang.cases_guard_not_criminal_do()),
        Guard::ReadingWindow => (lang.cases_guard_reading_window(a, b), lang.cases_guard_reading_window_do()),
        Guard::FileReadable => (lang.cases_guard_file_readable().to_owned(), lang.cases_guard_file_readable_do()),
        Guard::ReaderEntitled => (lang.cases_guard_reader_entitled(a), lang.cases_guard_reader_entitled_do()),
        Guard::MinorFile => (lang.cases_guard_minor_file().to_owned(), lang.cases_guard_minor_file_do()),
        Guard::NoticeGiven => (lang.cases_guard_notice_given().to_owned(), lang.cases_guard_notice_given_do()),
        Guard::CompletedRehab => (lang.cases_guard_completed_rehab().to_owned(), lang.cases_guard_completed_rehab_do()),
        Guard::Proposed => (lang.cases_guard_proposed().to_owned(), lang.cases_guard_proposed_do()),
        Guard::TurnedAdult => (lang.cases_guard_turned_adult(a, b), lang.cases_guard_turned_adult_do()),
        Guard::HeirUnit => (lang.cases_guard_heir_unit(a, b), lang.cases_guard_heir_unit_do()),
        Guard::NoUseFound => (lang.cases_guard_no_use_found(a), lang.cases_guard_no_use_found_do()),
        Guard::Monitorable => (lang.cases_guard_monitorable(a), lang.cases_guard_monitorable_do()),
        Guard::Departed => (lang.cases_guard_departed().to_owned(), lang.cases_guard_departed_do()),
        Guard::NotDeparted => (lang.cases_guard_not_departed(a, b), lang.cases_guard_not_departed_do()),
        Guard::Absent => (lang.cases_guard_absent().to_owned(), lang.cases_guard_absent_do()),
        Guard::NotAbsent => (lang.cases_guard_not_absent(a), lang.cases_guard_not_absent_do()),
        Guard::Evading => (lang.cases_guard_evading().to_owned(), lang.cases_guard_evading_do()),
        Guard::CloseGround => (lang.cases_guard_close_ground(a, b), lang.cases_guard_close_ground_do()),
        Guard::Follows => (lang.cases_guard_follows(a), lang.cases_guard_follows_do()),
        Guard::RehabEnds => (lang.cases_guard_rehab_ends(a, b), lang.cases_guard_rehab_ends_do()),
        Guard::OtherUnit => (lang.cases_guard_other_unit(a), lang.cases_guard_other_unit_do()),
        Guard::KnownEntry => (lang.cases_guard_known_entry(a, b), lang.cases_guard_known_entry_do()),
        Guard::EntryUpheld => (lang.cases_guard_entry_upheld(a), lang.cases_guard_entry_upheld_do()),
        Guard::CourtDecided => (lang.cases_guard_court_decided().to_owned(), lang.cases_guard_court_decided_do()),
        Guard::ReliefAsked => (lang.cases_guard_relief_asked().to_owned(), lang.cases_guard_relief_asked_do()),
        Guard::ContestOpen => (lang.cases_guard_contest_open(a), lang.cases_guard_contest_open_do()),
        Guard::EntryCorrectable => (lang.cases_guard_entry_correctable(a, b), lang.cases_guard_entry_correctable_do()),
        Guard::ValueStands => (lang.cases_guard_value_stands(a, b), lang.cases_guard_value_stands_do()),
        Guard::ValueFits => (lang.cases_guard_value_fits(a, b), lang.cases_guard_value_fits_do()),
        Guard::AnswerCited => (lang.cases_guard_answer_cited(a), lang.cases_guard_answer_cited_do()),
        Guard::BirthKnown => (lang.cases_guard_birth_known().to_owned(), lang.cases_guard_birth_known_do()),
        Guard::BirthPossible => (lang.cases_guard_birth_possible(a, b), lang.cases_guard_birth_possible_do()),
        Guard::Regime => (lang.cases_guard_regime(b, a), lang.cases_guard_regime_do()),
        Guard::FieldsGiven => (lang.cases_guard_fields_given(a), lang.cases_guard_fields_given_do()),
        Guard::PaperGiven => (lang.cases_guard_paper_given(a, b), lang.cases_guard_paper_given_do()),
        Guard::PaperDated => (lang.cases_guard_paper_dated(a, b), lang.cases_guard_paper_dated_do()),
        Guard::State => (lang.cases_guard_state(a, b), lang.cases_guard_state_do()),
        Guard::Authority => (lang.cases_guard_authority(a, b), lang.cases_guard_authority_do()),
        Guard::OneOfAKind => (lang.cases_guard_one_of_a_kind(a, b), lang.cases_guard_one_of_a_kind_do()),
        Guard::DocumentUnique => (lang.cases_guard_document_unique(a, b), lang.cases_guard_document_unique_do()),
        Guard::InOrder => (lang.cases_guard_in_order(a, b), lang.cases_guard_in_order_do()),
        Guard::NotInFuture => (lang.cases_guard_not_in_future(a, b), lang.cases_guard_not_in_future_do()),
        Guard::AfterEnd => (lang.cases_guard_after_end(a, b), lang.cases_guard_after_end_do()),
        Guard::UnitInForce => (lang.cases_guard_unit_in_force(a, b), lang.cases_guard_unit_in_force_do()),
        Guard::OwnUnit => (lang.cases_guard_own_unit(a, b), lang.cases_guard_own_unit_do()),
        Guard::ResidentThen => (lang.cases_guard_resident_then(a, b), lang.cases_guard_resident_then_do()),
        Guard::SecondPerson => (lang.cases_guard_second_person(a), lang.cases_guard_second_person_do()),
    }
}

/// The word for a reason that has no name in the tables.
fn word(lang: Lang, guard: Guard, text: &str) -> Option<String> {
    let word = match (guard, text) {
        (Guard::SecondPerson, "act") => lang.cases_second_act(),
        (Guard::SecondPerson, "minor") => lang.cases_second_minor(),
        (Guard::SecondPerson, "late") => lang.cases_second_late(),
        (Guard::SecondPerson, "list") => lang.cases_second_list(),
        (Guard::SecondPerson, "regime") => lang.cases_second_regime(),
        (Guard::PaperGiven, "number") => lang.cases_paper_number(),
        (Guard::PaperGiven, "signer") => lang.cases_paper_signer(),
        (Guard::SecondPerson, "old") => lang.cases_second_old(),
        (Guard::ReaderEntitled, "parents") => lang.cases_reader_parents(),
        (Guard::ReaderEntitled, "lawyer") => lang.cases_reader_lawyer(),
        (Guard::AfterEnd, "death") => lang.cases_closed_death(),
        (Guard::AfterEnd, "missing") => lang.cases_closed_missing(),
        (Guard::AfterEnd, "erased") => lang.cases_closed_erased(),
        _ => return choice(lang, guard, text),
    };
    Some(word.to_owned())
}

/// A choice that a condition refuses, as the form calls it, with the key that a written case has.
fn choice(lang: Lang, guard: Guard, text: &str) -> Option<String> {
    let field = match guard {
        Guard::StopGround => "stop_reason",
        Guard::Monitorable => "basis",
        Guard::NoExclusion => "exclusion",
        Guard::CloseGround => "close_reason",
        Guard::Registered => "form",
        _ => return None,
    };
    option(lang, field, text).map(|label| format!("{label} ({text})"))
}

/// What is worth knowing beside an act, in words.
pub fn say_note(lang: Lang, kind: NoteKind) -> String {
    match kind {
        NoteKind::Remind => lang.cases_note_remind().to_owned(),
        NoteKind::Review => lang.cases_note_review().to_owned(),
        NoteKind::LadderCompulsory => lang.cases_note_ladder_compulsory().to_owned(),
        NoteKind::Criminal(point) => lang.cases_note_criminal(point),
        NoteKind::NowMinor => lang.cases_note_now_minor().to_owned(),
        NoteKind::YouthMember => lang.cases_note_youth_member().to_owned(),
        NoteKind::CourseDiffers => lang.cases_note_course_differs().to_owned(),
    }
}

/// Why the law refuses an act, what would make it lawful, and the clause.
pub fn say_refusal(refusal: &Refusal, lang: Lang) -> String {
    // the refusal came from the tables; without them nothing refuses
    let Ok(law) = crate::cases::law() else { return refusal.clause.clone() };
    let (what, todo) = say_guard(law, lang, refusal.guard, &refusal.found);
    lang.cases_refused_by_law(what, todo, &refusal.clause)
}

/// A fault of a written case, with its place, value and what to do.
pub fn say_fault(lang: Lang, file: &str, fault: &Fault) -> String {
    let what = match &fault.kind {
        FaultKind::Unreadable(line) => {
            lang.cases_fault_unreadable(line, fault.value.chars().take(80).collect::<String>())
        }
        FaultKind::TooLong => lang.cases_fault_too_long(ACTS_MAX, BYTES_MAX),
        FaultKind::Missing => lang.cases_fault_missing().to_owned(),
        FaultKind::UnknownKey(known) => lang.cases_fault_unknown_key(known),
        FaultKind::OneOf(known) => lang.cases_fault_one_of(known),
        FaultKind::BadDate => lang.cases_fault_bad_date().to_owned(),
        FaultKind::BadKind(kind) => lang.cases_fault_bad_kind(match kind {
            FieldKind::Choice => lang.cases_kind_choice(),
            FieldKind::Yes => lang.cases_kind_yes(),
            FieldKind::Number => lang.cases_kind_number(),
            FieldKind::Date => lang.cases_kind_date(),
            FieldKind::Unit => lang.cases_kind_unit(),
            FieldKind::Text => lang.cases_kind_text(),
        }),
        FaultKind::NoAct => lang.cases_fault_no_act().to_owned(),
    };
    let value: String = fault.value.chars().take(80).collect();
    if fault.key.is_empty() {
        // about the file as a whole: there is no key to name
        lang.cases_fault_file(file, what)
    } else if fault.table == 0 {
        lang.cases_fault_head(file, &fault.key, value, what)
    } else {
        lang.cases_fault_act(file, fault.table, &fault.key, value, what)
    }
}

/// A finding about a table of the law.
pub fn say_finding(lang: Lang, finding: &Finding) -> String {
    lang.cases_law_finding(&finding.file, finding.line, say_defect(lang, &finding.defect))
}

/// What is wrong with a table.
pub fn say_defect(lang: Lang, defect: &Defect) -> String {
    match defect {
        Defect::Unreadable(why) => lang.cases_defect_unreadable(why),
        Defect::UnknownSchema(schema) => lang.cases_defect_schema(schema),
        Defect::MissingCitation(id) => lang.cases_defect_citation(id),
        Defect::MissingEvidence(id) => lang.cases_defect_evidence(id),
        Defect::MissingOwner(id) => lang.cases_defect_owner(id),
        Defect::Unknown(kind, id) => lang.cases_defect_unknown(kind, id),
        Defect::Duplicate(id) => lang.cases_defect_duplicate(id),
        Defect::BadLength(id) => lang.cases_defect_length(id),
        Defect::Unreachable(id) => lang.cases_defect_unreachable(id),
        Defect::BadHead => lang.cases_defect_head().to_owned(),
        Defect::NotConfigurable(id) => lang.cases_defect_not_configurable(id),
    }
}

#[cfg(test)]
mod tests {
    use domain::cases::rehearsal::read;
    use texts::Lang;

    use super::say_fault;

    #[test]
    fn a_line_that_is_no_toml_is_named_by_its_number_and_its_words() {
        let mut law = domain::cases::shipped().expect("the shipped law is sound");
        let faults = read(&mut law, "title = \"giả định\"\n[person\nborn = 1990-01-01\n").expect_err("no TOML");
        let said: Vec<String> = faults.iter().map(|fault| say_fault(Lang::Vi, "ca.toml", fault)).collect();
        assert_eq!(said, ["ca.toml: không đọc được TOML ở dòng 2: “[person”; sửa dòng ấy theo cú pháp TOML"]);
    }
}
