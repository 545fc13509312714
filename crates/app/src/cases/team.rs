//! Who sits in the team that a decision names for a person (Decree 163/2026, Art. 59.2.c and form 55): named by the head
//! of the commune's police or the chair of its committee, and seeing nobody but the people of their teams.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::access::{Action, Ask, FieldClass, Purpose, Role, acts};
use domain::fold;
use domain::persons::{Class, Field, Identity};
use domain::units::{Level, UnitId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use store::access::{self, About, Act as Logged};
use store::case_team_names;
use store::case_teams::{self, Ending, Seat, Written};
use store::cases_listed;
use store::sight::Sight;
use uuid::Uuid;
use vault::seal::{self, Place};

use super::fault::FileFault;
use super::listed::called;
use super::read::{CaseFile, Loaded};
use super::recorded::Recorded;
use super::team_of_minor::Seating;
use super::today::{Due, due_of};
use crate::accounts::Acting;
use crate::app::App;
use crate::keyring::{KeyringFault, SubjectKeys};
use crate::problem::Problem;
use crate::sessions::Session;

/// What a team rests on.
const CLAUSE: &str = domain::cases::clauses::TEAM;
/// The field of the law that names who takes part in managing somebody under 18.
pub const YOUTH: &str = "youth_member";
/// Characters of a text of a seat, at most.
const TEXT_MAX: usize = 500;
/// What members of a team write down; nothing else that waits is theirs to know.
const OF_MEMBERS: [&str; 2] = ["residence_check", "record_support"];

/// A place in a team.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatKind {
    /// Tổ trưởng.
    Head,
    /// Tổ phó.
    Deputy,
    /// Thành viên.
    Member,
}

impl SeatKind {
    /// Every kind of seat.
    pub const ALL: [Self; 3] = [Self::Head, Self::Deputy, Self::Member];

    /// The word kept in the table.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Deputy => "deputy",
            Self::Member => "member",
        }
    }

    /// Reads [`SeatKind::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// Who takes a seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Who {
    /// Somebody with an account, by their appointment.
    Appointment(Uuid),
    /// Somebody without one, by name; kept sealed.
    Name(String),
}

/// A seat to be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSeat {
    /// Made by the caller's page, so that sending a form twice is one seat.
    pub id: Uuid,
    /// Which.
    pub kind: SeatKind,
    /// In which office they sit in it, in words.
    pub capacity: String,
    /// As whom they take part in managing somebody under 18: an option of the field `youth_member`; none for others.
    pub youth: Option<String>,
    /// Who.
    pub who: Who,
    /// Number of the decision.
    pub decision_number: String,
    /// Its date.
    pub decision_date: Date,
    /// The first day.
    pub from: Date,
    /// The day from which they sit there no more, where the decision says so.
    pub until: Option<Date>,
}

/// The end of a seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeatEnd {
    /// Made by the caller's page.
    pub id: Uuid,
    /// The seat.
    pub seat: Uuid,
    /// The day from which nobody sits there.
    pub on: Date,
    /// Number of the decision.
    pub decision_number: String,
    /// Its date.
    pub decision_date: Date,
}

/// A seat as it is shown to who may read the file.
#[derive(Clone, Debug)]
pub struct TeamSeat {
    /// As it is kept.
    pub seat: Seat,
    /// Who.
    pub name: String,
    /// The role of who has an account.
    pub role: Option<Role>,
    /// Whether they sit there today.
    pub sits: bool,
}

/// Somebody who can be given a seat.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Their appointment.
    pub appointment: Uuid,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
    /// Over which unit: the commune, or a hamlet of it.
    pub unit: UnitId,
}

/// One person of a member's teams: who it is and where they live, and what a member has to do. Nothing of measures.
#[derive(Clone, Debug)]
pub struct TeamLine {
    /// Whose file.
    pub person: Uuid,
    /// What the person is called.
    pub name: String,
    /// Where they live now.
    pub dwelling: String,
    /// In which seat who asks sits.
    pub kind: Option<SeatKind>,
    /// Since when.
    pub since: Date,
    /// Until before which day, where that is decided.
    pub until: Option<Date>,
    /// Whether an entry of the file is contested: the flag goes wherever the file goes.
    pub contested: bool,
    /// What waits and is theirs to do.
    pub due: Vec<Due>,
    /// Purposes for which they may open the file.
    pub purposes: Vec<Purpose>,
}

