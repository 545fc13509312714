//! The register: finding a unit, and what it was on a date.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// A unit that was found.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Official code.
    pub code: String,
    /// Name with its kind.
    pub name: String,
    /// The units above it, lowest first, in one line.
    pub above: String,
    /// Since when, until when, in words.
    pub when: String,
    /// It is in force on the day asked for.
    pub in_force: bool,
    /// Address of its page.
    pub href: String,
}

/// Looking for a unit.
#[derive(Clone, Debug, Template)]
#[template(path = "unit/index.html")]
pub struct Units {
    /// Around the page.
    pub frame: Frame,
    /// Text searched for.
    pub q: String,
    /// Day asked for, as `2025-07-01`.
    pub day: String,
    /// Units found, best first.
    pub hits: Vec<Hit>,
    /// What is wrong with the question; empty when nothing is.
    pub fault: String,
}

impl Units {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: asked nothing, found some, found none, a wrong date.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let hit = |code: &str, name: &str, in_force| Hit {
            code: code.to_owned(),
            name: name.to_owned(),
            above: "huyện Mường Lát, tỉnh Thanh Hóa".to_owned(),
            when: if in_force { "từ 01/7/2025" } else { "đến 30/6/2025" }.to_owned(),
            in_force,
            href: format!("/don-vi/{code}"),
        };
        let start = Self {
            frame: samples::frame("/don-vi", Section::Units, &[("Toàn quốc", "/"), ("Tra cứu đơn vị", "")]),
            q: String::new(),
            day: "2025-12-14".to_owned(),
            hits: Vec::new(),
            fault: String::new(),
        };
        let found = Self {
            q: "muong lat".to_owned(),
            hits: vec![hit("14845", "xã Mường Lát", true), hit("14845", "thị trấn Mường Lát", false)],
            ..start.clone()
        };
        let none = Self { q: "không có đơn vị này".to_owned(), ..start.clone() };
        let wrong = Self {
            q: "x".to_owned(),
            day: "31/2/2025".to_owned(),
            fault: "Không có ngày 31/2/2025.".to_owned(),
            ..start.clone()
        };
        vec![("start", start), ("found", found), ("none", none), ("error", wrong)]
    }
}

/// What a unit was called during an interval.
#[derive(Clone, Debug)]
pub struct Version {
    /// Official code.
    pub code: String,
    /// Name with its kind.
    pub name: String,
    /// The unit above, in words.
    pub parent: String,
    /// Since when, in words.
    pub from: String,
    /// Until when, in words; empty while in force.
    pub until: String,
    /// The document that made it.
    pub basis: String,
    /// In force on the day asked for.
    pub current: bool,
}

/// A unit before or after this one.
#[derive(Clone, Debug)]
pub struct Relative {
    /// Official code.
    pub code: String,
    /// Name with its kind.
    pub name: String,
    /// Address of its page on a day when it was in force.
    pub href: String,
    /// The day of the change.
    pub on: String,
    /// Only a part of it.
    pub part: bool,
    /// The document.
    pub basis: String,
}

/// A unit as of a date.
#[derive(Clone, Debug, Template)]
#[template(path = "unit/show.html")]
pub struct Unit {
    /// Around the page.
    pub frame: Frame,
    /// Official code on the day asked for.
    pub code: String,
    /// Name with its kind on that day.
    pub name: String,
    /// Day asked for, as `2025-07-01`.
    pub day: String,
    /// What the register only presumes about that day; empty when it knows.
    pub doubt: String,
    /// Units above it: name and address, lowest first.
    pub above: Vec<(String, Option<String>)>,
    /// Page of its result; none for units that are not judged.
    pub verdict: Option<String>,
    /// Its versions, newest first.
    pub versions: Vec<Version>,
    /// Units it was made of.
    pub before: Vec<Relative>,
    /// Units it went into.
    pub after: Vec<Relative>,
    /// Units below it on that day.
    pub children: u64,
}

impl Unit {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: a unit of today, one that is gone.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let relative = |code: &str, name: &str, part| Relative {
            code: code.to_owned(),
            name: name.to_owned(),
            href: format!("/don-vi/{code}?ngay=2025-06-30"),
            on: "2025-07-01".to_owned(),
            part,
            basis: "Nghị quyết 1686/NQ-UBTVQH15".to_owned(),
        };
        let today = Self {
            frame: samples::frame(
                "/don-vi/12313",
                Section::Units,
                &[("Toàn quốc", "/"), ("Tra cứu đơn vị", "/don-vi"), ("Đức Hợp", "")],
            ),
            code: "12313".to_owned(),
            name: "xã Đức Hợp".to_owned(),
            day: "2025-12-14".to_owned(),
            doubt: String::new(),
            above: vec![("tỉnh Hưng Yên".to_owned(), Some("/tinh/33".to_owned()))],
            verdict: Some("/xa/12313".to_owned()),
            versions: vec![Version {
                code: "12313".to_owned(),
                name: "xã Đức Hợp".to_owned(),
                parent: "tỉnh Hưng Yên".to_owned(),
                from: "01/7/2025".to_owned(),
                until: String::new(),
                basis: "Nghị quyết 1666/NQ-UBTVQH15".to_owned(),
                current: true,
            }],
            before: vec![
                relative("12313", "xã Đức Hợp", false),
                relative("12310", "xã Hùng An", false),
                relative("12304", "xã Ngọc Thanh", true),
            ],
            after: Vec::new(),
            children: 0,
        };
        let gone = Self {
            doubt: "Danh mục ghi nhận đơn vị này từ ngày 30/6/2025; trước ngày đó là suy đoán.".to_owned(),
            verdict: None,
            before: Vec::new(),
            after: vec![relative("12313", "xã Đức Hợp", false)],
            day: "2024-03-15".to_owned(),
            ..today.clone()
        };
        vec![("today", today), ("gone", gone)]
    }
}
