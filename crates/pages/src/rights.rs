//! What the person of one file may ask: reading a compulsory file, correcting, complaining, knowing who looked.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// A time of reading.
#[derive(Clone, Debug, Default)]
pub struct ReadingRow {
    /// When notice was given.
    pub from: String,
    /// Until when the file may be read.
    pub to: String,
    /// Whether that is still to come.
    pub open: bool,
    /// Who read it in that time, and when; empty where no reading is recorded.
    pub read: Vec<String>,
}

/// A request or a complaint.
#[derive(Clone, Debug, Default)]
pub struct ContestRow {
    /// Which.
    pub what: String,
    /// When it came.
    pub day: String,
    /// Number of the entry that it is about; empty where about none.
    pub entry: String,
    /// When it was answered; empty while it was not.
    pub settled: String,
    /// Until when it is to be answered; empty where no limit runs.
    pub due: String,
    /// The answer with its reason; empty while there is none.
    pub answer: String,
    /// Number and date of the paper of the answer.
    pub paper: String,
    /// When the entry was annulled after the answer; empty where it was not.
    pub annulled: String,
}

/// A field that was put right.
#[derive(Clone, Debug, Default)]
pub struct CorrectedRow {
    /// Which.
    pub field: String,
    /// What stood there.
    pub old: String,
    /// What stands there since.
    pub new: String,
    /// By which paper.
    pub paper: String,
    /// When it was entered.
    pub at: String,
}

/// A field of the form.
#[derive(Clone, Debug, Default)]
pub struct IdentityField {
    /// Its name in the form.
    pub key: String,
    /// What it is called.
    pub label: String,
    /// What stands in it.
    pub value: String,
    /// What stands in the file: sent back with what was typed, so that a change meanwhile is noticed.
    pub shown: String,
    /// What can be chosen; empty for a text.
    pub options: Vec<(String, String)>,
}

/// The form.
#[derive(Clone, Debug, Default)]
pub struct CorrectionForm {
    /// Made for this form: sending it twice is one correction.
    pub id: String,
    /// Every field but the day of birth.
    pub fields: Vec<IdentityField>,
    /// The act that corrects the day of birth; empty where it is not for who looks.
    pub birth: String,
    /// Number of the proof.
    pub number: String,
    /// Its date.
    pub day: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "rights/show.html")]
pub struct Rights {
    /// Around the page.
    pub frame: Frame,
    /// The file, as a random id.
    pub id: String,
    /// Whose.
    pub name: String,
    /// Times of reading, the last first.
    pub reading: Vec<ReadingRow>,
    /// Where a reading is recorded; empty for who may not, or where there is nothing to read.
    pub record_reading: String,
    /// Requests and complaints, the last first.
    pub contests: Vec<ContestRow>,
    /// The form of a request; empty where it is not for who looks.
    pub contest: String,
    /// The form of an answer; empty where nothing waits for one.
    pub settle: String,
    /// What was corrected, the last first.
    pub corrections: Vec<CorrectedRow>,
    /// The form; none where it is not for who looks.
    pub form: Option<CorrectionForm>,
    /// Who looked; empty where it is not for who looks.
    pub looks: String,
    /// The extract; empty where it is not for who looks, or the file is open for something else.
    pub extract: String,
    /// Where the file opens for the rights of its person, for the extract; empty where it is open for them.
    pub reopen: String,
    /// Why what was sent did not stand; empty when nothing is wrong.
    pub fault: String,
}

impl Rights {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: full, nothing yet, for who corrects nothing, a fault, long names.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let file = "/ho-so/0199c0de-0000-7000-8000-000000000009";
        let field = |key: &str, label: &str, value: &str| IdentityField {
            key: key.to_owned(),
            label: label.to_owned(),
            value: value.to_owned(),
            shown: value.to_owned(),
            options: Vec::new(),
        };
        let full = Self {
            frame: samples::frame(
                &format!("{file}/quyen"),
                Section::Other,
                &[("Việc hôm nay", "/viec-hom-nay"), ("Hồ sơ", "/ho-so"), ("Quyền của người có hồ sơ", "")],
            ),
            id: "0199c0de-0000-7000-8000-000000000009".to_owned(),
            name: "Lò Văn Giả Định".to_owned(),
            reading: vec![reading()],
            record_reading: format!("{file}/viec/record_reading"),
            contests: vec![contest("Yêu cầu đính chính", ""), contest("Khiếu nại", "12/10/2026")],
            contest: format!("{file}/viec/contest_entry"),
            settle: format!("{file}/viec/settle_contest"),
            corrections: vec![CorrectedRow {
                field: "Họ và tên".to_owned(),
                old: "Lò Văn Giả Đinh".to_owned(),
                new: "Lò Văn Giả Định".to_owned(),
                paper: "07/ĐN, 20/11/2026".to_owned(),
                at: "09:12 20/11/2026".to_owned(),
            }],
            form: Some(CorrectionForm {
                id: "0199c0de-0000-7000-8000-000000000081".to_owned(),
                fields: vec![
                    field("full_name", "Họ và tên", "Lò Văn Giả Định"),
                    IdentityField {
                        options: vec![("male".to_owned(), "Nam".to_owned()), ("female".to_owned(), "Nữ".to_owned())],
                        ..field("sex", "Giới tính", "male")
                    },
                    field("dwelling", "Nơi ở hiện tại", "bản Giả Định"),
                ],
                birth: format!("{file}/viec/correct_birth"),
                ..CorrectionForm::default()
            }),
            looks: "/nhat-ky-truy-cap/0199c0de-0000-7000-8000-000000000009".to_owned(),
            extract: format!("{file}/trich-luc"),
            reopen: String::new(),
            fault: String::new(),
        };
        let empty = Self {
            reading: Vec::new(),
            record_reading: String::new(),
            contests: Vec::new(),
            corrections: Vec::new(),
            settle: String::new(),
            ..full.clone()
        };
        let reader = Self { form: None, contest: String::new(), settle: String::new(), ..full.clone() };
        let error = Self {
            fault: "Còn ô bắt buộc để trống hoặc dài quá 500 ký tự.".to_owned(), ..full.clone()
        };
        let long = Self {
            name: "Nguyễn Hoàng Phương Trường Giang Thủy Nguyên (giả định)".to_owned(), ..full.clone()
        };
        vec![("full", full), ("empty", empty), ("reader", reader), ("error", error), ("long", long)]
    }
}

/// What is contested: answered on the day `settled`, or not yet.
fn contest(what: &str, settled: &str) -> ContestRow {
    let answered = |text: &str| if settled.is_empty() { String::new() } else { text.to_owned() };
    ContestRow {
        what: what.to_owned(),
        day: "20/11/2026".to_owned(),
        entry: "3".to_owned(),
        settled: settled.to_owned(),
        due: if settled.is_empty() { "23:59 24/11/2026".to_owned() } else { String::new() },
        answer: answered("Đúng: ghi nhầm người (giả định)"),
        paper: answered("12/TB-CAX, 22/11/2026"),
        annulled: answered("23/11/2026"),
    }
}

fn reading() -> ReadingRow {
    ReadingRow {
        from: "08:00 19/11/2026".to_owned(),
        to: "23:59 24/11/2026".to_owned(),
        open: true,
        read: vec!["Người có hồ sơ · 08:30 20/11/2026".to_owned()],
    }
}
