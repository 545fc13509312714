//! The application: what every use case needs, wired once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use criteria::{Pack, Settings};
use documents::paper::Forms;
use domain::facts::{Source, Window};
use domain::units::{Register, shipped};
use jiff::Timestamp;
use jiff::civil::Date;
use store::Db;
use store::ledger::{Actor, Deed};
use uuid::Uuid;
use vault::seal::{NoRandomness, Secret};

use crate::backup::Watching;
use crate::book::Book;
use crate::boundaries::Maps;
use crate::keyring::Keyring;
use crate::ledger::Watch;
use crate::problem::Problem;
use crate::signin::{AccessFault, Desk};

/// Fills bytes from the machine's randomness.
pub type Random = Arc<dyn Fn(&mut [u8]) -> Result<(), NoRandomness> + Send + Sync>;

/// Where "now", new ids and randomness come from; tests give their own.
#[derive(Clone)]
pub struct Sources {
    /// The present instant.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// A new id, rising with time (`UUIDv7`).
    pub new_id: Arc<dyn Fn() -> Uuid + Send + Sync>,
    /// Fills bytes from the machine's randomness: keys and nonces.
    pub random: Random,
}

impl Sources {
    /// Fresh random bytes: a nonce.
    pub fn bytes<const N: usize>(&self) -> Result<[u8; N], NoRandomness> {
        let mut bytes = [0; N];
        (self.random)(&mut bytes)?;
        Ok(bytes)
    }

    /// A fresh key.
    pub fn key(&self) -> Result<Secret, NoRandomness> {
        self.bytes().map(Secret::new)
    }
}

/// The application over a store. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    db: Db,
    register: Mutex<Arc<Register>>,
    packs: Vec<Arc<Pack>>,
    sources: Sources,
    demo: bool,
    books: Mutex<Books>,
    maps: Mutex<Maps>,
    watch: Watch,
    keyring: OnceLock<Keyring>,
    desk: OnceLock<Arc<Desk>>,
    backups: Watching,
    forms: OnceLock<Forms>,
    casework: OnceLock<domain::cases::Law>,
    calendars: OnceLock<crate::calendars::Calendars>,
    catalog: OnceLock<&'static crate::reports::Catalog>,
    mailing: OnceLock<crate::reminders::Mailing>,
}

/// Judged years by revision of their facts.
type Books = HashMap<(String, i16, Settings), (i64, Arc<Book>)>;

/// How many judged years are kept; what-if switches make new ones.
const BOOKS_MAX: usize = 16;

/// The id of the pack that judges unless another is asked for.
pub const DEFAULT_PACK: &str = "vn-qd28-2025";

impl App {
    /// Migrates the store, seeds the register once and reads it.
    pub async fn open(db: Db, packs: Vec<Pack>, sources: Sources, demo: bool) -> Result<Self, Problem> {
        db.migrate().await?;
        let mut tx = db.begin().await?;
        let now = (sources.now)();
        let adopted = store::facts::adopt(&mut tx, now, &deed("adopt", day_of(now))).await?;
        if adopted > 0 {
            tracing::info!(recordings = adopted, "recordings from before the ledger got their entries");
        }
        store::units::seed(&mut tx, &shipped().map_err(Problem::fault)?, now, &deed("seed", day_of(now))).await?;
        let register = store::units::load(&mut tx).await?;
        tx.commit().await?;
        Ok(Self(Arc::new(Inner {
            db,
            register: Mutex::new(Arc::new(register)),
            packs: packs.into_iter().map(Arc::new).collect(),
            sources,
            demo,
            books: Mutex::new(HashMap::new()),
            maps: Mutex::new(HashMap::new()),
            watch: Watch::default(),
            keyring: OnceLock::new(),
            desk: OnceLock::new(),
            backups: Watching::default(),
            casework: OnceLock::new(),
            calendars: OnceLock::new(),
            catalog: OnceLock::new(),
            mailing: OnceLock::new(),
            forms: OnceLock::new(),
        })))
    }

