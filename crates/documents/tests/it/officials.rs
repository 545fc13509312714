//! Documents of free shape and what they become.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use documents::official::{
    self, Authority, Block, Capacity, Group, Issuer, Marks, Official, Row, Signing, Table, Urgency,
};
use documents::paper::{self, Cell, Decimal, Forms, Key, Paper, Values};
use jiff::civil::date;

#[path = "../samples/officials.rs"]
pub mod samples;

fn forms() -> Forms {
    paper::shipped().expect("the shipped forms can be read")
}

fn laid_out(official: &Official) -> Paper {
    official.paper(forms().letterhead())
}

fn letter() -> Official {
    samples::all(forms().letterhead()).into_iter().find(|(name, _)| *name == "cong-van").expect("a sample").1
}

/// `PAPERS_UPDATE=1 cargo test -p documents officials` writes them anew; read the difference before it is kept.
#[test]
fn officials_come_out_as_their_golden_text() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut different = Vec::new();
    for (name, official) in samples::all(forms().letterhead()) {
        let said = laid_out(&official).to_text();
        let path = folder.join(format!("official-{name}.txt"));
        if std::env::var_os("PAPERS_UPDATE").is_some() {
            std::fs::write(&path, &said).expect("the folder is there");
        }
        if std::fs::read_to_string(&path).ok().as_deref() != Some(said.as_str()) {
            different.push(name);
        }
    }
    assert_eq!(different, Vec::<&str>::new());
}

#[test]
fn numbers_days_and_months_have_their_zero() {
    let official = Official { number: Some(5), date: Some(date(2027, 2, 9)), ..letter() };
    let head = laid_out(&official).head;
    assert_eq!(head.heading.and_then(|heading| heading.number).as_deref(), Some("Số: 05/UBND-VX"));
    assert_eq!(head.place_date.as_deref(), Some("Giả Định, ngày 09 tháng 02 năm 2027"));
    let later = Official { number: Some(12), date: Some(date(2027, 3, 10)), ..letter() };
    let head = laid_out(&later).head;
    assert_eq!(head.heading.and_then(|heading| heading.number).as_deref(), Some("Số: 12/UBND-VX"));
    assert_eq!(head.place_date.as_deref(), Some("Giả Định, ngày 10 tháng 3 năm 2027"));
}

#[test]
fn what_is_not_given_yet_is_dotted() {
    let official = Official { number: None, date: None, ..letter() };
    let text = laid_out(&official).to_text();
    assert!(text.contains("Số: ………/UBND-VX") && text.contains("ngày …… tháng …… năm ………"), "{text}");
}

#[test]
fn bases_and_recipients_end_as_the_decree_has_it() {
    let official = Official {
        basis: ["Căn cứ A.", "Căn cứ B", " Theo đề nghị của C;; "].map(str::to_owned).to_vec(),
        recipients: ["Như Điều 3;".to_owned(), "Công an tỉnh".to_owned()].to_vec(),
        filed: Some("VT, VX.".to_owned()),
        addressees: Vec::new(),
        ..letter()
    };
    let text = laid_out(&official).to_text();
    for line in [
        "> Căn cứ A;\n> Căn cứ B;\n> Theo đề nghị của C.\n",
        "[<] - Như Điều 3;\n[<] - Công an tỉnh;\n[<] - Lưu: VT, VX.\n",
    ] {
        assert!(text.contains(line), "{line} in\n{text}");
    }
}

