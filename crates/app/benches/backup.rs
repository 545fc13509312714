//! Backup and restore of a large store: `cargo bench -p app --bench backup`. `ANLANH_BACKUP_MB` sets its size.
//!
//! Budgets (security.md C49, C50): an increment well within five minutes, a restore of 1 GB within fifteen.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use app::backup::{Destination, Identities, Recipients, Taken, Wanted, new_identity, restore};
use app::ledger::signing_key;
use app::{App, Sources};
use store::query::sql;
use testkit::{TestDb, ids, minutes, random};
use vault::key::pkcs8_of_seed;

/// Bytes of one row of ballast.
const ROW_BYTES: usize = 1 << 16;

fn main() {
    let megabytes: u64 = std::env::var("ANLANH_BACKUP_MB").ok().and_then(|n| n.parse().ok()).unwrap_or(1_024);
    let runtime = tokio::runtime::Runtime::new().expect("threads can be had");
    runtime.block_on(measure(megabytes));
}

async fn measure(megabytes: u64) {
    let it = TestDb::sqlite_bare().await;
    let next = Mutex::new(ids(9));
    let sources = Sources {
        now: Arc::new(|| minutes(0)),
        new_id: Arc::new(move || next.lock().expect("nobody panics while holding it")()),
        random: Arc::new(random(7)),
    };
    let app = App::open(it.db.clone(), Vec::new(), sources, false).await.expect("opens");
    assert!(app.sign_with(signing_key(&pkcs8_of_seed(&[7; 32])).expect("a key")));
    fill(&app, megabytes).await;
    let desk = tempfile::tempdir().expect("a folder");
    let (secret, operator) = new_identity();
    std::fs::write(desk.path().join("operator"), secret).expect("writes");
    let escrow = new_identity().1;
    let to = Destination {
        folder: desk.path().join("backup"),
        memory: desk.path().join("memory"),
        recipients: Recipients::parse([operator.as_str(), escrow.as_str()]).expect("two keys"),
        url: it.url.clone(),
        keyring: None,
    };
    let take = async |what: &str, only_if_moved: bool| {
        let begun = Instant::now();
        let taken = app.back_up(&to, only_if_moved, |_, _| {}).await.expect("backs up");
        let Taken { pages, bytes, .. } = taken;
        println!("  {what}: {:?} for {pages} pages, {} MB", begun.elapsed(), bytes >> 20);
    };
    take("whole", false).await;
    fill(&app, 1).await;
    take("increment after 1 MB was written", false).await;
    take("looked at, nothing had changed", false).await;
    take("asked of the ledger only", true).await;
    let keys = Identities::read(&desk.path().join("operator")).expect("a key");
    let into = desk.path().join("restored");
    let wanted = Wanted { from: to.folder.clone(), into, server: None, at: None, key: None };
    let begun = Instant::now();
    let restored = restore(&wanted, &keys, None, &mut |_, _| {}).await.expect("comes back");
    println!("  restored and checked: {:?} for {} MB", begun.elapsed(), restored.bytes >> 20);
    drop(app);
    it.finish().await;
}

/// Makes the store so much larger, by a table of no meaning: whatever means something is vouched for by the ledger,
/// which would say so.
async fn fill(app: &App, megabytes: u64) {
    static NEXT: AtomicI64 = AtomicI64::new(1);
    let mut tx = app.db().begin().await.expect("begins");
    tx.run(sql("create table if not exists ballast (id integer not null primary key, room blob not null)"))
        .await
        .expect("makes");
    tx.commit().await.expect("commits");
    let mut room = vec![0; ROW_BYTES];
    for _ in 0..megabytes {
        let mut tx = app.db().begin().await.expect("begins");
        for _ in 0..(1 << 20) / ROW_BYTES {
            let n = NEXT.fetch_add(1, Ordering::Relaxed);
            for (at, byte) in room.iter_mut().enumerate() {
                *byte = usize::try_from(n)
                    .unwrap_or_default()
                    .wrapping_mul(0x9e37_79b9)
                    .wrapping_add(at * at)
                    .to_le_bytes()[1];
            }
            tx.run(sql("insert into ballast (id, room) values ($1, $2)").arg(n).arg(room.as_slice()))
                .await
                .expect("writes");
        }
        tx.commit().await.expect("commits");
    }
}
