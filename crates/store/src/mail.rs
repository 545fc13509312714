//! Mail that waits to be sent, and what became of it.
//!
//! A reminder is put here in the transaction that decides that it is due, once for ever: the same one asked for again
//! changes nothing. Nobody's address and no text stands here.

use domain::accounts::AccountId;
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::Date as SqlDate;
use uuid::Uuid;

use crate::accounts::{instant, instant_if_any};
use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("mail::ADD", ADD),
    ("mail::WAITING", WAITING),
    ("mail::TAKE", TAKE),
    ("mail::END", END),
    ("mail::LATER", LATER),
    ("mail::QUEUED", QUEUED),
    ("mail::WITHDRAW", WITHDRAW),
    ("mail::COUNTS", COUNTS),
    ("mail::OPEN", OPEN),
    ("mail::OF_ACCOUNT", OF_ACCOUNT),
];

/// Words of one column: an enum, the word kept, and reading it back.
macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident $key:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// The word kept.
            pub const fn key(self) -> &'static str { match self { $(Self::$variant => $key,)* } }

            fn from_key(key: &str) -> Option<Self> {
                [$(Self::$variant,)*].into_iter().find(|word| word.key() == key)
            }
        }
    };
}

words! {
    /// What a mail is for.
    Reason {
        /// It will be due.
        Before "before";
        /// It is due today.
        Due "due";
        /// It is late.
        Late "late";
        /// It is late, and the head of the unit is told, or whoever gave the task.
        Escalation "escalation";
    }
}

words! {
    /// What became of a mail.
    State {
        /// It waits.
        Queued "queued";
        /// The mail server took it.
        Sent "sent";
        /// The mail server refused it for good, or for too long.
        GivenUp "given_up";
        /// It was not needed any more.
        Withdrawn "withdrawn";
    }
}

/// The word that stands for a calendar where a mail is about a task; no calendar begins with a stroke.
const TASK: &str = "/task";

/// What a mail is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// A report.
    Report {
        /// Of which calendar.
        calendar: String,
        /// Which period: `2026-Q3`.
        period: String,
        /// The day by which it is to come again, where it was sent back: each such day is reminded of anew.
        again: Option<Date>,
    },
    /// A task.
    Task(Uuid),
}

impl About {
    /// As it is kept: a calendar and a period, with the day of a report that is to come again after a stroke.
    fn columns(&self) -> (&str, String) {
        match self {
            Self::Report { calendar, period, again: None } => (calendar, period.clone()),
            Self::Report { calendar, period, again: Some(day) } => (calendar, format!("{period}/{day}")),
            Self::Task(id) => (TASK, id.to_string()),
        }
    }

    fn read(calendar: String, period: String) -> Result<Self> {
        if calendar == TASK {
            return Ok(Self::Task(period.parse().map_err(|_| StoreError::bad("mail.period", period))?));
        }
        let again = period.rsplit_once('/').and_then(|(of, day)| Some((of.to_owned(), day.parse::<Date>().ok()?)));
        Ok(match again {
            Some((period, day)) => Self::Report { calendar, period, again: Some(day) },
            None => Self::Report { calendar, period, again: None },
        })
    }
}

/// A mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// Its id, made by the caller; the mail carries it, so that a second copy can be told from a second mail.
    pub id: Uuid,
    /// To whom.
    pub account: AccountId,
    /// Whose report or task.
    pub unit: UnitId,
    /// Which.
    pub about: About,
    /// When it is due.
    pub due_on: Date,
    /// What for.
    pub reason: Reason,
    /// How many days before or after.
    pub days: u16,
    /// Since when it waits.
    pub queued_at: Timestamp,
    /// What became of it.
    pub state: State,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub next_at: Timestamp,
    /// Why the last try failed: a word, or the three digits of the mail server.
    pub last_error: Option<String>,
    /// When it was over.
    pub ended_at: Option<Timestamp>,
}

const ADD: &str = "
    insert into mail (id, account_id, unit_id, calendar, period, due_on, reason, days, queued_at, state, attempts,
                      next_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'queued', 0, $9)
    on conflict (account_id, unit_id, calendar, period, reason, days) do nothing";

