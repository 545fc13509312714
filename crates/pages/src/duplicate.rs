//! Files that share a number: the list, and two of them side by side.

use crate::account::Choice;
use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// Two files that share a number.
#[derive(Clone, Debug, Default)]
pub struct DuplicateRow {
    /// Where they stand side by side, or where it says who has to do what.
    pub href: String,
    /// When it was found.
    pub found: String,
    /// The sides that who looks sees: name and unit.
    pub own: Vec<(String, String)>,
    /// Whether a side is held elsewhere.
    pub elsewhere: bool,
    /// What was found, in words.
    pub outcome: String,
}

/// The list.
#[derive(Clone, Debug, Template)]
#[template(path = "rights/duplicates.html")]
pub struct Duplicates {
    /// Around the page.
    pub frame: Frame,
    /// Those without a finding first.
    pub rows: Vec<DuplicateRow>,
}

/// A line of the comparison.
#[derive(Clone, Debug, Default)]
pub struct DuplicateField {
    /// What it is.
    pub name: String,
    /// In the earlier file.
    pub first: String,
    /// In the later one.
    pub second: String,
}

impl DuplicateField {
    /// Whether both say the same.
    pub fn equal(&self) -> bool {
        self.first == self.second
    }

    /// Whether one says nothing.
    pub const fn lacks(&self) -> bool {
        self.first.is_empty() != self.second.is_empty()
    }
}

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct FindingForm {
    /// Made for this form: sending it twice is one finding.
    pub id: String,
    /// Findings to choose from.
    pub outcomes: Vec<Choice>,
    /// Files to choose from.
    pub keep: Vec<Choice>,
    /// Number of the record.
    pub number: String,
    /// Its date.
    pub day: String,
}

/// Two files side by side.
#[derive(Clone, Debug, Template)]
#[template(path = "rights/duplicate.html")]
pub struct Duplicate {
    /// Around the page.
    pub frame: Frame,
    /// The match, as a random id.
    pub id: String,
    /// What stands in both.
    pub lines: Vec<DuplicateField>,
    /// Whether they lie in two provinces: only who they are about is shown, and one of each finds.
    pub across: bool,
    /// The present finding: what, number and date of its record.
    pub finding: Option<(String, String, String)>,
    /// The form.
    pub form: FindingForm,
    /// Why what was sent did not stand; empty when nothing is wrong.
    pub fault: String,
}

/// A file that shares a number with one that is held where who looks sees nothing: who has to do what.
#[derive(Clone, Debug, Template)]
#[template(path = "rights/duplicate_elsewhere.html")]
pub struct DuplicateElsewhere {
    /// Around the page.
    pub frame: Frame,
    /// What both sides name the match by, in letters to each other: a random id, nobody's number.
    pub reference: String,
    /// When it was found.
    pub found: String,
    /// The own side: name and unit.
    pub own: Vec<(String, String)>,
    /// Who does what, in order: who, and what.
    pub steps: Vec<(&'static str, &'static str)>,
}

impl DuplicateElsewhere {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: for a commune, a long name.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let lang = texts::Lang::Vi;
        let commune = Self {
            frame: samples::frame(
                "/trung-ho-so/0199c0de-0000-7000-8000-000000000042",
                Section::Other,
                &[("Việc hôm nay", "/viec-hom-nay"), ("Hồ sơ trùng", "/trung-ho-so"), ("Việc cần làm", "")],
            ),
            reference: "0199c0de-0000-7000-8000-000000000042".to_owned(),
            found: "15:40 18/11/2026".to_owned(),
            own: vec![("Vàng Thị Giả Định".to_owned(), "xã Mường Lát".to_owned())],
            steps: vec![
                (lang.rights_elsewhere_commune(), lang.rights_elsewhere_tell()),
                (lang.rights_elsewhere_office(), lang.rights_elsewhere_compare()),
                (lang.rights_elsewhere_two(), lang.rights_elsewhere_find()),
                (lang.rights_elsewhere_both(), lang.rights_elsewhere_residence()),
                (lang.rights_elsewhere_sender(), lang.rights_elsewhere_move()),
            ],
        };
        let mut long = commune.clone();
        for (name, _) in &mut long.own {
            "Nguyễn Hoàng Phương Trường Giang Thủy Nguyên (giả định)".clone_into(name);
        }
        vec![("commune", commune), ("long", long)]
    }
}

