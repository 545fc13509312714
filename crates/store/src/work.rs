//! The programme's work: chains of acts, and how each work stands after its last one.
//!
//! An act is added and never changed. The row of how a work stands follows from the chain and is written with it, so that
//! lists need not read chains. Whoever read a chain before somebody else's act gets [`StoreError::Conflict`].

use std::collections::HashMap;

use domain::access::NATION;
use domain::units::UnitId;
use domain::work::{Author, Chain, Change, Entry, Noun, Standing, WorkAct as _};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff_sqlx::Date as SqlDate;
use uuid::Uuid;
use vault::Digest;

use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::ledger::{self, Actor, Deed, Vouched};
use crate::payload::Payload;
use crate::query::{Arg, FromRow, Query, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("work::ADD", ADD),
    ("work::BEGIN", BEGIN),
    ("work::MOVE", MOVE),
    ("work::KNOWN", KNOWN),
    ("work::STANDS", STANDS),
    ("work::ACTS", ACTS),
    ("work::OF_UNIT", OF_UNIT),
    ("work::OF_PROVINCE", OF_PROVINCE),
    ("work::OF_COUNTRY", OF_COUNTRY),
    ("work::OF_ASSIGNEE", OF_ASSIGNEE),
    ("work::OF_PARENT", OF_PARENT),
    ("work::BY_KEY", BY_KEY),
    ("work::CHAINS_OF_UNIT", CHAINS_OF_UNIT),
    ("work::CHAINS_OF_PROVINCE", CHAINS_OF_PROVINCE),
    ("work::CHAINS_OF_COUNTRY", CHAINS_OF_COUNTRY),
    ("work::CHAINS_OF_ASSIGNEE", CHAINS_OF_ASSIGNEE),
    ("work::CHAINS_OF_PARENT", CHAINS_OF_PARENT),
    ("work::EVERYTHING", EVERYTHING),
    ("work::ASTRAY", ASTRAY),
];

/// The kind of payload that an act makes; its version moves when a column does.
const KIND: &str = "work_act/1";

/// Where a work is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stands {
    /// Its id.
    pub id: Uuid,
    /// What it is.
    pub noun: Noun,
    /// Whose it is.
    pub unit: UnitId,
    /// Under which province it is kept; `VN` for the country's own.
    pub province_code: String,
    /// How it stands.
    pub standing: Standing,
    /// How many acts there are.
    pub acts: u32,
    /// When the last was written down.
    pub changed_at: Timestamp,
}

const ADD: &str = "
    insert into work_act (province_code, work_id, seq, id, noun, unit_id, act, occurred_on, recorded_at, account_id,
                          appointment_id, body)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
const BEGIN: &str = "
    insert into work (province_code, id, noun, unit_id, state, title, own_key, period, body, parent_id, assignee_id,
                      due_on, done_on, acts, changed_at)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
const MOVE: &str = "
    update work
    set state = $5, title = $6, own_key = $7, period = $8, body = $9, parent_id = $10, assignee_id = $11, due_on = $12,
        done_on = $13, acts = $14, changed_at = $15
    where province_code = $1 and id = $2 and noun = $3 and unit_id = $4 and acts + 1 = $14";

