//! /nhiem-vu: one's own tasks, those of the unit, those below it; as a table, by state, or what is late.

use std::collections::{BTreeSet, HashMap};

use app::App;
use app::tasks::{Holder, Stands};
use app::work::{Of, WorkQuery};
use axum::extract::State;
use axum::response::Html;
use domain::access::Action;
use domain::units::UnitId;
use domain::work::Noun;
use jiff::civil::Date;
use pages::account::Choice;
use pages::work_list::{Cell, Filter, Listing, View, WorkList};
use programme::tasks::State as TaskState;
use texts::Lang;
use uuid::Uuid;

use super::{PATH, frame, home, path_of, reads, words};
use crate::guard::Passed;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::unit_name;

/// The ways to look at tasks.
const VIEWS: [&str; 5] = ["cua-toi", "don-vi", "dia-ban", "trang-thai", "qua-han"];

/// Tasks as they were asked for.
pub struct Found {
    /// The view.
    pub view: &'static str,
    /// How each stands.
    pub rows: Vec<Stands>,
    /// Who is named.
    pub people: HashMap<Uuid, Holder>,
    /// Every body that leads one, before the filter.
    bodies: BTreeSet<String>,
    /// Every unit, before the filter.
    units: BTreeSet<UnitId>,
}

/// Finds what the address asks for.
pub async fn find(app: &App, scope: &Scope, passed: &Passed) -> Result<Found, Problem> {
    let unit = home(passed);
    let permit = reads(app, passed, unit).await?;
    let asked = scope.cx.value("xem").unwrap_or_default();
    let view = VIEWS.into_iter().find(|view| *view == asked).unwrap_or("cua-toi");
    let own = passed.acting().appointment.id;
    let plan = scope.cx.value("ke-hoach").and_then(|id| id.parse().ok());
    let of = match (plan, view) {
        (Some(plan), _) => Of::Parent(plan),
        (None, "cua-toi") => Of::Assignee(own),
        (None, "don-vi") => Of::Unit(unit),
        _ => Of::Within(unit),
    };
    let mut rows = app.work_list(&permit, &WorkQuery::all(Noun::Task, of)).await?;
    if view == "cua-toi" && plan.is_none() {
        let known: BTreeSet<Uuid> = rows.iter().map(|row| row.id).collect();
        rows.extend(app.tasks_naming(passed.acting()).await?.into_iter().filter(|row| !known.contains(&row.id)));
        // a draft is nobody's yet
        rows.retain(|row| row.standing.state != TaskState::Draft.key());
    }
    let today = app.today();
    if view == "qua-han" {
        rows.retain(|row| late_since(row, today).is_some());
    }
    let bodies = rows.iter().filter_map(|row| row.standing.body.clone()).collect();
    let units = rows.iter().map(|row| row.unit).collect();
    let wanted = |key: &str| scope.cx.value(key).map(str::to_owned);
    if let Some(body) = wanted("co-quan") {
        rows.retain(|row| row.standing.body.as_deref() == Some(&body));
    }
    if let Some(state) = wanted("trang-thai") {
        rows.retain(|row| row.standing.state == state);
    }
    if let Some(code) = wanted("don-vi") {
        rows.retain(|row| crate::account::code_of(app, row.unit) == code);
    }
    rows.sort_by_key(|row| (row.standing.due, row.id));
    let named = rows.iter().filter_map(|row| row.standing.assignee).collect();
    let people = app.holders_of(&named).await?;
    Ok(Found { view, rows, people, bodies, units })
}

/// The first day on which a task was late, where it is late and nobody says that it is done.
pub fn late_since(row: &Stands, today: Date) -> Option<Date> {
    let state = TaskState::from_key(&row.standing.state)?;
    let waits = state.is_open() && state != TaskState::Reported;
    row.standing.due.filter(|due| waits && *due < today).and_then(|due| due.tomorrow().ok())
}

/// The page.
pub async fn get(State(app): State<App>, scope: Scope, passed: Passed) -> Result<Html<String>, Problem> {
    let found = find(&app, &scope, &passed).await?;
    let desk = Desk { app: &app, scope: &scope, passed: &passed, found: &found };
    Ok(Html(desk.page().html()?))
}

struct Desk<'a> {
    app: &'a App,
    scope: &'a Scope,
    passed: &'a Passed,
    found: &'a Found,
}

