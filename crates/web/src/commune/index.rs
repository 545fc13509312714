//! GET /xa: all communes, fifty to a page.

use app::{App, Line};
use axum::extract::State;
use axum::response::Html;
use pages::communes::{Communes, ProvinceChoice};
use pages::format::Whole;
use pages::frame::Section;

use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::tally::{self, Question};

/// Rows of a page.
const PER_PAGE: usize = 50;

/// The list, filtered and ordered.
pub async fn get(State(app): State<App>, scope: Scope) -> Result<Html<String>, Problem> {
    let book = app.book(scope.year, &scope.settings).await?;
    let register = app.register();
    let question = Question::of(&scope);
    let province = scope.cx.value("tinh").unwrap_or_default().to_owned();
    let mut shown: Vec<&Line> = book
        .communes
        .iter()
        .filter(|line| province.is_empty() || line.province_code == province)
        .filter(|line| scope.reaches(&register, line.unit.unit))
        .filter(|line| question.takes(&scope.pack, line))
        .collect();
    question.order(&scope, &book, &mut shown);
    let pages = shown.len().div_ceil(PER_PAGE).max(1).whole();
    let page = scope.cx.page().min(pages);
    let start = usize::try_from(page - 1).unwrap_or(0) * PER_PAGE;
    let name_of = |line: &Line| book.province(&line.province_code).map_or("", |p| p.unit.name.as_str());
    let mut choices: Vec<&Line> = book.provinces.iter().collect();
    choices.sort_by(|a, b| a.sort_key.cmp(&b.sort_key));
    let list = Communes {
        frame: scope.frame(Section::Communes, vec![crumb(scope.lang().pages_menu_communes(), None)]),
        provinces: choices
            .into_iter()
            .map(|line| ProvinceChoice { code: line.unit.code.clone(), name: line.unit.name.clone() })
            .collect(),
        rows: shown
            .iter()
            .skip(start)
            .take(PER_PAGE)
            .map(|line| tally::row(&scope.pack, line, name_of(line)))
            .collect(),
        found: shown.len().whole(),
        page,
        pages,
        province,
        sort: question.sort,
        q: question.q,
        only: question.only,
    };
    Ok(Html(list.html()?))
}
