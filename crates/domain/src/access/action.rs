//! Everything that can be done, each with what it touches and what it asks for.

use super::permit::Act;
use super::{FieldClass, PERSONS_OF_ONE_UNIT_MAX, words};

/// The enum, and for each action a type of its own, so that a permit for one act is none for another.
macro_rules! actions {
    ($($(#[$doc:meta])* $variant:ident $key:literal;)*) => {
        words! {
            /// An act as policies, permits and the ledger name it.
            Action { $($(#[$doc])* $variant $key;)* }
        }

        /// One type for each [`Action`]; none has a value.
        pub mod acts {
            use super::{Act, Action};
            $(
                $(#[$doc])*
                #[derive(Clone, Copy, Debug)]
                pub enum $variant {}
                impl Act for $variant { const ACTION: Action = Action::$variant; }
            )*
        }
    };
}

actions! {
    /// What anyone may see: law, units, published results, checkpoints of the ledger.
    ReadPublic "read_public";
    /// Figures and verdicts of a unit, with "what if".
    ReadFigures "read_figures";
    /// Enter figures, by form, sheet or command.
    RecordFigures "record_figures";
    /// Take a batch of figures back.
    UndoFigures "undo_figures";
    /// Tables of verdicts and figures as files; the workbook to fill in.
    ExportFigures "export_figures";
    /// Hamlets and boundaries of the register.
    MaintainRegister "maintain_register";
    /// The list of people of one's territory.
    ListPersons "list_persons";
    /// Look for a person in one's territory.
    SearchPersons "search_persons";
    /// Open a person's file for a purpose.
    OpenPerson "open_person";
    /// Read a class of fields of an opened file.
    ReadPerson "read_person";
    /// Ask whether a person to be registered is known elsewhere.
    CheckDuplicate "check_duplicate";
    /// Open a file for a person.
    RegisterPerson "register_person";
    /// Correct what a file says; the old value stays.
    CorrectPerson "correct_person";
    /// Look at two files side by side and link them as one person's, or undo it.
    ResolveDuplicate "resolve_duplicate";
    /// Write an act of casework into a person's file.
    RecordEvent "record_event";
    /// Print a form or an extract of one file.
    PrintPerson "print_person";
    /// Send a file to another unit.
    TransferPerson "transfer_person";
    /// Take a file that another unit sent.
    ReceivePerson "receive_person";
    /// Hand out a list that a form of law prescribes; no other export of people exists.
    ExportPersons "export_persons";
    /// Destroy the keys of a person's fields.
    ErasePerson "erase_person";
    /// Plans, tasks, meetings, funds and reports of a unit.
    ReadWork "read_work";
    /// Write plans, meetings, funds, drafts of tasks and of reports.
    WriteWork "write_work";
    /// Issue a task to somebody, call it back, name somebody else.
    IssueTask "issue_task";
    /// Accept, object to, report on a task that one is named in.
    AnswerTask "answer_task";
    /// Say that a task is done, or is not.
    CloseTask "close_task";
    /// Submit a unit's report, and propose to amend it.
    SubmitReport "submit_report";
    /// Return or approve a report that was submitted, and lock it.
    ApproveReport "approve_report";
    /// Read a tip.
    ReadTip "read_tip";
    /// Learn who gave a tip.
    UnmaskTipGiver "unmask_tip_giver";
    /// Who looked at a file.
    ReadAccessLog "read_access_log";
    /// See the state of the ledger and check it.
    VerifyLedger "verify_ledger";
    /// Sign the ledger now.
    SignCheckpoint "sign_checkpoint";
    /// The ledger as a file for a witness.
    ExportLedger "export_ledger";
    /// State of the machine: database, keys, backups.
    ViewSystem "view_system";
    /// Make or change keys.
    ManageKeys "manage_keys";
    /// Make a backup.
    MakeBackup "make_backup";
    /// Put a backup in the place of what is kept.
    RestoreBackup "restore_backup";
    /// One's own keys, sessions and tokens.
    UseOwnAccount "use_own_account";
    /// Make a token for a program, bound to a purpose.
    CreateToken "create_token";
    /// Accounts and appointments of a unit.
    ListAccounts "list_accounts";
    /// Make an account, which may do nothing yet.
    CreateAccount "create_account";
    /// Stop an account at once.
    DisableAccount "disable_account";
    /// Let somebody who lost every key enrol anew.
    ResetAccount "reset_account";
    /// Appoint an account to a role over a unit.
    GrantAppointment "grant_appointment";
    /// End an appointment at once.
    RevokeAppointment "revoke_appointment";
    /// See proposals that wait for a second person, and decide them.
    DecideProposal "decide_proposal";
    /// Announce an emergency and open a file that is not one's own.
    DeclareBreakGlass "declare_break_glass";
    /// Say afterwards whether the emergency was one.
    ReviewBreakGlass "review_break_glass";
    /// See what an account would see.
    Simulate "simulate";
}

/// Who else must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pairing {
    /// Nobody.
    Alone,
    /// Another account.
    Pair,
    /// Another account, of another unit.
    PairOfUnits,
}

impl Action {
    /// The classes of fields that the act can be about.
    pub const fn classes(self) -> &'static [FieldClass] {
        match self {
            Self::ReadPublic | Self::MaintainRegister => &[FieldClass::Public],
            Self::ReadFigures | Self::RecordFigures | Self::UndoFigures | Self::ExportFigures => {
                &[FieldClass::UnitFact]
            }
            // a plan is a public paper; whatever else is written of the work is for those who do it
            Self::ReadWork => &[FieldClass::UnitFact, FieldClass::Public],
            Self::WriteWork
            | Self::IssueTask
            | Self::AnswerTask
            | Self::CloseTask
            | Self::SubmitReport
            | Self::ApproveReport => &[FieldClass::UnitFact],
            Self::ListPersons
            | Self::SearchPersons
            | Self::OpenPerson
            | Self::CheckDuplicate
            | Self::ResolveDuplicate
            | Self::TransferPerson
            | Self::ReceivePerson
            | Self::ErasePerson
            | Self::DeclareBreakGlass => &[FieldClass::Identity],
            Self::ReadPerson | Self::RegisterPerson | Self::CorrectPerson | Self::RecordEvent | Self::PrintPerson => {
                &[FieldClass::Identity, FieldClass::Health, FieldClass::Violation]
            }
            Self::ExportPersons => &[FieldClass::Identity, FieldClass::Violation],
            Self::ReadTip | Self::UnmaskTipGiver => &[FieldClass::Tip],
            Self::ReadAccessLog | Self::ExportLedger | Self::ReviewBreakGlass => &[FieldClass::Audit],
            _ => &[FieldClass::System],
        }
    }

    /// Whether the act can show or change something about a person whom a file or tip is about.
    pub fn touches_persons(self) -> bool {
        use FieldClass::{Audit, Health, Identity, Tip, Violation};
        self.classes().iter().any(|class| matches!(class, Identity | Health | Violation | Tip | Audit))
    }

    /// Whether it can matter that the actor is named: in the team of a person, or in a task.
    pub fn asks_who_is_named(self) -> bool {
        self.touches_persons() || matches!(self, Self::ReadWork | Self::AnswerTask)
    }

    /// Whether the sign-in factor must be at most [`super::STEP_UP_SECONDS_MAX`] old (control C11).
    pub const fn needs_step_up(self) -> bool {
        matches!(
            self,
            Self::TransferPerson
                | Self::ExportPersons
                | Self::ErasePerson
                | Self::UnmaskTipGiver
                | Self::ExportLedger
                | Self::ManageKeys
                | Self::RestoreBackup
                | Self::CreateToken
                | Self::ResetAccount
                | Self::GrantAppointment
                | Self::RevokeAppointment
                | Self::DeclareBreakGlass
        )
    }

    /// Who else must agree, for so many people and, where it is about one, for somebody under 18.
    pub const fn pairing(self, persons: u32, minor: bool) -> Pairing {
        match self {
            Self::ExportPersons if persons > PERSONS_OF_ONE_UNIT_MAX => Pairing::PairOfUnits,
            Self::ExportPersons
            | Self::RegisterPerson
            | Self::ResolveDuplicate
            | Self::TransferPerson
            | Self::ErasePerson
            | Self::UnmaskTipGiver
            | Self::ExportLedger
            | Self::ManageKeys
            | Self::RestoreBackup
            | Self::ResetAccount
            | Self::GrantAppointment => Pairing::Pair,
            // Whatever changes the file of a child (casework: two persons for anything about a minor). Where the law asks
            // for a second person at an act of casework besides, the table of acts says so and the case refuses.
            Self::CorrectPerson | Self::RecordEvent | Self::ReceivePerson if minor => Pairing::Pair,
            _ => Pairing::Alone,
        }
    }
}
