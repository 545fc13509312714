//! An account: what it may do and since when, who gave it that, and what can be proposed about it. The code that a new
//! account begins with, on a page of its own.

use crate::frame::{Frame, Section};
use crate::proposals::ProposalRow;
use crate::{Html, samples};
use askama::Template;

/// One choice of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// What the form sends.
    pub key: String,
    /// What is read.
    pub text: String,
    /// Whether it is the one chosen.
    pub chosen: bool,
}

impl Choice {
    /// A choice.
    pub fn new(key: &str, text: &str, chosen: bool) -> Self {
        Self { key: key.to_owned(), text: text.to_owned(), chosen }
    }
}

/// An appointment of the account.
#[derive(Clone, Debug, Default)]
pub struct OfficeRow {
    /// The role, in words.
    pub role: String,
    /// The unit.
    pub unit: String,
    /// First day, as `2025-07-01`.
    pub from: String,
    /// First day no longer in force; empty while open.
    pub until: String,
    /// Number and date of the decision.
    pub decision: String,
    /// Who proposed and who agreed.
    pub by: String,
    /// In force, still to come, over, revoked.
    pub standing: String,
    /// Why it was revoked, and by whom; empty otherwise.
    pub reason: String,
    /// Whether it gives something today.
    pub in_force: bool,
}

/// The form that proposes an appointment.
#[derive(Clone, Debug, Default)]
pub struct GrantForm {
    /// Roles that may be proposed.
    pub roles: Vec<Choice>,
    /// Code of the unit, as typed.
    pub unit: String,
    /// Units to choose from: code and name.
    pub units: Vec<(String, String)>,
    /// First day.
    pub from: String,
    /// First day no longer in force.
    pub until: String,
    /// Number of the decision.
    pub number: String,
    /// Its date.
    pub date: String,
}

/// An account.
#[derive(Clone, Debug, Template)]
#[template(path = "account/show.html")]
#[expect(clippy::struct_excessive_bools, reason = "each says of one form whether it is there")]
pub struct Account {
    /// Around the page.
    pub frame: Frame,
    /// Its id.
    pub id: String,
    /// The officer's name.
    pub name: String,
    /// What is typed at sign-in.
    pub login: String,
    /// Whether it can be used, in words.
    pub state: String,
    /// When it was made, in writing.
    pub created: String,
    /// Whether it holds an office out of reach.
    pub elsewhere: bool,
    /// Where to prove oneself anew before what needs it; empty while the proof is fresh.
    pub step_up: String,
    /// Its appointments.
    pub offices: Vec<OfficeRow>,
    /// Those that may be revoked.
    pub revocable: Vec<Choice>,
    /// The reason typed for it.
    pub reason: String,
    /// The form of a proposal; none where no role may be proposed.
    pub grant: Option<GrantForm>,
    /// Whether a new way in may be proposed.
    pub may_reset: bool,
    /// Whether it may be joined to somebody of the identity provider.
    pub may_link: bool,
    /// The user id typed for it.
    pub subject: String,
    /// Whether it may be stopped.
    pub may_disable: bool,
    /// What is wrong with a form that was sent; empty when nothing is.
    pub fault: String,
    /// Which form: `grant`, `revoke`, `reset`, `link`, `disable`.
    pub fault_in: &'static str,
    /// Proposals about it, newest first.
    pub proposals: Vec<ProposalRow>,
}

impl Account {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: full, never appointed, a refused form, long names.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = full();
        let empty = Self {
            offices: Vec::new(),
            revocable: Vec::new(),
            proposals: Vec::new(),
            step_up: String::new(),
            ..full.clone()
        };
        let fault = Self {
            fault: "Vai trò này không bổ nhiệm cho đơn vị ở cấp đã chọn. Hãy chọn đơn vị cấp khác.".to_owned(),
            fault_in: "grant",
            ..full.clone()
        };
        let seen = Self {
            elsewhere: true,
            grant: None,
            revocable: Vec::new(),
            may_reset: false,
            may_link: false,
            may_disable: false,
            step_up: String::new(),
            name: "Nguyễn Hoàng Phương Trường Giang Thủy Nguyên (giả định)".to_owned(),
            login: "nguyen.hoang.phuong.truong.giang.thuy.nguyen.gia.dinh.rat.dai".to_owned(),
            ..full.clone()
        };
        vec![("full", full), ("empty", empty), ("error", fault), ("seen", seen)]
    }
}

