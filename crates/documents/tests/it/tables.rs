//! Tables as CSV and as workbooks, read back.

use std::io::Cursor;

use documents::sheet::{Cell, Row, Sheet, xlsx};
use documents::table::{Column, ColumnKind, Table, Value, write_csv, write_xlsx};

fn columns() -> Vec<Column> {
    [("Mã", ColumnKind::Text), ("Tên", ColumnKind::Text), ("Số", ColumnKind::Whole), ("Tỷ lệ", ColumnKind::Percent)]
        .map(|(heading, kind)| Column { heading: heading.into(), width: 14.0, kind })
        .into()
}

fn rows() -> Vec<Vec<Value>> {
    vec![
        vec!["00001".into(), "=HYPERLINK(\"x\")".into(), Value::Whole(-7), Value::Decimal(0.282)],
        vec!["00002".into(), "Xã \"A\", B".into(), Value::Empty, Value::Decimal(f64::NAN)],
    ]
}

#[test]
fn csv_opens_rightly_and_runs_nothing() {
    let (columns, mut bytes) = (columns(), Vec::new());
    let table = Table { title: "Bảng", notes: &["ghi chú".into()], columns: &columns, rows: rows() };
    write_csv(table, &mut bytes).unwrap();
    assert_eq!(
        String::from_utf8(bytes).unwrap(),
        "\u{feff}Mã,Tên,Số,Tỷ lệ\r\n00001,\"'=HYPERLINK(\"\"x\"\")\",-7,0.282\r\n00002,\"Xã \"\"A\"\", B\",,\r\n"
    );
}

#[test]
fn every_dangerous_beginning_is_guarded() {
    let columns = vec![Column { heading: "+x".into(), width: 9.0, kind: ColumnKind::Text }];
    let rows = ["=1", "+1", "-1", "@a", "\ta", "\ra", "a=1"].map(|text| vec![Value::from(text)]);
    let mut bytes = Vec::new();
    write_csv(Table { title: "", notes: &[], columns: &columns, rows }, &mut bytes).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let cells: Vec<&str> = text.trim_start_matches('\u{feff}').trim_end().split("\r\n").collect();
    assert_eq!(cells, ["'+x", "'=1", "'+1", "'-1", "'@a", "'\ta", "\"'\ra\"", "a=1"]);
}

#[test]
fn a_workbook_holds_the_same_values_and_prints_with_its_headings() {
    let columns = columns();
    let notes = ["Số liệu giả định".to_owned()];
    let title = "Kết quả: xã/phường [2025] rất dài để làm tên";
    let bytes = write_xlsx(Table { title, notes: &notes, columns: &columns, rows: rows() }).unwrap();
    let mut book = xlsx::open(Cursor::new(&bytes), &xlsx::Limits::default()).unwrap();
    assert_eq!(book.visible_sheets(), ["Kết quả xãphường 2025 rất dài đ"]);
    let mut sheet = book.sheet(&|cells: &[Cell]| cells.len() == 4).unwrap();
    assert_eq!(sheet.preamble()[1].cell(0).text(), Some("Số liệu giả định"));
    let mut row = Row::default();
    assert!(sheet.next(&mut row).unwrap());
    assert_eq!(
        row.cells,
        [Cell::Text("00001".into()), Cell::Text("=HYPERLINK(\"x\")".into()), Cell::Number(-7.0), Cell::Number(0.282)]
    );
    assert!(sheet.next(&mut row).unwrap());
    assert_eq!(row.cells.len(), 2);
    assert!(!sheet.next(&mut row).unwrap());

    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let xml = std::io::read_to_string(archive.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
    for part in [
        "state=\"frozen\"",
        "<autoFilter ref=\"A4:D6\"/>",
        "orientation=\"landscape\"",
        "paperSize=\"9\"",
        "&amp;P/&amp;N",
    ] {
        assert!(xml.contains(part), "{part} in {xml}");
    }
    let names = std::io::read_to_string(archive.by_name("xl/workbook.xml").unwrap()).unwrap();
    assert!(names.contains("_xlnm.Print_Titles"));
}

#[test]
fn a_table_without_rows_or_columns_can_be_written() {
    let columns = columns();
    assert!(write_xlsx(Table { title: "", notes: &[], columns: &columns, rows: Vec::new() }).is_ok());
    assert!(write_xlsx(Table { title: "'", notes: &[], columns: &[], rows: Vec::new() }).is_ok());
}

#[test]
fn a_bundle_holds_every_file_under_a_name_of_its_own() {
    let mut bundle = documents::bundle::Bundle::default();
    for bytes in [b"one", b"two"] {
        bundle.add("bao-cao.docx", bytes).expect("it is written");
    }
    let zip = bundle.finish().expect("it is written");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&zip)).expect("a zip");
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).expect("a file");
        let name = file.name().expect("a name").into_owned();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut file, &mut text).expect("it is whole");
        files.push((name, text));
    }
    let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
    assert_eq!(files, [file("bao-cao.docx", "one"), file("bao-cao-2.docx", "two")]);
}
