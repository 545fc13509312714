//! Documents in and out: sheets that officers send us, tables and templates that we send them.
//!
//! Everything here is pure: bytes in, rows out; rows in, bytes out. No file, clock, environment or network; callers
//! open what is read and keep what is written, and the same data gives the same bytes. No visible sentence stands
//! here either: headings, notes and titles are handed in, and errors carry places and values from which the caller
//! makes a sentence.

pub mod bundle;
pub mod facts_template;
pub mod ics;
mod look;
pub mod marked_copy;
pub mod official;
pub mod paper;
pub mod sheet;
pub mod table;
pub mod template;

use thiserror::Error;

/// Why a document could not be written.
#[derive(Debug, Error)]
pub enum WriteError {
    /// The workbook refused something: a text over 32,767 characters, a list of choices over 255.
    #[error("the workbook cannot be written: {0}")]
    Workbook(#[from] rust_xlsxwriter::XlsxError),
    /// The place that takes the bytes failed.
    #[error("the document cannot be written: {0}")]
    Output(#[from] std::io::Error),
    /// More rows or columns than a sheet can hold.
    #[error("a sheet holds at most 1,048,576 rows and 16,384 columns")]
    TooLarge,
}
