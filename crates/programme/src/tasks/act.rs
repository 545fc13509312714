//! What can be done with a task.

use domain::access::Action;
use domain::work::WorkAct;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::clears::{Clears, Place};
use super::split::{Bound, Child, Source};

/// How a task begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// What it is called.
    pub title: String,
    /// The plan, meeting or task that it came from, and what in it.
    pub source: Option<Source>,
    /// What of a larger task it has to conserve, where it is a part of one.
    pub bound: Option<Bound>,
    /// The six as far as they are known.
    pub clears: Clears,
}

/// What the issuer answers to an objection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "how", rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// The task is changed and asked again.
    Amend {
        /// All six, as they are now.
        clears: Box<Clears>,
    },
    /// The task stands as it is and is to be done.
    Uphold {},
    /// The task is taken back.
    Withdraw {},
}

/// One mark in a grid: at a place, on a day, shown by something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tick {
    /// Row of the grid.
    pub place: u16,
    /// The day on which it was done.
    pub done_on: Date,
    /// What shows it: number of minutes, place of a list; may be empty.
    pub evidence: String,
}

/// What shows one result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shown {
    /// Number of the result.
    pub part: u8,
    /// What shows it.
    pub evidence: String,
}

/// Every act by its key, with what the policy has to permit for it.
pub const ACTIONS: [(&str, Action); 20] = [
    ("draft", Action::WriteWork),
    ("fill", Action::WriteWork),
    ("hand", Action::IssueTask),
    ("issue", Action::IssueTask),
    ("answer", Action::IssueTask),
    ("add_place", Action::IssueTask),
    ("end_place", Action::IssueTask),
    ("extend", Action::IssueTask),
    ("reassign", Action::IssueTask),
    ("withdraw", Action::IssueTask),
    ("accept", Action::AnswerTask),
    ("object", Action::AnswerTask),
    ("split", Action::AnswerTask),
    ("progress", Action::AnswerTask),
    ("mark", Action::AnswerTask),
    ("unmark", Action::AnswerTask),
    ("report_done", Action::AnswerTask),
    ("resent", Action::WriteWork),
    ("close", Action::CloseTask),
    ("return", Action::CloseTask),
];

/// What the policy has to permit for the act of a key; none for a word that is no act.
pub fn action_of(key: &str) -> Option<Action> {
    ACTIONS.iter().find(|(known, _)| *known == key).map(|(_, action)| *action)
}

/// One act. The words are kept for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum TaskAct {
    /// Written down, perhaps with gaps.
    Draft {
        /// What it begins as.
        draft: Draft,
    },
    /// Written and issued at once: to a unit below, where one has no drafts.
    Hand {
        /// What it begins as; all six filled.
        draft: Draft,
    },
    /// The draft is filled in anew.
    Fill {
        /// What it is called.
        title: String,
        /// The six as they are now.
        clears: Clears,
    },
    /// Given to the person named.
    Issue {},
    /// The person named takes it.
    Accept {},
    /// The person named does not take it as it is.
    Object {
        /// Why.
        reason: String,
    },
    /// The issuer answers an objection.
    Answer {
        /// What.
        answer: Answer,
        /// Why.
        reason: String,
    },
    /// The person named divides it.
    Split {
        /// Its parts.
        children: Vec<Child>,
        /// Parts that these take the place of: withdrawn, or never handed. Empty where the task is divided first.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        instead_of: Vec<Uuid>,
    },
    /// What was done, in words.
    Progress {
        /// What.
        what: String,
        /// What shows it; may be empty.
        evidence: String,
    },
    /// Cells of the grid that were done.
    Mark {
        /// Which.
        ticks: Vec<Tick>,
    },
    /// A mark was wrong.
    Unmark {
        /// Which: the act that made it, and its place.
        mark: Uuid,
        /// Row of the grid.
        place: u16,
        /// Why.
        reason: String,
    },
    /// A place is added to the grid.
    AddPlace {
        /// Which.
        place: Place,
    },
    /// A place is no longer one (merged, dissolved); what it did stays.
    EndPlace {
        /// Row of the grid.
        place: u16,
        /// First day on which nothing is asked of it.
        from: Date,
        /// Why.
        reason: String,
    },
    /// The person named says that every result exists.
    ReportDone {
        /// What shows each.
        results: Vec<Shown>,
    },
    /// The report that the task asks for was sent again, by whoever may send it: every result exists.
    Resent {
        /// What shows it.
        evidence: String,
    },
    /// Another person says so too.
    Close {
        /// A remark; may be empty.
        note: String,
    },
    /// Another person says that it is not done.
    Return {
        /// Why.
        reason: String,
        /// A new last day; the same without.
        due: Option<Date>,
        /// Last day of the task that it is a part of, as it is now.
        within: Option<Date>,
    },
    /// A later last day.
    Extend {
        /// Which.
        due: Date,
        /// Why.
        reason: String,
        /// Last day of the task that it is a part of, as it is now.
        within: Option<Date>,
    },
    /// Somebody else is to do it.
    Reassign {
        /// Who.
        assignee: Uuid,
        /// Who watches.
        deputy: Option<Uuid>,
        /// Why.
        reason: String,
    },
    /// Taken back.
    Withdraw {
        /// Why.
        reason: String,
    },
}

impl WorkAct for TaskAct {
    fn key(&self) -> &'static str {
        match self {
            Self::Draft { .. } => "draft",
            Self::Hand { .. } => "hand",
            Self::Fill { .. } => "fill",
            Self::Issue {} => "issue",
            Self::Accept {} => "accept",
            Self::Object { .. } => "object",
            Self::Answer { .. } => "answer",
            Self::Split { .. } => "split",
            Self::Progress { .. } => "progress",
            Self::Mark { .. } => "mark",
            Self::Unmark { .. } => "unmark",
            Self::AddPlace { .. } => "add_place",
            Self::EndPlace { .. } => "end_place",
            Self::ReportDone { .. } => "report_done",
            Self::Resent { .. } => "resent",
            Self::Close { .. } => "close",
            Self::Return { .. } => "return",
            Self::Extend { .. } => "extend",
            Self::Reassign { .. } => "reassign",
            Self::Withdraw { .. } => "withdraw",
        }
    }

    fn action(&self) -> Action {
        // every key of an act is in the table, which a test holds; writing is the least that anybody needs
        action_of(self.key()).unwrap_or(Action::WriteWork)
    }

    fn document(&self) -> Option<(&str, Date)> {
        let authority = match self {
            Self::Draft { draft } | Self::Hand { draft } => draft.clears.authority.as_ref(),
            Self::Fill { clears, .. } => clears.authority.as_ref(),
            Self::Answer { answer: Answer::Amend { clears }, .. } => clears.authority.as_ref(),
            _ => None,
        };
        authority.map(|authority| (authority.number.as_str(), authority.date))
    }

    fn clause(&self) -> Option<&str> {
        match self {
            Self::Hand { draft } => draft.clears.authority.as_ref().map(|authority| authority.clause.as_str()),
            _ => None,
        }
    }
}
