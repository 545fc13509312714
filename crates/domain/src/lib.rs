//! The nouns of the programme and their laws.
//!
//! Pure: no clock, randomness, file, network or async. What happens "now" and
//! which id a new thing gets are arguments.

pub mod access;
pub mod accounts;
pub mod calendars;
pub mod cases;
pub mod counts;
pub mod facts;
pub mod fold;
pub mod numbers;
pub mod persons;
pub mod proposals;
pub mod targets;
pub mod units;
pub mod work;
