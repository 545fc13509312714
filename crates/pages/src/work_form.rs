//! A form of the programme's work: a task, a meeting, a committee, or one act in it.

use crate::account::Choice;
use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// How a field is filled in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputKind {
    /// One line.
    #[default]
    Line,
    /// Several lines.
    Area,
    /// A day.
    Date,
    /// A time of day.
    Time,
    /// A whole number.
    Number,
    /// One of several.
    Choice,
    /// Any of several.
    Ticks,
    /// A file of a word processor.
    File,
    /// A file of figures.
    FigureFile,
}

/// A field.
#[derive(Clone, Debug, Default)]
pub struct Input {
    /// What the form sends it as.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// How it is filled in.
    pub kind: InputKind,
    /// Whether it cannot be left out.
    pub required: bool,
    /// What was typed.
    pub value: String,
    /// The choices.
    pub options: Vec<Choice>,
    /// How to fill it in; may be empty.
    pub hint: String,
}

/// Fields that belong together.
#[derive(Clone, Debug, Default)]
pub struct Group {
    /// What they are about; empty for a form of one group.
    pub title: String,
    /// The fields.
    pub inputs: Vec<Input>,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "work/form.html")]
pub struct WorkForm {
    /// Around the page.
    pub frame: Frame,
    /// What is written down.
    pub title: String,
    /// Of what; may be empty.
    pub about: String,
    /// What to know before; may be empty.
    pub lead: String,
    /// Where it is sent.
    pub action: String,
    /// Id of this writing, so that sending it twice does it once.
    pub token: String,
    /// How many acts the page showed.
    pub seen: u32,
    /// The fields.
    pub groups: Vec<Group>,
    /// Why it was not done; empty when nothing is wrong.
    pub fault: String,
    /// What came of each part of a form for many; empty otherwise.
    pub outcomes: Vec<(String, String)>,
    /// Ways to send it: what is sent and the word on the button; the first is the usual one.
    pub buttons: Vec<(String, String)>,
    /// Where one comes from: address and text.
    pub back: (String, String),
}

impl WorkForm {
    /// Whether a file is sent with it.
    pub fn sends_file(&self) -> bool {
        self.groups
            .iter()
            .flat_map(|group| &group.inputs)
            .any(|input| matches!(input.kind, InputKind::File | InputKind::FigureFile))
    }

    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up forms: full, one field, a fault, results for each unit, long.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = Self {
            frame: samples::frame("/nhiem-vu/moi", Section::Other, &[("Nhiệm vụ", "/nhiem-vu"), ("Nhiệm vụ mới", "")]),
            title: "Nhiệm vụ mới".to_owned(),
            about: String::new(),
            lead: "Giao được khi đủ sáu rõ; còn thiếu thì lưu dự thảo.".to_owned(),
            action: "/nhiem-vu/moi".to_owned(),
            token: "0199c0de-0000-7000-8000-000000000091".to_owned(),
            seen: 0,
            groups: sample_groups(),
            fault: String::new(),
            outcomes: Vec::new(),
            buttons: vec![("giao".to_owned(), "Giao".to_owned()), ("nhap".to_owned(), "Lưu dự thảo".to_owned())],
            back: ("/nhiem-vu".to_owned(), "Về danh sách".to_owned()),
        };
        let plain = Self { groups: Vec::new(), lead: String::new(), about: "Ký cam kết".to_owned(), ..full.clone() };
        let error = Self {
            fault: "Chưa rõ: rõ người, rõ kết quả. Hãy điền đủ rồi giao.".to_owned(), ..full.clone()
        };
        let many = Self {
            outcomes: vec![
                ("xã Mường Lát".to_owned(), "đã giao".to_owned()),
                ("xã Pù Nhi".to_owned(), "chưa giao: không có Trưởng Công an cấp xã".to_owned()),
            ],
            ..full.clone()
        };
        let mut long = full.clone();
        "Duy trì tổ chức giao ban phòng, chống ma túy giữa các xã với các địa bàn đối biên nước Cộng hòa Dân chủ Nhân dân Lào"
            .clone_into(&mut long.about);
        vec![
            ("full", full),
            ("empty", plain),
            ("file", with_file(&error)),
            ("error", error),
            ("many", many),
            ("long", long),
        ]
    }
}

/// A form that sends a file, with what was wrong with it.
fn with_file(error: &WorkForm) -> WorkForm {
    WorkForm {
        title: "Đưa mẫu mới lên".to_owned(),
        about: "Báo cáo quý".to_owned(),
        action: "/mau-van-ban/chung/dua-len".to_owned(),
        groups: vec![Group {
            title: String::new(),
            inputs: vec![Input {
                name: "tep".to_owned(),
                label: "Tệp mẫu (.docx)".to_owned(),
                kind: InputKind::File,
                required: true,
                hint: "Tối đa 512 KiB.".to_owned(),
                ..Input::default()
            }],
        }],
        outcomes: vec![
            ("Lỗi 1".to_owned(), "word/document.xml, đoạn 3: không có chỗ điền \"document.numbr\".".to_owned()),
            ("Lỗi 2".to_owned(), "mẫu thiếu chỗ điền document.number (số và ký hiệu).".to_owned()),
        ],
        ..error.clone()
    }
}

/// Made-up groups of inputs, each kind of input once.
fn sample_groups() -> Vec<Group> {
    let input = |name: &str, label: &str, kind, required, hint: &str| Input {
        name: name.to_owned(),
        label: label.to_owned(),
        kind,
        required,
        hint: hint.to_owned(),
        ..Input::default()
    };
    let who = Input {
        options: vec![
            Choice::new("a", "Nguyễn Văn Bình (giả định) · Trưởng Công an cấp xã", true),
            Choice::new("b", "Lò Thị Mai (giả định) · Trưởng thôn", false),
        ],
        ..input("nguoi", "Người thực hiện", InputKind::Choice, true, "")
    };
    let ticks = Input { name: "xa".to_owned(), kind: InputKind::Ticks, ..who.clone() };
    let file = "Tệp CSV, JSON hoặc XML, không quá 8 MiB.";
    let work = vec![
        input("viec", "Việc phải làm", InputKind::Area, true, "Viết cụ thể, không nêu tên người có hồ sơ."),
        input("so", "Số lần", InputKind::Number, false, ""),
        input("han", "Hạn", InputKind::Date, true, ""),
        input("gio", "Giờ", InputKind::Time, false, ""),
        input("ten", "Tên nhiệm vụ", InputKind::Line, true, ""),
        input("tep-so", "Tệp số liệu", InputKind::FigureFile, false, file),
    ];
    vec![
        Group { title: "Rõ người".to_owned(), inputs: vec![who, ticks] },
        Group { title: "Rõ việc".to_owned(), inputs: work },
    ]
}
