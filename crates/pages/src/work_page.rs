//! One work of the programme: a task with its six clears and its due-grid, a meeting, a committee, an exchange.

use crate::frame::{Frame, Section};
use crate::work_list::{Cell, Listing};
use crate::{Html, samples};
use askama::Template;

/// A heading and what stands under it.
#[derive(Clone, Debug, Default)]
pub struct Pair {
    /// What it is.
    pub name: String,
    /// The lines; empty where it is not filled.
    pub lines: Vec<String>,
}

/// One cell of a due-grid.
#[derive(Clone, Debug, Default)]
pub struct Square {
    /// A sign for the eye.
    pub sign: String,
    /// The same in words.
    pub word: String,
    /// Days and evidence; may be empty.
    pub detail: String,
    /// Whether it is a gap.
    pub gap: bool,
}

/// A due-grid.
#[derive(Clone, Debug, Default)]
pub struct GridView {
    /// What it counts, in a sentence.
    pub says: String,
    /// Heading of the first column.
    pub corner: String,
    /// The periods.
    pub periods: Vec<String>,
    /// The places with a cell for each period.
    pub rows: Vec<(String, Vec<Square>)>,
    /// What the signs mean: sign and word.
    pub legend: Vec<(String, String)>,
}

/// One act that was done.
#[derive(Clone, Debug, Default)]
pub struct Past {
    /// On which day.
    pub on: String,
    /// What.
    pub what: String,
    /// Who: name and role.
    pub who: String,
    /// What was said with it.
    pub lines: Vec<String>,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "work/page.html")]
pub struct WorkPage {
    /// Around the page.
    pub frame: Frame,
    /// What it is called.
    pub title: String,
    /// Of which unit.
    pub unit: String,
    /// How it stands, in words.
    pub state: String,
    /// That it is late, and since when; empty otherwise.
    pub late: String,
    /// What to know; empty otherwise.
    pub notes: Vec<String>,
    /// What is missing before it can go on: a heading, and each with where it is written, as far as there is a place.
    pub missing: Option<(String, Vec<(String, String)>)>,
    /// What can be done now: address and text.
    pub acts: Vec<(String, String)>,
    /// What it says.
    pub pairs: Vec<Pair>,
    /// What is said where something is not filled.
    pub unfilled: String,
    /// Its grid.
    pub grid: Option<GridView>,
    /// Its tables.
    pub tables: Vec<Listing>,
    /// What was done, the last first.
    pub past: Vec<Past>,
}

impl WorkPage {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up works: a task with a grid, a draft with gaps, a meeting, long.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = full();
        let mut draft = Self {
            state: "dự thảo".to_owned(),
            late: String::new(),
            notes: vec!["Chưa giao được. Chưa rõ: rõ người, rõ kết quả.".to_owned()],
            missing: Some((
                "Còn thiếu để gửi được:".to_owned(),
                vec![("chưa ghi “Số buổi tuyên truyền”".to_owned(), "/nhiem-vu/1".to_owned())],
            )),
            grid: None,
            past: Vec::new(),
            ..full.clone()
        };
        for pair in draft.pairs.iter_mut().take(1) {
            pair.lines.clear();
        }
        let meeting = Self {
            frame: samples::frame("/hop/1", Section::Other, &[("Cuộc họp", "/hop"), ("Giao ban quý I", "")]),
            title: "Giao ban quý I (giả định)".to_owned(),
            state: "đã có kết luận".to_owned(),
            late: String::new(),
            grid: None,
            tables: vec![Listing {
                title: "Kết luận".to_owned(),
                head: ["Số", "Nội dung", "Cơ quan", "Nhiệm vụ"].map(str::to_owned).to_vec(),
                rows: vec![vec![
                    Cell::text("1"),
                    Cell::text("Rà soát điểm phức tạp"),
                    Cell::text("Công an tỉnh"),
                    Cell::link("Lập nhiệm vụ", "/nhiem-vu/moi"),
                ]],
                empty: String::new(),
            }],
            ..full.clone()
        };
        let mut long = full.clone();
        "Duy trì thường xuyên đầu mối liên lạc ba cấp với các lực lượng chức năng Lào và giao ban phòng, chống ma túy giữa các \
         xã biên giới với các địa bàn đối biên (giả định)"
            .clone_into(&mut long.title);
        vec![("full", full), ("empty", draft), ("meeting", meeting), ("long", long)]
    }
}

fn full() -> WorkPage {
    let pair = |name: &str, lines: &[&str]| Pair {
        name: name.to_owned(),
        lines: lines.iter().map(|&line| line.to_owned()).collect(),
    };
    let square = |sign: &str, word: &str, detail: &str| Square {
        sign: sign.to_owned(),
        word: word.to_owned(),
        detail: detail.to_owned(),
        gap: sign == "✗",
    };
    let path = "/nhiem-vu/0199c0de-0000-7000-8000-000000000071";
    WorkPage {
        frame: samples::frame(path, Section::Other, &[("Nhiệm vụ", "/nhiem-vu"), ("Tuyên truyền ở thôn", "")]),
        title: "Tuyên truyền ở thôn (giả định)".to_owned(),
        unit: "xã Mường Lát".to_owned(),
        state: "đang thực hiện".to_owned(),
        late: "Trễ từ ngày 01/07/2026.".to_owned(),
        notes: Vec::new(),
        missing: None,
        acts: vec![
            (format!("{path}/viec/mark"), "Ghi kỳ đã làm".to_owned()),
            (format!("{path}/viec/progress"), "Ghi tiến độ".to_owned()),
        ],
        pairs: vec![
            pair("Rõ người", &["Nguyễn Văn Bình (giả định), Trưởng Công an cấp xã"]),
            pair("Rõ việc", &["Tổ chức tuyên truyền ở từng thôn"]),
            pair("Rõ trách nhiệm", &["Chủ trì: Công an xã", "Phối hợp: Ủy ban Mặt trận Tổ quốc xã"]),
            pair("Rõ thời gian", &["Từ 01/01/2026 đến 30/06/2026", "Ít nhất 1 lần mỗi tháng"]),
            pair("Rõ kết quả", &["1. Buổi tuyên truyền; đo bằng số buổi; chứng minh bằng biên bản"]),
            pair("Rõ thẩm quyền", &["Kế hoạch 192/KH-UBND ngày 08/09/2025, mục II.2.a"]),
        ],
        unfilled: "chưa rõ".to_owned(),
        grid: Some(GridView {
            says: "1 kỳ đã làm, 1 kỳ bị bỏ trống, 1 kỳ đang đến, 1 kỳ chưa đến.".to_owned(),
            corner: "Thôn, bản, tổ dân phố".to_owned(),
            periods: vec!["1/2026".to_owned(), "2/2026".to_owned()],
            rows: vec![
                (
                    "Thôn Một (giả định)".to_owned(),
                    vec![square("✓", "đã làm", "15/01/2026, BB 03"), square("✗", "bỏ trống", "")],
                ),
                ("Thôn Hai (giả định)".to_owned(), vec![square("…", "đang đến", ""), square("·", "chưa đến", "")]),
            ],
            legend: vec![("✓".to_owned(), "đã làm".to_owned()), ("✗".to_owned(), "bỏ trống".to_owned())],
        }),
        tables: Vec::new(),
        past: vec![Past {
            on: "06/01/2026".to_owned(),
            what: "Nhận nhiệm vụ".to_owned(),
            who: "Nguyễn Văn Bình (giả định)".to_owned(),
            lines: vec!["Đã phân công từng thôn".to_owned()],
        }],
    }
}
