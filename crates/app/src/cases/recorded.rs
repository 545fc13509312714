//! Writing an act into a case: what the law says of it, who may, and whether somebody else has to agree first.

use domain::access::{Permit, Purpose, acts};
use domain::cases::projection::Projection;
use domain::cases::{Case, Change, Recording, Refusal, Request, class_within, purposes_of};
use domain::persons::{self as file, Field, Holder, Identity};
use domain::units::UnitId;
use jiff::Timestamp;
use store::access::Act as Logged;
use store::cases::{self, Filed};
use store::cases_projected::Projected;
use store::persons::Filing;
use store::sight::{self, Sight};
use store::{StoreError, Tx, persons};
use uuid::Uuid;

use super::fields::Spot;
use super::read::Loaded;
use super::{Around, Wanted, moment, represented};
use crate::accounts::Acting;
use crate::app::App;
use crate::persons::indexes;
use crate::problem::Problem;
use crate::sessions::Session;
use crate::signin::AccessFault;

/// What became of an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recorded {
    /// It is written down, under this number.
    Done {
        /// Number of the event.
        entry: usize,
    },
    /// It waits for somebody else: the head, the chair, or a second person.
    Waits {
        /// The proposal.
        proposal: Uuid,
    },
}

/// An act that is lawful, ready to be written.
pub(super) struct Ready {
    pub recording: Recording,
    pub signer: Option<String>,
    pub actor: store::ledger::Actor,
}

impl App {
    /// Writes an act into a case that is open in this session, or keeps it for whoever has to agree.
    ///
    /// [`Problem::Unlawful`] names the clause that refuses it. Nothing is half-saved.
    pub async fn record_event(
        &self,
        session: &Session,
        acting: Uuid,
        person: Uuid,
        wanted: Wanted,
    ) -> Result<Recorded, Problem> {
        let acting = self.acting(session, acting)?;
        let purpose = self.purpose_of(session, person).await?.ok_or(AccessFault::NoPurpose)?;
        let loaded = self.load_case(&acting, person, purpose, Logged::Read).await?;
        if let Some(entry) = loaded.kept.iter().position(|kept| kept.id == wanted.id) {
            return Ok(Recorded::Done { entry });
        }
        let change = self.lawful(&loaded, &acting, purpose, &wanted, None).await?;
        let Some(change) = change.filter(|change| !needs_another(&acting, change)) else {
            let permit = self.permit_to_record(&acting, &loaded, purpose, &wanted).await;
            only_a_second_is_missing(permit)?;
            return self.propose_event(session, &acting, &loaded, purpose, &wanted).await;
        };
        let permit = match self.permit_to_record(&acting, &loaded, purpose, &wanted).await {
            Err(Problem::Access(AccessFault::Refused(no))) if no.awaits_second() => {
                return self.propose_event(session, &acting, &loaded, purpose, &wanted).await;
            }
            permit => permit?,
        };
        let entry = change.after().events.len();
        let ready = Ready {
            recording: Recording::new(&permit, change).ok_or(Problem::Hidden)?,
            signer: wanted.signer.clone(),
            actor: acting.actor(),
        };
        let mut tx = self.db().begin().await?;
        self.write_event(&mut tx, &loaded, ready, None).await?;
        tx.commit().await?;
        self.settle_keyring().await?;
        Ok(Recorded::Done { entry })
    }

    /// What would come of an act, without doing it: the case after it, and whether somebody else would have to agree.
    pub async fn try_event(
        &self,
        session: &Session,
        acting: Uuid,
        person: Uuid,
        wanted: &Wanted,
    ) -> Result<(Case, bool), Problem> {
        let acting = self.acting(session, acting)?;
        let purpose = self.purpose_of(session, person).await?.ok_or(AccessFault::NoPurpose)?;
        let loaded = self.load_case(&acting, person, purpose, Logged::Read).await?;
        let alone = self.lawful(&loaded, &acting, purpose, wanted, None).await?;
        if let Some(change) = alone.filter(|change| !needs_another(&acting, change)) {
            return Ok((change.into_case(), false));
        }
        // as if somebody had agreed
        let both = self.lawful(&loaded, &acting, purpose, wanted, Some(Uuid::nil())).await?;
        both.map(|change| (change.into_case(), true)).ok_or(Problem::Hidden)
    }

