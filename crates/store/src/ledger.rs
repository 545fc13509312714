//! The ledger: one entry for every write, in the write's own transaction, under a Merkle tree.
//!
//! Whoever writes hands a [`Deed`] to the function that writes; without one the call does not
//! compile. The function adds what it alone knows ([`Vouched`]) and calls [`append`] last, because
//! appenders queue for the head of the log and must not hold it while they wait for something else.

use std::collections::BTreeSet;
use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;
use vault::Digest;
use vault::entry::{Document, Draft, TEXT_BYTES_MAX};
use vault::tree::{Frontier, leaf};

pub use vault::entry::Actor;

use crate::bulk::{Bulk, many};
use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("ledger::TAKE_TURN", TAKE_TURN),
    ("ledger::ADD.many", ADD.many),
    ("ledger::ADD.one", ADD.one),
    ("ledger::ADVANCE", ADVANCE),
    ("ledger::HEAD", HEAD),
    ("ledger::ENTRIES", ENTRIES),
    ("ledger::OF_UNIT", OF_UNIT),
    ("ledger::LEAVES", LEAVES),
    ("ledger::CHECKPOINTS", CHECKPOINTS),
    ("ledger::LAST_CHECKPOINT", LAST_CHECKPOINT),
    ("ledger::CHECKPOINT_OF", CHECKPOINT_OF),
    ("ledger::CHECKPOINT_BEFORE", CHECKPOINT_BEFORE),
    ("ledger::ADD_CHECKPOINT", ADD_CHECKPOINT),
];

/// How far the clock may go back between two entries, in milliseconds. Machines that share a server
/// differ a little, and a write may wait for its turn; further back, the clock is wrong.
pub const CLOCK_TOLERANCE_MS: i64 = 60_000;

/// What the one who writes says about a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deed {
    /// Who.
    pub actor: Actor,
    /// What was done, in one word: `record`, `undo`, `import`.
    pub act: &'static str,
    /// The day on which what is written happened.
    pub occurred_on: Date,
    /// The clause of law that it rests on, as cited.
    pub clause: Option<String>,
}

/// What the function that writes adds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vouched {
    /// The instant that the rows carry.
    pub at: Timestamp,
    /// The noun written.
    pub noun: &'static str,
    /// The province, where it is one.
    pub province_code: Option<String>,
    /// The unit, where it is one.
    pub unit: Option<Uuid>,
    /// Number and date of the paper.
    pub document: Document,
    /// The ids by which the rows are found, and of the people they are about.
    pub subjects: BTreeSet<Uuid>,
    /// SHA-256 of the rows in their canonical form (`docs/ledger-payloads.md`).
    pub payload: Digest,
}

/// The log as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The tree, as far as an append needs it.
    pub frontier: Frontier,
    /// The latest instant recorded in it, in milliseconds; 0 while it is empty.
    pub recorded_at_ms: i64,
}

/// An entry as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its place, from 0.
    pub seq: u64,
    /// Its bytes.
    pub body: Vec<u8>,
    /// Its leaf in the tree.
    pub leaf: Digest,
}

/// A signed statement about the tree of the first entries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// How many entries it speaks of.
    pub size: u64,
    /// The signed note.
    pub note: String,
    /// When it was signed, to the millisecond.
    pub signed_at: Timestamp,
}

/// The number and date of a paper as an entry keeps them. A number too long or with line breaks is
/// shortened to what an entry may hold; the payload's digest has it whole.
pub(crate) fn document(number: Option<&str>, date: Option<Date>) -> Document {
    let number = number.map(|number| {
        let plain: String = number.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let end = (0..=TEXT_BYTES_MAX.min(plain.len())).rev().find(|at| plain.is_char_boundary(*at)).unwrap_or(0);
        plain.get(..end).unwrap_or_default().to_owned()
    });
    Document { number, date }
}

/// Touches the head, so that whoever else wants it waits until this transaction ends.
const TAKE_TURN: &str = "
    update ledger_head set size = size where id = 1
    returning size, frontier, recorded_at";
const ROWS: usize = 25;
const ADD: Bulk = Bulk { many: many!(ADD_HEAD, 8, ROWS, ""), one: many!(ADD_HEAD, 8, 1, ""), rows: ROWS };
const ADD_HEAD: &str =
    "insert into ledger_entry (seq, recorded_at, leaf, body, province_code, unit_id, noun, act) values ";
const ADVANCE: &str = "update ledger_head set size = $1, frontier = $2, recorded_at = $3 where id = 1";

/// Adds an entry to the log and moves its head, in the transaction of the write that it is about.
///
/// [`StoreError::ClockBehind`] means that the entry would be recorded long before the last one:
/// the machine's clock is wrong, and nothing may be written until it is right.
#[tracing::instrument(name = "db.ledger.append", level = "debug", skip_all, fields(noun = vouched.noun))]
pub async fn append(tx: &mut Tx, deed: &Deed, vouched: Vouched) -> Result<()> {
    append_all(tx, deed, vec![vouched]).await
}

