//! Verdicts: what a year's figures come to, and why.

use app::{App, CriterionView, FactView, GroupView};
use axum::Json;
use axum::extract::{Path, State};
use criteria::Truth;
use domain::access::Place;
use domain::units::Level;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::answer::{NotFound, Paging, Refusals, page_of};
use super::strict::{Query, Read, Strict, level};
use super::units::LevelWord;
use crate::cx::Cx;
use crate::guard::Passed;
use crate::problem::Problem;
use crate::scope::FIRST_YEAR;

/// Which verdicts.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Which {
    /// Year of evaluation; the last one with figures unless said.
    #[param(minimum = 2000, maximum = 2999)]
    year: Option<i16>,
    /// Communes unless said.
    #[param(value_type = Option<LevelWord>, inline)]
    level: Level,
    /// Code of the province whose communes are asked for.
    #[param(pattern = "^[0-9]{1,8}$")]
    province: Option<String>,
    /// Options of the pack's switches: `key:option,key:option`.
    #[param(value_type = Option<String>, max_length = 200)]
    switches: Vec<(String, String)>,
    /// Which page, from 1.
    #[param(value_type = Option<u32>, minimum = 1, maximum = 10_000)]
    page: u32,
}

impl Read for Which {
    fn read(query: &Query) -> Result<Self, Problem> {
        Ok(Self {
            year: query.year()?,
            level: query.level()?,
            province: query.code("province")?,
            switches: query.switches()?,
            page: query.page()?,
        })
    }
}

/// How one verdict is asked for.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct How {
    /// Year of evaluation; the last one with figures unless said.
    #[param(minimum = 2000, maximum = 2999)]
    year: Option<i16>,
    /// Options of the pack's switches: `key:option,key:option`.
    #[param(value_type = Option<String>, max_length = 200)]
    switches: Vec<(String, String)>,
    /// Judged by what was known at this instant.
    #[param(value_type = Option<String>, format = DateTime)]
    known_at: Option<Timestamp>,
}

impl Read for How {
    fn read(query: &Query) -> Result<Self, Problem> {
        Ok(Self { year: query.year()?, switches: query.switches()?, known_at: query.instant("known_at")? })
    }
}

/// A unit's result.
#[derive(Debug, Serialize, ToSchema)]
pub struct Outcome {
    unit: Uuid,
    code: String,
    name: String,
    /// Code of its province.
    province: String,
    /// The result's id: `DRUG_FREE`, `UNDETERMINED` …
    result: String,
    /// How many figures are known, of how many asked for.
    known: u32,
    asked: u32,
}

/// A page of results.
#[derive(Debug, Serialize, ToSchema)]
pub struct Results {
    year: i16,
    /// The pack that judged.
    pack: String,
    items: Vec<Outcome>,
    paging: Paging,
}

/// A verdict with all that it stands on.
#[derive(Debug, Serialize, ToSchema)]
pub struct Verdict {
    year: i16,
    /// The pack that judged.
    pack: String,
    unit: Outcome,
    /// What it may still be, when undetermined.
    possible: Vec<String>,
    /// Classes in the order of the law.
    classes: Vec<Class>,
    figures: Vec<FigureJudged>,
}

/// A class with its criteria.
#[derive(Debug, Serialize, ToSchema)]
pub struct Class {
    id: String,
    citation: String,
    /// `met`, `not_met` or `undetermined`.
    truth: &'static str,
    criteria: Vec<Judged>,
}

/// A criterion as it came out.
#[derive(Debug, Serialize, ToSchema)]
pub struct Judged {
    id: String,
    article: String,
    title: String,
    /// `met`, `not_met` or `undetermined`.
    truth: &'static str,
    /// The numbers compared, in words of the reader's language.
    explanation: String,
    /// What is missing to decide it.
    missing: Vec<String>,
}

/// A figure as it stands.
#[derive(Debug, Serialize, ToSchema)]
pub struct FigureJudged {
    input: String,
    /// As it is shown; empty where nothing is known.
    shown: String,
    /// `known`, `unknown` or `disputed`.
    state: &'static str,
    /// Added up from the communes.
    derived: bool,
    /// Number or title of the paper.
    source: Option<String>,
}

