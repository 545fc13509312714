//! Documents of free shape, printed.

use documents::official::{Align, Block, Cell, Official, Row, Table, TableColumn, paragraph};
use documents::{paper, template};
use press::Fault;

use super::papers::{letters, model, print, printed, try_print};
use super::read_back::ReadBack;

#[path = "../../../documents/tests/samples/officials.rs"]
mod samples;

fn samples_printed() -> Vec<(&'static str, paper::Paper)> {
    let forms = paper::shipped().expect("the shipped forms can be read");
    let all = samples::all(forms.letterhead()).into_iter();
    all.map(|(name, official)| (name, official.paper(forms.letterhead()))).collect()
}

/// The paper in the template that an office begins with.
fn in_a_frame(paper: &paper::Paper) -> Vec<u8> {
    let forms = paper::shipped().expect("the shipped forms can be read");
    let (letterhead, values, figures) =
        (forms.letterhead(), paper::Values::default(), std::collections::BTreeMap::new());
    let (warning, notes) = (paper.warning.clone(), paper.notes.clone());
    let outside = paper::Outside { made_on: paper.made_on, warning, notes };
    let template = template::Template::read(&template::starter(letterhead).expect("a template")).expect("it is read");
    let filling =
        template::Filling { values: &values, paper: Some(paper), figures: &figures, letterhead, outside: &outside };
    template.pour(filling).expect("it is written").docx
}

fn with(blocks: Vec<Block>) -> paper::Paper {
    let forms = paper::shipped().expect("the shipped forms can be read");
    let report = samples::report(forms.letterhead(), "phường");
    Official { blocks, ..report }.paper(forms.letterhead())
}

fn sorted(text: &str) -> Vec<char> {
    let mut signs: Vec<char> = text.chars().collect();
    signs.sort_unstable();
    signs
}

/// `PAPERS_DIR=/tmp/papers cargo test -p press` also leaves the files there, with their words: `scripts/office-check`
/// opens them with other programs.
#[test]
fn every_official_prints_with_the_words_of_its_model() {
    for (name, paper) in samples_printed() {
        let bytes = print(&paper);
        if let Ok(folder) = std::env::var("PAPERS_DIR") {
            let keep = |ending: &str, bytes: &[u8]| {
                let path = std::path::Path::new(&folder).join(format!("official-{name}.{ending}"));
                std::fs::write(path, bytes).expect("a folder to look at papers");
            };
            keep("pdf", &bytes);
            keep("docx", &paper.docx().expect("a file"));
            keep("xlsx", &paper.xlsx().expect("a file"));
            keep("txt", paper.to_text().as_bytes());
            let framed = std::path::Path::new(&folder).join(format!("frame-{name}"));
            std::fs::write(framed.with_extension("docx"), in_a_frame(&paper)).expect("a folder to look at papers");
            std::fs::write(framed.with_extension("txt"), paper.to_text()).expect("a folder to look at papers");
        }
        let read = ReadBack::new(&bytes);
        // headings that go down over two rows are set after their neighbours: the same words in another order
        let (printed, model) = (printed(&read), model(&paper));
        assert!(sorted(&printed) == sorted(&model), "{name}: {printed}\n{model}");
        let (fonts, embedded) = read.fonts();
        assert!(fonts > 0 && fonts == embedded, "{name}: {embedded} of {fonts} fonts are inside");
        assert!(read.is_tagged() && read.metadata().contains("<pdfaid:part>2</pdfaid:part>"), "{name}");
    }
}

#[test]
fn annexes_lie_across_where_they_are_told() {
    let (_, paper) = samples_printed().into_iter().find(|(name, _)| *name == "bao-cao-cong-an").expect("a sample");
    let read = ReadBack::new(&print(&paper));
    assert_eq!((1..=3).map(|page| read.is_landscape(page)).collect::<Vec<_>>(), [false, true, false]);
    // each annex counts its own pages, and the first shows no number
    assert!(letters(&read.text_of(2)).starts_with("PhụlụcI"), "{}", read.text_of(2));
}

#[test]
fn headings_of_groups_are_repeated_with_those_below_them() {
    let rows = (0..120).map(|n: i64| Row::new([Cell::Whole(n), Cell::from("phường Giả Định")]));
    let table = Table { rows: rows.collect(), ..samples::figures() };
    let read = ReadBack::new(&print(&with(vec![Block::Table(table)])));
    assert!(read.pages() > 2, "{} pages", read.pages());
    for page in 2..u32::try_from(read.pages()).expect("few pages") {
        let text = letters(&read.text_of(page));
        assert!(text.contains("Trongkỳ") && text.contains("Đưavào"), "page {page}: {text}");
    }
}

#[test]
fn a_cell_of_two_thousand_signs_goes_on_over_pages_and_loses_nothing() {
    let columns = vec![TableColumn::new("TT", 1, Align::Centre), TableColumn::new("Nội dung", 2, Align::Left)];
    let long = "Triển khai đồng bộ các giải pháp.\n".repeat(120);
    let rows = vec![Row::new([Cell::Whole(1), Cell::from(long)])];
    let paper = with(vec![Block::Table(Table { columns, rows, ..Table::default() })]);
    let read = ReadBack::new(&print(&paper));
    assert!(read.pages() > 1);
    assert_eq!(read.text().matches("giải pháp.").count(), 120);
}

#[test]
fn a_table_of_five_thousand_rows_is_printed_or_refused_by_its_pages() {
    let columns = vec![TableColumn::new("TT", 1, Align::Right), TableColumn::new("Tên", 3, Align::Left)];
    let rows = (0..5_000_i64).map(|n| Row::new([Cell::Whole(n), Cell::from("giả định")])).collect();
    let paper = with(vec![Block::Table(Table { columns, rows, ..Table::default() })]);
    assert!(paper.docx().is_ok() && paper.xlsx().is_ok());
    match try_print(&paper, 50) {
        Err(Fault::TooLong { pages, most: 50 }) => assert!(pages > 100, "{pages}"),
        other => panic!("{:?}", other.map(|bytes| bytes.len())),
    }
}

#[test]
fn what_a_report_says_is_never_markup_and_a_sign_without_a_letter_is_a_box() {
    let paper = with(vec![paragraph("#panic() $x$ *b* \\ <l> @r 🙂 \u{202E}ngược")]);
    let text = ReadBack::new(&print(&paper)).text();
    assert!(text.contains("#panic() $x$ *b* \\ <l> @r □ ngược"), "{text}");
}
