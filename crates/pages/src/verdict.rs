//! Why a unit has its result: every criterion, its numbers, its article.

use crate::frame::{Frame, Section};
use crate::grade::{Grade, Outcome};
use crate::samples::criteria::groups as sample_groups;
use crate::{Html, samples};
use askama::Template;
use texts::Lang;

/// Whether a commune or a province is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Xã, phường, đặc khu.
    Commune,
    /// Tỉnh, thành phố.
    Province,
}

/// The unit that is judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Its level.
    pub level: Level,
    /// Official code.
    pub code: String,
    /// Name with its kind.
    pub name: String,
    /// Code of its province; its own for a province.
    pub province_code: String,
    /// Name of its province.
    pub province: String,
}

impl Judged {
    /// Address of the page that judges it.
    pub fn path(&self) -> String {
        match self.level {
            Level::Commune => format!("/xa/{}", self.code),
            Level::Province => format!("/tinh/{}/xep-loai", self.code),
        }
    }

    /// Address of its what-if page.
    pub fn what_if(&self) -> String {
        match self.level {
            Level::Commune => format!("/xa/{}/gia-dinh", self.code),
            Level::Province => format!("/tinh/{}/gia-dinh", self.code),
        }
    }

    /// Address of the sheet where its figures are typed.
    pub fn sheet(&self) -> String {
        format!("/tinh/{}/so-lieu", self.province_code)
    }

    /// Whether it is a commune.
    pub fn is_commune(&self) -> bool {
        self.level == Level::Commune
    }
}

/// A set of criteria that stand or fall together.
#[derive(Clone, Debug)]
pub struct Group {
    /// The result that it leads to.
    pub grade: Grade,
    /// Article, e.g. "Điều 4.1".
    pub article: String,
    /// Whether the whole condition holds.
    pub outcome: Outcome,
    /// Criteria that hold.
    pub met: u64,
    /// Criteria that must hold.
    pub needed: u64,
    /// The criteria in the order of the law.
    pub criteria: Vec<Criterion>,
}

impl Group {
    /// "needs all three" or "needs at least n of m", with how many hold.
    pub fn rule(&self, lang: Lang) -> String {
        let all = self.criteria.len();
        if self.needed == crate::format::Whole::whole(&all) {
            lang.verdict_needs_all(all, self.met)
        } else {
            lang.verdict_needs(self.needed, all, self.met)
        }
    }

    /// A fragment id.
    pub fn id(&self) -> String {
        format!("nhom-{}", self.grade.id().to_lowercase())
    }
}

/// One criterion with what it came to.
#[derive(Clone, Debug)]
pub struct Criterion {
    /// Id, e.g. "C1a".
    pub id: String,
    /// Article, clause and point.
    pub article: String,
    /// What the law asks, in a sentence.
    pub title: String,
    /// What it came to.
    pub outcome: Outcome,
    /// The numbers compared, in a sentence.
    pub explanation: String,
    /// Thresholds as the law prints them and as exact fractions.
    pub thresholds: Vec<String>,
    /// Where each number comes from.
    pub sources: Vec<String>,
    /// Figures that are not known.
    pub missing: Vec<String>,
    /// Single changes that would turn the outcome.
    pub would_change: Vec<String>,
    /// A remark on how the text is read.
    pub note: String,
    /// Shown unfolded, because it matters for the result.
    pub open: bool,
}

/// A choice where the law is silent.
#[derive(Clone, Debug)]
pub struct Switch {
    /// Key in addresses and on the command line.
    pub key: String,
    /// The question.
    pub title: String,
    /// Why the default is what it is.
    pub why: String,
    /// The silent provision.
    pub citation: String,
    /// The answers.
    pub options: Vec<SwitchOption>,
}

impl Switch {
    /// The answer in force.
    pub fn chosen(&self) -> Option<&SwitchOption> {
        self.options.iter().find(|option| option.chosen)
    }

    /// Whether the answer in force is not the default.
    pub fn is_turned(&self) -> bool {
        self.options.iter().any(|option| option.chosen && !option.default)
    }
}

/// One answer to a switch.
#[derive(Clone, Debug)]
pub struct SwitchOption {
    /// Value in addresses and on the command line.
    pub value: String,
    /// In words.
    pub title: String,
    /// It is in force.
    pub chosen: bool,
    /// It holds unless another is chosen.
    pub default: bool,
    /// Result of the unit under it, where that has been computed.
    pub gives: Option<Grade>,
}

/// How a figure is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Known.
    Yes,
    /// Nobody has reported it.
    No,
    /// Sources disagree.
    Disputed,
}

