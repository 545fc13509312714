//! Reports: the list, beginning one, one report with its acts and files, the board of the units below.

pub mod act;
pub mod board;
pub mod create;
pub mod file;
pub mod import;
pub mod index;
pub mod show;
mod signer;
pub mod words;

use app::reports::ReportFault;
use domain::units::UnitId;
use pages::frame::Crumb;
use texts::Lang;

use crate::problem::Problem;
use crate::scope::crumb;

/// Where reports are.
pub const PATH: &str = "/bao-cao";

/// The address of a report.
pub fn path_of(report: impl std::fmt::Display) -> String {
    format!("{PATH}/{report}")
}

/// The way to reports, as the first steps of a path.
fn crumbs(lang: Lang, last: &str) -> Vec<Crumb> {
    vec![crumb(lang.reports_title(), Some(PATH.to_owned())), crumb(last, None)]
}

/// What is said of a fault on the page; what every use case can run into is a page of its own.
fn fault(fault: ReportFault, lang: Lang) -> Result<String, Problem> {
    match fault {
        ReportFault::Problem(problem) => Err(problem.into()),
        other => Ok(other.say(lang)),
    }
}

/// A unit by name; the country where it is that.
fn unit_name(app: &app::App, unit: UnitId, lang: Lang) -> String {
    crate::visitor::unit_name(app, unit, lang)
}
