//! Whether the store can keep what it is given: what is said while it cannot, and why one is refused.

use store::StoreError;
pub use store::halt::Cause;
use store::ledger::{self, CLOCK_TOLERANCE_MS};
use texts::Lang;

use crate::app::App;
use crate::problem::{Problem, written};

impl App {
    /// What pages say while nothing can be written; nothing if all is well.
    pub fn read_only(&self, lang: Lang) -> Option<&'static str> {
        self.db().halted().map(|cause| match cause {
            Cause::Full => lang.durability_banner_full(),
            Cause::Fault => lang.durability_banner_fault(),
        })
    }

    /// Tries whether writing is possible again, if it was not.
    pub async fn resume(&self) -> Result<(), Problem> {
        Ok(self.db().resume().await?)
    }

    /// [`Problem::ClockBehind`] when the clock is before the ledger's last entry by more than is tolerated.
    pub async fn check_clock(&self) -> Result<(), Problem> {
        let mut tx = self.db().snapshot().await?;
        let last_ms = ledger::head(&mut tx).await?.recorded_at_ms;
        let now = self.now();
        if now.as_millisecond().saturating_add(CLOCK_TOLERANCE_MS) >= last_ms {
            return Ok(());
        }
        let last = jiff::Timestamp::from_millisecond(last_ms).map_err(Problem::fault)?;
        Err(Problem::ClockBehind { now, last })
    }
}

/// Why a write was not kept, and what to do.
pub(crate) fn say_halted(cause: Cause, lang: Lang) -> &'static str {
    match cause {
        Cause::Full => lang.durability_halted_full(),
        Cause::Fault => lang.durability_halted_fault(),
    }
}

/// Why a store is refused, and what to do, for whoever looks after the machine.
pub fn say_refused(error: &StoreError, lang: Lang) -> String {
    match error {
        StoreError::OldEngine { found } => lang.durability_old_engine(found),
        StoreError::OldServer { found } => lang.durability_old_server(found),
        StoreError::UnknownScheme { scheme } => lang.durability_unknown_scheme(scheme),
        StoreError::NotAFile => lang.durability_not_a_file().to_owned(),
        StoreError::Unreachable(cause) => lang.durability_unreachable(cause),
        StoreError::FileOptions => lang.durability_file_options().to_owned(),
        StoreError::Unsafe { setting: "data_checksums", found, .. } => lang.durability_no_checksums(found),
        StoreError::Unsafe { setting, found, needed } => lang.durability_unsafe_setting(setting, found, needed),
        StoreError::RoleAbove { role } => lang.durability_role_above(role),
        StoreError::Unguarded { table } => lang.durability_unguarded(table),
        StoreError::ClocksApart { now, server } => lang.durability_clocks_apart(written(*now), written(*server)),
        StoreError::NewerDatabase { found, known } => lang.durability_newer_database(found, known),
        StoreError::ForeignSchema { version } => lang.durability_foreign_schema(version),
        StoreError::Unsound { what } => lang.durability_damaged(what),
        StoreError::Damaged(cause) => lang.durability_damaged(cause),
        StoreError::DiskFull(_) => lang.durability_full().to_owned(),
        StoreError::DiskFault(cause) => lang.durability_disk_fault(cause),
        StoreError::ReadOnly(cause) => lang.durability_read_only(cause),
        StoreError::Halted { cause } => say_halted(*cause, lang).to_owned(),
        other => other.to_string(),
    }
}
