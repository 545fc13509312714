//! CSV files as they reach an office, good and bad.

use std::fmt::Write as _;
use std::io::Read;

use documents::sheet::{Cell, Encoding, Row, Sheet, SheetError, csv};
use proptest::prelude::*;

fn has_code(cells: &[Cell]) -> bool {
    cells.iter().any(|cell| cell.text() == Some("code"))
}

fn read(bytes: &[u8]) -> Result<Vec<Row>, SheetError> {
    let mut sheet = csv::open(bytes, &has_code)?;
    let (mut rows, mut row) = (Vec::new(), Row::default());
    while sheet.next(&mut row)? {
        rows.push(row.clone());
    }
    Ok(rows)
}

fn texts(row: &Row) -> Vec<String> {
    row.cells.iter().map(ToString::to_string).collect()
}

#[test]
fn separators_line_ends_and_the_byte_order_mark_make_no_difference() {
    let plain = "code,name,population\n04012,\"Xã, cũ\",\n";
    let excel = "\u{feff}code;name;population\r\n04012;\"Xã, cũ\";\r\n";
    let unicode = "code\tname\tpopulation\r\n04012\tXã, cũ\t\r\n";
    for (text, separator) in [(plain, ','), (excel, ';'), (unicode, '\t')] {
        let sheet = csv::open(text.as_bytes(), &has_code).unwrap();
        assert_eq!(sheet.separator(), separator);
        assert_eq!(texts(sheet.header()), ["code", "name", "population"]);
        let rows = read(text.as_bytes()).unwrap();
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].number, 2);
        assert_eq!(rows[0].cells, [Cell::Text("04012".into()), Cell::Text("Xã, cũ".into()), Cell::Empty]);
    }
}

#[test]
fn rows_keep_the_line_numbers_that_the_user_sees() {
    let rows = read(b"Title,,\n\n\"two\nlines\",,\ncode,a,b\n\n1,\"x\n\"\"y\"\"\",2\n,,\n3,,\n").unwrap();
    assert_eq!(rows.iter().map(|row| row.number).collect::<Vec<_>>(), [7, 10]);
    assert_eq!(texts(&rows[0]), ["1", "x\n\"y\"", "2"]);
    let sheet = csv::open(&b"Title\ncode,a\n"[..], &has_code).unwrap();
    assert_eq!(sheet.preamble().iter().map(texts).collect::<Vec<_>>(), [["Title"]]);
    assert_eq!(sheet.header().number, 2);
}

#[test]
fn decomposed_vietnamese_is_composed() {
    let decomposed = "code,name\n1,Pho\u{31b}\u{300}ng \u{110}o\u{302}\u{300}ng\n";
    assert_eq!(texts(&read(decomposed.as_bytes()).unwrap()[0]), ["1", "Phờng Đồng"]);
}

#[test]
fn other_encodings_are_named_with_their_place() {
    // "Phường" as Windows-1258 writes it: ư 0xFD, ơ 0xF5, combining grave 0xCC.
    let windows = b"code,name\n1,An\n2,Ph\xFD\xF5\xCCng\n";
    assert_eq!(read(windows), Err(SheetError::NotUtf8 { line: 3, byte_offset: 19, hint: Some(Encoding::Windows1258) }));
    // "Xã đảo" in TCVN3: ã 0xB7, đ 0xAE, ả 0xB6.
    let tcvn3 = b"code,name\n1,X\xB7 \xAE\xB6o\n";
    assert_eq!(read(tcvn3), Err(SheetError::NotUtf8 { line: 2, byte_offset: 13, hint: Some(Encoding::Tcvn3) }));
    let utf16 = b"\xFF\xFEc\0o\0d\0e\0";
    assert_eq!(read(utf16), Err(SheetError::NotUtf8 { line: 1, byte_offset: 0, hint: Some(Encoding::Utf16) }));
    assert_eq!(read(b"code,name\n1,a\0b\n"), Err(SheetError::Nul { line: 2 }));
}

