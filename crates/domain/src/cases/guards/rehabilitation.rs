//! Conditions of determination, registration, rehabilitation and the ladder of breaches.

use super::{Checked, Question, no, ok};
use crate::cases::case::Value;
use crate::cases::moment::{Length, end_of, hours_later, months_later};
use crate::cases::notes::NoteKind;

impl Question<'_> {
    pub(super) fn determination_case(&self) -> Checked {
        let Some(case) = self.text("case") else { return Ok(()) };
        let unstable = || self.since("verify_residence", &["S1"]).is_some_and(|e| e.says("stable=no"));
        let holds = match case {
            "b" => self.case.measure("S4").is_some(),
            "c" => self.case.managed_since().and_then(|s| self.case.last_since("record_positive_test", s)).is_some(),
            "d" => self.since("record_positive_test", &["S8"]).is_some(),
            "dd" => unstable(),
            _ => true,
        };
        if holds { Ok(()) } else { no(case, "") }
    }

    pub(super) fn determination_recent(&self) -> Checked {
        let Some(result) = self.case.last("record_determination") else { return no("–", "–") };
        let until = if result.says("result=dependent") { months_later(result.on.day, 6) } else { result.on.day };
        if self.on().day <= until { Ok(()) } else { no(result.on, until) }
    }

    pub(super) fn registered(&self) -> Checked {
        let form = match self.act.id.as_str() {
            "decide_home_rehab" => "home",
            "admit_private" => "private",
            "decide_public_rehab" => "public",
            _ => "substitution",
        };
        match self.since("register", &["S4"]).and_then(|event| event.text_of("form")) {
            Some(registered) if registered == form => Ok(()),
            Some(registered) => no(form, registered),
            None => no(form, "–"),
        }
    }

    pub(super) fn term_in_law(&self) -> Checked {
        let state = match self.act.id.as_str() {
            "decide_home_rehab" => "S5a",
            "admit_private" => "S5b",
            "decide_public_rehab" => "S5c",
            _ if self.text("decision") != Some("apply") => return Ok(()),
            _ => "S7",
        };
        let event = self.request.event(self.regime.regime);
        let Some(term) = self.case.term(self.law, self.regime, state, &event) else { return Ok(()) };
        let asked = event.number_of("months");
        let (least, most) = (term.months.or(term.months_min), term.months.or(term.months_max));
        let range = match (least, most) {
            (Some(one), Some(other)) if one != other => format!("{one}–{other}"),
            (one, other) => one.or(other).unwrap_or(0).to_string(),
        };
        match asked {
            Some(months) if least <= Some(months) && Some(months) <= most => Ok(()),
            Some(months) => no(months, range),
            None if self.dry || term.months.is_some() => Ok(()),
            None => no("–", range),
        }
    }

    pub(super) fn registration_overdue(&self) -> Checked {
        let Some(notice) = self.since("notify_result", &["S4"]) else { return no("", "") };
        let due = hours_later(notice.on.latest(), 24);
        let registered = self.since("register", &["S4"]).is_some();
        // it is said only when it is certain: the day alone may mean its first hour
        if !registered && self.on().earliest() > due { Ok(()) } else { no(notice.on, due) }
    }

    pub(super) fn start_overdue(&self) -> Checked {
        let Some(decision) = self.since("decide_home_rehab", &["S4"]) else { return no("", "") };
        let due = self.law.calendar.due(decision.on, Length::WorkingDays(2), false);
        if self.on().earliest() > due { Ok(()) } else { no(decision.on, due.date()) }
    }

    /// Two working days of absence must be over; days before the measure began are none of it.
    pub(super) fn absence_two_days(&self) -> Checked {
        let Some(Value::Date(from)) = self.request.fields.get("absent_from") else { return Ok(()) };
        let states = ["S5a", "S5b", "S5c", "S6"];
        let open = self.case.measures.iter().rev().find(|m| m.open() && states.contains(&m.state.as_str()));
        let from = open.map_or(*from, |measure| measure.opened.day.max(*from));
        let calendar = &self.law.calendar;
        let first = if calendar.works(from) { from } else { calendar.working_days_later(from, 1) };
        let second = calendar.working_days_later(first, 1);
        if self.on().earliest() > end_of(second) { Ok(()) } else { no(from, second) }
    }

    /// Without a stable residence rehabilitation is in a public facility.
    pub(super) fn stable_for_home(&self) -> Checked {
        let elsewhere = matches!(self.text("form"), Some("public" | "substitution"));
        match self.case.unstable() {
            Some(verified) if !(elsewhere || self.dry && self.act.id == "register") => no(verified.on, ""),
            _ => Ok(()),
        }
    }

    /// A breach of the running measure must be at that step of the ladder.
    pub(super) fn ladder_step(&self) -> Checked {
        let step = if self.act.id == "remind_breach" { NoteKind::Remind } else { NoteKind::Review };
        let since = self.opened(&["S5a", "S6"]).unwrap_or(0);
        ok(self.case.notes.iter().any(|note| note.kind == step && note.entry >= since))
    }

    /// Where the file rests on a breach that was not the first, what the law puts before it was done.
    pub(super) fn ladder_followed(&self) -> Checked {
        let last = self.case.grounds.last().and_then(|ground| self.case.events.get(ground.entry.checked_sub(1)?));
        let steps: &[&str] = match last.filter(|event| event.act == "record_breach").and_then(|e| e.text_of("breach")) {
            Some("other") => &["remind_breach", "review_breach"],
            Some("administrative") => &["review_breach"],
            _ => return Ok(()),
        };
        let done = |step: &&&str| self.since(step, &["S5a", "S6"]).is_some();
        match steps.iter().find(|step| !done(step)) {
            Some(step) if !self.dry && self.law.choice("ladder_steps") == "required" => no(step, ""),
            _ => Ok(()),
        }
    }

    pub(super) fn notice_given(&self) -> bool {
        let completed = self.case.completed.as_ref().map(|completed| completed.opened);
        let since = completed.or_else(|| self.opened(&["S5a", "S5b", "S5c", "S6", "S7"]));
        since.is_some_and(|since| self.case.last_since("give_end_notice", since).is_some())
    }

    /// The notice comes before the end, or late: where somebody completed without it, what follows still waits for it.
    pub(super) fn rehab_ends(&self) -> Checked {
        let running = ["S5a", "S5b", "S5c", "S6", "S7"];
        if self.case.in_any(&running) || self.case.completed.is_some() && !self.notice_given() {
            return Ok(());
        }
        let states = self.case.states();
        let now = if states.is_empty() { "–".to_owned() } else { states.join(", ") };
        no(now, running.join(", "))
    }

    pub(super) fn monitorable(&self) -> Checked {
        let Some(basis) = self.text("basis") else { return Ok(()) };
        let requested = self.since("request_monitoring", &["S5a", "S6", "S8"]).is_some();
        let holds = match basis {
            "adult" => !self.minor(),
            "parents_request" => self.minor() && requested,
            _ => self.case.in_any(&["S8"]) && self.case.unstable().is_some(),
        };
        if holds { Ok(()) } else { no(basis, "") }
    }
}
