//! A province: its target, its map, its communes in a list.

use crate::communes::CommuneRow;
use crate::frame::{Frame, Section};
use crate::grade::{Grade, Tally};
use crate::map::Map;
use crate::progress::Progress;
use crate::sort::Sort;
use crate::{Html, samples};
use askama::Template;

/// Formats in which the list can be kept.
pub const EXPORTS: [&str; 3] = ["xlsx", "csv", "json"];

/// A province with its communes.
#[derive(Clone, Debug, Template)]
#[template(path = "province/show.html")]
pub struct Province {
    /// Around the page.
    pub frame: Frame,
    /// Official code.
    pub code: String,
    /// Name with its kind, e.g. "Tỉnh Thanh Hóa".
    pub name: String,
    /// Result of the province itself.
    pub own: Grade,
    /// Why, in one sentence.
    pub own_reason: String,
    /// Drug-free communes against the targets.
    pub progress: Progress,
    /// Results of all its communes.
    pub tally: Tally,
    /// The province.
    pub map: Map,
    /// Communes that pass the filter, ordered.
    pub rows: Vec<CommuneRow>,
    /// Their order.
    pub sort: Sort,
    /// Text searched for.
    pub q: String,
    /// Result filtered by.
    pub only: Option<Grade>,
}

impl Province {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Address of a file with this list, in the format `xlsx`, `csv` or `json`.
    pub fn export(&self, format: &str) -> String {
        self.frame.link(format!("/tinh/{}/xep-loai.{format}", self.code))
    }

    /// What a format is called.
    pub fn export_name(&self, format: &str) -> &'static str {
        let lang = self.frame.lang;
        match format {
            "xlsx" => lang.province_export_xlsx(),
            "csv" => lang.province_export_csv(),
            _ => lang.province_export_json(),
        }
    }

    /// Whether a filter narrows the list.
    pub fn is_filtered(&self) -> bool {
        self.only.is_some() || !self.q.is_empty()
    }

    /// Whether this result is the one filtered by.
    pub fn is_only(&self, grade: &Grade) -> bool {
        self.only == Some(*grade)
    }

    /// Made-up pages: all judged, no facts, nothing found, another switch.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = Self::full();
        let empty = Self {
            progress: samples::progress(166, 0, 0),
            tally: Tally::new(vec![(Grade::Undetermined, 166)]),
            own: Grade::Undetermined,
            own_reason: "Chưa có số liệu năm 2025 của cấp tỉnh.".to_owned(),
            map: Map::default(),
            rows: Vec::new(),
            ..full.clone()
        };
        let nothing_found = Self {
            q: "Thị trấn không có trong danh sách".to_owned(),
            only: Some(Grade::Conflict),
            rows: Vec::new(),
            ..full.clone()
        };
        let switched = Self { frame: samples::switched(full.frame.clone()), ..full.clone() };
        vec![("full", full), ("empty", empty), ("nothing-found", nothing_found), ("switched", switched)]
    }

    fn full() -> Self {
        let rows: Vec<_> = samples::communes().iter().map(CommuneRow::sample).collect();
        Self {
            frame: samples::frame("/tinh/38", Section::Nation, &[("Toàn quốc", "/"), ("Thanh Hóa", "")]),
            code: "38".to_owned(),
            name: "Tỉnh Thanh Hóa".to_owned(),
            own: Grade::PresentNotKey,
            own_reason: "Không đạt Điều 6; đạt 3 trong 6 tiêu chí của Điều 5 (cần ít nhất 4).".to_owned(),
            progress: samples::progress(166, samples::tally().of(Grade::DrugFree), 152),
            tally: samples::tally(),
            map: samples::commune_map(),
            rows,
            sort: Sort::by("ten"),
            q: String::new(),
            only: None,
        }
    }
}
