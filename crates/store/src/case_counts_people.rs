//! What goals are counted from, person by person: who answered for whom, measures, times on lists, moves, and the acts
//! that are counted. Random ids and words of the law's tables only; nobody's file is opened.

use std::collections::BTreeMap;

use domain::counts::{Done, Move, Person, Span, Time};
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::Date as SqlDate;
use uuid::Uuid;

use crate::case_counts::{counts, instant, known};
use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::query::{Query, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("case_counts_people::HELD", HELD),
    ("case_counts_people::HELD_OF_UNIT", HELD_OF_UNIT),
    ("case_counts_people::MEASURES", MEASURES),
    ("case_counts_people::MEASURES_OF_UNIT", MEASURES_OF_UNIT),
    ("case_counts_people::TIMES", TIMES),
    ("case_counts_people::TIMES_OF_UNIT", TIMES_OF_UNIT),
    ("case_counts_people::MOVES", MOVES),
    ("case_counts_people::MOVES_OF_UNIT", MOVES_OF_UNIT),
    ("case_counts_people::DONE", DONE),
    ("case_counts_people::DONE_OF_UNIT", DONE_OF_UNIT),
];

/// Whose case a unit answered for at any time, as far as known.
macro_rules! ever {
    ($t:literal, $place:literal) => {
        concat!(" and ", $t, ".person_id in (select o.person_id from case_holding o where o.unit_id = ", $place, ")")
    };
}

macro_rules! held {
    ($head:literal, $unit:expr) => {
        concat!(
            $head,
            "
    from case_holding h
    where ",
            known!("h"),
            " and h.from_on <= $2 and (h.to_on is null or h.to_on > $2)",
            $unit
        )
    };
}
const HELD: &str = held!("select h.person_id, h.unit_id", "");
const HELD_OF_UNIT: &str = held!("select h.person_id, h.unit_id", ever!("h", "$3"));

macro_rules! measures {
    ($head:literal, $unit:expr) => {
        concat!(
            $head,
            ", m.minor, m.opened_on, m.opened_entry, m.ended_on, m.ended_entry, m.how
    from case_measure m
    where ",
            known!("m"),
            " and m.opened_on <= $2",
            $unit,
            "
    order by m.person_id, m.opened_entry, m.state"
        )
    };
}
const MEASURES: &str = measures!("select m.person_id, m.state", "");
const MEASURES_OF_UNIT: &str = measures!("select m.person_id, m.state", ever!("m", "$3"));

macro_rules! times {
    ($head:literal, $unit:expr) => {
        concat!(
            $head,
            ", m.unit_id, m.from_on, m.to_on
    from case_membership m
    where ",
            known!("m"),
            " and m.from_on <= $2",
            $unit,
            "
    order by m.person_id, m.from_entry, m.unit_id"
        )
    };
}
const TIMES: &str = times!("select m.person_id, m.list", "");
const TIMES_OF_UNIT: &str = times!("select m.person_id, m.list", ever!("m", "$3"));

macro_rules! moves {
    ($head:literal, $unit:expr) => {
        concat!(
            $head,
            ", t.since_on, t.until_on
    from case_transit t
    where ",
            known!("t"),
            " and t.since_on <= $2",
            $unit,
            "
    order by t.person_id, t.since_on"
        )
    };
}
const MOVES: &str = moves!("select t.person_id, t.from_unit_id", "");
const MOVES_OF_UNIT: &str = moves!("select t.person_id, t.from_unit_id", ever!("t", "$3"));

