//! Whose files a transaction may touch: told to the server, which shows it nothing else (row-level security).
//!
//! The first wall is a permit and the `where` of a statement; this is the second, for the day on which one of them is
//! forgotten. A transaction that says nothing sees nobody's file. What is said ends with the transaction, so a
//! connection of the pool carries nothing over. The file edition has no such wall, and nothing is asked of it.

use std::collections::BTreeSet;

use domain::units::UnitId;
use uuid::Uuid;

use crate::error::Result;
use crate::kernel::{Db, Row, Tx};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them on the server.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[("sight::TELL", TELL), ("sight::TELL_WHO", TELL_WHO)];

/// What the server's dump program says of itself, to see what we see: `PGOPTIONS`.
pub const DUMP_OPTIONS: &str = "-c anlanh.sight=everything";

/// Whose files a transaction may touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sight {
    /// The files that these units hold: what an appointment reaches.
    Units(BTreeSet<UnitId>),
    /// No file, but the log of who looked into those of a province's units.
    LogOfProvince(String),
    /// All of them: for what concerns the store as a whole (audit, backup, counting, carrying out what the keyring has
    /// yet to do) or the whole country's log. Never for a question about somebody's file.
    Everything,
}

impl Sight {
    /// One unit's files.
    pub fn unit(unit: UnitId) -> Self {
        Self::Units([unit].into())
    }

    /// The files of the units of both: handing a file on touches giver and receiver.
    pub fn units(units: impl IntoIterator<Item = UnitId>) -> Self {
        Self::Units(units.into_iter().collect())
    }

    fn told(&self) -> String {
        match self {
            Self::Everything => "everything".to_owned(),
            Self::LogOfProvince(code) => format!("province:{code}"),
            Self::Units(units) => units.iter().map(|unit| unit.0.to_string()).collect::<Vec<_>>().join(","),
        }
    }
}

impl Db {
    /// [`Db::begin`] for a write that touches people's files.
    pub async fn begin_in_sight(&self, sight: &Sight) -> Result<Tx> {
        let mut tx = self.begin().await?;
        look(&mut tx, sight).await?;
        Ok(tx)
    }

    /// [`Db::snapshot`] for a read of people's files.
    pub async fn snapshot_in_sight(&self, sight: &Sight) -> Result<Tx> {
        let mut tx = self.snapshot().await?;
        look(&mut tx, sight).await?;
        Ok(tx)
    }
}

const TELL: &str = "select set_config('anlanh.sight', $1, true) as told";

/// Says whose files the rest of a transaction may touch; what was said before is forgotten.
#[tracing::instrument(name = "db.sight.look", level = "debug", skip_all)]
pub async fn look(tx: &mut Tx, sight: &Sight) -> Result<()> {
    if tx.is_file() {
        return Ok(());
    }
    tx.first::<Told>(sql(TELL).arg(sight.told())).await.map(drop)
}

const TELL_WHO: &str = "select set_config('anlanh.who', $1, true) as told";

/// Says whose openings of files the rest of a transaction may see: an account's, or those of one session.
pub(crate) async fn look_as(tx: &mut Tx, who: Uuid) -> Result<()> {
    if tx.is_file() {
        return Ok(());
    }
    tx.first::<Told>(sql(TELL_WHO).arg(who.to_string())).await.map(drop)
}

struct Told;

impl FromRow for Told {
    fn from_row(row: &Row) -> Result<Self> {
        row.get::<String>("told").map(|_| Self)
    }
}
