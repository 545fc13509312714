//! GET /api/v1/plans and /api/v1/plans/{id}: plans with their targets, how each stands and by which numbers.

use app::App;
use app::plans::{How, TargetStands};
use app::work::{Kept, Of, WorkQuery};
use axum::Json;
use axum::extract::{Path, State};
use criteria::Settings;
use domain::access::acts;
use domain::targets::Rounding;
use domain::work::Noun;
use programme::plans::{Between, Came, Metric, Plan, Reading};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::answer::{NotFound, Paging, Refusals, page_of};
use super::strict::{NoQuery, Query, Read, Strict, id as read_id};
use super::unit_code;
use crate::cx::Cx;
use crate::guard::{Allowed, Passed};
use crate::plan::known::known_to_program;
use crate::problem::Problem;
use crate::site::Site;

/// Which plans.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Which page, from 1.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 10_000)]
    page: u32,
}

impl Read for Which {
    fn read(query: &Query) -> Result<Self, Problem> {
        Ok(Self { page: query.page()? })
    }
}

/// A plan in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedPlan {
    /// Its id.
    id: Uuid,
    /// What it is called.
    title: String,
    /// Who issued it.
    issuer: Option<String>,
    /// `draft`, `in_force` or `ended`.
    state: String,
    /// The last day of its term.
    #[schema(format = Date)]
    to: Option<String>,
    /// How many acts it has.
    acts: u32,
}

/// A page of plans.
#[derive(Debug, Serialize, ToSchema)]
pub struct Plans {
    items: Vec<ListedPlan>,
    paging: Paging,
}

/// A plan with its targets.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholePlan {
    /// Its id.
    id: Uuid,
    /// What it is called.
    title: String,
    /// `nghi_quyet`, `chi_thi`, `de_an`, `ke_hoach` or `chuong_trinh`.
    kind: &'static str,
    /// Code of its unit; `VN` for the country.
    unit: String,
    /// Who issued it.
    issuer: String,
    /// Number and symbol of its paper; none while it is a draft.
    number: Option<String>,
    /// The day on its paper.
    #[schema(format = Date)]
    date: Option<String>,
    /// The first day of its term.
    #[schema(format = Date)]
    from: String,
    /// The last day of its term.
    #[schema(format = Date)]
    to: String,
    /// `draft`, `in_force` or `ended`.
    state: &'static str,
    /// As of which day its targets stand.
    #[schema(format = Date)]
    as_of: String,
    /// How many acts it has.
    acts: u32,
    targets: Vec<PlanTarget>,
}

/// A target of a plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanTarget {
    /// Its name within the plan.
    id: String,
    /// As written.
    statement: String,
    /// `drug_free`, `files`, `input`, `duty` or `stated`.
    metric: &'static str,
    /// `at_least`, `more_than`, `at_most`, `falls`, `all` or `nothing`.
    direction: &'static str,
    /// `reached`, `on_track`, `off_track` or `unknown`.
    status: &'static str,
    /// The body that answers for it.
    owner: String,
    /// Where it is written.
    citation: String,
    /// The last value; none where nobody counted, or a number of people is not told.
    value: Option<PlanValue>,
    points: Vec<PlanPoint>,
}

/// A value of a target.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanValue {
    /// As of the end of this day.
    #[schema(format = Date)]
    as_of: String,
    /// At least so many.
    low: u32,
    /// At most so many; more than `low` where part of it is not known.
    high: u32,
    /// Of how many.
    whole: Option<u32>,
    /// The paper that states it; none where the program worked it out.
    source: Option<String>,
}

/// What a target asks for by a day.
#[derive(Debug, Serialize, ToSchema)]
pub struct PlanPoint {
    /// The last day for it.
    #[schema(format = Date)]
    by: String,
    /// How many are needed; none where that cannot be worked out yet.
    need: Option<u32>,
    /// Whether it was enough; none where that is not known.
    met: Option<bool>,
}

