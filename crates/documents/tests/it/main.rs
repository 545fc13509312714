//! Everything that crosses the border of this crate, in one binary.

mod csv_sheets;
mod marked_copies;
mod raw_workbook;
mod tables;
mod templates;
mod xlsx_refusals;
mod xlsx_sheets;
