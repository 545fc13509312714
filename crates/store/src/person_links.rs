//! Files that share a number, and what two people found of them: one person's, two people's, or that a finding was wrong.
//! Nothing is merged and no row is changed; the last finding about two files says how they stand.

use std::collections::HashMap;

use domain::persons::Holder;
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
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("person_links::ADD", ADD),
    ("person_links::EXISTS", EXISTS),
    ("person_links::OF_PAIR", OF_PAIR),
    ("person_links::FINDINGS", FINDINGS),
    ("person_links::MATCHES", MATCHES),
    ("person_links::MATCH", MATCH),
    ("person_links::WHERE", WHERE),
    ("person_links::EVERYTHING", EVERYTHING),
];

/// The noun of findings in the ledger.
pub const NOUN: &str = "person_link";
/// The kind of payload that a finding makes; its version moves when a column does.
const PAYLOAD: &str = "person_link/1";

/// What two people found of two files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// They are one person's: the file that is kept counts, the other no more.
    Same,
    /// They are two people's.
    Different,
    /// What was found before is taken back.
    Undone,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 3] = [Self::Same, Self::Different, Self::Undone];

    /// The word kept in the table.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Different => "different",
            Self::Undone => "undone",
        }
    }

    /// Reads [`Outcome::key`].
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.key() == key)
    }
}

/// A finding about two files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Made by the caller: the same twice is one finding.
    pub id: Uuid,
    /// The file that counts.
    pub keep: Uuid,
    /// The other.
    pub other: Uuid,
    /// The unit that held the file that counts.
    pub unit: UnitId,
    /// The unit that held the other.
    pub other_unit: UnitId,
    /// Number of the finding about these two, from 1.
    pub finding: i64,
    /// What was found.
    pub outcome: Outcome,
    /// What it rests on.
    pub clause: String,
    /// Number of the paper.
    pub document_number: String,
    /// Its date.
    pub document_date: Date,
    /// When it was written down.
    pub decided_at: Timestamp,
    /// The appointment of who proposed it.
    pub appointment: Uuid,
    /// The appointment of who agreed.
    pub second: Uuid,
}

const EXISTS: &str = "select id from person_link where id = $1";
const ADD: &str = "
    insert into person_link (province_code, id, keep_id, other_id, unit_id, other_unit_id, finding, outcome, clause,
                             document_number, document_date, decided_at, account_id, appointment_id, second_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

/// Keeps a finding. Whether it had been kept before by the same id is the answer `false`.
///
/// [`StoreError::Conflict`] means that somebody else found something about these two files first.
#[tracing::instrument(name = "db.person_links.add", level = "debug", skip_all)]
pub async fn add(tx: &mut Tx, link: &Link, holder: &Holder, account: Uuid) -> Result<bool> {
    if tx.first::<Id>(sql(EXISTS).arg(link.id)).await?.is_some() {
        return Ok(false);
    }
    let before = of_pair(tx, link.keep, link.other).await?;
    if before.map_or(0, |before| before.finding).saturating_add(1) != link.finding {
        return Err(StoreError::Conflict { what: NOUN.to_owned() });
    }
    let row: Vec<Arg> = vec![
        holder.province_code.as_str().into(),
        link.id.into(),
        link.keep.into(),
        link.other.into(),
        link.unit.0.into(),
        link.other_unit.0.into(),
        link.finding.into(),
        link.outcome.key().into(),
        link.clause.as_str().into(),
        link.document_number.as_str().into(),
        link.document_date.into(),
        link.decided_at.as_millisecond().into(),
        account.into(),
        link.appointment.into(),
        link.second.into(),
    ];
    tx.run(sql(ADD).args(row.clone())).await?;
    let mut payload = Payload::new(PAYLOAD);
    payload.row(&row);
    let deed = Deed {
        actor: Actor::Account { account, appointment: Some(link.appointment) },
        act: link.outcome.key(),
        occurred_on: link.document_date,
        clause: Some(link.clause.clone()),
    };
    let vouched = Vouched {
        at: link.decided_at,
        noun: NOUN,
        province_code: Some(holder.province_code.clone()),
        unit: Some(link.unit.0),
        document: ledger::document(Some(&link.document_number), Some(link.document_date)),
        subjects: [link.keep, link.other, link.id].into(),
        payload: payload.digest(),
    };
    ledger::append(tx, &deed, vouched).await?;
    Ok(true)
}

const OF_PAIR: &str = "
    select id, keep_id, other_id, unit_id, other_unit_id, finding, outcome, clause, document_number, document_date,
           decided_at, appointment_id, second_id
    from person_link
    where (keep_id = $1 and other_id = $2) or (keep_id = $2 and other_id = $1)
    order by finding desc
    limit 1";

/// The last finding about two files, in whatever order they are named.
#[tracing::instrument(name = "db.person_links.of_pair", level = "debug", skip_all)]
pub async fn of_pair(tx: &mut Tx, one: Uuid, two: Uuid) -> Result<Option<Link>> {
    tx.first(sql(OF_PAIR).arg(one).arg(two)).await
}

const FINDINGS: &str = "
    select id, keep_id, other_id, unit_id, other_unit_id, finding, outcome, clause, document_number, document_date,
           decided_at, appointment_id, second_id
    from person_link
    order by finding desc, id";

/// Every finding that is in sight, the last about two files first.
#[tracing::instrument(name = "db.person_links.findings", level = "debug", skip_all)]
pub async fn findings(tx: &mut Tx) -> Result<Vec<Link>> {
    tx.all(sql(FINDINGS)).await
}

/// Two files that share a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// Its id.
    pub id: Uuid,
    /// The file that was written when it was found.
    pub person: Uuid,
    /// The other.
    pub other: Uuid,
    /// When it was found.
    pub opened_at: Timestamp,
}

