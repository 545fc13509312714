//! /kinh-phi: sources of money, what is planned, allotted and spent of them.

pub mod act;
pub mod create;
pub mod export;
mod fields;
pub mod index;
pub mod show;
mod words;

use app::App;
use app::work::{Kept, Of, WorkFault, WorkQuery};
use domain::access::{Permit, acts};
use domain::units::UnitId;
use domain::work::Noun;
use pages::flash::{Flash, Tone};
use pages::frame::{Crumb, Frame, Section};
use programme::funds::{Fund, Refusal};
use texts::Lang;
use uuid::Uuid;

use crate::problem::Problem;
use crate::scope::{Scope, crumb};

/// The page of a source.
pub fn path_of(id: Uuid) -> String {
    format!("/kinh-phi/{id}")
}

/// The frame of these pages; their path begins with the list.
fn frame(scope: &Scope, path: &str, steps: Vec<Crumb>) -> Frame {
    let lang = scope.lang();
    let mut frame = scope.frame(Section::Other, Vec::new());
    path.clone_into(&mut frame.path);
    let list = (!steps.is_empty()).then(|| "/kinh-phi".to_owned());
    frame.crumbs = vec![crate::case::from_today(lang), crumb(lang.fund_title(), list)];
    frame.crumbs.extend(steps);
    if scope.cx.value("xong") == Some("ghi") {
        frame.flash = Some(Flash { tone: Tone::Done, text: lang.fund_done().to_owned() });
    }
    frame
}

/// Sources of a unit and of those below it.
async fn all(app: &App, permit: &Permit<acts::ReadWork>, own: UnitId) -> Result<Vec<Kept<Fund>>, Problem> {
    Ok(app.work_all::<Fund>(permit, Of::Within(own), None).await?)
}

/// Plans that money can be for, by id: what they are called.
async fn plans(app: &App, permit: &Permit<acts::ReadWork>, own: UnitId) -> Result<Vec<(Uuid, String)>, Problem> {
    let listed = app.work_list(permit, &WorkQuery::all(Noun::Plan, Of::Within(own))).await?;
    Ok(listed.into_iter().map(|stands| (stands.id, stands.standing.title)).collect())
}

/// A fault as a sentence for the form that was sent; what no form can put right goes on.
fn said(app: &App, fault: WorkFault<Refusal>, lang: Lang) -> Result<String, Problem> {
    match fault {
        WorkFault::Problem(problem) => crate::account::said(app, problem, lang),
        other => Ok(other.say(lang, |refusal| words::refusal(lang, refusal))),
    }
}
