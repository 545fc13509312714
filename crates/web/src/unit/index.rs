//! GET /don-vi: finding a unit by name or code.

use app::App;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Html;
use domain::units::{Hit as Found, Register, Start, Version};
use jiff::civil::Date;
use pages::frame::Section;
use pages::unit::{Hit, Units};

use crate::grades::heading;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};

/// Answers shown.
const SHOWN: usize = 40;

/// The best answers first.
pub async fn get(State(app): State<App>, scope: Scope) -> Result<(StatusCode, Html<String>), Problem> {
    let lang = scope.lang();
    let q = scope.cx.value("q").unwrap_or_default().to_owned();
    let frame = scope.frame(Section::Units, vec![crumb(lang.pages_menu_units(), None)]);
    let (status, day, hits, fault) = if let Ok(day) = super::day(&scope) {
        (StatusCode::OK, day.to_string(), hits(&scope, &app.register(), &q, day), String::new())
    } else {
        let typed = scope.cx.value("ngay").unwrap_or_default().to_owned();
        let fault = lang.fault_day(&typed);
        (StatusCode::UNPROCESSABLE_ENTITY, typed, Vec::new(), fault)
    };
    Ok((status, Html(Units { frame, q, day, hits, fault }.html()?)))
}

fn hits(scope: &Scope, register: &Register, q: &str, day: Date) -> Vec<Hit> {
    register.search(q, day, SHOWN).into_iter().map(|found| hit(scope, register, &found, day)).collect()
}

fn hit(scope: &Scope, register: &Register, found: &Found<'_>, day: Date) -> Hit {
    let version = found.version;
    let on = if found.in_force { day } else { last_day(version) };
    Hit {
        code: version.code.clone(),
        name: heading(version),
        above: above(register, version, on),
        when: super::span(scope.lang(), version),
        in_force: found.in_force,
        href: scope
            .frame(Section::Units, Vec::new())
            .link_with(format!("/don-vi/{}", version.code), &[("ngay", &on.to_string())]),
    }
}

/// The last day on which a version was in force; its first while it still is.
pub fn last_day(version: &Version) -> Date {
    let first = match version.from {
        Start::On(day) | Start::SeenOn(day) => day,
    };
    version.until.and_then(|until| until.yesterday().ok()).unwrap_or(first)
}

/// The units above, lowest first.
fn above(register: &Register, version: &Version, day: Date) -> String {
    let mut names = Vec::new();
    let mut at = version.parent;
    while let Some(parent) = at.and_then(|unit| register.version(unit, day)) {
        names.push(parent.full_name());
        at = parent.parent;
    }
    names.join(", ")
}
