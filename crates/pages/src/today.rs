//! Today's work: what the law gives a time for, who owes it, by when; also where the State is late.

use crate::case::Basis;
use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// Something that is owed.
#[derive(Clone, Debug, Default)]
pub struct Duty {
    /// What is to be done.
    pub what: String,
    /// Its form; empty for who cannot record it.
    pub act: String,
    /// Of whom; empty for who may not see names.
    pub name: String,
    /// Their file; empty for who may not open it.
    pub file: String,
    /// Until when, in writing.
    pub due: String,
    /// The same for machines.
    pub due_iso: String,
    /// Since when it is counted.
    pub since: String,
    /// What it rests on.
    pub basis: Basis,
    /// Of two limits for one duty, the other one; none where there is no other.
    pub other: Option<Rival>,
    /// Whether an entry of the file is contested.
    pub contested: bool,
    /// The year whose holidays are counted by the default; empty where none is.
    pub default_year: String,
}

/// The other limit for the same duty.
#[derive(Clone, Debug)]
pub struct Rival {
    /// What it counts from, and until when.
    pub text: String,
    /// Whether it is the stricter one.
    pub stricter: bool,
}

/// What one office or person owes.
#[derive(Clone, Debug)]
pub struct Owed {
    /// Who.
    pub who: String,
    /// Whether it is an office, not the person or their family.
    pub is_state: bool,
    /// What, by when it is due.
    pub duties: Vec<Duty>,
}

/// What is late, due today or due soon.
#[derive(Clone, Debug, Default)]
pub struct Band {
    /// The State's part, then that of persons and families.
    pub owed: Vec<Owed>,
}

impl Band {
    /// How many duties.
    pub fn count(&self) -> usize {
        self.owed.iter().map(|owed| owed.duties.len()).sum()
    }

    /// How many of them the State owes, or persons and their families.
    pub fn count_of(&self, state: bool) -> usize {
        self.owed.iter().filter(|owed| owed.is_state == state).map(|owed| owed.duties.len()).sum()
    }
}

/// A task or a report of the programme.
#[derive(Clone, Debug, Default)]
pub struct WorkLine {
    /// What kind of work.
    pub kind: String,
    /// What is to be done.
    pub what: String,
    /// Where.
    pub href: String,
    /// Until when, or what it waits for.
    pub when: String,
    /// Whether it is late.
    pub late: bool,
}

/// Whose work it is; the head of the page says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// Keeps files or decides.
    Officer,
    /// Helps persons of whom a decision names them.
    Team,
    /// Watches over the data: no names.
    Watcher,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "today/show.html")]
pub struct Today {
    /// Around the page.
    pub frame: Frame,
    /// The unit.
    pub unit: String,
    /// The instant that it holds for, in writing.
    pub at: String,
    /// Whose work it is.
    pub reader: Reader,
    /// Proposals that wait for who looks.
    pub waiting: usize,
    /// Pairs of files with one number that nobody has compared, for who may.
    pub doubles: usize,
    /// Tasks and reports of the programme, the late first.
    pub work: Vec<WorkLine>,
    /// Late.
    pub late: Band,
    /// Due today.
    pub due: Band,
    /// Due in the next seven days.
    pub soon: Band,
    /// The list of files; empty for who may not see it.
    pub files: String,
    /// Figures of the unit; empty for who may not see them.
    pub figures: String,
}

impl Today {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Whether nothing is due at all.
    pub fn is_quiet(&self) -> bool {
        self.late.count() + self.due.count() + self.soon.count() + self.work.len() == 0
    }

    /// Whether nothing is due in files.
    pub fn has_no_file_due(&self) -> bool {
        self.late.count() + self.due.count() + self.soon.count() == 0
    }

    /// The bands with their heads: key, name, what is said of an empty one.
    pub fn bands(&self) -> [(&'static str, &'static str, &'static str, &Band); 3] {
        let lang = self.frame.lang;
        [
            ("late", lang.files_today_late(), lang.files_today_none_late(), &self.late),
            ("due", lang.files_today_due(), lang.files_today_none_due(), &self.due),
            ("soon", lang.files_today_soon(), lang.files_today_none_soon(), &self.soon),
        ]
    }

    /// Made-up pages: full, nothing due, a helper's, a watcher's without names, long names.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = full();
        let quiet = Self {
            waiting: 0,
            doubles: 0,
            work: Vec::new(),
            late: Band::default(),
            due: Band::default(),
            soon: Band::default(),
            ..full.clone()
        };
        let team = Self {
            reader: Reader::Team,
            waiting: 0,
            doubles: 0,
            late: Band::default(),
            due: Band::default(),
            files: String::new(),
            figures: String::new(),
            ..full.clone()
        };
        let mut watcher =
            Self { reader: Reader::Watcher, waiting: 0, doubles: 0, files: String::new(), ..full.clone() };
        for band in [&mut watcher.late, &mut watcher.due, &mut watcher.soon] {
            for duty in band.owed.iter_mut().flat_map(|owed| owed.duties.iter_mut()) {
                duty.name.clear();
                duty.file.clear();
                duty.act.clear();
            }
        }
        let mut long = full.clone();
        for owed in &mut long.late.owed {
            "Cơ sở y tế có thẩm quyền xác định tình trạng nghiện, Trung tâm Kiểm soát bệnh tật"
                .clone_into(&mut owed.who);
            for duty in &mut owed.duties {
                "Nguyễn Hoàng Phương Trường Giang Thủy Nguyên (giả định)".clone_into(&mut duty.name);
            }
        }
        vec![("full", full), ("empty", quiet), ("team", team), ("watcher", watcher), ("long", long)]
    }
}

