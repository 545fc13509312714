//! Cases: what happened to each file under the law of casework. Events are only ever added; what was written down with
//! them comes back [`Locked`]. What they come to stands in [`crate::cases_projected`].

use std::collections::{BTreeSet, HashMap};

use domain::cases::projection::counted_in;
use domain::cases::{Law, Moment, Recording, Regime, same_number};
use domain::persons::Holder;
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::{Date, time};
use jiff_sqlx::Date as SqlDate;
use uuid::Uuid;
use vault::Digest;

use crate::access::{Locked, Of};
use crate::cases_projected::{self, Projected};
use crate::cases_sealed;
use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Actor, Deed, Vouched};
use crate::payload::Payload;
use crate::query::{Arg, FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("cases::OF_PERSON", OF_PERSON),
    ("cases::EXISTS", EXISTS),
    ("cases::ADD", ADD),
    ("cases::PAPERS", PAPERS),
    ("cases::EVERYTHING", EVERYTHING),
];

/// The noun of cases in the ledger.
pub const NOUN: &str = "case";
/// The act that opens a case: entry 0.
pub const OPEN: &str = "open";
/// The kind of payload that an event makes; its version moves when a column does.
const PAYLOAD: &str = "case/1";

/// An event as it is kept, its fields still sealed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// Its id.
    pub id: Uuid,
    /// The province of the row.
    pub province_code: String,
    /// Whose.
    pub person: Uuid,
    /// Its number; 0 is the opening of the case.
    pub entry: i64,
    /// The unit that held the case when it was written.
    pub unit: UnitId,
    /// Which act.
    pub act: String,
    /// When it happened.
    pub on: Moment,
    /// When it was written down.
    pub recorded_at: Timestamp,
    /// In which office it was done.
    pub office: String,
    /// Of which unit, where it was said.
    pub office_unit: Option<UnitId>,
    /// Under which regime.
    pub regime: Regime,
    /// What it rests on.
    pub clause: String,
    /// Number of the signed paper.
    pub number: Option<String>,
    /// Its date.
    pub paper_date: Date,
    /// Who signed it: an official.
    pub signer: Option<String>,
    /// The account that wrote it down; none for a command of the machine.
    pub account: Option<Uuid>,
    /// Under which appointment.
    pub appointment: Option<Uuid>,
    /// The appointment of who agreed.
    pub second: Option<Uuid>,
    /// Which sealing of the fields this is, from 1.
    pub sealing: i64,
    /// The unit that sealed them.
    pub sealed_by: Uuid,
    /// The sealed fields.
    pub fields: Vec<u8>,
}

const OF_PERSON: &str = "
    select e.province_code, e.id, e.person_id, e.entry, e.unit_id, e.act, e.occurred_on, e.occurred_minute, e.recorded_at,
           e.office, e.office_unit_id, e.regime, e.clause, e.paper_number, e.paper_date, e.signer, e.account_id,
           e.appointment_id, e.second_id, e.counted, f.sealing, f.unit_id as sealed_by, f.fields
    from case_event e
    join case_fields f on f.province_code = e.province_code and f.event_id = e.id
    where e.person_id = $1
      and not exists (select 1 from case_fields l
                      where l.province_code = f.province_code and l.event_id = f.event_id and l.sealing > f.sealing)
    order by e.entry";

/// Everything that happened in a case, the opening first.
#[tracing::instrument(name = "db.cases.of_person", level = "debug", skip_all)]
pub async fn of_person(tx: &mut Tx, person: Uuid) -> Result<Locked<Vec<Kept>>> {
    let kept = tx.all(sql(OF_PERSON).arg(person)).await?;
    Ok(Locked::new(kept, Of::Persons([person].into()), BTreeSet::new()))
}

