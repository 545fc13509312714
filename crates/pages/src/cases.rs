//! The files of a unit: found by name, sifted, with who is on each list and who is on the way here.

use crate::account::Choice;
use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// A file of the list.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one flag that the row shows, whatever the others say")]
pub struct CaseRow {
    /// Its page.
    pub href: String,
    /// Whose.
    pub name: String,
    /// Year of birth; empty where unknown.
    pub year: String,
    /// Under which measures, in words.
    pub states: Vec<String>,
    /// On which lists.
    pub lists: Vec<String>,
    /// What is due next, and until when; none where nothing is.
    pub next: Option<(String, String)>,
    /// Whether that is late.
    pub late: bool,
    /// Whether an entry is contested.
    pub contested: bool,
    /// Whether the person is moving elsewhere.
    pub transit: bool,
    /// Whether the person is under 18.
    pub minor: bool,
}

impl CaseRow {
    /// Whether anything is to be heeded beside the name.
    pub const fn is_flagged(&self) -> bool {
        self.minor || self.contested || self.transit
    }
}

/// A person on the way here.
#[derive(Clone, Debug, Default)]
pub struct IncomingRow {
    /// The file's page.
    pub href: String,
    /// Whose.
    pub name: String,
    /// From which unit.
    pub from: String,
    /// When they left.
    pub day: String,
}

/// How many are on a list, and where these are shown.
#[derive(Clone, Debug, Default)]
pub struct ListCount {
    /// The list's legal name.
    pub title: String,
    /// How many.
    pub count: u64,
    /// The list of them.
    pub href: String,
}

/// What was asked for.
#[derive(Clone, Debug, Default)]
pub struct Sieve {
    /// The name, as typed; it came in a form and stands in no address.
    pub q: String,
    /// Lists to choose from.
    pub lists: Vec<Choice>,
    /// States to choose from.
    pub states: Vec<Choice>,
    /// Only where something is late.
    pub late: bool,
    /// Only where an entry is contested.
    pub contested: bool,
}

/// The list.
#[derive(Clone, Debug, Template)]
#[template(path = "case/index.html")]
pub struct Cases {
    /// Around the page.
    pub frame: Frame,
    /// The unit.
    pub unit: String,
    /// The figure whose files these are; empty for the whole list.
    pub figure: String,
    /// How many are on each list.
    pub counts: Vec<ListCount>,
    /// What was asked for.
    pub sieve: Sieve,
    /// What is wrong with it; empty when nothing is.
    pub fault: String,
    /// Files found.
    pub rows: Vec<CaseRow>,
    /// How many more were found than are shown.
    pub hidden: u64,
    /// People on the way here.
    pub incoming: Vec<IncomingRow>,
    /// The form that opens a new file; empty for who may not.
    pub new: String,
    /// Grounds to test; empty for who may not see them.
    pub grounds: String,
    /// Where one form is printed for several files; empty where there are none.
    pub print: String,
}

impl Cases {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Whether anything narrows the list.
    pub fn is_sifted(&self) -> bool {
        let chosen = |choices: &[Choice]| choices.iter().any(|choice| choice.chosen && !choice.key.is_empty());
        let Sieve { q, lists, states, late, contested } = &self.sieve;
        !q.is_empty() || *late || *contested || chosen(lists) || chosen(states) || !self.figure.is_empty()
    }

    /// Made-up pages: full, no files at all, a search that found nobody, the files of a figure, long names.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = full();
        let mut empty =
            Self { rows: Vec::new(), incoming: Vec::new(), hidden: 0, print: String::new(), ..full.clone() };
        for count in &mut empty.counts {
            count.count = 0;
        }
        let mut none = empty.clone();
        "không có tên này".clone_into(&mut none.sieve.q);
        let error = Self {
            fault: "Không có gì để tìm. Hãy gõ ít nhất một tiếng của tên.".to_owned(), ..full.clone()
        };
        let figure = Self {
            figure: "người nghiện có hồ sơ, tính đến 14/12/2026".to_owned(),
            incoming: Vec::new(),
            ..full.clone()
        };
        let mut long = full.clone();
        for row in &mut long.rows {
            "Nguyễn Hoàng Phương Trường Giang Thủy Nguyên (giả định)".clone_into(&mut row.name);
            row.transit = true;
            row.contested = true;
        }
        vec![("full", full), ("empty", empty), ("none", none), ("error", error), ("figure", figure), ("long", long)]
    }
}

fn full() -> Cases {
    let href = || "/ho-so/0199c0de-0000-7000-8000-000000000009".to_owned();
    let row = |name: &str, year: &str, state: &str, list: &str| CaseRow {
        href: href(),
        name: name.to_owned(),
        year: year.to_owned(),
        states: [state].iter().filter(|text| !text.is_empty()).map(|text| (*text).to_owned()).collect(),
        lists: [list].iter().filter(|text| !text.is_empty()).map(|text| (*text).to_owned()).collect(),
        ..CaseRow::default()
    };
    let due = |what: &str, at: &str| Some((what.to_owned(), at.to_owned()));
    let (users, addicts, post) = (
        "Danh sách người sử dụng trái phép chất ma túy",
        "Danh sách người nghiện ma túy",
        "Danh sách người bị quản lý sau cai nghiện ma túy",
    );
    let count = |title: &str, count, key: &str| ListCount {
        title: title.to_owned(),
        count,
        href: format!("/ho-so?danh-sach={key}"),
    };
    Cases {
        frame: samples::frame("/ho-so", Section::Other, &[("Việc hôm nay", "/viec-hom-nay"), ("Hồ sơ", "")]),
        unit: "xã Mường Lát".to_owned(),
        figure: String::new(),
        counts: vec![count(users, 21, "users"), count(addicts, 34, "addicts"), count(post, 8, "post")],
        sieve: Sieve {
            q: String::new(),
            lists: vec![Choice::new("", "Tất cả", true), Choice::new("users", users, false)],
            states: vec![
                Choice::new("", "Tất cả", true),
                Choice::new("S6", "Điều trị nghiện bằng thuốc thay thế", false),
            ],
            late: false,
            contested: false,
        },
        fault: String::new(),
        rows: vec![
            CaseRow {
                next: due("Kiểm tra cư trú ít nhất một lần mỗi tháng", "23:59 20/11/2026"),
                late: true,
                ..row("Lò Văn Giả Định", "1990", "Đang bị quản lý người sử dụng trái phép chất ma túy", users)
            },
            CaseRow {
                contested: true,
                next: due("Trả lời yêu cầu của chủ thể dữ liệu", "23:59 24/11/2026"),
                ..row("Vàng Thị Giả Định", "1987", "Điều trị nghiện bằng thuốc thay thế", addicts)
            },
            CaseRow {
                minor: true, ..row("Thao Văn Giả Định", "2010", "Chờ xác định tình trạng nghiện", "")
            },
            CaseRow {
                transit: true, ..row("Hà Thị Giả Định", "", "Quản lý sau cai nghiện ma túy", post)
            },
            row("Cầm Bá Giả Định", "1971", "", ""),
        ],
        hidden: 12,
        incoming: vec![IncomingRow {
            href: href(),
            name: "Ngân Thị Giả Định".to_owned(),
            from: "xã Mường Chanh".to_owned(),
            day: "21/11/2026".to_owned(),
        }],
        new: "/ho-so/moi".to_owned(),
        grounds: "/can-xet-nghiem".to_owned(),
        print: "/ho-so/in".to_owned(),
    }
}
