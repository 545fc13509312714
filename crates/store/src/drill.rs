//! That a backup was restored and checked: an entry of the ledger, and nothing else.

use jiff::Timestamp;
use uuid::Uuid;
use vault::Digest;
use vault::entry::Document;

use crate::error::Result;
use crate::kernel::Tx;
use crate::ledger::{Deed, Vouched, append};
use crate::payload::Payload;

/// What entries call it.
pub const NOUN: &str = "backup";

/// What a restore drill found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drill {
    /// Its id, made by the caller.
    pub id: Uuid,
    /// The SHA-256 of the last piece that was restored.
    pub piece: String,
    /// When that piece was taken.
    pub taken_at: Timestamp,
    /// Entries of the restored ledger.
    pub entries: u64,
    /// Its root: 44 letters.
    pub root: String,
    /// How long restoring and checking took, in milliseconds.
    pub took_ms: i64,
    /// Whether everything was as it should be.
    pub passed: bool,
}

/// Enters the result of a drill.
#[tracing::instrument(name = "db.drill.record", level = "debug", skip_all)]
pub async fn record(tx: &mut Tx, drill: &Drill, now: Timestamp, deed: &Deed) -> Result<()> {
    let vouched = Vouched {
        at: now,
        noun: NOUN,
        province_code: None,
        unit: None,
        document: Document::default(),
        subjects: [drill.id].into(),
        payload: payload(drill),
    };
    append(tx, deed, vouched).await
}

fn payload(drill: &Drill) -> Digest {
    let mut payload = Payload::new("backup/1");
    payload.row(&[
        drill.id.into(),
        drill.piece.as_str().into(),
        drill.taken_at.as_millisecond().into(),
        drill.entries.cast_signed().into(),
        drill.root.as_str().into(),
        drill.took_ms.into(),
        drill.passed.into(),
    ]);
    payload.digest()
}
