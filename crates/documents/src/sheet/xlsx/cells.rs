//! The rows of one worksheet, as a stream.

use std::io::{Read, Seek};
use std::mem;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use quick_xml::events::{BytesStart, Event};

use super::package::{Package, Part, malformed};
use super::parts::{Context, open_sheet, unescape_controls};
use super::xml::{Xml, attribute, cut_off};
use crate::sheet::text::push_clean;
use crate::sheet::{Cell, Row, SheetError};

const ROWS_MAX: u32 = 1_048_576;
/// Four bytes for each of the 32,767 characters that a cell can hold.
const VALUE_BYTES_MAX: usize = 131_068;

pub struct Cells<'a, R: Read> {
    xml: Xml<Part<'a, R>>,
    context: &'a Context,
    columns_max: u32,
    row: u32,
    value: String,
    formula: String,
    ended: bool,
}

/// What a cell's element says about it.
struct Opening {
    column: u32,
    date: bool,
    kind: Kind,
}

#[derive(Clone, Copy)]
enum Kind {
    Number,
    SharedText,
    InlineText,
    FormulaText,
    Bool,
    Error,
    IsoDate,
}

enum Step {
    Value,
    Inline,
    Formula,
    Skip,
    Nothing,
    End,
    Eof,
}

impl<'a, R: Read + Seek> Cells<'a, R> {
    pub fn open(package: &'a mut Package<R>, context: &'a Context, part: &str) -> Result<Self, SheetError> {
        let columns_max = package.columns_max();
        let xml = open_sheet(package, part)?;
        Ok(Self { xml, context, columns_max, row: 0, value: String::new(), formula: String::new(), ended: false })
    }

