//! The one line that says how a report stands, the same on pages, in mail and on the command line.

use domain::calendars::{Owed, Status};
use jiff::civil::Date;
use texts::Lang;

/// A day as people write it: `14/09/2026`.
pub fn shown_day(day: Date) -> String {
    day.strftime("%d/%m/%Y").to_string()
}

/// Which report, in words: `Quý III 2026 – Báo cáo thực hiện …`.
pub fn duty_title(owed: &Owed<'_>, lang: Lang) -> String {
    lang.calendar_line(owed.title, owed.year, &owed.calendar.title)
}

/// How a report stands, in words.
pub fn calendar_status(owed: &Owed<'_>, status: Status, lang: Lang) -> String {
    match status {
        Status::Ahead { days } => lang.calendar_ahead(shown_day(owed.window.from), days),
        Status::Open { days_left: 0 } => lang.calendar_open_today().to_owned(),
        Status::Open { days_left } => lang.calendar_open(days_left),
        Status::Closing { days_left } => lang.calendar_closing(days_left),
        Status::DueToday => lang.calendar_due_today().to_owned(),
        Status::Grace { days_left: 0 } => lang.calendar_grace_today().to_owned(),
        Status::Grace { days_left } => lang.calendar_grace(days_left),
        Status::Late { since, days } => lang.calendar_late(days, shown_day(since)),
        Status::Returned { by, days_left: 0 } => lang.calendar_returned_today(shown_day(by)),
        Status::Returned { by, days_left } => lang.calendar_returned(shown_day(by), days_left),
        Status::Unseen { since } => lang.calendar_unseen(shown_day(since)),
        Status::Unnamed => lang.calendar_unnamed().to_owned(),
        Status::Submitted { on, .. } if owed.due.is_none() => lang.calendar_submitted(shown_day(on)),
        Status::Submitted { on, late: 0 } => lang.calendar_submitted_in_time(shown_day(on)),
        Status::Submitted { on, late } => lang.calendar_submitted_late(shown_day(on), late),
    }
}
