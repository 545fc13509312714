//! Sessions, challenges that wait for their answers, failed tries, and files opened for a purpose.
//!
//! These rows come and go with every visit; what of them must last (who came in, who was refused) stands in the log of
//! [`crate::access`] with its entry in the ledger, written in the same transaction by the caller.

use domain::access::{Appointment, Purpose};
use domain::accounts::{AccountId, IDLE_MAX, Method, SESSIONS_MAX, Tries};
use jiff::Timestamp;
use uuid::Uuid;

use crate::accounts::{instant, instant_if_any};
use crate::appointments;
use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};
use crate::sight;

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("sessions::BEGIN", BEGIN),
    ("sessions::END_OLDEST", END_OLDEST),
    ("sessions::WHO", WHO),
    ("sessions::TOUCH", TOUCH),
    ("sessions::PROVED", PROVED),
    ("sessions::END", END),
    ("sessions::END_ALL", END_ALL),
    ("sessions::OF_ACCOUNT", OF_ACCOUNT),
    ("sessions::ADD_CEREMONY", ADD_CEREMONY),
    ("sessions::TAKE_CEREMONY", TAKE_CEREMONY),
    ("sessions::SWEEP", SWEEP),
    ("sessions::TRIES", TRIES),
    ("sessions::SET_TRIES", SET_TRIES),
    ("sessions::FORGET_TRIES", FORGET_TRIES),
    ("sessions::TAKE_TURN", TAKE_TURN),
    ("sessions::OPEN_FILE", OPEN_FILE),
    ("sessions::OPENED", OPENED),
    ("sessions::PEOPLE", PEOPLE),
];

/// SHA-256 of the reference that a browser holds; the reference itself is never kept.
pub type Hash = [u8; 32];

/// A session that begins.
#[derive(Clone, Debug)]
pub struct Begun {
    /// SHA-256 of the reference.
    pub hash: Hash,
    /// An id to speak of it, which opens nothing.
    pub id: Uuid,
    /// Whose.
    pub account: AccountId,
    /// How they proved who they are.
    pub method: Method,
    /// Now.
    pub at: Timestamp,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
}

const BEGIN: &str = "
    insert into session (hash, id, account_id, account_revision, method, created_at, last_seen_at, authenticated_at,
                         expires_at)
    select $1, $2, c.id, c.revision, $4, $5, $5, $5, $6
    from account c
    where c.id = $3 and c.state = 'active'";
const END_OLDEST: &str = "
    update session set ended_at = $2, ended_by = 'newer'
    where account_id = $1 and ended_at is null and id not in (
        select s.id from session s
        where s.account_id = $1 and s.ended_at is null
        order by s.created_at desc, s.id desc
        limit $3)";

/// Begins a session; of more than [`SESSIONS_MAX`] the oldest end. No if the account is none or cannot be used.
#[tracing::instrument(name = "db.sessions.begin", level = "debug", skip_all)]
pub async fn begin(tx: &mut Tx, begun: &Begun) -> Result<bool> {
    let (at, until) = (begun.at.as_millisecond(), begun.expires_at.as_millisecond());
    let values = sql(BEGIN).arg(begun.hash.as_slice()).arg(begun.id).arg(begun.account.0).arg(begun.method.key());
    if tx.run(values.arg(at).arg(until)).await? == 0 {
        return Ok(false);
    }
    let keep = i64::try_from(SESSIONS_MAX).unwrap_or(i64::MAX);
    tx.run(sql(END_OLDEST).arg(begun.account.0).arg(at).arg(keep)).await?;
    Ok(true)
}

/// A session that is good, with everything that its account may rest an act on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Who {
    /// The session, by the id that opens nothing.
    pub session: Uuid,
    /// Whose.
    pub account: AccountId,
    /// What is typed at sign-in.
    pub login: String,
    /// The officer's name.
    pub name: String,
    /// How they proved who they are.
    pub method: Method,
    /// When it began.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// When they last proved it.
    pub authenticated_at: Timestamp,
    /// When it ends whatever happens.
    pub expires_at: Timestamp,
    /// Every appointment, whether in force or not.
    pub appointments: Vec<Appointment>,
}

