//! Forms of papers that an office may put in the place of the shipped ones.

use documents::paper::{Forms, Outside, sample};
use jiff::civil::date;

use crate::Target;

pub const PAPER: Target = Target { name: "paper", seeds: forms, read: paper, cases: 60 };

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
