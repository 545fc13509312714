//! Indicators (chỉ tiêu báo cáo): figures that reports are made of, each with its definition and source.
//!
//! An indicator is data (`data/indicators/`). It says what is measured, on which source it rests, whether it is a
//! stock at a day or a flow in a window, what becomes of it when units merge, and how the figures of many units become
//! one: a count is added up, a share is worked out again from its parts, and nothing is ever averaged.

mod breakdown;
mod finding;
mod load;
mod measured;

use domain::counts::Number;

use crate::plans::{Status, shipped};
use crate::{funds, tasks};

pub use breakdown::{Asks, Breakdown, Fits, Group, Part, Traits, address, addressed};
pub(crate) use finding::unreadable;
pub use finding::{Defect, Finding, Sort};
pub use load::load;
pub(crate) use load::{Line, Lint};
pub use measured::{Measured, Why};

/// The indicators as they come with the program.
///
/// Four files read as one: what is counted of people, of areas and prevention, and of the programme's own work, and how
/// people are told apart. A fault's line counts through all.
pub const SHIPPED: &str = concat!(
    include_str!("../../../data/indicators/people.toml"),
    include_str!("../../../data/indicators/areas.toml"),
    include_str!("../../../data/indicators/work.toml"),
    include_str!("../../../data/indicators/breakdowns.toml")
);

/// What is measured, and how it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// How many.
    Count,
    /// An area, kept in square centimetres as facts are.
    Area,
    /// A share of two counts.
    Share,
    /// One of a few words.
    Choice,
    /// Text that is typed.
    Text,
    /// A day.
    Day,
}

/// At a day, or in a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// As it stands at the end of the last day.
    Stock,
    /// What happened from the first day to the last.
    Flow,
}

/// What becomes of a figure when a unit began in the middle of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carry {
    /// What happened in the units before it is added.
    Sum,
    /// It is worked out again from the records of the new unit.
    Recompute,
    /// Somebody has to say.
    Ask,
}

/// How the figures of many units become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Up {
    /// They are added.
    Sum,
    /// It is worked out again from its parts.
    Recompute,
    /// They do not: texts are chosen by hand.
    Apart,
}

/// Figures of one list of people in a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// On it when the window began.
    Opening,
    /// Put on it.
    Entries,
    /// Taken off it.
    Removals,
    /// On it when the window was over.
    Closing,
}

impl Flow {
    fn from_key(key: &str) -> Option<Self> {
        match key {
            "opening" => Some(Self::Opening),
            "entries" => Some(Self::Entries),
            "removals" => Some(Self::Removals),
            "closing" => Some(Self::Closing),
            _ => None,
        }
    }
}

/// What is asked of one target of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetAsked {
    /// Reached, on track, off track: a choice.
    Status,
    /// How many are needed at the point that is due, or comes first: a count.
    Needed,
    /// The arithmetic of each point, and why it stands so: a text.
    Account,
}

impl TargetAsked {
    fn from_key(key: &str) -> Option<Self> {
        match key {
            "status" => Some(Self::Status),
            "needed" => Some(Self::Needed),
            "account" => Some(Self::Account),
            _ => None,
        }
    }

    /// The kind of figure that answers it.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Status => Kind::Choice,
            Self::Needed => Kind::Count,
            Self::Account => Kind::Text,
        }
    }
}

/// A plan that comes with the program, its target and what is asked: `th-192-2025.khong-ma-tuy.status`.
fn of_target(key: &str) -> Option<Origin> {
    let (plan, rest) = key.split_once('.')?;
    let (target, asked) = rest.split_once('.')?;
    let known = shipped::latest(plan)?.targets.iter().any(|one| one.id == target);
    let asked = TargetAsked::from_key(asked).filter(|_| known)?;
    Some(Origin::Target { plan: plan.to_owned(), target: target.to_owned(), asked })
}

/// Where a figure comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Counted from files: people.
    Counts(Number),
    /// Counted from files: one of the statutory lists.
    Flows(String, Flow),
    /// Recorded for the year: an input of the criteria.
    Facts(String),
    /// Judged for the year: the result.
    Result,
    /// Judged for the year: how many communes came to this result.
    Verdict(String),
    /// How many communes there are.
    Communes,
    /// Counted from the tasks of the unit.
    Tasks(tasks::Count),
    /// Counted from the targets of its plans in force: how many stand so, or all of them.
    Plans(Option<Status>),
    /// One target of a plan that comes with the program: how it stands, by its own arithmetic.
    Target {
        /// The plan.
        plan: String,
        /// The target in it.
        target: String,
        /// What is asked of it.
        asked: TargetAsked,
    },
    /// Added up from its money, in đồng.
    Funds(funds::Asked),
    /// Worked out from two others.
    Parts,
    /// Typed by whoever writes the report, with the paper it stands on.
    Typed,
}

