//! Results as one file that needs no server: to be kept, sent or printed.

use askama::Template;
use texts::Lang;

use crate::Html;

/// A criterion's outcome in words.
#[derive(Clone, Debug)]
pub struct ReportCriterion {
    /// `C1a`.
    pub id: String,
    /// Article, clause and point.
    pub article: String,
    /// Met, not met, undetermined.
    pub outcome: String,
    /// The numbers compared.
    pub explanation: String,
}

/// One judged unit.
#[derive(Clone, Debug)]
pub struct ReportUnit {
    /// Official code.
    pub code: String,
    /// Name with its kind.
    pub name: String,
    /// Name of its province.
    pub province: String,
    /// The result in words.
    pub result: String,
    /// Every criterion.
    pub criteria: Vec<ReportCriterion>,
}

/// The whole file.
#[derive(Clone, Debug, Template)]
#[template(path = "report/show.html")]
pub struct Report {
    /// Language of the reader.
    pub lang: Lang,
    /// What it is.
    pub title: String,
    /// Document, window, source, switches.
    pub notes: Vec<String>,
    /// Results in words with their counts.
    pub tally: Vec<(String, u32)>,
    /// The units, in the order of the file.
    pub units: Vec<ReportUnit>,
}

impl Report {
    /// The finished file.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// The style sheet goes with the file: it must be readable without a server.
    const CSS: &'static str = include_str!("../styles/report.css");

    /// Made-up files: one unit, none.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let criterion = ReportCriterion {
            id: "F3".to_owned(),
            article: "Điều 6 khoản 3".to_owned(),
            outcome: "đạt".to_owned(),
            explanation: "Điểm tổ chức, chứa chấp sử dụng: 0; phải bằng 0".to_owned(),
        };
        let unit = ReportUnit {
            code: "14757".to_owned(),
            name: "xã Giả Định".to_owned(),
            province: "Thanh Hóa".to_owned(),
            result: "Không ma túy".to_owned(),
            criteria: vec![criterion],
        };
        let full = Self {
            lang: Lang::Vi,
            title: "Kết quả xếp loại năm 2025".to_owned(),
            notes: vec!["Căn cứ 28/2025/QĐ-TTg".to_owned()],
            tally: vec![("Không ma túy".to_owned(), 1)],
            units: vec![unit],
        };
        vec![("empty", Self { tally: Vec::new(), units: Vec::new(), ..full.clone() }), ("full", full)]
    }
}
