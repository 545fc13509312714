//! Lists that leave the house, and refused files given back with each fault beside its cell.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use documents::WriteError;
use documents::marked_copy::{self, CopyTexts, Mark};
use documents::sheet::{self, Kind, Row, Sheet, SheetError};
use documents::table::{Table, write_csv, write_xlsx};

use crate::classify::{Classify, code_columns, code_row, result_columns, result_row};
use crate::intake::{Issue, Reading};

/// Results with the ids of the contract, for machines; row by row.
pub fn csv(classify: &Classify<'_>, reading: &Reading, out: impl Write) -> Result<(), WriteError> {
    let pack = classify.pack();
    let columns = code_columns(pack, classify.intake.level);
    let rows = classify.judged(reading).map(|judged| code_row(pack, &judged));
    write_csv(Table { title: "", notes: &[], columns: &columns, rows }, out)
}

/// Results in words, for people.
pub fn xlsx(classify: &Classify<'_>, reading: &Reading) -> Result<Vec<u8>, WriteError> {
    let (pack, lang) = (classify.pack(), classify.lang);
    let columns = result_columns(pack, classify.intake.level, lang);
    let rows = classify.judged(reading).map(|j| result_row(pack, lang, j.unit, j.province, &j.facts, &j.verdict));
    let (title, notes) = (lang.tables_title(classify.intake.year), classify.notes());
    write_xlsx(Table { title: &title, notes: &notes, columns: &columns, rows })
}

/// The largest sheet that is given back; a larger one is corrected from the list of faults.
const ROWS_MAX: usize = 20_000;

/// The refused file with its faults marked; none when its rows cannot be read to the end.
pub fn marked(classify: &Classify<'_>, file: &[u8], issues: &[Issue]) -> Option<Vec<u8>> {
    let lang = classify.lang;
    let copied = rows(classify, file).ok()??;
    let marks: Vec<Mark> = issues
        .iter()
        .filter(|issue| issue.row > 0)
        .map(|issue| Mark { row: issue.row, column: issue.column, message: issue.kind.say(lang) })
        .collect();
    let texts = CopyTexts {
        title: lang.exports_marked().to_owned(),
        headings: [lang.exports_cell(), lang.exports_value(), lang.exports_wrong()].map(str::to_owned),
    };
    marked_copy::write(copied.rows, copied.header, &marks, &copied.meta, &texts).ok()
}

/// A sheet as it came in.
struct Copied {
    rows: Vec<Row>,
    header: u32,
    meta: BTreeMap<String, String>,
}

fn rows(classify: &Classify<'_>, file: &[u8]) -> Result<Option<Copied>, SheetError> {
    let is_header = |cells: &[sheet::Cell]| classify.intake.is_header(cells);
    if sheet::kind(file.get(..8).unwrap_or(file)) == Kind::Text {
        return all(&mut sheet::csv::open(Cursor::new(file), &is_header)?, BTreeMap::new());
    }
    let mut book = sheet::xlsx::open(Cursor::new(file), &sheet::xlsx::Limits::default())?;
    let meta = book.meta().clone();
    all(&mut book.sheet(&is_header)?, meta)
}

/// Every row; none where there are too many.
fn all(sheet: &mut dyn Sheet, meta: BTreeMap<String, String>) -> Result<Option<Copied>, SheetError> {
    let header = sheet.header().clone();
    let mut rows = sheet.preamble().to_vec();
    let number = header.number;
    rows.push(header);
    let mut row = Row::default();
    while sheet.next(&mut row)? {
        if rows.len() >= ROWS_MAX {
            return Ok(None);
        }
        rows.push(row.clone());
    }
    Ok(Some(Copied { rows, header: number, meta }))
}
