//! Each fault is named with row, column, value and what was expected; nothing is written.

use std::io::Write as _;

use crate::{Desk, HEADINGS, anlanh, judge, stderr, text};

/// Expects exit code 2, nothing on standard output, and each passage on standard error.
#[track_caller]
fn refused(desk: &Desk, name: &str, bytes: impl AsRef<[u8]>, says: &[&str]) {
    let file = desk.file(name, bytes);
    let output = anlanh(&["classify", text(&file), "--year", "2025", "--format", "json"]);
    let complaint = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{complaint}");
    assert!(output.stdout.is_empty());
    for passage in says {
        assert!(complaint.contains(passage), "{passage:?} is not in:\n{complaint}");
    }
    assert!(!complaint.contains("panicked"), "{complaint}");
}

fn row(changes: &[(usize, &str)]) -> String {
    let mut cells = "14845,10000,50,0,2,10,0,0,none,40,3,0".split(',').collect::<Vec<_>>();
    for (at, cell) in changes {
        cells[*at] = cell;
    }
    format!("{HEADINGS}\n{}\n", cells.join(","))
}

#[test]
fn codes() {
    let desk = Desk::new();
    refused(&desk, "a.csv", row(&[(0, "99999")]), &["Dòng 2", "“code”", "“99999”", "không có đơn vị nào"]);
    refused(&desk, "b.csv", row(&[(0, "12310")]), &["“12310”", "xã Phú Thịnh", "12313 xã Đức Hợp"]);
    refused(&desk, "c.csv", row(&[(0, "")]), &["thiếu mã đơn vị"]);
    refused(&desk, "d.csv", row(&[(0, "38")]), &["cấp khác"]);
    refused(&desk, "e.csv", row(&[(0, "Mường Lát")]), &["5 chữ số"]);
    let twice = format!("{}14845,10000,50,0,2,10,0,0,none,40,3,0\n", row(&[]));
    refused(&desk, "f.csv", twice, &["Dòng 3", "đã có ở dòng 2"]);
    refused(
        &desk,
        "g.csv",
        "code,name,use_sites\n12313,Mai Động,0\n",
        &["Mai Động", "xã Đức Hợp", "trước kia của xã Mai Động"],
    );
    refused(&desk, "h.csv", "code,name,use_sites\n99999,Đức Hợp,0\n", &["12313 xã Đức Hợp"]);
    refused(&desk, "i.csv", "code,tỉnh,use_sites\n12313,Thái Bình,0\n", &["thuộc tỉnh Hưng Yên"]);
}

#[test]
fn numbers() {
    let desk = Desk::new();
    refused(&desk, "a.csv", row(&[(2, "-1")]), &["addicts_on_file", "“-1”", "nhỏ hơn 0"]);
    refused(&desk, "b.csv", row(&[(2, "1.5")]), &["số nguyên"]);
    refused(&desk, "c.csv", row(&[(2, "\"12,5\"")]), &["“12,5”", "số nguyên"]);
    refused(&desk, "d.csv", row(&[(2, "\"1,234\"")]), &["1.234", "1234"]);
    refused(&desk, "e.csv", row(&[(7, "1.234")]), &["plant_area_m2", "1234", "1,2340"]);
    refused(&desk, "f.csv", row(&[(2, "nhiều")]), &["“nhiều”", "số nguyên từ 0"]);
    refused(&desk, "g.csv", row(&[(1, "0")]), &["population", "lớn hơn 0"]);
    refused(&desk, "h.csv", row(&[(1, "49")]), &["“50”", "lớn hơn tổng số 49"]);
    refused(&desk, "i.csv", row(&[(1, "60"), (3, "20"), (9, "0")]), &["70", "lớn hơn tổng số 60"]);
    refused(&desk, "j.csv", row(&[(5, "18 vụ")]), &["offenders_arrested", "số vụ", "NGƯỜI"]);
    refused(&desk, "k.csv", row(&[(8, "quốc lộ")]), &["key_route", "none, local hoặc inter"]);
    refused(&desk, "l.csv", row(&[(1, "99999999999999999999999")]), &["quá lớn"]);
}

#[test]
fn grouped_thousands_are_read_and_said() {
    let desk = Desk::new();
    let file = desk.file("a.csv", row(&[(1, "10.000"), (7, "\"12,5\"")]));
    let judged = judge(&file, &[]);
    assert_eq!(
        (&judged["units"][0]["facts"]["population"], &judged["units"][0]["facts"]["plant_area_m2"]),
        (&10_000.into(), &12.5.into())
    );
    assert!(judged["notices"].to_string().contains("10.000"), "{}", judged["notices"]);
}

#[test]
fn another_number_of_communes_than_registered_is_taken_and_said() {
    let desk = Desk::new();
    let file = desk.file("p.csv", "code,communes_total,communes_type_1_2\n38,100,3\n08,124,3\n");
    let judged = judge(&file, &["--level", "province"]);
    let notices = judged["notices"].to_string();
    assert!(notices.contains("ghi 100 xã, danh mục có 166") && !notices.contains("124"), "{notices}");
}