/// A figure of the unit.
#[derive(Clone, Debug)]
pub struct Figure {
    /// Short heading.
    pub title: String,
    /// What the law means by it.
    pub definition: String,
    /// How it is known.
    pub known: Known,
    /// The value in writing; empty unless known.
    pub value: String,
    /// Document it stands on.
    pub source: String,
    /// Who entered it.
    pub entered_by: String,
    /// When it was recorded.
    pub recorded_at: String,
    /// A remark.
    pub note: String,
    /// Values it has taken the place of, newest first.
    pub earlier: Vec<Earlier>,
}

/// A superseded value.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// The value in writing, or the word for "not known".
    pub value: String,
    /// Document it stood on.
    pub source: String,
    /// Who entered it.
    pub entered_by: String,
    /// When it was recorded.
    pub recorded_at: String,
}

/// A single change of a figure that would give another result.
#[derive(Clone, Debug)]
pub struct Change {
    /// The figure.
    pub title: String,
    /// The nearest value that does it, in writing.
    pub to: String,
    /// The result then.
    pub gives: Grade,
}

/// A unit of which this one was made.
#[derive(Clone, Debug)]
pub struct Former {
    /// Name with its kind.
    pub name: String,
    /// Official code at the time.
    pub code: String,
    /// Last day on which it was in force, as `2025-06-30`.
    pub day: String,
    /// Only a part of it went into this unit.
    pub part: bool,
}

/// The verdict on a unit with every reason.
#[derive(Clone, Debug, Template)]
#[template(path = "verdict/show.html")]
pub struct Verdict {
    /// Around the page.
    pub frame: Frame,
    /// Who is judged.
    pub unit: Judged,
    /// The result.
    pub grade: Grade,
    /// Why, in one sentence.
    pub reason: String,
    /// Results that are not excluded yet, when undetermined.
    pub possible: Vec<Grade>,
    /// Id of the law pack.
    pub pack_id: String,
    /// Its document.
    pub pack: String,
    /// First day of the window.
    pub from: String,
    /// Last day of the window.
    pub to: String,
    /// Criteria by group, the deciding ones first.
    pub groups: Vec<Group>,
    /// Choices in force.
    pub switches: Vec<Switch>,
    /// Single changes of a figure that would give another result.
    pub changes: Vec<Change>,
    /// Figures of the unit.
    pub figures: Vec<Figure>,
    /// Units of which it was made.
    pub formers: Vec<Former>,
}

impl Verdict {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Figures that are not known.
    pub fn silent(&self) -> u64 {
        crate::format::Whole::whole(&self.figures.iter().filter(|figure| figure.known != Known::Yes).count())
    }

    /// Address of this page with one switch set.
    pub fn flip(&self, switch: &Switch, option: &SwitchOption) -> String {
        self.frame.here(&[(switch.key.as_str(), if option.default { "" } else { option.value.as_str() })])
    }

    /// Whether the facts contradict each other.
    pub fn is_conflict(&self) -> bool {
        self.grade == Grade::Conflict
    }

    /// Whether too little is known.
    pub fn is_undetermined(&self) -> bool {
        self.grade == Grade::Undetermined
    }