/// Puts a mail into the queue. Answers whether it is new: one for each reminder, for ever.
#[tracing::instrument(name = "db.mail.add", level = "debug", skip_all)]
pub async fn add(tx: &mut Tx, mail: &Mail) -> Result<bool> {
    let (calendar, period) = mail.about.columns();
    let values = sql(ADD).arg(mail.id).arg(mail.account.0).arg(mail.unit.0);
    let values = values.arg(calendar).arg(period).arg(mail.due_on).arg(mail.reason.key());
    Ok(tx.run(values.arg(i64::from(mail.days)).arg(mail.queued_at.as_millisecond())).await? > 0)
}

const WAITING: &str = "
    select m.id, m.account_id, m.unit_id, m.calendar, m.period, m.due_on, m.reason, m.days, m.queued_at, m.state,
           m.attempts, m.next_at, m.last_error, m.ended_at, c.email, c.state as account_state
    from mail m
    join account c on c.id = m.account_id
    where m.state = 'queued' and m.next_at <= $1
    order by m.next_at, m.id
    limit $2";

/// A mail whose turn it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The mail.
    pub mail: Mail,
    /// The address, sealed under the account's own key; none where the account has none or cannot be used any more.
    pub sealed_address: Option<Vec<u8>>,
}

/// Mail whose turn it is, the longest waiting first.
#[tracing::instrument(name = "db.mail.waiting", level = "debug", skip_all)]
pub async fn waiting(tx: &mut Tx, now: Timestamp, limit: i64) -> Result<Vec<Turn>> {
    tx.all(sql(WAITING).arg(now.as_millisecond()).arg(limit)).await
}

const TAKE: &str = "
    update mail set attempts = attempts + 1, next_at = $3
    where id = $1 and attempts = $2 and state = 'queued'";

/// Takes a mail to send it; until the instant given nobody else does. Answers whether it was still there to take.
#[tracing::instrument(name = "db.mail.take", level = "debug", skip_all)]
pub async fn take(tx: &mut Tx, mail: &Mail, until: Timestamp) -> Result<bool> {
    let values = sql(TAKE).arg(mail.id).arg(i64::from(mail.attempts)).arg(until.as_millisecond());
    Ok(tx.run(values).await? > 0)
}

const END: &str = "update mail set state = $2, ended_at = $3, last_error = $4 where id = $1 and state = 'queued'";

/// Says what became of a mail.
#[tracing::instrument(name = "db.mail.end", level = "debug", skip_all)]
pub async fn end(tx: &mut Tx, id: Uuid, state: State, at: Timestamp, error: Option<&str>) -> Result<()> {
    tx.run(sql(END).arg(id).arg(state.key()).arg(at.as_millisecond()).arg(error)).await.map(drop)
}

const LATER: &str = "update mail set next_at = $2, last_error = $3 where id = $1 and state = 'queued'";

/// Puts a mail off, with why.
#[tracing::instrument(name = "db.mail.later", level = "debug", skip_all)]
pub async fn later(tx: &mut Tx, id: Uuid, next: Timestamp, error: &str) -> Result<()> {
    tx.run(sql(LATER).arg(id).arg(next.as_millisecond()).arg(error)).await.map(drop)
}

const QUEUED: &str = "
    select distinct unit_id, calendar, period from mail where state = 'queued' order by unit_id, calendar, period";

/// What queued mail is about, and whose it is.
#[tracing::instrument(name = "db.mail.queued", level = "debug", skip_all)]
pub async fn queued(tx: &mut Tx) -> Result<Vec<(UnitId, About)>> {
    let all: Vec<Queued> = tx.all(sql(QUEUED)).await?;
    Ok(all.into_iter().map(|queued| (queued.0, queued.1)).collect())
}

const WITHDRAW: &str = "
    update mail set state = 'withdrawn', ended_at = $4
    where unit_id = $1 and calendar = $2 and period = $3 and state = 'queued'";

/// Withdraws queued mail about what needs none any more. Answers how many.
#[tracing::instrument(name = "db.mail.withdraw", level = "debug", skip_all)]
pub async fn withdraw(tx: &mut Tx, unit: UnitId, about: &About, at: Timestamp) -> Result<u64> {
    let (calendar, period) = about.columns();
    tx.run(sql(WITHDRAW).arg(unit.0).arg(calendar).arg(period).arg(at.as_millisecond())).await
}