    /// What the law says of an act; none where nothing is wrong but that a second person has yet to agree.
    pub(super) async fn lawful(
        &self,
        loaded: &Loaded,
        acting: &Acting,
        purpose: Purpose,
        wanted: &Wanted,
        second: Option<Uuid>,
    ) -> Result<Option<Change>, Problem> {
        let law = self.casework()?;
        let act = law.act(&wanted.act).ok_or(Problem::Hidden)?;
        if !purposes_of(act).contains(&purpose) {
            return Err(AccessFault::OtherPurpose.into());
        }
        let request = self.request(acting, wanted, second, self.to_the_millisecond());
        let taken = self.number_taken(loaded.stands.unit, loaded.stands.person, &request).await?;
        let register = self.register();
        let around = Around { register: &register, taken };
        represented::check(law, &loaded.case, &request, &loaded.identity)?;
        match loaded.case.try_act(law, &around, &request) {
            Ok(change) => Ok(Some(change)),
            Err(refusal) if refusal.held() && second.is_none() => Ok(None),
            Err(refusal) => Err(Problem::Unlawful(Box::new(refusal))),
        }
    }

    /// Whether another file of the unit rests on a paper of the number that an act gives.
    pub(super) async fn number_taken(&self, unit: UnitId, person: Uuid, request: &Request) -> Result<bool, Problem> {
        let Some(number) = &request.number else { return Ok(false) };
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(unit)).await?;
        let year = request.decided_on().year();
        Ok(cases::number_taken(&mut tx, unit, &request.by, number, year, person).await?)
    }

    pub(super) fn request(&self, acting: &Acting, wanted: &Wanted, second: Option<Uuid>, at: Timestamp) -> Request {
        // an office of the commune is that of the officer's own unit
        let of_commune = domain::cases::is_of_commune(&wanted.office);
        Request {
            id: wanted.id,
            act: wanted.act.clone(),
            on: wanted.on,
            recorded: moment(at),
            by: wanted.office.clone(),
            unit: of_commune.then(|| self.commune_of(acting).0.to_string()),
            number: wanted.number.clone().filter(|number| !number.trim().is_empty()),
            paper_date: wanted.paper_date,
            signer: wanted.signer.clone(),
            second: second.map(|second| second.to_string()),
            fields: wanted.fields.clone(),
        }
    }

    async fn permit_to_record(
        &self,
        acting: &Acting,
        loaded: &Loaded,
        purpose: Purpose,
        wanted: &Wanted,
    ) -> Result<Permit<acts::RecordEvent>, Problem> {
        let in_team = self.in_team(acting, loaded.stands.person).await?;
        let class = class_within(&loaded.case, &wanted.act, &wanted.fields);
        let record = self.case_record(&loaded.case, loaded.stands.unit, class, in_team);
        self.permit_for::<acts::RecordEvent>(acting, &record, None, Some(purpose), None).await
    }

    /// Writes a lawful act in an open transaction, with what it does to the file beside the case: handed on, put right,
    /// destroyed. `approved_by` are the two accounts, where two agreed.
    pub(super) async fn write_event(
        &self,
        tx: &mut Tx,
        loaded: &Loaded,
        ready: Ready,
        approved_by: Option<[Uuid; 2]>,
    ) -> Result<(), Problem> {
        let law = self.casework()?;
        let at = self.to_the_millisecond();
        let Ready { recording, signer, actor } = ready;
        let holder = self.holder_after(loaded, &recording)?;
        let units = [loaded.stands.unit, holder.unit];
        sight::look(tx, &Sight::units(units)).await?;
        let (event, after) = (recording.event(), recording.after());
        let clause = |entry: usize| {
            if entry == after.events.len() { recording.clause().to_owned() } else { loaded.clause(entry) }
        };
        let project = |case: &Case, at: Timestamp| {
            Projection::of(case, law, super::local(at), &clause).ok_or_else(|| Problem::fault(Unplaced))
        };
        let before_at = loaded.kept.last().map_or(at, |kept| kept.recorded_at);
        let (was, is) = (project(&loaded.case, before_at)?, project(after, at)?);
        let entry = i64::try_from(after.events.len()).map_err(Problem::fault)?;
        let spot = Spot { event: event.id, entry, person: loaded.stands.person, unit: loaded.stands.unit.0 };
        let filed = Filed {
            person: loaded.stands.person,
            holder: loaded.holder().clone(),
            at,
            actor,
            signer: signer.as_deref(),
            fields: self.seal_fields(&loaded.keys, spot, &event.fields)?,
            projected: Projected { before: Some(&was), after: &is, holder: &holder, on: event.on.day },
        };
        match cases::save(tx, law, &recording, &filed, || self.new_id()).await {
            Err(StoreError::Conflict { .. }) => return Err(Problem::FileChanged),
            saved => saved?,
        };
        self.write_file(tx, loaded, &recording, &holder, approved_by, actor).await
    }

    fn holder_after(&self, loaded: &Loaded, recording: &Recording) -> Result<Holder, Problem> {
        let unit = recording.after().unit.parse::<Uuid>().map(UnitId).map_err(Problem::fault)?;
        if unit == loaded.stands.unit {
            return Ok(loaded.holder().clone());
        }
        let province_code = self.province_code(unit).ok_or(Problem::Hidden)?;
        Ok(Holder { unit, province_code })
    }

    /// What an act does to the file itself.
    async fn write_file(
        &self,
        tx: &mut Tx,
        loaded: &Loaded,
        recording: &Recording,
        holder: &Holder,
        approved_by: Option<[Uuid; 2]>,
        actor: store::ledger::Actor,
    ) -> Result<(), Problem> {
        let event = recording.event();
        let doing = file::Doing {
            id: self.new_id(),
            occurred_on: event.on.day,
            at: self.to_the_millisecond(),
            basis: file::Basis {
                clause: recording.clause().to_owned(),
                document_number: event.number.clone().unwrap_or_else(|| event.id.to_string()),
                document_date: event.paper_date,
            },
        };
        let erased = recording.after().closed == Some(domain::cases::Closed::Erased);
        let (change, filing) = match approved_by {
            Some(two) if erased => (file::erase(&loaded.standing, two, doing)?, Filing::default()),
            _ if erased => return Err(AccessFault::NotByProposal.into()),
            _ if holder.unit != loaded.stands.unit => {
                let key = self.keyring()?.unit_index_key(holder.unit.0).await?;
                let filing = Filing { indexes: indexes::local(&key, &loaded.identity)? };
                (file::transfer(&loaded.standing, holder.clone(), doing)?, filing)
            }
            _ if event.act == "correct_birth" => {
                let identity = born(&loaded.identity, recording.after())?;
                let filing = Filing { indexes: self.every_index(loaded.holder(), &identity).await? };
                (file::correct(&loaded.standing, identity, doing)?, filing)
            }
            _ => return Ok(()),
        };
        let sealed = self.seal_change(change, &loaded.keys)?;
        match persons::save(tx, &sealed, &filing, actor, || self.new_id()).await {
            Err(StoreError::Conflict { .. }) => Err(Problem::FileChanged),
            saved => Ok(saved.map(drop)?),
        }
    }
}

/// A case whose unit is no id of a unit: nothing that this program wrote.
#[derive(Debug, thiserror::Error)]
#[error("a case names a unit that is none")]
struct Unplaced;

/// The identity with the day of birth that the case has now.
fn born(identity: &Identity, after: &Case) -> Result<Identity, Problem> {
    let day = after.born.map(|day| day.to_string()).unwrap_or_default();
    Ok(identity.clone().corrected([(Field::BirthDate, day.as_str())])?)
}

/// Whether an act is somebody else's to sign, or destroys the file: one officer alone does neither.
pub(super) fn needs_another(acting: &Acting, change: &Change) -> bool {
    let signs = App::signs(&change.event().by);
    let erases = change.after().closed == Some(domain::cases::Closed::Erased);
    erases || signs.is_some_and(|role| role != acting.appointment.role)
}

/// Nothing may be missing but somebody who agrees.
pub(crate) fn only_a_second_is_missing<T>(permit: Result<T, Problem>) -> Result<(), Problem> {
    match permit {
        Ok(_) => Ok(()),
        Err(Problem::Access(AccessFault::Refused(refusal))) if refusal.awaits_second() => Ok(()),
        Err(problem) => Err(problem),
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::Unlawful(Box::new(refusal))
    }
}
