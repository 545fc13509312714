//! Use cases over a fresh store.

mod backup;
mod books;
mod boundaries;
mod figures;
mod hamlets;
mod intake;
mod keyring;
mod ledger;
mod maps;
mod office;
