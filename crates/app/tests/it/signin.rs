//! Coming in, staying in, being appointed: each rule on both engines.

mod around;
mod cases;
mod glasses;
mod ground;
mod groups;
mod lists;
mod mail;
mod minors;
mod papers;
mod passkeys;
mod passwords;
mod provider;
mod reach;
mod rights;
mod sessions;
mod tasks;

use testkit::authenticator;

/// Makes `sqlite::name` and `postgres::name` of each test function.
macro_rules! both {
    ($($room:ident::$test:ident)*) => {
        mod sqlite { $(
            #[tokio::test]
            async fn $test() {
                let house = super::ground::House::open().await;
                super::$room::$test(&house).await;
                house.finish().await;
            }
        )* }
        mod postgres { $(
            #[tokio::test]
            async fn $test() {
                let Some(house) = super::ground::House::on_a_server().await else { return };
                super::$room::$test(&house).await;
                house.finish().await;
            }
        )* }
    };
}

both! {
    mail::a_reminder_is_told_once_and_the_head_when_it_stays_late
    mail::a_department_is_reminded_of_its_own_report_on_a_sunday_and_its_head_when_it_stays_late
    mail::a_late_task_is_told_to_the_person_the_head_and_at_last_to_who_gave_it
    mail::mail_about_a_task_that_was_withdrawn_meanwhile_is_not_sent
    mail::what_goes_up_elsewhere_is_reminded_of_and_never_called_late
    mail::a_server_that_is_down_loses_nothing_and_doubles_nothing
    mail::what_is_refused_for_good_is_given_up_and_shown
    mail::what_was_submitted_or_is_not_wanted_is_not_told
    mail::an_account_that_cannot_be_used_gets_no_mail_and_opens_no_calendar
    mail::guessing_addresses_is_slowed_down_and_shuts_no_door
    around::a_member_of_a_team_sees_their_own_people_and_no_measure
    around::a_member_without_an_account_is_kept_by_name_under_the_persons_key
    around::a_correction_keeps_old_and_new_and_leaves_the_birth_to_its_act
    around::a_value_of_an_entry_is_corrected_by_two_and_a_death_in_error_undone
    around::the_file_of_a_minor_is_corrected_by_two
    around::who_stood_by_a_minor_is_on_file_first
    around::two_files_of_one_person_are_linked_by_two_and_apart_again
    around::a_double_elsewhere_is_named_by_no_unit
    around::the_team_of_a_minor_lacks_school_or_youth_until_somebody_is_named
    around::a_double_of_two_provinces_is_found_by_both_standing_offices
    around::a_ground_past_its_time_hides_whom_it_is_about
    around::a_file_kept_long_enough_is_destroyed_by_two_and_counted_on
    minors::a_correction_that_waits_takes_back_no_other
    minors::nobody_comes_to_sit_in_the_team_of_a_minor_by_one_officer_alone
    minors::a_birth_known_by_its_year_alone_makes_nobody_an_adult
    lists::a_list_leaves_by_two_once_and_each_person_is_in_the_log
    lists::a_province_is_told_nothing_of_one_person
    groups::groups_are_told_apart_for_whoever_keeps_the_files_and_few_are_told_to_nobody_else
    groups::a_late_correction_of_a_file_proposes_to_amend_the_report
    cases::a_file_is_opened_by_two_and_read_for_a_purpose
    cases::acts_follow_the_law
    cases::the_office_that_decides_sees_what_waits_and_nothing_else
    cases::a_move_hands_the_file_on
    cases::a_negative_test_destroys_who_it_was
    cases::the_ledger_holds_cases
    cases::replay_is_projection
    cases::cases_are_out_of_sight_elsewhere
    cases::an_altered_case_is_named
    papers::a_decision_is_printed_from_its_file
    papers::a_paper_is_for_its_own_act_purpose_and_reader
    papers::a_paper_says_what_is_recorded_and_nothing_else
    papers::a_paper_lists_what_there_was_on_its_day
    papers::a_draft_leaves_number_and_date_to_be_written
    papers::a_run_opens_permits_and_writes_down_each_file_and_is_given_once
    papers::what_is_contested_is_said_on_every_paper
    papers::an_extract_tells_what_is_kept_and_who_looked
    papers::an_extract_is_printed_for_the_rights_of_its_person_alone
    papers::an_office_uses_its_own_forms_and_is_told_of_faults
    passkeys::a_code_becomes_a_passkey_becomes_a_session
    passkeys::an_enrolment_code_is_good_once_and_for_a_day
    passkeys::a_challenge_is_answered_once
    passkeys::a_challenge_grows_old
    passkeys::another_origin_is_refused
    passkeys::without_verification_of_the_user_nobody_comes_in
    passkeys::a_key_of_nobody_and_a_forged_signature_are_refused
    passkeys::a_cloned_key_is_refused
    passkeys::the_last_way_in_stays
    passwords::a_password_and_a_code_let_in
    passwords::a_code_is_good_once
    passwords::a_recovery_code_is_good_once
    passwords::an_unknown_login_is_answered_like_a_known_one
    passwords::failures_delay_and_then_lock
    passwords::a_place_is_slowed_down_but_not_locked
    passwords::administrators_have_no_password
    passwords::what_is_guessed_first_is_no_password
    passwords::a_weak_hash_is_made_anew
    passwords::failures_stand_in_the_log
    sessions::a_reference_is_nothing_but_random
    sessions::a_session_ends_when_idle_and_whatever_happens
    sessions::at_most_two_at_once
    sessions::signing_out_ends_it
    sessions::a_step_up_changes_the_reference
    sessions::a_six_minute_old_proof_is_too_old
    sessions::what_changes_rights_ends_sessions
    sessions::an_enrolment_session_may_do_nothing
    sessions::a_token_does_what_it_is_for_until_it_is_over
    sessions::the_sixty_first_person_in_an_hour_needs_a_reason
    rights::the_first_administrator_is_made_once
    rights::at_the_machine_only_until_two_can_appoint
    rights::two_appoint_a_third
    rights::nobody_appoints_himself
    rights::favours_are_not_returned_within_a_day
    rights::who_has_left_or_is_revoked_cannot_agree
    rights::what_was_shown_is_what_is_done
    rights::a_proposal_is_decided_once
    rights::a_revoked_appointment_is_gone_at_the_next_request
    rights::an_appointment_follows_its_unit_not_its_code
    rights::two_let_somebody_in_again
    rights::everything_has_its_entry
    reach::accounts_of_other_units_are_not_seen
    reach::who_makes_an_account_sees_it_before_it_is_appointed
    reach::nobody_takes_over_an_account_that_reaches_further
    reach::a_reset_ends_when_the_account_grows
    reach::a_proposal_says_why_one_cannot_agree
    reach::whoever_reads_the_log_stands_in_it
    reach::who_looked_at_one_person_is_told_line_by_line
    reach::the_simulator_says_what_the_rules_say
    glasses::an_emergency_is_told_to_two_at_once
    glasses::an_emergency_ends_by_itself
    glasses::an_emergency_without_anybody_to_tell_is_none
    glasses::an_emergency_is_reviewed_by_another_once
    tasks::a_late_task_is_told_to_the_head_and_after_a_week_to_the_issuer
    tasks::words_of_operations_are_refused_with_their_field
    tasks::parts_that_were_lost_keep_the_whole_open
    tasks::whoever_is_named_does_not_move_the_own_day_and_a_rhythm_is_not_split
    tasks::whoever_is_named_is_appointed_there_today
    tasks::a_row_is_marked_by_who_is_named_for_it_and_counted_for_all
    tasks::a_task_is_closed_by_another_and_stands_so_in_lists
    tasks::only_the_office_that_gave_a_task_or_one_above_it_decides_about_it
}
