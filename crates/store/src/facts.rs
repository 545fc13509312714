//! Facts: written once, superseded, never changed.

use std::collections::{BTreeSet, HashMap};

use domain::facts::{Change, Fact, Route, Source, Value, Window};
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::Date as SqlDate;
use uuid::Uuid;
use vault::Digest;

use crate::bulk::{Bulk, many};
use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Deed, Vouched};
use crate::payload::Payload;
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("facts::OF_WINDOW", OF_WINDOW),
    ("facts::HISTORY", HISTORY),
    ("facts::AROUND_BATCH", AROUND_BATCH),
    ("facts::BATCHES", BATCHES),
    ("facts::YEARS", YEARS),
    ("facts::REVISION", REVISION),
    ("facts::BUMP", BUMP),
    ("facts::BATCH_EXISTS", BATCH_EXISTS),
    ("facts::ALL_BY_BATCH", ALL_BY_BATCH),
    ("facts::ADD.many", ADD.many),
    ("facts::ADD.one", ADD.one),
];

/// Sorts after every province code, which are digits.
const AFTER_ALL_CODES: &str = "~";

/// The first and the last province code that a question is about.
fn codes(province: Option<&str>) -> (&str, &str) {
    province.map_or(("", AFTER_ALL_CODES), |code| (code, code))
}

const OF_WINDOW: &str = "
    select f.id, f.province_code, f.unit_id, f.input, f.window_from, f.window_to, f.state, f.number, f.route, f.note,
           f.source_title, f.source_number, f.source_date, f.source_place, f.entered_by, f.recorded_at, f.batch_id,
           f.supersedes
    from fact f
    where f.window_to = $1 and f.window_from = $2 and f.province_code >= $3 and f.province_code <= $4
      and f.recorded_at <= $5
      and not exists (select 1 from fact s
                      where s.province_code = f.province_code and s.supersedes = f.id and s.recorded_at <= $5)
    order by f.province_code, f.unit_id, f.input, f.id";

/// The facts in force for a window, of one province or of all, by province, unit and input.
///
/// With `known_at`, as they were known at that instant (inclusive), whatever was recorded later.
#[tracing::instrument(name = "db.facts.of_window", level = "debug", skip_all)]
pub async fn of_window(
    tx: &mut Tx,
    province: Option<&str>,
    window: Window,
    known_at: Option<Timestamp>,
) -> Result<Vec<Fact>> {
    let (first, last) = codes(province);
    let known_at = known_at.map_or(i64::MAX, Timestamp::as_millisecond);
    tx.all(sql(OF_WINDOW).arg(window.to).arg(window.from).arg(first).arg(last).arg(known_at)).await
}

const HISTORY: &str = "
    select f.id, f.province_code, f.unit_id, f.input, f.window_from, f.window_to, f.state, f.number, f.route, f.note,
           f.source_title, f.source_number, f.source_date, f.source_place, f.entered_by, f.recorded_at, f.batch_id,
           f.supersedes
    from fact f
    where f.unit_id = $1 and f.window_to = $2 and f.window_from = $3
    order by f.input, f.recorded_at, f.id";

/// Everything ever recorded of a unit for a window, by input and then oldest first.
#[tracing::instrument(name = "db.facts.history", level = "debug", skip_all)]
pub async fn history(tx: &mut Tx, unit: UnitId, window: Window) -> Result<Vec<Fact>> {
    tx.all(sql(HISTORY).arg(unit.0).arg(window.to).arg(window.from)).await
}

const AROUND_BATCH: &str = "
    with about (province_code, id) as (
        select b.province_code, b.id from fact b where b.batch_id = $1
        union
        select b.province_code, b.supersedes from fact b where b.batch_id = $1 and b.supersedes is not null
        union
        select s.province_code, s.id
        from fact b join fact s on s.province_code = b.province_code and s.supersedes = b.id
        where b.batch_id = $1)
    select f.id, f.province_code, f.unit_id, f.input, f.window_from, f.window_to, f.state, f.number, f.route, f.note,
           f.source_title, f.source_number, f.source_date, f.source_place, f.entered_by, f.recorded_at, f.batch_id,
           f.supersedes
    from about a join fact f on f.province_code = a.province_code and f.id = a.id
    order by f.province_code, f.unit_id, f.input, f.recorded_at, f.id";

