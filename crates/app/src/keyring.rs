//! Who can be read: keys of people under keys of units under the root, and their destruction.
//!
//! The keyring is a database of its own; what opens it are files that the wiring keeps ([`KeyFiles`]).
//! Every write takes its turn, so that no key is wrapped under what another writer is just taking away,
//! and every act may be killed at any point: the next call goes on where it was.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use store::keyring::{self as rows, Held, State, SubjectKey, UnitKey};
use store::keyring_tombstones as tombstones;
use store::{Db, Schema, Tx};
use uuid::Uuid;
use vault::seal::{KeyId, Secret};
use vault::wrap::files::{KeyFiles, KeySet};
use vault::wrap::{self, Bound, Kind};

pub use store::keyring_tombstones::Tombstone;
pub use store::rotation::Rotation;

use crate::app::Sources;

mod destroy;
mod entered;
mod fault;
mod rekey;
mod rotate;
mod status;

pub use destroy::{Destroyed, Ground};
pub use fault::KeyringFault;
pub use rekey::Rekeying;
pub use rotate::Rotated;
pub use status::Status;

/// The result of every function here.
pub type Result<T, E = KeyringFault> = std::result::Result<T, E>;

/// The open keyring. Cheap to clone.
#[derive(Clone)]
pub struct Keyring(Arc<Inner>);

struct Inner {
    db: Db,
    files: Arc<dyn KeyFiles>,
    sources: Sources,
    keys: Mutex<Arc<KeySet>>,
}

/// The keys of one subject, opened. Wiped when dropped.
#[derive(Clone, Debug)]
pub struct SubjectKeys {
    unit: Uuid,
    active: Secret,
    retiring: Vec<Secret>,
}

impl SubjectKeys {
    /// The unit that holds the file now.
    pub const fn unit(&self) -> Uuid {
        self.unit
    }

    /// The key that seals what is written now.
    pub const fn active(&self) -> &Secret {
        &self.active
    }

    /// The key of this id, which is the one that opens what it sealed.
    pub fn key(&self, id: KeyId) -> Option<&Secret> {
        std::iter::once(&self.active).chain(&self.retiring).find(|key| key.id() == id)
    }
}

/// Keys of a unit's people as they are kept.
#[derive(Debug)]
pub struct WrappedKeys {
    unit: Uuid,
    held: Vec<Held>,
}

impl WrappedKeys {
    /// The keys of people before one, and those of that one and everybody after: they are in the order of people.
    pub(crate) fn split(mut self, at: Uuid) -> (Self, Self) {
        let first = self.held.partition_point(|held| held.key.subject < at);
        let after = self.held.split_off(first);
        let unit = self.unit;
        (self, Self { unit, held: after })
    }
}

/// What people's keys are wrapped by, opened once for all of them: by the unit's key and the epoch. Wiped when dropped.
type Wrapping = BTreeMap<(KeyId, i64), Secret>;

impl Keyring {
    /// Opens a keyring with the keys at the top, begins it if it is new, and refuses other keys than its own.
    pub async fn open(db: Db, files: Arc<dyn KeyFiles>, sources: Sources) -> Result<Self> {
        db.migrate_to(Schema::Keyring).await?;
        let keys = files.read()?;
        let mut tx = db.begin().await?;
        if rows::state(&mut tx).await?.is_none() {
            rows::begin(&mut tx, &first_state(&keys, (sources.now)())?).await?;
        }
        let state = rows::take_turn(&mut tx).await?;
        tx.commit().await?;
        check(&keys, &state)?;
        Ok(Self(Arc::new(Inner { db, files, sources, keys: Mutex::new(Arc::new(keys)) })))
    }

    /// The keys of a person.
    ///
    /// [`KeyringFault::NoKey`] for one who never had a key, [`KeyringFault::Destroyed`] for one whose key is gone.
    pub async fn subject_key(&self, subject: Uuid) -> Result<SubjectKeys> {
        match self.held(Kind::Person, subject).await? {
            Some(keys) => Ok(keys),
            None => Err(self.why_no_key(subject).await?),
        }
    }

    /// The keys of every person whose file a unit holds, by person, from one state of the keyring.
    pub async fn subject_keys_of(&self, unit: Uuid) -> Result<BTreeMap<Uuid, SubjectKeys>> {
        self.open_wrapped(self.wrapped_keys_of(unit).await?).await
    }

