//! Forms and what they become.

use documents::paper::{
    self, Block, Defect, Filled, Form, Forms, Key, Kind, LineFault, Outside, Refused, Rows, Values,
};
use jiff::civil::date;
use proptest::prelude::*;

pub fn forms() -> Forms {
    paper::shipped().expect("the shipped forms can be read")
}

pub fn sample() -> Values {
    paper::sample().expect("the sample can be read")
}

pub fn outside() -> Outside {
    Outside { made_on: date(2027, 1, 5), warning: None, notes: Vec::new() }
}

pub fn filled(forms: &Forms, form: &Form, values: &Values) -> Filled {
    form.fill(values, forms.letterhead(), &outside())
}

fn form<'f>(forms: &'f Forms, id: &str) -> &'f Form {
    forms.get(id).unwrap_or_else(|| panic!("{id} is shipped"))
}

/// What an office's file leads to.
fn office(name: &str, text: &str) -> (Forms, Vec<Refused>) {
    Forms::of_office(&[(name.to_owned(), text.to_owned())]).expect("the shipped forms can be read")
}

fn defects(refused: &[Refused]) -> Vec<(Option<usize>, Defect)> {
    let one = |refused: &Refused| match refused {
        Refused::Finding(finding) => (finding.line, finding.defect.clone()),
        Refused::File { name, fault } => panic!("{name}: {fault}"),
    };
    refused.iter().map(one).collect()
}

#[test]
fn shipped_forms_are_sound() {
    let forms = forms();
    assert!(forms.all().len() > 40, "{} forms", forms.all().len());
    for form in forms.all() {
        assert_eq!(forms.check(form), [], "{}", form.id);
        // read again as if an office had sent it: faults of its lines are told there
        let source = Forms::source(&form.id).expect("each form has its text");
        assert_eq!(office(&form.id, source).1, [], "{}", form.id);
        assert!(!source.contains("đối tượng"), "{}: people are người", form.id);
    }
}

/// `PAPERS_UPDATE=1 cargo test -p documents golden` writes them anew; read the difference before it is kept.
#[test]
fn forms_come_out_as_their_golden_text() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let forms = forms();
    let mut different = Vec::new();
    for form in forms.all() {
        let text = filled(&forms, form, &sample()).paper.to_text();
        let path = folder.join(format!("{}.txt", form.id));
        if std::env::var_os("PAPERS_UPDATE").is_some() {
            std::fs::write(&path, &text).expect("the folder of golden texts");
        }
        if std::fs::read_to_string(&path).unwrap_or_default() != text {
            different.push(form.id.clone());
        }
    }
    assert_eq!(different, Vec::<String>::new(), "differ from {}", folder.display());
}

#[test]
fn a_known_person_leaves_no_placeholder_open() {
    let forms = forms();
    for form in forms.all() {
        let filled = filled(&forms, form, &sample());
        assert!(filled.missing.is_empty(), "{}: {:?}", form.id, filled.missing);
        assert!(!filled.paper.to_text().contains(['{', '}']), "{}", form.id);
    }
}

#[test]
fn whatever_is_unknown_leaves_dots_and_is_named() {
    let forms = forms();
    for form in forms.all() {
        let filled = filled(&forms, form, &Values::default());
        assert!(filled.missing.contains(&Key::UnitFull), "{}: {:?}", form.id, filled.missing);
        assert!(filled.paper.to_text().contains("……"), "{}", form.id);
    }
}

#[test]
fn a_form_nobody_checked_says_so_and_one_that_an_office_answers_for_does_not() {
    let forms = forms();
    let mark = |forms: &Forms| {
        let form = form(forms, "pl3-09");
        filled(forms, form, &sample()).paper.mark.unwrap_or_default()
    };
    assert!(mark(&forms).ends_with("(bố cục chưa đối chiếu với bản ký)"), "{}", mark(&forms));
    let theirs = Forms::source("pl3-09").expect("shipped").replace("\"not_verified\"", "\"verified\"");
    let (theirs, refused) = office("pl3-09", &theirs);
    assert_eq!(refused, []);
    assert_eq!(mark(&theirs), "Mẫu 09 Phụ lục III, NĐ 163/2026/NĐ-CP");
}

