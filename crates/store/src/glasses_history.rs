//! Emergencies of an account with what was found about each.

use uuid::Uuid;

use crate::error::Result;
use crate::glasses::{Glass, Review};
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[("glasses_history::OF_ACCOUNT", OF_ACCOUNT)];

/// An emergency and its review; none while nobody looked at it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// The emergency.
    pub glass: Glass,
    /// What was found.
    pub review: Option<Review>,
}

const OF_ACCOUNT: &str = "
    select g.id, g.account_id, g.appointment_id, g.unit_id, g.subject, g.reason, g.from_at, g.until_at,
           r.reviewer, r.justified, r.note, r.reviewed_at
    from break_glass g
    left join break_glass_review r on r.break_glass_id = g.id
    where g.account_id = $1
    order by g.from_at desc, g.id desc
    limit $2";

/// The last emergencies that an account announced, newest first.
#[tracing::instrument(name = "db.glasses_history.of_account", level = "debug", skip_all)]
pub async fn of_account(tx: &mut Tx, account: Uuid, limit: i64) -> Result<Vec<Past>> {
    tx.all(sql(OF_ACCOUNT).arg(account).arg(limit)).await
}

impl FromRow for Past {
    fn from_row(row: &Row) -> Result<Self> {
        let reviewer: Option<Uuid> = row.get("reviewer")?;
        let review = reviewer.map(|_| Review::from_row(row)).transpose()?;
        Ok(Self { glass: Glass::from_row(row)?, review })
    }
}
