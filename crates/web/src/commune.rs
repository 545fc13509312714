//! Pages of communes.

pub mod index;
pub mod show;
pub mod what_if;
