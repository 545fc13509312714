//! What is asked of a case, and which condition answers.

use super::{Checked, Guard, no, ok};
use crate::cases::act::{Request, Surroundings};
use crate::cases::case::{Case, Event, Value};
use crate::cases::law::{Act, Law, Regime, RegimeLaw};
use crate::cases::moment::Moment;

/// A case, what is asked of it, and under which law.
#[derive(Clone, Copy)]
pub(in crate::cases) struct Question<'a> {
    pub case: &'a Case,
    pub law: &'a Law,
    pub regime: &'a RegimeLaw,
    pub act: &'a Act,
    pub request: &'a Request,
    pub around: &'a dyn Surroundings,
    /// Whether fields that were not given are passed over: then it is asked what could lawfully come next.
    pub dry: bool,
}

impl Question<'_> {
    pub(super) fn text(&self, field: &str) -> Option<&str> {
        match self.request.fields.get(field) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    pub(super) fn yes(&self, field: &str) -> bool {
        matches!(self.request.fields.get(field), Some(Value::Yes(true)))
    }

    pub(in crate::cases) fn number(&self, field: &str) -> Option<i64> {
        match self.request.fields.get(field) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    pub(in crate::cases) fn on(&self) -> Moment {
        self.request.on
    }

    pub(super) fn minor(&self) -> bool {
        self.case.minor(self.on().day)
    }

    /// Number of the event that opened the open measure of one of these states.
    pub(in crate::cases) fn opened(&self, states: &[&str]) -> Option<usize> {
        let open = self.case.measures.iter().filter(|m| m.open() && states.contains(&m.state.as_str()));
        open.map(|m| m.entry).next_back()
    }

    pub(super) fn since(&self, act: &str, states: &[&str]) -> Option<&Event> {
        self.case.last_since(act, self.opened(states)?.saturating_add(1))
    }

    /// Whether a condition of the act holds.
    pub(in crate::cases) fn check(&self, guard: Guard) -> Checked {
        match guard {
            Guard::TipVerified => ok(self.dry || self.text("ground") != Some("a") || self.yes("verified")),
            Guard::TestGround => self.test_ground(),
            Guard::SampleOfMinor => self.sample_of_minor(),
            Guard::SampleSupervised => ok(self.dry || self.text("sample") != Some("urine") || self.yes("same_sex")),
            Guard::ParentsTold => {
                let told = self.request.fields.contains_key("told_to") && self.request.fields.contains_key("told_on");
                ok(self.dry || !self.minor() || told)
            }
            Guard::ManagedWhereFound => self.managed_where_found(),
            Guard::Residence30Days => self.residence(),
            Guard::PositiveTest => ok(self.case.measure("S1").is_some() || self.case.in_any(&["S2"])),
            Guard::ReUse => {
                ok(self.case.measure("S2").is_none() || self.since("record_positive_test", &["S2"]).is_some())
            }
            Guard::StableResidence => self.stable_residence(),
            Guard::ResidesThere => self.resides_there(),
            Guard::NotDependent => ok(self.opened(&["S4", "S5a", "S5b", "S5c", "S6", "S7"]).is_none()),
            Guard::DetentionWithinRemainder => self.detention(true),
            Guard::StopGround => self.stop_ground(),
            Guard::TermServed => self.term_served(),
            Guard::CleanTerm => match self.since("record_positive_test", &["S2"]) {
                Some(test) => no(test.on, ""),
                None => Ok(()),
            },
            Guard::DeterminationCase => self.determination_case(),
            Guard::DeterminationRecent => self.determination_recent(),
            Guard::Registered => self.registered(),
            Guard::HomeDecision => ok(self.since("decide_home_rehab", &["S4"]).is_some()),
            Guard::StableForHome => self.stable_for_home(),
            Guard::ParentsSign => ok(self.dry || !self.minor() || self.yes("parents")),
            Guard::AgeFloor => match self.case.age(self.on().day) {
                Some(age) if age < 12 => no(age, ""),
                _ => Ok(()),
            },
            Guard::PrivateStages => {
                let confirmed = self.since("confirm_stages", &["S5b"]).and_then(|event| event.number_of("stages"));
                let stages = self.number("stages").unwrap_or(0).max(confirmed.map_or(0, i64::from));
                let suspended = self.since("suspend_facility", &["S5b"]).is_some();
                if self.dry || stages >= 3 || suspended { Ok(()) } else { no(stages, "") }
            }
            Guard::TermInLaw => self.term_in_law(),
            Guard::CourseCounted => {
                let known = i64::from(self.case.courses(self.law));
                match self.number("course") {
                    Some(course) if course <= known => no(course, known),
                    _ => Ok(()),
                }
            }
            _ => self.check_later(guard),
        }
    }

    /// Conditions of what comes after registration.
    fn check_later(&self, guard: Guard) -> Checked {
        match guard {
            Guard::RegistrationOverdue => self.registration_overdue(),
            Guard::StartOverdue => self.start_overdue(),
            Guard::AbsenceTwoDays => self.absence_two_days(),
            Guard::GroundForCompulsory => ok(!self.case.grounds.is_empty()),
            Guard::WithinLimitation => self.within_limitation(),
            Guard::NoExclusion => match self.case.exclusions.first() {
                Some(kind) if !self.minor() => no(kind, ""),
                _ => Ok(()),
            },
            Guard::LadderStep => self.ladder_step(),
            Guard::LadderFollowed => self.ladder_followed(),
            Guard::NotCriminal => self.not_criminal(),
            Guard::ReadingWindow => self.reading_window(),
            Guard::FileReadable => self.file_readable(),
            Guard::ReaderEntitled => self.reader_entitled(),
            Guard::MinorFile => {
                let rights = self.regime.regime != Regime::B || self.yes("child_rights");
                ok(self.dry || !self.minor() || (self.yes("parents") && self.yes("child_statement") && rights))
            }
            Guard::NoticeGiven => ok(self.notice_given()),
            Guard::CompletedRehab => ok(self.case.completed.is_some()),
            Guard::Proposed => {
                let since = self.case.completed.as_ref().map_or(0, |completed| completed.opened);
                ok(self.case.last_since("propose_post_rehab", since).is_some())
            }
            Guard::TurnedAdult => self.turned_adult(),
            Guard::HeirUnit => match self.text("to_unit") {
                Some(to) if !self.around.is_heir(&self.case.unit, to, self.on().day) => no(to, &self.case.unit),
                _ => ok(!self.dry || !self.around.in_force(&self.case.unit, self.on().day)),
            },
            Guard::NoUseFound => match self.since("record_positive_test", &["S8"]) {
                Some(test) => no(test.on, ""),
                None => Ok(()),
            },
            Guard::Monitorable => self.monitorable(),
            Guard::Departed => ok(self.case.transit.is_some()),
            Guard::NotDeparted => match &self.case.transit {
                Some(transit) => no(&transit.to, transit.since),
                None => Ok(()),
            },
            Guard::Absent => ok(self.absence().is_some()),
            Guard::NotAbsent => self.not_absent(),
            Guard::Evading => ok(self.case.limitation().evading),
            Guard::CloseGround => self.close_ground(),
            Guard::RehabEnds => self.rehab_ends(),
            Guard::OtherUnit => match self.text("to_unit") {
                Some(to) if to == self.case.unit => no(to, &self.case.unit),
                _ => Ok(()),
            },
            Guard::KnownEntry => self.known_entry(),
            Guard::EntryUpheld => self.entry_upheld(),
            Guard::CourtDecided => ok(self.case.last("court_decision").is_some()),
            Guard::ReliefAsked => ok(self.since("apply_for_relief", &["S7", "S5c"]).is_some()),
            Guard::ContestOpen => self.contest_open(),
            Guard::EntryCorrectable => self.entry_correctable(),
            Guard::ValueStands => self.value_stands(),
            Guard::ValueFits => self.value_fits(),
            Guard::AnswerCited => self.answer_cited(),
            Guard::BirthPossible => self.birth_possible(),
            // the rest is asked of every act, elsewhere
            _ => Ok(()),
        }
    }
}
