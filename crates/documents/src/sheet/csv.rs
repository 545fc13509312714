//! CSV as offices make it: UTF-8 with or without a byte order mark; comma, semicolon or tab; either line end.
//!
//! The record splitter is our own because its errors must name the line: an unclosed quote, a file that was cut off
//! and bytes of another encoding are what users send, and general readers take the first two for good data.

mod records;

use std::io::{BufRead, BufReader, Chain, Cursor, Read};

use records::Records;

use super::{Cell, Encoding, HEADER_WITHIN_ROWS, Row, Sheet, SheetError};

/// How much of the file is looked at to find the separator and the header.
const HEAD_BYTES: u64 = 256 * 1024;
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];
const UTF8_MARK: &[u8] = b"\xEF\xBB\xBF";

type Input<R> = BufReader<Chain<Cursor<Vec<u8>>, R>>;

/// A CSV file being read, past its header.
pub struct CsvSheet<R> {
    records: Records<Input<R>>,
    preamble: Vec<Row>,
    header: Row,
    width: usize,
    done: bool,
}

/// Opens a CSV: finds the separator and the header, which is the first row for which `is_header` holds.
///
/// When several separators would do, the one that gives the header the most cells is taken.
pub fn open<R: Read>(mut input: R, is_header: &dyn Fn(&[Cell]) -> bool) -> Result<CsvSheet<R>, SheetError> {
    let mut head = Vec::new();
    input.by_ref().take(HEAD_BYTES).read_to_end(&mut head)?;
    let whole = (head.len() as u64) < HEAD_BYTES;
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        return Err(SheetError::NotUtf8 { line: 1, byte_offset: 0, hint: Some(Encoding::Utf16) });
    }
    let mark = if head.starts_with(UTF8_MARK) { UTF8_MARK.len() } else { 0 };
    let separator = find_separator(head.get(mark..).unwrap_or_default(), mark as u64, whole, is_header)?;

    let mut source = Cursor::new(head);
    source.set_position(mark as u64);
    let mut records = Records::new(BufReader::with_capacity(128 * 1024, source.chain(input)), separator, mark as u64);
    let (preamble, header) = seek_header(&mut records, is_header)?;
    let width = header.cells.len();
    Ok(CsvSheet { records, preamble, header, width, done: false })
}

impl<R> CsvSheet<R> {
    /// The separator that was found: `,`, `;` or tab.
    pub fn separator(&self) -> char {
        char::from(self.records.separator())
    }
}

impl<R: Read> CsvSheet<R> {
    fn read(&mut self, row: &mut Row) -> Result<bool, SheetError> {
        while self.records.next(row)? {
            if row.is_blank() {
                continue;
            }
            let (expected, found) = (count(self.width), count(row.cells.len()));
            if found < expected && self.records.ended_without_newline() {
                return Err(SheetError::CutOff { line: row.number, expected, found });
            }
            if row.cells.iter().skip(self.width).any(|cell| *cell != Cell::Empty) {
                return Err(SheetError::ExtraCells { line: row.number, expected, found });
            }
            return Ok(true);
        }
        Ok(false)
    }
}

impl<R: Read> Sheet for CsvSheet<R> {
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
        let outcome = self.read(row);
        self.done = !matches!(outcome, Ok(true) | Err(SheetError::ExtraCells { .. }));
        outcome
    }
}

fn find_separator(
    head: &[u8],
    offset: u64,
    whole: bool,
    is_header: &dyn Fn(&[Cell]) -> bool,
) -> Result<u8, SheetError> {
    let mut best: Option<(usize, u8)> = None;
    let mut error = None;
    for separator in SEPARATORS {
        match seek_header(&mut Records::new(head, separator, offset), is_header) {
            Ok((_, header)) if best.is_none_or(|(cells, _)| header.cells.len() > cells) => {
                best = Some((header.cells.len(), separator));
            }
            // Only what is wrong under every separator is wrong with the file, so "no header" under one of them wins;
            // and an error at the end of a head that is not the whole file may be the head's own.
            Err(SheetError::NoHeader { looked_at }) => error = Some(SheetError::NoHeader { looked_at }),
            Err(found) if whole || is_about_bytes(&found) => error = error.or(Some(found)),
            Ok(_) | Err(_) => {}
        }
    }
    match (best, error) {
        (Some((_, separator)), _) => Ok(separator),
        (None, Some(error)) => Err(error),
        (None, None) => Err(SheetError::NoHeader { looked_at: 0 }),
    }
}

fn is_about_bytes(error: &SheetError) -> bool {
    matches!(error, SheetError::NotUtf8 { .. } | SheetError::Nul { .. } | SheetError::BareCarriageReturn { .. })
}

fn seek_header<B: BufRead>(
    records: &mut Records<B>,
    is_header: &dyn Fn(&[Cell]) -> bool,
) -> Result<(Vec<Row>, Row), SheetError> {
    let mut preamble = Vec::new();
    let mut row = Row::default();
    while preamble.len() < HEADER_WITHIN_ROWS && records.next(&mut row)? {
        if row.is_blank() {
            continue;
        }
        if is_header(&row.cells) {
            return Ok((preamble, row));
        }
        preamble.push(row.clone());
    }
    Err(SheetError::NoHeader { looked_at: count(preamble.len()) })
}

fn count(cells: usize) -> u32 {
    u32::try_from(cells).unwrap_or(u32::MAX)
}
