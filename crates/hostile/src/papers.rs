//! Forms of papers that an office may put in the place of the shipped ones, and its own files of a word processor.

use documents::paper::{Forms, Outside, sample, shipped};
use documents::template::Template;
use jiff::civil::date;

use crate::Target;

pub const PAPER: Target = Target { name: "paper", seeds: forms, read: paper, cases: 60 };

pub const TEMPLATE: Target = Target { name: "template", seeds: templates, read: template, cases: 400 };

fn forms() -> Vec<Vec<u8>> {
    let texts = ["pl3-08", "pl3-05", "pl3-10", "letterhead"].into_iter().filter_map(Forms::source);
    texts.map(|text| text.as_bytes().to_vec()).collect()
}

/// An office's file is taken or each fault is told; what is taken can be filled and written.
fn paper(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let name = if text.contains("[office.") { "letterhead" } else { "pl3-08" };
    let files = [(name.to_owned(), text.to_owned())];
    let (forms, _) = Forms::of_office(&files).expect("the shipped forms can be read");
    let form = forms.get("pl3-08").expect("a refused file leaves the shipped form");
    assert_eq!(forms.check(form), [], "a form with a fault is in use");
    let values = sample().expect("the sample can be read");
    let outside = Outside { made_on: date(2027, 1, 5), warning: None, notes: Vec::new() };
    let filled = form.fill(&values, forms.letterhead(), &outside).paper;
    filled.docx().expect("what is filled can be written");
}

/// A paper of ours, and one whose words are placeholders.
fn templates() -> Vec<Vec<u8>> {
    let forms = shipped().expect("the shipped forms can be read");
    let outside = Outside { made_on: date(2027, 1, 5), warning: None, notes: Vec::new() };
    let mut values = sample().expect("the sample can be read");
    let form = forms.get("pl3-08").expect("it is shipped");
    let plain = form.fill(&values, forms.letterhead(), &outside).paper;
    for key in [documents::paper::Key::PersonName, documents::paper::Key::PersonResidence] {
        values.set(key, &format!("{{{{{}}}}} {{{{person.born|upper}}}}", key.key()));
    }
    let asking = form.fill(&values, forms.letterhead(), &outside).paper;
    [plain, asking].iter().map(|paper| paper.docx().expect("it is written")).collect()
}

/// A file is refused, or its faults are told and it can be filled; what is filled is a template again.
fn template(bytes: &[u8]) {
    let Ok(template) = Template::read(bytes) else { return };
    let forms = shipped().expect("the shipped forms can be read");
    template.check(&forms, documents::template::Purpose::Form("pl3-08"));
    let values = sample().expect("the sample can be read");
    let outside = Outside { made_on: date(2027, 1, 5), warning: Some("giả định".to_owned()), notes: Vec::new() };
    let filled = template.fill(&values, forms.letterhead(), &outside).expect("what is taken can be filled");
    Template::read(&filled.docx).expect("what is filled can be read");
}
