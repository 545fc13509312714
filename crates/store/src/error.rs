//! What can go wrong when remembering, in words that a caller can act on.

use sqlx::migrate::MigrateError;

use crate::schema::Schema;

/// The result of every function in this crate.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why the store could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database address does not begin with a scheme that is served.
    #[error("unknown database scheme `{scheme}`: use sqlite:PATH or postgres://USER@HOST/NAME")]
    UnknownScheme {
        /// What stood before the first colon.
        scheme: String,
    },
    /// An in-memory database was asked for; the writer and the readers would each see their own.
    #[error("a database in memory cannot be shared by readers and writer: name a file")]
    NotAFile,
    /// The server is of a version that was never tried.
    #[error("the database server is PostgreSQL {found}: 15 or newer is needed")]
    OldServer {
        /// Its major version.
        found: u32,
    },
    /// The engine that is built in has a known way of losing commits.
    #[error("the database engine is SQLite {found}: 3.51.3 or newer is needed, older ones can lose commits")]
    OldEngine {
        /// Its version.
        found: String,
    },
    /// The address of a file carries options, which could switch off locks or durability.
    #[error("options after `?` are not allowed in the address of a database file: write sqlite:PATH alone")]
    FileOptions,
    /// A setting with which an acknowledged write could be lost, or damage go unseen.
    #[error("the database has {setting} = `{found}`: it must be `{needed}`")]
    Unsafe {
        /// The engine's name of it.
        setting: &'static str,
        /// What it is.
        found: String,
        /// What it must be.
        needed: &'static str,
    },
    /// The role could do everything, so no rule of the database would hold for this program.
    #[error("the database role {role} is a superuser or ignores row security: use an ordinary role")]
    RoleAbove {
        /// The role.
        role: String,
    },
    /// The server would give rows of people to whoever forgets to ask for the right ones.
    #[error("row security of the table {table} is off or does not bind this role: switch it on and force it")]
    Unguarded {
        /// The table.
        table: String,
    },
    /// Two clocks disagree; instants of both would stand in one record.
    #[error("this machine's clock says {now}, the database server's {server}: set them right")]
    ClocksApart {
        /// What this machine says.
        now: jiff::Timestamp,
        /// What the server says.
        server: jiff::Timestamp,
    },
    /// The pages of the file contradict one another.
    #[error("the database file is damaged: {what}")]
    Unsound {
        /// The first contradiction, as the engine tells it.
        what: String,
    },
    /// A newer version of the program has already migrated this database.
    #[error("the database is at schema version {found}, this program knows {known}: install the newer program")]
    NewerDatabase {
        /// The version found in the database.
        found: i64,
        /// The newest version that this program carries.
        known: i64,
    },
    /// The keyring was named where the records belong, or the other way round.
    #[error(
        "this database is not the one of the {wanted}: records and keyring are two databases, check both addresses"
    )]
    OtherSchema {
        /// What it should hold.
        wanted: Schema,
    },
    /// After a migration something was not in its place. Nothing was changed.
    #[error("the new schema does not hold together, nothing was changed: {what}")]
    Migration {
        /// What was found.
        what: String,
    },
    /// The migration files in the program are not those that made this database.
    #[error("schema version {version} in the database is not the one in this program")]
    ForeignSchema {
        /// The migration that differs.
        version: i64,
    },
    /// The program was built without the table by which the file edition reads its own pages.
    #[error(
        "this program was built without sqlite_dbpage: build it inside its source folder, whose .cargo/config.toml sets LIBSQLITE3_FLAGS"
    )]
    NoPages,
    /// Someone else has written the same thing first: load again and decide anew.
    #[error("conflict: {what}")]
    Conflict {
        /// The unique key that was violated, as the engine names it.
        what: String,
    },
    /// The rows would contradict the schema (foreign key, check, append-only).
    #[error("refused by the schema: {what}")]
    Refused {
        /// The rule, as the engine names it.
        what: String,
    },
    /// The clock is behind the last entry of the ledger by more than is tolerated. Nothing was saved.
    #[error("the clock says {now}, but the last write was at {last}: set the clock right and try again")]
    ClockBehind {
        /// What the clock says.
        now: jiff::Timestamp,
        /// When the last entry was recorded.
        last: jiff::Timestamp,
    },
    /// Another writer holds the lock, or all connections are in use. Trying again may help.
    #[error("the database is busy")]
    Busy(#[source] sqlx::Error),
    /// No room left where the database lives. Nothing was saved.
    #[error("no space left for the database")]
    DiskFull(#[source] sqlx::Error),
    /// The disk reports a fault on reading or writing.
    #[error("the disk reports a fault")]
    DiskFault(#[source] sqlx::Error),
    /// Writing was not possible a moment ago and is not yet. Nothing was saved.
    #[error("writing is halted: {cause:?}")]
    Halted {
        /// Why.
        cause: crate::halt::Cause,
    },
    /// The database or its folder does not allow writing.
    #[error("the database does not allow writing")]
    ReadOnly(#[source] sqlx::Error),
    /// The file is damaged, or is not a database at all.
    #[error("the database file is damaged or is not a database")]
    Damaged(#[source] sqlx::Error),
    /// The server or the file cannot be reached.
    #[error("the database cannot be reached")]
    Unreachable(#[source] sqlx::Error),
    /// A stored row does not make sense to this program.
    #[error("stored value `{value}` of {what} is not understood")]
    BadRow {
        /// The column.
        what: &'static str,
        /// What stood there.
        value: String,
    },
    /// The stored units contradict one another.
    #[error("the stored units are not a register")]
    Register(#[from] domain::units::RegisterError),
    /// Anything else the driver reported.
    #[error("database error")]
    Driver(#[source] sqlx::Error),
}

impl From<sqlx::Error> for StoreError {
    fn from(fault: sqlx::Error) -> Self {
        use sqlx::Error as E;
        match &fault {
            E::Database(answer) => {
                let code = answer.code().unwrap_or_default().into_owned();
                let what = answer.constraint().unwrap_or_else(|| answer.message()).to_owned();
                match Kind::of(&code) {
                    Kind::Conflict => Self::Conflict { what },
                    Kind::Refused => Self::Refused { what },
                    Kind::Busy => Self::Busy(fault),
                    Kind::DiskFull => Self::DiskFull(fault),
                    Kind::ReadOnly => Self::ReadOnly(fault),
                    Kind::DiskFault => Self::DiskFault(fault),
                    Kind::Damaged => Self::Damaged(fault),
                    Kind::Unreachable => Self::Unreachable(fault),
                    Kind::Other => Self::Driver(fault),
                }
            }
            E::PoolTimedOut => Self::Busy(fault),
            E::Io(_) | E::Tls(_) | E::PoolClosed | E::WorkerCrashed => Self::Unreachable(fault),
            _ => Self::Driver(fault),
        }
    }
}

impl StoreError {
    /// A stored value that this program does not understand.
    pub(crate) fn bad(what: &'static str, value: impl Into<String>) -> Self {
        Self::BadRow { what, value: value.into() }
    }

    /// Says what a failed migration means; `known` is the newest version in this program.
    pub(crate) fn of_migration(fault: MigrateError, schema: Schema, known: i64) -> Self {
        match fault {
            MigrateError::VersionMissing(found) if Schema::of(found) != schema => Self::OtherSchema { wanted: schema },
            MigrateError::VersionMissing(found) if found > known => Self::NewerDatabase { found, known },
            MigrateError::VersionMissing(version) | MigrateError::VersionMismatch(version) => {
                Self::ForeignSchema { version }
            }
            MigrateError::Execute(fault) | MigrateError::ExecuteMigration(fault, _) => fault.into(),
            other => Self::Driver(sqlx::Error::Migrate(Box::new(other))),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Conflict,
    Refused,
    Busy,
    DiskFull,
    ReadOnly,
    DiskFault,
    Damaged,
    Unreachable,
    Other,
}

impl Kind {
    /// The in-process engine gives result codes as numbers (the low byte is the family, the whole
    /// number the case: <https://sqlite.org/rescode.html>); the server gives five characters
    /// (SQLSTATE, appendix A of its manual), of which the first two are the class.
    fn of(code: &str) -> Self {
        if code.len() == 5 { Self::of_sqlstate(code) } else { Self::of_result_code(code.parse().unwrap_or_default()) }
    }

    fn of_result_code(code: u32) -> Self {
        const UNIQUE: u32 = 2067;
        const PRIMARY_KEY: u32 = 1555;
        match (code, code & 0xff) {
            (UNIQUE | PRIMARY_KEY, _) => Self::Conflict,
            (_, 19) => Self::Refused,
            (_, 5 | 6) => Self::Busy,
            (_, 13) => Self::DiskFull,
            (_, 8) => Self::ReadOnly,
            (_, 11 | 26) => Self::Damaged,
            (_, 10) => Self::DiskFault,
            (_, 14) => Self::Unreachable,
            _ => Self::Other,
        }
    }

    fn of_sqlstate(code: &str) -> Self {
        match code {
            "23505" => Self::Conflict,
            // data and integrity classes, and what our own triggers raise
            _ if code.starts_with("22") || code.starts_with("23") || code == "P0001" => Self::Refused,
            // serialisation, deadlock, lock timeout, statement timeout, too many connections
            "40001" | "40P01" | "55P03" | "57014" | "53300" => Self::Busy,
            "53100" => Self::DiskFull,
            "58030" => Self::DiskFault,
            "25006" => Self::ReadOnly,
            "XX001" | "XX002" => Self::Damaged,
            _ if code.starts_with("08") || code.starts_with("57P") => Self::Unreachable,
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn both_families_of_codes_are_told_apart() {
        let cases = [
            ("2067", Kind::Conflict),
            ("1555", Kind::Conflict),
            ("23505", Kind::Conflict),
            ("787", Kind::Refused),
            ("1811", Kind::Refused),
            ("23503", Kind::Refused),
            ("22003", Kind::Refused),
            ("P0001", Kind::Refused),
            ("517", Kind::Busy),
            ("5", Kind::Busy),
            ("40001", Kind::Busy),
            ("13", Kind::DiskFull),
            ("1034", Kind::DiskFault),
            ("778", Kind::DiskFault),
            ("58030", Kind::DiskFault),
            ("14", Kind::Unreachable),
            ("53100", Kind::DiskFull),
            ("1032", Kind::ReadOnly),
            ("25006", Kind::ReadOnly),
            ("26", Kind::Damaged),
            ("57P01", Kind::Unreachable),
            ("1", Kind::Other),
            ("42P01", Kind::Other),
        ];
        for (code, expected) in cases {
            assert_eq!(Kind::of(code), expected, "{code}");
        }
    }
}
