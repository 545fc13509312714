//! People's files: how each stands, what happened to it, and how many a unit held on a day as known at an instant.
//! The sealed identities stand in [`crate::persons_sealed`].

use std::collections::HashMap;

use domain::persons::{Act, Change, Holder, Sealed, Standing, Version};
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::Date as SqlDate;
use uuid::Uuid;
use vault::Digest;

use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Actor, Deed, Vouched};
use crate::payload::Payload;
use crate::persons_index::{self, Index};
use crate::persons_sealed;
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("persons::STANDING", STANDING),
    ("persons::HISTORY", HISTORY),
    ("persons::VERSION_EXISTS", VERSION_EXISTS),
    ("persons::ADD", ADD),
    ("persons::MOVE", MOVE),
    ("persons::ADD_VERSION", ADD_VERSION),
    ("persons::ON_FILE", ON_FILE),
    ("persons::HELD", HELD),
    ("persons::COUNT_HELD", COUNT_HELD),
    ("persons::ASKED", ASKED),
    ("persons::ERASED", ERASED),
    ("persons::STANDINGS", STANDINGS),
    ("persons::EVERY_VERSION", EVERY_VERSION),
];

/// The noun of files in the ledger.
pub const NOUN: &str = "person";
/// The kind of payload that [`values`] make; its version moves when a column does.
const PAYLOAD: &str = "person/1";

const STANDING: &str = "
    select province_code, id, unit_id, version, renewals, placed_on, state
    from person
    where id = $1";

/// How a file stands, if there ever was one of that id.
#[tracing::instrument(name = "db.persons.standing", level = "debug", skip_all)]
pub async fn standing(tx: &mut Tx, person: Uuid) -> Result<Option<Standing>> {
    tx.first(sql(STANDING).arg(person)).await
}

const HISTORY: &str = "
    select province_code, id, person_id, version, act, unit_id, occurred_on, recorded_at, clause, document_number,
           document_date, approved_by, also_approved_by
    from person_version
    where person_id = $1 and recorded_at <= $2
    order by version";

/// What happened to a file, oldest first; with `known_at`, as known at that instant (inclusive).
#[tracing::instrument(name = "db.persons.history", level = "debug", skip_all)]
pub async fn history(tx: &mut Tx, person: Uuid, known_at: Option<Timestamp>) -> Result<Vec<Version>> {
    tx.all(sql(HISTORY).arg(person).arg(known(known_at))).await
}

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// Written, with so many matching files found by the indexes of the nation.
    Written(usize),
    /// It had been written before; nothing was written again.
    Before,
}

/// What stands beside a change: how the file is found.
#[derive(Clone, Debug, Default)]
pub struct Filing {
    /// Its blind indexes from now on. A transfer brings those of the new unit; a destruction none.
    pub indexes: Vec<Index>,
}

const VERSION_EXISTS: &str = "select id from person_version where id = $1 limit 1";
const ADD: &str = "
    insert into person (province_code, id, unit_id, opened_at, version, renewals, placed_on, state)
    values ($1, $2, $3, $4, 1, 0, $5, 'held')";
const MOVE: &str = "
    update person set province_code = $1, unit_id = $2, version = $3, placed_on = $4, state = $5
    where id = $6 and version = $7 and renewals = $8 and state = 'held'";
const ADD_VERSION: &str = "
    insert into person_version (province_code, id, person_id, version, act, unit_id, occurred_on, recorded_at, clause,
                                document_number, document_date, approved_by, also_approved_by)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

/// Writes a change, all or none: version, sealed identity, standing, blind indexes, and what the keyring has to do
/// next, with the entry in the ledger last.
///
/// [`StoreError::Conflict`] means that somebody else changed the file first, or that there is one of that id.
/// `new_id` gives ids for the matches that the indexes of the nation show.
#[tracing::instrument(name = "db.persons.save", level = "debug", skip_all)]
pub async fn save(
    tx: &mut Tx,
    change: &Change<Sealed>,
    filing: &Filing,
    actor: Actor,
    new_id: impl FnMut() -> Uuid,
) -> Result<Saved> {
    let (version, standing) = (change.version(), change.standing());
    if tx.first::<Id>(sql(VERSION_EXISTS).arg(version.id)).await?.is_some() {
        return Ok(Saved::Before);
    }
    put_standing(tx, version, standing).await?;
    tx.run(sql(ADD_VERSION).args(values(version))).await?;
    let mut payload = Payload::new(PAYLOAD);
    payload.row(&values(version));
    if let Some(identity) = change.identity() {
        payload.digest_of(persons_sealed::add_first(tx, version, identity).await?);
    }
    let matches = persons_index::refile(tx, version, filing, new_id).await?;
    for found in &matches {
        payload.row(found);
    }
    let deed = Deed {
        actor,
        act: version.act.key(),
        occurred_on: version.occurred_on,
        clause: Some(version.basis.clause.clone()),
    };
    let vouched = Vouched {
        at: version.recorded_at,
        noun: NOUN,
        province_code: Some(version.holder.province_code.clone()),
        unit: Some(version.holder.unit.0),
        document: ledger::document(Some(&version.basis.document_number), Some(version.basis.document_date)),
        subjects: [version.person, version.id].into(),
        payload: payload.digest(),
    };
    ledger::append(tx, &deed, vouched).await?;
    Ok(Saved::Written(matches.len()))
}

