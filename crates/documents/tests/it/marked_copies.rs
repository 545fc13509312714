//! The copy of a faulty sheet: where everything was, with the faults shown.

use std::collections::BTreeMap;
use std::io::Cursor;

use documents::marked_copy::{self, CopyTexts, Mark};
use documents::sheet::{Cell, Row, Sheet, csv, xlsx};

fn is_header(cells: &[Cell]) -> bool {
    cells.first().and_then(Cell::text) == Some("Mã")
}

fn texts() -> CopyTexts {
    CopyTexts { title: "Lỗi trong tệp".into(), headings: ["Ô".into(), "Giá trị".into(), "Lỗi".into()] }
}

#[test]
fn wrong_cells_carry_their_message_and_everything_else_stays_where_it_was() {
    let text = "Tiêu đề\n\nMã,Nhân khẩu,Điểm\n00001,1.234,\n00002,5,=1+1\n";
    let mut sheet = csv::open(text.as_bytes(), &is_header).unwrap();
    let header = sheet.header().number;
    let mut rows: Vec<Row> = sheet.preamble().iter().chain([sheet.header()]).cloned().collect();
    let mut row = Row::default();
    while sheet.next(&mut row).unwrap() {
        rows.push(row.clone());
    }
    let mark = |row, column, message: &str| Mark { row, column, message: message.into() };
    let marks = [
        mark(4, Some(1), "Dấu chấm: viết 1234."),
        mark(4, Some(1), "Ghi chú thứ hai."),
        mark(4, Some(7), "Thiếu cột."),
        mark(5, None, "Dòng lặp."),
    ];
    let meta: BTreeMap<String, String> = [("year".to_owned(), "2025".to_owned())].into();
    let bytes = marked_copy::write(rows.clone(), header, &marks, &meta, &texts()).unwrap();

    let mut book = xlsx::open(Cursor::new(&bytes), &xlsx::Limits::default()).unwrap();
    assert_eq!(*book.meta(), meta);
    assert_eq!(book.visible_sheets(), ["So_lieu", "Loi"]);
    let mut copy = book.sheet(&is_header).unwrap();
    assert_eq!((copy.preamble(), copy.header()), (&rows[..1], &rows[1]));
    for before in &rows[2..] {
        assert!(copy.next(&mut row).unwrap());
        assert_eq!(row.number, before.number);
        for column in 0..3 {
            assert_eq!(row.cell(column), before.cell(column));
        }
    }

    let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
    let notes = std::io::read_to_string(archive.by_name("xl/comments1.xml").unwrap()).unwrap();
    assert!(notes.contains("ref=\"B4\"") && notes.contains("ref=\"H4\"") && notes.contains("ref=\"A5\""));
    assert!(notes.contains("Dấu chấm: viết 1234.\nGhi chú thứ hai."));
}

#[test]
fn every_fault_is_listed_with_the_value_found() {
    let rows = vec![
        Row { number: 1, cells: vec![Cell::Text("Mã".into())] },
        Row { number: 2, cells: vec![Cell::Number(-3.0), Cell::Error("#REF!".into()), Cell::Bool(true)] },
    ];
    let marks = [
        Mark { row: 2, column: Some(0), message: "Âm.".into() },
        Mark { row: 2, column: Some(1), message: "x".repeat(40_000) },
        Mark { row: 9, column: Some(0), message: "Dòng không có.".into() },
    ];
    let bytes = marked_copy::write(rows, 1, &marks, &BTreeMap::new(), &texts()).unwrap();
    let list: calamine::Range<calamine::Data> = {
        use calamine::Reader as _;
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(&bytes)).unwrap();
        book.worksheet_range("Loi").unwrap()
    };
    let cells: Vec<Vec<String>> = list.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(cells[2], ["Ô", "Giá trị", "Lỗi"]);
    assert_eq!(cells[3], ["A2", "-3", "Âm."]);
    assert_eq!((cells[4][0].as_str(), cells[4][1].as_str(), cells[4][2].len()), ("B2", "#REF!", 32_000));
    assert_eq!(cells[5], ["A9", "", "Dòng không có."]);
}
