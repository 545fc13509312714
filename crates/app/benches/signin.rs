//! What signing in costs: memory of a crowd at the desk, and whether time tells who has an account.
//! `cargo bench -p app --bench signin`; `ANLANH_SAMPLES` sets how many tries of each kind are timed (5,000).

use std::io::{self, Write as _};
use std::net::IpAddr;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use app::accounts::NewAccount;
use app::keyring::Keyring;
use app::signin::{Caller, Cost, Desk, Settings, WithPassword};
use app::{App, Sources};
use jiff::SignedDuration;
use testkit::{MemoryKeys, TestDb, ids, minutes, random};
use uuid::Uuid;
use zeroize::Zeroizing;

const CROWD: u8 = 200;
const MEMORY_MAX_MIB: i64 = 200;
const T_MAX: f64 = 4.5;

fn main() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (grown, served) = runtime.block_on(crowd());
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{CROWD} people at once: {served} answered, the others asked to come again; memory grew {grown} MiB (budget {MEMORY_MAX_MIB})"
    )?;
    let t = runtime.block_on(timing());
    writeln!(out, "a login that exists against one that does not: Welch t = {t:.2} (budget {T_MAX})")?;
    assert!(grown < MEMORY_MAX_MIB, "memory grew by {grown} MiB");
    assert!(t.abs() < T_MAX, "time tells who has an account: t = {t}");
    Ok(())
}

/// An application with a clock that is turned, and what it stands on.
struct Ground {
    app: App,
    clock: Arc<AtomicI64>,
    stores: [TestDb; 2],
}

impl Ground {
    async fn open(cost: Cost) -> Self {
        let (it, ring) = (TestDb::sqlite_bare().await, TestDb::keyring_sqlite().await);
        let clock = Arc::new(AtomicI64::new(0));
        let (next, at) = (Mutex::new(ids(31)), Arc::clone(&clock));
        let sources = Sources {
            now: Arc::new(move || minutes(0) + SignedDuration::from_hours(at.load(Ordering::Relaxed))),
            new_id: Arc::new(move || next.lock().expect("nobody panics while holding it")()),
            random: Arc::new(random(31)),
        };
        let packs = criteria::shipped().expect("sound packs");
        let app = App::open(it.db.clone(), packs, sources.clone(), false).await.expect("opens");
        let keys = Keyring::open(ring.db.clone(), Arc::new(MemoryKeys::new()), sources).await.expect("opens");
        assert!(app.open_files_with(keys));
        let settings = Settings {
            origin: "https://anlanh.test".parse().expect("an address"),
            rp_id: "anlanh.test".to_owned(),
            name: "An Lanh".to_owned(),
            cost,
            provider: None,
        };
        assert!(app.sign_in_at(Desk::new(settings).unwrap_or_else(|fault| panic!("{fault}"))));
        Self { app, clock, stores: [it, ring] }
    }

    async fn close(self) {
        drop(self.app);
        for store in self.stores {
            store.finish().await;
        }
    }
}

async fn tried(app: &App, login: &str, network: u8) -> bool {
    let typed = WithPassword {
        login: login.to_owned(),
        password: Zeroizing::new("not the password of anybody".to_owned()),
        code: Zeroizing::new("000000".to_owned()),
    };
    let caller = Caller { address: Some(IpAddr::from([198, 51, network, 1])), request: Uuid::nil() };
    let answer = app.sign_in_with_password(typed, caller).await;
    matches!(answer, Err(app::Problem::Access(app::signin::AccessFault::Wrong)))
}

/// The most memory that this process had, in MiB.
fn peak_mib() -> i64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
    line.split_whitespace().next().and_then(|kib| kib.parse::<i64>().ok()).unwrap_or_default() / 1024
}

async fn crowd() -> (i64, usize) {
    let ground = Ground::open(Cost::PRODUCT).await;
    let before = peak_mib();
    let mut people = tokio::task::JoinSet::new();
    for n in 0..CROWD {
        let app = ground.app.clone();
        people.spawn(async move { tried(&app, &format!("person{n}"), n).await });
    }
    let served = people.join_all().await.into_iter().filter(|served| *served).count();
    let grown = peak_mib() - before;
    ground.close().await;
    (grown, served)
}

/// Wrong passwords for a login that exists and for one that does not, in turn; a day and an hour between two tries,
/// so that nothing is slowed down.
async fn timing() -> f64 {
    let samples: usize = std::env::var("ANLANH_SAMPLES").ok().and_then(|n| n.parse().ok()).unwrap_or(5_000);
    let ground = Ground::open(Cost { memory_kib: 256, passes: 1 }).await;
    let known = NewAccount { login: "known.person".to_owned(), name: "Known".to_owned(), ..NewAccount::default() };
    ground.app.create_locally(known, false).await.expect("an account");
    let mut times = [Vec::with_capacity(samples), Vec::with_capacity(samples)];
    for n in 0..samples {
        // which goes first changes, or the second would always find warm caches
        for which in if n % 2 == 0 { [0, 1] } else { [1, 0] } {
            ground.clock.fetch_add(25, Ordering::Relaxed);
            let login = ["known.person", "nobody.there"][which];
            let start = Instant::now();
            assert!(tried(&ground.app, login, 7).await);
            times[which].push(start.elapsed().as_secs_f64());
        }
    }
    ground.close().await;
    welch(&times[0], &times[1])
}

#[expect(clippy::cast_precision_loss, reason = "a count of samples")]
fn welch(a: &[f64], b: &[f64]) -> f64 {
    let mean = |xs: &[f64]| xs.iter().sum::<f64>() / xs.len() as f64;
    let spread = |xs: &[f64]| {
        let middle = mean(xs);
        xs.iter().map(|x| (x - middle).powi(2)).sum::<f64>() / (xs.len() as f64 - 1.0) / xs.len() as f64
    };
    (mean(a) - mean(b)) / (spread(a) + spread(b)).sqrt()
}
