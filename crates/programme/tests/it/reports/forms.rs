//! Forms: what ships is sound, and what is not is named with file and line.

use domain::calendars;
use domain::cases::Calendar as WorkingDays;
use programme::indicators::{Defect, Finding};
use programme::reports::{FormLevel, Forms, Piece, SHIPPED, Text, Words, load};

use crate::indicators::shipped as indicators;

fn read(files: &[(&str, &str)]) -> Result<Forms, Vec<Finding>> {
    let calendars = calendars::load(calendars::SHIPPED).expect("calendars");
    let working = WorkingDays::shipped().expect("days of rest");
    load(files, Words { indicators: &indicators(), calendars: &calendars, working: &working })
}

fn shipped() -> Forms {
    read(&SHIPPED)
        .unwrap_or_else(|findings| panic!("{}", findings.iter().map(Finding::to_string).collect::<Vec<_>>().join("\n")))
}

#[test]
fn the_shipped_forms_are_sound() {
    let forms = shipped();
    assert_eq!(forms.all().len(), 6);
    for form in forms.all() {
        assert!(form.owner.is_some(), "{}: no official layout was found, so somebody answers for ours", form.id);
        for period in &form.periods {
            let contract = form.contract(period, &indicators());
            assert!(!contract.figures.is_empty(), "{} {period}", form.id);
            assert!(contract.narratives.iter().any(|narrative| narrative.required), "{} {period}", form.id);
        }
    }
}

#[test]
fn the_year_asks_for_more_than_a_quarter() {
    let forms = shipped();
    let form = forms.get("kh192-xa").expect("the form");
    let (quarter, year) = (form.contract("Q3", &indicators()), form.contract("year", &indicators()));
    assert!(quarter.narrative("danh-gia-nam").is_none());
    assert!(year.narrative("danh-gia-nam").is_some_and(|narrative| narrative.required));
}

#[test]
fn what_a_province_adds_up_its_communes_have() {
    let forms = shipped();
    for form in forms.all().iter().filter(|form| form.level == FormLevel::Province) {
        let Some(of) = form.of.as_deref().and_then(|of| forms.get(of)) else { continue };
        for period in &form.periods {
            let (above, below) = (form.indicators(period, &indicators()), of.indicators(period, &indicators()));
            let own = ["communes", "share_drug_free"];
            let lost = above.iter().filter(|id| !below.contains(id));
            let lost: Vec<&String> = lost
                .filter(|id| !id.starts_with("communes_") && !id.starts_with("plan_") && !own.contains(&id.as_str()))
                .collect();
            assert!(lost.is_empty(), "{} {period}: {lost:?}", form.id);
        }
    }
}

#[test]
fn each_fault_of_a_form_is_named_at_its_line() {
    let (name, text) = SHIPPED[2];
    let line = |needle: &str| text.lines().position(|line| line.contains(needle)).expect("a line") + 1;
    let faults = |text: &str| -> Vec<(usize, Defect)> {
        let findings = read(&[(name, text)]).expect_err("a fault");
        assert!(findings.iter().all(|finding| finding.file == name), "{findings:?}");
        findings.into_iter().map(|finding| (finding.line, finding.defect)).collect()
    };
    let wrong = text.replace("\"sessions\"", "\"sesions\"");
    let found = faults(&wrong);
    let at = line("\"sessions\"");
    assert!(
        matches!(&found[..], [(n, Defect::Unknown { kind: "indicator", nearest: Some(near), .. })] if *n == at && near == "sessions"),
        "{found:?}"
    );
    let found = faults(&text.replace("\"front\"]\nsubmits", "\"everybody\"]\nsubmits"));
    assert!(matches!(&found[..], [(_, Defect::Unknown { kind: "role", .. })]), "{found:?}");
    let found = faults(&text.replace("\"Q1\", \"H1\"", "\"Q1\", \"H7\""));
    assert!(matches!(&found[..], [(_, Defect::Unknown { kind: "period", id, .. })] if id == "H7"), "{found:?}");
    let found = faults(&text.replace("calendar = \"kh192-thanh-hoa-nganh\"", "calendar = \"kh193\""));
    assert!(matches!(&found[..], [(_, Defect::Unknown { kind: "calendar", .. })]), "{found:?}");
    let found = faults(&text.replace("layout = \"U\"", "layout = \"?\""));
    assert!(matches!(&found[..], [(_, Defect::Word { what: "evidence", .. })]), "{found:?}");
    let rule = "\n[[rule]]\nid = \"r\"\nsays = \"r\"\nleft = [\"plants\"]\nis = \"equal\"\nright = [\"sessions\"]\n";
    let found = faults(&format!("{text}{rule}"));
    assert!(matches!(&found[..], [(_, Defect::Discord { id, .. })] if id == "plants"), "{found:?}");
    assert_eq!(read(&[(name, "schema = 1\n")]).expect_err("a fault").len(), 1);
}

#[test]
fn texts_are_words_figures_and_names() {
    let text = Text::read("Toàn xã có {{ addicts }} đến {{to}}. {{open");
    let words = |text: &str| Piece::Words(text.to_owned());
    assert_eq!(
        text.0,
        [
            words("Toàn xã có "),
            Piece::Figure("addicts".to_owned()),
            words(" đến "),
            Piece::Name("to"),
            words(". {{open")
        ]
    );
}

#[test]
fn a_form_of_a_name_that_is_taken_is_told_where_it_stands_and_what_has_it() {
    let (name, text) = SHIPPED[0];
    let mut files = SHIPPED.to_vec();
    files.push(("rieng.toml", text));
    let found = read(&files).expect_err("it is taken");
    let line = 1 + text.lines().position(|line| line.starts_with("id = ")).expect("a name");
    let taken = Defect::Taken { id: "kh192-xa".to_owned(), version: 2, file: name.to_owned() };
    assert_eq!(found, [Finding { file: "rieng.toml".to_owned(), line, defect: taken }]);
    let next = text.replacen("version = 2", "version = 3", 1);
    files.pop();
    files.push(("rieng.toml", &next));
    assert_eq!(read(&files).expect("the next version").get("kh192-xa").map(|form| form.version), Some(3));
}
