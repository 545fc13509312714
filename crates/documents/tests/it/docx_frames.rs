//! The frame of an office: whatever it issues is poured into it, and keeps its words.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read as _};

use documents::paper::{self, Outside, Paper, Values};
use documents::template::{Fault, Filling, Purpose, Slot, Template, starter};
use jiff::civil::date;

use crate::officials::samples;

fn forms() -> paper::Forms {
    paper::shipped().expect("the shipped forms can be read")
}

fn begun() -> Vec<u8> {
    starter(forms().letterhead()).expect("it is written")
}

fn document_of(docx: &[u8]) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).expect("a zip");
    let mut text = String::new();
    zip.by_name("word/document.xml").expect("its document").read_to_string(&mut text).expect("UTF-8");
    text
}

/// The same file with another document in it.
fn with_document(docx: &[u8], document: &str) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(Cursor::new(docx)).expect("a zip");
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).expect("UTF-8");
        out.start_file(&name, zip::write::SimpleFileOptions::default()).expect("in memory");
        let text = if name == "word/document.xml" { document } else { &text };
        std::io::Write::write_all(&mut out, text.as_bytes()).expect("in memory");
    }
    out.finish().expect("in memory").into_inner()
}

fn poured(template: &[u8], paper: &Paper, figures: &BTreeMap<String, String>) -> Vec<u8> {
    let (forms, values) = (forms(), Values::default());
    let outside = Outside {
        made_on: date(2027, 1, 5),
        warning: paper.warning.clone(),
        notes: vec!["Theo mẫu của cơ quan, bản 2".to_owned()],
    };
    let filling =
        Filling { values: &values, paper: Some(paper), figures, letterhead: forms.letterhead(), outside: &outside };
    Template::read(template).expect("a template").pour(filling).expect("it is written").docx
}

fn words(docx: &[u8]) -> String {
    let text = document_of(docx).replace("</w:p>", "\n").replace("<w:br/>", "\n");
    let parts = text.split('<').map(|part| part.split_once('>').map_or(part, |(_, words)| words));
    parts.collect::<String>().replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"")
}

fn faults(bytes: &[u8], purpose: Purpose<'_>) -> Vec<Fault> {
    let found = Template::read(bytes).expect("a template").check(&forms(), purpose);
    found.into_iter().map(|finding| finding.fault).filter(|fault| !fault.is_warning()).collect()
}

#[test]
fn the_frame_to_begin_with_has_nothing_to_be_told() {
    let none = BTreeSet::new();
    for purpose in [Purpose::Document(&none), Purpose::Any, Purpose::Form("pl3-08")] {
        let found = Template::read(&begun()).expect("a template").check(&forms(), purpose);
        assert_eq!(found, [], "{purpose:?}");
    }
    assert!(Template::read(&begun()).expect("a template").is_frame());
}

#[test]
fn whatever_an_office_issues_keeps_its_words_in_its_frame() {
    for (name, official) in samples::all(forms().letterhead()) {
        let paper = official.paper(forms().letterhead());
        let docx = poured(&begun(), &paper, &BTreeMap::new());
        Template::read(&docx).expect("what is filled can be read again");
        let said = words(&docx);
        assert!(!said.contains("{{"), "{name}: {said}");
        assert!(said.contains("Theo mẫu của cơ quan, bản 2"), "{name}");
        let own = words(&paper.docx().expect("a file"));
        let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let flat = plain(&said);
        for line in own.lines().map(plain).filter(|line| !line.is_empty()) {
            assert!(flat.contains(&line), "{name}: {line} in\n{said}");
        }
        let across = paper.annexes.iter().filter(|annex| annex.landscape).count();
        assert_eq!(document_of(&docx).matches(r#"w:orient="landscape""#).count(), across, "{name}");
    }
}

#[test]
fn an_annex_across_leaves_the_pages_before_it_upright() {
    let official = samples::all(forms().letterhead()).into_iter();
    let paper = official
        .map(|(_, official)| official.paper(forms().letterhead()))
        .find(|paper| paper.annexes.iter().any(|annex| annex.landscape))
        .expect("a sample with an annex across");
    let document = document_of(&poured(&begun(), &paper, &BTreeMap::new()));
    let first = document.find("<w:pgSz").and_then(|at| document.get(at..at + 40)).expect("a sheet");
    assert!(first.starts_with(r#"<w:pgSz w:w="11906" w:h="16838""#), "{first}");
    let last = document.rfind("<w:sectPr").and_then(|at| document.get(at..)).expect("the last pages");
    let across = paper.annexes.last().is_some_and(|annex| annex.landscape);
    assert_eq!(last.contains("landscape"), across, "{last}");
    assert!(!last.contains("titlePg") && last.contains("headerReference"), "its pages bear their numbers: {last}");
}

#[test]
fn what_a_frame_lacks_or_has_in_the_wrong_place_is_named() {
    let none = BTreeSet::new();
    let document = document_of(&begun());
    let without = document.replace("{{document.number}}", "Số:").replace("{{document.signature}}", "");
    assert_eq!(
        faults(&with_document(&begun(), &without), Purpose::Document(&none)),
        [Fault::NoPlace(Slot::Number), Fault::NoPlace(Slot::Signature)]
    );
    let beside = document.replace("{{document.content}}", "Nội dung: {{document.content}}");
    assert_eq!(faults(&with_document(&begun(), &beside), Purpose::Document(&none)), [Fault::NotAlone(Slot::Content)]);
    let odd = document.replace("{{document.subject}}", "{{subject}} {{person.name}} {{figure.nguoi}} {{figure.khac}}");
    let known = BTreeSet::from(["nguoi".to_owned()]);
    assert_eq!(
        faults(&with_document(&begun(), &odd), Purpose::Document(&known)),
        [
            Fault::Unknown { name: "subject".to_owned(), nearest: Some("document.subject") },
            Fault::NotHere("person.name".to_owned()),
            Fault::Unknown { name: "figure.khac".to_owned(), nearest: None },
        ]
    );
    let twice = document.replace("{{document.signature}}", "{{document.content}}");
    assert_eq!(
        faults(&with_document(&begun(), &twice), Purpose::Document(&none)),
        [Fault::NoPlace(Slot::Signature), Fault::Twice(Slot::Content)]
    );
}

#[test]
fn a_figure_stands_where_the_frame_names_it_and_is_never_markup() {
    let document = document_of(&begun()).replace("{{document.subject}}", "{{document.subject}}: {{figure.nguoi}}");
    let figures = BTreeMap::from([("nguoi".to_owned(), "12 <người> & {{document.body}}".to_owned())]);
    let (_, official) = samples::all(forms().letterhead()).into_iter().next().expect("a sample");
    let docx = poured(&with_document(&begun(), &document), &official.paper(forms().letterhead()), &figures);
    assert!(words(&docx).contains(": 12 <người> & {{document.body}}"), "{}", words(&docx));
}
