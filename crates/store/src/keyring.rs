//! The keyring: wrapped keys, in a database of its own ([`crate::Schema::Keyring`]).
//!
//! Nothing in it opens without the key files, and nothing here knows a key: rows go in and out wrapped.
//! Whoever writes calls [`take_turn`] first, so that a key is never wrapped under what another writer is
//! just taking away.

use jiff::Timestamp;
use uuid::Uuid;
use vault::seal::KeyId;
use vault::wrap::Kind;

use crate::error::{Result, StoreError};
use crate::kernel::{Row, Tx};
use crate::query::{FromRow, sql};

/// Every statement of this file, for the test that prepares them.
pub(crate) const STATEMENTS: &[(&str, &str)] = &[
    ("keyring::STATE", STATE),
    ("keyring::TAKE_TURN", TAKE_TURN),
    ("keyring::BEGIN", BEGIN),
    ("keyring::SET_STATE", SET_STATE),
    ("keyring::UNIT_KEYS", UNIT_KEYS),
    ("keyring::UNIT_KEYS_OF", UNIT_KEYS_OF),
    ("keyring::UNIT_KEY", UNIT_KEY),
    ("keyring::ADD_UNIT_KEY", ADD_UNIT_KEY),
    ("keyring::RETIRE_UNIT_KEY", RETIRE_UNIT_KEY),
    ("keyring::REWRAP_UNIT_KEY", REWRAP_UNIT_KEY),
    ("keyring::DROP_UNIT_KEY", DROP_UNIT_KEY),
    ("keyring::OF_SUBJECT", OF_SUBJECT),
    ("keyring::OF_UNIT", OF_UNIT),
    ("keyring::UNDER_UNIT_KEY", UNDER_UNIT_KEY),
    ("keyring::BEFORE_EPOCH", BEFORE_EPOCH),
    ("keyring::COUNT_UNDER_UNIT_KEY", COUNT_UNDER_UNIT_KEY),
    ("keyring::COUNT_BEFORE_EPOCH", COUNT_BEFORE_EPOCH),
    ("keyring::ADD_SUBJECT_KEY", ADD_SUBJECT_KEY),
    ("keyring::REWRAP_SUBJECT_KEY", REWRAP_SUBJECT_KEY),
    ("keyring::RETIRE_SUBJECT_KEYS", RETIRE_SUBJECT_KEYS),
    ("keyring::DROP_SUBJECT_KEY", DROP_SUBJECT_KEY),
    ("keyring::COUNTS", COUNTS),
];

/// What keys are wrapped under at present, and what still may be until a rotation is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The root that wraps the keys of units.
    pub root: KeyId,
    /// The root before it, until its file is destroyed.
    pub former_root: Option<KeyId>,
    /// The number of the epoch, from 1.
    pub epoch: i64,
    /// The key of the epoch.
    pub epoch_key: KeyId,
    /// The epoch before it, until its file is destroyed.
    pub former_epoch: Option<i64>,
    /// When the epoch began.
    pub epoch_since: Timestamp,
}

/// A wrapped key of a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitKey {
    /// Its name.
    pub id: KeyId,
    /// Whose it is.
    pub unit: Uuid,
    /// The how-manieth of its unit, from 1.
    pub version: i64,
    /// The root that wraps it.
    pub root: KeyId,
    /// As [`vault::wrap::wrap`] gave it.
    pub wrapped: Vec<u8>,
    /// Whether new keys are wrapped by it; otherwise it is on its way out.
    pub active: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A wrapped key of a person, or of a unit's own log or index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectKey {
    /// Its name.
    pub id: KeyId,
    /// What it is for; never [`Kind::Unit`].
    pub kind: Kind,
    /// Whose it is; for a key of the unit's own, the unit.
    pub subject: Uuid,
    /// The unit that holds it.
    pub unit: Uuid,
    /// The unit's key that it is wrapped under.
    pub unit_key: KeyId,
    /// The epoch that it is wrapped in.
    pub epoch: i64,
    /// As [`vault::wrap::wrap`] gave it.
    pub wrapped: Vec<u8>,
    /// Whether new rows are sealed by it; otherwise it is on its way out.
    pub active: bool,
    /// When it was made.
    pub created_at: Timestamp,
}