/// A batch's facts with those they superseded and those that superseded them:
/// what [`domain::facts::undo`] needs to know.
#[tracing::instrument(name = "db.facts.around_batch", level = "debug", skip_all)]
pub async fn around_batch(tx: &mut Tx, batch: Uuid) -> Result<Vec<Fact>> {
    tx.all(sql(AROUND_BATCH).arg(batch)).await
}

/// One recording, as a line of the list of recordings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Its id.
    pub id: Uuid,
    /// Who entered it.
    pub entered_by: String,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The title of its paper.
    pub source_title: String,
    /// The number of its paper.
    pub source_number: Option<String>,
    /// The date of its paper.
    pub source_date: Option<Date>,
    /// How many facts it brought (of the province asked for).
    pub facts: i64,
    /// How many of them nothing has superseded.
    pub in_force: i64,
}

const BATCHES: &str = "
    select f.batch_id, f.entered_by, f.recorded_at, min(f.source_title) as source_title,
           min(f.source_number) as source_number, min(f.source_date) as source_date,
           cast(count(*) as bigint) as facts, cast(count(*) filter (where s.id is null) as bigint) as in_force
    from fact f
    left join fact s on s.province_code = f.province_code and s.supersedes = f.id
    where f.window_to = $1 and f.window_from = $2 and f.province_code >= $3 and f.province_code <= $4
    group by f.batch_id, f.entered_by, f.recorded_at
    order by f.recorded_at desc, f.batch_id";

/// The recordings for a window that touch a province (or any), newest first.
#[tracing::instrument(name = "db.facts.batches", level = "debug", skip_all)]
pub async fn batches(tx: &mut Tx, province: Option<&str>, window: Window) -> Result<Vec<Batch>> {
    let (first, last) = codes(province);
    tx.all(sql(BATCHES).arg(window.to).arg(window.from).arg(first).arg(last)).await
}

const YEARS: &str = "select distinct year from fact_revision order by year desc";

/// The evaluation years that have facts, newest first. A window's year is that of its last day.
#[tracing::instrument(name = "db.facts.years", level = "debug", skip_all)]
pub async fn years(tx: &mut Tx) -> Result<Vec<i16>> {
    Ok(tx.all::<Year>(sql(YEARS)).await?.into_iter().map(|year| year.0).collect())
}

const REVISION: &str = "
    select cast(coalesce(sum(n), 0) as bigint) as n
    from fact_revision
    where year = $1 and province_code >= $2 and province_code <= $3";

/// Grows with every write of a year's facts, of one province or of all: what is derived from
/// facts stays right as long as this number stays the same.
#[tracing::instrument(name = "db.facts.revision", level = "debug", skip_all)]
pub async fn revision(tx: &mut Tx, province: Option<&str>, year: i16) -> Result<i64> {
    let (first, last) = codes(province);
    let revision = tx.first::<Revision>(sql(REVISION).arg(i64::from(year)).arg(first).arg(last)).await?;
    Ok(revision.map_or(0, |revision| revision.0))
}

/// What became of a [`Change`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// This many facts were written.
    Written(u64),
    /// The batch had been saved before; nothing was written again.
    Before,
}

const BUMP: &str = "
    insert into fact_revision (province_code, year, n) values ($1, $2, 1)
    on conflict (province_code, year) do update set n = fact_revision.n + 1";
const BATCH_EXISTS: &str = "select batch_id from fact where batch_id = $1 limit 1";

const ROWS: usize = 25;
const ADD: Bulk = Bulk { many: many!(ADD_HEAD, 18, ROWS, ""), one: many!(ADD_HEAD, 18, 1, ""), rows: ROWS };
const ADD_HEAD: &str = "insert into fact
    (province_code, id, unit_id, input, window_from, window_to, state, number, route, note, source_title,
     source_number, source_date, source_place, entered_by, recorded_at, batch_id, supersedes) values ";

