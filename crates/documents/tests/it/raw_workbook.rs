//! Workbooks put together part by part, to build what no honest program writes.

use std::io::{Cursor, Write};

use documents::sheet::{Cell, Row, Sheet, SheetError, xlsx};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub const TYPES: &str = r#"<Types><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
pub const ROOT: &str = r#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
pub const BOOK: &str =
    r#"<workbook xmlns:r="r"><sheets><sheet name="Bìa" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
pub const BOOK_LINKS: &str = r#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="x/sharedStrings" Target="/xl/sharedStrings.xml"/><Relationship Id="rId3" Type="x/styles" Target="styles.xml"/></Relationships>"#;
pub const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
pub const TEXTS: &str = r#"<sst uniqueCount="99999999999999"><si><t>code</t></si><si><r><t xml:space="preserve">Xa&#771; </t></r><r><t>A &amp; B</t></r><rPh><t>no</t></rPh></si></sst>"#;

/// Any parts as a zip.
pub fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A workbook with one sheet, whose rows are given as XML.
pub fn with_rows(rows: &str) -> Vec<u8> {
    with_sheet(format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").as_bytes())
}

/// A workbook with one sheet part.
pub fn with_sheet(sheet: &[u8]) -> Vec<u8> {
    zip_of(&[
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_LINKS.as_bytes()),
        ("xl/sharedStrings.xml", TEXTS.as_bytes()),
        ("xl/styles.xml", STYLES.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

pub fn has_code(cells: &[Cell]) -> bool {
    cells.iter().any(|cell| cell.text() == Some("code"))
}

/// All rows below the header.
pub fn read(bytes: &[u8]) -> Result<Vec<Row>, SheetError> {
    read_within(bytes, &xlsx::Limits::default())
}

pub fn read_within(bytes: &[u8], limits: &xlsx::Limits) -> Result<Vec<Row>, SheetError> {
    let mut book = xlsx::open(Cursor::new(bytes), limits)?;
    let mut sheet = book.sheet(&has_code)?;
    let (mut rows, mut row) = (Vec::new(), Row::default());
    while sheet.next(&mut row)? {
        rows.push(row.clone());
    }
    Ok(rows)
}
