//! The keys of the ledger, once one was replaced. None stand here while the first is in force.

use vault::key::VerifyingKey;
use vault::succession::{self, Succession};

use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Deed, Vouched};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[("ledger_keys::EVERY", EVERY), ("ledger_keys::ADD", ADD)];

const EVERY: &str = "select since, key from ledger_key order by since";

/// The keys in their order; none if there was only ever one.
#[tracing::instrument(name = "db.ledger_keys.succession", level = "debug", skip_all)]
pub async fn succession(tx: &mut Tx) -> Result<Option<Succession>> {
    let mut keys: Option<Succession> = None;
    for Kept { since, key } in tx.all(sql(EVERY)).await? {
        let bad = |_| StoreError::bad("ledger_key.since", since.to_string());
        keys = Some(match keys {
            None => Succession::of(key),
            Some(keys) => keys.then(since, key).map_err(bad)?,
        });
    }
    Ok(keys)
}

const ADD: &str = "insert into ledger_key (since, key) values ($1, $2)";

/// Puts a key in the place of the one in force: its entry in the ledger and its line beside it. Answers the head after
/// it, of which the caller signs a checkpoint with both keys in the same transaction. `keys` are those before it.
///
/// [`StoreError::Refused`] means that the new key cannot follow them.
#[tracing::instrument(name = "db.ledger_keys.replace", level = "debug", skip_all)]
pub async fn replace(
    tx: &mut Tx,
    keys: &Succession,
    new: &VerifyingKey,
    at: jiff::Timestamp,
    deed: &Deed,
) -> Result<(ledger::Head, Succession)> {
    let vouched = Vouched {
        at,
        noun: succession::NOUN,
        province_code: None,
        unit: None,
        document: ledger::document(None, None),
        subjects: [].into(),
        payload: succession::payload(new, keys.last()),
    };
    ledger::append(tx, deed, vouched).await?;
    let head = ledger::head(tx).await?;
    let since = head.frontier.size();
    let refused = |fault: succession::SuccessionFault| StoreError::Refused { what: fault.to_string() };
    let after = keys.clone().then(since, new.clone()).map_err(refused)?;
    if keys.handovers().next().is_none() {
        tx.run(sql(ADD).arg(0_i64).arg(keys.last().to_string())).await?;
    }
    tx.run(sql(ADD).arg(since.cast_signed()).arg(new.to_string())).await?;
    Ok((head, after))
}

struct Kept {
    since: u64,
    key: VerifyingKey,
}

impl FromRow for Kept {
    fn from_row(row: &Row) -> Result<Self> {
        let (since, key): (i64, String) = (row.get("since")?, row.get("key")?);
        let key = key.parse().map_err(|_| StoreError::bad("ledger_key.key", key))?;
        Ok(Self { since: since.cast_unsigned(), key })
    }
}
