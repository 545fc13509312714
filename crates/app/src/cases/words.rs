//! What fields of acts and their choices are called, and what an entry says, in words.

use domain::cases::{Event, FieldKind, Law, Value, read_value};
use texts::Lang;

use crate::app::App;

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
        "close_reason" => lang.files_field_close_reason(),
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
        "third_party" => lang.files_field_third_party(),
        "told_to" => lang.files_field_told_to(),
        "told_on" => lang.files_field_told_on(),
        "youth_member" => lang.files_field_youth_member(),
        "method" => lang.files_field_method(),
        "tester" => lang.files_field_tester(),
        "same_sex" => lang.files_field_same_sex(),
        "relief" => lang.files_field_relief(),
        "appeal" => lang.files_field_appeal(),
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
        ("reader", "self") => lang.files_opt_reader_self(),
        ("reader", "representative") => lang.files_opt_reader_representative(),
        ("reader", "parents") => lang.files_opt_reader_parents(),
        ("reader", "lawyer") => lang.files_opt_reader_lawyer(),
        _ => return later_option(lang, of, option),
    })
}

/// Choices of acts that come after registration, and of those about the file itself.
fn later_option(lang: Lang, of: &str, option: &str) -> Option<&'static str> {
    Some(match (of, option) {
        ("answer", "upheld") => lang.files_opt_answer_upheld(),
        ("answer", "partly") => lang.files_opt_answer_partly(),
        ("answer", "rejected") => lang.files_opt_answer_rejected(),
        ("service", "started") => lang.files_opt_service_started(),
        ("service", "abandoned") => lang.files_opt_service_abandoned(),
        ("service", "done") => lang.files_opt_service_done(),
        ("breach", "refuse_monitoring") => lang.files_opt_breach_refuse_monitoring(),
        ("breach", "administrative") => lang.files_opt_breach_administrative(),
        ("breach", "other") => lang.files_opt_breach_other(),
        ("exclusion", "pregnancy") => lang.files_opt_exclusion_pregnancy(),
        ("exclusion", "young_child") => lang.files_opt_exclusion_young_child(),
        ("exclusion", "capacity") => lang.files_opt_exclusion_capacity(),
        ("close_reason", "exclusion") => lang.files_opt_close_reason_exclusion(),
        ("close_reason", "limitation") => lang.files_opt_close_reason_limitation(),
        ("close_reason", "registered") => lang.files_opt_close_reason_registered(),
        ("close_reason", "criminal") => lang.files_opt_close_reason_criminal(),
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
        ("told_to", "father") => lang.files_opt_told_to_father(),
        ("told_to", "mother") => lang.files_opt_told_to_mother(),
        ("told_to", "guardian") => lang.files_opt_told_to_guardian(),
        ("told_to", "representative") => lang.files_opt_told_to_representative(),
        ("youth_member", "teacher") => lang.files_opt_youth_member_teacher(),
        ("youth_member", "doi") => lang.files_opt_youth_member_doi(),
        ("youth_member", "doan") => lang.files_opt_youth_member_doan(),
        ("relief", "postpone") => lang.files_opt_relief_postpone(),
        ("relief", "exempt") => lang.files_opt_relief_exempt(),
        ("relief", "suspend") => lang.files_opt_relief_suspend(),
        ("appeal", "complaint") => lang.files_opt_appeal_complaint(),
        ("appeal", "petition") => lang.files_opt_appeal_petition(),
        ("appeal", "protest") => lang.files_opt_appeal_protest(),
        ("correction_ground", "answer") => lang.files_opt_correction_ground_answer(),
        ("correction_ground", "own_finding") => lang.files_opt_correction_ground_own_finding(),
        _ => return None,
    })
}

/// What a field is called, in the reader's language or in the words of the tables.
pub fn label(law: &Law, lang: Lang, key: &str) -> String {
    let title = || law.field(key).map_or_else(|| key.to_owned(), |field| field.title.clone());
    field(lang, key).map_or_else(title, str::to_owned)
}

impl App {
    /// What an entry says, for paper: each field with its value, in the order of the law's tables.
    pub(crate) fn say_entry(&self, law: &Law, event: &Event) -> String {
        let act = law.act(&event.act);
        let order = act.into_iter().flat_map(|act| act.needs.iter().chain(&act.may));
        let known = order.filter_map(|key| Some((key, event.fields.get(key)?)));
        let others = event
            .fields
            .iter()
            .filter(|(key, _)| act.is_none_or(|act| !act.needs.contains(key) && !act.may.contains(key)));
        let said = known.chain(others).map(|(key, value)| {
            Lang::Vi.papers_said(label(law, Lang::Vi, key), self.say_corrected(law, event, key, value))
        });
        said.collect::<Vec<_>>().join("; ")
    }

    /// A value; of a correction, the old and the new one in the words of the field that it put right.
    fn say_corrected(&self, law: &Law, event: &Event, key: &str, value: &Value) -> String {
        let field = event.text_of("corrected").filter(|_| matches!(key, "old_value" | "new_value"));
        let said = field.zip(event.text_of(key)).and_then(|(field, text)| Some((field, read_value(law, field, text)?)));
        let (key, value) = said.as_ref().map_or((key, value), |(field, value)| (*field, value));
        self.say_value(law, event, key, value)
    }

    fn say_value(&self, law: &Law, event: &Event, key: &str, value: &Value) -> String {
        let lang = Lang::Vi;
        match value {
            Value::Yes(true) => lang.files_act_yes().to_owned(),
            Value::Yes(false) => lang.files_act_no().to_owned(),
            Value::Number(number) => number.to_string(),
            Value::Date(date) => super::fault::day(*date),
            Value::Text(text) => match law.field(key).map(|field| field.kind) {
                Some(FieldKind::Unit) => self.say_case_unit(text, event.on.day, lang),
                Some(FieldKind::Choice) => option(lang, key, text).map_or_else(|| text.clone(), str::to_owned),
                _ => text.clone(),
            },
        }
    }
}
