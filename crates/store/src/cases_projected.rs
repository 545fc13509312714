//! What cases come to: how each stands now, who answered for it, its times on lists, its measures, its moves, and the
//! time limits that wait. Written with the event that brings it, and counted without opening anybody's file.
//!
//! A row of the past is never changed: it is replaced by another with the same ordinal, and both say from when to when
//! they were known. So a count can be asked as known at an instant.

use std::collections::HashMap;

use domain::cases::projection::{Bound, Held, Listed, Measured, Projection, Waiting};
use domain::persons::Holder;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use jiff_sqlx::Date as SqlDate;
use uuid::Uuid;

use crate::cases::Filed;
use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("cases_projected::ADD_STATE", ADD_STATE),
    ("cases_projected::MOVE_STATE", MOVE_STATE),
    ("cases_projected::CLOSE_HOLDING", CLOSE_HOLDING),
    ("cases_projected::CLOSE_MEMBERSHIP", CLOSE_MEMBERSHIP),
    ("cases_projected::CLOSE_MEASURE", CLOSE_MEASURE),
    ("cases_projected::CLOSE_TRANSIT", CLOSE_TRANSIT),
    ("cases_projected::ADD_HOLDING", ADD_HOLDING),
    ("cases_projected::ADD_MEMBERSHIP", ADD_MEMBERSHIP),
    ("cases_projected::ADD_MEASURE", ADD_MEASURE),
    ("cases_projected::ADD_TRANSIT", ADD_TRANSIT),
    ("cases_projected::OPEN_TRANSIT", OPEN_TRANSIT),
    ("cases_projected::DROP_CLOCKS", DROP_CLOCKS),
    ("cases_projected::ADD_CLOCK", ADD_CLOCK),
    ("cases_projected::HOLDINGS", HOLDINGS),
    ("cases_projected::MEMBERSHIPS", MEMBERSHIPS),
    ("cases_projected::MEASURES", MEASURES),
    ("cases_projected::TRANSITS", TRANSITS),
];

/// What a case came to before an event, and comes to with it.
#[derive(Clone, Copy, Debug)]
pub struct Projected<'a> {
    /// Before; none for the opening.
    pub before: Option<&'a Projection>,
    /// With it.
    pub after: &'a Projection,
    /// Who answers for the case from then on.
    pub holder: &'a Holder,
    /// The day of the event.
    pub on: Date,
}

const ADD_STATE: &str = "
    insert into case_state (province_code, person_id, unit_id, entry, states, closed, contested, transit_to, transit_since)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    on conflict (province_code, person_id) do nothing";
const MOVE_STATE: &str = "
    update case_state
    set province_code = $1, unit_id = $2, entry = $3, states = $4, closed = $5, contested = $6, transit_to = $7,
        transit_since = $8
    where person_id = $9 and entry = $10";

/// Puts the case where it stands now; whoever read it before somebody else's write gets [`StoreError::Conflict`].
pub(crate) async fn claim(
    tx: &mut Tx,
    person: Uuid,
    before: &Holder,
    entry: i64,
    projected: &Projected<'_>,
) -> Result<()> {
    let state = &projected.after.state;
    let (to, since) = state.transit.map_or((None, None), |(unit, day)| (Some(unit.0), Some(day)));
    let query = if entry == 0 {
        let start = sql(ADD_STATE).arg(before.province_code.as_str()).arg(person).arg(before.unit.0).arg(entry);
        start.arg(state.states.as_str()).arg(state.closed).arg(state.contested).arg(to).arg(since)
    } else {
        let holder = projected.holder;
        let moved = sql(MOVE_STATE).arg(holder.province_code.as_str()).arg(holder.unit.0).arg(entry);
        let moved = moved.arg(state.states.as_str()).arg(state.closed).arg(state.contested).arg(to).arg(since);
        moved.arg(person).arg(entry.saturating_sub(1))
    };
    if tx.run(query).await? == 1 { Ok(()) } else { Err(StoreError::Conflict { what: "case".to_owned() }) }
}

const CLOSE_HOLDING: &str =
    "update case_holding set known_to = $1 where person_id = $2 and ordinal = $3 and known_to is null";
const CLOSE_MEMBERSHIP: &str =
    "update case_membership set known_to = $1 where person_id = $2 and ordinal = $3 and known_to is null";
