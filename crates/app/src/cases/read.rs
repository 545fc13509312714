//! Opening and reading one file.

use std::collections::{BTreeSet, HashMap};

use domain::access::{Action, Ask, FieldClass, Purpose, Role, acts};
use domain::cases::{Case, Event, Evidence, Law, Origin, class_within};
use domain::persons::{Class, Holder, Identity, Standing};
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::DateTime;
use store::access::{self, About, Act as Logged};
use store::cases::{self, Kept};
use store::cases_listed::{self, Stands};
use store::persons_sealed;
use store::sight::Sight;
use uuid::Uuid;

use super::fault::FileFault;
use super::{fields, moment};
use crate::accounts::Acting;
use crate::app::App;
use crate::keyring::SubjectKeys;
use crate::problem::Problem;
use crate::sessions::{Session, ToOpen};
use crate::signin::AccessFault;

/// What is known of an event beside what happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    /// Id of the event; entry 0 is the opening of the case.
    pub id: Uuid,
    /// What it rests on.
    pub clause: String,
    /// How well that is known; none for the opening.
    pub evidence: Option<Evidence>,
    /// Who signed the paper.
    pub signer: Option<String>,
    /// The account that wrote it down; none for a command of the machine.
    pub account: Option<Uuid>,
    /// The appointment of who agreed.
    pub second: Option<Uuid>,
    /// When it was written down.
    pub recorded_at: Timestamp,
}

/// A file that was read.
#[derive(Debug)]
pub struct CaseFile {
    /// Whose.
    pub person: Uuid,
    /// The unit that answers for it.
    pub unit: UnitId,
    /// Who it is, as far as the reader may know.
    pub identity: Identity,
    /// The case. Only events of [`CaseFile::sees`] are for the reader's eyes.
    pub case: Case,
    /// What stands beside the events: the opening first, then one for each.
    pub entries: Vec<Meta>,
    /// Now, in Việt Nam.
    pub at: DateTime,
    /// What the file is open for.
    pub purpose: Purpose,
    /// Classes of fields that the reader sees.
    pub sees: BTreeSet<FieldClass>,
    /// The row of the log that this reading left.
    pub logged: Uuid,
}

impl CaseFile {
    /// Whether the reader sees what an event of the case says; the first event has number 1.
    pub fn shows(&self, entry: usize) -> bool {
        let event = entry.checked_sub(1).and_then(|at| self.case.events.get(at));
        event.is_some_and(|event| self.sees.contains(&class_within(&self.case, &event.act, &event.fields)))
    }

    /// Whether the person is under 18 today.
    pub fn minor(&self) -> bool {
        self.case.minor(self.at.date())
    }
}

/// A case as the program works with it: everything, whoever asks.
pub(crate) struct Loaded {
    pub stands: Stands,
    pub standing: Standing,
    pub keys: SubjectKeys,
    pub case: Case,
    pub kept: Vec<Kept>,
    pub identity: Identity,
    pub logged: Uuid,
}

impl Loaded {
    /// The clause that an event rests on, by its number.
    pub fn clause(&self, entry: usize) -> String {
        self.kept.get(entry).map(|kept| kept.clause.clone()).unwrap_or_default()
    }

    pub fn holder(&self) -> &Holder {
        &self.standing.holder
    }
}

impl App {
    /// Opens a file for a purpose until the session ends (controls C5, C12). A file that is not for this officer and
    /// purpose does not exist.
    pub async fn open_case(
        &self,
        session: &Session,
        acting: Uuid,
        person: Uuid,
        purpose: Purpose,
        reason: Option<String>,
    ) -> Result<(), Problem> {
        let acting = self.acting(session, acting)?;
        let stands = self.stands(&acting, person).await?;
        let in_team = self.in_team(&acting, person).await?;
        let record = self.unread_record(&stands, FieldClass::Identity, in_team);
        self.permit_for::<acts::OpenPerson>(&acting, &record, None, Some(purpose), None).await?;
        self.open_for_purpose(session, &ToOpen { person, unit: stands.unit, purpose, reason }).await.map(drop)
    }

