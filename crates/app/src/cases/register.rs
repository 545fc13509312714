//! Opening a case: who it is, since when they live there, and the first act. Two people open a file, always.

use std::collections::BTreeMap;

use domain::access::{Action, FieldClass, Purpose, Record, acts};
use domain::cases::projection::Projection;
use domain::cases::{Case, Change, Origin, Recording, purposes_of};
use domain::persons::{self as file, Class, Field, Holder, Identity};
use domain::proposals::Proposal;
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::access::{self, About, Act as Logged};
use store::cases::{self, Filed, Opening};
use store::cases_projected::Projected;
use store::persons::{Filing, Saved};
use store::sight::{self, Sight};
use store::{StoreError, Tx, persons};
use uuid::Uuid;

use super::agreed::signs;
use super::fields::Spot;
use super::proposed::{Kept, Payload, ToSeal};
use super::recorded::{Recorded, only_a_second_is_missing};
use super::{Around, Wanted, moment, represented};
use crate::accounts::Acting;
use crate::app::App;
use crate::keyring::{KeyringFault, SubjectKeys};
use crate::problem::Problem;
use crate::proposals::{Agreed, Granted};
use crate::sessions::Session;

/// Somebody to be put on file.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// Id of the file, made by the caller's page.
    pub person: Uuid,
    /// Who it is.
    pub identity: Vec<(Field, String)>,
    /// Since when they live in the unit, where known.
    pub resident_since: Option<Date>,
    /// What the file is opened for.
    pub purpose: Purpose,
    /// The first act: without one there is no ground for a file.
    pub first: Wanted,
}

/// As it is sealed into a proposal.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    identity: BTreeMap<String, String>,
    resident_since: Option<Date>,
    opening: Uuid,
    first: Kept,
    first_id: Uuid,
}

/// A case that waits to be opened, for who is asked to agree.
#[derive(Clone, Debug)]
pub struct ShownCase {
    /// Id that the file will have.
    pub person: Uuid,
    /// Who it is about.
    pub identity: Identity,
    /// Since when they live there.
    pub resident_since: Option<Date>,
    /// What for.
    pub purpose: Purpose,
    /// The first act.
    pub first: Wanted,
}

/// A case about to be opened, checked.
struct Checked {
    identity: Identity,
    origin: Origin,
    change: Change,
}

impl App {
    /// Proposes to put somebody on file, with the first act. Everything that can be said against it is said now; who the
    /// person is waits sealed under a key of their own.
    pub async fn register_case(&self, session: &Session, acting: Uuid, new: NewCase) -> Result<Recorded, Problem> {
        let acting = self.acting(session, acting)?;
        let unit = acting.place.unit();
        let record = self.registering(unit);
        let permit = self.permit_for::<acts::RegisterPerson>(&acting, &record, None, Some(new.purpose), None).await;
        only_a_second_is_missing(permit)?;
        let taken = self.first_number_taken(&acting, &new, unit).await?;
        self.checked(&acting, &new, (unit, taken), Some(Uuid::nil()))?;
        let keys = match self.keyring()?.new_subject(new.person, unit.0).await {
            Err(KeyringFault::Destroyed { .. }) => return Err(Problem::Erased),
            Err(KeyringFault::Elsewhere) => return Err(Problem::FileChanged),
            keys => keys?,
        };
        let sealed = Sealed {
            identity: new.identity.iter().map(|(field, text)| (field.key().to_owned(), text.clone())).collect(),
            resident_since: new.resident_since,
            opening: self.new_id(),
            first: Kept::of(&new.first)?,
            first_id: new.first.id,
        };
        let what = ToSeal {
            act: Action::RegisterPerson,
            person: new.person,
            event: sealed.opening,
            unit,
            purpose: new.purpose,
            keys: &keys,
            plain: serde_json::to_vec(&sealed).map_err(Problem::fault)?,
        };
        self.propose_sealed(session, &acting, what).await
    }

