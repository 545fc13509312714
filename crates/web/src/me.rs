//! One's own account.

pub mod calendar;
pub mod keys;
pub mod notices;
pub mod password;
pub mod role;
pub mod show;
pub mod token;
pub mod visits;

use app::signin::AccessFault;
use axum::response::{IntoResponse, Redirect, Response};
use pages::frame::Crumb;
use texts::Lang;

use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::signin;
use crate::site::Site;
use crate::visitor::Visitor;

/// The path above the pages below one's own account.
fn below(lang: Lang, text: &str) -> Vec<Crumb> {
    vec![crumb(lang.desk_me_title(), Some("/toi".to_owned())), crumb(text, None)]
}

/// A refusal of a form on the page: to the second proof where that is missing, else the page again with the sentence.
async fn refused(
    site: &Site,
    scope: &Scope,
    visitor: &Visitor,
    problem: app::Problem,
    left: show::Left,
) -> Result<Response, Problem> {
    if matches!(problem, app::Problem::Access(AccessFault::StepUp)) {
        return Ok(Redirect::to("/xac-minh?ve=/toi").into_response());
    }
    let (status, fault) = signin::said(problem, scope.lang())?;
    let page = show::page(site, scope, visitor, show::Left { fault, ..left }).await?;
    Ok((status, page).into_response())
}