/// Trap 1: the printed form of the decree still has a ground that the law abolished.
#[test]
fn no_form_of_the_new_law_offers_an_abolished_ground() {
    let forms = forms();
    let offers = |id: &str| filled(&forms, form(&forms, id), &sample()).paper.to_text().contains("giáo dục tại xã");
    assert!(offers("nd105-09"), "under the old law it was a ground");
    assert!(!offers("pl3-08"));
    let source = Forms::source("pl3-08").expect("shipped");
    let box_of_prison = "[act.stop_reason=prison]";
    for line in ["[act.stop_reason=education_in_commune] Biện pháp khác", "Bị áp dụng biện pháp Giáo dục tại xã"]
    {
        let theirs = source.replace(box_of_prison, &format!("{line}\n{box_of_prison}"));
        let (kept, refused) = office("pl3-08", &theirs);
        let forbidden = Defect::Forbidden {
            what: "giáo dục tại xã".to_owned(),
            regime: "C".to_owned(),
            citation: "Luật 120/2025/QH15, Điều 24.5, 54.2.b".to_owned(),
        };
        assert_eq!(defects(&refused), [(None, forbidden)]);
        assert_eq!(kept.get("pl3-08"), forms.get("pl3-08"), "the shipped one stays");
    }
}

/// Trap 4: two authorities act on one person.
#[test]
fn police_and_committee_issue_under_their_own_heads() {
    let forms = forms();
    let head = |id: &str| {
        let paper = filled(&forms, form(&forms, id), &sample()).paper;
        let heading = paper.head.heading.expect("a letterhead");
        let signs = paper.signatures.into_iter().next_back().expect("a signature");
        (heading.parent, heading.body, heading.number.unwrap_or_default(), signs.lines, signs.name.unwrap_or_default())
    };
    let (parent, body, number, post, name) = head("pl3-04");
    assert_eq!((parent, body), (vec!["CÔNG AN TỈNH GIẢ ĐỊNH".to_owned()], vec!["CÔNG AN PHƯỜNG GIẢ ĐỊNH".to_owned()]));
    assert_eq!(
        (number.as_str(), post, name.as_str()),
        ("Số: 05/QĐ-CAP", vec!["TRƯỞNG CÔNG AN".to_owned()], "Thiếu tá Lê Văn Thử")
    );
    let (parent, body, number, post, name) = head("pl5-53");
    assert_eq!((parent, body), (vec![], vec!["ỦY BAN NHÂN DÂN".to_owned(), "PHƯỜNG GIẢ ĐỊNH".to_owned()]));
    assert_eq!((number.as_str(), post, name.as_str()), ("Số: 05/QĐ-UBND", vec!["CHỦ TỊCH".to_owned()], "Lê Văn Thử"));
}

#[test]
fn a_deputy_signs_for_the_head() {
    let forms = forms();
    let mut values = sample();
    values.raise(Key::PaperDeputy);
    let signs = |id: &str| filled(&forms, form(&forms, id), &values).paper.signatures.pop().map(|sign| sign.lines);
    assert_eq!(signs("pl5-53"), Some(vec!["KT. CHỦ TỊCH".to_owned(), "PHÓ CHỦ TỊCH".to_owned()]));
    assert_eq!(signs("pl3-04"), Some(vec!["KT. TRƯỞNG CÔNG AN".to_owned(), "PHÓ TRƯỞNG CÔNG AN".to_owned()]));
}

