//! Opening an engine in the one way in which it keeps what it acknowledges, and refusing it otherwise.

use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection, Row as _};

use super::{Db, Pools};
use crate::error::{Result, StoreError};
use crate::halt::Halt;
use crate::standing::{self, Standing};

/// How long a statement waits for a lock, and a caller for a free connection.
const PATIENCE: Duration = Duration::from_secs(5);
/// Pages that one connection keeps, as a negative number of KiB: a nation's year of facts fits.
const CACHE_KIB: &str = "-16384";
/// The planner takes the second wall for dearer than it is and would have each count of the nation compiled: half a
/// second for what then runs in a third of one.
const JIT: (&str, &str) = ("jit", "off");
const READERS_MAX: u32 = 4;
const CONNECTIONS_MAX: u32 = 16;

/// What a connection to a file really has, asked of the engine and not of our own settings.
const FILE_SETTINGS: &str = "
    select 'sqlite_version' as name, sqlite_version() as found
    union all select 'journal_mode', journal_mode from pragma_journal_mode
    union all select 'synchronous', cast(synchronous as text) from pragma_synchronous
    union all select 'foreign_keys', cast(foreign_keys as text) from pragma_foreign_keys
    union all select 'trusted_schema', cast(trusted_schema as text) from pragma_trusted_schema
    union all select 'cell_size_check', cast(cell_size_check as text) from pragma_cell_size_check
    union all select 'secure_delete', cast(secure_delete as text) from pragma_secure_delete
    union all select 'temp_store', cast(temp_store as text) from pragma_temp_store";

/// The same of a server.
const SERVER_SETTINGS: &str = "
    select name, setting as found from pg_settings
    where name in ('server_version_num', 'fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums')";

const ROLE: &str = "
    select rolname::text as name,
           exists (select 1 from pg_roles above
                   where (above.rolsuper or above.rolbypassrls) and pg_has_role(current_user, above.oid, 'member'))
               as is_above,
           (extract(epoch from clock_timestamp()) * 1000)::bigint as now_ms
    from pg_roles where rolname = current_user";

/// A table whose rows are guarded (migration 9) and at present are not, or not from this role. Before that migration
/// there is nothing to ask.
const UNGUARDED: &str = "
    select c.relname::text as name
    from pg_class c
    where c.relkind = 'r' and pg_table_is_visible(c.oid)
      and c.relname in ('person', 'person_version', 'person_identity', 'person_index', 'person_match', 'person_errand',
                        'access', 'purpose_opening', 'case_event', 'case_fields', 'case_state', 'case_holding',
                        'case_membership', 'case_measure', 'case_transit', 'case_clock', 'case_team',
                        'case_team_name', 'case_team_end', 'person_link')
      and exists (select 1 from pg_proc f where f.proname = 'units_in_sight' and pg_function_is_visible(f.oid))
      and not (c.relrowsecurity
               and (c.relforcerowsecurity or not pg_has_role(c.relowner, 'usage'))
               and exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname = 'in_sight')
               and not exists (select 1 from pg_policy p where p.polrelid = c.oid and p.polname <> 'in_sight'))
    order by c.relname
    limit 1";

