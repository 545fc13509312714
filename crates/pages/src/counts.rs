//! Lists, flows, goals and inputs of one unit, as numbers that open to their files.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// What happened to one list.
#[derive(Clone, Debug)]
pub struct FlowRow {
    /// Name of the list.
    pub list: String,
    /// Opening, entries, removals, closing, on the way: the number and where it opens, if anywhere.
    pub numbers: Vec<(i64, String)>,
}

/// Entries or removals by one act on one clause.
#[derive(Clone, Debug)]
pub struct TurnRow {
    /// Name of the list.
    pub list: String,
    /// In or out, in words.
    pub way: &'static str,
    /// The act.
    pub act: String,
    /// The clause.
    pub clause: String,
    /// How many.
    pub people: i64,
}

/// One number.
#[derive(Clone, Debug)]
pub struct NumberRow {
    /// What it counts.
    pub text: String,
    /// The number, or that it is not known.
    pub value: String,
    /// Where its files open; empty where they do not.
    pub href: String,
}

/// Numbers that belong together.
#[derive(Clone, Debug)]
pub struct Group {
    /// Anchor.
    pub anchor: &'static str,
    /// Heading.
    pub title: &'static str,
    /// How they are to be read.
    pub note: &'static str,
    /// The numbers.
    pub rows: Vec<NumberRow>,
}

/// One input of the criteria: what files give, and what is recorded.
#[derive(Clone, Debug)]
pub struct DerivedRow {
    /// Whom it counts.
    pub text: String,
    /// How many, by files.
    pub people: i64,
    /// The figure in force, or that there is none.
    pub recorded: String,
}

/// Inputs from files beside the figures of the year.
#[derive(Clone, Debug)]
pub struct Derived {
    /// Heading, with the year.
    pub title: String,
    /// As of when, and that nothing is recorded by itself.
    pub note: String,
    /// The inputs.
    pub rows: Vec<DerivedRow>,
    /// Where the button sends to; empty for who may not record.
    pub action: String,
    /// Id of the recording that it would make.
    pub batch: String,
    /// What was chosen otherwise than by default, for the form.
    pub chosen: String,
}

/// The local plan of tests that is on record, and the form to record one.
#[derive(Clone, Debug)]
pub struct PlanForm {
    /// Heading, with the year.
    pub title: String,
    /// The plan on record, or that there is none.
    pub text: String,
    /// Where the form sends to; empty for who may not record.
    pub action: String,
    /// Id of the recording that it would make.
    pub batch: String,
}

/// A choice where the text is silent.
#[derive(Clone, Debug)]
pub struct Switchable {
    /// Its key in the address.
    pub key: &'static str,
    /// Whom it is about.
    pub text: &'static str,
    /// Whether they are counted.
    pub on: bool,
    /// The words of counting them, with whether that is the default.
    pub yes: String,
    /// The words of not counting them.
    pub no: String,
    /// Who confirms it, and what is silent.
    pub owner: String,
    /// How many they are; none where that is not told.
    pub people: Vec<NumberRow>,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "counts/show.html")]
pub struct Counts {
    /// Around the page.
    pub frame: Frame,
    /// Heading.
    pub title: &'static str,
    /// What the page tells.
    pub lead: &'static str,
    /// Name of the unit.
    pub unit: String,
    /// What was wrong with what was typed; empty otherwise.
    pub fault: String,
    /// First day, as typed.
    pub from: String,
    /// Last day, as typed.
    pub to: String,
    /// Whether it asks for the local plan of tests.
    pub goals: bool,
    /// Number of the local plan, as typed.
    pub plan: String,
    /// Its interval, as typed.
    pub interval: String,
    /// Lists; none on the page of goals.
    pub flows: Vec<FlowRow>,
    /// Entries and removals.
    pub turnover: Vec<TurnRow>,
    /// Removals before the end of the period.
    pub late: Vec<TurnRow>,
    /// Numbers.
    pub groups: Vec<Group>,
    /// Inputs from files beside recorded figures; none on the page of goals.
    pub derived: Option<Derived>,
    /// Whether the reader may ask for the list as a paper; on the page of lists.
    pub makes_list: bool,
    /// The local plan of tests; on the page of goals.
    pub plan_form: Option<PlanForm>,
    /// Choices where the text is silent; none on the page of goals.
    pub switches: Vec<Switchable>,
    /// What was chosen otherwise than by default, in a sentence; empty where nothing was.
    pub chosen: String,
    /// The evaluation year.
    pub year: String,
}