    /// The purposes for which an officer may open a file, each with the ground that the law gives it.
    pub async fn purposes_for(&self, session: &Session, acting: Uuid, person: Uuid) -> Result<Vec<Purpose>, Problem> {
        let acting = self.acting(session, acting)?;
        let stands = self.stands(&acting, person).await?;
        let in_team = self.in_team(&acting, person).await?;
        let record = self.unread_record(&stands, FieldClass::Identity, in_team);
        let desk = self.desk()?;
        let may = |purpose: &Purpose| {
            let ask = Ask {
                purpose: Some(*purpose),
                factor_age_s: Some(acting.factor_age_s),
                ..Ask::plain(Some(acting.standing()), Action::OpenPerson, &record, self.now())
            };
            desk.policies().decide(&ask).permitted
        };
        let purposes: Vec<Purpose> = Purpose::ALL.iter().copied().filter(may).collect();
        if purposes.is_empty() { Err(Problem::Hidden) } else { Ok(purposes) }
    }

    /// Whose hands wrote a file that was read: names by account, and by the appointment under which somebody agreed.
    pub async fn hands_of(
        &self,
        session: &Session,
        acting: Uuid,
        file: &CaseFile,
    ) -> Result<HashMap<Uuid, String>, Problem> {
        let sight = Sight::units([file.unit, self.acting(session, acting)?.place.unit()]);
        let mut tx = self.db().snapshot_in_sight(&sight).await?;
        let hands = store::case_hands::of_person(&mut tx, file.person).await?;
        Ok(hands.into_iter().map(|hand| (hand.id, hand.name)).collect())
    }

    /// Reads a file that is open in this session, as far as the policy says for its purpose.
    pub async fn case_file(&self, session: &Session, acting: Uuid, person: Uuid) -> Result<CaseFile, Problem> {
        let acting = self.acting(session, acting)?;
        let (purpose, sees) = self.may_read(session, &acting, person).await?;
        let loaded = self.load_case(&acting, person, purpose, Logged::Read).await?;
        self.shown_to(loaded, purpose, sees)
    }

    /// For what a file is open, and which classes its reader sees.
    pub(crate) async fn may_read(
        &self,
        session: &Session,
        acting: &Acting,
        person: Uuid,
    ) -> Result<(Purpose, BTreeSet<FieldClass>), Problem> {
        let purpose = self.purpose_of(session, person).await?.ok_or(AccessFault::NoPurpose)?;
        let stands = self.stands(acting, person).await?;
        if acting.appointment.role != Role::PoliceHead && self.only_an_expired_ground(&stands).await? {
            return Err(FileFault::GroundExpired.into());
        }
        let in_team = self.in_team(acting, person).await?;
        let identity = self.unread_record(&stands, FieldClass::Identity, in_team);
        self.permit_for::<acts::ReadPerson>(acting, &identity, None, Some(purpose), None).await?;
        let desk = self.desk()?;
        let also = [FieldClass::Health, FieldClass::Violation].into_iter().filter(|class| {
            let record = self.unread_record(&stands, *class, in_team);
            let ask = Ask {
                purpose: Some(purpose),
                factor_age_s: Some(acting.factor_age_s),
                ..Ask::plain(Some(acting.standing()), Action::ReadPerson, &record, self.now())
            };
            desk.policies().decide(&ask).permitted
        });
        Ok((purpose, also.chain([FieldClass::Identity]).collect()))
    }

    pub(crate) fn shown_to(
        &self,
        loaded: Loaded,
        purpose: Purpose,
        sees: BTreeSet<FieldClass>,
    ) -> Result<CaseFile, Problem> {
        let law = self.casework()?;
        let entries = loaded.kept.iter().map(|kept| Meta {
            id: kept.id,
            clause: kept.clause.clone(),
            evidence: law.regime(kept.regime).and_then(|regime| regime.rule(&kept.act)).map(|rule| rule.evidence),
            signer: kept.signer.clone(),
            account: kept.account,
            second: kept.second,
            recorded_at: kept.recorded_at,
        });
        Ok(CaseFile {
            person: loaded.stands.person,
            unit: loaded.stands.unit,
            entries: entries.collect(),
            identity: loaded.identity,
            case: loaded.case,
            at: self.local_now(),
            purpose,
            sees,
            logged: loaded.logged,
        })
    }

    /// What an appointment's unit can have to do with: its own files, and those of the communes in it.
    pub(crate) fn case_sight(&self, acting: &Acting) -> Sight {
        let (register, today) = (self.register(), self.today());
        let communes = register.level(domain::units::Level::Commune, today);
        let within = communes.filter(|version| {
            register.province(version.unit, today).is_some_and(|province| province.unit == acting.place.unit())
        });
        let own = [acting.place.unit(), self.commune_of(acting)];
        Sight::units(within.map(|version| version.unit).chain(own).chain(self.former_units(acting)))
    }