/// The first event of a case: its opening.
#[derive(Clone, Debug)]
pub struct Opening<'a> {
    /// Id of the event.
    pub id: Uuid,
    /// The day on which it happened.
    pub on: Date,
    /// The regime in force on that day.
    pub regime: Regime,
    /// What it rests on.
    pub clause: &'a str,
    /// Number of the signed paper.
    pub number: &'a str,
    /// Its date.
    pub paper_date: Date,
    /// The appointment of who wrote it down.
    pub by: Option<Uuid>,
    /// The appointment of who agreed.
    pub second: Option<Uuid>,
}

/// What stands beside an event when it is written.
#[derive(Clone, Debug)]
pub struct Filed<'a> {
    /// Whose case.
    pub person: Uuid,
    /// The unit that holds it until then.
    pub holder: Holder,
    /// Now, to the millisecond.
    pub at: Timestamp,
    /// Who writes.
    pub actor: Actor,
    /// Who signed the paper.
    pub signer: Option<&'a str>,
    /// The sealed fields.
    pub fields: Vec<u8>,
    /// What the case comes to with it.
    pub projected: Projected<'a>,
}

const EXISTS: &str = "select id from case_event where id = $1 limit 1";

/// Opens a case: entry 0. Whether it had been written before by the same id is the answer `false`.
///
/// [`StoreError::Conflict`] means that there is a case of that person.
#[tracing::instrument(name = "db.cases.open", level = "debug", skip_all)]
pub async fn open(tx: &mut Tx, opening: &Opening<'_>, filed: &Filed<'_>, new_id: impl FnMut() -> Uuid) -> Result<bool> {
    let row = Line {
        id: opening.id,
        entry: 0,
        act: OPEN,
        on: Moment::day(opening.on),
        office: "",
        office_unit: None,
        regime: opening.regime,
        clause: opening.clause,
        number: Some(opening.number),
        paper_date: opening.paper_date,
        by: opening.by,
        second: opening.second,
        counted: String::new(),
    };
    write(tx, &row, filed, new_id).await
}

/// Writes an act, all or none: event, sealed fields, what the case comes to, and the entry in the ledger last. Whether it
/// had been written before by the same id is the answer `false`.
///
/// [`StoreError::Conflict`] means that somebody else changed the case first.
#[tracing::instrument(name = "db.cases.save", level = "debug", skip_all)]
pub async fn save(
    tx: &mut Tx,
    law: &Law,
    recording: &Recording,
    filed: &Filed<'_>,
    new_id: impl FnMut() -> Uuid,
) -> Result<bool> {
    let event = recording.event();
    let office_unit = event.unit.as_deref().and_then(|unit| unit.parse::<Uuid>().ok()).map(UnitId);
    let needs_paper = law.act(&event.act).is_some_and(domain::cases::Act::needs_paper);
    let row = Line {
        id: event.id,
        entry: i64::try_from(recording.after().events.len()).unwrap_or(i64::MAX),
        act: &event.act,
        on: event.on,
        office: &event.by,
        office_unit,
        regime: event.regime,
        clause: recording.clause(),
        number: event.number.as_deref().filter(|number| needs_paper || !number.is_empty()),
        paper_date: event.paper_date,
        by: recording.by(),
        second: recording.second(),
        counted: counted_in(recording.after(), event),
    };
    write(tx, &row, filed, new_id).await
}

struct Line<'a> {
    id: Uuid,
    entry: i64,
    act: &'a str,
    on: Moment,
    office: &'a str,
    office_unit: Option<UnitId>,
    regime: Regime,
    clause: &'a str,
    number: Option<&'a str>,
    paper_date: Date,
    by: Option<Uuid>,
    second: Option<Uuid>,
    counted: String,
}

const ADD: &str = "
    insert into case_event (province_code, id, person_id, entry, unit_id, act, occurred_on, occurred_minute, recorded_at,
                            office, office_unit_id, regime, clause, paper_number, paper_date, signer, account_id,
                            appointment_id, second_id, counted)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";

