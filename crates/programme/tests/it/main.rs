//! The laws of the programme's work.

mod steering;
mod tasks;
