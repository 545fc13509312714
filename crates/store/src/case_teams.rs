//! Teams named for one person: who sits in one, from when to when, by which decision. A seat is never changed; it ends on
//! its day, or by a row of its own. Names of those who have no account are sealed ([`crate::case_team_names`]).

use std::collections::HashMap;

use domain::persons::Holder;
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::Date as SqlDate;
use uuid::Uuid;
use vault::Digest;

use crate::case_team_names;
use crate::error::Result;
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Actor, Deed, Vouched};
use crate::payload::Payload;
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("case_teams::ADD", ADD),
    ("case_teams::END", END),
    ("case_teams::EXISTS", EXISTS),
    ("case_teams::ENDED", ENDED),
    ("case_teams::OF_PERSON", OF_PERSON),
    ("case_teams::SITS", SITS),
    ("case_teams::OF_MEMBER", OF_MEMBER),
    ("case_teams::EVERYTHING", EVERYTHING),
    ("case_teams::EVERY_END", EVERY_END),
];

/// The noun of teams in the ledger.
pub const NOUN: &str = "case_team";
/// The kind of payload that a seat makes; its version moves when a column does.
const SEAT: &str = "case_team/1";
/// The kind of payload of its end.
const ENDING: &str = "case_team_end/1";

/// A seat in a team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seat {
    /// Made by the caller's page: the same twice is one seat.
    pub id: Uuid,
    /// Whose team.
    pub person: Uuid,
    /// The unit that named it.
    pub unit: UnitId,
    /// `head`, `deputy` or `member`.
    pub seat: String,
    /// In which office they sit in it, in words.
    pub capacity: String,
    /// `teacher`, `doi` or `doan`, where they take part in managing somebody under 18 as such.
    pub youth: Option<String>,
    /// The appointment of who has an account.
    pub member: Option<Uuid>,
    /// Number of the decision.
    pub decision_number: String,
    /// Its date.
    pub decision_date: Date,
    /// The first day.
    pub from: Date,
    /// The day from which they sit there no more, as decided.
    pub until: Option<Date>,
    /// The day on which it was ended before, or after, that.
    pub ended: Option<Date>,
}

impl Seat {
    /// Whether somebody sits there on a day.
    pub fn on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| until > day) && self.ended.is_none_or(|ended| ended > day)
    }
}

/// Who writes, and when.
#[derive(Clone, Debug)]
pub struct Written {
    /// The unit and its province.
    pub holder: Holder,
    /// Now, to the millisecond.
    pub at: Timestamp,
    /// The account.
    pub account: Uuid,
    /// Under which appointment.
    pub appointment: Uuid,
    /// What it rests on.
    pub clause: String,
}

impl Written {
    fn deed(&self, act: &'static str, on: Date) -> Deed {
        let actor = Actor::Account { account: self.account, appointment: Some(self.appointment) };
        Deed { actor, act, occurred_on: on, clause: Some(self.clause.clone()) }
    }
}

const EXISTS: &str = "select id from case_team where id = $1";
const ADD: &str = "
    insert into case_team (province_code, id, person_id, unit_id, seat, capacity, member_id, decision_number,
                           decision_date, from_on, until_on, recorded_at, account_id, appointment_id, youth)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

/// Gives a seat, with the sealed name of who has no account. Whether it had been given before by the same id is the
/// answer `false`.
#[tracing::instrument(name = "db.case_teams.add", level = "debug", skip_all)]
pub async fn add(tx: &mut Tx, seat: &Seat, name: Option<&[u8]>, by: &Written) -> Result<bool> {
    if tx.first::<Id>(sql(EXISTS).arg(seat.id)).await?.is_some() {
        return Ok(false);
    }
    let row: Vec<Arg> = vec![
        by.holder.province_code.as_str().into(),
        seat.id.into(),
        seat.person.into(),
        seat.unit.0.into(),
        seat.seat.as_str().into(),
        seat.capacity.as_str().into(),
        seat.member.into(),
        seat.decision_number.as_str().into(),
        seat.decision_date.into(),
        seat.from.into(),
        seat.until.into(),
        by.at.as_millisecond().into(),
        by.account.into(),
        by.appointment.into(),
        seat.youth.as_deref().into(),
    ];
    tx.run(sql(ADD).args(row.clone())).await?;
    let mut payload = Payload::new(SEAT);
    payload.row(vouched_for(&row));
    if let Some(name) = name {
        payload.digest_of(case_team_names::add_first(tx, seat, name, by).await?);
    }
    vouch(tx, "appoint", seat.id, seat, by, payload.digest()).await?;
    Ok(true)
}