#[test]
fn every_fault_is_listed() {
    let desk = Desk::new();
    let rows = "99999,abc,-1,,,,,,,,,\n14845,0,3,,,,,,,,,\n";
    refused(&desk, "a.csv", format!("{HEADINGS}\n{rows}"), &["“99999”", "“abc”", "“-1”", "lớn hơn 0", "4 lỗi"]);
}

#[test]
fn headings() {
    let desk = Desk::new();
    refused(&desk, "a.csv", "code,populaton\n14845,1\n", &["Dòng 1", "“populaton”", "population, addicts_on_file"]);
    refused(&desk, "b.csv", "code,Số vụ bắt giữ\n14845,1\n", &["số vụ", "NGƯỜI"]);
    refused(&desk, "c.csv", "code,use_sites,use_sites\n14845,1,1\n", &["đã có ở một cột trước"]);
    refused(&desk, "d.csv", "ten,gia\nMường Lát,1\n", &["tiêu đề"]);
    refused(&desk, "e.csv", "", &["tiêu đề"]);
    refused(&desk, "f.csv", format!("{HEADINGS}\n"), &["không có dòng số liệu"]);
    refused(&desk, "g.csv", "code,year,use_sites\n14845,2024,1\n", &["“2024”", "năm đánh giá 2025"]);
}

#[test]
fn encodings_and_broken_files() {
    let desk = Desk::new();
    // "Mã" in Windows-1258.
    refused(&desk, "a.csv", b"M\xe3,use_sites\n14845,1\n", &["UTF-8", "CSV UTF-8"]);
    refused(&desk, "b.csv", b"\xff\xfec\0o\0d\0e\0", &["UTF-16"]);
    refused(&desk, "c.csv", format!("{HEADINGS}\n14845,10000,5"), &["cắt cụt", "dòng 2"]);
    refused(&desk, "d.csv", "code,use_sites\n\"14845,1\n", &["ngoặc kép"]);
    refused(&desk, "e.csv", "code,plant_area_m2\n14845,12,5\n", &["3 ô", "tiêu đề có 2"]);
    refused(&desk, "f.csv", b"code,use_sites\n14845,\x001\n", &["rỗng"]);
    refused(&desk, "g.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0", &["Excel"]);
    refused(&desk, "h.xlsx", b"PK\x03\x04 not really", &["sổ"]);
}

#[test]
fn workbooks_are_refused_for_what_they_are() {
    let desk = Desk::new();
    let template = desk.path("t.xlsx");
    let made = anlanh(&["template", "facts", "--province", "38", "--year", "2026", "--out", text(&template)]);
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    let bytes = std::fs::read(&template).expect("written");
    refused(&desk, "cut.xlsx", &bytes[..bytes.len() / 2], &["cắt cụt"]);
    refused(&desk, "year.xlsx", &bytes, &["2026", "năm đánh giá 2025"]);
    refused(&desk, "macro.xlsx", zipped(&bytes, Some(("xl/vbaProject.bin", b"macro"))), &["macro"]);
    refused(&desk, "bomb.xlsx", bomb(), &["bung ra", "từ chối"]);
}

/// A copy of a workbook with one part more.
fn zipped(workbook: &[u8], more: Option<(&str, &[u8])>) -> Vec<u8> {
    let mut old = zip::ZipArchive::new(std::io::Cursor::new(workbook)).expect("a workbook");
    let mut new = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for n in 0..old.len() {
        new.raw_copy_file(old.by_index(n).expect("a part")).expect("copied");
    }
    if let Some((name, bytes)) = more {
        new.start_file(name, zip::write::SimpleFileOptions::default()).expect("started");
        new.write_all(bytes).expect("written");
    }
    new.finish().expect("finished").into_inner()
}

/// A sheet of half a gigabyte of blanks in half a megabyte of file.
fn bomb() -> Vec<u8> {
    let mut book = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let parts = [
        (
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
        ),
        (
            "_rels/.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
        ),
        (
            "xl/workbook.xml",
            r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="So_lieu" sheetId="1" r:id="r1"/></sheets></workbook>"#,
        ),
        (
            "xl/_rels/workbook.xml.rels",
            r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
        ),
    ];
    for (name, body) in parts {
        book.start_file(name, zip::write::SimpleFileOptions::default()).expect("started");
        book.write_all(body.as_bytes()).expect("written");
    }
    book.start_file("xl/worksheets/sheet1.xml", zip::write::SimpleFileOptions::default()).expect("started");
    let blanks = vec![b' '; 1 << 20];
    for _ in 0..300 {
        book.write_all(&blanks).expect("written");
    }
    book.finish().expect("finished").into_inner()
}
