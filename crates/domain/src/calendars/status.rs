//! One clear line: how a report stands on a day.

use jiff::civil::Date;

use super::Owed;
use crate::cases::days_later;

/// How a report stands on a day. The same for a report that was typed, brought in as a file or sent by a program: all
/// that counts is the day on which it was submitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Its days have not begun.
    Ahead {
        /// Days until they do.
        days: i32,
    },
    /// Its days go on.
    Open {
        /// Days left until it is due, or, where no day is named, until its days are over; today not counted.
        days_left: i32,
    },
    /// Its days are over, it is not due yet.
    Closing {
        /// Days left until it is due; at least one.
        days_left: i32,
    },
    /// This is the day.
    DueToday,
    /// The day has passed, and a document still lets it count as in time.
    Grace {
        /// Days left of that; none on the last.
        days_left: i32,
    },
    /// It is late.
    Late {
        /// The first day on which it was.
        since: Date,
        /// Days late, today counted.
        days: i32,
    },
    /// Its days are over, and the document names no day.
    Unnamed,
    /// It was submitted.
    Submitted {
        /// On which day.
        on: Date,
        /// Days late; 0 is in time.
        late: i32,
    },
}

impl Status {
    /// A name for programs.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Ahead { .. } => "ahead",
            Self::Open { .. } => "open",
            Self::Closing { .. } => "closing",
            Self::DueToday => "due_today",
            Self::Grace { .. } => "grace",
            Self::Late { .. } => "late",
            Self::Unnamed => "unnamed",
            Self::Submitted { late: 0, .. } => "submitted",
            Self::Submitted { .. } => "submitted_late",
        }
    }

    /// The number in the line, for programs; none where there is none.
    pub const fn days(self) -> Option<i32> {
        match self {
            Self::Ahead { days } | Self::Late { days, .. } => Some(days),
            Self::Open { days_left } | Self::Closing { days_left } | Self::Grace { days_left } => Some(days_left),
            Self::DueToday => Some(0),
            Self::Unnamed => None,
            Self::Submitted { late, .. } => Some(late),
        }
    }

    /// Whether somebody still has to do something.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Submitted { .. })
    }
}

impl Owed<'_> {
    /// How it stands on a day. A submission after that day is not known yet on it.
    pub fn status(&self, day: Date, submitted: Option<Date>) -> Status {
        self.status_by(day, submitted, self.due.zip(self.last()))
    }

    /// The same where the report came back and is to come again by another day: if that is later, it is the last day.
    pub fn status_until(&self, day: Date, submitted: Option<Date>, again: Option<Date>) -> Status {
        let later = again.filter(|again| self.last().is_some_and(|last| *again > last));
        self.status_by(day, submitted, later.map(|day| (day, day)).or(self.due.zip(self.last())))
    }

    /// `by` is the day on which it is due and the last on which it counts as in time.
    fn status_by(&self, day: Date, submitted: Option<Date>, by: Option<(Date, Date)>) -> Status {
        let until = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days());
        if let Some(on) = submitted.filter(|on| *on <= day) {
            let late = by.map_or(0, |(_, last)| until(last, on).max(0));
            return Status::Submitted { on, late };
        }
        let (due, last) = match by {
            _ if day < self.window.from => return Status::Ahead { days: until(day, self.window.from) },
            Some(by) => by,
            _ if day <= self.window.to => return Status::Open { days_left: until(day, self.window.to) },
            _ => return Status::Unnamed,
        };
        if day > last {
            return Status::Late { since: days_later(last, 1), days: until(last, day) };
        }
        match due {
            due if day > due => Status::Grace { days_left: until(day, last) },
            due if day == due => Status::DueToday,
            due if day <= self.window.to => Status::Open { days_left: until(day, due) },
            due => Status::Closing { days_left: until(day, due) },
        }
    }
}
