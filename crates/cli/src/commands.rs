//! One file a command.

pub mod admin;
pub mod backup;
pub mod boundaries;
pub mod calendar;
pub mod cases;
pub mod classify;
pub mod demo;
pub mod doctor;
pub mod document;
pub mod drill;
pub mod facts;
pub mod forms;
pub mod keys;
pub mod law;
pub mod ledger;
pub mod mail;
pub mod openapi;
pub mod packs;
pub mod rehearse;
mod report;
pub mod reports;
pub mod restore;
pub mod serve;
pub mod template;
pub mod units;
