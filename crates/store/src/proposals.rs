//! What one person wants and another must agree to, and what became of it.

use domain::access::Action;
use domain::proposals::{Outcome, Proposal};
use domain::units::UnitId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::accounts::{Says, instant};
use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Deed};
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("proposals::ADD", ADD),
    ("proposals::BY_ID", BY_ID),
    ("proposals::WAITING", WAITING),
    ("proposals::DECIDE", DECIDE),
    ("proposals::DECISION", DECISION),
];

/// The noun of proposals in the ledger.
pub const NOUN: &str = "proposal";

const ADD: &str = "
    insert into proposal (id, act, payload, digest, unit_id, subject, proposer, proposer_appointment, proposed_at,
                          expires_at, other_unit)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// Keeps a proposal.
#[tracing::instrument(name = "db.proposals.add", level = "debug", skip_all, fields(act = of.act.key()))]
pub async fn add(tx: &mut Tx, of: &Proposal, deed: &Deed) -> Result<()> {
    let row: Vec<Arg> = vec![
        of.id.into(),
        of.act.key().into(),
        of.payload.as_slice().into(),
        of.digest.as_slice().into(),
        of.unit.0.into(),
        of.subject.into(),
        of.proposer.into(),
        of.proposer_appointment.into(),
        of.proposed_at.as_millisecond().into(),
        of.expires_at.as_millisecond().into(),
        i64::from(of.other_unit).into(),
    ];
    tx.run(sql(ADD).args(row.clone())).await?;
    let says = says("proposal/1", of.proposed_at, of);
    ledger::append(tx, deed, says.vouched([row])).await
}

const BY_ID: &str = "
    select id, act, payload, digest, unit_id, subject, proposer, proposer_appointment, proposed_at, expires_at, other_unit
    from proposal
    where id = $1";

/// A proposal by its id, decided or not.
#[tracing::instrument(name = "db.proposals.by_id", level = "debug", skip_all)]
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Proposal>> {
    tx.first(sql(BY_ID).arg(id)).await
}

const WAITING: &str = "
    select p.id, p.act, p.payload, p.digest, p.unit_id, p.subject, p.proposer, p.proposer_appointment, p.proposed_at,
           p.expires_at, p.other_unit
    from proposal p
    left join proposal_decision d on d.proposal_id = p.id
    where p.expires_at > $1 and d.proposal_id is null
    order by p.proposed_at, p.id";

/// Every proposal that waits for a second person, oldest first. Whom each may be shown to, the policy says.
#[tracing::instrument(name = "db.proposals.waiting", level = "debug", skip_all)]
pub async fn waiting(tx: &mut Tx, now: Timestamp) -> Result<Vec<Proposal>> {
    tx.all(sql(WAITING).arg(now.as_millisecond())).await
}

/// What somebody decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What became of it.
    pub outcome: Outcome,
    /// Who decided.
    pub decider: Uuid,
    /// Under which appointment; none for who takes back his own.
    pub appointment: Option<Uuid>,
    /// When.
    pub at: Timestamp,
}

const DECIDE: &str = "
    insert into proposal_decision (proposal_id, outcome, decider, decider_appointment, decided_at, digest)
    values ($1, $2, $3, $4, $5, $6)";

/// Keeps the one decision of a proposal. [`StoreError::Conflict`]: somebody decided before.
#[tracing::instrument(name = "db.proposals.decide", level = "debug", skip_all)]
pub async fn decide(tx: &mut Tx, of: &Proposal, decision: &Decision, deed: &Deed) -> Result<()> {
    let row: Vec<Arg> = vec![
        of.id.into(),
        decision.outcome.key().into(),
        decision.decider.into(),
        decision.appointment.into(),
        decision.at.as_millisecond().into(),
        of.digest.as_slice().into(),
    ];
    tx.run(sql(DECIDE).args(row.clone())).await?;
    let says = says("proposal_decision/1", decision.at, of);
    ledger::append(tx, deed, says.vouched([row])).await
}

const DECISION: &str = "
    select outcome, decider, decider_appointment, decided_at
    from proposal_decision
    where proposal_id = $1";

/// What became of a proposal, if anybody decided.
#[tracing::instrument(name = "db.proposals.decision", level = "debug", skip_all)]
pub async fn decision(tx: &mut Tx, proposal: Uuid) -> Result<Option<Decision>> {
    tx.first(sql(DECISION).arg(proposal)).await
}

fn says(kind: &'static str, at: Timestamp, of: &Proposal) -> Says {
    let unit = (of.unit != domain::access::NATION).then_some(of.unit.0);
    Says { noun: NOUN, kind, at, unit, subject: of.id, of: of.subject, ..Says::default() }
}

impl FromRow for Proposal {
    fn from_row(row: &Row) -> Result<Self> {
        let (act, digest): (String, Vec<u8>) = (row.get("act")?, row.get("digest")?);
        let other_unit: i64 = row.get("other_unit")?;
        Ok(Self {
            id: row.get("id")?,
            act: Action::from_key(&act).ok_or_else(|| StoreError::bad("proposal.act", act))?,
            payload: row.get("payload")?,
            digest: <[u8; 32]>::try_from(digest.as_slice())
                .map_err(|_| StoreError::bad("proposal.digest", format!("{} bytes", digest.len())))?,
            unit: UnitId(row.get("unit_id")?),
            subject: row.get("subject")?,
            proposer: row.get("proposer")?,
            proposer_appointment: row.get("proposer_appointment")?,
            proposed_at: instant(row, "proposed_at")?,
            expires_at: instant(row, "expires_at")?,
            other_unit: other_unit != 0,
        })
    }
}

impl FromRow for Decision {
    fn from_row(row: &Row) -> Result<Self> {
        let outcome: String = row.get("outcome")?;
        Ok(Self {
            outcome: Outcome::from_key(&outcome)
                .ok_or_else(|| StoreError::bad("proposal_decision.outcome", outcome))?,
            decider: row.get("decider")?,
            appointment: row.get("decider_appointment")?,
            at: instant(row, "decided_at")?,
        })
    }
}
