//! Accounts: who can sign in.

use domain::access::Role;
use domain::accounts::{AccountId, Login, State};
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;
use vault::entry::Document;

use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Deed, Vouched};
use crate::payload::Payload;
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("accounts::ADD", ADD),
    ("accounts::BY_LOGIN", BY_LOGIN),
    ("accounts::BY_ID", BY_ID),
    ("accounts::ALL", ALL),
    ("accounts::SET_STATE", SET_STATE),
    ("accounts::MOVE_ON", MOVE_ON),
    ("accounts::HOLDERS", HOLDERS),
];

/// The noun of accounts in the ledger.
pub const NOUN: &str = "account";

/// An account as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Its id, made by the caller.
    pub id: AccountId,
    /// What is typed at sign-in.
    pub login: Login,
    /// The officer's name, as shown to colleagues.
    pub name: String,
    /// E-mail, sealed under the account's own key.
    pub email: Option<Vec<u8>>,
    /// Telephone, sealed likewise.
    pub phone: Option<Vec<u8>>,
    /// Whether it can be used.
    pub state: State,
    /// When it was made, to the millisecond.
    pub created_at: Timestamp,
    /// Since when it cannot be used.
    pub disabled_at: Option<Timestamp>,
    /// Moves with each change of rights or of a password; 1 at first.
    pub revision: i64,
}

const ADD: &str = "
    insert into account (id, login, name, email, phone, state, created_at, disabled_at, revision)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Adds an account. [`StoreError::Conflict`] means that the login is taken.
#[tracing::instrument(name = "db.accounts.add", level = "debug", skip_all)]
pub async fn add(tx: &mut Tx, account: &Account, deed: &Deed) -> Result<()> {
    let row = values(account);
    tx.run(sql(ADD).args(row.clone())).await?;
    let says = Says { noun: NOUN, kind: "account/1", at: account.created_at, subject: account.id.0, ..Says::default() };
    ledger::append(tx, deed, says.vouched([row])).await
}

fn values(account: &Account) -> Vec<Arg> {
    vec![
        account.id.0.into(),
        account.login.as_str().into(),
        account.name.as_str().into(),
        account.email.clone().into(),
        account.phone.clone().into(),
        account.state.key().into(),
        account.created_at.as_millisecond().into(),
        account.disabled_at.map(Timestamp::as_millisecond).into(),
        account.revision.into(),
    ]
}

const BY_LOGIN: &str = "
    select id, login, name, email, phone, state, created_at, disabled_at, revision
    from account
    where login = $1";

/// The account of a login.
#[tracing::instrument(name = "db.accounts.by_login", level = "debug", skip_all)]
pub async fn by_login(tx: &mut Tx, login: &Login) -> Result<Option<Account>> {
    tx.first(sql(BY_LOGIN).arg(login.as_str())).await
}

const BY_ID: &str = "
    select id, login, name, email, phone, state, created_at, disabled_at, revision
    from account
    where id = $1";

/// An account by its id.
#[tracing::instrument(name = "db.accounts.by_id", level = "debug", skip_all)]
pub async fn by_id(tx: &mut Tx, id: AccountId) -> Result<Option<Account>> {
    tx.first(sql(BY_ID).arg(id.0)).await
}

const ALL: &str = "
    select id, login, name, email, phone, state, created_at, disabled_at, revision
    from account
    order by login";

/// Every account, by login.
#[tracing::instrument(name = "db.accounts.all", level = "debug", skip_all)]
pub async fn all(tx: &mut Tx) -> Result<Vec<Account>> {
    tx.all(sql(ALL)).await
}

const SET_STATE: &str = "
    update account set state = $2, disabled_at = $3, revision = revision + 1
    where id = $1 and state <> $2";

