//! POST /tai-khoan: a new account with its code, shown once.

use app::App;
use app::accounts::NewAccount;
use axum::Form;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use domain::accounts::ENROLMENT_MAX;
use pages::account::AccountCode;
use pages::accounts::NewForm;
use serde::Deserialize;

use super::{frame, index, own_unit, said, text, unit_of};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::site::Site;
use crate::visitor::Visitor;

/// The form's fields; any other is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct New {
    #[serde(rename = "don-vi", default)]
    unit: String,
    #[serde(rename = "ten-dang-nhap")]
    login: String,
    #[serde(rename = "ho-ten")]
    name: String,
    #[serde(rename = "thu-dien-tu", default)]
    email: String,
    #[serde(rename = "dien-thoai", default)]
    phone: String,
}

/// Makes it, or gives the form back.
pub async fn post(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    headers: HeaderMap,
    Form(new): Form<New>,
) -> Result<Response, Problem> {
    let (app, lang) = (&site.app, scope.lang());
    match make(app, &scope, &visitor, &new).await? {
        Ok(page) => Ok(Html(AccountCode { address: sign_in_address(&site, &headers), ..page }.html()?).into_response()),
        Err(fault) => {
            let New { unit, login, name, email, phone } = new;
            let form = NewForm { unit, login, name, email, phone, fault };
            let mut page = index::page(app, &scope, &visitor, form).await?;
            page.frame.crumbs.truncate(1);
            page.frame.crumbs.push(crumb(lang.account_index_title(), Some("/tai-khoan".to_owned())));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
        }
    }
}

async fn make(app: &App, scope: &Scope, visitor: &Visitor, new: &New) -> Result<Result<AccountCode, String>, Problem> {
    let lang = scope.lang();
    let checked = text(lang, lang.account_full_name(), &new.name, 120).and_then(|name| {
        let unit = unit_of(app, own_unit(visitor).map_err(|_| String::new())?, &new.unit, lang)?;
        let limit = |field: &str, typed: &str, most| {
            if typed.chars().count() > most { Err(lang.account_too_long(field, most)) } else { Ok(()) }
        };
        limit(lang.account_email(), &new.email, 200)?;
        limit(lang.account_phone(), &new.phone, 40)?;
        Ok((name, unit))
    });
    let (name, unit) = match checked {
        Ok(checked) => checked,
        Err(fault) => return Ok(Err(fault)),
    };
    let some = |typed: &str| Some(typed.trim().to_owned()).filter(|typed| !typed.is_empty());
    let wanted =
        NewAccount { login: new.login.clone(), name: name.clone(), email: some(&new.email), phone: some(&new.phone) };
    let made = match app.create_account(&visitor.session, visitor.acting()?, unit, wanted).await {
        Ok(made) => made,
        Err(problem) => return said(app, problem, lang).map(Err),
    };
    let next = format!("/tai-khoan/{}", made.account.0);
    Ok(Ok(code_page(app, scope, (made.login.to_string(), name), made.code, next)))
}

/// The page that shows a code once; its address is filled in by who knows the request.
pub fn code_page(app: &App, scope: &Scope, whose: (String, String), code: String, next: String) -> AccountCode {
    let lang = scope.lang();
    let (login, name) = whose;
    let mut frame = frame(
        scope,
        vec![crumb(lang.account_index_title(), Some("/tai-khoan".to_owned())), crumb(lang.account_code(), None)],
    );
    // another language would be another request, and the code is not kept
    "/tai-khoan".clone_into(&mut frame.path);
    let until = app.now().checked_add(ENROLMENT_MAX).map(app::written).unwrap_or_default();
    AccountCode { frame, login, name, code, until, address: String::new(), next }
}

/// Where an enrolment code is typed, as the browser reaches this server.
pub fn sign_in_address(site: &Site, headers: &HeaderMap) -> String {
    let host = headers.get(header::HOST).and_then(|value| value.to_str().ok()).unwrap_or("localhost");
    let scheme = if site.is_https() { "https" } else { "http" };
    format!("{scheme}://{host}/dang-nhap")
}
