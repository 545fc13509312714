//! Why something with a report was not done.

use jiff::civil::Date;
use programme::reports::{FormLevel, Moved, Refusal};
use store::StoreError;
use texts::Lang;
use thiserror::Error;
use uuid::Uuid;

use crate::calendars::shown_day;
use crate::problem::Problem;
use crate::work::WorkFault;

/// Why a file of figures cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Larger than so many megabytes.
    TooLarge(usize),
    /// Not of the shape that it was said to have.
    NotOf(&'static str),
    /// Something that it must have is not there.
    Lacks(String),
    /// It has no figures.
    Empty,
    /// A whole report, which is made to be read and is not read back.
    WholeReport,
}

impl Unread {
    fn say(&self, lang: Lang) -> String {
        match self {
            Self::TooLarge(megabytes) => lang.reports_unread_large(megabytes),
            Self::NotOf(shape) => lang.reports_unread_shape(shape.to_uppercase()),
            Self::Lacks(what) => lang.reports_unread_lacks(what),
            Self::Empty => lang.reports_unread_empty().to_owned(),
            Self::WholeReport => lang.reports_unread_report().to_owned(),
        }
    }
}

/// Why something with a report was not done.
#[derive(Debug, Error)]
pub enum ReportFault {
    /// What any use case can run into.
    #[error(transparent)]
    Problem(#[from] Problem),
    /// No such form.
    #[error("no form {form}")]
    NoForm {
        /// What was asked for.
        form: String,
        /// What there is.
        known: Vec<String>,
    },
    /// The form has no such period, or its calendar does not.
    #[error("no period {period}")]
    NoPeriod {
        /// What was asked for.
        period: String,
        /// What there is in that year or this.
        known: Vec<String>,
    },
    /// The period has not begun.
    #[error("{period} opens on {opens}")]
    NotOpen {
        /// Which.
        period: String,
        /// The first of its days.
        opens: Date,
    },
    /// No unit with that code on that day.
    #[error("no unit {code}")]
    NoUnit {
        /// What was asked for.
        code: String,
        /// When.
        day: Date,
    },
    /// The form is for units of another level.
    #[error("form {form} is for another level")]
    OtherLevel {
        /// Which form.
        form: String,
        /// For which units it is.
        level: FormLevel,
    },
    /// The calendar of the form is not one of the unit's.
    #[error("calendar {calendar} is not one of the unit's")]
    OtherCalendar {
        /// Which.
        calendar: String,
    },
    /// The form is a body's own, and none is named.
    #[error("no body")]
    NoBody,
    /// The report went up, and its figures stand as of a later day than the one that is asked for: what was known on that
    /// day is in no version of it.
    #[error("{period} of {code} was frozen on {on} with figures as of {closed}, and is asked for as of {asked}")]
    Frozen {
        /// Whose: the code of the unit.
        code: String,
        /// Which period.
        period: String,
        /// The day on which it went up.
        on: Date,
        /// The day as of whose end its figures stand.
        closed: Date,
        /// The day that was asked for.
        asked: Date,
    },
    /// Somebody else wrote meanwhile.
    #[error("somebody else acted first")]
    Moved,
    /// Figures have moved since they were last worked out, and nobody said what becomes of them.
    #[error("{} figures have moved since they were worked out", .0.len())]
    Stale(Vec<Moved>),
    /// The unit has this report already.
    #[error("there is one already")]
    Taken {
        /// The one there is.
        work: Uuid,
    },
    /// The chain refuses it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The file that was brought in is not of its kind; where and why.
    #[error("{place}: {why:?}")]
    Unreadable {
        /// Where.
        place: String,
        /// Why.
        why: Unread,
    },
    /// Values of the file do not fit; none was taken.
    #[error("{} values do not fit", .0.len())]
    Misfits(Vec<programme::reports::Misfit>),
}

impl From<WorkFault<Refusal>> for ReportFault {
    fn from(fault: WorkFault<Refusal>) -> Self {
        match fault {
            WorkFault::Problem(problem) => Self::Problem(problem),
            WorkFault::Moved => Self::Moved,
            WorkFault::Taken { work } => Self::Taken { work },
            // a report may name operations by their number; nothing asks this of it
            found @ WorkFault::Operational(_) => Self::Problem(Problem::fault(found)),
            WorkFault::Refused(refusal) => Self::Refused(refusal),
        }
    }
}

impl From<StoreError> for ReportFault {
    fn from(fault: StoreError) -> Self {
        Self::Problem(fault.into())
    }
}

impl ReportFault {
    /// In a sentence, with what to do.
    pub fn say(&self, lang: Lang) -> String {
        match self {
            Self::Problem(problem) => problem.say(lang),
            Self::NoForm { form, known } => lang.reports_no_form(form, known.join(", ")),
            Self::NoPeriod { period, known } => lang.reports_no_period(period, known.join(", ")),
            Self::NotOpen { period, opens } => lang.reports_not_open(period, shown_day(*opens)),
            Self::NoUnit { code, day } => lang.reports_no_unit(code, shown_day(*day)),
            Self::OtherLevel { form, level } => lang.reports_other_level(form, level_name(*level, lang)),
            Self::OtherCalendar { calendar } => lang.reports_other_calendar(calendar),
            Self::NoBody => lang.reports_no_body().to_owned(),
            Self::Frozen { code, period, on, closed, asked } => {
                lang.reports_frozen(period, code, shown_day(*on), shown_day(*closed), shown_day(*asked))
            }
            Self::Moved => lang.work_moved().to_owned(),
            Self::Stale(moved) => lang.reports_stale(moved.len(), super::words::titles(moved)),
            Self::Taken { .. } => lang.work_taken().to_owned(),
            Self::Refused(refusal) => super::say_refusal(refusal, lang),
            Self::Unreadable { place, why } => lang.reports_unreadable(place, why.say(lang)),
            Self::Misfits(misfits) => {
                let said: Vec<String> = misfits.iter().map(|misfit| super::words::say_misfit(misfit, lang)).collect();
                said.join("\n")
            }
        }
    }
}

fn level_name(level: FormLevel, lang: Lang) -> &'static str {
    match level {
        FormLevel::Commune => lang.reports_level_commune(),
        FormLevel::Province => lang.reports_level_province(),
        FormLevel::Nation => lang.reports_level_nation(),
    }
}
