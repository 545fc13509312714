//! Conditions of the compulsory file and of who is taken in on it.

use super::{Checked, Question, no};
use crate::cases::moment::{Length, months_later};

impl Question<'_> {
    /// A use that was handed over as a crime is no ground for a compulsory file until the answer is on file.
    pub(super) fn not_criminal(&self) -> Checked {
        if self.law.choice("handed_over") != "answer" || self.dry || self.text("evidence_ref").is_some() {
            return Ok(());
        }
        // what was known when the file was opened was answered then
        let opened = self.opened(&["S7f"]).unwrap_or(0);
        let Some(ground) = self.case.grounds.last() else { return Ok(()) };
        match self.case.last_since("hand_over_to_investigation", ground.entry.max(opened)) {
            Some(handed) => no(handed.on, ""),
            None => Ok(()),
        }
    }

    pub(super) fn within_limitation(&self) -> Checked {
        if self.act.id == "transfer_to_court" && self.law.choice("limitation_until") == "opening" {
            return Ok(());
        }
        let Some(last) = self.case.grounds.last() else { return Ok(()) };
        let limitation = self.case.limitation();
        match limitation.until {
            Some(until) if !limitation.evading && self.on().day > until => no(last.on, until),
            _ => Ok(()),
        }
    }

    /// The ground on which the file is closed without a court: it must be on file, and the file still here.
    pub(super) fn close_ground(&self) -> Checked {
        if let Some(sent) = self.since("transfer_to_court", &["S7f"]) {
            return no("–", sent.on);
        }
        let limitation = self.case.limitation();
        let barred = limitation.until.is_some_and(|until| !limitation.evading && self.on().day > until);
        let holds = |reason: &str| match reason {
            "exclusion" => !self.case.exclusions.is_empty() && !self.minor(),
            "limitation" => barred,
            "registered" => self.case.in_any(&["S5a", "S5b", "S5c", "S6"]) || self.since("register", &["S4"]).is_some(),
            "criminal" => self.since("hand_over_to_investigation", &["S4", "S7f"]).is_some(),
            _ => false,
        };
        match self.text("close_reason") {
            Some(reason) if !holds(reason) => no(reason, "–"),
            _ => Ok(()),
        }
    }

    pub(super) fn reading_window(&self) -> Checked {
        let Some(notice) = self.since("notify_compulsory_file", &["S7f"]) else { return no("", "") };
        let until = self.law.calendar.due(notice.on, Length::WorkingDays(3), false);
        // the third day belongs to the reader to its end
        if self.on().earliest() > until { Ok(()) } else { no(notice.on, until.date()) }
    }

    /// After the notice, and not after the file was sent on.
    pub(super) fn file_readable(&self) -> Checked {
        let Some(notice) = self.since("notify_compulsory_file", &["S7f"]) else { return no("", "") };
        let gone = self.since("transfer_to_court", &["S7f"]).filter(|sent| !self.on().before(sent.on));
        if self.on().before(notice.on) { no(notice.on, "") } else { gone.map_or(Ok(()), |sent| no(notice.on, sent.on)) }
    }

    pub(super) fn reader_entitled(&self) -> Checked {
        let entitled = match self.text("reader") {
            Some("parents") => self.minor(),
            Some("lawyer") => self.law.choice("lawyer_reads") == "as_representative",
            _ => true,
        };
        if entitled { Ok(()) } else { no(self.text("reader").unwrap_or_default(), "") }
    }

    /// Whether the person turned 18 in compulsory rehabilitation, and what was left of it then.
    pub(super) fn turned_adult(&self) -> Checked {
        let (Some(measure), Some(born)) = (self.case.measure("S7"), self.case.born) else { return no("–", "–") };
        let birthday = months_later(born, 18 * 12);
        let term = measure.term_end.map_or_else(|| "–".to_owned(), |end| end.to_string());
        let inside = measure.opened.day < birthday && birthday <= self.on().day;
        let enough = measure.term_end.is_none_or(|end| months_later(birthday, 3) <= end);
        if inside && enough { Ok(()) } else { no(birthday, term) }
    }
}
