//! What can be done with a report. Acts are kept for ever: none ever changes its meaning.

use std::collections::BTreeSet;

use domain::access::Action;
use domain::facts::Window;
use domain::units::UnitId;
use domain::work::WorkAct;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::contract::Contract;
use super::signer::Signer;
use crate::indicators::Measured;

/// A report is begun.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The form.
    pub form: String,
    /// Its version.
    pub form_version: u32,
    /// What it is called.
    pub title: String,
    /// The calendar that orders it.
    pub calendar: String,
    /// `2026-Q3`.
    pub period: String,
    /// The days that it is about.
    pub window: Window,
    /// The last day on which it is in time; none where no document names one.
    pub due: Option<Date>,
    /// The body of the unit that reports, where it is not the unit's committee: a department, the Front.
    pub body: Option<String>,
    /// What the form asks.
    pub contract: Contract,
}

/// A figure with all that is needed to find it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// Which indicator.
    pub indicator: String,
    /// What it comes to.
    pub value: Measured,
    /// The question that it answers, with its version.
    pub query: String,
    /// The population that stood beside it, where one was known.
    pub population: Option<i64>,
    /// The days that it is about.
    pub window: Window,
    /// As of the end of this day.
    pub as_of: Date,
    /// As known at this instant.
    pub known_at: Timestamp,
    /// The paper that a typed figure stands on, or where an imported one came from.
    pub source: Option<String>,
    /// Of a consolidated figure: what each unit gave.
    pub units: Vec<UnitFigure>,
}

/// One figure of a file, and what stood in its place before and was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Brought {
    /// Which indicator.
    pub indicator: String,
    /// What it comes to.
    pub value: Measured,
    /// What stood there.
    pub instead_of: Option<Measured>,
}

/// What one unit gave to a consolidated figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitFigure {
    /// Which.
    pub unit: UnitId,
    /// What it gave.
    pub value: Measured,
}

/// The report of a unit below that a consolidation rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Whose.
    pub unit: UnitId,
    /// Which report.
    pub report: Uuid,
    /// Which version of it.
    pub version: u32,
    /// It was sent up and nobody had approved it yet.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_submitted: bool,
}

/// A remark on one place of a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comment {
    /// An indicator or a place for words of the form.
    pub place: String,
    /// What is said.
    pub text: String,
}

/// Words of a report below, chosen by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Excerpt {
    /// Where they go.
    pub place: String,
    /// Whose words.
    pub unit: UnitId,
    /// Of which report.
    pub report: Uuid,
    /// What they say.
    pub text: String,
}

/// A typed figure that is as it was in an earlier report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unchanged {
    /// Which.
    pub indicator: String,
    /// What it came to then, and does still.
    pub value: Measured,
    /// That it is unchanged, since which report and day.
    pub source: String,
}

/// A frozen figure and what the records say now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moved {
    /// Which.
    pub indicator: String,
    /// As submitted.
    pub was: Measured,
    /// As it is.
    pub is: Measured,
}

/// What is done with a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum ReportAct {
    /// It is begun.
    Open {
        /// What it is.
        opening: Opening,
    },
    /// Its figures are worked out from the records.
    Assemble {
        /// All of them.
        figures: Vec<Figure>,
    },
    /// Its figures are worked out from the reports of the units below.
    Consolidate {
        /// All of them.
        figures: Vec<Figure>,
        /// The reports.
        sources: Vec<Source>,
        /// Units that have submitted none.
        missing: Vec<UnitId>,
        /// What was submitted and not yet approved was left out.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        only_approved: bool,
    },
    /// The author writes in one place.
    Fill {
        /// Which.
        place: String,
        /// What; nothing takes it away.
        text: String,
    },
    /// Words of a report below are taken over.
    Quote {
        /// Which.
        excerpt: Excerpt,
    },
    /// A figure that only people know, with its source; also one that is imported.
    Enter {
        /// Which.
        indicator: String,
        /// What it comes to.
        value: Measured,
        /// The paper, or why there is no figure.
        source: String,
        /// What stood there before and was seen.
        instead_of: Option<Measured>,
    },
    /// Figures of a file that only people know: all of them or none.
    Bring {
        /// Which.
        figures: Vec<Brought>,
        /// The file.
        source: String,
    },
    /// Another figure than the computed one, stated with its reason; both are shown.
    Differ {
        /// Which.
        indicator: String,
        /// What is stated.
        value: Measured,
        /// Why.
        reason: String,
    },
    /// The computed figure is the stated one again.
    Agree {
        /// Which.
        indicator: String,
    },
    /// Why a rule does not hold.
    Excuse {
        /// Which.
        rule: String,
        /// Why.
        reason: String,
    },
    /// Nothing but the computed figures is new since an earlier report.
    NothingChanged {
        /// That report.
        report: Uuid,
        /// Its period.
        period: String,
        /// Typed figures that are as they were. What was typed since stays.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        figures: Vec<Unchanged>,
        /// Places for words that the earlier form has too, and that the statement speaks for; every place in statements
        /// made before they were told apart.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        places: Option<BTreeSet<String>>,
    },
    /// Who will sign its paper is named.
    NameSigner {
        /// Who, and in which capacity.
        signer: Signer,
    },
    /// It goes up; its figures are frozen.
    Submit {},
    /// It is taken back before anybody approved it.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// It goes back to its author.
    Return {
        /// Why.
        reason: String,
        /// Remarks on places.
        comments: Vec<Comment>,
        /// Until when it is to come again.
        due: Date,
        /// The task that tells the author.
        task: Option<Uuid>,
    },
    /// Somebody else agrees.
    Approve {
        /// A remark.
        note: Option<String>,
        /// Who signs its paper; none leaves whom the author named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signer: Option<Signer>,
    },
    /// It is final.
    Lock {},
    /// Frozen figures are no longer what the records say.
    ProposeAmendment {
        /// Which.
        moved: Vec<Moved>,
    },
    /// The proposal is not followed.
    KeepVersion {
        /// Why.
        reason: String,
    },
    /// A new version is begun.
    Amend {
        /// Why.
        reason: String,
    },
}

impl WorkAct for ReportAct {
    fn key(&self) -> &'static str {
        match self {
            Self::Open { .. } => "open",
            Self::Assemble { .. } => "assemble",
            Self::Consolidate { .. } => "consolidate",
            Self::Fill { .. } => "fill",
            Self::Quote { .. } => "quote",
            Self::Enter { .. } => "enter",
            Self::Bring { .. } => "bring",
            Self::Differ { .. } => "differ",
            Self::Agree { .. } => "agree",
            Self::Excuse { .. } => "excuse",
            Self::NothingChanged { .. } => "nothing_changed",
            Self::NameSigner { .. } => "name_signer",
            Self::Submit {} => "submit",
            Self::Withdraw { .. } => "withdraw",
            Self::Return { .. } => "return",
            Self::Approve { .. } => "approve",
            Self::Lock {} => "lock",
            Self::ProposeAmendment { .. } => "propose_amendment",
            Self::KeepVersion { .. } => "keep_version",
            Self::Amend { .. } => "amend",
        }
    }

    fn action(&self) -> Action {
        match self {
            Self::NameSigner { .. }
            | Self::Submit {}
            | Self::Withdraw { .. }
            | Self::ProposeAmendment { .. }
            | Self::KeepVersion { .. }
            | Self::Amend { .. } => Action::SubmitReport,
            Self::Return { .. } | Self::Approve { .. } | Self::Lock {} => Action::ApproveReport,
            _ => Action::WriteWork,
        }
    }
}
