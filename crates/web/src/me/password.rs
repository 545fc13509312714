//! POST /toi/mat-khau/… and /toi/ma-khoi-phuc: password, second factor, recovery codes.

use std::fmt::Write as _;

use app::signin::AccessFault;
use axum::Form;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use pages::me_setup::{Once, PasswordOffer, Secret, Square};
use qrcodegen::{QrCode, QrCodeEcc};
use serde::Deserialize;
use texts::Lang;

use super::show::Left;
use super::{below, refused};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::signin::{PASSWORD_MAX, WORD_MAX, frame, said, short};
use crate::site::Site;
use crate::visitor::{self, Visitor};

/// Light modules around a square, as telephones need them (ISO/IEC 18004).
const QUIET: usize = 4;
/// Letters of a group of the secret.
const GROUP: usize = 4;

/// Offers a second factor and asks for a password.
pub async fn start(State(site): State<Site>, scope: Scope, visitor: Visitor) -> Result<Response, Problem> {
    match offer(&site, &scope, &visitor, String::new()).await {
        Ok(page) => Ok(Html(page.html()?).into_response()),
        Err(problem) => refused(&site, &scope, &visitor, problem, codes()).await,
    }
}

fn codes() -> Left {
    Left { fault_in: "codes", ..Left::default() }
}

/// The page with a fresh secret.
async fn offer(site: &Site, scope: &Scope, visitor: &Visitor, fault: String) -> Result<PasswordOffer, app::Problem> {
    let offered = site.app.offer_password(&visitor.session).await?;
    let letters: Vec<char> = offered.secret.chars().collect();
    let groups = letters.chunks(GROUP).map(|group| group.iter().collect()).collect();
    let secret = square(&offered.url).map(|square| Secret { square, groups });
    Ok(PasswordOffer { secret, ..again(scope, visitor, offered.reference, fault) })
}

/// The page with the secret that was shown before.
fn again(scope: &Scope, visitor: &Visitor, reference: String, fault: String) -> PasswordOffer {
    let lang = scope.lang();
    let mut frame = frame(scope, below(lang, lang.desk_me_password()));
    "/toi".clone_into(&mut frame.path);
    PasswordOffer { frame, login: visitor.session.login.clone(), reference, secret: None, fault }
}

/// An address as a square, row by row; none if it is too long for one.
fn square(url: &str) -> Option<Square> {
    let code = QrCode::encode_text(url, QrCodeEcc::Medium).ok()?;
    let (side, mut path) = (code.size(), String::new());
    for y in 0..side {
        for x in (0..side).filter(|x| code.get_module(*x, y)) {
            let (x, y) = (usize::try_from(x).ok()? + QUIET, usize::try_from(y).ok()? + QUIET);
            write!(path, "M{x} {y}h1v1h-1z").ok()?;
        }
    }
    Some(Square { side: usize::try_from(side).ok()? + 2 * QUIET, path })
}

/// The form's fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typed {
    #[serde(rename = "tham-chieu")]
    reference: String,
    #[serde(rename = "mat-khau")]
    password: String,
    #[serde(rename = "nhap-lai")]
    repeated: String,
    #[serde(rename = "ma")]
    code: String,
}

/// Sets the password; the recovery codes are shown once.
pub async fn post(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let lang = scope.lang();
    if let Err((status, fault)) = fits(lang, &typed) {
        let page = again(&scope, &visitor, typed.reference, fault);
        return Ok((status, Html(page.html()?)).into_response());
    }
    let (session, caller) = (&visitor.session, visitor.caller);
    let chosen = site.app.choose_password(session, &typed.reference, &typed.password, &typed.code, caller).await;
    let problem = match chosen {
        Ok(made) => {
            let page = Html(shown(&scope, made.recovery).html()?);
            return Ok(([(header::SET_COOKIE, visitor::begin(&site, &made.signed_in))], page).into_response());
        }
        Err(problem) => problem,
    };
    match problem {
        // the secret still waits for its code
        app::Problem::Access(AccessFault::Password(fault)) => {
            let (status, fault) = said(AccessFault::Password(fault).into(), lang)?;
            Ok((status, Html(again(&scope, &visitor, typed.reference, fault).html()?)).into_response())
        }
        // the secret is spent: another one
        app::Problem::Access(fault @ (AccessFault::Code | AccessFault::Stale)) => {
            let (status, fault) = said(fault.into(), lang)?;
            Ok((status, Html(offer(&site, &scope, &visitor, fault).await?.html()?)).into_response())
        }
        other => refused(&site, &scope, &visitor, other, codes()).await,
    }
}

fn fits(lang: Lang, typed: &Typed) -> Result<(), (StatusCode, String)> {
    short(lang, lang.desk_offer_password(), &typed.password, PASSWORD_MAX)?;
    short(lang, lang.desk_offer_code(), &typed.code, WORD_MAX)?;
    if typed.password == typed.repeated {
        return Ok(());
    }
    Err((StatusCode::UNPROCESSABLE_ENTITY, lang.desk_offer_mismatch().to_owned()))
}

/// New recovery codes, shown once.
pub async fn renew(State(site): State<Site>, scope: Scope, visitor: Visitor) -> Result<Response, Problem> {
    match site.app.renew_recovery_codes(&visitor.session).await {
        Ok(made) => Ok(Html(shown(&scope, made).html()?).into_response()),
        // without a password there is nothing that they would stand beside
        Err(app::Problem::Access(AccessFault::Missing)) => Ok(Redirect::to("/toi").into_response()),
        Err(problem) => refused(&site, &scope, &visitor, problem, codes()).await,
    }
}

fn shown(scope: &Scope, secrets: Vec<String>) -> Once {
    let lang = scope.lang();
    let mut frame = frame(scope, below(lang, lang.desk_codes_title()));
    "/toi".clone_into(&mut frame.path);
    let (title, lead) = (lang.desk_codes_title().to_owned(), lang.desk_codes_lead().to_owned());
    Once { frame, title, lead, secrets, next: "/toi".to_owned() }
}
