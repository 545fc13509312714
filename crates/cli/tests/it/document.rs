//! `anlanh document`: an office's own template before it is in use.

use std::io::{Cursor, Read as _, Write as _};

use crate::{Desk, anlanh, stderr, stdout, text};

/// A preview of a shipped form as a `.docx`, with its words changed.
fn template(desk: &Desk, name: &str, change: impl Fn(&str) -> String) -> std::path::PathBuf {
    let sound = desk.path("goc.docx");
    let made = anlanh(&["forms", "preview", "pl3-08", "--to", text(&sound)]);
    assert!(made.status.success(), "{}", stderr(&made));
    let bytes = std::fs::read(&sound).expect("written");
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).expect("a part");
        let name = part.name().expect("UTF-8").into_owned();
        let mut content = String::new();
        part.read_to_string(&mut content).expect("UTF-8");
        to.start_file(&name, zip::write::SimpleFileOptions::default()).expect("in memory");
        let content = if name == "word/document.xml" { change(&content) } else { content };
        to.write_all(content.as_bytes()).expect("in memory");
    }
    desk.file(name, to.finish().expect("in memory").into_inner())
}

#[test]
fn a_sound_template_is_clean_and_can_be_seen_filled() {
    let desk = Desk::new();
    let file = template(&desk, "mau.docx", |xml| xml.replace("NGUYỄN THỊ GIẢ ĐỊNH", "{{person.name|upper}}"));
    let said = anlanh(&["document", "lint", text(&file)]);
    assert_eq!(said.status.code(), Some(0), "{}", stderr(&said));
    assert!(stdout(&said).contains("không có lỗi"), "{}", stdout(&said));
    let to = desk.path("xem.docx");
    let seen = anlanh(&["document", "preview", text(&file), "--to", text(&to)]);
    assert!(seen.status.success(), "{}", stderr(&seen));
    assert!(std::fs::read(&to).expect("written").starts_with(b"PK\x03\x04"));
}

#[test]
fn faults_of_a_template_are_told_with_place_value_and_remedy() {
    let desk = Desk::new();
    let change = |xml: &str| {
        xml.replace("Độc lập - Tự do - Hạnh phúc", "Độc lập – Tự do – Hạnh phúc")
            .replace("NGUYỄN THỊ GIẢ ĐỊNH", "{{person.nme}}")
    };
    let file = template(&desk, "pl3-08.docx", change);
    let said = anlanh(&["document", "lint", text(&file)]);
    assert_eq!(said.status.code(), Some(2));
    let said = stderr(&said);
    for words in [
        "word/document.xml, đoạn",
        "không có chỗ điền tên person.nme; gần nhất là person.name",
        "thiếu chỗ điền person.name",
        "Cần xem: Không thấy Tiêu ngữ",
        "mục II.1b",
    ] {
        assert!(said.contains(words), "{words} in\n{said}");
    }
    let json = anlanh(&["--lang", "en", "document", "lint", text(&file), "--format", "json"]);
    assert_eq!(json.status.code(), Some(2));
    let answer: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    assert_eq!(answer["clean"], false);
    let findings = answer["findings"].as_array().expect("a list");
    let of = |code: &str| findings.iter().find(|one| one["code"] == code).expect("it is told");
    assert_eq!(of("unknown_placeholder")["part"], "word/document.xml");
    assert!(of("unknown_placeholder")["paragraph"].as_u64().is_some_and(|paragraph| paragraph > 1));
    assert_eq!(of("motto")["severity"], "warning");
}

#[test]
fn faults_of_a_form_are_told_with_their_line() {
    let desk = Desk::new();
    let own = stdout(&anlanh(&["forms", "show", "pl3-08"])).replace("{person.name|upper}", "{person.nam}");
    let own = own.replace("&identity", "Tên: {person.nam}\n&identity");
    let file = desk.file("pl3-08.toml", &own);
    let json = anlanh(&["document", "lint", text(&file), "--format", "json"]);
    assert_eq!(json.status.code(), Some(2), "{}", stderr(&json));
    let answer: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let line = own.lines().position(|line| line.contains("person.nam}")).expect("it stands there") + 1;
    assert_eq!(answer["findings"][0]["code"], "unknown_placeholder");
    assert_eq!(answer["findings"][0]["line"], line);
    let shipped = desk.file("pl3-10.toml", stdout(&anlanh(&["forms", "show", "pl3-10"])));
    assert_eq!(anlanh(&["document", "lint", text(&shipped)]).status.code(), Some(0));
    let letterhead = desk.file("letterhead.toml", stdout(&anlanh(&["forms", "show", "letterhead"])));
    assert_eq!(anlanh(&["document", "lint", text(&letterhead)]).status.code(), Some(0));
}

#[test]
fn what_is_no_template_is_refused_in_a_sentence() {
    let desk = Desk::new();
    let with_field = |xml: &str| xml.replace("<w:body>", r#"<w:body><w:p><w:fldSimple w:instr="DDEAUTO x"/></w:p>"#);
    let active = template(&desk, "chay.docx", with_field);
    let cut = desk.file("cut.docx", &std::fs::read(&active).expect("written")[..900]);
    let plain = desk.file("plain.docx", "chữ");
    let bytes = desk.file("bytes.toml", b"schema = 1\nid = \"\xff\"\n");
    for (file, words) in [
        (&active, "trường DDEAUTO"),
        (&cut, "cắt cụt"),
        (&plain, "Không phải văn bản .docx"),
        (&bytes, "dòng 2: không phải văn bản UTF-8"),
    ] {
        let said = anlanh(&["document", "lint", text(file)]);
        assert_eq!(said.status.code(), Some(2));
        assert!(stderr(&said).contains(words), "{words} in {}", stderr(&said));
    }
    let none = anlanh(&["document", "lint", text(&desk.path("none.docx"))]);
    assert_eq!(none.status.code(), Some(2), "{}", stderr(&none));
    assert!(stderr(&none).contains("không có tệp này") && !stderr(&none).contains("os error"), "{}", stderr(&none));
}

#[test]
fn the_paper_is_named_whatever_the_file_is_called() {
    let desk = Desk::new();
    let plain = template(&desk, "bat-ky.docx", ToOwned::to_owned);
    let held = anlanh(&["document", "lint", text(&plain), "--form", "pl3-08"]);
    assert_eq!(held.status.code(), Some(2), "{}", stdout(&held));
    assert!(stderr(&held).contains("thiếu chỗ điền person.name"), "{}", stderr(&held));
    let full = template(&desk, "khac.docx", |xml| xml.replace("NGUYỄN THỊ GIẢ ĐỊNH", "{{person.name|upper}}"));
    let told = anlanh(&["document", "lint", text(&full), "--format", "json"]);
    let told: serde_json::Value = serde_json::from_slice(&told.stdout).expect("JSON");
    let serves = told["serves"].as_array().expect("a list");
    assert!(told["form"].is_null() && (!serves.is_empty() || told["nearest"].is_object()), "{told}");
    for form in serves {
        let form = form.as_str().expect("an id");
        let held = anlanh(&["document", "lint", text(&full), "--form", form]);
        assert_eq!(held.status.code(), Some(0), "{form}: {}", stderr(&held));
        assert!(stdout(&held).contains(&format!("Đã đối chiếu với {form}.")), "{}", stdout(&held));
    }
    let none = anlanh(&["document", "lint", text(&full), "--form", "pl9-99"]);
    assert_eq!(none.status.code(), Some(64));
    assert!(stderr(&none).contains("“pl9-99”") && stderr(&none).contains("kh192-xa"), "{}", stderr(&none));
}
