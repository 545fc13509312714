//! Appointments: which account holds which role over which unit, from when to when, by which paper.

use domain::access::{Appointment, Decided, Grant, Role};
use domain::units::UnitId;
use jiff::Timestamp;
use jiff_sqlx::Date as SqlDate;
use uuid::Uuid;

use crate::accounts::{self, Says, instant, instant_if_any};
use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Deed};
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("appointments::ADD", ADD),
    ("appointments::REVOKE", REVOKE),
    ("appointments::OF_ACCOUNT", OF_ACCOUNT),
    ("appointments::OF_UNIT", OF_UNIT),
    ("appointments::BY_ID", BY_ID),
    ("appointments::GRANTS", GRANTS),
];

/// The noun of appointments in the ledger.
pub const NOUN: &str = "appointment";

const ADD: &str = "
    insert into appointment (id, account_id, role, unit_id, from_on, until_on, decision_number, decision_date,
                             proposed_by, agreed_by, proposal_id, granted_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";

/// Adds an appointment and ends the account's sessions: the next request is asked who it is.
///
/// `proposal` is the proposal agreed to; without one the operator of the machine appoints, and
/// [`Appointment::granted_by`] is not kept.
#[tracing::instrument(name = "db.appointments.add", level = "debug", skip_all)]
pub async fn add(tx: &mut Tx, of: &Appointment, proposal: Option<Uuid>, at: Timestamp, deed: &Deed) -> Result<()> {
    let by = proposal.map(|_| of.granted_by);
    let row: Vec<Arg> = vec![
        of.id.into(),
        of.account.into(),
        of.role.key().into(),
        of.unit.0.into(),
        of.from.into(),
        of.until.into(),
        of.decided.number.as_str().into(),
        of.decided.date.into(),
        by.map(|[proposed, _]| proposed).into(),
        by.map(|[_, agreed]| agreed).into(),
        proposal.into(),
        at.as_millisecond().into(),
    ];
    tx.run(sql(ADD).args(row.clone())).await?;
    accounts::move_on(tx, of.account).await?;
    let says = Says {
        noun: NOUN,
        kind: "appointment/1",
        at,
        unit: ledger_unit(of.unit),
        document: ledger::document(Some(&of.decided.number), Some(of.decided.date)),
        subject: of.id,
        of: Some(of.account),
    };
    ledger::append(tx, deed, says.vouched([row])).await
}

/// The whole country has no row that an entry could point at.
fn ledger_unit(unit: UnitId) -> Option<Uuid> {
    (unit != domain::access::NATION).then_some(unit.0)
}

const REVOKE: &str = "
    insert into appointment_end (appointment_id, revoked_at, revoked_by, reason) values ($1, $2, $3, $4)";

/// Ends an appointment at once, and the account's sessions with it. [`StoreError::Conflict`]: it is ended already.
#[tracing::instrument(name = "db.appointments.revoke", level = "debug", skip_all)]
pub async fn revoke(
    tx: &mut Tx,
    of: &Appointment,
    by: Option<Uuid>,
    reason: &str,
    at: Timestamp,
    deed: &Deed,
) -> Result<()> {
    let row: Vec<Arg> = vec![of.id.into(), at.as_millisecond().into(), by.into(), reason.into()];
    tx.run(sql(REVOKE).args(row.clone())).await?;
    accounts::move_on(tx, of.account).await?;
    let says = Says {
        noun: NOUN,
        kind: "appointment_end/1",
        at,
        unit: ledger_unit(of.unit),
        subject: of.id,
        of: Some(of.account),
        ..Says::default()
    };
    ledger::append(tx, deed, says.vouched([row])).await
}

const OF_ACCOUNT: &str = "
    select a.id, a.account_id, a.role, a.unit_id, a.from_on, a.until_on, a.decision_number, a.decision_date,
           a.proposed_by, a.agreed_by, e.revoked_at
    from appointment a
    left join appointment_end e on e.appointment_id = a.id
    where a.account_id = $1
    order by a.from_on, a.id";

/// Every appointment that an account has or had.
#[tracing::instrument(name = "db.appointments.of_account", level = "debug", skip_all)]
pub async fn of_account(tx: &mut Tx, account: Uuid) -> Result<Vec<Appointment>> {
    Ok(tx.all::<Kept>(sql(OF_ACCOUNT).arg(account)).await?.into_iter().map(|kept| kept.0).collect())
}

const OF_UNIT: &str = "
    select a.id, a.account_id, a.role, a.unit_id, a.from_on, a.until_on, a.decision_number, a.decision_date,
           a.proposed_by, a.agreed_by, e.revoked_at
    from appointment a
    left join appointment_end e on e.appointment_id = a.id
    where a.unit_id = $1
    order by a.from_on, a.id";

/// Every appointment over a unit, itself only.
#[tracing::instrument(name = "db.appointments.of_unit", level = "debug", skip_all)]
pub async fn of_unit(tx: &mut Tx, unit: UnitId) -> Result<Vec<Appointment>> {
    Ok(tx.all::<Kept>(sql(OF_UNIT).arg(unit.0)).await?.into_iter().map(|kept| kept.0).collect())
}

const BY_ID: &str = "
    select a.id, a.account_id, a.role, a.unit_id, a.from_on, a.until_on, a.decision_number, a.decision_date,
           a.proposed_by, a.agreed_by, e.revoked_at
    from appointment a
    left join appointment_end e on e.appointment_id = a.id
    where a.id = $1";

/// An appointment by its id.
#[tracing::instrument(name = "db.appointments.by_id", level = "debug", skip_all)]
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Appointment>> {
    Ok(tx.first::<Kept>(sql(BY_ID).arg(id)).await?.map(|kept| kept.0))
}

const GRANTS: &str = "
    select account_id, proposed_by, agreed_by, granted_at
    from appointment
    where granted_at >= $1 and proposed_by is not null
    order by granted_at, id";

/// Who appointed whom since an instant, for [`domain::access::no_favour_returned`].
#[tracing::instrument(name = "db.appointments.grants", level = "debug", skip_all)]
pub async fn grants(tx: &mut Tx, since: Timestamp) -> Result<Vec<Grant>> {
    Ok(tx.all::<Granted>(sql(GRANTS).arg(since.as_millisecond())).await?.into_iter().map(|kept| kept.0).collect())
}

struct Kept(Appointment);
struct Granted(Grant);

impl FromRow for Granted {
    fn from_row(row: &Row) -> Result<Self> {
        let by = [row.get("proposed_by")?, row.get("agreed_by")?];
        Ok(Self(Grant { to: row.get("account_id")?, by, at: instant(row, "granted_at")? }))
    }
}

impl FromRow for Kept {
    fn from_row(row: &Row) -> Result<Self> {
        read(row, row.get("id")?, row.get("account_id")?).map(Self)
    }
}

/// The appointment that a row holds, whatever its ids are called there.
pub(crate) fn read(row: &Row, id: Uuid, account: Uuid) -> Result<Appointment> {
    let role: String = row.get("role")?;
    let by = |column| row.get::<Option<Uuid>>(column).map(Option::unwrap_or_default);
    Ok(Appointment {
        id,
        account,
        role: Role::from_key(&role).ok_or_else(|| StoreError::bad("appointment.role", role))?,
        unit: UnitId(row.get("unit_id")?),
        from: row.get::<SqlDate>("from_on")?.to_jiff(),
        until: row.get::<Option<SqlDate>>("until_on")?.map(SqlDate::to_jiff),
        decided: Decided { number: row.get("decision_number")?, date: row.get::<SqlDate>("decision_date")?.to_jiff() },
        granted_by: [by("proposed_by")?, by("agreed_by")?],
        revoked_at: instant_if_any(row, "revoked_at")?,
    })
}