async fn put_standing(tx: &mut Tx, version: &Version, standing: &Standing) -> Result<()> {
    let conflict = || StoreError::Conflict { what: "person".to_owned() };
    let Standing { person, holder, .. } = standing;
    if version.act == Act::Open {
        if self::standing(tx, *person).await?.is_some() {
            return Err(conflict());
        }
        let add = sql(ADD).arg(holder.province_code.as_str()).arg(*person).arg(holder.unit.0);
        return tx.run(add.arg(version.recorded_at.as_millisecond()).arg(standing.placed_on)).await.map(drop);
    }
    let moved = sql(MOVE).arg(holder.province_code.as_str()).arg(holder.unit.0).arg(standing.version);
    let state = if standing.erased { "erased" } else { "held" };
    let moved = moved.arg(standing.placed_on).arg(state).arg(*person).arg(standing.version.saturating_sub(1));
    let moved = moved.arg(standing.renewals);
    if tx.run(moved).await? == 0 { Err(conflict()) } else { Ok(()) }
}

const ON_FILE: &str = "
    select cast(count(*) as bigint) as n
    from person_version v
    where v.unit_id = $1 and v.act in ('open', 'transfer') and v.occurred_on <= $2 and v.recorded_at <= $3
      and not exists (select 1 from person_version l
                      where l.person_id = v.person_id and l.version > v.version and l.act <> 'correct'
                        and l.occurred_on <= $2 and l.recorded_at <= $3)";

/// How many files a unit held at the end of a day, as known at an instant (inclusive) or now.
#[tracing::instrument(name = "db.persons.on_file", level = "debug", skip_all)]
pub async fn on_file(tx: &mut Tx, unit: UnitId, on: Date, known_at: Option<Timestamp>) -> Result<i64> {
    let counted = tx.first::<Count>(sql(ON_FILE).arg(unit.0).arg(on).arg(known(known_at))).await?;
    Ok(counted.map_or(0, |count| count.0))
}

const HELD: &str = "
    select province_code, id, unit_id, version, renewals, placed_on, state
    from person
    where unit_id = $1 and state = 'held'
    order by id";

/// The files that a unit holds now.
#[tracing::instrument(name = "db.persons.held", level = "debug", skip_all)]
pub async fn held(tx: &mut Tx, unit: UnitId) -> Result<Vec<Standing>> {
    tx.all(sql(HELD).arg(unit.0)).await
}

const COUNT_HELD: &str = "select cast(count(*) as bigint) as n from person where unit_id = $1 and state = 'held'";

/// How many files a unit holds now.
#[tracing::instrument(name = "db.persons.count_held", level = "debug", skip_all)]
pub async fn count_held(tx: &mut Tx, unit: UnitId) -> Result<i64> {
    Ok(tx.first::<Count>(sql(COUNT_HELD).arg(unit.0)).await?.map_or(0, |count| count.0))
}

const ASKED: &str = "
    select cast(count(*) as bigint) as n
    from person_version
    where unit_id = $1 and act in ('open', 'correct') and recorded_at > $2";

/// How many acts of a unit since an instant (exclusive) asked the indexes of the nation: files opened and put right.
#[tracing::instrument(name = "db.persons.asked", level = "debug", skip_all)]
pub async fn asked(tx: &mut Tx, unit: UnitId, since: Timestamp) -> Result<i64> {
    let counted = tx.first::<Count>(sql(ASKED).arg(unit.0).arg(since.as_millisecond())).await?;
    Ok(counted.map_or(0, |count| count.0))
}

const ERASED: &str = "
    select province_code, id, person_id, version, act, unit_id, occurred_on, recorded_at, clause, document_number,
           document_date, approved_by, also_approved_by
    from person_version
    where act in ('erase', 'erase_again')
    order by id";

/// Every destruction: random ids, days, grounds. What a restore has to carry out again.
#[tracing::instrument(name = "db.persons.erased", level = "debug", skip_all)]
pub async fn erased(tx: &mut Tx) -> Result<Vec<Version>> {
    tx.all(sql(ERASED)).await
}

const STANDINGS: &str = "
    select province_code, id, unit_id, version, renewals, placed_on, state
    from person
    order by id";
const EVERY_VERSION: &str = "
    select province_code, id, person_id, version, act, unit_id, occurred_on, recorded_at, clause, document_number,
           document_date, approved_by, also_approved_by
    from person_version
    order by person_id, version";

