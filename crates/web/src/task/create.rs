//! /nhiem-vu/moi: a new task, kept as a draft or given at once, to one officer or to one in every commune.

use app::App;
use app::tasks::{Holder, Target};
use app::work::Wanted;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::{Action, FieldClass, Record, Role};
use domain::units::{Level, UnitId};
use pages::work_form::WorkForm;
use programme::tasks::{Clears, Draft, Origin, Person, Source, TaskAct};
use uuid::Uuid;

use super::clears::Desk;
use super::{PATH, crumbs, frame, home, of_province, path_of, words};
use crate::guard::Passed;
use crate::problem::Problem;
use crate::scope::Scope;
use crate::sent::Sent;
use crate::visitor::unit_name;

/// The form, with what the address brings: a conclusion of a meeting, a task of a plan.
pub async fn get(State(app): State<App>, scope: Scope, passed: Passed) -> Result<Html<String>, Problem> {
    let mut sent = Sent(scope.cx.query.clone());
    super::source::fill(&app, &scope, &passed, &mut sent).await?;
    let holders = app.holders(home(&passed)).await?;
    let form = Writer { app: &app, scope: &scope, passed: &passed, holders: &holders };
    form.source().await?;
    Ok(Html(form.page(&sent, app.new_id(), String::new(), Vec::new()).html()?))
}

/// Keeps the draft, gives the task, or gives the form back.
pub async fn post(
    State(app): State<App>,
    scope: Scope,
    passed: Passed,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let sent = Sent(sent);
    let token = sent.token(&app);
    let holders = app.holders(home(&passed)).await?;
    let form = Writer { app: &app, scope: &scope, passed: &passed, holders: &holders };
    let back = |fault: String| -> Result<Response, Problem> {
        let page = form.page(&sent, token, fault, Vec::new());
        Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
    };
    let source = form.source().await?;
    let (title, clears) = match form.desk().read(&sent) {
        Ok(read) => read,
        Err(fault) => return back(fault),
    };
    let draft = Draft { title, source, bound: None, clears };
    let outcome = match sent.typed("buoc") {
        "giao" => form.give(&sent, token, draft).await,
        _ => form.keep(token, draft).await,
    };
    match outcome? {
        Outcome::Done(task) => Ok(Redirect::to(&format!("{}?xong=1", path_of(task))).into_response()),
        Outcome::Each(outcomes) => {
            let page = form.page(&sent, app.new_id(), String::new(), outcomes);
            Ok(Html(page.html()?).into_response())
        }
        Outcome::Fault(fault) => back(fault),
    }
}

/// What came of it.
enum Outcome {
    /// One task.
    Done(Uuid),
    /// One for each commune: its name, and what came of it.
    Each(Vec<(String, String)>),
    /// None, and why.
    Fault(String),
}

/// Who writes a new task.
struct Writer<'a> {
    app: &'a App,
    scope: &'a Scope,
    passed: &'a Passed,
    holders: &'a [Holder],
}