/// Writes an act down with its entry in the ledger. [`StoreError::Conflict`] means that somebody else acted first, or
/// that another work of the unit has the same key.
#[tracing::instrument(name = "db.work.add", level = "debug", skip_all)]
pub async fn add<C: Chain>(tx: &mut Tx, change: &Change<C>, province_code: &str) -> Result<()> {
    let entry = change.entry();
    let body = serde_json::to_string(&entry.act).map_err(|e| StoreError::Refused { what: e.to_string() })?;
    let row: Vec<Arg> = vec![
        province_code.into(),
        change.work().into(),
        i64::from(entry.seq).into(),
        entry.id.into(),
        C::NOUN.key().into(),
        change.unit().0.into(),
        entry.act.key().into(),
        entry.on.into(),
        entry.at.as_millisecond().into(),
        entry.by.account.into(),
        entry.by.appointment.into(),
        body.into(),
    ];
    tx.run(sql(ADD).args(row.clone())).await?;
    stand(tx, change, province_code).await?;
    let (account, appointment) = (entry.by.account, Some(entry.by.appointment));
    let deed = Deed {
        actor: Actor::Account { account, appointment },
        act: entry.act.key(),
        occurred_on: entry.on,
        clause: entry.act.clause().map(str::to_owned),
    };
    let document = entry.act.document();
    let vouched = Vouched {
        at: entry.at,
        noun: C::NOUN.key(),
        // the whole country has no row and no code that an entry could point at
        province_code: (change.unit() != NATION).then(|| province_code.to_owned()),
        unit: (change.unit() != NATION).then_some(change.unit().0),
        document: ledger::document(document.map(|(number, _)| number), document.map(|(_, date)| date)),
        subjects: [change.work(), entry.id].into(),
        payload: digest(&row),
    };
    ledger::append(tx, &deed, vouched).await
}

async fn stand<C: Chain>(tx: &mut Tx, change: &Change<C>, province_code: &str) -> Result<()> {
    let (entry, now) = (change.entry(), change.after().standing());
    let text = if entry.seq == 1 { BEGIN } else { MOVE };
    let query = sql(text).args(vec![
        province_code.into(),
        change.work().into(),
        C::NOUN.key().into(),
        change.unit().0.into(),
        now.state.into(),
        now.title.into(),
        now.key.into(),
        now.period.into(),
        now.body.into(),
        now.parent.into(),
        now.assignee.into(),
        now.due.into(),
        now.done.into(),
        i64::from(entry.seq).into(),
        entry.at.as_millisecond().into(),
    ]);
    if tx.run(query).await? == 1 { Ok(()) } else { Err(StoreError::Conflict { what: "work".to_owned() }) }
}

fn digest(row: &[Arg]) -> Digest {
    let mut payload = Payload::new(KIND);
    payload.row(row);
    payload.digest()
}

const KNOWN: &str = "select work_id as id from work_act where id = $1";

/// The work that an act was written into, if it was written.
#[tracing::instrument(name = "db.work.known", level = "debug", skip_all)]
pub async fn known(tx: &mut Tx, act: Uuid) -> Result<Option<Uuid>> {
    Ok(tx.first::<Id>(sql(KNOWN).arg(act)).await?.map(|id| id.0))
}

const STANDS: &str = "
    select id, noun, unit_id, province_code, state, title, own_key, period, body, parent_id, assignee_id, due_on,
           done_on, acts, changed_at
    from work
    where id = $1";

/// Where a work is kept and how it stands.
#[tracing::instrument(name = "db.work.stands", level = "debug", skip_all)]
pub async fn stands(tx: &mut Tx, id: Uuid) -> Result<Option<Stands>> {
    tx.first(sql(STANDS).arg(id)).await
}

const BY_KEY: &str = "
    select id, noun, unit_id, province_code, state, title, own_key, period, body, parent_id, assignee_id, due_on,
           done_on, acts, changed_at
    from work
    where noun = $1 and unit_id = $2 and own_key = $3";

/// The one work of a unit with a key of its own: the report of a form and period, the series of a body and year.
#[tracing::instrument(name = "db.work.by_key", level = "debug", skip_all)]
pub async fn by_key(tx: &mut Tx, noun: Noun, unit: UnitId, key: &str) -> Result<Option<Stands>> {
    tx.first(sql(BY_KEY).arg(noun.key()).arg(unit.0).arg(key)).await
}

const ACTS: &str = "
    select work_id, seq, id, occurred_on, recorded_at, account_id, appointment_id, body
    from work_act
    where work_id = $1
    order by seq";

/// The chain of a work, from its first act.
#[tracing::instrument(name = "db.work.acts", level = "debug", skip_all)]
pub async fn acts<C: Chain>(tx: &mut Tx, id: Uuid) -> Result<Vec<Entry<C::Act>>> {
    let mut entries = Vec::new();
    tx.each(sql(ACTS).arg(id), |row| {
        entries.push(entry::<C>(&row)?.1);
        Ok(())
    })
    .await?;
    Ok(entries)
}

