//! Sheets before anybody asks what is in them.

use std::io::Cursor;

use documents::sheet::{Cell, Row, Sheet, SheetError, csv, xlsx};
use documents::table::{Column, ColumnKind, Table, Value, write_csv, write_xlsx};

use crate::Target;

pub const CSV: Target = Target { name: "csv", seeds: csvs, read: as_csv, cases: 20_000 };
pub const XLSX: Target = Target { name: "xlsx", seeds: workbooks, read: as_xlsx, cases: 5_000 };

/// Rows beyond which no seed of this size can honestly lead: a row of a workbook takes bytes of its file.
const ROWS_MAX: u32 = 1 << 21;

fn table() -> (Vec<Column>, Vec<Vec<Value>>) {
    let column = |heading: &str, kind| Column { heading: heading.to_owned(), width: 12.0, kind };
    let columns = vec![column("code", ColumnKind::Text), column("population", ColumnKind::Whole)];
    let row = |code: &str, n| vec![Value::Text(code.to_owned()), Value::Whole(n)];
    (columns, vec![row("14845", 5_021), row("14848", 3_998)])
}

fn csvs() -> Vec<Vec<u8>> {
    let (columns, rows) = table();
    let mut written = Vec::new();
    write_csv(Table { title: "", notes: &[], columns: &columns, rows: rows.into_iter() }, &mut written)
        .expect("in memory");
    let texts = [
        "\u{feff}Số liệu (giả định);;\r\ncode;name;area\r\n14845;\"Xã; cũ\";1.234,5\r\n14848;\"a\"\"b\";\r\n",
        "code\tname\tplants\n14845\tMường Lát\t0\n",
        "code,name\n14845,\"hai\ndòng\"\n\n,,\n",
    ];
    texts.into_iter().map(|text| text.as_bytes().to_vec()).chain([written]).collect()
}

fn workbooks() -> Vec<Vec<u8>> {
    let (columns, rows) = table();
    let notes = ["giả định".to_owned()];
    vec![
        write_xlsx(Table { title: "Số liệu", notes: &notes, columns: &columns, rows: rows.into_iter() })
            .expect("in memory"),
    ]
}

fn has_code(cells: &[Cell]) -> bool {
    cells.iter().any(|cell| cell.text() == Some("code"))
}

fn as_csv(bytes: &[u8]) {
    if let Ok(mut sheet) = csv::open(bytes, &has_code) {
        to_the_end(&mut sheet);
    }
}

/// The directory's limits are tightened, so that a mutated bomb costs a test little.
fn as_xlsx(bytes: &[u8]) {
    let limits = xlsx::Limits { unpacked_bytes: 1 << 22, ..xlsx::Limits::default() };
    let Ok(mut book) = xlsx::open(Cursor::new(bytes), &limits) else { return };
    if let Ok(mut sheet) = book.sheet(&has_code) {
        to_the_end(&mut sheet);
    }
}

/// Rows come in order, their texts are clean, and after a fault that ends the sheet nothing comes.
fn to_the_end(sheet: &mut dyn Sheet) {
    assert!(has_code(&sheet.header().cells), "the header is the row for which the question was answered yes");
    let (mut row, mut last) = (Row::default(), sheet.header().number);
    loop {
        match sheet.next(&mut row) {
            Ok(false) => return,
            Ok(true) => {
                assert!(row.number > last && row.number < ROWS_MAX, "row {} after row {last}", row.number);
                last = row.number;
                row.cells.iter().for_each(clean);
            }
            Err(SheetError::ExtraCells { .. }) => {}
            Err(_) => {
                assert_eq!(sheet.next(&mut row), Ok(false), "a sheet at its end goes on");
                return;
            }
        }
    }
}

fn clean(cell: &Cell) {
    match cell {
        Cell::Text(text) => assert!(!text.is_empty() && text.trim() == text, "{text:?} is not clean"),
        Cell::Number(number) => assert!(number.is_finite(), "{number}"),
        Cell::Empty | Cell::Bool(_) | Cell::Error(_) | Cell::Date(_) => {}
    }
}
