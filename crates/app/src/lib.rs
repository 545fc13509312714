//! Use cases: load, decide, save. Used by web, command line and jobs alike.
//!
//! A read is one function here, one snapshot of the store and one read model; a write loads,
//! lets the domain decide and saves the [`domain::facts::Change`] in one transaction.

pub mod access_log;
pub mod accounts;
mod app;
pub mod backup;
pub mod bodies;
mod book;
pub mod boundaries;
pub mod breakglass;
pub mod calendars;
pub mod cases;
pub mod classify;
pub mod counts;
pub mod demo;
pub mod exports;
pub mod figures;
pub mod hamlets;
pub mod health;
pub mod intake;
pub mod issued;
pub mod keyring;
pub mod ledger;
pub mod map;
pub mod papers;
pub mod persons;
pub mod plans;
mod problem;
pub mod proposals;
pub mod rehearsal;
pub mod reminders;
pub mod reports;
pub mod runs;
pub mod seeds;
pub mod series;
pub mod sessions;
pub mod signin;
pub mod simulate;
pub mod targets;
pub mod tasks;
pub mod template;
pub mod templates;
mod verdicts;
pub mod work;

pub use app::{App, DEFAULT_PACK, Sources};
pub use book::{Book, Line, Tally};
pub use problem::{Field, Problem, written};
pub use verdicts::{CriterionView, FactView, GroupView, UnitVerdict, WhatIf};