    /// How a case stands, before anybody's rights were asked. What lies outside of the unit is hidden.
    pub(crate) async fn stands(&self, acting: &Acting, person: Uuid) -> Result<Stands, Problem> {
        let mut tx = self.db().snapshot_in_sight(&self.case_sight(acting)).await?;
        let stands = cases_listed::of_person(&mut tx, person).await?;
        drop(tx);
        // the file edition has no second wall: what lies elsewhere is left out here
        let near = |unit: UnitId| self.place_of_case(unit).lies_in(acting.place.unit());
        let within = |stands: &Stands| near(stands.unit) || stands.transit.is_some_and(|(unit, _)| near(unit));
        match stands {
            Some(stands) if within(&stands) => Ok(stands),
            // the head of a hamlet, of the people of their teams in the commune above it
            Some(stands) if acting.place.lies_in(stands.unit) && self.in_team(acting, person).await? => Ok(stands),
            _ => {
                self.note_refusal(acting, acting.place.unit(), None).await?;
                Err(Problem::Hidden)
            }
        }
    }

    /// What the policy is told of a case that nobody has read yet: whether somebody is under 18 stands in the file.
    pub(crate) fn unread_record(&self, stands: &Stands, class: FieldClass, in_team: bool) -> domain::access::Record {
        let now = self.now();
        let receiver = stands.transit.map(|(unit, _)| self.place_of(unit, now));
        let state = match (stands.closed.as_str(), &receiver) {
            ("erased", _) => domain::access::RecordState::Destroyed,
            ("", Some(_)) => domain::access::RecordState::InTransit,
            ("", None) => domain::access::RecordState::Active,
            _ => domain::access::RecordState::Sealed,
        };
        domain::access::Record {
            state,
            receiver,
            in_team,
            ..domain::access::Record::plain(self.place_of_case(stands.unit), class)
        }
    }

    /// Reads a whole case: the log first, then the keys. The policy was asked before.
    pub(crate) async fn load_case(
        &self,
        acting: &Acting,
        person: Uuid,
        purpose: Purpose,
        act: Logged,
    ) -> Result<Loaded, Problem> {
        let law = self.casework()?;
        let stands = self.stands(acting, person).await?;
        let asking = self.asking(acting, stands.unit)?;
        let (standing, keys) = self.held(&asking, person).await?;
        let sight = Sight::units([stands.unit, acting.place.unit()]);
        let mut tx = self.db().snapshot_in_sight(&sight).await?;
        let events = cases::of_person(&mut tx, person).await?;
        let who = persons_sealed::last_of(&mut tx, stands.unit, &[person].into(), &Class::ALL.into()).await?;
        drop(tx);
        let about = About::Persons([person].into());
        let line = self.case_access(acting.actor(), &asking.of, purpose, act, about, &Class::ALL);
        let logged = access::log(self.db(), &line).await?;
        let kept = events.unlock(&logged).map_err(Problem::fault)?;
        let rows = who.unlock(&logged).map_err(Problem::fault)?;
        let identity = crate::persons::open_identity(rows.first().ok_or(Problem::FileChanged)?, &keys)?;
        let case = replayed(law, &kept, &keys)?;
        Ok(Loaded { stands, standing, keys, case, kept, identity, logged: logged.id() })
    }
}

/// What the kept events come to.
pub(super) fn replayed(law: &Law, kept: &[Kept], keys: &SubjectKeys) -> Result<Case, Problem> {
    let Some((opening, acts)) = kept.split_first() else { return Err(Problem::Hidden) };
    let origin = Origin::from_fields(opening.unit, &fields::open(law, opening, keys)?);
    let events = acts.iter().map(|kept| event(law, kept, keys)).collect::<Result<Vec<_>, _>>()?;
    Ok(origin.case().replay(law, events))
}

fn event(law: &Law, kept: &Kept, keys: &SubjectKeys) -> Result<Event, Problem> {
    Ok(Event {
        id: kept.id,
        act: kept.act.clone(),
        on: kept.on,
        recorded: moment(kept.recorded_at),
        by: kept.office.clone(),
        unit: kept.office_unit.map(|unit| unit.0.to_string()),
        regime: kept.regime,
        number: kept.number.clone(),
        paper_date: kept.paper_date,
        second: kept.second.map(|second| second.to_string()),
        fields: fields::open(law, kept, keys)?,
    })
}