impl Db {
    /// Opens `sqlite:…` (the file is made when missing) or `postgres:…`.
    ///
    /// Any other scheme is refused: falling back to a fresh file would look like lost data. So is an
    /// engine that would not keep what it acknowledges ([`StoreError::Unsafe`]).
    pub async fn open(url: &str) -> Result<Self> {
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") if in_memory(url) => Err(StoreError::NotAFile),
            // they switch off locks, or show a file as it was
            Some("sqlite") if url.contains('?') => Err(StoreError::FileOptions),
            Some("sqlite") => Self::open_file(url.parse()?).await,
            Some("postgres" | "postgresql") => Self::open_server(url.parse()?).await,
            scheme => Err(StoreError::UnknownScheme { scheme: scheme.unwrap_or_default().to_owned() }),
        }
    }

    /// The file that an address names; none if it names a server, or nothing that is understood.
    pub fn file_of(url: &str) -> Option<PathBuf> {
        let of_file =
            (url.starts_with("sqlite:") && !in_memory(url)).then(|| url.parse::<SqliteConnectOptions>().ok()).flatten();
        of_file.map(|options| options.get_filename().to_path_buf())
    }

    /// Whether two addresses name one database. Two schemas of one database of a server are one: they are dumped and
    /// restored together.
    pub fn is_same(one: &str, other: &str) -> bool {
        let real = |file: PathBuf| file.canonicalize().unwrap_or(file);
        let place = |url: &str| url.parse::<PgConnectOptions>().ok();
        match (Self::file_of(one), Self::file_of(other)) {
            (Some(one), Some(other)) => real(one) == real(other),
            (None, None) => match (place(one), place(other)) {
                (Some(one), Some(other)) => {
                    (one.get_host(), one.get_port(), one.get_database())
                        == (other.get_host(), other.get_port(), other.get_database())
                }
                _ => one == other,
            },
            _ => false,
        }
    }

    async fn open_file(options: SqliteConnectOptions) -> Result<Self> {
        make_private(options.get_filename()).map_err(|fault| StoreError::from(sqlx::Error::Io(fault)))?;
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .pragma("cache_size", CACHE_KIB)
            .pragma("secure_delete", "on")
            .pragma("trusted_schema", "off")
            .pragma("cell_size_check", "on")
            .pragma("temp_store", "memory");
        // asked first by itself: a pool would try again for as long as it has patience
        let mut first = options.connect().await?;
        checked_file(&mut first).await?;
        let pool = || {
            // When the disk fails, the engine ends the transaction by itself, and the driver loses count.
            let pool = SqlitePoolOptions::new()
                .acquire_timeout(PATIENCE)
                .before_acquire(|one, _| Box::pin(async { Ok(!one.is_in_transaction()) }));
            pool.after_connect(|one, _| Box::pin(async { checked_file(one).await.map_err(refused) }))
        };
        let write = pool().max_connections(1).connect_with(options.clone()).await?;
        let read = pool().max_connections(READERS_MAX).connect_lazy_with(options.pragma("query_only", "on"));
        first.close().await?;
        Ok(Self { pools: Pools::Sqlite { read, write }, halt: Halt::default() })
    }

    async fn open_server(options: PgConnectOptions) -> Result<Self> {
        let lock_timeout = format!("{}s", PATIENCE.as_secs());
        let own = [("lock_timeout", lock_timeout.as_str()), JIT];
        let options = options.application_name("anlanh").options(own);
        let mut first = options.connect().await?;
        checked_server(&mut first).await?;
        first.close().await?;
        let pool = PgPoolOptions::new().max_connections(CONNECTIONS_MAX).acquire_timeout(PATIENCE);
        let pool = pool.after_connect(|one, _| Box::pin(async { checked_server(one).await.map_err(refused) }));
        let pool = pool.connect_with(options).await?;
        Ok(Self { pools: Pools::Postgres(pool), halt: Halt::default() })
    }

    /// Who this program is to the engine, and what time it is there.
    pub async fn standing(&self) -> Result<Standing> {
        let Pools::Postgres(pool) = &self.pools else { return Ok(Standing::default()) };
        let row = sqlx::query(ROLE).fetch_one(pool).await?;
        let role: String = row.try_get("name")?;
        let now_ms: i64 = row.try_get("now_ms")?;
        let role_above = row.try_get::<bool, _>("is_above")?.then_some(role);
        let unguarded = sqlx::query_scalar(UNGUARDED).fetch_optional(pool).await?;
        Ok(Standing { role_above, unguarded, server_now: Timestamp::from_millisecond(now_ms).ok() })
    }

    /// Goes through every page of a file after a stop that was not in order; a server does so itself.
    ///
    /// [`StoreError::Unsound`] says what was found.
    pub async fn check_pages(&self) -> Result<()> {
        let Pools::Sqlite { read, .. } = &self.pools else { return Ok(()) };
        let found: String = sqlx::query_scalar("pragma quick_check(1)").fetch_one(read).await?;
        if found == "ok" { Ok(()) } else { Err(StoreError::Unsound { what: found }) }
    }
}

fn in_memory(url: &str) -> bool {
    url.contains(":memory:") || url.contains("mode=memory")
}

/// The engine would make the file readable by everybody; its companions take the file's mode.
fn make_private(file: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(file) {
        Err(fault) if fault.kind() != std::io::ErrorKind::AlreadyExists => Err(fault),
        _ => Ok(()),
    }
}

async fn checked_file(one: &mut SqliteConnection) -> Result<()> {
    standing::of_file(&sqlx::query_as(FILE_SETTINGS).fetch_all(one).await?)
}

async fn checked_server(one: &mut PgConnection) -> Result<()> {
    standing::of_server(&sqlx::query_as(SERVER_SETTINGS).fetch_all(one).await?)
}

fn refused(why: StoreError) -> sqlx::Error {
    sqlx::Error::Configuration(why.into())
}
