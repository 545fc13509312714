//! What fields of acts and their choices are called, and how days, hours and values are written.

use app::App;
use app::cases::SeatKind;
use domain::access::Purpose;
use domain::cases::{FieldKind, Guard, Law, Moment, Value};
use jiff::civil::{Date, DateTime};
use pages::case::Basis;
use texts::Lang;

/// What a field is called; none for one that an office added to the tables.
pub fn field(lang: Lang, id: &str) -> Option<&'static str> {
    Some(match id {
        "ground" => lang.files_field_ground(),
        "verified" => lang.files_field_verified(),
        "evidence_ref" => lang.files_field_evidence_ref(),
        "reason" => lang.files_field_reason(),
        "remote" => lang.files_field_remote(),
        "witness" => lang.files_field_witness(),
        "consent" => lang.files_field_consent(),
        "sample" => lang.files_field_sample(),
        "stable" => lang.files_field_stable(),
        "residence" => lang.files_field_residence(),
        "days" => lang.files_field_days(),
        "absent_from" => lang.files_field_absent_from(),
        "detention" => lang.files_field_detention(),
        "stop_reason" => lang.files_field_stop_reason(),
        "case" => lang.files_field_case(),
        "result" => lang.files_field_result(),
        "reader" => lang.files_field_reader(),
        "notes" => lang.files_field_notes(),
        "form" => lang.files_field_form(),
        "parents" => lang.files_field_parents(),
        "child_statement" => lang.files_field_child_statement(),
        "child_rights" => lang.files_field_child_rights(),
        "months" => lang.files_field_months(),
        "course" => lang.files_field_course(),
        "stages" => lang.files_field_stages(),
        "service" => lang.files_field_service(),
        "breach" => lang.files_field_breach(),
        "exclusion" => lang.files_field_exclusion(),
        "decision" => lang.files_field_decision(),
        "basis" => lang.files_field_basis(),
        "to_unit" => lang.files_field_to_unit(),
        "team" => lang.files_field_team(),
        "support" => lang.files_field_support(),
        "outcome" => lang.files_field_outcome(),
        "entry" => lang.files_field_entry(),
        "contest" => lang.files_field_contest(),
        "answer" => lang.files_field_answer(),
        "born" => lang.files_field_born(),
        "corrected" => lang.files_field_corrected(),
        "old_value" => lang.files_field_old_value(),
        "new_value" => lang.files_field_new_value(),
        "correction_ground" => lang.files_field_correction_ground(),
        _ => return None,
    })
}

