//! Steering: committees, meetings, exchanges with neighbours and the Lao side, commendations,
//! bodies of a unit. Five registers of one shape: a list, a form for a new one, one of them as a page, a form for each act.

mod body;
mod commendation;
mod committee;
pub mod export;
mod liaison;
mod meeting;
mod words;

use std::collections::{BTreeSet, HashMap};

use app::App;
use app::issued::Kind;
use app::tasks::Holder;
use app::work::{Kept, Of, Wanted, WorkQuery};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::{Action, FieldClass, Permit, Record, acts};
use domain::units::UnitId;
use domain::work::{Chain, Entry, WorkAct as _};
use pages::work_form::{Group, WorkForm};
use pages::work_list::{Cell, Listing, WorkList};
use pages::work_page::{Pair, Past, WorkPage};
use programme::steering::SteeringRefusal;
use programme::tasks::Task;
use texts::Lang;
use uuid::Uuid;

pub use programme::steering::body::Body;
pub use programme::steering::commendation::Commendation;
pub use programme::steering::committee::Committee;
pub use programme::steering::liaison::Liaison;
pub use programme::steering::meeting::Meeting;

use crate::guard::{Allowed, Passed};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::sent::Sent;
use crate::task::{frame, home, officer, reads};
use crate::visitor::unit_name;

