//! The conditions of lawfulness: each by its name in the tables, checked on a case and a request.

use super::act::{Request, Surroundings};
use super::case::{Case, Event, Value};
use super::law::{Act, Law, Regime, RegimeLaw};
use super::moment::{Length, Moment, day_before, days_between, end_of, hours_later, months_later};
use super::notes::NoteKind;

/// A condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Guard {
    /// A tip is a ground only once the competent body has verified it.
    TipVerified,
    /// A test needs a ground, or a measure under which one is tested.
    TestGround,
    /// A minor's sample, urine excepted, needs the parents: their consent before 1/7/2026, their witness since.
    SampleOfMinor,
    /// A current dwelling counts from 30 days.
    Residence30Days,
    /// No user management without a positive test.
    PositiveTest,
    /// Management rests on a verified stable residence, or on a result that the person is not dependent.
    StableResidence,
    /// A notice goes to the commune in which the residence was verified.
    ResidesThere,
    /// A dependent person is not under user management.
    NotDependent,
    /// A new decision within a running term needs a new positive test.
    ReUse,
    /// Management goes on only if detention was shorter than what was left.
    DetentionWithinRemainder,
    /// Management stops on a ground of the law, which must be on file.
    StopGround,
    /// A term ends when it is over, not before.
    TermServed,
    /// A term with a positive test in it is not ended as clean.
    CleanTerm,
    /// A determination is asked for in the cases of the law.
    DeterminationCase,
    /// A determination older than 6 months supports no registration.
    DeterminationRecent,
    /// The form must be the one that was registered.
    Registered,
    /// An intake at home rests on its decision.
    HomeDecision,
    /// Rehabilitation at home or in a private facility needs a stable residence.
    StableForHome,
    /// Parents sign, or are heard, for a minor.
    ParentsSign,
    /// Under 12 there is no rehabilitation procedure.
    AgeFloor,
    /// The rest at home needs three stages at the facility, or that it was suspended.
    PrivateStages,
    /// The duration must be one of the regime's.
    TermInLaw,
    /// The number of the course cannot be below what is on file.
    CourseCounted,
    /// Not registering is said after 24 hours from the notice.
    RegistrationOverdue,
    /// Not carrying out is said after 2 working days from the decision.
    StartOverdue,
    /// Walking out is said from 2 working days.
    AbsenceTwoDays,
    /// A compulsory file rests on an act of the law.
    GroundForCompulsory,
    /// Three months from the last such act.
    WithinLimitation,
    /// Three reasons forbid a compulsory file for adults.
    NoExclusion,
    /// A reminder follows a first breach, a review one that asks for it.
    LadderStep,
    /// The steps of the ladder of breaches come one after the other.
    LadderFollowed,
    /// What was handed over to the investigating body is no ground before its answer.
    NotCriminal,
    /// The person reads the file for 3 working days.
    ReadingWindow,
    /// A file is read after the notice and while it is still here.
    FileReadable,
    /// The person reads, a representative, or the parents of a minor.
    ReaderEntitled,
    /// A minor's file has the child's statement and the parents' opinion.
    MinorFile,
    /// A proposal follows the 30-day notice.
    NoticeGiven,
    /// Post-rehabilitation management follows a completed course.
    CompletedRehab,
    /// A decision follows the proposal.
    Proposed,
    /// Who began compulsory rehabilitation under 18, has turned 18, and had three months left then.
    TurnedAdult,
    /// Only a unit that took over the territory goes on with the case.
    HeirUnit,
    /// Before 1/7/2026 a use found in the term kept the person on the list.
    NoUseFound,
    /// Electronic monitoring is for three situations, and for minors in two cases.
    Monitorable,
    /// There must be a departure.
    Departed,
    /// There must be none.
    NotDeparted,
    /// A return follows an absence.
    Absent,
    /// The contested entry must exist.
    KnownEntry,
    /// Only what an answer to a complaint found wrong is annulled, once.
    EntryUpheld,
    /// Nobody is born after what is on file.
    BirthPossible,
    /// The regime of that day must have the act.
    Regime,
    /// What the form asks for.
    FieldsGiven,
    /// An act rests on a paper with number, date and signer.
    PaperGiven,
    /// The date of the paper fits what it is about.
    PaperDated,
    /// The act starts from certain states.
    State,
    /// Only the competent office acts.
    Authority,
    /// One measure of a kind at a time, one list at a time.
    OneOfAKind,
    /// One number, one paper.
    DocumentUnique,
    /// Nothing is put before what already changed the case.
    InOrder,
    /// Nothing is recorded before it happened.
    NotInFuture,
    /// Nothing happens after the end of a case.
    AfterEnd,
    /// The unit must have existed on that day.
    UnitInForce,
    /// The unit that holds the case acts.
    OwnUnit,
    /// Nothing happens before the person lived there.
    ResidentThen,
    /// A second person has to agree.
    SecondPerson,
}

