//! /nhiem-vu/moi: a new task, kept as a draft or given at once: to one officer, to bodies of the province, or to one in
//! each of several communes. What was given to several is called back at once, as long as nobody has taken it on.

use std::collections::BTreeSet;

use app::App;
use app::tasks::{Holder, Target};
use app::work::Wanted;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::{Action, FieldClass, Record, Role};
use domain::units::{Level, UnitId, Version};
use pages::work_form::WorkForm;
use programme::steering::body::Body;
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
    let bodies = app.bodies_of(home(&passed)).await?;
    let form = Writer { app: &app, scope: &scope, passed: &passed, holders: &holders, bodies: &bodies };
    form.source().await?;
    Ok(Html(form.page(&sent, app.new_id(), String::new()).html()?))
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
    let bodies = app.bodies_of(home(&passed)).await?;
    let form = Writer { app: &app, scope: &scope, passed: &passed, holders: &holders, bodies: &bodies };
    if sent.typed("buoc") == "thu-hoi" {
        let batch = scope.cx.value("luot").and_then(|id| id.parse().ok()).ok_or(Problem::NoSuchPage)?;
        return Ok(Html(form.outcome(form.recall(batch).await?, None).html()?).into_response());
    }
    let back = |fault: String| -> Result<Response, Problem> {
        let page = form.page(&sent, token, fault);
        Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
    };
    let source = form.source().await?;
    let (title, clears) = match form.desk().read(&sent) {
        Ok(read) => read,
        Err(fault) => return back(fault),
    };
    let draft = Draft { title, source, bound: None, clears };
    let outcome = match sent.typed("buoc") {
        // whoever may not give tasks keeps what was typed
        "giao" if !form.issues() => Ok(Outcome::Fault(scope.lang().task_f_only_draft().to_owned())),
        "giao" => form.give(&sent, token, draft).await,
        _ => form.keep(token, draft).await,
    };
    match outcome? {
        Outcome::Done(task) => Ok(Redirect::to(&format!("{}?xong=1", path_of(task))).into_response()),
        Outcome::Each { outcomes, given } => {
            let page = form.outcome(outcomes, given.then_some(token));
            Ok(Html(page.html()?).into_response())
        }
        Outcome::Fault(fault) => back(fault),
    }
}

/// What came of it.
enum Outcome {
    /// One task.
    Done(Uuid),
    /// One for each commune or body.
    Each {
        /// Its name, and what came of it.
        outcomes: Vec<(String, String)>,
        /// Whether any was given.
        given: bool,
    },
    /// None, and why.
    Fault(String),
}

/// Who writes a new task.
struct Writer<'a> {
    app: &'a App,
    scope: &'a Scope,
    passed: &'a Passed,
    holders: &'a [Holder],
    bodies: &'a [Body],
}

/// To whom one of several tasks goes.
struct Addressee {
    /// What the id of the task follows from, besides that of the page.
    key: Vec<u8>,
    unit: UnitId,
    name: String,
    /// Whose task it is; none where nobody holds the office.
    person: Option<Uuid>,
    /// The body that leads it, where that is not what was typed.
    leads: Option<String>,
}

