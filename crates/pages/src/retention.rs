//! Files that are over, and until when each is kept. No name is among it.

use crate::account::Choice;
use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// A file that is over.
#[derive(Clone, Debug, Default)]
pub struct EndedRow {
    /// Its page; empty where who looks does not open files.
    pub href: String,
    /// The last letters of its random id.
    pub code: String,
    /// The unit.
    pub unit: String,
    /// The day on which its last measure ended.
    pub ended: String,
    /// The class that keeps it longest.
    pub class: String,
    /// What that rests on.
    pub citation: String,
    /// The last day on which it is kept; empty where no office has set a period.
    pub until: String,
    /// Who sets the period.
    pub owner: String,
    /// Whether it is kept no longer.
    pub due: bool,
}

/// The form.
#[derive(Clone, Debug, Default)]
pub struct ErasureForm {
    /// Made for this form.
    pub id: String,
    /// Files to choose from.
    pub files: Vec<Choice>,
    /// Number of the record.
    pub number: String,
    /// Its date.
    pub day: String,
    /// Where to prove oneself anew first; empty while the proof is fresh.
    pub step_up: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "rights/retention.html")]
pub struct Retention {
    /// Around the page.
    pub frame: Frame,
    /// Files, those kept no longer first.
    pub rows: Vec<EndedRow>,
    /// The form; none for who proposes no destruction, and where nothing is due.
    pub form: Option<ErasureForm>,
    /// Why what was sent did not stand; empty when nothing is wrong.
    pub fault: String,
}

impl Retention {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: full, nothing over, for who watches, a fault.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = |code: &str, until: &str, due| EndedRow {
            href: format!("/ho-so/0199c0de-0000-7000-8000-0000{code}"),
            code: code.to_owned(),
            unit: "xã Mường Lát".to_owned(),
            ended: "02/11/2026".to_owned(),
            class: "Hồ sơ quản lý người sử dụng trái phép chất ma túy".to_owned(),
            citation: "NĐ 163/2026/NĐ-CP, Điều 64.1".to_owned(),
            until: until.to_owned(),
            owner: "Phòng hồ sơ nghiệp vụ, Công an tỉnh".to_owned(),
            due,
        };
        let full = Self {
            frame: samples::frame("/luu-tru", Section::Other, &[("Việc hôm nay", "/viec-hom-nay"), ("Lưu trữ", "")]),
            rows: vec![
                row("0000a9c1", "02/11/2026", true),
                row("0000b7d2", "14/03/2028", false),
                row("0000c3e8", "", false),
            ],
            form: Some(ErasureForm {
                id: "0199c0de-0000-7000-8000-000000000071".to_owned(),
                files: vec![Choice::new("0199c0de-0000-7000-8000-00000000a9c1", "0000a9c1", false)],
                ..ErasureForm::default()
            }),
            fault: String::new(),
        };
        let empty = Self { rows: Vec::new(), form: None, ..full.clone() };
        let mut watcher = Self { form: None, ..full.clone() };
        for row in &mut watcher.rows {
            row.href.clear();
        }
        let error = Self {
            fault: "Hồ sơ được lưu giữ đến hết ngày 14/03/2028. Hãy chờ qua ngày ấy.".to_owned(),
            ..full.clone()
        };
        let mut old = full.clone();
        if let Some(form) = &mut old.form {
            "/xac-minh?ve=%2Fluu-tru".clone_into(&mut form.step_up);
        }
        vec![("full", full), ("empty", empty), ("watcher", watcher), ("error", error), ("old-proof", old)]
    }
}
