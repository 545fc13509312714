//! Plans of a unit, of those above and below it, and the documents at hand.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// A plan in a list.
#[derive(Clone, Debug, Default)]
pub struct PlanRow {
    /// Its page.
    pub href: String,
    /// What it is called.
    pub title: String,
    /// Who issues it.
    pub issuer: String,
    /// Whose it is.
    pub unit: String,
    /// How far it is.
    pub phase: String,
    /// Its last day.
    pub to: String,
}

/// A document at hand.
#[derive(Clone, Debug, Default)]
pub struct DocumentRow {
    /// Its page.
    pub href: String,
    /// Number and kind.
    pub number: String,
    /// What it is called.
    pub title: String,
    /// Of which place.
    pub place: String,
    /// How well it is known.
    pub evidence: String,
}

/// Plans that belong together.
#[derive(Clone, Debug, Default)]
pub struct PlanGroup {
    /// Anchor.
    pub anchor: &'static str,
    /// Heading.
    pub title: &'static str,
    /// The plans.
    pub rows: Vec<PlanRow>,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "plan/index.html")]
pub struct Plans {
    /// Around the page.
    pub frame: Frame,
    /// Name of the unit.
    pub unit: String,
    /// Plans of the unit, above, below; groups that are empty are left out.
    pub groups: Vec<PlanGroup>,
    /// Documents at hand.
    pub documents: Vec<DocumentRow>,
    /// Whether the reader may write plans.
    pub writes: bool,
    /// Pages beside this one: address and text.
    pub links: Vec<(String, String)>,
}

impl Plans {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up lists: full, nothing yet, for a reader, long words.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = |title: &str| PlanRow {
            href: "/ke-hoach/0199c0de-0000-7000-8000-000000000001".to_owned(),
            title: title.to_owned(),
            issuer: "UBND tỉnh (giả định)".to_owned(),
            unit: "tỉnh Thanh Hóa".to_owned(),
            phase: "Đang hiệu lực".to_owned(),
            to: "31/12/2030".to_owned(),
        };
        let full = Self {
            frame: samples::frame("/ke-hoach", Section::Other, &[("Kế hoạch", "")]),
            unit: "tỉnh Thanh Hóa".to_owned(),
            groups: vec![PlanGroup {
                anchor: "cua-minh",
                title: "Kế hoạch của đơn vị",
                rows: vec![row("Xây dựng xã, phường không ma túy (giả định)")],
            }],
            documents: vec![DocumentRow {
                href: "/ke-hoach/mau/th-192-2025".to_owned(),
                number: "Kế hoạch 192/KH-UBND".to_owned(),
                title: "Xây dựng “Xã, phường không ma túy”".to_owned(),
                place: "tỉnh Thanh Hóa".to_owned(),
                evidence: "V: đã đọc nguyên văn".to_owned(),
            }],
            writes: true,
            links: vec![("/tinh/38/lo-trinh".to_owned(), "Lộ trình năm 2026".to_owned())],
        };
        let empty = Self { groups: Vec::new(), documents: Vec::new(), ..full.clone() };
        let reader = Self { groups: Vec::new(), writes: false, links: Vec::new(), ..full.clone() };
        let mut long = full.clone();
        for row in long.groups.iter_mut().flat_map(|group| &mut group.rows) {
            row.title = "Đẩy mạnh xây dựng xã, phường, đặc khu an toàn về an ninh trật tự, không có ma túy".repeat(2);
        }
        vec![("full", full), ("empty", empty), ("reader", reader), ("long", long)]
    }
}
