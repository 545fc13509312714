//! Proposals with what became of them.

use domain::proposals::Proposal;
use jiff::Timestamp;
use uuid::Uuid;

use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::proposals::Decision;
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] =
    &[("proposals_history::OVER", OVER), ("proposals_history::ABOUT", ABOUT)];

/// A proposal and its decision; none while nobody decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// The proposal.
    pub proposal: Proposal,
    /// What became of it.
    pub decision: Option<Decision>,
}

const OVER: &str = "
    select p.id, p.act, p.payload, p.digest, p.unit_id, p.subject, p.proposer, p.proposer_appointment, p.proposed_at,
           p.expires_at, p.other_unit, d.outcome, d.decider, d.decider_appointment, d.decided_at
    from proposal p
    left join proposal_decision d on d.proposal_id = p.id
    where d.proposal_id is not null or p.expires_at <= $1
    order by p.proposed_at desc, p.id desc
    limit $2";

/// The last proposals that were decided or ran out, newest first. Whom each may be shown to, the policy says.
#[tracing::instrument(name = "db.proposals_history.over", level = "debug", skip_all)]
pub async fn over(tx: &mut Tx, now: Timestamp, limit: i64) -> Result<Vec<Past>> {
    tx.all(sql(OVER).arg(now.as_millisecond()).arg(limit)).await
}

const ABOUT: &str = "
    select p.id, p.act, p.payload, p.digest, p.unit_id, p.subject, p.proposer, p.proposer_appointment, p.proposed_at,
           p.expires_at, p.other_unit, d.outcome, d.decider, d.decider_appointment, d.decided_at
    from proposal p
    left join proposal_decision d on d.proposal_id = p.id
    where p.subject = $1
    order by p.proposed_at desc, p.id desc
    limit $2";

/// The last proposals about one account, newest first, decided or not.
#[tracing::instrument(name = "db.proposals_history.about", level = "debug", skip_all)]
pub async fn about(tx: &mut Tx, subject: Uuid, limit: i64) -> Result<Vec<Past>> {
    tx.all(sql(ABOUT).arg(subject).arg(limit)).await
}

impl FromRow for Past {
    fn from_row(row: &Row) -> Result<Self> {
        let decided: Option<String> = row.get("outcome")?;
        let decision = decided.map(|_| Decision::from_row(row)).transpose()?;
        Ok(Self { proposal: Proposal::from_row(row)?, decision })
    }
}
