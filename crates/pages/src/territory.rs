//! Lists, flows and goals of a province or the nation: numbers of which those about few people are not told.

use askama::Template;

use crate::counts::Switchable;
use crate::frame::{Frame, Section};
use crate::{Html, samples};

/// A table of numbers.
#[derive(Clone, Debug)]
pub struct Block {
    /// Anchor.
    pub anchor: String,
    /// Heading.
    pub title: String,
    /// Headings of its columns.
    pub columns: Vec<String>,
    /// Its rows; the whole stands last.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// The unit.
    pub name: String,
    /// Where its own page is; empty where there is none.
    pub href: String,
    /// The numbers; none where one is not told.
    pub cells: Vec<Option<String>>,
    /// Whether no file was ever kept there, so that its numbers would be silence and not nobody.
    pub silent: bool,
    /// Whether it is the whole.
    pub whole: bool,
}

/// A link.
#[derive(Clone, Debug)]
pub struct Link {
    /// Its words.
    pub text: String,
    /// Where to.
    pub href: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "counts/territory.html")]
pub struct Territory {
    /// Around the page.
    pub frame: Frame,
    /// Heading.
    pub title: &'static str,
    /// Name of the province or the nation.
    pub place: String,
    /// What is not told, and how that is shown.
    pub lead: String,
    /// Of which days it tells.
    pub note: String,
    /// What was wrong with what was typed; empty otherwise.
    pub fault: String,
    /// The day, as typed.
    pub day: String,
    /// The day as known at the end of which, as typed.
    pub known_at: String,
    /// Switches; none on the page of goals.
    pub choices: Vec<Switchable>,
    /// What was chosen otherwise than by default, in a sentence; empty where nothing was.
    pub chosen: String,
    /// Other pages of the same place.
    pub links: Vec<Link>,
    /// The same numbers to keep.
    pub exports: Vec<Link>,
    /// The tables.
    pub blocks: Vec<Block>,
}

impl Territory {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up numbers (giả định): a province, few people and nobody, the nation with its provinces, a wrong day.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = |name: &str, cells: &[Option<i64>], whole| Row {
            name: name.to_owned(),
            href: String::new(),
            cells: cells.iter().map(|cell| cell.map(|people| people.to_string())).collect(),
            silent: false,
            whole,
        };
        let columns = ["Đầu kỳ", "Đưa vào", "Đưa ra", "Cuối kỳ", "Hiện có", "Đang chuyển đi"];
        let block = |rows| Block {
            anchor: "danh-sach-addicts".to_owned(),
            title: "Danh sách người nghiện ma túy".to_owned(),
            columns: columns.map(str::to_owned).to_vec(),
            rows,
        };
        let link = |text: &str| Link { text: text.to_owned(), href: "/tinh/38/muc-tieu".to_owned() };
        let province = Self {
            frame: samples::frame("/tinh/38/danh-sach", Section::Nation, &[("Tỉnh Thanh Hóa", "")]),
            title: "Danh sách và biến động theo địa bàn",
            place: "Tỉnh Thanh Hóa".to_owned(),
            lead: "Chỉ có con số, không có tên người (giả định).".to_owned(),
            note: "Hiện có: đến hết ngày 30/09/2026.".to_owned(),
            fault: String::new(),
            day: "2026-09-30".to_owned(),
            known_at: String::new(),
            choices: vec![Switchable {
                key: "post_on_file",
                text: "Người quản lý sau cai nghiện trong số người nghiện có hồ sơ",
                owner: "Chờ xác nhận: C04, PC04".to_owned(),
                on: true,
                yes: "có tính".to_owned(),
                no: "không tính (mặc định)".to_owned(),
                people: Vec::new(),
            }],
            chosen: "Cách tính đã chọn khác mặc định: người quản lý sau cai nghiện: có tính.".to_owned(),
            links: vec![link("Ba mục tiêu")],
            exports: vec![link("Excel (.xlsx)"), link("CSV")],
            blocks: vec![block(vec![
                row(
                    "Đặc khu có tên gọi rất dài để thử xuống dòng (giả định)",
                    &[None, None, None, None, None, Some(0)],
                    false,
                ),
                row("Phường Hạc Thành", &[Some(120), Some(12), Some(9), Some(123), Some(123), Some(6)], false),
                Row { silent: true, ..row("Phường Hàm Rồng", &[Some(0); 6], false) },
                row("Cộng", &[Some(150), Some(20), Some(15), Some(155), Some(155), Some(6)], true),
            ])],
        };
        let mut nation =
            Self { place: "Cả nước".to_owned(), choices: Vec::new(), chosen: String::new(), ..province.clone() };
        for row in nation.blocks.iter_mut().flat_map(|block| &mut block.rows).filter(|row| !row.whole) {
            "/tinh/38/muc-tieu".clone_into(&mut row.href);
        }
        let empty = Self { blocks: vec![block(Vec::new())], choices: Vec::new(), ..province.clone() };
        let faulty = Self {
            fault: "“32/13” ở ô Đến hết ngày không phải là ngày; viết như 2026-12-14.".to_owned(),
            ..province.clone()
        };
        vec![("province", province), ("nation", nation), ("empty", empty), ("faulty", faulty)]
    }
}