const COUNTS: &str = "select state, cast(count(*) as bigint) as n from mail group by state order by state";

/// How many mails are in each state.
#[tracing::instrument(name = "db.mail.counts", level = "debug", skip_all)]
pub async fn counts(tx: &mut Tx) -> Result<Vec<(State, i64)>> {
    let all: Vec<Counted> = tx.all(sql(COUNTS)).await?;
    Ok(all.into_iter().map(|counted| (counted.0, counted.1)).collect())
}

const OPEN: &str = "
    select m.id, m.account_id, m.unit_id, m.calendar, m.period, m.due_on, m.reason, m.days, m.queued_at, m.state,
           m.attempts, m.next_at, m.last_error, m.ended_at, c.login
    from mail m
    join account c on c.id = m.account_id
    where m.state in ('queued', 'given_up')
    order by m.queued_at desc, m.id desc
    limit $1";

/// Mail that waits or was given up, newest first, with the login of its account.
#[tracing::instrument(name = "db.mail.open", level = "debug", skip_all)]
pub async fn open(tx: &mut Tx, limit: i64) -> Result<Vec<(Mail, String)>> {
    let all: Vec<WithLogin> = tx.all(sql(OPEN).arg(limit)).await?;
    Ok(all.into_iter().map(|one| (one.0, one.1)).collect())
}

const OF_ACCOUNT: &str = "
    select id, account_id, unit_id, calendar, period, due_on, reason, days, queued_at, state, attempts, next_at,
           last_error, ended_at
    from mail
    where account_id = $1
    order by queued_at desc, id desc
    limit $2";

/// The last mails of an account, newest first.
#[tracing::instrument(name = "db.mail.of_account", level = "debug", skip_all)]
pub async fn of_account(tx: &mut Tx, account: AccountId, limit: i64) -> Result<Vec<Mail>> {
    tx.all(sql(OF_ACCOUNT).arg(account.0).arg(limit)).await
}

struct Queued(UnitId, About);
struct Counted(State, i64);
struct WithLogin(Mail, String);

impl FromRow for Queued {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self(UnitId(row.get("unit_id")?), About::read(row.get("calendar")?, row.get("period")?)?))
    }
}

impl FromRow for Counted {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self(state(row)?, row.get("n")?))
    }
}

impl FromRow for WithLogin {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self(Mail::from_row(row)?, row.get("login")?))
    }
}

impl FromRow for Turn {
    fn from_row(row: &Row) -> Result<Self> {
        let usable = row.get::<String>("account_state")? == "active";
        let sealed: Option<Vec<u8>> = row.get("email")?;
        Ok(Self { mail: Mail::from_row(row)?, sealed_address: sealed.filter(|_| usable) })
    }
}

fn state(row: &Row) -> Result<State> {
    let state: String = row.get("state")?;
    State::from_key(&state).ok_or_else(|| StoreError::bad("mail.state", state))
}

impl FromRow for Mail {
    fn from_row(row: &Row) -> Result<Self> {
        let reason: String = row.get("reason")?;
        let small = |column: &'static str| -> Result<i64> { row.get(column) };
        let (days, attempts) = (small("days")?, small("attempts")?);
        Ok(Self {
            id: row.get("id")?,
            account: AccountId(row.get("account_id")?),
            unit: UnitId(row.get("unit_id")?),
            about: About::read(row.get("calendar")?, row.get("period")?)?,
            due_on: row.get::<SqlDate>("due_on")?.to_jiff(),
            reason: Reason::from_key(&reason).ok_or_else(|| StoreError::bad("mail.reason", reason))?,
            days: u16::try_from(days).map_err(|_| StoreError::bad("mail.days", days.to_string()))?,
            queued_at: instant(row, "queued_at")?,
            state: state(row)?,
            attempts: u32::try_from(attempts).map_err(|_| StoreError::bad("mail.attempts", attempts.to_string()))?,
            next_at: instant(row, "next_at")?,
            last_error: row.get("last_error")?,
            ended_at: instant_if_any(row, "ended_at")?,
        })
    }
}
