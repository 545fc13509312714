//! /ho-so/{id}/viec/{act}: the form of one act, seen in advance, recorded or proposed.

use app::App;
use app::cases::{CaseFile, Recorded, Wanted};
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::cases::{Case, Law, purposes_of};
use domain::persons::Field;
use pages::case_act::{ActForm, CaseAct, Preview};
use serde::Deserialize;
use texts::Lang;
use uuid::Uuid;

use super::form::{Filler, Sent};
use super::{asks_for_purpose, frame, path_of, path_of_act, role, words};
use crate::account::own_unit;
use crate::problem::Problem;
use crate::rights::told;
use crate::scope::{Scope, crumb};
use crate::visitor::Visitor;

/// Which entry an act is about, where the file page leads to its form.
#[derive(Deserialize)]
pub struct AboutEntry {
    viec: Option<u32>,
}

/// The form as it begins.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path((id, act)): Path<(Uuid, String)>,
    Query(about): Query<AboutEntry>,
) -> Result<Response, Problem> {
    let Some(file) = read(&app, &visitor, id, &act).await? else { return Ok(ask_purpose(id, &act)) };
    let desk = Desk { app: &app, scope: &scope, visitor: &visitor, file: &file, act: &act };
    // an act about an entry begins with its number
    let sent = about.viec.map(|entry| ("o-entry".to_owned(), entry.to_string()));
    let day = sent.is_some().then(|| ("ngay".to_owned(), app.today().to_string()));
    let form = desk.filler()?.form(&Sent(sent.into_iter().chain(day).collect()));
    Ok(Html(desk.page(form, app.new_id())?.html()?).into_response())
}

/// Shows what would come of it, records it, or gives the form back.
pub async fn post(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path((id, act)): Path<(Uuid, String)>,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let sent = Sent(sent);
    let Some(file) = read(&app, &visitor, id, &act).await? else { return Ok(ask_purpose(id, &act)) };
    let desk = Desk { app: &app, scope: &scope, visitor: &visitor, file: &file, act: &act };
    let filler = desk.filler()?;
    if !sent.is_known(filler.act, &[]) {
        return Err(Problem::Refused(StatusCode::UNPROCESSABLE_ENTITY));
    }
    let token = sent.get("ma").parse().unwrap_or_else(|_| app.new_id());
    let wanted = match filler.read(&sent, token) {
        Ok(wanted) => wanted,
        Err(form) => return back(&desk.page(*form, token)?),
    };
    let form = filler.form(&sent);
    if sent.get("buoc") == "xem" {
        return desk.preview(form, wanted).await;
    }
    match app.record_event(&visitor.session, visitor.acting()?, id, wanted).await {
        Ok(Recorded::Done { entry }) => Ok(Redirect::to(&format!("{}?xong=viec-{entry}", path_of(id))).into_response()),
        Ok(Recorded::Waits { .. }) => Ok(Redirect::to(&format!("{}?xong=cho", path_of(id))).into_response()),
        Err(problem) => desk.refused(form, token, problem),
    }
}

/// The file, where it is open for a purpose that the act serves.
async fn read(app: &App, visitor: &Visitor, id: Uuid, act: &str) -> Result<Option<CaseFile>, Problem> {
    let act = app.casework()?.act(act).ok_or(Problem::NoSuchPage)?;
    match app.case_file(&visitor.session, visitor.acting()?, id).await {
        Ok(file) => Ok(Some(file).filter(|file| purposes_of(act).contains(&file.purpose))),
        Err(problem) if asks_for_purpose(&problem) => Ok(None),
        Err(problem) => Err(problem.into()),
    }
}

fn ask_purpose(id: Uuid, act: &str) -> Response {
    let back = pages::format::encode(&path_of_act(id, act));
    Redirect::to(&format!("{}/mo?ve={back}", path_of(id))).into_response()
}

/// The form again, with what is wrong with it.
fn back(page: &CaseAct) -> Result<Response, Problem> {
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
}

/// Where an act of one file is written down.
struct Desk<'a> {
    app: &'a App,
    scope: &'a Scope,
    visitor: &'a Visitor,
    file: &'a CaseFile,
    act: &'a str,
}