/// Which works are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Those of one unit.
    Unit(UnitId),
    /// Those kept under a province: its own and its communes'.
    Province(String),
    /// All.
    Country,
    /// Those that an appointment is to do, wherever.
    Assignee(Uuid),
    /// Those that came from another work.
    Parent(Uuid),
}

/// A question for a list.
#[derive(Clone, Debug)]
pub struct Listing {
    /// What kind of work.
    pub noun: Noun,
    /// Whose.
    pub scope: Scope,
    /// Only in this state.
    pub state: Option<String>,
    /// Only of this period.
    pub period: Option<String>,
    /// Only what is due on this day or before.
    pub due_by: Option<Date>,
    /// Only what comes after this one, in the order of ids.
    pub after: Option<Uuid>,
    /// At most so many.
    pub limit: i64,
}

impl Listing {
    /// Everything of a noun in a scope, up to a limit.
    pub const fn of(noun: Noun, scope: Scope, limit: i64) -> Self {
        Self { noun, scope, state: None, period: None, due_by: None, after: None, limit }
    }

    fn query(&self, [unit, province, country, assignee, parent]: [&'static str; 5]) -> Query {
        let (text, place): (_, Arg) = match &self.scope {
            Scope::Unit(unit_id) => (unit, unit_id.0.into()),
            Scope::Province(code) => (province, code.as_str().into()),
            // one text more would say the same without a place; `noun` is asked twice instead
            Scope::Country => (country, self.noun.key().into()),
            Scope::Assignee(appointment) => (assignee, (*appointment).into()),
            Scope::Parent(work) => (parent, (*work).into()),
        };
        sql(text)
            .arg(self.noun.key())
            .arg(place)
            .arg(self.state.as_deref().unwrap_or_default())
            .arg(self.period.as_deref().unwrap_or_default())
            .arg(self.due_by)
            .arg(self.after)
            .arg(self.limit)
    }
}

const OF_UNIT: &str = "
    select id, noun, unit_id, province_code, state, title, own_key, period, body, parent_id, assignee_id, due_on,
           done_on, acts, changed_at
    from work
    where noun = $1 and unit_id = $2 and (state = $3 or $3 = '') and (period = $4 or $4 = '')
      and (due_on <= $5 or $5 is null) and (id > $6 or $6 is null)
    order by id
    limit $7";
const OF_PROVINCE: &str = "
    select id, noun, unit_id, province_code, state, title, own_key, period, body, parent_id, assignee_id, due_on,
           done_on, acts, changed_at
    from work
    where noun = $1 and province_code = $2 and (state = $3 or $3 = '') and (period = $4 or $4 = '')
      and (due_on <= $5 or $5 is null) and (id > $6 or $6 is null)
    order by id
    limit $7";
const OF_COUNTRY: &str = "
    select id, noun, unit_id, province_code, state, title, own_key, period, body, parent_id, assignee_id, due_on,
           done_on, acts, changed_at
    from work
    where noun = $1 and noun = $2 and (state = $3 or $3 = '') and (period = $4 or $4 = '')
      and (due_on <= $5 or $5 is null) and (id > $6 or $6 is null)
    order by id
    limit $7";
const OF_ASSIGNEE: &str = "
    select id, noun, unit_id, province_code, state, title, own_key, period, body, parent_id, assignee_id, due_on,
           done_on, acts, changed_at
    from work
    where noun = $1 and assignee_id = $2 and (state = $3 or $3 = '') and (period = $4 or $4 = '')
      and (due_on <= $5 or $5 is null) and (id > $6 or $6 is null)
    order by id
    limit $7";
const OF_PARENT: &str = "
    select id, noun, unit_id, province_code, state, title, own_key, period, body, parent_id, assignee_id, due_on,
           done_on, acts, changed_at
    from work
    where noun = $1 and parent_id = $2 and (state = $3 or $3 = '') and (period = $4 or $4 = '')
      and (due_on <= $5 or $5 is null) and (id > $6 or $6 is null)
    order by id
    limit $7";

/// How works stand, in the order of their ids.
#[tracing::instrument(name = "db.work.listed", level = "debug", skip_all)]
pub async fn listed(tx: &mut Tx, listing: &Listing) -> Result<Vec<Stands>> {
    tx.all(listing.query([OF_UNIT, OF_PROVINCE, OF_COUNTRY, OF_ASSIGNEE, OF_PARENT])).await
}

const CHAINS_OF_UNIT: &str = "
    select a.work_id, a.seq, a.id, a.occurred_on, a.recorded_at, a.account_id, a.appointment_id, a.body
    from work w
    join work_act a on a.work_id = w.id
    where w.noun = $1 and w.unit_id = $2 and (w.period = $3 or $3 = '')
    order by a.work_id, a.seq";
const CHAINS_OF_PROVINCE: &str = "
    select a.work_id, a.seq, a.id, a.occurred_on, a.recorded_at, a.account_id, a.appointment_id, a.body
    from work w
    join work_act a on a.province_code = w.province_code and a.work_id = w.id
    where w.noun = $1 and w.province_code = $2 and (w.period = $3 or $3 = '')
    order by a.work_id, a.seq";
const CHAINS_OF_COUNTRY: &str = "
    select a.work_id, a.seq, a.id, a.occurred_on, a.recorded_at, a.account_id, a.appointment_id, a.body
    from work w
    join work_act a on a.province_code = w.province_code and a.work_id = w.id
    where w.noun = $1 and w.noun = $2 and (w.period = $3 or $3 = '')
    order by a.work_id, a.seq";
const CHAINS_OF_ASSIGNEE: &str = "
    select a.work_id, a.seq, a.id, a.occurred_on, a.recorded_at, a.account_id, a.appointment_id, a.body
    from work w
    join work_act a on a.province_code = w.province_code and a.work_id = w.id
    where w.noun = $1 and w.assignee_id = $2 and (w.period = $3 or $3 = '')
    order by a.work_id, a.seq";
const CHAINS_OF_PARENT: &str = "
    select a.work_id, a.seq, a.id, a.occurred_on, a.recorded_at, a.account_id, a.appointment_id, a.body
    from work w
    join work_act a on a.province_code = w.province_code and a.work_id = w.id
    where w.noun = $1 and w.parent_id = $2 and (w.period = $3 or $3 = '')
    order by a.work_id, a.seq";

/// Whole chains, by work: of a unit, a province or the country, of whoever is to do them or of the work that they came
/// from, in a period or any.
#[tracing::instrument(name = "db.work.chains", level = "debug", skip_all)]
pub async fn chains<C: Chain>(
    tx: &mut Tx,
    scope: &Scope,
    period: Option<&str>,
) -> Result<HashMap<Uuid, Vec<Entry<C::Act>>>> {
    let query = match scope {
        Scope::Unit(unit) => sql(CHAINS_OF_UNIT).arg(C::NOUN.key()).arg(unit.0),
        Scope::Province(code) => sql(CHAINS_OF_PROVINCE).arg(C::NOUN.key()).arg(code.as_str()),
        Scope::Country => sql(CHAINS_OF_COUNTRY).arg(C::NOUN.key()).arg(C::NOUN.key()),
        Scope::Assignee(appointment) => sql(CHAINS_OF_ASSIGNEE).arg(C::NOUN.key()).arg(*appointment),
        Scope::Parent(work) => sql(CHAINS_OF_PARENT).arg(C::NOUN.key()).arg(*work),
    };
    let mut chains: HashMap<Uuid, Vec<Entry<C::Act>>> = HashMap::new();
    tx.each(query.arg(period.unwrap_or_default()), |row| {
        let (work, entry) = entry::<C>(&row)?;
        chains.entry(work).or_default().push(entry);
        Ok(())
    })
    .await?;
    Ok(chains)
}

const EVERYTHING: &str = "
    select province_code, work_id, seq, id, noun, unit_id, act, occurred_on, recorded_at, account_id, appointment_id,
           body
    from work_act
    order by id";
/// A work whose row does not stand at its last act.
const ASTRAY: &str = "
    select w.id
    from work w
    left join (
        select work_id, max(seq) as last, count(*) as n from work_act group by work_id
    ) a on a.work_id = w.id
    where a.last is null or a.last <> w.acts or a.n <> w.acts
    order by w.id
    limit 1";

/// The digest of every act by its id, and the first work that does not stand at its last act.
pub(crate) async fn payloads(tx: &mut Tx) -> Result<(HashMap<Uuid, Digest>, Option<Uuid>)> {
    let mut found = HashMap::new();
    tx.each(sql(EVERYTHING), |row| {
        found.insert(row.get("id")?, digest(&act_columns(&row)?));
        Ok(())
    })
    .await?;
    let astray: Option<Id> = tx.first(sql(ASTRAY)).await?;
    Ok((found, astray.map(|id| id.0)))
}

fn act_columns(row: &Row) -> Result<Vec<Arg>> {
    Ok(vec![
        row.get::<String>("province_code")?.into(),
        row.get::<Uuid>("work_id")?.into(),
        row.get::<i64>("seq")?.into(),
        row.get::<Uuid>("id")?.into(),
        row.get::<String>("noun")?.into(),
        row.get::<Uuid>("unit_id")?.into(),
        row.get::<String>("act")?.into(),
        row.get::<SqlDate>("occurred_on")?.to_jiff().into(),
        row.get::<i64>("recorded_at")?.into(),
        row.get::<Uuid>("account_id")?.into(),
        row.get::<Uuid>("appointment_id")?.into(),
        row.get::<String>("body")?.into(),
    ])
}

fn entry<C: Chain>(row: &Row) -> Result<(Uuid, Entry<C::Act>)> {
    let body: String = row.get("body")?;
    let act = serde_json::from_str(&body).map_err(|fault| StoreError::bad("work_act.body", fault.to_string()))?;
    let entry = Entry {
        id: row.get("id")?,
        seq: number(row.get("seq")?)?,
        on: row.get::<SqlDate>("occurred_on")?.to_jiff(),
        at: instant(row.get("recorded_at")?)?,
        by: Author { account: row.get("account_id")?, appointment: row.get("appointment_id")? },
        act,
    };
    Ok((row.get("work_id")?, entry))
}

fn number(place: i64) -> Result<u32> {
    u32::try_from(place).map_err(|_| StoreError::bad("work_act.seq", place.to_string()))
}

fn instant(ms: i64) -> Result<Timestamp> {
    Timestamp::from_millisecond(ms).map_err(|_| StoreError::bad("work_act.recorded_at", ms.to_string()))
}

struct Id(Uuid);

impl FromRow for Id {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("id").map(Self)
    }
}

impl FromRow for Stands {
    fn from_row(row: &Row) -> Result<Self> {
        let day = |column| Ok::<_, StoreError>(row.get::<Option<SqlDate>>(column)?.map(SqlDate::to_jiff));
        let noun: String = row.get("noun")?;
        Ok(Self {
            id: row.get("id")?,
            noun: Noun::from_key(&noun).ok_or_else(|| StoreError::bad("work.noun", noun.clone()))?,
            unit: UnitId(row.get("unit_id")?),
            province_code: row.get("province_code")?,
            standing: Standing {
                state: row.get("state")?,
                title: row.get("title")?,
                key: row.get("own_key")?,
                period: row.get("period")?,
                body: row.get("body")?,
                parent: row.get("parent_id")?,
                assignee: row.get("assignee_id")?,
                due: day("due_on")?,
                done: day("done_on")?,
            },
            acts: number(row.get("acts")?)?,
            changed_at: instant(row.get("changed_at")?)?,
        })
    }
}