/// The columns that an entry vouches for: a seat that says nothing of school or youth is as it was before it could.
fn vouched_for(row: &[Arg]) -> &[Arg] {
    match row {
        [before @ .., Arg::Text(None)] => before,
        _ => row,
    }
}

const ENDED: &str = "select id from case_team_end where seat_id = $1";
const END: &str = "
    insert into case_team_end (province_code, id, seat_id, person_id, unit_id, ended_on, decision_number, decision_date,
                               recorded_at, account_id, appointment_id)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

/// The end of a seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// Its id.
    pub id: Uuid,
    /// The day from which nobody sits there.
    pub on: Date,
    /// Number of the decision.
    pub decision_number: String,
    /// Its date.
    pub decision_date: Date,
}

/// Ends a seat. Whether it was over before is the answer `false`.
#[tracing::instrument(name = "db.case_teams.end", level = "debug", skip_all)]
pub async fn end(tx: &mut Tx, seat: &Seat, ending: &Ending, by: &Written) -> Result<bool> {
    if tx.first::<Id>(sql(ENDED).arg(seat.id)).await?.is_some() {
        return Ok(false);
    }
    let row: Vec<Arg> = vec![
        by.holder.province_code.as_str().into(),
        ending.id.into(),
        seat.id.into(),
        seat.person.into(),
        seat.unit.0.into(),
        ending.on.into(),
        ending.decision_number.as_str().into(),
        ending.decision_date.into(),
        by.at.as_millisecond().into(),
        by.account.into(),
        by.appointment.into(),
    ];
    tx.run(sql(END).args(row.clone())).await?;
    let mut payload = Payload::new(ENDING);
    payload.row(&row);
    let decided =
        Seat { decision_number: ending.decision_number.clone(), decision_date: ending.decision_date, ..seat.clone() };
    vouch(tx, "end", ending.id, &decided, by, payload.digest()).await?;
    Ok(true)
}

async fn vouch(tx: &mut Tx, act: &'static str, id: Uuid, seat: &Seat, by: &Written, payload: Digest) -> Result<()> {
    let vouched = Vouched {
        at: by.at,
        noun: NOUN,
        province_code: Some(by.holder.province_code.clone()),
        unit: Some(seat.unit.0),
        document: ledger::document(Some(&seat.decision_number), Some(seat.decision_date)),
        subjects: [seat.person, id].into(),
        payload,
    };
    ledger::append(tx, &by.deed(act, seat.decision_date), vouched).await
}

const OF_PERSON: &str = "
    select t.id, t.person_id, t.unit_id, t.seat, t.capacity, t.youth, t.member_id, t.decision_number, t.decision_date, t.from_on,
           t.until_on, e.ended_on
    from case_team t
    left join case_team_end e on e.seat_id = t.id
    where t.person_id = $1
    order by t.from_on, t.id";

/// Every seat there ever was in the teams of a person.
#[tracing::instrument(name = "db.case_teams.of_person", level = "debug", skip_all)]
pub async fn of_person(tx: &mut Tx, person: Uuid) -> Result<Vec<Seat>> {
    tx.all(sql(OF_PERSON).arg(person)).await
}

// a team is over when the case has gone to another unit
const SITS: &str = "
    select t.id
    from case_team t
    join case_state s on s.person_id = t.person_id and s.unit_id = t.unit_id and s.closed = ''
    left join case_team_end e on e.seat_id = t.id
    where t.member_id = $1 and t.person_id = $2
      and t.from_on <= $3 and (t.until_on is null or t.until_on > $3) and (e.ended_on is null or e.ended_on > $3)
    order by t.id
    limit 1";

/// Whether an appointment sits in the team of a person on a day, while the unit that named it has the case.
#[tracing::instrument(name = "db.case_teams.sits", level = "debug", skip_all)]
pub async fn sits(tx: &mut Tx, member: Uuid, person: Uuid, day: Date) -> Result<bool> {
    Ok(tx.first::<Id>(sql(SITS).arg(member).arg(person).arg(day)).await?.is_some())
}

const OF_MEMBER: &str = "
    select distinct t.person_id as id
    from case_team t
    join case_state s on s.person_id = t.person_id and s.unit_id = t.unit_id and s.closed = ''
    left join case_team_end e on e.seat_id = t.id
    where t.member_id = $1
      and t.from_on <= $2 and (t.until_on is null or t.until_on > $2) and (e.ended_on is null or e.ended_on > $2)
    order by t.person_id";

