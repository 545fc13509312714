//! /mau-van-ban: the office's own templates of what it issues: which are in use, one with its versions, its files.

pub mod act;

use app::App;
use app::templates::{EVERYTHING, POLICE, PaperGroup, Replaceable, file_of};
use app::work::Kept;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use domain::access::{Action, acts};
use jiff::civil::Date;
use pages::frame::{Crumb, Frame, Section};
use pages::work_list::{Cell, Listing, WorkList};
use pages::work_page::{Past, WorkPage};
use programme::templates::{Template, TemplateAct, Version};
use texts::Lang;

use crate::guard::Allowed;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::{Visitor, unit_name};

/// Where templates are.
const HOME: &str = "/mau-van-ban";
/// The type of a word processor's file.
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// What can have a template, and which has one.
pub async fn index(
    State(app): State<App>,
    scope: Scope,
    Allowed(permit): Allowed<acts::ReadWork>,
) -> Result<Html<String>, Problem> {
    let (lang, unit) = (scope.lang(), permit.unit());
    let all = app.replaceable(unit, lang)?;
    let used = app.templates_in_force(&permit, unit).await?;
    let row = |paper: &Replaceable| {
        let own = used.get(&paper.id);
        let version = own.and_then(|own| own.version.as_ref());
        let said = version.map_or_else(|| lang.templates_own_layout().to_owned(), |at| lang.templates_version(at));
        let name = own.filter(|own| own.version.is_some()).map(|own| own.name.clone()).unwrap_or_default();
        vec![Cell::link(paper.title.clone(), path_of(&paper.id)), Cell::text(said), Cell::text(name)]
    };
    let groups = [
        (PaperGroup::Everything, lang.templates_group_everything()),
        (PaperGroup::Report, lang.templates_group_report()),
        (PaperGroup::Document, lang.templates_group_document()),
        (PaperGroup::Form, lang.templates_group_form()),
    ];
    let tables = groups.into_iter().filter_map(|(group, title)| {
        let rows: Vec<_> = all.iter().filter(|paper| paper.group == group).map(row).collect();
        (!rows.is_empty()).then(|| Listing {
            title: title.to_owned(),
            head: [lang.templates_head_paper(), lang.templates_head_used(), lang.templates_head_file()]
                .map(str::to_owned)
                .to_vec(),
            rows,
            empty: lang.templates_empty().to_owned(),
        })
    });
    let page = WorkList {
        frame: frame(&scope, HOME, None, None),
        title: lang.templates_title().to_owned(),
        unit: unit_name(&app, unit, lang),
        lead: lang.templates_lead().to_owned(),
        note: lang.templates_note_same_kind().to_owned(),
        views: Vec::new(),
        kept: Vec::new(),
        filters: Vec::new(),
        counts: Vec::new(),
        is_board: false,
        tables: tables.collect(),
        begin: Vec::new(),
        files: vec![(format!("{}/tai/khoi-dau.docx", path_of(EVERYTHING)), lang.templates_act_begin().to_owned())],
    };
    Ok(Html(page.html()?))
}

/// One kind of paper with the versions of its template.
pub async fn show(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Allowed(permit): Allowed<acts::ReadWork>,
    Path(paper): Path<String>,
) -> Result<Html<String>, Problem> {
    let (lang, unit) = (scope.lang(), permit.unit());
    let paper = app.replaceable_paper(unit, &paper, lang)?;
    let kept = app.template_open(&permit, unit, &paper.id).await?;
    let path = path_of(&paper.id);
    let may = visitor.may(Action::SubmitReport) && app.may_replace(crate::case::role(&visitor)?, &paper)?;
    let template = kept.as_ref().map(|kept| &kept.state);
    let used = template.and_then(|template| template.used);
    let mut notes = vec![if paper.group == PaperGroup::Form {
        lang.templates_note_form_pdf().to_owned()
    } else {
        lang.templates_note_pdf().to_owned()
    }];
    notes.extend((paper.id == POLICE).then(|| lang.templates_note_police().to_owned()));
    if scope.cx.value("xong").is_some()
        && let Some(version) = used
    {
        notes.insert(0, lang.templates_put_done(version));
    }
    let page = WorkPage {
        frame: frame(&scope, &path, Some(&paper), None),
        title: paper.title.clone(),
        unit: unit_name(&app, unit, lang),
        state: match used {
            Some(version) => lang.templates_state_used(version),
            None => lang.templates_state_own().to_owned(),
        },
        late: String::new(),
        notes,
        missing: None,
        acts: links(lang, &path, template, may),
        pairs: Vec::new(),
        unfilled: String::new(),
        grid: None,
        tables: vec![versions(lang, &path, template), places(&app, lang, &paper)?],
        past: match &kept {
            Some(kept) => past(&app, lang, kept).await?,
            None => Vec::new(),
        },
    };
    Ok(Html(page.html()?))
}

fn links(lang: Lang, path: &str, template: Option<&Template>, may: bool) -> Vec<(String, String)> {
    let link = |to: &str, text: &str| (format!("{path}/{to}"), text.to_owned());
    let mut links = Vec::new();
    let used = template.and_then(|template| template.used);
    if may {
        links.push(link("dua-len", lang.templates_act_put()));
        let others = template.is_some_and(|template| template.versions.iter().any(|one| Some(one.number) != used));
        links.extend(others.then(|| link("viec/dung-lai", lang.templates_act_put_back())));
        links.extend(used.map(|_| link("viec/thoi-dung", lang.templates_act_withdraw())));
    }
    links.push(link("tai/khoi-dau.docx", lang.templates_act_begin()));
    links.extend(used.map(|_| link("tai/xem-thu.docx", lang.templates_act_preview())));
    links
}