/// Results of a year.
#[utoipa::path(get, path = "/api/v1/verdicts", operation_id = "listVerdicts", tag = "verdicts", params(Which),
    responses((status = 200, body = Results, description = "A page of results."), NotFound, Refusals))]
pub async fn list(
    State(app): State<App>,
    passed: Passed,
    Strict(which): Strict<Which>,
) -> Result<Json<Results>, Problem> {
    let (pack, year) = (app.law()?, year_of(&app, which.year).await?);
    let book = app.book(year, &app::figures::settings(&pack, which.switches)?).await?;
    if which.province.as_deref().is_some_and(|code| book.province(code).is_none()) {
        return Err(app::Problem::Hidden.into());
    }
    let lines = if which.level == Level::Province { &book.provinces } else { &book.communes };
    let (register, day) = (app.register(), app.window(year)?.to);
    let of = |line: &&app::Line| {
        which.province.as_ref().is_none_or(|code| *code == line.province_code)
            && passed.reaches(&Place::of(&register, line.unit.unit, day))
    };
    let (lines, paging) = page_of(lines.iter().filter(of).collect(), which.page);
    let items = lines.into_iter().map(|line| result(&pack, line)).collect();
    Ok(Json(Results { year, pack: pack.id.clone(), items, paging }))
}

/// A unit's verdict with its reasons.
#[utoipa::path(get, path = "/api/v1/verdicts/{level}/{code}", operation_id = "getVerdict", tag = "verdicts",
    params(("level" = LevelWord, Path, description = "Commune or province."), ("code" = String, Path, description = "Code at the end of the year's window."), How),
    responses((status = 200, body = Verdict, description = "The verdict."), NotFound, Refusals))]
pub async fn one(
    State(app): State<App>,
    cx: Cx,
    passed: Passed,
    Path((level_word, code)): Path<(String, String)>,
    Strict(how): Strict<How>,
) -> Result<Json<Verdict>, Problem> {
    let level = level(&level_word, cx.lang)?;
    let (pack, year) = (app.law()?, year_of(&app, how.year).await?);
    let settings = app::figures::settings(&pack, how.switches)?;
    let verdict = app.unit_verdict(level, &code, year, &settings, cx.lang, how.known_at).await?;
    let (register, day) = (app.register(), app.window(year)?.to);
    if !passed.reaches(&Place::of(&register, verdict.line.unit.unit, day)) {
        return Err(app::Problem::Hidden.into());
    }
    Ok(Json(Verdict {
        year,
        unit: result(&pack, &verdict.line),
        possible: verdict.possible,
        classes: verdict.groups.into_iter().map(class).collect(),
        figures: verdict.facts.into_iter().map(figure).collect(),
        pack: pack.id.clone(),
    }))
}

/// The year asked for, or the last that has figures.
pub async fn year_of(app: &App, asked: Option<i16>) -> Result<i16, Problem> {
    match asked {
        Some(year) => Ok(year),
        None => Ok(app.years().await?.first().copied().unwrap_or(FIRST_YEAR)),
    }
}

fn result(pack: &criteria::Pack, line: &app::Line) -> Outcome {
    Outcome {
        unit: line.unit.unit.0,
        code: line.unit.code.clone(),
        name: line.unit.full_name(),
        province: line.province_code.clone(),
        result: line.result(pack).to_owned(),
        known: line.known.0,
        asked: line.known.1,
    }
}

fn class(group: GroupView) -> Class {
    let criteria = group.criteria.into_iter().map(judged).collect();
    Class { id: group.class, citation: group.citation, truth: word(group.truth), criteria }
}

fn judged(criterion: CriterionView) -> Judged {
    Judged {
        id: criterion.id,
        article: criterion.article,
        title: criterion.title,
        truth: word(criterion.truth),
        explanation: criterion.explanation,
        missing: criterion.missing,
    }
}

fn figure(fact: FactView) -> FigureJudged {
    let source = fact.fact.map(|kept| kept.source.number.unwrap_or(kept.source.title));
    FigureJudged { input: fact.input, shown: fact.shown, state: fact.value.state(), derived: fact.derived, source }
}

const fn word(truth: Truth) -> &'static str {
    match truth {
        Truth::Met => "met",
        Truth::NotMet => "not_met",
        Truth::Undetermined => "undetermined",
    }
}
