//! One SQL text, two engines. This is the only file that names an engine.
//!
//! A statement is a constant text with `$1, $2 …` and typed values ([`sql`]);
//! it runs in a [`Tx`], which is a write transaction ([`Db::begin`]) or a
//! read-only snapshot ([`Db::snapshot`]). The kernel never builds SQL.

use std::time::Duration;

use futures_util::TryStreamExt as _;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgRow};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteRow, SqliteSynchronous};
use sqlx::{Column as _, Decode, Executor as _, Row as _, SqlSafeStr as _, Statement as _, Transaction, Type};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool};

use crate::error::{Result, StoreError};
use crate::query::{Arg, FromRow, Query};

static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// How long a statement waits for a lock, and a caller for a free connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// Pages that one connection keeps, as a negative number of KiB: a nation's year of facts fits.
const CACHE_KIB: &str = "-16384";
const READERS_MAX: u32 = 4;
const CONNECTIONS_MAX: u32 = 16;
/// `PostgreSQL` 15, the oldest that the tests run on.
const SERVER_MIN: u32 = 150_000;

/// An open database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db(Pools);

#[derive(Clone, Debug)]
enum Pools {
    /// One writer, because the engine has one write lock; readers beside it see snapshots.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// A transaction. Dropping it without [`Tx::commit`] rolls it back.
#[derive(Debug)]
pub struct Tx(Running);

#[derive(Debug)]
enum Running {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Opens `sqlite:…` (the file is made when missing) or `postgres:…`.
    ///
    /// Any other scheme is refused: falling back to a fresh file would look like lost data.
    pub async fn open(url: &str) -> Result<Self> {
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") if url.contains(":memory:") || url.contains("mode=memory") => Err(StoreError::NotAFile),
            Some("sqlite") => Self::open_file(url.parse()?).await,
            Some("postgres" | "postgresql") => Self::open_server(url.parse()?).await,
            scheme => Err(StoreError::UnknownScheme { scheme: scheme.unwrap_or_default().to_owned() }),
        }
    }

    async fn open_file(options: SqliteConnectOptions) -> Result<Self> {
        let options = options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .pragma("cache_size", CACHE_KIB);
        let one = SqlitePoolOptions::new().max_connections(1).acquire_timeout(PATIENCE);
        let write = one.connect_with(options.clone()).await?;
        let many = SqlitePoolOptions::new().max_connections(READERS_MAX).acquire_timeout(PATIENCE);
        let read = many.connect_lazy_with(options.pragma("query_only", "on"));
        Ok(Self(Pools::Sqlite { read, write }))
    }

    async fn open_server(options: PgConnectOptions) -> Result<Self> {
        let lock_timeout = format!("{}s", PATIENCE.as_secs());
        let options = options.application_name("anlanh").options([("lock_timeout", lock_timeout)]);
        let pool = PgPoolOptions::new().max_connections(CONNECTIONS_MAX).acquire_timeout(PATIENCE);
        let pool = pool.connect_with(options).await?;
        match pool.acquire().await?.server_version_num() {
            Some(found) if found < SERVER_MIN => Err(StoreError::OldServer { found: found / 10_000 }),
            _ => Ok(Self(Pools::Postgres(pool))),
        }
    }

    /// Brings the schema to this binary's version; refuses a database of a newer one.
    pub async fn migrate(&self) -> Result<()> {
        let (known, done) = match &self.0 {
            Pools::Sqlite { write, .. } => {
                // in one transaction: of two programs that start at once, the second waits
                let mut tx = write.begin_with("BEGIN IMMEDIATE").await?;
                let done = SQLITE_MIGRATIONS.run(&mut *tx).await;
                (&SQLITE_MIGRATIONS, if done.is_ok() { tx.commit().await.map_err(Into::into) } else { done })
            }
            Pools::Postgres(pool) => (&POSTGRES_MIGRATIONS, POSTGRES_MIGRATIONS.run(pool).await),
        };
        done.map_err(|fault| StoreError::of_migration(fault, known.iter().map(|m| m.version).max().unwrap_or_default()))
    }

    /// Starts a write. The in-process engine takes its write lock at once, so that no later
    /// statement of the transaction can meet "locked".
    pub async fn begin(&self) -> Result<Tx> {
        Ok(Tx(match &self.0 {
            Pools::Sqlite { write, .. } => Running::Sqlite(write.begin_with("BEGIN IMMEDIATE").await?),
            Pools::Postgres(pool) => Running::Postgres(pool.begin().await?),
        }))
    }

