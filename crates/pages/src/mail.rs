//! Mail of this server: what waits, what was sent, what was given up.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// A mail.
#[derive(Clone, Debug)]
pub struct MailRow {
    /// What it is about, in words.
    pub what: String,
    /// The login of its account; empty on one's own page.
    pub account: String,
    /// Since when it waits.
    pub at: String,
    /// What became of it, in words.
    pub state: String,
    /// A mark beside that: `…`, `✓`, `!`, `–`.
    pub mark: &'static str,
    /// How often it was tried.
    pub attempts: u32,
    /// Why the last try failed; empty where none did.
    pub error: String,
    /// When it is tried next; empty where it is not.
    pub next: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "mail/show.html")]
pub struct MailPage {
    /// Around the page.
    pub frame: Frame,
    /// Through which server mail leaves; empty where none does.
    pub through: String,
    /// How many are in each state, with its name.
    pub counts: Vec<(String, u64)>,
    /// Those that wait or were given up.
    pub mails: Vec<MailRow>,
}

impl MailPage {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: full, nothing, long.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = Self {
            frame: samples::frame("/thu-nhac", Section::Other, &[("Toàn quốc", "/"), ("Thư nhắc của máy chủ", "")]),
            through: "smtps://thu.giadinh.example:465".to_owned(),
            counts: vec![
                ("không gửi được, đã thôi".to_owned(), 1),
                ("đang chờ gửi".to_owned(), 1),
                ("đã gửi".to_owned(), 165),
            ],
            mails: sample_rows().into_iter().filter(|row| row.mark != "✓").collect(),
        };
        let empty = Self { through: String::new(), counts: Vec::new(), mails: Vec::new(), ..full.clone() };
        let mut long = full.clone();
        for mail in &mut long.mails {
            "nguyen.hoang.phuong.truong.giang.thuy.nguyen.gia.dinh.rat.dai".clone_into(&mut mail.account);
        }
        vec![("full", full), ("empty", empty), ("long", long)]
    }
}

/// Made-up mail.
pub(crate) fn sample_rows() -> Vec<MailRow> {
    let row = |what: &str, state: &str, mark, error: &str, next: &str| MailRow {
        what: what.to_owned(),
        account: "canbo.gia.dinh".to_owned(),
        at: "08:00 15/09/2026".to_owned(),
        state: state.to_owned(),
        mark,
        attempts: if mark == "✓" { 1 } else { 3 },
        error: error.to_owned(),
        next: next.to_owned(),
    };
    let quarter = "Quý III 2026 – Báo cáo thực hiện Kế hoạch 192/KH-UBND";
    vec![
        row(
            &format!("Báo người đứng đầu, quá hạn từ 3 ngày: {quarter}"),
            "đang chờ gửi",
            "…",
            "không nối được máy chủ thư",
            "09:15 18/09/2026",
        ),
        row(
            &format!("Nhắc quá hạn từ 1 ngày: {quarter}"),
            "không gửi được, đã thôi",
            "!",
            "máy chủ thư trả lời mã 550",
            "",
        ),
        row(&format!("Nhắc trước hạn 7 ngày: {quarter}"), "đã gửi", "✓", "", ""),
    ]
}
