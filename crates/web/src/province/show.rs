//! GET /tinh/{code}: a province and its communes.

use app::{App, Line, Tally};
use axum::extract::{Path, State};
use axum::response::Html;
use domain::units::Level;
use pages::frame::Section;
use pages::province::Province;

use crate::grades::{grade, heading};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::tally::{self, Question};
use crate::verdict::words::reason;

/// The province with its list.
pub async fn get(State(app): State<App>, scope: Scope, Path(code): Path<String>) -> Result<Html<String>, Problem> {
    let register = app.register();
    let unit = scope.province(&register, &code)?;
    let book = app.book(scope.year, &scope.settings).await?;
    let own = book.province(&unit.code).ok_or(Problem::NoSuchPage)?;
    let all: Vec<&Line> = book.communes_of(&unit.code).collect();
    let question = Question::of(&scope);
    let mut shown: Vec<&Line> = all.iter().copied().filter(|line| question.takes(&scope.pack, line)).collect();
    question.order(&scope, &book, &mut shown);
    let targets = tally::targets_of(Some(&unit.code))?;
    let page = Province {
        frame: scope.frame(Section::Nation, vec![crumb(&unit.name, None)]),
        code: unit.code.clone(),
        name: heading(unit),
        own: grade(own.result(&scope.pack)),
        own_reason: reason(&scope.pack, scope.lang(), &own.facts, &own.verdict),
        progress: tally::progress(&scope, all.iter().copied(), &targets),
        tally: tally::tally(&Tally::of(&scope.pack, Level::Commune, all.iter().copied())),
        map: crate::map::province(&app, &scope, &book, &unit.code).await?,
        rows: shown.into_iter().map(|line| tally::row(&scope.pack, line, &unit.name)).collect(),
        sort: question.sort,
        q: question.q,
        only: question.only,
    };
    Ok(Html(page.html()?))
}
