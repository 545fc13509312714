//! The door: ways in, the way out, and proving again who one is.

pub mod demo;
pub mod enrolment;
pub mod out;
pub mod passkey;
pub mod password;
pub mod provider;
pub mod show;
pub mod step_up;

use app::signin::{AccessFault, SignedIn};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use pages::flash::{Flash, Tone};
use pages::frame::{Crumb, Frame, Section};
use texts::Lang;

use crate::problem::Problem;
use crate::scope::Scope;
use crate::site::Site;
use crate::visitor::{self, Visitor};

/// Longest answer of an authenticator, in bytes; what browsers send is a tenth of it.
pub const ANSWER_BYTES_MAX: usize = 16 << 10;
/// Longest login, code or reference that is looked at, in characters.
pub const WORD_MAX: usize = 200;
/// Longest password that is looked at, in characters; one that is too long for an account is told so further in.
pub const PASSWORD_MAX: usize = 512;

/// The frame of a page of these, with what was just done.
pub fn frame(scope: &Scope, crumbs: Vec<Crumb>) -> Frame {
    let lang = scope.lang();
    let mut frame = scope.frame(Section::Other, crumbs);
    let done = match scope.cx.value("xong") {
        Some("khoa") => lang.desk_done_key(),
        Some("thong-bao") => lang.desk_done_notice(),
        Some("thu-hoi") => lang.desk_done_revoked(),
        Some("vai-tro") => lang.desk_done_role(),
        Some("xac-minh") => lang.desk_done_proved(),
        Some("dang-xuat") => lang.desk_done_signed_out(),
        Some("ket-thuc") => lang.desk_done_ended(),
        Some("xoa-khoa") => lang.desk_done_key_removed(),
        _ => return frame,
    };
    frame.flash = Some(Flash { tone: Tone::Done, text: done.to_owned() });
    frame
}

/// Begins the session in the browser and goes on. A session that the browser held before is over.
pub async fn welcome(
    site: &Site,
    before: Option<&Visitor>,
    signed_in: &SignedIn,
    back: &str,
) -> Result<Response, Problem> {
    if let Some(before) = before.filter(|before| before.session.id != signed_in.session) {
        site.app.sign_out(&before.session, before.caller).await?;
    }
    Ok(go_on(site, signed_in, back))
}

/// The cookie of a session that goes on under a new reference, and the way back.
pub fn go_on(site: &Site, signed_in: &SignedIn, back: &str) -> Response {
    let cookie = [(header::SET_COOKIE, visitor::begin(site, signed_in))];
    (cookie, Redirect::to(&visitor::safe_return(back))).into_response()
}

/// The way back that a form or an address names; empty for the beginning.
pub fn back(named: &str) -> String {
    let back = visitor::safe_return(named);
    if back == "/" { String::new() } else { back }
}

/// A refusal as status and sentence for the form that was sent; what no form can put right goes on.
pub fn said(problem: app::Problem, lang: Lang) -> Result<(StatusCode, String), Problem> {
    match problem {
        app::Problem::Access(fault @ (AccessFault::NoDesk | AccessFault::NoSession)) => {
            Err(app::Problem::Access(fault).into())
        }
        app::Problem::Access(fault) => {
            let status = match fault {
                AccessFault::Wait { .. } | AccessFault::Locked => StatusCode::TOO_MANY_REQUESTS,
                AccessFault::Busy { .. } => StatusCode::SERVICE_UNAVAILABLE,
                _ => StatusCode::UNPROCESSABLE_ENTITY,
            };
            Ok((status, fault.say(lang)))
        }
        other => Err(other.into()),
    }
}

/// Refuses a field that is longer than anything that belongs there.
pub fn short(lang: Lang, field: &str, text: &str, most: usize) -> Result<(), (StatusCode, String)> {
    if text.chars().nth(most).is_none() {
        return Ok(());
    }
    Err((StatusCode::UNPROCESSABLE_ENTITY, lang.desk_too_long(field, most)))
}

/// A cookie of ours that is no session.
pub fn cookie(site: &Site, text: &str) -> HeaderValue {
    let secure = if site.is_https() { "; Secure" } else { "" };
    HeaderValue::try_from(format!("{text}; HttpOnly{secure}")).unwrap_or_else(|_| HeaderValue::from_static(""))
}
