//! What people read for roles, acts, purposes and what was missing: from `locales/*/access.toml`.

use domain::access::{Action, FieldClass, Missing, Purpose, RecordState, Relation, Role, Tier};
use texts::Lang;

/// The name of a role.
pub const fn role(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::HamletHead => lang.access_role_hamlet_head(),
        Role::FileOfficer => lang.access_role_file_officer(),
        Role::PoliceHead => lang.access_role_police_head(),
        Role::CommitteeChair => lang.access_role_committee_chair(),
        Role::CommuneDepartment => lang.access_role_commune_department(),
        Role::HealthStation => lang.access_role_health_station(),
        Role::Front => lang.access_role_front(),
        Role::StandingOffice => lang.access_role_standing_office(),
        Role::ProvincialLeader => lang.access_role_provincial_leader(),
        Role::ProvincialDepartment => lang.access_role_provincial_department(),
        Role::NationalOffice => lang.access_role_national_office(),
        Role::MinistryLeader => lang.access_role_ministry_leader(),
        Role::MinistryViewer => lang.access_role_ministry_viewer(),
        Role::ProtectionOfficer => lang.access_role_protection_officer(),
        Role::Auditor => lang.access_role_auditor(),
        Role::PlatformAdmin => lang.access_role_platform_admin(),
    }
}

/// What a role does, in one line.
pub const fn duty(lang: Lang, role: Role) -> &'static str {
    match role {
        Role::HamletHead => lang.access_duty_hamlet_head(),
        Role::FileOfficer => lang.access_duty_file_officer(),
        Role::PoliceHead => lang.access_duty_police_head(),
        Role::CommitteeChair => lang.access_duty_committee_chair(),
        Role::CommuneDepartment => lang.access_duty_commune_department(),
        Role::HealthStation => lang.access_duty_health_station(),
        Role::Front => lang.access_duty_front(),
        Role::StandingOffice => lang.access_duty_standing_office(),
        Role::ProvincialLeader => lang.access_duty_provincial_leader(),
        Role::ProvincialDepartment => lang.access_duty_provincial_department(),
        Role::NationalOffice => lang.access_duty_national_office(),
        Role::MinistryLeader => lang.access_duty_ministry_leader(),
        Role::MinistryViewer => lang.access_duty_ministry_viewer(),
        Role::ProtectionOfficer => lang.access_duty_protection_officer(),
        Role::Auditor => lang.access_duty_auditor(),
        Role::PlatformAdmin => lang.access_duty_platform_admin(),
    }
}

/// The name of an act.
pub const fn action(lang: Lang, action: Action) -> &'static str {
    match action {
        Action::ReadPublic => lang.access_action_read_public(),
        Action::ReadFigures => lang.access_action_read_figures(),
        Action::RecordFigures => lang.access_action_record_figures(),
        Action::UndoFigures => lang.access_action_undo_figures(),
        Action::ExportFigures => lang.access_action_export_figures(),
        Action::MaintainRegister => lang.access_action_maintain_register(),
        Action::ListPersons => lang.access_action_list_persons(),
        Action::SearchPersons => lang.access_action_search_persons(),
        Action::OpenPerson => lang.access_action_open_person(),
        Action::ReadPerson => lang.access_action_read_person(),
        Action::CheckDuplicate => lang.access_action_check_duplicate(),
        Action::RegisterPerson => lang.access_action_register_person(),
        Action::CorrectPerson => lang.access_action_correct_person(),
        Action::ResolveDuplicate => lang.access_action_resolve_duplicate(),
        Action::RecordEvent => lang.access_action_record_event(),
        Action::PrintPerson => lang.access_action_print_person(),
        Action::TransferPerson => lang.access_action_transfer_person(),
        Action::ReceivePerson => lang.access_action_receive_person(),
        Action::ExportPersons => lang.access_action_export_persons(),
        Action::ErasePerson => lang.access_action_erase_person(),
        Action::ReadWork => lang.access_action_read_work(),
        Action::WriteWork => lang.access_action_write_work(),
        Action::IssueTask => lang.access_action_issue_task(),
        Action::AnswerTask => lang.access_action_answer_task(),
        Action::CloseTask => lang.access_action_close_task(),
        Action::SubmitReport => lang.access_action_submit_report(),
        Action::ApproveReport => lang.access_action_approve_report(),
        Action::ReadTip => lang.access_action_read_tip(),
        Action::UnmaskTipGiver => lang.access_action_unmask_tip_giver(),
        Action::ReadAccessLog => lang.access_action_read_access_log(),
        Action::VerifyLedger => lang.access_action_verify_ledger(),
        Action::SignCheckpoint => lang.access_action_sign_checkpoint(),
        Action::ExportLedger => lang.access_action_export_ledger(),
        Action::ViewSystem => lang.access_action_view_system(),
        Action::ManageKeys => lang.access_action_manage_keys(),
        Action::MakeBackup => lang.access_action_make_backup(),
        Action::RestoreBackup => lang.access_action_restore_backup(),
        Action::UseOwnAccount => lang.access_action_use_own_account(),
        Action::CreateToken => lang.access_action_create_token(),
        Action::ListAccounts => lang.access_action_list_accounts(),
        Action::CreateAccount => lang.access_action_create_account(),
        Action::DisableAccount => lang.access_action_disable_account(),
        Action::ResetAccount => lang.access_action_reset_account(),
        Action::GrantAppointment => lang.access_action_grant_appointment(),
        Action::RevokeAppointment => lang.access_action_revoke_appointment(),
        Action::DecideProposal => lang.access_action_decide_proposal(),
        Action::DeclareBreakGlass => lang.access_action_declare_break_glass(),
        Action::ReviewBreakGlass => lang.access_action_review_break_glass(),
        Action::Simulate => lang.access_action_simulate(),
    }
}

