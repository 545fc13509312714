//! The register: search and history.

pub mod index;
pub mod show;

use domain::units::{Start, Version};
use jiff::civil::Date;
use pages::format;
use texts::Lang;

use crate::problem::Problem;
use crate::scope::Scope;

/// The day asked for (`ngay`), or the last day of the window.
fn day(scope: &Scope) -> Result<Date, Problem> {
    let Some(text) = scope.cx.value("ngay") else { return Ok(scope.day()) };
    crate::days::read(text).ok_or_else(|| Problem::Invalid(scope.lang().fault_day(text)))
}

fn date(lang: Lang, date: Date) -> String {
    format::date(lang, &date.to_string())
}

/// Since when a version is in force, or known to have been.
fn since(lang: Lang, version: &Version) -> String {
    match version.from {
        Start::On(day) => date(lang, day),
        Start::SeenOn(day) => lang.unit_seen(date(lang, day)),
    }
}

/// Since when and until when, in words.
fn span(lang: Lang, version: &Version) -> String {
    match version.until {
        None => lang.unit_since(since(lang, version)),
        Some(until) => lang.unit_until_day(date(lang, until.yesterday().unwrap_or(until))),
    }
}