impl<'a> Desk<'a> {
    fn filler(&self) -> Result<Filler<'a>, Problem> {
        let law = self.app.casework()?;
        Ok(Filler {
            app: self.app,
            law,
            lang: self.scope.lang(),
            case: &self.file.case,
            act: law.act(self.act).ok_or(Problem::NoSuchPage)?,
            own: own_unit(self.visitor)?,
            role: role(self.visitor)?,
            file: Some(self.file),
        })
    }

    fn page(&self, form: ActForm, token: Uuid) -> Result<CaseAct, Problem> {
        let (lang, id) = (self.scope.lang(), self.file.person);
        let identity = &self.file.identity;
        let called = identity.get(Field::FullName).or_else(|| identity.get(Field::OtherName));
        let name = called.unwrap_or(lang.files_today_nameless()).to_owned();
        let steps = vec![
            crumb(lang.files_menu_files(), Some("/ho-so".to_owned())),
            crumb(&name, Some(path_of(id))),
            crumb(&form.title, None),
        ];
        let office = form.offices.iter().find(|office| office.chosen).map_or("", |office| office.key.as_str());
        Ok(CaseAct {
            frame: frame(self.scope, &path_of_act(id, self.act), steps),
            id: id.to_string(),
            name,
            second: self.filler()?.second(office),
            form,
            preview: None,
            fault: String::new(),
            token: token.to_string(),
        })
    }

    /// The form with what would come of the act, or with the clause that refuses it.
    async fn preview(&self, form: ActForm, wanted: Wanted) -> Result<Response, Problem> {
        let (session, acting) = (&self.visitor.session, self.visitor.acting()?);
        let token = wanted.id;
        let (after, needs_second) = match self.app.try_event(session, acting, self.file.person, &wanted).await {
            Ok(tried) => tried,
            Err(problem) => return self.refused(form, token, problem),
        };
        let mut page = self.page(form, token)?;
        let lang = self.scope.lang();
        page.preview = Some(preview(self.app.casework()?, lang, self.file, &after));
        if needs_second && page.second.is_none() {
            let (why, who) = (lang.files_act_second_act(), lang.files_act_second_other());
            page.second = Some((why.to_owned(), who.to_owned()));
        }
        Ok(Html(page.html()?).into_response())
    }

    /// The form with why it was refused; what no form can put right goes on.
    fn refused(&self, mut form: ActForm, token: Uuid, problem: app::Problem) -> Result<Response, Problem> {
        let lang = self.scope.lang();
        let mut fault = String::new();
        match problem {
            app::Problem::Unlawful(refusal) => form.refusal = Some(self.filler()?.refusal(&refusal)),
            app::Problem::FileChanged => lang.persons_changed().clone_into(&mut fault),
            problem if asks_for_purpose(&problem) => return Ok(ask_purpose(self.file.person, self.act)),
            problem => fault = told(self.app, problem, lang)?,
        }
        back(&CaseAct { fault, ..self.page(form, token)? })
    }
}

/// What would come of an act: what was and what would be, as far as who writes may see it.
fn preview(law: &Law, lang: Lang, file: &CaseFile, after: &Case) -> Preview {
    let (before, entry) = (&file.case, after.events.len());
    // what the act itself brings, its writer knows
    let seen = |of: usize| of == entry || file.shows(of);
    let joined =
        |texts: Vec<String>| if texts.is_empty() { lang.files_act_none().to_owned() } else { texts.join(", ") };
    let states = |case: &Case| {
        let open = case.measures.iter().filter(|measure| measure.open() && seen(measure.entry));
        joined(open.map(|measure| words::state(law, measure.shown())).collect())
    };
    let lists = |case: &Case| {
        let on = case.memberships.iter().filter(|of| of.to.is_none() && seen(of.entry));
        joined(on.map(|of| words::list(law, &of.list)).collect())
    };
    let opened = after.measures.iter().filter(|measure| measure.entry == entry && measure.open());
    let terms =
        opened.filter_map(|measure| Some((words::state(law, &measure.state), words::day(lang, measure.term_end?))));
    let title = |regime, clock: &str| {
        let line = law.regime(regime).and_then(|of| of.clocks.iter().find(|line| line.id == clock));
        line.map_or_else(|| clock.to_owned(), |line| line.title.clone())
    };
    let begun = after.running.iter().filter(|running| running.entry == entry && running.dropped.is_none());
    let met = before.running.iter().zip(&after.running);
    let met = met.filter(|(was, is)| was.met.is_none() && is.met.is_some() && seen(is.entry));
    Preview {
        states: (states(before), states(after)),
        lists: (lists(before), lists(after)),
        terms: terms.collect(),
        started: begun.map(|of| (title(of.regime, &of.clock), words::instant(lang, of.due))).collect(),
        met: met.map(|(_, of)| title(of.regime, &of.clock)).collect(),
        closes: before.closed.is_none() && after.closed.is_some(),
    }
}
