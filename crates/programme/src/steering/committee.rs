//! Ban chỉ đạo: who sits in it, under which decision, by which rules.

use domain::access::Action;
use domain::work::{Chain, Entry, Noun, Standing, WorkAct};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Paper, Servant, SteeringRefusal};
use crate::tasks::wording::{TEXT_CHARS_MAX, TITLE_CHARS_MAX, check, words};

/// Most members at one time.
pub const MEMBERS_MAX: usize = 100;

words! {
    /// What a member is in the committee.
    Seat {
        /// Trưởng ban.
        Head "head";
        /// Phó Trưởng ban Thường trực.
        StandingDeputy "standing_deputy";
        /// Phó Trưởng ban.
        Deputy "deputy";
        /// Ủy viên.
        Member "member";
        /// Thư ký.
        Secretary "secretary";
    }
}

/// A member as named by an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Who.
    pub who: Servant,
    /// As what.
    pub seat: Seat,
}

/// One act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum CommitteeAct {
    /// Set up, or formed anew.
    Found {
        /// What it is called.
        name: String,
        /// The decision.
        decided: Paper,
        /// Who sits in it.
        members: Vec<Named>,
    },
    /// Somebody joins.
    Join {
        /// Who.
        member: Named,
        /// The decision.
        decided: Paper,
    },
    /// Somebody leaves.
    Leave {
        /// Number of the member.
        member: u16,
        /// The decision.
        decided: Paper,
    },
    /// One takes the place of another as head.
    Head {
        /// Who.
        who: Servant,
        /// The decision.
        decided: Paper,
    },
    /// Rules of operation (quy chế hoạt động).
    Rules {
        /// The paper.
        paper: Paper,
        /// What they say in short.
        summary: String,
    },
    /// Dissolved.
    Dissolve {
        /// The decision.
        decided: Paper,
    },
}

/// A member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Number in the committee.
    pub no: u16,
    /// Who.
    pub who: Servant,
    /// As what.
    pub seat: Seat,
    /// Since when.
    pub from: Date,
    /// Under which decision.
    pub decided: Paper,
    /// Until when, and under which decision.
    pub left: Option<(Date, Paper)>,
}

/// A committee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Committee {
    /// What it is called.
    pub name: String,
    /// The decision that set it up.
    pub decided: Paper,
    /// Everybody who sat in it, in the order in which they came.
    pub members: Vec<Member>,
    /// The rules in force, since when, and what they say in short.
    pub rules: Option<(Paper, String)>,
    /// When it ended, and under which decision.
    pub dissolved: Option<(Date, Paper)>,
}

impl WorkAct for CommitteeAct {
    fn key(&self) -> &'static str {
        match self {
            Self::Found { .. } => "found",
            Self::Join { .. } => "join",
            Self::Leave { .. } => "leave",
            Self::Head { .. } => "head",
            Self::Rules { .. } => "rules",
            Self::Dissolve { .. } => "dissolve",
        }
    }

    fn action(&self) -> Action {
        Action::WriteWork
    }

    fn document(&self) -> Option<(&str, Date)> {
        let paper = match self {
            Self::Found { decided, .. }
            | Self::Join { decided, .. }
            | Self::Leave { decided, .. }
            | Self::Head { decided, .. }
            | Self::Dissolve { decided } => decided,
            Self::Rules { paper, .. } => paper,
        };
        Some((&paper.number, paper.date))
    }
}

impl Chain for Committee {
    const NOUN: Noun = Noun::Committee;
    type Act = CommitteeAct;
    type Refusal = SteeringRefusal;

