//! A new file: who the person is, since when they live here, what it rests on.

use crate::account::Choice;
use crate::case::StepRow;
use crate::case_act::{self, ActForm};
use crate::case_purpose::PurposeChoice;
use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// A text field of the form.
#[derive(Clone, Debug, Default)]
pub struct NewField {
    /// What the form sends it as.
    pub key: &'static str,
    /// What it is called.
    pub label: &'static str,
    /// How it is to be written; empty where that is plain.
    pub hint: &'static str,
    /// Whether it has to be given.
    pub required: bool,
    /// `text`, `date`, or `digits` for a number of so many digits.
    pub kind: &'static str,
    /// What was typed.
    pub value: String,
    /// What is wrong with it; empty when nothing is.
    pub fault: String,
}

impl NewField {
    /// Ids of what describes the field: its fault first.
    pub fn described(&self) -> String {
        let parts = [(!self.fault.is_empty(), "fault"), (!self.hint.is_empty(), "hint")];
        let ids = parts.iter().filter(|(there, _)| *there).map(|(_, what)| format!("{}-{what}", self.key));
        ids.collect::<Vec<_>>().join(" ")
    }
}

/// The form.
#[derive(Clone, Debug, Template)]
#[template(path = "case/new.html")]
pub struct CaseNew {
    /// Around the page.
    pub frame: Frame,
    /// Who the person is.
    pub who: Vec<NewField>,
    /// Sexes to choose from.
    pub sexes: Vec<Choice>,
    /// Since when they live here.
    pub since: NewField,
    /// Acts that can be the first of a file; empty once one is chosen.
    pub firsts: Vec<StepRow>,
    /// The first act; none while it is to be chosen.
    pub form: Option<ActForm>,
    /// What it is opened for.
    pub purposes: Vec<PurposeChoice>,
    /// What is wrong with the purpose; empty when nothing is.
    pub purpose_fault: String,
    /// A fault that belongs to no field; empty when nothing is wrong.
    pub fault: String,
    /// Id of the file to be, so that sending it twice opens it once.
    pub token: String,
}

impl CaseNew {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// How many places are wrong.
    fn wrong(&self) -> usize {
        let of_who = self.who.iter().chain([&self.since]).map(|field| &field.fault);
        let faults = of_who.chain([&self.purpose_fault]).filter(|fault| !fault.is_empty());
        faults.count() + self.form.as_ref().map_or(0, ActForm::wrong)
    }

    /// Made-up forms: the first act to choose, empty, half filled, wrong, long names.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let empty = empty();
        let choose = Self { form: None, firsts: firsts(), ..empty.clone() };
        let mut full = empty.clone();
        for (field, value) in full.who.iter_mut().zip(["Lò Văn Giả Định", "Lò A", "28/02/1990", "097090000001"])
        {
            value.clone_into(&mut field.value);
        }
        let mut error = full.clone();
        for field in &mut error.who {
            if field.key == "id12" {
                "09709".clone_into(&mut field.value);
                "Số định danh cá nhân phải có 12 chữ số. Hãy xem lại giấy tờ.".clone_into(&mut field.fault);
            }
        }
        "Chưa chọn mục đích. Hãy chọn một mục đích trong danh sách.".clone_into(&mut error.purpose_fault);
        let mut long = full.clone();
        for field in &mut long.who {
            "Nguyễn Hoàng Phương Trường Giang Thủy Nguyên (giả định)".clone_into(&mut field.value);
        }
        vec![("choose", choose), ("empty", empty), ("full", full), ("error", error), ("long", long)]
    }
}

fn empty() -> CaseNew {
    let field = |key, label, hint, required, kind| NewField { key, label, hint, required, kind, ..NewField::default() };
    CaseNew {
        frame: samples::frame(
            "/ho-so/moi",
            Section::Other,
            &[("Việc hôm nay", "/viec-hom-nay"), ("Hồ sơ", "/ho-so"), ("Lập hồ sơ mới", "")],
        ),
        who: vec![
            field("full_name", "Họ và tên", "", true, "text"),
            field("other_name", "Tên gọi khác", "", false, "text"),
            field("birth_date", "Ngày sinh", "Như 1990-02-28; chỉ biết năm thì viết 1990.", false, "text"),
            field("id12", "Số định danh cá nhân", "12 chữ số.", false, "digits"),
        ],
        sexes: vec![Choice::new("male", "Nam", false), Choice::new("female", "Nữ", false)],
        since: field("resident_since", "Cư trú tại đơn vị này từ ngày", "", true, "date"),
        firsts: Vec::new(),
        form: Some(case_act::decision()),
        purposes: vec![PurposeChoice {
            key: "user_management".to_owned(),
            text: "quản lý người sử dụng trái phép chất ma túy".to_owned(),
            ground: "Luật 120/2025/QH15, Điều 23-27".to_owned(),
            chosen: false,
        }],
        purpose_fault: String::new(),
        fault: String::new(),
        token: "0199c0de-0000-7000-8000-00000000000a".to_owned(),
    }
}

fn firsts() -> Vec<StepRow> {
    let step = |act: &str, title: &str| StepRow {
        href: format!("/ho-so/moi?viec={act}"),
        title: title.to_owned(),
        form: "Mẫu 01 PL III".to_owned(),
        by: "Cơ quan Công an phát hiện".to_owned(),
        ..StepRow::default()
    };
    vec![
        step("record_ground", "Ghi nhận căn cứ xét nghiệm"),
        step("record_positive_test", "Kết quả xét nghiệm dương tính"),
        step("request_determination", "Đề nghị xác định tình trạng nghiện"),
    ]
}
