//! Reports (báo cáo): forms as data, and the chain from draft to lock, up the ladder.
//!
//! A [`Form`] says what a report holds: sections with words, figures bound to indicators, tables, places for the
//! author's own words, and rules that its figures obey. A [`Report`] is a chain of acts: it is opened for a unit and a
//! period, its figures are assembled from the records, its author adds what only people know, somebody submits it, and
//! somebody else approves it. What was submitted is frozen; what moves later becomes a new version that says what was
//! and what is. A report of many units is a [`consolidation`](consolidate): who is missing is named and never zero.

mod act;
mod carry;
mod chain;
mod consolidate;
mod contract;
mod exchange;
mod form;
mod load;
mod report;
mod rules;
mod signer;
mod told;

pub use act::{Brought, Comment, Excerpt, Figure, Moved, Opening, ReportAct, Source, Unchanged, UnitFigure};
pub use carry::{Carried, carried};
pub use consolidate::{Below, Consolidated, consolidate};
pub use contract::{Contract, Narrative, Needed, REASON_CHARS_MAX, TEXT_CHARS_MAX};
pub use exchange::{DataValue, Exchanged, Known, Misfit, periods_of};
pub use form::{Due, Form, FormLevel, Forms, GridRow, Part, Piece, Route, Section, Signing, TableKind, Text};
pub use load::{Words, load};
pub use report::{Cell, Difference, Draft, Fell, Gap, Quote, Refusal, Report, State, Unaltered, Version};
pub use rules::{Checked, Outcome, Relation, Rule, Term, check};
pub use signer::{Capacity, Signer};
pub use told::hide_moved;

/// The forms as they come with the program: name of the file and text.
pub const SHIPPED: [(&str, &str); 6] = [
    ("kh192-xa.toml", include_str!("../../../data/reports/kh192-xa.toml")),
    ("kh192-tinh.toml", include_str!("../../../data/reports/kh192-tinh.toml")),
    ("kh192-nganh.toml", include_str!("../../../data/reports/kh192-nganh.toml")),
    ("qd28-xa.toml", include_str!("../../../data/reports/qd28-xa.toml")),
    ("qd28-tinh.toml", include_str!("../../../data/reports/qd28-tinh.toml")),
    ("qd28-bo.toml", include_str!("../../../data/reports/qd28-bo.toml")),
];
