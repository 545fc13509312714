//! Trao đổi, giao ban with neighbouring localities and with the Lao side: who met, when, what was agreed.
//!
//! Plan 192/KH-UBND of Thanh Hóa (section on co-operation across the border) asks for contact points at three levels and
//! for regular meetings of border communes with the villages opposite. What police do together there is no matter of
//! this register: it has no field for it, and numbers as of papers and telephones are refused in every field.

use domain::access::Action;
use domain::work::{Chain, Entry, Noun, Standing, WorkAct};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{SteeringRefusal, check_list};
use crate::tasks::wording::{TEXT_CHARS_MAX, TITLE_CHARS_MAX, check, words};

/// Most offices of one side, and most facts agreed.
const LINES_MAX: usize = 30;

words! {
    /// The level of a contact. The plan says "03 cấp" and does not name them; these are the three levels of the police
    /// since 1/7/2025 [N].
    ContactLevel {
        /// Cấp Bộ, trung ương.
        Nation "nation";
        /// Cấp tỉnh.
        Province "province";
        /// Cấp xã, bản.
        Commune "commune";
    }
}

/// With whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "side", rename_all = "snake_case", deny_unknown_fields)]
pub enum Partner {
    /// A unit of the register.
    Unit {
        /// Which.
        unit: Uuid,
    },
    /// The Lao side, by what the place is called.
    Lao {
        /// Province, district or village.
        name: String,
    },
}

/// What is kept of an exchange.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// With whom.
    pub partner: Partner,
    /// At which level.
    pub level: ContactLevel,
    /// On which day.
    pub met_on: Date,
    /// Where.
    pub venue: String,
    /// Offices of our side.
    pub ours: Vec<String>,
    /// Offices of the other side.
    pub theirs: Vec<String>,
    /// What was agreed.
    pub agreed: Vec<String>,
}

/// One act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum LiaisonAct {
    /// Written down.
    Record {
        /// What.
        exchange: Exchange,
    },
    /// Written down wrongly.
    Correct {
        /// As it should stand.
        exchange: Exchange,
        /// Why.
        reason: String,
    },
    /// Should not have been written down.
    Void {
        /// Why.
        reason: String,
    },
}

/// An exchange as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Liaison {
    /// What is kept.
    pub exchange: Exchange,
    /// Each correction: day and reason.
    pub corrected: Vec<(Date, String)>,
    /// Why it does not count.
    pub void: Option<(Date, String)>,
}

impl WorkAct for LiaisonAct {
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

impl Chain for Liaison {
    const NOUN: Noun = Noun::Liaison;
    type Act = LiaisonAct;
    type Refusal = SteeringRefusal;

    fn follow(before: Option<Self>, entry: &Entry<LiaisonAct>) -> Result<Self, SteeringRefusal> {
        match (before, &entry.act) {
            (None, LiaisonAct::Record { exchange }) => {
                exchange.check(entry.on)?;
                Ok(Self { exchange: exchange.clone(), corrected: Vec::new(), void: None })
            }
            (Some(liaison), act) if liaison.void.is_some() => {
                Err(SteeringRefusal::State { state: "void", act: act.key() })
            }
            (Some(mut liaison), LiaisonAct::Correct { exchange, reason }) => {
                exchange.check(entry.on)?;
                check(reason, TEXT_CHARS_MAX).map_err(SteeringRefusal::text("reason"))?;
                liaison.exchange = exchange.clone();
                liaison.corrected.push((entry.on, reason.clone()));
                Ok(liaison)
            }
            (Some(mut liaison), LiaisonAct::Void { reason }) => {
                check(reason, TEXT_CHARS_MAX).map_err(SteeringRefusal::text("reason"))?;
                liaison.void = Some((entry.on, reason.clone()));
                Ok(liaison)
            }
            (_, act) => Err(SteeringRefusal::Order { act: act.key() }),
        }
    }

    fn standing(&self) -> Standing {
        let state = if self.void.is_some() { "void" } else { "kept" };
        Standing {
            state: state.to_owned(),
            title: self.exchange.agreed.first().cloned().unwrap_or_default(),
            body: match &self.exchange.partner {
                Partner::Unit { .. } => None,
                Partner::Lao { name } => Some(name.clone()),
            },
            done: Some(self.exchange.met_on),
            ..Standing::default()
        }
    }
}

impl Exchange {
    fn check(&self, on: Date) -> Result<(), SteeringRefusal> {
        if let Partner::Lao { name } = &self.partner {
            check(name, TITLE_CHARS_MAX).map_err(SteeringRefusal::text("partner"))?;
        }
        if self.met_on > on {
            return Err(SteeringRefusal::Future { date: self.met_on, on });
        }
        check(&self.venue, TITLE_CHARS_MAX).map_err(SteeringRefusal::text("venue"))?;
        for (field, lines, chars) in [
            ("ours", &self.ours, TITLE_CHARS_MAX),
            ("theirs", &self.theirs, TITLE_CHARS_MAX),
            ("agreed", &self.agreed, TEXT_CHARS_MAX),
        ] {
            check_list(field, lines, LINES_MAX, chars)?;
            if lines.is_empty() {
                return Err(SteeringRefusal::Nothing { field });
            }
        }
        Ok(())
    }
}
