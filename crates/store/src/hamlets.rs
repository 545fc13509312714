//! Who brought in which list of hamlets. The hamlets themselves are units ([`crate::units`]).

use domain::facts::Source;
use domain::units::Version;
use jiff::Timestamp;
use jiff_sqlx::Date as SqlDate;
use uuid::Uuid;
use vault::Digest;

use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Deed, Vouched};
use crate::payload::Payload;
use crate::query::{Arg, FromRow, sql};
use crate::units;

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("hamlets::TAKE_TURNS", TAKE_TURNS),
    ("hamlets::IMPORT", IMPORT),
    ("hamlets::ADD_IMPORT", ADD_IMPORT),
    ("hamlets::IMPORTS", IMPORTS),
];

/// One list of hamlets that was taken in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// Its id, made by the caller.
    pub id: Uuid,
    /// The file's name.
    pub file: String,
    /// The paper behind it; its place is not kept, for it is the whole file.
    pub source: Source,
    /// Who brought it.
    pub entered_by: String,
    /// When, to the millisecond.
    pub imported_at: Timestamp,
    /// How many hamlets it added or changed.
    pub hamlets: i64,
}

const TAKE_TURNS: &str = "update unit_shipment set units = units";

/// Makes importers wait for one another until their transactions end, so that two of them,
/// each right about the register it saw, cannot together write a wrong one.
#[tracing::instrument(name = "db.hamlets.take_turns", level = "debug", skip_all)]
pub async fn take_turns(tx: &mut Tx) -> Result<()> {
    tx.run(sql(TAKE_TURNS)).await.map(drop)
}

const IMPORT: &str = "
    select id, file, source_title, source_number, source_date, entered_by, imported_at, hamlets
    from hamlet_import
    where id = $1";

/// An import by its id, if it was taken in.
#[tracing::instrument(name = "db.hamlets.import", level = "debug", skip_all)]
pub async fn import(tx: &mut Tx, id: Uuid) -> Result<Option<Import>> {
    tx.first(sql(IMPORT).arg(id)).await
}

const ADD_IMPORT: &str = "
    insert into hamlet_import
        (id, file, source_title, source_number, source_date, entered_by, imported_at, hamlets)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Takes in a list: its hamlets, the record of who brought it, and the entry in the ledger.
///
/// Hamlets that are there already are brought up to date. Refuses what is no hamlet, a version that
/// stands there twice, and a hamlet whose commune is not in the register. The caller checks beforehand
/// that the whole is a register ([`domain::units::Register::new`]). Answers how many versions were written.
/// [`StoreError::Conflict`] means that this id was recorded before.
#[tracing::instrument(name = "db.hamlets.take_in", level = "debug", skip_all, fields(hamlets = hamlets.len()))]
pub async fn take_in(tx: &mut Tx, import: &Import, hamlets: &[Version], deed: &Deed) -> Result<u64> {
    take_turns(tx).await?;
    tx.run(sql(ADD_IMPORT).args(values(import))).await?;
    let written = units::import_hamlets(tx, hamlets).await?;
    let vouched = vouched(tx, import).await?;
    ledger::append(tx, deed, vouched).await?;
    Ok(written)
}

fn values(import: &Import) -> Vec<Arg> {
    vec![
        import.id.into(),
        import.file.as_str().into(),
        import.source.title.as_str().into(),
        import.source.number.clone().into(),
        import.source.date.into(),
        import.entered_by.as_str().into(),
        import.imported_at.as_millisecond().into(),
        import.hamlets.into(),
    ]
}

/// The noun of hamlets in the ledger.
pub const NOUN: &str = "hamlet";
/// The kind of payload; its version moves when a column does.
const PAYLOAD: &str = "hamlet/2";

/// What the ledger vouches for: everything that was brought in so far. An importer has its turn
/// ([`take_turns`]), so nobody brings more meanwhile.
async fn vouched(tx: &mut Tx, import: &Import) -> Result<Vouched> {
    let payload = payload(tx).await?.ok_or_else(|| StoreError::bad("hamlet_import.id", import.id.to_string()))?;
    Ok(Vouched {
        at: import.imported_at,
        noun: NOUN,
        province_code: None,
        unit: None,
        document: ledger::document(import.source.number.as_deref(), import.source.date),
        subjects: [import.id].into(),
        payload,
    })
}

/// The digest of every import, the oldest first, then of every imported version; none while there is neither.
pub(crate) async fn payload(tx: &mut Tx) -> Result<Option<Digest>> {
    let imports = imports(tx).await?;
    let mut payload = Payload::new(PAYLOAD);
    imports.iter().rev().for_each(|import| payload.row(&values(import)));
    let versions = units::add_hamlets(tx, &mut payload).await?;
    Ok((imports.len() + versions > 0).then(|| payload.digest()))
}

const IMPORTS: &str = "
    select id, file, source_title, source_number, source_date, entered_by, imported_at, hamlets
    from hamlet_import
    order by imported_at desc, id desc";

/// Every import there was, newest first.
#[tracing::instrument(name = "db.hamlets.imports", level = "debug", skip_all)]
pub async fn imports(tx: &mut Tx) -> Result<Vec<Import>> {
    tx.all(sql(IMPORTS)).await
}

impl FromRow for Import {
    fn from_row(row: &Row) -> Result<Self> {
        let imported_at: i64 = row.get("imported_at")?;
        Ok(Self {
            id: row.get("id")?,
            file: row.get("file")?,
            source: Source {
                title: row.get("source_title")?,
                number: row.get("source_number")?,
                date: row.get::<Option<SqlDate>>("source_date")?.map(SqlDate::to_jiff),
                place: None,
            },
            entered_by: row.get("entered_by")?,
            imported_at: Timestamp::from_millisecond(imported_at)
                .map_err(|_| StoreError::bad("hamlet_import.imported_at", imported_at.to_string()))?,
            hamlets: row.get("hamlets")?,
        })
    }
}
