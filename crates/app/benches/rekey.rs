//! A unit of 2,000 people gets new keys while others read: `cargo bench -p app --bench rekey`.
//!
//! Runs on `SQLite`, and on `PostgreSQL` when `TEST_PG_URL` is set. Fails when a reader meets a fault, when a change
//! takes longer than C28 allows, or when the old key still opens anything. The people are fictitious (giả định).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use app::Sources;
use app::keyring::Keyring;
use store::keyring::{self as rows, Held};
use testkit::{MemoryKeys, TestDb, id, minutes, random};
use uuid::Uuid;
use vault::seal::Secret;
use vault::wrap::files::KeyFiles as _;
use vault::wrap::{Bound, Kind, of_unit_and_epoch, unwrap};

const PEOPLE: u64 = 2_000;
const READERS: u64 = 4;
/// C28.
const BUDGET: Duration = Duration::from_mins(1);

fn main() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        on("SQLite", TestDb::keyring_sqlite().await).await;
        if let Some(it) = TestDb::keyring_postgres().await {
            on("PostgreSQL", it).await;
        }
    });
}

fn unit() -> Uuid {
    id(1, 1)
}

fn person(n: u64) -> Uuid {
    id(2, n)
}

async fn open(it: &TestDb, files: &MemoryKeys, seed: u64) -> Keyring {
    let sources =
        Sources { now: Arc::new(|| minutes(0)), new_id: Arc::new(|| id(9, 1)), random: Arc::new(random(seed)) };
    Keyring::open(it.db.clone(), Arc::new(files.clone()), sources).await.expect("opens")
}

async fn on(engine: &str, it: TestDb) {
    let files = MemoryKeys::new();
    let keyring = open(&it, &files, 1).await;
    let start = Instant::now();
    for n in 0..PEOPLE {
        keyring.new_subject(person(n), unit()).await.expect("made");
    }
    tell(engine, "2,000 keys made, each durable by itself", start.elapsed());
    let old = held(&it).await;
    let old_key = unit_key(&files, &old[0]);

    let reads = Reads::begin(&it, &files).await;
    timed(engine, "a unit's key changed, 2,000 keys wrapped anew", async {
        assert_eq!(keyring.rotate_unit(unit()).await.expect("rotated").keys, PEOPLE);
    })
    .await;
    let opened = held(&it).await.iter().filter(|it| opens(&files, &old_key, it)).count();
    assert_eq!(opened, 0, "the old key opens something");
    timed(engine, "an epoch ended, 2,000 keys wrapped anew", async {
        assert_eq!(keyring.advance_epoch().await.expect("advanced").keys, PEOPLE);
    })
    .await;
    timed(engine, "the root changed", async {
        keyring.rotate_root().await.expect("rotated");
    })
    .await;
    timed(engine, "2,000 people given another key, the first dropped", async {
        for n in 0..PEOPLE {
            let change = keyring.rekey_subject(person(n)).await.expect("begun");
            for from in change.from {
                keyring.drop_retired(from, 0).await.expect("dropped");
            }
        }
    })
    .await;
    let (read, faults) = reads.end().await;
    println!("{engine:<11} {read} keys read meanwhile by {READERS} readers, {faults} faults");
    assert_eq!(faults, 0, "a reader met a fault");
    let start = Instant::now();
    assert_eq!(keyring.subject_keys_of(unit()).await.expect("read").len() as u64, PEOPLE);
    tell(engine, "all 2,000 keys of the unit opened at once", start.elapsed());
    it.finish().await;
}

async fn timed(engine: &str, what: &str, work: impl Future<Output = ()>) {
    let start = Instant::now();
    work.await;
    tell(engine, what, start.elapsed());
    assert!(start.elapsed() < BUDGET, "{what} took longer than {BUDGET:?}");
}

fn tell(engine: &str, what: &str, took: Duration) {
    println!("{engine:<11} {what:<52} {:>9.1} ms", took.as_secs_f64() * 1_000.0);
}

/// Readers that ask for one person's keys after another's until they are told to end.
struct Reads {
    over: Arc<AtomicBool>,
    faults: Arc<AtomicU64>,
    tasks: Vec<tokio::task::JoinHandle<u64>>,
}

impl Reads {
    async fn begin(it: &TestDb, files: &MemoryKeys) -> Self {
        let (over, faults) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
        let mut tasks = Vec::new();
        for reader in 0..READERS {
            let keyring = open(it, files, 100 + reader).await;
            let (over, faults) = (Arc::clone(&over), Arc::clone(&faults));
            tasks.push(tokio::spawn(async move {
                let mut read = 0;
                while !over.load(Ordering::Relaxed) {
                    let of = person((read * 7 + reader * 500) % PEOPLE);
                    if let Err(fault) = keyring.subject_key(of).await {
                        eprintln!("{fault:?}");
                        faults.fetch_add(1, Ordering::Relaxed);
                    }
                    read += 1;
                }
                read
            }));
        }
        Self { over, faults, tasks }
    }

    async fn end(self) -> (u64, u64) {
        self.over.store(true, Ordering::Relaxed);
        let mut read = 0;
        for task in self.tasks {
            read += task.await.expect("no reader fell over");
        }
        (read, self.faults.load(Ordering::Relaxed))
    }
}

async fn held(it: &TestDb) -> Vec<Held> {
    let mut tx = it.db.snapshot().await.expect("a snapshot");
    rows::of_unit(&mut tx, Kind::Person, unit()).await.expect("readable")
}

fn unit_key(files: &MemoryKeys, held: &Held) -> Secret {
    let root = files.read().expect("read").root(held.under.root).expect("the root").clone();
    let bound = Bound { kind: Kind::Unit, subject: unit(), unit: unit(), epoch: held.under.version };
    unwrap(&root, &bound, held.under.id, &held.under.wrapped).expect("opens")
}

/// Whether a unit's key opens a person's, whatever name stands in front of it.
fn opens(files: &MemoryKeys, unit_key: &Secret, held: &Held) -> bool {
    let key = &held.key;
    let bound = Bound { kind: key.kind, subject: key.subject, unit: key.unit, epoch: key.epoch };
    files.read().expect("read").epochs.values().any(|epoch| {
        let by = of_unit_and_epoch(unit_key, epoch);
        let mut renamed = key.wrapped.clone();
        renamed[1..9].copy_from_slice(&by.id().0);
        unwrap(&by, &bound, key.id, &renamed).is_ok()
    })
}
