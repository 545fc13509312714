//! Acts of two people: proposed by one, shown to another, carried out as shown.

mod grant;
mod shown;

use domain::access::{Action, Pairing, Record, acts};
use domain::proposals::{self as law, Decider, LIFE, Outcome, PAYLOAD_BYTES_MAX, Proposal};
use domain::units::UnitId;
use ring::digest::{SHA256, digest};
use store::Tx;
use store::proposals::{self, Decision};
use uuid::Uuid;

pub use grant::{Granted, ResetWanted, Wanted};
pub use shown::{Inbox, ShownProposal, What};
pub use store::proposals_history::Past;

use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::sessions::Session;
use crate::signin::AccessFault;

/// Something to be proposed.
#[derive(Clone, Debug)]
pub struct ToPropose {
    /// The act.
    pub act: Action,
    /// What exactly: bytes of which there is one form only.
    pub payload: Vec<u8>,
    /// Done for which unit.
    pub unit: UnitId,
    /// About whom.
    pub subject: Option<Uuid>,
    /// Who else must agree, as the act says.
    pub pairing: Pairing,
}

/// An agreement that is written but not yet durable: the act is done in its transaction, and both are kept, or neither.
pub struct Agreed {
    /// The open transaction, with the decision in it.
    pub tx: Tx,
    /// What was agreed to.
    pub proposal: Proposal,
    /// Who proposed, as they stand today.
    pub proposer: Acting,
    /// Who agreed.
    pub second: Acting,
}

impl App {
    /// Keeps a proposal. That its author may propose it, the caller has asked the policy: nothing was missing but a
    /// second person. Asks for a fresh proof of who they are where the act does.
    pub async fn propose(&self, session: &Session, acting: &Acting, what: ToPropose) -> Result<Proposal, Problem> {
        let now = self.now();
        if what.act.needs_step_up() {
            session.fresh(now)?;
        }
        if what.payload.len() > PAYLOAD_BYTES_MAX {
            return Err(AccessFault::NotByProposal.into());
        }
        let proposal = Proposal {
            id: self.new_id(),
            act: what.act,
            digest: sha256(&what.payload),
            payload: what.payload,
            unit: what.unit,
            subject: what.subject,
            proposer: session.account.0,
            proposer_appointment: Some(acting.appointment.id),
            proposed_at: now,
            expires_at: now.checked_add(LIFE).map_err(Problem::fault)?,
            other_unit: what.pairing == Pairing::PairOfUnits,
        };
        let mut tx = self.db().begin().await?;
        proposals::add(&mut tx, &proposal, &self.access_deed(acting.actor(), "propose")).await?;
        tx.commit().await?;
        Ok(proposal)
    }

    /// What waits for a second person whom this one could be, and their own proposals. What they could only look at waits
    /// for somebody else.
    pub async fn waiting_proposals(&self, session: &Session, acting: Uuid) -> Result<Vec<Proposal>, Problem> {
        let acting = self.acting(session, acting)?;
        let mut tx = self.db().snapshot().await?;
        let mut waiting = Vec::new();
        for proposal in proposals::waiting(&mut tx, self.now()).await? {
            if proposal.proposer == session.account.0 || self.could_agree(&mut tx, session, &acting, &proposal).await? {
                waiting.push(proposal);
            }
        }
        Ok(waiting)
    }

