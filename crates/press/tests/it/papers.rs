//! Every shipped form, printed.

use documents::paper::{self, Filled, Form, Forms, Key, Outside, Paper, Values};
use jiff::civil::date;
use press::{Fault, Job};

use super::read_back::ReadBack;

fn forms() -> Forms {
    paper::shipped().expect("the shipped forms can be read")
}

fn sample() -> Values {
    paper::sample().expect("the sample can be read")
}

fn fill(forms: &Forms, form: &Form, values: &Values) -> Filled {
    let outside =
        Outside {
            made_on: date(2027, 1, 5), warning: Some("GIẢ ĐỊNH".to_owned()), notes: vec!["Mẫu thử".to_owned()]
        };
    form.fill(values, forms.letterhead(), &outside)
}

pub fn try_print(paper: &Paper, pages_max: usize) -> Result<Vec<u8>, Fault> {
    let data = paper.typeset(press::prints);
    press::print(&Job { template: paper::TEMPLATE, data: &data, ident: "sample", pages_max })
}

pub fn print(paper: &Paper) -> Vec<u8> {
    try_print(paper, 50).unwrap_or_else(|fault| panic!("{}: {fault}", paper.title))
}

fn one(id: &str, values: &Values) -> Paper {
    let forms = forms();
    fill(&forms, forms.get(id).unwrap_or_else(|| panic!("{id} is shipped")), values).paper
}

/// Letters and signs without spaces, dots to write on and the marks of the plain text.
pub fn letters(text: &str) -> String {
    text.chars().filter(|sign| sign.is_alphanumeric() || "/():;,-+&<>\"□".contains(*sign)).collect()
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

/// What stands on the pages, without the page number at the head of each after the first.
pub fn printed(read: &ReadBack) -> String {
    let pages = (1_u32..).take(read.pages());
    let one = |page: u32| {
        let text = letters(&read.text_of(page));
        if page == 1 { text } else { text.strip_prefix(&page.to_string()).unwrap_or(&text).to_owned() }
    };
    pages.map(one).collect()
}

/// `PAPERS_DIR=/tmp/papers cargo test -p press` also leaves the files there, to be looked at.
#[test]
fn every_form_prints_with_the_words_of_its_model() {
    let forms = forms();
    for form in forms.all() {
        let paper = fill(&forms, form, &sample()).paper;
        let bytes = print(&paper);
        if let Ok(folder) = std::env::var("PAPERS_DIR") {
            std::fs::write(format!("{folder}/{}.pdf", form.id), &bytes).expect("a folder to look at papers");
            std::fs::write(format!("{folder}/{}.docx", form.id), paper.docx().expect("a file")).expect("the same");
            std::fs::write(format!("{folder}/{}.txt", form.id), paper.to_text()).expect("the same");
        }
        let read = ReadBack::new(&bytes);
        assert_eq!(printed(&read), model(&paper), "{}", form.id);
    }
}

#[test]
fn every_form_can_be_kept_for_decades() {
    let forms = forms();
    for form in forms.all() {
        // a blank form too: dotted lines are part of no text
        for values in [sample(), Values::default()] {
            let read = ReadBack::new(&print(&fill(&forms, form, &values).paper));
            let (fonts, embedded) = read.fonts();
            assert!(fonts > 0 && fonts == embedded, "{}: {embedded} of {fonts} fonts are inside", form.id);
            let said = read.metadata();
            assert!(said.contains("<pdfaid:part>2</pdfaid:part>"), "{}: {said}", form.id);
            assert!(said.contains("<pdfaid:conformance>A</pdfaid:conformance>"), "{}: {said}", form.id);
            assert!(read.is_tagged(), "{}", form.id);
        }
    }
}

#[test]
fn vietnamese_is_found_as_it_is_written() {
    let read = ReadBack::new(&print(&one("pl3-04", &sample())));
    let text = read.text();
    for words in ["NGUYỄN THỊ GIẢ ĐỊNH", "Độc lập - Tự do - Hạnh phúc", "sử dụng trái phép chất ma túy"]
    {
        assert!(text.contains(words), "{words} in\n{text}");
    }
}

#[test]
fn pages_are_numbered_from_the_second() {
    let read = ReadBack::new(&print(&one("pl3-04", &sample())));
    assert!(read.pages() > 1);
    assert!(!letters(&read.text_of(1)).starts_with('1'));
    assert!(letters(&read.text_of(2)).starts_with('2'), "{}", read.text_of(2));
}

#[test]
fn the_same_paper_gives_the_same_bytes() {
    let paper = one("pl3-09", &sample());
    assert_eq!(print(&paper), print(&paper));
}

#[test]
fn what_people_are_called_is_never_markup() {
    let mut values = sample();
    let name = "#panic() $x$ *b* _i_ <l> @r \\ `c` [z] = / // https://a.vn - 1. + ~";
    values.set(Key::PersonSex, name);
    values.set(Key::PersonOtherName, "#json(\"data.json\")");
    let paper = one("pl3-09", &values);
    let read = ReadBack::new(&print(&paper));
    assert_eq!(printed(&read), model(&paper));
    assert!(read.text().contains("#panic()"), "{}", read.text());
}

#[test]
fn a_sign_without_a_letter_is_a_box_and_the_paper_stays_printable() {
    assert!(press::prints('ữ') && press::prints('□') && !press::prints('🙂') && !press::prints('漢'));
    let mut values = sample();
    values.set(Key::PersonOtherName, "A 🙂 漢 B");
    let text = ReadBack::new(&print(&one("pl3-09", &values))).text();
    assert!(text.contains("A □ □ B"), "{text}");
}

#[test]
fn a_long_list_goes_over_pages_under_its_headings_and_has_a_limit() {
    let mut values = Values::default();
    for n in 0..150 {
        let order = (n + 1).to_string();
        values.row(
            paper::Rows::Persons,
            [
                (paper::Column::Order, order.as_str()),
                (paper::Column::Name, "Nguyễn Văn Giả Định"),
                (paper::Column::Residence, "tổ dân phố số 3, phường Giả Định, tỉnh Giả Định"),
            ],
        );
    }
    let paper = one("pl3-10", &values);
    let read = ReadBack::new(&print(&paper));
    assert!(read.pages() > 4, "{} pages", read.pages());
    for page in 1..5 {
        assert!(letters(&read.text_of(page)).contains("Họvàtên"), "page {page} has its headings");
    }
    assert_eq!(try_print(&paper, 2), Err(Fault::TooLong { pages: read.pages(), most: 2 }));
}

#[test]
fn more_than_a_paper_holds_is_refused_before_it_is_set() {
    let bytes = press::DATA_BYTES_MAX + 1;
    let data = vec![b' '; bytes];
    let job = Job { template: paper::TEMPLATE, data: &data, ident: "x", pages_max: 1 };
    assert_eq!(press::print(&job), Err(Fault::TooLarge { bytes }));
}

#[test]
fn a_fault_names_the_line_of_the_template_and_nothing_of_the_data() {
    let job = Job {
        template: "#let d = json(\"data.json\")\n#d.missing",
        data: b"{\"name\":\"An\"}",
        ident: "x",
        pages_max: 1,
    };
    let Err(Fault::Set(said)) = press::print(&job) else { panic!("a template that does not fit is a fault") };
    assert!(said.starts_with("line 2: ") && !said.contains("An"), "{said}");
    // nothing else is there to be read
    let job = Job { template: "#read(\"/etc/hostname\")", data: b"{}", ident: "x", pages_max: 1 };
    assert!(matches!(press::print(&job), Err(Fault::Set(_))));
}
