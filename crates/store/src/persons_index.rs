//! How a file is found by a number: blind indexes of a unit and of the nation, the matches that the nation's show, and
//! what the keyring has yet to do after a file was moved or destroyed.

use std::collections::HashMap;

use domain::persons::{Act, Version};
use domain::units::UnitId;
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::persons::Filing;
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("persons_index::FIND", FIND),
    ("persons_index::OTHERS", OTHERS),
    ("persons_index::ADD", ADD),
    ("persons_index::REMOVE", REMOVE),
    ("persons_index::REMOVE_LOCAL", REMOVE_LOCAL),
    ("persons_index::MOVE_NATIONAL", MOVE_NATIONAL),
    ("persons_index::ADD_MATCH", ADD_MATCH),
    ("persons_index::EVERY_MATCH", EVERY_MATCH),
    ("persons_index::ADD_ERRAND", ADD_ERRAND),
    ("persons_index::ERRANDS", ERRANDS),
    ("persons_index::END_ERRAND", END_ERRAND),
];

/// What an index is of. `national` ones exist once for the nation, the others for each unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each variant is the number that it names")]
pub enum Kind {
    Id12,
    Id9,
    Passport,
    Phone,
    Last4,
    NationalId12,
    NationalId9,
    NationalPassport,
}

impl Kind {
    /// The word kept in the table.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Id12 => "id12",
            Self::Id9 => "id9",
            Self::Passport => "passport",
            Self::Phone => "phone",
            Self::Last4 => "last4",
            Self::NationalId12 => "national_id12",
            Self::NationalId9 => "national_id9",
            Self::NationalPassport => "national_passport",
        }
    }

    /// Whether it is the nation's.
    pub const fn is_national(self) -> bool {
        matches!(self, Self::NationalId12 | Self::NationalId9 | Self::NationalPassport)
    }
}

/// One blind index of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    /// What it is of.
    pub kind: Kind,
    /// What a guarded key made of the number.
    pub value: Vec<u8>,
}

const FIND: &str = "
    select person_id
    from person_index
    where kind = $1 and value = $2 and unit_id = $3
    order by person_id";

/// The people of a unit with this value.
#[tracing::instrument(name = "db.persons_index.find", level = "debug", skip_all)]
pub async fn find(tx: &mut Tx, index: &Index, unit: UnitId) -> Result<Vec<Uuid>> {
    let found = tx.all::<Person>(sql(FIND).arg(index.kind.key()).arg(index.value.as_slice()).arg(unit.0)).await?;
    Ok(found.into_iter().map(|person| person.0).collect())
}

const OTHERS: &str = "
    select person_id
    from person_index
    where kind = $1 and value = $2 and person_id <> $3
    order by person_id";
const ADD: &str = "
    insert into person_index (kind, value, person_id, province_code, unit_id) values ($1, $2, $3, $4, $5)
    on conflict (kind, value, person_id) do nothing";
const REMOVE: &str = "delete from person_index where person_id = $1";
const REMOVE_LOCAL: &str = "delete from person_index where person_id = $1 and unit_id is not null";
const MOVE_NATIONAL: &str = "update person_index set province_code = $1 where person_id = $2 and unit_id is null";
const ADD_MATCH: &str = "
    insert into person_match (province_code, id, version_id, person_id, other_id, opened_at)
    values ($1, $2, $3, $4, $5, $6)";
const ADD_ERRAND: &str = "
    insert into person_errand (person_id, errand, unit_id, since) values ($1, $2, $3, $4)
    on conflict (person_id) do update set errand = excluded.errand, unit_id = excluded.unit_id, since = excluded.since";

