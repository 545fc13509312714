//! Why something around a file was not done: its team, its person's rights, a double, its end.

use jiff::civil::Date;
use texts::Lang;
use thiserror::Error;

use crate::problem::Problem;

/// Why something around a file was not done. Names no person.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FileFault {
    /// The office has its own template for this form, which only makes a file to edit.
    #[error("an office's own template has no PDF")]
    OwnTemplateHasNoPdf,
    /// The extract is for the person whom the file is about, and the file is open for something else.
    #[error("an extract is printed for the person's rights")]
    ExtractForRights,
    /// Only the head of the commune's police or the chair of its committee names a team.
    #[error("a team is named by the head or the chair")]
    NotNamedByHead,
    /// A seat is for somebody with an appointment or for a name: one of them.
    #[error("a seat needs an appointment or a name")]
    NobodyNamed,
    /// The appointment is not in force, or not in this commune.
    #[error("the member is not of this commune")]
    NotOfCommune,
    /// Somebody sits there already.
    #[error("the seat is taken")]
    SeatTaken,
    /// A seat ends after it began, and a decision is not of a day to come.
    #[error("the days of a seat do not follow each other")]
    SeatDays {
        /// The first day that would do.
        first: Date,
    },
    /// A text that must be there is not.
    #[error("a text is missing")]
    Empty,
    /// The day of birth of somebody with a case is put right by the act of law that works out what depends on it.
    #[error("the day of birth is corrected by an act of the case")]
    BirthByCase,
    /// An act tells of parents, guardian or representative, and the file names none.
    #[error("nobody is named who stands for the minor")]
    NoRepresentative {
        /// The clause that asks for them.
        clause: String,
    },
    /// The other file is not in a unit of the one who compares.
    #[error("the other file is held elsewhere")]
    HeldElsewhere,
    /// The file that would count is not on a list on which the other is.
    #[error("the other file is on `{list}`, the one that would count is not")]
    ListLost {
        /// The list, in the words of law.
        list: String,
    },
    /// A measure runs in the file that would no longer count.
    #[error("a measure runs in the other file")]
    MeasureLost {
        /// The measure, in the words of law.
        state: String,
    },
    /// Of two files in two provinces, more is done with the one that would no longer count. What, is not told.
    #[error("the other file is on a list or under a measure, the one that would count is not")]
    KeepsLess,
    /// That is what was found before, or there is nothing to take back.
    #[error("the finding stands so already")]
    FoundBefore,
    /// The time of the ground is over: the head renews or withdraws it, and nobody else sees whom it is about.
    #[error("the time of the ground is over")]
    GroundExpired,
    /// The file is not over.
    #[error("the file is not over")]
    NotOver,
    /// No office has set how long files of this class are kept.
    #[error("no period is set for `{class}`")]
    NoPeriod {
        /// The class, in the words of the table.
        class: String,
        /// Who sets it.
        owner: String,
    },
    /// The file is kept until a day.
    #[error("kept until {until}")]
    KeptUntil {
        /// The last day.
        until: Date,
    },
}

impl FileFault {
    /// In a sentence with its remedy.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::OwnTemplateHasNoPdf => lang.templates_no_pdf().to_owned(),
            Self::ExtractForRights => lang.rights_fault_extract_for_rights().to_owned(),
            Self::NotNamedByHead => lang.rights_fault_not_named_by_head().to_owned(),
            Self::NobodyNamed => lang.rights_fault_nobody_named().to_owned(),
            Self::NotOfCommune => lang.rights_fault_not_of_commune().to_owned(),
            Self::SeatTaken => lang.rights_fault_seat_taken().to_owned(),
            Self::SeatDays { first } => lang.rights_fault_seat_days(day(*first)),
            Self::Empty => lang.rights_fault_empty().to_owned(),
            Self::BirthByCase => lang.rights_fault_birth_by_case().to_owned(),
            Self::NoRepresentative { clause } => lang.rights_fault_no_representative(clause),
            Self::HeldElsewhere => lang.rights_fault_held_elsewhere().to_owned(),
            Self::ListLost { list } => lang.rights_fault_list_lost(list),
            Self::MeasureLost { state } => lang.rights_fault_measure_lost(state),
            Self::KeepsLess => lang.rights_fault_keeps_less().to_owned(),
            Self::FoundBefore => lang.rights_fault_found_before().to_owned(),
            Self::GroundExpired => lang.rights_fault_ground_expired().to_owned(),
            Self::NotOver => lang.rights_fault_not_over().to_owned(),
            Self::NoPeriod { class, owner } => lang.rights_fault_no_period(class, owner),
            Self::KeptUntil { until } => lang.rights_fault_kept_until(day(*until)),
        }
    }
}

impl From<FileFault> for Problem {
    fn from(fault: FileFault) -> Self {
        Self::File(fault)
    }
}

/// A day as it is written in Việt Nam.
pub(super) fn day(of: Date) -> String {
    format!("{:02}/{:02}/{}", of.day(), of.month(), of.year())
}
