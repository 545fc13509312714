//! What a statutory list tells of each person beside who they are: the management that runs, on which paper.

use domain::units::UnitId;
use jiff::civil::Date;
use jiff_sqlx::Date as SqlDate;
use uuid::Uuid;

use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[("case_lists::MANAGED", MANAGED)];

/// The management of somebody who uses drugs, as it stood when a day was over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Managed {
    /// Whose.
    pub person: Uuid,
    /// Since when.
    pub from: Date,
    /// Until when, by its term.
    pub to: Option<Date>,
    /// Number of the paper that began it.
    pub number: Option<String>,
    /// Its date.
    pub paper_date: Option<Date>,
}

const MANAGED: &str = "
    select m.person_id, m.opened_on, m.term_end, e.paper_number, e.paper_date
    from case_measure m
    join case_state s on s.person_id = m.person_id
    left join case_event e on e.person_id = m.person_id and e.entry = m.opened_entry
    where s.unit_id = $1 and m.state = 'S2' and m.known_to is null
      and m.opened_on <= $2 and (m.ended_on is null or m.ended_on > $2)
    order by m.person_id, m.opened_entry";

/// The managements that ran when a day was over, of people whose cases a unit answers for.
#[tracing::instrument(name = "db.case_lists.managed", level = "debug", skip_all)]
pub async fn managed(tx: &mut Tx, unit: UnitId, day: Date) -> Result<Vec<Managed>> {
    tx.all(sql(MANAGED).arg(unit.0).arg(day)).await
}

impl FromRow for Managed {
    fn from_row(row: &Row) -> Result<Self> {
        let date = |name: &str| row.get::<Option<SqlDate>>(name).map(|day| day.map(SqlDate::to_jiff));
        Ok(Self {
            person: row.get("person_id")?,
            from: row.get::<SqlDate>("opened_on")?.to_jiff(),
            to: date("term_end")?,
            number: row.get("paper_number")?,
            paper_date: date("paper_date")?,
        })
    }
}
