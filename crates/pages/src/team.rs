//! The team of one person: who sits in it by which decision, and the forms of the head and the chair.

use crate::account::Choice;
use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// A seat.
#[derive(Clone, Debug, Default)]
pub struct SeatRow {
    /// Its id.
    pub id: String,
    /// Who.
    pub name: String,
    /// The role of who has an account; empty for who has none.
    pub role: String,
    /// Which seat.
    pub seat: String,
    /// In which office they sit in it.
    pub capacity: String,
    /// As whom they take part in managing somebody under 18; empty for others.
    pub youth: String,
    /// Number and date of the decision.
    pub decision: String,
    /// The first day.
    pub from: String,
    /// Until before which day; empty while open.
    pub until: String,
    /// Whether they sit there today.
    pub sits: bool,
    /// Whether it was ended.
    pub over: bool,
}

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct TeamForm {
    /// Made for this form: sending it twice is one seat.
    pub id: String,
    /// Seats to choose from.
    pub kinds: Vec<Choice>,
    /// People with an account to choose from.
    pub members: Vec<Choice>,
    /// Name of who has none.
    pub name: String,
    /// In which office.
    pub capacity: String,
    /// As whom somebody takes part in managing somebody under 18; empty for the team of an adult.
    pub youth: Vec<Choice>,
    /// Number of the decision.
    pub number: String,
    /// Its date.
    pub number_day: String,
    /// The first day.
    pub from: String,
    /// Until before which day.
    pub until: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "rights/team.html")]
pub struct Team {
    /// Around the page.
    pub frame: Frame,
    /// The file, as a random id.
    pub id: String,
    /// Whose team.
    pub name: String,
    /// Whether the person is under 18 and nobody in the team stands for school or youth.
    pub lacks_youth: bool,
    /// Seats, those of today first.
    pub rows: Vec<SeatRow>,
    /// The forms; none for who names no teams.
    pub form: Option<TeamForm>,
    /// Id of the end that the second form would write.
    pub end_id: String,
    /// Why what was sent did not stand; empty when nothing is wrong.
    pub fault: String,
}

impl Team {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Seats that can be ended.
    pub fn sitting(&self) -> impl Iterator<Item = &SeatRow> {
        self.rows.iter().filter(|row| !row.over)
    }

    /// Made-up pages: full, no team yet, somebody under 18, for who names none, a fault, long names.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let path = "/ho-so/0199c0de-0000-7000-8000-000000000009/to-quan-ly";
        let row = |id: &str, name: &str, seat: &str, role: &str, sits| SeatRow {
            id: format!("0199c0de-0000-7000-8000-00000000000{id}"),
            name: name.to_owned(),
            role: role.to_owned(),
            seat: seat.to_owned(),
            capacity: "Trưởng bản".to_owned(),
            youth: String::new(),
            decision: "09/QĐ-CAX, 01/09/2026".to_owned(),
            from: "01/09/2026".to_owned(),
            until: if sits { String::new() } else { "01/11/2026".to_owned() },
            sits,
            over: !sits,
        };
        let full = Self {
            frame: samples::frame(
                path,
                Section::Other,
                &[("Việc hôm nay", "/viec-hom-nay"), ("Hồ sơ", "/ho-so"), ("Tổ quản lý", "")],
            ),
            id: "0199c0de-0000-7000-8000-000000000009".to_owned(),
            name: "Lò Văn Giả Định".to_owned(),
            lacks_youth: false,
            rows: vec![
                row("1", "Hà Văn Thử", "Tổ trưởng", "Trưởng Công an cấp xã", true),
                row("2", "Vi Thị Thử", "Tổ phó", "Trưởng thôn", true),
                row("3", "Bà Lò Thị Mẫu", "Thành viên", "", false),
            ],
            form: Some(TeamForm {
                id: "0199c0de-0000-7000-8000-000000000021".to_owned(),
                kinds: vec![
                    Choice::new("head", "Tổ trưởng", false),
                    Choice::new("deputy", "Tổ phó", false),
                    Choice::new("member", "Thành viên", true),
                ],
                members: vec![Choice::new("0199c0de-0000-7000-8000-000000000031", "Vi Thị Thử · Trưởng thôn", false)],
                ..TeamForm::default()
            }),
            end_id: "0199c0de-0000-7000-8000-000000000022".to_owned(),
            fault: String::new(),
        };
        let empty = Self { rows: Vec::new(), ..full.clone() };
        let mut minor = Self { lacks_youth: true, ..full.clone() };
        if let Some(form) = &mut minor.form {
            form.youth = [("teacher", "Giáo viên"), ("doi", "Đội Thiếu niên Tiền phong"), ("doan", "Đoàn Thanh niên")]
                .map(|(key, text)| Choice::new(key, text, false))
                .into();
        }
        let reader = Self { form: None, ..full.clone() };
        let error = Self {
            fault:
                "Tổ đã có tổ trưởng, hoặc người này đang ở trong tổ. Hãy kết thúc vị trí đang có rồi ghi vị trí mới."
                    .to_owned(),
            ..full.clone()
        };
        let mut long = full.clone();
        for row in &mut long.rows {
            "Nguyễn Hoàng Phương Trường Giang Thủy Nguyên (giả định)".clone_into(&mut row.name);
            "Hội Liên hiệp Phụ nữ tổ dân phố Khu du lịch sinh thái Vườn quốc gia".clone_into(&mut row.capacity);
        }
        vec![("full", full), ("empty", empty), ("minor", minor), ("reader", reader), ("error", error), ("long", long)]
    }
}