    /// The store.
    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// The register of units as it is now.
    pub fn register(&self) -> Arc<Register> {
        Arc::clone(&self.0.register.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a changed register in place and forgets what was judged on the old one.
    pub(crate) fn replace_register(&self, register: Register) {
        *self.0.register.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(register);
        self.books().clear();
        self.maps().clear();
    }

    /// Every pack, the one that judges first.
    pub fn packs(&self) -> &[Arc<Pack>] {
        &self.0.packs
    }

    /// A pack by id.
    pub fn pack(&self, id: &str) -> Option<Arc<Pack>> {
        self.0.packs.iter().find(|p| p.id == id).cloned()
    }

    /// The pack that judges.
    pub fn law(&self) -> Result<Arc<Pack>, Problem> {
        self.pack(DEFAULT_PACK).ok_or(Problem::Hidden)
    }

    /// Whether figures are fictitious.
    pub fn is_demo(&self) -> bool {
        self.0.demo
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        (self.0.sources.now)()
    }

    /// Today in Việt Nam.
    pub fn today(&self) -> Date {
        day_of(self.now())
    }

    /// A new id.
    pub fn new_id(&self) -> Uuid {
        (self.0.sources.new_id)()
    }

    /// The window of a year under the pack in force, or why there is none.
    pub fn window(&self, year: i16) -> Result<Window, Problem> {
        let pack = self.law()?;
        pack.window(year).filter(|w| pack.covers(*w)).ok_or(Problem::YearNotCovered { year })
    }

    /// A year's book under chosen switches, judged anew only when its facts moved.
    pub async fn book(&self, year: i16, settings: &Settings) -> Result<Arc<Book>, Problem> {
        let pack = self.law()?;
        let window = self.window(year)?;
        let mut tx = self.0.db.snapshot().await?;
        let revision = store::facts::revision(&mut tx, None, year).await?;
        let key = (pack.id.clone(), year, settings.clone());
        if let Some((_, book)) = self.books().get(&key).filter(|(kept, _)| *kept == revision) {
            return Ok(Arc::clone(book));
        }
        let facts = store::facts::of_window(&mut tx, None, window, None).await?;
        drop(tx);
        let register = self.register();
        let settings = settings.clone();
        // Judging a nation takes milliseconds of one core: off the threads that answer.
        let book = tokio::task::spawn_blocking(move || Book::new(&pack, &register, year, window, settings, &facts))
            .await
            .map_err(Problem::fault)?;
        let book = Arc::new(book);
        let mut books = self.books();
        if books.len() >= BOOKS_MAX {
            books.clear();
        }
        books.insert(key, (revision, Arc::clone(&book)));
        Ok(book)
    }

    /// A year's book as it was known at an instant, whatever was recorded later. Not kept.
    pub async fn book_known_at(&self, year: i16, settings: &Settings, at: Timestamp) -> Result<Arc<Book>, Problem> {
        let pack = self.law()?;
        let window = self.window(year)?;
        let mut tx = self.0.db.snapshot().await?;
        let facts = store::facts::of_window(&mut tx, None, window, Some(at)).await?;
        drop(tx);
        Ok(Arc::new(Book::new(&pack, &self.register(), year, window, settings.clone(), &facts)))
    }

    /// What the ledger is told of a write that the operator of this machine does, by a command.
    pub(crate) fn deed(&self, act: &'static str, source: &Source) -> Deed {
        deed(act, source.date.unwrap_or_else(|| self.today()))
    }

    /// Where an office's own forms of papers stand.
    pub(crate) fn office_forms(&self) -> &OnceLock<Forms> {
        &self.0.forms
    }

    pub(crate) fn watching(&self) -> &Watching {
        &self.0.backups
    }

    /// Gives the keyring that opens people's files, once. Answers whether it is the first.
    pub fn open_files_with(&self, keyring: Keyring) -> bool {
        self.0.keyring.set(keyring).is_ok()
    }

    /// Takes an office's own table of the law of casework into force: periods, switches and lines that were not read in the
    /// law itself. Every finding names its line; with any, nothing changes. `Ok(false)` if there is one already.
    pub fn with_law(&self, file: &str, text: &str) -> Result<bool, Vec<domain::cases::Finding>> {
        let law = domain::cases::load(&domain::cases::SHIPPED, Some((file, text)))?;
        Ok(self.0.casework.set(law).is_ok())
    }

    /// The law of casework with an office's own table, where one was taken.
    pub(crate) fn own_casework(&self) -> Option<&domain::cases::Law> {
        self.0.casework.get()
    }

    /// The calendars in force here, an office's own among them.
    pub(crate) fn own_calendars(&self) -> &OnceLock<crate::calendars::Calendars> {
        &self.0.calendars
    }

    /// Indicators with an office's own forms of reports.
    pub(crate) fn own_catalog(&self) -> &OnceLock<&'static crate::reports::Catalog> {
        &self.0.catalog
    }

    /// How mail leaves here, where it does.
    pub(crate) fn own_mailing(&self) -> &OnceLock<crate::reminders::Mailing> {
        &self.0.mailing
    }

    /// The keyring; without one, files of people can be neither read nor written.
    pub fn keyring(&self) -> Result<&Keyring, Problem> {
        self.0.keyring.get().ok_or(Problem::NoKeyring)
    }

    pub(crate) fn sources(&self) -> &Sources {
        &self.0.sources
    }

    pub(crate) fn set_desk(&self, desk: Arc<Desk>) -> bool {
        self.0.desk.set(desk).is_ok()
    }

    /// The desk at which people sign in.
    pub(crate) fn desk(&self) -> Result<Arc<Desk>, Problem> {
        self.0.desk.get().cloned().ok_or(Problem::Access(AccessFault::NoDesk))
    }

    pub(crate) fn watch(&self) -> &Watch {
        &self.0.watch
    }

    pub(crate) fn maps(&self) -> std::sync::MutexGuard<'_, Maps> {
        self.0.maps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn books(&self) -> std::sync::MutexGuard<'_, Books> {
        self.0.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

pub(crate) fn deed(act: &'static str, occurred_on: Date) -> Deed {
    Deed { actor: Actor::LocalOperator, act, occurred_on, clause: None }
}

/// The civil day in Việt Nam, which has had one offset since 1975.
pub(crate) fn day_of(at: Timestamp) -> Date {
    jiff::tz::Offset::constant(7).to_datetime(at).date()
}