async fn write(tx: &mut Tx, line: &Line<'_>, filed: &Filed<'_>, new_id: impl FnMut() -> Uuid) -> Result<bool> {
    if tx.first::<Id>(sql(EXISTS).arg(line.id)).await?.is_some() {
        return Ok(false);
    }
    cases_projected::claim(tx, filed.person, &filed.holder, line.entry, &filed.projected).await?;
    let values = values(line, filed);
    tx.run(sql(ADD).args(values.clone())).await?;
    let mut payload = Payload::new(PAYLOAD);
    payload.row(&values);
    payload.digest_of(cases_sealed::add_first(tx, line.id, line.entry, filed).await?);
    let rows = cases_projected::replace(tx, line.id, filed, new_id).await?;
    for row in &rows {
        payload.row(row);
    }
    let deed = Deed {
        actor: filed.actor,
        // the ledger names acts by words of its own; the act of the law stands in the row that it vouches for
        act: if line.entry == 0 { OPEN } else { "act" },
        occurred_on: line.on.day,
        clause: Some(line.clause.to_owned()),
    };
    let vouched = Vouched {
        at: filed.at,
        noun: NOUN,
        province_code: Some(filed.holder.province_code.clone()),
        unit: Some(filed.holder.unit.0),
        document: ledger::document(line.number, Some(line.paper_date)),
        subjects: [filed.person, line.id].into(),
        payload: payload.digest(),
    };
    ledger::append(tx, &deed, vouched).await?;
    Ok(true)
}

fn values(line: &Line<'_>, filed: &Filed<'_>) -> Vec<Arg> {
    let minute = line.on.hour.map(|hour| i64::from(hour.hour()) * 60 + i64::from(hour.minute()));
    let (account, appointment) = match filed.actor {
        Actor::Account { account, appointment } => (Some(account), appointment),
        Actor::LocalOperator => (None, None),
    };
    vec![
        filed.holder.province_code.as_str().into(),
        line.id.into(),
        filed.person.into(),
        line.entry.into(),
        filed.holder.unit.0.into(),
        line.act.into(),
        line.on.day.into(),
        minute.into(),
        filed.at.as_millisecond().into(),
        line.office.into(),
        line.office_unit.map(|unit| unit.0).into(),
        line.regime.key().into(),
        line.clause.into(),
        line.number.into(),
        line.paper_date.into(),
        filed.signer.into(),
        account.into(),
        line.by.or(appointment).into(),
        line.second.into(),
        line.counted.as_str().into(),
    ]
}

const PAPERS: &str = "
    select paper_number, paper_date
    from case_event
    where unit_id = $1 and office = $2 and paper_number is not null and person_id <> $3";

/// Whether another case of a unit rests on a paper of this number by this office in this year (Decree 30/2020, Art. 15:
/// one series of numbers a body and year).
#[tracing::instrument(name = "db.cases.number_taken", level = "debug", skip_all)]
pub async fn number_taken(
    tx: &mut Tx,
    unit: UnitId,
    office: &str,
    number: &str,
    year: i16,
    person: Uuid,
) -> Result<bool> {
    let papers: Vec<Paper> = tx.all(sql(PAPERS).arg(unit.0).arg(office).arg(person)).await?;
    Ok(papers.iter().any(|paper| paper.date.year() == year && same_number(&paper.number, number)))
}

const EVERYTHING: &str = "
    select province_code, id, person_id, entry, unit_id, act, occurred_on, occurred_minute, recorded_at, office,
           office_unit_id, regime, clause, paper_number, paper_date, signer, account_id, appointment_id, second_id, counted
    from case_event
    order by person_id, entry";

/// The digest of every event with what it brought, to be held against the ledger, and of every renewed sealing.
#[tracing::instrument(name = "db.cases.payloads", level = "debug", skip_all)]
pub(crate) async fn payloads(tx: &mut Tx) -> Result<HashMap<Uuid, Digest>> {
    let (mut sealed, resealed) = cases_sealed::digests(tx).await?;
    let mut projected = cases_projected::written(tx).await?;
    let mut found = resealed;
    tx.each(sql(EVERYTHING), |row| {
        let id: Uuid = row.get("id")?;
        let mut payload = Payload::new(PAYLOAD);
        payload.row(&columns(&row)?);
        sealed.remove(&id).into_iter().for_each(|digest| payload.digest_of(digest));
        projected.remove(&id).into_iter().flatten().for_each(|row| payload.row(&row));
        found.insert(id, payload.digest());
        Ok(())
    })
    .await?;
    // rows of an event that is not there are under no entry, and are named as such
    for id in sealed.into_keys().chain(projected.into_keys()) {
        found.entry(id).or_insert_with(|| Payload::new(PAYLOAD).digest());
    }
    Ok(found)
}