/// A key of a subject with the unit's key that it is wrapped under, from one state of the keyring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The subject's key.
    pub key: SubjectKey,
    /// The unit's.
    pub under: UnitKey,
}

/// How many keys there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Units that have a key.
    pub units: i64,
    /// Keys of units that are on their way out.
    pub units_retiring: i64,
    /// People who have a key.
    pub people: i64,
    /// Keys of people that are on their way out.
    pub people_retiring: i64,
    /// People whose keys were destroyed.
    pub destroyed: i64,
    /// When the oldest key of a unit that is in use was made.
    pub oldest_unit_key: Option<Timestamp>,
}

const STATE: &str = "
    select root_id, former_root_id, epoch, epoch_key_id, former_epoch, epoch_since
    from keyring_state
    where id = 1";

/// What the keyring is wrapped under; nothing while it is new.
#[tracing::instrument(name = "db.keyring.state", level = "debug", skip_all)]
pub async fn state(tx: &mut Tx) -> Result<Option<State>> {
    tx.first(sql(STATE)).await
}

const TAKE_TURN: &str = "
    update keyring_state set epoch = epoch where id = 1
    returning root_id, former_root_id, epoch, epoch_key_id, former_epoch, epoch_since";

/// The state, as it stays until this transaction ends: whoever else wants to write waits.
#[tracing::instrument(name = "db.keyring.take_turn", level = "debug", skip_all)]
pub async fn take_turn(tx: &mut Tx) -> Result<State> {
    tx.first(sql(TAKE_TURN)).await?.ok_or_else(|| StoreError::bad("keyring_state", ""))
}

const BEGIN: &str = "
    insert into keyring_state (id, root_id, epoch, epoch_key_id, epoch_since) values (1, $1, $2, $3, $4)
    on conflict (id) do nothing";

/// Begins a new keyring. Answers whether it was new.
#[tracing::instrument(name = "db.keyring.begin", level = "debug", skip_all)]
pub async fn begin(tx: &mut Tx, state: &State) -> Result<bool> {
    let values = sql(BEGIN).arg(&state.root.0[..]).arg(state.epoch).arg(&state.epoch_key.0[..]);
    Ok(tx.run(values.arg(state.epoch_since.as_millisecond())).await? > 0)
}

const SET_STATE: &str = "
    update keyring_state
    set root_id = $1, former_root_id = $2, epoch = $3, epoch_key_id = $4, former_epoch = $5, epoch_since = $6
    where id = 1";

/// Says what the keyring is wrapped under from now on. Only in one's turn.
#[tracing::instrument(name = "db.keyring.set_state", level = "debug", skip_all)]
pub async fn set_state(tx: &mut Tx, state: &State) -> Result<()> {
    let values = sql(SET_STATE)
        .arg(&state.root.0[..])
        .arg(state.former_root.map(|id| id.0.to_vec()))
        .arg(state.epoch)
        .arg(&state.epoch_key.0[..])
        .arg(state.former_epoch)
        .arg(state.epoch_since.as_millisecond());
    tx.run(values).await.map(drop)
}

const UNIT_KEYS: &str = "
    select key_id, unit_id, version, root_id, wrapped, state, created_at
    from unit_key
    order by unit_id, version";

/// Every key of every unit.
#[tracing::instrument(name = "db.keyring.unit_keys", level = "debug", skip_all)]
pub async fn unit_keys(tx: &mut Tx) -> Result<Vec<UnitKey>> {
    tx.all(sql(UNIT_KEYS)).await
}

const UNIT_KEYS_OF: &str = "
    select key_id, unit_id, version, root_id, wrapped, state, created_at
    from unit_key
    where unit_id = $1
    order by version";

