//! Broken glass: emergencies that somebody announced to open what is not theirs, and what was found about them later.

use domain::units::UnitId;
use jiff::Timestamp;
use uuid::Uuid;

use crate::accounts::{Says, instant};
use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Deed};
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("glasses::ADD", ADD),
    ("glasses::IN_FORCE", IN_FORCE),
    ("glasses::BY_ID", BY_ID),
    ("glasses::UNREVIEWED", UNREVIEWED),
    ("glasses::REVIEW", REVIEW),
    ("glasses::REVIEWED", REVIEWED),
];

/// The noun of emergencies in the ledger.
pub const NOUN: &str = "break_glass";

/// An emergency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glass {
    /// Its id, made by the caller.
    pub id: Uuid,
    /// Who announced it.
    pub account: Uuid,
    /// Under which appointment.
    pub appointment: Uuid,
    /// Whose files.
    pub unit: UnitId,
    /// Which person's, where it is about one.
    pub subject: Option<Uuid>,
    /// Why, sealed under the account's key.
    pub reason: Vec<u8>,
    /// Since when.
    pub from: Timestamp,
    /// It is over from this instant on.
    pub until: Timestamp,
}

const ADD: &str = "
    insert into break_glass (id, account_id, appointment_id, unit_id, subject, reason, from_at, until_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";

/// Keeps an emergency.
#[tracing::instrument(name = "db.glasses.add", level = "debug", skip_all)]
pub async fn add(tx: &mut Tx, of: &Glass, deed: &Deed) -> Result<()> {
    let row: Vec<Arg> = vec![
        of.id.into(),
        of.account.into(),
        of.appointment.into(),
        of.unit.0.into(),
        of.subject.into(),
        of.reason.as_slice().into(),
        of.from.as_millisecond().into(),
        of.until.as_millisecond().into(),
    ];
    tx.run(sql(ADD).args(row.clone())).await?;
    ledger::append(tx, deed, says("break_glass/1", of.from, of).vouched([row])).await
}

const IN_FORCE: &str = "
    select id, account_id, appointment_id, unit_id, subject, reason, from_at, until_at
    from break_glass
    where account_id = $1 and from_at <= $2 and until_at > $2
    order by from_at desc, id desc";

/// The emergencies of an account that are not over, newest first.
#[tracing::instrument(name = "db.glasses.in_force", level = "debug", skip_all)]
pub async fn in_force(tx: &mut Tx, account: Uuid, now: Timestamp) -> Result<Vec<Glass>> {
    tx.all(sql(IN_FORCE).arg(account).arg(now.as_millisecond())).await
}

const BY_ID: &str = "
    select id, account_id, appointment_id, unit_id, subject, reason, from_at, until_at
    from break_glass
    where id = $1";

/// An emergency by its id.
#[tracing::instrument(name = "db.glasses.by_id", level = "debug", skip_all)]
pub async fn by_id(tx: &mut Tx, id: Uuid) -> Result<Option<Glass>> {
    tx.first(sql(BY_ID).arg(id)).await
}

const UNREVIEWED: &str = "
    select g.id, g.account_id, g.appointment_id, g.unit_id, g.subject, g.reason, g.from_at, g.until_at
    from break_glass g
    left join break_glass_review r on r.break_glass_id = g.id
    where r.break_glass_id is null
    order by g.from_at, g.id";

/// Every emergency that nobody has looked at yet, oldest first.
#[tracing::instrument(name = "db.glasses.unreviewed", level = "debug", skip_all)]
pub async fn unreviewed(tx: &mut Tx) -> Result<Vec<Glass>> {
    tx.all(sql(UNREVIEWED)).await
}

/// What somebody else found about an emergency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Who looked at it.
    pub reviewer: Uuid,
    /// Whether it was one.
    pub justified: bool,
    /// In words; no person's name.
    pub note: String,
    /// When.
    pub at: Timestamp,
}

const REVIEW: &str = "
    insert into break_glass_review (break_glass_id, reviewer, justified, note, reviewed_at)
    values ($1, $2, $3, $4, $5)";

/// Keeps what was found. [`crate::StoreError::Conflict`]: somebody looked at it before.
#[tracing::instrument(name = "db.glasses.review", level = "debug", skip_all)]
pub async fn review(tx: &mut Tx, of: &Glass, review: &Review, deed: &Deed) -> Result<()> {
    let row: Vec<Arg> = vec![
        of.id.into(),
        review.reviewer.into(),
        i64::from(review.justified).into(),
        review.note.as_str().into(),
        review.at.as_millisecond().into(),
    ];
    tx.run(sql(REVIEW).args(row.clone())).await?;
    ledger::append(tx, deed, says("break_glass_review/1", review.at, of).vouched([row])).await
}

const REVIEWED: &str = "
    select reviewer, justified, note, reviewed_at
    from break_glass_review
    where break_glass_id = $1";

/// What was found about an emergency, if anybody looked.
#[tracing::instrument(name = "db.glasses.reviewed", level = "debug", skip_all)]
pub async fn reviewed(tx: &mut Tx, glass: Uuid) -> Result<Option<Review>> {
    tx.first(sql(REVIEWED).arg(glass)).await
}

fn says(kind: &'static str, at: Timestamp, of: &Glass) -> Says {
    let unit = (of.unit != domain::access::NATION).then_some(of.unit.0);
    Says { noun: NOUN, kind, at, unit, subject: of.id, of: of.subject, ..Says::default() }
}

impl FromRow for Glass {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            account: row.get("account_id")?,
            appointment: row.get("appointment_id")?,
            unit: UnitId(row.get("unit_id")?),
            subject: row.get("subject")?,
            reason: row.get("reason")?,
            from: instant(row, "from_at")?,
            until: instant(row, "until_at")?,
        })
    }
}

impl FromRow for Review {
    fn from_row(row: &Row) -> Result<Self> {
        let justified: i64 = row.get("justified")?;
        Ok(Self {
            reviewer: row.get("reviewer")?,
            justified: justified != 0,
            note: row.get("note")?,
            at: instant(row, "reviewed_at")?,
        })
    }
}
