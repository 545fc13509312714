//! What a person may ask of their own file: that what identifies them is put right, with the old and the new side by side.
//! Contesting an entry and settling that are acts of the law and go the way of every act.

use domain::access::{Action, FieldClass, Pairing, acts};
use domain::persons::{self as file, Basis, Class, Doing, Field, Identity};
use domain::proposals::Proposal;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use store::access::{self, About, Act as Logged};
use store::persons::{self, Filing};
use store::sight::{self, Sight};
use store::{StoreError, Tx, persons_sealed};
use uuid::Uuid;

use super::fault::FileFault;
use super::proposed::{Payload, ToSeal};
use super::read::Loaded;
use super::recorded::{Recorded, only_a_second_is_missing};
use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::proposals::{Agreed, Granted};
use crate::sessions::Session;
use crate::signin::AccessFault;

/// What a correction at the person's request rests on.
const CLAUSE: &str = domain::cases::clauses::CORRECTION;

/// What is to be put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Made by the caller's page, so that sending a form twice is one correction.
    pub id: Uuid,
    /// Fields, each with what its page showed and what shall stand in it; an empty text takes one away.
    pub fields: Vec<(Field, String, String)>,
    /// Number of the paper that proves it.
    pub number: String,
    /// Its date.
    pub date: Date,
}

/// As it is sealed into a proposal.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    /// Only what changes, each with what stood there when it was proposed.
    fields: BTreeMap<String, (String, String)>,
    number: String,
    date: Date,
}

/// A field that was put right, as both stand in the file.
#[derive(Clone, Debug)]
pub struct Corrected {
    /// Which.
    pub field: Field,
    /// What stood there.
    pub old: String,
    /// What stands there since.
    pub new: String,
    /// By which paper.
    pub document: String,
    /// Its date.
    pub document_date: Date,
    /// When it was written down.
    pub recorded_at: Timestamp,
}

impl App {
    /// Puts fields of an open file right. What stood before stays. The day of birth of somebody with a case has an act of
    /// its own; of somebody under 18, a second person agrees first.
    pub async fn correct_identity(
        &self,
        session: &Session,
        acting: Uuid,
        person: Uuid,
        wanted: Correction,
    ) -> Result<Recorded, Problem> {
        let acting = self.acting(session, acting)?;
        let (purpose, _) = self.may_read(session, &acting, person).await?;
        let loaded = self.load_case(&acting, person, purpose, Logged::Read).await?;
        let identity = corrected(&loaded, &wanted)?;
        let record = self.case_record(&loaded.case, loaded.stands.unit, FieldClass::Identity, false);
        match self.permit_for::<acts::CorrectPerson>(&acting, &record, None, Some(purpose), None).await {
            Ok(_) => {
                let filing = Filing { indexes: self.every_index(loaded.holder(), &identity).await? };
                let mut tx = self.db().begin_in_sight(&Sight::unit(loaded.stands.unit)).await?;
                self.write_correction(&mut tx, &loaded, &wanted, identity, &filing, &acting).await?;
                tx.commit().await?;
                Ok(Recorded::Done { entry: loaded.case.events.len() })
            }
            refused => {
                only_a_second_is_missing(refused)?;
                let fields = changed(&wanted)
                    .map(|(field, old, new)| (field.key().to_owned(), (old.to_owned(), new.to_owned())));
                let sealed = Sealed { fields: fields.collect(), number: wanted.number, date: wanted.date };
                let what = ToSeal {
                    act: Action::CorrectPerson,
                    person,
                    event: wanted.id,
                    unit: loaded.stands.unit,
                    purpose,
                    keys: &loaded.keys,
                    plain: serde_json::to_vec(&sealed).map_err(Problem::fault)?,
                };
                self.propose_sealed(session, &acting, what).await
            }
        }
    }

    /// A correction that waits, for who is asked to agree: each field with what stood there when it was proposed and what
    /// shall. That they read it is written down.
    pub async fn proposed_correction(
        &self,
        session: &Session,
        acting: Uuid,
        proposal: &Proposal,
    ) -> Result<Vec<(Field, String, String)>, Problem> {
        let acting = self.acting(session, acting)?;
        let payload = Payload::of(proposal)?;
        let loaded = self.load_case(&acting, payload.person, payload.purpose()?, Logged::Read).await?;
        Ok(unsealed(&payload, &loaded)?.fields)
    }

    /// Agrees to a correction and writes it.
    pub(crate) async fn agree_to_correction(
        &self,
        session: &Session,
        acting: Uuid,
        proposal: &Proposal,
        saw: [u8; 32],
    ) -> Result<Granted, Problem> {
        let second = self.acting(session, acting)?;
        let payload = Payload::of(proposal)?;
        let purpose = payload.purpose()?;
        let loaded = self.load_case(&second, payload.person, purpose, Logged::Read).await?;
        let wanted = unsealed(&payload, &loaded)?;
        let identity = corrected(&loaded, &wanted)?;
        let filing = Filing { indexes: self.every_index(loaded.holder(), &identity).await? };
        let record = self.case_record(&loaded.case, loaded.stands.unit, FieldClass::Identity, false);
        let Agreed { mut tx, proposer, second, .. } = self.agree(session, acting, proposal.id, saw).await?;
        self.permitted_for::<acts::CorrectPerson>(&proposer, &record, &second, purpose)?;
        sight::look(&mut tx, &Sight::unit(loaded.stands.unit)).await?;
        self.write_correction(&mut tx, &loaded, &wanted, identity, &filing, &proposer).await?;
        tx.commit().await?;
        Ok(Granted::Corrected { person: loaded.stands.person })
    }

