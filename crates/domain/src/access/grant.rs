//! Grants between people: nobody returns a favour at once.

use jiff::{SignedDuration, Timestamp};
use thiserror::Error;
use uuid::Uuid;

/// Within so many hours, two people do not appoint each other (control C7).
pub const MUTUAL_HOURS_MIN: i64 = 24;

/// A grant that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// Who was appointed.
    pub to: Uuid,
    /// Who proposed and who agreed.
    pub by: [Uuid; 2],
    /// When.
    pub at: Timestamp,
}

/// Why a grant is refused.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum GrantError {
    /// One account in two places.
    #[error("who proposes, who agrees and who is appointed must be three accounts; ask another person")]
    SamePerson,
    /// The one appointed took part in appointing a granter a moment ago.
    #[error("account {to} took part in appointing account {by} at {at}; wait 24 hours or ask another person")]
    Mutual {
        /// Who would be appointed now.
        to: Uuid,
        /// Who was appointed then.
        by: Uuid,
        /// When that was.
        at: Timestamp,
    },
}

/// Whether a grant may stand after those made before it: three different people, and none of the granters was
/// appointed through the one appointed within [`MUTUAL_HOURS_MIN`] hours.
pub fn no_favour_returned(grant: &Grant, before: &[Grant]) -> Result<(), GrantError> {
    let [proposed, agreed] = grant.by;
    if proposed == agreed || grant.by.contains(&grant.to) {
        return Err(GrantError::SamePerson);
    }
    let window = SignedDuration::from_hours(MUTUAL_HOURS_MIN);
    let favour = before.iter().find(|earlier| {
        earlier.by.contains(&grant.to)
            && grant.by.contains(&earlier.to)
            && grant.at.duration_since(earlier.at).abs() < window
    });
    match favour {
        Some(earlier) => Err(GrantError::Mutual { to: grant.to, by: earlier.to, at: earlier.at }),
        None => Ok(()),
    }
}
