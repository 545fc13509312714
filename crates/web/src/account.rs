//! Accounts and appointments, and what their pages share with those of proposals, emergencies and the log.

pub mod act;
pub mod create;
pub mod index;
pub mod show;

use app::App;
use app::signin::AccessFault;
use domain::access::{NATION, Role};
use domain::units::UnitId;
use jiff::civil::Date;
use pages::flash::{Flash, Tone};
use pages::frame::{Crumb, Frame, Section};
use texts::Lang;

use crate::problem::Problem;
use crate::scope::Scope;
use crate::visitor::{Visitor, unit_name};

/// The frame of a page of these, with what was just done.
pub fn frame(scope: &Scope, crumbs: Vec<Crumb>) -> Frame {
    let lang = scope.lang();
    let mut frame = scope.frame(Section::Other, crumbs);
    let done = match scope.cx.value("xong") {
        Some("ngung") => lang.account_done_disabled(),
        Some("dinh-danh") => lang.account_done_linked(),
        Some("thu-hoi") => lang.account_done_revoked(),
        Some("de-nghi") => lang.account_done_proposed(),
        Some("dong-y") => lang.account_done_agreed(),
        Some("trung") => lang.files_new_duplicates(),
        Some("tu-choi") => lang.account_done_refused(),
        Some("rut-lai") => lang.account_done_withdrawn(),
        Some("khan-cap") => lang.account_done_declared(),
        Some("xet-lai") => lang.account_done_reviewed(),
        _ => return frame,
    };
    frame.flash = Some(Flash { tone: Tone::Done, text: done.to_owned() });
    frame
}

/// The unit of the appointment under which somebody acts.
pub fn own_unit(visitor: &Visitor) -> Result<UnitId, Problem> {
    let held = visitor.session.appointment(visitor.acting()?).map_err(app::Problem::Access)?;
    Ok(held.unit)
}

/// The unit of a code in force today; one's own where none was typed. Otherwise a sentence.
pub fn unit_of(app: &App, own: UnitId, typed: &str, lang: Lang) -> Result<UnitId, String> {
    let code = typed.trim();
    if code.is_empty() {
        return Ok(own);
    }
    let (register, today) = (app.register(), app.today());
    let found = register.of_code(code).find(|version| version.in_force(today));
    found.map(|version| version.unit).ok_or_else(|| lang.account_bad_unit(code))
}

/// The code of a unit today; empty for the country.
pub fn code_of(app: &App, unit: UnitId) -> String {
    app.register().version(unit, app.today()).map(|version| version.code.clone()).unwrap_or_default()
}

/// Units to choose from: this one and those right below it, as code and name.
pub fn units_near(app: &App, unit: UnitId) -> Vec<(String, String)> {
    let (register, today) = (app.register(), app.today());
    let pair = |version: &domain::units::Version| (version.code.clone(), version.full_name());
    if unit == NATION {
        return register.level(domain::units::Level::Province, today).map(pair).collect();
    }
    let own = register.version(unit, today).into_iter();
    own.chain(register.children(unit, today)).map(pair).collect()
}

/// A refusal as a sentence for the form that was sent; what no form can put right goes on.
pub fn said(app: &App, problem: app::Problem, lang: Lang) -> Result<String, Problem> {
    match problem {
        app::Problem::Access(AccessFault::NoSession) => Err(problem.into()),
        app::Problem::Access(AccessFault::Refused(refusal)) => {
            let missing = refusal.missing.iter().map(|missing| app.say_missing(*missing, lang));
            Ok(missing.collect::<Vec<_>>().join(" "))
        }
        app::Problem::Access(fault) => Ok(fault.say(lang)),
        app::Problem::Conflict | app::Problem::NothingToSave => Ok(lang.account_already().to_owned()),
        other => Err(other.into()),
    }
}

/// Where to prove oneself anew, and to come back to `back`; empty while the proof is fresh.
pub fn step_up(app: &App, visitor: &Visitor, back: &str) -> String {
    if visitor.session.fresh(app.now()).is_ok() {
        return String::new();
    }
    format!("/xac-minh?ve={}", pages::format::encode(back))
}

/// A text that must be there and no longer than this many characters; otherwise a sentence.
pub fn text(lang: Lang, field: &str, typed: &str, most: usize) -> Result<String, String> {
    let clean = domain::fold::clean(typed);
    if clean.is_empty() {
        return Err(lang.account_empty(field));
    }
    if clean.chars().count() > most {
        return Err(lang.account_too_long(field, most));
    }
    Ok(clean)
}

/// A day as forms send it; otherwise a sentence.
pub fn day(lang: Lang, field: &str, typed: &str) -> Result<Date, String> {
    crate::days::read(typed).ok_or_else(|| lang.account_bad_day(typed, field))
}

/// A role with its unit, in a line.
pub fn office(app: &App, role: Role, unit: UnitId, lang: Lang) -> String {
    format!("{} · {}", app.say_role(role, lang), unit_name(app, unit, lang))
}

/// What an account is called; a word for one that is not known.
pub fn called(names: &std::collections::HashMap<uuid::Uuid, String>, id: uuid::Uuid, lang: Lang) -> &str {
    names.get(&id).map_or(lang.account_somebody(), String::as_str)
}
