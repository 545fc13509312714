//! Agreeing to an act in a case, or to opening one: what was shown is done, in the transaction of the agreement.

use domain::access::{FieldClass, Purpose, Record, acts};
use domain::cases::{Recording, class_of};
use domain::proposals::Proposal;
use domain::units::UnitId;
use store::access::Act as Logged;
use uuid::Uuid;

use super::proposed::{Payload, ShownAct};
use super::recorded::Ready;
use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::proposals::{Agreed, Granted};
use crate::sessions::Session;
use crate::signin::AccessFault;

impl App {
    /// What waits in a proposal about a case, opened for who is asked to agree. That they read it is written down.
    pub async fn proposed_act(
        &self,
        session: &Session,
        acting: Uuid,
        proposal: &Proposal,
    ) -> Result<ShownAct, Problem> {
        let acting = self.acting(session, acting)?;
        let payload = Payload::of(proposal)?;
        let purpose = payload.purpose()?;
        let stands = self.stands(&acting, payload.person).await?;
        let may_read = async |class: FieldClass| {
            let record = self.unread_record(&stands, class, false);
            self.permit_for::<acts::ReadPerson>(&acting, &record, None, Some(purpose), None).await
        };
        may_read(FieldClass::Identity).await?;
        let loaded = self.load_case(&acting, payload.person, purpose, Logged::Read).await?;
        let wanted = payload.wanted(self.casework()?, &loaded.keys)?;
        // what the act tells of is known only now; nothing of it was given out yet
        may_read(class_of(&wanted.act)).await?;
        let name = super::listed::called(&loaded.identity);
        Ok(ShownAct { person: payload.person, name, purpose, wanted })
    }

    /// Agrees to an act in a case and writes it.
    pub(crate) async fn agree_to_event(
        &self,
        session: &Session,
        acting: Uuid,
        proposal: &Proposal,
        saw: [u8; 32],
    ) -> Result<Granted, Problem> {
        let second = self.acting(session, acting)?;
        // who may not decide here reads nothing either
        self.permit::<acts::DecideProposal>(&second, &self.system_record(proposal.unit), None).await?;
        let payload = Payload::of(proposal)?;
        let purpose = payload.purpose()?;
        // read before the transaction: nothing else writes while it is open
        let loaded = self.load_case(&second, payload.person, purpose, Logged::Read).await?;
        let wanted = payload.wanted(self.casework()?, &loaded.keys)?;
        let record = self.case_record(&loaded.case, loaded.stands.unit, class_of(&wanted.act), false);
        let Agreed { mut tx, proposal, proposer, second } = self.agree(session, acting, proposal.id, saw).await?;
        let permit = self.permitted_for::<acts::RecordEvent>(&proposer, &record, &second, purpose)?;
        signs(&wanted.office, &proposer, &second)?;
        let by = Some(second.appointment.id);
        let lawful = self.lawful(&loaded, &proposer, purpose, &wanted, by).await?;
        let change = lawful.ok_or(Problem::Hidden)?;
        let entry = change.after().events.len();
        let ready = Ready {
            recording: Recording::new(&permit, change).ok_or(Problem::Hidden)?,
            signer: wanted.signer.clone(),
            actor: proposer.actor(),
        };
        let two = [proposal.proposer, second.appointment.account];
        self.write_event(&mut tx, &loaded, ready, Some(two)).await?;
        tx.commit().await?;
        self.settle_keyring().await?;
        Ok(Granted::Event { person: loaded.stands.person, entry })
    }

    /// What the policy is told of a proposal about a case before anybody opened it: the least that it can tell of. Who
    /// agrees is asked again about what it does tell of.
    pub(crate) fn proposed_case_record(&self, proposal: &Proposal) -> Record {
        Record::plain(self.place_of(proposal.unit, self.now()), FieldClass::Identity)
    }

    /// For which purpose a proposal about a case was made.
    pub(crate) fn purpose_of_proposal(proposal: &Proposal) -> Option<Purpose> {
        Payload::of(proposal).and_then(|payload| payload.purpose()).ok()
    }

    /// The unit that a proposal about a case was sealed by.
    pub(crate) fn unit_of_proposal(payload: &Payload) -> UnitId {
        UnitId(payload.unit)
    }
}

/// What an office decides, its holder has proposed or agreed to.
pub(super) fn signs(office: &str, proposer: &Acting, second: &Acting) -> Result<(), Problem> {
    match App::signs(office) {
        Some(role) if ![proposer, second].into_iter().any(|one| one.appointment.role == role) => {
            Err(AccessFault::NotSigned(role).into())
        }
        _ => Ok(()),
    }
}
