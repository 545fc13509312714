//! Finding a file of one's own unit: by a number through blind indexes, by name in memory. There is no search of the
//! nation and no index of names.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::persons::{Class, Field, Identity, Query, Rank};
use store::access::{self, About, Act, Details, Logged};
use store::persons;
use store::persons_index::{self, Index, Kind};
use store::persons_sealed::{self, Kept};
use uuid::Uuid;
use vault::blind;

use super::{Asking, indexes, sealing};
use crate::app::App;
use crate::keyring::{Keyring, KeyringFault, SubjectKeys, WrappedKeys};
use crate::problem::Problem;

/// How many a search by name gives at most; whoever needs more says more of the name.
const FOUND_MAX: usize = 50;

/// A number that is looked for, as typed.
#[derive(Clone, Copy, Debug)]
pub enum Number<'a> {
    /// Of twelve digits.
    Id12(&'a str),
    /// Of nine digits.
    Id9(&'a str),
    /// With the country's code before it.
    Passport(&'a str),
    /// A telephone's.
    Phone(&'a str),
    /// The last four digits of a card, and the year of birth: several people may share them.
    Last4(&'a str, i16),
}

/// Somebody who may be meant.
#[derive(Debug)]
pub struct Found {
    /// Whose file.
    pub person: Uuid,
    /// How well the name fits; none where a number was looked for.
    pub rank: Option<Rank>,
    /// Names and birth, nothing else.
    pub identity: Identity,
}

fn shown() -> BTreeSet<Class> {
    [Class::Names, Class::Birth].into()
}

impl App {
    /// Finds files of the asker's unit by a number. The number is kept sealed in the log.
    pub async fn find_by_number(&self, asking: &Asking, number: Number<'_>) -> Result<Vec<Found>, Problem> {
        let key = self.keyring()?.unit_index_key(asking.of.unit.0).await?;
        let local = |of, kind, field, text| {
            let value = blind::local(&key, of, text).map_err(|fault| indexes::refused(field, fault))?;
            Ok::<_, Problem>((Index { kind, value: value.to_vec() }, text.to_owned()))
        };
        let (index, typed) = match number {
            Number::Id12(text) => local(blind::Kind::Id12, Kind::Id12, Field::Id12, text)?,
            Number::Id9(text) => local(blind::Kind::Id9, Kind::Id9, Field::Id9, text)?,
            Number::Passport(text) => local(blind::Kind::Passport, Kind::Passport, Field::Passport, text)?,
            Number::Phone(text) => local(blind::Kind::Phone, Kind::Phone, Field::Phone, text)?,
            Number::Last4(text, year) => {
                let value = blind::last4(&key, text, year).map_err(|fault| indexes::refused(Field::Id12, fault))?;
                (Index { kind: Kind::Last4, value: value.to_vec() }, format!("{text} {year}"))
            }
        };
        let mut tx = self.db().snapshot_in_sight(&asking.sight()).await?;
        let persons: BTreeSet<Uuid> = persons_index::find(&mut tx, &index, asking.of.unit).await?.into_iter().collect();
        let locked = persons_sealed::last_of(&mut tx, asking.of.unit, &persons, &shown()).await?;
        drop(tx);
        let logged = self.log_search(asking, About::Persons(persons), &typed).await?;
        let mut found = Vec::new();
        for row in locked.unlock(&logged).map_err(Problem::fault)? {
            let Some(keys) = self.keys_of(row.person).await? else { continue };
            found.push(Found { person: row.person, rank: None, identity: sealing::open(&row, &keys)? });
        }
        Ok(found)
    }

    /// Finds files of the asker's unit by name, and perhaps the year of birth, the best first.
    ///
    /// Names are decrypted into memory for this one search and wiped after it. Two rows are written down: the search
    /// over the unit before anything is decrypted, and whose names are shown before they are given. What is sealed is
    /// fetched while the first of them becomes durable.
    pub async fn find_by_name(&self, asking: &Asking, typed: &str) -> Result<Vec<Found>, Problem> {
        let query = Query::new(typed).ok_or(Problem::NothingToFind)?;
        let (unit, keyring) = (asking.of.unit, self.keyring()?);
        let mut tx = self.db().snapshot_in_sight(&asking.sight()).await?;
        let files = persons::count_held(&mut tx, unit).await?;
        let names = async { Ok(persons_sealed::names_of_unit(&mut tx, unit).await?) };
        let keys = async { Ok(keyring.wrapped_keys_of(unit.0).await?) };
        let written = self.log_search(asking, About::WholeUnit(files), typed);
        let (searched, locked, keys) = tokio::try_join!(written, names, keys)?;
        drop(tx);
        let rows = locked.unlock(&searched).map_err(Problem::fault)?;
        let query = Arc::new(query);
        let (again, keyring) = (Arc::clone(&query), keyring.clone());
        let slow = move || ranked_in_halves(&query, &rows, &keyring, keys).map(|ranked| (ranked, rows, keyring));
        let (searched, rows, keyring) = tokio::task::spawn_blocking(slow).await.map_err(Problem::fault)??;
        let Ranked { mut found, mut keys, rest } = match searched {
            Ok(ranked) => ranked,
            // a rotation may have gone on since the keys at the top were read from their files: they are read anew
            Err(_) => ranked(&again, &rows, keyring.subject_keys_of(unit.0).await?)?,
        };
        for row in rows.iter().filter(|row| rest.contains(&row.person)) {
            // one whose key is still on its way to this unit, or was destroyed a moment ago
            let Some(of_row) = self.keys_of(row.person).await? else { continue };
            found.extend(rank(&again, row, &of_row)?.map(|rank| (rank, row.person)));
            keys.insert(row.person, of_row);
        }
        found.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)));
        found.truncate(FOUND_MAX);
        let persons = found.iter().map(|(_, found)| *found).collect();
        // before any of them is given out
        let shown_access = self.access(asking, Act::Read, About::Persons(persons), &shown());
        self.give(asking, &shown_access, found, &keys).await
    }

    /// Writes down whose names are shown, then opens them.
    async fn give(
        &self,
        asking: &Asking,
        access: &access::Access,
        found: Vec<(Rank, Uuid)>,
        keys: &BTreeMap<Uuid, SubjectKeys>,
    ) -> Result<Vec<Found>, Problem> {
        let persons: BTreeSet<Uuid> = found.iter().map(|(_, person)| *person).collect();
        let mut tx = self.db().snapshot_in_sight(&asking.sight()).await?;
        let locked = persons_sealed::last_of(&mut tx, asking.of.unit, &persons, &shown()).await?;
        drop(tx);
        let logged = access::log(self.db(), access).await?;
        let mut rows: BTreeMap<Uuid, Kept> =
            locked.unlock(&logged).map_err(Problem::fault)?.into_iter().map(|row| (row.person, row)).collect();
        let mut given = Vec::with_capacity(found.len());
        for (rank, person) in found {
            let (Some(row), Some(keys)) = (rows.remove(&person), keys.get(&person)) else { continue };
            given.push(Found { person, rank: Some(rank), identity: sealing::open(&row, keys)? });
        }
        Ok(given)
    }

    /// Writes a search down; what was typed is sealed with the unit's own log key.
    async fn log_search(&self, asking: &Asking, about: About, typed: &str) -> Result<Logged, Problem> {
        let unit = asking.of.unit.0;
        let mut access = self.access(asking, Act::Search, about, &shown());
        let keys = self.keyring()?.unit_log_key(unit).await?;
        let words = asking.reason.as_ref().map_or_else(|| typed.to_owned(), |reason| format!("{typed}\n{reason}"));
        access.details = Some(Details { of: unit, sealed: self.seal_details(&keys, unit, unit, access.id, &words)? });
        Ok(access::log(self.db(), &access).await?)
    }

    /// The keys of a person; none if they were destroyed.
    pub(crate) async fn keys_of(&self, person: Uuid) -> Result<Option<SubjectKeys>, Problem> {
        match self.keyring()?.subject_key(person).await {
            Ok(keys) => Ok(Some(keys)),
            Err(KeyringFault::Destroyed { .. }) => Ok(None),
            Err(fault) => Err(fault.into()),
        }
    }
}

/// Whom a search found, with the keys of those alone; and whose keys were not among those of the unit.
#[derive(Default)]
struct Ranked {
    found: Vec<(Rank, Uuid)>,
    keys: BTreeMap<Uuid, SubjectKeys>,
    rest: BTreeSet<Uuid>,
}

/// Opens the keys of everybody of the unit and ranks their names, in two halves at once; only ids come out, with the keys
/// that open what is shown.
fn ranked_in_halves(
    query: &Query,
    rows: &[Kept],
    keyring: &Keyring,
    keys: WrappedKeys,
) -> Result<Result<Ranked, KeyringFault>, Problem> {
    // rows and keys are both in the order of people
    let (first, second) = rows.split_at(rows.len() / 2);
    let (first_keys, second_keys) = keys.split(second.first().map_or(Uuid::nil(), |row| row.person));
    let half = |rows, keys| match keyring.open_at_once(keys) {
        Ok(keys) => ranked(query, rows, keys).map(Ok),
        Err(fault) => Ok(Err(fault)),
    };
    let (first, second) = std::thread::scope(|both| {
        let second = both.spawn(|| half(second, &second_keys));
        (half(first, &first_keys), second.join())
    });
    Ok(match (first?, second.map_err(|_| Problem::fault(HalfFailed))??) {
        (Ok(mut all), Ok(half)) => {
            all.found.extend(half.found);
            all.keys.extend(half.keys);
            all.rest.extend(half.rest);
            Ok(all)
        }
        (Err(fault), _) | (_, Err(fault)) => Err(fault),
    })
}

/// Ranks some people.
fn ranked(query: &Query, rows: &[Kept], mut keys: BTreeMap<Uuid, SubjectKeys>) -> Result<Ranked, Problem> {
    let mut ranked = Ranked::default();
    for row in rows {
        let Some(of_row) = keys.remove(&row.person) else {
            ranked.rest.insert(row.person);
            continue;
        };
        if let Some(rank) = rank(query, row, &of_row)? {
            ranked.found.push((rank, row.person));
            ranked.keys.insert(row.person, of_row);
        }
    }
    Ok(ranked)
}

/// How well somebody's names fit; the year of birth is opened only where it was asked for.
fn rank(query: &Query, row: &Kept, keys: &SubjectKeys) -> Result<Option<Rank>, Problem> {
    let is_wanted = |field: Field| query.asks_year() || field.class() == Class::Names;
    let identity = sealing::open_some(row, keys, is_wanted)?;
    let names = [Field::FullName, Field::OtherName].map(|field| identity.get(field));
    let year = identity.birth_year();
    Ok(names.into_iter().flatten().filter_map(|name| query.rank(name, year)).min())
}

/// Half of a search stopped before its end.
#[derive(Debug, thiserror::Error)]
#[error("half of a search stopped before its end")]
struct HalfFailed;
