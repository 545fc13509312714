//! The laws of the programme's work.

mod funds;
mod indicators;
mod plans;
mod reports;
mod steering;
mod tasks;
mod series;
