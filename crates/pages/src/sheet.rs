//! The sheet in which a province's figures are typed, and its upload form.

use crate::frame::{Frame, Section};
use crate::whatif::Entry;
use crate::{Html, samples};
use askama::Template;

/// A column of the sheet.
#[derive(Clone, Debug)]
pub struct Column {
    /// Id of the input.
    pub id: String,
    /// Short heading.
    pub title: String,
    /// What the law means by it, and its article.
    pub definition: String,
    /// How it is typed.
    pub entry: Entry,
}

impl Column {
    /// Values to choose from; none for numbers.
    pub fn choices(&self) -> &[(String, String)] {
        match &self.entry {
            Entry::Choice(choices) => choices,
            Entry::Count | Entry::Area => &[],
        }
    }

    /// Which keyboard a phone shows.
    pub fn mode(&self) -> &'static str {
        if self.entry == Entry::Area { "decimal" } else { "numeric" }
    }
}

/// One cell of the sheet.
#[derive(Clone, Debug, Default)]
pub struct SheetCell {
    /// What is recorded or was typed.
    pub value: String,
    /// What is wrong with it; empty when nothing is.
    pub fault: String,
    /// Sources disagree about it.
    pub disputed: bool,
}

/// A row of the sheet: one unit.
#[derive(Clone, Debug)]
pub struct SheetRow {
    /// Official code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Cells in the order of the columns.
    pub cells: Vec<SheetCell>,
}

/// A recording that can be taken back as a whole.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Its id.
    pub id: String,
    /// When.
    pub at: String,
    /// Who.
    pub by: String,
    /// The document.
    pub source: String,
    /// Figures written.
    pub count: u64,
    /// It has already been taken back, or everything in it superseded.
    pub spent: bool,
}

/// What stands behind the figures.
#[derive(Clone, Debug, Default)]
pub struct Behind {
    /// Name of the document.
    pub title: String,
    /// Its number.
    pub number: String,
    /// Its date.
    pub date: String,
    /// Who enters the figures.
    pub entered_by: String,
    /// Faults of the four, in that order; empty for none.
    pub faults: [String; 4],
}

impl Behind {
    /// Fault of a field by place.
    pub fn fault(&self, at: usize) -> &str {
        self.faults.get(at).map_or("", String::as_str)
    }

    /// Whether a field is faulty.
    pub fn wrong(&self, at: usize) -> bool {
        !self.fault(at).is_empty()
    }
}

/// The sheet.
#[derive(Clone, Debug, Template)]
#[template(path = "sheet/show.html")]
pub struct Sheet {
    /// Around the page.
    pub frame: Frame,
    /// Code of the province.
    pub code: String,
    /// Name of the province with its kind.
    pub name: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows of this page.
    pub rows: Vec<SheetRow>,
    /// What stands behind the figures.
    pub behind: Behind,
    /// Id of the recording to come: sent twice, it is written once.
    pub batch: String,
    /// Text searched for.
    pub q: String,
    /// The page's own province-level row is shown.
    pub of_province: bool,
    /// Only one's own unit of the province is shown.
    pub part: bool,
    /// This page, from 1.
    pub page: u64,
    /// Pages.
    pub pages: u64,
    /// Units that pass the filter.
    pub found: u64,
    /// Recent recordings, newest first.
    pub batches: Vec<Batch>,
}

impl Sheet {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Cells and fields with a fault.
    pub fn faults(&self) -> usize {
        let cells = self.rows.iter().flat_map(|row| &row.cells).filter(|cell| !cell.fault.is_empty()).count();
        cells + self.behind.faults.iter().filter(|fault| !fault.is_empty()).count()
    }

    /// Address of another page of the sheet.
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

    /// Address of this province's sheet for its communes or for itself.
    pub fn level_link(&self, province: bool) -> String {
        self.frame.link_with(&self.frame.path, &[("cap", if province { "tinh" } else { "" })])
    }

