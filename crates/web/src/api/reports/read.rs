//! GET /api/v1/reports and /api/v1/reports/{id}.

use app::App;
use app::reports::{Catalog, Opened};
use app::sessions::Bearer;
use app::work::{Of, WorkQuery};
use axum::Json;
use axum::extract::{Extension, Path, State};
use domain::access::acts;
use domain::work::Noun;
use programme::indicators::Indicators;
use programme::reports::Report;
use serde::Serialize;
use texts::Lang;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{Value, refused};
use crate::api::answer::{NotFound, Paging, Refusals, page_of};
use crate::api::strict::{NoQuery, Query, Read, Strict, id as read_id};
use crate::cx::Cx;
use crate::guard::{Allowed, Passed};
use crate::problem::Problem;

/// Which reports.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Only those of a period: `2026-Q3`.
    #[param(max_length = 200)]
    period: Option<String>,
    /// Which page, from 1.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 10_000)]
    page: u32,
}

impl Read for Which {
    fn read(query: &Query) -> Result<Self, Problem> {
        Ok(Self { period: query.text("period").map(str::to_owned), page: query.page()? })
    }
}

/// A report in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Listed {
    /// Its id.
    id: Uuid,
    /// What it is called.
    title: String,
    period: Option<String>,
    /// The body that reports, where it is not the unit's committee.
    body: Option<String>,
    /// `draft`, `returned`, `submitted`, `approved` or `locked`.
    state: String,
    /// The last day on which it is in time; none where no document names one.
    #[schema(format = Date)]
    due: Option<String>,
    /// When it went up, if what went up stands.
    #[schema(format = Date)]
    submitted_on: Option<String>,
    /// How many acts it has.
    acts: u32,
}

/// A page of reports.
#[derive(Debug, Serialize, ToSchema)]
pub struct Reports {
    items: Vec<Listed>,
    paging: Paging,
}

/// A report with its figures.
#[derive(Debug, Serialize, ToSchema)]
pub struct Whole {
    /// Its id.
    id: Uuid,
    /// What it is called.
    title: String,
    /// Id of its form.
    form: String,
    form_version: u32,
    /// Code of its unit on the last day; `VN` for the country.
    unit: String,
    /// The body that reports, where it is not the unit's committee.
    body: Option<String>,
    /// `2026-Q3`.
    period: String,
    /// The first of its days.
    #[schema(format = Date)]
    from: String,
    /// The last of its days.
    #[schema(format = Date)]
    to: String,
    /// `draft`, `returned`, `submitted`, `approved` or `locked`.
    state: &'static str,
    /// The last day on which it is in time; none where no document names one.
    #[schema(format = Date)]
    due: Option<String>,
    /// When the first version went up that stands.
    #[schema(format = Date)]
    submitted_on: Option<String>,
    /// Whether that was after its day; none before it went up.
    late: Option<bool>,
    /// How many acts it has.
    acts: u32,
    figures: Vec<Figure>,
    /// Codes of the units below that have submitted none.
    missing: Vec<String>,
    /// Whether reports below that nobody had approved were left out.
    only_approved: bool,
}

/// A figure of a report.
#[derive(Debug, Serialize, ToSchema)]
pub struct Figure {
    /// Id of the indicator, or of a group of one: `addicts@sex.female`.
    indicator: String,
    title: String,
    /// `người`, `buổi`, …; empty where it is no number.
    unit_of_measure: String,
    /// Whether people give it: only such a figure can be sent.
    typed: bool,
    /// What the report says; none before it was worked out or given.
    value: Option<Value>,
    /// As computed, where the report states something else.
    computed: Option<Value>,
    /// Why the report states something else.
    reason: Option<String>,
    /// As of the end of this day.
    #[schema(format = Date)]
    as_of: Option<String>,
    /// The paper or file that a figure given by people stands on.
    source: Option<String>,
}

/// Reports of the unit of the asker's appointment, the last period first.
#[utoipa::path(get, path = "/api/v1/reports", operation_id = "listReports", tag = "reports", params(Which),
    responses((status = 200, body = Reports, description = "Reports of one's own unit."), Refusals))]
