//! The file edition as a file: its pages inside one snapshot, and whether they hold together.
//!
//! Reading the file by other means is not safe while it is in use (closing it would drop the engine's
//! locks, and the newest pages stand in the log beside it). So the engine itself is asked. It is the one
//! place whose statements only the file edition understands.

use std::ops::ControlFlow;

use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them on the file edition.
pub(crate) const STATEMENTS: &[(&str, &str)] =
    &[("pages::READABLE", READABLE), ("pages::SHAPE", SHAPE), ("pages::PAGES", PAGES), ("pages::FAULTS", FAULTS)];

/// How large the file is, as the snapshot sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    /// Bytes of one page.
    pub page_bytes: u32,
    /// How many pages.
    pub pages: u32,
}

const READABLE: &str = "select cast(count(*) as bigint) as n from pragma_module_list where name = 'sqlite_dbpage'";
const SHAPE: &str = "
    select s.page_size as page_bytes, c.page_count as pages
    from pragma_page_size s, pragma_page_count c";

/// The size of the file. [`StoreError::NoPages`] where the engine was built without the table of pages.
#[tracing::instrument(name = "db.pages.shape", level = "debug", skip_all)]
pub async fn shape(tx: &mut Tx) -> Result<Shape> {
    if tx.first::<Number>(sql(READABLE)).await?.is_none_or(|found| found.0 == 0) {
        return Err(StoreError::NoPages);
    }
    tx.first(sql(SHAPE)).await?.ok_or_else(|| StoreError::bad("page_count", ""))
}

const PAGES: &str = "select pgno, data from sqlite_dbpage order by pgno";

/// Every page with its number, from 1, as the snapshot sees it. `take` may end the reading.
#[tracing::instrument(name = "db.pages.each", level = "debug", skip_all)]
pub async fn each(tx: &mut Tx, mut take: impl FnMut(u32, Vec<u8>) -> ControlFlow<()>) -> Result<()> {
    let mut broken = false;
    tx.each(sql(PAGES), |row| {
        if !broken {
            let number: i64 = row.get("pgno")?;
            let number = u32::try_from(number).map_err(|_| StoreError::bad("pgno", number.to_string()))?;
            broken = take(number, row.get("data")?).is_break();
        }
        Ok(())
    })
    .await
}

const FAULTS: &str = "select quick_check as fault from pragma_quick_check where quick_check <> 'ok'";

/// What the engine finds wrong with the file's structure; empty when nothing is.
#[tracing::instrument(name = "db.pages.faults", level = "debug", skip_all)]
pub async fn faults(tx: &mut Tx) -> Result<Vec<String>> {
    Ok(tx.all::<Fault>(sql(FAULTS)).await?.into_iter().map(|fault| fault.0).collect())
}

struct Number(i64);

impl FromRow for Number {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("n").map(Self)
    }
}

struct Fault(String);

impl FromRow for Fault {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("fault").map(Self)
    }
}

impl FromRow for Shape {
    fn from_row(row: &Row) -> Result<Self> {
        let of = |what: &'static str| -> Result<u32> {
            let n: i64 = row.get(what)?;
            u32::try_from(n).map_err(|_| StoreError::bad(what, n.to_string()))
        };
        Ok(Self { page_bytes: of("page_bytes")?, pages: of("pages")? })
    }
}
