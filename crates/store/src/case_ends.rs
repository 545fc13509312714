//! Cases that are over: what their measures were and when they ended, to work out until when a file is kept; and that a
//! case was destroyed. No file is opened.

use domain::units::UnitId;
use jiff::civil::Date;
use jiff_sqlx::Date as SqlDate;
use uuid::Uuid;

use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("case_ends::OVER", OVER),
    ("case_ends::OVER_OF_PERSON", OVER_OF_PERSON),
    ("case_ends::CLOSE", CLOSE),
    ("case_ends::DROP_CLOCKS", DROP_CLOCKS),
];

/// A measure of a case in which nothing runs any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Over {
    /// Whose case.
    pub person: Uuid,
    /// The unit that answers for it.
    pub unit: UnitId,
    /// The measure.
    pub state: String,
    /// Whether the person was under 18 when it began.
    pub minor: bool,
    /// The day on which it ended.
    pub ended: Date,
}

macro_rules! over {
    ($head:literal, $of:literal) => {
        concat!(
            $head,
            ", s.unit_id, m.state, m.minor, m.ended_on
    from case_state s
    join case_measure m on m.person_id = s.person_id and m.known_to is null and m.ended_on is not null
    where s.closed <> 'erased' and s.transit_to is null",
            $of,
            "
      and not exists (select 1 from case_measure r
                      where r.person_id = s.person_id and r.known_to is null and r.ended_on is null)
      and not exists (select 1 from case_membership l
                      where l.person_id = s.person_id and l.known_to is null and l.to_on is null)
    order by s.person_id, m.ordinal"
        )
    };
}

const OVER: &str = over!("select s.person_id", "");
const OVER_OF_PERSON: &str = over!("select s.person_id", " and s.person_id = $1");

/// The measures of every case in sight in which nothing runs, no list names the person and nobody is on the way.
#[tracing::instrument(name = "db.case_ends.over", level = "debug", skip_all)]
pub async fn over(tx: &mut Tx) -> Result<Vec<Over>> {
    tx.all(sql(OVER)).await
}

/// The same of one case; nothing where it is not over.
#[tracing::instrument(name = "db.case_ends.over_of_person", level = "debug", skip_all)]
pub async fn over_of_person(tx: &mut Tx, person: Uuid) -> Result<Vec<Over>> {
    tx.all(sql(OVER_OF_PERSON).arg(person)).await
}

const CLOSE: &str = "update case_state set closed = 'erased' where person_id = $1 and closed <> 'erased'";
const DROP_CLOCKS: &str = "delete from case_clock where person_id = $1";

/// Closes a case whose file is destroyed in the same transaction. What it was counted by stays.
///
/// [`StoreError::Conflict`] means that it was closed so before.
#[tracing::instrument(name = "db.case_ends.close", level = "debug", skip_all)]
pub async fn close(tx: &mut Tx, person: Uuid) -> Result<()> {
    if tx.run(sql(CLOSE).arg(person)).await? != 1 {
        return Err(StoreError::Conflict { what: "case".to_owned() });
    }
    tx.run(sql(DROP_CLOCKS).arg(person)).await.map(drop)
}

impl FromRow for Over {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            person: row.get("person_id")?,
            unit: UnitId(row.get("unit_id")?),
            state: row.get("state")?,
            minor: row.get::<i64>("minor")? != 0,
            ended: row.get::<SqlDate>("ended_on")?.to_jiff(),
        })
    }
}
