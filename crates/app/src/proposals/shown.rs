//! Proposals as they are shown: what exactly will be done, who wants it, and what stands in the way of who looks.

use std::collections::HashMap;

use domain::access::{Action, Record, acts};
use domain::accounts::AccountId;
use domain::proposals::{self as law, Decider, Proposal};
use domain::units::UnitId;
use store::Tx;
use store::proposals_history::{self, Past};
use store::{accounts, proposals};
use uuid::Uuid;

use super::{ResetWanted, Wanted};
use crate::accounts::{Acting, grant_record, names};
use crate::app::App;
use crate::papers::list::ToHandOver;
use crate::problem::Problem;
use crate::sessions::Session;
use crate::signin::AccessFault;

/// So many decided proposals that are looked through for those that may be shown.
const OVER: i64 = 500;

/// What will be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// An appointment.
    Appointment(Wanted),
    /// A new way in for somebody who lost every key.
    Reset(ResetWanted),
    /// An act that has a page of its own.
    Other(Action),
}

impl What {
    /// Reads the payload that is agreed to.
    pub fn of(proposal: &Proposal) -> Result<Self, Problem> {
        let bytes = &proposal.payload;
        Ok(match proposal.act {
            Action::GrantAppointment => Self::Appointment(serde_json::from_slice(bytes).map_err(Problem::fault)?),
            Action::ResetAccount => Self::Reset(serde_json::from_slice(bytes).map_err(Problem::fault)?),
            other => Self::Other(other),
        })
    }
}

/// One proposal for who may see it.
#[derive(Clone, Debug)]
pub struct ShownProposal {
    /// The proposal with its decision.
    pub past: Past,
    /// What will be done, or was.
    pub what: What,
    /// Names of accounts, by id.
    pub names: HashMap<Uuid, String>,
    /// Login of whom it is about; empty where it is about nobody.
    pub login: String,
    /// Whether who looks proposed it.
    pub is_own: bool,
    /// Why who looks cannot agree; none if nothing but a fresh proof of who they are could be missing.
    pub objection: Option<AccessFault>,
}

/// The inbox.
#[derive(Clone, Debug, Default)]
pub struct Inbox {
    /// What waits for somebody else than its author, oldest first: who looks may decide, if it is not their own.
    pub waiting: Vec<Past>,
    /// Decided, taken back or run out, newest first.
    pub over: Vec<Past>,
    /// Names of accounts, by id.
    pub names: HashMap<Uuid, String>,
}

impl App {
    /// What waits and what is over, as far as who looks may decide there or proposed it.
    pub async fn proposals(&self, session: &Session, acting: Uuid) -> Result<Inbox, Problem> {
        let waiting = self.waiting_proposals(session, acting).await?;
        let acting = self.acting(session, acting)?;
        let mut tx = self.db().snapshot().await?;
        let mut over = proposals_history::over(&mut tx, self.now(), OVER).await?;
        over.retain(|past| self.shows(session, &acting, &past.proposal));
        let waiting = waiting.into_iter().map(|proposal| Past { proposal, decision: None }).collect();
        Ok(Inbox { waiting, over, names: names(&mut tx).await? })
    }

    /// One proposal. To whoever may neither decide it nor proposed it, there is none.
    pub async fn proposal(&self, session: &Session, acting: Uuid, id: Uuid) -> Result<ShownProposal, Problem> {
        let acting = self.acting(session, acting)?;
        let mut tx = self.db().snapshot().await?;
        let (proposal, proposer) = self.to_decide(&mut tx, id).await?;
        if !self.shows(session, &acting, &proposal) {
            return Err(Problem::Hidden);
        }
        let decision = proposals::decision(&mut tx, id).await?;
        let names = names(&mut tx).await?;
        let login = login_of(&mut tx, &proposal).await?;
        drop(tx);
        let what = What::of(&proposal)?;
        let objection = self.objection(session, &acting, &proposal, proposer.as_ref(), &what);
        let is_own = proposal.proposer == session.account.0;
        Ok(ShownProposal { past: Past { proposal, decision }, what, names, login, is_own, objection })
    }