impl Writer<'_> {
    fn desk(&self) -> Desk<'_> {
        let unit = home(self.passed);
        let hands_down = of_province(self.app, unit);
        Desk { app: self.app, lang: self.scope.lang(), unit, holders: self.holders, hands_down }
    }

    /// What the address says that the task came from; a work that who asks may not read is none.
    async fn source(&self) -> Result<Option<Source>, Problem> {
        let value = |key: &str| self.scope.cx.value(key).map(domain::fold::clean);
        let Some(work) = value("nguon").and_then(|id| id.parse::<Uuid>().ok()) else { return Ok(None) };
        let origin = value("loai").and_then(|key| Origin::from_key(&key)).ok_or(Problem::NoSuchPage)?;
        let acting = self.passed.acting();
        let record = self.app.work_record(work, acting).await?.ok_or(Problem::NoSuchPage)?;
        if !self.app.may(acting, Action::ReadWork, &record)? {
            return Err(Problem::NoSuchPage);
        }
        Ok(Some(Source { origin, work, item: value("muc").unwrap_or_default() }))
    }

    fn page(&self, sent: &Sent, token: Uuid, fault: String, outcomes: Vec<(String, String)>) -> WorkForm {
        let lang = self.scope.lang();
        let kept = ["nguon", "loai", "muc"].map(|key| (key, self.scope.cx.value(key).unwrap_or_default()));
        let query: Vec<String> = kept
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(key, value)| format!("{key}={}", pages::format::encode(value)))
            .collect();
        let action = format!("{PATH}/moi");
        let action = if query.is_empty() { action } else { format!("{action}?{}", query.join("&")) };
        let mut buttons = vec![("nhap".to_owned(), lang.task_b_draft().to_owned())];
        if self.issues() {
            buttons.insert(0, ("giao".to_owned(), lang.task_b_issue().to_owned()));
        }
        WorkForm {
            frame: frame(self.scope, &format!("{PATH}/moi"), crumbs(lang, lang.task_new())),
            title: lang.task_new().to_owned(),
            about: String::new(),
            lead: lang.task_lead_new().to_owned(),
            action,
            token: token.to_string(),
            seen: 0,
            groups: self.desk().groups(sent),
            fault,
            outcomes,
            buttons,
            back: (PATH.to_owned(), lang.task_b_back().to_owned()),
        }
    }

    /// Whether who writes may give tasks in their unit.
    fn issues(&self) -> bool {
        let record = self.record(home(self.passed));
        self.app.may(self.passed.acting(), Action::IssueTask, &record).unwrap_or_default()
    }

    fn record(&self, unit: UnitId) -> Record {
        Record::plain(self.app.place_of(unit, self.app.now()), FieldClass::UnitFact)
    }

    async fn keep(&self, token: Uuid, draft: Draft) -> Result<Outcome, Problem> {
        let lang = self.scope.lang();
        let unit = home(self.passed);
        let elsewhere = draft.clears.person.is_some_and(|person| {
            let holder = self.holders.iter().find(|holder| holder.appointment == person.assignee);
            holder.is_none_or(|holder| self.app.unit_of_task(holder) != unit)
        });
        if elsewhere {
            return Ok(Outcome::Fault(lang.task_f_draft_elsewhere().to_owned()));
        }
        let act = TaskAct::Draft { draft };
        let wanted = Wanted { work: token, id: token, seen: 0, on: self.app.today(), act };
        match self.app.task_do(self.passed.acting(), &self.record(unit), wanted).await {
            Ok(kept) => Ok(Outcome::Done(kept.id)),
            Err(fault) => words::fault(lang, fault).map(Outcome::Fault),
        }
    }

    async fn give(&self, sent: &Sent, token: Uuid, draft: Draft) -> Result<Outcome, Problem> {
        let lang = self.scope.lang();
        let acting = self.passed.acting();
        if let Some(role) = sent.typed("nguoi").strip_prefix("moi-xa:").and_then(Role::from_key) {
            return self.give_each(role, token, &draft, sent).await;
        }
        let holder =
            draft.clears.person.and_then(|person| self.holders.iter().find(|of| of.appointment == person.assignee));
        let unit = holder.map_or_else(|| home(self.passed), |holder| self.app.unit_of_task(holder));
        let draft = self.in_unit(unit, draft, sent);
        let done = self.app.task_hand(acting, vec![Target { unit, id: token, draft }]).await;
        match done.into_iter().next().map(|handed| handed.outcome) {
            Some(Ok(task)) => Ok(Outcome::Done(task)),
            Some(Err(fault)) => words::fault(lang, fault).map(Outcome::Fault),
            None => Err(Problem::NoSuchPage),
        }
    }

    /// The rows of a grid are the hamlets of the unit that gets the task, not of the one that gives it.
    fn in_unit(&self, unit: UnitId, draft: Draft, sent: &Sent) -> Draft {
        let recurs = draft.clears.time.is_some_and(|time| time.recurs.is_some());
        if !recurs || sent.typed("noi") != "danh-muc" || unit == home(self.passed) {
            return draft;
        }
        let places = self.app.places_below(unit, self.holders);
        Draft { clears: Clears { places, ..draft.clears }, ..draft }
    }

    /// One task for each commune, under an id that follows from the page's: sent twice, each is given once.
    async fn give_each(&self, role: Role, token: Uuid, draft: &Draft, sent: &Sent) -> Result<Outcome, Problem> {
        let (lang, register, today) = (self.scope.lang(), self.app.register(), self.app.today());
        let mut communes: Vec<_> = register
            .children(home(self.passed), today)
            .filter(|version| version.kind.level() == Level::Commune)
            .collect();
        communes.sort_by_cached_key(|version| domain::fold::sort_key(&version.name));
        let mut outcomes = Vec::with_capacity(communes.len());
        let mut targets = Vec::new();
        for commune in communes {
            let holder = self.holders.iter().find(|holder| holder.unit == commune.unit && holder.role == role);
            let Some(holder) = holder else {
                outcomes.push((commune.full_name(), lang.task_handed_not(lang.task_handed_nobody())));
                continue;
            };
            let mut draft = self.in_unit(commune.unit, draft.clone(), sent);
            draft.clears.person = Some(Person { assignee: holder.appointment, deputy: None });
            let id = Uuid::new_v5(&token, commune.unit.0.as_bytes());
            targets.push(Target { unit: commune.unit, id, draft });
        }
        for handed in self.app.task_hand(self.passed.acting(), targets).await {
            let unit = unit_name(self.app, handed.unit, lang);
            let said = match handed.outcome {
                Ok(_) => lang.task_handed().to_owned(),
                Err(fault) => lang.task_handed_not(words::fault(lang, fault)?),
            };
            outcomes.push((unit, said));
        }
        Ok(Outcome::Each(outcomes))
    }
}
