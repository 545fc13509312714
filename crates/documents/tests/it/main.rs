//! Everything that crosses the border of this crate, in one binary.

mod csv_sheets;
mod raw_workbook;
mod templates;
mod xlsx_refusals;
mod xlsx_sheets;
