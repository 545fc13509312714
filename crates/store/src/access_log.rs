//! The log of who looked into files, as those read it who watch over it. Reading it is itself written down, by the
//! use case, before any of these questions is asked.

use std::collections::BTreeSet;

use domain::units::UnitId;
use jiff::Timestamp;
use uuid::Uuid;
use vault::entry::Entry;

use crate::accounts::instant;
use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};
use crate::sight::{self, Sight};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("access_log::OF_UNIT", OF_UNIT),
    ("access_log::OF_PROVINCE", OF_PROVINCE),
    ("access_log::ENTRIES", ENTRIES),
    ("access_log::IN_UNIT", IN_UNIT),
];

/// A line of the log. Sealed words of it are not read; whose files it touched, only the ledger says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// The unit whose files they are; none for coming and going.
    pub unit: Option<Uuid>,
    /// Whose account; none for the operator of the machine.
    pub account: Option<Uuid>,
    /// Under which appointment.
    pub appointment: Option<Uuid>,
    /// What was wanted.
    pub act: String,
    /// What for.
    pub purpose: String,
    /// What was touched: `person`, `access`, `account`, `permit`.
    pub noun: String,
    /// Which classes of fields were given, apart by commas.
    pub classes: String,
    /// How many files it touched.
    pub rows: i64,
    /// `served`, `refused` or `failed`.
    pub result: String,
}

/// Which lines are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// From this instant on.
    pub from: Timestamp,
    /// Before this instant.
    pub to: Timestamp,
    /// Of one account only.
    pub account: Option<Uuid>,
    /// One act only; every act where it is empty.
    pub act: String,
    /// One purpose only; every one where it is empty.
    pub purpose: String,
    /// So many at most.
    pub limit: i64,
    /// After so many, newest first.
    pub skip: i64,
}

const OF_UNIT: &str = "
    select id, at, unit_id, account_id, appointment_id, act, purpose, noun, classes, row_count, result
    from access
    where unit_id = $1 and at >= $2 and at < $3 and (account_id = $4 or $4 is null)
      and (act = $5 or $5 = '') and (purpose = $6 or $6 = '')
    order by at desc, id desc
    limit $7 offset $8";

/// Lines about one unit, newest first.
#[tracing::instrument(name = "db.access_log.of_unit", level = "debug", skip_all)]
pub async fn of_unit(tx: &mut Tx, unit: Uuid, asked: &Asked) -> Result<Vec<Line>> {
    sight::look(tx, &Sight::unit(UnitId(unit))).await?;
    let window = sql(OF_UNIT).arg(unit).arg(asked.from.as_millisecond()).arg(asked.to.as_millisecond());
    let which = window.arg(asked.account).arg(asked.act.as_str()).arg(asked.purpose.as_str());
    tx.all(which.arg(asked.limit).arg(asked.skip)).await
}

const OF_PROVINCE: &str = "
    select id, at, unit_id, account_id, appointment_id, act, purpose, noun, classes, row_count, result
    from access
    where (province_code = $1 or $1 = '') and at >= $2 and at < $3 and (account_id = $4 or $4 is null)
      and (act = $5 or $5 = '') and (purpose = $6 or $6 = '')
    order by at desc, id desc
    limit $7 offset $8";

/// Lines about every unit of a province, or of the country where none is named, newest first.
#[tracing::instrument(name = "db.access_log.of_province", level = "debug", skip_all)]
pub async fn of_province(tx: &mut Tx, province: Option<&str>, asked: &Asked) -> Result<Vec<Line>> {
    let sight = province.map_or(Sight::Everything, |code| Sight::LogOfProvince(code.to_owned()));
    sight::look(tx, &sight).await?;
    let code = province.unwrap_or_default();
    let window = sql(OF_PROVINCE).arg(code).arg(asked.from.as_millisecond()).arg(asked.to.as_millisecond());
    let which = window.arg(asked.account).arg(asked.act.as_str()).arg(asked.purpose.as_str());
    tx.all(which.arg(asked.limit).arg(asked.skip)).await
}

const ENTRIES: &str = "
    select body
    from ledger_entry
    where unit_id = $1 and noun = 'access' and recorded_at >= $2 and recorded_at < $3
    order by seq";

const IN_UNIT: &str = "
    select id, at, unit_id, account_id, appointment_id, act, purpose, noun, classes, row_count, result
    from access
    where unit_id = $1 and at >= $2 and at < $3
    order by at desc, id desc";

/// Lines of a unit that name one person, newest first: the ledger's entries say which they are.
#[tracing::instrument(name = "db.access_log.of_person", level = "debug", skip_all)]
pub async fn of_person(tx: &mut Tx, unit: Uuid, person: Uuid, from: Timestamp, to: Timestamp) -> Result<Vec<Line>> {
    sight::look(tx, &Sight::unit(UnitId(unit))).await?;
    let (from_ms, to_ms) = (from.as_millisecond(), to.as_millisecond());
    let mut named = BTreeSet::new();
    tx.each(sql(ENTRIES).arg(unit).arg(from_ms).arg(to_ms), |row| {
        let body: Vec<u8> = row.get("body")?;
        let entry = Entry::decode(&body).map_err(|fault| StoreError::bad("ledger_entry.body", fault.to_string()))?;
        if entry.says.subjects.contains(&person) {
            named.extend(entry.says.subjects);
        }
        Ok(())
    })
    .await?;
    let mut found = Vec::new();
    tx.each(sql(IN_UNIT).arg(unit).arg(from_ms).arg(to_ms), |row| {
        let line = Line::from_row(&row)?;
        if named.contains(&line.id) {
            found.push(line);
        }
        Ok(())
    })
    .await?;
    Ok(found)
}

impl FromRow for Line {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            at: instant(row, "at")?,
            unit: row.get("unit_id")?,
            account: row.get("account_id")?,
            appointment: row.get("appointment_id")?,
            act: row.get("act")?,
            purpose: row.get("purpose")?,
            noun: row.get("noun")?,
            classes: row.get("classes")?,
            rows: row.get("row_count")?,
            result: row.get("result")?,
        })
    }
}
