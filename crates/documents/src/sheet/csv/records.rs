//! Splits bytes into rows of cells, one record at a time, knowing the line of everything.

use std::io::{BufRead, Read};

use crate::sheet::text::CellFiller;
use crate::sheet::{Encoding, Row, SheetError};

/// A longer record is not a row of figures: a quote was left open, or the file is not a CSV.
const RECORD_BYTES_MAX: u64 = 1024 * 1024;

pub struct Records<B> {
    input: B,
    separator: u8,
    /// Lines and bytes read so far.
    line: u32,
    offset: u64,
    raw: Vec<u8>,
    filler: CellFiller,
    unquoted: String,
    ended_without_newline: bool,
}

/// Where the scan for quotes stands; kept between the lines of one record.
#[derive(Clone, Copy, PartialEq)]
enum Quote {
    FieldStart,
    Plain,
    Inside,
    Closed,
}

impl<B> Records<B> {
    /// `offset`: bytes of the file before `input`, so that errors name places of the file.
    pub fn new(input: B, separator: u8, offset: u64) -> Self {
        Self {
            input,
            separator,
            line: 0,
            offset,
            raw: Vec::new(),
            filler: CellFiller::default(),
            unquoted: String::new(),
            ended_without_newline: false,
        }
    }

    pub fn separator(&self) -> u8 {
        self.separator
    }

    /// True when the record read last stopped at the end of the file, not at a line end.
    pub fn ended_without_newline(&self) -> bool {
        self.ended_without_newline
    }
}

impl<B: BufRead> Records<B> {
    /// Reads the next record, blank or not; false at the end.
    pub fn next(&mut self, row: &mut Row) -> Result<bool, SheetError> {
        let first_line = self.line.saturating_add(1);
        let first_offset = self.offset;
        if !self.read_record(first_line)? {
            return Ok(false);
        }
        row.number = first_line;
        let quoted = self.raw.contains(&b'"');
        let Self { raw, separator, filler, unquoted, .. } = self;
        let record = trim_line_end(raw);
        if let Some(nul) = record.iter().position(|byte| *byte == 0) {
            return Err(SheetError::Nul { line: line_of(first_line, record, nul) });
        }
        let text = std::str::from_utf8(record).map_err(|error| SheetError::NotUtf8 {
            line: line_of(first_line, record, error.valid_up_to()),
            byte_offset: first_offset + error.valid_up_to() as u64,
            hint: guess_encoding(record),
        })?;
        filler.begin();
        if quoted {
            split_quoted(text, *separator, unquoted, |field, column| match field {
                Some(field) => {
                    filler.put_text(&mut row.cells, field);
                    Ok(())
                }
                None => Err(SheetError::AfterQuote { line: first_line, column }),
            })?;
        } else {
            if record.contains(&b'\r') {
                return Err(SheetError::BareCarriageReturn { line: first_line });
            }
            for field in text.split(char::from(*separator)) {
                filler.put_text(&mut row.cells, field);
            }
        }
        filler.finish(&mut row.cells);
        Ok(true)
    }

    /// Fills `raw` with one record: a line, or several when a quote spans them.
    fn read_record(&mut self, first_line: u32) -> Result<bool, SheetError> {
        self.raw.clear();
        let mut quote = Quote::FieldStart;
        let mut quote_line = first_line;
        loop {
            let before = self.raw.len();
            let room = RECORD_BYTES_MAX + 1 - before as u64;
            let read = self.input.by_ref().take(room).read_until(b'\n', &mut self.raw)?;
            self.offset += read as u64;
            if read == 0 {
                return match quote {
                    Quote::Inside => Err(SheetError::UnterminatedQuote { line: quote_line }),
                    _ => Ok(before > 0),
                };
            }
            self.line = self.line.saturating_add(1);
            self.ended_without_newline = self.raw.last() != Some(&b'\n');
            let added = self.raw.get(before..).unwrap_or_default();
            if quote == Quote::Inside || added.contains(&b'"') {
                let was_inside = quote == Quote::Inside;
                let opened_again;
                (quote, opened_again) = scan_quotes(added, self.separator, quote);
                if quote == Quote::Inside && (!was_inside || opened_again) {
                    quote_line = self.line;
                }
            }
            if self.raw.len() as u64 > RECORD_BYTES_MAX {
                return Err(match quote {
                    Quote::Inside => SheetError::UnterminatedQuote { line: quote_line },
                    _ => SheetError::RowTooLong { line: first_line, limit: RECORD_BYTES_MAX },
                });
            }
            if quote != Quote::Inside {
                return Ok(true);
            }
        }
    }
}

