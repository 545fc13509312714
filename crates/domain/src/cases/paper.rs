//! The paper of an act: that there is one, that its date fits the facts, that no other has its number.

use super::act::Request;
use super::case::Event;
use super::guards::{Checked, Question};
use super::law::{Act, Paper};
use super::moment::days_later;

impl Question<'_> {
    /// The last event that changed the case.
    pub(super) fn last_change(&self) -> Option<&Event> {
        self.case.events.iter().rev().find(|event| self.law.act(&event.act).is_some_and(Act::changes))
    }

    /// Number and signer; the date is that of the act where no other is written.
    pub(super) fn paper_given(&self) -> Checked {
        let Request { number, signer, .. } = self.request;
        let missing = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
        let lacks = [("number", missing(number)), ("signer", missing(signer))];
        match lacks.into_iter().find(|(_, missing)| *missing) {
            Some((what, _)) if self.act.needs_paper() => Err([self.act.id.clone(), what.to_owned()]),
            _ => Ok(()),
        }
    }

    /// The date of a paper chooses the law, so it must be one that it can have: minutes are not older than what they
    /// record; a decision is not older than what it rests on or than what changed the case last, nor younger than its
    /// own effect.
    pub(super) fn paper_dated(&self) -> Checked {
        let (signed, on) = (self.request.decided_on(), self.request.on.day);
        let no = |than: jiff::civil::Date| Err([signed.to_string(), than.to_string()]);
        match self.act.paper {
            Paper::Record if signed < on => no(on),
            Paper::Outside | Paper::None | Paper::Record => Ok(()),
            Paper::Issued if signed > on => no(on),
            Paper::Issued => {
                let rests = self.case.events.iter().filter(|event| self.act.rests_on.contains(&event.act));
                match rests.chain(self.last_change().filter(|_| self.act.in_order())).map(|event| event.on.day).max() {
                    Some(before) if signed < before => no(before),
                    _ => Ok(()),
                }
            }
        }
    }

    pub(super) fn document_unique(&self) -> Checked {
        let Some(number) = self.request.number.as_deref().filter(|_| self.act.numbers_paper()) else { return Ok(()) };
        let (office, year) = (&self.request.by, self.request.decided_on().year());
        let same = self.case.events.iter().any(|event| {
            event.by == *office
                && event.paper_date.year() == year
                && event.number.as_deref().is_some_and(|other| same_number(other, number))
                && self.law.act(&event.act).is_some_and(Act::numbers_paper)
        });
        if same || self.around.number_taken(office, number, year) {
            return Err([number.to_owned(), year.to_string()]);
        }
        Ok(())
    }

    /// Whether a change, or the decision behind it, is older than may be written down by one person alone.
    pub(super) fn written_late(&self) -> bool {
        let days = match self.law.choice("late_entry") {
            "never" => return false,
            "1_wd" => 1,
            _ => 5,
        };
        let on = self.request.on.day;
        let from = if self.act.paper == Paper::Issued { on.min(self.request.decided_on()) } else { on };
        let limit = self.law.calendar.working_days_later(from, days);
        self.act.changes() && self.request.recorded.day >= days_later(limit, 1)
    }

    /// Whether a change has a paper of one regime and its day in another.
    pub(super) fn of_another_regime(&self) -> bool {
        let then = self.law.on(self.request.on.day).map(|law| law.regime);
        self.act.changes() && self.act.numbers_paper() && then != Some(self.regime.regime)
    }
}

/// Whether two numbers of papers are one: 5/QĐ is 05/QĐ (Decree 30/2020, Appendix I writes what is under ten as 0x), and
/// neither case nor spaces make another of it.
pub fn same_number(one: &str, other: &str) -> bool {
    number_key(one) == number_key(other)
}

fn number_key(number: &str) -> String {
    let plain: String = number.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect();
    let digits = plain.find(|c: char| !c.is_ascii_digit()).unwrap_or(plain.len());
    let (ordinal, symbol) = plain.split_at(digits);
    let significant = ordinal.trim_start_matches('0');
    let ordinal = if significant.is_empty() && !ordinal.is_empty() { "0" } else { significant };
    format!("{ordinal}{symbol}")
}
