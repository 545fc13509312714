//! Boundaries of units that an operator brought in. One import is drawn at a time.

use domain::units::{Level, UnitId};
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
    ("boundaries::ADD_IMPORT", ADD_IMPORT),
    ("boundaries::FORGET", FORGET),
    ("boundaries::ADD.many", ADD.many),
    ("boundaries::ADD.one", ADD.one),
    ("boundaries::EVERY", EVERY),
    ("boundaries::DRAWN", DRAWN),
    ("boundaries::IMPORTS", IMPORTS),
    ("boundaries::OF_PROVINCE", OF_PROVINCE),
    ("boundaries::OF_LEVEL", OF_LEVEL),
];

/// One import of boundaries.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its id, made by the caller.
    pub id: Uuid,
    /// Where the boundaries come from.
    pub source: String,
    /// On what terms they may be used.
    pub licence: String,
    /// The day whose boundaries they are.
    pub as_of: Date,
    /// When they were brought in, to the millisecond.
    pub imported_at: Timestamp,
    /// Of how many units.
    pub units: i64,
}

/// The boundary of one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// The code of its province (its own for a province).
    pub province_code: String,
    /// The unit.
    pub unit: UnitId,
    /// Its rings, in the writing of the room that draws them; never empty.
    pub shape: String,
}

const ADD_IMPORT: &str = "
    insert into boundary_import (id, source, licence, as_of, imported_at, units) values ($1, $2, $3, $4, $5, $6)";
const FORGET: &str = "delete from boundary";

const ROWS: usize = 25;
const ADD: Bulk = Bulk { many: many!(ADD_HEAD, 4, ROWS, ""), one: many!(ADD_HEAD, 4, 1, ""), rows: ROWS };
const ADD_HEAD: &str = "insert into boundary (province_code, unit_id, import_id, shape) values ";

/// Puts an import in the place of the one before, of which only the record stays. Importers take turns.
///
/// The same transaction holds its entry in the ledger.
/// [`StoreError::Conflict`] means that another import was written at the same time, or this one before.
#[tracing::instrument(name = "db.boundaries.replace", level = "debug", skip_all, fields(units = boundaries.len()))]
pub async fn replace(tx: &mut Tx, import: &Import, boundaries: &[Boundary], deed: &Deed) -> Result<()> {
    crate::hamlets::take_turns(tx).await?;
    tx.run(sql(ADD_IMPORT).args(import_values(import))).await?;
    tx.run(sql(FORGET)).await?;
    ADD.insert(tx, boundaries.iter().map(|boundary| values(import.id, boundary))).await?;
    let vouched = vouched(tx, import).await?;
    ledger::append(tx, deed, vouched).await
}

fn import_values(import: &Import) -> Vec<Arg> {
    vec![
        import.id.into(),
        import.source.as_str().into(),
        import.licence.as_str().into(),
        import.as_of.into(),
        import.imported_at.as_millisecond().into(),
        import.units.into(),
    ]
}

fn values(import: Uuid, boundary: &Boundary) -> Vec<Arg> {
    vec![boundary.province_code.as_str().into(), boundary.unit.0.into(), import.into(), boundary.shape.as_str().into()]
}

/// The noun of boundaries in the ledger.
pub const NOUN: &str = "boundary";
/// The kind of payload; its version moves when a column does.
const PAYLOAD: &str = "boundary/2";

/// What the ledger vouches for: every import, and the boundaries of the last.
async fn vouched(tx: &mut Tx, import: &Import) -> Result<Vouched> {
    let payload = payload(tx).await?.ok_or_else(|| StoreError::bad("boundary_import.id", import.id.to_string()))?;
    Ok(Vouched {
        at: import.imported_at,
        noun: NOUN,
        province_code: None,
        unit: None,
        document: ledger::document(None, None),
        subjects: [import.id].into(),
        payload,
    })
}

const EVERY: &str = "
    select province_code, unit_id, import_id, shape
    from boundary
    order by province_code, unit_id";

/// The digest of every import, the oldest first, then of the boundaries by province and unit; none while there is
/// neither.
pub(crate) async fn payload(tx: &mut Tx) -> Result<Option<Digest>> {
    let imports = imports(tx).await?;
    let mut payload = Payload::new(PAYLOAD);
    imports.iter().rev().for_each(|import| payload.row(&import_values(import)));
    let mut outlines = 0_usize;
    tx.each(sql(EVERY), |row| {
        let boundary = Boundary::from_row(&row)?;
        payload.row(&values(row.get("import_id")?, &boundary));
        outlines += 1;
        Ok(())
    })
    .await?;
    Ok((imports.len() + outlines > 0).then(|| payload.digest()))
}

const DRAWN: &str = "select import_id from boundary order by province_code, unit_id limit 1";

/// The import whose boundaries are kept, if there is one.
#[tracing::instrument(name = "db.boundaries.drawn", level = "debug", skip_all)]
pub async fn drawn(tx: &mut Tx) -> Result<Option<Uuid>> {
    Ok(tx.first::<Drawn>(sql(DRAWN)).await?.map(|drawn| drawn.0))
}

const IMPORTS: &str = "
    select id, source, licence, as_of, imported_at, units
    from boundary_import
    order by imported_at desc, id desc";

/// Every import there was, newest first.
#[tracing::instrument(name = "db.boundaries.imports", level = "debug", skip_all)]
pub async fn imports(tx: &mut Tx) -> Result<Vec<Import>> {
    tx.all(sql(IMPORTS)).await
}

const OF_PROVINCE: &str = "
    select province_code, unit_id, shape
    from boundary
    where province_code = $1
    order by unit_id";

/// The boundaries of a province and of the units in it.
#[tracing::instrument(name = "db.boundaries.of_province", level = "debug", skip_all)]
pub async fn of_province(tx: &mut Tx, province: &str) -> Result<Vec<Boundary>> {
    tx.all(sql(OF_PROVINCE).arg(province)).await
}

const OF_LEVEL: &str = "
    select b.province_code, b.unit_id, b.shape
    from boundary b join unit u on u.id = b.unit_id
    where u.level = $1
    order by b.province_code, b.unit_id";

/// The boundaries of every unit of a level.
#[tracing::instrument(name = "db.boundaries.of_level", level = "debug", skip_all)]
pub async fn of_level(tx: &mut Tx, level: Level) -> Result<Vec<Boundary>> {
    tx.all(sql(OF_LEVEL).arg(level.key())).await
}

struct Drawn(Uuid);

impl FromRow for Drawn {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("import_id").map(Self)
    }
}

impl FromRow for Import {
    fn from_row(row: &Row) -> Result<Self> {
        let imported_at: i64 = row.get("imported_at")?;
        Ok(Self {
            id: row.get("id")?,
            source: row.get("source")?,
            licence: row.get("licence")?,
            as_of: row.get::<SqlDate>("as_of")?.to_jiff(),
            imported_at: Timestamp::from_millisecond(imported_at)
                .map_err(|_| StoreError::bad("boundary_import.imported_at", imported_at.to_string()))?,
            units: row.get("units")?,
        })
    }
}

impl FromRow for Boundary {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            province_code: row.get("province_code")?,
            unit: UnitId(row.get("unit_id")?),
            shape: row.get("shape")?,
        })
    }
}
