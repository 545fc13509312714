//! Text into cells: composed, trimmed, into the buffers of the row before.

use std::mem;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::Cell;

/// Writes `raw`, composed (NFC) and without white space around it, to the end of `out`.
pub fn push_clean(raw: &str, out: &mut String) {
    let text = raw.trim();
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        out.push_str(text);
    } else {
        out.extend(text.nfc());
    }
}

/// Fills a row's cells from left to right and keeps the strings that fall free for the next row, so that a long file
/// is read without one allocation per cell.
#[derive(Default)]
pub struct CellFiller {
    spare: Vec<String>,
    column: usize,
}

impl CellFiller {
    /// Begins a row.
    pub fn begin(&mut self) {
        self.column = 0;
    }

    /// Puts the next cell of the row.
    pub fn put_text(&mut self, cells: &mut Vec<Cell>, raw: &str) {
        if self.column == cells.len() {
            cells.push(Cell::Empty);
        }
        let Some(cell) = cells.get_mut(self.column) else { return };
        self.column += 1;
        let mut buffer = match mem::take(cell) {
            Cell::Text(text) => text,
            _ => self.spare.pop().unwrap_or_default(),
        };
        buffer.clear();
        push_clean(raw, &mut buffer);
        if buffer.is_empty() {
            self.spare.push(buffer);
        } else {
            *cell = Cell::Text(buffer);
        }
    }

    /// Ends a row: what the row before had beyond this one's last cell goes.
    pub fn finish(&mut self, cells: &mut Vec<Cell>) {
        for cell in cells.drain(self.column.min(cells.len())..) {
            if let Cell::Text(text) = cell {
                self.spare.push(text);
            }
        }
        // Rows that shrink for ever must not make the store of strings grow for ever.
        self.spare.truncate(64);
    }
}