fn full() -> Account {
    let office = |role: &str, standing: &str, in_force| OfficeRow {
        role: role.to_owned(),
        unit: "xã Mường Lát".to_owned(),
        from: "2025-07-01".to_owned(),
        decision: "05/QĐ-CAT, 28/06/2025".to_owned(),
        by: "Người giả định A đề nghị, Người giả định B đồng ý".to_owned(),
        standing: standing.to_owned(),
        in_force,
        ..OfficeRow::default()
    };
    let over = OfficeRow {
        until: "2025-10-01".to_owned(),
        reason: "Điều động công tác theo quyết định (giả định) · Người giả định B".to_owned(),
        ..office("Cán bộ hồ sơ, Công an cấp xã", "Đã thu hồi lúc 08:00 12/09/2025", false)
    };
    Account {
        frame: samples::frame(
            "/tai-khoan/0199c0de-0000-7000-8000-000000000001",
            Section::Other,
            &[("Toàn quốc", "/"), ("Tài khoản và bổ nhiệm", "/tai-khoan"), ("Người giả định", "")],
        ),
        id: "0199c0de-0000-7000-8000-000000000001".to_owned(),
        name: "Lò Thị Giả Định".to_owned(),
        login: "lo.thi.gia.dinh".to_owned(),
        state: "Đang dùng được".to_owned(),
        created: "08:00 01/07/2025".to_owned(),
        elsewhere: false,
        step_up: "/xac-minh?ve=%2Ftai-khoan".to_owned(),
        offices: vec![over, office("Trưởng Công an cấp xã", "Đang có hiệu lực", true)],
        revocable: vec![Choice::new("1", "Trưởng Công an cấp xã · xã Mường Lát", true)],
        reason: String::new(),
        grant: Some(GrantForm {
            roles: vec![
                Choice::new("hamlet_head", "Trưởng thôn, bản, tổ dân phố", false),
                Choice::new("file_officer", "Cán bộ hồ sơ, Công an cấp xã", true),
            ],
            unit: "14845".to_owned(),
            units: vec![("14845".to_owned(), "xã Mường Lát".to_owned())],
            from: "2025-12-15".to_owned(),
            ..GrantForm::default()
        }),
        may_reset: true,
        may_link: true,
        subject: "canbo-gia-dinh-0001".to_owned(),
        may_disable: true,
        fault: String::new(),
        fault_in: "",
        proposals: vec![ProposalRow {
            href: "/de-nghi/1".to_owned(),
            what: "Bổ nhiệm Trưởng Công an cấp xã, xã Mường Lát".to_owned(),
            whom: "Lò Thị Giả Định".to_owned(),
            by: "Người giả định A".to_owned(),
            at: "08:00 30/06/2025".to_owned(),
            until: "08:00 07/07/2025".to_owned(),
            outcome: "Đã đồng ý và thực hiện".to_owned(),
        }],
    }
}

/// A code that opens the way to set up sign-in, shown once.
#[derive(Clone, Debug, Template)]
#[template(path = "account/code.html")]
pub struct AccountCode {
    /// Around the page.
    pub frame: Frame,
    /// Whose.
    pub login: String,
    /// The officer's name; empty where it is not known.
    pub name: String,
    /// The code.
    pub code: String,
    /// Until when it is good, in writing.
    pub until: String,
    /// Address of the sign-in page.
    pub address: String,
    /// Where to go on.
    pub next: String,
}

impl AccountCode {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: a new account, a long name.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let new = Self {
            frame: samples::frame(
                "/tai-khoan",
                Section::Other,
                &[("Toàn quốc", "/"), ("Tài khoản và bổ nhiệm", "/tai-khoan"), ("Mã đăng ký", "")],
            ),
            login: "lo.thi.gia.dinh".to_owned(),
            name: "Lò Thị Giả Định".to_owned(),
            code: "0123-4567-89AB-CDEF-GHJK-MNPQ-RSTV-WXYZ".to_owned(),
            until: "08:00 16/12/2025".to_owned(),
            address: "https://anlanh.example/dang-nhap".to_owned(),
            next: "/tai-khoan/0199c0de-0000-7000-8000-000000000001".to_owned(),
        };
        let long = Self {
            name: "Nguyễn Hoàng Phương Trường Giang Thủy Nguyên (giả định)".to_owned(),
            login: "nguyen.hoang.phuong.truong.giang.thuy.nguyen.gia.dinh.rat.dai".to_owned(),
            ..new.clone()
        };
        vec![("full", new), ("long", long)]
    }
}
