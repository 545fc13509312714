//! Every shipped form, printed.

use documents::paper::{self, Filled, Form, Forms, Outside, Values};
use press::{Fault, Job};

use jiff::civil::date;

use super::read_back::ReadBack;

fn forms() -> Forms {
    paper::shipped().expect("the shipped forms can be read")
}

fn sample() -> Values {
    paper::sample().expect("the sample can be read")
}

fn fill(forms: &Forms, form: &Form) -> Filled {
    form.fill(
        &sample(),
        forms.letterhead(),
        &Outside { made_on: date(2027, 1, 5), warning: None, notes: vec!["GIẢ ĐỊNH".to_owned()] },
    )
}

fn print(paper: &paper::Paper) -> Vec<u8> {
    let data = paper.typeset(press::prints);
    let job = Job { template: paper::TEMPLATE, data: &data, ident: "sample", pages_max: 50 };
    press::print(&job).unwrap_or_else(|fault| panic!("{}: {fault}", paper.title))
}

/// What is left when spaces, dots to write on and marks of the plain text are gone.
fn letters(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric() || "/():;,".contains(*sign)).collect()
}

#[test]
fn every_form_prints_with_the_words_of_its_model() {
    let forms = forms();
    for form in forms.all() {
        let filled = fill(&forms, form);
        let bytes = print(&filled.paper);
        if let Ok(folder) = std::env::var("PAPERS_DIR") {
            std::fs::write(format!("{folder}/{}.pdf", form.id), &bytes).expect("a folder to look at papers");
            std::fs::write(format!("{folder}/{}.docx", form.id), filled.paper.docx().expect("docx")).expect("a folder");
        }
        let read = ReadBack::new(&bytes);
        println!("{}: {} pages, {} bytes", form.id, read.pages(), bytes.len());
        println!("{}", read.text());
    }
}
