//! GET and POST /tinh/{code}/so-lieu: figures typed into a table.

use app::App;
use app::figures::{Sheet as Recorded, SheetRow as RecordedRow};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use criteria::Pack;
use domain::access::{NATION, acts};
use domain::fold;
use domain::units::{Level, Version};
use pages::format::Whole;
use pages::frame::Section;
use pages::sheet::{Batch, Behind, Column, Sheet, SheetCell, SheetRow};
use uuid::Uuid;

use super::typed::{self, Cells};
use crate::grades::heading;
use crate::guard::Allowed;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::verdict::{supposed, view};

/// Units of a page; a form must stay small enough to be typed and checked.
const PER_PAGE: usize = 25;
/// Recordings listed.
const BATCHES_SHOWN: usize = 10;

/// What was typed and what is wrong with it; empty for a fresh page.
#[derive(Default)]
struct Attempt {
    cells: Cells,
    faults: std::collections::BTreeMap<(String, String), String>,
    general: Vec<String>,
    behind: Behind,
    batch: Option<Uuid>,
}

/// The sheet with what is recorded.
pub async fn get(State(app): State<App>, scope: Scope, Path(code): Path<String>) -> Result<Html<String>, Problem> {
    Ok(Html(page(&app, &scope, &code, Attempt::default()).await?.html()?))
}

/// Records all cells of the page, or none and shows why.
pub async fn post(
    State(app): State<App>,
    Allowed(permit): Allowed<acts::RecordFigures>,
    scope: Scope,
    Path(code): Path<String>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let level = super::level(&scope);
    let register = app.register();
    let province = scope.province_around(&register, &code)?;
    let field =
        |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let batch = field("lan").parse().ok();
    let cells = typed::cells(&fields);
    let read = typed::read(&scope, &register, level, &cells);
    let signed = super::signed(scope.lang(), super::author(&permit)?, field);
    let sound = read.faults.is_empty() && read.general.is_empty();
    let (true, Ok(signed)) = (sound, &signed) else {
        let behind = signed.err().map_or_else(|| typed_behind(&fields), |behind| *behind);
        let attempt = Attempt { cells, faults: read.faults, general: read.general, behind, batch };
        let page = page(&app, &scope, &code, attempt).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response());
    };
    let batch = batch.unwrap_or_else(|| app.new_id());
    let written = app.record_typed(&province.code, level, scope.year, read.typed, signed.clone(), batch).await;
    Ok(done(&scope, written)?.into_response())
}

/// Back to where one was, saying what was done.
pub fn done(scope: &Scope, written: Result<app::figures::Recorded, app::Problem>) -> Result<Redirect, Problem> {
    let done = match written {
        Ok(recorded) if recorded.facts > 0 => recorded.facts.to_string(),
        Ok(_) | Err(app::Problem::NothingToSave) => "khong-doi".to_owned(),
        Err(problem) => return Err(problem.into()),
    };
    let frame = scope.frame(Section::Nation, Vec::new());
    Ok(Redirect::to(&frame.here(&[("xong", &done)])))
}

fn typed_behind(fields: &[(String, String)]) -> Behind {
    let field =
        |name: &str| fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default();
    Behind {
        title: field("van-ban"),
        number: field("so"),
        date: field("ngay"),
        entered_by: field("nguoi-nhap"),
        ..Behind::default()
    }
}