macro_rules! done {
    ($head:literal, $unit:expr) => {
        concat!(
            $head,
            ", e.act, e.unit_id, e.occurred_on, e.occurred_minute, e.counted,
           cast(case when e.paper_number is null then 0 else 1 end as bigint) as papered
    from case_event e
    where e.recorded_at <= $1 and e.occurred_on <= $2
      and e.act in ('record_ground', 'withdraw_ground', 'escort_to_test', 'record_positive_test', 'record_negative_test',
                    'verify_residence', 'request_determination', 'record_determination', 'notify_result', 'register',
                    'record_exclusion', 'lift_exclusion', 'record_evasion', 'end_evasion', 'suspend_management',
                    'resume_management', 'record_absence', 'record_return', 'decide_home_rehab', 'open_compulsory_file',
                    'imprison', 'release', 'postpone', 'suspend_rehab', 'resume_rehab', 'give_end_notice',
                    'complete_home_rehab', 'complete_facility_rehab', 'complete_substitution', 'complete_compulsory',
                    'propose_post_rehab', 'decide_post_rehab', 'residence_check', 'record_support', 'record_death',
                    'declare_missing', 'annul_entry', 'correct_entry')
      and ",
            counts!("e"),
            $unit,
            "
    order by e.person_id, e.entry"
        )
    };
}
const DONE: &str = done!("select e.person_id, e.entry", "");
const DONE_OF_UNIT: &str = done!("select e.person_id, e.entry", ever!("e", "$3"));

/// Everybody for whom a unit ever answered, or everybody, as far as the goals count them: as of the end of a day, as
/// known at an instant.
#[tracing::instrument(name = "db.case_counts_people.of", level = "debug", skip_all)]
pub async fn of(tx: &mut Tx, unit: Option<UnitId>, day: Date, at: Option<Timestamp>) -> Result<BTreeMap<Uuid, Person>> {
    let asked = |all: &'static str, one: &'static str| -> Query {
        let query = |text| sql(text).arg(instant(at)).arg(day);
        unit.map_or_else(|| query(all), |unit| query(one).arg(unit.0))
    };
    let mut people: BTreeMap<Uuid, Person> = BTreeMap::new();
    tx.each(asked(HELD, HELD_OF_UNIT), |row| {
        let person = person(&mut people, &row)?;
        person.holder = Some(UnitId(row.get("unit_id")?));
        Ok(())
    })
    .await?;
    tx.each(asked(MEASURES, MEASURES_OF_UNIT), |row| {
        let span = span(&row)?;
        person(&mut people, &row)?.measures.push(span);
        Ok(())
    })
    .await?;
    tx.each(asked(TIMES, TIMES_OF_UNIT), |row| {
        let time = Time {
            list: row.get("list")?,
            unit: UnitId(row.get("unit_id")?),
            from: row.get::<SqlDate>("from_on")?.to_jiff(),
            to: row.get::<Option<SqlDate>>("to_on")?.map(SqlDate::to_jiff),
        };
        person(&mut people, &row)?.times.push(time);
        Ok(())
    })
    .await?;
    tx.each(asked(MOVES, MOVES_OF_UNIT), |row| {
        let moving = Move {
            from: UnitId(row.get("from_unit_id")?),
            since: row.get::<SqlDate>("since_on")?.to_jiff(),
            until: row.get::<Option<SqlDate>>("until_on")?.map(SqlDate::to_jiff),
        };
        person(&mut people, &row)?.moves.push(moving);
        Ok(())
    })
    .await?;
    tx.each(asked(DONE, DONE_OF_UNIT), |row| {
        let done = done(&row)?;
        person(&mut people, &row)?.done.push(done);
        Ok(())
    })
    .await?;
    Ok(people)
}

fn person<'p>(people: &'p mut BTreeMap<Uuid, Person>, row: &Row) -> Result<&'p mut Person> {
    Ok(people.entry(row.get("person_id")?).or_default())
}

fn span(row: &Row) -> Result<Span> {
    let ended = row.get::<Option<SqlDate>>("ended_on")?.map(SqlDate::to_jiff);
    Ok(Span {
        state: row.get("state")?,
        minor: row.get::<i64>("minor")? != 0,
        opened: (row.get::<SqlDate>("opened_on")?.to_jiff(), row.get("opened_entry")?),
        ended: ended.zip(row.get::<Option<i64>>("ended_entry")?),
        how: row.get("how")?,
    })
}

fn done(row: &Row) -> Result<Done> {
    Ok(Done {
        entry: row.get("entry")?,
        act: row.get("act")?,
        unit: UnitId(row.get("unit_id")?),
        on: row.get::<SqlDate>("occurred_on")?.to_jiff(),
        minute: row.get("occurred_minute")?,
        counted: row.get("counted")?,
        papered: row.get::<i64>("papered")? != 0,
    })
}
