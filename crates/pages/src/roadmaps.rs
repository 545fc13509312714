//! Which communes of a province to keep and to convert in a year, by every plan in force.

use crate::frame::{Frame, Section};
use crate::plan::{self, RoadmapTable};
use crate::{Html, samples};
use askama::Template;

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "plan/roadmaps.html")]
pub struct Roadmaps {
    /// Around the page.
    pub frame: Frame,
    /// Heading.
    pub title: String,
    /// The roadmaps, each under the name of its plan.
    pub tables: Vec<RoadmapTable>,
    /// What is said where there is none.
    pub none: String,
}

impl Roadmaps {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up roadmaps: full, none.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = Self {
            frame: samples::frame("/tinh/38/lo-trinh", Section::Other, &[("Kế hoạch", "/ke-hoach"), ("Lộ trình", "")]),
            title: "Lộ trình năm 2026: tỉnh Thanh Hóa".to_owned(),
            tables: vec![plan::roadmap()],
            none: "Chưa kế hoạch nào đặt danh sách xã, phường cho năm 2026.".to_owned(),
        };
        let empty = Self { tables: Vec::new(), ..full.clone() };
        vec![("full", full), ("empty", empty)]
    }
}