/// What a choice is called; none for one that an office added.
pub fn option(lang: Lang, of: &str, option: &str) -> Option<&'static str> {
    if of == "corrected" {
        return field(lang, option);
    }
    Some(match (of, option) {
        ("ground", "a") => lang.files_opt_ground_a(),
        ("ground", "b") => lang.files_opt_ground_b(),
        ("ground", "c") => lang.files_opt_ground_c(),
        ("ground", "d") => lang.files_opt_ground_d(),
        ("ground", "dd") => lang.files_opt_ground_dd(),
        ("ground", "e") => lang.files_opt_ground_e(),
        ("ground", "g") => lang.files_opt_ground_g(),
        ("ground", "h") => lang.files_opt_ground_h(),
        ("ground", "i") => lang.files_opt_ground_i(),
        ("answer", "upheld") => lang.files_opt_answer_upheld(),
        ("answer", "partly") => lang.files_opt_answer_partly(),
        ("answer", "rejected") => lang.files_opt_answer_rejected(),
        ("sample", "urine") => lang.files_opt_sample_urine(),
        ("sample", "blood") => lang.files_opt_sample_blood(),
        ("sample", "other") => lang.files_opt_sample_other(),
        ("residence", "permanent") => lang.files_opt_residence_permanent(),
        ("residence", "temporary") => lang.files_opt_residence_temporary(),
        ("residence", "current") => lang.files_opt_residence_current(),
        ("detention", "tam_giu") => lang.files_opt_detention_tam_giu(),
        ("detention", "tam_giam") => lang.files_opt_detention_tam_giam(),
        ("stop_reason", "dependent") => lang.files_opt_stop_reason_dependent(),
        ("stop_reason", "detention_outlasts") => lang.files_opt_stop_reason_detention_outlasts(),
        ("stop_reason", "reform_school") => lang.files_opt_stop_reason_reform_school(),
        ("stop_reason", "prison") => lang.files_opt_stop_reason_prison(),
        ("stop_reason", "education_in_commune") => lang.files_opt_stop_reason_education_in_commune(),
        ("case", "a") => lang.files_opt_case_a(),
        ("case", "b") => lang.files_opt_case_b(),
        ("case", "c") => lang.files_opt_case_c(),
        ("case", "d") => lang.files_opt_case_d(),
        ("case", "dd") => lang.files_opt_case_dd(),
        ("result", "dependent") => lang.files_opt_result_dependent(),
        ("result", "not_dependent") => lang.files_opt_result_not_dependent(),
        ("form", "home") => lang.files_opt_form_home(),
        ("form", "private") => lang.files_opt_form_private(),
        ("form", "public") => lang.files_opt_form_public(),
        ("form", "substitution") => lang.files_opt_form_substitution(),
        ("service", "started") => lang.files_opt_service_started(),
        ("service", "abandoned") => lang.files_opt_service_abandoned(),
        ("service", "done") => lang.files_opt_service_done(),
        ("breach", "refuse_monitoring") => lang.files_opt_breach_refuse_monitoring(),
        ("breach", "administrative") => lang.files_opt_breach_administrative(),
        ("breach", "other") => lang.files_opt_breach_other(),
        ("reader", "self") => lang.files_opt_reader_self(),
        ("reader", "representative") => lang.files_opt_reader_representative(),
        ("reader", "parents") => lang.files_opt_reader_parents(),
        ("reader", "lawyer") => lang.files_opt_reader_lawyer(),
        ("exclusion", "pregnancy") => lang.files_opt_exclusion_pregnancy(),
        ("exclusion", "young_child") => lang.files_opt_exclusion_young_child(),
        ("exclusion", "capacity") => lang.files_opt_exclusion_capacity(),
        ("decision", "apply") => lang.files_opt_decision_apply(),
        ("decision", "refuse") => lang.files_opt_decision_refuse(),
        ("basis", "adult") => lang.files_opt_basis_adult(),
        ("basis", "parents_request") => lang.files_opt_basis_parents_request(),
        ("basis", "no_stable_residence") => lang.files_opt_basis_no_stable_residence(),
        ("support", "counselling") => lang.files_opt_support_counselling(),
        ("support", "vocational") => lang.files_opt_support_vocational(),
        ("support", "loan") => lang.files_opt_support_loan(),
        ("support", "job") => lang.files_opt_support_job(),
        ("support", "schooling") => lang.files_opt_support_schooling(),
        ("outcome", "assessed") => lang.files_opt_outcome_assessed(),
        ("outcome", "offered") => lang.files_opt_outcome_offered(),
        ("outcome", "accepted") => lang.files_opt_outcome_accepted(),
        ("outcome", "refused") => lang.files_opt_outcome_refused(),
        ("outcome", "not_needed") => lang.files_opt_outcome_not_needed(),
        ("contest", "complaint") => lang.files_opt_contest_complaint(),
        ("contest", "correction") => lang.files_opt_contest_correction(),
        ("correction_ground", "answer") => lang.files_opt_correction_ground_answer(),
        ("correction_ground", "own_finding") => lang.files_opt_correction_ground_own_finding(),
        _ => return None,
    })
}

/// How a measure ended; none where it went over into another.
pub fn how(lang: Lang, how: &str) -> Option<&'static str> {
    Some(match how {
        "E1" => lang.files_how_e1(),
        "E2" => lang.files_how_e2(),
        "E3" => lang.files_how_e3(),
        "done" => lang.files_how_done(),
        "exempt" => lang.files_how_exempt(),
        "walked_out" => lang.files_how_walked_out(),
        "terminated" => lang.files_how_terminated(),
        "death" => lang.files_how_death(),
        "missing" => lang.files_how_missing(),
        "annulled" => lang.files_how_annulled(),
        "corrected" => lang.files_how_corrected(),
        _ => return None,
    })
}

/// What to do about a refusal, in the words of the form; the command line names keys where this names boxes.
pub fn remedy(lang: Lang, guard: Guard, otherwise: &str) -> String {
    let told = match guard {
        Guard::TipVerified => lang.files_remedy_tip_verified(),
        Guard::TestGround => lang.files_remedy_test_ground(),
        Guard::SampleOfMinor => lang.files_remedy_sample_of_minor(),
        Guard::Residence30Days => lang.files_remedy_residence(),
        Guard::ParentsSign => lang.files_remedy_parents(),
        Guard::TermInLaw => lang.files_remedy_term(),
        Guard::AbsenceTwoDays => lang.files_remedy_absence(),
        Guard::Monitorable => lang.files_remedy_monitorable(),
        Guard::FileReadable => lang.files_remedy_file_readable(),
        Guard::ReaderEntitled => lang.files_remedy_reader_entitled(),
        Guard::MinorFile => lang.files_remedy_minor_file(),
        Guard::PaperGiven => lang.files_remedy_paper(),
        Guard::PaperDated => lang.files_remedy_paper_day(),
        Guard::SecondPerson => lang.files_remedy_second(),
        Guard::Regime => lang.files_remedy_regime(),
        _ => return pages::format::sentence(&without_keys(otherwise)),
    };
    told.to_owned()
}

