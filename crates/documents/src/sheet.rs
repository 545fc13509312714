//! One streaming shape for the sheets that reach us, CSV and XLSX alike.
//!
//! What comes in is hostile until shown otherwise: both readers work in bounded memory, stop at the first byte that
//! cannot be trusted, and never panic.

pub mod csv;
mod error;
mod text;
pub mod xlsx;

pub use error::{Encoding, SheetError};

/// The header must stand within this many non-empty rows from the top; above it are titles and notes.
pub const HEADER_WITHIN_ROWS: usize = 30;

/// The first bytes of an OLE container.
const OLE_MAGIC: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// One row as the user sees it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// 1-based: the row of the sheet, or for CSV the line of the file on which the row begins.
    pub number: u32,
    /// From column A on. May be shorter than the header: what is missing at the end is empty.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell in a column (0-based); a column beyond the row's end is empty.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }

    /// True when no cell holds anything.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| *cell == Cell::Empty)
    }
}

/// What a cell holds. Texts are NFC, without white space around them, and never empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing, or white space only.
    #[default]
    Empty,
    /// Text. All that a CSV can hold.
    Text(String),
    /// A number as the workbook stores it, always finite.
    Number(f64),
    /// A truth value of the workbook.
    Bool(bool),
    /// An error value (`#N/A`), or a formula that no program has computed yet (`=SUM(A1:A3)`).
    Error(String),
    /// A number that the workbook shows as a date, as `2025-12-14` or `2025-12-14T08:30:00`.
    Date(String),
}

impl Cell {
    /// The text, when it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// As shown to the user in a message about this cell; empty for an empty one.
impl std::fmt::Display for Cell {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Empty => Ok(()),
            Self::Text(text) | Self::Error(text) | Self::Date(text) => out.write_str(text),
            Self::Number(number) => write!(out, "{number}"),
            Self::Bool(truth) => out.write_str(if *truth { "TRUE" } else { "FALSE" }),
        }
    }
}

/// A sheet that is read from top to bottom, once.
pub trait Sheet {
    /// The non-blank rows above the header: title, notes.
    fn preamble(&self) -> &[Row];

    /// The row for which the caller's predicate held.
    fn header(&self) -> &Row;

    /// Reads the next row that holds anything into `row`, using its buffers again; false at the end.
    ///
    /// After [`SheetError::ExtraCells`] the sheet can be read on, so that a caller can list every such row;
    /// after any other error it is at its end.
    fn next(&mut self, row: &mut Row) -> Result<bool, SheetError>;
}

/// What the first bytes of a file say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A zip: a workbook of the present kind, to be opened with [`xlsx::open`].
    Workbook,
    /// The container of old `.xls` files and of password-protected workbooks; [`xlsx::open`] tells which.
    OldOffice,
    /// Anything else: to be read as CSV.
    Text,
}

/// Tells a workbook from text by the first eight bytes, whatever the file's name says.
pub fn kind(first_bytes: &[u8]) -> Kind {
    if first_bytes.starts_with(b"PK\x03\x04") || first_bytes.starts_with(b"PK\x05\x06") {
        Kind::Workbook
    } else if first_bytes.starts_with(&OLE_MAGIC) {
        Kind::OldOffice
    } else {
        Kind::Text
    }
}
