//! Keys that were destroyed: whose, when, and by which paper. Kept for ever, in the keyring.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::Date as SqlDate;
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("keyring_tombstones::OF", OF),
    ("keyring_tombstones::ALL", ALL),
    ("keyring_tombstones::ADD", ADD),
    ("keyring_tombstones::DROP_KEYS", DROP_KEYS),
];

/// A destroyed key. It names nobody: the subject is a random id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// Whose key it was.
    pub subject: Uuid,
    /// When it was destroyed, to the millisecond.
    pub destroyed_at: Timestamp,
    /// The clause of law, as cited.
    pub ground: String,
    /// The number of the paper that ordered it.
    pub document_number: String,
    /// The day of that paper.
    pub document_date: Date,
}

const OF: &str = "
    select subject_id, destroyed_at, ground, document_number, document_date
    from tombstone
    where subject_id = $1";

/// Whether a subject's key was destroyed, and why.
#[tracing::instrument(name = "db.keyring.tombstone", level = "debug", skip_all)]
pub async fn of(tx: &mut Tx, subject: Uuid) -> Result<Option<Tombstone>> {
    tx.first(sql(OF).arg(subject)).await
}

const ALL: &str = "
    select subject_id, destroyed_at, ground, document_number, document_date
    from tombstone
    order by destroyed_at, subject_id";

/// Every one, the oldest first.
#[tracing::instrument(name = "db.keyring.tombstones", level = "debug", skip_all)]
pub async fn all(tx: &mut Tx) -> Result<Vec<Tombstone>> {
    tx.all(sql(ALL)).await
}

const ADD: &str = "
    insert into tombstone (subject_id, destroyed_at, ground, document_number, document_date)
    values ($1, $2, $3, $4, $5)
    on conflict (subject_id) do nothing";
const DROP_KEYS: &str = "delete from subject_key where subject_id = $1 and kind = 'person'";

/// Destroys every key of a person and says so for ever. Answers how many keys there were; done before, it changes
/// nothing, and the first tombstone stands. Only in one's turn ([`crate::keyring::take_turn`]).
#[tracing::instrument(name = "db.keyring.destroy", level = "debug", skip_all)]
pub async fn destroy(tx: &mut Tx, tombstone: &Tombstone) -> Result<u64> {
    let values = sql(ADD)
        .arg(tombstone.subject)
        .arg(tombstone.destroyed_at.as_millisecond())
        .arg(tombstone.ground.as_str())
        .arg(tombstone.document_number.as_str())
        .arg(tombstone.document_date);
    tx.run(values).await?;
    tx.run(sql(DROP_KEYS).arg(tombstone.subject)).await
}

impl FromRow for Tombstone {
    fn from_row(row: &Row) -> Result<Self> {
        let at: i64 = row.get("destroyed_at")?;
        Ok(Self {
            subject: row.get("subject_id")?,
            destroyed_at: Timestamp::from_millisecond(at)
                .map_err(|_| StoreError::bad("tombstone.destroyed_at", at.to_string()))?,
            ground: row.get("ground")?,
            document_number: row.get("document_number")?,
            document_date: row.get::<SqlDate>("document_date")?.to_jiff(),
        })
    }
}
