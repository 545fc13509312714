//! The only room that knows SQL: one function per question, its statement above it.
//!
//! One text serves both engines through [`kernel`]. Statements are written for the stricter
//! server and must then also run in process; one contract test prepares every text of
//! [`STATEMENTS`] on both and compares what they take and give.

pub mod access;
pub mod access_log;
pub mod accounts;
mod accounts_audit;
pub mod accounts_listed;
pub mod appointments;
pub mod audit;
pub mod boundaries;
mod bulk;
pub mod case_contests;
pub mod case_counts;
pub mod case_counts_people;
pub mod case_ends;
pub mod case_goals;
pub mod case_hands;
pub mod case_lists;
pub mod case_team_names;
pub mod case_teams;
pub mod cases;
pub mod cases_listed;
pub mod cases_projected;
pub mod cases_sealed;
pub mod census;
pub mod cosignatures;
pub mod credentials;
pub mod drill;
pub mod dump;
pub mod error;
pub mod facts;
pub mod feeds;
pub mod glasses;
pub mod glasses_history;
pub mod halt;
pub mod hamlets;
pub mod kernel;
pub mod keyring;
pub mod keyring_tombstones;
pub mod ledger;
pub mod ledger_keys;
pub mod ledger_nodes;
pub mod mail;
mod migration;
pub mod moved;
pub mod notices;
pub mod pages;
mod payload;
pub mod person_links;
pub mod persons;
mod persons_audit;
pub mod persons_index;
pub mod persons_sealed;
pub mod proposals;
pub mod proposals_history;
pub mod query;
pub mod reach;
pub mod reminders;
pub mod rotation;
mod schema;
pub mod sessions;
pub mod sight;
pub mod standing;
pub mod tokens;
pub mod units;
pub mod work;

pub use error::{Result, StoreError};
pub use kernel::{Db, Tx, Versions};
pub use schema::Schema;

/// Every statement of the product by name, for the test that prepares each on both engines.
pub const STATEMENTS: &[&[(&str, &str)]] = &[
    access::STATEMENTS,
    access_log::STATEMENTS,
    accounts::STATEMENTS,
    accounts_audit::STATEMENTS,
    accounts_listed::STATEMENTS,
    appointments::STATEMENTS,
    audit::STATEMENTS,
    boundaries::STATEMENTS,
    census::STATEMENTS,
    cosignatures::STATEMENTS,
    credentials::STATEMENTS,
    facts::STATEMENTS,
    feeds::STATEMENTS,
    glasses::STATEMENTS,
    glasses_history::STATEMENTS,
    halt::STATEMENTS,
    hamlets::STATEMENTS,
    ledger::STATEMENTS,
    ledger_keys::STATEMENTS,
    ledger_nodes::STATEMENTS,
    notices::STATEMENTS,
    case_counts::STATEMENTS,
    case_counts_people::STATEMENTS,
    case_goals::STATEMENTS,
    case_ends::STATEMENTS,
    case_lists::STATEMENTS,
    case_team_names::STATEMENTS,
    case_teams::STATEMENTS,
    cases::STATEMENTS,
    case_contests::STATEMENTS,
    case_hands::STATEMENTS,
    cases_listed::STATEMENTS,
    cases_projected::STATEMENTS,
    cases_sealed::STATEMENTS,
    person_links::STATEMENTS,
    persons::STATEMENTS,
    persons_index::STATEMENTS,
    persons_sealed::STATEMENTS,
    proposals::STATEMENTS,
    reach::STATEMENTS,
    proposals_history::STATEMENTS,
    mail::STATEMENTS,
    reminders::STATEMENTS,
    sessions::STATEMENTS,
    tokens::STATEMENTS,
    units::STATEMENTS,
    moved::STATEMENTS,
    work::STATEMENTS,
];

/// Statements that only the file edition understands: reading its own pages. The same test prepares them there.
pub const FILE_STATEMENTS: &[(&str, &str)] = pages::STATEMENTS;

/// Statements that only the server understands: lending a snapshot to its dump program, and telling it whose files a
/// transaction may touch.
pub const SERVER_STATEMENTS: &[&[(&str, &str)]] = &[dump::STATEMENTS, sight::STATEMENTS];

/// Statements of the keyring, which is a database of its own. The same test prepares them there, on both engines.
pub const KEYRING_STATEMENTS: &[&[(&str, &str)]] = &[keyring::STATEMENTS, keyring_tombstones::STATEMENTS];