/// Those in whose team an appointment sits on a day.
#[tracing::instrument(name = "db.case_teams.of_member", level = "debug", skip_all)]
pub async fn of_member(tx: &mut Tx, member: Uuid, day: Date) -> Result<Vec<Uuid>> {
    let found: Vec<Id> = tx.all(sql(OF_MEMBER).arg(member).arg(day)).await?;
    Ok(found.into_iter().map(|id| id.0).collect())
}

const EVERYTHING: &str = "
    select province_code, id, person_id, unit_id, seat, capacity, member_id, decision_number, decision_date, from_on,
           until_on, recorded_at, account_id, appointment_id, youth
    from case_team
    order by id";
const EVERY_END: &str = "
    select province_code, id, seat_id, person_id, unit_id, ended_on, decision_number, decision_date, recorded_at,
           account_id, appointment_id
    from case_team_end
    order by id";

/// The digest of every seat with its name, of every end, and of every renewed sealing, to be held against the ledger.
pub(crate) async fn payloads(tx: &mut Tx) -> Result<HashMap<Uuid, Digest>> {
    let (mut names, mut found) = case_team_names::digests(tx).await?;
    tx.each(sql(EVERYTHING), |row| {
        let id: Uuid = row.get("id")?;
        let mut payload = Payload::new(SEAT);
        payload.row(vouched_for(&seat_columns(&row)?));
        names.remove(&id).into_iter().for_each(|digest| payload.digest_of(digest));
        found.insert(id, payload.digest());
        Ok(())
    })
    .await?;
    tx.each(sql(EVERY_END), |row| {
        let mut payload = Payload::new(ENDING);
        payload.row(&end_columns(&row)?);
        found.insert(row.get("id")?, payload.digest());
        Ok(())
    })
    .await?;
    // a name without its seat is under no entry, and is named as such
    for id in names.into_keys() {
        found.entry(id).or_insert_with(|| Payload::new(SEAT).digest());
    }
    Ok(found)
}

fn seat_columns(row: &Row) -> Result<Vec<Arg>> {
    Ok(vec![
        row.get::<String>("province_code")?.into(),
        row.get::<Uuid>("id")?.into(),
        row.get::<Uuid>("person_id")?.into(),
        row.get::<Uuid>("unit_id")?.into(),
        row.get::<String>("seat")?.into(),
        row.get::<String>("capacity")?.into(),
        row.get::<Option<Uuid>>("member_id")?.into(),
        row.get::<String>("decision_number")?.into(),
        day(row, "decision_date")?.into(),
        day(row, "from_on")?.into(),
        maybe_day(row, "until_on")?.into(),
        row.get::<i64>("recorded_at")?.into(),
        row.get::<Uuid>("account_id")?.into(),
        row.get::<Uuid>("appointment_id")?.into(),
        row.get::<Option<String>>("youth")?.into(),
    ])
}

fn end_columns(row: &Row) -> Result<Vec<Arg>> {
    Ok(vec![
        row.get::<String>("province_code")?.into(),
        row.get::<Uuid>("id")?.into(),
        row.get::<Uuid>("seat_id")?.into(),
        row.get::<Uuid>("person_id")?.into(),
        row.get::<Uuid>("unit_id")?.into(),
        day(row, "ended_on")?.into(),
        row.get::<String>("decision_number")?.into(),
        day(row, "decision_date")?.into(),
        row.get::<i64>("recorded_at")?.into(),
        row.get::<Uuid>("account_id")?.into(),
        row.get::<Uuid>("appointment_id")?.into(),
    ])
}

fn day(row: &Row, column: &str) -> Result<Date> {
    row.get::<SqlDate>(column).map(SqlDate::to_jiff)
}

fn maybe_day(row: &Row, column: &str) -> Result<Option<Date>> {
    Ok(row.get::<Option<SqlDate>>(column)?.map(SqlDate::to_jiff))
}

struct Id(Uuid);

impl FromRow for Id {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("id").map(Self)
    }
}

impl FromRow for Seat {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            person: row.get("person_id")?,
            unit: UnitId(row.get("unit_id")?),
            seat: row.get("seat")?,
            capacity: row.get("capacity")?,
            youth: row.get("youth")?,
            member: row.get("member_id")?,
            decision_number: row.get("decision_number")?,
            decision_date: day(row, "decision_date")?,
            from: day(row, "from_on")?,
            until: maybe_day(row, "until_on")?,
            ended: maybe_day(row, "ended_on")?,
        })
    }
}
