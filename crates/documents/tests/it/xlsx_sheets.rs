//! Workbooks as honest programs write them.

use std::io::Cursor;

use calamine::{Data, Reader};
use documents::sheet::{Cell, Row, Sheet, SheetError, xlsx};
use rust_xlsxwriter::{Format, Formula, Workbook};

use crate::raw_workbook::{has_code, read, with_rows};

const HEADER: &str = r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#;

fn open(bytes: &[u8]) -> xlsx::Workbook<Cursor<&[u8]>> {
    xlsx::open(Cursor::new(bytes), &xlsx::Limits::default()).unwrap()
}

#[test]
fn every_kind_of_cell_is_understood() {
    let rows = read(&with_rows(&format!(
        "{HEADER}<row r=\"3\" ht=\"15\"><c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"C3\"><v>12.5</v></c><c t=\"b\"><v>1</v></c>\
         <c t=\"e\"><v>#N/A</v></c><c s=\"1\"><v>46005</v></c><c s=\"2\"><v>46005.5</v></c><c t=\"inlineStr\"><is><t> ô </t></is></c>\
         <c t=\"str\"><f>A1</f><v>a_x000D_b_x005F_x</v></c><c><f>SUM(A1:A2)</f></c><c r=\"Z3\" s=\"1\"/></row>\
         <row/><row><c t=\"s\"><v>0</v></c></row>"
    )))
    .unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].number, 3);
    assert_eq!(
        rows[0].cells,
        [
            Cell::Text("Xã A & B".into()),
            Cell::Empty,
            Cell::Number(12.5),
            Cell::Bool(true),
            Cell::Error("#N/A".into()),
            Cell::Date("2025-12-14".into()),
            Cell::Date("2025-12-14T12:00:00".into()),
            Cell::Text("ô".into()),
            Cell::Text("a\rb_x".into()),
            Cell::Error("=SUM(A1:A2)".into()),
        ]
    );
    assert_eq!(rows[1].number, 5);
}

#[test]
fn dates_before_march_1900_follow_the_calendar_of_spreadsheets() {
    let row =
        "<row><c s=\"2\"><v>1</v></c><c s=\"2\"><v>59</v></c><c s=\"2\"><v>61</v></c><c s=\"2\"><v>-1</v></c></row>";
    let rows = read(&with_rows(&format!("{HEADER}{row}"))).unwrap();
    let shown: Vec<String> = rows[0].cells.iter().map(ToString::to_string).collect();
    assert_eq!(shown, ["1900-01-01", "1900-02-28", "1900-03-01", "-1"]);
}

#[test]
fn the_sheet_of_our_template_is_taken_first_and_others_are_found_by_their_header() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Bìa").unwrap().write_string(0, 0, "code bìa").unwrap();
    book.add_worksheet().set_name("Ẩn").unwrap().set_hidden(true).write_string(0, 0, "code").unwrap();
    book.add_worksheet().set_name("Tổng hợp").unwrap().write_string(2, 1, "code").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let mut found = open(&bytes);
    let sheet = found.sheet(&has_code).unwrap();
    assert_eq!(
        (sheet.name(), sheet.header().number, sheet.header().cell(1)),
        ("Tổng hợp", 3, &Cell::Text("code".into()))
    );

    book.add_worksheet().set_name("So_lieu").unwrap().write_string(0, 0, "code").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(open(&bytes).sheet(&has_code).unwrap().name(), "So_lieu");
}

#[test]
fn without_the_header_the_sheets_are_named() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Một").unwrap().write_string(0, 0, "mã").unwrap();
    book.add_worksheet().set_name("Hai").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let error = open(&bytes).sheet(&has_code).err();
    assert_eq!(error, Some(SheetError::WrongSheet { sheets: vec!["Một".into(), "Hai".into()] }));

    book.add_worksheet().set_name("So_lieu").unwrap().write_string(0, 0, "mã").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert_eq!(open(&bytes).sheet(&has_code).err(), Some(SheetError::NoHeader { looked_at: 1 }));
}

/// A second opinion: calamine sees the same cells in a workbook with what officers' sheets hold.
#[test]
fn another_reader_sees_the_same_cells() {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "code").unwrap();
    for row in 1..200_u32 {
        let number = f64::from(row);
        sheet.write_string(row, 0, format!("{row:05}")).unwrap();
        sheet.write_string(row, 1, format!("Xã <Đồng> & \"{row}\"")).unwrap();
        sheet.write_number(row, 3, number * 0.1).unwrap();
        sheet.write_number_with_format(row, 4, 45_000.0 + number, &date).unwrap();
        sheet.write_boolean(row, 6, row % 2 == 0).unwrap();
        sheet.write_formula(row, 7, Formula::new("=1+1").set_result("2")).unwrap();
    }
    let bytes = book.save_to_buffer().unwrap();

    let mut theirs: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).unwrap();
    let range = theirs.worksheet_range_at(0).unwrap().unwrap();
    let ours = read(&bytes).unwrap();
    assert_eq!(ours.len(), 199);
    for (row, their_row) in ours.iter().zip(range.rows().skip(1)) {
        for (column, theirs) in their_row.iter().enumerate() {
            let same = match (row.cell(column), theirs) {
                (Cell::Empty, Data::Empty) => true,
                (Cell::Text(ours), Data::String(theirs)) => ours == theirs,
                (Cell::Number(ours), Data::Float(theirs)) => ours.to_bits() == theirs.to_bits(),
                (Cell::Bool(ours), Data::Bool(theirs)) => ours == theirs,
                (Cell::Date(ours), Data::DateTime(theirs)) => {
                    let (year, month, day, ..) = theirs.to_ymd_hms_milli();
                    *ours == format!("{year:04}-{month:02}-{day:02}")
                }
                _ => false,
            };
            assert!(same, "row {}, column {column}: {:?} and {theirs:?}", row.number, row.cell(column));
        }
    }
}

#[test]
fn a_row_keeps_nothing_of_the_row_before() {
    let rows = format!("{HEADER}<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>");
    let bytes = with_rows(&rows);
    let mut book = open(&bytes);
    let mut sheet = book.sheet(&has_code).unwrap();
    let mut row = Row::default();
    assert_eq!(sheet.next(&mut row), Ok(true));
    assert_eq!(sheet.next(&mut row), Ok(true));
    assert_eq!(row, Row { number: 3, cells: vec![Cell::Number(3.0)] });
    assert_eq!(sheet.next(&mut row), Ok(false));
}
