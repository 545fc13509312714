//! GET /dang-nhap/tinh and /dang-nhap/tinh/tro-ve: to the identity provider of the province, and back.

use app::signin::{AccessFault, Returned};
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use pages::signin::{SignedIn, Way};

use super::passkey::Door;
use super::show::{Left, refused};
use super::{WORD_MAX, back, cookie, frame, said};
use crate::cx::Cx;
use crate::problem::Problem;
use crate::scope::Scope;
use crate::site::Site;
use crate::visitor::{self, cookies};

/// What the browser holds while it is away: the reference, and where it wanted to go. A strict cookie would not come
/// back from another site.
const AWAY: &str = "dinh-danh";

/// Sends the browser to the provider.
pub async fn start(State(site): State<Site>, scope: Scope) -> Result<Response, Problem> {
    let wanted = scope.cx.value("ve").map(back).unwrap_or_default();
    match site.app.sign_in_with_provider_start().await {
        Ok(sending) => {
            let kept = if wanted.contains([';', ',', '"']) { "" } else { wanted.as_str() };
            let held = format!("{AWAY}={}.{kept}; Path=/dang-nhap; Max-Age=300; SameSite=Lax", sending.reference);
            Ok(([(header::SET_COOKIE, cookie(&site, &held))], Redirect::to(sending.url.as_str())).into_response())
        }
        Err(problem) => {
            let left = Left { way: Way::Provider, back: wanted, ..Left::default() };
            refused(&site, &scope, left, said(problem, scope.lang())?).await
        }
    }
}

/// Lets in whom the provider names. The page between is asked for by our own link, so that the strict cookie of the
/// session goes with it.
pub async fn finish(
    State(site): State<Site>,
    scope: Scope,
    door: Door,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let held = cookies(&headers).find(|(name, _)| *name == AWAY).map_or("", |(_, held)| held);
    let (reference, wanted) = held.split_once('.').unwrap_or((held, ""));
    let finished = match (one(&scope.cx, "state"), one(&scope.cx, "code")) {
        (Some(state), Some(code)) if reference.len() <= WORD_MAX => {
            let returned = Returned { state, code, issuer: one(&scope.cx, "iss") };
            site.app.sign_in_with_provider_finish(reference, returned, door.caller).await
        }
        _ => Err(AccessFault::Provider("answer").into()),
    };
    let gone = cookie(&site, &format!("{AWAY}=; Path=/dang-nhap; Max-Age=0; SameSite=Lax"));
    let mut response = match finished {
        Ok(signed_in) => {
            if let Some(before) = &door.visitor {
                site.app.sign_out(&before.session, before.caller).await?;
            }
            let page = SignedIn { frame: frame(&scope, Vec::new()), next: visitor::safe_return(wanted) };
            ([(header::SET_COOKIE, visitor::begin(&site, &signed_in))], Html(page.html()?)).into_response()
        }
        Err(problem) => {
            let left = Left { way: Way::Provider, back: back(wanted), ..Left::default() };
            refused(&site, &scope, left, said(problem, scope.lang())?).await?
        }
    };
    response.headers_mut().append(header::SET_COOKIE, gone);
    Ok(response)
}

/// The only value of a key; none where there are two.
fn one<'c>(cx: &'c Cx, key: &str) -> Option<&'c str> {
    let mut found = cx.query.iter().filter(|(name, _)| name == key).map(|(_, value)| value.as_str());
    found.next().filter(|_| found.next().is_none())
}