async fn page(app: &App, scope: &Scope, code: &str, attempt: Attempt) -> Result<Sheet, Problem> {
    let (level, lang) = (super::level(scope), scope.lang());
    let register = app.register();
    let province = scope.province_around(&register, code)?;
    let mut recorded = app.sheet(&province.code, level, scope.year).await?;
    recorded.rows.retain(|row| scope.reaches(&register, row.unit.unit));
    let part =
        scope.passed.as_ref().is_some_and(|passed| passed.within() != NATION && passed.within() != province.unit);
    let own = recorded.rows.first().filter(|_| part && recorded.rows.len() == 1);
    let q = scope.cx.value("q").unwrap_or_default().to_owned();
    let found: Vec<&RecordedRow> = recorded.rows.iter().filter(|row| is_meant(&row.unit, &q)).collect();
    let pages = found.len().div_ceil(PER_PAGE).max(1).whole();
    let page = scope.cx.page().min(pages);
    let start = usize::try_from(page - 1).unwrap_or(0) * PER_PAGE;
    let rows =
        found.iter().skip(start).take(PER_PAGE).map(|row| sheet_row(scope, &recorded, row, level, &attempt)).collect();
    let mut frame = scope.frame(
        Section::Nation,
        vec![scope.step(&province.name, &format!("/tinh/{}", province.code)), crumb(lang.sheet_heading(), None)],
    );
    if !attempt.general.is_empty() {
        let text = attempt.general.join(" ");
        frame.flash = Some(pages::flash::Flash { tone: pages::flash::Tone::Fault, text });
    }
    Ok(Sheet {
        frame,
        code: province.code.clone(),
        name: own.map_or_else(|| heading(province), |row| heading(&row.unit)),
        part,
        columns: columns(scope, &recorded.pack, level),
        rows,
        behind: prefilled(attempt.behind, scope),
        batch: attempt.batch.unwrap_or_else(|| app.new_id()).to_string(),
        q,
        of_province: level == Level::Province,
        page,
        pages,
        found: found.len().whole(),
        batches: batches(app, scope, province).await?,
    })
}

/// Whoever is signed in is taken to be the one who enters, until they write another name.
fn prefilled(mut behind: Behind, scope: &Scope) -> Behind {
    let visitor = scope
        .cx
        .visitor
        .as_ref()
        .filter(|_| behind.entered_by.is_empty() && behind.faults.iter().all(String::is_empty));
    if let Some(visitor) = visitor {
        behind.entered_by.clone_from(&visitor.session.name);
    }
    behind
}

/// Each word begins a word of the name, or the code.
fn is_meant(unit: &Version, q: &str) -> bool {
    let name = fold::plain(&unit.full_name());
    let begins = |word: &str| unit.code.starts_with(word) || name.split_whitespace().any(|part| part.starts_with(word));
    fold::plain(q).split_whitespace().all(begins)
}

fn columns(scope: &Scope, pack: &Pack, level: Level) -> Vec<Column> {
    pack.inputs_of(level)
        .map(|(_, input)| Column {
            id: input.id.clone(),
            title: input.title.clone(),
            definition: format!("{} ({})", input.definition, input.citation),
            entry: supposed::entry(input.kind, scope.lang()),
        })
        .collect()
}

fn sheet_row(scope: &Scope, recorded: &Recorded, row: &RecordedRow, level: Level, attempt: &Attempt) -> SheetRow {
    let cell = |(input, fact): (&criteria::Input, &Option<domain::facts::Fact>)| {
        let key = (row.unit.code.clone(), input.id.clone());
        let value = fact.as_ref().map(|fact| fact.value).unwrap_or_default();
        SheetCell {
            value: attempt.cells.get(&key).cloned().unwrap_or_else(|| typed::text(scope.lang(), input.kind, value)),
            fault: attempt.faults.get(&key).cloned().unwrap_or_default(),
            disputed: value == domain::facts::Value::Disputed,
        }
    };
    let inputs = recorded.pack.inputs_of(level).map(|(_, input)| input);
    SheetRow {
        code: row.unit.code.clone(),
        name: heading(&row.unit),
        cells: inputs.zip(&row.facts).map(cell).collect(),
    }
}

async fn batches(app: &App, scope: &Scope, province: &Version) -> Result<Vec<Batch>, Problem> {
    let lang = scope.lang();
    // who reaches a part of the province sees and takes back what was recorded for that part alone
    let within = scope.passed.as_ref().map(crate::guard::Passed::within).filter(|within| *within != province.unit);
    let recordings = app.recordings_within(&province.code, scope.year, within).await?;
    let shown = recordings.into_iter().take(BATCHES_SHOWN);
    Ok(shown
        .map(|batch| Batch {
            id: batch.id.to_string(),
            at: view::instant(batch.recorded_at),
            by: batch.entered_by,
            source: view::source(
                lang,
                &domain::facts::Source {
                    title: batch.source_title,
                    number: batch.source_number,
                    date: batch.source_date,
                    place: None,
                },
            ),
            count: u64::try_from(batch.facts).unwrap_or(0),
            spent: batch.in_force == 0,
        })
        .collect())
}
