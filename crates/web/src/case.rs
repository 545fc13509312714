//! People's files: the list, the purpose, one file, the form of an act, a new file; and what their pages share.

pub mod act;
pub mod bulk;
pub mod create;
mod form;
pub mod index;
pub mod paper;
pub mod purpose;
pub mod show;
mod view;
pub mod words;

use domain::access::{Purpose, Role};
use domain::cases::{Act, purposes_of};
use pages::flash::{Flash, Tone};
use pages::frame::{Crumb, Frame, Section};

use texts::Lang;

use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::Visitor;

/// The first step of a path that begins with today's work.
pub fn from_today(lang: Lang) -> Crumb {
    crumb(lang.files_menu_today(), Some("/viec-hom-nay".to_owned()))
}

/// The frame of a page of these. Its path begins with today's work, not with the nation.
pub fn frame(scope: &Scope, path: &str, crumbs: Vec<Crumb>) -> Frame {
    let lang = scope.lang();
    let mut frame = scope.frame(Section::Other, Vec::new());
    path.clone_into(&mut frame.path);
    if !crumbs.is_empty() {
        frame.crumbs = vec![from_today(lang)];
        frame.crumbs.extend(crumbs);
    }
    let done = match scope.cx.value("xong") {
        Some("mo") => lang.files_done_opened().to_owned(),
        Some("cho") => lang.files_act_waits().to_owned(),
        Some("lap") => lang.files_new_done().to_owned(),
        Some(entry) => match entry.strip_prefix("viec-").and_then(|number| number.parse::<u32>().ok()) {
            Some(number) => lang.files_act_done(number),
            None => return frame,
        },
        None => return frame,
    };
    frame.flash = Some(Flash { tone: Tone::Done, text: done });
    frame
}

/// For what an officer lists files, by role: the purpose that the law gives their office.
pub fn purpose_of_lists(visitor: &Visitor) -> Result<Purpose, Problem> {
    Ok(match role(visitor)? {
        Role::CommitteeChair => Purpose::PostRehab,
        Role::HealthStation => Purpose::Substitution,
        Role::CommuneDepartment => Purpose::Support,
        _ => Purpose::UserManagement,
    })
}

/// The state of the people whom an officer who is not of the police lists.
pub fn state_of_lists(visitor: &Visitor) -> Result<Option<&'static str>, Problem> {
    Ok(app::App::lists_only(role(visitor)?))
}

/// The role under which somebody acts.
pub fn role(visitor: &Visitor) -> Result<Role, Problem> {
    Ok(visitor.session.appointment(visitor.acting()?).map_err(app::Problem::Access)?.role)
}

/// Whether somebody keeps the files: the commune's police.
pub fn is_police(visitor: &Visitor) -> bool {
    matches!(role(visitor), Ok(Role::FileOfficer | Role::PoliceHead))
}

/// Whether an act serves what somebody reads files for; the police read them for every purpose.
pub fn serves(visitor: &Visitor, act: &Act) -> bool {
    is_police(visitor) || purpose_of_lists(visitor).is_ok_and(|purpose| purposes_of(act).contains(&purpose))
}

/// The address of a file.
pub fn path_of(person: impl std::fmt::Display) -> String {
    format!("/ho-so/{person}")
}

/// The address of the form of an act.
pub fn path_of_act(person: impl std::fmt::Display, act: &str) -> String {
    format!("/ho-so/{person}/viec/{act}")
}

/// Where a file opens for the rights of its person, and goes on to the extract.
pub fn extract_reopens(person: impl std::fmt::Display) -> String {
    let file = path_of(person);
    format!("{file}/mo?ve={file}/trich-luc")
}

/// Whether what went wrong is only that the file was not opened, or for another purpose.
pub fn asks_for_purpose(problem: &app::Problem) -> bool {
    use app::signin::AccessFault::{NoPurpose, OtherPurpose};
    matches!(problem, app::Problem::Access(NoPurpose | OtherPurpose))
}
