//! The files of one's own unit, with names, for those who keep them.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{FieldClass, Purpose, Record, Role, acts};
use domain::cases::Case;
use domain::persons::{Class, Field, Identity};
use domain::units::UnitId;
use jiff::civil::Date;
use store::access::{self, About, Act as Logged};
use store::cases_listed::{self, Stands};
use store::sight::Sight;
use store::{persons, persons_sealed};
use uuid::Uuid;

use super::today::{Due, due_of};
use crate::accounts::Acting;
use crate::app::App;
use crate::problem::Problem;
use crate::sessions::Session;

/// Which files are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListAsk {
    /// What for: it decides who may have the list.
    pub purpose: Purpose,
    /// Only those on this list of law.
    pub list: Option<String>,
    /// Only those in which this state shows.
    pub state: Option<String>,
    /// Only those in which something is late.
    pub late: bool,
}

/// One file of a list.
#[derive(Clone, Debug)]
pub struct CaseLine {
    /// Whose.
    pub person: Uuid,
    /// What the person is called.
    pub name: String,
    /// Year of birth, where known.
    pub birth_year: Option<i16>,
    /// Whether the person is under 18 today, as far as the day of birth is known.
    pub minor: bool,
    /// States that show.
    pub states: Vec<String>,
    /// Lists that the person is on.
    pub lists: Vec<String>,
    /// Whether an entry of the case is contested: the flag goes wherever the case goes.
    pub contested: bool,
    /// Whether the person is on the way to another unit.
    pub in_transit: bool,
    /// What is due next.
    pub next_due: Option<Due>,
}

/// What is known of the cases of a unit without opening any.
struct Known {
    stands: Vec<Stands>,
    lists: BTreeMap<Uuid, Vec<String>>,
    clocks: BTreeMap<Uuid, Vec<cases_listed::Due>>,
}