const CLOSE_MEASURE: &str =
    "update case_measure set known_to = $1 where person_id = $2 and ordinal = $3 and known_to is null";
const CLOSE_TRANSIT: &str =
    "update case_transit set known_to = $1 where person_id = $2 and ordinal = $3 and known_to is null";

const ADD_HOLDING: &str = "
    insert into case_holding (id, person_id, ordinal, unit_id, from_on, to_on, written_by, known_from)
    values ($1, $2, $3, $4, $5, $6, $7, $8)";
const ADD_MEMBERSHIP: &str = "
    insert into case_membership (id, person_id, ordinal, list, unit_id, from_on, from_entry, from_act, from_clause, to_on,
                                 to_entry, to_act, to_clause, written_by, known_from)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
const ADD_MEASURE: &str = "
    insert into case_measure (id, person_id, ordinal, state, shown, regime, minor, opened_on, opened_entry, term_end,
                              ended_on, ended_entry, how, written_by, known_from)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
const ADD_TRANSIT: &str = "
    insert into case_transit (id, person_id, ordinal, from_unit_id, to_unit_id, since_on, until_on, written_by, known_from)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// One table of rows with ordinals.
struct Table {
    close: &'static str,
    add: &'static str,
}

const HOLDING: Table = Table { close: CLOSE_HOLDING, add: ADD_HOLDING };
const MEMBERSHIP: Table = Table { close: CLOSE_MEMBERSHIP, add: ADD_MEMBERSHIP };
const MEASURE: Table = Table { close: CLOSE_MEASURE, add: ADD_MEASURE };
const TRANSIT: Table = Table { close: CLOSE_TRANSIT, add: ADD_TRANSIT };

/// Replaces what the event changes. Answers the rows written, for its payload: holdings, memberships, measures, moves,
/// each by ordinal.
pub(crate) async fn replace(
    tx: &mut Tx,
    event: Uuid,
    filed: &Filed<'_>,
    mut new_id: impl FnMut() -> Uuid,
) -> Result<Vec<Vec<Arg>>> {
    let Projected { before, after, .. } = filed.projected;
    let mut writer = Writer { tx, event, filed, new_id: &mut new_id, rows: Vec::new() };
    writer.changed(&HOLDING, before.map(|p| p.holdings.as_slice()), &after.holdings, held).await?;
    writer.changed(&MEMBERSHIP, before.map(|p| p.memberships.as_slice()), &after.memberships, listed).await?;
    writer.changed(&MEASURE, before.map(|p| p.measures.as_slice()), &after.measures, measured).await?;
    writer.transit().await?;
    let rows = writer.rows;
    wait(tx, filed).await?;
    Ok(rows)
}

struct Writer<'w, 'f, F> {
    tx: &'w mut Tx,
    event: Uuid,
    filed: &'w Filed<'f>,
    new_id: &'w mut F,
    rows: Vec<Vec<Arg>>,
}

impl<F: FnMut() -> Uuid> Writer<'_, '_, F> {
    async fn changed<T: PartialEq>(
        &mut self,
        table: &Table,
        before: Option<&[T]>,
        after: &[T],
        values: fn(&T) -> Vec<Arg>,
    ) -> Result<()> {
        let before = before.unwrap_or_default();
        for (ordinal, row) in after.iter().enumerate() {
            let was = before.get(ordinal);
            if was == Some(row) {
                continue;
            }
            let ordinal = i64::try_from(ordinal).unwrap_or(i64::MAX);
            if was.is_some() {
                self.close(table, ordinal).await?;
            }
            self.add(table, ordinal, values(row)).await?;
        }
        Ok(())
    }

    async fn close(&mut self, table: &Table, ordinal: i64) -> Result<()> {
        let at = self.filed.at.as_millisecond();
        self.tx.run(sql(table.close).arg(at).arg(self.filed.person).arg(ordinal)).await.map(drop)
    }

    async fn add(&mut self, table: &Table, ordinal: i64, values: Vec<Arg>) -> Result<()> {
        let mut row: Vec<Arg> = vec![(self.new_id)().into(), self.filed.person.into(), ordinal.into()];
        row.extend(values);
        row.push(self.event.into());
        row.push(self.filed.at.as_millisecond().into());
        self.tx.run(sql(table.add).args(row.clone())).await?;
        self.rows.push(row);
        Ok(())
    }

