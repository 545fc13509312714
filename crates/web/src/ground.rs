//! GET /can-xet-nghiem: grounds on which nobody was tested yet. For the unit's police; no export and no map. A ground past
//! its time hides whom it is about until it is renewed or withdrawn.

use app::App;
use app::cases::Ground;
use axum::extract::State;
use axum::response::Html;
use domain::cases::{Law, days_between};
use pages::format::Whole as _;
use pages::grounds::{GroundRow, Grounds};
use texts::Lang;

use crate::account::own_unit;
use crate::case::{frame, path_of, path_of_act, words};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::{Visitor, unit_name};

/// The limit after which a ground is no longer followed.
const EXPIRY: &str = "ground_expiry";

/// The register.
pub async fn get(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Html<String>, Problem> {
    let (lang, law) = (scope.lang(), app.casework()?);
    let grounds = app.grounds(&visitor.session, visitor.acting()?).await?;
    let expiry = law.on(app.today()).and_then(|law| law.clocks.iter().find(|line| line.id == EXPIRY));
    let page = Grounds {
        frame: frame(&scope, "/can-xet-nghiem", vec![crumb(lang.files_ground_title(), None)]),
        unit: unit_name(&app, own_unit(&visitor)?, lang),
        owner: expiry.and_then(|line| line.owner.clone()).unwrap_or_default(),
        rows: grounds.iter().map(|ground| row(law, lang, &app, ground)).collect(),
    };
    Ok(Html(page.html()?))
}

fn row(law: &Law, lang: Lang, app: &App, of: &Ground) -> GroundRow {
    let said = [
        ("record_positive_test", lang.files_ground_test_positive()),
        ("record_negative_test", lang.files_ground_test_negative()),
        ("renew_ground", lang.files_ground_renew()),
        ("withdraw_ground", lang.files_ground_withdraw()),
    ];
    // past its time, nothing is done with a ground but to renew or withdraw it
    let offered = said.into_iter().filter(|(act, _)| law.act(act).is_some() && !(of.expired && act.ends_with("_test")));
    let days = of.since.map_or(0, |since| days_between(since.day, app.today()).max(0));
    GroundRow {
        href: path_of(of.person),
        name: of.name.clone().unwrap_or_else(|| lang.files_today_nameless().to_owned()),
        what: of.rests_on.as_ref().map(|(ground, paper)| said_of(lang, ground, paper)).unwrap_or_default(),
        since: of.since.map(|since| words::moment(lang, since)).unwrap_or_default(),
        days: usize::try_from(days).unwrap_or_default().whole(),
        expires: of.expires.map(|expires| words::instant(lang, expires)).unwrap_or_default(),
        expired: of.expired,
        contested: of.contested,
        acts: offered.map(|(act, text)| (path_of_act(of.person, act), text.to_owned())).collect(),
    }
}

/// The point of the law in words, and the paper behind it.
fn said_of(lang: Lang, ground: &str, paper: &str) -> String {
    let point = words::option(lang, "ground", ground).unwrap_or(ground);
    if paper.is_empty() { point.to_owned() } else { lang.files_ground_evidence(point, paper) }
}
