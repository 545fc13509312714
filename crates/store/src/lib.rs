//! The only room that knows SQL: one function per question, its statement above it.
//!
//! One text serves both engines through [`kernel`]. Statements are written for the stricter
//! server and must then also run in process; one contract test prepares every text of
//! [`STATEMENTS`] on both and compares what they take and give.

pub mod error;
pub mod kernel;
pub mod query;

pub use error::{Result, StoreError};
pub use kernel::{Db, Tx};
