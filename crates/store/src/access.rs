//! Who looked into which file: written and durable before anything is opened. *No audit, no data*, as a type.
//!
//! What the store gives out of people's files is [`Locked`]. Only a [`Logged`] opens it, and the one way to have a
//! `Logged` is [`log`], which answers after its row and its entry in the ledger were committed. If that fails, for
//! whatever reason, there is nothing with which the sealed fields could be taken out, let alone decrypted.

use std::collections::{BTreeSet, HashMap};

use domain::persons::Class;
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::Date;
use uuid::Uuid;
use vault::Digest;
use vault::entry::Document;

use crate::error::{Result, StoreError};
use crate::kernel::{Db, Row, Tx};
use crate::ledger::{self, Actor, Deed, Vouched};
use crate::payload::Payload;
use crate::query::{Arg, FromRow, sql};
use crate::sight::{self, Sight};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] =
    &[("access::ADD", ADD), ("access::OF_UNIT", OF_UNIT), ("access::EVERYTHING", EVERYTHING)];

/// The noun of these entries in the ledger.
pub const NOUN: &str = "access";
/// The kind of payload that [`values`] make; its version moves when a column does.
const PAYLOAD: &str = "access/1";
/// An entry has room for no more people; whoever needs more asks in parts.
pub const PERSONS_MAX: usize = 3_000;

/// What a request wanted of people's files, or who came and went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Act {
    /// To see.
    Read,
    /// To find.
    Search,
    /// To have on paper.
    Print,
    /// To take away as data.
    Export,
    /// Something that was not allowed.
    Refuse,
    /// To come in.
    SignIn,
    /// To leave.
    SignOut,
}

impl Act {
    /// The word kept in the table and in the ledger.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Search => "search",
            Self::Print => "print",
            Self::Export => "export",
            Self::Refuse => "refuse",
            Self::SignIn => "sign_in",
            Self::SignOut => "sign_out",
        }
    }
}

/// What became of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It may be answered.
    Served,
    /// It was not allowed.
    Refused,
    /// It was tried and did not succeed: a wrong sign-in.
    Failed,
}

impl Outcome {
    const fn key(self) -> &'static str {
        match self {
            Self::Served => "served",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// Whose files a request touches.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// Of these people.
    Persons(BTreeSet<Uuid>),
    /// All that the unit holds; so many.
    WholeUnit(i64),
    /// Nobody's: a sign-in.
    Nobody,
}

/// Words of a search or a reason, sealed under the key of a person or of the unit's own log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// Whose key.
    pub of: Uuid,
    /// The sealed bytes.
    pub sealed: Vec<u8>,
}

/// A request that touches people, as it is written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Access {
    /// Made by the caller (`UUIDv7`).
    pub id: Uuid,
    /// Now.
    pub at: Timestamp,
    /// The civil day of [`Access::at`].
    pub on: Date,
    /// Who.
    pub actor: Actor,
    /// The province of the unit.
    pub province_code: Option<String>,
    /// The unit whose files they are.
    pub unit: Option<Uuid>,
    /// What was wanted.
    pub act: Act,
    /// What for: a code of the table of purposes.
    pub purpose: String,
    /// What was touched: `person`.
    pub noun: &'static str,
    /// Which classes of fields are given.
    pub classes: BTreeSet<Class>,
    /// Whose.
    pub about: About,
    /// The request of the web server or the command that it belongs to.
    pub request_id: Uuid,
    /// Words of a search, or a reason.
    pub details: Option<Details>,
}

/// The proof that a request was written down and is durable. Nothing else makes one.
#[derive(Debug)]
pub struct Logged {
    id: Uuid,
    unit: Option<Uuid>,
    classes: BTreeSet<Class>,
    about: About,
}

impl Logged {
    /// Id of the row in the log.
    pub const fn id(&self) -> Uuid {
        self.id
    }

    fn covers(&self, of: &Of) -> bool {
        match (of, &self.about) {
            (Of::Persons(persons), About::Persons(logged)) => persons.is_subset(logged),
            (Of::Unit(unit), About::WholeUnit(_)) => self.unit == Some(*unit),
            _ => false,
        }
    }
}

/// Whose rows are locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Persons(BTreeSet<Uuid>),
    Unit(Uuid),
}

