//! /lan-in: runs of printing of one's own account, how far each has come, one file with everything.

use std::sync::Arc;

use app::App;
use app::reports::Kind;
use app::runs::{About, Item, NewRun, Outcome, PAPERS_KEPT, Progress, Run, RunState, Runs};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use pages::frame::{Crumb, Frame, Section};
use pages::work_form::{Group, WorkForm};
use pages::work_list::{Cell, Listing, WorkList};
use pages::work_page::{Pair, WorkPage};
use texts::Lang;
use uuid::Uuid;

use crate::guard::Passed;
use crate::problem::Problem;
use crate::report::board::{self, Asked};
use crate::scope::{Scope, crumb};
use crate::sent::{Sent, required};
use crate::task::home;
use crate::visitor::{Visitor, unit_name};

/// Where runs are.
pub const HOME: &str = "/lan-in";
/// After so many seconds the page of a run at work asks again.
const REFRESH_SECONDS: u32 = 3;
/// The query that stops it from asking by itself.
const STILL: &str = "dung-yen";

/// One's own runs.
pub async fn index(
    State(app): State<App>,
    State(runs): State<Runs>,
    scope: Scope,
    passed: Passed,
    visitor: Visitor,
) -> Result<Html<String>, Problem> {
    let lang = scope.lang();
    runs.forget_papers(app.now());
    let all = runs.all_of(visitor.session.account.0);
    let row = |run: &Arc<Run>| {
        let progress = run.progress();
        vec![
            Cell::link(run.title.clone(), path_of(run.id)),
            Cell::text(app::written(run.began)),
            Cell::text(state(lang, progress.state)),
            Cell::text(said(lang, &progress)),
        ]
    };
    let page = WorkList {
        frame: frame(&scope, None),
        title: lang.runs_title().to_owned(),
        unit: unit_name(&app, home(&passed), lang),
        lead: lang.runs_list_lead().to_owned(),
        note: String::new(),
        views: Vec::new(),
        kept: Vec::new(),
        filters: Vec::new(),
        counts: Vec::new(),
        is_board: false,
        tables: vec![Listing {
            title: lang.runs_title().to_owned(),
            head: [lang.runs_col_title(), lang.runs_col_began(), lang.runs_col_state(), lang.runs_col_outcome()]
                .map(str::to_owned)
                .to_vec(),
            rows: all.iter().map(row).collect(),
            empty: lang.runs_none().to_owned(),
        }],
        begin: Vec::new(),
        files: Vec::new(),
    };
    Ok(Html(page.html()?))
}

/// One of them; while it is at work the page asks again by itself, unless its reader stopped that.
pub async fn show(
    State(app): State<App>,
    State(runs): State<Runs>,
    scope: Scope,
    passed: Passed,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    let lang = scope.lang();
    runs.forget_papers(app.now());
    let run = runs.of(visitor.session.account.0, id).ok_or(Problem::NoSuchPage)?;
    let progress = run.progress();
    let (path, at_work) = (path_of(id), progress.state == RunState::AtWork);
    let still = scope.cx.value(STILL).is_some();
    let mut acts = Vec::new();
    if at_work {
        acts.push((format!("{path}/dung"), lang.runs_stop().to_owned()));
        acts.push(if still {
            (path.clone(), lang.runs_refresh_on().to_owned())
        } else {
            (format!("{path}?{STILL}=1"), lang.runs_refresh_off().to_owned())
        });
    }
    let own_session = run.about == (About::People { session: visitor.session.id });
    let fetched = |bytes: usize| match run.about {
        About::Reports => Some((format!("{path}/tat-ca.zip"), lang.runs_zip(bytes.div_ceil(1024)))),
        About::People { .. } => own_session.then(|| (format!("{path}/lay"), lang.runs_zip(bytes.div_ceil(1024)))),
    };
    acts.extend(progress.zip_bytes.and_then(fetched));
    acts.push((run.from.clone(), lang.runs_back().to_owned()));
    let mut notes = Vec::new();
    notes.extend((at_work && !still).then(|| lang.runs_refreshes(REFRESH_SECONDS)));
    let gone = !at_work && progress.made() > 0 && progress.zip_bytes.is_none();
    let kept_min = PAPERS_KEPT.as_mins();
    notes.extend(gone.then(|| match run.about {
        About::Reports => lang.runs_zip_gone().to_owned(),
        About::People { .. } => lang.runs_papers_gone(kept_min),
    }));
    notes.extend((!gone && run.about != About::Reports).then(|| lang.runs_papers_once(kept_min)));
    let page = WorkPage {
        frame: frame(&scope, Some(&run.title)),
        title: run.title.clone(),
        unit: unit_name(&app, home(&passed), lang),
        state: state(lang, progress.state).to_owned(),
        late: String::new(),
        notes,
        missing: None,
        acts,
        pairs: vec![Pair { name: lang.runs_col_outcome().to_owned(), lines: vec![said(lang, &progress)] }],
        unfilled: String::new(),
        grid: None,
        tables: vec![Listing {
            title: lang.runs_items().to_owned(),
            head: [of_whom(lang, run.about), lang.runs_col_outcome(), lang.runs_col_file()].map(str::to_owned).to_vec(),
            rows: progress.items.iter().map(|item| row(lang, run.about, item)).collect(),
            empty: lang.runs_none_to_print().to_owned(),
        }],
        past: Vec::new(),
    };
    let mut answer = Html(page.html()?).into_response();
    if at_work && !still {
        // browsers heed it without script
        let again =
            HeaderValue::try_from(REFRESH_SECONDS.to_string()).unwrap_or_else(|_| HeaderValue::from_static("3"));
        answer.headers_mut().insert(header::REFRESH, again);
    }
    Ok(answer)
}

