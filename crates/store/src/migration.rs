//! What must hold when a schema has been brought up to date, before the transaction that did it ends.

use crate::census::{self, Counts};
use crate::error::{Result, StoreError};
use crate::kernel::Tx;
use crate::ledger;
use crate::schema::Schema;

/// The rows of each table before; empty in a new database.
pub(crate) type Before = Counts;

/// Looks the new schema over: every question of the program can be asked of it, nothing is fewer than before, and
/// the head of the ledger agrees with its entries.
pub(crate) async fn check(tx: &mut Tx, schema: Schema, before: &Before) -> Result<()> {
    let questions = match schema {
        Schema::Records => crate::STATEMENTS,
        Schema::Keyring => crate::KEYRING_STATEMENTS,
    };
    for (name, text) in questions.iter().copied().flatten() {
        tx.shape(text).await.map_err(|fault| astray(format!("{name}: {fault}")))?;
    }
    if schema == Schema::Keyring {
        return Ok(());
    }
    let now = census::count(tx, i64::MAX).await?;
    for (table, was) in before {
        let rows = now.iter().find(|(of, _)| of == table).map_or(0, |(_, rows)| *rows);
        if rows < *was {
            return Err(astray(format!("{table}: {was} rows before, {rows} after")));
        }
    }
    let entries = now.iter().find(|(of, _)| of == "ledger_entry").map_or(0, |(_, rows)| *rows);
    let size = ledger::head(tx).await?.frontier.size();
    if i64::try_from(size).is_ok_and(|size| size == entries) {
        return Ok(());
    }
    Err(astray(format!("ledger_head: {size}, but {entries} entries")))
}

fn astray(what: String) -> StoreError {
    StoreError::Migration { what }
}