/// The name of a purpose, as it is chosen.
pub const fn purpose(lang: Lang, purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::UserManagement => lang.access_purpose_user_management(),
        Purpose::Rehabilitation => lang.access_purpose_rehabilitation(),
        Purpose::Substitution => lang.access_purpose_substitution(),
        Purpose::PostRehab => lang.access_purpose_post_rehab(),
        Purpose::Support => lang.access_purpose_support(),
        Purpose::PersonRights => lang.access_purpose_person_rights(),
        Purpose::Reporting => lang.access_purpose_reporting(),
        Purpose::Registration => lang.access_purpose_registration(),
        Purpose::DataProtection => lang.access_purpose_data_protection(),
        Purpose::BreakGlass => lang.access_purpose_break_glass(),
        Purpose::TipHandling => lang.access_purpose_tip_handling(),
    }
}

/// The name of a class of fields.
pub const fn class(lang: Lang, class: FieldClass) -> &'static str {
    match class {
        FieldClass::Public => lang.access_class_public(),
        FieldClass::UnitFact => lang.access_class_unit_fact(),
        FieldClass::Identity => lang.access_class_identity(),
        FieldClass::Health => lang.access_class_health(),
        FieldClass::Violation => lang.access_class_violation(),
        FieldClass::Tip => lang.access_class_tip(),
        FieldClass::Audit => lang.access_class_audit(),
        FieldClass::System => lang.access_class_system(),
    }
}

/// How a record stands.
pub const fn state(lang: Lang, state: RecordState) -> &'static str {
    match state {
        RecordState::Active => lang.access_state_active(),
        RecordState::InTransit => lang.access_state_in_transit(),
        RecordState::Transferred => lang.access_state_transferred(),
        RecordState::Sealed => lang.access_state_sealed(),
        RecordState::Destroyed => lang.access_state_destroyed(),
    }
}

/// How the actor's unit stands to the record's.
pub const fn relation(lang: Lang, relation: Relation) -> &'static str {
    match relation {
        Relation::Own => lang.access_relation_own(),
        Relation::Above => lang.access_relation_above(),
        Relation::Below => lang.access_relation_below(),
        Relation::Sibling => lang.access_relation_sibling(),
        Relation::Foreign => lang.access_relation_foreign(),
        Relation::Expired => lang.access_relation_expired(),
    }
}

/// The level of unit that a role is held over.
pub const fn tier(lang: Lang, tier: Tier) -> &'static str {
    match tier {
        Tier::Hamlet => lang.access_tier_hamlet(),
        Tier::Commune => lang.access_tier_commune(),
        Tier::Province => lang.access_tier_province(),
        Tier::Nation => lang.access_tier_nation(),
    }
}

/// What was missing, with the remedy.
pub const fn missing(lang: Lang, missing: Missing) -> &'static str {
    match missing {
        Missing::SignIn => lang.access_missing_sign_in(),
        Missing::Appointment => lang.access_missing_appointment(),
        Missing::Role => lang.access_missing_role(),
        Missing::Territory => lang.access_missing_territory(),
        Missing::Purpose => lang.access_missing_purpose(),
        Missing::State => lang.access_missing_state(),
        Missing::Team => lang.access_missing_team(),
        Missing::FieldClass => lang.access_missing_field_class(),
        Missing::StepUp => lang.access_missing_step_up(),
        Missing::SecondPerson => lang.access_missing_second_person(),
        Missing::SecondUnit => lang.access_missing_second_unit(),
        Missing::SecondRight => lang.access_missing_second_right(),
        Missing::OwnAccount => lang.access_missing_own_account(),
        Missing::GrantedRole => lang.access_missing_granted_role(),
        Missing::BreakGlass => lang.access_missing_break_glass(),
    }
}
