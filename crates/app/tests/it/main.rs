//! Use cases over a fresh store.

mod books;
mod boundaries;
mod figures;
mod hamlets;
mod intake;
mod ledger;
mod maps;
mod office;