fn duty(what: &str, act: &str, name: &str, due: (&str, &str), citation: &str) -> Duty {
    const FILE: &str = "/ho-so/0199c0de-0000-7000-8000-000000000009";
    Duty {
        what: what.to_owned(),
        act: format!("{FILE}/viec/{act}"),
        name: name.to_owned(),
        file: FILE.to_owned(),
        due: due.0.to_owned(),
        due_iso: due.1.to_owned(),
        since: "08:30 20/11/2026".to_owned(),
        basis: Basis { citation: citation.to_owned(), mark: "V".to_owned(), owner: String::new() },
        other: None,
        contested: false,
        default_year: String::new(),
    }
}

fn owed(who: &str, is_state: bool, duties: Vec<Duty>) -> Owed {
    Owed { who: who.to_owned(), is_state, duties }
}

fn check(name: &str, due: (&str, &str)) -> Duty {
    duty("Kiểm tra cư trú ít nhất một lần mỗi tháng", "residence_check", name, due, "NĐ 163/2026/NĐ-CP, Điều 61.1.a")
}

fn late() -> Band {
    let mut decision = duty(
        "Ra quyết định quản lý, tính từ khi nhận kết quả dương tính",
        "decide_management",
        "Vàng Thị Giả Định",
        ("08:30 21/11/2026", "2026-11-21T08:30"),
        "Luật 120/2025/QH15, Điều 24.4.a",
    );
    "2027".clone_into(&mut decision.default_year);
    decision.other = Some(Rival {
        text: "Ra quyết định quản lý, tính từ khi nhận thông báo: 16:00 22/11/2026".to_owned(),
        stricter: false,
    });
    let registration = duty(
        "Đăng ký cai nghiện hoặc điều trị thay thế",
        "register",
        "Hà Thị Giả Định",
        ("10:00 21/11/2026", "2026-11-21T10:00"),
        "NĐ 163/2026/NĐ-CP, Điều 4, 89",
    );
    Band {
        owed: vec![
            owed("Trưởng Công an cấp xã", true, vec![decision]),
            owed(
                "Cán bộ Công an cấp xã",
                true,
                vec![check("Lò Văn Giả Định", ("23:59 20/11/2026", "2026-11-20T23:59"))],
            ),
            owed("Người có hồ sơ hoặc người đại diện", false, vec![registration]),
        ],
    }
}

fn contest() -> Duty {
    let mut contest = duty(
        "Giải quyết khiếu nại",
        "settle_contest",
        "Thao Văn Giả Định",
        ("23:59 22/11/2026", "2026-11-22T23:59"),
        "Luật Khiếu nại 2011",
    );
    contest.contested = true;
    "K".clone_into(&mut contest.basis.mark);
    "Phòng pháp chế Công an tỉnh".clone_into(&mut contest.basis.owner);
    contest
}

fn full() -> Today {
    let checks = vec![
        check("Cầm Bá Giả Định", ("23:59 24/11/2026", "2026-11-24T23:59")),
        check("Ngân Thị Giả Định", ("23:59 28/11/2026", "2026-11-28T23:59")),
    ];
    Today {
        frame: samples::frame("/viec-hom-nay", Section::Other, &[]),
        unit: "xã Mường Lát".to_owned(),
        at: "08:00 22/11/2026".to_owned(),
        reader: Reader::Officer,
        waiting: 3,
        doubles: 2,
        work: vec![
            WorkLine {
                kind: "nhiệm vụ".to_owned(),
                what: "Tổ chức ký cam kết ở các thôn (giả định)".to_owned(),
                href: "/nhiem-vu/0199c0de-0000-7000-8000-000000000071".to_owned(),
                when: "quá hạn 3 ngày, hạn 18/11/2026".to_owned(),
                late: true,
            },
            WorkLine {
                kind: "báo cáo".to_owned(),
                what: "Năm 2026 – Báo cáo thực hiện Kế hoạch 192/KH-UBND".to_owned(),
                href: "/bao-cao".to_owned(),
                when: "đang mở, còn 23 ngày".to_owned(),
                late: false,
            },
        ],
        late: late(),
        due: Band { owed: vec![owed("Chủ tịch Ủy ban nhân dân cấp xã", true, vec![contest()])] },
        soon: Band { owed: vec![owed("Cán bộ Công an cấp xã", true, checks)] },
        files: "/ho-so".to_owned(),
        figures: "/xa/14845".to_owned(),
    }
}