    /// A case that waits to be opened, for who is asked to agree. That they read it is written down.
    pub async fn proposed_case(
        &self,
        session: &Session,
        acting: Uuid,
        proposal: &Proposal,
    ) -> Result<ShownCase, Problem> {
        let acting = self.acting(session, acting)?;
        let payload = Payload::of(proposal)?;
        let unit = Self::unit_of_proposal(&payload);
        let purpose = payload.purpose()?;
        self.permit_for::<acts::ReadPerson>(&acting, &self.registering(unit), None, Some(purpose), None).await?;
        let asking = self.asking(&acting, unit)?;
        let about = About::Persons([payload.person].into());
        let line = self.case_access(asking.actor, &asking.of, purpose, Logged::Read, about, &Class::ALL);
        access::log(self.db(), &line).await?;
        let keys = self.keyring()?.subject_key(payload.person).await?;
        let (_, new) = self.unsealed(&payload, &keys)?;
        let identity = identity(&new)?;
        Ok(ShownCase { person: new.person, identity, resident_since: new.resident_since, purpose, first: new.first })
    }

    /// Agrees to opening a case, and opens it: file, case and first act, or none of them.
    pub(crate) async fn agree_to_case(
        &self,
        session: &Session,
        acting: Uuid,
        proposal: &Proposal,
        saw: [u8; 32],
    ) -> Result<Granted, Problem> {
        let decider = self.acting(session, acting)?;
        // who may not decide here opens nothing either
        self.permit::<acts::DecideProposal>(&decider, &self.system_record(proposal.unit), None).await?;
        let payload = Payload::of(proposal)?;
        let unit = Self::unit_of_proposal(&payload);
        let keys = self.keyring()?.subject_key(payload.person).await?;
        let (opening, new) = self.unsealed(&payload, &keys)?;
        let holder = self.asking(&decider, unit)?.of;
        let filing = Filing { indexes: self.every_index(&holder, &identity(&new)?).await? };
        let taken = self.first_number_taken(&decider, &new, unit).await?;
        let Agreed { mut tx, proposal, proposer, second } = self.agree(session, acting, proposal.id, saw).await?;
        let record = self.registering(unit);
        let permit = self.permitted_for::<acts::RegisterPerson>(&proposer, &record, &second, new.purpose)?;
        signs(&new.first.office, &proposer, &second)?;
        let checked = self.checked(&proposer, &new, (unit, taken), Some(second.appointment.id))?;
        sight::look(&mut tx, &Sight::unit(unit)).await?;
        let opened = Opened {
            person: new.person,
            opening,
            holder,
            keys: &keys,
            by: &proposer,
            second: second.appointment.id,
            signer: new.first.signer.as_deref(),
        };
        let matches = self.write_case(&mut tx, &opened, checked, &filing, &permit).await?;
        tx.commit().await?;
        tracing::info!(proposal.id = %proposal.id, "a case was opened");
        Ok(Granted::Case { person: new.person, matching: matches > 0 })
    }

    fn registering(&self, unit: UnitId) -> Record {
        Record::plain(self.place_of(unit, self.now()), FieldClass::Identity)
    }

    fn unsealed(&self, payload: &Payload, keys: &SubjectKeys) -> Result<(Uuid, NewCase), Problem> {
        let sealed: Sealed = serde_json::from_slice(&payload.open(keys)?).map_err(Problem::fault)?;
        let fields = sealed.identity.into_iter().filter_map(|(name, text)| Some((Field::from_key(&name)?, text)));
        let new = NewCase {
            person: payload.person,
            identity: fields.collect(),
            resident_since: sealed.resident_since,
            purpose: payload.purpose()?,
            first: sealed.first.wanted(self.casework()?, sealed.first_id)?,
        };
        Ok((sealed.opening, new))
    }

    /// Whether another file of the unit rests on a paper of the first act's number.
    async fn first_number_taken(&self, acting: &Acting, new: &NewCase, unit: UnitId) -> Result<bool, Problem> {
        let request = self.request(acting, &new.first, None, self.to_the_millisecond());
        self.number_taken(unit, new.person, &request).await
    }

    /// Checks identity, origin and first act against the law, in a unit where the paper's number is taken or not.
    fn checked(
        &self,
        acting: &Acting,
        new: &NewCase,
        (unit, taken): (UnitId, bool),
        second: Option<Uuid>,
    ) -> Result<Checked, Problem> {
        let law = self.casework()?;
        let identity = identity(new)?;
        let act = law.act(&new.first.act).ok_or(Problem::Hidden)?;
        if !purposes_of(act).contains(&new.purpose) {
            return Err(crate::signin::AccessFault::OtherPurpose.into());
        }
        let origin = Origin { born: identity.born_at_latest(), unit, resident_since: new.resident_since };
        let register = self.register();
        let request = self.request(acting, &new.first, second, self.to_the_millisecond());
        represented::check(law, &origin.case(), &request, &identity)?;
        let change = origin.case().try_act(law, &Around { register: &register, taken }, &request)?;
        Ok(Checked { identity, origin, change })
    }