/// A register of steering: what its pages say of one of its entries.
pub trait Register: Chain<Refusal = SteeringRefusal, Act: Send + Sync> + Send + Sync + 'static {
    /// Where it is.
    const PATH: &'static str;

    /// Its name, what to know, what does not belong in it, and the word for a new entry.
    fn about(lang: Lang) -> [&'static str; 4];

    /// Headings of the list.
    fn head(lang: Lang) -> Vec<&'static str>;

    /// An entry as a row of the list.
    fn row(&self, desk: &Desk<'_>, unit: UnitId) -> Vec<String>;

    /// How many there are of what.
    fn counts(lang: Lang, all: &[Kept<Self>]) -> Vec<(String, usize)>;

    /// What it is called.
    fn title(&self, desk: &Desk<'_>) -> String;

    /// What it says.
    fn pairs(&self, desk: &Desk<'_>) -> Vec<Pair>;

    /// Its tables; tasks are those that came from it.
    fn tables(&self, desk: &Desk<'_>, id: Uuid, tasks: &[Kept<Task>]) -> Vec<Listing>;

    /// Keys of the acts that can come next.
    fn acts(&self) -> &'static [&'static str];

    /// The documents that can be printed from it as it stands.
    fn documents(&self) -> &'static [Kind];

    /// Whose appointments it names.
    fn named(&self) -> Vec<Uuid>;

    /// The fields of an act; `None` for `act` begins a new entry. None for an act that there is not.
    fn fields(desk: &Desk<'_>, kept: Option<&Self>, act: Option<&str>, sent: &Sent) -> Option<Vec<Group>>;

    /// What the form of an act holds before anything was typed.
    fn begins(&self, act: &str) -> Sent;

    /// The act as it was typed.
    fn read(desk: &Desk<'_>, kept: Option<&Self>, act: Option<&str>, sent: &Sent) -> Result<Self::Act, String>;

    /// What was said with an act.
    fn said(desk: &Desk<'_>, act: &Self::Act) -> Vec<String>;
}

/// What pages of steering are made with.
pub struct Desk<'a> {
    /// The application.
    pub app: &'a App,
    /// Language of the reader.
    pub lang: Lang,
    /// Whoever can be named.
    pub holders: Vec<Holder>,
    /// Whoever is named.
    pub people: HashMap<Uuid, Holder>,
    /// Committees of the unit: id and name.
    pub committees: Vec<(String, String)>,
}

impl Desk<'_> {
    /// Somebody by appointment, in words.
    pub fn person(&self, appointment: Uuid) -> String {
        let found = self.people.get(&appointment);
        found.map_or_else(|| self.lang.task_holder_gone().to_owned(), |holder| officer(self.app, self.lang, holder))
    }

    /// A day in words.
    pub fn day(&self, day: jiff::civil::Date) -> String {
        crate::task::words::day(self.lang, day)
    }

    /// A paper in words.
    pub fn paper(&self, paper: &programme::steering::Paper) -> String {
        self.lang.steering_decided_is(&paper.number, self.day(paper.date))
    }

    /// A public servant in words.
    pub fn servant(&self, servant: &programme::steering::Servant) -> String {
        use programme::steering::Servant;
        match servant {
            Servant::Appointment { appointment } => self.person(*appointment),
            Servant::Office { office, name } => format!("{name}, {office}"),
        }
    }
}

/// Every entry of one's unit and those below it, the last first, and what their rows are made with.
async fn listed<'a, C: Register>(
    app: &'a App,
    scope: &Scope,
    passed: &Passed,
) -> Result<(Vec<Kept<C>>, Desk<'a>), Problem> {
    let unit = home(passed);
    let permit = reads(app, passed, unit).await?;
    let mut all = app.work_all::<C>(&permit, Of::Within(unit), None).await?;
    all.reverse();
    let named: BTreeSet<Uuid> = all.iter().flat_map(|kept| kept.state.named()).collect();
    let people = app.holders_of(&named).await?;
    Ok((all, Desk { app, lang: scope.lang(), holders: Vec::new(), people, committees: Vec::new() }))
}

/// The list.
pub async fn list<C: Register>(State(app): State<App>, scope: Scope, passed: Passed) -> Result<Html<String>, Problem> {
    let (lang, unit) = (scope.lang(), home(&passed));
    let (all, desk) = listed::<C>(&app, &scope, &passed).await?;
    let [title, lead, note, new] = C::about(lang);
    let row = |kept: &Kept<C>| {
        let mut cells: Vec<Cell> = kept.state.row(&desk, kept.unit).into_iter().map(Cell::text).collect();
        if let Some(first) = cells.first_mut() {
            first.href = path_of::<C>(kept.id);
        }
        cells
    };
    let record = Record::plain(passed.acting().place.clone(), FieldClass::UnitFact);
    let writes = app.may(passed.acting(), Action::WriteWork, &record)?;
    let page = WorkList {
        frame: frame(&scope, C::PATH, vec![crumb(title, None)]),
        title: title.to_owned(),
        unit: unit_name(&app, unit, lang),
        lead: lead.to_owned(),
        note: note.to_owned(),
        views: Vec::new(),
        kept: Vec::new(),
        filters: Vec::new(),
        counts: C::counts(lang, &all),
        is_board: false,
        tables: vec![Listing {
            title: title.to_owned(),
            head: C::head(lang).into_iter().map(str::to_owned).collect(),
            rows: all.iter().map(row).collect(),
            empty: lang.steering_none().to_owned(),
        }],
        begin: if writes { vec![(format!("{}/moi", C::PATH), new.to_owned())] } else { Vec::new() },
        files: vec![
            (format!("{}.xlsx", C::PATH), lang.task_xlsx().to_owned()),
            (format!("{}.csv", C::PATH), lang.task_csv().to_owned()),
        ],
    };
    Ok(Html(page.html()?))
}

/// The form of a new one.
pub async fn begin<C: Register>(State(app): State<App>, scope: Scope, passed: Passed) -> Result<Html<String>, Problem> {
    let desk = writing(&app, &scope, &passed, home(&passed)).await?;
    let page = new_page::<C>(&desk, &scope, &Sent::default(), app.new_id(), String::new())?;
    Ok(Html(page.html()?))
}

/// Writes a new one down, or gives the form back.
pub async fn add<C: Register>(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Allowed(permit): Allowed<acts::WriteWork>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let sent = Sent(sent);
    let desk = writing(&app, &scope, &passed, home(&passed)).await?;
    let token = sent.token(&app);
    let fault = match C::read(&desk, None, None, &sent) {
        Err(fault) => fault,
        Ok(act) => {
            let wanted = Wanted { work: token, id: token, seen: 0, on: app.today(), act };
            match app.work_do::<C, _>(&permit, wanted).await {
                Ok(kept) => return Ok(done::<C>(kept.id)),
                Err(fault) => refused(desk.lang, fault)?,
            }
        }
    };
    back(&new_page::<C>(&desk, &scope, &sent, token, fault)?)
}

/// One of them.
pub async fn show<C: Register>(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Allowed(permit): Allowed<acts::ReadWork>,
    Path(id): Path<Uuid>,
) -> Result<Html<String>, Problem> {
    let lang = scope.lang();
    let kept = app.work_open::<C>(&permit, id).await?;
    let mut named: BTreeSet<Uuid> = kept.state.named().into_iter().collect();
    named.extend(kept.history.iter().map(|entry| entry.by.appointment));
    let people = app.holders_of(&named).await?;
    let tasks = tasks_from(&app, &permit, id).await?;
    let desk =
        Desk { app: &app, lang, holders: Vec::new(), people, committees: committees(&app, &permit, kept.unit).await? };
    let record = app.work_record(id, passed.acting()).await?.ok_or(Problem::NoSuchPage)?;
    let writes = app.may(passed.acting(), Action::WriteWork, &record)?;
    let open = kept.state.acts().iter().filter(|_| writes);
    let act = |key: &&str| (format!("{}/viec/{key}", path_of::<C>(id)), words::act(lang, key).to_owned());
    let title = kept.state.title(&desk);
    let page = WorkPage {
        frame: frame(&scope, &path_of::<C>(id), crumbs::<C>(lang, &title)),
        title,
        unit: unit_name(&app, kept.unit, lang),
        state: words::state(lang, &kept.state.standing().state).to_owned(),
        late: String::new(),
        notes: Some(C::about(lang)[2]).filter(|note| !note.is_empty()).map(str::to_owned).into_iter().collect(),
        missing: None,
        acts: open
            .map(act)
            .chain(crate::issued::links(lang, &path_of::<C>(id), id, kept.state.documents(), writes))
            .collect(),
        pairs: kept.state.pairs(&desk),
        unfilled: lang.task_unclear().to_owned(),
        grid: None,
        tables: kept.state.tables(&desk, id, &tasks),
        past: kept.history.iter().rev().map(|entry| past::<C>(&desk, entry)).collect(),
    };
    Ok(Html(page.html()?))
}

/// The tasks that came from a work, as far as who asks may read them: a meeting has as many as it has conclusions.
async fn tasks_from(app: &App, permit: &Permit<acts::ReadWork>, work: Uuid) -> Result<Vec<Kept<Task>>, Problem> {
    Ok(app.work_all::<Task>(permit, Of::Parent(work), None).await?)
}

fn past<C: Register>(desk: &Desk<'_>, entry: &Entry<C::Act>) -> Past {
    Past {
        on: desk.day(entry.on),
        what: words::act(desk.lang, entry.act.key()).to_owned(),
        who: desk.person(entry.by.appointment),
        lines: C::said(desk, &entry.act).into_iter().filter(|line| !line.is_empty()).collect(),
    }
}

/// The form of an act.
pub async fn form<C: Register>(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Allowed(permit): Allowed<acts::ReadWork>,
    Path((id, act)): Path<(Uuid, String)>,
) -> Result<Html<String>, Problem> {
    let kept = app.work_open::<C>(&permit, id).await?;
    let mut desk = writing(&app, &scope, &passed, kept.unit).await?;
    desk.people = app.holders_of(&kept.state.named().into_iter().collect()).await?;
    let sent = kept.state.begins(&act);
    Ok(Html(act_page(&desk, &scope, &kept, &act, &sent, app.new_id(), String::new())?.html()?))
}

/// Does the act, or gives the form back.
pub async fn act<C: Register>(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Allowed(permit): Allowed<acts::WriteWork>,
    Path((id, act)): Path<(Uuid, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let sent = Sent(sent);
    let kept = app.work_open::<C>(&reads(&app, &passed, permit.unit()).await?, id).await?;
    let mut desk = writing(&app, &scope, &passed, kept.unit).await?;
    desk.people = app.holders_of(&kept.state.named().into_iter().collect()).await?;
    let token = sent.token(&app);
    let fault = match C::read(&desk, Some(&kept.state), Some(&act), &sent) {
        Err(fault) => fault,
        Ok(act) => {
            let wanted = Wanted { work: id, id: token, seen: sent.seen(), on: app.today(), act };
            match app.work_do::<C, _>(&permit, wanted).await {
                Ok(_) => return Ok(done::<C>(id)),
                Err(fault) => refused(desk.lang, fault)?,
            }
        }
    };
    back(&act_page(&desk, &scope, &kept, &act, &sent, token, fault)?)
}

fn path_of<C: Register>(id: Uuid) -> String {
    format!("{}/{id}", C::PATH)
}

fn crumbs<C: Register>(lang: Lang, last: &str) -> Vec<pages::frame::Crumb> {
    vec![crumb(C::about(lang)[0], Some(C::PATH.to_owned())), crumb(last, None)]
}

fn done<C: Register>(id: Uuid) -> Response {
    Redirect::to(&format!("{}?xong=1", path_of::<C>(id))).into_response()
}

fn back(page: &WorkForm) -> Result<Response, Problem> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
}

/// Why an act was not done, in a sentence; what is no fault of the form is a problem of the request.
fn refused(lang: Lang, fault: app::work::WorkFault<SteeringRefusal>) -> Result<String, Problem> {
    match fault {
        app::work::WorkFault::Problem(problem) => Err(problem.into()),
        other => Ok(other.say(lang, |refusal| words::refusal(lang, refusal))),
    }
}

/// What forms are made with: whoever can be named in a unit, its committees.
async fn writing<'a>(app: &'a App, scope: &Scope, passed: &Passed, unit: UnitId) -> Result<Desk<'a>, Problem> {
    let mut holders = app.holders(unit).await?;
    holders.retain(|holder| holder.unit == unit);
    let permit = reads(app, passed, home(passed)).await?;
    let committees = committees(app, &permit, unit).await?;
    Ok(Desk { app, lang: scope.lang(), holders, people: HashMap::new(), committees })
}

async fn committees(
    app: &App,
    permit: &Permit<acts::ReadWork>,
    unit: UnitId,
) -> Result<Vec<(String, String)>, Problem> {
    let query = WorkQuery::all(Committee::NOUN, Of::Unit(unit));
    let listed = app.work_list(permit, &query).await?;
    Ok(listed.into_iter().map(|stands| (stands.id.to_string(), stands.standing.title)).collect())
}

fn new_page<C: Register>(
    desk: &Desk<'_>,
    scope: &Scope,
    sent: &Sent,
    token: Uuid,
    fault: String,
) -> Result<WorkForm, Problem> {
    let lang = desk.lang;
    let [_, lead, note, new] = C::about(lang);
    let action = format!("{}/moi", C::PATH);
    Ok(WorkForm {
        frame: frame(scope, &action, crumbs::<C>(lang, new)),
        title: new.to_owned(),
        about: String::new(),
        lead: if note.is_empty() { lead } else { note }.to_owned(),
        action,
        token: token.to_string(),
        seen: 0,
        groups: C::fields(desk, None, None, sent).ok_or(Problem::NoSuchPage)?,
        fault,
        outcomes: Vec::new(),
        buttons: vec![("ghi".to_owned(), lang.task_b_do().to_owned())],
        back: (C::PATH.to_owned(), lang.task_b_back().to_owned()),
    })
}

fn act_page<C: Register>(
    desk: &Desk<'_>,
    scope: &Scope,
    kept: &Kept<C>,
    act: &str,
    sent: &Sent,
    token: Uuid,
    fault: String,
) -> Result<WorkForm, Problem> {
    let lang = desk.lang;
    let path = path_of::<C>(kept.id);
    let action = format!("{path}/viec/{act}");
    let title = words::act(lang, act);
    Ok(WorkForm {
        frame: frame(scope, &action, crumbs::<C>(lang, title)),
        title: title.to_owned(),
        about: kept.state.title(desk),
        lead: C::about(lang)[2].to_owned(),
        action,
        token: token.to_string(),
        seen: kept.seen(),
        groups: C::fields(desk, Some(&kept.state), Some(act), sent).ok_or(Problem::NoSuchPage)?,
        fault,
        outcomes: Vec::new(),
        buttons: vec![("ghi".to_owned(), lang.task_b_do().to_owned())],
        back: (path, lang.task_b_back().to_owned()),
    })
}

/// Fields without a heading.
fn one(inputs: Vec<pages::work_form::Input>) -> Vec<Group> {
    vec![Group { title: String::new(), inputs }]
}

/// A heading with its lines.
fn pair(name: &str, lines: Vec<String>) -> Pair {
    Pair { name: name.to_owned(), lines }
}