    fn follow(before: Option<Self>, entry: &Entry<CommitteeAct>) -> Result<Self, SteeringRefusal> {
        let on = entry.on;
        match (before, &entry.act) {
            (None, CommitteeAct::Found { name, decided, members }) => found(name, decided, members, on),
            (Some(committee), act) if committee.dissolved.is_some() => {
                Err(SteeringRefusal::State { state: "dissolved", act: act.key() })
            }
            (Some(committee), CommitteeAct::Join { member, decided }) => committee.join(member, decided, on),
            (Some(committee), CommitteeAct::Leave { member, decided }) => committee.leave(*member, decided, on),
            (Some(committee), CommitteeAct::Head { who, decided }) => committee.new_head(who, decided, on),
            (Some(mut committee), CommitteeAct::Rules { paper, summary }) => {
                paper.check(on)?;
                check(summary, TEXT_CHARS_MAX).map_err(SteeringRefusal::text("summary"))?;
                committee.rules = Some((paper.clone(), summary.clone()));
                Ok(committee)
            }
            (Some(mut committee), CommitteeAct::Dissolve { decided }) => {
                decided.check(on)?;
                committee.dissolved = Some((on, decided.clone()));
                Ok(committee)
            }
            (_, act) => Err(SteeringRefusal::Order { act: act.key() }),
        }
    }

    fn standing(&self) -> Standing {
        let state = if self.dissolved.is_some() { "dissolved" } else { "working" };
        Standing {
            state: state.to_owned(),
            title: self.name.clone(),
            done: self.dissolved.as_ref().map(|(on, _)| *on),
            ..Standing::default()
        }
    }
}

fn found(name: &str, decided: &Paper, members: &[Named], on: Date) -> Result<Committee, SteeringRefusal> {
    check(name, TITLE_CHARS_MAX).map_err(SteeringRefusal::text("name"))?;
    decided.check(on)?;
    let empty = Committee {
        name: name.to_owned(),
        decided: decided.clone(),
        members: Vec::new(),
        rules: None,
        dissolved: None,
    };
    let committee = members.iter().try_fold(empty, |committee, member| committee.join(member, decided, on))?;
    if committee.sitting().any(|member| member.seat == Seat::Head) {
        Ok(committee)
    } else {
        Err(SteeringRefusal::NoHead)
    }
}

impl Committee {
    /// Who sits in it now.
    pub fn sitting(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.left.is_none())
    }

    fn join(mut self, named: &Named, decided: &Paper, on: Date) -> Result<Self, SteeringRefusal> {
        named.who.check()?;
        decided.check(on)?;
        if self.sitting().any(|member| member.who == named.who) {
            return Err(SteeringRefusal::MemberTwice);
        }
        if named.seat == Seat::Head && self.sitting().any(|member| member.seat == Seat::Head) {
            return Err(SteeringRefusal::HeadTwice);
        }
        let many = || SteeringRefusal::Many { field: "members", count: self.members.len() + 1, max: MEMBERS_MAX };
        if self.sitting().count() >= MEMBERS_MAX {
            return Err(many());
        }
        let no = u16::try_from(self.members.len() + 1).map_err(|_| many())?;
        self.members.push(Member {
            no,
            who: named.who.clone(),
            seat: named.seat,
            from: on,
            decided: decided.clone(),
            left: None,
        });
        Ok(self)
    }

    fn leave(mut self, no: u16, decided: &Paper, on: Date) -> Result<Self, SteeringRefusal> {
        decided.check(on)?;
        let sits = |member: &&mut Member| member.no == no && member.left.is_none();
        let Some(member) = self.members.iter_mut().find(sits) else {
            return Err(SteeringRefusal::MemberUnknown { no });
        };
        // the seat of the head is handed on, never left empty
        if member.seat == Seat::Head {
            return Err(SteeringRefusal::NoHead);
        }
        member.left = Some((on, decided.clone()));
        Ok(self)
    }

    fn new_head(mut self, who: &Servant, decided: &Paper, on: Date) -> Result<Self, SteeringRefusal> {
        decided.check(on)?;
        if self.sitting().any(|member| member.seat == Seat::Head && member.who == *who) {
            return Err(SteeringRefusal::MemberTwice);
        }
        // a deputy who becomes head leaves the deputy's seat
        for member in &mut self.members {
            if member.left.is_none() && (member.seat == Seat::Head || member.who == *who) {
                member.left = Some((on, decided.clone()));
            }
        }
        self.join(&Named { who: who.clone(), seat: Seat::Head }, decided, on)
    }
}
