//! The only room that knows SQL: one function per question, its statement above it.
//!
//! One text serves both engines through [`kernel`]. Statements are written for the stricter
//! server and must then also run in process; one contract test prepares every text of
//! [`STATEMENTS`] on both and compares what they take and give.

pub mod audit;
pub mod boundaries;
mod bulk;
pub mod error;
pub mod facts;
pub mod hamlets;
pub mod kernel;
pub mod ledger;
mod payload;
pub mod query;
pub mod units;

pub use error::{Result, StoreError};
pub use kernel::{Db, Tx};

/// Every statement of the product by name, for the test that prepares each on both engines.
pub const STATEMENTS: &[&[(&str, &str)]] = &[
    audit::STATEMENTS,
    boundaries::STATEMENTS,
    facts::STATEMENTS,
    hamlets::STATEMENTS,
    ledger::STATEMENTS,
    units::STATEMENTS,
];
