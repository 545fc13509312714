//! Everything that crosses the border of this crate, in one binary.

mod csv_sheets;
mod docx_frames;
mod docx_templates;
mod ics;
mod marked_copies;
pub mod officials;
mod papers;
mod papers_docx;
mod papers_law;
mod raw_workbook;
mod tables;
mod templates;
mod xlsx_refusals;
mod xlsx_sheets;