    /// Made-up sheets: partly filled, empty, with faults.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = Self::full();
        let empty = Self {
            rows: Vec::new(),
            found: 0,
            pages: 1,
            q: "khong co".to_owned(),
            batches: Vec::new(),
            ..full.clone()
        };
        let mut faulty = full.clone();
        if let Some(row) = faulty.rows.first_mut() {
            for (cell, (value, fault)) in row.cells.iter_mut().zip([
                ("0", "Số nhân khẩu phải lớn hơn 0."),
                ("12,5", "Cần một số nguyên không âm."),
                ("", ""),
                ("khoảng 3", "Cần một số nguyên không âm, ví dụ 3."),
            ]) {
                *cell = SheetCell { value: value.to_owned(), fault: fault.to_owned(), disputed: false };
            }
        }
        faulty.behind = Behind {
            faults: ["Ghi tên văn bản.".to_owned(), String::new(), String::new(), String::new()],
            ..Behind::default()
        };
        vec![("full", full), ("empty", empty), ("error", faulty)]
    }

    fn full() -> Self {
        let column = |id: &str, title: &str, entry| Column {
            id: id.to_owned(),
            title: title.to_owned(),
            definition: "Tính đến ngày cuối của kỳ đánh giá (Điều 4, Điều 7).".to_owned(),
            entry,
        };
        let routes = Entry::Choice(vec![
            ("none".to_owned(), "Không".to_owned()),
            ("local".to_owned(), "Nội tỉnh".to_owned()),
            ("inter".to_owned(), "Liên tỉnh".to_owned()),
        ]);
        let columns = vec![
            column("population", "Số nhân khẩu", Entry::Count),
            column("addicts_on_file", "Người nghiện có hồ sơ", Entry::Count),
            column("users_on_file", "Người sử dụng có hồ sơ", Entry::Count),
            column("use_sites", "Điểm tổ chức, chứa chấp", Entry::Count),
            column("offenders_arrested", "Người bị bắt giữ", Entry::Count),
            column("plants", "Số cây", Entry::Count),
            column("plant_area_m2", "Diện tích (m²)", Entry::Area),
            column("key_route", "Tuyến trọng điểm", routes),
            column("residents_not_exempt", "Người không thuộc diện loại trừ", Entry::Count),
            column("resident_violators", "Người vi phạm", Entry::Count),
            column("wanted_hiding", "Người bị truy nã lẩn trốn", Entry::Count),
        ];
        let rows = samples::communes()
            .iter()
            .take(25)
            .enumerate()
            .map(|(i, commune)| SheetRow {
                code: commune.code.to_owned(),
                name: commune.name.to_owned(),
                cells: columns.iter().enumerate().map(|(j, column)| sample_cell(i, j, column)).collect(),
            })
            .collect();
        let batch = |id: &str, spent| Batch {
            id: id.to_owned(),
            at: "12/12/2025 08:30".to_owned(),
            by: "Cán bộ tổng hợp (giả định)".to_owned(),
            source: "Báo cáo 12/BC-CAT ngày 10/12/2025".to_owned(),
            count: 1826,
            spent,
        };
        Self {
            frame: samples::frame(
                "/tinh/38/so-lieu",
                Section::Nation,
                &[("Toàn quốc", "/"), ("Thanh Hóa", "/tinh/38"), ("Số liệu", "")],
            ),
            code: "38".to_owned(),
            name: "Tỉnh Thanh Hóa".to_owned(),
            columns,
            rows,
            behind: Behind::default(),
            batch: "0199c0de-0000-7000-8000-000000000003".to_owned(),
            q: String::new(),
            of_province: false,
            part: false,
            page: 2,
            pages: 7,
            found: 166,
            batches: vec![
                batch("0199c0de-0000-7000-8000-000000000002", false),
                batch("0199c0de-0000-7000-8000-000000000001", true),
            ],
        }
    }
}

fn sample_cell(i: usize, j: usize, column: &Column) -> SheetCell {
    let value = match (&column.entry, j) {
        (Entry::Choice(_), _) => "none".to_owned(),
        (_, 0) => (4200 + i * 613).to_string(),
        _ if (i + j).is_multiple_of(9) => String::new(),
        _ => (i * j % 5).to_string(),
    };
    SheetCell { value, fault: String::new(), disputed: i == 3 && j == 1 }
}
