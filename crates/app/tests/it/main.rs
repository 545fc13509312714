//! Use cases over a fresh store.

mod boundaries;
mod hamlets;
mod office;