impl Guard {
    /// Every condition.
    pub const ALL: [Self; 64] = [
        Self::TipVerified,
        Self::TestGround,
        Self::SampleOfMinor,
        Self::Residence30Days,
        Self::PositiveTest,
        Self::StableResidence,
        Self::ResidesThere,
        Self::NotDependent,
        Self::ReUse,
        Self::DetentionWithinRemainder,
        Self::StopGround,
        Self::TermServed,
        Self::CleanTerm,
        Self::DeterminationCase,
        Self::DeterminationRecent,
        Self::Registered,
        Self::HomeDecision,
        Self::StableForHome,
        Self::ParentsSign,
        Self::AgeFloor,
        Self::PrivateStages,
        Self::TermInLaw,
        Self::CourseCounted,
        Self::RegistrationOverdue,
        Self::StartOverdue,
        Self::AbsenceTwoDays,
        Self::GroundForCompulsory,
        Self::WithinLimitation,
        Self::NoExclusion,
        Self::LadderStep,
        Self::LadderFollowed,
        Self::NotCriminal,
        Self::ReadingWindow,
        Self::FileReadable,
        Self::ReaderEntitled,
        Self::MinorFile,
        Self::NoticeGiven,
        Self::CompletedRehab,
        Self::Proposed,
        Self::TurnedAdult,
        Self::HeirUnit,
        Self::NoUseFound,
        Self::Monitorable,
        Self::Departed,
        Self::NotDeparted,
        Self::Absent,
        Self::KnownEntry,
        Self::EntryUpheld,
        Self::BirthPossible,
        Self::Regime,
        Self::FieldsGiven,
        Self::PaperGiven,
        Self::PaperDated,
        Self::State,
        Self::Authority,
        Self::OneOfAKind,
        Self::DocumentUnique,
        Self::InOrder,
        Self::NotInFuture,
        Self::AfterEnd,
        Self::UnitInForce,
        Self::OwnUnit,
        Self::ResidentThen,
        Self::SecondPerson,
    ];

    /// The name in tables and answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::TipVerified => "tip_verified",
            Self::TestGround => "test_ground",
            Self::SampleOfMinor => "sample_of_minor",
            Self::Residence30Days => "residence_30_days",
            Self::PositiveTest => "positive_test",
            Self::StableResidence => "stable_residence",
            Self::ResidesThere => "resides_there",
            Self::NotDependent => "not_dependent",
            Self::ReUse => "re_use",
            Self::DetentionWithinRemainder => "detention_within_remainder",
            Self::StopGround => "stop_ground",
            Self::TermServed => "term_served",
            Self::CleanTerm => "clean_term",
            Self::DeterminationCase => "determination_case",
            Self::DeterminationRecent => "determination_recent",
            Self::Registered => "registered",
            Self::HomeDecision => "home_decision",
            Self::StableForHome => "stable_for_home",
            Self::ParentsSign => "parents_sign",
            Self::AgeFloor => "age_floor",
            Self::PrivateStages => "private_stages",
            Self::TermInLaw => "term_in_law",
            Self::CourseCounted => "course_counted",
            Self::RegistrationOverdue => "registration_overdue",
            Self::StartOverdue => "start_overdue",
            Self::AbsenceTwoDays => "absence_two_days",
            Self::GroundForCompulsory => "ground_for_compulsory",
            Self::WithinLimitation => "within_limitation",
            Self::NoExclusion => "no_exclusion",
            Self::LadderStep => "ladder_step",
            Self::LadderFollowed => "ladder_followed",
            Self::NotCriminal => "not_criminal",
            Self::ReadingWindow => "reading_window",
            Self::FileReadable => "file_readable",
            Self::ReaderEntitled => "reader_entitled",
            Self::MinorFile => "minor_file",
            Self::NoticeGiven => "notice_given",
            Self::CompletedRehab => "completed_rehab",
            Self::Proposed => "proposed",
            Self::TurnedAdult => "turned_adult",
            Self::HeirUnit => "heir_unit",
            Self::NoUseFound => "no_use_found",
            Self::Monitorable => "monitorable",
            Self::Departed => "departed",
            Self::NotDeparted => "not_departed",
            Self::Absent => "absent",
            Self::KnownEntry => "known_entry",
            Self::EntryUpheld => "entry_upheld",
            Self::BirthPossible => "birth_possible",
            Self::Regime => "regime",
            Self::FieldsGiven => "fields_given",
            Self::PaperGiven => "paper_given",
            Self::PaperDated => "paper_dated",
            Self::State => "state",
            Self::Authority => "authority",
            Self::OneOfAKind => "one_of_a_kind",
            Self::DocumentUnique => "document_unique",
            Self::InOrder => "in_order",
            Self::NotInFuture => "not_in_future",
            Self::AfterEnd => "after_end",
            Self::UnitInForce => "unit_in_force",
            Self::OwnUnit => "own_unit",
            Self::ResidentThen => "resident_then",
            Self::SecondPerson => "second_person",
        }
    }

    /// Reads [`Guard::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|guard| guard.key() == key)
    }
}

