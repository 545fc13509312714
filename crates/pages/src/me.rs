//! One's own account: roles, ways in, visits, tokens, notices.

use crate::account::Choice;
use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// An appointment in force.
#[derive(Clone, Debug)]
pub struct MyOffice {
    /// Its id.
    pub id: String,
    /// The role, in words.
    pub role: String,
    /// Name of the unit.
    pub unit: String,
    /// First day, as `2025-12-01`.
    pub from: String,
    /// The day on which it ends; empty while not known.
    pub until: String,
    /// The paper, in words.
    pub decision: String,
    /// Whether it is the one in use.
    pub acting: bool,
}

/// A passkey.
#[derive(Clone, Debug)]
pub struct MyKey {
    /// Its id.
    pub id: String,
    /// How its owner calls it.
    pub name: String,
    /// Since when.
    pub since: String,
    /// When it was last used; empty if never.
    pub used: String,
}

/// A visit.
#[derive(Clone, Debug)]
pub struct MyVisit {
    /// When it began.
    pub at: String,
    /// By which way.
    pub method: String,
    /// When it was last used.
    pub seen: String,
    /// Whether it goes on, in words.
    pub state: String,
}

/// A token.
#[derive(Clone, Debug)]
pub struct MyToken {
    /// Its id.
    pub id: String,
    /// How its owner calls it.
    pub name: String,
    /// What it may ask for.
    pub actions: Vec<String>,
    /// When it ends.
    pub until: String,
    /// When it was last used; empty if never.
    pub used: String,
    /// Whether it is good, in words.
    pub state: String,
    /// Whether it can be revoked.
    pub good: bool,
}

/// A notice.
#[derive(Clone, Debug)]
pub struct MyNotice {
    /// Its id.
    pub id: String,
    /// What happened.
    pub what: String,
    /// When.
    pub at: String,
    /// Whether its owner has not seen it.
    pub new: bool,
}

/// The form that makes a token.
#[derive(Clone, Debug, Default)]
pub struct TokenForm {
    /// Its name.
    pub name: String,
    /// Appointments to choose from.
    pub offices: Vec<Choice>,
    /// Purposes to choose from.
    pub purposes: Vec<Choice>,
    /// Acts to choose from.
    pub actions: Vec<Choice>,
    /// Days, as typed.
    pub days: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "me/show.html")]
pub struct Me {
    /// Around the page.
    pub frame: Frame,
    /// Their name.
    pub name: String,
    /// Their login.
    pub login: String,
    /// By which way they came in.
    pub method: String,
    /// When they last proved who they are.
    pub proved: String,
    /// When the session ends whatever happens.
    pub until: String,
    /// Whether the proof is young enough to change ways in.
    pub fresh: bool,
    /// Appointments in force.
    pub offices: Vec<MyOffice>,
    /// Passkeys.
    pub keys: Vec<MyKey>,
    /// Whether there is a password.
    pub password: bool,
    /// Whether their roles let them have one.
    pub may_have_password: bool,
    /// Recovery codes left.
    pub codes_left: u64,
    /// Visits, newest first.
    pub visits: Vec<MyVisit>,
    /// Tokens, newest first.
    pub tokens: Vec<MyToken>,
    /// The form that makes one.
    pub token: TokenForm,
    /// Notices, newest first.
    pub notices: Vec<MyNotice>,
    /// What is wrong with a form that was sent; empty when nothing is.
    pub fault: String,
    /// Which form: `key`, `codes` or `token`.
    pub fault_in: &'static str,
}

impl Me {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// What is wrong with one form; empty when nothing is.
    pub fn fault_of(&self, form: &str) -> &str {
        if self.fault_in == form { &self.fault } else { "" }
    }

    /// Made-up pages: full, somebody without roles, a proof that is too old, a refused form, long names.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = full();
        let empty = Self {
            offices: Vec::new(),
            keys: Vec::new(),
            visits: Vec::new(),
            tokens: Vec::new(),
            notices: Vec::new(),
            token: TokenForm::default(),
            ..full.clone()
        };
        let old = Self { fresh: false, ..full.clone() };
        let error = Self {
            fault: "Mã truy cập cho phần mềm cần có tên, ít nhất một việc được phép và thời hạn từ 1 đến 90 ngày."
                .to_owned(),
            fault_in: "token",
            ..full.clone()
        };
        let mut long = full.clone();
        "Nguyễn Hoàng Phương Trường Giang Thủy Nguyên (giả định)".clone_into(&mut long.name);
        "nguyen.hoang.phuong.truong.giang.thuy.nguyen.gia.dinh.rat.dai".clone_into(&mut long.login);
        for key in &mut long.keys {
            "Điện thoại cơ quan của Công an xã Mường Lát, tỉnh Thanh Hóa".clone_into(&mut key.name);
        }
        for token in &mut long.tokens {
            "Phầnmềmbáocáotổnghợpcủatỉnhkhôngcódấucáchnàotrongtên".clone_into(&mut token.name);
        }
        vec![("full", full), ("empty", empty), ("old", old), ("error", error), ("long", long)]
    }
}

