//! The law of casework as a lawyer reads it.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// What a line rests on.
#[derive(Clone, Debug, Default)]
pub struct Basis {
    /// Article, clause, point.
    pub citation: String,
    /// Letter of how well it is known.
    pub mark: &'static str,
    /// The same in words.
    pub known: &'static str,
    /// Who confirms it where it was not read in the law itself; empty where it was.
    pub owner: String,
}

/// A choice of the filter.
#[derive(Clone, Debug)]
pub struct Pick {
    /// Value in the address.
    pub key: String,
    /// In words.
    pub text: String,
    /// Whether it is the one shown.
    pub chosen: bool,
}

/// A name that leads to its line on this page.
#[derive(Clone, Debug)]
pub struct Name {
    /// Anchor of the line; empty where there is none.
    pub anchor: String,
    /// Short name, shown first.
    pub id: String,
    /// In words; empty where the short name is enough.
    pub text: String,
}

/// A line with a name, words and what it rests on.
#[derive(Clone, Debug)]
pub struct Line {
    /// Anchor.
    pub anchor: String,
    /// Name in tables and written cases.
    pub id: String,
    /// What it is.
    pub title: String,
    /// A remark; empty for most.
    pub note: String,
    /// What it rests on.
    pub basis: Basis,
}

/// One outcome of one act.
#[derive(Clone, Debug)]
pub struct Turn {
    /// The states from which the act starts; none for any.
    pub from: Vec<Name>,
    /// The act.
    pub act: Name,
    /// Under which conditions of its own this outcome comes.
    pub when: Vec<String>,
    /// The states that end.
    pub ends: Vec<Name>,
    /// The states that begin, show or go on.
    pub becomes: Vec<Name>,
    /// What else: lists entered and left, a move, the end of the file.
    pub listed: Vec<String>,
}

/// Who does an act, on which form.
#[derive(Clone, Debug)]
pub struct Act {
    /// Name and anchor.
    pub id: String,
    /// Its legal name.
    pub title: String,
    /// Who may do it.
    pub by: Vec<String>,
    /// From which states; none for any.
    pub from: Vec<Name>,
    /// On which form.
    pub form: String,
    /// Fields that must be given.
    pub needs: Vec<Name>,
    /// Fields that may be given.
    pub may: Vec<Name>,
    /// Its own conditions.
    pub guards: Vec<Name>,
    /// Second person, numbered paper, ground.
    pub marks: Vec<&'static str>,
    /// What who does it and on which form rest on.
    pub basis: Basis,
    /// What the act itself rests on, where that is another line.
    pub shape: Option<Basis>,
}

/// How long a measure lasts.
#[derive(Clone, Debug)]
pub struct Term {
    /// The state that it opens.
    pub state: Name,
    /// How long, in words.
    pub length: String,
    /// For whom.
    pub when: Vec<String>,
    /// What it rests on.
    pub basis: Basis,
}

/// A time limit.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Anchor.
    pub anchor: String,
    /// Its name.
    pub id: String,
    /// What is due.
    pub title: String,
    /// How long, in words; another line where travel is hard.
    pub within: Vec<String>,
    /// The acts that start it.
    pub starts: Vec<Name>,
    /// The acts that meet it.
    pub met: Vec<Name>,
    /// Who owes it.
    pub owes: String,
    /// What it rests on.
    pub basis: Basis,
}

/// A field that an act asks for.
#[derive(Clone, Debug)]
pub struct Field {
    /// Anchor.
    pub anchor: String,
    /// Its name.
    pub id: String,
    /// What it is.
    pub title: String,
    /// How it is written.
    pub kind: String,
    /// What it rests on.
    pub basis: Basis,
}

/// A choice where the law is silent.
#[derive(Clone, Debug)]
pub struct Switch {
    /// Its name, also its anchor.
    pub id: String,
    /// What is chosen.
    pub title: String,
    /// The answers, and whether each is the default.
    pub options: Vec<(String, bool)>,
    /// Why the default is what it is.
    pub why: String,
    /// What it rests on.
    pub basis: Basis,
}

/// How long a class of files is kept.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What it covers.
    pub title: String,
    /// The states whose measures it covers.
    pub states: Vec<Name>,
    /// The period in words.
    pub period: String,
    /// What it rests on.
    pub basis: Basis,
}