/// The digest of every version and of every renewed sealing as they stand now, to be held against the ledger, and the
/// first person whose standing does not follow from the versions.
#[tracing::instrument(name = "db.persons.payloads", level = "debug", skip_all)]
pub(crate) async fn payloads(tx: &mut Tx) -> Result<(HashMap<Uuid, Digest>, Option<Uuid>)> {
    let (mut sealed, resealed) = persons_sealed::digests(tx).await?;
    let mut matches = persons_index::matches(tx).await?;
    let mut follows: HashMap<Uuid, Standing> = HashMap::new();
    let mut found = HashMap::new();
    tx.each(sql(EVERY_VERSION), |row| {
        let version = Version::from_row(&row)?;
        let mut payload = Payload::new(PAYLOAD);
        payload.row(&values(&version));
        sealed.remove(&version.id).into_iter().for_each(|digest| payload.digest_of(digest));
        matches.remove(&version.id).into_iter().flatten().for_each(|row| payload.row(&row));
        found.insert(version.id, payload.digest());
        step(&mut follows, &version);
        Ok(())
    })
    .await?;
    let mut astray = sealed.into_keys().chain(matches.into_keys()).min();
    tx.each(sql(STANDINGS), |row| {
        // renewals are no versions; they have entries of their own
        let standing = Standing { renewals: 0, ..Standing::from_row(&row)? };
        if follows.remove(&standing.person).as_ref() != Some(&standing) {
            astray = astray.or(Some(standing.person));
        }
        Ok(())
    })
    .await?;
    found.extend(resealed);
    Ok((found, astray.or_else(|| follows.into_keys().min())))
}

/// Carries a standing on by one version.
fn step(follows: &mut HashMap<Uuid, Standing>, version: &Version) {
    let before = follows.get(&version.person).map(|standing| standing.placed_on);
    let placed_on = if version.act.places() { version.occurred_on } else { before.unwrap_or(version.occurred_on) };
    let standing = Standing {
        person: version.person,
        holder: version.holder.clone(),
        version: version.number,
        renewals: 0,
        placed_on,
        erased: matches!(version.act, Act::Erase | Act::EraseAgain),
    };
    follows.insert(version.person, standing);
}

fn known(at: Option<Timestamp>) -> i64 {
    at.map_or(i64::MAX, Timestamp::as_millisecond)
}

fn values(version: &Version) -> Vec<Arg> {
    let [first, second] = version.approved_by.map_or([None, None], |two| two.map(Some));
    vec![
        version.holder.province_code.as_str().into(),
        version.id.into(),
        version.person.into(),
        version.number.into(),
        version.act.key().into(),
        version.holder.unit.0.into(),
        version.occurred_on.into(),
        version.recorded_at.as_millisecond().into(),
        version.basis.clause.as_str().into(),
        version.basis.document_number.as_str().into(),
        version.basis.document_date.into(),
        first.into(),
        second.into(),
    ]
}

struct Id;
struct Count(i64);

impl FromRow for Id {
    fn from_row(row: &Row) -> Result<Self> {
        row.get::<Uuid>("id").map(|_| Self)
    }
}

impl FromRow for Count {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("n").map(Self)
    }
}

fn holder(row: &Row) -> Result<Holder> {
    Ok(Holder { unit: UnitId(row.get("unit_id")?), province_code: row.get("province_code")? })
}

impl FromRow for Standing {
    fn from_row(row: &Row) -> Result<Self> {
        let state: String = row.get("state")?;
        Ok(Self {
            person: row.get("id")?,
            holder: holder(row)?,
            version: row.get("version")?,
            renewals: row.get("renewals")?,
            placed_on: row.get::<SqlDate>("placed_on")?.to_jiff(),
            erased: state == "erased",
        })
    }
}

impl FromRow for Version {
    fn from_row(row: &Row) -> Result<Self> {
        let (act, at): (String, i64) = (row.get("act")?, row.get("recorded_at")?);
        let (first, second): (Option<Uuid>, Option<Uuid>) = (row.get("approved_by")?, row.get("also_approved_by")?);
        Ok(Self {
            id: row.get("id")?,
            person: row.get("person_id")?,
            number: row.get("version")?,
            act: Act::from_key(&act).ok_or_else(|| StoreError::bad("person_version.act", act))?,
            holder: holder(row)?,
            occurred_on: row.get::<SqlDate>("occurred_on")?.to_jiff(),
            recorded_at: Timestamp::from_millisecond(at)
                .map_err(|_| StoreError::bad("person_version.recorded_at", at.to_string()))?,
            basis: domain::persons::Basis {
                clause: row.get("clause")?,
                document_number: row.get("document_number")?,
                document_date: row.get::<SqlDate>("document_date")?.to_jiff(),
            },
            approved_by: first.zip(second).map(|(first, second)| [first, second]),
        })
    }
}