impl Desk<'_> {
    fn page(&self) -> WorkList {
        let (lang, today, unit) = (self.scope.lang(), self.app.today(), home(self.passed));
        let rows = &self.found.rows;
        let is_board = self.found.view == "trang-thai";
        let in_state = |state: TaskState| rows.iter().filter(|row| row.standing.state == state.key()).count();
        let open = |row: &&Stands| TaskState::from_key(&row.standing.state).is_some_and(TaskState::is_open);
        let late = rows.iter().filter(|row| late_since(row, today).is_some()).count();
        let query: Vec<(&str, &str)> = self.scope.cx.query.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        WorkList {
            frame: frame(self.scope, PATH, vec![crumb(lang.task_title(), None)]),
            title: lang.task_title().to_owned(),
            unit: unit_name(self.app, unit, lang),
            lead: lang.task_lead().to_owned(),
            note: String::new(),
            views: self.views(),
            kept: vec![("xem".to_owned(), self.found.view.to_owned())],
            filters: self.filters(),
            counts: vec![
                (lang.task_count_open().to_owned(), rows.iter().filter(open).count()),
                (lang.task_count_late().to_owned(), late),
                (lang.task_count_waiting().to_owned(), in_state(TaskState::Reported)),
                (lang.task_count_closed().to_owned(), in_state(TaskState::Closed)),
            ],
            is_board,
            tables: if is_board { self.board() } else { vec![self.listing(lang.task_list(), rows.iter())] },
            begin: self.begin(),
            files: vec![
                (link(&format!("{PATH}.xlsx"), &query), lang.task_xlsx().to_owned()),
                (link(&format!("{PATH}.csv"), &query), lang.task_csv().to_owned()),
            ],
        }
    }

    fn views(&self) -> Vec<View> {
        let lang = self.scope.lang();
        let texts = [
            lang.task_view_mine(),
            lang.task_view_unit(),
            lang.task_view_within(),
            lang.task_view_board(),
            lang.task_view_late(),
        ];
        let view = |(key, text): (&'static str, &str)| View {
            text: text.to_owned(),
            href: link(PATH, &[("xem", key)]),
            chosen: key == self.found.view,
        };
        VIEWS.into_iter().zip(texts).map(view).collect()
    }

    fn filters(&self) -> Vec<Filter> {
        let lang = self.scope.lang();
        let value = |key: &str| self.scope.cx.value(key).unwrap_or_default().to_owned();
        let filter = |name: &str, label: &str, any: &str, options: Vec<(String, String)>| {
            let chosen = value(name);
            let mut choices = vec![Choice::new("", any, chosen.is_empty())];
            choices.extend(options.iter().map(|(key, text)| Choice::new(key, text, *key == chosen)));
            Filter { name: name.to_owned(), label: label.to_owned(), options: choices }
        };
        let states = TaskState::ALL.iter().map(|of| (of.key().to_owned(), words::state(lang, *of).to_owned()));
        let bodies = self.found.bodies.iter().map(|body| (body.clone(), body.clone())).collect();
        let mut filters = vec![
            filter("co-quan", lang.task_col_body(), lang.task_any_body(), bodies),
            filter("trang-thai", lang.task_col_state(), lang.task_any_state(), states.collect()),
        ];
        if self.found.units.len() > 1 {
            let mut units: Vec<_> = self
                .found
                .units
                .iter()
                .map(|unit| (crate::account::code_of(self.app, *unit), unit_name(self.app, *unit, lang)))
                .collect();
            units.sort_by_cached_key(|(_, name)| domain::fold::sort_key(name));
            filters.push(filter("don-vi", lang.task_col_unit(), lang.task_any_unit(), units));
        }
        filters
    }

    fn begin(&self) -> Vec<(String, String)> {
        let record =
            domain::access::Record::plain(self.passed.acting().place.clone(), domain::access::FieldClass::UnitFact);
        let may = self.app.may(self.passed.acting(), Action::WriteWork, &record).unwrap_or_default();
        let text = self.scope.lang().task_new().to_owned();
        if may { vec![(format!("{PATH}/moi"), text)] } else { Vec::new() }
    }

    fn board(&self) -> Vec<Listing> {
        let lang = self.scope.lang();
        let column = |state: &TaskState| {
            let rows = self.found.rows.iter().filter(|row| row.standing.state == state.key());
            let title = pages::format::sentence(words::state(lang, *state));
            Listing { empty: lang.task_none_column().to_owned(), ..self.listing(&title, rows) }
        };
        TaskState::ALL.iter().map(column).collect()
    }

    fn listing<'r>(&self, title: &str, rows: impl Iterator<Item = &'r Stands>) -> Listing {
        let lang = self.scope.lang();
        let head = head(lang);
        let rows = rows.map(|row| {
            let mut cells: Vec<Cell> = cells(self.app, lang, self.found, row).into_iter().map(Cell::text).collect();
            if let Some(first) = cells.first_mut() {
                first.href = path_of(row.id);
            }
            if let Some(last) = cells.last_mut() {
                last.late = !last.text.is_empty();
            }
            cells
        });
        Listing { title: title.to_owned(), head, rows: rows.collect(), empty: lang.task_none().to_owned() }
    }
}

/// Headings of the columns.
pub fn head(lang: Lang) -> Vec<String> {
    let head = [
        lang.task_col_task(),
        lang.task_col_unit(),
        lang.task_col_body(),
        lang.task_col_person(),
        lang.task_col_state(),
        lang.task_col_due(),
        lang.task_col_late(),
    ];
    head.map(str::to_owned).to_vec()
}

/// A task as a row, in the order of [`head`].
pub fn cells(app: &App, lang: Lang, found: &Found, row: &Stands) -> Vec<String> {
    let person = row.standing.assignee.map(|id| match found.people.get(&id) {
        Some(holder) => format!("{}, {}", holder.name, app.say_role(holder.role, lang)),
        None => lang.task_holder_gone().to_owned(),
    });
    let state = TaskState::from_key(&row.standing.state);
    let late = late_since(row, app.today()).map(|since| lang.task_late_since(words::day(lang, since)));
    vec![
        row.standing.title.clone(),
        unit_name(app, row.unit, lang),
        row.standing.body.clone().unwrap_or_default(),
        person.unwrap_or_default(),
        state.map(|state| words::state(lang, state)).unwrap_or_default().to_owned(),
        row.standing.due.map(|due| words::day(lang, due)).unwrap_or_default(),
        late.unwrap_or_default(),
    ]
}

/// An address with query values.
fn link(path: &str, query: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = query
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(k, v)| format!("{k}={}", pages::format::encode(v)))
        .collect();
    if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
}
