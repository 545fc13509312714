//! How many, by unit: lists and what flowed in and out of them, people on the way, measures that run. No file is opened
//! and no person is named. Each question is asked as of a day and as known at an instant.
//!
//! [`NOW`] is later than every instant, so one text answers both as known now and as known then.

use domain::counts::{Away, Flows, Moving, Running, Turnover, Way};
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::query::{Arg, FromRow, Query, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("case_counts::KEEPERS", KEEPERS),
    ("case_counts::FLOWS", FLOWS),
    ("case_counts::FLOWS_OF_UNIT", FLOWS_OF_UNIT),
    ("case_counts::TURNOVER", TURNOVER),
    ("case_counts::TURNOVER_OF_UNIT", TURNOVER_OF_UNIT),
    ("case_counts::MOVING", MOVING),
    ("case_counts::MOVING_OF_UNIT", MOVING_OF_UNIT),
    ("case_counts::RUNNING", RUNNING),
    ("case_counts::RUNNING_OF_UNIT", RUNNING_OF_UNIT),
    ("case_counts::AWAY", AWAY),
    ("case_counts::AWAY_OF_UNIT", AWAY_OF_UNIT),
];

/// As known now.
pub(crate) const NOW: i64 = i64::MAX;

/// The instant as which things are known, in milliseconds.
pub(crate) fn instant(at: Option<Timestamp>) -> i64 {
    at.map_or(NOW, Timestamp::as_millisecond)
}

/// Whether a row's file counts at the instant `$1`: of two files that two people found to be about one person, the one
/// that is not kept stands for nobody from the finding on, until it is undone.
macro_rules! counts {
    ($t:literal) => {
        concat!(
            $t,
            ".person_id not in (select l.other_id from person_link l
                                where l.outcome = 'same' and l.decided_at <= $1
                                  and not exists (select 1 from person_link n
                                                  where n.finding > l.finding and n.decided_at <= $1
                                                    and (n.keep_id = l.keep_id and n.other_id = l.other_id
                                                         or n.keep_id = l.other_id and n.other_id = l.keep_id)))"
        )
    };
}
pub(crate) use counts;

/// Whether an act had not been annulled when the day `$2` was over, as known at the instant `$1`: what an upheld
/// complaint found wrong stays in the file and counts no more.
macro_rules! bears {
    ($t:literal) => {
        concat!(
            "not exists (select 1 from case_event u
                         where u.person_id = ",
            $t,
            ".person_id and u.act = 'annul_entry' and u.recorded_at <= $1 and u.occurred_on <= $2
                           and u.counted = 'entry=' || cast(",
            $t,
            ".entry as text))"
        )
    };
}
pub(crate) use bears;

/// What is counted of an act with spaces around it, as the file read when the day `$2` was over, as known at the instant
/// `$1`: a value that was corrected is told by its last correction, beside which the whole entry stands as it reads since.
macro_rules! reads {
    ($t:literal) => {
        concat!(
            "' ' || coalesce((select c.counted from case_event c
                              where c.person_id = ",
            $t,
            ".person_id and c.act = 'correct_entry' and c.recorded_at <= $1 and c.occurred_on <= $2
                                and c.counted like 'entry=' || cast(",
            $t,
            ".entry as text) || ' %'
                              order by c.entry desc
                              limit 1), ",
            $t,
            ".counted) || ' '"
        )
    };
}
pub(crate) use reads;

/// Whether a row stood in the table at the instant `$1`; whose file counts is asked of one row of each person alone.
///
/// Said as `is not true` for a missing end to count as none yet: with `or`, a server reads two indexes and the table
/// where one index has it all.
macro_rules! stood {
    ($t:literal) => {
        concat!($t, ".known_from <= $1 and (", $t, ".known_to <= $1) is not true")
    };
}
pub(crate) use stood;

/// Whether a row stood in the table at the instant `$1`, and its file counts.
macro_rules! known {
    ($t:literal) => {
        concat!($crate::case_counts::stood!($t), " and ", $crate::case_counts::counts!($t))
    };
}
pub(crate) use known;

const KEEPERS: &str = concat!(
    "select distinct h.unit_id from case_holding h where h.from_on <= $2 and ",
    stood!("h"),
    " order by h.unit_id"
);

/// Units that ever kept a file up to a day: where none was ever kept a count of nobody is silence, not a finding.
#[tracing::instrument(name = "db.case_counts.keepers", level = "debug", skip_all)]
pub async fn keepers(tx: &mut Tx, day: Date, at: Option<Timestamp>) -> Result<Vec<UnitId>> {
    let kept: Vec<Keeper> = tx.all(sql(KEEPERS).arg(instant(at)).arg(day)).await?;
    Ok(kept.into_iter().map(|keeper| keeper.0).collect())
}

struct Keeper(UnitId);

impl FromRow for Keeper {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self(UnitId(row.get("unit_id")?)))
    }
}