/// Adds several entries at once, in their order, as [`append`] adds one. The head moves once: versions of its row
/// would pile up within a transaction that moves it many times, and each append would read them all.
#[tracing::instrument(name = "db.ledger.append_all", level = "debug", skip_all, fields(entries = vouched.len()))]
pub async fn append_all(tx: &mut Tx, deed: &Deed, vouched: Vec<Vouched>) -> Result<()> {
    let mut head: Head = tx.first(sql(TAKE_TURN)).await?.ok_or_else(no_head)?;
    let mut rows = Vec::with_capacity(vouched.len());
    for vouched in vouched {
        rows.push(add(&mut head, deed, vouched)?);
    }
    ADD.insert(tx, rows.into_iter()).await?;
    let (size, latest) = (head.frontier.size().cast_signed(), head.recorded_at_ms);
    tx.run(sql(ADVANCE).arg(size).arg(head.frontier.to_bytes()).arg(latest)).await.map(drop)
}

/// The next entry as a row; the head moves past it.
fn add(head: &mut Head, deed: &Deed, vouched: Vouched) -> Result<Vec<Arg>> {
    let now_ms = vouched.at.as_millisecond();
    if now_ms.saturating_add(CLOCK_TOLERANCE_MS) < head.recorded_at_ms {
        return Err(StoreError::ClockBehind {
            now: vouched.at,
            last: instant("ledger_head.recorded_at", head.recorded_at_ms)?,
        });
    }
    let draft = draft(deed, vouched);
    let (province, unit, noun) = (draft.province_code.clone(), draft.unit, draft.noun.clone());
    let entry = draft.entered(head.frontier.size(), now_ms);
    let body = entry.encode().map_err(|fault| StoreError::Refused { what: fault.to_string() })?;
    let leaf = leaf(&body);
    head.frontier.push(leaf);
    head.recorded_at_ms = head.recorded_at_ms.max(now_ms);
    Ok(vec![
        entry.seq.cast_signed().into(),
        now_ms.into(),
        leaf.bytes().as_slice().into(),
        body.into(),
        province.into(),
        unit.into(),
        noun.into(),
        deed.act.into(),
    ])
}

fn draft(deed: &Deed, vouched: Vouched) -> Draft {
    Draft {
        occurred_on: deed.occurred_on,
        actor: deed.actor,
        unit: vouched.unit,
        province_code: vouched.province_code,
        noun: vouched.noun.to_owned(),
        act: deed.act.to_owned(),
        clause: deed.clause.clone(),
        document: vouched.document,
        subjects: vouched.subjects,
        payload: vouched.payload,
    }
}

const HEAD: &str = "select size, frontier, recorded_at from ledger_head where id = 1";

/// The head of the log.
#[tracing::instrument(name = "db.ledger.head", level = "debug", skip_all)]
pub async fn head(tx: &mut Tx) -> Result<Head> {
    tx.first(sql(HEAD)).await?.ok_or_else(no_head)
}

const ENTRIES: &str = "
    select seq, body, leaf
    from ledger_entry
    where seq >= $1 and seq < $2
    order by seq";

/// Entries by their places, in order.
#[tracing::instrument(name = "db.ledger.entries", level = "debug", skip_all)]
pub async fn entries(tx: &mut Tx, places: Range<u64>) -> Result<Vec<Kept>> {
    let mut found = Vec::new();
    each_entry(tx, places, |kept| found.push(kept)).await?;
    Ok(found)
}

/// Entries by their places, one by one, without holding them all.
#[tracing::instrument(name = "db.ledger.each_entry", level = "debug", skip_all)]
pub async fn each_entry(tx: &mut Tx, places: Range<u64>, mut take: impl FnMut(Kept)) -> Result<()> {
    tx.each(sql(ENTRIES).arg(place(places.start)).arg(place(places.end)), |row| {
        take(Kept::from_row(&row)?);
        Ok(())
    })
    .await
}

const OF_UNIT: &str = "
    select seq, body, leaf
    from ledger_entry
    where unit_id = $1
    order by seq desc
    limit $2";

/// The last entries about one unit, newest first.
#[tracing::instrument(name = "db.ledger.of_unit", level = "debug", skip_all)]
pub async fn of_unit(tx: &mut Tx, unit: Uuid, limit: i64) -> Result<Vec<Kept>> {
    tx.all(sql(OF_UNIT).arg(unit).arg(limit)).await
}

const LEAVES: &str = "
    select leaf
    from ledger_entry
    where seq >= $1 and seq < $2
    order by seq";