impl App {
    /// The commune for which somebody acts: that of a hamlet's head, otherwise one's own unit.
    pub(crate) fn commune_of(&self, acting: &Acting) -> UnitId {
        let (register, unit) = (self.register(), acting.place.unit());
        let version = register.version(unit, self.today());
        let above = version.filter(|version| version.kind.level() == Level::Hamlet).and_then(|version| version.parent);
        above.unwrap_or(unit)
    }

    /// Whether an appointment sits in the team of a person today.
    pub(crate) async fn in_team(&self, acting: &Acting, person: Uuid) -> Result<bool, Problem> {
        let mut tx = self.db().snapshot_in_sight(&self.case_sight(acting)).await?;
        Ok(case_teams::sits(&mut tx, acting.appointment.id, person, self.today()).await?)
    }

    /// The team of a person whose file is open in this session: every seat there ever was.
    pub async fn team_of(&self, session: &Session, acting: Uuid, person: Uuid) -> Result<Vec<TeamSeat>, Problem> {
        let acting = self.acting(session, acting)?;
        let (purpose, _) = self.may_read(session, &acting, person).await?;
        let loaded = self.load_case(&acting, person, purpose, Logged::Read).await?;
        self.team_in(&acting, &loaded, purpose).await
    }

    pub(super) async fn team_in(
        &self,
        acting: &Acting,
        loaded: &Loaded,
        purpose: Purpose,
    ) -> Result<Vec<TeamSeat>, Problem> {
        let person = loaded.stands.person;
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(loaded.stands.unit)).await?;
        let seats = case_teams::of_person(&mut tx, person).await?;
        let sealed = case_team_names::of_person(&mut tx, person).await?;
        let accounts = crate::accounts::names(&mut tx).await?;
        let mut members: HashMap<Uuid, (String, Role)> = HashMap::new();
        for member in seats.iter().filter_map(|seat| seat.member) {
            let Some(held) = store::appointments::by_id(&mut tx, member).await? else { continue };
            members.insert(member, (accounts.get(&held.account).cloned().unwrap_or_default(), held.role));
        }
        drop(tx);
        let about = About::Persons([person].into());
        let line = self.case_access(acting.actor(), loaded.holder(), purpose, Logged::Read, about, &[Class::Names]);
        let logged = access::log(self.db(), &line).await?;
        let mut names: HashMap<Uuid, String> = HashMap::new();
        for row in sealed.unlock(&logged).map_err(Problem::fault)? {
            names.insert(row.seat, open_name(&row, &loaded.keys)?);
        }
        let today = self.today();
        let shown = seats.into_iter().map(|seat| {
            let (name, role) = match seat.member.and_then(|member| members.get(&member)) {
                Some((name, role)) => (name.clone(), Some(*role)),
                None => (names.get(&seat.id).cloned().unwrap_or_default(), None),
            };
            TeamSeat { sits: seat.on(today) && seat.unit == loaded.stands.unit, name, role, seat }
        });
        Ok(shown.collect())
    }

    /// Those who can be given a seat in a team of the officer's commune: whoever has an appointment in force in it.
    pub async fn team_candidates(&self, session: &Session, acting: Uuid) -> Result<Vec<Candidate>, Problem> {
        let acting = self.acting(session, acting)?;
        names_teams(&acting)?;
        let (unit, now, today) = (acting.place.unit(), self.now(), self.today());
        let register = self.register();
        let hamlets = register.children(unit, today).filter(|version| version.kind.level() == Level::Hamlet);
        let units: Vec<UnitId> = std::iter::once(unit).chain(hamlets.map(|version| version.unit)).collect();
        let mut tx = self.db().snapshot().await?;
        let names = crate::accounts::names(&mut tx).await?;
        let mut found = Vec::new();
        for unit in units {
            for held in store::appointments::of_unit(&mut tx, unit).await? {
                if held.in_force(now) && sits_in_teams(held.role) {
                    let name = names.get(&held.account).cloned().unwrap_or_default();
                    found.push(Candidate { appointment: held.id, name, role: held.role, unit });
                }
            }
        }
        found.sort_by(|a, b| (&a.name, a.appointment).cmp(&(&b.name, b.appointment)));
        Ok(found)
    }

    /// Gives a seat in the team of a person whose file is open in this session. Sent twice, it is one seat. Of somebody
    /// under 18 it waits for a second person.
    pub async fn set_seat(
        &self,
        session: &Session,
        acting: Uuid,
        person: Uuid,
        new: NewSeat,
    ) -> Result<Recorded, Problem> {
        let acting = self.acting(session, acting)?;
        let (purpose, loaded) = self.naming(session, &acting, person).await?;
        let (seat, name) = self.seat_of(&acting, (purpose, &loaded), &new).await?;
        if loaded.case.minor(self.today()) {
            return self.propose_seating(session, &acting, (purpose, &loaded), Seating::Given(new)).await;
        }
        let written = self.writing(&acting, &loaded);
        let mut tx = self.db().begin_in_sight(&Sight::unit(seat.unit)).await?;
        case_teams::add(&mut tx, &seat, name.as_deref(), &written).await?;
        tx.commit().await?;
        Ok(Recorded::Done { entry: loaded.case.events.len() })
    }

    /// A seat as it would be kept, with the sealed name of who has no account; refused where it is taken, or its days
    /// do not fit.
    pub(super) async fn seat_of(
        &self,
        acting: &Acting,
        (purpose, loaded): (Purpose, &Loaded),
        new: &NewSeat,
    ) -> Result<(Seat, Option<Vec<u8>>), Problem> {
        let today = self.today();
        if new.decision_date > today || new.from < new.decision_date || new.until.is_some_and(|until| until <= new.from)
        {
            return Err(FileFault::SeatDays { first: new.decision_date.min(today) }.into());
        }
        let seats = self.team_in(acting, loaded, purpose).await?;
        let member = match &new.who {
            Who::Appointment(member) => Some(self.member(*member, loaded.stands.unit).await?),
            Who::Name(_) => None,
        };
        let running = |other: &TeamSeat| {
            other.seat.id != new.id && other.seat.unit == loaded.stands.unit && overlap(&other.seat, new)
        };
        let taken = |other: &TeamSeat| {
            (member.is_some() && other.seat.member == member)
                || (new.kind == SeatKind::Head && other.seat.seat == SeatKind::Head.key())
        };
        if seats.iter().any(|other| running(other) && taken(other)) {
            return Err(FileFault::SeatTaken.into());
        }
        let seat = Seat {
            id: new.id,
            person: loaded.stands.person,
            unit: loaded.stands.unit,
            seat: new.kind.key().to_owned(),
            capacity: text(&new.capacity)?,
            youth: self.youth(new.youth.as_deref())?,
            member,
            decision_number: text(&new.decision_number)?,
            decision_date: new.decision_date,
            from: new.from,
            until: new.until,
            ended: None,
        };
        let name = match &new.who {
            Who::Appointment(_) => None,
            Who::Name(name) => {
                let name = text(name).map_err(|_| FileFault::NobodyNamed)?;
                Some(self.seal_at(&loaded.keys, &place(&seat, seat.unit.0), name.as_bytes())?)
            }
        };
        Ok((seat, name))
    }

    /// Ends a seat; whoever sat there sees the file no more from that day on. Of somebody under 18 it waits for a second
    /// person.
    pub async fn end_seat(
        &self,
        session: &Session,
        acting: Uuid,
        person: Uuid,
        end: SeatEnd,
    ) -> Result<Recorded, Problem> {
        let acting = self.acting(session, acting)?;
        let (purpose, loaded) = self.naming(session, &acting, person).await?;
        let (seat, ending) = self.ending_of(&loaded, &end).await?;
        if loaded.case.minor(self.today()) {
            return self.propose_seating(session, &acting, (purpose, &loaded), Seating::Ended(end)).await;
        }
        let written = self.writing(&acting, &loaded);
        let mut tx = self.db().begin_in_sight(&Sight::unit(seat.unit)).await?;
        case_teams::end(&mut tx, &seat, &ending, &written).await?;
        tx.commit().await?;
        Ok(Recorded::Done { entry: loaded.case.events.len() })
    }

    /// The end of a seat of the file's unit, with the seat.
    pub(super) async fn ending_of(&self, loaded: &Loaded, end: &SeatEnd) -> Result<(Seat, Ending), Problem> {
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(loaded.stands.unit)).await?;
        let seats = case_teams::of_person(&mut tx, loaded.stands.person).await?;
        drop(tx);
        let here = |seat: &Seat| seat.id == end.seat && seat.unit == loaded.stands.unit;
        let seat = seats.into_iter().find(here).ok_or(Problem::Hidden)?;
        if end.on < seat.from || end.decision_date > self.today() {
            return Err(FileFault::SeatDays { first: seat.from }.into());
        }
        let ending = Ending {
            id: end.id,
            on: end.on,
            decision_number: text(&end.decision_number)?,
            decision_date: end.decision_date,
        };
        Ok((seat, ending))
    }

    /// Whether the team of somebody under 18 still lacks a teacher, the Young Pioneers or the Youth Union (Decree
    /// 163/2026, Art. 61.2): nobody sits there today as such.
    pub fn lacks_youth(file: &CaseFile, team: &[TeamSeat]) -> bool {
        file.case.minor(file.at.date()) && !team.iter().any(|of| of.sits && of.seat.youth.is_some())
    }

    fn youth(&self, said: Option<&str>) -> Result<Option<String>, Problem> {
        let Some(said) = said else { return Ok(None) };
        let options = self.casework()?.field(YOUTH).map(|field| field.options.as_slice()).unwrap_or_default();
        let known = options.iter().any(|option| option == said);
        if known { Ok(Some(said.to_owned())) } else { Err(FileFault::Empty.into()) }
    }

    /// Whoever names a team: the head or the chair, who may record in the file for what it is open.
    async fn naming(&self, session: &Session, acting: &Acting, person: Uuid) -> Result<(Purpose, Loaded), Problem> {
        names_teams(acting)?;
        let (purpose, _) = self.may_read(session, acting, person).await?;
        let stands = self.stands(acting, person).await?;
        let record = self.unread_record(&stands, FieldClass::Identity, false);
        self.permit_for::<acts::RecordEvent>(acting, &record, None, Some(purpose), None).await?;
        Ok((purpose, self.load_case(acting, person, purpose, Logged::Read).await?))
    }

    async fn member(&self, appointment: Uuid, unit: UnitId) -> Result<Uuid, Problem> {
        let mut tx = self.db().snapshot().await?;
        let held = store::appointments::by_id(&mut tx, appointment).await?;
        drop(tx);
        let fits = held.filter(|held| {
            held.in_force(self.now()) && sits_in_teams(held.role) && self.place_of(held.unit, self.now()).lies_in(unit)
        });
        fits.map(|held| held.id).ok_or_else(|| FileFault::NotOfCommune.into())
    }

    pub(super) fn writing(&self, acting: &Acting, loaded: &Loaded) -> Written {
        Written {
            holder: loaded.holder().clone(),
            at: self.to_the_millisecond(),
            account: acting.appointment.account,
            appointment: acting.appointment.id,
            clause: CLAUSE.to_owned(),
        }
    }

    /// The people of one's own teams, and what a member has to do for each. Whose names were shown is written down before.
    pub async fn cases_of_team(&self, session: &Session, acting: Uuid) -> Result<Vec<TeamLine>, Problem> {
        let acting = self.acting(session, acting)?;
        let (unit, today) = (self.commune_of(&acting), self.today());
        let mut tx = self.db().snapshot_in_sight(&self.case_sight(&acting)).await?;
        let persons = case_teams::of_member(&mut tx, acting.appointment.id, today).await?;
        let waiting = cases_listed::clocks(&mut tx, unit).await?;
        let mut seats: BTreeMap<Uuid, (Seat, Vec<Purpose>, bool)> = BTreeMap::new();
        for person in persons {
            let Some(stands) = cases_listed::of_person(&mut tx, person).await? else { continue };
            let record = self.unread_record(&stands, FieldClass::Identity, true);
            if !self.may_in_team(&acting, Action::ListPersons, Purpose::Support, &record)? {
                continue;
            }
            let own = |seat: &Seat| seat.member == Some(acting.appointment.id) && seat.on(today);
            let seat = case_teams::of_person(&mut tx, person).await?.into_iter().find(own);
            let mut purposes = Vec::new();
            for purpose in Purpose::ALL {
                if self.may_in_team(&acting, Action::OpenPerson, *purpose, &record)? {
                    purposes.push(*purpose);
                }
            }
            seats.extend(seat.map(|seat| (person, (seat, purposes, stands.contested > 0))));
        }
        drop(tx);
        let names = self.identities_of(&acting, unit, &seats.keys().copied().collect()).await?;
        let mut lines = Vec::with_capacity(seats.len());
        for (person, (seat, purposes, contested)) in seats {
            let Some(identity) = names.get(&person) else { continue };
            let name = called(identity);
            let own = waiting.iter().filter(|clock| clock.person == person);
            let due = own.map(|clock| due_of(self, clock, name.clone())).collect::<Result<Vec<_>, _>>()?;
            lines.push(TeamLine {
                person,
                dwelling: identity
                    .get(Field::Dwelling)
                    .or_else(|| identity.get(Field::Residence))
                    .unwrap_or_default()
                    .to_owned(),
                kind: SeatKind::from_key(&seat.seat),
                since: seat.from,
                until: seat.until,
                contested,
                due: due.into_iter().filter(is_for_members).collect(),
                purposes,
                name,
            });
        }
        lines.sort_by(|a, b| (&a.name, a.person).cmp(&(&b.name, b.person)));
        Ok(lines)
    }

    fn may_in_team(
        &self,
        acting: &Acting,
        action: Action,
        purpose: Purpose,
        record: &domain::access::Record,
    ) -> Result<bool, Problem> {
        let ask = Ask {
            purpose: Some(purpose),
            factor_age_s: Some(acting.factor_age_s),
            ..Ask::plain(Some(acting.standing()), action, record, self.now())
        };
        Ok(self.desk()?.policies().decide(&ask).permitted)
    }

    /// Names and dwellings of some people of a unit, opened after it was written down whose.
    async fn identities_of(
        &self,
        acting: &Acting,
        unit: UnitId,
        persons: &BTreeSet<Uuid>,
    ) -> Result<BTreeMap<Uuid, Identity>, Problem> {
        if persons.is_empty() {
            return Ok(BTreeMap::new());
        }
        let shown = [Class::Names, Class::Contact];
        let of = self.asking(acting, unit)?.of;
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(unit)).await?;
        let locked = store::persons_sealed::last_of(&mut tx, unit, persons, &shown.into()).await?;
        drop(tx);
        let about = About::Persons(persons.clone());
        let line = self.case_access(acting.actor(), &of, Purpose::Support, Logged::Read, about, &shown);
        let logged = access::log(self.db(), &line).await?;
        let mut found = BTreeMap::new();
        for row in locked.unlock(&logged).map_err(Problem::fault)? {
            let Some(keys) = self.keys_of(row.person).await? else { continue };
            found.insert(row.person, crate::persons::open_identity(&row, &keys)?);
        }
        Ok(found)
    }
}