impl Counts {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up numbers (giả định): lists, goals, nothing yet, a wrong day.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = |people| TurnRow {
            list: "Danh sách người nghiện ma túy".to_owned(),
            way: "ra",
            act: "Giấy xác nhận hoàn thành cai nghiện tại gia đình, cộng đồng".to_owned(),
            clause: "NĐ 163/2026/NĐ-CP, Điều 93; Luật 120/2025/QH15, Điều 48.3.a".to_owned(),
            people,
        };
        let lists = Self {
            frame: samples::frame("/danh-sach", Section::Other, &[]),
            title: "Danh sách và biến động",
            lead: "Ba danh sách theo luật của đơn vị.",
            unit: "Xã Mường Lát (giả định)".to_owned(),
            fault: String::new(),
            from: "2025-12-15".to_owned(),
            to: "2026-12-14".to_owned(),
            goals: false,
            plan: String::new(),
            interval: String::new(),
            flows: vec![FlowRow {
                list: "Danh sách người nghiện ma túy".to_owned(),
                numbers: vec![
                    (12, String::new()),
                    (3, String::new()),
                    (2, String::new()),
                    (13, "/ho-so".to_owned()),
                    (1, String::new()),
                ],
            }],
            turnover: vec![row(2)],
            late: vec![row(1)],
            groups: vec![Group {
                anchor: "so-lieu",
                title: "Số liệu cho bộ tiêu chí, tính từ hồ sơ",
                note: "Tính tại ngày cuối kỳ.",
                rows: vec![number("Người nghiện có hồ sơ quản lý", "13")],
            }],
            derived: Some(derived()),
            makes_list: true,
            plan_form: None,
            switches: vec![switchable(number("Người trong danh sách sau cai nghiện", "4"))],
            chosen: String::new(),
            year: "2026".to_owned(),
        };
        let mut chosen = lists.clone();
        "Cách tính đã chọn khác mặc định: Người quản lý sau cai nghiện trong số người nghiện có hồ sơ: có tính."
            .clone_into(&mut chosen.chosen);
        for switch in &mut chosen.switches {
            switch.on = true;
        }
        let goals = Self {
            goals: true,
            title: "Ba mục tiêu",
            flows: Vec::new(),
            turnover: Vec::new(),
            late: Vec::new(),
            derived: None,
            makes_list: false,
            plan_form: Some(plan_form()),
            switches: Vec::new(),
            ..lists.clone()
        };
        let empty = Self { turnover: Vec::new(), late: Vec::new(), ..lists.clone() };
        let faulty = Self {
            fault: "“32/13” ở ô Từ ngày không phải là ngày; viết như 2026-12-14.".to_owned(),
            ..lists.clone()
        };
        vec![("lists", lists), ("chosen", chosen), ("goals", goals), ("empty", empty), ("faulty", faulty)]
    }
}

fn number(text: &str, value: &str) -> NumberRow {
    NumberRow { text: text.to_owned(), value: value.to_owned(), href: "/ho-so".to_owned() }
}

fn plan_form() -> PlanForm {
    PlanForm {
        title: "Kế hoạch xét nghiệm sau cai nghiện, năm 2026".to_owned(),
        text: "Đang dùng: kế hoạch số 12/KH-UBND ngày 05/01/2026 (giả định), 90 ngày.".to_owned(),
        action: "/muc-tieu?nam=2026".to_owned(),
        batch: "0199c0de-0000-7000-8000-000000000010".to_owned(),
    }
}

fn switchable(people: NumberRow) -> Switchable {
    Switchable {
        key: "post_on_file",
        text: "Người quản lý sau cai nghiện trong số người nghiện có hồ sơ",
        on: false,
        yes: "có tính".to_owned(),
        no: "không tính (mặc định)".to_owned(),
        owner: "Chờ xác nhận: C04, PC04 · 28/2025/QĐ-TTg, Điều 4.1.a".to_owned(),
        people: vec![people],
    }
}

fn derived() -> Derived {
    let row = |text: &str, people, recorded: &str| DerivedRow {
        text: text.to_owned(),
        people,
        recorded: recorded.to_owned(),
    };
    Derived {
        title: "Số từ hồ sơ bên cạnh số liệu đã ghi, năm 2026".to_owned(),
        note: "Tính đến hết ngày 14/12/2026 (giả định).".to_owned(),
        rows: vec![
            row("Người nghiện có hồ sơ quản lý", 13, "12"),
            row("Người sử dụng trái phép có hồ sơ quản lý", 4, "chưa ghi"),
        ],
        action: "/danh-sach?nam=2026".to_owned(),
        batch: "0199c0de-0000-7000-8000-000000000009".to_owned(),
        chosen: String::new(),
    }
}
