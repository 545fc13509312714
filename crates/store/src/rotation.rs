//! That keys are about to be changed: an entry of the ledger, and nothing else. It stands there before the first key
//! is touched, so that no change of keys goes unseen; one that was killed is finished under an entry of its own.

use jiff::Timestamp;
use uuid::Uuid;
use vault::entry::Document;

use crate::error::Result;
use crate::kernel::Tx;
use crate::ledger::{Deed, Vouched, append};
use crate::payload::Payload;

/// What entries call it.
pub const NOUN: &str = "keyring";

/// Which keys are changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// That of one unit.
    Unit(Uuid),
    /// Those of all units.
    AllUnits,
    /// The root, under which those of units are wrapped.
    Root,
    /// The month's.
    Epoch,
}

impl Rotation {
    const fn key(self) -> &'static str {
        match self {
            Self::Unit(_) => "unit",
            Self::AllUnits => "all_units",
            Self::Root => "root",
            Self::Epoch => "epoch",
        }
    }
}

/// Enters that keys are about to be changed, under an id of the caller's.
#[tracing::instrument(name = "db.rotation.record", level = "debug", skip_all)]
pub async fn record(tx: &mut Tx, id: Uuid, rotation: Rotation, now: Timestamp, deed: &Deed) -> Result<()> {
    let unit = if let Rotation::Unit(unit) = rotation { Some(unit) } else { None };
    let mut payload = Payload::new("keyring/1");
    payload.row(&[id.into(), rotation.key().into(), unit.into()]);
    let vouched = Vouched {
        at: now,
        noun: NOUN,
        province_code: None,
        unit,
        document: Document::default(),
        subjects: [id].into(),
        payload: payload.digest(),
    };
    append(tx, deed, vouched).await
}
