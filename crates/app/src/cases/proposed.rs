//! An act that waits for whoever has to agree: kept sealed, shown opened, done as shown.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::access::{Action, Pairing, Purpose};
use domain::cases::{Law, Moment, Value};
use domain::proposals::Proposal;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Wanted;
use super::fields::{self, Spot};
use super::read::Loaded;
use super::recorded::Recorded;
use crate::accounts::Acting;
use crate::app::App;
use crate::keyring::SubjectKeys;
use crate::problem::Problem;
use crate::proposals::ToPropose;
use crate::sessions::Session;

/// What a proposal about a case holds in the open: whose, what for, and sealed bytes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Payload {
    /// Whose case.
    pub person: Uuid,
    /// Id that the event will have.
    pub event: Uuid,
    /// The unit that sealed it.
    pub unit: Uuid,
    /// What the file was open for.
    pub purpose: String,
    /// Whether it is about a seat in the team; otherwise about an act.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub team: bool,
    /// The act, sealed under the person's key, in base 64.
    sealed: String,
}

/// An act as it is sealed into a proposal.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Kept {
    act: String,
    on: String,
    office: String,
    number: Option<String>,
    paper_date: Option<Date>,
    signer: Option<String>,
    fields: BTreeMap<String, serde_json::Value>,
}

/// An act that waits, for whoever may read the file, and for the office that the law has decide it.
#[derive(Debug)]
pub struct ShownAct {
    /// Whose case.
    pub person: Uuid,
    /// What the person is called.
    pub name: String,
    /// What the file was open for.
    pub purpose: Purpose,
    /// The act.
    pub wanted: Wanted,
    /// States that show now, as far as the act bears on them.
    pub states: Vec<String>,
    /// Those that would show, each with the end of its term; or why the act cannot be done any more.
    pub comes_to: Result<Vec<(String, Option<Date>)>, Box<Problem>>,
    /// Whether who reads may read the file itself; otherwise this act of it and no other.
    pub reads_file: bool,
}

/// For what the file of a proposal is open; none for a proposal that is about no file.
pub fn proposed_purpose(proposal: &Proposal) -> Option<Purpose> {
    #[derive(Deserialize)]
    struct Open {
        purpose: String,
    }
    let open: Open = serde_json::from_slice(&proposal.payload).ok()?;
    Purpose::from_key(&open.purpose)
}

impl Payload {
    /// Reads what a proposal holds.
    pub fn of(proposal: &Proposal) -> Result<Self, Problem> {
        serde_json::from_slice(&proposal.payload).map_err(Problem::fault)
    }

    /// For what the file was open.
    pub fn purpose(&self) -> Result<Purpose, Problem> {
        Purpose::from_key(&self.purpose).ok_or(Problem::Hidden)
    }

    const fn spot(&self) -> Spot {
        Spot { event: self.event, entry: 0, person: self.person, unit: self.unit }
    }

    /// The bytes that were sealed.
    pub(super) fn open(&self, keys: &SubjectKeys) -> Result<Vec<u8>, Problem> {
        let sealed = STANDARD.decode(&self.sealed).map_err(Problem::fault)?;
        fields::open_proposed(keys, self.spot(), &sealed)
    }

    /// The act that was sealed.
    pub(super) fn wanted(&self, law: &Law, keys: &SubjectKeys) -> Result<Wanted, Problem> {
        let kept: Kept = serde_json::from_slice(&self.open(keys)?).map_err(Problem::fault)?;
        kept.wanted(law, self.event)
    }
}

impl Kept {
    pub(super) fn of(wanted: &Wanted) -> Result<Self, Problem> {
        let json = |value: &Value| serde_json::to_value(value).map_err(Problem::fault);
        let fields = wanted.fields.iter().map(|(name, value)| Ok((name.clone(), json(value)?)));
        Ok(Self {
            act: wanted.act.clone(),
            on: wanted.on.to_string(),
            office: wanted.office.clone(),
            number: wanted.number.clone(),
            paper_date: wanted.paper_date,
            signer: wanted.signer.clone(),
            fields: fields.collect::<Result<_, Problem>>()?,
        })
    }

    pub(super) fn wanted(self, law: &Law, id: Uuid) -> Result<Wanted, Problem> {
        let on: Moment = self.on.parse().map_err(Problem::fault)?;
        let value = |(name, value): (String, _)| Some((name.clone(), fields::value_of(law, &name, value)?));
        Ok(Wanted {
            id,
            act: self.act,
            on,
            office: self.office,
            number: self.number,
            paper_date: self.paper_date,
            signer: self.signer,
            fields: self.fields.into_iter().filter_map(value).collect(),
        })
    }
}

/// What is to wait, before it is sealed.
pub(super) struct ToSeal<'a> {
    pub act: Action,
    pub person: Uuid,
    pub event: Uuid,
    pub unit: domain::units::UnitId,
    pub purpose: Purpose,
    pub keys: &'a SubjectKeys,
    pub plain: Vec<u8>,
}

impl App {
    /// Keeps an act for whoever has to agree.
    pub(super) async fn propose_event(
        &self,
        session: &Session,
        acting: &Acting,
        loaded: &Loaded,
        purpose: Purpose,
        wanted: &Wanted,
    ) -> Result<Recorded, Problem> {
        // everything but the agreement must be there now, so that nobody is asked to agree to what cannot be done
        self.lawful(loaded, acting, purpose, wanted, Some(Uuid::nil())).await?;
        // whoever takes a file in agrees where it arrives
        let arrives = loaded.stands.transit.is_some_and(|(to, _)| to == acting.place.unit());
        let sealed = ToSeal {
            act: Action::RecordEvent,
            person: loaded.stands.person,
            event: wanted.id,
            unit: if arrives { acting.place.unit() } else { loaded.stands.unit },
            purpose,
            keys: &loaded.keys,
            plain: serde_json::to_vec(&Kept::of(wanted)?).map_err(Problem::fault)?,
        };
        self.propose_sealed(session, acting, sealed).await
    }

    pub(super) async fn propose_sealed(
        &self,
        session: &Session,
        acting: &Acting,
        what: ToSeal<'_>,
    ) -> Result<Recorded, Problem> {
        self.propose_as(session, acting, what, false).await
    }

    /// The same of a seat in the team.
    pub(super) async fn propose_of_team(
        &self,
        session: &Session,
        acting: &Acting,
        what: ToSeal<'_>,
    ) -> Result<Recorded, Problem> {
        self.propose_as(session, acting, what, true).await
    }

    async fn propose_as(
        &self,
        session: &Session,
        acting: &Acting,
        what: ToSeal<'_>,
        team: bool,
    ) -> Result<Recorded, Problem> {
        let spot = Spot { event: what.event, entry: 0, person: what.person, unit: what.unit.0 };
        let sealed = self.seal_proposed(what.keys, spot, &what.plain)?;
        let payload = Payload {
            person: what.person,
            event: what.event,
            unit: what.unit.0,
            purpose: what.purpose.key().to_owned(),
            team,
            sealed: STANDARD.encode(sealed),
        };
        let proposal = ToPropose {
            act: what.act,
            payload: serde_json::to_vec(&payload).map_err(Problem::fault)?,
            unit: what.unit,
            subject: Some(what.person),
            pairing: Pairing::Pair,
        };
        let proposal = self.propose(session, acting, proposal).await?;
        Ok(Recorded::Waits { proposal: proposal.id })
    }
}
