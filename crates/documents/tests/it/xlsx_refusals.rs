//! Workbooks that must be refused, each built here, and bytes that must never bring the reader down.

use documents::sheet::{SheetError, xlsx};
use proptest::prelude::*;

use crate::raw_workbook::{
    BOOK, BOOK_LINKS, ROOT, STYLES, TEXTS, TYPES, read, read_within, with_rows, with_sheet, zip_of,
};

const HEADER: &str = r#"<row r="1"><c r="A1" t="s"><v>0</v></c></row>"#;

fn spaces(bytes: usize) -> Vec<u8> {
    let mut sheet = format!("<worksheet><sheetData>{HEADER}").into_bytes();
    sheet.resize(bytes, b' ');
    sheet.extend(b"</sheetData></worksheet>");
    sheet
}

/// Writes another size over the declared one of the last part, in both places that declare it.
fn declare_last(bytes: &mut [u8], size: u32) {
    let last = |mark: &[u8], bytes: &[u8]| bytes.windows(4).rposition(|window| window == mark).unwrap();
    let central = last(b"PK\x01\x02", bytes);
    let local = last(b"PK\x03\x04", bytes);
    bytes[central + 24..central + 28].copy_from_slice(&size.to_le_bytes());
    bytes[local + 22..local + 26].copy_from_slice(&size.to_le_bytes());
}

#[test]
fn a_part_that_unpacks_to_far_more_than_its_size_is_refused_by_the_directory() {
    let bytes = with_sheet(&spaces(16 << 20));
    let error = read(&bytes).unwrap_err();
    assert!(
        matches!(&error, SheetError::ZipBomb { entry, actual, .. } if entry == "xl/worksheets/sheet1.xml" && *actual > 16 << 20),
        "{error:?}"
    );
}

#[test]
fn a_part_that_lies_about_its_size_is_stopped_while_it_unpacks() {
    let mut bytes = with_sheet(&spaces(16 << 20));
    declare_last(&mut bytes, 1000);
    let error = read(&bytes).unwrap_err();
    assert!(matches!(&error, SheetError::Malformed { part, .. } if part == "xl/worksheets/sheet1.xml"), "{error:?}");
}

#[test]
fn a_part_that_only_describes_the_workbook_is_counted_while_it_unpacks() {
    // Numbers pack badly, so neither the total nor the ratio is reached: only the count can stop this.
    let numbers: String = (0..900_000_u32).map(|number| number.wrapping_mul(2_654_435_761).to_string()).collect();
    let styles = format!("<styleSheet><!--{numbers}--></styleSheet>");
    let bytes = zip_of(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_LINKS.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
    ]);
    let error = read(&bytes).unwrap_err();
    assert!(
        matches!(&error, SheetError::ZipBomb { entry, limit, actual } if entry == "xl/styles.xml" && actual - limit < 100_000),
        "{error:?}"
    );
}

#[test]
fn many_parts_together_are_bounded_too() {
    let limits = xlsx::Limits { unpacked_bytes: 100_000, ..xlsx::Limits::default() };
    assert!(matches!(
        read_within(&with_sheet(&spaces(120_000)), &limits),
        Err(SheetError::ZipBomb { limit: 100_000, .. })
    ));
    assert_eq!(read_within(&with_sheet(&spaces(20_000)), &limits), Ok(vec![]));
}

#[test]
fn a_file_over_the_limit_is_not_even_opened() {
    let limits = xlsx::Limits { file_bytes: 100, ..xlsx::Limits::default() };
    let bytes = with_rows(HEADER);
    assert_eq!(read_within(&bytes, &limits), Err(SheetError::TooBig { limit: 100, actual: bytes.len() as u64 }));
}

#[test]
fn macros_are_refused_by_part_and_by_type() {
    let by_part = zip_of(&[("[Content_Types].xml", TYPES.as_bytes()), ("xl/vbaProject.bin", b"x")]);
    assert_eq!(read(&by_part), Err(SheetError::MacroWorkbook { entry: "xl/vbaProject.bin".into() }));
    let types =
        TYPES.replace("vnd.openxmlformats-officedocument.spreadsheetml.sheet", "vnd.ms-excel.sheet.macroEnabled");
    let by_type = zip_of(&[("[Content_Types].xml", types.as_bytes()), ("_rels/.rels", ROOT.as_bytes())]);
    assert_eq!(read(&by_type), Err(SheetError::MacroWorkbook { entry: "[Content_Types].xml".into() }));
}

#[test]
fn old_and_encrypted_workbooks_are_told_apart() {
    let mut old = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    old.extend([0; 600]);
    assert_eq!(read(&old), Err(SheetError::OldXls));
    old.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    old.extend([0; 600]);
    assert_eq!(read(&old), Err(SheetError::Encrypted));
}

#[test]
fn a_zip_with_an_encrypted_part_is_refused() {
    let mut bytes = with_rows(HEADER);
    let central = bytes.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap();
    bytes[central + 8] |= 1;
    assert_eq!(read(&bytes), Err(SheetError::Encrypted));
}

#[test]
fn a_value_longer_than_a_cell_can_hold_is_refused() {
    let row = |length| format!("{HEADER}<row r=\"2\"><c t=\"str\"><v>{}</v></c></row>", "7".repeat(length));
    assert!(read(&with_rows(&row(131_068))).is_ok());
    assert!(matches!(read(&with_rows(&row(131_069))), Err(SheetError::Malformed { row: Some(2), .. })));
}

