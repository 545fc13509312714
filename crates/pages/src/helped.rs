//! The people whom a member of a team helps: only those of whom a decision names the member.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// A person who is helped.
#[derive(Clone, Debug, Default)]
pub struct HelpedRow {
    /// Their name.
    pub name: String,
    /// Whether an entry of the file is contested.
    pub contested: bool,
    /// Where they live, as the team needs it; empty where unknown.
    pub hamlet: String,
    /// The member's role in the team; empty where none was written down.
    pub role: String,
    /// Until when the check of this month is due, in writing; empty where no limit runs.
    pub check_due: String,
    /// When residence was last checked; empty where it was not.
    pub checked: String,
    /// Until when the member is named; empty while open.
    pub until: String,
    /// The form that records a check; empty where none may be recorded.
    pub check: String,
    /// The form that records support.
    pub support: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "register/helped.html")]
pub struct Helped {
    /// Around the page.
    pub frame: Frame,
    /// Who is helped, by when something is due.
    pub rows: Vec<HelpedRow>,
}

impl Helped {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: full, nobody, long names.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let act = |id: &str| format!("/ho-so/0199c0de-0000-7000-8000-000000000009/viec/{id}");
        let row = |name: &str, due: &str, checked: &str| HelpedRow {
            name: name.to_owned(),
            contested: due.is_empty(),
            hamlet: "bản Giả Định".to_owned(),
            role: "Tổ phó".to_owned(),
            check_due: due.to_owned(),
            checked: checked.to_owned(),
            until: "22/11/2027".to_owned(),
            check: if due.is_empty() { String::new() } else { act("residence_check") },
            support: act("record_support"),
        };
        let full = Self {
            frame: samples::frame(
                "/to-quan-ly",
                Section::Other,
                &[("Việc hôm nay", "/viec-hom-nay"), ("Người bạn giúp", "")],
            ),
            rows: vec![
                row("Lò Văn Giả Định", "23:59 24/11/2026", "24/10/2026"),
                row("Vàng Thị Giả Định", "", "02/11/2026"),
                row("Thao Văn Giả Định", "23:59 30/11/2026", ""),
            ],
        };
        let empty = Self { rows: Vec::new(), ..full.clone() };
        let mut long = full.clone();
        for row in &mut long.rows {
            "Nguyễn Hoàng Phương Trường Giang Thủy Nguyên (giả định)".clone_into(&mut row.name);
            "tổ dân phố Khu du lịch sinh thái Vườn quốc gia (giả định)".clone_into(&mut row.hamlet);
        }
        vec![("full", full), ("empty", empty), ("long", long)]
    }
}
