//! Grounds to test: seen by the unit's police only, each until it is tested, withdrawn or expires. No export, no map.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// A ground on which nobody was tested yet.
#[derive(Clone, Debug, Default)]
pub struct GroundRow {
    /// The file.
    pub href: String,
    /// Of whom.
    pub name: String,
    /// Which ground, in words; empty where who looks may not know.
    pub what: String,
    /// When it was recorded, in writing.
    pub since: String,
    /// How many days ago.
    pub days: u64,
    /// When it expires, in writing; empty where no limit runs.
    pub expires: String,
    /// Whether it expired.
    pub expired: bool,
    /// Whether an entry of the file is contested.
    pub contested: bool,
    /// Acts that may follow: their form and their name.
    pub acts: Vec<(String, String)>,
}

/// The register.
#[derive(Clone, Debug, Template)]
#[template(path = "register/grounds.html")]
pub struct Grounds {
    /// Around the page.
    pub frame: Frame,
    /// The unit.
    pub unit: String,
    /// Who confirms for how long a ground is followed; empty where the law says it.
    pub owner: String,
    /// Grounds, those that expire first before the others.
    pub rows: Vec<GroundRow>,
}

impl Grounds {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: full, nothing followed, long names.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let file = "/ho-so/0199c0de-0000-7000-8000-000000000009";
        let act = |id: &str, text: &str| (format!("{file}/viec/{id}"), text.to_owned());
        let row = |name: &str, what: &str, days, expired| GroundRow {
            href: file.to_owned(),
            name: name.to_owned(),
            what: what.to_owned(),
            since: "20/11/2026".to_owned(),
            days,
            expires: "23:59 20/12/2026".to_owned(),
            expired,
            contested: expired,
            acts: vec![
                act("record_positive_test", "Ghi kết quả dương tính"),
                act("record_negative_test", "Ghi kết quả âm tính"),
                act("renew_ground", "Gia hạn"),
                act("withdraw_ground", "Rút căn cứ"),
            ],
        };
        let full = Self {
            frame: samples::frame(
                "/can-xet-nghiem",
                Section::Other,
                &[("Việc hôm nay", "/viec-hom-nay"), ("Căn cứ xét nghiệm", "")],
            ),
            unit: "xã Mường Lát".to_owned(),
            owner: "Chủ quản hệ thống".to_owned(),
            rows: vec![
                row("Lò Văn Giả Định", "Bị phát hiện khi đang sử dụng (điểm h)", 32, true),
                row("Vàng Thị Giả Định", "Tin báo đã được cơ quan có thẩm quyền xác minh (điểm a)", 0, false),
            ],
        };
        let empty = Self { rows: Vec::new(), owner: String::new(), ..full.clone() };
        let mut long = full.clone();
        for row in &mut long.rows {
            "Nguyễn Hoàng Phương Trường Giang Thủy Nguyên (giả định)".clone_into(&mut row.name);
        }
        vec![("full", full), ("empty", empty), ("long", long)]
    }
}
