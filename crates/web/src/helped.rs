//! GET /to-quan-ly: the people of one's own teams, and what a member has to do for each. Nobody else, no measures.

use app::App;
use app::cases::TeamLine;
use axum::extract::State;
use axum::response::Html;
use pages::helped::{Helped, HelpedRow};
use texts::Lang;

use crate::case::{frame, path_of_act, words};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::Visitor;

/// The act by which a member says that they looked in.
const CHECK: &str = "residence_check";
/// The act by which a member writes down help.
const SUPPORT: &str = "record_support";

/// The page.
pub async fn get(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Html<String>, Problem> {
    let lang = scope.lang();
    let lines = app.cases_of_team(&visitor.session, visitor.acting()?).await?;
    let mut rows: Vec<(String, HelpedRow)> = lines.iter().map(|line| row(lang, line)).collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let page = Helped {
        frame: frame(&scope, "/to-quan-ly", vec![crumb(lang.files_team_title(), None)]),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    };
    Ok(Html(page.html()?))
}

/// A person who is helped, with what they are ordered by: when the check is due, the others last.
fn row(lang: Lang, line: &TeamLine) -> (String, HelpedRow) {
    let due = line.due.iter().find(|due| due.met_by.iter().any(|act| act == CHECK));
    let may = !line.purposes.is_empty();
    let form = |act: &str, offered: bool| if offered { path_of_act(line.person, act) } else { String::new() };
    let row = HelpedRow {
        name: line.name.clone(),
        contested: line.contested,
        hamlet: line.dwelling.clone(),
        role: line.kind.map_or("", |kind| words::seat(lang, kind)).to_owned(),
        check_due: due.map(|due| words::instant(lang, due.due)).unwrap_or_default(),
        checked: String::new(),
        until: line.until.map(|day| words::day(lang, day)).unwrap_or_default(),
        check: form(CHECK, may && due.is_some()),
        support: form(SUPPORT, may),
    };
    (due.map_or_else(|| "~".to_owned(), |due| words::machine(due.due)), row)
}