/// The keys of a unit: at most one is active, those before it are on their way out.
#[tracing::instrument(name = "db.keyring.unit_keys_of", level = "debug", skip_all)]
pub async fn unit_keys_of(tx: &mut Tx, unit: Uuid) -> Result<Vec<UnitKey>> {
    tx.all(sql(UNIT_KEYS_OF).arg(unit)).await
}

const UNIT_KEY: &str = "
    select key_id, unit_id, version, root_id, wrapped, state, created_at
    from unit_key
    where key_id = $1";

/// A key of a unit by its name.
#[tracing::instrument(name = "db.keyring.unit_key", level = "debug", skip_all)]
pub async fn unit_key(tx: &mut Tx, id: KeyId) -> Result<Option<UnitKey>> {
    tx.first(sql(UNIT_KEY).arg(&id.0[..])).await
}

const ADD_UNIT_KEY: &str = "
    insert into unit_key (key_id, unit_id, version, root_id, wrapped, state, created_at)
    values ($1, $2, $3, $4, $5, 'active', $6)";

/// Adds the active key of a unit. Only in one's turn.
#[tracing::instrument(name = "db.keyring.add_unit_key", level = "debug", skip_all)]
pub async fn add_unit_key(tx: &mut Tx, key: &UnitKey) -> Result<()> {
    let values = sql(ADD_UNIT_KEY).arg(&key.id.0[..]).arg(key.unit).arg(key.version).arg(&key.root.0[..]);
    tx.run(values.arg(key.wrapped.as_slice()).arg(key.created_at.as_millisecond())).await.map(drop)
}

const RETIRE_UNIT_KEY: &str = "update unit_key set state = 'retiring' where key_id = $1";

/// Lets nothing new be wrapped by a unit's key. Only in one's turn.
#[tracing::instrument(name = "db.keyring.retire_unit_key", level = "debug", skip_all)]
pub async fn retire_unit_key(tx: &mut Tx, id: KeyId) -> Result<()> {
    tx.run(sql(RETIRE_UNIT_KEY).arg(&id.0[..])).await.map(drop)
}

const REWRAP_UNIT_KEY: &str = "update unit_key set root_id = $1, wrapped = $2 where key_id = $3";

/// The same key of a unit, wrapped by another root. Only in one's turn.
#[tracing::instrument(name = "db.keyring.rewrap_unit_key", level = "debug", skip_all)]
pub async fn rewrap_unit_key(tx: &mut Tx, key: &UnitKey) -> Result<()> {
    let values = sql(REWRAP_UNIT_KEY).arg(&key.root.0[..]).arg(key.wrapped.as_slice()).arg(&key.id.0[..]);
    tx.run(values).await.map(drop)
}

const DROP_UNIT_KEY: &str = "delete from unit_key where key_id = $1 and state = 'retiring'";

/// Drops a unit's key that is on its way out. The schema refuses while anything is wrapped under it.
#[tracing::instrument(name = "db.keyring.drop_unit_key", level = "debug", skip_all)]
pub async fn drop_unit_key(tx: &mut Tx, id: KeyId) -> Result<u64> {
    tx.run(sql(DROP_UNIT_KEY).arg(&id.0[..])).await
}

const OF_SUBJECT: &str = "
    select s.key_id, s.kind, s.subject_id, s.unit_id, s.unit_key_id, s.epoch, s.wrapped, s.state, s.created_at,
           u.version as under_version, u.root_id as under_root_id, u.wrapped as under_wrapped,
           u.state as under_state, u.created_at as under_created_at
    from subject_key s
    join unit_key u on u.key_id = s.unit_key_id
    where s.subject_id = $1 and s.kind = $2
    order by s.state, s.created_at, s.key_id";

/// The keys of a subject, the active one first.
#[tracing::instrument(name = "db.keyring.of_subject", level = "debug", skip_all)]
pub async fn of_subject(tx: &mut Tx, kind: Kind, subject: Uuid) -> Result<Vec<Held>> {
    tx.all(sql(OF_SUBJECT).arg(subject).arg(kind.word())).await
}

