//! Pages of a province.

pub mod export;
pub mod show;
pub mod verdict;
pub mod what_if;