/// Something out of people's files that nobody can look into before it was written down.
#[derive(Debug)]
pub struct Locked<T> {
    rows: T,
    of: Of,
    classes: BTreeSet<Class>,
}

/// The log speaks of other people, another unit or fewer classes of fields than was read.
#[derive(Debug, thiserror::Error)]
#[error("what was read is not what was written down")]
pub struct NotLogged;

impl<T> Locked<T> {
    pub(crate) const fn new(rows: T, of: Of, classes: BTreeSet<Class>) -> Self {
        Self { rows, of, classes }
    }

    /// Gives out what is in it, if the log speaks of these people (or their whole unit) and these classes.
    pub fn unlock(self, logged: &Logged) -> Result<T, NotLogged> {
        if logged.covers(&self.of) && self.classes.is_subset(&logged.classes) { Ok(self.rows) } else { Err(NotLogged) }
    }

    /// The people whose rows they are, to be written down; none where it is a whole unit's.
    pub fn persons(&self) -> BTreeSet<Uuid> {
        match &self.of {
            Of::Persons(persons) => persons.clone(),
            Of::Unit(_) => BTreeSet::new(),
        }
    }
}

const ADD: &str = "
    insert into access (id, at, province_code, unit_id, account_id, appointment_id, act, purpose, noun, classes,
                        row_count, result, request_id, details_of, details)
    values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";

/// Writes a request down that shall be answered: row, entry in the ledger, and both durable. Only then there is a
/// [`Logged`].
#[tracing::instrument(name = "db.access.log", level = "debug", skip_all, fields(act = access.act.key()))]
pub async fn log(db: &Db, access: &Access) -> Result<Logged> {
    note(db, access, Outcome::Served).await?;
    let Access { id, unit, classes, about, .. } = access.clone();
    Ok(Logged { id, unit, classes, about })
}

/// Writes a request down that was refused or failed, or somebody's coming and going. Opens nothing.
#[tracing::instrument(name = "db.access.note", level = "debug", skip_all, fields(act = access.act.key()))]
pub async fn note(db: &Db, access: &Access, outcome: Outcome) -> Result<()> {
    let mut tx = db.begin().await?;
    add(&mut tx, access, outcome).await?;
    tx.commit().await
}

/// The same as [`note`], in the transaction of what it is about: a session begins or ends together with its line here.
#[tracing::instrument(name = "db.access.add", level = "debug", skip_all, fields(act = access.act.key()))]
pub async fn add(tx: &mut Tx, access: &Access, outcome: Outcome) -> Result<()> {
    let mut subjects: BTreeSet<Uuid> = match &access.about {
        About::Persons(persons) if persons.len() > PERSONS_MAX => {
            let what = format!("{} people in one request, {PERSONS_MAX} at most: ask in parts", persons.len());
            return Err(StoreError::Refused { what });
        }
        About::Persons(persons) => persons.clone(),
        About::WholeUnit(_) | About::Nobody => BTreeSet::new(),
    };
    subjects.insert(access.id);
    let row = values(access, outcome);
    let mut payload = Payload::new(PAYLOAD);
    payload.row(&row);
    tx.run(sql(ADD).args(row)).await?;
    let deed = Deed { actor: access.actor, act: access.act.key(), occurred_on: access.on, clause: None };
    let vouched = Vouched {
        at: access.at,
        noun: NOUN,
        province_code: access.province_code.clone(),
        unit: access.unit,
        document: Document::default(),
        subjects,
        payload: payload.digest(),
    };
    ledger::append(tx, &deed, vouched).await
}

/// How many files a request touches.
fn count(about: &About) -> i64 {
    match about {
        About::Persons(persons) => i64::try_from(persons.len()).unwrap_or(i64::MAX),
        About::WholeUnit(files) => *files,
        About::Nobody => 0,
    }
}

fn values(access: &Access, outcome: Outcome) -> Vec<Arg> {
    let (account, appointment) = match access.actor {
        Actor::LocalOperator => (None, None),
        Actor::Account { account, appointment } => (Some(account), appointment),
    };
    let classes: Vec<&str> = access.classes.iter().map(|class| class.key()).collect();
    vec![
        access.id.into(),
        access.at.as_millisecond().into(),
        access.province_code.as_deref().into(),
        access.unit.into(),
        account.into(),
        appointment.into(),
        access.act.key().into(),
        access.purpose.as_str().into(),
        access.noun.into(),
        classes.join(",").into(),
        count(&access.about).into(),
        outcome.key().into(),
        access.request_id.into(),
        access.details.as_ref().map(|details| details.of).into(),
        access.details.as_ref().map(|details| details.sealed.as_slice()).into(),
    ]
}

