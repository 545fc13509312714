//! One proposal: exactly what will be done, who wants it, and the decision.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// A proposal.
#[derive(Clone, Debug, Template)]
#[template(path = "proposal/show.html")]
pub struct Proposal {
    /// Around the page.
    pub frame: Frame,
    /// Its id.
    pub id: String,
    /// What will be done, in a line.
    pub what: String,
    /// What exactly: name and value.
    pub lines: Vec<(String, String)>,
    /// The file that it is about; empty where it is about none, or where who looks has nothing to read there.
    pub file: String,
    /// Who proposed it.
    pub by: String,
    /// When, in writing.
    pub at: String,
    /// Until when it can be agreed to, in writing.
    pub until: String,
    /// SHA-256 of what will be done, in hexadecimal.
    pub digest: String,
    /// What became of it, with who and when.
    pub outcome: String,
    /// Whether it still waits.
    pub is_open: bool,
    /// Whether who looks proposed it.
    pub is_own: bool,
    /// Whether who looks may refuse it.
    pub may_refuse: bool,
    /// Why who looks cannot agree; empty if they can.
    pub objection: String,
    /// Where the file that was just opened is compared with one that shares a number; empty where none does.
    pub doubles: &'static str,
    /// Where to prove oneself anew first; empty while the proof is fresh.
    pub step_up: String,
    /// Why a decision that was sent did not stand; empty when nothing is wrong.
    pub fault: String,
}

impl Proposal {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: to be decided, one's own, decided, changed meanwhile, an old proof.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let line = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let full = Self {
            frame: samples::frame(
                "/de-nghi/0199c0de-0000-7000-8000-000000000001",
                Section::Other,
                &[("Toàn quốc", "/"), ("Đề nghị cần hai người", "/de-nghi"), ("Bổ nhiệm", "")],
            ),
            id: "0199c0de-0000-7000-8000-000000000001".to_owned(),
            what: "Bổ nhiệm Trưởng Công an cấp xã, xã Mường Lát".to_owned(),
            lines: vec![
                line("Người được bổ nhiệm", "Lò Thị Giả Định (lo.thi.gia.dinh)"),
                line("Vai trò", "Trưởng Công an cấp xã"),
                line("Được làm", "Quyết định quản lý người sử dụng, cai nghiện tại gia đình, cộng đồng"),
                line("Đơn vị", "xã Mường Lát"),
                line("Từ ngày", "15/12/2025"),
                line("Đến trước ngày", "không thời hạn"),
                line("Quyết định", "05/QĐ-CAT, 14/12/2025"),
            ],
            file: String::new(),
            by: "Người giả định A".to_owned(),
            at: "08:00 15/12/2025".to_owned(),
            until: "08:00 22/12/2025".to_owned(),
            digest: "5b9ce1a35b9ce1a35b9ce1a35b9ce1a35b9ce1a35b9ce1a35b9ce1a35b9ce1a3".to_owned(),
            outcome: "Đang chờ người thứ hai".to_owned(),
            is_open: true,
            is_own: false,
            may_refuse: true,
            objection: String::new(),
            doubles: "",
            step_up: String::new(),
            fault: String::new(),
        };
        let own = Self {
            is_own: true,
            may_refuse: false,
            objection: "Người đề nghị không được tự đồng ý. Hãy nhờ người khác xem xét.".to_owned(),
            ..full.clone()
        };
        let over = Self {
            is_open: false,
            outcome: "Đã đồng ý và thực hiện · Người giả định B, 09:00 15/12/2025".to_owned(),
            ..full.clone()
        };
        let changed = Self {
            fault: "Nội dung đã xem không phải là nội dung đang lưu. Hãy mở lại đề nghị, đọc kỹ rồi quyết định."
                .to_owned(),
            ..full.clone()
        };
        let case = about_a_file(&full, line);
        let old = Self { step_up: "/xac-minh?ve=%2Fde-nghi".to_owned(), ..full.clone() };
        let double = Self { doubles: "/trung-ho-so", is_open: false, ..case.clone() };
        vec![
            ("full", full),
            ("case", case),
            ("double", double),
            ("own", own),
            ("over", over),
            ("error", changed),
            ("step_up", old),
        ]
    }
}

/// A proposal of an act in somebody's file.
fn about_a_file(full: &Proposal, line: impl Fn(&str, &str) -> (String, String)) -> Proposal {
    Proposal {
        what: "Quyết định quản lý người sử dụng trái phép chất ma túy (hồ sơ), xã Mường Lát".to_owned(),
        lines: vec![
            line("Người có hồ sơ", "Lò Văn Giả Định"),
            line("Căn cứ", "Luật 120/2025/QH15, Điều 24.2, 24.4.a; NĐ 163/2026/NĐ-CP, Điều 59.1"),
            line("Ngày xảy ra", "06/07/2026"),
            line("Số văn bản", "05/QĐ-CAX"),
            line("Tình trạng hồ sơ hiện nay", "S1 Dương tính – chờ xác minh cư trú"),
            line(
                "Nếu đồng ý, tình trạng sẽ là",
                "S2 Đang bị quản lý người sử dụng trái phép chất ma túy (đến hết ngày 06/07/2027)",
            ),
        ],
        file: "/ho-so/0199c0de-0000-7000-8000-000000000009".to_owned(),
        ..full.clone()
    }
}
