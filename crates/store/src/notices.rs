//! Notices: what the program tells an account, in a box of its own.

use domain::accounts::AccountId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::accounts::{instant, instant_if_any};
use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] =
    &[("notices::ADD", ADD), ("notices::OF_ACCOUNT", OF_ACCOUNT), ("notices::READ", READ)];

/// A notice. It has an id and a word, never the data that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// Its id, made by the caller.
    pub id: Uuid,
    /// Who is told.
    pub account: AccountId,
    /// What happened, in one word: `break_glass`.
    pub kind: String,
    /// The id of what happened.
    pub about: Uuid,
    /// When they were told.
    pub at: Timestamp,
    /// When they had seen it.
    pub read_at: Option<Timestamp>,
}

const ADD: &str = "insert into notice (id, account_id, kind, about, at) values ($1, $2, $3, $4, $5)";

/// Puts a notice into an account's box. What it tells of has its entry in the ledger already.
#[tracing::instrument(name = "db.notices.add", level = "debug", skip_all)]
pub async fn add(tx: &mut Tx, notice: &Notice) -> Result<()> {
    let values = sql(ADD).arg(notice.id).arg(notice.account.0).arg(notice.kind.as_str()).arg(notice.about);
    tx.run(values.arg(notice.at.as_millisecond())).await.map(drop)
}

const OF_ACCOUNT: &str = "
    select id, account_id, kind, about, at, read_at
    from notice
    where account_id = $1
    order by at desc, id desc
    limit $2";

/// The last notices of an account, newest first.
#[tracing::instrument(name = "db.notices.of_account", level = "debug", skip_all)]
pub async fn of_account(tx: &mut Tx, account: AccountId, limit: i64) -> Result<Vec<Notice>> {
    tx.all(sql(OF_ACCOUNT).arg(account.0).arg(limit)).await
}

const READ: &str = "update notice set read_at = $3 where id = $1 and account_id = $2 and read_at is null";

/// Notes that its owner has seen a notice. Answers whether it was theirs and new.
#[tracing::instrument(name = "db.notices.read", level = "debug", skip_all)]
pub async fn read(tx: &mut Tx, account: AccountId, id: Uuid, at: Timestamp) -> Result<bool> {
    Ok(tx.run(sql(READ).arg(id).arg(account.0).arg(at.as_millisecond())).await? > 0)
}

impl FromRow for Notice {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            account: AccountId(row.get("account_id")?),
            kind: row.get("kind")?,
            about: row.get("about")?,
            at: instant(row, "at")?,
            read_at: instant_if_any(row, "read_at")?,
        })
    }
}