/// A row of the log, as it is kept. It names nobody: the subjects stand in the ledger, as ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: Timestamp,
    /// Whose account; none for the operator of the machine.
    pub account: Option<Uuid>,
    /// What was wanted.
    pub act: String,
    /// What for.
    pub purpose: String,
    /// Which classes of fields were given, apart by commas.
    pub classes: String,
    /// How many files it touched.
    pub rows: i64,
    /// `served`, `refused` or `failed`.
    pub result: String,
    /// Sealed words of a search, or a reason.
    pub details: Option<Details>,
}

const OF_UNIT: &str = "
    select id, at, account_id, act, purpose, classes, row_count, result, details_of, details
    from access
    where unit_id = $1 and at >= $2 and at <= $3
    order by at desc, id desc
    limit $4";

/// The last requests that touched a unit's files, newest first, between two instants (both inclusive). From then on the
/// transaction sees that unit's files and no other's.
#[tracing::instrument(name = "db.access.of_unit", level = "debug", skip_all)]
pub async fn of_unit(tx: &mut Tx, unit: Uuid, from: Timestamp, to: Timestamp, limit: i64) -> Result<Vec<Line>> {
    sight::look(tx, &Sight::unit(UnitId(unit))).await?;
    tx.all(sql(OF_UNIT).arg(unit).arg(from.as_millisecond()).arg(to.as_millisecond()).arg(limit)).await
}

const EVERYTHING: &str = "
    select id, at, province_code, unit_id, account_id, appointment_id, act, purpose, noun, classes, row_count, result,
           request_id, details_of, details
    from access
    order by id";

/// The digest of every row as it stands now, to be held against the ledger.
#[tracing::instrument(name = "db.access.payloads", level = "debug", skip_all)]
pub(crate) async fn payloads(tx: &mut Tx) -> Result<HashMap<Uuid, Digest>> {
    let mut found = HashMap::new();
    tx.each(sql(EVERYTHING), |row| {
        let id: Uuid = row.get("id")?;
        let mut payload = Payload::new(PAYLOAD);
        payload.row(&kept(id, &row)?);
        found.insert(id, payload.digest());
        Ok(())
    })
    .await?;
    Ok(found)
}

/// The row's values in the order of [`values`].
fn kept(id: Uuid, row: &Row) -> Result<Vec<Arg>> {
    Ok(vec![
        id.into(),
        row.get::<i64>("at")?.into(),
        row.get::<Option<String>>("province_code")?.into(),
        row.get::<Option<Uuid>>("unit_id")?.into(),
        row.get::<Option<Uuid>>("account_id")?.into(),
        row.get::<Option<Uuid>>("appointment_id")?.into(),
        row.get::<String>("act")?.into(),
        row.get::<String>("purpose")?.into(),
        row.get::<String>("noun")?.into(),
        row.get::<String>("classes")?.into(),
        row.get::<i64>("row_count")?.into(),
        row.get::<String>("result")?.into(),
        row.get::<Uuid>("request_id")?.into(),
        row.get::<Option<Uuid>>("details_of")?.into(),
        row.get::<Option<Vec<u8>>>("details")?.into(),
    ])
}

impl FromRow for Line {
    fn from_row(row: &Row) -> Result<Self> {
        let (of, sealed): (Option<Uuid>, Option<Vec<u8>>) = (row.get("details_of")?, row.get("details")?);
        let at: i64 = row.get("at")?;
        Ok(Self {
            id: row.get("id")?,
            at: Timestamp::from_millisecond(at).map_err(|_| StoreError::bad("access.at", at.to_string()))?,
            account: row.get("account_id")?,
            act: row.get("act")?,
            purpose: row.get("purpose")?,
            classes: row.get("classes")?,
            rows: row.get("row_count")?,
            result: row.get("result")?,
            details: of.zip(sealed).map(|(of, sealed)| Details { of, sealed }),
        })
    }
}