macro_rules! flows {
    ($head:literal, $unit:literal) => {
        concat!(
            $head,
            ",
           cast(sum(case when m.from_on < $2 then 1 else 0 end) as bigint) as opening,
           cast(sum(case when m.from_on >= $2 then 1 else 0 end) as bigint) as entries,
           cast(sum(case when m.to_on <= $3 then 1 else 0 end) as bigint) as removals,
           cast(sum(case when m.to_on is null or m.to_on > $3 then 1 else 0 end) as bigint) as closing
    from case_membership m
    where ",
            known!("m"),
            " and m.from_on <= $3 and (m.to_on < $2) is not true",
            $unit,
            "
    group by m.unit_id, m.list
    order by m.unit_id, m.list"
        )
    };
}

const FLOWS: &str = flows!("select m.unit_id, m.list", "");
const FLOWS_OF_UNIT: &str = flows!("select m.unit_id, m.list", " and m.unit_id = $4");

/// What happened to each list from one day to another, both included: of one unit, or of every unit that has any.
#[tracing::instrument(name = "db.case_counts.flows", level = "debug", skip_all)]
pub async fn flows(
    tx: &mut Tx,
    unit: Option<UnitId>,
    (from, to): (Date, Date),
    at: Option<Timestamp>,
) -> Result<Vec<Flows>> {
    let asked = |text| sql(text).arg(instant(at)).arg(from).arg(to);
    tx.all(of_unit(asked(FLOWS), asked(FLOWS_OF_UNIT), unit)).await
}

/// The question of all units, or that of one with its unit.
fn of_unit(all: Query, one: Query, unit: Option<UnitId>) -> Query {
    match unit {
        None => all,
        Some(unit) => one.arg(Arg::from(unit.0)),
    }
}

macro_rules! turnover {
    ($head:literal, $unit:literal) => {
        concat!(
            $head,
            ", 'in' as way, m.from_act as act, m.from_clause as clause, cast(count(*) as bigint) as people
    from case_membership m
    where ",
            known!("m"),
            " and m.from_on >= $2 and m.from_on <= $3",
            $unit,
            "
    group by m.unit_id, m.list, m.from_act, m.from_clause
    union all
    select m.unit_id, m.list, 'out' as way, m.to_act as act, m.to_clause as clause, cast(count(*) as bigint) as people
    from case_membership m
    where ",
            known!("m"),
            " and m.to_on >= $2 and m.to_on <= $3",
            $unit,
            "
    group by m.unit_id, m.list, m.to_act, m.to_clause
    order by 1, 2, 3, 4, 5"
        )
    };
}

const TURNOVER: &str = turnover!("select m.unit_id, m.list", "");
const TURNOVER_OF_UNIT: &str = turnover!("select m.unit_id, m.list", " and m.unit_id = $4");

/// Entries and removals of a period by act and clause.
#[tracing::instrument(name = "db.case_counts.turnover", level = "debug", skip_all)]
pub async fn turnover(
    tx: &mut Tx,
    unit: Option<UnitId>,
    (from, to): (Date, Date),
    at: Option<Timestamp>,
) -> Result<Vec<Turnover>> {
    let asked = |text| sql(text).arg(instant(at)).arg(from).arg(to);
    tx.all(of_unit(asked(TURNOVER), asked(TURNOVER_OF_UNIT), unit)).await
}

/// Moves are few beside times on lists: a cross join has the in-process engine begin with them.
macro_rules! moving {
    ($head:literal, $unit:literal) => {
        concat!(
            $head,
            ", cast(count(*) as bigint) as people
    from case_transit t
    cross join case_membership m
    where m.person_id = t.person_id and m.unit_id = t.from_unit_id
      and ",
            known!("t"),
            " and ",
            stood!("m"),
            " and t.since_on <= $2 and (t.until_on <= $2) is not true
      and m.from_on <= $2 and (m.to_on <= $2) is not true",
            $unit,
            "
    group by m.unit_id, m.list
    order by m.unit_id, m.list"
        )
    };
}