/// Writes a change, all or none, and moves the revisions of the provinces and years it touches.
///
/// The same transaction holds its entry in the ledger, under the noun [`NOUN`] with the batch as subject.
/// [`StoreError::Conflict`] means that someone superseded one of the facts first.
/// Instants are kept to the millisecond.
#[tracing::instrument(name = "db.facts.save", level = "debug", skip_all, fields(facts = change.facts().len()))]
pub async fn save(tx: &mut Tx, change: &Change, deed: &Deed) -> Result<Saved> {
    let Some(any) = change.facts().first() else { return Ok(Saved::Written(0)) };
    if tx.first::<Stored>(sql(BATCH_EXISTS).arg(any.batch)).await?.is_some() {
        return Ok(Saved::Before);
    }
    // First the counters and always in one order: writers of one province queue here and cannot deadlock.
    let touched: BTreeSet<(&str, i16)> =
        change.facts().iter().map(|fact| (fact.province_code.as_str(), fact.window.to.year())).collect();
    for (province, year) in touched {
        tx.run(sql(BUMP).arg(province).arg(i64::from(year))).await?;
    }
    let written = ADD.insert(tx, change.facts().iter().map(values)).await?;
    // The ledger last: everybody queues for it, and nobody holds it while waiting for something else.
    ledger::append(tx, deed, vouched(any, change.facts())).await?;
    Ok(Saved::Written(written))
}

/// The noun of facts in the ledger.
pub const NOUN: &str = "fact";
/// The kind of payload that [`values`] make; its version moves when a column does.
const PAYLOAD: &str = "fact/1";

/// What the ledger vouches for: the batch, its paper, and the digest of its rows by id.
fn vouched(any: &Fact, facts: &[Fact]) -> Vouched {
    let mut rows: Vec<&Fact> = facts.iter().collect();
    rows.sort_by_key(|fact| fact.id);
    let one_province = facts.iter().all(|fact| fact.province_code == any.province_code);
    let one_unit = facts.iter().all(|fact| fact.unit == any.unit);
    Vouched {
        at: any.recorded_at,
        noun: NOUN,
        province_code: one_province.then(|| any.province_code.clone()),
        unit: one_unit.then_some(any.unit.0),
        document: ledger::document(any.source.number.as_deref(), any.source.date),
        subjects: [any.batch].into(),
        payload: Payload::new(PAYLOAD).rows(rows.into_iter().map(values)).digest(),
    }
}

const ALL_BY_BATCH: &str = "
    select f.id, f.province_code, f.unit_id, f.input, f.window_from, f.window_to, f.state, f.number, f.route, f.note,
           f.source_title, f.source_number, f.source_date, f.source_place, f.entered_by, f.recorded_at, f.batch_id,
           f.supersedes
    from fact f
    order by f.batch_id, f.id";

/// Every batch with its facts by id, one after another, as it stands in the rows now.
async fn each_batch(tx: &mut Tx, mut take: impl FnMut(&Fact, &[Fact])) -> Result<()> {
    let mut open: Vec<Fact> = Vec::new();
    let mut close = |batch: &[Fact]| batch.first().into_iter().for_each(|any| take(any, batch));
    tx.each(sql(ALL_BY_BATCH), |row| {
        let fact = Fact::from_row(&row)?;
        if open.last().is_some_and(|last| last.batch != fact.batch) {
            close(&open);
            open.clear();
        }
        open.push(fact);
        Ok(())
    })
    .await?;
    close(&open);
    Ok(())
}

/// The digest of every batch as it stands in the rows now, to be held against the ledger.
#[tracing::instrument(name = "db.facts.payloads", level = "debug", skip_all)]
pub(crate) async fn payloads(tx: &mut Tx) -> Result<HashMap<Uuid, Digest>> {
    let mut found = HashMap::new();
    each_batch(tx, |any, batch| found.extend([(any.batch, vouched(any, batch).payload)])).await?;
    Ok(found)
}