    async fn write_correction(
        &self,
        tx: &mut Tx,
        loaded: &Loaded,
        wanted: &Correction,
        identity: Identity,
        filing: &Filing,
        by: &Acting,
    ) -> Result<(), Problem> {
        let basis =
            Basis { clause: CLAUSE.to_owned(), document_number: wanted.number.clone(), document_date: wanted.date };
        let doing = Doing { id: wanted.id, occurred_on: self.today(), at: self.to_the_millisecond(), basis };
        let change = file::correct(&loaded.standing, identity, doing)?;
        let sealed = self.seal_change(change, &loaded.keys)?;
        match persons::save(tx, &sealed, filing, by.actor(), || self.new_id()).await {
            Err(StoreError::Conflict { .. }) => Err(Problem::FileChanged),
            saved => Ok(saved.map(drop)?),
        }
    }

    /// Every field of an open file that was put right, newest first, with what stood there before.
    pub async fn corrections_of(
        &self,
        session: &Session,
        acting: Uuid,
        person: Uuid,
    ) -> Result<Vec<Corrected>, Problem> {
        let acting = self.acting(session, acting)?;
        let (purpose, _) = self.may_read(session, &acting, person).await?;
        let stands = self.stands(&acting, person).await?;
        let asking = self.asking(&acting, stands.unit)?;
        let (_, keys) = self.held(&asking, person).await?;
        let all: BTreeSet<Class> = Class::ALL.into();
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(stands.unit)).await?;
        let history = persons::history(&mut tx, person, None).await?;
        let locked = persons_sealed::of_person(&mut tx, person, &all, None).await?;
        drop(tx);
        let about = About::Persons([person].into());
        let line = self.case_access(acting.actor(), &asking.of, purpose, Logged::Read, about, &Class::ALL);
        let logged = access::log(self.db(), &line).await?;
        let mut before: Option<Identity> = None;
        let mut found = Vec::new();
        for row in locked.unlock(&logged).map_err(Problem::fault)? {
            let identity = crate::persons::open_identity(&row, &keys)?;
            let version = history.iter().find(|version| version.number == row.number);
            if let (Some(before), Some(version)) = (&before, version) {
                for field in Field::ALL {
                    let (old, new) = (before.get(*field).unwrap_or_default(), identity.get(*field).unwrap_or_default());
                    if old != new {
                        found.push(Corrected {
                            field: *field,
                            old: old.to_owned(),
                            new: new.to_owned(),
                            document: version.basis.document_number.clone(),
                            document_date: version.basis.document_date,
                            recorded_at: version.recorded_at,
                        });
                    }
                }
            }
            before = Some(identity);
        }
        found.reverse();
        Ok(found)
    }

    /// Whether a second person would have to agree to a correction of an open file; `None` where it is not for who asks.
    pub async fn correcting(&self, session: &Session, acting: Uuid, person: Uuid) -> Result<Option<Pairing>, Problem> {
        let acting = self.acting(session, acting)?;
        let file = self.may_read(session, &acting, person).await?;
        let stands = self.stands(&acting, person).await?;
        let record = self.unread_record(&stands, FieldClass::Identity, false);
        let ask = domain::access::Ask {
            purpose: Some(file.0),
            factor_age_s: Some(acting.factor_age_s),
            ..domain::access::Ask::plain(Some(acting.standing()), Action::CorrectPerson, &record, self.now())
        };
        Ok(self.desk()?.policies().decide(&ask).permitted.then_some(Action::CorrectPerson.pairing(1, false)))
    }
}

/// The fields that change, with what stood there when the page was shown and what shall.
fn changed(wanted: &Correction) -> impl Iterator<Item = (Field, &str, &str)> {
    let trimmed = wanted.fields.iter().map(|(field, old, new)| (*field, old.trim(), new.trim()));
    trimmed.filter(|(_, old, new)| old != new)
}

/// The identity with what shall stand in it. Where a field that changes was put right meanwhile, the correction says
/// nothing of what stands there now, and is refused.
fn corrected(loaded: &Loaded, wanted: &Correction) -> Result<Identity, Problem> {
    if wanted.number.trim().is_empty() {
        return Err(FileFault::Empty.into());
    }
    let changed: Vec<(Field, &str, &str)> = changed(wanted).collect();
    if changed.iter().any(|(field, _, _)| *field == Field::BirthDate) {
        return Err(FileFault::BirthByCase.into());
    }
    if changed.is_empty() {
        return Err(Problem::NothingToSave);
    }
    if changed.iter().any(|(field, old, _)| loaded.identity.get(*field).unwrap_or_default() != *old) {
        return Err(Problem::FileChanged);
    }
    Ok(loaded.identity.corrected(changed.into_iter().map(|(field, _, new)| (field, new)))?)
}

fn unsealed(payload: &Payload, loaded: &Loaded) -> Result<Correction, Problem> {
    if payload.person != loaded.stands.person {
        return Err(AccessFault::NotByProposal.into());
    }
    let sealed: Sealed = serde_json::from_slice(&payload.open(&loaded.keys)?).map_err(Problem::fault)?;
    let fields = sealed.fields.into_iter().filter_map(|(name, (old, new))| Some((Field::from_key(&name)?, old, new)));
    Ok(Correction { id: payload.event, fields: fields.collect(), number: sealed.number, date: sealed.date })
}
