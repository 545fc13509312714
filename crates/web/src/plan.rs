//! /ke-hoach: plans, their targets and roadmaps; documents at hand; what is done with them.

pub mod act;
pub mod create;
pub mod export;
mod fields;
pub mod index;
pub mod known;
pub mod province;
mod refusals;
pub mod show;
mod words;

pub use words::day;

use app::plans::How;
use app::work::WorkFault;
use pages::flash::{Flash, Tone};
use pages::frame::{Crumb, Frame, Section};
use programme::plans::{Between, Refusal};
use texts::Lang;
use uuid::Uuid;

use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::tally;

/// The page of a plan.
pub fn path_of(id: Uuid) -> String {
    format!("/ke-hoach/{id}")
}

/// The frame of these pages; their path begins with the list.
fn frame(scope: &Scope, path: &str, steps: Vec<Crumb>) -> Frame {
    let lang = scope.lang();
    let mut frame = scope.frame(Section::Other, Vec::new());
    path.clone_into(&mut frame.path);
    let list = (!steps.is_empty()).then(|| "/ke-hoach".to_owned());
    frame.crumbs = vec![crate::case::from_today(lang), crumb(lang.plan_title(), list)];
    frame.crumbs.extend(steps);
    let done = match scope.cx.value("xong") {
        Some("ghi") => lang.plan_done(),
        Some("moi") => lang.plan_done_new(),
        _ => return frame,
    };
    frame.flash = Some(Flash { tone: Tone::Done, text: done.to_owned() });
    frame
}

/// How the reader wants targets judged.
fn how(scope: &Scope) -> How {
    How {
        settings: scope.settings.clone(),
        year: scope.year,
        between: scope.cx.value("giua").and_then(Between::from_key).unwrap_or_default(),
        rounding: tally::rounding(scope),
    }
}

/// A fault as a sentence for the form that was sent; what no form can put right goes on.
fn said(app: &app::App, fault: WorkFault<Refusal>, lang: Lang) -> Result<String, Problem> {
    match fault {
        WorkFault::Problem(problem) => crate::account::said(app, problem, lang),
        other => Ok(other.say(lang, |refusal| refusals::say(lang, refusal))),
    }
}
