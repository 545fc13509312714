//! One file a command.

pub mod boundaries;
pub mod classify;
pub mod demo;
pub mod doctor;
pub mod facts;
pub mod keys;
pub mod ledger;
pub mod packs;
mod report;
pub mod serve;
pub mod template;
pub mod units;