    /// Starts a read in which every statement sees the same state and a write is refused.
    pub async fn snapshot(&self) -> Result<Tx> {
        Ok(Tx(match &self.0 {
            Pools::Sqlite { read, .. } => Running::Sqlite(read.begin().await?),
            Pools::Postgres(pool) => {
                Running::Postgres(pool.begin_with("BEGIN READ ONLY ISOLATION LEVEL REPEATABLE READ").await?)
            }
        }))
    }

    /// Waits for running transactions, then closes every connection.
    pub async fn close(&self) {
        match &self.0 {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

macro_rules! bind {
    ($query:expr) => {{
        let query = $query.portable()?;
        let mut statement = sqlx::query(query.text);
        for value in query.args {
            statement = match value {
                Arg::Int(v) => statement.bind(v),
                Arg::Real(v) => statement.bind(v),
                Arg::Text(v) => statement.bind(v),
                Arg::Bool(v) => statement.bind(v),
                Arg::Date(v) => statement.bind(v.map(jiff_sqlx::Date::from)),
                Arg::Id(v) => statement.bind(v),
                Arg::Bytes(v) => statement.bind(v),
            };
        }
        statement
    }};
}

/// Runs the same expression on whichever engine the transaction is of.
macro_rules! on {
    ($tx:expr, $t:ident, $row:ident => $do:expr) => {
        match &mut $tx.0 {
            Running::Sqlite($t) => {
                let $row = Row::Sqlite;
                $do
            }
            Running::Postgres($t) => {
                let $row = Row::Postgres;
                $do
            }
        }
    };
}

/// One row of an answer.
pub enum Row {
    #[doc(hidden)]
    Sqlite(SqliteRow),
    #[doc(hidden)]
    Postgres(PgRow),
}

/// A type that both engines can give back; civil dates come as [`jiff_sqlx::Date`].
pub trait Column: for<'r> Decode<'r, Sqlite> + for<'r> Decode<'r, Postgres> + Type<Sqlite> + Type<Postgres> {}
impl<T: for<'r> Decode<'r, Sqlite> + for<'r> Decode<'r, Postgres> + Type<Sqlite> + Type<Postgres>> Column for T {}

impl Row {
    /// The value of the column called `name`.
    pub fn get<T: Column>(&self, name: &str) -> Result<T> {
        Ok(match self {
            Self::Sqlite(row) => row.try_get(name)?,
            Self::Postgres(row) => row.try_get(name)?,
        })
    }
}

impl Tx {
    /// Every row of the answer.
    pub async fn all<T: FromRow>(&mut self, query: Query) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.each(query, |row| {
            found.push(T::from_row(&row)?);
            Ok(())
        })
        .await?;
        Ok(found)
    }

    /// Rows one by one, without holding the whole answer. The first error ends the read.
    pub async fn each(&mut self, query: Query, mut take: impl FnMut(Row) -> Result<()>) -> Result<()> {
        on!(self, t, wrap => {
            let mut rows = bind!(query).fetch(&mut **t);
            while let Some(row) = rows.try_next().await? {
                take(wrap(row))?;
            }
        });
        Ok(())
    }

    /// The first row, if there is one.
    pub async fn first<T: FromRow>(&mut self, query: Query) -> Result<Option<T>> {
        let row = on!(self, t, wrap => bind!(query).fetch_optional(&mut **t).await?.map(wrap));
        row.as_ref().map(T::from_row).transpose()
    }

    /// Runs a write and tells how many rows it touched.
    pub async fn run(&mut self, query: Query) -> Result<u64> {
        Ok(on!(self, t, _wrap => bind!(query).execute(&mut **t).await?.rows_affected()))
    }

    /// Makes everything written in this transaction durable.
    pub async fn commit(self) -> Result<()> {
        match self.0 {
            Running::Sqlite(t) => t.commit().await?,
            Running::Postgres(t) => t.commit().await?,
        }
        Ok(())
    }

    /// How many values a statement takes and what its columns are called, as the engine says.
    pub async fn shape(&mut self, text: &'static str) -> Result<(usize, Vec<String>)> {
        on!(self, t, _wrap => {
            let statement = (&mut **t).prepare(text.into_sql_str()).await?;
            let values = statement.parameters().map_or(0, |known| known.either(<[_]>::len, |count| count));
            Ok((values, statement.columns().iter().map(|column| column.name().to_owned()).collect()))
        })
    }
}
