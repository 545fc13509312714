//! GET /ke-hoach: plans of one's own unit, above and below it, and the documents at hand.

use app::App;
use app::work::{Of, Stands, WorkQuery};
use axum::extract::State;
use axum::response::Html;
use domain::access::{Action, FieldClass, Permit, Record, acts};
use domain::units::{Level, UnitId};
use domain::work::Noun;
use pages::plans::{DocumentRow, PlanGroup, PlanRow, Plans};
use programme::plans::{Phase, shipped};
use texts::Lang;

use super::{frame, path_of, words};
use crate::account::own_unit;
use crate::guard::{Allowed, Passed};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::site::Site;
use crate::visitor::{Visitor, unit_name};

/// The list.
pub async fn get(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    passed: Passed,
    Allowed(permit): Allowed<acts::ReadWork>,
) -> Result<Html<String>, Problem> {
    let (app, lang, own) = (&site.app, scope.lang(), own_unit(&visitor)?);
    let all = app.work_list(&permit, &WorkQuery::all(Noun::Plan, Of::Within(own))).await?;
    let (mine, below): (Vec<_>, Vec<_>) = all.into_iter().partition(|stands| stands.unit == own);
    let above = above(&site, &passed, own).await?;
    let group = |anchor, title, listed: Vec<Stands>| PlanGroup {
        anchor,
        title,
        rows: listed.into_iter().map(|stands| row(app, lang, stands)).collect(),
    };
    let mut groups = vec![
        group("cua-minh", lang.plan_own(), mine),
        group("cap-tren", lang.plan_above(), above),
        group("cap-duoi", lang.plan_below(), below),
    ];
    groups.retain(|group| !group.rows.is_empty());
    let page = Plans {
        frame: frame(&scope, "/ke-hoach", Vec::new()),
        unit: unit_name(app, own, lang),
        groups,
        documents: shipped::latest_of_each().map(|plan| document(lang, plan)).collect(),
        writes: visitor.may(Action::WriteWork),
        links: links(app, own, scope.year, lang),
    };
    Ok(Html(page.html()?))
}

/// Plans of the province that binds a commune: public papers.
async fn above(site: &Site, passed: &Passed, own: UnitId) -> Result<Vec<Stands>, Problem> {
    let app = &site.app;
    let province = app.register().province(own, app.today()).map(|province| province.unit);
    let Some(province) = province.filter(|province| *province != own) else { return Ok(Vec::new()) };
    let record = Record::plain(app.place_of(province, app.now()), FieldClass::Public);
    if !app.may(passed.acting(), Action::ReadWork, &record)? {
        return Ok(Vec::new());
    }
    let permit: Permit<acts::ReadWork> = app.permit(passed.acting(), &record, None).await?;
    Ok(app.work_list(&permit, &WorkQuery::all(Noun::Plan, Of::Unit(province))).await?)
}

fn row(app: &App, lang: Lang, stands: Stands) -> PlanRow {
    let standing = stands.standing;
    let phase = Phase::from_key(&standing.state).map(|phase| words::phase(lang, phase));
    PlanRow {
        href: path_of(stands.id),
        title: standing.title,
        issuer: standing.body.unwrap_or_default(),
        unit: unit_name(app, stands.unit, lang),
        phase: phase.unwrap_or_default().to_owned(),
        to: standing.due.map(|to| words::day(lang, to)).unwrap_or_default(),
    }
}

fn document(lang: Lang, plan: &shipped::Shipped) -> DocumentRow {
    DocumentRow {
        href: format!("/ke-hoach/mau/{}", plan.id),
        number: if plan.numbered {
            format!("{} {}", words::kind(lang, plan.kind), plan.number)
        } else {
            plan.number.clone()
        },
        title: plan.title.clone(),
        place: plan.place.clone(),
        evidence: words::mark(lang, plan.source.evidence).to_owned(),
    }
}

/// The roadmap of the year, for a province.
fn links(app: &App, own: UnitId, year: i16, lang: Lang) -> Vec<(String, String)> {
    let register = app.register();
    let province = register.version(own, app.today()).filter(|unit| unit.kind.level() == Level::Province);
    let link = |code: &str| (format!("/tinh/{code}/lo-trinh?nam={year}"), lang.plan_roadmap(year));
    let mut links: Vec<_> = province.iter().map(|unit| link(&unit.code)).collect();
    links.push(("/kinh-phi".to_owned(), lang.fund_title().to_owned()));
    links
}