/// A sentence without the keys that stand in brackets: `ghi kết quả trước (record_positive_test)`.
pub fn without_keys(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(" (") {
        let Some((inside, behind)) = after.split_once(')') else { break };
        out.push_str(before);
        if !inside.is_ascii() || !inside.contains(['_', '=']) {
            out.push_str(" (");
            out.push_str(inside);
            out.push(')');
        }
        rest = behind;
    }
    out + rest
}

/// A line's basis as pages show it.
pub fn basis(of: domain::cases::Basis<'_>) -> Basis {
    Basis {
        citation: of.citation.to_owned(),
        mark: of.evidence.key().to_owned(),
        owner: of.owner.unwrap_or_default().to_owned(),
    }
}

/// A day.
pub fn day(lang: Lang, day: Date) -> String {
    pages::format::date(lang, &day.to_string())
}

/// An instant in Việt Nam: `08:30 06/07/2026`.
pub fn instant(lang: Lang, at: DateTime) -> String {
    format!("{:02}:{:02} {}", at.hour(), at.minute(), day(lang, at.date()))
}

/// The same for machines.
pub fn machine(at: DateTime) -> String {
    format!("{}T{:02}:{:02}", at.date(), at.hour(), at.minute())
}

/// A moment, with its hour where it is known.
pub fn moment(lang: Lang, at: Moment) -> String {
    match at.hour {
        Some(hour) => instant(lang, at.day.to_datetime(hour)),
        None => day(lang, at.day),
    }
}

/// A purpose as a sentence begins with it.
pub fn purpose(app: &App, lang: Lang, purpose: Purpose) -> String {
    app.say_purpose(purpose, lang).to_owned()
}

/// A value that was written down.
pub fn value(app: &App, law: &Law, lang: Lang, key: &str, value: &Value, on: Date) -> String {
    match value {
        Value::Yes(true) => lang.files_act_yes().to_owned(),
        Value::Yes(false) => lang.files_act_no().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Date(date) => day(lang, *date),
        Value::Text(text) => match law.field(key).map(|field| field.kind) {
            Some(FieldKind::Unit) => app.say_case_unit(text, on, lang),
            Some(FieldKind::Choice) => option(lang, key, text).map_or_else(|| text.clone(), str::to_owned),
            _ => text.clone(),
        },
    }
}

/// What a field is called, in the reader's language or in the words of the tables.
pub fn label(law: &Law, lang: Lang, key: &str) -> String {
    let title = || law.field(key).map_or_else(|| key.to_owned(), |field| field.title.clone());
    field(lang, key).map_or_else(title, str::to_owned)
}

/// A place in a team.
pub const fn seat(lang: Lang, kind: SeatKind) -> &'static str {
    match kind {
        SeatKind::Head => lang.files_seat_head(),
        SeatKind::Deputy => lang.files_seat_deputy(),
        SeatKind::Member => lang.files_seat_member(),
    }
}

/// The legal name of an office.
pub fn office(law: &Law, id: &str) -> String {
    law.actors.iter().find(|actor| actor.id == id).map_or_else(|| id.to_owned(), |actor| actor.title.clone())
}

/// The legal name of a state.
pub fn state(law: &Law, id: &str) -> String {
    law.state(id).map_or_else(|| id.to_owned(), |state| state.title.clone())
}

/// The legal name of a list.
pub fn list(law: &Law, id: &str) -> String {
    law.lists.iter().find(|list| list.id == id).map_or_else(|| id.to_owned(), |list| list.title.clone())
}

#[cfg(test)]
mod tests {
    use super::{field, option, without_keys};
    use texts::Lang;

    #[test]
    fn every_choice_of_every_field_has_words() {
        let law = domain::cases::shipped().expect("the shipped law is sound");
        for of in &law.fields {
            for lang in [Lang::Vi, Lang::En] {
                assert!(field(lang, &of.id).is_some_and(|word| !word.is_empty()), "{} has no words", of.id);
                for choice in &of.options {
                    let word = option(lang, &of.id, choice);
                    assert!(word.is_some_and(|word| !word.is_empty()), "{}={choice} has no words", of.id);
                }
            }
        }
    }

    #[test]
    fn keys_in_brackets_are_left_out_and_other_brackets_stay() {
        assert_eq!(without_keys("ghi trước (record_positive_test)"), "ghi trước");
        assert_eq!(without_keys("đề nghị lại (request_determination, case = \"b\") ngay"), "đề nghị lại ngay");
        assert_eq!(without_keys("trước ngày (chế độ B)"), "trước ngày (chế độ B)");
    }
}