#[test]
fn each_authority_has_its_lines() {
    let signed = |authority, on_behalf_of: Option<&str>| {
        let on_behalf_of = on_behalf_of.map(str::to_owned);
        Signing { on_behalf_of, authority, ..Signing::own("PHÓ CHỦ TỊCH", None) }.lines()
    };
    let collective = Some("ỦY BAN NHÂN DÂN");
    let head = "CHỦ TỊCH".to_owned();
    assert_eq!(
        signed(Authority::Deputy(head.clone()), collective),
        ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]
    );
    assert_eq!(signed(Authority::ByOrder(head.clone()), None), ["TL. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]);
    assert_eq!(signed(Authority::Empowered(head), None), ["TUQ. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]);
    assert_eq!(signed(Authority::Acting, None), ["Q. PHÓ CHỦ TỊCH"]);
    assert_eq!(signed(Authority::Own, collective), ["TM. ỦY BAN NHÂN DÂN", "PHÓ CHỦ TỊCH"]);
}

#[test]
fn ranks_stand_before_names_of_the_police_only() {
    let forms = forms();
    let unit = samples::unit();
    let police = Issuer::of(forms.letterhead(), "police", &unit).expect("shipped");
    let council = Issuer::of(forms.letterhead(), "council", &unit).expect("shipped");
    let name = |issuer: &Issuer| issuer.signing(false, Some("Thiếu tá"), Some("Lê Văn Thử")).name;
    assert_eq!(name(&police).as_deref(), Some("Thiếu tá Lê Văn Thử"));
    assert_eq!(name(&council).as_deref(), Some("Lê Văn Thử"));
    assert_eq!(police.parent, ["CÔNG AN TỈNH GIẢ ĐỊNH"]);
    assert_eq!((police.symbol.as_str(), council.symbol.as_str()), ("CAP", "UBND"));
    assert_eq!(council.name, "Ủy ban nhân dân phường Giả Định");
    assert_eq!(Issuer::of(forms.letterhead(), "nobody", &unit), None);
    let mut xa = Values::default();
    xa.choose(Key::UnitKind, "xa");
    assert_eq!(Issuer::of(forms.letterhead(), "police", &xa).expect("shipped").symbol, "CAX");
}

#[test]
fn what_nobody_signed_bears_no_name() {
    let marks = Marks { unsigned: true, draft: true, urgency: Some(Urgency::Flash), ..Marks::default() };
    let text = laid_out(&Official { marks, ..letter() }).to_text();
    assert!(text.contains("[#] HỎA TỐC\n[#] DỰ THẢO\n") && text.contains("[/] (Chưa ký)"), "{text}");
    assert!(!text.contains("Trần Thị Thử Nghiệm"), "{text}");
}

#[test]
fn several_annexes_are_numbered_in_roman_letters() {
    let annex = |title: &str| official::Annex { title: title.to_owned(), ..official::Annex::default() };
    let one = laid_out(&Official { annexes: vec![annex("một")], ..letter() }).annexes;
    assert_eq!(one[0].label, "Phụ lục");
    assert_eq!(one[0].title, "MỘT");
    assert_eq!(
        one[0].reference,
        "(Kèm theo Công văn số 12/UBND-VX ngày 05 tháng 01 năm 2027 của Ủy ban nhân dân phường Giả Định)"
    );
    let many = laid_out(&Official { annexes: vec![annex("a"); 9], ..letter() }).annexes;
    assert_eq!(
        many.iter().map(|annex| annex.label.as_str()).collect::<Vec<_>>()[3..],
        ["Phụ lục IV", "Phụ lục V", "Phụ lục VI", "Phụ lục VII", "Phụ lục VIII", "Phụ lục IX"]
    );
}

#[test]
fn figures_are_shown_as_vietnamese_writes_them() {
    let decimal = |digits, places| Decimal { digits, places };
    for (cell, shown) in [
        (Cell::Whole(1_234_567), "1.234.567"),
        (Cell::Whole(-999), "-999"),
        (Cell::Whole(0), "0"),
        (Cell::Decimal(decimal(125, 1)), "12,5"),
        (Cell::Decimal(decimal(-5, 2)), "-0,05"),
        (Cell::Percent(decimal(4_999, 2)), "49,99%"),
        (Cell::Percent(decimal(100, 0)), "100%"),
        (Cell::Decimal(decimal(i64::MIN, 3)), "-9.223.372.036.854.775,808"),
        (Cell::Empty, ""),
    ] {
        assert_eq!(cell.shown(), shown);
    }
}

#[test]
fn a_workbook_has_its_words_a_sheet_for_each_table_and_figures_to_count_with() {
    let report = samples::report(forms().letterhead(), "phường Giả Định");
    let bytes = laid_out(&report).xlsx().expect("a workbook");
    assert_eq!(bytes, laid_out(&report).xlsx().expect("a workbook"), "the same document gives the same bytes");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("it can be read");
    let names = book.sheet_names();
    assert_eq!(names.len(), 3, "{names:?}");
    assert_eq!(names[1], "Bảng 1. Người đang được quản lý");
    // the words come first: who issues it beside the State, who signs at the right, and where each table stands
    let words = book.worksheet_range(&names[0]).expect("a sheet");
    let said: Vec<(usize, usize, String)> = words.cells().map(|(row, at, cell)| (row, at, cell.to_string())).collect();
    let row_of = |part: &str| said.iter().find(|(.., cell)| cell.contains(part)).map(|(row, at, _)| (*row, *at));
    let (motto, issuer) = (row_of("Độc lập - Tự do - Hạnh phúc"), row_of("ỦY BAN NHÂN DÂN"));
    assert_eq!((motto.map(|at| at.1), issuer), (Some(1), Some((0, 0))), "{said:?}");
    assert_eq!(row_of("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), Some((0, 1)), "{said:?}");
    let (received, signed) = (row_of("Nơi nhận"), row_of("TM. ỦY BAN NHÂN DÂN"));
    assert_eq!(received.map(|at| (at.0, 1)), signed, "{said:?}");
    assert!(row_of("→ Bảng 1. Người đang được quản lý").is_some(), "{said:?}");
    let sheet = book.worksheet_range(&names[1]).expect("a sheet");
    let at = |row: u32, column: u32| sheet.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    assert_eq!(
        at(1, 0),
        Data::String(
            "ỦY BAN NHÂN DÂN PHƯỜNG GIẢ ĐỊNH · Số: 05/BC-UBND · Giả Định, ngày 05 tháng 01 năm 2027 · SỐ LIỆU GIẢ ĐỊNH"
                .to_owned()
        )
    );
    assert_eq!(at(2, 0), Data::String("Đơn vị tính: người".to_owned()));
    // the group over its columns, the others beside it, then what stands under it, then the numbers
    assert_eq!((at(3, 2), at(3, 5)), (Data::String("Trong kỳ".to_owned()), Data::String("Tỷ lệ".to_owned())));
    assert_eq!((at(4, 2), at(5, 5)), (Data::String("Đầu kỳ".to_owned()), Data::String("(6)".to_owned())));
    assert_eq!((at(6, 2), at(6, 5)), (Data::Float(1_111.0), Data::Float(0.0333)));
    assert_eq!(at(20, 2), Data::Float(116_655.0));
    let letter = laid_out(&letter()).xlsx().expect("a workbook");
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(letter)).expect("it can be read");
    let words = book.worksheet_range_at(0).expect("a sheet").expect("it can be read");
    assert!(words.cells().any(|(_, _, cell)| cell.to_string().contains("trước ngày 15 tháng 9")));
}

#[test]
fn tables_of_one_name_have_sheets_of_their_own() {
    let table = Block::Table(samples::figures());
    let bytes = laid_out(&Official { blocks: vec![table; 12], ..letter() }).xlsx().expect("a workbook");
    let book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("it can be read");
    let names: std::collections::BTreeSet<String> = book.sheet_names().into_iter().collect();
    assert_eq!(names.len(), 13, "{names:?}");
    assert!(names.iter().all(|name| name.chars().count() <= 31), "{names:?}");
}

#[test]
fn rows_that_do_not_fit_their_columns_are_cut_or_filled_up() {
    let mut table = samples::figures();
    table.rows = vec![Row::new([Cell::Whole(1)]), Row::new(vec![Cell::Whole(2); 40])];
    table.groups = vec![
        Group { title: "a".to_owned(), first: 4, columns: 90 },
        Group { title: "b".to_owned(), first: 50, columns: 2 },
        Group { title: "c".to_owned(), first: 5, columns: 0 },
    ];
    let none = Table::default();
    let paper = laid_out(&Official { blocks: vec![Block::Table(table), Block::Table(none)], ..letter() });
    assert!(paper.docx().is_ok() && paper.xlsx().is_ok());
    let text = paper.to_text();
    assert!(text.contains("| 1 |  |  |  |  | \n| 2 | 2 | 2 | 2 | 2 | 2\n"), "{text}");
}

#[test]
fn texts_of_anyone_come_out_clean() {
    assert_eq!(official::clean("Ho\u{300}a\u{202E} Bi\u{300}nh\u{0}\u{FEFF}\r\nmới\t2"), "Hòa Bình\nmới 2");
    let official = Official {
        subject: "Về\nviệc\u{7} «ma\u{300}»".to_owned(),
        blocks: vec![official::paragraph("một\nhai\r\n\r\nba"), official::paragraph("\u{202E}")],
        ..letter()
    };
    let text = laid_out(&official).to_text();
    assert!(text.contains("[<] V/v Về việc «mà»") && text.contains("  một\n  hai\n  ba\n"), "{text}");
}

#[test]
fn each_capacity_signs_as_appendix_i_has_it() {
    let forms = forms();
    let council = Issuer::of(forms.letterhead(), "council", &samples::unit()).expect("shipped");
    let lines = |capacity, post| council.signing_as(capacity, post, Some("Thiếu tá"), "Lê Văn Thử").lines();
    assert_eq!(lines(Capacity::Head, None), ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]);
    assert_eq!(lines(Capacity::Acting, None), ["TM. ỦY BAN NHÂN DÂN", "Q. CHỦ TỊCH"]);
    assert_eq!(lines(Capacity::Deputy, None), ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"]);
    // for the head and not for the collective
    assert_eq!(lines(Capacity::ByOrder, Some("Chánh Văn phòng")), ["TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"]);
    assert_eq!(lines(Capacity::Empowered, Some("Trưởng phòng")), ["TUQ. CHỦ TỊCH", "TRƯỞNG PHÒNG"]);
    let signed = council.signing_as(Capacity::Deputy, None, Some("Thiếu tá"), "Lê Văn Thử");
    assert_eq!(signed.name.as_deref(), Some("Lê Văn Thử"), "ranks stand on papers of the police only");
}
