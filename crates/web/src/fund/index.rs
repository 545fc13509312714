//! GET /kinh-phi: sources of money of one's own unit and below, with totals of the year shown.

use axum::extract::State;
use axum::response::Html;
use domain::access::{Action, acts};
use pages::account::Choice;
use pages::work_list::{Cell, Filter, Listing, WorkList};
use programme::funds::{Sums, by_money, by_plan};
use texts::Lang;

use super::{all, frame, path_of, plans, words};
use crate::account::own_unit;
use crate::guard::Allowed;
use crate::problem::Problem;
use crate::scope::Scope;
use crate::site::Site;
use crate::visitor::{Visitor, unit_name};

/// The list.
pub async fn get(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    Allowed(permit): Allowed<acts::ReadWork>,
) -> Result<Html<String>, Problem> {
    let (app, lang, own) = (&site.app, scope.lang(), own_unit(&visitor)?);
    let funds = all(app, &permit, own).await?;
    let plans = plans(app, &permit, own).await?;
    let year = scope.year;
    let states = || funds.iter().map(|kept| &kept.state);
    let money = by_money(states(), year).into_iter();
    let money = money.map(|(money, sums)| totals_row(lang, Cell::text(words::money(lang, money)), sums));
    let plan_row = |(plan, sums): (Option<uuid::Uuid>, Sums)| {
        let title = plan.and_then(|id| plans.iter().find(|(other, _)| *other == id));
        let cell = match title {
            Some((id, title)) => Cell::link(title.clone(), crate::plan::path_of(*id)),
            None => Cell::text(lang.fund_no_plan()),
        };
        totals_row(lang, cell, sums)
    };
    let by_plan = by_plan(states(), year).into_iter().map(plan_row).collect();
    let row = |kept: &app::work::Kept<programme::funds::Fund>| {
        let fund = &kept.state;
        let name = Cell::link(fund.name.clone(), path_of(kept.id));
        let mut row = totals_row(lang, name, fund.sums(year));
        row.insert(1, Cell::text(words::money(lang, fund.money)));
        row.insert(2, Cell::text(unit_name(app, kept.unit, lang)));
        row
    };
    let mut tables = Vec::new();
    if !funds.is_empty() {
        tables.push(listing(lang.fund_totals(year), lang.fund_money(), lang, money.collect()));
        tables.push(listing(lang.fund_totals_plan(year), lang.fund_plan(), lang, by_plan));
    }
    let mut list = listing(lang.fund_list().to_owned(), lang.fund_name(), lang, funds.iter().map(row).collect());
    list.head.insert(1, lang.fund_money().to_owned());
    list.head.insert(2, lang.fund_unit().to_owned());
    let writes = visitor.may(Action::WriteWork);
    if writes { lang.fund_none() } else { lang.fund_none_read() }.clone_into(&mut list.empty);
    tables.push(list);
    let files = [("csv", lang.fund_export_csv()), ("xlsx", lang.fund_export_xlsx())];
    let files = files.map(|(kind, text)| (format!("/kinh-phi.{kind}?nam={year}"), text.to_owned()));
    let begin = writes.then(|| ("/kinh-phi/moi".to_owned(), lang.fund_new().to_owned()));
    let years = scope.years.iter().map(|of| Choice::new(&of.to_string(), &of.to_string(), *of == year)).collect();
    let page = WorkList {
        frame: frame(&scope, "/kinh-phi", Vec::new()),
        title: lang.fund_title().to_owned(),
        unit: unit_name(app, own, lang),
        lead: lang.fund_lead().to_owned(),
        note: String::new(),
        views: Vec::new(),
        kept: Vec::new(),
        filters: vec![Filter { name: "nam".to_owned(), label: lang.fund_year().to_owned(), options: years }],
        counts: Vec::new(),
        is_board: false,
        tables,
        begin: begin.into_iter().collect(),
        files: if funds.is_empty() { Vec::new() } else { files.to_vec() },
    };
    Ok(Html(page.html()?))
}

fn totals_row(lang: Lang, first: Cell, sums: Sums) -> Vec<Cell> {
    let [planned, allotted, spent, left] = words::sums(lang, sums);
    let late = sums.spent > sums.allotted;
    vec![first, Cell::text(planned), Cell::text(allotted), Cell::text(spent), Cell { late, ..Cell::text(left) }]
}

fn listing(title: String, first: &str, lang: Lang, rows: Vec<Vec<Cell>>) -> Listing {
    let head = [first, lang.fund_planned(), lang.fund_allotted(), lang.fund_spent(), lang.fund_left()];
    Listing { title, head: head.map(str::to_owned).to_vec(), rows, empty: lang.fund_none_read().to_owned() }
}
