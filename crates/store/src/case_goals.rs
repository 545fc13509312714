//! The three goals of every unit at once: how many people each number counts, as of the end of a day and as known at an
//! instant. No person comes out. Each number is the one that `domain::counts::of_unit` gives person by person.
//!
//! What is grouped over is worked out once (`materialized`): otherwise the in-process engine works it out again for each
//! column. A case has one holder, one course and one management after it at a time, so rows are people there; what
//! happens can happen to somebody twice, so people are made one there first.

use domain::counts::{Number, POST_LINES, Tallied, due_since};
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::case_counts::{bears, counts, instant, known, reads, stood};
use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::query::{Query, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("case_goals::DETERMINED", DETERMINED),
    ("case_goals::SHEETED", SHEETED),
    ("case_goals::FOUND", FOUND),
    ("case_goals::WAITING", WAITING),
    ("case_goals::GROUNDED", GROUNDED),
    ("case_goals::DUE", DUE),
    ("case_goals::ACTIVE", ACTIVE),
];

/// Measures with who answered for the case, both as of the day `$2`.
macro_rules! held {
    () => {
        concat!(
            " from case_measure m
              join case_holding h on h.person_id = m.person_id and h.from_on <= $2 and (h.to_on <= $2) is not true
              where ",
            known!("m"),
            " and ",
            stood!("h")
        )
    };
}

/// A completed course after which management is still due: of adults who were compelled for longer.
macro_rules! is_due {
    ($t:literal) => {
        concat!(
            $t,
            ".how = 'done' and ",
            $t,
            ".state in ('S5a', 'S5b', 'S5c', 'S6', 'S7') and ",
            $t,
            ".ended_on <= $2 and (",
            $t,
            ".ended_on >= $3 or ",
            $t,
            ".state = 'S7' and ",
            $t,
            ".minor = 0 and ",
            $t,
            ".ended_on >= $4)"
        )
    };
}