/// Files a version: its indexes take the place of those before it, matches are opened, and the keyring gets its errand.
/// Answers the rows of the matches, for the ledger.
pub(crate) async fn refile(
    tx: &mut Tx,
    version: &Version,
    filing: &Filing,
    mut new_id: impl FnMut() -> Uuid,
) -> Result<Vec<Vec<Arg>>> {
    let (person, holder) = (version.person, &version.holder);
    if version.act == Act::Transfer {
        tx.run(sql(REMOVE_LOCAL).arg(person)).await?;
        tx.run(sql(MOVE_NATIONAL).arg(holder.province_code.as_str()).arg(person)).await?;
    } else {
        tx.run(sql(REMOVE).arg(person)).await?;
    }
    let mut others: Vec<Uuid> = Vec::new();
    for index in &filing.indexes {
        let (kind, value) = (index.kind.key(), index.value.as_slice());
        if index.kind.is_national() {
            let like = tx.all::<Person>(sql(OTHERS).arg(kind).arg(value).arg(person)).await?;
            others.extend(like.into_iter().map(|other| other.0));
        }
        let unit = (!index.kind.is_national()).then_some(holder.unit.0);
        tx.run(sql(ADD).arg(kind).arg(value).arg(person).arg(holder.province_code.as_str()).arg(unit)).await?;
    }
    others.sort_unstable();
    others.dedup();
    let errand = match version.act {
        Act::Transfer => Some(Errand::MOVE),
        Act::Erase | Act::EraseAgain => Some(Errand::DESTROY),
        Act::Open | Act::Correct => None,
    };
    if let Some(errand) = errand {
        let since = version.recorded_at.as_millisecond();
        tx.run(sql(ADD_ERRAND).arg(person).arg(errand).arg(holder.unit.0).arg(since)).await?;
    }
    let mut rows: Vec<(Uuid, Vec<Arg>)> = others.into_iter().map(|other| opened(version, new_id(), other)).collect();
    rows.sort_by_key(|(id, _)| *id);
    for (_, row) in &rows {
        tx.run(sql(ADD_MATCH).args(row.iter().cloned())).await?;
    }
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

fn opened(version: &Version, id: Uuid, other: Uuid) -> (Uuid, Vec<Arg>) {
    let row = vec![
        version.holder.province_code.as_str().into(),
        id.into(),
        version.id.into(),
        version.person.into(),
        other.into(),
        version.recorded_at.as_millisecond().into(),
    ];
    (id, row)
}

const EVERY_MATCH: &str = "
    select province_code, id, version_id, person_id, other_id, opened_at
    from person_match
    order by id";

/// The rows of all matches by the version that opened them, for the audit.
pub(crate) async fn matches(tx: &mut Tx) -> Result<HashMap<Uuid, Vec<Vec<Arg>>>> {
    let mut found: HashMap<Uuid, Vec<Vec<Arg>>> = HashMap::new();
    tx.each(sql(EVERY_MATCH), |row| {
        let version: Uuid = row.get("version_id")?;
        found.entry(version).or_default().push(vec![
            row.get::<String>("province_code")?.into(),
            row.get::<Uuid>("id")?.into(),
            version.into(),
            row.get::<Uuid>("person_id")?.into(),
            row.get::<Uuid>("other_id")?.into(),
            row.get::<i64>("opened_at")?.into(),
        ]);
        Ok(())
    })
    .await?;
    Ok(found)
}

/// What the keyring has yet to do, because a file was moved or destroyed here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Wrap the person's key for the unit that holds the file now.
    Move {
        /// Whose.
        person: Uuid,
        /// The unit.
        to: UnitId,
    },
    /// Destroy the person's key.
    Destroy {
        /// Whose.
        person: Uuid,
    },
}

impl Errand {
    const MOVE: &str = "move";
    const DESTROY: &str = "destroy";

    /// Whose key it is about.
    pub const fn person(&self) -> Uuid {
        match self {
            Self::Move { person, .. } | Self::Destroy { person } => *person,
        }
    }
}

const ERRANDS: &str = "select person_id, errand, unit_id from person_errand order by since, person_id";
const END_ERRAND: &str = "delete from person_errand where person_id = $1 and errand = $2 and unit_id = $3";

/// Every errand that is still to be done, the oldest first.
#[tracing::instrument(name = "db.persons_index.errands", level = "debug", skip_all)]
pub async fn errands(tx: &mut Tx) -> Result<Vec<(Errand, UnitId)>> {
    let found: Vec<Pending> = tx.all(sql(ERRANDS)).await?;
    Ok(found.into_iter().map(|pending| (pending.0, pending.1)).collect())
}

/// Takes an errand off the list when the keyring has done it; a newer one of the same person stays.
#[tracing::instrument(name = "db.persons_index.end_errand", level = "debug", skip_all)]
pub async fn end_errand(tx: &mut Tx, errand: &Errand, unit: UnitId) -> Result<()> {
    let word = match errand {
        Errand::Move { .. } => Errand::MOVE,
        Errand::Destroy { .. } => Errand::DESTROY,
    };
    tx.run(sql(END_ERRAND).arg(errand.person()).arg(word).arg(unit.0)).await.map(drop)
}

struct Person(Uuid);
struct Pending(Errand, UnitId);

impl FromRow for Person {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("person_id").map(Self)
    }
}

impl FromRow for Pending {
    fn from_row(row: &Row) -> Result<Self> {
        let (person, word, unit): (Uuid, String, Uuid) =
            (row.get("person_id")?, row.get("errand")?, row.get("unit_id")?);
        let errand = match word.as_str() {
            Errand::MOVE => Errand::Move { person, to: UnitId(unit) },
            Errand::DESTROY => Errand::Destroy { person },
            _ => return Err(StoreError::bad("person_errand.errand", word)),
        };
        Ok(Self(errand, UnitId(unit)))
    }
}
