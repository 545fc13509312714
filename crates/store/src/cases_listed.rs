//! Cases of a unit as they stand now: states, lists, what waits, who is on the way. No name is among it.

use domain::cases::Regime;
use domain::cases::projection::{Bound, Held, Listed, Measured, State};
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::Date as SqlDate;
use uuid::Uuid;

use crate::cases;
use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("cases_listed::OF_PERSON", OF_PERSON),
    ("cases_listed::OF_UNIT", OF_UNIT),
    ("cases_listed::ARRIVING", ARRIVING),
    ("cases_listed::LISTS", LISTS),
    ("cases_listed::CLOCKS", CLOCKS),
    ("cases_listed::EVERYBODY", EVERYBODY),
    ("cases_listed::HOLDINGS", HOLDINGS),
    ("cases_listed::MEMBERSHIPS", MEMBERSHIPS),
    ("cases_listed::MEASURES", MEASURES),
];

/// How a case stands now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stands {
    /// Whose.
    pub person: Uuid,
    /// The unit that answers for it.
    pub unit: UnitId,
    /// Number of the last event.
    pub entry: i64,
    /// The states that show, in the order in which they began.
    pub states: Vec<String>,
    /// `death`, `missing`, `erased`, or nothing.
    pub closed: String,
    /// How many entries are contested.
    pub contested: i64,
    /// Where the person is on the way to, and since when.
    pub transit: Option<(UnitId, Date)>,
}

const OF_PERSON: &str = "
    select person_id, unit_id, entry, states, closed, contested, transit_to, transit_since
    from case_state
    where person_id = $1";

/// How a case stands, if there is one.
#[tracing::instrument(name = "db.cases_listed.of_person", level = "debug", skip_all)]
pub async fn of_person(tx: &mut Tx, person: Uuid) -> Result<Option<Stands>> {
    tx.first(sql(OF_PERSON).arg(person)).await
}

const OF_UNIT: &str = "
    select person_id, unit_id, entry, states, closed, contested, transit_to, transit_since
    from case_state
    where unit_id = $1 and closed = ''
    order by person_id";

/// Every open case of a unit.
#[tracing::instrument(name = "db.cases_listed.of_unit", level = "debug", skip_all)]
pub async fn of_unit(tx: &mut Tx, unit: UnitId) -> Result<Vec<Stands>> {
    tx.all(sql(OF_UNIT).arg(unit.0)).await
}

const ARRIVING: &str = "
    select person_id, unit_id, entry, states, closed, contested, transit_to, transit_since
    from case_state
    where transit_to = $1 and closed = ''
    order by transit_since, person_id";

/// Cases of other units whose people are on the way to this one.
#[tracing::instrument(name = "db.cases_listed.arriving", level = "debug", skip_all)]
pub async fn arriving(tx: &mut Tx, unit: UnitId) -> Result<Vec<Stands>> {
    tx.all(sql(ARRIVING).arg(unit.0)).await
}

/// Somebody on a list now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnList {
    /// Whose case.
    pub person: Uuid,
    /// Which list.
    pub list: String,
    /// Since when.
    pub since: Date,
    /// On which clause.
    pub clause: String,
}

const LISTS: &str = "
    select person_id, list, from_on, from_clause
    from case_membership
    where unit_id = $1 and known_to is null and to_on is null
    order by person_id";

/// Who is on the lists of a unit now.
#[tracing::instrument(name = "db.cases_listed.lists", level = "debug", skip_all)]
pub async fn lists(tx: &mut Tx, unit: UnitId) -> Result<Vec<OnList>> {
    tx.all(sql(LISTS).arg(unit.0)).await
}

/// A time limit that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Whose case.
    pub person: Uuid,
    /// The line of the law.
    pub clock: String,
    /// Number of the event that started it.
    pub entry: i64,
    /// Under which regime.
    pub regime: Regime,
    /// Who owes it.
    pub office: String,
    /// Since when, as written.
    pub started: String,
    /// Until when.
    pub due_at: Timestamp,
    /// Whether no other of the same duty is stricter.
    pub binding: bool,
}

const CLOCKS: &str = "
    select person_id, clock, entry, regime, office, started, due_at, binding
    from case_clock
    where unit_id = $1
    order by due_at, person_id, clock, entry";

/// What waits in the cases of a unit, by when it is due.
#[tracing::instrument(name = "db.cases_listed.clocks", level = "debug", skip_all)]
pub async fn clocks(tx: &mut Tx, unit: UnitId) -> Result<Vec<Due>> {
    tx.all(sql(CLOCKS).arg(unit.0)).await
}

const EVERYBODY: &str = "select person_id, unit_id from case_state order by person_id";

/// Whose case each unit answers for, of all that there are.
#[tracing::instrument(name = "db.cases_listed.everybody", level = "debug", skip_all)]
pub async fn everybody(tx: &mut Tx) -> Result<Vec<(Uuid, UnitId)>> {
    let all: Vec<Whose> = tx.all(sql(EVERYBODY)).await?;
    Ok(all.into_iter().map(|whose| (whose.0, whose.1)).collect())
}

