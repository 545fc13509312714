//! Cuộc họp, hội nghị, giao ban: planned, held, concluded.

use domain::access::Action;
use domain::work::{Chain, Entry, Noun, Standing, WorkAct};
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{SteeringRefusal, check_list};
use crate::tasks::wording::{TEXT_CHARS_MAX, TITLE_CHARS_MAX, check, words};

/// Most points of connection: more than any province has communes.
const POINTS_MAX: usize = 250;
/// Most items of an agenda, and most conclusions.
const ITEMS_MAX: usize = 50;

words! {
    /// How people meet.
    Mode {
        /// Trực tiếp.
        InPerson "in_person";
        /// Trực tuyến.
        Online "online";
        /// Trực tiếp kết hợp trực tuyến.
        Hybrid "hybrid";
    }
}

/// A conclusion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conclusion {
    /// Its number, from 1.
    pub no: u16,
    /// What was concluded.
    pub text: String,
    /// The body that is to do it, where one was named.
    pub body: Option<String>,
    /// By when, where a day was named.
    pub due: Option<Date>,
}

/// What is called to a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    /// What it is about.
    pub title: String,
    /// The committee that meets, where it is one.
    pub committee: Option<Uuid>,
    /// On which day.
    pub on: Date,
    /// At what time, Viet Nam's.
    pub at: Option<Time>,
    /// Where the chair sits.
    pub venue: String,
    /// How people meet.
    pub mode: Mode,
    /// Further points of connection.
    pub points: Vec<String>,
    /// What is to be spoken about.
    pub agenda: Vec<String>,
}

/// One act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum MeetingAct {
    /// Called.
    Plan {
        /// What is called.
        call: Call,
    },
    /// Called anew, before it was held.
    Replan {
        /// What is called.
        call: Call,
        /// Why.
        reason: String,
    },
    /// Held.
    Hold {
        /// On which day.
        held_on: Date,
        /// The office of who chaired.
        chair: String,
        /// How many were invited.
        invited: u32,
        /// How many came, at all points.
        present: u32,
    },
    /// What was concluded.
    Conclude {
        /// Each.
        conclusions: Vec<Conclusion>,
    },
    /// A conclusion was written down wrongly.
    Correct {
        /// As it should stand; its number says which.
        conclusion: Conclusion,
        /// Why.
        reason: String,
    },
    /// Not held.
    Cancel {
        /// Why.
        reason: String,
    },
}

/// That it was held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// On which day.
    pub on: Date,
    /// The office of who chaired.
    pub chair: String,
    /// How many were invited.
    pub invited: u32,
    /// How many came.
    pub present: u32,
}

words! {
    /// How a meeting stands.
    MeetingState {
        /// Sắp họp.
        Planned "planned";
        /// Đã họp, chưa có kết luận.
        Held "held";
        /// Đã có kết luận.
        Concluded "concluded";
        /// Hoãn, không họp.
        Cancelled "cancelled";
    }
}

/// A meeting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// How it stands.
    pub state: MeetingState,
    /// What was called.
    pub call: Call,
    /// That it was held.
    pub held: Option<Held>,
    /// What was concluded.
    pub conclusions: Vec<Conclusion>,
    /// What was changed afterwards: day, number of the conclusion (none for a new day or place), why.
    pub changes: Vec<(Date, Option<u16>, String)>,
    /// Why it was not held.
    pub cancelled: Option<(Date, String)>,
}

impl WorkAct for MeetingAct {
    fn key(&self) -> &'static str {
        match self {
            Self::Plan { .. } => "plan",
            Self::Replan { .. } => "replan",
            Self::Hold { .. } => "hold",
            Self::Conclude { .. } => "conclude",
            Self::Correct { .. } => "correct",
            Self::Cancel { .. } => "cancel",
        }
    }

    fn action(&self) -> Action {
        Action::WriteWork
    }
}

impl Chain for Meeting {
    const NOUN: Noun = Noun::Meeting;
    type Act = MeetingAct;
    type Refusal = SteeringRefusal;

    fn follow(before: Option<Self>, entry: &Entry<MeetingAct>) -> Result<Self, SteeringRefusal> {
        match (before, &entry.act) {
            (None, MeetingAct::Plan { call }) => {
                call.check()?;
                Ok(Self {
                    state: MeetingState::Planned,
                    call: call.clone(),
                    held: None,
                    conclusions: Vec::new(),
                    changes: Vec::new(),
                    cancelled: None,
                })
            }
            (Some(meeting), MeetingAct::Replan { call, reason }) => meeting.replan(entry, call, reason),
            (Some(meeting), MeetingAct::Hold { held_on, chair, invited, present }) => {
                let held = Held { on: *held_on, chair: chair.clone(), invited: *invited, present: *present };
                meeting.hold(entry, held)
            }
            (Some(meeting), MeetingAct::Conclude { conclusions }) => meeting.conclude(entry, conclusions),
            (Some(meeting), MeetingAct::Correct { conclusion, reason }) => meeting.correct(entry, conclusion, reason),
            (Some(mut meeting), MeetingAct::Cancel { reason }) => {
                meeting.within(entry, MeetingState::Planned)?;
                check(reason, TEXT_CHARS_MAX).map_err(SteeringRefusal::text("reason"))?;
                meeting.cancelled = Some((entry.on, reason.clone()));
                meeting.state = MeetingState::Cancelled;
                Ok(meeting)
            }
            (_, act) => Err(SteeringRefusal::Order { act: act.key() }),
        }
    }

