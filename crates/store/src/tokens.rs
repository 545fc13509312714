//! Tokens: what a program shows instead of a person's session. Bound to a purpose, some actions and one appointment.

use domain::access::{Action, Appointment, Purpose};
use domain::accounts::AccountId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::accounts::{Says, instant, instant_if_any};
use crate::appointments;
use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Deed};
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("tokens::ADD", ADD),
    ("tokens::BEARER", BEARER),
    ("tokens::USED", USED),
    ("tokens::OF_ACCOUNT", OF_ACCOUNT),
    ("tokens::REVOKE", REVOKE),
];

/// The noun of tokens in the ledger.
pub const NOUN: &str = "token";

/// A token, without what opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its id, made by the caller.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// The appointment that it acts under; it can do no more than that one.
    pub appointment: Uuid,
    /// How its owner calls it.
    pub name: String,
    /// What for; none where no person's data is touched.
    pub purpose: Option<Purpose>,
    /// What it may ask for.
    pub actions: Vec<Action>,
    /// Since when.
    pub created_at: Timestamp,
    /// Not any more from this instant on.
    pub expires_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_used_at: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

const ADD: &str = "
    insert into token (id, hash, account_id, appointment_id, name, purpose, actions, created_at, expires_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Keeps a token with the SHA-256 of what opens.
#[tracing::instrument(name = "db.tokens.add", level = "debug", skip_all)]
pub async fn add(tx: &mut Tx, of: &Token, hash: &[u8; 32], deed: &Deed) -> Result<()> {
    let actions: Vec<&str> = of.actions.iter().map(|action| action.key()).collect();
    let row: Vec<Arg> = vec![
        of.id.into(),
        hash.as_slice().into(),
        of.account.0.into(),
        of.appointment.into(),
        of.name.as_str().into(),
        of.purpose.map(Purpose::key).into(),
        actions.join(" ").into(),
        of.created_at.as_millisecond().into(),
        of.expires_at.as_millisecond().into(),
    ];
    tx.run(sql(ADD).args(row.clone())).await?;
    ledger::append(tx, deed, says("token/1", of.created_at, of.id, of.account).vouched([row])).await
}

const BEARER: &str = "
    select t.id, t.account_id, t.appointment_id, t.name, t.purpose, t.actions, t.created_at, t.expires_at,
           t.last_used_at, t.revoked_at as token_revoked_at,
           a.role, a.unit_id, a.from_on, a.until_on, a.decision_number, a.decision_date, a.proposed_by, a.agreed_by,
           e.revoked_at
    from token t
    join account c on c.id = t.account_id and c.state = 'active'
    join appointment a on a.id = t.appointment_id and a.account_id = t.account_id
    left join appointment_end e on e.appointment_id = a.id
    where t.hash = $1 and t.revoked_at is null and t.expires_at > $2 and e.appointment_id is null";

/// Whose token this is, in one statement; nobody's, if it is none, taken back or too old, or its account or
/// appointment was. The appointment's days are for the caller to look at.
#[tracing::instrument(name = "db.tokens.bearer", level = "debug", skip_all)]
pub async fn bearer(tx: &mut Tx, hash: &[u8; 32], now: Timestamp) -> Result<Option<(Token, Appointment)>> {
    let found = tx.first::<Bearer>(sql(BEARER).arg(hash.as_slice()).arg(now.as_millisecond())).await?;
    Ok(found.map(|found| (found.0, found.1)))
}

const USED: &str = "update token set last_used_at = $2 where id = $1";

/// Notes that a token is in use.
#[tracing::instrument(name = "db.tokens.used", level = "debug", skip_all)]
pub async fn used(tx: &mut Tx, id: Uuid, now: Timestamp) -> Result<()> {
    tx.run(sql(USED).arg(id).arg(now.as_millisecond())).await.map(drop)
}

const OF_ACCOUNT: &str = "
    select id, account_id, appointment_id, name, purpose, actions, created_at, expires_at, last_used_at,
           revoked_at as token_revoked_at
    from token
    where account_id = $1
    order by created_at desc, id desc";

/// Every token that an account has or had, newest first.
#[tracing::instrument(name = "db.tokens.of_account", level = "debug", skip_all)]
pub async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<Token>> {
    tx.all(sql(OF_ACCOUNT).arg(account.0)).await
}

const REVOKE: &str = "update token set revoked_at = $3 where id = $1 and account_id = $2 and revoked_at is null";

/// Takes a token back. Answers whether it was theirs and good.
#[tracing::instrument(name = "db.tokens.revoke", level = "debug", skip_all)]
pub async fn revoke(tx: &mut Tx, account: AccountId, id: Uuid, at: Timestamp, deed: &Deed) -> Result<bool> {
    let ms = at.as_millisecond();
    if tx.run(sql(REVOKE).arg(id).arg(account.0).arg(ms)).await? == 0 {
        return Ok(false);
    }
    ledger::append(tx, deed, says("token_end/1", at, id, account).vouched([vec![id.into(), ms.into()]])).await?;
    Ok(true)
}

fn says(kind: &'static str, at: Timestamp, subject: Uuid, account: AccountId) -> Says {
    Says { noun: NOUN, kind, at, subject, of: Some(account.0), ..Says::default() }
}

struct Bearer(Token, Appointment);

impl FromRow for Bearer {
    fn from_row(row: &Row) -> Result<Self> {
        let token = Token::from_row(row)?;
        let appointment = appointments::read(row, token.appointment, token.account.0)?;
        Ok(Self(token, appointment))
    }
}

impl FromRow for Token {
    fn from_row(row: &Row) -> Result<Self> {
        let (purpose, actions): (Option<String>, String) = (row.get("purpose")?, row.get("actions")?);
        let unknown = |key: &str| StoreError::bad("token.actions", key);
        Ok(Self {
            id: row.get("id")?,
            account: AccountId(row.get("account_id")?),
            appointment: row.get("appointment_id")?,
            name: row.get("name")?,
            purpose: purpose
                .map(|key| Purpose::from_key(&key).ok_or_else(|| StoreError::bad("token.purpose", key)))
                .transpose()?,
            actions: actions
                .split(' ')
                .map(|key| Action::from_key(key).ok_or_else(|| unknown(key)))
                .collect::<Result<_>>()?,
            created_at: instant(row, "created_at")?,
            expires_at: instant(row, "expires_at")?,
            last_used_at: instant_if_any(row, "last_used_at")?,
            revoked_at: instant_if_any(row, "token_revoked_at")?,
        })
    }
}
