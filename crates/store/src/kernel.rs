//! One SQL text, two engines. This file and what stands below it, [`open`] and [`migrate`], alone name an engine.
//!
//! A statement is a constant text with `$1, $2 …` and typed values ([`sql`]);
//! it runs in a [`Tx`], which is a write transaction ([`Db::begin`]) or a
//! read-only snapshot ([`Db::snapshot`]). The kernel never builds SQL.

mod migrate;
mod open;

use futures_util::TryStreamExt as _;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Column as _, Decode, Executor as _, Row as _, SqlSafeStr as _, Statement as _, Transaction, Type};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool};

use crate::error::Result;
use crate::halt::Halt;
use crate::query::{Arg, FromRow, Query};

pub use migrate::Versions;

/// An open database. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Db {
    pools: Pools,
    pub(crate) halt: Halt,
}

#[derive(Clone, Debug)]
enum Pools {
    /// One writer, because the engine has one write lock; readers beside it see snapshots.
    Sqlite {
        read: SqlitePool,
        write: SqlitePool,
    },
    Postgres(PgPool),
}

/// A snapshot on a server: every statement sees one state, and none can write.
const READ_ONLY: &str = "BEGIN READ ONLY ISOLATION LEVEL REPEATABLE READ";

/// A transaction. Dropping it without [`Tx::commit`] rolls it back.
#[derive(Debug)]
pub struct Tx {
    running: Running,
    /// Only of a write: it takes note when writing is not possible any more.
    halt: Option<Halt>,
}

#[derive(Debug)]
enum Running {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Db {
    /// Whether it is a file of ours, and not somebody's server.
    pub const fn is_file(&self) -> bool {
        matches!(self.pools, Pools::Sqlite { .. })
    }

    /// Starts a write, unless writing is halted ([`Db::resume`]).
    pub async fn begin(&self) -> Result<Tx> {
        self.resume().await?;
        self.begin_although_halted().await
    }

    /// Starts a write whatever happened before. The in-process engine takes its write lock at once,
    /// so that no later statement of the transaction can meet "locked".
    pub async fn begin_although_halted(&self) -> Result<Tx> {
        let started = match &self.pools {
            Pools::Sqlite { write, .. } => write.begin_with("BEGIN IMMEDIATE").await.map(Running::Sqlite),
            Pools::Postgres(pool) => begun(pool, "BEGIN").await.map(Running::Postgres),
        };
        let running = self.halt.note(started.map_err(Into::into))?;
        Ok(Tx { running, halt: Some(self.halt.clone()) })
    }

    /// Starts a read in which every statement sees the same state and a write is refused.
    pub async fn snapshot(&self) -> Result<Tx> {
        let running = match &self.pools {
            Pools::Sqlite { read, .. } => Running::Sqlite(read.begin().await?),
            Pools::Postgres(pool) => Running::Postgres(begun(pool, READ_ONLY).await?),
        };
        Ok(Tx { running, halt: None })
    }

    /// Waits for running transactions, then closes every connection.
    pub async fn close(&self) {
        match &self.pools {
            Pools::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Pools::Postgres(pool) => pool.close().await,
        }
    }
}

/// Begins in a task of its own. Were the caller to go away in the middle of it, the driver would hand the connection
/// on with this transaction open, and the next write on it would find itself in a read-only one.
async fn begun(pool: &PgPool, statement: &'static str) -> sqlx::Result<Transaction<'static, Postgres>> {
    let pool = pool.clone();
    let task = tokio::spawn(async move { pool.begin_with(statement).await });
    task.await.map_err(|_| sqlx::Error::WorkerCrashed)?
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
        match &mut $tx.running {
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

/// The answer of an engine, of which a write takes note.
fn noted<T>(halt: Option<&Halt>, done: sqlx::Result<T>) -> Result<T> {
    let done = done.map_err(Into::into);
    if let Some(halt) = halt { halt.note(done) } else { done }
}

impl Tx {
    /// Whether it is of a file of ours, and not of somebody's server.
    pub const fn is_file(&self) -> bool {
        matches!(self.running, Running::Sqlite(_))
    }

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
        let done = on!(self, t, wrap => {
            let mut rows = bind!(query).fetch(&mut **t);
            loop {
                match rows.try_next().await {
                    Ok(Some(row)) => take(wrap(row))?,
                    Ok(None) => break Ok(()),
                    Err(fault) => break Err(fault),
                }
            }
        });
        noted(self.halt.as_ref(), done)
    }

    /// The first row, if there is one.
    pub async fn first<T: FromRow>(&mut self, query: Query) -> Result<Option<T>> {
        let row = on!(self, t, wrap => bind!(query).fetch_optional(&mut **t).await.map(|row| row.map(wrap)));
        noted(self.halt.as_ref(), row)?.as_ref().map(T::from_row).transpose()
    }

    /// Runs a write and tells how many rows it touched.
    pub async fn run(&mut self, query: Query) -> Result<u64> {
        let done = on!(self, t, _wrap => bind!(query).execute(&mut **t).await.map(|done| done.rows_affected()));
        noted(self.halt.as_ref(), done)
    }

    /// Makes everything written in this transaction durable.
    pub async fn commit(self) -> Result<()> {
        let done = match self.running {
            Running::Sqlite(t) => t.commit().await,
            Running::Postgres(t) => t.commit().await,
        };
        noted(self.halt.as_ref(), done)
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
