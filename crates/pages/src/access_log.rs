//! Who looked into files: of a unit and all below it, or of one person's file.

use crate::account::Choice;
use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// A look.
#[derive(Clone, Debug)]
pub struct LookRow {
    /// When, in writing.
    pub when: String,
    /// Who.
    pub who: String,
    /// What was wanted.
    pub act: String,
    /// What for.
    pub purpose: String,
    /// Whose files.
    pub unit: String,
    /// Which classes of fields.
    pub classes: String,
    /// How many files.
    pub files: u64,
    /// What became of it.
    pub result: String,
    /// Whether it was refused or failed.
    pub is_refused: bool,
}

/// The log.
#[derive(Clone, Debug, Template)]
#[template(path = "access_log/show.html")]
pub struct AccessLog {
    /// Around the page.
    pub frame: Frame,
    /// Id of the file asked about; empty for a unit.
    pub person: String,
    /// Name of the unit.
    pub unit: String,
    /// Its code, as typed; empty for one's own.
    pub code: String,
    /// Units to choose from: code and name.
    pub units: Vec<(String, String)>,
    /// First day, as `2025-12-01`.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Login looked for; empty for every one.
    pub account: String,
    /// Acts to choose from.
    pub acts: Vec<Choice>,
    /// Purposes of looks to choose from.
    pub purposes: Vec<Choice>,
    /// What this reading is for.
    pub reasons: Vec<Choice>,
    /// What is wrong with the filter; empty when nothing is.
    pub fault: String,
    /// Newest first.
    pub rows: Vec<LookRow>,
    /// Address of the page before; empty on the first.
    pub newer: String,
    /// Address of the page after; empty on the last.
    pub older: String,
    /// The same as a workbook.
    pub xlsx: String,
    /// The same as comma-separated values.
    pub csv: String,
}

impl AccessLog {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: full, nobody looked, one person's, a date that is none.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = |who: &str, act: &str, purpose: &str, result: &str, files| LookRow {
            when: "08:05 15/12/2025".to_owned(),
            who: who.to_owned(),
            act: act.to_owned(),
            purpose: purpose.to_owned(),
            unit: "xã Mường Lát".to_owned(),
            classes: "họ tên, ngày sinh".to_owned(),
            files,
            result: result.to_owned(),
            is_refused: result != "Đã cho xem",
        };
        let full = Self {
            frame: samples::frame("/nhat-ky-truy-cap", Section::Other, &[("Toàn quốc", "/"), ("Ai đã xem", "")]),
            person: String::new(),
            unit: "tỉnh Thanh Hóa".to_owned(),
            code: "38".to_owned(),
            units: vec![("14845".to_owned(), "xã Mường Lát".to_owned())],
            from: "2025-12-09".to_owned(),
            to: "2025-12-15".to_owned(),
            account: String::new(),
            acts: vec![Choice::new("", "Tất cả", true), Choice::new("read", "Xem", false)],
            purposes: vec![Choice::new("", "Tất cả", true)],
            reasons: vec![
                Choice::new("data_protection", "kiểm tra, bảo vệ dữ liệu", true),
                Choice::new("person_rights", "thực hiện quyền của người có hồ sơ", false),
            ],
            fault: String::new(),
            rows: vec![
                row("Lò Thị Giả Định", "Xem", "quản lý người sử dụng trái phép chất ma túy", "Đã cho xem", 1),
                row("Lò Thị Giả Định", "Tìm", "thực hiện quyền của người có hồ sơ", "Đã cho xem", 1_284),
                row("Người giả định ở nơi khác", "Bị từ chối", "khẩn cấp", "Từ chối", 1),
                row(
                    "Nguyễn Hoàng Phương Trường Giang Thủy Nguyên (giả định)",
                    "Kết xuất",
                    "lập báo cáo, danh sách theo luật",
                    "Đã cho xem",
                    51,
                ),
            ],
            newer: "/nhat-ky-truy-cap?trang=1".to_owned(),
            older: "/nhat-ky-truy-cap?trang=3".to_owned(),
            xlsx: "/nhat-ky-truy-cap.xlsx".to_owned(),
            csv: "/nhat-ky-truy-cap.csv".to_owned(),
        };
        let empty = Self { rows: Vec::new(), newer: String::new(), older: String::new(), ..full.clone() };
        let person = Self { person: "0199c0de-0000-7000-8000-000000000009".to_owned(), ..full.clone() };
        let fault = Self {
            fault: "“31/02” không phải là một ngày. Hãy nhập ngày như 2025-12-15.".to_owned(),
            from: "31/02".to_owned(),
            ..empty.clone()
        };
        vec![("full", full), ("empty", empty), ("person", person), ("error", fault)]
    }
}
