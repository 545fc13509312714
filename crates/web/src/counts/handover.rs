//! /danh-sach/lap: a list that the law prescribes, asked for by one, agreed to by another, made once.

use app::App;
use app::papers::Kind;
use app::papers::list::{AskedList, ListFault, PURPOSES, ToHandOver, WantedList};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::Purpose;
use pages::handover::{AskList, ShowList};
use serde::Deserialize;
use texts::Lang;
use uuid::Uuid;

use crate::account::{own_unit, step_up};
use crate::case::{frame, words};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::{Visitor, unit_name};

/// Where the form is.
const PATH: &str = "/danh-sach/lap";

/// What the form sends; any other field is refused.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sent {
    den: String,
    #[serde(rename = "muc-dich")]
    purpose: String,
    #[serde(rename = "noi-nhan")]
    receiver: String,
}

/// As what the list is made.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    kieu: String,
}

/// GET /danh-sach/lap
pub async fn ask(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Response, Problem> {
    let sent = Sent { den: app.today().to_string(), ..Sent::default() };
    form(&app, &scope, &visitor, &sent, String::new())
}

/// POST /danh-sach/lap
pub async fn propose(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Form(sent): Form<Sent>,
) -> Result<Response, Problem> {
    let lang = scope.lang();
    let Some(day) = crate::days::read(&sent.den) else {
        return form(&app, &scope, &visitor, &sent, lang.handover_bad_day(&sent.den));
    };
    let Some(purpose) = PURPOSES.into_iter().find(|purpose| purpose.key() == sent.purpose) else {
        return form(&app, &scope, &visitor, &sent, ListFault::NotForThis.say(lang));
    };
    let wanted = WantedList { day, purpose, receiver: sent.receiver.clone() };
    match app.propose_list(&visitor.session, visitor.acting()?, wanted).await? {
        Ok(proposal) => Ok(Redirect::to(&format!("{PATH}/{}", proposal.id)).into_response()),
        Err(fault) => form(&app, &scope, &visitor, &sent, fault.say(lang)),
    }
}

/// GET /danh-sach/lap/{id}
pub async fn show(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let asked = app.asked_list(&visitor.session, id).await?;
    shown(&app, &scope, &visitor, id, &asked, String::new())
}

/// POST /danh-sach/lap/{id}: the list itself, once.
pub async fn make(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Problem> {
    let kind = Kind::from_ending(&wanted.kieu).ok_or(Problem::NoSuchPage)?;
    match app.make_list(&visitor.session, visitor.acting()?, id, kind).await? {
        Ok(printed) => {
            let media = HeaderValue::from_static(printed.mime);
            let name = HeaderValue::try_from(format!("attachment; filename=\"{}\"", printed.name));
            let name = name.unwrap_or_else(|_| HeaderValue::from_static("attachment"));
            Ok(([(header::CONTENT_TYPE, media), (header::CONTENT_DISPOSITION, name)], printed.bytes).into_response())
        }
        Err(fault) => {
            let asked = app.asked_list(&visitor.session, id).await?;
            shown(&app, &scope, &visitor, id, &asked, fault.say(scope.lang()))
        }
    }
}

/// What a list is, in lines: for its author, and for whoever agrees.
pub fn lines(app: &App, lang: Lang, list: &ToHandOver) -> Vec<(String, String)> {
    let purpose = Purpose::from_key(&list.purpose).map(|purpose| words::purpose(app, lang, purpose));
    vec![
        (lang.handover_day().to_owned(), words::day(lang, list.day)),
        (lang.handover_count().to_owned(), list.persons.len().to_string()),
        (lang.handover_purpose().to_owned(), purpose.unwrap_or_default()),
        (lang.handover_receiver().to_owned(), list.receiver.clone()),
    ]
}

fn form(app: &App, scope: &Scope, visitor: &Visitor, sent: &Sent, fault: String) -> Result<Response, Problem> {
    let lang = scope.lang();
    let status = if fault.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let purpose = |purpose: Purpose| (purpose.key(), words::purpose(app, lang, purpose), purpose.key() == sent.purpose);
    let page = AskList {
        frame: frame(scope, PATH, vec![list_crumb(lang), crumb(lang.handover_title(), None)]),
        unit: unit_name(app, own_unit(visitor)?, lang),
        fault,
        day: sent.den.clone(),
        purposes: PURPOSES.into_iter().map(purpose).collect(),
        receiver: sent.receiver.clone(),
        step_up: step_up(app, visitor, PATH),
    };
    Ok((status, Html(page.html()?)).into_response())
}

fn shown(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    id: Uuid,
    asked: &AskedList,
    fault: String,
) -> Result<Response, Problem> {
    let lang = scope.lang();
    let status = if fault.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let path = format!("{PATH}/{id}");
    let mut lines = lines(app, lang, &asked.list);
    lines.push((lang.handover_number().to_owned(), id.to_string()));
    let page = ShowList {
        frame: frame(scope, &path, vec![list_crumb(lang), crumb(lang.handover_asked_title(), None)]),
        fault,
        lines,
        is_agreed: asked.is_agreed,
        proposal: format!("/de-nghi/{id}"),
        step_up: step_up(app, visitor, &path),
    };
    Ok((status, Html(page.html()?)).into_response())
}

fn list_crumb(lang: Lang) -> pages::frame::Crumb {
    crumb(lang.counts_lists_title(), Some("/danh-sach".to_owned()))
}
