//! A table that leaves the house, as CSV for machines and as a workbook for people.

mod csv;
mod xlsx;

pub use csv::write_csv;
pub use xlsx::write_xlsx;

/// A table with its rows still to come. Every text is shown as it is given.
#[derive(Debug)]
pub struct Table<'a, R> {
    /// Above the table, and the name of the sheet. CSV leaves it out.
    pub title: &'a str,
    /// Below the title, one line each: date, switches, "giả định". CSV leaves them out.
    pub notes: &'a [String],
    /// From left to right.
    pub columns: &'a [Column],
    /// Each with one value per column.
    pub rows: R,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// In characters of the workbook's font.
    pub width: f64,
    /// How its values look.
    pub kind: ColumnKind,
}

/// How a column's values look in a workbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Text, wrapped.
    Text,
    /// Whole numbers, grouped by thousands.
    Whole,
    /// Numbers with up to two decimals.
    Decimal,
    /// Shares: 0.282 is shown as 28,20 % where the comma is at home.
    Percent,
}

/// A value of a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing: unknown, or none.
    Empty,
    /// Text, never taken for a formula.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// Any other number. One that is not finite is written as nothing.
    Decimal(f64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}
