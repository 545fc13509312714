//! The list of all communes, fifty to a page.

use crate::frame::{Frame, Section};
use crate::grade::Grade;
use crate::sort::Sort;
use crate::{Html, samples};
use askama::Template;

/// A commune in a list.
#[derive(Clone, Debug)]
pub struct CommuneRow {
    /// Official code.
    pub code: String,
    /// xã, phường or đặc khu.
    pub kind: String,
    /// Name without its kind.
    pub name: String,
    /// Name of its province.
    pub province: String,
    /// Result.
    pub grade: Grade,
    /// Points that are met, e.g. "Đ4.2.a, Đ4.2.c"; empty for none.
    pub points: String,
    /// Figures present.
    pub known: u64,
    /// Figures that the law asks for.
    pub asked: u64,
}

impl CommuneRow {
    /// Whether every figure is there.
    pub fn is_complete(&self) -> bool {
        self.known == self.asked
    }

    pub(crate) fn sample(commune: &samples::Commune) -> Self {
        let points = match commune.grade {
            Grade::DrugFree => "Đ6.1, Đ6.2, Đ6.3",
            Grade::KeyI => "Đ4.1.a, Đ4.1.b, Đ4.1.c",
            Grade::KeyII => "Đ4.2.a, Đ4.2.b, Đ4.2.c",
            Grade::KeyIII => "Đ4.3.a",
            Grade::Conflict => "Đ6.1, Đ6.2, Đ6.3, Đ4.3.b",
            _ => "",
        };
        Self {
            code: commune.code.to_owned(),
            kind: commune.kind.to_owned(),
            name: commune.name.to_owned(),
            province: "Thanh Hóa".to_owned(),
            grade: commune.grade,
            points: points.to_owned(),
            known: if commune.grade == Grade::Undetermined { 6 } else { 11 },
            asked: 11,
        }
    }
}

/// A province to choose in a filter.
#[derive(Clone, Debug)]
pub struct ProvinceChoice {
    /// Official code.
    pub code: String,
    /// Name.
    pub name: String,
}

/// The list of all communes.
#[derive(Clone, Debug, Template)]
#[template(path = "commune/index.html")]
pub struct Communes {
    /// Around the page.
    pub frame: Frame,
    /// Text searched for.
    pub q: String,
    /// Code of the province filtered by; empty for all.
    pub province: String,
    /// Provinces to choose from.
    pub provinces: Vec<ProvinceChoice>,
    /// Result filtered by.
    pub only: Option<Grade>,
    /// Communes of this page of the list.
    pub rows: Vec<CommuneRow>,
    /// Their order.
    pub sort: Sort,
    /// Communes that pass the filter, on all pages.
    pub found: u64,
    /// This page of the list, from 1.
    pub page: u64,
    /// Pages of the list.
    pub pages: u64,
}

impl Communes {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Whether this province is the one filtered by.
    pub fn is_chosen(&self, choice: &ProvinceChoice) -> bool {
        self.province == choice.code
    }

    /// Address of another page of the list.
    pub fn page_link(&self, page: impl crate::format::Whole) -> String {
        self.frame.here(&[("trang", &page.whole().to_string())])
    }

    /// The page before this one.
    pub fn previous(&self) -> Option<u64> {
        (self.page > 1).then(|| self.page - 1)
    }

    /// The page after this one.
    pub fn next(&self) -> Option<u64> {
        (self.page < self.pages).then(|| self.page + 1)
    }

    /// Whether this result is the one filtered by.
    pub fn is_only(&self, grade: &Grade) -> bool {
        self.only == Some(*grade)
    }

    /// Made-up pages: the second of several, nothing found, very long names.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let provinces = samples::provinces()
            .into_iter()
            .map(|(code, name, _)| ProvinceChoice { code: code.to_owned(), name: name.to_owned() })
            .collect();
        let full = Self {
            frame: samples::frame("/xa", Section::Communes, &[("Toàn quốc", "/"), ("Xã, phường, đặc khu", "")]),
            q: String::new(),
            province: String::new(),
            provinces,
            only: None,
            rows: samples::communes().iter().take(50).map(CommuneRow::sample).collect(),
            sort: Sort::by("ten"),
            found: 3321,
            page: 2,
            pages: 67,
        };
        let empty = Self {
            q: "khong co xa nay".to_owned(),
            rows: Vec::new(),
            found: 0,
            page: 1,
            pages: 1,
            only: Some(Grade::KeyI),
            province: "38".to_owned(),
            ..full.clone()
        };
        let long = Self {
            rows: full.rows.iter().take(3).cloned().map(lengthened).collect(),
            found: 3,
            page: 1,
            pages: 1,
            ..full.clone()
        };
        vec![("full", full), ("empty", empty), ("long", long)]
    }
}

fn lengthened(row: CommuneRow) -> CommuneRow {
    CommuneRow {
        name: format!("{} Nguyễn Nghiễm Trường Thượng Phường Đường Nghĩa Khuyến", row.name),
        points: "Đ4.1.a, Đ4.1.b, Đ4.1.c, Đ4.1.d, Đ4.1.đ".to_owned(),
        ..row
    }
}