    fn standing(&self) -> Standing {
        Standing {
            state: self.state.key().to_owned(),
            title: self.call.title.clone(),
            parent: self.call.committee,
            due: Some(self.call.on),
            done: self.held.as_ref().map(|held| held.on),
            ..Standing::default()
        }
    }
}

impl Meeting {
    fn within(&self, entry: &Entry<MeetingAct>, state: MeetingState) -> Result<(), SteeringRefusal> {
        if self.state == state {
            return Ok(());
        }
        Err(SteeringRefusal::State { state: self.state.key(), act: entry.act.key() })
    }

    fn replan(mut self, entry: &Entry<MeetingAct>, call: &Call, reason: &str) -> Result<Self, SteeringRefusal> {
        self.within(entry, MeetingState::Planned)?;
        call.check()?;
        check(reason, TEXT_CHARS_MAX).map_err(SteeringRefusal::text("reason"))?;
        self.call = call.clone();
        self.changes.push((entry.on, None, reason.to_owned()));
        Ok(self)
    }

    fn hold(mut self, entry: &Entry<MeetingAct>, held: Held) -> Result<Self, SteeringRefusal> {
        self.within(entry, MeetingState::Planned)?;
        check(&held.chair, TITLE_CHARS_MAX).map_err(SteeringRefusal::text("chair"))?;
        if held.on > entry.on {
            return Err(SteeringRefusal::Future { date: held.on, on: entry.on });
        }
        if held.present > held.invited {
            return Err(SteeringRefusal::Present { present: held.present, invited: held.invited });
        }
        self.held = Some(held);
        self.state = MeetingState::Held;
        Ok(self)
    }

    fn conclude(mut self, entry: &Entry<MeetingAct>, conclusions: &[Conclusion]) -> Result<Self, SteeringRefusal> {
        self.within(entry, MeetingState::Held)?;
        if conclusions.is_empty() {
            return Err(SteeringRefusal::Nothing { field: "conclusions" });
        }
        if conclusions.len() > ITEMS_MAX {
            return Err(SteeringRefusal::Many { field: "conclusions", count: conclusions.len(), max: ITEMS_MAX });
        }
        for (expected, conclusion) in (1_u16..).zip(conclusions) {
            if conclusion.no != expected {
                return Err(SteeringRefusal::Number { no: conclusion.no, expected });
            }
            self.fits(conclusion)?;
        }
        self.conclusions = conclusions.to_vec();
        self.state = MeetingState::Concluded;
        Ok(self)
    }

    fn correct(
        mut self,
        entry: &Entry<MeetingAct>,
        conclusion: &Conclusion,
        reason: &str,
    ) -> Result<Self, SteeringRefusal> {
        self.within(entry, MeetingState::Concluded)?;
        check(reason, TEXT_CHARS_MAX).map_err(SteeringRefusal::text("reason"))?;
        self.fits(conclusion)?;
        let Some(kept) = self.conclusions.iter_mut().find(|kept| kept.no == conclusion.no) else {
            return Err(SteeringRefusal::ConclusionUnknown { no: conclusion.no });
        };
        *kept = conclusion.clone();
        self.changes.push((entry.on, Some(conclusion.no), reason.to_owned()));
        Ok(self)
    }

    /// A conclusion can be kept, and asks for nothing before the meeting.
    fn fits(&self, conclusion: &Conclusion) -> Result<(), SteeringRefusal> {
        check(&conclusion.text, TEXT_CHARS_MAX).map_err(SteeringRefusal::text("conclusions"))?;
        if let Some(body) = &conclusion.body {
            check(body, TITLE_CHARS_MAX).map_err(SteeringRefusal::text("body"))?;
        }
        let from = self.held.as_ref().map_or(self.call.on, |held| held.on);
        match conclusion.due {
            Some(until) if until < from => Err(SteeringRefusal::Backwards { from, until }),
            _ => Ok(()),
        }
    }
}

impl Call {
    fn check(&self) -> Result<(), SteeringRefusal> {
        check(&self.title, TITLE_CHARS_MAX).map_err(SteeringRefusal::text("title"))?;
        check(&self.venue, TITLE_CHARS_MAX).map_err(SteeringRefusal::text("venue"))?;
        check_list("points", &self.points, POINTS_MAX, TITLE_CHARS_MAX)?;
        check_list("agenda", &self.agenda, ITEMS_MAX, TEXT_CHARS_MAX)?;
        if self.agenda.is_empty() {
            return Err(SteeringRefusal::Nothing { field: "agenda" });
        }
        if (self.mode == Mode::InPerson) == self.points.is_empty() { Ok(()) } else { Err(SteeringRefusal::Points) }
    }
}
