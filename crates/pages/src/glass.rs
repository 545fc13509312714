//! Emergencies: announcing one, one's own, and looking at those of others afterwards.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// An emergency.
#[derive(Clone, Debug, Default)]
pub struct GlassRow {
    /// Its page, for who may look at it.
    pub href: String,
    /// Who announced it.
    pub by: String,
    /// Whose files.
    pub unit: String,
    /// Id of the file; empty for any of the unit.
    pub person: String,
    /// Since when, in writing.
    pub from: String,
    /// Until when, in writing.
    pub until: String,
    /// Whether it still holds.
    pub is_open: bool,
    /// That in words.
    pub standing: String,
    /// What was found; empty while nobody looked.
    pub verdict: String,
    /// What was noted.
    pub note: String,
}

/// The page of emergencies.
#[derive(Clone, Debug, Template)]
#[template(path = "glass/index.html")]
pub struct Glasses {
    /// Around the page.
    pub frame: Frame,
    /// Whether who looks may announce one anywhere.
    pub may_declare: bool,
    /// Code of the unit, as typed.
    pub code: String,
    /// Units to choose from: code and name.
    pub units: Vec<(String, String)>,
    /// Name of the unit; empty until one is chosen.
    pub unit: String,
    /// Who will be told: name and role.
    pub told: Vec<(String, String)>,
    /// Whether those are enough.
    pub is_enough: bool,
    /// When it would be over, in writing.
    pub until: String,
    /// Id of the file, as typed.
    pub person: String,
    /// What is wrong; empty when nothing is.
    pub fault: String,
    /// Where to prove oneself anew first; empty while the proof is fresh.
    pub step_up: String,
    /// Whether who looks reviews those of others.
    pub may_review: bool,
    /// What waits for a review.
    pub to_review: Vec<GlassRow>,
    /// One's own, newest first.
    pub own: Vec<GlassRow>,
}

impl Glasses {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: full, not this role's, nobody to tell, a reason too short.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let told = |name: &str, role: &str| (name.to_owned(), role.to_owned());
        let full = Self {
            frame: samples::frame("/mo-khan-cap", Section::Other, &[("Toàn quốc", "/"), ("Mở khẩn cấp", "")]),
            may_declare: true,
            code: "14845".to_owned(),
            units: vec![("14845".to_owned(), "xã Mường Lát".to_owned())],
            unit: "xã Mường Lát".to_owned(),
            told: vec![
                told("Người giả định B", "Người phụ trách bảo vệ dữ liệu cá nhân"),
                told("Người giả định C", "Người kiểm tra hệ thống"),
            ],
            is_enough: true,
            until: "12:00 15/12/2025".to_owned(),
            person: String::new(),
            fault: String::new(),
            step_up: "/xac-minh?ve=%2Fmo-khan-cap".to_owned(),
            may_review: true,
            to_review: vec![sample_row()],
            own: vec![
                GlassRow { is_open: true, standing: "Đang mở".to_owned(), ..sample_row() },
                GlassRow {
                    verdict: "Không đúng là khẩn cấp".to_owned(),
                    note: "Đã nhắc nhở; cần liên hệ trực ban của xã trước (giả định).".to_owned(),
                    person: String::new(),
                    ..sample_row()
                },
            ],
        };
        let empty = Self {
            may_declare: false,
            may_review: false,
            to_review: Vec::new(),
            own: Vec::new(),
            step_up: String::new(),
            ..full.clone()
        };
        let begun = Self {
            unit: String::new(),
            code: String::new(),
            may_review: false,
            own: Vec::new(),
            step_up: String::new(),
            ..full.clone()
        };
        let few = Self { told: Vec::new(), is_enough: false, ..full.clone() };
        let fault = Self {
            fault: "Lý do khẩn cấp cần ít nhất 20 ký tự. Hãy ghi rõ việc gì đang xảy ra.".to_owned(),
            person: "0199c0de-0000-7000-8000-000000000009".to_owned(),
            ..full.clone()
        };
        vec![("full", full), ("empty", empty), ("begun", begun), ("few", few), ("error", fault)]
    }
}

fn sample_row() -> GlassRow {
    GlassRow {
        href: "/mo-khan-cap/0199c0de-0000-7000-8000-000000000002".to_owned(),
        by: "Người giả định A".to_owned(),
        unit: "xã Mường Lát".to_owned(),
        person: "0199c0de-0000-7000-8000-000000000009".to_owned(),
        from: "08:00 15/12/2025".to_owned(),
        until: "12:00 15/12/2025".to_owned(),
        is_open: false,
        standing: "Đã đóng".to_owned(),
        verdict: String::new(),
        note: String::new(),
    }
}

/// One emergency, to be looked at.
#[derive(Clone, Debug, Template)]
#[template(path = "glass/show.html")]
pub struct GlassReview {
    /// Around the page.
    pub frame: Frame,
    /// Its id.
    pub id: String,
    /// The emergency.
    pub row: GlassRow,
    /// Why, in the officer's words.
    pub reason: String,
    /// The finding, as chosen: `dung`, `khong`, or nothing.
    pub verdict: String,
    /// The note, as typed.
    pub note: String,
    /// What is wrong; empty when nothing is.
    pub fault: String,
}

impl GlassReview {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: to be looked at, without a note.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = Self {
            frame: samples::frame(
                "/mo-khan-cap/0199c0de-0000-7000-8000-000000000002",
                Section::Other,
                &[("Toàn quốc", "/"), ("Mở khẩn cấp", "/mo-khan-cap"), ("Xét lại", "")],
            ),
            id: "0199c0de-0000-7000-8000-000000000002".to_owned(),
            row: sample_row(),
            reason: "Người bệnh nguy kịch tại trạm y tế, cần biết thuốc đang dùng; không liên hệ được Công an xã (giả định)."
                .to_owned(),
            verdict: String::new(),
            note: String::new(),
            fault: String::new(),
        };
        let fault = Self {
            verdict: "khong".to_owned(),
            fault: "Chưa ghi nhận xét. Hãy ghi vì sao kết luận như vậy.".to_owned(),
            ..full.clone()
        };
        vec![("full", full), ("error", fault)]
    }
}
