//! Bringing a schema up to date: all of it, with everything in its place afterwards, or none of it.

use sqlx::migrate::{Migrate as _, MigrateError, Migrator};

use super::{Db, Pools, Running, Tx};
use crate::census;
use crate::error::{Result, StoreError};
use crate::migration::{Before, check};
use crate::query::sql;
use crate::schema::Schema;

static SQLITE_RECORDS: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES_RECORDS: Migrator = sqlx::migrate!("migrations/postgres");
static SQLITE_KEYRING: Migrator = sqlx::migrate!("migrations/keyring/sqlite");
static POSTGRES_KEYRING: Migrator = sqlx::migrate!("migrations/keyring/postgres");

/// Where the drivers write down what was applied.
const APPLIED: &str = "_sqlx_migrations";
/// Of two programs that start at once on a server, the second waits until the first is done; never for ever.
const TAKE_TURN: &str = "select pg_advisory_xact_lock(4238007221)";
const PATIENCE: &str = "set local lock_timeout = '60s'";

/// Where a schema stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Versions {
    /// The newest version that was applied; 0 in a new database.
    pub found: i64,
    /// The newest version of this program.
    pub known: i64,
}

impl Db {
    /// Brings the schema of the records to this binary's version; refuses a database of a newer one.
    pub async fn migrate(&self) -> Result<()> {
        self.migrate_to(Schema::Records).await
    }

    /// Brings a schema to this binary's version; refuses a database of a newer one, and one of another schema.
    ///
    /// Everything that is pending runs in one transaction, which is looked over before it ends:
    /// [`StoreError::Migration`] means that something was not in its place, and that nothing was changed.
    pub async fn migrate_to(&self, schema: Schema) -> Result<()> {
        self.migrate_if(schema, i64::MAX, async |_| Ok(())).await
    }

    /// Where a schema stands. Nothing is changed; a newer one is not refused yet, another one is.
    pub async fn versions(&self, schema: Schema) -> Result<Versions> {
        let mut tx = self.begin_although_halted().await?;
        let known = self.migrator(schema).iter().map(|one| one.version).max().unwrap_or_default();
        let applied = tx.applied().await.map_err(|fault| StoreError::of_migration(fault, schema, known))?;
        match applied.into_iter().max() {
            Some(found) if Schema::of(found) != schema => Err(StoreError::OtherSchema { wanted: schema }),
            found => Ok(Versions { found: found.unwrap_or_default(), known }),
        }
    }

    /// Migrates as far as `last`, if `agrees` still says so at the end. What is not the newest is for tests of
    /// upgrades, which need the databases of older programs.
    #[doc(hidden)]
    pub async fn migrate_if(
        &self,
        schema: Schema,
        last: i64,
        agrees: impl AsyncFnOnce(&mut Tx) -> Result<()>,
    ) -> Result<()> {
        let migrator = self.migrator(schema);
        let known = migrator.iter().map(|one| one.version).max().unwrap_or_default();
        let refused = |fault| StoreError::of_migration(fault, schema, known);
        let mut tx = self.begin_although_halted().await?;
        if matches!(self.pools, Pools::Postgres(_)) {
            tx.run(sql(PATIENCE)).await?;
            tx.run(sql(TAKE_TURN)).await?;
        }
        let applied = tx.applied().await.map_err(refused)?;
        let before = before(&mut tx, schema, &applied).await?;
        tx.apply(migrator, last).await.map_err(refused)?;
        let pending = migrator.iter().any(|one| one.version <= last && !applied.contains(&one.version));
        if pending && last >= known {
            check(&mut tx, schema, &before).await?;
            agrees(&mut tx).await?;
        }
        tx.commit().await
    }

    const fn migrator(&self, schema: Schema) -> &'static Migrator {
        match (&self.pools, schema) {
            (Pools::Sqlite { .. }, Schema::Records) => &SQLITE_RECORDS,
            (Pools::Sqlite { .. }, Schema::Keyring) => &SQLITE_KEYRING,
            (Pools::Postgres(_), Schema::Records) => &POSTGRES_RECORDS,
            (Pools::Postgres(_), Schema::Keyring) => &POSTGRES_KEYRING,
        }
    }
}

/// What there was before anything is changed.
async fn before(tx: &mut Tx, schema: Schema, applied: &[i64]) -> Result<Before> {
    match applied.iter().max() {
        // versions that this program does not know are refused in a moment
        Some(version) if schema == Schema::Records && Schema::of(*version) == schema => {
            census::count(tx, *version).await
        }
        _ => Ok(Before::new()),
    }
}

impl Tx {
    /// The versions that were applied.
    async fn applied(&mut self) -> Result<Vec<i64>, MigrateError> {
        let found = match &mut self.running {
            Running::Sqlite(t) => {
                t.ensure_migrations_table(APPLIED).await?;
                t.list_applied_migrations(APPLIED).await?
            }
            Running::Postgres(t) => {
                t.ensure_migrations_table(APPLIED).await?;
                t.list_applied_migrations(APPLIED).await?
            }
        };
        Ok(found.into_iter().map(|one| one.version).collect())
    }

    async fn apply(&mut self, migrator: &'static Migrator, last: i64) -> Result<(), MigrateError> {
        // the turn is taken already, by the transaction: a lock of the session would outlive a failure
        let mut here = Migrator { migrations: migrator.migrations.clone(), ..Migrator::DEFAULT };
        here.set_locking(false);
        match &mut self.running {
            Running::Sqlite(t) => here.run_to(last, &mut **t).await,
            Running::Postgres(t) => here.run_to(last, &mut **t).await,
        }
    }
}
