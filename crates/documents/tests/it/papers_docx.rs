//! Papers as files to edit.

use std::io::{Cursor, Read as _};

use documents::paper::{Key, Paper};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::papers::{filled, forms, outside, sample};

fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let one = |index| {
        let mut file = zip.by_index(index).expect("a part");
        let mut text = String::new();
        file.read_to_string(&mut text).expect("UTF-8");
        (file.name().expect("UTF-8").into_owned(), text)
    };
    (0..8).map(one).collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    parts(bytes).into_iter().find(|(own, _)| own == name).map(|(_, text)| text).expect("the part is there")
}

/// The text of the main part, paragraph by paragraph, and whether each element is closed.
fn text_of(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut text = String::new();
    let mut depth = 0_usize;
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(_) => depth += 1,
            Event::End(end) => {
                depth -= 1;
                if end.name().as_ref() == "w:p" {
                    text.push('\n');
                }
            }
            Event::Text(part) => text.push_str(&part.xml10_content()),
            Event::GeneralRef(name) => text.push_str(match name.as_ref() {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                other => panic!("&{other};"),
            }),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "every element is closed");
    text
}

/// Letters and signs of a paper in the order of reading, without spaces, dots to write on and the marks of its plain text.
pub fn letters(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric() || "/():;,-+&<>\"".contains(*sign)).collect()
}

/// The plain text of a model without the signs at the head of its lines.
pub fn model(paper: &Paper) -> String {
    let mut lines = Vec::new();
    for line in paper.to_text().lines() {
        let (sign, rest) = line.split_once(' ').unwrap_or((line, ""));
        lines.push(match sign {
            "[x]" => format!("x{rest}"),
            "…" | "---" => String::new(),
            _ => rest.to_owned(),
        });
    }
    letters(&lines.join("\n"))
}

#[test]
fn every_form_is_a_sound_file_with_the_words_of_its_model() {
    let forms = forms();
    for form in forms.all() {
        let paper = filled(&forms, form, &sample()).paper;
        let bytes = paper.docx().expect("a file");
        for (name, text) in parts(&bytes) {
            text_of(&text);
            assert!(!name.is_empty());
        }
        assert_eq!(letters(&text_of(&part(&bytes, "word/document.xml"))), model(&paper), "{}", form.id);
        assert_eq!(bytes, paper.docx().expect("a file"), "the same paper gives the same bytes");
    }
}

#[test]
fn a_file_has_the_parts_that_a_word_processor_asks_for() {
    let forms = forms();
    let paper = filled(&forms, forms.get("pl3-04").expect("shipped"), &sample()).paper;
    let bytes = paper.docx().expect("a file");
    let names: Vec<String> = parts(&bytes).into_iter().map(|(name, _)| name).collect();
    let types = part(&bytes, "[Content_Types].xml");
    for name in names.iter().filter(|name| !name.contains("rels") && *name != "[Content_Types].xml") {
        assert!(types.contains(&format!("\"/{name}\"")), "{name} has a type");
    }
    let relations = part(&bytes, "word/_rels/document.xml.rels");
    for target in ["styles.xml", "settings.xml", "header1.xml"] {
        assert!(relations.contains(&format!("Target=\"{target}\"")) && names.contains(&format!("word/{target}")));
    }
    let document = part(&bytes, "word/document.xml");
    // A4, 20–25, 20–25, 30–35, 15–20 mm; the number of the page from page 2
    for said in
        [r#"w:w="11906" w:h="16838""#, r#"w:top="1133" w:right="850" w:bottom="1133" w:left="1700""#, "<w:titlePg/>"]
    {
        assert!(document.contains(said), "{said}");
    }
    assert!(part(&bytes, "word/header1.xml").contains(" PAGE "));
    let styles = part(&bytes, "word/styles.xml");
    assert!(styles.contains("Times New Roman") && styles.contains(r#"<w:sz w:val="28"/>"#) && styles.contains("vi-VN"));
    // bold stands on the run, where it is seen
    assert!(document.contains(r#"<w:rPr><w:b/><w:bCs/></w:rPr><w:t xml:space="preserve">NGUYỄN THỊ GIẢ ĐỊNH</w:t>"#));
    assert!(document.contains(r#"w:firstLine="720""#), "1.27 cm");
}

#[test]
fn a_wide_list_lies_across() {
    let forms = forms();
    let bytes = filled(&forms, forms.get("pl3-10").expect("shipped"), &sample()).paper.docx().expect("a file");
    assert!(part(&bytes, "word/document.xml").contains(r#"w:w="16838" w:h="11906" w:orient="landscape""#));
}

#[test]
fn a_warning_comes_before_all_else() {
    let forms = forms();
    let warned = documents::paper::Outside { warning: Some("Đang khiếu nại".to_owned()), ..outside() };
    let paper = forms.get("pl3-04").expect("shipped").fill(&sample(), forms.letterhead(), &warned).paper;
    let text = text_of(&part(&paper.docx().expect("a file"), "word/document.xml"));
    let at = |words: &str| text.find(words).expect("it stands there");
    assert!(at("Đang khiếu nại") < at("QUYẾT ĐỊNH"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_name_makes_a_sound_file(name in any::<String>()) {
        let forms = forms();
        let mut values = sample();
        values.set(Key::PersonName, &name);
        let paper = filled(&forms, forms.get("pl3-09").expect("shipped"), &values).paper;
        let text = text_of(&part(&paper.docx().expect("a file"), "word/document.xml"));
        prop_assert_eq!(letters(&text), model(&paper));
    }
}
