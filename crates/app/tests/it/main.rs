//! Use cases over a fresh store.

mod backup;
mod books;
mod boundaries;
mod canaries;
mod cases_kept;
mod figures;
mod hamlets;
mod intake;
mod keyring;
mod ledger;
mod ledger_outside;
mod maps;
mod office;
mod persons;
mod reports;
mod runs;
mod signin;
mod works;
