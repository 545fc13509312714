//! One clear line: how a report stands on a day.

use jiff::civil::Date;

use super::Owed;
use crate::cases::days_later;

/// What became of a report up to now. A day alone is that of a report that went up and was never sent back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sent {
    /// On which day it went up; none where it did not, was taken back, or was sent back.
    pub on: Option<Date>,
    /// By which day it is, or was, to come again; none where it was never sent back.
    pub again: Option<Date>,
    /// Whether it was sent back and waits for its author.
    pub returned: bool,
}

impl From<Option<Date>> for Sent {
    fn from(on: Option<Date>) -> Self {
        Self { on, ..Self::default() }
    }
}

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
    /// It was sent back, and the day by which it is to come again has not passed.
    Returned {
        /// That day.
        by: Date,
        /// Days left until it; none on the day itself.
        days_left: i32,
    },
    /// Its day has passed, and it does not go up through this program, which does not know whether it went up.
    Unseen {
        /// The first day on which it would be late.
        since: Date,
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
            Self::Returned { .. } => "returned",
            Self::Unseen { .. } => "unseen",
            Self::Unnamed => "unnamed",
            Self::Submitted { late: 0, .. } => "submitted",
            Self::Submitted { .. } => "submitted_late",
        }
    }

    /// The number in the line, for programs; none where there is none.
    pub const fn days(self) -> Option<i32> {
        match self {
            Self::Ahead { days } | Self::Late { days, .. } => Some(days),
            Self::Open { days_left }
            | Self::Closing { days_left }
            | Self::Grace { days_left }
            | Self::Returned { days_left, .. } => Some(days_left),
            Self::DueToday => Some(0),
            Self::Unseen { .. } | Self::Unnamed => None,
            Self::Submitted { late, .. } => Some(late),
        }
    }

    /// The same of a report that does not go up through this program: nobody calls late what they cannot see.
    #[must_use]
    pub const fn elsewhere(self) -> Self {
        match self {
            Self::Late { since, .. } => Self::Unseen { since },
            other => other,
        }
    }

    /// Whether its day passed more than so many days ago, and nobody here can see whether it went up.
    pub fn is_long_unseen(self, day: Date, days: i32) -> bool {
        matches!(self, Self::Unseen { since } if day > days_later(since, days))
    }

    /// Whether somebody still has to do something.
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Submitted { .. })
    }
}

impl Owed<'_> {
    /// The last day on which it counts as in time. While one that was sent back waits for its author, that is the day
    /// that was given then, and no other; once it came again, the later of that one and the calendar's; where the document
    /// names no day, the one given then alone counts.
    pub fn last_of(&self, sent: Sent) -> Option<Date> {
        match sent.again {
            Some(again) if sent.returned => Some(again),
            again => again.max(self.last()),
        }
    }

    /// The day by which it is owed, for whoever is reminded of it.
    pub fn due_of(&self, sent: Sent) -> Option<Date> {
        if sent.returned && sent.again.is_some() || sent.again > self.last() { sent.again } else { self.due }
    }

    /// How it stands on a day. A submission after that day is not known yet on it.
    pub fn status(&self, day: Date, sent: impl Into<Sent>) -> Status {
        let sent = sent.into();
        let until = |from: Date, to: Date| from.until(to).map_or(0, |span| span.get_days());
        let by = self.due_of(sent).zip(self.last_of(sent));
        if let Some(on) = sent.on.filter(|on| *on <= day) {
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
            _ if sent.returned => Status::Returned { by: last, days_left: until(day, last) },
            due if day > due => Status::Grace { days_left: until(day, last) },
            due if day == due => Status::DueToday,
            due if day <= self.window.to => Status::Open { days_left: until(day, due) },
            due => Status::Closing { days_left: until(day, due) },
        }
    }
}
