//! Who may do what: the rules of `policies/`, asked one question at a time.
//!
//! [`Policies::shipped`] compiles in the rules, checks them strictly against their schema and refuses to start on
//! any objection. [`Policies::decide`] answers one [`Ask`](domain::access::Ask); [`Policies::permit`] gives the
//! permit that acting asks for, or says what was missing; [`Policies::scope`] turns the same rules into the
//! arguments of a list. Nothing here knows a store, a session or a clock: what counts is in the question.

mod decide;
mod explain;
mod load;
mod request;
mod scope;
pub mod words;

pub use decide::Answer;
pub use load::{FILES, LoadError, Policies, SCHEMA};
