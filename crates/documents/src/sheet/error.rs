//! Why a sheet was refused. The English text is for logs; users read sentences made from the variants.

use thiserror::Error;

/// An encoding that a file probably has instead of UTF-8. A guess, good enough for advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Windows-1258, the code page of Vietnamese Windows.
    Windows1258,
    /// TCVN3 (ABC), the encoding of the `.Vn…` fonts.
    Tcvn3,
    /// UTF-16, which spreadsheet programs call "Unicode text".
    Utf16,
}

/// Why a sheet could not be read. Lines and rows are 1-based, as the user sees them.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum SheetError {
    /// The bytes could not be had at all.
    #[error("the source cannot be read: {detail}")]
    Source {
        /// What the source said.
        detail: String,
    },
    /// CSV: bytes that are not UTF-8.
    #[error("line {line}: byte {byte_offset} is not UTF-8 (probably {hint:?})")]
    NotUtf8 {
        /// The line of the first such byte.
        line: u32,
        /// Its place in the file, from 0.
        byte_offset: u64,
        /// What the encoding probably is.
        hint: Option<Encoding>,
    },
    /// CSV: a NUL byte, which no text holds.
    #[error("line {line}: NUL byte")]
    Nul {
        /// Where it stands.
        line: u32,
    },
    /// CSV: a quote that is opened and never closed.
    #[error("line {line}: quote opened and never closed")]
    UnterminatedQuote {
        /// The line on which the quote opens.
        line: u32,
    },
    /// CSV: text between a closing quote and the next separator.
    #[error("line {line}, column {column}: text after the closing quote")]
    AfterQuote {
        /// Where the row begins.
        line: u32,
        /// 1-based.
        column: u32,
    },
    /// CSV: lines end in a bare carriage return, as on very old systems.
    #[error("line {line}: carriage return without line feed")]
    BareCarriageReturn {
        /// Where it stands.
        line: u32,
    },
    /// CSV: the last row has no line end and fewer cells than the header: the file was cut off.
    #[error("line {line}: the file ends in the middle of a row ({found} of {expected} cells)")]
    CutOff {
        /// The last line.
        line: u32,
        /// Cells of the header.
        expected: u32,
        /// Cells of this row.
        found: u32,
    },
    /// CSV: a row with more cells than the header has, often a decimal comma taken for a separator.
    #[error("line {line}: {found} cells where the header has {expected}")]
    ExtraCells {
        /// Where the row begins.
        line: u32,
        /// Cells of the header.
        expected: u32,
        /// Cells of this row.
        found: u32,
    },
    /// One row alone is longer than any honest one.
    #[error("row {line} is longer than {limit} bytes")]
    RowTooLong {
        /// Where the row begins.
        line: u32,
        /// Bytes.
        limit: u64,
    },
    /// A row with something in a column far to the right.
    #[error("row {line} has more than {limit} columns")]
    TooManyColumns {
        /// The row.
        line: u32,
        /// Columns.
        limit: u32,
    },
    /// No row near the top is the header that was looked for.
    #[error("no header within the first {looked_at} rows")]
    NoHeader {
        /// How many non-empty rows were looked at.
        looked_at: u32,
    },
    /// No sheet of the workbook is the one that was looked for.
    #[error("none of the sheets {sheets:?} has the header")]
    WrongSheet {
        /// The visible sheets, in their order.
        sheets: Vec<String>,
    },
    /// Neither a workbook nor anything that resembles one.
    #[error("not a workbook")]
    NotAWorkbook,
    /// The old binary format (`.xls`).
    #[error("an old binary workbook (.xls)")]
    OldXls,
    /// The workbook is protected by a password, or one of its parts is encrypted.
    #[error("the workbook is encrypted")]
    Encrypted,
    /// The workbook carries macros (`.xlsm`), or binary parts that may run.
    #[error("the workbook carries macros: {entry}")]
    MacroWorkbook {
        /// The part by which it was known.
        entry: String,
    },
    /// The file is larger than is taken in.
    #[error("{actual} bytes, more than the limit of {limit}")]
    TooBig {
        /// Bytes.
        limit: u64,
        /// Bytes; what had been read when the limit was passed, if the whole is not known.
        actual: u64,
    },
    /// A part that unpacks to more than is taken in, declared or found while unpacking.
    #[error("part {entry} unpacks to {actual} bytes or more, limit {limit}")]
    ZipBomb {
        /// The part of the workbook.
        entry: String,
        /// Bytes.
        limit: u64,
        /// Bytes declared, or unpacked when the limit was passed.
        actual: u64,
    },
    /// The workbook ends too early: an interrupted download or copy.
    #[error("the workbook is cut off: {detail}")]
    Truncated {
        /// What was missed.
        detail: String,
    },
    /// A part of the workbook breaks its format.
    #[error("part {part}, row {row:?}: {detail}")]
    Malformed {
        /// The part of the workbook.
        part: String,
        /// The row of the sheet, when it is known.
        row: Option<u32>,
        /// What is wrong, for logs.
        detail: String,
    },
}

impl From<std::io::Error> for SheetError {
    fn from(error: std::io::Error) -> Self {
        Self::Source { detail: error.to_string() }
    }
}