/// Plans of the unit of the asker's appointment.
#[utoipa::path(get, path = "/api/v1/plans", operation_id = "listPlans", tag = "plans", params(Which),
    responses((status = 200, body = Plans, description = "Plans of one's own unit."), Refusals))]
pub async fn list(
    State(app): State<App>,
    Allowed(permit): Allowed<acts::ReadWork>,
    Strict(which): Strict<Which>,
) -> Result<Json<Plans>, Problem> {
    let mut kept = app.work_list(&permit, &WorkQuery::all(Noun::Plan, Of::Unit(permit.unit()))).await?;
    kept.sort_by_key(|stands| std::cmp::Reverse((stands.standing.due, stands.id)));
    let items = kept.into_iter().map(|stands| ListedPlan {
        id: stands.id,
        title: stands.standing.title,
        issuer: stands.standing.body,
        state: stands.standing.state,
        to: stands.standing.due.map(|day| day.to_string()),
        acts: stands.acts,
    });
    let (items, paging) = page_of(items.collect(), which.page);
    Ok(Json(Plans { items, paging }))
}

/// One plan with its targets, judged as of today. A program is told no number about few people, whoever's token it shows:
/// of one commune nothing that its files give.
#[utoipa::path(get, path = "/api/v1/plans/{id}", operation_id = "getPlan", tag = "plans",
    params(("id" = Uuid, Path, description = "Id of a plan.")),
    responses((status = 200, body = WholePlan, description = "The plan and how its targets stand."), NotFound, Refusals))]
pub async fn one(
    State(site): State<Site>,
    Allowed(permit): Allowed<acts::ReadWork>,
    passed: Passed,
    cx: Cx,
    Path(plan): Path<String>,
    _: NoQuery,
) -> Result<Json<WholePlan>, Problem> {
    let app = &site.app;
    let kept: Kept<Plan> = app.work_open(&permit, read_id(&plan, cx.lang)?).await?;
    let known = known_to_program(&site, &passed, &kept).await?;
    let how = How {
        settings: Settings::defaults(&*app.law()?),
        year: app.today().year(),
        between: Between::default(),
        rounding: Rounding::default(),
    };
    let stands = app.plan_stands(&kept.state, kept.unit, &how, &known).await?;
    let plan = &kept.state;
    Ok(Json(WholePlan {
        id: kept.id,
        title: plan.head.title.clone(),
        kind: plan.head.kind.key(),
        unit: unit_code(app, kept.unit),
        issuer: plan.head.issuer.clone(),
        number: plan.document.as_ref().map(|document| document.number.clone()),
        date: plan.document.as_ref().map(|document| document.date.to_string()),
        from: plan.head.from.to_string(),
        to: plan.head.to.to_string(),
        state: plan.phase.key(),
        as_of: stands.today.to_string(),
        acts: kept.seen(),
        targets: stands.targets.iter().map(target).collect(),
    }))
}

fn target(of: &TargetStands) -> PlanTarget {
    let points = of.judged.points.iter().map(|point| PlanPoint {
        by: point.by.to_string(),
        need: point.need.as_ref().map(|need| need.count),
        met: point.met,
    });
    PlanTarget {
        id: of.target.id.clone(),
        statement: of.target.statement.clone(),
        metric: match of.target.metric {
            Metric::DrugFree => "drug_free",
            Metric::Files { .. } => "files",
            Metric::Input { .. } => "input",
            Metric::Duty { .. } => "duty",
            Metric::Stated { .. } => "stated",
        },
        direction: of.target.direction.key(),
        status: of.judged.status.key(),
        owner: of.target.owner.clone(),
        citation: of.target.source.citation.clone(),
        value: of.judged.current.as_ref().map(value),
        points: points.collect(),
    }
}

fn value(reading: &Reading) -> PlanValue {
    PlanValue {
        as_of: reading.as_of.to_string(),
        low: reading.low,
        high: reading.high,
        whole: reading.whole,
        source: match &reading.came {
            Came::Worked => None,
            Came::Stated(source) => Some(source.clone()),
        },
    }
}