const OF_UNIT: &str = "
    select key_id, subject_id, unit_key_id, epoch, wrapped, state, created_at
    from subject_key
    where unit_id = $1 and kind = $2
    order by subject_id, state, created_at, key_id";

/// The keys of every subject of a unit, by subject, the active one of each first. What wraps them is read once and not
/// with each of them: a search by name reads thousands.
#[tracing::instrument(name = "db.keyring.of_unit", level = "debug", skip_all)]
pub async fn of_unit(tx: &mut Tx, kind: Kind, unit: Uuid) -> Result<Vec<Held>> {
    let unders = unit_keys_of(tx, unit).await?;
    let mut held = Vec::new();
    tx.each(sql(OF_UNIT).arg(unit).arg(kind.word()), |row| {
        let unit_key = key_id("subject_key.unit_key_id", &row.get::<Vec<u8>>("unit_key_id")?)?;
        let under = unders.iter().find(|under| under.id == unit_key).cloned();
        let key = SubjectKey {
            id: key_id("subject_key.key_id", &row.get::<Vec<u8>>("key_id")?)?,
            kind,
            subject: row.get("subject_id")?,
            unit,
            unit_key,
            epoch: row.get("epoch")?,
            wrapped: row.get("wrapped")?,
            active: is_active(&row.get::<String>("state")?),
            created_at: instant("subject_key.created_at", row.get("created_at")?)?,
        };
        let under = under.ok_or_else(|| StoreError::bad("subject_key.unit_key_id", "a key of another unit"))?;
        held.push(Held { key, under });
        Ok(())
    })
    .await?;
    Ok(held)
}

const UNDER_UNIT_KEY: &str = "
    select s.key_id, s.kind, s.subject_id, s.unit_id, s.unit_key_id, s.epoch, s.wrapped, s.state, s.created_at,
           u.version as under_version, u.root_id as under_root_id, u.wrapped as under_wrapped,
           u.state as under_state, u.created_at as under_created_at
    from subject_key s
    join unit_key u on u.key_id = s.unit_key_id
    where s.unit_key_id = $1
    order by s.key_id
    limit $2";

/// Some of the keys that are wrapped under a unit's key.
#[tracing::instrument(name = "db.keyring.under_unit_key", level = "debug", skip_all)]
pub async fn under_unit_key(tx: &mut Tx, id: KeyId, limit: i64) -> Result<Vec<Held>> {
    tx.all(sql(UNDER_UNIT_KEY).arg(&id.0[..]).arg(limit)).await
}

const BEFORE_EPOCH: &str = "
    select s.key_id, s.kind, s.subject_id, s.unit_id, s.unit_key_id, s.epoch, s.wrapped, s.state, s.created_at,
           u.version as under_version, u.root_id as under_root_id, u.wrapped as under_wrapped,
           u.state as under_state, u.created_at as under_created_at
    from subject_key s
    join unit_key u on u.key_id = s.unit_key_id
    where s.epoch < $1
    order by s.epoch, s.key_id
    limit $2";

/// Some of the keys that are wrapped in an earlier epoch.
#[tracing::instrument(name = "db.keyring.before_epoch", level = "debug", skip_all)]
pub async fn before_epoch(tx: &mut Tx, epoch: i64, limit: i64) -> Result<Vec<Held>> {
    tx.all(sql(BEFORE_EPOCH).arg(epoch).arg(limit)).await
}

const COUNT_UNDER_UNIT_KEY: &str = "select count(*) as found from subject_key where unit_key_id = $1";

/// How many keys are wrapped under a unit's key.
#[tracing::instrument(name = "db.keyring.count_under_unit_key", level = "debug", skip_all)]
pub async fn count_under_unit_key(tx: &mut Tx, id: KeyId) -> Result<i64> {
    Ok(tx.first::<Found>(sql(COUNT_UNDER_UNIT_KEY).arg(&id.0[..])).await?.map_or(0, |found| found.0))
}