    /// Reads the next row that holds anything; false at the end.
    pub fn next(&mut self, row: &mut Row) -> Result<bool, SheetError> {
        while self.next_row(row)? {
            if !row.is_blank() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn next_row(&mut self, row: &mut Row) -> Result<bool, SheetError> {
        loop {
            let number = match self.xml.event()? {
                Event::Start(element) if element.local_name().as_ref() == "row" => {
                    Some(attribute(&element, "r").map(|number| number.parse::<u32>().unwrap_or(0)))
                }
                Event::End(element) if element.local_name().as_ref() == "sheetData" => {
                    self.ended = true;
                    None
                }
                // Read to the very end, so that the zip's checksum has been proved.
                Event::Eof if self.ended => return Ok(false),
                Event::Eof => return Err(cut_off(self.xml.part())),
                _ => None,
            };
            let Some(number) = number else { continue };
            self.begin_row(number)?;
            row.number = self.row;
            row.cells.clear();
            self.read_cells(&mut row.cells)?;
            return Ok(true);
        }
    }

    fn begin_row(&mut self, number: Option<u32>) -> Result<(), SheetError> {
        let next = self.row.saturating_add(1);
        let number = number.unwrap_or(next);
        if number < next || number > ROWS_MAX || self.ended {
            return Err(self.fault(format!("row {number} after row {}", self.row)));
        }
        self.row = number;
        Ok(())
    }

    fn read_cells(&mut self, cells: &mut Vec<Cell>) -> Result<(), SheetError> {
        let mut next_column = 0;
        loop {
            let opening = match self.xml.event()? {
                Event::Start(element) if element.local_name().as_ref() == "c" => {
                    Some(opening(&element, self.row, next_column, self.context))
                }
                Event::End(element) if element.local_name().as_ref() == "row" => return Ok(()),
                Event::Eof => break,
                _ => None,
            };
            let Some(opening) = opening else { continue };
            let opening = opening.map_err(|detail| self.fault(detail))?;
            next_column = opening.column.saturating_add(1);
            let cell = self.read_cell(&opening)?;
            if cell != Cell::Empty {
                self.place(cells, opening.column, cell)?;
            }
        }
        Err(cut_off(self.xml.part()))
    }

    fn place(&self, cells: &mut Vec<Cell>, column: u32, cell: Cell) -> Result<(), SheetError> {
        let too_many = SheetError::TooManyColumns { line: self.row, limit: self.columns_max };
        if column >= self.columns_max {
            return Err(too_many);
        }
        let Ok(column) = usize::try_from(column) else { return Err(too_many) };
        if cells.len() <= column {
            cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = cells.get_mut(column) {
            *place = cell;
        }
        Ok(())
    }

    fn read_cell(&mut self, opening: &Opening) -> Result<Cell, SheetError> {
        self.value.clear();
        self.formula.clear();
        let mut has_value = false;
        loop {
            let step = match self.xml.event()? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "v" => Step::Value,
                    "is" => Step::Inline,
                    "f" => Step::Formula,
                    _ => Step::Skip,
                },
                Event::End(_) => Step::End,
                Event::Eof => Step::Eof,
                _ => Step::Nothing,
            };
            match step {
                // An inline text says everything; some programs repeat it as a value.
                Step::Value if matches!(opening.kind, Kind::InlineText) => self.xml.skip()?,
                Step::Value => {
                    has_value = true;
                    self.xml.text(&mut self.value)?;
                }
                Step::Inline => {
                    has_value = true;
                    self.xml.rich_text(&mut self.value)?;
                }
                Step::Formula => self.xml.text(&mut self.formula)?,
                Step::Skip => self.xml.skip()?,
                Step::Nothing => {}
                Step::End => break,
                Step::Eof => return Err(cut_off(self.xml.part())),
            }
        }
        if !has_value && !self.formula.is_empty() {
            return Ok(Cell::Error(format!("={}", self.formula)));
        }
        self.understand(opening).map_err(|detail| self.fault(detail))
    }

    fn understand(&self, opening: &Opening) -> Result<Cell, String> {
        let value = self.value.trim();
        if value.is_empty() {
            return Ok(Cell::Empty);
        }
        if value.len() > VALUE_BYTES_MAX {
            return Err(format!("column {}: a value of {} bytes", opening.column.saturating_add(1), value.len()));
        }
        let wrong = || format!("column {}: value {value:?}", opening.column.saturating_add(1));
        Ok(match opening.kind {
            Kind::Number => {
                let number = value.parse::<f64>().ok().filter(|number| number.is_finite()).ok_or_else(wrong)?;
                let shown = if opening.date { iso(number, self.context.from_1904) } else { None };
                shown.map_or(Cell::Number(number), Cell::Date)
            }
            Kind::SharedText => {
                let index = value.parse().map_err(|_| wrong())?;
                match self.context.texts.get(index).ok_or_else(wrong)? {
                    "" => Cell::Empty,
                    text => Cell::Text(text.to_owned()),
                }
            }
            Kind::InlineText | Kind::FormulaText => {
                let mut text = String::new();
                push_clean(&unescape_controls(value), &mut text);
                if text.is_empty() { Cell::Empty } else { Cell::Text(mem::take(&mut text)) }
            }
            Kind::Bool => match value {
                "1" | "true" => Cell::Bool(true),
                "0" | "false" => Cell::Bool(false),
                _ => return Err(wrong()),
            },
            Kind::Error => Cell::Error(value.to_owned()),
            Kind::IsoDate => Cell::Date(value.to_owned()),
        })
    }

    fn fault(&self, detail: String) -> SheetError {
        match malformed(self.xml.part(), detail) {
            SheetError::Malformed { part, detail, .. } => SheetError::Malformed { part, row: Some(self.row), detail },
            other => other,
        }
    }
}

fn opening(element: &BytesStart<'_>, row: u32, next_column: u32, context: &Context) -> Result<Opening, String> {
    let mut opening = Opening { column: next_column, date: false, kind: Kind::Number };
    for found in element.attributes().with_checks(false) {
        let found = found.map_err(|error| error.to_string())?;
        let value: &str = &found.value;
        match found.key.local_name().as_ref() {
            "r" => {
                let (column, of_row) = address(value).ok_or_else(|| format!("cell address {value:?}"))?;
                if of_row != row {
                    return Err(format!("cell {value} in row {row}"));
                }
                opening.column = column;
            }
            "s" => {
                let style = value.parse::<usize>().map_err(|_| format!("style {value:?}"))?;
                opening.date = context.date_styles.get(style).copied().unwrap_or(false);
            }
            "t" => {
                opening.kind = match value {
                    "n" => Kind::Number,
                    "s" => Kind::SharedText,
                    "inlineStr" => Kind::InlineText,
                    "str" => Kind::FormulaText,
                    "b" => Kind::Bool,
                    "e" => Kind::Error,
                    "d" => Kind::IsoDate,
                    other => return Err(format!("cell type {other:?}")),
                }
            }
            _ => {}
        }
    }
    Ok(opening)
}

/// `B12` as (1, 12): column from 0, row from 1.
fn address(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|letter: char| letter.is_ascii_digit())?;
    let (letters, row) = text.split_at_checked(digits)?;
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let value = u32::from(letter.to_ascii_uppercase().checked_sub(b'A')?);
        column = column.checked_mul(26)?.checked_add(value.checked_add(1).filter(|value| *value <= 26)?)?;
    }
    Some((column.checked_sub(1)?, row.parse().ok()?))
}

/// A serial number as the date that the workbook shows; `None` where it shows none (negative, or after 9999).
fn iso(serial: f64, from_1904: bool) -> Option<String> {
    const SECONDS_OF_DAY: f64 = 86_400.0;
    let seconds = (serial * SECONDS_OF_DAY).round();
    // 2,958,466 is the day after 31/12/9999.
    if !(0.0..2_958_466.0 * SECONDS_OF_DAY).contains(&seconds) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole, and within the range that was just tested")]
    let seconds = seconds as i64;
    let (days, rest) = (seconds / 86_400, seconds % 86_400);
    let first = first_day(days, from_1904);
    let day = first.checked_add(days.days()).ok()?;
    if rest == 0 {
        return Some(day.to_string());
    }
    Some(day.at(0, 0, 0, 0).checked_add(rest.seconds()).ok()?.to_string())
}

/// The day that serial 0 stands for. The 1900 system counts a 29/2/1900 that never was, so it has two.
fn first_day(days: i64, from_1904: bool) -> Date {
    match (from_1904, days) {
        (true, _) => date(1904, 1, 1),
        (false, ..60) => date(1899, 12, 31),
        (false, _) => date(1899, 12, 30),
    }
}
