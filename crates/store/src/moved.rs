//! Whether anything that figures are made of was written down at an instant or after it: asked before figures are worked out anew.

use domain::units::UnitId;
use jiff::Timestamp;

use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[("moved::UNIT", UNIT), ("moved::PROVINCE", PROVINCE)];

/// Whoever ever had a case in the unit counts there, wherever the event was written down.
const UNIT: &str = "
    select cast(case when exists (
               select 1 from case_holding h
               join case_event e on e.person_id = h.person_id
               where h.unit_id = $1 and e.recorded_at >= $2)
           or exists (select 1 from fact f where f.unit_id = $1 and f.recorded_at >= $2)
           or exists (select 1 from work w
                      where w.noun in ('task', 'plan', 'fund') and w.unit_id = $1 and w.changed_at >= $2)
           then 1 else 0 end as bigint) as moved";

/// Whether files, recorded figures or the work of a unit moved at an instant or after it.
#[tracing::instrument(name = "db.moved.of_unit", level = "debug", skip_all)]
pub async fn of_unit(tx: &mut Tx, unit: UnitId, since: Timestamp) -> Result<bool> {
    let found: Option<Moved> = tx.first(sql(UNIT).arg(unit.0).arg(since.as_millisecond())).await?;
    Ok(found.is_some_and(|moved| moved.0))
}

const PROVINCE: &str = "
    select cast(case when exists (select 1 from fact f where f.province_code = $1 and f.recorded_at >= $2)
           or exists (select 1 from work w
                      where w.noun = 'report' and w.province_code = $1 and w.changed_at >= $2)
           then 1 else 0 end as bigint) as moved";

/// Whether figures recorded in a province, or reports below it, moved at an instant or after it.
#[tracing::instrument(name = "db.moved.of_province", level = "debug", skip_all)]
pub async fn of_province(tx: &mut Tx, province_code: &str, since: Timestamp) -> Result<bool> {
    let found: Option<Moved> = tx.first(sql(PROVINCE).arg(province_code).arg(since.as_millisecond())).await?;
    Ok(found.is_some_and(|moved| moved.0))
}

struct Moved(bool);

impl FromRow for Moved {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self(row.get::<i64>("moved")? != 0))
    }
}