const COUNT_BEFORE_EPOCH: &str = "select count(*) as found from subject_key where epoch < $1";

/// How many keys are wrapped in an earlier epoch.
#[tracing::instrument(name = "db.keyring.count_before_epoch", level = "debug", skip_all)]
pub async fn count_before_epoch(tx: &mut Tx, epoch: i64) -> Result<i64> {
    Ok(tx.first::<Found>(sql(COUNT_BEFORE_EPOCH).arg(epoch)).await?.map_or(0, |found| found.0))
}

const ADD_SUBJECT_KEY: &str = "
    insert into subject_key (key_id, kind, subject_id, unit_id, unit_key_id, epoch, wrapped, state, created_at)
    values ($1, $2, $3, $4, $5, $6, $7, 'active', $8)";

/// Adds the active key of a subject. The schema refuses it for a subject whose key was destroyed. Only in one's turn.
#[tracing::instrument(name = "db.keyring.add_subject_key", level = "debug", skip_all)]
pub async fn add_subject_key(tx: &mut Tx, key: &SubjectKey) -> Result<()> {
    let values = sql(ADD_SUBJECT_KEY)
        .arg(&key.id.0[..])
        .arg(key.kind.word())
        .arg(key.subject)
        .arg(key.unit)
        .arg(&key.unit_key.0[..])
        .arg(key.epoch)
        .arg(key.wrapped.as_slice())
        .arg(key.created_at.as_millisecond());
    tx.run(values).await.map(drop)
}

const REWRAP_SUBJECT_KEY: &str = "
    update subject_key set unit_id = $1, unit_key_id = $2, epoch = $3, wrapped = $4
    where key_id = $5";

/// The same key, wrapped anew: for another unit, under another key of its unit, or in another epoch.
/// Only in one's turn.
#[tracing::instrument(name = "db.keyring.rewrap_subject_key", level = "debug", skip_all)]
pub async fn rewrap_subject_key(tx: &mut Tx, key: &SubjectKey) -> Result<()> {
    let values = sql(REWRAP_SUBJECT_KEY)
        .arg(key.unit)
        .arg(&key.unit_key.0[..])
        .arg(key.epoch)
        .arg(key.wrapped.as_slice())
        .arg(&key.id.0[..]);
    tx.run(values).await.map(drop)
}

const RETIRE_SUBJECT_KEYS: &str = "update subject_key set state = 'retiring' where subject_id = $1 and kind = $2";

/// Lets nothing new be sealed by the keys that a subject has. Only in one's turn.
#[tracing::instrument(name = "db.keyring.retire_subject_keys", level = "debug", skip_all)]
pub async fn retire_subject_keys(tx: &mut Tx, kind: Kind, subject: Uuid) -> Result<u64> {
    tx.run(sql(RETIRE_SUBJECT_KEYS).arg(subject).arg(kind.word())).await
}

const DROP_SUBJECT_KEY: &str = "delete from subject_key where key_id = $1 and state = 'retiring'";

/// Drops a key that is on its way out. The caller knows that nothing is sealed by it any more.
#[tracing::instrument(name = "db.keyring.drop_subject_key", level = "debug", skip_all)]
pub async fn drop_subject_key(tx: &mut Tx, id: KeyId) -> Result<u64> {
    tx.run(sql(DROP_SUBJECT_KEY).arg(&id.0[..])).await
}

const COUNTS: &str = "
    select (select count(*) from unit_key where state = 'active') as units,
           (select count(*) from unit_key where state = 'retiring') as units_retiring,
           (select count(*) from subject_key where kind = 'person' and state = 'active') as people,
           (select count(*) from subject_key where kind = 'person' and state = 'retiring') as people_retiring,
           (select count(*) from tombstone) as destroyed,
           (select min(created_at) from unit_key where state = 'active') as oldest_unit_key";