/// Stops an account (its sessions are over at once), or lets it be used again. Answers whether anything changed.
#[tracing::instrument(name = "db.accounts.set_state", level = "debug", skip_all)]
pub async fn set_state(tx: &mut Tx, id: AccountId, state: State, at: Timestamp, deed: &Deed) -> Result<bool> {
    let since = (state == State::Disabled).then_some(at.as_millisecond());
    if tx.run(sql(SET_STATE).arg(id.0).arg(state.key()).arg(since)).await? == 0 {
        return Ok(false);
    }
    let says = Says { noun: NOUN, kind: "account_state/1", at, subject: id.0, ..Says::default() };
    ledger::append(tx, deed, says.vouched([vec![id.0.into(), state.key().into(), since.into()]])).await?;
    Ok(true)
}

const MOVE_ON: &str = "update account set revision = revision + 1 where id = $1";

/// Ends every session of an account, by moving its revision: they began with an older one.
#[tracing::instrument(name = "db.accounts.move_on", level = "debug", skip_all)]
pub(crate) async fn move_on(tx: &mut Tx, id: Uuid) -> Result<()> {
    tx.run(sql(MOVE_ON).arg(id)).await.map(drop)
}

const HOLDERS: &str = "
    select distinct c.id, c.login, c.name, c.email, c.phone, c.state, c.created_at, c.disabled_at, c.revision
    from appointment a
    join account c on c.id = a.account_id and c.state = 'active'
    left join appointment_end e on e.appointment_id = a.id
    where a.role = $1 and a.from_on <= $2 and (a.until_on is null or a.until_on > $2) and e.appointment_id is null
    order by c.login";

/// Active accounts that hold a role on a day, over whichever unit.
#[tracing::instrument(name = "db.accounts.holders", level = "debug", skip_all)]
pub async fn holders(tx: &mut Tx, role: Role, day: Date) -> Result<Vec<Account>> {
    tx.all(sql(HOLDERS).arg(role.key()).arg(day)).await
}

impl FromRow for Account {
    fn from_row(row: &Row) -> Result<Self> {
        let (login, state): (String, String) = (row.get("login")?, row.get("state")?);
        Ok(Self {
            id: AccountId(row.get("id")?),
            login: Login::new(&login).map_err(|_| StoreError::bad("account.login", login))?,
            name: row.get("name")?,
            email: row.get("email")?,
            phone: row.get("phone")?,
            state: State::from_key(&state).ok_or_else(|| StoreError::bad("account.state", state))?,
            created_at: instant(row, "created_at")?,
            disabled_at: instant_if_any(row, "disabled_at")?,
            revision: row.get("revision")?,
        })
    }
}

/// What an entry about accounts, rights or proposals says beside its deed.
pub(crate) struct Says {
    pub noun: &'static str,
    /// Kind of payload: noun and version of its columns.
    pub kind: &'static str,
    pub at: Timestamp,
    pub unit: Option<Uuid>,
    pub document: Document,
    pub subject: Uuid,
    /// A second id that it is about: the account of an appointment.
    pub of: Option<Uuid>,
}

impl Default for Says {
    fn default() -> Self {
        Self {
            noun: NOUN,
            kind: "account/1",
            at: Timestamp::UNIX_EPOCH,
            unit: None,
            document: Document::default(),
            subject: Uuid::nil(),
            of: None,
        }
    }
}

impl Says {
    /// With the rows that it vouches for.
    pub fn vouched<const N: usize>(self, rows: [Vec<Arg>; N]) -> Vouched {
        Vouched {
            at: self.at,
            noun: self.noun,
            province_code: None,
            unit: self.unit,
            document: self.document,
            subjects: [Some(self.subject), self.of].into_iter().flatten().collect(),
            payload: Payload::new(self.kind).rows(rows.into_iter()).digest(),
        }
    }
}

/// An instant kept in milliseconds.
pub(crate) fn instant(row: &Row, column: &'static str) -> Result<Timestamp> {
    let ms: i64 = row.get(column)?;
    Timestamp::from_millisecond(ms).map_err(|_| StoreError::bad(column, ms.to_string()))
}

/// An instant that may be absent.
pub(crate) fn instant_if_any(row: &Row, column: &'static str) -> Result<Option<Timestamp>> {
    let ms: Option<i64> = row.get(column)?;
    ms.map(|ms| Timestamp::from_millisecond(ms).map_err(|_| StoreError::bad(column, ms.to_string()))).transpose()
}