/// What stands in the tables of counting about one case now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// How it stands.
    pub state: State,
    /// Units that answered for it.
    pub holdings: Vec<Held>,
    /// Times on lists.
    pub memberships: Vec<Listed>,
    /// Measures.
    pub measures: Vec<Measured>,
}

const HOLDINGS: &str = "
    select unit_id, from_on, to_on
    from case_holding
    where person_id = $1 and known_to is null
    order by ordinal";
const MEMBERSHIPS: &str = "
    select list, unit_id, from_on, from_entry, from_act, from_clause, to_on, to_entry, to_act, to_clause
    from case_membership
    where person_id = $1 and known_to is null
    order by ordinal";
const MEASURES: &str = "
    select state, shown, regime, minor, opened_on, opened_entry, term_end, ended_on, ended_entry, how
    from case_measure
    where person_id = $1 and known_to is null
    order by ordinal";

/// What the tables of counting say of one case now.
#[tracing::instrument(name = "db.cases_listed.projected", level = "debug", skip_all)]
pub async fn projected(tx: &mut Tx, person: Uuid) -> Result<Rows> {
    let stands = of_person(tx, person).await?.ok_or_else(|| StoreError::bad("case_state", person.to_string()))?;
    let closed = ["", "death", "missing", "erased"].into_iter().find(|word| *word == stands.closed);
    Ok(Rows {
        state: State {
            unit: stands.unit,
            entry: stands.entry,
            states: stands.states.join(" "),
            closed: closed.unwrap_or_default(),
            contested: stands.contested,
            transit: stands.transit,
        },
        holdings: tx.all(sql(HOLDINGS).arg(person)).await?,
        memberships: tx.all(sql(MEMBERSHIPS).arg(person)).await?,
        measures: tx.all(sql(MEASURES).arg(person)).await?,
    })
}

struct Whose(Uuid, UnitId);

impl FromRow for Whose {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self(row.get("person_id")?, UnitId(row.get("unit_id")?)))
    }
}

impl FromRow for Held {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            unit: UnitId(row.get("unit_id")?),
            from: row.get::<SqlDate>("from_on")?.to_jiff(),
            to: row.get::<Option<SqlDate>>("to_on")?.map(SqlDate::to_jiff),
        })
    }
}

impl FromRow for Listed {
    fn from_row(row: &Row) -> Result<Self> {
        let to = match row.get::<Option<SqlDate>>("to_on")? {
            None => None,
            Some(on) => Some(Bound {
                on: on.to_jiff(),
                entry: row.get("to_entry")?,
                act: row.get("to_act")?,
                clause: row.get("to_clause")?,
            }),
        };
        let from = Bound {
            on: row.get::<SqlDate>("from_on")?.to_jiff(),
            entry: row.get("from_entry")?,
            act: row.get("from_act")?,
            clause: row.get("from_clause")?,
        };
        Ok(Self { list: row.get("list")?, unit: UnitId(row.get("unit_id")?), from, to })
    }
}

impl FromRow for Measured {
    fn from_row(row: &Row) -> Result<Self> {
        let ended = row.get::<Option<SqlDate>>("ended_on")?.map(SqlDate::to_jiff);
        Ok(Self {
            state: row.get("state")?,
            shown: row.get("shown")?,
            regime: cases::regime(row)?,
            minor: row.get::<i64>("minor")? != 0,
            opened: (row.get::<SqlDate>("opened_on")?.to_jiff(), row.get("opened_entry")?),
            term_end: row.get::<Option<SqlDate>>("term_end")?.map(SqlDate::to_jiff),
            ended: ended.zip(row.get::<Option<i64>>("ended_entry")?),
            how: row.get("how")?,
        })
    }
}

impl FromRow for Stands {
    fn from_row(row: &Row) -> Result<Self> {
        let (to, since) = (row.get::<Option<Uuid>>("transit_to")?, row.get::<Option<SqlDate>>("transit_since")?);
        let states: String = row.get("states")?;
        Ok(Self {
            person: row.get("person_id")?,
            unit: UnitId(row.get("unit_id")?),
            entry: row.get("entry")?,
            states: states.split_whitespace().map(str::to_owned).collect(),
            closed: row.get("closed")?,
            contested: row.get("contested")?,
            transit: to.zip(since).map(|(unit, day)| (UnitId(unit), day.to_jiff())),
        })
    }
}

impl FromRow for OnList {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            person: row.get("person_id")?,
            list: row.get("list")?,
            since: row.get::<SqlDate>("from_on")?.to_jiff(),
            clause: row.get("from_clause")?,
        })
    }
}

impl FromRow for Due {
    fn from_row(row: &Row) -> Result<Self> {
        let at: i64 = row.get("due_at")?;
        Ok(Self {
            person: row.get("person_id")?,
            clock: row.get("clock")?,
            entry: row.get("entry")?,
            regime: cases::regime(row)?,
            office: row.get("office")?,
            started: row.get("started")?,
            due_at: Timestamp::from_millisecond(at)
                .map_err(|_| StoreError::bad("case_clock.due_at", at.to_string()))?,
            binding: row.get::<i64>("binding")? != 0,
        })
    }
}