const MOVING: &str = moving!("select m.unit_id, m.list", "");
const MOVING_OF_UNIT: &str = moving!("select m.unit_id, m.list", " and t.from_unit_id = $3");

/// Of those on a list when a day was over, how many were on the way elsewhere: counted once, by the unit they left.
#[tracing::instrument(name = "db.case_counts.moving", level = "debug", skip_all)]
pub async fn moving(tx: &mut Tx, unit: Option<UnitId>, day: Date, at: Option<Timestamp>) -> Result<Vec<Moving>> {
    let asked = |text| sql(text).arg(instant(at)).arg(day);
    tx.all(of_unit(asked(MOVING), asked(MOVING_OF_UNIT), unit)).await
}

/// The last act that paused or resumed something tells whether it is paused: a pause has no row of its own. Its number
/// and its kind are one number, so that the last of them is found in one pass over the index of such acts, without a
/// look back at the event.
macro_rules! running {
    ($head:literal, $unit:literal) => {
        concat!(
            $head,
            ", coalesce(case l.latest % 8 when 1 then 'imprison' when 2 then 'release' when 3 then 'postpone'
                                     when 4 then 'suspend_rehab' when 5 then 'resume_rehab' end, '') as paused,
           cast(count(*) as bigint) as people, cast(sum(case when a.list = 'addicts' then 1 else 0 end) as bigint) as listed,
           cast(sum(case when a.list = 'post' then 1 else 0 end) as bigint) as posted
    from case_measure m
    join case_holding h on h.person_id = m.person_id and h.from_on <= $2 and (h.to_on <= $2) is not true
    left join (select e.person_id,
                      max(e.entry * 8 + case e.act when 'imprison' then 1 when 'release' then 2 when 'postpone' then 3
                                                   when 'suspend_rehab' then 4 else 5 end) as latest
               from case_event e
               where e.act in ('imprison', 'release', 'postpone', 'suspend_rehab', 'resume_rehab')
                 and e.recorded_at <= $1 and e.occurred_on <= $2
               group by e.person_id) l on l.person_id = m.person_id and l.latest >= m.opened_entry * 8 + 8
    left join case_membership a on (m.state <> 'S4' or l.latest is not null) and a.person_id = m.person_id
      and a.list <> 'users' and a.unit_id = h.unit_id and a.from_on <= $2 and (a.to_on <= $2) is not true
      and ",
            stood!("a"),
            "
    where ",
            known!("m"),
            " and ",
            stood!("h"),
            " and m.state in ('S4', 'S5a', 'S5b', 'S5c', 'S6', 'S7')
      and m.opened_on <= $2 and (m.ended_on <= $2) is not true",
            $unit,
            "
    group by h.unit_id, m.state, l.latest % 8
    order by h.unit_id, m.state, l.latest % 8"
        )
    };
}

const RUNNING: &str = running!("select h.unit_id, m.state", "");
const RUNNING_OF_UNIT: &str = running!("select h.unit_id, m.state", " and h.unit_id = $3");

/// Measures of a course of dependence that ran when a day was over, by the unit that answered for the case, whether they
/// were paused, and how many of those people stood on one of the unit's lists.
#[tracing::instrument(name = "db.case_counts.running", level = "debug", skip_all)]
pub async fn running(tx: &mut Tx, unit: Option<UnitId>, day: Date, at: Option<Timestamp>) -> Result<Vec<Running>> {
    let asked = |text| sql(text).arg(instant(at)).arg(day);
    tx.all(of_unit(asked(RUNNING), asked(RUNNING_OF_UNIT), unit)).await
}

