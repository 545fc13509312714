//! The one error of a use case.

use domain::facts::RecordError;
use domain::persons::{IdentityFault, PersonError};
use store::StoreError;
use store::halt::Cause;
use texts::Lang;
use thiserror::Error;

use crate::cases::FileFault;
use crate::intake::Issue;
use crate::keyring::KeyringFault;
use crate::signin::AccessFault;

/// Why a use case did not do what was asked.
#[derive(Debug, Error)]
pub enum Problem {
    /// No such thing, or none that the asker may know of.
    #[error("not found")]
    Hidden,
    /// A year that the pack in force does not cover.
    #[error("year {year} is not covered")]
    YearNotCovered {
        /// The year.
        year: i16,
    },
    /// A switch or option that does not exist.
    #[error("unknown switch {key}={value}")]
    UnknownSwitch {
        /// The switch.
        key: String,
        /// The option.
        value: String,
    },
    /// Input with faults, each named; nothing was saved.
    #[error("{} faults", .0.len())]
    Invalid(Vec<Issue>),
    /// Something required was left empty.
    #[error("{0:?} is missing")]
    Missing(Field),
    /// Somebody else changed the same figures first.
    #[error("changed by somebody else")]
    Conflict,
    /// Nothing would change.
    #[error("nothing to save")]
    NothingToSave,
    /// The machine's clock is behind the last entry of the ledger; nothing is written until it is right.
    #[error("the clock says {now}, the last write was at {last}")]
    ClockBehind {
        /// What the clock says.
        now: jiff::Timestamp,
        /// When the last entry was recorded.
        last: jiff::Timestamp,
    },
    /// The ledger does not agree with itself, with its rows or with what was signed.
    #[error("the ledger: {0}")]
    Ledger(store::audit::Finding),
    /// Something asks for the key of the ledger, and there is none.
    #[error("there is no key of the ledger")]
    NoLedgerKey,
    /// The key that this process holds was replaced by another; it signs nothing more.
    #[error("the key of the ledger was replaced")]
    LedgerKeyReplaced,
    /// A note that was handed in bears the signature of no witness that is named here.
    #[error("no signature of a known witness")]
    NoWitness,
    /// The keyring was not opened, so no file of a person can be read or written.
    #[error("there is no keyring")]
    NoKeyring,
    /// A key is not given: there is none, it was destroyed, or the keyring cannot be opened.
    #[error("keyring: {0}")]
    Keyring(#[source] KeyringFault),
    /// Somebody else changed a person's file first, or its key was renewed meanwhile.
    #[error("the file was changed by somebody else")]
    FileChanged,
    /// The keys of a person's file were destroyed; nothing is done under its id ever again.
    #[error("the file was destroyed")]
    Erased,
    /// A search by name without a word of a name.
    #[error("nothing to look for")]
    NothingToFind,
    /// An act on a person's file that the law does not carry.
    #[error("an act on a file: {0}")]
    Person(PersonError),
    /// An act that the law refuses, with the clause.
    #[error("the law refuses: {}", .0.clause)]
    Unlawful(Box<domain::cases::Refusal>),
    /// A field of a person's identity cannot be kept as it was typed.
    #[error("an identity: {0}")]
    Identity(IdentityFault),
    /// Something around a file was not done: its team, its person's rights, a double, its end.
    #[error("around a file: {0}")]
    File(FileFault),
    /// Somebody did not come in, or may not do what was asked.
    #[error(transparent)]
    Access(AccessFault),
    /// Nothing can be written at present; it was not saved, and reading goes on.
    #[error("writing is halted: {0:?}")]
    Halted(store::halt::Cause),
    /// The store or the machine failed; logged once, where it is answered.
    #[error("fault: {0}")]
    Fault(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A field that a form requires.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// Title of the source document.
    SourceTitle,
    /// Who enters.
    EnteredBy,
}

impl Problem {
    /// Wraps a failure that is nobody's input.
    pub fn fault(error: impl std::error::Error + Send + Sync + 'static) -> Self {
        Self::Fault(Box::new(error))
    }

    /// In a sentence for the person who asked; never with a figure of anybody's file.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Hidden => lang.refusal_hidden().to_owned(),
            Self::YearNotCovered { year } => lang.refusal_year(year),
            Self::UnknownSwitch { key, value } => lang.refusal_switch(key, value),
            Self::Invalid(issues) => lang.refusal_invalid(issues.len()),
            Self::Missing(Field::SourceTitle) => lang.refusal_missing_source().to_owned(),
            Self::Missing(Field::EnteredBy) => lang.refusal_missing_entered_by().to_owned(),
            Self::Conflict => lang.refusal_conflict().to_owned(),
            Self::NothingToSave => lang.refusal_nothing_to_save().to_owned(),
            Self::ClockBehind { now, last } => lang.refusal_clock_behind(written(*now), written(*last)),
            Self::Ledger(finding) => {
                format!("{} {} {}", lang.ledger_fault(), crate::ledger::say(*finding, lang), lang.ledger_do())
            }
            Self::LedgerKeyReplaced => lang.ledger_key_replaced().to_owned(),
            Self::NoWitness => lang.ledger_no_witness().to_owned(),
            Self::NoLedgerKey => lang.refusal_no_ledger_key().to_owned(),
            Self::NoKeyring => lang.keyring_none().to_owned(),
            Self::Keyring(fault) => fault.say(lang),
            Self::FileChanged => lang.persons_changed().to_owned(),
            Self::Erased => lang.persons_erased().to_owned(),
            Self::NothingToFind => lang.persons_nothing_to_find().to_owned(),
            Self::Person(fault) => crate::persons::say_act(*fault, lang),
            Self::Unlawful(refusal) => crate::rehearsal::say_refusal(refusal, lang),
            Self::Identity(fault) => crate::persons::say_identity(*fault, lang),
            Self::File(fault) => fault.say(lang),
            Self::Access(fault) => fault.say(lang),
            Self::Halted(cause) => crate::health::say_halted(*cause, lang).to_owned(),
            Self::Fault(_) => lang.refusal_fault().to_owned(),
        }
    }
}