/// Runs the quote state over bytes; also says whether a quote opened within them.
fn scan_quotes(bytes: &[u8], separator: u8, mut state: Quote) -> (Quote, bool) {
    let mut opened = false;
    for &byte in bytes {
        state = match (state, byte) {
            (Quote::FieldStart, b'"') => {
                opened = true;
                Quote::Inside
            }
            (Quote::FieldStart, b' ') => Quote::FieldStart,
            (Quote::Inside, b'"') => Quote::Closed,
            // A doubled quote closes and opens again, which comes to the same.
            (Quote::Closed, b'"') | (Quote::Inside, _) => Quote::Inside,
            (_, byte) if byte == separator => Quote::FieldStart,
            (Quote::Closed, _) => Quote::Closed,
            _ => Quote::Plain,
        };
    }
    (state, opened)
}

/// Splits a record that holds quotes; calls `field` with each field's text and 1-based column, or with `None` where
/// text follows a closing quote.
fn split_quoted(
    record: &str,
    separator: u8,
    buffer: &mut String,
    mut field: impl FnMut(Option<&str>, u32) -> Result<(), SheetError>,
) -> Result<(), SheetError> {
    let separator = char::from(separator);
    let mut rest = record;
    let mut column = 1;
    loop {
        let after = if let Some(quoted) = rest.trim_start_matches(' ').strip_prefix('"') {
            let (filling, after) = cut(unquote(quoted, buffer), separator);
            if !filling.trim().is_empty() {
                return field(None, column);
            }
            field(Some(buffer), column)?;
            after
        } else {
            let (plain, after) = cut(rest, separator);
            field(Some(plain), column)?;
            after
        };
        let Some(after) = after else { return Ok(()) };
        rest = after;
        column += 1;
    }
}

/// Puts the text up to the closing quote into `buffer`, doubled quotes made single; gives what follows the quote.
fn unquote<'a>(quoted: &'a str, buffer: &mut String) -> &'a str {
    buffer.clear();
    let mut rest = quoted;
    loop {
        let Some((before, after)) = rest.split_once('"') else {
            buffer.push_str(rest);
            return "";
        };
        buffer.push_str(before);
        match after.strip_prefix('"') {
            Some(more) => {
                buffer.push('"');
                rest = more;
            }
            None => return after,
        }
    }
}

fn cut(text: &str, separator: char) -> (&str, Option<&str>) {
    match text.split_once(separator) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

fn trim_line_end(raw: &[u8]) -> &[u8] {
    let raw = raw.strip_suffix(b"\n").unwrap_or(raw);
    raw.strip_suffix(b"\r").unwrap_or(raw)
}

fn line_of(first_line: u32, record: &[u8], place: usize) -> u32 {
    let breaks = record.iter().take(place).filter(|byte| **byte == b'\n').count();
    first_line.saturating_add(u32::try_from(breaks).unwrap_or(u32::MAX))
}

/// From the bytes of one record: TCVN3 writes ă â ê ô ơ ư đ where Windows-1258 has signs that no office text holds.
fn guess_encoding(record: &[u8]) -> Option<Encoding> {
    let tcvn3 = |byte: &u8| matches!(byte, 0xA8..=0xAE | 0xB5..=0xB9);
    let windows_1258 = |byte: &u8| {
        matches!(byte, 0xC3 | 0xCC | 0xD0 | 0xD2 | 0xDE | 0xE2 | 0xE3 | 0xEA | 0xEC | 0xF0 | 0xF2 | 0xF4 | 0xF5 | 0xFD)
    };
    if record.iter().any(tcvn3) {
        Some(Encoding::Tcvn3)
    } else if record.iter().any(windows_1258) {
        Some(Encoding::Windows1258)
    } else {
        None
    }
}
