//! Everything that crosses the border of this crate, in one binary.

mod csv_sheets;
