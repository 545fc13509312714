//! Whose hands wrote a case: names of accounts and of those who held an appointment when they agreed.

use uuid::Uuid;

use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[("case_hands::OF_PERSON", OF_PERSON)];

const OF_PERSON: &str = "
    select a.id as id, a.name as name
    from case_event e
    join account a on a.id = e.account_id
    where e.person_id = $1
    union
    select p.id as id, a.name as name
    from case_event e
    join appointment p on p.id = e.second_id
    join account a on a.id = p.account_id
    where e.person_id = $1
    order by id";

/// An account or an appointment, with the name of who it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hand {
    /// The account that wrote something down, or the appointment under which somebody agreed.
    pub id: Uuid,
    /// Their name.
    pub name: String,
}

/// Whoever wrote an event of a person's case, or agreed to one.
#[tracing::instrument(name = "db.case_hands.of_person", level = "debug", skip_all)]
pub async fn of_person(tx: &mut Tx, person: Uuid) -> Result<Vec<Hand>> {
    tx.all(sql(OF_PERSON).arg(person)).await
}

impl FromRow for Hand {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self { id: row.get("id")?, name: row.get("name")? })
    }
}