impl Origin {
    /// Reads `flows.addicts.closing`, `counts.a_cohort`, `facts.use_sites`, `verdict.result`, `tasks.given`,
    /// `plans.reached`, `target.th-192-2025.khong-ma-tuy.status`, `funds.spent.central`, `manual`.
    pub fn from_key(key: &str) -> Option<Self> {
        let (head, rest) = key.split_once('.').unwrap_or((key, ""));
        match (head, rest) {
            ("manual", "") => Some(Self::Typed),
            ("parts", "") => Some(Self::Parts),
            ("units", "communes") => Some(Self::Communes),
            ("verdict", "result") => Some(Self::Result),
            ("verdict", class) if !class.is_empty() => Some(Self::Verdict(class.to_owned())),
            ("facts", input) if !input.is_empty() => Some(Self::Facts(input.to_owned())),
            ("tasks", count) => tasks::Count::from_key(count).map(Self::Tasks),
            ("plans", "targets") => Some(Self::Plans(None)),
            ("plans", status) => Status::from_key(status).map(|status| Self::Plans(Some(status))),
            ("target", rest) => of_target(rest),
            ("funds", asked) => funds::Asked::from_key(asked).map(Self::Funds),
            ("counts", number) => Number::from_key(number).map(Self::Counts),
            ("flows", rest) => {
                let (list, flow) = rest.split_once('.')?;
                let known = domain::counts::LISTS.contains(&list);
                Flow::from_key(flow).filter(|_| known).map(|flow| Self::Flows(list.to_owned(), flow))
            }
            _ => None,
        }
    }

    /// Whether a person types it.
    pub const fn is_typed(&self) -> bool {
        matches!(self, Self::Typed)
    }
}

/// An indicator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Indicator {
    /// Its name in forms, files and other systems; it never changes its meaning.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Of what: `người`, `xã`, `%`.
    pub unit: String,
    /// What is measured.
    pub kind: Kind,
    /// What is counted and what is not.
    pub definition: String,
    /// Article or document.
    pub citation: String,
    /// How well that is known: V read, S second-hand, K from memory, N not found, U no official form was found.
    pub evidence: String,
    /// Who confirms what was not read.
    pub owner: Option<String>,
    /// Where it comes from.
    pub origin: Origin,
    /// The same as it is written in the table; it names the question in frozen figures.
    pub from: String,
    /// At a day or in a window.
    pub when: When,
    /// When units merge.
    pub carry: Carry,
    /// When units are added up.
    pub up: Up,
    /// Of a share: what is counted, and of what.
    pub parts: Option<(String, String)>,
    /// Of a choice: the words.
    pub choices: Vec<(String, String)>,
    /// Few people can be recognised in it: not told under 5 to whoever does not keep the files.
    pub small: bool,
    /// The breakdowns by which its people are told apart.
    pub by: Vec<String>,
    /// Of a group: which indicator it is a part of.
    pub part: Option<Part>,
}

impl Indicator {
    /// The word for a choice.
    pub fn choice(&self, key: &str) -> Option<&str> {
        self.choices.iter().find(|(known, _)| known == key).map(|(_, title)| title.as_str())
    }

    /// The question by which it is answered, with its version: what a frozen figure names.
    pub fn query(&self) -> String {
        format!("{}/1", self.from)
    }
}

/// Every indicator, in the order of the table, each followed by its groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Indicators {
    all: Vec<Indicator>,
    breakdowns: Vec<Breakdown>,
}

impl Indicators {
    /// By its name.
    pub fn get(&self, id: &str) -> Option<&Indicator> {
        self.all.iter().find(|indicator| indicator.id == id)
    }

    /// All of them.
    pub fn all(&self) -> &[Indicator] {
        &self.all
    }

    /// Every breakdown.
    pub fn breakdowns(&self) -> &[Breakdown] {
        &self.breakdowns
    }

    /// A breakdown by its name.
    pub fn breakdown(&self, id: &str) -> Option<&Breakdown> {
        self.breakdowns.iter().find(|breakdown| breakdown.id == id)
    }

    /// The name that is nearest to one that is not known, by the letters they begin with.
    pub fn nearest(&self, id: &str) -> Option<&str> {
        let common = |other: &str| other.chars().zip(id.chars()).take_while(|(a, b)| a == b).count();
        let best = self.all.iter().max_by_key(|indicator| common(&indicator.id))?;
        (common(&best.id) >= 3).then_some(best.id.as_str())
    }
}
