//! Khen thưởng, phê bình of bodies and officers for their part in the programme, with the number of the decision.

use domain::access::Action;
use domain::work::{Chain, Entry, Noun, Standing, WorkAct};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Paper, Servant, SteeringRefusal};
use crate::tasks::wording::{TEXT_CHARS_MAX, TITLE_CHARS_MAX, check, words};

words! {
    /// The form. Bằng khen, giấy khen and the words of praise and criticism stand in the papers of Thanh Hóa that the
    /// programme follows; the law of commendation has more, which no source of the programme names.
    Form {
        /// Bằng khen.
        Certificate "certificate";
        /// Giấy khen.
        Letter "letter";
        /// Biểu dương.
        Praise "praise";
        /// Phê bình.
        Criticism "criticism";
        /// Chấn chỉnh.
        Admonition "admonition";
    }
}

impl Form {
    /// Whether it is praise.
    pub const fn is_praise(self) -> bool {
        matches!(self, Self::Certificate | Self::Letter | Self::Praise)
    }
}

/// Whom it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Recipient {
    /// Tập thể.
    Body {
        /// What it is called.
        name: String,
    },
    /// Cá nhân: an officer.
    Officer {
        /// Who.
        who: Servant,
    },
}

/// What is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Given {
    /// To whom.
    pub to: Recipient,
    /// In which form.
    pub form: Form,
    /// Who decided: `Chủ tịch UBND tỉnh`.
    pub authority: String,
    /// The decision.
    pub decided: Paper,
    /// For what.
    pub reason: String,
}

/// One act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum CommendationAct {
    /// Written down.
    Record {
        /// What.
        given: Given,
    },
    /// Written down wrongly.
    Correct {
        /// As it should stand.
        given: Given,
        /// Why.
        reason: String,
    },
    /// The decision was revoked.
    Revoke {
        /// The decision that revokes it.
        decided: Paper,
        /// Why.
        reason: String,
    },
}

/// A commendation or criticism as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commendation {
    /// What is kept.
    pub given: Given,
    /// Each correction: day and reason.
    pub corrected: Vec<(Date, String)>,
    /// The decision that revoked it, and why.
    pub revoked: Option<(Paper, String)>,
}

impl WorkAct for CommendationAct {
    fn key(&self) -> &'static str {
        match self {
            Self::Record { .. } => "record",
            Self::Correct { .. } => "correct",
            Self::Revoke { .. } => "revoke",
        }
    }

    fn action(&self) -> Action {
        Action::WriteWork
    }

    fn document(&self) -> Option<(&str, Date)> {
        let paper = match self {
            Self::Record { given } | Self::Correct { given, .. } => &given.decided,
            Self::Revoke { decided, .. } => decided,
        };
        Some((&paper.number, paper.date))
    }
}

impl Chain for Commendation {
    const NOUN: Noun = Noun::Commendation;
    type Act = CommendationAct;
    type Refusal = SteeringRefusal;

    fn follow(before: Option<Self>, entry: &Entry<CommendationAct>) -> Result<Self, SteeringRefusal> {
        match (before, &entry.act) {
            (None, CommendationAct::Record { given }) => {
                given.check(entry)?;
                Ok(Self { given: given.clone(), corrected: Vec::new(), revoked: None })
            }
            (Some(kept), act) if kept.revoked.is_some() => {
                Err(SteeringRefusal::State { state: "revoked", act: act.key() })
            }
            (Some(mut kept), CommendationAct::Correct { given, reason }) => {
                given.check(entry)?;
                check(reason, TEXT_CHARS_MAX).map_err(SteeringRefusal::text("reason"))?;
                kept.given = given.clone();
                kept.corrected.push((entry.on, reason.clone()));
                Ok(kept)
            }
            (Some(mut kept), CommendationAct::Revoke { decided, reason }) => {
                decided.check(entry.on)?;
                if decided.date < kept.given.decided.date {
                    let (from, until) = (kept.given.decided.date, decided.date);
                    return Err(SteeringRefusal::Backwards { from, until });
                }
                check(reason, TEXT_CHARS_MAX).map_err(SteeringRefusal::text("reason"))?;
                kept.revoked = Some((decided.clone(), reason.clone()));
                Ok(kept)
            }
            (_, act) => Err(SteeringRefusal::Order { act: act.key() }),
        }
    }

    fn standing(&self) -> Standing {
        let state = if self.revoked.is_some() { "revoked" } else { self.given.form.key() };
        Standing {
            state: state.to_owned(),
            title: self.given.reason.chars().take(TITLE_CHARS_MAX).collect(),
            period: Some(self.given.decided.date.year().to_string()),
            done: Some(self.given.decided.date),
            body: match &self.given.to {
                Recipient::Body { name } => Some(name.clone()),
                Recipient::Officer { .. } => None,
            },
            ..Standing::default()
        }
    }
}

impl Given {
    fn check(&self, entry: &Entry<CommendationAct>) -> Result<(), SteeringRefusal> {
        match &self.to {
            Recipient::Body { name } => check(name, TITLE_CHARS_MAX).map_err(SteeringRefusal::text("to"))?,
            Recipient::Officer { who } => {
                who.check()?;
                if matches!(who, Servant::Appointment { appointment } if *appointment == entry.by.appointment) {
                    return Err(SteeringRefusal::OwnPraise);
                }
            }
        }
        check(&self.authority, TITLE_CHARS_MAX).map_err(SteeringRefusal::text("authority"))?;
        self.decided.check(entry.on)?;
        check(&self.reason, TEXT_CHARS_MAX).map_err(SteeringRefusal::text("reason"))
    }
}
