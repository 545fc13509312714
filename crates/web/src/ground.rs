//! GET /can-xet-nghiem: grounds on which nobody was tested yet. For the unit's police; no export and no map.

use app::App;
use app::cases::{CaseLine, ListAsk};
use axum::extract::State;
use axum::response::Html;
use domain::access::Purpose;
use domain::cases::{Law, days_between};
use pages::format::Whole as _;
use pages::grounds::{GroundRow, Grounds};
use texts::Lang;

use crate::account::own_unit;
use crate::case::{frame, is_police, path_of, path_of_act, words};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::{Visitor, unit_name};

/// The state in which somebody has a ground and no test yet.
const GROUND: &str = "S0";
/// The limit after which a ground is no longer followed.
const EXPIRY: &str = "ground_expiry";

/// The register.
pub async fn get(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Html<String>, Problem> {
    if !is_police(&visitor) {
        return Err(app::Problem::Hidden.into());
    }
    let (lang, law, acting) = (scope.lang(), app.casework()?, visitor.acting()?);
    let ask = ListAsk { purpose: Purpose::UserManagement, list: None, state: Some(GROUND.to_owned()), late: false };
    let lines = app.cases_of_unit(&visitor.session, acting, &ask).await?;
    let mut rows: Vec<(String, GroundRow)> = lines.iter().map(|line| row(law, lang, &app, line)).collect();
    rows.sort_by(|a, b| a.0.cmp(&b.0));
    let expiry = law.on(app.today()).and_then(|law| law.clocks.iter().find(|line| line.id == EXPIRY));
    let page = Grounds {
        frame: frame(&scope, "/can-xet-nghiem", vec![crumb(lang.files_ground_title(), None)]),
        unit: unit_name(&app, own_unit(&visitor)?, lang),
        owner: expiry.and_then(|line| line.owner.clone()).unwrap_or_default(),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
    };
    Ok(Html(page.html()?))
}

/// A ground, with what it is ordered by: when it expires.
fn row(law: &Law, lang: Lang, app: &App, line: &CaseLine) -> (String, GroundRow) {
    let due = line.next_due.as_ref().filter(|due| due.clock == EXPIRY);
    let acts = ["record_positive_test", "record_negative_test", "renew_ground", "withdraw_ground"];
    let said = |act: &str| match act {
        "record_positive_test" => lang.files_ground_test_positive(),
        "record_negative_test" => lang.files_ground_test_negative(),
        "renew_ground" => lang.files_ground_renew(),
        _ => lang.files_ground_withdraw(),
    };
    let offered = acts.into_iter().filter(|act| law.act(act).is_some());
    let days = due.map_or(0, |due| days_between(due.started.day, app.today()).max(0));
    let row = GroundRow {
        href: path_of(line.person),
        name: line.name.clone(),
        what: String::new(),
        since: due.map(|due| words::moment(lang, due.started)).unwrap_or_default(),
        days: usize::try_from(days).unwrap_or_default().whole(),
        expires: due.map(|due| words::instant(lang, due.due)).unwrap_or_default(),
        expired: due.is_some_and(|due| due.due < app.local_now()),
        acts: offered.map(|act| (path_of_act(line.person, act), said(act).to_owned())).collect(),
    };
    (due.map(|due| words::machine(due.due)).unwrap_or_default(), row)
}
