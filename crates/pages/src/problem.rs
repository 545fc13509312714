//! What a person sees when something cannot be shown or done.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// A page that says what went wrong and what to do.
#[derive(Clone, Debug, Template)]
#[template(path = "problem/show.html")]
pub struct Problem {
    /// Around the page.
    pub frame: Frame,
    /// Status of the response.
    pub status: u16,
    /// Heading.
    pub title: String,
    /// What happened.
    pub detail: String,
    /// Things to do or to know, such as the successors of a former unit.
    pub hints: Vec<Hint>,
    /// Id of the request, for whoever looks after the machine.
    pub request: String,
}

/// A thing to do or to know.
#[derive(Clone, Debug)]
pub struct Hint {
    /// In words.
    pub text: String,
    /// Where it leads.
    pub href: Option<String>,
}

impl Problem {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: nothing there, a former code, wrong input, a fault of ours.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let problem = |status, title: &str, detail: &str| Self {
            frame: samples::frame("/xa/99999", Section::Other, &[]),
            status,
            title: title.to_owned(),
            detail: detail.to_owned(),
            hints: Vec::new(),
            request: "0199c0de-0000-7000-8000-000000000009".to_owned(),
        };
        let mut former = problem(404, "Đơn vị này không còn", "Mã 14992 là xã Ba Đình, đã sáp nhập từ ngày 01/7/2025.");
        former.hints = vec![Hint { text: "Xã Nga Sơn (16012)".to_owned(), href: Some("/xa/16012".to_owned()) }];
        let mut halted = problem(507, "Tạm thời chưa ghi được", "Ổ đĩa chứa kho dữ liệu đã hết chỗ.");
        halted.frame.read_only = Some("Đang chỉ đọc: ổ đĩa chứa kho dữ liệu đã hết chỗ.".to_owned());
        vec![
            ("read-only", halted),
            ("not-found", problem(404, "Không có trang này", "Địa chỉ không đúng hoặc đã thay đổi.")),
            ("former", former),
            ("invalid", problem(422, "Chưa làm được", "Năm 1850 không có trong dữ liệu.")),
            ("fault", problem(500, "Có lỗi trong chương trình", "Yêu cầu chưa được thực hiện; không có gì được ghi.")),
        ]
    }
}