fn full() -> Me {
    let office = |id: &str, role: &str, unit: &str, acting| MyOffice {
        id: id.to_owned(),
        role: role.to_owned(),
        unit: unit.to_owned(),
        from: "2025-12-01".to_owned(),
        until: if acting { String::new() } else { "2026-12-01".to_owned() },
        decision: "1/QĐ-GĐ (giả định), ngày 30/11/2025".to_owned(),
        acting,
    };
    Me {
        frame: samples::frame("/toi", Section::Other, &[("Toàn quốc", "/"), ("Tài khoản của tôi", "")]),
        name: "Lò Thị Giả Định".to_owned(),
        login: "lo.thi.gia.dinh".to_owned(),
        method: "khóa truy cập".to_owned(),
        proved: "08:00 15/12/2025".to_owned(),
        until: "20:00 15/12/2025".to_owned(),
        fresh: true,
        offices: vec![
            office("1", "Trưởng Công an cấp xã", "xã Mường Lát", true),
            office("2", "Cán bộ hồ sơ, Công an cấp xã", "xã Mường Lát", false),
        ],
        keys: vec![
            MyKey {
                id: "1".to_owned(),
                name: "Điện thoại cơ quan".to_owned(),
                since: "08:00 01/12/2025".to_owned(),
                used: "08:00 15/12/2025".to_owned(),
            },
            MyKey {
                id: "2".to_owned(),
                name: "Khóa bảo mật dự phòng".to_owned(),
                since: "08:00 02/12/2025".to_owned(),
                used: String::new(),
            },
        ],
        password: true,
        may_have_password: true,
        codes_left: 9,
        visits: visits(),
        tokens: tokens(),
        token: TokenForm {
            name: String::new(),
            offices: vec![Choice::new("1", "Trưởng Công an cấp xã · xã Mường Lát", true)],
            purposes: vec![Choice::new("", "không chọn mục đích", true)],
            actions: vec![
                Choice::new("read_figures", "Xem số liệu và kết quả xếp loại của đơn vị", false),
                Choice::new("record_figures", "Nhập số liệu", true),
            ],
            days: "30".to_owned(),
        },
        notices: notices(),
        fault: String::new(),
        fault_in: "",
    }
}

fn visits() -> Vec<MyVisit> {
    let visit = |at: &str, method: &str, state: &str| MyVisit {
        at: at.to_owned(),
        method: method.to_owned(),
        seen: at.to_owned(),
        state: state.to_owned(),
    };
    vec![
        visit("08:00 15/12/2025", "khóa truy cập", "phiên này"),
        visit("07:30 14/12/2025", "mật khẩu và mã xác thực", "kết thúc lúc 09:00 14/12/2025"),
    ]
}

fn tokens() -> Vec<MyToken> {
    let token = |id: &str, name: &str, state: &str, good| MyToken {
        id: id.to_owned(),
        name: name.to_owned(),
        actions: vec!["Xem số liệu và kết quả xếp loại của đơn vị".to_owned(), "Nhập số liệu".to_owned()],
        until: "08:00 14/01/2026".to_owned(),
        used: if good { "08:00 15/12/2025".to_owned() } else { String::new() },
        state: state.to_owned(),
        good,
    };
    vec![
        token("1", "Phần mềm báo cáo (giả định)", "còn hiệu lực", true),
        token("2", "Bảng tính cũ", "đã thu hồi", false),
    ]
}

fn notices() -> Vec<MyNotice> {
    let notice = |id: &str, what: &str, new| MyNotice {
        id: id.to_owned(),
        what: what.to_owned(),
        at: "08:00 15/12/2025".to_owned(),
        new,
    };
    vec![notice("1", "Bạn được bổ nhiệm một vai trò.", true), notice("2", "Một vai trò của bạn đã bị thu hồi.", false)]
}