/// Gives what a store that is older than its ledger holds its entries, recorded at `at`: each batch, and what was
/// brought in. Does nothing once the ledger has begun. Answers how many entries there were.
#[tracing::instrument(name = "db.facts.adopt", level = "debug", skip_all)]
pub async fn adopt(tx: &mut Tx, at: Timestamp, deed: &Deed) -> Result<usize> {
    if ledger::head(tx).await?.frontier.size() > 0 {
        return Ok(0);
    }
    let mut older = Vec::new();
    each_batch(tx, |any, batch| older.push(Vouched { at, ..vouched(any, batch) })).await?;
    let brought = crate::audit::wholes(tx).await?.into_iter();
    older.extend(brought.filter_map(|(noun, payload)| {
        let document = ledger::document(None, None);
        let (province_code, unit, subjects) = (None, None, [].into());
        Some(Vouched { at, noun, province_code, unit, document, subjects, payload: payload? })
    }));
    let entries = older.len();
    if entries > 0 {
        ledger::append_all(tx, deed, older).await?;
    }
    Ok(entries)
}

fn values(fact: &Fact) -> Vec<Arg> {
    let route = if let Value::Route(route) = fact.value { Some(route.key()) } else { None };
    vec![
        fact.province_code.as_str().into(),
        fact.id.into(),
        fact.unit.0.into(),
        fact.input.as_str().into(),
        fact.window.from.into(),
        fact.window.to.into(),
        fact.value.state().into(),
        fact.value.number().into(),
        route.into(),
        fact.note.as_deref().into(),
        fact.source.title.as_str().into(),
        fact.source.number.as_deref().into(),
        fact.source.date.into(),
        fact.source.place.as_deref().into(),
        fact.entered_by.as_str().into(),
        fact.recorded_at.as_millisecond().into(),
        fact.batch.into(),
        fact.supersedes.into(),
    ]
}

struct Year(i16);
struct Revision(i64);
struct Stored;

impl FromRow for Year {
    fn from_row(row: &Row) -> Result<Self> {
        let year: i64 = row.get("year")?;
        year.try_into().map(Self).map_err(|_| StoreError::bad("fact_revision.year", year.to_string()))
    }
}

impl FromRow for Revision {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("n").map(Self)
    }
}

impl FromRow for Stored {
    fn from_row(row: &Row) -> Result<Self> {
        row.get::<Uuid>("batch_id").map(|_| Self)
    }
}

impl FromRow for Batch {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("batch_id")?,
            entered_by: row.get("entered_by")?,
            recorded_at: instant(row, "recorded_at")?,
            source_title: row.get("source_title")?,
            source_number: row.get("source_number")?,
            source_date: row.get::<Option<SqlDate>>("source_date")?.map(SqlDate::to_jiff),
            facts: row.get("facts")?,
            in_force: row.get("in_force")?,
        })
    }
}

impl FromRow for Fact {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            unit: UnitId(row.get("unit_id")?),
            province_code: row.get("province_code")?,
            input: row.get("input")?,
            window: Window {
                from: row.get::<SqlDate>("window_from")?.to_jiff(),
                to: row.get::<SqlDate>("window_to")?.to_jiff(),
            },
            value: value(row)?,
            note: row.get("note")?,
            source: Source {
                title: row.get("source_title")?,
                number: row.get("source_number")?,
                date: row.get::<Option<SqlDate>>("source_date")?.map(SqlDate::to_jiff),
                place: row.get("source_place")?,
            },
            entered_by: row.get("entered_by")?,
            recorded_at: instant(row, "recorded_at")?,
            batch: row.get("batch_id")?,
            supersedes: row.get("supersedes")?,
        })
    }
}

/// A row that says nothing sensible is an error, never a silent "unknown".
fn value(row: &Row) -> Result<Value> {
    let state: String = row.get("state")?;
    let number: Option<i64> = row.get("number")?;
    let route: Option<String> = row.get("route")?;
    match (state.as_str(), number, route) {
        ("known", Some(number), None) => Ok(Value::Number(number)),
        ("known", None, Some(key)) => {
            Route::from_key(&key).map(Value::Route).ok_or_else(|| StoreError::bad("fact.route", key))
        }
        ("unknown", None, None) => Ok(Value::Unknown),
        ("disputed", None, None) => Ok(Value::Disputed),
        _ => Err(StoreError::bad("fact.state", state)),
    }
}

fn instant(row: &Row, column: &'static str) -> Result<Timestamp> {
    let ms: i64 = row.get(column)?;
    Timestamp::from_millisecond(ms).map_err(|_| StoreError::bad(column, ms.to_string()))
}
