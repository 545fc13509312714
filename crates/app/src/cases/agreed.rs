//! Agreeing to an act in a case, or to opening one: what was shown is done, in the transaction of the agreement.

use std::collections::BTreeSet;

use domain::access::{Action, Ask, FieldClass, Purpose, Record, acts};
use domain::cases::{Case, Law, Recording, class_within};
use domain::proposals::Proposal;
use domain::units::UnitId;
use jiff::civil::Date;
use store::access::Act as Logged;
use store::cases_listed::Stands;
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
    /// What waits in a proposal about a case, opened for who is asked to agree: whoever may read the file for its purpose,
    /// and the office that the law of the paper's date has decide the act, which is told of this act and of nothing else in
    /// the file. That they read it is written down.
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
        let may_sign = self.may_sign(&acting, proposal).await?;
        let reads_identity = self.would_read(&acting, &stands, FieldClass::Identity, purpose)?;
        if !reads_identity && !may_sign {
            may_read(FieldClass::Identity).await?;
        }
        let loaded = self.load_case(&acting, payload.person, purpose, Logged::Read).await?;
        let wanted = payload.wanted(self.casework()?, &loaded.keys)?;
        // what the act tells of is known only now; nothing of it was given out yet
        let class = class_within(&loaded.case, &wanted.act, &wanted.fields);
        let reads_file = reads_identity && self.would_read(&acting, &stands, class, purpose)?;
        let decides = may_sign && Self::signs(&wanted.office) == Some(acting.appointment.role);
        if !reads_file && !decides {
            may_read(FieldClass::Identity).await?;
            may_read(class).await?;
        }
        let second = Some(acting.appointment.id);
        let after = match self.lawful(&loaded, &acting, purpose, &wanted, second).await {
            Ok(change) => Ok(change.ok_or(Problem::Hidden)?.into_case()),
            Err(problem @ (Problem::Unlawful(_) | Problem::File(_))) => Err(Box::new(problem)),
            Err(problem) => return Err(problem),
        };
        let law = self.casework()?;
        let touched = |case: &Case| bearing_on(law, &wanted.act, case);
        Ok(ShownAct {
            person: payload.person,
            name: super::listed::called(&loaded.identity),
            purpose,
            states: touched(&loaded.case).into_iter().map(|(state, _)| state).collect(),
            comes_to: after.map(|after| touched(&after)),
            wanted,
            reads_file,
        })
    }

    /// Whether somebody holds an office that decides acts by law, and may decide what waits in this unit.
    async fn may_sign(&self, acting: &Acting, proposal: &Proposal) -> Result<bool, Problem> {
        let holds = OFFICES.into_iter().any(|office| Self::signs(office) == Some(acting.appointment.role));
        if !holds || proposal.expires_at <= self.now() {
            return Ok(false);
        }
        self.permit::<acts::DecideProposal>(acting, &self.system_record(proposal.unit), None).await?;
        Ok(true)
    }

    /// Whether the policy would let somebody read a class of a file for a purpose; a no is nobody's attempt.
    fn would_read(&self, acting: &Acting, of: &Stands, class: FieldClass, purpose: Purpose) -> Result<bool, Problem> {
        let record = self.unread_record(of, class, false);
        let ask = Ask {
            purpose: Some(purpose),
            factor_age_s: Some(acting.factor_age_s),
            ..Ask::plain(Some(acting.standing()), Action::ReadPerson, &record, self.now())
        };
        Ok(self.desk()?.policies().decide(&ask).permitted)
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
        let class = class_within(&loaded.case, &wanted.act, &wanted.fields);
        let record = self.case_record(&loaded.case, loaded.stands.unit, class, false);
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

/// Offices that decide by law and have a role here.
const OFFICES: [&str; 3] = ["truong_ca_xa", "chu_tich_ubnd_xa", "giam_doc_ca_tinh"];

/// The states of a case that an act bears on: those of the groups that it starts from, ends, begins or suspends. Whoever
/// decides about management learns of no treatment.
fn bearing_on(law: &Law, act: &str, case: &Case) -> Vec<(String, Option<Date>)> {
    let Some(act) = law.act(act) else { return Vec::new() };
    let of_effects = act.effects.iter().flat_map(|effect| {
        let opens = effect.opens.iter();
        opens.chain(&effect.ends).chain(&effect.suspends).chain(&effect.resumes)
    });
    let group = |state: &String| law.state(state).map(|state| state.group.as_str());
    let groups: BTreeSet<&str> = act.states.iter().chain(of_effects).filter_map(group).collect();
    // what puts an entry right can bring any state to an end, or back
    let any = act.effects.iter().any(|effect| effect.annuls || effect.corrects);
    let open = case.measures.iter().filter(|measure| measure.open());
    let bears =
        open.filter(|measure| any || law.state(&measure.state).is_some_and(|of| groups.contains(of.group.as_str())));
    bears.map(|measure| (measure.shown().to_owned(), measure.term_end)).collect()
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
