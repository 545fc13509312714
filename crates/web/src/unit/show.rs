//! GET /don-vi/{code}: a unit as of a day, with its history both ways.

use app::App;
use axum::extract::{Path, State};
use axum::response::Html;
use domain::units::{Extent, Level, Lineage, Register, UnitId, Version};
use jiff::civil::Date;
use pages::format::Whole;
use pages::frame::Section;
use pages::unit::{Relative, Unit, Version as Row};

use super::index::last_day;
use crate::grades::heading;
use crate::problem::Problem;
use crate::scope::{Scope, crumb, path_of};
use crate::visitor::Visitor;

/// The unit that had this code on the day; otherwise the one that had it last.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    visitor: Option<Visitor>,
    Path(code): Path<String>,
) -> Result<Html<String>, Problem> {
    let lang = scope.lang();
    let day = super::day(&scope)?;
    let register = app.register();
    // a page that who is signed in may not read is named and not linked; nobody signed in is asked to sign in there
    let reads = |unit| visitor.as_ref().is_none_or(|visitor| visitor.reads_figures_of(&app, unit));
    let version = register
        .of_code(&code)
        .find(|version| version.in_force(day))
        .or_else(|| register.of_code(&code).last())
        .ok_or_else(|| Problem::NoSuchUnit { code: code.clone(), instead: Vec::new() })?;
    let path = vec![scope.step(lang.pages_menu_units(), "/don-vi"), crumb(&heading(version), None)];
    let page = Unit {
        frame: scope.frame(Section::Units, path),
        code: version.code.clone(),
        name: heading(version),
        day: day.to_string(),
        doubt: doubt(&scope, version, day),
        above: above(&register, version, day, reads),
        verdict: verdict_path(&register, version, scope.day()).filter(|_| reads(version.unit)),
        versions: rows(&scope, &register, version, day),
        before: register
            .predecessors(version.unit)
            .filter_map(|arrow| relative(&scope, &register, arrow, arrow.from))
            .collect(),
        after: register
            .successors(version.unit)
            .filter_map(|arrow| relative(&scope, &register, arrow, arrow.to))
            .collect(),
        children: register.children(version.unit, day).count().whole(),
    };
    Ok(Html(page.html()?))
}

/// What is only presumed of that day, or that the unit was not there.
fn doubt(scope: &Scope, version: &Version, day: Date) -> String {
    let lang = scope.lang();
    if !version.in_force(day) {
        return lang.unit_not_in_force(super::date(lang, day), super::span(lang, version));
    }
    if version.is_certain(day) { String::new() } else { lang.unit_presumed(super::since(lang, version)) }
}

fn above(
    register: &Register,
    version: &Version,
    day: Date,
    reads: impl Fn(UnitId) -> bool,
) -> Vec<(String, Option<String>)> {
    let day = if version.in_force(day) { day } else { last_day(version) };
    let mut found = Vec::new();
    let mut at = version.parent;
    while let Some(parent) = at.and_then(|unit| register.version(unit, day)) {
        let href = (parent.kind.level() == Level::Province && reads(parent.unit)).then(|| path_of(parent));
        found.push((heading(parent), href));
        at = parent.parent;
    }
    found
}

/// Page of the result, for units that are judged in the year shown.
fn verdict_path(register: &Register, version: &Version, day: Date) -> Option<String> {
    let now = register.version(version.unit, day)?;
    match now.kind.level() {
        Level::Province => Some(format!("/tinh/{}/xep-loai", now.code)),
        Level::Commune => Some(format!("/xa/{}", now.code)),
        Level::District | Level::Hamlet => None,
    }
}

fn rows(scope: &Scope, register: &Register, version: &Version, day: Date) -> Vec<Row> {
    let lang = scope.lang();
    let mut rows: Vec<Row> = register
        .versions_of(version.unit)
        .map(|version| Row {
            code: version.code.clone(),
            name: heading(version),
            parent: version
                .parent
                .and_then(|unit| register.version(unit, last_day(version)))
                .map(Version::full_name)
                .unwrap_or_default(),
            from: super::since(lang, version),
            until: version.until.map(|until| super::date(lang, until)).unwrap_or_default(),
            basis: version.basis.clone(),
            current: version.in_force(day),
        })
        .collect();
    rows.reverse();
    rows
}

fn relative(scope: &Scope, register: &Register, arrow: &Lineage, other: UnitId) -> Option<Relative> {
    let came_before = other == arrow.from;
    let day = if came_before { arrow.on.yesterday().ok()? } else { arrow.on };
    let version = register.version(other, day).or_else(|| register.versions_of(other).last())?;
    let frame = scope.frame(Section::Units, Vec::new());
    Some(Relative {
        code: version.code.clone(),
        name: heading(version),
        href: frame.link_with(format!("/don-vi/{}", version.code), &[("ngay", &day.to_string())]),
        on: arrow.on.to_string(),
        part: arrow.extent == Extent::Part,
        basis: arrow.basis.clone(),
    })
}