    /// The same keys as they are kept, still wrapped: they can be fetched while the request is being written down.
    pub async fn wrapped_keys_of(&self, unit: Uuid) -> Result<WrappedKeys> {
        let mut tx = self.0.db.snapshot().await?;
        Ok(WrappedKeys { unit, held: rows::of_unit(&mut tx, Kind::Person, unit).await? })
    }

    /// Opens wrapped keys, by person, with the keys at the top as they were last read: for a thread that may not wait.
    /// A fault of those means that a rotation has gone on since; [`Keyring::subject_keys_of`] reads them anew.
    pub(crate) fn open_at_once(&self, wrapped: &WrappedKeys) -> Result<BTreeMap<Uuid, SubjectKeys>> {
        self.by_subject(&wrapped.held)
    }

    /// Opens wrapped keys, by person.
    pub async fn open_wrapped(&self, wrapped: WrappedKeys) -> Result<BTreeMap<Uuid, SubjectKeys>> {
        match self.by_subject(&wrapped.held) {
            Err(fault) if fault.is_of_files() => {
                // a rotation has gone on since these keys were read from their files
                self.reload()?;
                self.by_subject(&self.wrapped_keys_of(wrapped.unit).await?.held)
            }
            done => done,
        }
    }

    /// The keys of a person whose file a unit opens: made now, or those made before.
    ///
    /// [`KeyringFault::Destroyed`] if this person's key was destroyed, [`KeyringFault::Elsewhere`] if another unit
    /// holds the file.
    pub async fn new_subject(&self, subject: Uuid, unit: Uuid) -> Result<SubjectKeys> {
        let keys = self.made(Kind::Person, subject, unit).await?;
        if keys.unit == unit { Ok(keys) } else { Err(KeyringFault::Elsewhere) }
    }

    /// The key of a unit's blind indexes, made when it is first asked for. It outlives the unit's own key.
    pub async fn unit_index_key(&self, unit: Uuid) -> Result<Secret> {
        Ok(self.made(Kind::Index, unit, unit).await?.active)
    }

    /// The key that seals details of a unit's own log, made when it is first asked for; with those before it.
    pub async fn unit_log_key(&self, unit: Uuid) -> Result<SubjectKeys> {
        self.made(Kind::Log, unit, unit).await
    }

    /// The key of the nation's register of duplicates, read from its file for this one act. Only a registration
    /// may ask for it.
    pub fn national_index_key(&self) -> Result<Secret> {
        Ok(self.0.files.national()?)
    }

    /// Hands a person's file from one unit to another: the key is wrapped anew, no field is sealed anew. Done
    /// before, it changes nothing.
    pub async fn move_subject(&self, subject: Uuid, from: Uuid, to: Uuid) -> Result<()> {
        let (mut tx, state) = self.turn().await?;
        let held = rows::of_subject(&mut tx, Kind::Person, subject).await?;
        let Some(unit) = held.first().map(|it| it.key.unit) else { return Err(self.why_no_key(subject).await?) };
        if unit == to {
            return Ok(());
        }
        if unit != from {
            return Err(KeyringFault::Elsewhere);
        }
        self.rewrap(&mut tx, &state, held.iter().map(|it| (it, to))).await?;
        Ok(tx.commit().await?)
    }

    async fn held(&self, kind: Kind, subject: Uuid) -> Result<Option<SubjectKeys>> {
        let mut tx = self.0.db.snapshot().await?;
        let held = rows::of_subject(&mut tx, kind, subject).await?;
        drop(tx);
        match self.opened(&held) {
            Err(fault) if fault.is_of_files() => {
                // a rotation has gone on since these keys were read from their files
                self.reload()?;
                let mut tx = self.0.db.snapshot().await?;
                let held = rows::of_subject(&mut tx, kind, subject).await?;
                self.opened(&held)
            }
            done => done,
        }
    }

    async fn why_no_key(&self, subject: Uuid) -> Result<KeyringFault> {
        let mut tx = self.0.db.snapshot().await?;
        Ok(match tombstones::of(&mut tx, subject).await? {
            Some(tombstone) => KeyringFault::Destroyed { at: tombstone.destroyed_at },
            None => KeyringFault::NoKey,
        })
    }

