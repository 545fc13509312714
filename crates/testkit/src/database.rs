//! A fresh, migrated database for one test.

use std::io::Write as _;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use store::query::sql;
use store::{Db, Schema};
use tempfile::TempDir;

/// A database that one test has for itself. Call [`TestDb::finish`] at the end; what a failed
/// test leaves behind goes with the temporary folder or the temporary server.
pub struct TestDb {
    /// The database, migrated and empty.
    pub db: Db,
    /// Its address, to open it a second time.
    pub url: String,
    place: Place,
}

enum Place {
    Folder(TempDir),
    Schema { of: String, name: String },
}

impl TestDb {
    /// A file in a folder of its own. Not in memory: that would hide locking.
    pub async fn sqlite() -> Self {
        Self::sqlite_bare().await.migrated().await
    }

    /// A schema of its own in the server of `TEST_PG_URL`; nothing when that is not set.
    ///
    /// The skip is said once in one line; where `CI` is `true` it is a failure instead.
    pub async fn postgres() -> Option<Self> {
        Some(Self::postgres_bare().await?.migrated().await)
    }

    /// [`TestDb::sqlite`] before its migration.
    pub async fn sqlite_bare() -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let url = format!("sqlite:{}", folder.path().join("test.sqlite").display());
        let db = Db::open(&url).await.expect("a fresh file opens");
        Self { db, url, place: Place::Folder(folder) }
    }

    /// [`TestDb::postgres`] before its migration.
    pub async fn postgres_bare() -> Option<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let Ok(server) = std::env::var("TEST_PG_URL") else {
            skip();
            return None;
        };
        let name = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        define(&server, format!("create schema {name}")).await;
        let join = if server.contains('?') { '&' } else { '?' };
        let url = format!("{server}{join}options[search_path]={name}");
        let db = Db::open(&url).await.expect("TEST_PG_URL opens");
        Some(Self { db, url, place: Place::Schema { of: server, name } })
    }

    /// [`TestDb::sqlite`], for a keyring.
    pub async fn keyring_sqlite() -> Self {
        Self::sqlite_bare().await.with(Schema::Keyring).await
    }

    /// [`TestDb::postgres`], for a keyring.
    pub async fn keyring_postgres() -> Option<Self> {
        Some(Self::postgres_bare().await?.with(Schema::Keyring).await)
    }

    async fn with(self, schema: Schema) -> Self {
        self.db.migrate_to(schema).await.expect("an empty database migrates");
        self
    }

    async fn migrated(self) -> Self {
        self.db.migrate().await.expect("an empty database migrates");
        self
    }

    /// Closes the connections and removes the database.
    pub async fn finish(self) {
        self.db.close().await;
        match self.place {
            Place::Folder(folder) => folder.close().expect("the temporary folder can be removed"),
            Place::Schema { of, name } => define(&of, format!("drop schema {name} cascade")).await,
        }
    }
}

/// Runs a definition whose text names a schema. The kernel takes constant texts only, so the
/// text is given to the process for good: a few dozen bytes per test.
async fn define(url: &str, text: String) {
    let db = Db::open(url).await.expect("TEST_PG_URL opens");
    let mut tx = db.begin().await.expect("a transaction begins");
    tx.run(sql(text.leak())).await.expect("the schema can be made and dropped");
    tx.commit().await.expect("the transaction commits");
    db.close().await;
}

fn skip() {
    static SAID: Once = Once::new();
    assert!(
        std::env::var("CI").as_deref() != Ok("true"),
        "TEST_PG_URL is not set: in CI the PostgreSQL half must run (see scripts/postgres)"
    );
    SAID.call_once(|| {
        // not `eprintln!`, which the test harness would keep to itself
        let _ = writeln!(std::io::stderr(), "skipped: the PostgreSQL half of these tests, for TEST_PG_URL is not set");
    });
}
