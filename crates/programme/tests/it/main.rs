//! The laws of the programme's work.

mod funds;
mod indicators;
mod plans;
mod reports;
mod series;
mod steering;
mod tasks;
mod templates;
