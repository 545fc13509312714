//! How long papers take: `cargo bench -p press`. Budget: 166 papers of each kind in 10 s.

use std::time::Instant;

use documents::paper::{self, Outside};
use jiff::civil::date;

/// Papers of one province: one for each commune.
const PAPERS: u32 = 166;

fn main() {
    let forms = paper::shipped().expect("the shipped forms can be read");
    let values = paper::sample().expect("the sample can be read");
    let outside = Outside { made_on: date(2027, 1, 5), warning: None, notes: Vec::new() };
    let form = forms.get("pl3-04").expect("shipped");
    let filled = form.fill(&values, forms.letterhead(), &outside).paper;
    let print = || {
        let data = filled.typeset(press::prints);
        let job = press::Job { template: paper::TEMPLATE, data: &data, ident: "bench", pages_max: 50 };
        press::print(&job).expect("prints").len()
    };
    let first = Instant::now();
    let bytes = print();
    println!("first PDF              {:>8.1} ms, {bytes} bytes", first.elapsed().as_secs_f64() * 1e3);
    let pdf = Instant::now();
    (0..PAPERS).for_each(|_| assert_eq!(print(), bytes));
    let docx = Instant::now();
    (0..PAPERS).for_each(|_| assert!(filled.docx().is_ok()));
    let done = Instant::now();
    let each = |span: std::time::Duration| span.as_secs_f64() * 1e3 / f64::from(PAPERS);
    println!("PDF, each of {PAPERS}       {:>8.1} ms", each(docx - pdf));
    println!("docx, each of {PAPERS}      {:>8.1} ms", each(done - docx));
    println!("both, all {PAPERS}          {:>8.2} s of 10 s", (done - pdf).as_secs_f64());
}
