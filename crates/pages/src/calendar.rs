//! The reporting calendar of a unit: what it owes, one line each.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// How a report stands, as far as colour and order go; words stand beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Band {
    /// It is late.
    Late,
    /// Its days go on, or are over and it is not sent.
    Now,
    /// It was sent.
    Done,
    /// Its days have not begun.
    Ahead,
}

impl Band {
    /// A mark beside the words.
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Late => "!",
            Self::Now => "●",
            Self::Done => "✓",
            Self::Ahead => "○",
        }
    }

    /// The part of an address and a class.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Now => "now",
            Self::Done => "done",
            Self::Ahead => "ahead",
        }
    }
}

/// A report that is owed.
#[derive(Clone, Debug)]
pub struct Row {
    /// Which, in words.
    pub title: String,
    /// Its report, or where it is begun; empty where who looks can do neither.
    pub href: String,
    /// To whom.
    pub to: String,
    /// First day of its figures, as `2025-12-15`.
    pub from: String,
    /// Last day of its figures.
    pub until: String,
    /// The day by which it is due; empty where none is named.
    pub due: String,
    /// Why that is not the day in the document, or until when it is still taken; empty where neither is so.
    pub moved: String,
    /// How it stands, in words.
    pub status: String,
    /// The same for colour and order.
    pub band: Band,
    /// Whose report it was and since when the unit counts; empty where it is simply the unit's own.
    pub lineage: Vec<String>,
    /// What orders it.
    pub citation: String,
    /// How well that is known: V, S, N.
    pub mark: String,
    /// Who confirms what was not read; empty where it was read.
    pub owner: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "calendar/show.html")]
pub struct Calendar {
    /// Around the page.
    pub frame: Frame,
    /// The unit.
    pub unit: String,
    /// As of which day, in words.
    pub day: String,
    /// What is owed, by when it is due.
    pub rows: Vec<Row>,
}

impl Calendar {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// The bands that hold something or must be seen to hold nothing, with their names and rows.
    fn bands(&self) -> Vec<(Band, &'static str, Vec<&Row>)> {
        let t = self.frame.lang();
        let all = [
            (Band::Late, t.calendar_band_late()),
            (Band::Now, t.calendar_band_now()),
            (Band::Done, t.calendar_band_done()),
            (Band::Ahead, t.calendar_band_ahead()),
        ];
        let rows = |band: Band| self.rows.iter().filter(|row| row.band == band).collect();
        all.into_iter().map(|(band, name)| (band, name, rows(band))).collect()
    }

    /// Made-up pages: full, nothing owed, long names and a moved day.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = full();
        let empty = Self { rows: Vec::new(), ..full.clone() };
        let mut long = full.clone();
        "Đặc khu Phú Quốc và các đảo phụ cận thuộc vùng biển phía Tây Nam (giả định)".clone_into(&mut long.unit);
        for row in &mut long.rows {
            row.title.push_str(", tổng hợp theo hướng dẫn của cơ quan thường trực và các sở, ban, ngành có liên quan");
            "theo Công văn số 1234/CAT-PC04 ngày 01/9/2026 (giả định); trước đó 14/09/2026".clone_into(&mut row.moved);
            row.lineage = vec![
                "Đơn vị tính từ 01/07/2026, ngày bắt đầu hoạt động.".to_owned(),
                "Trước đó: xã Giả Định Một: 15/06/2026 đến 30/06/2026; xã Giả Định Hai: 15/06/2026 đến 30/06/2026"
                    .to_owned(),
            ];
        }
        vec![("full", full), ("empty", empty), ("long", long)]
    }
}

fn full() -> Calendar {
    let row = |title: &str, [from, until, due]: [&str; 3], status: &str, band| Row {
        title: title.to_owned(),
        href: "/bao-cao/0199c0de-0000-7000-8000-000000000031".to_owned(),
        to: "Công an tỉnh Thanh Hóa, để báo cáo UBND tỉnh".to_owned(),
        from: from.to_owned(),
        until: until.to_owned(),
        due: due.to_owned(),
        moved: String::new(),
        status: status.to_owned(),
        band,
        lineage: Vec::new(),
        citation: "Kế hoạch 192/KH-UBND, mục III.2".to_owned(),
        mark: "V".to_owned(),
        owner: String::new(),
    };
    let quarter = "Quý III 2026 – Báo cáo thực hiện Kế hoạch 192/KH-UBND";
    let half = "6 tháng 2026 – Báo cáo thực hiện Kế hoạch 192/KH-UBND";
    let year = "Năm 2026 – Báo cáo thực hiện Kế hoạch 192/KH-UBND";
    let next = "Quý I 2027 – Báo cáo thực hiện Kế hoạch 192/KH-UBND";
    let mut own = row(
        "Năm 2026 – Xã, phường tự đánh giá hằng năm",
        ["2025-12-15", "2026-12-14", ""],
        "đang mở, còn 87 ngày",
        Band::Now,
    );
    "Quyết định 28/2025/QĐ-TTg, Điều 7 (không nêu ngày cấp xã gửi cấp tỉnh)".clone_into(&mut own.citation);
    let mut police = row(
        "Quý III 2026 – Thống kê phòng, chống ma túy của ngành Công an",
        ["2026-06-15", "2026-09-14", "2026-09-18"],
        "hôm nay là hạn nộp",
        Band::Now,
    );
    "S".clone_into(&mut police.mark);
    "Phòng PC04, Công an tỉnh".clone_into(&mut police.owner);
    Calendar {
        frame: samples::frame("/lich-bao-cao", Section::Other, &[("Toàn quốc", "/"), ("Lịch báo cáo", "")]),
        unit: "xã Mường Lát (giả định)".to_owned(),
        day: "18/09/2026".to_owned(),
        rows: vec![
            row(half, ["2025-12-15", "2026-06-14", "2026-06-14"], "đã nộp ngày 12/06/2026, đúng hạn", Band::Done),
            row(quarter, ["2026-06-15", "2026-09-14", "2026-09-14"], "quá hạn 4 ngày, kể từ 15/09/2026", Band::Late),
            police,
            row(year, ["2025-12-15", "2026-12-14", "2026-12-14"], "đang mở, còn 87 ngày", Band::Now),
            own,
            row(
                next,
                ["2026-12-15", "2027-03-14", "2027-03-14"],
                "chưa mở: mở ngày 15/12/2026, sau 88 ngày nữa",
                Band::Ahead,
            ),
        ],
    }
}