fn versions(lang: Lang, path: &str, template: Option<&Template>) -> Listing {
    let row = |version: &Version| {
        let used = template.is_some_and(|template| template.used == Some(version.number));
        vec![
            Cell::link(version.number.to_string(), format!("{path}/tai/ban-{}.docx", version.number)),
            Cell::text(day(lang, version.on)),
            Cell::text(version.file.name.clone()),
            Cell::text(version.reason.clone()),
            Cell::text(if used { lang.templates_in_use() } else { lang.templates_kept() }),
        ]
    };
    let head = [
        lang.templates_col_version(),
        lang.templates_col_on(),
        lang.templates_col_file(),
        lang.templates_col_reason(),
        lang.templates_col_used(),
    ];
    Listing {
        title: lang.templates_versions().to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: template.map(|template| template.versions.iter().rev().map(row).collect()).unwrap_or_default(),
        empty: lang.templates_versions_none().to_owned(),
    }
}

/// What the author of a template can write into it.
fn places(app: &App, lang: Lang, paper: &Replaceable) -> Result<Listing, Problem> {
    let braced = |name: &str| format!("{{{{{name}}}}}");
    let row = |name: &str, meaning: String| vec![Cell::text(braced(name)), Cell::text(meaning)];
    let mut rows: Vec<_> =
        app::papers::places(lang).into_iter().map(|(name, meaning)| row(name, meaning.to_owned())).collect();
    let figures = app.template_figures(paper)?;
    rows.extend(
        figures.into_iter().map(|(name, title)| row(&format!("figure.{name}"), lang.templates_place_figure(title))),
    );
    if paper.group == PaperGroup::Form {
        rows.extend(app.template_fields(&paper.id)?.into_iter().map(|name| row(name, String::new())));
    }
    Ok(Listing {
        title: lang.templates_places().to_owned(),
        head: [lang.templates_col_place(), lang.templates_col_meaning()].map(str::to_owned).to_vec(),
        rows,
        empty: String::new(),
    })
}

async fn past(app: &App, lang: Lang, kept: &Kept<Template>) -> Result<Vec<Past>, Problem> {
    let holders = app.every_holder().await?;
    let mut version = 0_u32;
    let mut past = Vec::with_capacity(kept.history.len());
    for entry in &kept.history {
        let (what, reason) = match &entry.act {
            TemplateAct::Put { reason, .. } => {
                version = version.saturating_add(1);
                (lang.templates_past_put(version), reason)
            }
            TemplateAct::PutBack { version, reason } => (lang.templates_past_put_back(version), reason),
            TemplateAct::Withdraw { reason } => (lang.templates_past_withdraw().to_owned(), reason),
        };
        past.push(Past {
            on: day(lang, entry.on),
            what,
            who: holders.get(&entry.by.appointment).map(|holder| holder.name.clone()).unwrap_or_default(),
            lines: vec![reason.clone()],
        });
    }
    past.reverse();
    Ok(past)
}

/// A file: the frame to begin with, a version as it came, or the one in use filled with nobody's data.
pub async fn file(
    State(app): State<App>,
    scope: Scope,
    Allowed(permit): Allowed<acts::ReadWork>,
    Path((paper, file)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (lang, unit) = (scope.lang(), permit.unit());
    let paper = app.replaceable_paper(unit, &paper, lang)?;
    if file == "khoi-dau.docx" {
        return Ok(sent(&file, app.template_to_begin()?));
    }
    let kept = app.template_open(&permit, unit, &paper.id).await?.ok_or(Problem::NoSuchPage)?;
    if file == "xem-thu.docx" {
        let current = kept.state.current().ok_or(Problem::NoSuchPage)?;
        let shown = app::papers::preview_template(&file_of(&current.file)?, app.today(), lang)?;
        return shown.map(|bytes| sent(&file, bytes)).map_err(Problem::Invalid);
    }
    let number = file.strip_prefix("ban-").and_then(|rest| rest.strip_suffix(".docx")).and_then(|at| at.parse().ok());
    let version = number.and_then(|number| kept.state.version(number)).ok_or(Problem::NoSuchPage)?;
    Ok(sent(&file, file_of(&version.file)?))
}

fn sent(name: &str, bytes: Vec<u8>) -> Response {
    let name = HeaderValue::try_from(format!("attachment; filename=\"{name}\""));
    let name = name.unwrap_or_else(|_| HeaderValue::from_static("attachment"));
    ([(header::CONTENT_TYPE, HeaderValue::from_static(DOCX)), (header::CONTENT_DISPOSITION, name)], bytes)
        .into_response()
}

fn day(lang: Lang, on: Date) -> String {
    pages::format::date(lang, &on.to_string())
}

fn path_of(paper: &str) -> String {
    format!("{HOME}/{paper}")
}

fn frame(scope: &Scope, path: &str, paper: Option<&Replaceable>, last: Option<&str>) -> Frame {
    let mut frame = scope.frame(Section::Other, Vec::new());
    let mut crumbs: Vec<Crumb> = vec![crumb(scope.lang().templates_title(), paper.map(|_| HOME.to_owned()))];
    crumbs.extend(paper.map(|paper| crumb(&paper.title, last.map(|_| path_of(&paper.id)))));
    crumbs.extend(last.map(|last| crumb(last, None)));
    frame.crumbs = crumbs;
    path.clone_into(&mut frame.path);
    frame
}