    async fn write_case(
        &self,
        tx: &mut Tx,
        opened: &Opened<'_>,
        checked: Checked,
        filing: &Filing,
        permit: &domain::access::Permit<acts::RegisterPerson>,
    ) -> Result<usize, Problem> {
        let law = self.casework()?;
        let at = self.to_the_millisecond();
        let Checked { identity, origin, change } = checked;
        let recording = Recording::first(permit, change).ok_or(Problem::Hidden)?;
        let event = recording.event();
        let clause = recording.clause().to_owned();
        let number = event.number.clone().unwrap_or_else(|| event.id.to_string());
        let basis =
            file::Basis { clause: clause.clone(), document_number: number.clone(), document_date: event.paper_date };
        // the file is in its unit from the day on which its first act happened, or since the person lives there
        let on = origin.resident_since.map_or(event.on.day, |since| since.min(event.on.day));
        let doing = file::Doing { id: self.new_id(), occurred_on: on, at, basis };
        let file = file::open(opened.person, opened.holder.clone(), identity, doing)?;
        let sealed = self.seal_change(file, opened.keys)?;
        let saved = match persons::save(tx, &sealed, filing, opened.by.actor(), || self.new_id()).await {
            Err(StoreError::Conflict { .. }) => return Err(Problem::FileChanged),
            saved => saved?,
        };
        let project = |case: &Case, at: Timestamp| {
            let projection = Projection::of(case, law, super::local(at), &|_| clause.clone());
            projection.ok_or(Problem::Hidden)
        };
        let (start, first) = (origin.case(), project(recording.after(), at)?);
        let empty = project(&start, at)?;
        let opening = Opening {
            id: opened.opening,
            on: event.on.day,
            regime: event.regime,
            clause: &clause,
            number: &number,
            paper_date: event.paper_date,
            by: Some(opened.by.appointment.id),
            second: Some(opened.second),
        };
        let filed = opened.filed(self, 0, opening.id, &origin.fields(), None, &empty, event.on.day)?;
        conflict(cases::open(tx, &opening, &filed, || self.new_id()).await)?;
        let filed = opened.filed(self, 1, event.id, &event.fields, Some(&empty), &first, event.on.day)?;
        conflict(cases::save(tx, law, &recording, &filed, || self.new_id()).await)?;
        Ok(match saved {
            Saved::Written(matches) => matches,
            Saved::Before => 0,
        })
    }

    /// The moment at which something is written down, as cases have it.
    pub fn moment_now(&self) -> domain::cases::Moment {
        moment(self.to_the_millisecond())
    }
}

/// What every row of a case that is being opened shares.
struct Opened<'a> {
    person: Uuid,
    opening: Uuid,
    holder: Holder,
    keys: &'a SubjectKeys,
    by: &'a Acting,
    second: Uuid,
    signer: Option<&'a str>,
}

impl Opened<'_> {
    #[expect(clippy::too_many_arguments, reason = "each is one column of the row")]
    fn filed<'s>(
        &'s self,
        app: &App,
        entry: i64,
        event: Uuid,
        fields: &BTreeMap<String, domain::cases::Value>,
        before: Option<&'s Projection>,
        after: &'s Projection,
        on: Date,
    ) -> Result<Filed<'s>, Problem> {
        let spot = Spot { event, entry, person: self.person, unit: self.holder.unit.0 };
        Ok(Filed {
            person: self.person,
            holder: self.holder.clone(),
            at: app.to_the_millisecond(),
            actor: self.by.actor(),
            signer: self.signer,
            fields: app.seal_fields(self.keys, spot, fields)?,
            projected: Projected { before, after, holder: &self.holder, on },
        })
    }
}

fn identity(new: &NewCase) -> Result<Identity, Problem> {
    Ok(Identity::new(new.identity.iter().map(|(field, text)| (*field, text.as_str())))?)
}

fn conflict(written: store::error::Result<bool>) -> Result<(), Problem> {
    match written {
        Err(StoreError::Conflict { .. }) => Err(Problem::FileChanged),
        written => Ok(written.map(drop)?),
    }
}