impl App {
    /// The state of the people whom an officer who is not of the police lists: those whom the chair decides about (Law
    /// 120/2025, Art. 42.6), those whom the station treats (Art. 43). None for the police, who list every file.
    pub const fn lists_only(role: Role) -> Option<&'static str> {
        match role {
            Role::CommitteeChair => Some("S8"),
            Role::HealthStation => Some("S6"),
            _ => None,
        }
    }

    /// The files of the officer's unit, by name. Whose names were shown is written down before.
    pub async fn cases_of_unit(
        &self,
        session: &Session,
        acting: Uuid,
        ask: &ListAsk,
    ) -> Result<Vec<CaseLine>, Problem> {
        let acting = self.acting(session, acting)?;
        let unit = acting.place.unit();
        self.may_list_cases(&acting, unit, ask.purpose).await?;
        let known = self.known_cases(unit).await?;
        let now = self.now();
        let late = |person: &Uuid| {
            known.clocks.get(person).is_some_and(|clocks| clocks.iter().any(|clock| clock.due_at < now))
        };
        let on = |person: &Uuid, list: &str| known.lists.get(person).is_some_and(|on| on.iter().any(|l| l == list));
        // whom a ground past its time is about shows nowhere
        let clocks: Vec<_> = known.clocks.values().flatten().cloned().collect();
        let hidden = super::grounds::hidden(&known.stands, &clocks, now);
        let only = Self::lists_only(acting.appointment.role);
        let wanted = known.stands.iter().filter(|stands| !hidden.contains(&stands.person)).filter(|stands| {
            only.is_none_or(|only| stands.states.iter().any(|state| state == only))
                && ask.list.as_ref().is_none_or(|list| on(&stands.person, list))
                && ask.state.as_ref().is_none_or(|state| stands.states.contains(state))
                && (!ask.late || late(&stands.person))
        });
        let persons: BTreeSet<Uuid> = wanted.map(|stands| stands.person).collect();
        let names = self.names_of(&acting, unit, ask.purpose, &persons).await?;
        let mut lines: Vec<CaseLine> = Vec::with_capacity(persons.len());
        for stands in known.stands.iter().filter(|stands| persons.contains(&stands.person)) {
            let Some(identity) = names.get(&stands.person) else { continue };
            let clocks = known.clocks.get(&stands.person);
            let next = clocks.and_then(|clocks| clocks.iter().find(|clock| clock.binding));
            lines.push(CaseLine {
                person: stands.person,
                name: called(identity),
                birth_year: identity.birth_year(),
                minor: is_minor(identity, self.today()),
                states: stands.states.clone(),
                lists: known.lists.get(&stands.person).cloned().unwrap_or_default(),
                contested: stands.contested > 0,
                in_transit: stands.transit.is_some(),
                next_due: next.map(|clock| due_of(self, clock, called(identity))).transpose()?,
            });
        }
        lines.sort_by(|a, b| (&a.name, a.person).cmp(&(&b.name, b.person)));
        Ok(lines)
    }

    /// Cases of other units whose people are on the way here, and those of former units whose territory lies here now: no
    /// names before the file is opened.
    pub async fn arriving_cases(&self, session: &Session, acting: Uuid) -> Result<Vec<Stands>, Problem> {
        let acting = self.acting(session, acting)?;
        let unit = acting.place.unit();
        self.may_list_cases(&acting, unit, Purpose::UserManagement).await?;
        let former = self.former_units(&acting);
        let sight = Sight::units(former.iter().copied().chain([unit]));
        let mut tx = self.db().snapshot_in_sight(&sight).await?;
        let mut coming = cases_listed::arriving(&mut tx, unit).await?;
        for unit in former {
            coming.extend(cases_listed::of_unit(&mut tx, unit).await?);
        }
        Ok(coming)
    }

    pub(crate) async fn may_list_cases(&self, acting: &Acting, unit: UnitId, purpose: Purpose) -> Result<(), Problem> {
        let record = Record::plain(self.place_of(unit, self.now()), FieldClass::Identity);
        self.permit_for::<acts::ListPersons>(acting, &record, None, Some(purpose), None).await.map(drop)
    }

    async fn known_cases(&self, unit: UnitId) -> Result<Known, Problem> {
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(unit)).await?;
        let stands = cases_listed::of_unit(&mut tx, unit).await?;
        let on = cases_listed::lists(&mut tx, unit).await?;
        let waiting = cases_listed::clocks(&mut tx, unit).await?;
        drop(tx);
        let mut lists: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
        for one in on {
            lists.entry(one.person).or_default().push(one.list);
        }
        let mut clocks: BTreeMap<Uuid, Vec<cases_listed::Due>> = BTreeMap::new();
        for one in waiting {
            clocks.entry(one.person).or_default().push(one);
        }
        Ok(Known { stands, lists, clocks })
    }

    /// Names and days of birth of people whose files a unit holds, opened after it was written down.
    pub(crate) async fn names_of(
        &self,
        acting: &Acting,
        unit: UnitId,
        purpose: Purpose,
        persons: &BTreeSet<Uuid>,
    ) -> Result<BTreeMap<Uuid, Identity>, Problem> {
        if persons.is_empty() {
            return Ok(BTreeMap::new());
        }
        let of = self.asking(acting, unit)?.of;
        let mut tx = self.db().snapshot_in_sight(&Sight::unit(unit)).await?;
        let files = persons::count_held(&mut tx, unit).await?;
        let locked = persons_sealed::names_of_unit(&mut tx, unit).await?;
        drop(tx);
        let shown = [Class::Names, Class::Birth];
        let line = self.case_access(acting.actor(), &of, purpose, Logged::Read, About::WholeUnit(files), &shown);
        let logged = access::log(self.db(), &line).await?;
        let mut keys = self.keyring()?.subject_keys_of(unit.0).await?;
        let mut names = BTreeMap::new();
        for row in locked.unlock(&logged).map_err(Problem::fault)? {
            if !persons.contains(&row.person) {
                continue;
            }
            if !keys.contains_key(&row.person) {
                keys.extend(self.keys_of(row.person).await?.map(|of_row| (row.person, of_row)));
            }
            let Some(of_row) = keys.get(&row.person) else { continue };
            names.insert(row.person, crate::persons::open_identity(&row, of_row)?);
        }
        Ok(names)
    }
}

/// Whether somebody is under 18 on a day.
fn is_minor(identity: &Identity, on: Date) -> bool {
    Case::new(identity.born_at_latest(), "", None).minor(on)
}

/// What somebody is called.
pub(crate) fn called(identity: &Identity) -> String {
    identity.get(Field::FullName).or_else(|| identity.get(Field::OtherName)).unwrap_or_default().to_owned()
}