    fn shows(&self, session: &Session, acting: &Acting, proposal: &Proposal) -> bool {
        let record = self.system_record(proposal.unit);
        proposal.proposer == session.account.0 || self.may(acting, Action::DecideProposal, &record).unwrap_or_default()
    }

    /// Whether somebody could agree to what waits, but for the age of their proof.
    pub(super) async fn could_agree(
        &self,
        tx: &mut Tx,
        session: &Session,
        acting: &Acting,
        proposal: &Proposal,
    ) -> Result<bool, Problem> {
        if !self.shows(session, acting, proposal) {
            return Ok(false);
        }
        let (proposal, proposer) = self.to_decide(tx, proposal.id).await?;
        let what = What::of(&proposal)?;
        Ok(self.objection(session, acting, &proposal, proposer.as_ref(), &what).is_none())
    }

    /// Why somebody could not agree, but for the age of their proof.
    fn objection(
        &self,
        session: &Session,
        acting: &Acting,
        proposal: &Proposal,
        proposer: Option<&Acting>,
        what: &What,
    ) -> Option<AccessFault> {
        let decider = Decider { account: session.account.0, appointment: &acting.appointment, saw: proposal.digest };
        let by = proposer.map(|by| &by.appointment);
        if let Err(fault) = law::agree(proposal, &decider, by, self.now()) {
            return Some(AccessFault::Decision(fault));
        }
        let second = Acting { factor_age_s: 0, ..acting.clone() };
        let asked = match (what, proposer) {
            (What::Appointment(wanted), Some(by)) => {
                let drafted = wanted.appointment(Uuid::nil(), [proposal.proposer, session.account.0]);
                let record: Record = grant_record(self.system_record(drafted.unit), &drafted);
                self.permitted::<acts::GrantAppointment>(by, &record, &second).map(drop)
            }
            (What::Reset(wanted), Some(by)) => {
                let record = self.proposed_record(UnitId(wanted.unit), Some(wanted.account));
                self.permitted::<acts::ResetAccount>(by, &record, &second).map(drop)
            }
            (What::Other(Action::RecordEvent), Some(by)) => {
                let purpose = Self::purpose_of_proposal(proposal);
                let record = self.proposed_case_record(proposal);
                match purpose {
                    Some(purpose) => self.permitted_for::<acts::RecordEvent>(by, &record, &second, purpose).map(drop),
                    None => Err(Problem::Hidden),
                }
            }
            (What::Other(Action::RegisterPerson), Some(by)) => {
                let record = self.proposed_case_record(proposal);
                match Self::purpose_of_proposal(proposal) {
                    Some(purpose) => {
                        self.permitted_for::<acts::RegisterPerson>(by, &record, &second, purpose).map(drop)
                    }
                    None => Err(Problem::Hidden),
                }
            }
            (What::Other(Action::CorrectPerson), Some(by)) => match Self::purpose_of_proposal(proposal) {
                Some(purpose) => {
                    let record = self.proposed_case_record(proposal);
                    self.permitted_for::<acts::CorrectPerson>(by, &record, &second, purpose).map(drop)
                }
                None => Err(Problem::Hidden),
            },
            (What::Other(Action::ResolveDuplicate), Some(by)) => self.may_agree_to_finding(by, &second),
            (What::Other(Action::ErasePerson), Some(by)) => self.may_agree_to_erasure(by, &second, proposal.unit),
            (What::Other(Action::ExportPersons), Some(by)) => {
                ToHandOver::of(proposal).and_then(|of| self.may_agree_to_list(by, &second, &of))
            }
            (What::Other(_), _) => Err(AccessFault::NotByProposal.into()),
            (_, None) => Err(AccessFault::NoAppointment.into()),
        };
        match asked {
            Err(Problem::Access(fault)) => Some(fault),
            _ => None,
        }
    }
}

async fn login_of(tx: &mut Tx, proposal: &Proposal) -> Result<String, Problem> {
    let Some(subject) = proposal.subject else { return Ok(String::new()) };
    let account = accounts::by_id(tx, AccountId(subject)).await?;
    Ok(account.map(|account| account.login.to_string()).unwrap_or_default())
}
