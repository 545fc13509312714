//! GET /kinh-phi/{id}: a source of money with every entry, cancelled ones too.

use app::work::Kept;
use axum::extract::{Path, State};
use axum::response::Html;
use domain::access::{Action, acts};
use pages::work_list::{Cell, Listing};
use pages::work_page::{Pair, WorkPage};
use programme::funds::{Fund, Line};
use texts::Lang;
use uuid::Uuid;

use super::{frame, path_of, words};
use crate::account::own_unit;
use crate::guard::Allowed;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::site::Site;
use crate::visitor::{Visitor, unit_name};

/// Acts on an open source.
pub(super) const ACTS: [&str; 5] = ["budget", "allot", "spend", "cancel", "close"];

/// The page.
pub async fn get(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Allowed(permit): Allowed<acts::ReadWork>,
) -> Result<Html<String>, Problem> {
    let (app, lang) = (&site.app, scope.lang());
    let kept: Kept<Fund> = app.work_open(&permit, id).await?;
    let fund = &kept.state;
    let writes = visitor.may(Action::WriteWork) && own_unit(&visitor)? == kept.unit && fund.closed.is_none();
    let fits = |act: &&str| *act != "cancel" || fund.live().next().is_some();
    let link = |act: &str| Some((format!("{}/viec/{act}", path_of(id)), words::act(lang, act)?.to_owned()));
    let acts = ACTS.iter().filter(|_| writes).filter(|act| fits(act)).filter_map(|act| link(act)).collect();
    let pair = |name: &str, line: String| Pair { name: name.to_owned(), lines: vec![line] };
    let mut pairs = vec![pair(lang.fund_money(), words::money(lang, fund.money).to_owned())];
    if let Some(plan) = fund.plan {
        let titles = super::plans(app, &permit, kept.unit).await?;
        let title = titles.into_iter().find(|(of, _)| *of == plan).map(|(_, title)| title);
        pairs.push(Pair { name: lang.fund_plan().to_owned(), lines: title.into_iter().collect() });
    }
    let closed = fund.closed.as_ref();
    let closed = closed.map(|(on, reason)| lang.fund_closed_because(words::day(lang, *on), reason));
    let page = WorkPage {
        frame: frame(&scope, &path_of(id), vec![crumb(&fund.name, None)]),
        title: fund.name.clone(),
        unit: unit_name(app, kept.unit, lang),
        state: if fund.closed.is_some() { lang.fund_closed() } else { lang.fund_open() }.to_owned(),
        late: String::new(),
        notes: closed.into_iter().collect(),
        missing: None,
        acts,
        pairs,
        unfilled: lang.fund_no_plan().to_owned(),
        grid: None,
        tables: vec![by_year(lang, fund), lines(lang, fund)],
        past: Vec::new(),
    };
    Ok(Html(page.html()?))
}

fn by_year(lang: Lang, fund: &Fund) -> Listing {
    let row = |year: i16| {
        let [planned, allotted, spent, left] = words::sums(lang, fund.sums(year));
        [year.to_string(), planned, allotted, spent, left].map(Cell::text).to_vec()
    };
    let head = [lang.fund_year(), lang.fund_planned(), lang.fund_allotted(), lang.fund_spent(), lang.fund_left()];
    Listing {
        title: lang.fund_sums().to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: fund.years().into_iter().map(row).collect(),
        empty: lang.fund_lines_none().to_owned(),
    }
}

fn lines(lang: Lang, fund: &Fund) -> Listing {
    let head = [
        lang.fund_line_on(),
        lang.fund_line_what(),
        lang.fund_year(),
        lang.fund_line_amount(),
        lang.fund_line_document(),
        lang.fund_line_note(),
    ];
    Listing {
        title: lang.fund_lines().to_owned(),
        head: head.map(str::to_owned).to_vec(),
        rows: fund.lines.iter().rev().map(|line| row(lang, line)).collect(),
        empty: lang.fund_lines_none().to_owned(),
    }
}

fn row(lang: Lang, line: &Line) -> Vec<Cell> {
    let over = line.over.as_ref().map(|reason| lang.fund_line_over(reason));
    let cancelled = line.cancelled.as_ref().map(|reason| lang.fund_line_cancelled(reason));
    let notes: Vec<String> = line.purpose.iter().cloned().chain(over).chain(cancelled).collect();
    let voucher = format!("{}, {}", line.voucher.number, words::day(lang, line.voucher.date));
    let texts = [
        words::day(lang, line.on),
        words::what(lang, line.what).to_owned(),
        line.year.to_string(),
        words::dong(lang, line.amount),
        voucher,
        notes.join("; "),
    ];
    texts.map(Cell::text).to_vec()
}