/// Whoever was suspended, absent or evading is few beside the lists, so the question begins with them. An act's number
/// doubled, with one more where it is the one that begins something, tells which was last and what it says; it counts
/// from the beginning of the measure that is open.
macro_rules! away {
    ($head:literal, $unit:literal) => {
        concat!(
            "
    with a as materialized (
        select e.person_id,
               max(case e.act when 'suspend_management' then e.entry * 2 + 1 when 'resume_management' then e.entry * 2 end)
                   as held,
               max(case e.act when 'record_absence' then e.entry * 2 + 1 when 'record_return' then e.entry * 2 end)
                   as absent,
               max(case e.act when 'record_evasion' then e.entry * 2 + 1 when 'end_evasion' then e.entry * 2 end)
                   as evasion
        from case_event e
        where e.act in ('suspend_management', 'resume_management', 'record_absence', 'record_return', 'record_evasion',
                        'end_evasion')
          and e.recorded_at <= $1 and e.occurred_on <= $2
        group by e.person_id),
    l as materialized (
        select m.unit_id, m.list,
               case when m.list = 'users' and a.held % 2 = 1 and a.held > s.opened_entry * 2 + 1 then 1 else 0 end
                   as held,
               case when m.list = 'users' and a.absent % 2 = 1 and a.absent > s.opened_entry * 2 + 1
                      or m.list = 'addicts' and a.evasion % 2 = 1 and a.evasion > s.opened_entry * 2 + 1
                    then 1 else 0 end as absent,
               case when a.evasion % 2 = 1 and a.evasion > s.opened_entry * 2 + 1
                     and coalesce((select max(p.entry * 2 + case p.act when 'imprison' then 1 else 0 end)
                                   from case_event p
                                   where p.person_id = a.person_id and p.entry > s.opened_entry
                                     and p.act in ('imprison', 'release', 'postpone', 'suspend_rehab', 'resume_rehab')
                                     and p.recorded_at <= $1 and p.occurred_on <= $2) % 2, 0) = 0
                    then s.state else '' end as evades_in
        from a
        cross join case_membership m
        cross join case_measure s
        where m.person_id = a.person_id and s.person_id = a.person_id
          and ",
            known!("m"),
            " and ",
            stood!("s"),
            "
          and m.from_on <= $2 and (m.to_on <= $2) is not true
          and s.opened_on <= $2 and (s.ended_on <= $2) is not true
          and (m.list = 'users' and s.state = 'S2'
               or m.list = 'addicts' and s.state in ('S4', 'S5a', 'S5b', 'S5c', 'S6', 'S7'))",
            $unit,
            ")
    ",
            $head,
            ", cast(sum(l.held) as bigint) as held, cast(sum(l.absent) as bigint) as absent,
           cast(sum(l.held * l.absent) as bigint) as held_and_absent,
           cast(sum(case when l.evades_in in ('S5a', 'S6') then 1 else 0 end) as bigint) as at_home,
           cast(sum(case when l.evades_in = 'S5b' then 1 else 0 end) as bigint) as private
    from l
    group by l.unit_id, l.list
    order by l.unit_id, l.list"
        )
    };
}

const AWAY: &str = away!("select l.unit_id, l.list", "");
const AWAY_OF_UNIT: &str = away!("select l.unit_id, l.list", " and m.unit_id = $3");

/// Of those on a list when a day was over, how many were held in custody while their management was suspended, and how
/// many were recorded as absent or evading.
#[tracing::instrument(name = "db.case_counts.away", level = "debug", skip_all)]
pub async fn away(tx: &mut Tx, unit: Option<UnitId>, day: Date, at: Option<Timestamp>) -> Result<Vec<Away>> {
    let asked = |text| sql(text).arg(instant(at)).arg(day);
    tx.all(of_unit(asked(AWAY), asked(AWAY_OF_UNIT), unit)).await
}

impl FromRow for Away {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            unit: UnitId(row.get("unit_id")?),
            list: row.get("list")?,
            held: row.get("held")?,
            absent: row.get("absent")?,
            both: row.get("held_and_absent")?,
            at_home: row.get("at_home")?,
            private: row.get("private")?,
        })
    }
}

impl FromRow for Flows {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            unit: UnitId(row.get("unit_id")?),
            list: row.get("list")?,
            opening: row.get("opening")?,
            entries: row.get("entries")?,
            removals: row.get("removals")?,
            closing: row.get("closing")?,
        })
    }
}

impl FromRow for Turnover {
    fn from_row(row: &Row) -> Result<Self> {
        let way: String = row.get("way")?;
        Ok(Self {
            unit: UnitId(row.get("unit_id")?),
            list: row.get("list")?,
            way: Way::from_key(&way).ok_or_else(|| StoreError::bad("way", way.clone()))?,
            act: row.get("act")?,
            clause: row.get("clause")?,
            people: row.get("people")?,
        })
    }
}

impl FromRow for Moving {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self { unit: UnitId(row.get("unit_id")?), list: row.get("list")?, people: row.get("people")? })
    }
}

impl FromRow for Running {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            unit: UnitId(row.get("unit_id")?),
            state: row.get("state")?,
            paused: row.get("paused")?,
            people: row.get("people")?,
            listed: row.get("listed")?,
            posted: row.get("posted")?,
        })
    }
}