/// Also refuses what began under an older revision of the account: stopped, appointed, revoked, a new password.
const WHO: &str = "
    select s.id as session_id, s.account_id, s.method, s.created_at, s.last_seen_at, s.authenticated_at, s.expires_at,
           c.login, c.name,
           a.id as appointment_id, a.role, a.unit_id, a.from_on, a.until_on, a.decision_number, a.decision_date,
           a.proposed_by, a.agreed_by, e.revoked_at
    from session s
    join account c on c.id = s.account_id and c.state = 'active' and c.revision = s.account_revision
    left join appointment a on a.account_id = s.account_id
    left join appointment_end e on e.appointment_id = a.id
    where s.hash = $1 and s.ended_at is null and s.expires_at > $2 and s.last_seen_at > $3
    order by a.from_on, a.id";

/// Who comes with this reference, in one statement; nobody, if the session is none, over, idle too long, or began
/// before the account's rights changed.
#[tracing::instrument(name = "db.sessions.who", level = "debug", skip_all)]
pub async fn who(tx: &mut Tx, hash: &Hash, now: Timestamp) -> Result<Option<Who>> {
    let idle_since = now.as_millisecond().saturating_sub(ms(IDLE_MAX));
    let mut found: Option<Who> = None;
    tx.each(sql(WHO).arg(hash.as_slice()).arg(now.as_millisecond()).arg(idle_since), |row| {
        let appointment = match row.get::<Option<Uuid>>("appointment_id")? {
            Some(id) => Some(appointments::read(&row, id, row.get("account_id")?)?),
            None => None,
        };
        let mut who = match found.take() {
            Some(who) => who,
            None => Who::from_row(&row)?,
        };
        who.appointments.extend(appointment);
        found = Some(who);
        Ok(())
    })
    .await?;
    Ok(found)
}

const TOUCH: &str = "update session set last_seen_at = $2 where id = $1 and ended_at is null and last_seen_at < $2";

/// Notes that a session is in use.
#[tracing::instrument(name = "db.sessions.touch", level = "debug", skip_all)]
pub async fn touch(tx: &mut Tx, session: Uuid, now: Timestamp) -> Result<()> {
    tx.run(sql(TOUCH).arg(session).arg(now.as_millisecond())).await.map(drop)
}

const PROVED: &str = "
    update session set hash = $3, authenticated_at = $4, last_seen_at = $4, method = $5
    where id = $1 and account_id = $2 and ended_at is null";

/// Notes that they proved once more who they are. The reference changes: one that somebody planted or copied before is
/// good for nothing afterwards. No if the session is over, or another's.
#[tracing::instrument(name = "db.sessions.proved", level = "debug", skip_all)]
pub async fn proved(
    tx: &mut Tx,
    (session, account): (Uuid, AccountId),
    hash: &Hash,
    method: Method,
    now: Timestamp,
) -> Result<bool> {
    let values = sql(PROVED).arg(session).arg(account.0).arg(hash.as_slice()).arg(now.as_millisecond());
    Ok(tx.run(values.arg(method.key())).await? > 0)
}

const END: &str = "
    update session set ended_at = $2, ended_by = 'sign_out'
    where id = $1 and ended_at is null";
const END_ALL: &str = "
    update session set ended_at = $2, ended_by = 'sign_out_all'
    where account_id = $1 and ended_at is null";

/// Ends a session.
#[tracing::instrument(name = "db.sessions.end", level = "debug", skip_all)]
pub async fn end(tx: &mut Tx, session: Uuid, now: Timestamp) -> Result<bool> {
    Ok(tx.run(sql(END).arg(session).arg(now.as_millisecond())).await? > 0)
}

/// Ends every session of an account, and tells how many there were.
#[tracing::instrument(name = "db.sessions.end_all", level = "debug", skip_all)]
pub async fn end_all(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<u64> {
    tx.run(sql(END_ALL).arg(account.0).arg(now.as_millisecond())).await
}

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The id that opens nothing.
    pub id: Uuid,
    /// How it began.
    pub method: Method,
    /// When.
    pub created_at: Timestamp,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
    /// When it ended, if somebody ended it.
    pub ended_at: Option<Timestamp>,
}

const OF_ACCOUNT: &str = "
    select id, method, created_at, last_seen_at, ended_at
    from session
    where account_id = $1
    order by created_at desc, id desc
    limit $2";

/// The last sessions of an account, newest first.
#[tracing::instrument(name = "db.sessions.of_account", level = "debug", skip_all)]
pub async fn of_account(tx: &mut Tx, account: AccountId, limit: i64) -> Result<Vec<Visit>> {
    tx.all(sql(OF_ACCOUNT).arg(account.0).arg(limit)).await
}