/// Leaves by their places, in order: 32 bytes an entry.
#[tracing::instrument(name = "db.ledger.leaves", level = "debug", skip_all)]
pub async fn leaves(tx: &mut Tx, places: Range<u64>) -> Result<Vec<Digest>> {
    let leaves = tx.all::<Leaf>(sql(LEAVES).arg(place(places.start)).arg(place(places.end))).await?;
    Ok(leaves.into_iter().map(|leaf| leaf.0).collect())
}

const CHECKPOINTS: &str = "
    select size, note, signed_at
    from ledger_checkpoint
    order by size";

/// Every checkpoint, the smallest first.
#[tracing::instrument(name = "db.ledger.checkpoints", level = "debug", skip_all)]
pub async fn checkpoints(tx: &mut Tx) -> Result<Vec<Checkpoint>> {
    tx.all(sql(CHECKPOINTS)).await
}

const LAST_CHECKPOINT: &str = "
    select size, note, signed_at
    from ledger_checkpoint
    order by size desc
    limit 1";

/// The checkpoint of the most entries, if anything was signed.
#[tracing::instrument(name = "db.ledger.last_checkpoint", level = "debug", skip_all)]
pub async fn last_checkpoint(tx: &mut Tx) -> Result<Option<Checkpoint>> {
    tx.first(sql(LAST_CHECKPOINT)).await
}

const CHECKPOINT_OF: &str = "
    select size, note, signed_at
    from ledger_checkpoint
    where size = $1";

/// The checkpoint of exactly so many entries, if one was signed.
#[tracing::instrument(name = "db.ledger.checkpoint_of", level = "debug", skip_all)]
pub async fn checkpoint_of(tx: &mut Tx, size: u64) -> Result<Option<Checkpoint>> {
    tx.first(sql(CHECKPOINT_OF).arg(place(size))).await
}

const CHECKPOINT_BEFORE: &str = "
    select size, note, signed_at
    from ledger_checkpoint
    where signed_at < $1
    order by signed_at desc, size desc
    limit 1";

/// The last checkpoint that was signed before an instant.
#[tracing::instrument(name = "db.ledger.checkpoint_before", level = "debug", skip_all)]
pub async fn checkpoint_before(tx: &mut Tx, at: Timestamp) -> Result<Option<Checkpoint>> {
    tx.first(sql(CHECKPOINT_BEFORE).arg(at.as_millisecond())).await
}

const ADD_CHECKPOINT: &str = "
    insert into ledger_checkpoint (size, note, signed_at) values ($1, $2, $3)
    on conflict (size) do nothing";

/// Keeps a checkpoint, unless there is one of that size. Answers whether it was written.
#[tracing::instrument(name = "db.ledger.add_checkpoint", level = "debug", skip_all)]
pub async fn add_checkpoint(tx: &mut Tx, checkpoint: &Checkpoint) -> Result<bool> {
    let values = sql(ADD_CHECKPOINT).arg(checkpoint.size.cast_signed()).arg(checkpoint.note.as_str());
    Ok(tx.run(values.arg(checkpoint.signed_at.as_millisecond())).await? > 0)
}

struct Leaf(Digest);

impl FromRow for Leaf {
    fn from_row(row: &Row) -> Result<Self> {
        digest(row).map(Self)
    }
}

impl FromRow for Head {
    fn from_row(row: &Row) -> Result<Self> {
        let (size, frontier): (i64, Vec<u8>) = (row.get("size")?, row.get("frontier")?);
        let frontier = Frontier::from_bytes(size.cast_unsigned(), &frontier)
            .ok_or_else(|| StoreError::bad("ledger_head.frontier", size.to_string()))?;
        Ok(Self { frontier, recorded_at_ms: row.get("recorded_at")? })
    }
}

impl FromRow for Kept {
    fn from_row(row: &Row) -> Result<Self> {
        let seq: i64 = row.get("seq")?;
        Ok(Self { seq: seq.cast_unsigned(), body: row.get("body")?, leaf: digest(row)? })
    }
}

impl FromRow for Checkpoint {
    fn from_row(row: &Row) -> Result<Self> {
        let size: i64 = row.get("size")?;
        Ok(Self {
            size: size.cast_unsigned(),
            note: row.get("note")?,
            signed_at: instant("ledger_checkpoint.signed_at", row.get("signed_at")?)?,
        })
    }
}

fn digest(row: &Row) -> Result<Digest> {
    let bytes: Vec<u8> = row.get("leaf")?;
    Digest::try_from(bytes.as_slice())
        .map_err(|_| StoreError::bad("ledger_entry.leaf", format!("{} bytes", bytes.len())))
}

fn instant(what: &'static str, ms: i64) -> Result<Timestamp> {
    Timestamp::from_millisecond(ms).map_err(|_| StoreError::bad(what, ms.to_string()))
}

/// A place as the engines count it; no log reaches the largest.
fn place(seq: u64) -> i64 {
    i64::try_from(seq).unwrap_or(i64::MAX)
}

fn no_head() -> StoreError {
    StoreError::bad("ledger_head", "")
}
