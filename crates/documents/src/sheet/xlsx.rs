//! Workbooks (`.xlsx`), read as a stream behind limits.
//!
//! A workbook is a zip of XML parts. The zip's directory is judged before anything is unpacked, and each part is then
//! unpacked through a counter, because declared sizes lie. Only the parts that hold cells are read at all: no
//! drawings, no links, no code.

mod cells;
pub(crate) mod package;
mod parts;
pub(crate) mod xml;

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use cells::Cells;
use package::Package;
use parts::{Context, SheetPart};

use super::{Cell, HEADER_WITHIN_ROWS, Row, Sheet, SheetError};

/// The sheet that holds the figures in a workbook made from our template; taken before any other.
pub const FACTS_SHEET: &str = "So_lieu";

/// The hidden sheet of our templates, with key and value rows that say what the workbook is.
pub const META_SHEET: &str = "_anlanh";

const META_ROWS_MAX: usize = 100;

/// What is taken in. The defaults fit a national facts file many times over.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The file as it stands on disk.
    pub file_bytes: u64,
    /// All the parts together, unpacked.
    pub unpacked_bytes: u64,
    /// Unpacked to packed, for parts over one mebibyte.
    pub ratio: u64,
    /// Columns in which anything may stand.
    pub columns: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { file_bytes: 32 << 20, unpacked_bytes: 256 << 20, ratio: 200, columns: 256 }
    }
}

/// A workbook that passed the gate, with its texts and formats read.
pub struct Workbook<R> {
    package: Package<R>,
    context: Context,
    sheets: Vec<SheetPart>,
    meta: BTreeMap<String, String>,
}

/// Opens a workbook: refuses what is too big, encrypted, of the old format or carries macros, then reads its texts.
pub fn open<R: Read + Seek>(source: R, limits: &Limits) -> Result<Workbook<R>, SheetError> {
    let mut package = Package::open(source, limits.clone())?;
    let (context, sheets) = parts::read(&mut package)?;
    let mut book = Workbook { package, context, sheets, meta: BTreeMap::new() };
    book.meta = book.read_meta()?;
    Ok(book)
}

impl<R: Read + Seek> Workbook<R> {
    /// What our template wrote about itself (`template`, `year`, `level`, `pack`); empty for other workbooks.
    pub fn meta(&self) -> &BTreeMap<String, String> {
        &self.meta
    }

    /// The names of the visible sheets, in their order.
    pub fn visible_sheets(&self) -> Vec<String> {
        self.sheets.iter().filter(|sheet| sheet.visible).map(|sheet| sheet.name.clone()).collect()
    }

    /// The sheet with the figures: [`FACTS_SHEET`] if it is there, else the first visible one that has the header
    /// near its top, which is the first row for which `is_header` holds.
    pub fn sheet(&mut self, is_header: &dyn Fn(&[Cell]) -> bool) -> Result<XlsxSheet<'_, R>, SheetError> {
        let ours = self.sheets.iter().find(|sheet| sheet.name == FACTS_SHEET).cloned();
        let found = match ours {
            Some(sheet) => Some(sheet),
            None => self.find_sheet(is_header)?,
        };
        let Some(found) = found else {
            return Err(SheetError::WrongSheet { sheets: self.visible_sheets() });
        };
        let mut cells = Cells::open(&mut self.package, &self.context, &found.part)?;
        let (preamble, header) = seek_header(&mut cells, is_header)?;
        Ok(XlsxSheet { name: found.name, cells, preamble, header, done: false })
    }

    fn find_sheet(&mut self, is_header: &dyn Fn(&[Cell]) -> bool) -> Result<Option<SheetPart>, SheetError> {
        for sheet in self.sheets.iter().filter(|sheet| sheet.visible) {
            let mut cells = Cells::open(&mut self.package, &self.context, &sheet.part)?;
            match seek_header(&mut cells, is_header) {
                Ok(_) => return Ok(Some(sheet.clone())),
                Err(SheetError::NoHeader { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(None)
    }

    fn read_meta(&mut self) -> Result<BTreeMap<String, String>, SheetError> {
        let mut meta = BTreeMap::new();
        let Some(sheet) = self.sheets.iter().find(|sheet| sheet.name == META_SHEET) else { return Ok(meta) };
        let mut cells = Cells::open(&mut self.package, &self.context, &sheet.part)?;
        let mut row = Row::default();
        while meta.len() < META_ROWS_MAX && cells.next(&mut row)? {
            if let Some(key) = row.cell(0).text() {
                meta.insert(key.to_owned(), row.cell(1).to_string());
            }
        }
        Ok(meta)
    }
}

/// One sheet of a workbook being read, past its header.
pub struct XlsxSheet<'a, R: Read> {
    name: String,
    cells: Cells<'a, R>,
    preamble: Vec<Row>,
    header: Row,
    done: bool,
}

impl<R: Read> XlsxSheet<'_, R> {
    /// The sheet's name.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl<R: Read + Seek> Sheet for XlsxSheet<'_, R> {
    fn preamble(&self) -> &[Row] {
        &self.preamble
    }

    fn header(&self) -> &Row {
        &self.header
    }

    fn next(&mut self, row: &mut Row) -> Result<bool, SheetError> {
        if self.done {
            return Ok(false);
        }
        let outcome = self.cells.next(row);
        self.done = outcome != Ok(true);
        outcome
    }
}

fn seek_header<R: Read + Seek>(
    cells: &mut Cells<'_, R>,
    is_header: &dyn Fn(&[Cell]) -> bool,
) -> Result<(Vec<Row>, Row), SheetError> {
    let mut preamble = Vec::new();
    let mut row = Row::default();
    while preamble.len() < HEADER_WITHIN_ROWS && cells.next(&mut row)? {
        if is_header(&row.cells) {
            return Ok((preamble, row));
        }
        preamble.push(row.clone());
    }
    Err(SheetError::NoHeader { looked_at: u32::try_from(preamble.len()).unwrap_or(u32::MAX) })
}