    /// Made-up pages: type II, undetermined, conflict, drug-free, a province, another reading.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let key = Self::sample();
        let undetermined = Self {
            grade: Grade::Undetermined,
            reason: "Thiếu số liệu về người bị bắt giữ và điểm tổ chức, chứa chấp sử dụng trái phép chất ma túy."
                .to_owned(),
            possible: vec![Grade::KeyI, Grade::KeyII, Grade::KeyIII],
            figures: key.figures.iter().cloned().map(silenced).collect(),
            groups: key.groups.iter().cloned().map(doubtful).collect(),
            formers: Vec::new(),
            ..key.clone()
        };
        let conflict = Self {
            grade: Grade::Conflict,
            reason: "Đạt cả ba điều kiện của Điều 6 và đồng thời đạt điểm a khoản 3 Điều 4.".to_owned(),
            ..key.clone()
        };
        let free =
            Self {
                grade: Grade::DrugFree, reason: "Cả ba điều kiện của Điều 6 đều đạt.".to_owned(), ..key.clone()
            };
        let mut province = Self { grade: Grade::Key, ..key.clone() };
        province.unit.level = Level::Province;
        "38".clone_into(&mut province.unit.code);
        "Tỉnh Thanh Hóa".clone_into(&mut province.unit.name);
        let mut switched = Self { frame: samples::switched(key.frame.clone()), ..key.clone() };
        for option in switched.switches.iter_mut().take(1).flat_map(|s| s.options.iter_mut()) {
            option.chosen = !option.default;
        }
        vec![
            ("key", key),
            ("undetermined", undetermined),
            ("conflict", conflict),
            ("drug-free", free),
            ("province", province),
            ("switched", switched),
        ]
    }

    pub(crate) fn sample() -> Self {
        let frame = samples::frame(
            "/xa/14845",
            Section::Communes,
            &[("Toàn quốc", "/"), ("Thanh Hóa", "/tinh/38"), ("Mường Lát", "")],
        );
        Self {
            frame,
            unit: Judged {
                level: Level::Commune,
                code: "14845".to_owned(),
                name: "Xã Mường Lát".to_owned(),
                province_code: "38".to_owned(),
                province: "Thanh Hóa".to_owned(),
            },
            grade: Grade::KeyII,
            reason: "Đạt 3 trong 5 điểm của khoản 2 Điều 4 (cần ít nhất 3); không đạt khoản 1 Điều 4 và Điều 6."
                .to_owned(),
            possible: Vec::new(),
            pack_id: "vn-qd28-2025".to_owned(),
            pack: "Quyết định 28/2025/QĐ-TTg".to_owned(),
            from: "2024-12-15".to_owned(),
            to: "2025-12-14".to_owned(),
            groups: sample_groups(),
            switches: sample_switches(),
            changes: vec![Change {
                title: "Điểm tổ chức, chứa chấp sử dụng".to_owned(),
                to: "0".to_owned(),
                gives: Grade::KeyIII,
            }],
            figures: sample_figures(),
            formers: vec![
                Former {
                    name: "Thị trấn Mường Lát".to_owned(),
                    code: "14845".to_owned(),
                    day: "2025-06-30".to_owned(),
                    part: false,
                },
                Former {
                    name: "Xã Pù Nhi".to_owned(),
                    code: "14863".to_owned(),
                    day: "2025-06-30".to_owned(),
                    part: true,
                },
            ],
        }
    }
}

fn silenced(figure: Figure) -> Figure {
    if figure.earlier.is_empty() {
        Figure { known: Known::No, value: String::new(), source: String::new(), entered_by: String::new(), ..figure }
    } else {
        Figure { known: Known::Disputed, note: "Báo cáo năm ghi 12, biên bản ghi 14.".to_owned(), ..figure }
    }
}

fn doubtful(mut group: Group) -> Group {
    group.outcome = Outcome::Undetermined;
    for criterion in &mut group.criteria {
        criterion.outcome = Outcome::Undetermined;
        criterion.missing = vec!["Người phạm tội về ma túy bị bắt giữ trên địa bàn".to_owned()];
    }
    group
}

fn sample_switches() -> Vec<Switch> {
    let option = |value: &str, title: &str, default| SwitchOption {
        value: value.to_owned(),
        title: title.to_owned(),
        chosen: default,
        default,
        gives: (!default).then_some(Grade::KeyIII),
    };
    vec![Switch {
        key: "band_reading".to_owned(),
        title: "Giá trị thuộc mức cao có tính là đạt mức thấp hơn không?".to_owned(),
        why: "Điểm đ viết “loại II trở lên”, cho thấy các mức bao gồm nhau; đọc từng chữ sẽ để lại khoảng trống."
            .to_owned(),
        citation: "Đ4.1, Đ4.2".to_owned(),
        options: vec![
            option("cumulative", "Có: mức cao hơn bao gồm mức thấp hơn", true),
            option("literal", "Không: đúng từng chữ như in", false),
        ],
    }]
}

fn sample_figures() -> Vec<Figure> {
    let figure = |title: &str, value: &str, earlier| Figure {
        title: title.to_owned(),
        definition: "Tính đến ngày cuối của kỳ đánh giá, theo hồ sơ quản lý của Công an cấp xã.".to_owned(),
        known: Known::Yes,
        value: value.to_owned(),
        source: "Báo cáo 12/BC-CAX ngày 10/12/2025".to_owned(),
        entered_by: "Cán bộ tổng hợp (giả định)".to_owned(),
        recorded_at: "12/12/2025 08:30".to_owned(),
        note: String::new(),
        earlier,
    };
    let earlier = vec![Earlier {
        value: "44".to_owned(),
        source: "Báo cáo 9/BC-CAX ngày 10/9/2025".to_owned(),
        entered_by: "Cán bộ tổng hợp (giả định)".to_owned(),
        recorded_at: "11/9/2025 16:05".to_owned(),
    }];
    vec![
        figure("Số nhân khẩu hiện đang cư trú", "10.000", Vec::new()),
        figure("Người nghiện ma túy có hồ sơ quản lý", "46", earlier),
        figure("Người sử dụng trái phép chất ma túy có hồ sơ quản lý", "3", Vec::new()),
    ]
}
