//! Complaints and requests to correct that wait for an answer: when it is due, in which unit; no name is among it.

use domain::units::UnitId;

use crate::cases_listed::Due;
use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[("case_contests::WAITING", WAITING)];

const WAITING: &str = "
    select c.unit_id, c.person_id, c.clock, c.entry, c.regime, c.office, c.started, c.due_at, c.binding
    from case_clock c
    join case_event e on e.person_id = c.person_id and e.entry = c.entry
    where e.act = 'contest_entry'
    order by c.due_at, c.person_id, c.clock";

/// A time limit that a complaint or a request to correct began.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contest {
    /// The unit that answers for the case.
    pub unit: UnitId,
    /// Until when who has to answer.
    pub due: Due,
}

/// Every one that waits, in the sight of the transaction, by when it is due.
#[tracing::instrument(name = "db.case_contests.waiting", level = "debug", skip_all)]
pub async fn waiting(tx: &mut Tx) -> Result<Vec<Contest>> {
    tx.all(sql(WAITING)).await
}

impl FromRow for Contest {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self { unit: UnitId(row.get("unit_id")?), due: Due::from_row(row)? })
    }
}