/// A challenge that waits.
#[derive(Clone, Debug)]
pub struct Ceremony {
    /// SHA-256 of the reference that the browser holds meanwhile.
    pub hash: Hash,
    /// What for: one word.
    pub kind: &'static str,
    /// Whose, where that is known.
    pub account: Option<AccountId>,
    /// What the answer is held against.
    pub state: String,
    /// No longer than this.
    pub expires_at: Timestamp,
}

const ADD_CEREMONY: &str = "
    insert into ceremony (hash, kind, account_id, state, expires_at) values ($1, $2, $3, $4, $5)";
const SWEEP: &str = "delete from ceremony where expires_at <= $1";

/// Keeps a challenge; those that nobody answered in time go.
#[tracing::instrument(name = "db.sessions.add_ceremony", level = "debug", skip_all)]
pub async fn add_ceremony(tx: &mut Tx, of: &Ceremony, now: Timestamp) -> Result<()> {
    tx.run(sql(SWEEP).arg(now.as_millisecond())).await?;
    let values = sql(ADD_CEREMONY).arg(of.hash.as_slice()).arg(of.kind).arg(of.account.map(|account| account.0));
    tx.run(values.arg(of.state.as_str()).arg(of.expires_at.as_millisecond())).await.map(drop)
}

const TAKE_CEREMONY: &str = "
    delete from ceremony where hash = $1 and kind = $2
    returning account_id, state, expires_at";

/// Takes a challenge out: whoever answers first, once. Nothing if it is none, of another kind, taken, or too old.
#[tracing::instrument(name = "db.sessions.take_ceremony", level = "debug", skip_all)]
pub async fn take_ceremony(
    tx: &mut Tx,
    hash: &Hash,
    kind: &'static str,
    now: Timestamp,
) -> Result<Option<(Option<AccountId>, String)>> {
    let taken = tx.first::<Taken>(sql(TAKE_CEREMONY).arg(hash.as_slice()).arg(kind)).await?;
    Ok(taken.filter(|taken| taken.expires_at > now).map(|taken| (taken.account, taken.state)))
}

const TRIES: &str = "select failures, last_at from attempt where key = $1";
const SET_TRIES: &str = "
    insert into attempt (key, failures, last_at) values ($1, $2, $3)
    on conflict (key) do update set failures = excluded.failures, last_at = excluded.last_at";
const FORGET_TRIES: &str = "delete from attempt where key = $1";

/// How the last tries under a key went.
#[tracing::instrument(name = "db.sessions.tries", level = "debug", skip_all)]
pub async fn tries(tx: &mut Tx, key: &Hash) -> Result<Tries> {
    Ok(tx.first(sql(TRIES).arg(key.as_slice())).await?.unwrap_or_default())
}

/// Counts one more failure under a key.
#[tracing::instrument(name = "db.sessions.failed", level = "debug", skip_all)]
pub async fn failed(tx: &mut Tx, key: &Hash, now: Timestamp) -> Result<Tries> {
    let after = tries(tx, key).await?.failed(now);
    tx.run(sql(SET_TRIES).arg(key.as_slice()).arg(after.failures).arg(now.as_millisecond())).await?;
    Ok(after)
}

/// Forgets the failures under a key: it went well, or an administrator helped.
#[tracing::instrument(name = "db.sessions.forget_tries", level = "debug", skip_all)]
pub async fn forget_tries(tx: &mut Tx, key: &Hash) -> Result<()> {
    tx.run(sql(FORGET_TRIES).arg(key.as_slice())).await.map(drop)
}

/// A person's file opened for a purpose, until the session ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opening {
    /// Its id, made by the caller.
    pub id: Uuid,
    /// In which session.
    pub session: Uuid,
    /// By whom.
    pub account: AccountId,
    /// Whose file.
    pub subject: Uuid,
    /// Which unit holds it.
    pub unit: Uuid,
    /// What for.
    pub purpose: Purpose,
    /// Why beyond the budget, sealed under the account's key.
    pub reason: Option<Vec<u8>>,
    /// When.
    pub at: Timestamp,
}

const TAKE_TURN: &str = "update account set revision = revision where id = $1";

/// Makes the acts of one account wait for one another until their transactions end: two at once, each within the
/// budget, could together be beyond it.
#[tracing::instrument(name = "db.sessions.take_turn", level = "debug", skip_all)]
pub async fn take_turn(tx: &mut Tx, account: AccountId) -> Result<()> {
    tx.run(sql(TAKE_TURN).arg(account.0)).await.map(drop)
}

