//! Appointing, and letting somebody in again who lost every key: what two people do to accounts.

use domain::access::{Action, Appointment, Decided, Grant, MUTUAL_HOURS_MIN, Pairing, Role, acts, no_favour_returned};
use domain::accounts::{AccountId, State};
use domain::proposals::Proposal;
use domain::units::UnitId;
use jiff::SignedDuration;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::appointments;
use store::credentials;
use uuid::Uuid;

use super::{Agreed, ToPropose};
use crate::accounts::grant_record;
use crate::app::App;
use crate::problem::Problem;
use crate::sessions::Session;
use crate::signin::AccessFault;

/// An appointment that somebody wants. Its JSON, in this order, is the payload that is agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    /// Whose.
    pub account: Uuid,
    /// To what.
    pub role: Role,
    /// Over which unit.
    pub unit: Uuid,
    /// From which day.
    pub from: Date,
    /// Until before which day.
    pub until: Option<Date>,
    /// Number of the decision.
    pub decision_number: String,
    /// Its date.
    pub decision_date: Date,
}

/// Somebody lost every key and is to have a new enrolment code. Its JSON is the payload that is agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ResetWanted {
    /// Whose account.
    pub account: Uuid,
    /// Done for which unit.
    pub unit: Uuid,
}

/// What an agreement did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Granted {
    /// An appointment, by its id.
    Appointment(Uuid),
    /// A new enrolment code, shown once to who agreed.
    Code(String),
    /// An act in a case, under this number.
    Event {
        /// Whose case.
        person: Uuid,
        /// Number of the event.
        entry: usize,
    },
    /// Fields of a file that were put right.
    Corrected {
        /// Whose.
        person: Uuid,
    },
    /// A seat in a team, given or ended.
    Team {
        /// Whose team.
        person: Uuid,
    },
    /// A file that was destroyed.
    Erased {
        /// Under which id it was kept.
        person: Uuid,
    },
    /// A list that its author may make now.
    List {
        /// The proposal, under whose number it is made.
        proposal: Uuid,
    },
    /// What was found of two files.
    Found {
        /// Their match.
        of: Uuid,
    },
    /// A case that was opened.
    Case {
        /// Whose.
        person: Uuid,
        /// Whether a number stands in another file too: the units in charge compare them.
        matching: bool,
    },
}

impl Wanted {
    pub(super) fn appointment(&self, id: Uuid, granted_by: [Uuid; 2]) -> Appointment {
        Appointment {
            id,
            account: self.account,
            role: self.role,
            unit: UnitId(self.unit),
            from: self.from,
            until: self.until,
            decided: Decided { number: self.decision_number.clone(), date: self.decision_date },
            granted_by,
            revoked_at: None,
        }
    }
}

impl App {
    /// Proposes an appointment. Everything that can be said against it without the second person is said now.
    pub async fn propose_appointment(
        &self,
        session: &Session,
        acting: Uuid,
        wanted: &Wanted,
    ) -> Result<Proposal, Problem> {
        let acting = self.acting(session, acting)?;
        let unit = UnitId(wanted.unit);
        // somebody else will be the second: a stand-in for now
        let drafted = wanted.appointment(Uuid::nil(), [session.account.0, Uuid::nil()]);
        drafted.check(self.tier_of(unit, wanted.from)?)?;
        self.active(wanted.account).await?;
        let record = grant_record(self.system_record(unit), &drafted);
        self.only_a_second_is_missing::<acts::GrantAppointment>(&acting, &record).await?;
        self.seen(&mut self.db().snapshot().await?, &acting, AccountId(wanted.account)).await?;
        let what = ToPropose {
            act: Action::GrantAppointment,
            payload: serde_json::to_vec(wanted).map_err(Problem::fault)?,
            unit,
            subject: Some(wanted.account),
            pairing: Pairing::Pair,
        };
        self.propose(session, &acting, what).await
    }

    /// Proposes to let somebody in again who lost every key.
    pub async fn propose_reset(
        &self,
        session: &Session,
        acting: Uuid,
        wanted: &ResetWanted,
    ) -> Result<Proposal, Problem> {
        let acting = self.acting(session, acting)?;
        let unit = UnitId(wanted.unit);
        self.active(wanted.account).await?;
        let record = self.proposed_record(unit, Some(wanted.account));
        self.only_a_second_is_missing::<acts::ResetAccount>(&acting, &record).await?;
        self.covers(&mut self.db().snapshot().await?, unit, AccountId(wanted.account)).await?;
        let what = ToPropose {
            act: Action::ResetAccount,
            payload: serde_json::to_vec(wanted).map_err(Problem::fault)?,
            unit,
            subject: Some(wanted.account),
            pairing: Pairing::Pair,
        };
        self.propose(session, &acting, what).await
    }

