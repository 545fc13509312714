//! What a person sees: one plain struct per page, its template, its samples.
//!
//! A page knows nothing of databases, law packs or requests. Whoever serves it
//! fills the struct's fields; the template shows them. Sentences come from
//! [`texts`], so a page reads alike in Vietnamese and English. Every page
//! struct has `samples()`, which the gallery shows and the tests render.

pub mod access_log;
pub mod account;
pub mod accounts;
pub mod assets;
pub mod calendar;
pub mod case;
pub mod case_act;
pub mod case_new;
pub mod case_purpose;
pub mod cases;
pub mod casework;
pub mod communes;
pub mod counts;
pub mod duplicate;
pub mod flash;
pub mod format;
pub mod frame;
pub mod gallery;
pub mod glass;
pub mod grade;
pub mod grounds;
pub mod handover;
pub mod helped;
pub mod law;
pub mod ledger;
pub mod ledger_week;
pub mod mail;
pub mod map;
pub mod me;
pub mod me_setup;
pub mod my_calendar;
pub mod nation;
pub mod plan;
pub mod plans;
pub mod problem;
pub mod progress;
pub mod proposal;
pub mod proposals;
pub mod province;
pub mod report;
pub mod retention;
pub mod rights;
pub mod roadmaps;
mod samples;
pub mod sheet;
pub mod signin;
pub mod simulator;
pub mod sort;
pub mod stepup;
pub mod team;
pub mod territory;
pub mod today;
pub mod unit;
pub mod upload;
pub mod verdict;
pub mod whatif;
pub mod work_form;
pub mod work_list;
pub mod work_page;

/// The finished HTML of a page, or why the template could not be filled.
pub type Html = Result<String, Error>;

pub use askama::Error;