pub async fn list(
    State(app): State<App>,
    Allowed(permit): Allowed<acts::ReadWork>,
    Strict(which): Strict<Which>,
) -> Result<Json<Reports>, Problem> {
    let query = WorkQuery { period: which.period, ..WorkQuery::all(Noun::Report, Of::Unit(permit.unit())) };
    let mut kept = app.work_list(&permit, &query).await?;
    kept.sort_by_key(|stands| std::cmp::Reverse((stands.standing.period.clone(), stands.id)));
    let items = kept.into_iter().map(|stands| Listed {
        id: stands.id,
        title: stands.standing.title,
        period: stands.standing.period,
        body: stands.standing.body,
        state: stands.standing.state,
        due: stands.standing.due.map(|day| day.to_string()),
        submitted_on: stands.standing.done.map(|day| day.to_string()),
        acts: stands.acts,
    });
    let (items, paging) = page_of(items.collect(), which.page);
    Ok(Json(Reports { items, paging }))
}

/// One report with its figures. A program is told no figure about few people, whoever's token it shows.
#[utoipa::path(get, path = "/api/v1/reports/{id}", operation_id = "getReport", tag = "reports",
    params(("id" = Uuid, Path, description = "Id of a report.")),
    responses((status = 200, body = Whole, description = "The report and its figures."), NotFound, Refusals))]
pub async fn one(
    State(app): State<App>,
    Allowed(permit): Allowed<acts::ReadWork>,
    passed: Passed,
    bearer: Option<Extension<Bearer>>,
    cx: Cx,
    Path(report): Path<String>,
    _: NoQuery,
) -> Result<Json<Whole>, Problem> {
    let report = read_id(&report, cx.lang)?;
    let reader = Some(passed.acting()).filter(|_| bearer.is_none());
    let opened = app.report_open(&permit, reader, report).await.map_err(|fault| refused(fault, cx.lang))?;
    Ok(Json(whole(&app, &opened, cx.lang)?))
}

fn whole(app: &App, opened: &Opened, lang: Lang) -> Result<Whole, Problem> {
    let (report, opening) = (&opened.told, &opened.told.opening);
    let standing = report.first_standing();
    Ok(Whole {
        id: opened.kept.id,
        title: opening.title.clone(),
        form: opening.form.clone(),
        form_version: opening.form_version,
        unit: code(app, opened, opened.kept.unit),
        body: opening.body.clone(),
        period: opening.period.clone(),
        from: opening.window.from.to_string(),
        to: opening.window.to.to_string(),
        state: report.state.key(),
        due: report.due().map(|day| day.to_string()),
        submitted_on: standing.map(|version| version.on.to_string()),
        late: standing.map(programme::reports::Version::is_late),
        acts: opened.kept.seen(),
        figures: figures(report, &Catalog::shipped()?.indicators, lang),
        missing: report.draft.missing.iter().map(|unit| code(app, opened, *unit)).collect(),
        only_approved: report.draft.only_approved,
    })
}

fn figures(report: &Report, indicators: &Indicators, lang: Lang) -> Vec<Figure> {
    let figure = |needed: &programme::reports::Needed| {
        let indicator = indicators.get(&needed.indicator)?;
        let cell = report.draft.cells.get(&needed.indicator);
        let differs = cell.and_then(|cell| cell.difference.as_ref());
        Some(Figure {
            indicator: indicator.id.clone(),
            title: indicator.title.clone(),
            unit_of_measure: indicator.unit.clone(),
            typed: needed.typed,
            value: cell.map(|cell| Value::of(cell.said(), lang)),
            computed: cell.filter(|_| differs.is_some()).map(|cell| Value::of(&cell.figure.value, lang)),
            reason: differs.map(|difference| difference.reason.clone()),
            as_of: cell.map(|cell| cell.figure.as_of.to_string()),
            source: cell.and_then(|cell| cell.figure.source.clone()),
        })
    };
    report.opening.contract.figures.iter().filter_map(figure).collect()
}

/// The code of a unit on the last day of a report.
fn code(app: &App, opened: &Opened, unit: domain::units::UnitId) -> String {
    let register = app.register();
    let found = register.version(unit, opened.ordered.window.to).or_else(|| register.versions_of(unit).last());
    found.map_or("VN", |version| version.code.as_str()).to_owned()
}
