//! Whether what was restored is what was backed up.

use store::audit::{audit, signed};
use store::{Db, census, ledger_keys, pages};
use vault::key::VerifyingKey;

use super::fault::BackupFault;
use super::piece::{Header, Kind};

/// Holds restored records against their header: structure, rows, and the whole ledger against what was signed.
/// Answers how many entries are signed.
pub(super) async fn hold(db: &Db, header: &Header) -> Result<u64, BackupFault> {
    structure(db, header).await?;
    let mut tx = db.snapshot().await?;
    let counts = census::count(&mut tx, header.about.schema).await?;
    drop(tx);
    rows(&counts, header)?;
    // an older backup is brought to the present schema, a newer one refused
    db.migrate().await?;
    let mut tx = db.snapshot().await?;
    // the list is signed, so the key that it names for this state is believed
    let key: VerifyingKey = header.about.ledger.key.parse().map_err(damaged)?;
    // with the checkpoints at which one key took over from another
    let mut expected = signed(&mut tx, &key).await?.map_err(damaged)?;
    let keys = ledger_keys::succession(&mut tx).await?.filter(|keys| keys.has(&key));
    if let Some(note) = &header.about.ledger.note {
        expected.note(note, keys.unwrap_or_else(|| (&key).into())).map_err(damaged)?;
    }
    let sound = audit(&mut tx, expected).await?.map_err(damaged)?;
    let ledger = &header.about.ledger;
    if (sound.size, sound.root.to_string()) != (ledger.size, ledger.root.clone()) {
        return Err(damaged(format!("the ledger has {} entries, the backup says {}", sound.size, ledger.size)));
    }
    Ok(sound.signed)
}

/// Whether the engine finds the file sound, and the schema is the one of the header.
pub(super) async fn structure(db: &Db, header: &Header) -> Result<(), BackupFault> {
    let mut tx = db.snapshot().await?;
    if header.about.kind == Kind::Pages
        && let Some(fault) = pages::faults(&mut tx).await?.into_iter().next()
    {
        return Err(damaged(fault));
    }
    let version = census::version(&mut tx).await?;
    if version == header.about.schema {
        return Ok(());
    }
    Err(damaged(format!("schema {version}, the backup says {}", header.about.schema)))
}

/// Whether every table has as many rows as the header says.
pub(super) fn rows(counts: &[(String, i64)], header: &Header) -> Result<(), BackupFault> {
    let differs = counts.iter().find(|(table, n)| !header.counts.iter().any(|(of, was)| of == table && was == n));
    match differs {
        Some((table, n)) => Err(damaged(format!("{table}: {n} rows are not what the backup says"))),
        None => Ok(()),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands in `map_err`, which gives the fault away")]
fn damaged(what: impl ToString) -> BackupFault {
    BackupFault::Damaged { what: what.to_string() }
}
