//! Proposals: what waits for a second person, one's own, and what became of the others.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// A proposal of a list.
#[derive(Clone, Debug, Default)]
pub struct ProposalRow {
    /// Its page.
    pub href: String,
    /// What will be done, in a line.
    pub what: String,
    /// To whom.
    pub whom: String,
    /// Who proposed it.
    pub by: String,
    /// When, in writing.
    pub at: String,
    /// Until when it can be agreed to, in writing.
    pub until: String,
    /// What became of it.
    pub outcome: String,
}

/// The inbox.
#[derive(Clone, Debug, Template)]
#[template(path = "proposal/index.html")]
pub struct Proposals {
    /// Around the page.
    pub frame: Frame,
    /// Proposals of others that wait, oldest first.
    pub waiting: Vec<ProposalRow>,
    /// One's own that wait, oldest first.
    pub own: Vec<ProposalRow>,
    /// Those that are over, newest first.
    pub over: Vec<ProposalRow>,
}

impl Proposals {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: full, nothing at all.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = |what: &str, outcome: &str| ProposalRow {
            href: "/de-nghi/0199c0de-0000-7000-8000-000000000001".to_owned(),
            what: what.to_owned(),
            whom: "Lò Thị Giả Định".to_owned(),
            by: "Người giả định A".to_owned(),
            at: "08:00 15/12/2025".to_owned(),
            until: "08:00 22/12/2025".to_owned(),
            outcome: outcome.to_owned(),
        };
        let waits = "Đang chờ người thứ hai";
        let full = Self {
            frame: samples::frame("/de-nghi", Section::Other, &[("Toàn quốc", "/"), ("Đề nghị cần hai người", "")]),
            waiting: vec![
                row("Bổ nhiệm Trưởng Công an cấp xã, xã Mường Lát", waits),
                row("Cấp lại cách đăng nhập", waits),
            ],
            own: vec![row(
                "Bổ nhiệm Người phụ trách bảo vệ dữ liệu cá nhân, thị trấn Khu du lịch sinh thái Vườn quốc gia (giả định)",
                waits,
            )],
            over: vec![
                row("Bổ nhiệm Cán bộ hồ sơ, Công an cấp xã, xã Mường Lát", "Đã đồng ý và thực hiện"),
                row("Cấp lại cách đăng nhập", "Đã hết hạn"),
            ],
        };
        let empty = Self { waiting: Vec::new(), own: Vec::new(), over: Vec::new(), ..full.clone() };
        vec![("full", full), ("empty", empty)]
    }
}
