//! Six-clear tasks: lists and the board, one task as a sheet, the form of a new one, the form of each act.

pub mod act;
mod clears;
pub mod create;
pub mod export;
pub mod index;
pub mod show;
mod source;
pub mod words;

use app::App;
use app::tasks::Holder;
use domain::access::{FieldClass, Permit, Record, Role, acts};
use domain::units::{Level, UnitId};
use pages::flash::{Flash, Tone};
use pages::frame::{Crumb, Frame, Section};
use texts::Lang;

use crate::guard::Passed;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::unit_name;

/// Where tasks are.
pub const PATH: &str = "/nhiem-vu";

/// The address of a task.
pub fn path_of(task: impl std::fmt::Display) -> String {
    format!("{PATH}/{task}")
}

/// The frame of a page of the programme's work, with what was just done.
pub fn frame(scope: &Scope, path: &str, crumbs: Vec<Crumb>) -> Frame {
    let mut frame = scope.frame(Section::Other, Vec::new());
    path.clone_into(&mut frame.path);
    frame.crumbs = vec![crate::case::from_today(scope.lang())];
    frame.crumbs.extend(crumbs);
    if scope.cx.value("xong").is_some() {
        frame.flash = Some(Flash { tone: Tone::Done, text: scope.lang().task_done_act().to_owned() });
    }
    frame
}

/// The way to tasks, as the first steps of a path.
fn crumbs(lang: Lang, last: &str) -> Vec<Crumb> {
    vec![crumb(lang.task_title(), Some(PATH.to_owned())), crumb(last, None)]
}

/// The permit to read work of a unit and below it that is not public.
pub async fn reads(app: &App, passed: &Passed, unit: UnitId) -> Result<Permit<acts::ReadWork>, Problem> {
    let record = Record::plain(app.place_of(unit, app.now()), FieldClass::UnitFact);
    Ok(app.permit::<acts::ReadWork>(passed.acting(), &record, None).await?)
}

/// The unit of the appointment under which somebody acts.
pub fn home(passed: &Passed) -> UnitId {
    passed.acting().place.unit()
}

/// Whether somebody acts for a province.
pub fn of_province(app: &App, unit: UnitId) -> bool {
    let level = app.register().version(unit, app.today()).map(|version| version.kind.level());
    level == Some(Level::Province)
}

/// An officer in words: name, role, unit.
pub fn officer(app: &App, lang: Lang, holder: &Holder) -> String {
    lang.task_holder(&holder.name, app.say_role(holder.role, lang), unit_name(app, holder.unit, lang))
}

/// Officers to choose from: those of a unit and its hamlets, for a province also the heads of its communes.
pub fn choices(app: &App, lang: Lang, unit: UnitId, holders: &[Holder], with_below: bool) -> Vec<(String, String)> {
    let mut choices = vec![(String::new(), lang.task_i_person_none().to_owned())];
    let named = |holder: &&Holder| {
        let below = matches!(holder.role, Role::PoliceHead | Role::CommitteeChair);
        let works = !matches!(holder.role, Role::Auditor | Role::PlatformAdmin | Role::ProtectionOfficer);
        let of_hamlet = holder.role == Role::HamletHead && app.unit_of_task(holder) == unit;
        works && (holder.unit == unit || of_hamlet || (with_below && below))
    };
    let of = holders.iter().filter(named);
    choices.extend(of.map(|holder| (holder.appointment.to_string(), officer(app, lang, holder))));
    choices
}
