//! One's own calendar and reminders: the private address, and what mail one wants.

use crate::frame::{Frame, Section};
use crate::mail::MailRow;
use crate::{Html, samples};
use askama::Template;

/// What stands between a reminder and its reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reminding {
    /// Whether mail leaves this server.
    pub sends: bool,
    /// Whether the account has an e-mail address.
    pub address: bool,
    /// Whether reminders are wanted.
    pub wanted: bool,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "calendar/mine.html")]
pub struct MyCalendar {
    /// Around the page.
    pub frame: Frame,
    /// Since when there is an address; empty if there is none.
    pub since: String,
    /// When it was last read; empty if never.
    pub used: String,
    /// Whether the proof is young enough to make an address.
    pub fresh: bool,
    /// Whether reminders leave, arrive and are wanted.
    pub reminding: Reminding,
    /// Days before a report is due, as typed.
    pub days: String,
    /// What is wrong with the form; empty when nothing is.
    pub fault: String,
    /// Mail of this account, newest first.
    pub mails: Vec<MailRow>,
    /// Whether who looks may read the calendar of reports.
    pub reports: bool,
}

impl MyCalendar {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: full, nothing yet, a refused form, long texts.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = Self {
            frame: samples::frame(
                "/toi/lich",
                Section::Other,
                &[("Tài khoản của tôi", "/toi"), ("Lịch riêng và thư nhắc", "")],
            ),
            since: "08:00 01/09/2026".to_owned(),
            used: "07:12 18/09/2026".to_owned(),
            fresh: true,
            reminding: Reminding { sends: true, address: true, wanted: true },
            days: "7, 3, 1".to_owned(),
            fault: String::new(),
            mails: crate::mail::sample_rows(),
            reports: true,
        };
        let empty = Self {
            since: String::new(),
            used: String::new(),
            fresh: false,
            reminding: Reminding { sends: false, address: false, wanted: true },
            mails: Vec::new(),
            reports: false,
            ..full.clone()
        };
        let error = Self {
            days: "bảy".to_owned(),
            fault: "“bảy” không đúng. Ghi từ một đến năm số ngày, mỗi số từ 1 đến 60, cách nhau bằng dấu phẩy, ví dụ 7, 3, 1."
                .to_owned(),
            ..full.clone()
        };
        let mut long = full.clone();
        for mail in &mut long.mails {
            mail.what.push_str(", tổng hợp theo hướng dẫn của cơ quan thường trực và các sở, ban, ngành có liên quan");
        }
        vec![("full", full), ("empty", empty), ("error", error), ("long", long)]
    }
}
