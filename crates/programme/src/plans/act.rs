//! What can be done with a plan. Acts are kept for ever: their names and meanings do not change.

use domain::access::Action;
use domain::work::WorkAct;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::document::{Document, Kind};
use super::level::Point;
use super::roadmap::Roadmap;
use super::target::{Counted, Target};

/// The head of a plan that is being written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// What kind of paper it is to be.
    pub kind: Kind,
    /// What it is called.
    pub title: String,
    /// The body that is to issue it.
    pub issuer: String,
    /// What it rests on, document by document.
    #[serde(default)]
    pub basis: Vec<String>,
    /// First day of its term.
    pub from: Date,
    /// Last day of its term.
    pub to: Date,
    /// Number and date of the paper in whose place it comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<String>,
}

/// A value told by somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Of which target.
    pub target: String,
    /// As of which day, how many, of how many, where written. A later statement for the same day takes its place.
    pub counted: Counted,
}

/// One change of a plan that is in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case", deny_unknown_fields)]
pub enum Amendment {
    /// A new target.
    AddTarget {
        /// The target.
        target: Target,
    },
    /// A target that no longer holds.
    DropTarget {
        /// Which.
        target: String,
    },
    /// New points of a target.
    SetTrajectory {
        /// Which.
        target: String,
        /// The points, in order.
        points: Vec<Point>,
    },
    /// The communes of a year.
    SetRoadmap {
        /// The roadmap.
        roadmap: Roadmap,
    },
    /// Another last day.
    SetEnd {
        /// The last day.
        to: Date,
    },
}

/// An act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum PlanAct {
    /// Begins a plan by hand.
    Draft {
        /// The head.
        draft: Draft,
    },
    /// Takes over a plan that comes with the program, as it was published: it is in force at once.
    Adopt {
        /// Its id.
        plan: String,
        /// Which text of it.
        version: u32,
    },
    /// Begins a plan from the one of the unit above, with its targets or one's own share of them.
    Derive {
        /// The plan above.
        parent: Uuid,
        /// The head.
        draft: Draft,
        /// What is inherited.
        targets: Vec<Target>,
    },
    /// Adds a target to a draft.
    AddTarget {
        /// The target.
        target: Target,
    },
    /// Takes a target out of a draft.
    DropTarget {
        /// Which.
        target: String,
    },
    /// Sets the points of a target of a draft.
    SetTrajectory {
        /// Which.
        target: String,
        /// The points, in order.
        points: Vec<Point>,
    },
    /// Sets the communes of a year of a draft.
    SetRoadmap {
        /// The roadmap.
        roadmap: Roadmap,
    },
    /// The paper was signed.
    Issue {
        /// Number, date, body, office.
        document: Document,
    },
    /// Another paper changes it.
    Amend {
        /// Number, date, body, office.
        document: Document,
        /// What changes.
        changes: Vec<Amendment>,
    },
    /// Tells a baseline that the plan itself leaves to a day.
    SetBaseline {
        /// Of which target.
        target: String,
        /// The number with its day and source.
        counted: Counted,
    },
    /// Tells a value.
    State {
        /// The value.
        statement: Statement,
    },
    /// It no longer holds: its term is over or another paper ends it.
    End {
        /// Why.
        reason: String,
        /// The paper that ends it or comes in its place.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        document: Option<Document>,
    },
}

impl WorkAct for PlanAct {
    fn key(&self) -> &'static str {
        match self {
            Self::Draft { .. } => "draft",
            Self::Adopt { .. } => "adopt",
            Self::Derive { .. } => "derive",
            Self::AddTarget { .. } => "add_target",
            Self::DropTarget { .. } => "drop_target",
            Self::SetTrajectory { .. } => "set_trajectory",
            Self::SetRoadmap { .. } => "set_roadmap",
            Self::Issue { .. } => "issue",
            Self::Amend { .. } => "amend",
            Self::SetBaseline { .. } => "set_baseline",
            Self::State { .. } => "state",
            Self::End { .. } => "end",
        }
    }

    fn action(&self) -> Action {
        Action::WriteWork
    }

    fn document(&self) -> Option<(&str, Date)> {
        match self {
            Self::Issue { document } | Self::Amend { document, .. } | Self::End { document: Some(document), .. } => {
                Some((&document.number, document.date))
            }
            _ => None,
        }
    }
}