#[test]
fn numbers_and_days_are_written_as_the_decree_on_clerical_work_says() {
    let forms = forms();
    let form = form(&forms, "pl3-09");
    for (number, day, head, place) in [
        ("5", date(2027, 1, 5), "Số: 05/QĐ-CAP", "Giả Định, ngày 05 tháng 01 năm 2027"),
        ("12", date(2027, 10, 12), "Số: 12/QĐ-CAP", "Giả Định, ngày 12 tháng 10 năm 2027"),
        ("7/QĐ-CAX", date(2027, 3, 31), "Số: 07/QĐ-CAX", "Giả Định, ngày 31 tháng 3 năm 2027"),
    ] {
        let mut values = sample();
        values.set(Key::PaperNumber, number);
        values.day(Key::PaperDate, day);
        let paper = filled(&forms, form, &values).paper;
        assert_eq!(paper.head.heading.and_then(|heading| heading.number).as_deref(), Some(head));
        assert_eq!(paper.head.place_date.as_deref(), Some(place));
        assert_eq!(paper.head.motto, "Độc lập - Tự do - Hạnh phúc");
    }
    let unsigned = filled(&forms, form, &Values::default()).paper;
    assert_eq!(unsigned.head.heading.and_then(|heading| heading.number).as_deref(), Some("Số: ………/QĐ-CAX"));
    assert_eq!(unsigned.head.place_date.as_deref(), Some("……………, ngày …… tháng …… năm ………"));
}

#[test]
fn a_move_and_a_minor_change_the_lines_that_speak_of_them() {
    let forms = forms();
    let text = |id: &str, values: &Values| filled(&forms, form(&forms, id), values).paper.to_text();
    let mut here = sample();
    here.forget(Key::CaseFromUnit);
    assert!(text("pl3-04", &here).contains("Thời hạn quản lý là 01 năm"));
    assert!(text("pl3-04", &sample()).contains("Thời hạn quản lý là thời hạn còn lại"));
    assert!(text("pl3-04", &sample()).contains("giáo viên, cán bộ Đội hoặc Đoàn"));
    let mut adult = sample();
    adult.forget(Key::PersonMinor);
    assert!(!text("pl3-04", &adult).contains("giáo viên, cán bộ Đội hoặc Đoàn"));
    let suits = |id: &str, minor| form(&forms, id).suits(&["S7f"], minor);
    assert_eq!((suits("pl5-37", false), suits("pl5-37", true)), (true, false));
    assert_eq!((suits("pl5-58", false), suits("pl5-58", true)), (false, true));
}

#[test]
fn faults_of_an_office_are_told_by_their_line() {
    let source = Forms::source("pl3-09").expect("shipped");
    let line = |text: &str, words: &str| text.lines().position(|line| line.contains(words)).map(|index| index + 1);
    for (wrong, fault) in [
        ("Tên: {person.nam}", LineFault::UnknownKey("person.nam".to_owned())),
        ("Tên: {person.name", LineFault::NotClosed),
        ("[person.name=x] Tên", LineFault::NotAChoice("person.name".to_owned())),
        ("Có: {person.minor}", LineFault::NotWords("person.minor".to_owned())),
        ("&identitet", LineFault::UnknownPart("identitet".to_owned())),
        ("|members 3| Tên :10\n| {name} |", LineFault::UnknownRows("members".to_owned())),
        ("|team 3| Tên :10\n| {age} |", LineFault::UnknownColumn("age".to_owned())),
        ("|team 3| Tên :10 | Tuổi :10\n| {name} |", LineFault::Columns),
    ] {
        let theirs = source.replace("&identity\n", &format!("&identity\n{wrong}\n"));
        let at = line(&theirs, wrong.lines().next().unwrap_or_default());
        assert_eq!(defects(&office("pl3-09", &theirs).1), [(at, Defect::Line(fault))], "{wrong}");
    }
    let theirs = source.replace("&identity\n", "Tên: {person.name}\n");
    let missing = [Key::PersonBorn, Key::PersonIdNumber, Key::PersonResidence].map(|key| (None, Defect::Missing(key)));
    assert_eq!(defects(&office("pl3-09", &theirs).1), missing);
    let theirs = source.replace("office = \"police\"", "office = \"court\"");
    assert_eq!(defects(&office("pl3-09", &theirs).1), [(None, Defect::UnknownOffice("court".to_owned()))]);
    let theirs = source.replace("[[sign]]\noffice = true", "");
    assert_eq!(defects(&office("pl3-09", &theirs).1), [(None, Defect::Unsigned)]);
    for (name, text) in
        [("pl3-09", "id = 1"), ("pl3-08", source), ("pl3-09", &source.replace("schema = 1", "schema = 2"))]
    {
        let refused = office(name, text).1;
        assert!(matches!(refused.as_slice(), [Refused::File { .. }]), "{refused:?}");
    }
}

