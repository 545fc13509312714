//! Proving again who one is, before what cannot be taken back.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "stepup/show.html")]
pub struct StepUp {
    /// Around the page.
    pub frame: Frame,
    /// Where to go back to: a path of ours.
    pub back: String,
    /// Why the proof was not taken; empty when none was tried.
    pub fault: String,
    /// Whether there is a passkey.
    pub passkey: bool,
    /// Whether there is a password.
    pub password: bool,
    /// Whether they are a fictitious officer of a demonstration.
    pub demo: bool,
}

impl StepUp {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: both ways, a refusal, a demonstration, neither.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = Self {
            frame: samples::frame("/xac-minh", Section::Other, &[]),
            back: "/toi".to_owned(),
            fault: String::new(),
            passkey: true,
            password: true,
            demo: false,
        };
        let error = Self {
            passkey: false,
            fault: "Không đăng nhập được: tên đăng nhập, mật khẩu, mã hoặc khóa không đúng. Hãy kiểm tra rồi thử lại."
                .to_owned(),
            ..full.clone()
        };
        let demo = Self { passkey: false, password: false, demo: true, ..full.clone() };
        let empty = Self { demo: false, ..demo.clone() };
        vec![("full", full), ("error", error), ("demo", demo), ("empty", empty)]
    }
}