/// The holidays of a year.
#[derive(Clone, Debug)]
pub struct Holidays {
    /// The year.
    pub year: i16,
    /// The paper that chose them, and how well it is known; or that none is recorded.
    pub decision: String,
    /// Days off in the week.
    pub off: String,
    /// Days at the weekend that are worked in place of others.
    pub worked: String,
}

/// The law of casework under one regime.
#[derive(Clone, Debug, Template)]
#[template(path = "law/casework.html")]
pub struct Casework {
    /// Around the page.
    pub frame: Frame,
    /// What was wrong with the address; empty otherwise.
    pub fault: String,
    /// The instruments of the regime.
    pub title: String,
    /// Its dates in words.
    pub in_force: String,
    /// What the dates rest on.
    pub basis: Basis,
    /// The regimes to choose from.
    pub regimes: Vec<Pick>,
    /// The states to choose from.
    pub picks: Vec<Pick>,
    /// The state whose lines alone are shown; empty for all.
    pub only: String,
    /// How many lines of each mark: letter, words, number.
    pub marks: Vec<(&'static str, &'static str, u64)>,
    /// The lists that the law has the commune keep.
    pub lists: Vec<Line>,
    /// The states.
    pub states: Vec<Line>,
    /// Who acts.
    pub actors: Vec<Line>,
    /// What leads from which state to which.
    pub turns: Vec<Turn>,
    /// Who does what.
    pub acts: Vec<Act>,
    /// Conditions of lawfulness.
    pub conditions: Vec<Line>,
    /// How long measures last.
    pub terms: Vec<Term>,
    /// Time limits.
    pub clocks: Vec<Clock>,
    /// Fields of acts.
    pub fields: Vec<Field>,
    /// Choices where the law is silent.
    pub switches: Vec<Switch>,
    /// How long files are kept.
    pub kept: Vec<Kept>,
    /// Which days are no working days.
    pub holidays: Vec<Holidays>,
    /// What the holidays rest on.
    pub holidays_basis: String,
}