const MATCHES: &str = "
    select id, person_id, other_id, opened_at
    from person_match
    order by opened_at, id";

/// Every two files that share a number and of which at least one is in sight.
#[tracing::instrument(name = "db.person_links.matches", level = "debug", skip_all)]
pub async fn matches(tx: &mut Tx) -> Result<Vec<Match>> {
    tx.all(sql(MATCHES)).await
}

const MATCH: &str = "select id, person_id, other_id, opened_at from person_match where id = $1";

/// Two files that share a number, by the id of their match.
#[tracing::instrument(name = "db.person_links.by_id", level = "debug", skip_all)]
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Match>> {
    tx.first(sql(MATCH).arg(id)).await
}

const WHERE: &str = "select id, unit_id from person where id = $1 and state = 'held'";

/// The unit that holds a file; none where it was destroyed, is out of sight, or never was.
#[tracing::instrument(name = "db.person_links.held_by", level = "debug", skip_all)]
pub async fn held_by(tx: &mut Tx, person: Uuid) -> Result<Option<UnitId>> {
    Ok(tx.first::<Held>(sql(WHERE).arg(person)).await?.map(|held| held.0))
}

const EVERYTHING: &str = "
    select province_code, id, keep_id, other_id, unit_id, other_unit_id, finding, outcome, clause, document_number,
           document_date, decided_at, account_id, appointment_id, second_id
    from person_link
    order by id";

/// The digest of every finding, to be held against the ledger.
pub(crate) async fn payloads(tx: &mut Tx) -> Result<HashMap<Uuid, Digest>> {
    let mut found = HashMap::new();
    tx.each(sql(EVERYTHING), |row| {
        let mut payload = Payload::new(PAYLOAD);
        payload.row(&columns(&row)?);
        found.insert(row.get("id")?, payload.digest());
        Ok(())
    })
    .await?;
    Ok(found)
}

fn columns(row: &Row) -> Result<Vec<Arg>> {
    Ok(vec![
        row.get::<String>("province_code")?.into(),
        row.get::<Uuid>("id")?.into(),
        row.get::<Uuid>("keep_id")?.into(),
        row.get::<Uuid>("other_id")?.into(),
        row.get::<Uuid>("unit_id")?.into(),
        row.get::<Uuid>("other_unit_id")?.into(),
        row.get::<i64>("finding")?.into(),
        row.get::<String>("outcome")?.into(),
        row.get::<String>("clause")?.into(),
        row.get::<String>("document_number")?.into(),
        row.get::<SqlDate>("document_date")?.to_jiff().into(),
        row.get::<i64>("decided_at")?.into(),
        row.get::<Uuid>("account_id")?.into(),
        row.get::<Uuid>("appointment_id")?.into(),
        row.get::<Uuid>("second_id")?.into(),
    ])
}

fn instant(row: &Row, column: &'static str) -> Result<Timestamp> {
    let at: i64 = row.get(column)?;
    Timestamp::from_millisecond(at).map_err(|_| StoreError::bad(column, at.to_string()))
}

struct Id;
struct Held(UnitId);

impl FromRow for Id {
    fn from_row(row: &Row) -> Result<Self> {
        row.get::<Uuid>("id").map(|_| Self)
    }
}

impl FromRow for Held {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("unit_id").map(|unit| Self(UnitId(unit)))
    }
}

impl FromRow for Match {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            person: row.get("person_id")?,
            other: row.get("other_id")?,
            opened_at: instant(row, "opened_at")?,
        })
    }
}

impl FromRow for Link {
    fn from_row(row: &Row) -> Result<Self> {
        let outcome: String = row.get("outcome")?;
        Ok(Self {
            id: row.get("id")?,
            keep: row.get("keep_id")?,
            other: row.get("other_id")?,
            unit: UnitId(row.get("unit_id")?),
            other_unit: UnitId(row.get("other_unit_id")?),
            finding: row.get("finding")?,
            outcome: Outcome::from_key(&outcome).ok_or_else(|| StoreError::bad("person_link.outcome", outcome))?,
            clause: row.get("clause")?,
            document_number: row.get("document_number")?,
            document_date: row.get::<SqlDate>("document_date")?.to_jiff(),
            decided_at: instant(row, "decided_at")?,
            appointment: row.get("appointment_id")?,
            second: row.get("second_id")?,
        })
    }
}