const fn of_whom(lang: Lang, about: About) -> &'static str {
    match about {
        About::Reports => lang.runs_col_unit(),
        About::People { .. } => lang.runs_col_case(),
    }
}

fn row(lang: Lang, about: About, item: &Item) -> Vec<Cell> {
    let name = match (item.work, about) {
        (Some(work), About::Reports) => Cell::link(item.name.clone(), crate::report::path_of(work)),
        (Some(person), About::People { .. }) => Cell::link(item.name.clone(), crate::case::path_of(person)),
        (None, _) => Cell::text(item.name.clone()),
    };
    let (outcome, file) = match &item.outcome {
        Outcome::Waiting => (Cell::text(lang.runs_waiting()), String::new()),
        Outcome::Made(file) => (Cell::text(lang.runs_made()), file.clone()),
        Outcome::Failed(why) => (Cell { late: true, ..Cell::text(lang.runs_failed(why)) }, String::new()),
        Outcome::Stopped => (Cell::text(lang.runs_not_reached()), String::new()),
    };
    vec![name, outcome, Cell::text(file)]
}

/// The question before a run is stopped.
pub async fn ask_stop(
    State(runs): State<Runs>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Html<String>, Problem> {
    let lang = scope.lang();
    let run = runs.of(visitor.session.account.0, id).ok_or(Problem::NoSuchPage)?;
    let page = WorkForm {
        frame: frame(&scope, Some(&run.title)),
        title: lang.runs_stop().to_owned(),
        about: run.title.clone(),
        lead: lang.runs_stop_lead().to_owned(),
        action: format!("{}/dung", path_of(id)),
        token: id.to_string(),
        seen: 0,
        groups: Vec::new(),
        fault: String::new(),
        outcomes: Vec::new(),
        buttons: vec![("dung".to_owned(), lang.runs_stop().to_owned())],
        back: (path_of(id), run.title.clone()),
    };
    Ok(Html(page.html()?))
}

/// Stops it.
pub async fn stop(State(runs): State<Runs>, visitor: Visitor, Path(id): Path<Uuid>) -> Result<Redirect, Problem> {
    runs.of(visitor.session.account.0, id).ok_or(Problem::NoSuchPage)?.stop();
    Ok(Redirect::to(&path_of(id)))
}

/// Everything that was printed.
pub async fn zip(State(runs): State<Runs>, visitor: Visitor, Path(id): Path<Uuid>) -> Result<Response, Problem> {
    let run = runs.of(visitor.session.account.0, id).ok_or(Problem::NoSuchPage)?;
    let zip = run.zip().ok_or(Problem::NoSuchPage)?;
    let name = HeaderValue::from_static("attachment; filename=\"bao-cao.zip\"");
    let media = HeaderValue::from_static("application/zip");
    Ok(([(header::CONTENT_TYPE, media), (header::CONTENT_DISPOSITION, name)], zip.to_vec()).into_response())
}

/// The question before papers of people are fetched: they are given once.
pub async fn ask_papers(
    State(app): State<App>,
    State(runs): State<Runs>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Html<String>, Problem> {
    let lang = scope.lang();
    runs.forget_papers(app.now());
    let run = runs.of(visitor.session.account.0, id).ok_or(Problem::NoSuchPage)?;
    let progress = run.progress();
    let there = progress.zip_bytes.is_some() && run.about == (About::People { session: visitor.session.id });
    if !there {
        return Err(Problem::NoSuchPage);
    }
    let page = WorkForm {
        frame: frame(&scope, Some(&run.title)),
        title: lang.runs_papers_take().to_owned(),
        about: run.title.clone(),
        lead: lang.runs_papers_once(PAPERS_KEPT.as_mins()),
        action: format!("{}/lay", path_of(id)),
        token: id.to_string(),
        seen: 0,
        groups: Vec::new(),
        fault: String::new(),
        outcomes: Vec::new(),
        buttons: vec![("lay".to_owned(), lang.runs_papers_take().to_owned())],
        back: (path_of(id), run.title.clone()),
    };
    Ok(Html(page.html()?))
}

/// Papers of people, to the session that asked for them, once.
pub async fn papers(
    State(app): State<App>,
    State(runs): State<Runs>,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    runs.forget_papers(app.now());
    let run = runs.of(visitor.session.account.0, id).ok_or(Problem::NoSuchPage)?;
    let zip = run.take_zip(visitor.session.id).ok_or(Problem::NoSuchPage)?;
    let name = HeaderValue::from_static("attachment; filename=\"giay-to.zip\"");
    let media = HeaderValue::from_static("application/zip");
    Ok(([(header::CONTENT_TYPE, media), (header::CONTENT_DISPOSITION, name)], zip.to_vec()).into_response())
}

/// The form that begins a run over a board of reports.
pub async fn ask_reports(State(app): State<App>, scope: Scope, passed: Passed) -> Result<Html<String>, Problem> {
    let asked = board::asked(&app, &scope, &passed).await?;
    Ok(Html(form(&app, &scope, &asked, app.new_id(), String::new()).html()?))
}

/// Begins it, and leads to its page.
pub async fn begin_reports(
    State(app): State<App>,
    State(runs): State<Runs>,
    scope: Scope,
    passed: Passed,
    visitor: Visitor,
    Form(sent): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let (sent, lang) = (Sent(sent), scope.lang());
    let asked = board::asked(&app, &scope, &passed).await?;
    let kind = KINDS.into_iter().find(|kind| kind.ending() == sent.typed("dang")).ok_or(Problem::NoSuchPage)?;
    let id = sent.token(&app);
    let account = visitor.session.account.0;
    let items = asked.board.lines.iter();
    let new = NewRun {
        id,
        account,
        about: About::Reports,
        title: asked.title(lang),
        from: asked.path(),
        began: app.now(),
        items: items.map(|line| (unit_name(&app, line.unit, lang), line.report.map(|(id, _)| id))).collect(),
    };
    match runs.begin(new) {
        Err(busy) => {
            let page = form(&app, &scope, &asked, app.new_id(), busy.say(lang));
            return Ok((StatusCode::CONFLICT, Html(page.html()?)).into_response());
        }
        Ok(None) => {}
        Ok(Some(run)) => {
            let (app, acting) = (app.clone(), passed.acting().clone());
            tokio::spawn(async move { Box::pin(app.run_reports(&runs, run, &acting, kind, lang)).await });
        }
    }
    Ok(Redirect::to(&path_of(id)).into_response())
}

/// As what a run prints.
const KINDS: [Kind; 3] = [Kind::Docx, Kind::Pdf, Kind::Xlsx];

fn form(app: &App, scope: &Scope, asked: &Asked, token: Uuid, fault: String) -> WorkForm {
    let lang = scope.lang();
    let words = [lang.runs_kind_docx(), lang.runs_kind_pdf(), lang.runs_kind_xlsx()];
    let kinds: Vec<(String, String)> =
        KINDS.iter().zip(words).map(|(kind, words)| (kind.ending().to_owned(), words.to_owned())).collect();
    let inputs = vec![required(Sent::default().choice("dang", lang.runs_field_kind(), &kinds))];
    let none = asked.board.lines.is_empty();
    WorkForm {
        frame: frame(scope, Some(lang.runs_begin_title())),
        title: lang.runs_begin_title().to_owned(),
        about: asked.title(lang),
        lead: if none { lang.runs_none_to_print() } else { lang.runs_begin_lead() }.to_owned(),
        action: asked.path_of("in"),
        token: token.to_string(),
        seen: 0,
        groups: if none { Vec::new() } else { vec![Group { title: unit_name(app, asked.unit, lang), inputs }] },
        fault,
        outcomes: Vec::new(),
        buttons: if none { Vec::new() } else { vec![("in".to_owned(), lang.runs_do().to_owned())] },
        back: (asked.path(), lang.runs_back().to_owned()),
    }
}

fn said(lang: Lang, progress: &Progress) -> String {
    lang.runs_progress(progress.past(), progress.items.len(), progress.made())
}

const fn state(lang: Lang, state: RunState) -> &'static str {
    match state {
        RunState::AtWork => lang.runs_at_work(),
        RunState::Done => lang.runs_done(),
        RunState::Stopped => lang.runs_stopped(),
    }
}

/// The address of a run.
pub fn path_of(id: Uuid) -> String {
    format!("{HOME}/{id}")
}

fn frame(scope: &Scope, last: Option<&str>) -> Frame {
    let mut frame = scope.frame(Section::Other, Vec::new());
    let mut crumbs: Vec<Crumb> = vec![crumb(scope.lang().runs_title(), last.map(|_| HOME.to_owned()))];
    crumbs.extend(last.map(|last| crumb(last, None)));
    frame.crumbs = crumbs;
    frame
}