    /// Agrees to an appointment or to a new way in, and does it, in one transaction.
    pub async fn agree_and_do(
        &self,
        session: &Session,
        acting: Uuid,
        proposal: Uuid,
        saw: [u8; 32],
    ) -> Result<Granted, Problem> {
        let kept = store::proposals::by_id(&mut self.db().snapshot().await?, proposal).await?.ok_or(Problem::Hidden)?;
        let done = match kept.act {
            Action::RecordEvent if Self::is_of_team(&kept) => self.agree_to_seating(session, acting, &kept, saw).await,
            Action::RecordEvent => self.agree_to_event(session, acting, &kept, saw).await,
            Action::RegisterPerson => self.agree_to_case(session, acting, &kept, saw).await,
            Action::CorrectPerson => self.agree_to_correction(session, acting, &kept, saw).await,
            Action::ResolveDuplicate => self.agree_to_finding(session, acting, &kept, saw).await,
            Action::ErasePerson => self.agree_to_erasure(session, acting, &kept, saw).await,
            Action::ExportPersons => self.agree_to_list(session, acting, &kept, saw).await,
            _ => self.agree_to_grant(session, acting, proposal, saw).await,
        };
        if let Err(Problem::Access(_)) = &done {
            // the transaction is gone; that it was tried stays
            self.note_refusal(&self.acting(session, acting)?, domain::access::NATION, None).await?;
        }
        done
    }

    async fn agree_to_grant(
        &self,
        session: &Session,
        acting: Uuid,
        proposal: Uuid,
        saw: [u8; 32],
    ) -> Result<Granted, Problem> {
        match self.agree(session, acting, proposal, saw).await {
            Ok(agreed) if agreed.proposal.act == Action::GrantAppointment => self.grant(agreed).await,
            Ok(agreed) if agreed.proposal.act == Action::ResetAccount => self.reset(agreed).await,
            Ok(_) => Err(AccessFault::NotByProposal.into()),
            Err(problem) => Err(problem),
        }
    }

    async fn grant(&self, agreed: Agreed) -> Result<Granted, Problem> {
        let Agreed { mut tx, proposal, proposer, second } = agreed;
        let now = self.now();
        let wanted: Wanted = serde_json::from_slice(&proposal.payload).map_err(Problem::fault)?;
        let by = [proposal.proposer, second.appointment.account];
        let appointment = wanted.appointment(self.new_id(), by);
        appointment.check(self.tier_of(appointment.unit, appointment.from)?)?;
        let before = appointments::grants(&mut tx, now - SignedDuration::from_hours(MUTUAL_HOURS_MIN)).await?;
        no_favour_returned(&Grant { to: wanted.account, by, at: now }, &before)?;
        let record = grant_record(self.system_record(appointment.unit), &appointment);
        let permit = self.permitted::<acts::GrantAppointment>(&proposer, &record, &second)?;
        let deed = self.access_deed(second.actor(), "grant");
        tracing::debug!(policies = ?permit.policies(), "an appointment was granted");
        appointments::add(&mut tx, &appointment, Some(proposal.id), now, &deed).await?;
        if crate::signin::passkey_only(appointment.role) {
            let account = AccountId(appointment.account);
            credentials::drop_password(&mut tx, account, now, &self.access_deed(second.actor(), "drop_password"))
                .await?;
            credentials::unlink(&mut tx, account, now, &self.access_deed(second.actor(), "unlink")).await?;
        }
        self.tell(&mut tx, AccountId(appointment.account), "appointed", appointment.id).await?;
        tx.commit().await?;
        Ok(Granted::Appointment(appointment.id))
    }

    async fn reset(&self, agreed: Agreed) -> Result<Granted, Problem> {
        let Agreed { mut tx, proposal, proposer, second } = agreed;
        let wanted: ResetWanted = serde_json::from_slice(&proposal.payload).map_err(Problem::fault)?;
        let account = AccountId(wanted.account);
        let record = self.proposed_record(UnitId(wanted.unit), Some(wanted.account));
        self.permitted::<acts::ResetAccount>(&proposer, &record, &second)?;
        // appointed meanwhile where these two answer for nobody: their agreement no longer covers it
        self.covers(&mut tx, UnitId(wanted.unit), account).await?;
        let (now, actor) = (self.now(), second.actor());
        let found = store::accounts::by_id(&mut tx, account).await?.ok_or(Problem::Hidden)?;
        // what was lost may be in other hands
        for key in credentials::passkeys(&mut tx, account).await? {
            credentials::remove_passkey(&mut tx, account, key.id, now, &self.access_deed(actor, "remove_passkey"))
                .await?;
        }
        credentials::drop_password(&mut tx, account, now, &self.access_deed(actor, "drop_password")).await?;
        credentials::unlink(&mut tx, account, now, &self.access_deed(actor, "unlink")).await?;
        store::sessions::end_all(&mut tx, account, now).await?;
        self.forget_failures(&mut tx, found.login.as_str()).await?;
        let code = self.enrolment(&mut tx, account, actor).await?;
        self.tell(&mut tx, account, "account_reset", proposal.id).await?;
        tx.commit().await?;
        Ok(Granted::Code(code))
    }

    /// Somebody who can be appointed or let in.
    async fn active(&self, account: Uuid) -> Result<(), Problem> {
        let found = store::accounts::by_id(&mut self.db().snapshot().await?, AccountId(account)).await?;
        found.filter(|account| account.state == State::Active).map(drop).ok_or(Problem::Hidden)
    }
}
