//! Numbers and switches in words.

use domain::counts::Number;
use texts::Lang;

/// What a number counts.
pub fn say_number(lang: Lang, number: Number) -> &'static str {
    match number {
        Number::Users => lang.counts_n_users(),
        Number::UsersIn => lang.counts_n_users_in(),
        Number::UsersOut => lang.counts_n_users_out(),
        Number::UsersMoving => lang.counts_n_users_moving(),
        Number::Addicts => lang.counts_n_addicts(),
        Number::AddictsIn => lang.counts_n_addicts_in(),
        Number::AddictsOut => lang.counts_n_addicts_out(),
        Number::AddictsMoving => lang.counts_n_addicts_moving(),
        Number::Post => lang.counts_n_post(),
        Number::PostIn => lang.counts_n_post_in(),
        Number::PostOut => lang.counts_n_post_out(),
        Number::PostMoving => lang.counts_n_post_moving(),
        Number::RemovedLate => lang.counts_n_removed_late(),
        Number::DeterminationDue => lang.counts_n_a0_due(),
        Number::DeterminationDone => lang.counts_n_a0_done(),
        Number::Cohort => lang.counts_n_a_cohort(),
        Number::CohortFiled => lang.counts_n_a1_filed(),
        Number::CohortInForm => lang.counts_n_a2_in_form(),
        Number::FormHome => lang.counts_n_a_home(),
        Number::FormPrivate => lang.counts_n_a_private(),
        Number::FormPublic => lang.counts_n_a_public(),
        Number::FormSubstitution => lang.counts_n_a_substitution(),
        Number::FormCompulsory => lang.counts_n_a_compulsory(),
        Number::FilePending => lang.counts_n_a_file(),
        Number::InsideWindow => lang.counts_n_a_window(),
        Number::NotNotified => lang.counts_n_a_not_notified(),
        Number::Registered => lang.counts_n_a_registered(),
        Number::Excluded => lang.counts_n_a_excluded(),
        Number::Postponed => lang.counts_n_a_postponed(),
        Number::Absconded => lang.counts_n_a_absconded(),
        Number::Imprisoned => lang.counts_n_a_imprisoned(),
        Number::NotInForm => lang.counts_n_a_not_in_form(),
        Number::Grounds => lang.counts_n_b_grounds(),
        Number::Tested => lang.counts_n_b_tested(),
        Number::Withdrawn => lang.counts_n_b_withdrawn(),
        Number::Positive => lang.counts_n_b_positive(),
        Number::Negative => lang.counts_n_b_negative(),
        Number::Escorted => lang.counts_n_b_escorted(),
        Number::Erased => lang.counts_n_b_erased(),
        Number::PostDue => lang.counts_n_c_due(),
        Number::PostActive => lang.counts_n_c_active(),
        Number::PostFiled => lang.counts_n_c1_filed(),
        Number::PostMet => lang.counts_n_c2_met(),
        Number::PostTested => lang.counts_n_c3_tested(),
        Number::PostCounselled => lang.counts_n_c4_counselled(),
        Number::WorkAssessed => lang.counts_n_c5_assessed(),
        Number::WorkOffered => lang.counts_n_c5_offered(),
        Number::WorkAccepted => lang.counts_n_c5_accepted(),
        Number::WorkRefused => lang.counts_n_c5_refused(),
        Number::WorkNotNeeded => lang.counts_n_c5_not_needed(),
        Number::AddictsOnFile => lang.counts_n_addicts_on_file(),
        Number::UsersOnFile => lang.counts_n_users_on_file(),
        Number::ResidentsNotExempt => lang.counts_n_residents_not_exempt(),
    }
}

/// Whom a switch is about; nothing for a name that is none.
pub fn say_switch(lang: Lang, id: &str) -> &'static str {
    match id {
        "facility_on_file" => lang.counts_switch_facility_on_file(),
        "prison_on_file" => lang.counts_switch_prison_on_file(),
        "postponed_on_file" => lang.counts_switch_postponed_on_file(),
        "post_on_file" => lang.counts_switch_post_on_file(),
        "private_exempt" => lang.counts_switch_private_exempt(),
        "postponed_not_exempt" => lang.counts_switch_postponed_not_exempt(),
        _ => "",
    }
}