#[test]
fn an_office_has_its_own_head() {
    let source = Forms::source("letterhead").expect("shipped");
    let theirs = source
        .replace("symbols = { phuong = \"CAP\"", "symbols = { phuong = \"CAPGĐ\"")
        .replace("rank = true", "rank = false");
    let (forms, refused) = office("letterhead", &theirs);
    assert_eq!(refused, []);
    let paper = filled(&forms, form(&forms, "pl3-09"), &sample()).paper;
    assert_eq!(paper.head.heading.and_then(|heading| heading.number).as_deref(), Some("Số: 05/QĐ-CAPGĐ"));
    assert_eq!(paper.signatures[0].name.as_deref(), Some("Lê Văn Thử"));
    // an office that it leaves out keeps the shipped head
    let (forms, refused) = office("letterhead", &source.replace("[office.police]", "[office.district]"));
    assert_eq!(refused, []);
    assert_eq!(forms.check(form(&forms, "pl3-09")), []);
    // the decree on clerical work has bounds
    let (forms, refused) = office("letterhead", &source.replace("left = 30", "left = 5"));
    assert!(matches!(refused.as_slice(), [Refused::File { .. }]), "{refused:?}");
    assert_eq!(filled(&forms, form(&forms, "pl3-09"), &sample()).paper.sheet.margins.left, 30);
}

#[test]
fn what_people_are_called_is_no_sign() {
    let forms = forms();
    let mut values = sample();
    let name = "**A** {person.id_number} # [x] & <w:p/> \"#\u{202E}B\u{0}\nC";
    values.set(Key::PersonName, name);
    values.set(Key::PersonSex, name);
    values.set(Key::PersonOtherName, name);
    let paper = filled(&forms, form(&forms, "pl3-09"), &values).paper;
    let said = "**A** {person.id_number} # [x] & <w:p/> \"#B C";
    assert!(paper.to_text().contains(said), "{}", paper.to_text());
    let sexes = paper
        .blocks
        .iter()
        .filter(|block| matches!(block, Block::Paragraph(runs) if format!("{runs:?}").contains("<w:p/>")));
    assert_eq!(sexes.count(), 2, "one paragraph each");
}

#[test]
fn the_page_on_forms_names_every_placeholder() {
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/forms.md")).expect("docs/forms.md");
    let keys = Key::ALL.iter().map(|key| key.key()).chain(Rows::ALL.iter().map(|rows| rows.key()));
    let missing: Vec<&str> = keys.filter(|key| !page.contains(&format!("`{key}`"))).collect();
    assert_eq!(missing, Vec::<&str>::new(), "name them in docs/forms.md");
    assert!(Key::ALL.iter().any(|key| key.kind() == Kind::Flag));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_template_is_read_or_refused(body in "[ -~\\n|{}\\[\\]#@&>=…*ăđơ]{0,400}", id in "[a-z0-9-]{1,8}") {
        let text = format!("schema = 1\nid = \"{id}\"\nnumber = \"\"\ndecree = \"\"\ntitle = \"\"\nregimes = [\"C\"]\nissuer = \"ca_xa\"\nlayout = \"verified\"\nbody = '''\n{}\n'''\n[[sign]]\nlines = [\"A\"]\n", body.replace('\'', ""));
        let (forms, refused) = office(&id, &text);
        if refused.is_empty() {
            let form = form(&forms, &id);
            let paper = filled(&forms, form, &sample()).paper;
            prop_assert!(paper.docx().is_ok());
        }
    }

    #[test]
    fn any_bytes_are_no_panic(text in any::<String>()) {
        let (forms, refused) = Forms::of_office(&[("pl3-04".to_owned(), text.clone()), ("letterhead".to_owned(), text)])
            .expect("the shipped forms can be read");
        prop_assert_eq!(refused.len(), 2);
        prop_assert!(forms.get("pl3-04").is_some());
    }
}
