//! Taking in a facts file: every row read, checked against the register and the pack,
//! and every fault named with its row, column and value. Nothing is guessed.

mod cell;
mod columns;
mod issue;
mod place;
mod rows;

pub use columns::{ColumnRole, Columns};
pub use issue::{Issue, IssueKind, other_province, sheet_error};
pub(crate) use place::bears;
pub use rows::{Intake, IntakeRow, Notice, Reading};
