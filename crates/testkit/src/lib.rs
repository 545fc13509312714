//! What tests of several rooms need: a fresh database of either engine, a clock that
//! stands still, ids in a known order, and ready-made facts. No test asks the wall clock.

pub mod authenticator;
pub mod build;
mod database;
mod keys;
mod officer;

pub use database::TestDb;
pub use keys::{MemoryKeys, random};
pub use officer::officer;

use jiff::Timestamp;
use uuid::Uuid;

/// The instant at which every test happens: 2025-12-15 08:00 in Hà Nội, in milliseconds.
pub const NOW_MS: i64 = 1_765_760_400_000;

/// [`NOW_MS`] and a number of minutes.
pub fn minutes(after: i64) -> Timestamp {
    Timestamp::from_millisecond(NOW_MS.saturating_add(after.saturating_mul(60_000))).unwrap_or_default()
}

/// Ids 1, 2, 3 … of a numbered sequence, so that two sequences never meet and order is known.
pub fn ids(sequence: u16) -> impl FnMut() -> Uuid {
    let mut last = 0;
    move || {
        last += 1;
        id(sequence, last)
    }
}

/// The `n`th id of a sequence, shaped as a `UUIDv7`.
pub fn id(sequence: u16, n: u64) -> Uuid {
    let mut bytes = [0; 10];
    let (head, tail) = bytes.split_at_mut(2);
    head.copy_from_slice(&sequence.to_be_bytes());
    tail.copy_from_slice(&n.to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(NOW_MS.unsigned_abs(), &bytes).into_uuid()
}
