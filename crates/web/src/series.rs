//! /so-van-ban: the registers of outgoing documents of one's unit; a number is taken, entered from paper, or voided.

mod form;
mod words;

use app::App;
use app::work::{Kept, Of};
use axum::extract::{Path, State};
use axum::response::Html;
use domain::access::{Action, acts};
use jiff::civil::Date;
use pages::frame::{Crumb, Frame, Section};
use pages::work_list::{Cell, Listing, WorkList};
use pages::work_page::{Past, WorkPage};
use programme::series::{Number, Series};
use texts::Lang;
use uuid::Uuid;

pub use form::{begin, begin_form, change, change_form};

use crate::guard::Allowed;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::{Visitor, unit_name};

/// Where the registers are.
const HOME: &str = "/so-van-ban";

/// The registers of one's unit.
pub async fn index(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Allowed(permit): Allowed<acts::ReadWork>,
) -> Result<Html<String>, Problem> {
    let (lang, unit) = (scope.lang(), permit.unit());
    let all = app.work_all::<Series>(&permit, Of::Unit(unit), None).await?;
    let writes = visitor.may(Action::WriteWork);
    // a document that asks for its number is taken to the form of the register that is chosen
    let of = scope.cx.value(form::FOR).and_then(|work| work.parse::<Uuid>().ok()).filter(|_| writes);
    let page = WorkList {
        frame: frame(&scope, Vec::new()),
        title: lang.series_title().to_owned(),
        unit: unit_name(&app, unit, lang),
        lead: if of.is_some() { lang.series_choose() } else { lang.series_lead() }.to_owned(),
        note: String::new(),
        views: Vec::new(),
        kept: Vec::new(),
        filters: Vec::new(),
        counts: Vec::new(),
        is_board: false,
        tables: vec![Listing {
            title: lang.series_title().to_owned(),
            head: [lang.series_head_body(), lang.series_head_year(), lang.series_head_given(), lang.series_head_next()]
                .map(str::to_owned)
                .to_vec(),
            rows: all.iter().rev().map(|kept| row(kept, of)).collect(),
            empty: lang.series_empty().to_owned(),
        }],
        begin: writes.then(|| (format!("{HOME}/moi"), lang.series_begin().to_owned())).into_iter().collect(),
        files: Vec::new(),
    };
    Ok(Html(page.html()?))
}

fn row(kept: &Kept<Series>, of: Option<Uuid>) -> Vec<Cell> {
    let series = &kept.state;
    let path = path_of(kept.id);
    let href = of.map_or_else(|| path.clone(), |work| format!("{path}/lay-so?{}={work}", form::FOR));
    vec![
        Cell::link(series.body.clone(), href),
        Cell::text(series.year.to_string()),
        Cell::text(series.last().to_string()),
        Cell::text(written(series.next())),
    ]
}

/// One register.
pub async fn show(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Allowed(permit): Allowed<acts::ReadWork>,
    Path(id): Path<Uuid>,
) -> Result<Html<String>, Problem> {
    let lang = scope.lang();
    let kept = app.work_open::<Series>(&permit, id).await?;
    let writes = visitor.may(Action::WriteWork);
    let act = |key: &str, text: &str| (format!("{}/{key}", path_of(id)), text.to_owned());
    let page = WorkPage {
        frame: frame(&scope, vec![crumb(&kept.state.body, None)]),
        title: format!("{} · {} {}", lang.series_title(), kept.state.body, kept.state.year),
        unit: unit_name(&app, kept.unit, lang),
        state: lang.series_open_state().to_owned(),
        late: String::new(),
        notes: (kept.state.before > 0).then(|| lang.series_before(kept.state.before)).into_iter().collect(),
        missing: None,
        acts: if writes {
            vec![
                act("lay-so", lang.series_take()),
                act("so-ngoai", lang.series_outside()),
                act("huy-so", lang.series_void()),
            ]
        } else {
            Vec::new()
        },
        pairs: Vec::new(),
        unfilled: String::new(),
        grid: None,
        tables: vec![Listing {
            title: lang.series_numbers().to_owned(),
            head: [lang.series_head_number(), lang.series_head_on(), lang.series_head_use()]
                .map(str::to_owned)
                .to_vec(),
            rows: kept.state.numbers.iter().rev().map(|number| number_row(lang, number)).collect(),
            empty: lang.series_none().to_owned(),
        }],
        past: past(&app, lang, &kept).await?,
    };
    Ok(Html(page.html()?))
}

fn number_row(lang: Lang, number: &Number) -> Vec<Cell> {
    vec![
        Cell::text(written(number.number)),
        Cell::text(day(lang, number.on)),
        Cell::text(words::used(lang, &number.used)),
    ]
}

async fn past(app: &App, lang: Lang, kept: &Kept<Series>) -> Result<Vec<Past>, Problem> {
    let holders = app.every_holder().await?;
    let said = kept.history.iter().rev().map(|entry| Past {
        on: day(lang, entry.on),
        what: words::act(lang, &entry.act).to_owned(),
        who: holders.get(&entry.by.appointment).map(|holder| holder.name.clone()).unwrap_or_default(),
        lines: Vec::new(),
    });
    Ok(said.collect())
}

/// Numbers below ten have a zero before them (Decree 30/2020/NĐ-CP, Annex I).
fn written(number: u32) -> String {
    format!("{number:02}")
}

fn day(lang: Lang, on: Date) -> String {
    pages::format::date(lang, &on.to_string())
}

fn path_of(id: Uuid) -> String {
    format!("{HOME}/{id}")
}

fn frame(scope: &Scope, crumbs: Vec<Crumb>) -> Frame {
    let mut frame = scope.frame(Section::Other, Vec::new());
    let home = (!crumbs.is_empty()).then(|| HOME.to_owned());
    frame.crumbs = vec![crate::case::from_today(scope.lang()), crumb(scope.lang().series_title(), home)];
    frame.crumbs.extend(crumbs);
    frame
}