impl Casework {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up extracts: in full, one state alone, a wrong address.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = Self::full();
        let one =
            Self { only: "S2".to_owned(), lists: Vec::new(), actors: Vec::new(), switches: Vec::new(), ..full.clone() };
        let empty = Self {
            only: "SG".to_owned(),
            lists: Vec::new(),
            actors: Vec::new(),
            turns: Vec::new(),
            acts: Vec::new(),
            conditions: Vec::new(),
            terms: Vec::new(),
            clocks: Vec::new(),
            fields: Vec::new(),
            switches: Vec::new(),
            kept: Vec::new(),
            holidays: Vec::new(),
            holidays_basis: String::new(),
            ..full.clone()
        };
        let faulty = Self {
            fault: "Không có trạng thái “S99” ở ô Trạng thái; chọn một trong: S0, S1, S2.".to_owned(),
            ..full.clone()
        };
        vec![("full", full), ("one-state", one), ("empty", empty), ("faulty", faulty)]
    }

    #[expect(clippy::too_many_lines, reason = "one of everything that the page can show")]
    fn full() -> Self {
        let read = Basis {
            citation: "Luật 120/2025/QH15, Điều 24.2, 24.4.a; NĐ 163/2026/NĐ-CP, Điều 59.1".to_owned(),
            mark: "V",
            known: "đã đọc nguyên văn",
            owner: String::new(),
        };
        let silent = Basis {
            citation: "NĐ 163/2026/NĐ-CP, Điều 60.1".to_owned(),
            mark: "I",
            known: "suy luận hoặc lựa chọn của chương trình",
            owner: "Phòng PC04, Công an tỉnh".to_owned(),
        };
        let name = |anchor: &str, id: &str, text: &str| Name {
            anchor: anchor.to_owned(),
            id: id.to_owned(),
            text: text.to_owned(),
        };
        let state = || name("S2", "S2", "");
        let line = |anchor: &str, id: &str, title: &str| Line {
            anchor: anchor.to_owned(),
            id: id.to_owned(),
            title: title.to_owned(),
            note: String::new(),
            basis: read.clone(),
        };
        let pick = |key: &str, text: &str, chosen| Pick { key: key.to_owned(), text: text.to_owned(), chosen };
        let decide = || name("decide_management", "", "Quyết định quản lý người sử dụng trái phép chất ma túy");
        Self {
            frame: samples::frame(
                "/luat/ho-so",
                Section::Law,
                &[("Toàn quốc", "/"), ("Căn cứ pháp luật", "/luat"), ("Luật về hồ sơ quản lý", "")],
            ),
            fault: String::new(),
            title: "Luật 120/2025/QH15; Nghị định 163/2026/NĐ-CP".to_owned(),
            in_force: "có hiệu lực từ 01/7/2026".to_owned(),
            basis: read.clone(),
            regimes: vec![pick("A", "A: Luật 73/2021/QH14", false), pick("C", "C: Luật 120/2025/QH15", true)],
            picks: vec![pick("", "Mọi trạng thái", true), pick("S2", "S2 Đang bị quản lý", false)],
            only: String::new(),
            marks: vec![("V", read.known, 132), ("I", silent.known, 9)],
            lists: vec![line("users", "users", "Danh sách người sử dụng trái phép chất ma túy")],
            states: vec![line("S2", "S2", "Đang bị quản lý người sử dụng trái phép chất ma túy")],
            turns: vec![Turn {
                from: vec![],
                act: decide(),
                when: vec!["không ở S4".to_owned()],
                ends: vec![name("S1", "S1", ""), state()],
                becomes: vec![state()],
                listed: vec!["vào Danh sách người sử dụng trái phép chất ma túy".to_owned()],
            }],
            acts: vec![Act {
                id: "decide_management".to_owned(),
                title: decide().text,
                by: vec!["Trưởng Công an cấp xã".to_owned()],
                from: vec![],
                form: "Mẫu 04 PL III".to_owned(),
                needs: vec![name("o-reason", "reason", "Lý do")],
                may: vec![name("o-team", "team", "Tổ quản lý (số quyết định, thành phần theo vai trò)")],
                guards: vec![name(
                    "dk-positive_test",
                    "",
                    "Không có phiếu xét nghiệm dương tính thì không quyết định.",
                )],
                marks: vec!["phải có số, ngày văn bản"],
                basis: read.clone(),
                shape: Some(silent.clone()),
            }],
            actors: vec![Line {
                note: "được làm việc của: Cán bộ Công an cấp xã".to_owned(),
                ..line("ai-truong_ca_xa", "truong_ca_xa", "Trưởng Công an cấp xã")
            }],
            conditions: vec![line(
                "dk-positive_test",
                "positive_test",
                "Không có phiếu dương tính thì không quyết định.",
            )],
            terms: vec![Term { state: state(), length: "12 tháng".to_owned(), when: vec![], basis: read.clone() }],
            clocks: vec![Clock {
                anchor: "th-residence_verified".to_owned(),
                id: "residence_verified".to_owned(),
                title: "Xác minh nơi cư trú".to_owned(),
                within: vec!["24 giờ".to_owned(), "vùng đi lại khó khăn: 48 giờ".to_owned()],
                starts: vec![name("record_positive_test", "", "Kết quả xét nghiệm dương tính")],
                met: vec![name("verify_residence", "", "Xác minh nơi cư trú")],
                owes: "Cơ quan Công an phát hiện".to_owned(),
                basis: read.clone(),
            }],
            fields: vec![Field {
                anchor: "o-reason".to_owned(),
                id: "reason".to_owned(),
                title: "Lý do".to_owned(),
                kind: "chữ".to_owned(),
                basis: silent.clone(),
            }],
            switches: vec![Switch {
                id: "gap_on_move".to_owned(),
                title: "Những ngày giữa lúc đi và quyết định của nơi đến".to_owned(),
                options: vec![("not_counted".to_owned(), true), ("counted".to_owned(), false)],
                why: "Điều 60.1 tính phần còn lại từ quyết định mới.".to_owned(),
                basis: silent.clone(),
            }],
            kept: vec![Kept {
                title: "Hồ sơ quản lý người sử dụng trái phép chất ma túy".to_owned(),
                states: vec![name("S1", "S1", ""), state()],
                period: "chưa đặt".to_owned(),
                basis: silent,
            }],
            holidays: vec![Holidays {
                year: 2026,
                decision: "Văn bản giả định 01/GĐ (biết qua nơi khác dẫn lại)".to_owned(),
                off: "16/02/2026, 17/02/2026".to_owned(),
                worked: "22/08/2026".to_owned(),
            }],
            holidays_basis: "Bộ luật Lao động 45/2019/QH14, Điều 112 (giả định)".to_owned(),
        }
    }
}
