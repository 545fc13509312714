//! Lists of the programme's work: tasks as a table or a board by state, meetings, committees, exchanges, commendations.

use crate::account::Choice;
use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Where it leads; may be empty.
    pub href: String,
    /// Whether it says that something is late.
    pub late: bool,
}

impl Cell {
    /// Words alone.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Words that lead somewhere.
    pub fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into(), late: false }
    }
}

/// A table with a heading.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Its heading; the board's column.
    pub title: String,
    /// Headings of its columns.
    pub head: Vec<String>,
    /// Its rows; the first cell names the row.
    pub rows: Vec<Vec<Cell>>,
    /// What is said when there are none.
    pub empty: String,
}

impl Listing {
    /// The cells of a row, each with the heading of its column: on a phone there is no other.
    pub fn cells<'l>(&'l self, row: &'l [Cell]) -> impl Iterator<Item = (&'l Cell, &'l str)> {
        row.iter().zip(self.head.iter().map(String::as_str).chain(std::iter::repeat("")))
    }
}

/// A way to look at the list, as a link.
#[derive(Clone, Debug, Default)]
pub struct View {
    /// What it is called.
    pub text: String,
    /// Where it is.
    pub href: String,
    /// Whether it is this one.
    pub chosen: bool,
}

/// A filter of few choices.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// What the form sends it as.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// The choices.
    pub options: Vec<Choice>,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "work/list.html")]
pub struct WorkList {
    /// Around the page.
    pub frame: Frame,
    /// What is listed.
    pub title: String,
    /// Of which unit.
    pub unit: String,
    /// What to know; may be empty.
    pub lead: String,
    /// What does not belong here; may be empty.
    pub note: String,
    /// Ways to look at it.
    pub views: Vec<View>,
    /// What is kept when a filter is sent.
    pub kept: Vec<(String, String)>,
    /// Filters.
    pub filters: Vec<Filter>,
    /// How many there are of what.
    pub counts: Vec<(String, usize)>,
    /// Whether it is a board: one column for each table.
    pub is_board: bool,
    /// The tables.
    pub tables: Vec<Listing>,
    /// What can be begun: address and text.
    pub begin: Vec<(String, String)>,
    /// What can be taken away: address and text.
    pub files: Vec<(String, String)>,
}

impl WorkList {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up lists: a table, a board, nothing, long.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = full();
        let empty = Self {
            tables: vec![listing("Danh sách", Vec::new())],
            counts: Vec::new(),
            filters: Vec::new(),
            files: Vec::new(),
            ..full.clone()
        };
        let board = Self {
            is_board: true,
            tables: vec![
                listing("Chờ nhận", vec![row("Tuyên truyền", "chờ nhận", "")]),
                listing("Đang thực hiện", vec![row("Ký cam kết", "đang thực hiện", "trễ từ 01/07/2026")]),
                listing("Hoàn thành", Vec::new()),
            ],
            ..full.clone()
        };
        let long = Self {
            title: "Trao đổi với địa phương giáp ranh và phía Lào".to_owned(),
            note: "Sổ này không ghi nội dung nghiệp vụ, không ghi tên hay số giấy tờ của người có hồ sơ.".to_owned(),
            tables: vec![listing(
                "Danh sách",
                vec![row(
                    "Duy trì tổ chức giao ban phòng, chống ma túy giữa các xã với các địa bàn đối biên nước Cộng hòa Dân \
                     chủ Nhân dân Lào",
                    "đã báo cáo hoàn thành, chờ người thứ hai xác nhận",
                    "",
                )],
            )],
            ..full.clone()
        };
        vec![("full", full), ("empty", empty), ("board", board), ("long", long)]
    }
}

/// A row of a made-up list.
fn row(title: &str, state: &str, late: &str) -> Vec<Cell> {
    vec![
        Cell::link(title, "/nhiem-vu/0199c0de-0000-7000-8000-000000000071"),
        Cell::text("xã Mường Lát"),
        Cell::text("Công an xã"),
        Cell::text(state),
        Cell::text("30/06/2026"),
        Cell { text: late.to_owned(), late: !late.is_empty(), ..Cell::default() },
    ]
}

fn listing(title: &str, rows: Vec<Vec<Cell>>) -> Listing {
    let heads = ["Nhiệm vụ", "Đơn vị", "Chủ trì", "Trạng thái", "Hạn", "Trễ"];
    Listing {
        title: title.to_owned(),
        head: heads.iter().map(|&head| head.to_owned()).collect(),
        rows,
        empty: "Không có nhiệm vụ nào.".to_owned(),
    }
}

fn full() -> WorkList {
    let view = |text: &str, chosen| View { text: text.to_owned(), href: "/nhiem-vu".to_owned(), chosen };
    WorkList {
        frame: samples::frame("/nhiem-vu", Section::Other, &[("Nhiệm vụ", "")]),
        title: "Nhiệm vụ".to_owned(),
        unit: "xã Mường Lát".to_owned(),
        lead: "Mỗi nhiệm vụ rõ người, rõ việc, rõ trách nhiệm, rõ thời gian, rõ kết quả, rõ thẩm quyền.".to_owned(),
        note: String::new(),
        views: vec![view("Của tôi", true), view("Của đơn vị", false), view("Trễ hạn", false)],
        kept: vec![("xem".to_owned(), "cua-toi".to_owned())],
        filters: vec![Filter {
            name: "co-quan".to_owned(),
            label: "Cơ quan chủ trì".to_owned(),
            options: vec![Choice::new("", "mọi cơ quan", true), Choice::new("Công an xã", "Công an xã", false)],
        }],
        counts: vec![("đang thực hiện".to_owned(), 2), ("trễ hạn".to_owned(), 1)],
        is_board: false,
        tables: vec![listing(
            "Danh sách",
            vec![row("Ký cam kết", "đang thực hiện", "trễ từ 01/07/2026"), row("Tuyên truyền", "chờ nhận", "")],
        )],
        begin: vec![("/nhiem-vu/moi".to_owned(), "Nhiệm vụ mới".to_owned())],
        files: vec![("/nhiem-vu.xlsx".to_owned(), "Tải Excel".to_owned())],
    }
}