impl Duplicates {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: full, none, long names.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let own = |name: &str| (name.to_owned(), "xã Mường Lát".to_owned());
        let full = Self {
            frame: samples::frame(
                "/trung-ho-so",
                Section::Other,
                &[("Việc hôm nay", "/viec-hom-nay"), ("Hồ sơ trùng", "")],
            ),
            rows: vec![
                DuplicateRow {
                    href: "/trung-ho-so/0199c0de-0000-7000-8000-000000000041".to_owned(),
                    found: "09:12 21/11/2026".to_owned(),
                    own: vec![own("Lò Văn Giả Định"), own("Lò Văn Giả Đinh")],
                    elsewhere: false,
                    outcome: "chưa kết luận".to_owned(),
                },
                DuplicateRow {
                    href: "/trung-ho-so/0199c0de-0000-7000-8000-000000000042".to_owned(),
                    found: "15:40 18/11/2026".to_owned(),
                    own: vec![own("Vàng Thị Giả Định")],
                    elsewhere: true,
                    outcome: "chưa kết luận".to_owned(),
                },
            ],
        };
        let empty = Self { rows: Vec::new(), ..full.clone() };
        let mut long = full.clone();
        for (name, _) in long.rows.iter_mut().flat_map(|row| &mut row.own) {
            "Nguyễn Hoàng Phương Trường Giang Thủy Nguyên (giả định)".clone_into(name);
        }
        vec![("full", full), ("empty", empty), ("long", long)]
    }
}

impl Duplicate {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: no finding yet, linked, in two provinces, a fault, long texts.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let line = |name: &str, first: &str, second: &str| DuplicateField {
            name: name.to_owned(),
            first: first.to_owned(),
            second: second.to_owned(),
        };
        let path = "/trung-ho-so/0199c0de-0000-7000-8000-000000000041";
        let full = Self {
            frame: samples::frame(
                path,
                Section::Other,
                &[("Việc hôm nay", "/viec-hom-nay"), ("Hồ sơ trùng", "/trung-ho-so"), ("Đối chiếu", "")],
            ),
            id: "0199c0de-0000-7000-8000-000000000041".to_owned(),
            lines: vec![
                line("Họ và tên", "Lò Văn Giả Định", "Lò Văn Giả Đinh"),
                line("Ngày sinh", "03/02/1990", "03/02/1990"),
                line("Số định danh cá nhân", "097000000017", "097000000017"),
                line("Nơi ở hiện tại", "bản Giả Định", ""),
                line("Đơn vị đang giữ", "xã Mường Lát", "xã Mường Lát"),
            ],
            across: false,
            finding: None,
            form: FindingForm {
                id: "0199c0de-0000-7000-8000-000000000051".to_owned(),
                outcomes: vec![
                    Choice::new("same", "Là một người: liên kết hai hồ sơ", false),
                    Choice::new("different", "Là hai người khác nhau", false),
                ],
                keep: vec![
                    Choice::new("0199c0de-0000-7000-8000-000000000061", "Hồ sơ có trước", true),
                    Choice::new("0199c0de-0000-7000-8000-000000000062", "Hồ sơ lập sau", false),
                ],
                ..FindingForm::default()
            },
            fault: String::new(),
        };
        let linked = Self {
            finding: Some(("là một người, đã liên kết".to_owned(), "01/BB-CAX".to_owned(), "21/11/2026".to_owned())),
            ..full.clone()
        };
        let error = Self {
            fault: "Chưa chọn kết luận, hồ sơ giữ lại hoặc ngày biên bản. Hãy chọn đủ.".to_owned(),
            ..full.clone()
        };
        let mut long = full.clone();
        for line in &mut long.lines {
            "tổ dân phố Khu du lịch sinh thái Vườn quốc gia, nhà số 12/34/56 (giả định)".clone_into(&mut line.second);
        }
        let across = Self {
            lines: vec![
                line("Họ và tên", "Lò Văn Giả Định", "Lò Văn Giả Đinh"),
                line("Ngày sinh", "03/02/1990", "03/02/1990"),
                line("Số định danh cá nhân", "097000000017", "097000000017"),
                line("Tỉnh, thành phố đang giữ", "Thanh Hóa", "Cao Bằng"),
            ],
            across: true,
            ..full.clone()
        };
        vec![("full", full), ("linked", linked), ("across", across), ("error", error), ("long", long)]
    }
}