    /// Agrees to what was shown: `saw` is the digest of it. The decision waits in the open transaction for the act.
    pub async fn agree(
        &self,
        session: &Session,
        acting: Uuid,
        proposal: Uuid,
        saw: [u8; 32],
    ) -> Result<Agreed, Problem> {
        let mut second = self.acting(session, acting)?;
        session.fresh(self.now())?;
        let shown = proposals::by_id(&mut self.db().snapshot().await?, proposal).await?.ok_or(Problem::Hidden)?;
        self.permit::<acts::DecideProposal>(&second, &self.system_record(shown.unit), None).await?;
        let mut tx = self.db().begin().await?;
        let (proposal, proposer) = self.to_decide(&mut tx, proposal).await?;
        // as it stands in this transaction: it may have been revoked since the request began
        let held = store::appointments::by_id(&mut tx, acting).await?;
        second.appointment = held.ok_or(AccessFault::NoAppointment)?;
        let decider = Decider { account: session.account.0, appointment: &second.appointment, saw };
        let checked = law::agree(&proposal, &decider, proposer.as_ref().map(|by| &by.appointment), self.now());
        let proposer = match (checked, proposer) {
            (Ok(()), Some(proposer)) => proposer,
            (Ok(()), None) => return Err(AccessFault::NoAppointment.into()),
            (Err(fault), _) => return Err(fault.into()),
        };
        let decision = self.decision(Outcome::Agreed, session, Some(&second));
        proposals::decide(&mut tx, &proposal, &decision, &self.access_deed(second.actor(), "agree")).await?;
        Ok(Agreed { tx, proposal, proposer, second })
    }

    /// Refuses what was shown.
    pub async fn refuse_proposal(
        &self,
        session: &Session,
        acting: Uuid,
        proposal: Uuid,
        saw: [u8; 32],
    ) -> Result<(), Problem> {
        let second = self.acting(session, acting)?;
        let shown = proposals::by_id(&mut self.db().snapshot().await?, proposal).await?.ok_or(Problem::Hidden)?;
        self.permit::<acts::DecideProposal>(&second, &self.system_record(shown.unit), None).await?;
        let decider = Decider { account: session.account.0, appointment: &second.appointment, saw };
        law::refuse(&shown, &decider, self.now())?;
        let mut tx = self.db().begin().await?;
        let decision = self.decision(Outcome::Refused, session, Some(&second));
        proposals::decide(&mut tx, &shown, &decision, &self.access_deed(second.actor(), "refuse")).await?;
        Ok(tx.commit().await?)
    }

    /// Takes one's own proposal back.
    pub async fn withdraw_proposal(&self, session: &Session, proposal: Uuid) -> Result<(), Problem> {
        let mut tx = self.db().begin().await?;
        let found = proposals::by_id(&mut tx, proposal).await?;
        let own = found.filter(|found| found.proposer == session.account.0).ok_or(Problem::Hidden)?;
        let decision = self.decision(Outcome::Withdrawn, session, None);
        proposals::decide(&mut tx, &own, &decision, &self.access_deed(session.actor(), "withdraw")).await?;
        Ok(tx.commit().await?)
    }

    /// A proposal with its author, as the author stands now.
    async fn to_decide(&self, tx: &mut Tx, id: Uuid) -> Result<(Proposal, Option<Acting>), Problem> {
        let proposal = proposals::by_id(tx, id).await?.ok_or(Problem::Hidden)?;
        let appointment = match proposal.proposer_appointment {
            Some(appointment) => store::appointments::by_id(tx, appointment).await?,
            None => None,
        };
        let stopped = store::accounts::by_id(tx, domain::accounts::AccountId(proposal.proposer))
            .await?
            .is_none_or(|account| account.state != domain::accounts::State::Active);
        let proposer = appointment.filter(|_| !stopped).map(|appointment| Acting {
            place: self.place_of(appointment.unit, self.now()),
            // they proved who they are when they proposed; today it is the second who does
            factor_age_s: 0,
            appointment,
        });
        Ok((proposal, proposer))
    }

    fn decision(&self, outcome: Outcome, session: &Session, by: Option<&Acting>) -> Decision {
        let appointment = by.map(|by| by.appointment.id);
        Decision { outcome, decider: session.account.0, appointment, at: self.now() }
    }

    /// What the policy is told of a proposal: a unit, and whom it is about.
    pub(crate) fn proposed_record(&self, unit: UnitId, subject: Option<Uuid>) -> Record {
        Record { subject, ..self.system_record(unit) }
    }
}

fn sha256(bytes: &[u8]) -> [u8; 32] {
    let mut all = [0; 32];
    for (to, from) in all.iter_mut().zip(digest(&SHA256, bytes).as_ref()) {
        *to = *from;
    }
    all
}