const OPEN_FILE: &str = "
    insert into purpose_opening (id, session_id, account_id, subject, unit_id, purpose, reason, at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Keeps that a file was opened for a purpose.
#[tracing::instrument(name = "db.sessions.open_file", level = "debug", skip_all)]
pub async fn open_file(tx: &mut Tx, of: &Opening) -> Result<()> {
    sight::look_as(tx, of.account.0).await?;
    let values = sql(OPEN_FILE).arg(of.id).arg(of.session).arg(of.account.0).arg(of.subject).arg(of.unit);
    let values = values.arg(of.purpose.key()).arg(of.reason.clone()).arg(of.at.as_millisecond());
    tx.run(values).await.map(drop)
}

const OPENED: &str = "
    select purpose from purpose_opening
    where session_id = $1 and subject = $2
    order by at desc, id desc
    limit 1";

/// For which purpose a file was last opened in a session.
#[tracing::instrument(name = "db.sessions.opened", level = "debug", skip_all)]
pub async fn opened(tx: &mut Tx, session: Uuid, subject: Uuid) -> Result<Option<Purpose>> {
    sight::look_as(tx, session).await?;
    Ok(tx.first::<Chosen>(sql(OPENED).arg(session).arg(subject)).await?.map(|chosen| chosen.0))
}

const PEOPLE: &str = "
    select cast(count(distinct case when at > $2 then subject end) as bigint) as last_hour,
           cast(count(distinct subject) as bigint) as last_day
    from purpose_opening
    where account_id = $1 and at > $3 and subject <> $4";

/// How many people's files an account opened in the last hour and the last day, one person left out.
#[tracing::instrument(name = "db.sessions.people", level = "debug", skip_all)]
pub async fn people(tx: &mut Tx, account: AccountId, but: Uuid, now: Timestamp) -> Result<(i64, i64)> {
    const HOUR_MS: i64 = 3_600_000;
    sight::look_as(tx, account.0).await?;
    let now = now.as_millisecond();
    let values = sql(PEOPLE).arg(account.0).arg(now.saturating_sub(HOUR_MS)).arg(now.saturating_sub(24 * HOUR_MS));
    Ok(tx.first::<People>(values.arg(but)).await?.map_or((0, 0), |people| (people.last_hour, people.last_day)))
}

fn ms(duration: jiff::SignedDuration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

struct Taken {
    account: Option<AccountId>,
    state: String,
    expires_at: Timestamp,
}

struct Chosen(Purpose);

struct People {
    last_hour: i64,
    last_day: i64,
}

impl FromRow for Taken {
    fn from_row(row: &Row) -> Result<Self> {
        let account: Option<Uuid> = row.get("account_id")?;
        Ok(Self { account: account.map(AccountId), state: row.get("state")?, expires_at: instant(row, "expires_at")? })
    }
}

impl FromRow for Chosen {
    fn from_row(row: &Row) -> Result<Self> {
        let key: String = row.get("purpose")?;
        Purpose::from_key(&key).map(Self).ok_or_else(|| StoreError::bad("purpose_opening.purpose", key))
    }
}

impl FromRow for People {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self { last_hour: row.get("last_hour")?, last_day: row.get("last_day")? })
    }
}

impl FromRow for Tries {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self { failures: row.get("failures")?, last: Some(instant(row, "last_at")?) })
    }
}

impl FromRow for Who {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            session: row.get("session_id")?,
            account: AccountId(row.get("account_id")?),
            login: row.get("login")?,
            name: row.get("name")?,
            method: method(row)?,
            created_at: instant(row, "created_at")?,
            last_seen_at: instant(row, "last_seen_at")?,
            authenticated_at: instant(row, "authenticated_at")?,
            expires_at: instant(row, "expires_at")?,
            appointments: Vec::new(),
        })
    }
}

impl FromRow for Visit {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            method: method(row)?,
            created_at: instant(row, "created_at")?,
            last_seen_at: instant(row, "last_seen_at")?,
            ended_at: instant_if_any(row, "ended_at")?,
        })
    }
}

fn method(row: &Row) -> Result<Method> {
    let key: String = row.get("method")?;
    Method::from_key(&key).ok_or_else(|| StoreError::bad("session.method", key))
}