/// Whether what waits is a member's to do.
fn is_for_members(due: &Due) -> bool {
    due.met_by.iter().any(|act| OF_MEMBERS.contains(&act.as_str()))
}

pub(super) fn names_teams(acting: &Acting) -> Result<(), Problem> {
    match acting.appointment.role {
        Role::PoliceHead | Role::CommitteeChair => Ok(()),
        _ => Err(FileFault::NotNamedByHead.into()),
    }
}

/// Roles that have a part in the teams of a commune.
const fn sits_in_teams(role: Role) -> bool {
    matches!(
        role,
        Role::FileOfficer
            | Role::PoliceHead
            | Role::CommitteeChair
            | Role::CommuneDepartment
            | Role::HealthStation
            | Role::Front
            | Role::HamletHead
    )
}

/// Whether a seat that stands and one that is to be given have a day in common.
fn overlap(seat: &Seat, new: &NewSeat) -> bool {
    let end = [seat.until, seat.ended].into_iter().flatten().min();
    end.is_none_or(|end| end > new.from) && new.until.is_none_or(|until| until > seat.from)
}

fn text(typed: &str) -> Result<String, FileFault> {
    let clean = fold::clean(typed);
    if clean.is_empty() || clean.chars().count() > TEXT_MAX { Err(FileFault::Empty) } else { Ok(clean) }
}

fn place(seat: &Seat, unit: Uuid) -> Place<'static> {
    at(seat.id, seat.person, unit)
}

const fn at(seat: Uuid, person: Uuid, unit: Uuid) -> Place<'static> {
    Place {
        table: case_team_names::TABLE,
        column: case_team_names::COLUMN,
        row: seat,
        subject: person,
        unit,
        version: 1,
    }
}

fn open_name(row: &case_team_names::SealedName, keys: &SubjectKeys) -> Result<String, Problem> {
    let plain = super::fields::unseal(keys, &at(row.seat, row.person, row.unit), &row.name)?;
    String::from_utf8(plain).map_err(Problem::fault)
}

/// Opens the name of a seat for a renewed key and seals it under it; none where it is under that key already.
pub(crate) fn renewed_name(
    app: &App,
    before: &case_team_names::SealedName,
    keys: &SubjectKeys,
    unit: Uuid,
) -> Result<Option<Vec<u8>>, Problem> {
    if seal::key_id_of(&before.name).map_err(KeyringFault::Altered)? == keys.active().id() {
        return Ok(None);
    }
    let name = open_name(before, keys)?;
    app.seal_at(keys, &at(before.seat, before.person, unit), name.as_bytes()).map(Some)
}
