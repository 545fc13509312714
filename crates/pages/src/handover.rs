//! A list that the law prescribes: asked for, agreed to by another, made once.

use askama::Template;

use crate::frame::{Frame, Section};
use crate::{Html, samples};

/// The form by which a list is asked for.
#[derive(Clone, Debug, Template)]
#[template(path = "handover/ask.html")]
pub struct AskList {
    /// Around the page.
    pub frame: Frame,
    /// Name of the unit.
    pub unit: String,
    /// What was wrong with what was typed; empty otherwise.
    pub fault: String,
    /// The day, as typed.
    pub day: String,
    /// Purposes: key, words, chosen.
    pub purposes: Vec<(&'static str, String, bool)>,
    /// The receiver, as typed.
    pub receiver: String,
    /// What the policy asks for first: where one proves again who one is; empty where that is fresh.
    pub step_up: String,
}

/// A list that was asked for.
#[derive(Clone, Debug, Template)]
#[template(path = "handover/show.html")]
pub struct ShowList {
    /// Around the page.
    pub frame: Frame,
    /// What was wrong; empty otherwise.
    pub fault: String,
    /// Name and value.
    pub lines: Vec<(String, String)>,
    /// Whether it can be made.
    pub is_agreed: bool,
    /// The proposal.
    pub proposal: String,
    /// Where one proves again who one is; empty where that is fresh.
    pub step_up: String,
}

impl AskList {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up requests (giả định).
    pub fn samples() -> Vec<(&'static str, Self)> {
        let empty = Self {
            frame: samples::frame("/danh-sach/lap", Section::Other, &[("Danh sách", "/danh-sach")]),
            unit: "Xã Mường Lát (giả định)".to_owned(),
            fault: String::new(),
            day: "2026-12-14".to_owned(),
            purposes: vec![
                ("user_management", "quản lý người sử dụng trái phép chất ma túy".to_owned(), true),
                ("post_rehab", "quản lý sau cai nghiện".to_owned(), false),
            ],
            receiver: String::new(),
            step_up: String::new(),
        };
        let faulty = Self {
            fault: "Nơi nhận cần từ 1 đến 200 ký tự; ghi tên cơ quan nhận danh sách.".to_owned(),
            step_up: "/xac-minh?den=/danh-sach/lap".to_owned(),
            ..empty.clone()
        };
        vec![("empty", empty), ("faulty", faulty)]
    }
}

impl ShowList {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up lists (giả định): waiting, agreed to, made before.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let line = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        let waits = Self {
            frame: samples::frame(
                "/danh-sach/lap/0199c0de-0000-7000-8000-000000000011",
                Section::Other,
                &[("Danh sách", "/danh-sach")],
            ),
            fault: String::new(),
            lines: vec![
                line("Đến hết ngày", "14/12/2026"),
                line("Số người", "12"),
                line("Nơi nhận", "Phòng Cảnh sát điều tra tội phạm về ma túy, Công an tỉnh Thanh Hóa (giả định)"),
            ],
            is_agreed: false,
            proposal: "/de-nghi/0199c0de-0000-7000-8000-000000000011".to_owned(),
            step_up: String::new(),
        };
        let agreed = Self { is_agreed: true, ..waits.clone() };
        let made = Self { fault: "Danh sách này đã được lập.".to_owned(), ..agreed.clone() };
        vec![("waits", waits), ("agreed", agreed), ("made", made)]
    }
}
