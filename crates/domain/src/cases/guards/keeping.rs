//! Conditions of what is put right in a file.

use super::{Checked, Question, no, ok};
use crate::cases::act::read_value;
use crate::cases::case::{Event, Value};
use crate::cases::moment::end_of;

impl Question<'_> {
    /// The event that an act names, while it bears something.
    fn named(&self) -> Option<(usize, &Event)> {
        let entry = usize::try_from(self.number("entry")?).ok()?;
        let event = self.case.events.get(entry.checked_sub(1)?)?;
        Some((entry, event)).filter(|_| !self.case.is_void(entry))
    }

    pub(super) fn known_entry(&self) -> Checked {
        let last = self.case.events.len();
        let contested = self.case.contested();
        let settles = self.act.id == "settle_contest";
        let open = |entry: i64| i32::try_from(entry).is_ok_and(|entry| contested.contains(&entry));
        match self.number("entry") {
            Some(entry) if settles && !open(entry) => no(entry, last),
            None if settles => ok(!contested.is_empty()),
            Some(entry) if usize::try_from(entry).is_ok_and(|n| (1..=last).contains(&n)) => Ok(()),
            Some(entry) => no(entry, last),
            None => ok(last > 0),
        }
    }

    /// The entry is contested, and its time was not extended since.
    pub(super) fn contest_open(&self) -> Checked {
        let contested = self.case.contested();
        let open = |entry: i32| {
            let about = |event: &&Event| event.number_of("entry") == Some(entry);
            let mut since = self.case.events.iter().rev().filter(about);
            let last = since.find(|event| matches!(event.act.as_str(), "contest_entry" | "extend_contest"));
            contested.contains(&entry) && last.is_some_and(|event| event.act == "contest_entry")
        };
        match self.number("entry") {
            Some(entry) if i32::try_from(entry).is_ok_and(open) => Ok(()),
            Some(entry) => no(entry, ""),
            None => ok(contested.iter().any(|entry| open(*entry))),
        }
    }

    /// An answer found the entry wrong; that somebody is alive after all, the office may have found out itself.
    pub(super) fn entry_upheld(&self) -> Checked {
        let own_finding = self.text("correction_ground") == Some("own_finding");
        let wrong = |entry: usize| {
            let event = entry.checked_sub(1).and_then(|n| self.case.events.get(n));
            let revocable = event.and_then(|e| self.law.act(&e.act)).is_some_and(|act| act.revocable);
            let closing = event.is_some_and(|event| self.law.closes(event));
            let found = closing && (own_finding || self.dry) || self.answered(entry);
            revocable && found && !self.case.is_void(entry)
        };
        match self.number("entry") {
            Some(entry) if usize::try_from(entry).is_ok_and(wrong) => Ok(()),
            Some(entry) => no(entry, ""),
            None => ok((1..=self.case.events.len()).any(wrong)),
        }
    }

    /// Whether the last answer found an entry wrong, at least in part.
    fn answered(&self, entry: usize) -> bool {
        let answer = i32::try_from(entry).ok().and_then(|entry| self.case.answer(entry));
        matches!(answer, Some("upheld" | "partly"))
    }

    /// The entry bears something, and its act has the value that is to be put right.
    pub(super) fn entry_correctable(&self) -> Checked {
        let field = self.text("corrected");
        let fits = |event: &Event| {
            let act = self.law.act(&event.act);
            act.is_some_and(|act| match field {
                Some(field) => act.correctable(self.law, field),
                None => act.needs.iter().chain(&act.may).any(|field| act.correctable(self.law, field)),
            })
        };
        match (self.number("entry"), self.named()) {
            (Some(_), Some((_, event))) if fits(event) => Ok(()),
            (Some(entry), _) => no(entry, field.unwrap_or_default()),
            (None, _) => ok(self.case.bearing().any(|(_, event)| fits(event))),
        }
    }

    /// What is said to have been written down is what stands.
    pub(super) fn value_stands(&self) -> Checked {
        let (Some((_, event)), Some(field)) = (self.named(), self.text("corrected")) else { return Ok(()) };
        let stands = event.fields.get(field).map(Value::written);
        let said = self.text("old_value").map(|said| read_value(self.law, field, said).map(|said| said.written()));
        let agrees = match &said {
            Some(said) => *said == stands,
            None => stands.is_none(),
        };
        // whoever asks which fields there are has not said anything yet
        if agrees || self.text("new_value").is_none() {
            return Ok(());
        }
        no(self.text("old_value").unwrap_or("–"), stands.unwrap_or_else(|| "–".to_owned()))
    }

    /// The new value is one of the field, another than stands, and one with which the entry would have been lawful.
    pub(super) fn value_fits(&self) -> Checked {
        let (Some((entry, event)), Some(field)) = (self.named(), self.text("corrected")) else { return Ok(()) };
        let Some(new) = self.text("new_value") else { return Ok(()) };
        let read = read_value(self.law, field, new);
        let other = read.is_some() && read.as_ref() != event.fields.get(field);
        if other && self.case.lawful_with(self.law, entry, field, new) { Ok(()) } else { no(new, field) }
    }

    /// Who says that an answer to a complaint or request found it wrong has that answer on file.
    pub(super) fn answer_cited(&self) -> Checked {
        match (self.text("correction_ground"), self.named()) {
            (Some("answer"), Some((entry, _))) if !self.answered(entry) => no(entry, ""),
            _ => Ok(()),
        }
    }

    pub(super) fn birth_possible(&self) -> Checked {
        let Some(Value::Date(born)) = self.request.fields.get("born") else { return Ok(()) };
        let first = self.case.events.first().map_or(self.on().day, |event| event.on.day);
        if *born < first && end_of(*born) <= self.on().latest() { Ok(()) } else { no(born, first) }
    }
}
