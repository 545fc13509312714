//! Reports at work: figures from the records, one report of many, papers and files, and the acts from draft to lock.
//!
//! Nothing here counts by itself: figures come from the counts of files, from the year's book and from the register,
//! each with the question that it answers. What is unknown says why.

mod act;
mod below;
mod births;
mod board;
mod bulk;
mod catalog;
mod drift;
pub mod exchange;
mod export;
mod fault;
mod fresh;
mod gather;
mod lint;
mod open;
mod ordered;
mod paper;
mod returned;
mod signed;
mod silent;
mod target;
mod words;
mod works;

pub use below::Lower;
pub use board::{Board, BoardLine, Bulk};
pub use bulk::BuiltOne;
pub use catalog::{Catalog, check_forms};
pub use drift::Drift;
pub use fault::{ReportFault, Unread};
pub use fresh::Stale;
pub use lint::say_finding;
pub use open::{Opened, Previous};
pub use ordered::Ordered;
pub use paper::{Built, Kind, ShownPart};
pub use programme::indicators::Finding;
pub use returned::{Return, Returned};
pub use silent::OfKind;
pub use words::{say_capacity, say_figure, say_gap, say_measured, say_refusal, say_state, say_why};
