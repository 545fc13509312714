//! What both engines must answer alike. Each test runs on a fresh `SQLite` file and in a fresh
//! `PostgreSQL` schema; without `TEST_PG_URL` the second half is skipped and says so.

mod accounts;
mod boundaries;
mod case_counts;
mod classification;
mod concurrency;
mod facts;
mod hamlets;
mod kernel;
mod keyring;
mod ledger;
mod ledger_nodes;
mod ledger_rows;
mod mail;
mod migrations;
mod pages;
mod persons;
mod schema;
mod sight;
mod statements;
mod units;

/// Makes `sqlite::name` and `postgres::name` of each test function.
macro_rules! contract {
    ($($room:ident::$test:ident)*) => {
        mod sqlite { $(
            #[tokio::test]
            async fn $test() {
                let it = testkit::TestDb::sqlite().await;
                super::$room::$test(&it).await;
                it.finish().await;
            }
        )* }
        mod postgres { $(
            #[tokio::test]
            async fn $test() {
                let Some(it) = testkit::TestDb::postgres().await else { return };
                super::$room::$test(&it).await;
                it.finish().await;
            }
        )* }
    };
}

contract! {
    accounts::an_account_comes_back_and_its_login_is_taken_once
    accounts::stopping_an_account_ends_its_sessions_at_once
    accounts::sessions_end_by_time_and_the_oldest_of_three_goes
    accounts::an_appointment_is_added_and_ended_never_changed
    accounts::no_session_outlives_a_revocation
    accounts::a_challenge_is_answered_once
    accounts::codes_and_steps_are_good_once
    accounts::a_passkey_and_a_link_are_of_one_account
    accounts::a_token_ends_with_its_time_its_owner_and_its_appointment
    accounts::a_proposal_is_decided_and_an_emergency_reviewed_once
    accounts::every_altered_right_is_named
    accounts::rights_without_an_entry_are_named
    case_counts::counts_equal_the_cases_played_again
    case_counts::one_unit_is_counted_as_among_all
    case_counts::the_past_as_it_was_known_is_not_changed_by_later_entries
    case_counts::files_of_one_person_count_once
    case_counts::goals_of_all_units_are_those_counted_person_by_person
    case_counts::what_was_corrected_is_counted_as_it_reads_since
    mail::a_reminder_is_queued_once_for_ever
    mail::mail_is_taken_by_one_put_off_and_ended
    mail::mail_about_a_submitted_report_is_withdrawn
    mail::those_with_a_role_and_an_address_are_found_with_their_wishes
    mail::an_address_of_a_calendar_ends_with_its_revocation_and_its_account
    kernel::every_type_comes_back_as_it_went
    kernel::a_read_given_up_while_it_begins_spoils_no_write
    kernel::absent_values_keep_their_type
    kernel::a_dropped_transaction_leaves_nothing
    kernel::a_snapshot_sees_one_state
    kernel::a_snapshot_refuses_to_write
    kernel::text_is_ordered_by_bytes
    kernel::a_nul_character_is_refused
    kernel::a_read_stops_at_the_first_error
    migrations::migrating_twice_changes_nothing
    migrations::a_newer_database_is_refused
    migrations::a_changed_migration_is_refused
    units::the_shipped_register_comes_back_whole
    units::a_register_is_seeded_once
    units::a_newer_shipment_replaces_the_older_and_keeps_hamlets
    units::hamlets_are_dated_and_can_be_imported_again
    units::only_hamlets_of_known_communes_are_imported
    facts::a_fact_comes_back_as_it_was_saved
    facts::only_the_last_word_is_in_force
    facts::facts_are_asked_as_known_at_an_instant
    facts::every_instant_agrees_with_a_second_count
    facts::a_province_is_asked_without_the_others
    facts::windows_do_not_mix
    facts::the_same_batch_is_written_once
    facts::two_cannot_both_have_the_last_word
    facts::a_fact_supersedes_only_its_like
    facts::facts_cannot_be_changed_or_deleted
    facts::a_batch_can_be_undone
    facts::batches_are_listed_newest_first
    facts::revisions_move_with_the_facts
    facts::a_refused_save_leaves_nothing
    facts::a_fact_of_an_unknown_unit_is_refused
    facts::large_batches_are_saved_whole
    boundaries::boundaries_come_back_as_they_went
    boundaries::an_import_takes_the_place_of_the_one_before
    boundaries::a_refused_import_leaves_the_old_one
    boundaries::levels_and_provinces_are_asked_apart
    hamlets::an_import_is_recorded_once
    hamlets::importers_take_turns
    ledger::every_write_has_its_entry
    ledger::an_entry_says_who_did_what_by_which_paper
    ledger::a_dropped_write_leaves_neither_fact_nor_entry
    ledger::the_same_batch_has_one_entry
    ledger::entries_cannot_be_changed_or_deleted
    ledger::a_clock_gone_back_stops_writes
    ledger::an_altered_entry_is_named
    ledger::a_removed_entry_is_named
    ledger::a_cut_off_log_is_seen
    ledger::an_entry_hidden_from_its_unit_is_named
    ledger::facts_altered_behind_its_back_are_named
    ledger::removed_facts_are_named
    ledger::a_store_older_than_its_ledger_is_taken_over_once
    ledger::checkpoints_are_kept_in_order
    ledger_nodes::proofs_are_the_same_with_and_without_kept_roots
    ledger_nodes::a_kept_root_that_is_not_of_its_entries_is_named
    ledger_nodes::many_entries_at_once_are_as_if_one_by_one
    ledger_rows::whatever_was_brought_in_is_held_against_its_last_entry
    persons::a_file_comes_back_as_it_was_saved
    persons::a_file_is_opened_once
    persons::nothing_opens_that_was_not_written_down
    persons::a_request_has_its_row_and_its_entry
    persons::what_is_not_durable_opens_nothing
    persons::files_and_their_log_cannot_be_changed_or_deleted
    persons::altered_files_and_logs_are_named
    persons::renewed_sealings_leave_older_entries_true
    persons::numbers_are_found_where_they_are_filed
    persons::counts_of_the_past_never_change
    concurrency::writers_of_one_province_take_turns
}
