//! Every reader of outside bytes as one function that takes any bytes.
//!
//! Such a function neither panics nor lets a reader contradict itself: what was read says the same when it is
//! written again, what a key has not signed or sealed does not open. The same functions run here on stable Rust
//! (`cargo test -p hostile`: seeds and their mutations) and in `fuzz/` under libFuzzer (`scripts/fuzz`).
//!
//! Tests only; no product code knows this room.

mod cases;
mod ledger;
mod packs;
mod papers;
mod sealed;
mod sheets;

#[cfg(feature = "office")]
mod exchange;
#[cfg(feature = "office")]
mod office;
#[cfg(feature = "office")]
mod requests;

#[cfg(feature = "office")]
pub use office::close;

/// One reader and bytes to begin with.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// As it is called on the command line: `bundle`.
    pub name: &'static str,
    /// Sound input, from which mutation starts.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Reads; panics where the reader is wrong.
    pub read: fn(&[u8]),
    /// Mutated cases of an ordinary test run; fewer where one costs milliseconds.
    pub cases: u32,
}

/// Readers of rooms that only compute.
pub const PURE: &[Target] = &[
    ledger::ENTRY,
    ledger::NOTE,
    ledger::BUNDLE,
    ledger::INCLUSION,
    ledger::KEY,
    sealed::FIELD,
    sealed::WRAPPED,
    sealed::KEY_FILE,
    sheets::CSV,
    sheets::XLSX,
    packs::PACK,
    cases::CASE,
    cases::LAW,
    papers::PAPER,
    papers::TEMPLATE,
];

/// Readers that need the application.
#[cfg(feature = "office")]
pub const OFFICE: &[Target] = &[
    office::FACTS,
    office::HAMLETS,
    office::BOUNDARIES,
    office::NUMBERS,
    exchange::DHIS2,
    exchange::ADX,
    exchange::FIGURES_CSV,
    exchange::FIGURES_JSON,
    requests::ADDRESS,
    requests::FORM,
    requests::API,
];

/// The target of this name.
///
/// # Panics
///
/// If there is none: a build of `fuzz/` that does not fit this list.
pub fn target(name: &str) -> &'static Target {
    let all = PURE.iter();
    #[cfg(feature = "office")]
    let all = all.chain(OFFICE);
    all.into_iter().find(|target| target.name == name).expect("a name of the list in crates/hostile/src/lib.rs")
}