/// How many keys there are.
#[tracing::instrument(name = "db.keyring.counts", level = "debug", skip_all)]
pub async fn counts(tx: &mut Tx) -> Result<Counts> {
    Ok(tx.first(sql(COUNTS)).await?.unwrap_or_default())
}

struct Found(i64);

impl FromRow for Found {
    fn from_row(row: &Row) -> Result<Self> {
        row.get("found").map(Self)
    }
}

impl FromRow for State {
    fn from_row(row: &Row) -> Result<Self> {
        let former: Option<Vec<u8>> = row.get("former_root_id")?;
        Ok(Self {
            root: key_id("keyring_state.root_id", &row.get::<Vec<u8>>("root_id")?)?,
            former_root: former.map(|id| key_id("keyring_state.former_root_id", &id)).transpose()?,
            epoch: row.get("epoch")?,
            epoch_key: key_id("keyring_state.epoch_key_id", &row.get::<Vec<u8>>("epoch_key_id")?)?,
            former_epoch: row.get("former_epoch")?,
            epoch_since: instant("keyring_state.epoch_since", row.get("epoch_since")?)?,
        })
    }
}

impl FromRow for UnitKey {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self {
            id: key_id("unit_key.key_id", &row.get::<Vec<u8>>("key_id")?)?,
            unit: row.get("unit_id")?,
            version: row.get("version")?,
            root: key_id("unit_key.root_id", &row.get::<Vec<u8>>("root_id")?)?,
            wrapped: row.get("wrapped")?,
            active: is_active(&row.get::<String>("state")?),
            created_at: instant("unit_key.created_at", row.get("created_at")?)?,
        })
    }
}

impl FromRow for Held {
    fn from_row(row: &Row) -> Result<Self> {
        let key = SubjectKey {
            id: key_id("subject_key.key_id", &row.get::<Vec<u8>>("key_id")?)?,
            kind: kind(row.get("kind")?)?,
            subject: row.get("subject_id")?,
            unit: row.get("unit_id")?,
            unit_key: key_id("subject_key.unit_key_id", &row.get::<Vec<u8>>("unit_key_id")?)?,
            epoch: row.get("epoch")?,
            wrapped: row.get("wrapped")?,
            active: is_active(&row.get::<String>("state")?),
            created_at: instant("subject_key.created_at", row.get("created_at")?)?,
        };
        let under = UnitKey {
            id: key.unit_key,
            unit: key.unit,
            version: row.get("under_version")?,
            root: key_id("unit_key.root_id", &row.get::<Vec<u8>>("under_root_id")?)?,
            wrapped: row.get("under_wrapped")?,
            active: is_active(&row.get::<String>("under_state")?),
            created_at: instant("unit_key.created_at", row.get("under_created_at")?)?,
        };
        Ok(Self { key, under })
    }
}

impl FromRow for Counts {
    fn from_row(row: &Row) -> Result<Self> {
        let oldest: Option<i64> = row.get("oldest_unit_key")?;
        Ok(Self {
            units: row.get("units")?,
            units_retiring: row.get("units_retiring")?,
            people: row.get("people")?,
            people_retiring: row.get("people_retiring")?,
            destroyed: row.get("destroyed")?,
            oldest_unit_key: oldest.map(|ms| instant("unit_key.created_at", ms)).transpose()?,
        })
    }
}

fn is_active(state: &str) -> bool {
    state == "active"
}

fn kind(word: String) -> Result<Kind> {
    let known = [Kind::Person, Kind::Log, Kind::Index];
    known.into_iter().find(|kind| kind.word() == word).ok_or_else(|| StoreError::bad("subject_key.kind", word))
}

fn key_id(what: &'static str, bytes: &[u8]) -> Result<KeyId> {
    KeyId::try_from(bytes).map_err(|_| StoreError::bad(what, format!("{} bytes", bytes.len())))
}

fn instant(what: &'static str, ms: i64) -> Result<Timestamp> {
    Timestamp::from_millisecond(ms).map_err(|_| StoreError::bad(what, ms.to_string()))
}
