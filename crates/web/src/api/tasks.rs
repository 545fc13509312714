//! GET /api/v1/tasks and /api/v1/tasks/{id}: six-clear tasks, how each stands. Officers stand by their appointments, never
//! by name.

use app::App;
use app::work::{Kept, Of, WorkQuery};
use axum::Json;
use axum::extract::{Path, State};
use domain::access::acts;
use domain::work::Noun;
use programme::tasks::{Clear, Task};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::answer::{NotFound, Paging, Refusals, page_of};
use super::strict::{NoQuery, Query, Read, Strict, id as read_id};
use super::unit_code;
use crate::cx::Cx;
use crate::guard::Allowed;
use crate::problem::Problem;

/// Which tasks.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Only those due on this day or before.
    #[param(value_type = Option<String>, format = Date)]
    due_by: Option<jiff::civil::Date>,
    /// Which page, from 1.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 10_000)]
    page: u32,
}

impl Read for Which {
    fn read(query: &Query) -> Result<Self, Problem> {
        Ok(Self { due_by: query.day("due_by")?, page: query.page()? })
    }
}

/// A task in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListedTask {
    /// Its id.
    id: Uuid,
    /// What it is called.
    title: String,
    /// The body that leads; none before that is clear.
    leads: Option<String>,
    /// The appointment that is to do it.
    assignee: Option<Uuid>,
    /// The work that it came from.
    parent: Option<Uuid>,
    /// `draft`, `issued`, `objected`, `underway`, `returned`, `reported`, `closed` or `withdrawn`.
    state: String,
    /// The last day on which it is in time.
    #[schema(format = Date)]
    due: Option<String>,
    /// The day on which it was reported as done, once a second person has confirmed that.
    #[schema(format = Date)]
    done: Option<String>,
    /// How many acts it has.
    acts: u32,
}

/// A page of tasks.
#[derive(Debug, Serialize, ToSchema)]
pub struct Tasks {
    items: Vec<ListedTask>,
    paging: Paging,
}

/// A task with its six clears.
#[derive(Debug, Serialize, ToSchema)]
pub struct WholeTask {
    /// Its id.
    id: Uuid,
    /// What it is called.
    title: String,
    /// Code of its unit; `VN` for the country.
    unit: String,
    /// `draft`, `issued`, `objected`, `underway`, `returned`, `reported`, `closed` or `withdrawn`.
    state: &'static str,
    /// Rõ người: the appointment that is to do it.
    assignee: Option<Uuid>,
    /// Rõ việc.
    work: Option<String>,
    /// Rõ trách nhiệm: the body that leads.
    leads: Option<String>,
    /// Bodies that work with it.
    with: Vec<String>,
    /// Rõ thời gian: the first day.
    #[schema(format = Date)]
    from: Option<String>,
    /// The last day on which it is in time.
    #[schema(format = Date)]
    due: Option<String>,
    /// How often it comes back: `week`, `month` or `quarter`.
    every: Option<&'static str>,
    /// At least so many times in each of these.
    times: Option<u8>,
    /// Rõ kết quả: what will exist.
    results: Vec<TaskResult>,
    /// Rõ thẩm quyền: number and clause of the document that gives the right.
    authority: Option<String>,
    /// Clears that are not filled yet: `person`, `work`, `responsibility`, `time`, `result`, `authority`.
    missing: Vec<&'static str>,
    /// The day on which the person named took it.
    #[schema(format = Date)]
    accepted_on: Option<String>,
    /// The day on which it was said to be done.
    #[schema(format = Date)]
    reported_on: Option<String>,
    /// How often it was given back as not done.
    returned: usize,
    /// Its parts, where it was split.
    parts: Vec<Uuid>,
    /// How many acts it has.
    acts: u32,
}

/// One thing that will exist.
#[derive(Debug, Serialize, ToSchema)]
pub struct TaskResult {
    /// Its number in the task.
    no: u8,
    /// What will exist.
    what: String,
    /// What it is measured by.
    measure: String,
    /// What shows it: `document`, `minutes`, `list`, `picture` or `figures`.
    evidence: &'static str,
}

/// Tasks of the unit of the asker's appointment, the first due first.
#[utoipa::path(get, path = "/api/v1/tasks", operation_id = "listTasks", tag = "tasks", params(Which),
    responses((status = 200, body = Tasks, description = "Tasks of one's own unit."), Refusals))]
pub async fn list(
    State(app): State<App>,
    Allowed(permit): Allowed<acts::ReadWork>,
    Strict(which): Strict<Which>,
) -> Result<Json<Tasks>, Problem> {
    let query = WorkQuery { due_by: which.due_by, ..WorkQuery::all(Noun::Task, Of::Unit(permit.unit())) };
    let mut kept = app.work_list(&permit, &query).await?;
    kept.sort_by_key(|stands| (stands.standing.due.is_none(), stands.standing.due, stands.id));
    let items = kept.into_iter().map(|stands| ListedTask {
        id: stands.id,
        title: stands.standing.title,
        leads: stands.standing.body,
        assignee: stands.standing.assignee,
        parent: stands.standing.parent,
        state: stands.standing.state,
        due: stands.standing.due.map(|day| day.to_string()),
        done: stands.standing.done.map(|day| day.to_string()),
        acts: stands.acts,
    });
    let (items, paging) = page_of(items.collect(), which.page);
    Ok(Json(Tasks { items, paging }))
}

/// One task with its six clears.
#[utoipa::path(get, path = "/api/v1/tasks/{id}", operation_id = "getTask", tag = "tasks",
    params(("id" = Uuid, Path, description = "Id of a task.")),
    responses((status = 200, body = WholeTask, description = "The task and how it stands."), NotFound, Refusals))]
pub async fn one(
    State(app): State<App>,
    Allowed(permit): Allowed<acts::ReadWork>,
    cx: Cx,
    Path(task): Path<String>,
    _: NoQuery,
) -> Result<Json<WholeTask>, Problem> {
    let kept: Kept<Task> = app.work_open(&permit, read_id(&task, cx.lang)?).await?;
    Ok(Json(whole(&app, &kept)))
}

fn whole(app: &App, kept: &Kept<Task>) -> WholeTask {
    let (task, clears) = (&kept.state, &kept.state.clears);
    let recurs = clears.time.and_then(|time| time.recurs);
    let result = |part: &programme::tasks::Part| TaskResult {
        no: part.no,
        what: part.what.clone(),
        measure: part.measure.clone(),
        evidence: part.evidence.key(),
    };
    WholeTask {
        id: kept.id,
        title: task.title.clone(),
        unit: unit_code(app, kept.unit),
        state: task.state.key(),
        assignee: clears.person.map(|person| person.assignee),
        work: clears.work.clone(),
        leads: clears.duty.as_ref().map(|duty| duty.leads.clone()),
        with: clears.duty.as_ref().map(|duty| duty.with.clone()).unwrap_or_default(),
        from: clears.time.map(|time| time.from.to_string()),
        due: clears.time.map(|time| time.due.to_string()),
        every: recurs.map(|recurs| recurs.every.key()),
        times: recurs.map(|recurs| recurs.times),
        results: clears.result.iter().map(result).collect(),
        authority: clears.authority.as_ref().map(|authority| format!("{}, {}", authority.number, authority.clause)),
        missing: clears.missing().into_iter().map(Clear::key).collect(),
        accepted_on: task.accepted.map(|day| day.to_string()),
        reported_on: task.reported.as_ref().map(|reported| reported.on.to_string()),
        returned: task.returns.len(),
        parts: task.children.iter().map(|child| child.id).collect(),
        acts: kept.seen(),
    }
}
