//! The laws of the programme's work.

mod indicators;
mod reports;
mod steering;
mod tasks;
mod funds;
mod plans;
