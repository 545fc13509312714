//! The form of one act: what the law asks to be written down, what would come of it, or which clause refuses it.

use crate::account::Choice;
use crate::case::Basis;
use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;
use texts::Lang;

/// How a field is filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// One of few choices.
    Few,
    /// One of many choices.
    Many,
    /// A yes that may be left out.
    Tick,
    /// A whole number.
    Number,
    /// A day.
    Date,
    /// The code of a unit.
    Unit,
    /// Words.
    #[default]
    Text,
}

/// A field of the form.
#[derive(Clone, Debug, Default)]
pub struct ActField {
    /// What the form sends it as.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// How it is filled in.
    pub shape: Shape,
    /// Whether the law asks for it.
    pub required: bool,
    /// What was typed.
    pub value: String,
    /// The choices.
    pub options: Vec<Choice>,
    /// What is wrong with it; empty when nothing is.
    pub fault: String,
}

impl ActField {
    /// Ids of what describes the field: its fault first.
    pub fn described(&self) -> String {
        let hint = matches!(self.shape, Shape::Unit | Shape::Text | Shape::Date);
        let parts = [(!self.fault.is_empty(), "fault"), (hint, "hint")];
        let ids = parts.iter().filter(|(there, _)| *there).map(|(_, what)| format!("{}-{what}", self.name));
        ids.collect::<Vec<_>>().join(" ")
    }

    /// How it is to be written, where that is not plain.
    pub fn hint(&self, lang: Lang) -> &'static str {
        match self.shape {
            Shape::Unit => lang.files_act_unit_hint(),
            Shape::Text => lang.files_act_text_hint(),
            Shape::Date => lang.files_act_date_hint(),
            _ => "",
        }
    }
}

/// Why the law does not take the act as it was written.
#[derive(Clone, Debug, Default)]
pub struct ActRefusal {
    /// What was found.
    pub why: String,
    /// What can be done.
    pub remedy: String,
    /// The clause that refuses.
    pub basis: Basis,
}

/// What would come of the act.
#[derive(Clone, Debug, Default)]
pub struct Preview {
    /// States before and after, in words.
    pub states: (String, String),
    /// Lists before and after.
    pub lists: (String, String),
    /// Terms of measures that would begin: measure and last day.
    pub terms: Vec<(String, String)>,
    /// Limits that would begin: what and until when.
    pub started: Vec<(String, String)>,
    /// Limits that would be met.
    pub met: Vec<String>,
    /// Whether the file would be closed.
    pub closes: bool,
}

impl Preview {
    /// Whether anything but the list of events would change.
    pub fn changes(&self) -> bool {
        self.states.0 != self.states.1 || self.lists.0 != self.lists.1 || !self.terms.is_empty() || self.closes
    }
}

/// Faults of the fields that every act has; empty where nothing is wrong.
#[derive(Clone, Debug, Default)]
pub struct PaperFaults {
    /// Of the day.
    pub day: String,
    /// Of the hour.
    pub hour: String,
    /// Of the number.
    pub number: String,
    /// Of the day of signature.
    pub paper_day: String,
    /// Of the signer.
    pub signer: String,
    /// Of the office.
    pub office: String,
}

/// What is written down of one act.
#[derive(Clone, Debug, Default)]
pub struct ActForm {
    /// The act.
    pub act: String,
    /// Its legal name.
    pub title: String,
    /// On which form of law.
    pub paper: String,
    /// What it rests on.
    pub basis: Basis,
    /// Offices that may sign.
    pub offices: Vec<Choice>,
    /// When it happened, as typed.
    pub day: String,
    /// At which hour, as typed.
    pub hour: String,
    /// Whether it rests on a numbered paper.
    pub needs_paper: bool,
    /// Number of the paper, as typed.
    pub number: String,
    /// Its date, as typed.
    pub paper_day: String,
    /// Who signed, as typed.
    pub signer: String,
    /// What else is written down.
    pub fields: Vec<ActField>,
    /// Faults of what stands above.
    pub faults: PaperFaults,
    /// Units to choose from: code and name.
    pub units: Vec<(String, String)>,
    /// Why the law does not take it; none while it was not refused.
    pub refusal: Option<ActRefusal>,
}

impl ActForm {
    /// How many fields are wrong.
    pub fn wrong(&self) -> usize {
        let PaperFaults { day, hour, number, paper_day, signer, office } = &self.faults;
        let of_all = [day, hour, number, paper_day, signer, office].into_iter();
        of_all.chain(self.fields.iter().map(|field| &field.fault)).filter(|fault| !fault.is_empty()).count()
    }
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "case/act.html")]
pub struct CaseAct {
    /// Around the page.
    pub frame: Frame,
    /// Whose file, as a random id.
    pub id: String,
    /// Of whom.
    pub name: String,
    /// What is written down.
    pub form: ActForm,
    /// Why a second person is needed, and who that can be; none where nobody is.
    pub second: Option<(String, String)>,
    /// What would come of it; none before it was asked for.
    pub preview: Option<Preview>,
    /// A fault that belongs to no field; empty when nothing is wrong.
    pub fault: String,
    /// Id of this writing, so that sending it twice records it once.
    pub token: String,
}

