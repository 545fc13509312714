//! One plan: its paper, its targets with the arithmetic of how they stand, its roadmaps and tasks, what was done.

use crate::account::Choice;
use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// A point of a target.
#[derive(Clone, Debug, Default)]
pub struct PointRow {
    /// The last day for it.
    pub by: String,
    /// How many are needed.
    pub need: String,
    /// Why so many.
    pub why: String,
    /// What was there.
    pub had: String,
    /// Whether it was enough, in words.
    pub met: String,
}

/// A target.
#[derive(Clone, Debug, Default)]
pub struct TargetRow {
    /// Its name within the plan; also its anchor.
    pub id: String,
    /// As written.
    pub statement: String,
    /// A sign beside the word of the status.
    pub sign: &'static str,
    /// How it stands.
    pub status: String,
    /// Why.
    pub why: String,
    /// The last value, with its day and source.
    pub current: String,
    /// Values that were told too.
    pub aside: Vec<String>,
    /// What else is to be known: name and value.
    pub facts: Vec<(String, String)>,
    /// Its points.
    pub points: Vec<PointRow>,
    /// Acts on it: address and text.
    pub acts: Vec<(String, String)>,
}

/// Where a named commune lies now.
#[derive(Clone, Debug, Default)]
pub struct NowRow {
    /// The commune of today.
    pub name: String,
    /// Its page; empty where there is none for the reader.
    pub href: String,
    /// What came of the merger.
    pub note: String,
    /// Its result.
    pub result: String,
}

/// A named commune.
#[derive(Clone, Debug, Default)]
pub struct PlaceRow {
    /// As it was named, with its code.
    pub name: String,
    /// Keep or convert.
    pub wanted: String,
    /// Where it lies now.
    pub now: Vec<NowRow>,
}

/// The communes of a year.
#[derive(Clone, Debug, Default)]
pub struct RoadmapTable {
    /// Anchor.
    pub anchor: String,
    /// Heading.
    pub title: String,
    /// The arithmetic.
    pub sum: String,
    /// Who confirms, by which map.
    pub confirms: String,
    /// Heading of the column of results.
    pub result: String,
    /// The communes.
    pub rows: Vec<PlaceRow>,
}

/// A task of the document.
#[derive(Clone, Debug, Default)]
pub struct TaskRow {
    /// What is to be done.
    pub text: String,
    /// Where it becomes a task of the unit; empty for who does not write.
    pub href: String,
    /// Who leads.
    pub lead: String,
    /// Who works with them.
    pub with: String,
    /// How often.
    pub rhythm: String,
    /// Where in the document.
    pub citation: String,
}

/// A section of the document.
#[derive(Clone, Debug, Default)]
pub struct SectionRows {
    /// Anchor.
    pub anchor: String,
    /// Heading.
    pub title: String,
    /// What is to be known of it.
    pub note: String,
    /// Its tasks.
    pub tasks: Vec<TaskRow>,
}

/// An act that was done.
#[derive(Clone, Debug, Default)]
pub struct HistoryRow {
    /// On which day.
    pub on: String,
    /// What.
    pub act: String,
    /// By which document.
    pub document: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "plan/show.html")]
pub struct Plan {
    /// Around the page.
    pub frame: Frame,
    /// What it is called.
    pub title: String,
    /// Kind, number, state in one line.
    pub lead: String,
    /// Its paper: name and value.
    pub facts: Vec<(String, String)>,
    /// What is to be known.
    pub notes: Vec<String>,
    /// How many targets stand how.
    pub tally: Vec<String>,
    /// What "on track" means; empty where no target is.
    pub between: Vec<Choice>,
    /// Its targets.
    pub targets: Vec<TargetRow>,
    /// Its roadmaps.
    pub roadmaps: Vec<RoadmapTable>,
    /// Its sections with tasks.
    pub sections: Vec<SectionRows>,
    /// What was done; empty for a document that was not adopted.
    pub history: Vec<HistoryRow>,
    /// What can be done: address and text.
    pub acts: Vec<(String, String)>,
    /// Files to take: address and text.
    pub exports: Vec<(String, String)>,
}