    async fn made(&self, kind: Kind, subject: Uuid, unit: Uuid) -> Result<SubjectKeys> {
        if let Some(keys) = self.held(kind, subject).await? {
            return Ok(keys);
        }
        let (mut tx, state) = self.turn().await?;
        if let Some(tombstone) = tombstones::of(&mut tx, subject).await? {
            return Err(KeyringFault::Destroyed { at: tombstone.destroyed_at });
        }
        let held = rows::of_subject(&mut tx, kind, subject).await?;
        if let Some(keys) = self.opened(&held)? {
            return Ok(keys);
        }
        let active = self.add(&mut tx, &state, kind, subject, unit).await?;
        tx.commit().await?;
        Ok(SubjectKeys { unit, active, retiring: Vec::new() })
    }

    /// Adds a new active key of a subject.
    async fn add(&self, tx: &mut Tx, state: &State, kind: Kind, subject: Uuid, unit: Uuid) -> Result<Secret> {
        let key = self.0.sources.key()?;
        let (under, by) = self.unit_key(tx, state, unit).await?;
        let bound = Bound { kind, subject, unit, epoch: state.epoch };
        let wrapped = wrap::wrap(&self.joined(&by, state.epoch)?, self.0.sources.bytes()?, &bound, &key)?;
        let row = SubjectKey {
            id: key.id(),
            kind,
            subject,
            unit,
            unit_key: under,
            epoch: state.epoch,
            wrapped,
            active: true,
            created_at: self.now(),
        };
        rows::add_subject_key(tx, &row).await?;
        Ok(key)
    }

    /// The key that wraps in a unit, made if there is none.
    async fn unit_key(&self, tx: &mut Tx, state: &State, unit: Uuid) -> Result<(KeyId, Secret)> {
        let all = rows::unit_keys_of(tx, unit).await?;
        if let Some(active) = all.iter().find(|key| key.active) {
            return Ok((active.id, self.open_unit_key(active)?));
        }
        let version = all.iter().map(|key| key.version).max().unwrap_or(0) + 1;
        let (row, key) = self.make_unit_key(state, unit, version)?;
        rows::add_unit_key(tx, &row).await?;
        Ok((row.id, key))
    }

    fn make_unit_key(&self, state: &State, unit: Uuid, version: i64) -> Result<(UnitKey, Secret)> {
        let key = self.0.sources.key()?;
        let keys = self.keys();
        let root = keys.root(state.root).ok_or(KeyringFault::NoRoot { needed: state.root })?;
        let bound = Bound { kind: Kind::Unit, subject: unit, unit, epoch: version };
        let wrapped = wrap::wrap(root, self.0.sources.bytes()?, &bound, &key)?;
        let created_at = self.now();
        Ok((UnitKey { id: key.id(), unit, version, root: state.root, wrapped, active: true, created_at }, key))
    }

    /// Wraps keys anew under the active keys of the units given, in the present epoch.
    async fn rewrap<'a>(
        &self,
        tx: &mut Tx,
        state: &State,
        held: impl Iterator<Item = (&'a Held, Uuid)>,
    ) -> Result<u64> {
        let mut units: BTreeMap<Uuid, (KeyId, Secret)> = BTreeMap::new();
        let mut done = 0;
        for (held, unit) in held {
            let (under, by) = if let Some(known) = units.get(&unit) {
                known
            } else {
                let (under, key) = self.unit_key(tx, state, unit).await?;
                let joined = self.joined(&key, state.epoch)?;
                units.entry(unit).or_insert((under, joined))
            };
            let key = self.open_key(held)?;
            let bound = Bound { kind: held.key.kind, subject: held.key.subject, unit, epoch: state.epoch };
            let wrapped = wrap::wrap(by, self.0.sources.bytes()?, &bound, &key)?;
            let row = SubjectKey { unit, unit_key: *under, epoch: state.epoch, wrapped, ..held.key.clone() };
            rows::rewrap_subject_key(tx, &row).await?;
            done += 1;
        }
        Ok(done)
    }

    fn by_subject(&self, held: &[Held]) -> Result<BTreeMap<Uuid, SubjectKeys>> {
        let (mut found, mut by) = (BTreeMap::new(), Wrapping::new());
        for of_one in held.chunk_by(|a, b| a.key.subject == b.key.subject) {
            if let (Some(first), Some(keys)) = (of_one.first(), self.opened_by(of_one, &mut by)?) {
                found.insert(first.key.subject, keys);
            }
        }
        Ok(found)
    }