#[test]
fn a_broken_row_is_named_by_its_line() {
    assert_eq!(read(b"code,name\n1,a\n2,\"open\n3,b\n"), Err(SheetError::UnterminatedQuote { line: 3 }));
    assert_eq!(read(b"code,name\n1,\"a\" b\n"), Err(SheetError::AfterQuote { line: 2, column: 2 }));
    assert_eq!(read(b"code,name,x\n1,a,\n2,b"), Err(SheetError::CutOff { line: 3, expected: 3, found: 2 }));
    assert_eq!(read(b"code,name\r1,a\r2,b\r"), Err(SheetError::BareCarriageReturn { line: 1 }));
    assert_eq!(read(b"a,b\n1,2\n"), Err(SheetError::NoHeader { looked_at: 2 }));
    assert_eq!(read(b""), Err(SheetError::NoHeader { looked_at: 0 }));
}

#[test]
fn a_quote_left_open_in_a_long_file_is_found_without_reading_it_all() {
    let endless = (&b"code,name\n1,\"open\n"[..]).chain(std::io::repeat(b'7'));
    let mut sheet = csv::open(endless, &has_code).unwrap();
    assert_eq!(sheet.next(&mut Row::default()), Err(SheetError::UnterminatedQuote { line: 2 }));
    assert_eq!(sheet.next(&mut Row::default()), Ok(false));
}

#[test]
fn a_decimal_comma_taken_for_a_separator_is_an_error_and_the_rest_is_still_read() {
    let mut sheet = csv::open(&b"code,area\n1,12,5\n2,13\n"[..], &has_code).unwrap();
    let mut row = Row::default();
    assert_eq!(sheet.next(&mut row), Err(SheetError::ExtraCells { line: 2, expected: 2, found: 3 }));
    assert_eq!(sheet.next(&mut row), Ok(true));
    assert_eq!(texts(&row), ["2", "13"]);
    assert_eq!(sheet.next(&mut row), Ok(false));
}

#[test]
fn a_row_may_stop_early_or_stand_without_a_last_line_end() {
    let rows = read(b"code,a,b\n1\n2,x,y").unwrap();
    assert_eq!(rows[0].cell(2), &Cell::Empty);
    assert_eq!(texts(&rows[1]), ["2", "x", "y"]);
}

#[test]
fn a_header_beyond_the_first_look_and_a_file_longer_than_it_are_read_whole() {
    let mut text = String::from("code,name\n");
    for number in 0..40_000 {
        writeln!(text, "{number},Xã {number}").unwrap();
    }
    let rows = read(text.as_bytes()).unwrap();
    assert_eq!(rows.len(), 40_000);
    assert_eq!(rows.last().map(texts).unwrap(), ["39999", "Xã 39999"]);
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let mut file = b"code,name\n".to_vec();
        file.extend(&bytes);
        let _ = read(&file);
        let _ = read(&bytes);
    }

    #[test]
    fn bytes_that_matter_never_panic(bytes in "[\",;\t\r\nac\u{300} ]{0,200}") {
        let _ = read(format!("code,name,x\n{bytes}").as_bytes());
    }

    #[test]
    fn what_a_common_writer_quotes_is_read_back(rows in prop::collection::vec(prop::array::uniform3("[a-zđ\",;\r\n ]{0,8}"), 1..20)) {
        let mut writer = ::csv::Writer::from_writer(Vec::new());
        writer.write_record(["code", "a", "b"]).unwrap();
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let expected: Vec<Vec<String>> = rows
            .iter()
            .map(|row| row.iter().map(|text| text.trim().to_owned()).collect::<Vec<_>>())
            .filter(|row| row.iter().any(|text| !text.is_empty()))
            .collect();
        prop_assert_eq!(read(&bytes).unwrap().iter().map(texts).collect::<Vec<_>>(), expected);
    }
}
