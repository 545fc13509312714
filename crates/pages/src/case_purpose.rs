//! What a file is opened for: chosen before anything of it shows.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// A purpose that the role may open the file for.
#[derive(Clone, Debug, Default)]
pub struct PurposeChoice {
    /// What the form sends.
    pub key: String,
    /// Its name.
    pub text: String,
    /// The clauses that it rests on.
    pub ground: String,
    /// Whether it is the one chosen.
    pub chosen: bool,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "case/purpose.html")]
pub struct CasePurpose {
    /// Around the page.
    pub frame: Frame,
    /// Whose file, as a random id.
    pub id: String,
    /// What the file is to be opened for next, and the purposes that it asks for, in a sentence; empty where the file
    /// itself is opened.
    pub needed: String,
    /// Purposes to choose from.
    pub purposes: Vec<PurposeChoice>,
    /// Why, as typed.
    pub reason: String,
    /// Whether a reason has to be given now.
    pub needs_reason: bool,
    /// Where to go once it is open; a path of ours.
    pub back: String,
    /// What is wrong; empty when nothing is.
    pub fault: String,
}

impl CasePurpose {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: to choose, no purpose left, nothing chosen with a reason asked for.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let purpose = |key: &str, text: &str, ground: &str| PurposeChoice {
            key: key.to_owned(),
            text: text.to_owned(),
            ground: ground.to_owned(),
            chosen: false,
        };
        let full = Self {
            frame: samples::frame(
                "/ho-so/0199c0de-0000-7000-8000-000000000009/mo",
                Section::Other,
                &[("Việc hôm nay", "/viec-hom-nay"), ("Hồ sơ", "/ho-so"), ("Mở hồ sơ", "")],
            ),
            id: "0199c0de-0000-7000-8000-000000000009".to_owned(),
            purposes: vec![
                purpose(
                    "user_management",
                    "quản lý người sử dụng trái phép chất ma túy",
                    "Luật 120/2025/QH15, Điều 23-27; Nghị định 163/2026/NĐ-CP, Điều 58-65",
                ),
                purpose(
                    "rehabilitation",
                    "cai nghiện ma túy",
                    "Luật 120/2025/QH15, Điều 28-41; Nghị định 163/2026/NĐ-CP, Điều 66-129",
                ),
                purpose(
                    "person_rights",
                    "thực hiện quyền của người có hồ sơ",
                    "Luật 91/2025/QH15, Điều 4; Nghị định 356/2025/NĐ-CP, Điều 5.3; Luật 120/2025/QH15, Điều 35.3.c, 36.2.c",
                ),
            ],
            needed: String::new(),
            reason: String::new(),
            needs_reason: false,
            back: String::new(),
            fault: String::new(),
        };
        let none = Self { purposes: Vec::new(), ..full.clone() };
        let error = Self {
            needs_reason: true,
            fault: "Chưa chọn mục đích. Hãy chọn một mục đích trong danh sách.".to_owned(),
            ..full.clone()
        };
        let needed =
            "Việc “Quyết định giám sát điện tử” cần mở hồ sơ cho mục đích: cai nghiện ma túy; quản lý sau cai nghiện.";
        let mut act = Self { needed: needed.to_owned(), ..full.clone() };
        act.purposes.retain(|purpose| purpose.key == "rehabilitation");
        vec![("full", full), ("empty", none), ("error", error), ("act", act)]
    }
}