/// A0: determinations that the law asked for in the period, by what answered each first: a result, or that somebody has a
/// stable residence after all. Of those asked for, whether each of the person's was obtained.
const DETERMINED: &str = concat!(
    "
    with q as materialized (
        select e.unit_id, e.person_id,
               (select min(r.entry * 2 + case r.act when 'verify_residence' then 1 else 0 end) from case_event r
                where r.person_id = e.person_id and r.entry > e.entry
                  and r.act in ('record_determination', 'verify_residence')
                  and r.recorded_at <= $1 and r.occurred_on <= $2
                  and (r.act = 'record_determination' or ",
    reads!("r"),
    " like '% stable=yes %') and ",
    bears!("r"),
    ") as answer
        from case_event e
        where e.act in ('record_positive_test', 'request_determination', 'verify_residence')
          and e.recorded_at <= $1 and e.occurred_on >= $3 and e.occurred_on <= $2 and ",
    counts!("e"),
    "     and ",
    bears!("e"),
    "     and (e.act = 'request_determination' and ",
    reads!("e"),
    " like '% case=dd %'
               or (e.act = 'record_positive_test' or e.act = 'verify_residence' and ",
    reads!("e"),
    " like '% stable=no %')
                  and exists (select 1 from case_measure m
                              where m.person_id = e.person_id
                                and (e.act = 'record_positive_test' and m.state in ('S2', 'S8')
                                     or e.act = 'verify_residence' and m.state = 'S1') and ",
    stood!("m"),
    "                           and m.opened_on <= $2 and m.opened_entry < e.entry
                                and (m.ended_entry is null or m.ended_entry > e.entry)))),
    d as materialized (
        select q.unit_id, q.person_id, min(case when q.answer is null then 0 else 1 end) as done
        from q
        where q.answer is null or q.answer % 2 = 0
        group by q.unit_id, q.person_id)
    select d.unit_id, cast(count(*) as bigint) as due, cast(sum(d.done) as bigint) as done,
           cast(sum(1 - d.done) as bigint) as waiting
    from d
    group by d.unit_id
    order by d.unit_id"
);

/// A1: of the cohort, those with the sheet of a result and a time on the list; of them, those in a suitable form or
/// counselled since `$3`. What paused a form is the last act of its kind, told by its number and kind in one.
const SHEETED: &str = concat!(
    "
    with p as materialized (
        select h.unit_id, m.state,
               case when exists (select 1 from case_event e
                                 where e.person_id = m.person_id and e.act = 'record_support'
                                   and e.recorded_at <= $1 and e.occurred_on >= $3 and e.occurred_on <= $2
                                   and ",
    reads!("e"),
    " like '% support=counselling %' and ",
    bears!("e"),
    ")
                    then 1 else 0 end as counselled,
               (select max(e.entry * 4 + case e.act when 'imprison' then 1 when 'postpone' then 2
                                                    when 'suspend_rehab' then 3 else 0 end) from case_event e
                where e.person_id = m.person_id and e.entry > m.opened_entry
                  and e.act in ('imprison', 'release', 'postpone', 'suspend_rehab', 'resume_rehab')
                  and e.recorded_at <= $1 and e.occurred_on <= $2) as paused",
    held!(),
    " and m.state in ('S4', 'S5a', 'S5b', 'S5c', 'S6', 'S7')
      and m.opened_on <= $2 and (m.ended_on <= $2) is not true
      and exists (select 1 from case_event e
                  where e.person_id = m.person_id and e.act = 'record_determination' and e.paper_number is not null
                    and e.recorded_at <= $1 and e.occurred_on <= $2 and ",
    reads!("e"),
    " like '% result=dependent %' and ",
    bears!("e"),
    ")
      and exists (select 1 from case_membership l
                  where l.person_id = m.person_id and l.list = 'addicts' and l.from_on <= $2 and ",
    stood!("l"),
    "))
    select p.unit_id, cast(count(*) as bigint) as filed,
           cast(sum(case when p.counselled = 1 then 1
                         when p.state = 'S4' then 0
                         when p.paused % 4 = 1 then 0
                         when p.paused % 4 = 2 and p.state = 'S7' then 0
                         when p.paused % 4 = 3 and p.state in ('S5c', 'S7') then 0
                         else 1 end) as bigint) as helped
    from p
    group by p.unit_id
    order by p.unit_id"
);

/// People found to use drugs who are in no course of dependence: under management or waiting for its decision; of them
/// those under management, and of these those counselled since `$3`.
const FOUND: &str = concat!(
    "
    with p as materialized (
        select h.unit_id, m.person_id, m.state,
               case when exists (select 1 from case_event e
                                 where e.person_id = m.person_id and e.act = 'record_support'
                                   and e.recorded_at <= $1 and e.occurred_on >= $3 and e.occurred_on <= $2
                                   and ",
    reads!("e"),
    " like '% support=counselling %' and ",
    bears!("e"),
    ")
                    then 1 else 0 end as counselled",
    held!(),
    " and m.state in ('S1', 'S2') and m.opened_on <= $2 and (m.ended_on is null or m.ended_on > $2)
      and not exists (select 1 from case_measure c
                      where c.person_id = m.person_id and c.state in ('S4', 'S5a', 'S5b', 'S5c', 'S6', 'S7') and ",
    stood!("c"),
    "                   and c.opened_on <= $2 and (c.ended_on is null or c.ended_on > $2)))
    select p.unit_id, cast(count(distinct p.person_id) as bigint) as found,
           cast(count(distinct case when p.state = 'S2' then p.person_id end) as bigint) as filed,
           cast(count(distinct case when p.state = 'S2' and p.counselled = 1 then p.person_id end) as bigint) as helped
    from p
    group by p.unit_id
    order by p.unit_id"
);

/// In which line those stand who wait to register: the last act of each kind tells. An act's number doubled, with one
/// more where it is the one that begins something, tells which was last and what it says.
const WAITING: &str = concat!(
    "
    with w as materialized (
        select h.unit_id, m.person_id, m.opened_entry as opened,
               case when exists (select 1 from case_measure f
                                 where f.person_id = m.person_id and f.state = 'S7f' and ",
    stood!("f"),
    "                              and f.opened_on <= $2 and (f.ended_on <= $2) is not true)
                    then 1 else 0 end as pending,
               (select max(e.entry * 2 + case e.act when 'imprison' then 1 else 0 end) from case_event e
                where e.person_id = m.person_id and e.entry > m.opened_entry
                  and e.act in ('imprison', 'release', 'postpone', 'suspend_rehab', 'resume_rehab')
                  and e.recorded_at <= $1 and e.occurred_on <= $2) as paused",
    held!(),
    "     and m.state = 'S4' and m.opened_on <= $2 and (m.ended_on <= $2) is not true),
    a as materialized (
        select w.unit_id, w.person_id, w.opened, w.pending,
               max(case e.act when 'record_evasion' then e.entry * 2 + 1 when 'end_evasion' then e.entry * 2 end)
                   as evasion,
               max(case e.act when 'record_exclusion' then e.entry * 2 + 1 when 'lift_exclusion' then e.entry * 2 end)
                   as exclusion,
               max(case e.act when 'register' then e.entry end) as registered,
               max(case e.act when 'notify_result' then e.entry * 2 + case when e.occurred_on = $2 then 1 else 0 end end)
                   as notified
        from w
        left join case_event e
               on e.person_id = w.person_id and e.recorded_at <= $1 and e.occurred_on <= $2
              and e.act in ('record_evasion', 'end_evasion', 'record_exclusion', 'lift_exclusion', 'register',
                            'notify_result')
        where w.paused is null or w.paused % 2 = 0
        group by w.unit_id, w.person_id, w.opened, w.pending),
    n as materialized (
        select a.unit_id,
               case when a.pending = 1 then 'a_file'
                    when a.evasion >= a.opened * 2 + 2 and a.evasion % 2 = 1 then 'a_absconded'
                    when a.exclusion % 2 = 1 then 'a_excluded'
                    when a.registered > a.opened then 'a_registered'
                    when a.notified is null or a.notified < a.opened * 2 + 2 then 'a_not_notified'
                    when a.notified % 2 = 1 then 'a_window'
                    else 'a_not_in_form' end as line
        from a)
    select n.unit_id, n.line, cast(count(*) as bigint) as people
    from n
    group by n.unit_id, n.line
    order by n.unit_id, n.line"
);

/// B: grounds that arose in the period, by what answered them first: a test, or that they were withdrawn. A test whose
/// own sheet names a ground, while none was waiting, is a ground of that moment and its answer.
const GROUNDED: &str = concat!(
    "
    with g as materialized (
        select e.unit_id, e.person_id,
               case when e.act <> 'record_ground' then e.entry * 2 else
               (select min(n.entry * 2 + case n.act when 'withdraw_ground' then 1 else 0 end) from case_event n
                where n.person_id = e.person_id and n.entry > e.entry
                  and n.act in ('record_positive_test', 'record_negative_test', 'withdraw_ground')
                  and n.recorded_at <= $1 and n.occurred_on <= $2 and ",
    bears!("n"),
    ") end as answer
        from case_event e
        where e.act in ('record_ground', 'record_positive_test', 'record_negative_test')
          and e.recorded_at <= $1 and e.occurred_on >= $3 and e.occurred_on <= $2 and ",
    counts!("e"),
    "     and ",
    bears!("e"),
    "     and (e.act = 'record_ground' or ",
    reads!("e"),
    " like '% ground=%'
               and coalesce((select max(n.entry * 2 + case n.act when 'record_ground' then 1 else 0 end) from case_event n
                             where n.person_id = e.person_id and n.entry < e.entry
                               and n.act in ('record_ground', 'record_positive_test', 'record_negative_test',
                                             'withdraw_ground')
                               and n.recorded_at <= $1 and n.occurred_on <= $2 and ",
    bears!("n"),
    "), 0) % 2 = 0)),
    p as materialized (
        select g.unit_id, g.person_id,
               max(case when g.answer is null or g.answer % 2 = 0 then 1 else 0 end) as stands,
               max(case when g.answer % 2 = 0 then 1 else 0 end) as tested,
               max(case when g.answer % 2 = 1 then 1 else 0 end) as withdrawn
        from g
        group by g.unit_id, g.person_id)
    select p.unit_id, cast(sum(p.stands) as bigint) as grounds, cast(sum(p.tested) as bigint) as tested,
           cast(sum(p.withdrawn) as bigint) as withdrawn
    from p
    group by p.unit_id
    order by p.unit_id"
);

/// C: who completed a course so lately that management after it is due, by the line in which they stand. Nobody is due who
/// has died. A file is complete with the papers that `domain::counts` names, since the last such course began.
const DUE: &str = concat!(
    "
    with d as materialized (
        select h.unit_id, m.person_id, max(m.opened_entry) as opened",
    held!(),
    " and ",
    is_due!("m"),
    "     and not exists (select 1 from case_event e
                          where e.person_id = m.person_id and e.act in ('record_death', 'declare_missing')
                            and e.recorded_at <= $1 and e.occurred_on <= $2 and ",
    bears!("e"),
    ")
        group by h.unit_id, m.person_id),
    s as materialized (
        select d.unit_id, d.person_id, d.opened,
               (select min(a.opened_entry) from case_measure a
                where a.person_id = d.person_id and a.state = 'S8' and ",
    stood!("a"),
    "             and a.opened_on <= $2 and (a.ended_on <= $2) is not true) as managed,
               (select count(*) from case_measure a
                where a.person_id = d.person_id and a.state in ('S4', 'S5a', 'S5b', 'S5c', 'S6', 'S7') and ",
    stood!("a"),
    "             and a.opened_on <= $2 and (a.ended_on <= $2) is not true) as again,
               (select count(distinct case when e.act like 'complete%' then 'complete' else e.act end) from case_event e
                where e.person_id = d.person_id and e.entry > d.opened and e.paper_number is not null
                  and e.act in ('give_end_notice', 'complete_home_rehab', 'complete_facility_rehab',
                                'complete_substitution', 'complete_compulsory', 'propose_post_rehab',
                                'decide_post_rehab')
                  and e.recorded_at <= $1 and e.occurred_on <= $2 and ",
    bears!("e"),
    ") as papers
        from d),
    p as materialized (
        select s.unit_id, s.managed, s.again, s.papers,
               (select max(e.entry * 2 + case e.act when 'imprison' then 1 else 0 end) from case_event e
                where e.person_id = s.person_id and e.entry > s.managed
                  and e.act in ('imprison', 'release', 'postpone', 'suspend_rehab', 'resume_rehab')
                  and e.recorded_at <= $1 and e.occurred_on <= $2) as paused
        from s),
    n as materialized (
        select p.unit_id,
               case when p.managed is not null and p.paused % 2 = 1 then 'c_imprisoned'
                    when p.managed is not null and p.papers = 4 then 'c1_filed'
                    when p.managed is not null then 'c1_incomplete'
                    when p.again > 0 then 'c_again'
                    else 'c_unmanaged' end as line
        from p)
    select n.unit_id, n.line, cast(count(*) as bigint) as people
    from n
    group by n.unit_id, n.line
    order by n.unit_id, n.line"
);

/// C: who is under management and serves no sentence; of them, who was met in the month that begins on `$3`, and who was
/// counselled since `$4`.
const ACTIVE: &str = concat!(
    "
    with p as materialized (
        select h.unit_id,
               case when exists (select 1 from case_event e
                                 where e.person_id = m.person_id and e.act in ('residence_check', 'record_support')
                                   and e.recorded_at <= $1 and e.occurred_on >= $3 and e.occurred_on <= $2)
                    then 1 else 0 end as met,
               case when exists (select 1 from case_event e
                                 where e.person_id = m.person_id and e.act = 'record_support'
                                   and e.recorded_at <= $1 and e.occurred_on >= $4 and e.occurred_on <= $2
                                   and ",
    reads!("e"),
    " like '% support=counselling %')
                    then 1 else 0 end as counselled,
               (select max(e.entry * 2 + case e.act when 'imprison' then 1 else 0 end) from case_event e
                where e.person_id = m.person_id and e.entry > m.opened_entry
                  and e.act in ('imprison', 'release', 'postpone', 'suspend_rehab', 'resume_rehab')
                  and e.recorded_at <= $1 and e.occurred_on <= $2) as paused",
    held!(),
    "     and m.state = 'S8' and m.opened_on <= $2 and (m.ended_on <= $2) is not true)
    select p.unit_id, cast(count(*) as bigint) as active,
           cast(sum(p.met) as bigint) as met, cast(sum(p.counselled) as bigint) as counselled
    from p
    where p.paused is null or p.paused % 2 = 0
    group by p.unit_id
    order by p.unit_id"
);

/// The goals of every unit that has anybody in them, for the period from one day to another, both included: what stands
/// is told as of the end of the last. Of goal A the cohort and its forms are told by
/// [`crate::case_counts::running`]; what is here is the rest of it.
#[tracing::instrument(name = "db.case_goals.of_all", level = "debug", skip_all)]
pub async fn of_all(tx: &mut Tx, (from, to): (Date, Date), at: Option<Timestamp>) -> Result<Vec<Tallied>> {
    let asked = |text| sql(text).arg(instant(at)).arg(to);
    let mut tallied = Vec::new();
    let determined = [
        ("due", Number::DeterminationDue),
        ("done", Number::DeterminationDone),
        ("waiting", Number::DeterminationOpen),
    ];
    tally(tx, asked(DETERMINED).arg(from), &determined, &mut tallied).await?;
    let sheeted = [("filed", Number::CohortFiled), ("helped", Number::CohortHelped)];
    tally(tx, asked(SHEETED).arg(from), &sheeted, &mut tallied).await?;
    let found = [("found", Number::UsersFound), ("filed", Number::UsersFiled), ("helped", Number::UsersHelped)];
    tally(tx, asked(FOUND).arg(from), &found, &mut tallied).await?;
    lines(tx, asked(WAITING), &mut tallied).await?;
    let grounded = [("grounds", Number::Grounds), ("tested", Number::Tested), ("withdrawn", Number::Withdrawn)];
    tally(tx, asked(GROUNDED).arg(from), &grounded, &mut tallied).await?;
    let [year, two_years] = [12, 24].map(|months| due_since(to, months));
    lines(tx, asked(DUE).arg(year).arg(two_years), &mut tallied).await?;
    // each of those due stands in one line
    let due = |of: &&Tallied| POST_LINES.contains(&of.number);
    let due: Vec<Tallied> = tallied.iter().filter(due).map(|of| Tallied { number: Number::PostDue, ..*of }).collect();
    tallied.extend(due);
    let month = Date::new(to.year(), to.month(), 1).unwrap_or(to);
    let active = asked(ACTIVE).arg(month).arg(from);
    let columns = [("active", Number::PostActive), ("met", Number::PostMet), ("counselled", Number::PostCounselled)];
    tally(tx, active, &columns, &mut tallied).await?;
    Ok(tallied)
}

/// Rows of units with a column for each number.
async fn tally(tx: &mut Tx, query: Query, columns: &[(&str, Number)], tallied: &mut Vec<Tallied>) -> Result<()> {
    tx.each(query, |row: Row| {
        let unit = UnitId(row.get("unit_id")?);
        for (column, number) in columns {
            tallied.push(Tallied { unit, number: *number, people: row.get(column)? });
        }
        Ok(())
    })
    .await
}

/// Rows of units and the line of goal A or C that they count.
async fn lines(tx: &mut Tx, query: Query, tallied: &mut Vec<Tallied>) -> Result<()> {
    tx.each(query, |row: Row| {
        let line: String = row.get("line")?;
        let number = Number::from_key(&line).ok_or_else(|| StoreError::bad("line", line.clone()))?;
        tallied.push(Tallied { unit: UnitId(row.get("unit_id")?), number, people: row.get("people")? });
        Ok(())
    })
    .await
}
