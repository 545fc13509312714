//! Law packs as a lawyer reads them.

use crate::frame::{Frame, Section};
use crate::grade::Grade;
use crate::{Html, samples};
use askama::Template;

/// A pack in the list.
#[derive(Clone, Debug)]
pub struct PackRow {
    /// Id, also its address.
    pub id: String,
    /// What the instrument is called.
    pub title: String,
    /// Its number.
    pub document: String,
    /// Who issued it.
    pub issuer: String,
    /// First day in force, in writing.
    pub from: String,
    /// Last day in force, in writing; empty while it is in force.
    pub to: String,
    /// It can be applied, not only cited.
    pub computable: bool,
}

/// The list of all packs.
#[derive(Clone, Debug, Template)]
#[template(path = "law/index.html")]
pub struct Packs {
    /// Around the page.
    pub frame: Frame,
    /// Packs that can be applied first.
    pub rows: Vec<PackRow>,
}

impl Packs {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up lists.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = |id: &str, title: &str, computable| PackRow {
            id: id.to_owned(),
            title: title.to_owned(),
            document: "28/2025/QĐ-TTg".to_owned(),
            issuer: "Thủ tướng Chính phủ".to_owned(),
            from: "24/8/2025".to_owned(),
            to: String::new(),
            computable,
        };
        let frame = samples::frame("/luat", Section::Law, &[("Toàn quốc", "/"), ("Căn cứ pháp luật", "")]);
        let rows = vec![
            row(
                "vn-qd28-2025",
                "Tiêu chí xác định tuyến, địa bàn trọng điểm phức tạp về ma túy, địa bàn không ma túy",
                true,
            ),
            row("vn-qd3122-2010-bca", "Tiêu chí xác định xã, phường, thị trấn trọng điểm về tệ nạn ma túy", false),
        ];
        vec![("full", Self { frame: frame.clone(), rows }), ("empty", Self { frame, rows: Vec::new() })]
    }
}

/// A line with a name, words and an article.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// Short heading.
    pub title: String,
    /// In words.
    pub text: String,
    /// Article.
    pub citation: String,
}

/// A step of the yearly procedure.
#[derive(Clone, Debug)]
pub struct Step {
    /// What is done.
    pub title: String,
    /// Who does it.
    pub actor: String,
    /// By when.
    pub due: String,
    /// Article.
    pub citation: String,
}

/// Who approves and lists what.
#[derive(Clone, Debug)]
pub struct Authority {
    /// What is approved.
    pub subject: String,
    /// Who approves.
    pub approves: String,
    /// Who keeps the list.
    pub lists: String,
    /// Article.
    pub citation: String,
}

/// A choice where the law is silent.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Key in addresses and on the command line.
    pub key: String,
    /// The question.
    pub title: String,
    /// Why the default is what it is.
    pub why: String,
    /// Which article is silent.
    pub citation: String,
    /// Answers: value, words, whether it is the default.
    pub options: Vec<(String, String, bool)>,
}

/// A quantity that facts give.
#[derive(Clone, Debug)]
pub struct Input {
    /// Id: the column of a facts file.
    pub id: String,
    /// Short heading.
    pub title: String,
    /// What the law means by it.
    pub definition: String,
    /// When and for which levels it is counted, in words.
    pub counted: String,
    /// Article.
    pub citation: String,
}

/// A criterion as the law states it.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Id.
    pub id: String,
    /// Article, clause and point.
    pub article: String,
    /// What it asks.
    pub title: String,
    /// What is computed, thresholds as printed.
    pub computes: String,
    /// A remark on its reading.
    pub note: String,
}

/// Criteria that lead to a result.
#[derive(Clone, Debug)]
pub struct RuleGroup {
    /// The result; none where it has no name among ours.
    pub grade: Option<Grade>,
    /// Heading when there is no result.
    pub title: String,
    /// The criteria.
    pub rules: Vec<Rule>,
}

/// One step of the order in which results are tried.
#[derive(Clone, Debug)]
pub struct Order {
    /// The result.
    pub grade: Grade,
    /// When, in words.
    pub when: String,
    /// Article.
    pub citation: String,
}