#[test]
fn other_files_and_cut_off_ones_are_told_apart() {
    assert_eq!(read(b"<html><table></table></html>"), Err(SheetError::NotAWorkbook));
    assert_eq!(read(b""), Err(SheetError::NotAWorkbook));
    let word = zip_of(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]);
    assert_eq!(read(&word), Err(SheetError::NotAWorkbook));
    let whole = with_rows(HEADER);
    for kept in [whole.len() - 30, whole.len() / 2, 40] {
        let error = read(&whole[..kept]).unwrap_err();
        assert!(matches!(error, SheetError::Truncated { .. }), "{kept}: {error:?}");
    }
}

#[test]
fn a_sheet_whose_xml_stops_early_is_cut_off() {
    let sheet = format!("<worksheet><sheetData>{HEADER}<row r=\"2\"><c><v>1</v></c></row>");
    assert_eq!(
        read(&with_sheet(sheet.as_bytes())),
        Err(SheetError::Truncated { detail: "xl/worksheets/sheet1.xml".into() })
    );
}

#[test]
fn cells_that_break_the_format_are_named_by_their_row() {
    let broken = [
        r#"<row r="2"><c r="A4294967299"><v>1</v></c></row>"#,
        r#"<row r="2"><c r="ZZZZZZZZZZ2"><v>1</v></c></row>"#,
        r#"<row r="2"><c r="B9"><v>1</v></c></row>"#,
        r#"<row r="2"><c r="2"><v>1</v></c></row>"#,
        r#"<row r="2"><c t="s"><v>77</v></c></row>"#,
        r#"<row r="2"><c><v>inf</v></c></row>"#,
        r#"<row r="2"><c t="b"><v>yes</v></c></row>"#,
        r#"<row r="2"><c t="zz"><v>1</v></c></row>"#,
        r#"<row r="2"><c s="-1"><v>1</v></c></row>"#,
    ];
    for row in broken {
        let error = read(&with_rows(&format!("{HEADER}{row}"))).unwrap_err();
        assert!(matches!(error, SheetError::Malformed { row: Some(2), .. }), "{row}: {error:?}");
    }
    for number in ["0", "1", "4294967295", "x"] {
        let error = read(&with_rows(&format!("{HEADER}<row r=\"{number}\"/>"))).unwrap_err();
        assert!(matches!(error, SheetError::Malformed { .. }), "{number}: {error:?}");
    }
    assert_eq!(
        read(&with_rows(&format!("{HEADER}<row r=\"2\"><c r=\"XFD2\"><v>1</v></c></row>"))),
        Err(SheetError::TooManyColumns { line: 2, limit: 256 })
    );
    let entity = format!("{HEADER}<row r=\"2\"><c t=\"str\"><v>&lol;</v></c></row>");
    assert!(matches!(read(&with_rows(&entity)), Err(SheetError::Malformed { .. })));
}

/// Spoils one place of a text.
fn spoiled(text: &str, place: usize, with: &[u8]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    let at = place % (bytes.len() + 1);
    bytes.splice(at..(at + with.len()).min(text.len()), with.iter().copied());
    bytes
}

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..500)) {
        let _ = read(&bytes);
        let mut zip = b"PK\x03\x04".to_vec();
        zip.extend(&bytes);
        let _ = read(&zip);
        let _ = read(&with_sheet(&bytes));
    }

    #[test]
    fn a_spoiled_zip_never_panics(place in any::<usize>(), with in prop::collection::vec(any::<u8>(), 1..6)) {
        let mut bytes = with_rows(HEADER);
        let at = place % bytes.len();
        let end = (at + with.len()).min(bytes.len());
        bytes.splice(at..end, with);
        let _ = read(&bytes);
    }

    #[test]
    fn a_spoiled_part_never_panics(
        which in 0..7_usize,
        place in any::<usize>(),
        with in prop_oneof![
            prop::collection::vec(any::<u8>(), 1..6),
            "[0-9<>/\"=&;A-Z]{1,12}".prop_map(String::into_bytes),
        ],
    ) {
        let sheet = format!(
            "<worksheet><dimension ref=\"B2:A1\"/><sheetData>{HEADER}<row r=\"3\"><c r=\"A3\" s=\"1\"><v>46005</v></c>\
             <c t=\"s\"><v>1</v></c><c t=\"inlineStr\"><is><r><t>x_x0041_</t></r></is></c></row></sheetData></worksheet>"
        );
        let mut texts = [TYPES, ROOT, BOOK, BOOK_LINKS, TEXTS, STYLES, &sheet].map(|text| text.as_bytes().to_vec());
        let chosen = String::from_utf8(texts[which].clone()).unwrap();
        texts[which] = spoiled(&chosen, place, &with);
        let names = [
            "[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
            "xl/sharedStrings.xml", "xl/styles.xml", "xl/worksheets/sheet1.xml",
        ];
        let parts: Vec<(&str, &[u8])> = names.iter().copied().zip(texts.iter().map(Vec::as_slice)).collect();
        let _ = read(&zip_of(&parts));
    }
}
