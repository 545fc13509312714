//! Who wants to be reminded, and who may have to be.
//!
//! Wishes come and go like sessions and have no entry in the ledger: nothing that is owed depends on them.

use domain::access::Role;
use domain::accounts::AccountId;
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] =
    &[("reminders::CHOICE", CHOICE), ("reminders::CHOOSE", CHOOSE), ("reminders::HOLDERS", HOLDERS)];

/// What an account wants to be reminded of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// Whether at all.
    pub wanted: bool,
    /// Days before a report is due.
    pub days_before: Vec<u16>,
}

const CHOICE: &str = "select wanted, days_before from reminder_choice where account_id = $1";

/// What an account chose; none where it has not chosen.
#[tracing::instrument(name = "db.reminders.choice", level = "debug", skip_all)]
pub async fn choice(tx: &mut Tx, account: AccountId) -> Result<Option<Choice>> {
    tx.first(sql(CHOICE).arg(account.0)).await
}

const CHOOSE: &str = "
    insert into reminder_choice (account_id, wanted, days_before, changed_at)
    values ($1, $2, $3, $4)
    on conflict (account_id) do update
    set wanted = excluded.wanted, days_before = excluded.days_before, changed_at = excluded.changed_at";

/// Keeps what an account chose.
#[tracing::instrument(name = "db.reminders.choose", level = "debug", skip_all)]
pub async fn choose(tx: &mut Tx, account: AccountId, choice: &Choice, at: Timestamp) -> Result<()> {
    let days: Vec<String> = choice.days_before.iter().map(u16::to_string).collect();
    let values = sql(CHOOSE).arg(account.0).arg(i64::from(choice.wanted)).arg(days.join(" "));
    tx.run(values.arg(at.as_millisecond())).await.map(drop)
}

/// Somebody who holds a role over a unit and has an e-mail address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// Whose account.
    pub account: AccountId,
    /// Which appointment.
    pub appointment: Uuid,
    /// Which role.
    pub role: Role,
    /// Over which unit.
    pub unit: UnitId,
    /// What they chose; none where they have not chosen.
    pub choice: Option<Choice>,
}

const HOLDERS: &str = "
    select a.id as appointment_id, a.account_id, a.role, a.unit_id, r.wanted, r.days_before
    from appointment a
    join account c on c.id = a.account_id and c.state = 'active' and c.email is not null
    left join appointment_end e on e.appointment_id = a.id
    left join reminder_choice r on r.account_id = a.account_id
    where a.from_on <= $1 and (a.until_on is null or a.until_on > $1) and e.appointment_id is null
    order by a.unit_id, a.account_id, a.id";

/// Everybody with an address who holds a role on a day.
#[tracing::instrument(name = "db.reminders.holders", level = "debug", skip_all)]
pub async fn holders(tx: &mut Tx, day: Date) -> Result<Vec<Holder>> {
    tx.all(sql(HOLDERS).arg(day)).await
}

fn chosen(wanted: i64, days: &str) -> Result<Choice> {
    let read = |word: &str| word.parse::<u16>().map_err(|_| StoreError::bad("reminder_choice.days_before", days));
    Ok(Choice { wanted: wanted == 1, days_before: days.split(' ').map(read).collect::<Result<_>>()? })
}

impl FromRow for Choice {
    fn from_row(row: &Row) -> Result<Self> {
        chosen(row.get("wanted")?, &row.get::<String>("days_before")?)
    }
}

impl FromRow for Holder {
    fn from_row(row: &Row) -> Result<Self> {
        let role: String = row.get("role")?;
        let (wanted, days): (Option<i64>, Option<String>) = (row.get("wanted")?, row.get("days_before")?);
        let choice = wanted.zip(days).map(|(wanted, days)| chosen(wanted, &days)).transpose()?;
        Ok(Self {
            account: AccountId(row.get("account_id")?),
            appointment: row.get("appointment_id")?,
            role: Role::from_key(&role).ok_or_else(|| StoreError::bad("appointment.role", role))?,
            unit: UnitId(row.get("unit_id")?),
            choice,
        })
    }
}
