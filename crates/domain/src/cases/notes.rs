//! What is worth knowing beside the state: grounds, reasons against, the ladder, the criminal overlay.

use jiff::civil::Date;

use super::case::{Case, Event, Ground, Value};
use super::law::{Act, Law, Regime};
use super::moment::months_later;

/// What is worth knowing beside the state. Facts, never marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoteKind {
    /// First other breach: reminded.
    Remind,
    /// Reviewed.
    Review,
    /// The ladder has come to the compulsory file.
    LadderCompulsory,
    /// Article 256a of the Criminal Code, point a to d: only the hand-over and its date are kept.
    Criminal(char),
    /// The birth date now says that the person was under 18 at these events.
    NowMinor,
    /// A team for somebody under 18 without a teacher or a youth organisation.
    YouthMember,
    /// A decision took the course for the first, or for a later one, and the file counts otherwise.
    CourseDiffers,
}

impl NoteKind {
    /// The word in answers.
    pub fn key(self) -> String {
        match self {
            Self::Remind => "remind".to_owned(),
            Self::Review => "review".to_owned(),
            Self::LadderCompulsory => "ladder_compulsory".to_owned(),
            Self::Criminal(point) => format!("criminal_{point}"),
            Self::NowMinor => "now_minor".to_owned(),
            Self::YouthMember => "youth_member".to_owned(),
            Self::CourseDiffers => "course_differs".to_owned(),
        }
    }
}

/// A note and the event that it belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What.
    pub kind: NoteKind,
    /// Number of the event.
    pub entry: usize,
}

impl Case {
    /// Grounds, exclusions and what is worth knowing; `before` are the states before the act.
    pub(super) fn take_note(&mut self, act: &Act, event: &Event, before: &[String], entry: usize) {
        let was = |states: &[&str]| before.iter().any(|state| states.contains(&state.as_str()));
        let used = event.act == "record_positive_test" && was(&["S5a", "S5b", "S5c", "S6"]);
        let again = event.act == "record_determination" && event.says("result=dependent") && was(&["S8"]);
        let mut ground = act.ground || used || again;
        if event.act == "record_breach" {
            let kind = self.ladder(event);
            ground = kind == NoteKind::LadderCompulsory;
            self.notes.push(Note { kind, entry });
        }
        if event.act == "record_positive_test"
            && let Some(point) = self.criminal_point(event, before)
        {
            self.notes.push(Note { kind: NoteKind::Criminal(point), entry });
        }
        let alone = event.act == "decide_management" && !event.fields.contains_key("youth_member");
        if alone && event.regime == Regime::C && self.minor(event.on.day) {
            self.notes.push(Note { kind: NoteKind::YouthMember, entry });
        }
        if ground {
            self.grounds.push(Ground { on: event.on, entry });
        }
        // somebody who turns out not to be dependent had nothing to register for
        let cleared = event.act == "record_determination" && event.says("result=not_dependent") && was(&["S4"]);
        if event.act == "court_decision" || cleared {
            self.grounds.clear();
        }
        match (event.act.as_str(), event.text_of("exclusion")) {
            ("record_exclusion", Some(kind)) => self.exclusions.push(kind.to_owned()),
            ("lift_exclusion", Some(kind)) => self.exclusions.retain(|other| other != kind),
            _ => {}
        }
        if event.act == "correct_birth"
            && let Some(Value::Date(born)) = event.fields.get("born")
        {
            self.correct_birth(*born, entry);
        }
    }

    /// A decision of another authority stands as it was written; where it counts courses otherwise, it is noted.
    pub(super) fn note_course(&mut self, law: &Law, event: &Event, entry: usize) {
        let state = match event.act.as_str() {
            "court_decision" if event.says("decision=apply") => "S7",
            "decide_public_rehab" => "S5c",
            _ => return,
        };
        let again = self.courses(law) > 0;
        let by_term = law.regime(event.regime).and_then(|regime| {
            let asked = event.number_of("months").filter(|_| event.regime == Regime::C)?;
            let term = regime.terms.iter().find(|term| term.state == state && term.months == Some(asked))?;
            Some(term.course.as_deref() == Some("again"))
        });
        let written = by_term.or_else(|| event.number_of("course").map(|course| course > 1));
        if written.is_some_and(|written| written != again) {
            self.notes.push(Note { kind: NoteKind::CourseDiffers, entry });
        }
    }

    fn correct_birth(&mut self, born: Date, entry: usize) {
        let were: Vec<bool> = self.events.iter().map(|e| self.minor(e.on.day)).collect();
        self.born = Some(born);
        let now = self.events.iter().zip(&were).any(|(e, was)| !was && self.minor(e.on.day));
        if now {
            self.notes.push(Note { kind: NoteKind::NowMinor, entry });
        }
    }

    /// Where a breach stands on the ladder of Law 120/2025, Art. 47.2–4. This breach is already among the events.
    fn ladder(&self, event: &Event) -> NoteKind {
        let since = self.measures.iter().rev().find(|m| m.open() && matches!(m.state.as_str(), "S5a" | "S6"));
        let since = since.map_or(0, |m| m.entry);
        let of_measure = self.bearing().filter(|(entry, _)| *entry > since).map(|(_, event)| event);
        let same =
            of_measure.filter(|e| e.act == "record_breach" && e.fields.get("breach") == event.fields.get("breach"));
        match (event.text_of("breach").unwrap_or("other"), same.count()) {
            ("refuse_monitoring", _) | ("administrative", 2..) | ("other", 3..) => NoteKind::LadderCompulsory,
            ("other", 0..=1) => NoteKind::Remind,
            _ => NoteKind::Review,
        }
    }

    /// The point of Article 256a of the Criminal Code, in force since 1/7/2025, under which a use can fall.
    fn criminal_point(&self, event: &Event, before: &[String]) -> Option<char> {
        if event.on.day < Date::constant(2025, 7, 1) {
            return None;
        }
        let was = |states: &[&str]| before.iter().any(|state| states.contains(&state.as_str()));
        let within_two_years = |day: Date| event.on.day <= months_later(day, 24);
        let mut managed = self.measures.iter().filter(|m| m.state == "S8" && !m.undone).filter_map(|m| m.end.as_ref());
        let walked = self
            .measures
            .iter()
            .filter(|m| !m.undone)
            .filter_map(|m| m.end.as_ref())
            .any(|end| matches!(end.how.as_str(), "walked_out" | "terminated") && within_two_years(end.on.day));
        if was(&["S5a", "S5b", "S5c", "S6", "S7"]) {
            Some('a')
        } else if was(&["S8"]) {
            Some('b')
        } else if was(&["S2"]) && managed.any(|end| within_two_years(end.on.day)) {
            Some('c')
        } else if walked {
            Some('d')
        } else {
            None
        }
    }
}
