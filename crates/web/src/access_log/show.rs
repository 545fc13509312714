//! GET /nhat-ky-truy-cap and /nhat-ky-truy-cap/{person}.

use app::App;
use app::access_log::{PURPOSES, SeenLog};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::Purpose;
use pages::access_log::{AccessLog, LookRow};
use pages::account::Choice;
use pages::frame::Frame;
use uuid::Uuid;

use super::{ACTS, Filter, OTHERS, filter, reason, say_act, say_purpose, words};
use crate::account::{frame, own_unit, units_near};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::{Visitor, unit_name};

/// Of a unit and all below it. A file's id, typed into its form, leads to that file's own page.
pub async fn unit(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Response, Problem> {
    if let Some(typed) = scope.cx.value("ho-so") {
        if let Ok(person) = typed.trim().parse::<Uuid>() {
            return Ok(Redirect::to(&format!("/nhat-ky-truy-cap/{person}")).into_response());
        }
        let fault = scope.lang().account_glass_bad_person(typed);
        let page = page(&app, &scope, &visitor, None, Err(fault)).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response());
    }
    show(&app, &scope, &visitor, None).await
}

/// Of one person's file.
pub async fn person(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(person): Path<Uuid>,
) -> Result<Response, Problem> {
    show(&app, &scope, &visitor, Some(person)).await
}

async fn show(app: &App, scope: &Scope, visitor: &Visitor, person: Option<Uuid>) -> Result<Response, Problem> {
    let filter = filter(app, scope, visitor, person).await?;
    let page = page(app, scope, visitor, person, filter).await?;
    let status = if page.fault.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Html(page.html()?)).into_response())
}

async fn page(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    person: Option<Uuid>,
    filter: Result<Filter, String>,
) -> Result<AccessLog, Problem> {
    let (lang, own) = (scope.lang(), own_unit(visitor)?);
    let value = |key: &str| scope.cx.value(key).unwrap_or_default();
    let path = match person {
        None => vec![crumb(lang.account_log_title(), None)],
        Some(_) => vec![
            crumb(lang.account_log_title(), Some("/nhat-ky-truy-cap".to_owned())),
            crumb(lang.account_log_of_person(), None),
        ],
    };
    let mut page = AccessLog {
        frame: frame(scope, path),
        person: person.map(|person| person.to_string()).unwrap_or_default(),
        unit: unit_name(app, own, lang),
        code: value("don-vi").to_owned(),
        units: units_near(app, own),
        from: value("tu").to_owned(),
        to: value("den").to_owned(),
        account: value("tai-khoan").to_owned(),
        acts: choices(ACTS.iter().map(|act| (*act, say_act(act, lang))), value("viec"), lang),
        purposes: {
            let policy = Purpose::ALL.iter().map(|purpose| purpose.key());
            let all = policy.chain(OTHERS).map(|key| (key, say_purpose(app, key, lang)));
            choices(all, value("muc-dich-xem"), lang)
        },
        reasons: PURPOSES
            .iter()
            .map(|purpose| {
                let chosen = *purpose == reason(value("de-lam-gi"));
                Choice::new(purpose.key(), app.say_purpose(*purpose, lang), chosen)
            })
            .collect(),
        fault: String::new(),
        rows: Vec::new(),
        newer: String::new(),
        older: String::new(),
        xlsx: String::new(),
        csv: String::new(),
    };
    let filter = match filter {
        Ok(filter) => filter,
        Err(fault) => return Ok(AccessLog { fault, ..page }),
    };
    let seen = app.access_log(&visitor.session, visitor.acting()?, &filter.see).await?;
    fill(&mut page, app, scope, &filter, &seen);
    Ok(page)
}

fn fill(page: &mut AccessLog, app: &App, scope: &Scope, filter: &Filter, seen: &SeenLog) {
    let lang = scope.lang();
    page.unit = unit_name(app, seen.unit, lang);
    (page.from, page.to) = (filter.from.to_string(), filter.to.to_string());
    page.rows = seen
        .lines
        .iter()
        .map(|line| {
            let [when, who, act, purpose, unit, classes, result] = words(app, line, seen, lang);
            let files = u64::try_from(line.rows).unwrap_or_default();
            LookRow { when, who, act, purpose, unit, classes, files, result, is_refused: line.result != "served" }
        })
        .collect();
    let to = |page: u64| page.to_string();
    if filter.page > 1 {
        page.newer = page.frame.here(&[("trang", &to(filter.page - 1))]);
    }
    if seen.more {
        page.older = page.frame.here(&[("trang", &to(filter.page.saturating_add(1)))]);
    }
    page.xlsx = file(&page.frame, &page.person, "xlsx");
    page.csv = file(&page.frame, &page.person, "csv");
}

/// The address of the same as a file.
fn file(frame: &Frame, person: &str, extension: &str) -> String {
    let mut frame = frame.clone();
    frame.path = match person {
        "" => format!("/nhat-ky-truy-cap.{extension}"),
        person => format!("/nhat-ky-truy-cap/{person}/bang.{extension}"),
    };
    frame.here(&[("trang", "")])
}

fn choices<'w>(words: impl Iterator<Item = (&'w str, &'static str)>, chosen: &str, lang: texts::Lang) -> Vec<Choice> {
    let all = std::iter::once(Choice::new("", lang.account_any(), chosen.is_empty()));
    all.chain(words.map(|(key, text)| Choice::new(key, text, key == chosen))).collect()
}
