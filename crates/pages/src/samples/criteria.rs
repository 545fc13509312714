//! Criteria that verdict and what-if samples share.

use crate::grade::{Grade, Outcome};
use crate::verdict::{Criterion, Group};

/// Id, article, what it asks, outcome, numbers, threshold.
type Row = (&'static str, &'static str, &'static str, Outcome, &'static str, &'static str);

const TYPE_2: [Row; 5] = [
    (
        "C2a",
        "Điều 4 khoản 2 điểm a",
        "Người nghiện và người sử dụng có hồ sơ quản lý trên nhân khẩu: từ 0,1 % đến dưới 0,5 %",
        Outcome::Met,
        "46 + 3 = 49 / 10.000 = 0,49 %; cần từ 0,1 % (1/1000), tức từ 10",
        "≥ 0,1 % (1/1000)",
    ),
    (
        "C2b",
        "Điều 4 khoản 2 điểm b",
        "Điểm tổ chức, chứa chấp: 1 điểm",
        Outcome::Met,
        "Điểm tổ chức, chứa chấp sử dụng: 2; cần từ 1 trở lên",
        "≥ 1",
    ),
    (
        "C2c",
        "Điều 4 khoản 2 điểm c",
        "Người phạm tội bị bắt giữ trên nhân khẩu: từ 0,05 % đến dưới 0,1 %",
        Outcome::Met,
        "10 / 10.000 = 0,1 %; cần từ 0,05 % (5/10000), tức từ 5",
        "≥ 0,05 % (5/10000)",
    ),
    (
        "C2d",
        "Điều 4 khoản 2 điểm d",
        "Cây có chứa chất ma túy: từ 500 đến dưới 3.000 cây hoặc từ 125 đến dưới 750 m²",
        Outcome::NotMet,
        "Cây có chứa chất ma túy: 0; cần từ 500 cây trở lên",
        "≥ 500 cây",
    ),
    (
        "C2dd",
        "Điều 4 khoản 2 điểm đ",
        "Nằm trên tuyến trọng điểm và có từ 2 điểm của loại III trở lên",
        Outcome::Undetermined,
        "Chưa có số liệu; cần tuyến nội tỉnh hoặc tuyến liên tỉnh",
        "cần ít nhất 2 trong C3a, C3b, C3c, C2b",
    ),
];

const FREE: [Row; 2] = [
    (
        "F1",
        "Điều 6 khoản 1",
        "Không có người hiện đang cư trú nghiện hoặc sử dụng trái phép chất ma túy, trừ ba diện được loại trừ",
        Outcome::NotMet,
        "Người nghiện, người sử dụng không thuộc diện loại trừ: 46; phải bằng 0",
        "= 0",
    ),
    (
        "F2a",
        "Điều 6 khoản 2",
        "Không có người cư trú vi phạm pháp luật về ma túy trên địa bàn",
        Outcome::Met,
        "0; phải bằng 0",
        "= 0",
    ),
];

/// A deciding group and one that does not hold.
pub(crate) fn groups() -> Vec<Group> {
    let group = |grade, article: &str, outcome, met, needed, rows: &[Row]| Group {
        grade,
        article: article.to_owned(),
        outcome,
        met,
        needed,
        criteria: rows.iter().map(criterion).collect(),
    };
    vec![
        group(Grade::KeyII, "Điều 4 khoản 2", Outcome::Met, 3, 3, &TYPE_2),
        group(Grade::DrugFree, "Điều 6", Outcome::NotMet, 1, 2, &FREE),
    ]
}

fn criterion((id, article, title, outcome, numbers, threshold): &Row) -> Criterion {
    Criterion {
        id: (*id).to_owned(),
        article: (*article).to_owned(),
        title: (*title).to_owned(),
        outcome: *outcome,
        explanation: (*numbers).to_owned(),
        thresholds: vec![(*threshold).to_owned()],
        sources: vec![
            "Người nghiện có hồ sơ quản lý: Báo cáo 12/BC-CAX ngày 10/12/2025".to_owned(),
            "Nhân khẩu hiện cư trú: Cơ sở dữ liệu cư trú, 14/12/2025".to_owned(),
        ],
        missing: Vec::new(),
        would_change: vec!["Không còn đạt khi “Người nghiện + Người sử dụng” dưới 10".to_owned()],
        note: String::new(),
        open: *outcome == Outcome::Met,
    }
}
