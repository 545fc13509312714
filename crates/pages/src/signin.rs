//! The door: every way in, and what can be seen without one.

use crate::frame::{Frame, Section, Visitor};
use crate::{Html, samples};
use askama::Template;

/// Which form a refusal belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// A passkey; also what belongs to none.
    #[default]
    Passkey,
    /// Login, password and code.
    Password,
    /// The code that comes with a new account.
    Enrolment,
    /// The identity provider.
    Provider,
}

/// A fictitious officer of a demonstration.
#[derive(Clone, Debug)]
pub struct DemoOfficer {
    /// What the button sends.
    pub key: String,
    /// Name of the role.
    pub role: String,
    /// Name of its unit.
    pub unit: String,
    /// What the role does, in a line.
    pub duty: String,
}

/// The page.
#[derive(Clone, Debug, Template)]
#[template(path = "signin/show.html")]
pub struct SignIn {
    /// Around the page.
    pub frame: Frame,
    /// Where to go afterwards: a path of ours; empty for the beginning.
    pub back: String,
    /// The login typed before.
    pub login: String,
    /// Why somebody was not let in; empty when nobody was refused.
    pub fault: String,
    /// By which way they had tried.
    pub way: Way,
    /// Whether there is an identity provider.
    pub provider: bool,
    /// Whether nobody has an account yet.
    pub first: bool,
    /// The officers of a demonstration; none anywhere else.
    pub demo: Vec<DemoOfficer>,
}

impl SignIn {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Whether the refusal stands at this form.
    pub fn refused(&self, way: Way) -> bool {
        !self.fault.is_empty() && self.way == way
    }

    /// Address of the identity provider's door.
    pub fn provider_href(&self) -> String {
        if self.back.is_empty() {
            "/dang-nhap/tinh".to_owned()
        } else {
            format!("/dang-nhap/tinh?ve={}", crate::format::encode(&self.back))
        }
    }

    /// Made-up pages: a demonstration, an office, before the first account, refusals, somebody who is in already.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let officer = |key: &str, role: &str, unit: &str, duty: &str| DemoOfficer {
            key: key.to_owned(),
            role: role.to_owned(),
            unit: unit.to_owned(),
            duty: duty.to_owned(),
        };
        let office = Self {
            frame: samples::frame("/dang-nhap", Section::Other, &[]),
            back: String::new(),
            login: String::new(),
            fault: String::new(),
            way: Way::Passkey,
            provider: true,
            first: false,
            demo: Vec::new(),
        };
        let demo = Self {
            provider: false,
            demo: vec![
                officer("hamlet_head", "Trưởng thôn, bản, tổ dân phố", "bản Giả Định", "Biết người mà tổ mình quản lý"),
                officer(
                    "police_head",
                    "Trưởng Công an cấp xã",
                    "xã Mường Lát",
                    "Quyết định quản lý người sử dụng, cai nghiện tại gia đình, cộng đồng; chuyển và tiếp nhận hồ sơ",
                ),
                officer(
                    "standing_office",
                    "Cơ quan thường trực cấp tỉnh (PC04)",
                    "tỉnh Thanh Hóa",
                    "Hướng dẫn, tham mưu quyết định cai nghiện tại cơ sở công lập; nhập số liệu thay cho xã",
                ),
                officer("ministry_viewer", "Bộ, ngành trung ương", "Toàn quốc", "Xem số liệu tổng hợp"),
            ],
            ..office.clone()
        };
        let refused = Self {
            back: "/tinh/38?nam=2025".to_owned(),
            login: "nguyen.hoang.phuong.truong.giang.thuy.nguyen.gia.dinh.rat.dai".to_owned(),
            fault: "Không đăng nhập được: tên đăng nhập, mật khẩu, mã hoặc khóa không đúng. Hãy kiểm tra rồi thử lại."
                .to_owned(),
            way: Way::Password,
            ..office.clone()
        };
        let code = Self {
            fault: "Đã thử sai quá nhiều lần. Hãy thử lại sau 08:02 15/12/2025.".to_owned(),
            way: Way::Enrolment,
            ..office.clone()
        };
        let mut inside = office.clone();
        inside.frame.visitor = Some(Box::new(Visitor {
            name: "Lò Thị Giả Định".to_owned(),
            role: "Trưởng Công an cấp xã · xã Mường Lát".to_owned(),
            ..Visitor::default()
        }));
        vec![
            ("demo", demo),
            ("office", office.clone()),
            ("first", Self { first: true, provider: false, ..office }),
            ("error", refused),
            ("wait", code),
            ("inside", inside),
        ]
    }
}

/// What stands between the identity provider and our pages: a browser sends our strict cookie only to a request that
/// begins here.
#[derive(Clone, Debug, Template)]
#[template(path = "signin/done.html")]
pub struct SignedIn {
    /// Around the page.
    pub frame: Frame,
    /// Where to go on.
    pub next: String,
}

impl SignedIn {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// The made-up page.
    pub fn samples() -> Vec<(&'static str, Self)> {
        vec![(
            "full",
            Self { frame: samples::frame("/dang-nhap/tinh/tro-ve", Section::Other, &[]), next: "/".to_owned() },
        )]
    }
}
