//! Accounts as those see them who answer for them: with the unit that each was made for and every office it ever held.

use domain::access::Appointment;
use domain::accounts::AccountId;
use domain::units::UnitId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::accounts::{Account, NOUN, Says, instant, instant_if_any};
use crate::appointments;
use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Deed};
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("accounts_listed::ADD_ORIGIN", ADD_ORIGIN),
    ("accounts_listed::EVERY", EVERY),
    ("accounts_listed::ONE", ONE),
    ("accounts_listed::OFFICES", OFFICES),
    ("accounts_listed::OFFICES_OF", OFFICES_OF),
];

/// An account and the unit that it was made for; none of those made before that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The account.
    pub account: Account,
    /// The unit that it was made for.
    pub origin: Option<UnitId>,
}

/// An appointment with how it came about and how it ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    /// The appointment.
    pub appointment: Appointment,
    /// When it was granted; not the day from which it counts.
    pub granted_at: Timestamp,
    /// Who took it back, and why; none while nobody did.
    pub revoked: Option<Revoked>,
}

/// How an appointment was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revoked {
    /// Whose account did it; none for the operator of the machine.
    pub by: Option<Uuid>,
    /// Why, in words.
    pub reason: String,
}

const ADD_ORIGIN: &str = "insert into account_origin (account_id, unit_id) values ($1, $2)";

/// Keeps for which unit an account was made, in the transaction that makes it.
#[tracing::instrument(name = "db.accounts_listed.add_origin", level = "debug", skip_all)]
pub async fn add_origin(tx: &mut Tx, account: AccountId, unit: UnitId, at: Timestamp, deed: &Deed) -> Result<()> {
    let row: Vec<Arg> = vec![account.0.into(), unit.0.into()];
    tx.run(sql(ADD_ORIGIN).args(row.clone())).await?;
    let of = (unit != domain::access::NATION).then_some(unit.0);
    let says = Says { noun: NOUN, kind: "account_origin/1", at, unit: of, subject: account.0, ..Says::default() };
    ledger::append(tx, deed, says.vouched([row])).await
}

const EVERY: &str = "
    select c.id, c.login, c.name, c.email, c.phone, c.state, c.created_at, c.disabled_at, c.revision,
           o.unit_id as origin
    from account c
    left join account_origin o on o.account_id = c.id
    order by c.login";

/// Every account, by login.
#[tracing::instrument(name = "db.accounts_listed.every", level = "debug", skip_all)]
pub async fn every(tx: &mut Tx) -> Result<Vec<Listed>> {
    tx.all(sql(EVERY)).await
}

const ONE: &str = "
    select c.id, c.login, c.name, c.email, c.phone, c.state, c.created_at, c.disabled_at, c.revision,
           o.unit_id as origin
    from account c
    left join account_origin o on o.account_id = c.id
    where c.id = $1";

/// An account by its id.
#[tracing::instrument(name = "db.accounts_listed.one", level = "debug", skip_all)]
pub async fn one(tx: &mut Tx, id: AccountId) -> Result<Option<Listed>> {
    tx.first(sql(ONE).arg(id.0)).await
}

const OFFICES: &str = "
    select a.id, a.account_id, a.role, a.unit_id, a.from_on, a.until_on, a.decision_number, a.decision_date,
           a.proposed_by, a.agreed_by, a.granted_at, e.revoked_at, e.revoked_by, e.reason
    from appointment a
    left join appointment_end e on e.appointment_id = a.id
    order by a.from_on, a.id";

/// Every appointment that any account has or had, by its first day.
#[tracing::instrument(name = "db.accounts_listed.offices", level = "debug", skip_all)]
pub async fn offices(tx: &mut Tx) -> Result<Vec<Office>> {
    tx.all(sql(OFFICES)).await
}

const OFFICES_OF: &str = "
    select a.id, a.account_id, a.role, a.unit_id, a.from_on, a.until_on, a.decision_number, a.decision_date,
           a.proposed_by, a.agreed_by, a.granted_at, e.revoked_at, e.revoked_by, e.reason
    from appointment a
    left join appointment_end e on e.appointment_id = a.id
    where a.account_id = $1
    order by a.from_on, a.id";

/// Every appointment that an account has or had, by its first day.
#[tracing::instrument(name = "db.accounts_listed.offices_of", level = "debug", skip_all)]
pub async fn offices_of(tx: &mut Tx, account: AccountId) -> Result<Vec<Office>> {
    tx.all(sql(OFFICES_OF).arg(account.0)).await
}

impl FromRow for Listed {
    fn from_row(row: &Row) -> Result<Self> {
        let origin: Option<Uuid> = row.get("origin")?;
        Ok(Self { account: Account::from_row(row)?, origin: origin.map(UnitId) })
    }
}

impl FromRow for Office {
    fn from_row(row: &Row) -> Result<Self> {
        let appointment = appointments::read(row, row.get("id")?, row.get("account_id")?)?;
        let revoked = match instant_if_any(row, "revoked_at")? {
            Some(_) => Some(Revoked { by: row.get("revoked_by")?, reason: row.get("reason")? }),
            None => None,
        };
        Ok(Self { appointment, granted_at: instant(row, "granted_at")?, revoked })
    }
}
