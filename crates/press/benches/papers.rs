//! How long papers take: `cargo bench -p press`. Budget: 166 papers of each kind, and 166 quarterly reports with two
//! tables of fifteen rows, in 10 s.

use std::time::Instant;

use documents::paper::{self, Outside, Paper};
use jiff::civil::date;

#[path = "../../documents/tests/samples/officials.rs"]
#[expect(dead_code, reason = "one sample of several")]
mod samples;

/// Papers of one province: one for each commune.
const PAPERS: u32 = 166;

fn main() {
    let forms = paper::shipped().expect("the shipped forms can be read");
    let values = paper::sample().expect("the sample can be read");
    let outside = Outside { made_on: date(2027, 1, 5), warning: None, notes: Vec::new() };
    let form = forms.get("pl3-04").expect("shipped");
    measure("papers of a file", |_| form.fill(&values, forms.letterhead(), &outside).paper);
    // each of another unit, so that nothing is remembered from the last
    measure("quarterly reports", |n| {
        samples::report(forms.letterhead(), &format!("phường Giả Định {n}")).paper(forms.letterhead())
    });
}

fn print(paper: &Paper) -> usize {
    let data = paper.typeset(press::prints);
    let job = press::Job { template: paper::TEMPLATE, data: &data, ident: "bench", pages_max: 50 };
    press::print(&job).expect("prints").len()
}

/// Lays out, prints and writes so many, and says how long each took.
fn measure(what: &str, laid_out: impl Fn(u32) -> Paper) {
    let first = Instant::now();
    let bytes = print(&laid_out(0));
    println!("{what}: first PDF          {:>8.1} ms, {bytes} bytes", first.elapsed().as_secs_f64() * 1e3);
    let started = Instant::now();
    let papers: Vec<Paper> = (0..PAPERS).map(laid_out).collect();
    let pdf = Instant::now();
    // two at once, as the application prints
    std::thread::scope(|scope| {
        for half in papers.chunks(papers.len().div_ceil(2)) {
            scope.spawn(move || {
                for paper in half {
                    assert!(print(paper) > 1_000);
                }
            });
        }
    });
    let docx = Instant::now();
    for paper in &papers {
        assert!(paper.docx().is_ok());
    }
    let done = Instant::now();
    let each = |span: std::time::Duration| span.as_secs_f64() * 1e3 / f64::from(PAPERS);
    println!("{what}: laid out, each     {:>8.2} ms", each(pdf - started));
    println!("{what}: PDF, each of two at once {:>3.1} ms", each(docx - pdf));
    println!("{what}: docx, each         {:>8.1} ms", each(done - docx));
    println!("{what}: all {PAPERS}            {:>8.2} s of 10 s", (done - started).as_secs_f64());
}