impl CaseAct {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up forms: every kind of field, one with nothing of its own, seen in advance, refused, wrong, long.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = full();
        let mut plain = Self { second: None, ..full.clone() };
        plain.form = ActForm {
            act: "residence_check".to_owned(),
            title: "Kiểm tra cư trú".to_owned(),
            paper: "ghi sổ".to_owned(),
            fields: Vec::new(),
            needs_paper: false,
            ..plain.form
        };
        let seen = Self {
            preview: Some(Preview {
                states: ("Dương tính – chờ xác minh cư trú".to_owned(), "Đang bị quản lý người sử dụng".to_owned()),
                lists: ("không".to_owned(), "Danh sách người sử dụng trái phép chất ma túy".to_owned()),
                terms: vec![("Đang bị quản lý người sử dụng".to_owned(), "22/11/2027".to_owned())],
                started: vec![("Kiểm tra cư trú ít nhất một lần mỗi tháng".to_owned(), "23:59 22/12/2026".to_owned())],
                met: vec!["Ra quyết định quản lý, tính từ khi nhận kết quả dương tính".to_owned()],
                closes: false,
            }),
            ..full.clone()
        };
        let mut refused = full.clone();
        refused.form.refusal = Some(refusal());
        let mut wrong = full.clone();
        "31/02".clone_into(&mut wrong.form.day);
        "“31/02” không phải là một ngày. Viết như 2026-07-06.".clone_into(&mut wrong.form.faults.day);
        for field in wrong.form.fields.iter_mut().filter(|field| field.required) {
            "Chưa ghi ô này.".clone_into(&mut field.fault);
        }
        let mut long = full.clone();
        "Chấp hành án phạt tù, vào cơ sở giáo dục bắt buộc hoặc trường giáo dưỡng".clone_into(&mut long.form.title);
        "Nguyễn Hoàng Phương Trường Giang Thủy Nguyên (giả định)".clone_into(&mut long.name);
        vec![
            ("full", full),
            ("empty", plain),
            ("preview", seen),
            ("refused", refused),
            ("error", wrong),
            ("long", long),
        ]
    }
}

fn refusal() -> ActRefusal {
    ActRefusal {
        why: "không có phiếu kết quả xét nghiệm dương tính nên không được quyết định quản lý".to_owned(),
        remedy: "ghi kết quả xét nghiệm dương tính trước".to_owned(),
        basis: basis("Luật 120/2025/QH15, Điều 2.9, 24.4.a", "V", ""),
    }
}

fn basis(citation: &str, mark: &str, owner: &str) -> Basis {
    Basis { citation: citation.to_owned(), mark: mark.to_owned(), owner: owner.to_owned() }
}

fn fields() -> Vec<ActField> {
    let field = |key: &str, label: &str, shape, required, options: &[(&str, &str)]| ActField {
        name: format!("o-{key}"),
        label: label.to_owned(),
        shape,
        required,
        options: options.iter().map(|(key, text)| Choice::new(key, text, false)).collect(),
        ..ActField::default()
    };
    let grounds = [
        ("a", "Tin báo đã được cơ quan có thẩm quyền xác minh (điểm a)"),
        ("h", "Bị phát hiện khi đang sử dụng (điểm h)"),
    ];
    vec![
        field("stable", "Có nơi cư trú ổn định", Shape::Few, true, &[("true", "Có"), ("false", "Không")]),
        field("ground", "Căn cứ xét nghiệm", Shape::Many, true, &grounds),
        field("remote", "Vùng sâu, vùng xa, đi lại khó khăn", Shape::Tick, false, &[]),
        field("days", "Số ngày", Shape::Number, false, &[]),
        field("born", "Ngày sinh đúng", Shape::Date, false, &[]),
        field("to_unit", "Đơn vị nơi đến", Shape::Unit, true, &[]),
        field("team", "Tổ quản lý: số quyết định, thành phần theo vai trò", Shape::Text, false, &[]),
    ]
}

/// What is written down of a decision on management, as the samples have it.
pub(crate) fn decision() -> ActForm {
    ActForm {
        act: "decide_management".to_owned(),
        title: "Quyết định quản lý người sử dụng trái phép chất ma túy".to_owned(),
        paper: "Mẫu 04 PL III".to_owned(),
        basis: basis("Luật 120/2025/QH15, Điều 24.2, 24.4.a; NĐ 163/2026/NĐ-CP, Điều 59.1", "V", ""),
        offices: vec![Choice::new("truong_ca_xa", "Trưởng Công an cấp xã", true)],
        day: "2026-11-22".to_owned(),
        needs_paper: true,
        fields: fields(),
        units: vec![("14845".to_owned(), "xã Mường Lát".to_owned())],
        ..ActForm::default()
    }
}

fn full() -> CaseAct {
    CaseAct {
        frame: samples::frame(
            "/ho-so/0199c0de-0000-7000-8000-000000000009/viec/decide_management",
            Section::Other,
            &[
                ("Hồ sơ", "/ho-so"),
                ("Lò Văn Giả Định", "/ho-so/0199c0de-0000-7000-8000-000000000009"),
                ("Ghi việc", ""),
            ],
        ),
        id: "0199c0de-0000-7000-8000-000000000009".to_owned(),
        name: "Lò Văn Giả Định".to_owned(),
        form: decision(),
        second: Some(("người có thẩm quyền quyết định là người khác".to_owned(), "Trưởng Công an cấp xã".to_owned())),
        preview: None,
        fault: String::new(),
        token: "0199c0de-0000-7000-8000-00000000000a".to_owned(),
    }
}