impl Plan {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up plans: full, a draft without anything, long words.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        let full = Self {
            frame: samples::frame("/ke-hoach", Section::Other, &[("Kế hoạch", "/ke-hoach"), ("192/KH-UBND", "")]),
            title: "Xây dựng “Xã, phường không ma túy” (giả định)".to_owned(),
            lead: "Kế hoạch 192/KH-UBND · Đang hiệu lực".to_owned(),
            facts: vec![pair("Cơ quan ban hành", "UBND tỉnh (giả định)"), pair("Thời hạn", "01/01/2025 – 31/12/2030")],
            notes: vec!["Kế hoạch chỉ nêu hai mốc 2025 và 2030 (giả định).".to_owned()],
            tally: vec!["1 chỉ tiêu: Đúng lộ trình".to_owned(), "1 chỉ tiêu: Chưa đủ thông tin".to_owned()],
            between: vec![
                Choice::new("last_due", "mức đến hạn gần nhất đã đạt (mặc định)", true),
                Choice::new("linear", "đạt mức trên đường thẳng giữa hai mức", false),
            ],
            targets: vec![
                target(
                    "khong-ma-tuy",
                    "“ít nhất 20% đơn vị hành chính cấp xã không ma túy trong năm 2025” (giả định)",
                    ("✓", "Đúng lộ trình"),
                ),
                target("ky-cam-ket", "“100% hộ gia đình ký cam kết” (giả định)", ("?", "Chưa đủ thông tin")),
            ],
            roadmaps: vec![roadmap()],
            sections: vec![SectionRows {
                anchor: "muc-2".to_owned(),
                title: "Tập trung triển khai đồng bộ các biện pháp phòng ngừa (giả định)".to_owned(),
                note: "Bản sao mất số của mục (giả định).".to_owned(),
                tasks: vec![TaskRow {
                    text: "Tổ chức tuyên truyền tại thôn, bản (giả định)".to_owned(),
                    href: "/nhiem-vu/moi".to_owned(),
                    lead: "UBND các xã, phường".to_owned(),
                    with: "Ủy ban MTTQ Việt Nam".to_owned(),
                    rhythm: "hằng tháng, ít nhất 1 lần ở mỗi thôn, bản, tổ dân phố".to_owned(),
                    citation: "Kế hoạch giả định, mục II.2.a".to_owned(),
                }],
            }],
            history: vec![HistoryRow {
                on: "01/03/2026".to_owned(),
                act: "Nhận văn bản có sẵn".to_owned(),
                document: "192/KH-UBND, 08/09/2025".to_owned(),
            }],
            acts: vec![pair("/ke-hoach/0199c0de-0000-7000-8000-000000000001/viec/state", "Khai số của chỉ tiêu")],
            exports: vec![pair("/ke-hoach/0199c0de-0000-7000-8000-000000000001/chi-tieu.csv", "Tải CSV")],
        };
        let empty = Self {
            notes: Vec::new(),
            tally: Vec::new(),
            between: Vec::new(),
            targets: Vec::new(),
            roadmaps: Vec::new(),
            sections: Vec::new(),
            history: Vec::new(),
            exports: Vec::new(),
            ..full.clone()
        };
        let mut long = full.clone();
        "Đẩy mạnh xây dựng xã, phường, đặc khu an toàn về an ninh trật tự, không có ma túy và tội phạm trên địa bàn tỉnh \
         giai đoạn 2025-2030, tầm nhìn đến năm 2035 (giả định)"
            .clone_into(&mut long.title);
        vec![("full", full), ("empty", empty), ("long", long)]
    }
}

fn target(id: &str, statement: &str, (sign, status): (&'static str, &str)) -> TargetRow {
    TargetRow {
        id: id.to_owned(),
        statement: statement.to_owned(),
        sign,
        status: status.to_owned(),
        why: "Mức đến hạn gần nhất (14/12/2025) đã đạt; mức cuối chưa đến hạn.".to_owned(),
        current: "35 trên 166 (21,1 %), tính đến 14/12/2025; chương trình tính".to_owned(),
        aside: vec!["Cũng được nêu, không dùng để tính: 36 trên 166, theo báo cáo (giả định)".to_owned()],
        facts: vec![("Chịu trách nhiệm".to_owned(), "UBND tỉnh (giả định)".to_owned())],
        points: vec![PointRow {
            by: "14/12/2025".to_owned(),
            need: "ít nhất 34".to_owned(),
            why: "20 % × 166 = 33,2, làm tròn lên 34".to_owned(),
            had: "35 trên 166 (21,1 %)".to_owned(),
            met: "đạt".to_owned(),
        }],
        acts: Vec::new(),
    }
}

/// A made-up roadmap, also for the page of a province.
pub(crate) fn roadmap() -> RoadmapTable {
    let now = |name: &str, note: &str, result: &str| NowRow {
        name: name.to_owned(),
        href: "/xa/12322".to_owned(),
        note: note.to_owned(),
        result: result.to_owned(),
    };
    RoadmapTable {
        anchor: "lo-trinh-2024".to_owned(),
        title: "Lộ trình năm 2024".to_owned(),
        sum: "Giữ vững 6, chuyển hóa 5: 11/17 đơn vị (64,7 %).".to_owned(),
        confirms: "Xác nhận danh sách: UBND huyện (giả định).".to_owned(),
        result: "Kết quả năm 2025".to_owned(),
        rows: vec![
            PlaceRow {
                name: "xã Song Mai (12301)".to_owned(),
                wanted: "giữ vững".to_owned(),
                now: vec![now("xã Hiệp Cường", "gộp từ 4 đơn vị, đều có trong lộ trình", "chưa có")],
            },
            PlaceRow {
                name: "xã Giả Định (99999)".to_owned(), wanted: "chuyển hóa".to_owned(), now: Vec::new()
            },
        ],
    }
}