/// What was found instead, for the sentence of a refusal.
pub type Found = [String; 2];

/// Whether a condition holds; the error says what was found.
pub(super) type Checked = Result<(), Found>;

fn ok(holds: bool) -> Checked {
    if holds { Ok(()) } else { no("", "") }
}

#[expect(clippy::needless_pass_by_value, reason = "numbers, days and words as they are found, made text at once")]
fn no(a: impl ToString, b: impl ToString) -> Checked {
    Err([a.to_string(), b.to_string()])
}

/// A case, what is asked of it, and under which law.
#[derive(Clone, Copy)]
pub(super) struct Question<'a> {
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
    fn text(&self, field: &str) -> Option<&str> {
        match self.request.fields.get(field) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn yes(&self, field: &str) -> bool {
        matches!(self.request.fields.get(field), Some(Value::Yes(true)))
    }

    fn number(&self, field: &str) -> Option<i64> {
        match self.request.fields.get(field) {
            Some(Value::Number(number)) => Some(*number),
            _ => None,
        }
    }

    fn on(&self) -> Moment {
        self.request.on
    }

    fn minor(&self) -> bool {
        self.case.minor(self.on().day)
    }

    /// Number of the event that opened the open measure of one of these states.
    fn opened(&self, states: &[&str]) -> Option<usize> {
        let open = self.case.measures.iter().filter(|m| m.open() && states.contains(&m.state.as_str()));
        open.map(|m| m.entry).next_back()
    }

    fn since(&self, act: &str, states: &[&str]) -> Option<&Event> {
        self.case.last_since(act, self.opened(states)?.saturating_add(1))
    }

    /// Whether a condition of the act holds.
    pub(super) fn check(&self, guard: Guard) -> Checked {
        match guard {
            Guard::TipVerified => ok(self.dry || self.text("ground") != Some("a") || self.yes("verified")),
            Guard::TestGround => self.test_ground(),
            Guard::SampleOfMinor => self.sample_of_minor(),
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
                let stages = self.number("stages").unwrap_or(0);
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
            Guard::Absent => ok(self.absent()),
            Guard::KnownEntry => {
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
            Guard::EntryUpheld => self.entry_upheld(),
            Guard::BirthPossible => self.birth_possible(),
            // the rest is asked of every act, elsewhere
            _ => Ok(()),
        }
    }

    fn test_ground(&self) -> Checked {
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

    fn sample_of_minor(&self) -> Checked {
        if self.dry || !self.minor() || self.text("sample") == Some("urine") {
            return Ok(());
        }
        ok(if self.regime.regime == Regime::C { self.yes("witness") } else { self.yes("consent") })
    }

    fn residence(&self) -> Checked {
        let days = self.number("days").unwrap_or(0);
        let short = self.yes("stable") && self.text("residence") == Some("current") && days < 30;
        if short { no(days, "") } else { Ok(()) }
    }

    fn stable_residence(&self) -> Checked {
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

    /// A notice goes where the residence was verified to be, in another commune than that of the file.
    fn resides_there(&self) -> Checked {
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
    fn detention(&self, within: bool) -> Checked {
        let Some(pause) = self.case.measure("S2").and_then(|m| m.pause.as_ref()) else { return no("", "") };
        let days = days_between(pause.since, self.on().day);
        let left = pause.days_left.unwrap_or(i32::MAX);
        if (days < left) == within { Ok(()) } else { no(days, left) }
    }

    fn stop_ground(&self) -> Checked {
        let Some(reason) = self.text("stop_reason") else { return Ok(()) };
        let holds = match reason {
            "dependent" => self.since("record_determination", &["S2"]).is_some_and(|e| e.says("result=dependent")),
            "detention_outlasts" => return self.detention(false).map_err(|[a, b]| [format!("{reason} ({a})"), b]),
            "education_in_commune" => self.regime.regime != Regime::C,
            _ => true,
        };
        if holds { Ok(()) } else { no(reason, "") }
    }

    fn term_served(&self) -> Checked {
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

    fn determination_case(&self) -> Checked {
        let Some(case) = self.text("case") else { return Ok(()) };
        let unstable = || self.since("verify_residence", &["S1"]).is_some_and(|e| e.says("stable=no"));
        let holds = match case {
            "b" => self.case.measure("S4").is_some(),
            "c" => self.since("record_positive_test", &["S2"]).is_some(),
            "d" => self.since("record_positive_test", &["S8"]).is_some(),
            "dd" => unstable(),
            _ => true,
        };
        if holds { Ok(()) } else { no(case, "") }
    }

    fn determination_recent(&self) -> Checked {
        let annulled = self.case.annulled();
        let standing = self.case.events.iter().enumerate().filter(|(n, _)| !annulled.contains(&n.saturating_add(1)));
        let mut results = standing.map(|(_, event)| event).filter(|e| e.act == "record_determination").rev();
        let Some(result) = results.find(|e| e.says("result=dependent")) else { return no("", "") };
        let until = months_later(result.on.day, 6);
        if self.on().day <= until { Ok(()) } else { no(result.on, until) }
    }

    fn registered(&self) -> Checked {
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

    fn term_in_law(&self) -> Checked {
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
        let range = format!("{}–{}", least.unwrap_or(0), most.unwrap_or(0));
        match asked {
            Some(months) if least <= Some(months) && Some(months) <= most => Ok(()),
            Some(months) => no(months, range),
            None if self.dry || term.months.is_some() => Ok(()),
            None => no("–", range),
        }
    }

    fn registration_overdue(&self) -> Checked {
        let Some(notice) = self.since("notify_result", &["S4"]) else { return no("", "") };
        let due = hours_later(notice.on.latest(), 24);
        let registered = self.since("register", &["S4"]).is_some();
        if !registered && self.on().latest() > due { Ok(()) } else { no(notice.on, due) }
    }

    fn start_overdue(&self) -> Checked {
        let Some(decision) = self.since("decide_home_rehab", &["S4"]) else { return no("", "") };
        let due = self.law.calendar.due(decision.on, Length::WorkingDays(2), false);
        if self.on().earliest() > due { Ok(()) } else { no(decision.on, due.date()) }
    }

    /// Two working days of absence must be over; days before the measure began are none of it.
    fn absence_two_days(&self) -> Checked {
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
    fn stable_for_home(&self) -> Checked {
        let elsewhere = matches!(self.text("form"), Some("public" | "substitution"));
        match self.case.unstable() {
            Some(verified) if !(elsewhere || self.dry && self.act.id == "register") => no(verified.on, ""),
            _ => Ok(()),
        }
    }

    /// A breach of the running measure must be at that step of the ladder.
    fn ladder_step(&self) -> Checked {
        let step = if self.act.id == "remind_breach" { NoteKind::Remind } else { NoteKind::Review };
        let since = self.opened(&["S5a", "S6"]).unwrap_or(0);
        ok(self.case.notes.iter().any(|note| note.kind == step && note.entry >= since))
    }

    /// Where the file rests on a breach that was not the first, what the law puts before it was done.
    fn ladder_followed(&self) -> Checked {
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

    /// A use that was handed over as a crime is no ground for a compulsory file until the answer is on file.
    fn not_criminal(&self) -> Checked {
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

    fn within_limitation(&self) -> Checked {
        if self.act.id == "transfer_to_court" && self.law.choice("limitation_until") == "opening" {
            return Ok(());
        }
        let Some(last) = self.case.grounds.last() else { return Ok(()) };
        let evasion = self.case.last_since("record_evasion", last.entry).map(|event| event.on.day);
        let ended = self.case.last_since("end_evasion", last.entry).map(|event| event.on.day);
        if evasion.is_some() && ended < evasion {
            return Ok(());
        }
        let until = months_later(ended.unwrap_or(last.on.day), 3);
        if self.on().day <= until { Ok(()) } else { no(last.on, until) }
    }

    fn reading_window(&self) -> Checked {
        let Some(notice) = self.since("notify_compulsory_file", &["S7f"]) else { return no("", "") };
        let until = self.law.calendar.due(notice.on, Length::WorkingDays(3), false);
        // the third day belongs to the reader to its end
        if self.on().earliest() > until { Ok(()) } else { no(notice.on, until.date()) }
    }

    /// After the notice, and not after the file was sent on.
    fn file_readable(&self) -> Checked {
        let Some(notice) = self.since("notify_compulsory_file", &["S7f"]) else { return no("", "") };
        let gone = self.since("transfer_to_court", &["S7f"]).filter(|sent| !self.on().before(sent.on));
        if self.on().before(notice.on) { no(notice.on, "") } else { gone.map_or(Ok(()), |sent| no(notice.on, sent.on)) }
    }

    fn reader_entitled(&self) -> Checked {
        let entitled = match self.text("reader") {
            Some("parents") => self.minor(),
            Some("lawyer") => self.law.choice("lawyer_reads") == "as_representative",
            _ => true,
        };
        if entitled { Ok(()) } else { no(self.text("reader").unwrap_or_default(), "") }
    }

    fn notice_given(&self) -> bool {
        let completed = self.case.completed.as_ref().map(|completed| completed.opened);
        let since = completed.or_else(|| self.opened(&["S5a", "S5b", "S5c", "S6", "S7"]));
        since.is_some_and(|since| self.case.last_since("give_end_notice", since).is_some())
    }

    fn monitorable(&self) -> Checked {
        let Some(basis) = self.text("basis") else { return Ok(()) };
        let requested = self.since("request_monitoring", &["S5a", "S6", "S8"]).is_some();
        let holds = match basis {
            "adult" => !self.minor(),
            "parents_request" => self.minor() && requested,
            _ => self.case.in_any(&["S8"]),
        };
        if holds { Ok(()) } else { no(basis, "") }
    }

    /// Whether the person turned 18 in compulsory rehabilitation, and what was left of it then.
    fn turned_adult(&self) -> Checked {
        let (Some(measure), Some(born)) = (self.case.measure("S7"), self.case.born) else { return no("–", "–") };
        let birthday = months_later(born, 18 * 12);
        let term = measure.term_end.map_or_else(|| "–".to_owned(), |end| end.to_string());
        let inside = measure.opened.day < birthday && birthday <= self.on().day;
        let enough = measure.term_end.is_none_or(|end| months_later(birthday, 3) <= end);
        if inside && enough { Ok(()) } else { no(birthday, term) }
    }

    fn absent(&self) -> bool {
        let last = self.case.events.iter().rev().find(|e| matches!(e.act.as_str(), "record_absence" | "record_return"));
        last.is_some_and(|event| event.act == "record_absence")
    }

    fn entry_upheld(&self) -> Checked {
        let annulled = self.case.annulled();
        let wrong = |entry: usize| {
            let event = entry.checked_sub(1).and_then(|n| self.case.events.get(n));
            let revocable = event.and_then(|e| self.law.act(&e.act)).is_some_and(|act| act.revocable);
            let answer = i32::try_from(entry).ok().and_then(|entry| self.case.answer(entry));
            revocable && matches!(answer, Some("upheld" | "partly")) && !annulled.contains(&entry)
        };
        match self.number("entry") {
            Some(entry) if usize::try_from(entry).is_ok_and(wrong) => Ok(()),
            Some(entry) => no(entry, ""),
            None => ok((1..=self.case.events.len()).any(wrong)),
        }
    }

    fn birth_possible(&self) -> Checked {
        let Some(Value::Date(born)) = self.request.fields.get("born") else { return Ok(()) };
        let first = self.case.events.first().map_or(self.on().day, |event| event.on.day);
        if *born < first && end_of(*born) <= self.on().latest() { Ok(()) } else { no(born, first) }
    }
}
