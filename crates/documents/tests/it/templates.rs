//! The facts template, written and read back by our own readers.

use std::collections::BTreeMap;
use std::io::Cursor;

use documents::facts_template::{self, FactsTemplate, Guidance, InputKind, Refusals, TemplateColumn};
use documents::sheet::{Cell, Row, Sheet, csv, xlsx};

fn template() -> FactsTemplate {
    let column =
        |heading: &str, kind| TemplateColumn {
            heading: heading.into(), note: format!("{heading}: định nghĩa"), kind
        };
    FactsTemplate {
        year: 2025,
        level: "commune".into(),
        pack: "vn-qd28-2025".into(),
        title: "Số liệu năm 2025 (giả định)".into(),
        notes: vec!["Ô để trống nghĩa là chưa biết.".into(), "Không sửa cột mã.".into()],
        fixed: ["Mã".into(), "Tên đơn vị".into(), "Tỉnh".into()],
        columns: vec![
            column("Nhân khẩu", InputKind::Count),
            column("Diện tích (m2)", InputKind::Area),
            column("Tuyến", InputKind::Choice(vec!["Không".into(), "Nội tỉnh".into(), "Liên tỉnh".into()])),
        ],
        units: (1..=40).map(|code| [format!("{code:05}"), format!("Xã {code}"), "Thanh Hóa".into()]).collect(),
        guidance: Guidance {
            title: "Hướng dẫn".into(),
            headings: vec!["Cột".into(), "Điều".into()],
            rows: vec![vec!["Nhân khẩu".into(), "Điều 4".into()]],
        },
        refusals: Refusals { count: "Nhập số nguyên từ 0.".into(), ..Refusals::default() },
    }
}

fn is_header(cells: &[Cell]) -> bool {
    cells.first().and_then(Cell::text) == Some("Mã")
}

fn expected_meta() -> BTreeMap<String, String> {
    [("template", "facts"), ("year", "2025"), ("level", "commune"), ("pack", "vn-qd28-2025")]
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .into()
}

#[test]
fn what_was_written_is_read_back() {
    let bytes = facts_template::write(&template()).unwrap();
    let mut book = xlsx::open(Cursor::new(&bytes), &xlsx::Limits::default()).unwrap();
    assert_eq!(*book.meta(), expected_meta());
    assert_eq!(book.visible_sheets(), ["So_lieu", "Huong_dan"]);
    let mut sheet = book.sheet(&is_header).unwrap();
    assert_eq!(facts_template::stamp(sheet.preamble()), expected_meta());
    let headings: Vec<_> = sheet.header().cells.iter().filter_map(Cell::text).collect();
    assert_eq!(headings, ["Mã", "Tên đơn vị", "Tỉnh", "Nhân khẩu", "Diện tích (m2)", "Tuyến"]);
    assert_eq!(sheet.header().number, 4);
    let (mut row, mut codes) = (Row::default(), Vec::new());
    while sheet.next(&mut row).unwrap() {
        assert_eq!(row.cells.len(), 3, "nothing is filled in yet");
        codes.push((row.number, row.cell(0).to_string()));
    }
    assert_eq!(codes.len(), 40);
    assert_eq!(codes[6], (11, "00007".to_owned()));
}

#[test]
fn saved_as_csv_it_is_still_known() {
    let text = "Số liệu;;\n\"Ô để trống\nnghĩa là chưa biết\";;\nanlanh: level=commune; pack=p; year=2024;;\nMã;Tên đơn vị;Tỉnh\n00001;Xã 1;Thanh Hóa\n";
    // A stamp with semicolons stands in quotes when a spreadsheet program saves it.
    let text = text.replace("anlanh: level=commune; pack=p; year=2024", "\"anlanh: level=commune; pack=p; year=2024\"");
    let sheet = csv::open(text.as_bytes(), &is_header).unwrap();
    let stamp = facts_template::stamp(sheet.preamble());
    assert_eq!(stamp.get("year").map(String::as_str), Some("2024"));
    assert_eq!(stamp.get("level").map(String::as_str), Some("commune"));
}

#[test]
fn the_same_template_gives_the_same_bytes() {
    assert_eq!(facts_template::write(&template()).unwrap(), facts_template::write(&template()).unwrap());
}

#[test]
fn typing_is_guided_by_validations_and_notes() {
    let bytes = facts_template::write(&template()).unwrap();
    let part = |name: &str| {
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
    };
    let sheet = part("xl/worksheets/sheet1.xml");
    assert!(sheet.contains(r#"<dataValidations count="3">"#));
    assert!(sheet.contains(r#"sqref="D5:D44""#));
    assert!(sheet.contains("<formula1>\"Không,Nội tỉnh,Liên tỉnh\"</formula1>"));
    assert!(sheet.contains(r#"state="frozen""#));
    assert!(part("xl/comments1.xml").contains("Nhân khẩu: định nghĩa"));
}

#[test]
fn a_template_without_units_can_be_written() {
    let empty = FactsTemplate { units: Vec::new(), ..template() };
    assert!(facts_template::write(&empty).is_ok());
}
