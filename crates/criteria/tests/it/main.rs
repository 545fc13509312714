//! The engine's tests: the lawyers' tables, the linter, the explanations.

mod cases;
mod explain;
mod lint;
mod published;
mod reach;
mod schema;

use criteria::{Pack, shipped};

/// The pack of Decision 28/2025/QĐ-TTg.
fn decision_28() -> Pack {
    let packs = shipped().unwrap_or_else(|findings| panic!("{findings:#?}"));
    packs.into_iter().find(|p| p.id == "vn-qd28-2025").expect("shipped")
}