    /// A move begins with the event that says so, and is over with the one that ends it, however it ends.
    async fn transit(&mut self) -> Result<()> {
        let Projected { before, after, on, .. } = self.filed.projected;
        let (was, is) = (before.and_then(|p| p.state.transit), after.state.transit);
        if was == is {
            return Ok(());
        }
        if let Some(open) = self.tx.first::<Moving>(sql(OPEN_TRANSIT).arg(self.filed.person)).await? {
            self.close(&TRANSIT, open.ordinal).await?;
            let over = vec![open.from.into(), open.to.into(), open.since.into(), Some(on.max(open.since)).into()];
            self.add(&TRANSIT, open.ordinal, over).await?;
        }
        let Some((to, since)) = is else { return Ok(()) };
        let begun = vec![after.state.unit.0.into(), to.0.into(), since.into(), None::<Date>.into()];
        self.add(&TRANSIT, after.state.entry, begun).await
    }
}

fn held(h: &Held) -> Vec<Arg> {
    vec![h.unit.0.into(), h.from.into(), h.to.into()]
}

fn listed(m: &Listed) -> Vec<Arg> {
    let Bound { on, entry, act, clause } = &m.from;
    let mut row: Vec<Arg> = vec![m.list.as_str().into(), m.unit.0.into(), (*on).into(), (*entry).into()];
    row.extend([Arg::from(act.as_str()), clause.as_str().into()]);
    let to = m.to.as_ref();
    row.push(to.map(|to| to.on).into());
    row.push(to.map(|to| to.entry).into());
    row.push(to.map(|to| to.act.as_str()).into());
    row.push(to.map(|to| to.clause.as_str()).into());
    row
}

fn measured(m: &Measured) -> Vec<Arg> {
    vec![
        m.state.as_str().into(),
        m.shown.as_str().into(),
        m.regime.key().into(),
        i64::from(m.minor).into(),
        m.opened.0.into(),
        m.opened.1.into(),
        m.term_end.into(),
        m.ended.map(|(on, _)| on).into(),
        m.ended.map(|(_, entry)| entry).into(),
        m.how.as_str().into(),
    ]
}

const OPEN_TRANSIT: &str = "
    select ordinal, from_unit_id, to_unit_id, since_on
    from case_transit
    where person_id = $1 and known_to is null and until_on is null";

struct Moving {
    ordinal: i64,
    from: Uuid,
    to: Uuid,
    since: Date,
}

impl FromRow for Moving {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            ordinal: row.get("ordinal")?,
            from: row.get("from_unit_id")?,
            to: row.get("to_unit_id")?,
            since: row.get::<SqlDate>("since_on")?.to_jiff(),
        })
    }
}

const DROP_CLOCKS: &str = "delete from case_clock where person_id = $1";
const ADD_CLOCK: &str = "
    insert into case_clock (person_id, clock, entry, regime, unit_id, office, started, due_at, binding)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9)";

/// Time limits that wait are only of now: those of before are forgotten.
async fn wait(tx: &mut Tx, filed: &Filed<'_>) -> Result<()> {
    tx.run(sql(DROP_CLOCKS).arg(filed.person)).await?;
    let unit = filed.projected.after.state.unit.0;
    for clock in &filed.projected.after.clocks {
        let Waiting { clock, entry, regime, office, started, due, binding } = clock;
        let row = sql(ADD_CLOCK).arg(filed.person).arg(clock.as_str()).arg(*entry).arg(regime.key()).arg(unit);
        let row = row.arg(office.as_str()).arg(started.as_str()).arg(due_ms(*due)?).arg(i64::from(*binding));
        tx.run(row).await?;
    }
    Ok(())
}

/// An instant of Việt Nam, which has had one offset since 1975, in milliseconds.
fn due_ms(due: DateTime) -> Result<i64> {
    let instant = Offset::constant(7).to_timestamp(due);
    instant.map(jiff::Timestamp::as_millisecond).map_err(|_| StoreError::bad("case_clock.due_at", due.to_string()))
}

const HOLDINGS: &str = "
    select id, person_id, ordinal, unit_id, from_on, to_on, written_by, known_from
    from case_holding
    order by written_by, ordinal";
