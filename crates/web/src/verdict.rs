//! Verdicts: shared by the pages of communes and provinces.

pub mod supposed;
pub mod view;
pub mod words;
