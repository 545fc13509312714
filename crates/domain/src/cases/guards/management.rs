//! Conditions of tests, of residence and of the management of users.

use super::{Checked, Question, no, ok};
use crate::cases::law::Regime;
use crate::cases::moment::{Moment, day_before, days_between};

impl Question<'_> {
    pub(super) fn test_ground(&self) -> Checked {
        let states = ["S0", "S2", "S2s", "S5a", "S5b", "S5c", "S6", "S7", "S8"];
        if self.dry || self.case.in_any(&states) {
            return Ok(());
        }
        match self.text("ground") {
            None => no("", ""),
            Some("a") => ok(self.yes("verified")),
            Some(_) => Ok(()),
        }
    }

    pub(super) fn sample_of_minor(&self) -> Checked {
        if self.dry || !self.minor() || self.text("sample") == Some("urine") {
            return Ok(());
        }
        ok(if self.regime.regime == Regime::C { self.yes("witness") } else { self.yes("consent") })
    }

    pub(super) fn residence(&self) -> Checked {
        let days = self.number("days").unwrap_or(0);
        let short = self.yes("stable") && self.text("residence") == Some("current") && days < 30;
        if short { no(days, "") } else { Ok(()) }
    }

    pub(super) fn stable_residence(&self) -> Checked {
        if self.case.measure("S1").is_none() {
            return Ok(());
        }
        let cleared = self.since("record_determination", &["S1"]).is_some_and(|e| e.says("result=not_dependent"));
        let accepted = self.since("accept_notice", &["S1"]).is_some();
        match self.since("verify_residence", &["S1"]) {
            _ if cleared => Ok(()),
            // where the residence lies in another commune, its police decide
            Some(verified) if verified.fields.contains_key("to_unit") && !accepted => no(verified.on, ""),
            Some(verified) if verified.says("stable=yes") => Ok(()),
            Some(verified) => no(verified.on, ""),
            None => no("", ""),
        }
    }

    /// Whether the person is managed where they were found, for want of a stable residence; the copy goes elsewhere.
    pub(super) fn managed_where_found(&self) -> Checked {
        match self.text("to_unit") {
            _ if self.case.unstable().is_none() => no("", ""),
            Some(to) if to == self.case.unit => no(to, to),
            _ => Ok(()),
        }
    }

    /// A notice goes where the residence was verified to be, in another commune than that of the file.
    pub(super) fn resides_there(&self) -> Checked {
        let verified = self.since("verify_residence", &["S1"]).filter(|event| event.says("stable=yes"));
        let there = verified.and_then(|event| event.text_of("to_unit"));
        match (there, self.text("to_unit")) {
            (None, _) => no("–", ""),
            (Some(there), Some(to)) if there != to => no(there, to),
            (Some(there), _) if there == self.case.unit => no(there, there),
            _ => Ok(()),
        }
    }

    /// Whether detention is shorter than what was left of the term (`within`), or outlasts it.
    pub(super) fn detention(&self, within: bool) -> Checked {
        let Some(pause) = self.case.measure("S2").and_then(|m| m.pause.as_ref()) else { return no("", "") };
        let days = days_between(pause.since, self.on().day);
        let left = pause.days_left.unwrap_or(i32::MAX);
        if (days < left) == within { Ok(()) } else { no(days, left) }
    }

    /// The absence that runs.
    pub(super) fn absence(&self) -> Option<Moment> {
        self.case.absence(usize::MAX)
    }

    /// Nobody is recorded as absent twice, and nobody whose whereabouts are unknown has served the term to its end; a
    /// term of before 1/7/2026 runs on meanwhile.
    pub(super) fn not_absent(&self) -> Checked {
        let counts = self.act.id == "record_absence" || self.case.measure("S2").is_some_and(|m| m.regime == Regime::C);
        match self.absence().filter(|_| counts) {
            Some(since) => no(since, ""),
            None => Ok(()),
        }
    }

    pub(super) fn stop_ground(&self) -> Checked {
        let Some(reason) = self.text("stop_reason") else { return Ok(()) };
        let holds = match reason {
            "dependent" => self.since("record_determination", &["S2"]).is_some_and(|e| e.says("result=dependent")),
            "detention_outlasts" => return self.detention(false).map_err(|[a, b]| [format!("{reason} ({a})"), b]),
            reason => {
                let field = self.law.field("stop_reason");
                field.is_none_or(|field| field.options_on(self.request.decided_on()).any(|option| option == reason))
            }
        };
        if holds { Ok(()) } else { no(reason, "") }
    }

    pub(super) fn term_served(&self) -> Checked {
        let states: &[&str] = match self.act.id.as_str() {
            "end_management" => &["S2"],
            "complete_home_rehab" => &["S5a"],
            "complete_facility_rehab" => &["S5b", "S5c"],
            "complete_compulsory" => &["S7"],
            _ => &["S8"],
        };
        let open = self.case.measures.iter().find(|m| m.open() && states.contains(&m.state.as_str()));
        let Some(end) = open.and_then(|m| m.term_end) else { return Ok(()) };
        let from = match self.act.id.as_str() {
            "end_management" => end,
            "complete_post_rehab" => {
                let calendar = &self.law.calendar;
                (0..3).fold(end, |day, _| calendar.working_day_before(day))
            }
            _ => day_before(end),
        };
        if self.on().day >= from { Ok(()) } else { no(end, from) }
    }
}
