//! Private addresses of calendars: what a calendar program shows instead of a person's session. It opens days and
//! titles, nothing else.

use domain::accounts::AccountId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::accounts::{Says, instant, instant_if_any};
use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Deed};
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("feeds::ADD", ADD),
    ("feeds::BY_HASH", BY_HASH),
    ("feeds::USED", USED),
    ("feeds::OF_ACCOUNT", OF_ACCOUNT),
    ("feeds::REVOKE", REVOKE),
];

/// The noun of these addresses in the ledger.
pub const NOUN: &str = "calendar_feed";

/// An address, without what opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Feed {
    /// Its id, made by the caller.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// Since when.
    pub created_at: Timestamp,
    /// When a program last read it, to the minute.
    pub last_used_at: Option<Timestamp>,
}

const ADD: &str = "insert into calendar_feed (id, hash, account_id, created_at) values ($1, $2, $3, $4)";

/// Keeps an address with the SHA-256 of what opens.
#[tracing::instrument(name = "db.feeds.add", level = "debug", skip_all)]
pub async fn add(tx: &mut Tx, feed: &Feed, hash: &[u8; 32], deed: &Deed) -> Result<()> {
    let row: Vec<Arg> =
        vec![feed.id.into(), hash.as_slice().into(), feed.account.0.into(), feed.created_at.as_millisecond().into()];
    tx.run(sql(ADD).args(row.clone())).await?;
    ledger::append(tx, deed, says("calendar_feed/1", feed.created_at, feed.id, feed.account).vouched([row])).await
}

const BY_HASH: &str = "
    select f.id, f.account_id, f.created_at, f.last_used_at
    from calendar_feed f
    join account c on c.id = f.account_id and c.state = 'active'
    where f.hash = $1 and f.revoked_at is null";

/// Whose address this is; nobody's, if it is none, was revoked, or the account cannot be used. It is found by its
/// digest, so how long that takes says nothing of the address.
#[tracing::instrument(name = "db.feeds.by_hash", level = "debug", skip_all)]
pub async fn by_hash(tx: &mut Tx, hash: &[u8; 32]) -> Result<Option<Feed>> {
    tx.first(sql(BY_HASH).arg(hash.as_slice())).await
}

const USED: &str = "update calendar_feed set last_used_at = $2 where id = $1";

/// Notes that a program reads it.
#[tracing::instrument(name = "db.feeds.used", level = "debug", skip_all)]
pub async fn used(tx: &mut Tx, id: Uuid, at: Timestamp) -> Result<()> {
    tx.run(sql(USED).arg(id).arg(at.as_millisecond())).await.map(drop)
}

const OF_ACCOUNT: &str = "
    select id, account_id, created_at, last_used_at
    from calendar_feed
    where account_id = $1 and revoked_at is null
    order by created_at desc, id desc";

/// The address that an account has; none if it has none.
#[tracing::instrument(name = "db.feeds.of_account", level = "debug", skip_all)]
pub async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Option<Feed>> {
    tx.first(sql(OF_ACCOUNT).arg(account.0)).await
}

const REVOKE: &str = "update calendar_feed set revoked_at = $2 where id = $1 and revoked_at is null";

/// Takes an address back, at once. Answers whether it was good.
#[tracing::instrument(name = "db.feeds.revoke", level = "debug", skip_all)]
pub async fn revoke(tx: &mut Tx, feed: &Feed, at: Timestamp, deed: &Deed) -> Result<bool> {
    let ms = at.as_millisecond();
    if tx.run(sql(REVOKE).arg(feed.id).arg(ms)).await? == 0 {
        return Ok(false);
    }
    let row: Vec<Arg> = vec![feed.id.into(), ms.into()];
    ledger::append(tx, deed, says("calendar_feed_end/1", at, feed.id, feed.account).vouched([row])).await?;
    Ok(true)
}

fn says(kind: &'static str, at: Timestamp, subject: Uuid, account: AccountId) -> Says {
    Says { noun: NOUN, kind, at, subject, of: Some(account.0), ..Says::default() }
}

impl FromRow for Feed {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            account: AccountId(row.get("account_id")?),
            created_at: instant(row, "created_at")?,
            last_used_at: instant_if_any(row, "last_used_at")?,
        })
    }
}
