//! Cơ quan: a department, branch, the Fatherland Front or an organisation of a unit, with the officers who work for it.
//!
//! Plan 192/KH-UBND of Thanh Hóa, III.2, has each of them report for itself. An appointment says over which unit somebody
//! holds a role, and a province has one role for all its departments: which of them an officer is of is kept here. It
//! gives no right; it says whose report is whose.

use domain::access::Action;
use domain::work::{Chain, Entry, Noun, Standing, WorkAct};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::SteeringRefusal;
use crate::tasks::wording::{TEXT_CHARS_MAX, TITLE_CHARS_MAX, check};

/// Longest symbol of a body, in characters.
const SYMBOL_CHARS_MAX: usize = 20;
/// Most officers of one body.
const STAFF_MAX: usize = 200;

/// A body as it is written down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    /// What it is called: `Sở Y tế`.
    pub name: String,
    /// The appointment of whoever heads it, and is told when its reports stay late.
    pub head: Option<Uuid>,
    /// The appointments of everybody else who works on its reports.
    pub staff: Vec<Uuid>,
    /// How its papers are headed and signed; none where nobody has said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub heading: Option<Heading>,
}

/// How papers of a body are headed and signed (Decree 30/2020, Appendix I).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Heading {
    /// The body above it; none is the People's Committee of the unit, an empty one that it has none.
    pub parent: Option<String>,
    /// Its own symbol, the end of a document's: `SYT`.
    pub symbol: String,
    /// The post of its head: `Giám đốc`.
    pub head: String,
    /// The post of a deputy; none where it has none.
    pub deputy: Option<String>,
    /// The collective in whose name it signs (`TM.`); none where its head decides alone.
    pub collective: Option<String>,
}

/// One act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum BodyAct {
    /// Written down.
    Record {
        /// What.
        office: Office,
    },
    /// Its name or its officers changed.
    Correct {
        /// As it stands now.
        office: Office,
        /// Why.
        reason: String,
    },
    /// It is none any more.
    Void {
        /// Why.
        reason: String,
    },
}

/// A body as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// What it is called and who is in it.
    pub office: Office,
    /// Since when it is none any more, and why.
    pub void: Option<(Date, String)>,
}

impl Body {
    /// Whether an appointment is one of its officers.
    pub fn has(&self, appointment: Uuid) -> bool {
        self.void.is_none() && (self.office.head == Some(appointment) || self.office.staff.contains(&appointment))
    }
}

impl WorkAct for BodyAct {
    fn key(&self) -> &'static str {
        match self {
            Self::Record { .. } => "record",
            Self::Correct { .. } => "correct",
            Self::Void { .. } => "void",
        }
    }

    fn action(&self) -> Action {
        Action::WriteWork
    }
}

impl Chain for Body {
    const NOUN: Noun = Noun::Body;
    type Act = BodyAct;
    type Refusal = SteeringRefusal;

    fn follow(before: Option<Self>, entry: &Entry<BodyAct>) -> Result<Self, SteeringRefusal> {
        match (before, &entry.act) {
            (None, BodyAct::Record { office }) => {
                office.check()?;
                Ok(Self { office: office.clone(), void: None })
            }
            (Some(body), act) if body.void.is_some() => Err(SteeringRefusal::State { state: "void", act: act.key() }),
            (Some(mut body), BodyAct::Correct { office, reason }) => {
                office.check()?;
                check(reason, TEXT_CHARS_MAX).map_err(SteeringRefusal::text("reason"))?;
                body.office = office.clone();
                Ok(body)
            }
            (Some(mut body), BodyAct::Void { reason }) => {
                check(reason, TEXT_CHARS_MAX).map_err(SteeringRefusal::text("reason"))?;
                body.void = Some((entry.on, reason.clone()));
                Ok(body)
            }
            (_, act) => Err(SteeringRefusal::Order { act: act.key() }),
        }
    }

    fn standing(&self) -> Standing {
        let name = &self.office.name;
        Standing {
            state: if self.void.is_some() { "void" } else { "kept" }.to_owned(),
            title: name.clone(),
            // of two bodies of one name nobody could say whose report is whose
            key: self.void.is_none().then(|| domain::fold::plain(name)),
            body: Some(name.clone()),
            ..Standing::default()
        }
    }
}

impl Office {
    fn check(&self) -> Result<(), SteeringRefusal> {
        check(&self.name, TITLE_CHARS_MAX).map_err(SteeringRefusal::text("body"))?;
        let staff = &self.staff;
        if staff.len() > STAFF_MAX {
            return Err(SteeringRefusal::Many { field: "members", count: staff.len(), max: STAFF_MAX });
        }
        if self.head.is_none() && staff.is_empty() {
            return Err(SteeringRefusal::Nothing { field: "members" });
        }
        if let Some(heading) = &self.heading {
            heading.check()?;
        }
        let twice = |one: &Uuid| staff.iter().filter(|other| *other == one).count() > 1 || self.head == Some(*one);
        if staff.iter().any(twice) { Err(SteeringRefusal::MemberTwice) } else { Ok(()) }
    }
}

impl Heading {
    fn check(&self) -> Result<(), SteeringRefusal> {
        check(&self.symbol, SYMBOL_CHARS_MAX).map_err(SteeringRefusal::text("symbol"))?;
        if self.symbol.contains(|sign: char| sign.is_whitespace() || sign == '/') {
            return Err(SteeringRefusal::Symbol { given: self.symbol.clone() });
        }
        check(&self.head, TITLE_CHARS_MAX).map_err(SteeringRefusal::text("head_post"))?;
        let some = |field, text: &Option<String>| match text.as_deref() {
            None | Some("") => Ok(()),
            Some(text) => check(text, TITLE_CHARS_MAX).map_err(SteeringRefusal::text(field)),
        };
        some("parent_body", &self.parent)?;
        some("deputy_post", &self.deputy)?;
        some("collective", &self.collective)
    }
}