/// An instant as a clock in Việt Nam shows it.
pub fn written(at: jiff::Timestamp) -> String {
    let there = jiff::tz::Offset::constant(7).to_datetime(at);
    format!("{:02}:{:02} {:02}/{:02}/{}", there.hour(), there.minute(), there.day(), there.month(), there.year())
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { .. } => Self::Conflict,
            StoreError::ClockBehind { now, last } => Self::ClockBehind { now, last },
            StoreError::DiskFull(_) => Self::Halted(Cause::Full),
            StoreError::DiskFault(_) | StoreError::ReadOnly(_) => Self::Halted(Cause::Fault),
            StoreError::Halted { cause } => Self::Halted(cause),
            other => Self::fault(other),
        }
    }
}

impl From<KeyringFault> for Problem {
    /// A database that is busy, full or gone is the same fault wherever it holds keys or records.
    fn from(fault: KeyringFault) -> Self {
        match fault {
            KeyringFault::Store(fault @ (StoreError::Busy(_) | StoreError::DiskFull(_))) => fault.into(),
            other => Self::Keyring(other),
        }
    }
}

impl From<PersonError> for Problem {
    fn from(error: PersonError) -> Self {
        match error {
            PersonError::Erased => Self::Erased,
            other => Self::Person(other),
        }
    }
}

impl From<IdentityFault> for Problem {
    fn from(error: IdentityFault) -> Self {
        Self::Identity(error)
    }
}

impl From<RecordError> for Problem {
    fn from(error: RecordError) -> Self {
        match error {
            RecordError::NobodyEntered => Self::Missing(Field::EnteredBy),
            RecordError::NoSource => Self::Missing(Field::SourceTitle),
            other @ RecordError::Twice { .. } => Self::fault(other),
        }
    }
}
