//! The accounts of a unit and of all below it, and the form that makes one.

use crate::account::Choice;
use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// An account of the list.
#[derive(Clone, Debug)]
pub struct AccountRow {
    /// Its page.
    pub href: String,
    /// The officer's name.
    pub name: String,
    /// What is typed at sign-in.
    pub login: String,
    /// Whether it can be used, in words.
    pub state: String,
    /// Roles in force or still to come, each with its unit.
    pub offices: Vec<String>,
}

/// The form that makes an account.
#[derive(Clone, Debug, Default)]
pub struct NewForm {
    /// Code of the unit that it is made for.
    pub unit: String,
    /// What is typed at sign-in.
    pub login: String,
    /// The officer's name.
    pub name: String,
    /// E-mail.
    pub email: String,
    /// Telephone.
    pub phone: String,
    /// What is wrong with it; empty when nothing is.
    pub fault: String,
}

/// The list.
#[derive(Clone, Debug, Template)]
#[template(path = "account/index.html")]
pub struct Accounts {
    /// Around the page.
    pub frame: Frame,
    /// Name of the unit.
    pub unit: String,
    /// Its code, as typed; empty for one's own.
    pub code: String,
    /// Units to choose from: code and name.
    pub units: Vec<(String, String)>,
    /// Text looked for.
    pub q: String,
    /// States to choose from.
    pub states: Vec<Choice>,
    /// What is wrong with the filter; empty when nothing is.
    pub fault: String,
    /// Accounts, by login.
    pub rows: Vec<AccountRow>,
    /// Accounts that pass but are not shown.
    pub hidden: u64,
    /// The form; none for who may make no account.
    pub new: Option<NewForm>,
}

impl Accounts {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: full, nobody, a unit that is none, a login that is taken, long names.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let row = |name: &str, login: &str, state: &str, offices: &[&str]| AccountRow {
            href: "/tai-khoan/0199c0de-0000-7000-8000-000000000001".to_owned(),
            name: name.to_owned(),
            login: login.to_owned(),
            state: state.to_owned(),
            offices: offices.iter().map(|office| (*office).to_owned()).collect(),
        };
        let full = Self {
            frame: samples::frame("/tai-khoan", Section::Other, &[("Toàn quốc", "/"), ("Tài khoản và bổ nhiệm", "")]),
            unit: "tỉnh Thanh Hóa".to_owned(),
            code: "38".to_owned(),
            units: vec![
                ("38".to_owned(), "tỉnh Thanh Hóa".to_owned()),
                ("14845".to_owned(), "xã Mường Lát".to_owned()),
            ],
            q: String::new(),
            states: vec![
                Choice::new("", "Tất cả", true),
                Choice::new("active", "Đang dùng được", false),
                Choice::new("disabled", "Đã ngừng", false),
            ],
            fault: String::new(),
            rows: vec![
                row("Lò Thị Giả Định", "lo.thi.gia.dinh", "Đang dùng được", &["Trưởng Công an cấp xã · xã Mường Lát"]),
                row("Người Mới (giả định)", "nguoi.moi", "Đang dùng được", &[]),
                row(
                    "Nguyễn Hoàng Phương Trường Giang Thủy Nguyên (giả định)",
                    "nguyen.hoang.phuong.truong.giang.thuy.nguyen.gia.dinh.rat.dai",
                    "Đã ngừng",
                    &[
                        "Người phụ trách bảo vệ dữ liệu cá nhân · tỉnh Thanh Hóa",
                        "Người kiểm tra hệ thống · tỉnh Thanh Hóa",
                    ],
                ),
            ],
            hidden: 1_284,
            new: Some(NewForm { unit: "38".to_owned(), ..NewForm::default() }),
        };
        let empty = Self { rows: Vec::new(), hidden: 0, new: None, ..full.clone() };
        let nobody = Self { q: "không có ai".to_owned(), ..empty.clone() };
        let fault = Self {
            fault: "Không có đơn vị mã “99999” đang có hiệu lực. Hãy tra mã ở trang Đơn vị.".to_owned(),
            new: Some(NewForm {
                login: "lo.thi.gia.dinh".to_owned(),
                name: "Lò Thị Giả Định".to_owned(),
                fault: "Tên đăng nhập “lo.thi.gia.dinh” đã có người dùng. Hãy chọn tên khác.".to_owned(),
                ..NewForm::default()
            }),
            ..full.clone()
        };
        vec![("full", full), ("empty", empty), ("not_found", nobody), ("error", fault)]
    }
}
