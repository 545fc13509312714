//! What witnesses have signed under our checkpoints.

use jiff::Timestamp;
use vault::key::WitnessKey;

use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] =
    &[("cosignatures::ADD", ADD), ("cosignatures::EVERY", EVERY), ("cosignatures::LAST", LAST)];

/// One signature of a witness.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosignature {
    /// Of the checkpoint of so many entries.
    pub size: u64,
    /// Who.
    pub witness: WitnessKey,
    /// Its bytes, as they stand in the note's line after the key's id.
    pub signature: Vec<u8>,
    /// When the witness says that it signed.
    pub signed_at: Timestamp,
}

const ADD: &str = "
    insert into ledger_cosignature (size, witness, signature, signed_at, kept_at) values ($1, $2, $3, $4, $5)
    on conflict (size, witness) do nothing";

/// Keeps a signature that the caller has checked, unless that witness has signed this checkpoint before. Answers
/// whether it was written.
#[tracing::instrument(name = "db.cosignatures.add", level = "debug", skip_all)]
pub async fn add(tx: &mut Tx, one: &Cosignature, kept_at: Timestamp) -> Result<bool> {
    let values = sql(ADD).arg(one.size.cast_signed()).arg(one.witness.to_string()).arg(one.signature.as_slice());
    Ok(tx.run(values.arg(one.signed_at.as_millisecond()).arg(kept_at.as_millisecond())).await? > 0)
}

const EVERY: &str = "
    select size, witness, signature, signed_at
    from ledger_cosignature
    where size >= $1 and size <= $2
    order by size, witness";

/// The signatures under the checkpoints of these sizes, by size and witness.
#[tracing::instrument(name = "db.cosignatures.of_sizes", level = "debug", skip_all)]
pub async fn of_sizes(tx: &mut Tx, from: u64, to: u64) -> Result<Vec<Cosignature>> {
    let end = i64::try_from(to).unwrap_or(i64::MAX);
    tx.all(sql(EVERY).arg(i64::try_from(from).unwrap_or(i64::MAX)).arg(end)).await
}

const LAST: &str = "
    select c.size, c.witness, c.signature, c.signed_at
    from ledger_cosignature c
    join (select witness, max(size) as size from ledger_cosignature group by witness) l
        on l.witness = c.witness and l.size = c.size
    order by c.witness";

/// The last checkpoint that each witness has signed.
#[tracing::instrument(name = "db.cosignatures.last", level = "debug", skip_all)]
pub async fn last(tx: &mut Tx) -> Result<Vec<Cosignature>> {
    tx.all(sql(LAST)).await
}

impl FromRow for Cosignature {
    fn from_row(row: &Row) -> Result<Self> {
        let (size, witness, signed_at): (i64, String, i64) =
            (row.get("size")?, row.get("witness")?, row.get("signed_at")?);
        Ok(Self {
            size: size.cast_unsigned(),
            witness: witness.parse().map_err(|_| StoreError::bad("ledger_cosignature.witness", witness))?,
            signature: row.get("signature")?,
            signed_at: Timestamp::from_millisecond(signed_at)
                .map_err(|_| StoreError::bad("ledger_cosignature.signed_at", signed_at.to_string()))?,
        })
    }
}