/// A pack in full.
#[derive(Clone, Debug, Template)]
#[template(path = "law/show.html")]
pub struct Pack {
    /// Around the page.
    pub frame: Frame,
    /// Id.
    pub id: String,
    /// What the instrument is called.
    pub title: String,
    /// Document, issuer, dates, source: name and words.
    pub about: Vec<Line>,
    /// Remarks.
    pub notes: Vec<String>,
    /// Why it cannot be computed; empty when it can.
    pub missing: String,
    /// The yearly procedure.
    pub steps: Vec<Step>,
    /// Who approves what.
    pub authorities: Vec<Authority>,
    /// Choices where the law is silent.
    pub choices: Vec<Choice>,
    /// Quantities asked for.
    pub inputs: Vec<Input>,
    /// Criteria by result.
    pub groups: Vec<RuleGroup>,
    /// Order of results for communes.
    pub communes: Vec<Order>,
    /// Order of results for provinces.
    pub provinces: Vec<Order>,
}

impl Pack {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up packs: in full, and one whose text is incomplete.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = Self::full();
        let named = Self {
            id: "vn-qd3122-2010-bca".to_owned(),
            missing: "Chỉ đọc được một phần tiêu chí loại I; loại II và loại III chưa tìm thấy.".to_owned(),
            steps: Vec::new(),
            authorities: Vec::new(),
            choices: Vec::new(),
            inputs: Vec::new(),
            groups: Vec::new(),
            communes: Vec::new(),
            provinces: Vec::new(),
            ..full.clone()
        };
        vec![("full", full), ("named-only", named)]
    }

    fn full() -> Self {
        let line =
            |title: &str, text: &str| Line { title: title.to_owned(), text: text.to_owned(), citation: String::new() };
        Self {
            frame: samples::frame(
                "/luat/vn-qd28-2025",
                Section::Law,
                &[("Toàn quốc", "/"), ("Căn cứ pháp luật", "/luat"), ("28/2025/QĐ-TTg", "")],
            ),
            id: "vn-qd28-2025".to_owned(),
            title: "Tiêu chí xác định tuyến, địa bàn trọng điểm phức tạp về ma túy, địa bàn không ma túy".to_owned(),
            about: vec![
                line("Văn bản", "28/2025/QĐ-TTg"),
                line("Cơ quan ban hành", "Thủ tướng Chính phủ"),
                line("Hiệu lực", "từ 24/8/2025"),
            ],
            notes: vec!["Quyết định không có điều khoản chuyển tiếp.".to_owned()],
            missing: String::new(),
            steps: vec![Step {
                title: "Tự rà soát, đánh giá, xếp loại".to_owned(),
                actor: "Ủy ban nhân dân cấp xã".to_owned(),
                due: "sau ngày 14/12".to_owned(),
                citation: "Đ7.1".to_owned(),
            }],
            authorities: vec![Authority {
                subject: "Địa bàn cấp xã không ma túy".to_owned(),
                approves: "Ủy ban nhân dân cấp tỉnh".to_owned(),
                lists: "Ủy ban nhân dân cấp tỉnh".to_owned(),
                citation: "Đ7.1, Đ9.2".to_owned(),
            }],
            choices: vec![Choice {
                key: "band_reading".to_owned(),
                title: "Giá trị thuộc mức cao có tính là đạt mức thấp hơn không?".to_owned(),
                why: "Điểm đ viết “loại II trở lên”.".to_owned(),
                citation: "Đ4".to_owned(),
                options: vec![
                    ("cumulative".to_owned(), "Có".to_owned(), true),
                    ("literal".to_owned(), "Không".to_owned(), false),
                ],
            }],
            inputs: vec![Input {
                id: "population".to_owned(),
                title: "Số nhân khẩu hiện đang cư trú".to_owned(),
                definition: "Người thực tế đang cư trú trên địa bàn, không chỉ người đăng ký thường trú.".to_owned(),
                counted: "Tại ngày cuối kỳ; cấp xã, cấp tỉnh".to_owned(),
                citation: "Đ4".to_owned(),
            }],
            groups: vec![RuleGroup {
                grade: Some(Grade::KeyI),
                title: String::new(),
                rules: vec![Rule {
                    id: "C1a".to_owned(),
                    article: "Đ4.1.a".to_owned(),
                    title: "Người nghiện và người sử dụng có hồ sơ quản lý từ 0,5 % số nhân khẩu trở lên".to_owned(),
                    computes: "(người nghiện + người sử dụng) / số nhân khẩu ≥ 0,5 %".to_owned(),
                    note: "Không làm tròn: so sánh bằng số nguyên.".to_owned(),
                }],
            }],
            communes: vec![Order {
                grade: Grade::DrugFree,
                when: "đạt cả F1, F2a, F2b, F3".to_owned(),
                citation: "Đ6".to_owned(),
            }],
            provinces: vec![Order {
                grade: Grade::Key,
                when: "đạt ít nhất 4 trong P1–P6".to_owned(),
                citation: "Đ5".to_owned(),
            }],
        }
    }
}