    /// The keys of one subject, of which the first is the active one.
    fn opened(&self, held: &[Held]) -> Result<Option<SubjectKeys>> {
        self.opened_by(held, &mut Wrapping::new())
    }

    fn opened_by(&self, held: &[Held], by: &mut Wrapping) -> Result<Option<SubjectKeys>> {
        let Some((first, others)) = held.split_first() else { return Ok(None) };
        let active = self.open_key_by(first, by)?;
        let retiring = others.iter().map(|it| self.open_key_by(it, by)).collect::<Result<_>>()?;
        Ok(Some(SubjectKeys { unit: first.key.unit, active, retiring }))
    }

    fn open_key(&self, held: &Held) -> Result<Secret> {
        self.open_key_by(held, &mut Wrapping::new())
    }

    fn open_key_by(&self, held: &Held, by: &mut Wrapping) -> Result<Secret> {
        let SubjectKey { kind, subject, unit, epoch, .. } = held.key;
        let by = match by.entry((held.under.id, epoch)) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => place.insert(self.joined(&self.open_unit_key(&held.under)?, epoch)?),
        };
        Ok(wrap::unwrap(by, &Bound { kind, subject, unit, epoch }, held.key.id, &held.key.wrapped)?)
    }

    fn open_unit_key(&self, row: &UnitKey) -> Result<Secret> {
        let keys = self.keys();
        let root = keys.root(row.root).ok_or(KeyringFault::NoRoot { needed: row.root })?;
        let bound = Bound { kind: Kind::Unit, subject: row.unit, unit: row.unit, epoch: row.version };
        Ok(wrap::unwrap(root, &bound, row.id, &row.wrapped)?)
    }

    fn joined(&self, unit_key: &Secret, epoch: i64) -> Result<Secret> {
        let keys = self.keys();
        let epoch = keys.epochs.get(&epoch).ok_or(KeyringFault::NoEpoch { number: epoch })?;
        Ok(wrap::of_unit_and_epoch(unit_key, epoch))
    }

    /// A write, and the state that stays until it ends; the keys in memory fit it.
    async fn turn(&self) -> Result<(Tx, State)> {
        let mut tx = self.0.db.begin().await?;
        let state = rows::take_turn(&mut tx).await?;
        if check(&self.keys(), &state).is_err() {
            self.reload()?;
            check(&self.keys(), &state)?;
        }
        Ok((tx, state))
    }

    fn keys(&self) -> Arc<KeySet> {
        Arc::clone(&self.0.keys.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads the keys at the top again; those that were destroyed are forgotten.
    fn reload(&self) -> Result<()> {
        let keys = Arc::new(self.0.files.read()?);
        *self.0.keys.lock().unwrap_or_else(PoisonError::into_inner) = keys;
        Ok(())
    }

    fn now(&self) -> Timestamp {
        (self.0.sources.now)()
    }
}

/// What a new keyring is wrapped under: the one root and the first epoch.
fn first_state(keys: &KeySet, now: Timestamp) -> Result<State> {
    let [root] = keys.roots.as_slice() else { return Err(KeyringFault::NotOneRoot { found: keys.roots.len() }) };
    let Some((epoch, epoch_key)) = keys.epochs.last_key_value() else {
        return Err(KeyringFault::NoEpoch { number: 1 });
    };
    Ok(State {
        root: root.id(),
        former_root: None,
        epoch: *epoch,
        epoch_key: epoch_key.id(),
        former_epoch: None,
        epoch_since: now,
    })
}

/// Whether the keys at the top are those of this keyring.
fn check(keys: &KeySet, state: &State) -> Result<()> {
    if keys.root(state.root).is_none() {
        return Err(match keys.roots.first() {
            None => KeyringFault::NoRoot { needed: state.root },
            Some(other) => KeyringFault::OtherRoot { needed: state.root, found: other.id() },
        });
    }
    match keys.epochs.get(&state.epoch) {
        None => Err(KeyringFault::NoEpoch { number: state.epoch }),
        Some(key) if key.id() != state.epoch_key => Err(KeyringFault::OtherEpoch { number: state.epoch }),
        Some(_) => Ok(()),
    }
}
