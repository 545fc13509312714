//! The simulator: what an appointment may do with which class of fields, by which rule. Nobody's data is in it.

use crate::account::Choice;
use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// An act on a class of fields.
#[derive(Clone, Debug)]
pub struct AnswerRow {
    /// The act.
    pub action: String,
    /// The class of fields.
    pub class: String,
    /// Yes, no, or yes with a condition.
    pub answer: String,
    /// Whether it is a yes of some kind.
    pub is_yes: bool,
    /// The rules that decided.
    pub policies: Vec<String>,
    /// Their grounds, or what would have to be different.
    pub why: String,
}

/// The simulator.
#[derive(Clone, Debug, Template)]
#[template(path = "simulator/show.html")]
pub struct Simulator {
    /// Around the page.
    pub frame: Frame,
    /// Login, as typed.
    pub login: String,
    /// Accounts to choose from: login and name.
    pub accounts: Vec<(String, String)>,
    /// Appointments of the account chosen.
    pub offices: Vec<Choice>,
    /// Code of the unit, as typed.
    pub code: String,
    /// Units to choose from: code and name.
    pub units: Vec<(String, String)>,
    /// Purposes to choose from.
    pub purposes: Vec<Choice>,
    /// Show only what is permitted.
    pub only_yes: bool,
    /// What is wrong with what was asked; empty when nothing is.
    pub fault: String,
    /// Whether something was asked.
    pub asked: bool,
    /// Name of the account.
    pub who: String,
    /// The appointment tried.
    pub office: String,
    /// The unit that it was tried on.
    pub unit: String,
    /// The purpose, in words.
    pub purpose: String,
    /// The answers.
    pub rows: Vec<AnswerRow>,
}

impl Simulator {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: full, nothing asked yet, an unknown login, nothing permitted.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = |action: &str, class: &str, answer: &str, is_yes, policies: &[&str], why: &str| AnswerRow {
            action: action.to_owned(),
            class: class.to_owned(),
            answer: answer.to_owned(),
            is_yes,
            policies: policies.iter().map(|policy| (*policy).to_owned()).collect(),
            why: why.to_owned(),
        };
        let full = Self {
            frame: samples::frame("/xem-thu", Section::Other, &[("Toàn quốc", "/"), ("Thử xem", "")]),
            login: "lo.thi.gia.dinh".to_owned(),
            accounts: vec![("lo.thi.gia.dinh".to_owned(), "Lò Thị Giả Định".to_owned())],
            offices: vec![Choice::new("1", "Trưởng Công an cấp xã · xã Mường Lát", true)],
            code: "14845".to_owned(),
            units: vec![("14845".to_owned(), "xã Mường Lát".to_owned())],
            purposes: vec![
                Choice::new("", "không chọn mục đích", false),
                Choice::new("user_management", "quản lý người sử dụng trái phép chất ma túy", true),
            ],
            only_yes: false,
            fault: String::new(),
            asked: true,
            who: "Lò Thị Giả Định".to_owned(),
            office: "Trưởng Công an cấp xã · xã Mường Lát".to_owned(),
            unit: "xã Mường Lát".to_owned(),
            purpose: "quản lý người sử dụng trái phép chất ma túy".to_owned(),
            rows: vec![
                row(
                    "Đọc nội dung hồ sơ",
                    "danh tính",
                    "Được",
                    true,
                    &["police.read-identity"],
                    "Luật 120/2025/QH15, Điều 24, 31-38, 42-43; Nghị định 356/2025/NĐ-CP, Điều 5.3",
                ),
                row(
                    "Đọc nội dung hồ sơ",
                    "sức khỏe, điều trị",
                    "Không",
                    false,
                    &[],
                    "Mục đích đã chọn không cho phép việc này. Hãy chọn đúng mục đích mở hồ sơ.",
                ),
                row(
                    "Kết xuất danh sách theo mẫu pháp luật quy định",
                    "vi phạm, biện pháp",
                    "Được, khi đủ điều kiện",
                    true,
                    &["step-up.fresh-factor", "two-persons.needed"],
                    "Việc này cần hai người. Hãy gửi đề nghị để người thứ hai xem và đồng ý.",
                ),
            ],
        };
        let begun = Self { asked: false, rows: Vec::new(), login: String::new(), offices: Vec::new(), ..full.clone() };
        let fault = Self {
            fault: "Không có tài khoản “khong.co” trong phạm vi của bạn. Hãy chọn trong danh sách.".to_owned(),
            ..begun.clone()
        };
        let nothing = Self { only_yes: true, rows: Vec::new(), ..full.clone() };
        vec![("full", full), ("empty", begun), ("error", fault), ("nothing", nothing)]
    }
}
