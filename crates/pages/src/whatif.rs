//! A verdict on assumed figures; nothing is written.

use crate::frame::{Frame, Section};
use crate::grade::Grade;
use crate::verdict::{Group, Judged, Verdict};
use crate::{Html, samples};
use askama::Template;

/// How a figure is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A whole number.
    Count,
    /// Square metres.
    Area,
    /// One of these values, each with its words.
    Choice(Vec<(String, String)>),
}

/// A figure to assume.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name in the address.
    pub name: String,
    /// Short heading.
    pub title: String,
    /// What the law means by it.
    pub definition: String,
    /// How it is typed.
    pub entry: Entry,
    /// What was typed, or the real value.
    pub value: String,
    /// The real value in writing; empty when not known.
    pub real: String,
    /// What is wrong with what was typed; empty when nothing is.
    pub fault: String,
}

impl Field {
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

    /// Whether what was typed is wrong.
    pub fn is_faulty(&self) -> bool {
        !self.fault.is_empty()
    }
}

/// A verdict on assumed figures beside the real one.
#[derive(Clone, Debug, Template)]
#[template(path = "whatif/show.html")]
pub struct WhatIf {
    /// Around the page.
    pub frame: Frame,
    /// Who is judged.
    pub unit: Judged,
    /// The result on the recorded figures.
    pub real: Grade,
    /// The result on the assumed ones; none while something typed is wrong.
    pub assumed: Option<Grade>,
    /// Why, in one sentence.
    pub reason: String,
    /// Figures.
    pub fields: Vec<Field>,
    /// Criteria on the assumed figures.
    pub groups: Vec<Group>,
}

impl WhatIf {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// How many of the typed figures are wrong.
    pub fn faults(&self) -> usize {
        self.fields.iter().filter(|field| field.is_faulty()).count()
    }

    /// Made-up pages: changed result, wrong input, nothing known.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let field = |name: &str, title: &str, value: &str| Field {
            name: name.to_owned(),
            title: title.to_owned(),
            definition: "Tính đến ngày cuối của kỳ đánh giá.".to_owned(),
            entry: Entry::Count,
            value: value.to_owned(),
            real: value.to_owned(),
            fault: String::new(),
        };
        let route = Field {
            entry: Entry::Choice(vec![
                ("none".to_owned(), "Không".to_owned()),
                ("local".to_owned(), "Nội tỉnh".to_owned()),
                ("inter".to_owned(), "Liên tỉnh".to_owned()),
            ]),
            ..field("key_route", "Nằm trên tuyến trọng điểm", "none")
        };
        let full = Self {
            frame: samples::frame(
                "/xa/14845/gia-dinh",
                Section::Communes,
                &[("Toàn quốc", "/"), ("Thanh Hóa", "/tinh/38"), ("Mường Lát", "/xa/14845"), ("Giả định", "")],
            ),
            unit: Verdict::sample().unit,
            real: Grade::KeyII,
            assumed: Some(Grade::KeyIII),
            reason: "Đạt 1 điểm của khoản 3 Điều 4; không đạt khoản 1, khoản 2 Điều 4 và Điều 6.".to_owned(),
            fields: vec![
                field("population", "Số nhân khẩu hiện đang cư trú", "10000"),
                field("addicts_on_file", "Người nghiện ma túy có hồ sơ quản lý", "9"),
                field("use_sites", "Điểm tổ chức, chứa chấp sử dụng trái phép chất ma túy", "1"),
                route,
            ],
            groups: samples::criteria::groups(),
        };
        let mut wrong = Self { assumed: None, reason: String::new(), groups: Vec::new(), ..full.clone() };
        for (field, typed) in wrong.fields.iter_mut().zip(["mười nghìn", "-3"]) {
            typed.clone_into(&mut field.value);
            "Cần một số nguyên không âm, ví dụ 1234 hoặc 1.234.".clone_into(&mut field.fault);
        }
        let unknown = Self { real: Grade::Undetermined, assumed: Some(Grade::Undetermined), ..full.clone() };
        vec![("full", full), ("error", wrong), ("unknown", unknown)]
    }
}
