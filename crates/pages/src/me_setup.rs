//! Setting up a way to sign in: after an enrolment code, and a new password later on.

use crate::frame::{Frame, Section};
use crate::{Html, samples};
use askama::Template;

/// The first page after an enrolment code.
#[derive(Clone, Debug, Template)]
#[template(path = "me/setup.html")]
pub struct Setup {
    /// Around the page.
    pub frame: Frame,
    /// Whose account it is.
    pub name: String,
    /// Whether their roles let them have a password.
    pub may_have_password: bool,
    /// Why a passkey was not taken; empty when none was tried.
    pub fault: String,
}

impl Setup {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: both ways, a refusal for whom only a passkey is enough, a long name.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let full = Self {
            frame: samples::frame("/toi/thiet-lap", Section::Other, &[]),
            name: "Lò Thị Giả Định".to_owned(),
            may_have_password: true,
            fault: String::new(),
        };
        let error = Self {
            may_have_password: false,
            fault: "Không nhận được khóa truy cập này. Hãy dùng thiết bị có xác minh người dùng (vân tay, khuôn mặt \
                    hoặc mã PIN) rồi thử lại."
                .to_owned(),
            ..full.clone()
        };
        let long = Self {
            name: "Nguyễn Hoàng Phương Trường Giang Thủy Nguyên (giả định)".to_owned(), ..full.clone()
        };
        vec![("full", full), ("error", error), ("long", long)]
    }
}

/// A square of light and dark modules, as telephones read it.
#[derive(Clone, Debug, Default)]
pub struct Square {
    /// Modules of one side, with the quiet zone around them.
    pub side: usize,
    /// The dark modules, as the path of a drawing.
    pub path: String,
}

/// What an authenticator app is given, shown once.
#[derive(Clone, Debug)]
pub struct Secret {
    /// As a square.
    pub square: Square,
    /// As letters, in groups.
    pub groups: Vec<String>,
}

/// Choosing a password with its second factor.
#[derive(Clone, Debug, Template)]
#[template(path = "me/password.html")]
pub struct PasswordOffer {
    /// Around the page.
    pub frame: Frame,
    /// Whose account it is, for password managers.
    pub login: String,
    /// What the form gives back.
    pub reference: String,
    /// What the app is given; none when it was shown before.
    pub secret: Option<Secret>,
    /// Why the password was not set; empty when none was tried.
    pub fault: String,
}

impl PasswordOffer {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: as it begins, a password that is too short, a code that does not fit.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let modules = (0..29).flat_map(|y| (0..29).filter(move |x| (x * 7 + y * 11) % 3 == 0).map(move |x| (x, y)));
        let path = modules.fold(String::new(), |path, (x, y)| format!("{path}M{} {}h1v1h-1z", x + 4, y + 4));
        let full = Self {
            frame: samples::frame("/toi/mat-khau/bat-dau", Section::Other, &[("Tài khoản của tôi", "/toi")]),
            login: "lo.thi.gia.dinh".to_owned(),
            reference: "giả-định".to_owned(),
            secret: Some(Secret {
                square: Square { side: 37, path },
                groups: ["GIA2", "DINH", "3456", "7ABC", "GIA2", "DINH", "3456", "7ABC"].map(str::to_owned).to_vec(),
            }),
            fault: String::new(),
        };
        let error = Self {
            secret: None,
            fault: "Mật khẩu có 8 ký tự, cần ít nhất 12. Hãy ghép vài từ không liên quan với nhau.".to_owned(),
            ..full.clone()
        };
        let code = Self {
            fault: "Mã sáu chữ số không khớp. Hãy kiểm tra giờ trên điện thoại, lấy mã mới rồi bắt đầu lại.".to_owned(),
            ..full.clone()
        };
        vec![("full", full), ("error", error), ("code", code)]
    }
}

/// Secrets that are shown once: recovery codes, a token.
#[derive(Clone, Debug, Template)]
#[template(path = "me/once.html")]
pub struct Once {
    /// Around the page.
    pub frame: Frame,
    /// Heading.
    pub title: String,
    /// What they are, and where they belong.
    pub lead: String,
    /// They themselves.
    pub secrets: Vec<String>,
    /// Where to go on.
    pub next: String,
}

impl Once {
    /// The finished page.
    pub fn html(&self) -> Html {
        self.render()
    }

    /// Made-up pages: ten codes, one token.
    pub fn samples() -> Vec<(&'static str, Self)> {
        let codes = Self {
            frame: samples::frame("/toi/ma-khoi-phuc", Section::Other, &[("Tài khoản của tôi", "/toi")]),
            title: "Mã khôi phục".to_owned(),
            lead: "Mỗi mã dùng được một lần thay cho mã xác thực khi mất điện thoại.".to_owned(),
            secrets: (0..10).map(|n| format!("GIA{n}-D1NH-0000-1111-2222-3333-4444-5555")).collect(),
            next: "/toi".to_owned(),
        };
        let token = Self {
            title: "Mã truy cập đã tạo".to_owned(),
            lead: "Mã của “Phần mềm báo cáo giả định” chỉ hiện lần này.".to_owned(),
            secrets: vec!["anlanh_gia-dinh-0123456789abcdefghijklmnopqrstuvwxyz".to_owned()],
            ..codes.clone()
        };
        vec![("codes", codes), ("token", token)]
    }
}
