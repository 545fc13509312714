//! The sheet that came in with errors, given back with the wrong cells coloured and the reasons beside them.
//!
//! Rows, columns and the hidden marks of our template stay where they were, so that the copy can be corrected and
//! sent in again.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Format, Url, Worksheet};

use crate::WriteError;
use crate::facts_template::write_meta;
use crate::look;
use crate::sheet::xlsx::FACTS_SHEET;
use crate::sheet::{Cell, Row};

/// The sheet that lists every error.
pub const ERRORS_SHEET: &str = "Loi";

/// Excel shows no more links than this in a sheet.
const LINKS_MAX: usize = 65_000;

/// What is wrong in one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// [`Row::number`]: 1-based.
    pub row: u32,
    /// 0-based; `None` when the whole row is meant.
    pub column: Option<u32>,
    /// For the user.
    pub message: String,
}

/// The texts of the copy that are not in the sheet itself.
#[derive(Clone, Debug)]
pub struct CopyTexts {
    /// Title of the workbook and of the list of errors.
    pub title: String,
    /// Headings of the list: cell, value found, what is wrong.
    pub headings: [String; 3],
}

/// Writes the copy.
///
/// `rows` are all of the sheet: those above the header, the header, and those below, in their order. `meta` is what
/// [`crate::sheet::xlsx::Workbook::meta`] gave, empty for other files.
pub fn write(
    rows: impl IntoIterator<Item = Row>,
    header_row: u32,
    marks: &[Mark],
    meta: &BTreeMap<String, String>,
    texts: &CopyTexts,
) -> Result<Vec<u8>, WriteError> {
    let by_row = by_row(marks);
    let mut values = BTreeMap::new();
    let mut book = look::workbook(&texts.title)?;
    let copy = book.add_worksheet().set_name(FACTS_SHEET)?;
    let looks = Looks { plain: look::cell(), heading: look::heading(), faulty: look::faulty() };
    for row in rows {
        let none = BTreeMap::new();
        let faults = by_row.get(&row.number).unwrap_or(&none);
        write_row(copy, &row, row.number == header_row, faults, &looks)?;
        for column in faults.keys() {
            values.insert((row.number, *column), row.cell(usize::from(*column)).to_string());
        }
    }
    copy.set_column_range_width(0, 30, 16)?;
    copy.set_column_width(1, 26)?;
    let header = header_row.saturating_sub(1);
    copy.set_freeze_panes(look::row(1, index(header))?, 2)?;
    look::set_up_print(copy, header)?;
    write_list(book.add_worksheet().set_name(ERRORS_SHEET)?, marks, &values, texts)?;
    if !meta.is_empty() {
        write_meta(&mut book, meta)?;
    }
    Ok(book.save_to_buffer()?)
}

struct Looks {
    plain: Format,
    heading: Format,
    faulty: Format,
}

type Faults<'a> = BTreeMap<u16, Vec<&'a str>>;

/// Several errors of one cell share its one note; an error of a whole row stands at its first cell.
fn by_row(marks: &[Mark]) -> BTreeMap<u32, Faults<'_>> {
    let mut rows: BTreeMap<u32, Faults<'_>> = BTreeMap::new();
    for mark in marks {
        rows.entry(mark.row).or_default().entry(place(mark)).or_default().push(&mark.message);
    }
    rows
}

fn place(mark: &Mark) -> u16 {
    u16::try_from(mark.column.unwrap_or(0)).unwrap_or(0)
}

fn write_row(
    sheet: &mut Worksheet,
    row: &Row,
    is_header: bool,
    faults: &Faults<'_>,
    looks: &Looks,
) -> Result<(), WriteError> {
    let at = look::row(0, index(row.number.saturating_sub(1)))?;
    let usual = if is_header { &looks.heading } else { &looks.plain };
    for (column, cell) in row.cells.iter().enumerate() {
        let column = look::column(column)?;
        let format = if faults.contains_key(&column) { &looks.faulty } else { usual };
        write_cell(sheet, at, column, cell, format)?;
    }
    for (column, messages) in faults {
        if row.cells.len() <= usize::from(*column) {
            sheet.write_blank(at, *column, &looks.faulty)?;
        }
        sheet.insert_note(at, *column, &look::note(&messages.join("\n")))?;
    }
    Ok(())
}

fn write_cell(sheet: &mut Worksheet, row: u32, column: u16, cell: &Cell, format: &Format) -> Result<(), WriteError> {
    match cell {
        Cell::Empty => {}
        Cell::Number(number) => {
            sheet.write_number_with_format(row, column, *number, format)?;
        }
        Cell::Bool(truth) => {
            sheet.write_boolean_with_format(row, column, *truth, format)?;
        }
        Cell::Text(text) | Cell::Error(text) | Cell::Date(text) => {
            sheet.write_string_with_format(row, column, look::shortened(text), format)?;
        }
    }
    Ok(())
}

fn write_list(
    sheet: &mut Worksheet,
    marks: &[Mark],
    values: &BTreeMap<(u32, u16), String>,
    texts: &CopyTexts,
) -> Result<(), WriteError> {
    const LIST_HEADER: u32 = 2;
    sheet.write_string_with_format(0, 0, &texts.title, &look::title())?;
    for (index, (heading, width)) in texts.headings.iter().zip([10.0, 30.0, 90.0]).enumerate() {
        let column = look::column(index)?;
        sheet.write_string_with_format(LIST_HEADER, column, heading, &look::heading())?;
        sheet.set_column_width(column, width)?;
    }
    let text = look::text();
    for (index, mark) in marks.iter().enumerate() {
        let row = look::row(LIST_HEADER + 1, index)?;
        let cell = address(mark);
        if index < LINKS_MAX {
            let link = Url::new(format!("internal:'{FACTS_SHEET}'!{cell}")).set_text(&cell);
            sheet.write_url_with_format(row, 0, link, &text)?;
        } else {
            sheet.write_string_with_format(row, 0, &cell, &text)?;
        }
        let value = values.get(&(mark.row, place(mark))).filter(|_| mark.column.is_some());
        sheet.write_string_with_format(row, 1, look::shortened(value.map_or("", String::as_str)), &text)?;
        sheet.write_string_with_format(row, 2, look::shortened(&mark.message), &text)?;
    }
    sheet.set_freeze_panes(LIST_HEADER + 1, 0)?;
    look::set_up_print(sheet, LIST_HEADER)?;
    Ok(())
}

/// As a spreadsheet names the cell: `D7`.
fn address(mark: &Mark) -> String {
    rust_xlsxwriter::utility::row_col_to_cell(mark.row.saturating_sub(1), place(mark))
}

fn index(row: u32) -> usize {
    usize::try_from(row).unwrap_or(usize::MAX)
}
