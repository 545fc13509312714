//! Numbers and switches in words.

use domain::counts::{Choices, Number};
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
        Number::DeterminationOpen => lang.counts_n_a0_open(),
        Number::Cohort => lang.counts_n_a_cohort(),
        Number::CohortFiled => lang.counts_n_a1_filed(),
        Number::CohortSummed => lang.counts_n_a1_summed(),
        Number::CohortUnfiled => lang.counts_n_a1_unfiled(),
        Number::CohortHelped => lang.counts_n_a1_helped(),
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
        Number::UsersFound => lang.counts_n_u_found(),
        Number::UsersFiled => lang.counts_n_u_filed(),
        Number::UsersHelped => lang.counts_n_u_helped(),
        Number::Grounds => lang.counts_n_b_grounds(),
        Number::Tested => lang.counts_n_b_tested(),
        Number::GroundWaiting => lang.counts_n_b_waiting(),
        Number::Withdrawn => lang.counts_n_b_withdrawn(),
        Number::Positive => lang.counts_n_b_positive(),
        Number::Negative => lang.counts_n_b_negative(),
        Number::Escorted => lang.counts_n_b_escorted(),
        Number::Erased => lang.counts_n_b_erased(),
        Number::PostDue => lang.counts_n_c_due(),
        Number::PostActive => lang.counts_n_c_active(),
        Number::PostFiled => lang.counts_n_c1_filed(),
        Number::PostIncomplete => lang.counts_n_c1_incomplete(),
        Number::PostImprisoned => lang.counts_n_c_imprisoned(),
        Number::PostAgain => lang.counts_n_c_again(),
        Number::PostUnmanaged => lang.counts_n_c_unmanaged(),
        Number::PostMet => lang.counts_n_c2_met(),
        Number::PostTested => lang.counts_n_c3_tested(),
        Number::PostUnscheduled => lang.counts_n_c3_unscheduled(),
        Number::PostCounselled => lang.counts_n_c4_counselled(),
        Number::WorkAssessed => lang.counts_n_c5_assessed(),
        Number::WorkOffered => lang.counts_n_c5_offered(),
        Number::WorkAccepted => lang.counts_n_c5_accepted(),
        Number::WorkRefused => lang.counts_n_c5_refused(),
        Number::WorkNotNeeded => lang.counts_n_c5_not_needed(),
        Number::AddictsOnFile => lang.counts_n_addicts_on_file(),
        Number::UsersOnFile => lang.counts_n_users_on_file(),
        Number::ResidentsNotExempt => lang.counts_n_residents_not_exempt(),
        Number::InCustody => lang.counts_n_in_custody(),
        Number::Absent => lang.counts_n_absent(),
    }
}

/// Whom a switch is about; nothing for a name that is none.
pub fn say_switch(lang: Lang, id: &str) -> &'static str {
    match id {
        "facility_on_file" => lang.counts_switch_facility_on_file(),
        "prison_on_file" => lang.counts_switch_prison_on_file(),
        "postponed_on_file" => lang.counts_switch_postponed_on_file(),
        "post_on_file" => lang.counts_switch_post_on_file(),
        "custody_on_file" => lang.counts_switch_custody_on_file(),
        "absent_on_file" => lang.counts_switch_absent_on_file(),
        "private_exempt" => lang.counts_switch_private_exempt(),
        "away_not_exempt" => lang.counts_switch_away_not_exempt(),
        "postponed_not_exempt" => lang.counts_switch_postponed_not_exempt(),
        _ => "",
    }
}

/// Whether the people of a switch are counted.
pub fn say_counted(lang: Lang, counted: bool) -> &'static str {
    if counted { lang.counts_switch_on() } else { lang.counts_switch_off() }
}

/// What was chosen otherwise than by default, in one sentence; none where nothing was.
pub fn say_choices(lang: Lang, choices: &Choices) -> Option<String> {
    let one = |(switch, on): (&domain::counts::Switch, bool)| {
        lang.counts_chosen_one(say_switch(lang, switch.id), say_counted(lang, on))
    };
    let all: Vec<String> = choices.chosen().map(one).collect();
    (!all.is_empty()).then(|| lang.counts_chosen(all.join("; ")))
}