fn columns(row: &Row) -> Result<Vec<Arg>> {
    Ok(vec![
        row.get::<String>("province_code")?.into(),
        row.get::<Uuid>("id")?.into(),
        row.get::<Uuid>("person_id")?.into(),
        row.get::<i64>("entry")?.into(),
        row.get::<Uuid>("unit_id")?.into(),
        row.get::<String>("act")?.into(),
        row.get::<SqlDate>("occurred_on")?.to_jiff().into(),
        row.get::<Option<i64>>("occurred_minute")?.into(),
        row.get::<i64>("recorded_at")?.into(),
        row.get::<String>("office")?.into(),
        row.get::<Option<Uuid>>("office_unit_id")?.into(),
        row.get::<String>("regime")?.into(),
        row.get::<String>("clause")?.into(),
        row.get::<Option<String>>("paper_number")?.into(),
        row.get::<SqlDate>("paper_date")?.to_jiff().into(),
        row.get::<Option<String>>("signer")?.into(),
        row.get::<Option<Uuid>>("account_id")?.into(),
        row.get::<Option<Uuid>>("appointment_id")?.into(),
        row.get::<Option<Uuid>>("second_id")?.into(),
        row.get::<String>("counted")?.into(),
    ])
}

struct Id;
struct Paper {
    number: String,
    date: Date,
}

impl FromRow for Id {
    fn from_row(row: &Row) -> Result<Self> {
        row.get::<Uuid>("id").map(|_| Self)
    }
}

impl FromRow for Paper {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self { number: row.get("paper_number")?, date: row.get::<SqlDate>("paper_date")?.to_jiff() })
    }
}

/// Reads a regime's letter.
pub(crate) fn regime(row: &Row) -> Result<Regime> {
    let letter: String = row.get("regime")?;
    Regime::from_key(&letter).ok_or_else(|| StoreError::bad("regime", letter))
}

fn moment(row: &Row) -> Result<Moment> {
    let (day, minute) = (row.get::<SqlDate>("occurred_on")?.to_jiff(), row.get::<Option<i64>>("occurred_minute")?);
    let hour = minute.and_then(|n| Some(time(i8::try_from(n / 60).ok()?, i8::try_from(n % 60).ok()?, 0, 0)));
    Ok(Moment { day, hour })
}

impl FromRow for Kept {
    fn from_row(row: &Row) -> Result<Self> {
        let at: i64 = row.get("recorded_at")?;
        Ok(Self {
            id: row.get("id")?,
            province_code: row.get("province_code")?,
            person: row.get("person_id")?,
            entry: row.get("entry")?,
            unit: UnitId(row.get("unit_id")?),
            act: row.get("act")?,
            on: moment(row)?,
            recorded_at: Timestamp::from_millisecond(at)
                .map_err(|_| StoreError::bad("case_event.recorded_at", at.to_string()))?,
            office: row.get("office")?,
            office_unit: row.get::<Option<Uuid>>("office_unit_id")?.map(UnitId),
            regime: regime(row)?,
            clause: row.get("clause")?,
            number: row.get("paper_number")?,
            paper_date: row.get::<SqlDate>("paper_date")?.to_jiff(),
            signer: row.get("signer")?,
            account: row.get("account_id")?,
            appointment: row.get("appointment_id")?,
            second: row.get("second_id")?,
            sealing: row.get("sealing")?,
            sealed_by: row.get("sealed_by")?,
            fields: row.get("fields")?,
        })
    }
}
