//! The work of the programme and its laws: plans with their targets, six-clear tasks, steering and meetings, funds,
//! indicators, and reports up the ladder. Each is a chain of acts ([`domain::work`]).
//!
//! Pure: no clock, randomness, file, network or async.

pub mod funds;
pub mod indicators;
pub mod operational;
pub mod plans;
pub mod reports;
pub mod series;
pub mod steering;
pub mod tasks;
pub mod templates;