impl Writer<'_> {
    fn desk(&self) -> Desk<'_> {
        let unit = home(self.passed);
        let hands_down = of_province(self.app, unit);
        Desk { app: self.app, lang: self.scope.lang(), unit, holders: self.holders, hands_down, bodies: self.bodies }
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

    fn page(&self, sent: &Sent, token: Uuid, fault: String) -> WorkForm {
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
            outcomes: Vec::new(),
            buttons,
            back: (PATH.to_owned(), lang.task_b_back().to_owned()),
        }
    }

    /// What came of many, with the way to call them back.
    fn outcome(&self, outcomes: Vec<(String, String)>, batch: Option<Uuid>) -> WorkForm {
        let lang = self.scope.lang();
        let page = self.page(&Sent::default(), self.app.new_id(), String::new());
        let lead = if batch.is_some() { lang.task_lead_given() } else { lang.task_lead_recalled() };
        WorkForm {
            lead: lead.to_owned(),
            action: batch.map_or(page.action, |batch| format!("{PATH}/moi?luot={batch}")),
            groups: Vec::new(),
            outcomes,
            buttons: batch.map(|_| ("thu-hoi".to_owned(), lang.task_b_recall().to_owned())).into_iter().collect(),
            ..page
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
        match self.addressees(sent) {
            Err(fault) => return Ok(Outcome::Fault(fault)),
            Ok(Some(several)) => return self.give_each(several, token, &draft, sent).await,
            Ok(None) => {}
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

    /// To whom a task for several goes; none for a task of one officer.
    fn addressees(&self, sent: &Sent) -> Result<Option<Vec<Addressee>>, String> {
        let chosen = sent.typed("nguoi");
        if let Some(role) = chosen.strip_prefix("moi-xa:").and_then(Role::from_key) {
            return self.communes(role, &sent.lines("xa-ds")).map(Some);
        }
        let only = chosen.strip_prefix("co-quan:");
        let is_meant = |body: &&Body| only.is_none_or(|key| app::bodies::folded(&body.office.name) == key);
        Ok((only.is_some() || chosen == "moi-co-quan").then(|| self.of_bodies(is_meant)))
    }

    /// The bodies of the unit: the task is that of the head, or of the first officer where no head is named.
    fn of_bodies(&self, is_meant: impl Fn(&&Body) -> bool) -> Vec<Addressee> {
        let unit = home(self.passed);
        let of = self.bodies.iter().filter(is_meant).map(|body| Addressee {
            key: app::bodies::folded(&body.office.name).into_bytes(),
            unit,
            name: body.office.name.clone(),
            person: body.office.head.or_else(|| body.office.staff.first().copied()),
            leads: Some(body.office.name.clone()),
        });
        of.collect()
    }

    /// The communes of the province, or those that are named, each with whoever holds the office there.
    fn communes(&self, role: Role, named: &[String]) -> Result<Vec<Addressee>, String> {
        let (register, today) = (self.app.register(), self.app.today());
        let mut all: Vec<_> = register
            .children(home(self.passed), today)
            .filter(|version| version.kind.level() == Level::Commune)
            .collect();
        all.sort_by_cached_key(|version| domain::fold::sort_key(&version.name));
        let mut wanted = BTreeSet::new();
        for line in named {
            let typed = domain::fold::plain(line);
            let is_it = |version: &&&Version| {
                version.code == typed
                    || [version.name.clone(), version.full_name()].iter().any(|of| domain::fold::plain(of) == typed)
            };
            let found = all.iter().find(is_it).ok_or_else(|| self.scope.lang().task_f_commune(line))?;
            wanted.insert(found.unit);
        }
        all.retain(|version| wanted.is_empty() || wanted.contains(&version.unit));
        let addressee = |version: &Version| Addressee {
            key: version.unit.0.as_bytes().to_vec(),
            unit: version.unit,
            name: version.full_name(),
            person: self
                .holders
                .iter()
                .find(|holder| holder.unit == version.unit && holder.role == role)
                .map(|holder| holder.appointment),
            leads: None,
        };
        Ok(all.into_iter().map(addressee).collect())
    }

    /// One task for each, under an id that follows from the page's: sent twice, each is given once.
    async fn give_each(
        &self,
        several: Vec<Addressee>,
        token: Uuid,
        draft: &Draft,
        sent: &Sent,
    ) -> Result<Outcome, Problem> {
        let lang = self.scope.lang();
        let mut outcomes = Vec::with_capacity(several.len());
        let (mut names, mut targets) = (Vec::new(), Vec::new());
        for to in several {
            let Some(person) = to.person else {
                outcomes.push((to.name, lang.task_handed_not(lang.task_handed_nobody())));
                continue;
            };
            let mut draft = self.in_unit(to.unit, draft.clone(), sent);
            draft.clears.person = Some(Person { assignee: person, deputy: None });
            if let (Some(leads), Some(duty)) = (to.leads, draft.clears.duty.as_mut()) {
                duty.leads = leads;
            }
            names.push(to.name);
            targets.push(Target { unit: to.unit, id: Uuid::new_v5(&token, &to.key), draft });
        }
        let mut given = false;
        for (name, handed) in names.into_iter().zip(self.app.task_hand(self.passed.acting(), targets).await) {
            let said = match handed.outcome {
                Ok(_) => {
                    given = true;
                    lang.task_handed().to_owned()
                }
                Err(fault) => lang.task_handed_not(words::fault(lang, fault)?),
            };
            outcomes.push((name, said));
        }
        Ok(Outcome::Each { outcomes, given })
    }

    /// Calls back what was given from one page, whoever has not taken it on.
    async fn recall(&self, batch: Uuid) -> Result<Vec<(String, String)>, Problem> {
        let lang = self.scope.lang();
        let own = home(self.passed);
        let (register, today) = (self.app.register(), self.app.today());
        let mut tasks: Vec<(UnitId, Uuid)> = register
            .children(own, today)
            .map(|version| (version.unit, Uuid::new_v5(&batch, version.unit.0.as_bytes())))
            .collect();
        let key = |body: &Body| Uuid::new_v5(&batch, app::bodies::folded(&body.office.name).as_bytes());
        tasks.extend(self.bodies.iter().map(|body| (own, key(body))));
        let done = self.app.tasks_recall(self.passed.acting(), batch, &tasks, lang.task_recall_reason()).await?;
        let mut outcomes = Vec::with_capacity(done.len());
        for one in done {
            let said = match one.outcome {
                Ok(true) => lang.task_recalled().to_owned(),
                Ok(false) => lang.task_recall_late().to_owned(),
                Err(fault) => words::fault(lang, fault)?,
            };
            outcomes.push((unit_name(self.app, one.unit, lang), said));
        }
        Ok(outcomes)
    }
}