const MEMBERSHIPS: &str = "
    select id, person_id, ordinal, list, unit_id, from_on, from_entry, from_act, from_clause, to_on, to_entry, to_act,
           to_clause, written_by, known_from
    from case_membership
    order by written_by, ordinal";
const MEASURES: &str = "
    select id, person_id, ordinal, state, shown, regime, minor, opened_on, opened_entry, term_end, ended_on, ended_entry,
           how, written_by, known_from
    from case_measure
    order by written_by, ordinal";
const TRANSITS: &str = "
    select id, person_id, ordinal, from_unit_id, to_unit_id, since_on, until_on, written_by, known_from
    from case_transit
    order by written_by, known_from, ordinal";

/// Kind of a column, as it is read back.
#[derive(Clone, Copy)]
enum Kind {
    Id,
    Int,
    MaybeInt,
    Text,
    MaybeText,
    Day,
    MaybeDay,
}

const HEAD: [(&str, Kind); 3] = [("id", Kind::Id), ("person_id", Kind::Id), ("ordinal", Kind::Int)];
const TAIL: [(&str, Kind); 2] = [("written_by", Kind::Id), ("known_from", Kind::Int)];
const HOLDING_COLUMNS: &[(&str, Kind)] = &[("unit_id", Kind::Id), ("from_on", Kind::Day), ("to_on", Kind::MaybeDay)];
const MEMBERSHIP_COLUMNS: &[(&str, Kind)] = &[
    ("list", Kind::Text),
    ("unit_id", Kind::Id),
    ("from_on", Kind::Day),
    ("from_entry", Kind::Int),
    ("from_act", Kind::Text),
    ("from_clause", Kind::Text),
    ("to_on", Kind::MaybeDay),
    ("to_entry", Kind::MaybeInt),
    ("to_act", Kind::MaybeText),
    ("to_clause", Kind::MaybeText),
];
const MEASURE_COLUMNS: &[(&str, Kind)] = &[
    ("state", Kind::Text),
    ("shown", Kind::Text),
    ("regime", Kind::Text),
    ("minor", Kind::Int),
    ("opened_on", Kind::Day),
    ("opened_entry", Kind::Int),
    ("term_end", Kind::MaybeDay),
    ("ended_on", Kind::MaybeDay),
    ("ended_entry", Kind::MaybeInt),
    ("how", Kind::Text),
];
const TRANSIT_COLUMNS: &[(&str, Kind)] =
    &[("from_unit_id", Kind::Id), ("to_unit_id", Kind::Id), ("since_on", Kind::Day), ("until_on", Kind::MaybeDay)];

/// Every row, by the event that wrote it, in the order in which payloads have them.
pub(crate) async fn written(tx: &mut Tx) -> Result<HashMap<Uuid, Vec<Vec<Arg>>>> {
    let mut rows: HashMap<Uuid, Vec<Vec<Arg>>> = HashMap::new();
    let tables = [
        (HOLDINGS, HOLDING_COLUMNS),
        (MEMBERSHIPS, MEMBERSHIP_COLUMNS),
        (MEASURES, MEASURE_COLUMNS),
        (TRANSITS, TRANSIT_COLUMNS),
    ];
    for (question, columns) in tables {
        tx.each(sql(question), |row| {
            let values = HEAD.iter().chain(columns).chain(&TAIL).map(|column| value(&row, *column));
            rows.entry(row.get("written_by")?).or_default().push(values.collect::<Result<_>>()?);
            Ok(())
        })
        .await?;
    }
    Ok(rows)
}

fn value(row: &Row, (name, kind): (&str, Kind)) -> Result<Arg> {
    Ok(match kind {
        Kind::Id => row.get::<Uuid>(name)?.into(),
        Kind::Int => row.get::<i64>(name)?.into(),
        Kind::MaybeInt => row.get::<Option<i64>>(name)?.into(),
        Kind::Text => row.get::<String>(name)?.into(),
        Kind::MaybeText => row.get::<Option<String>>(name)?.into(),
        Kind::Day => row.get::<SqlDate>(name)?.to_jiff().into(),
        Kind::MaybeDay => row.get::<Option<SqlDate>>(name)?.map(SqlDate::to_jiff).into(),
    })
}
