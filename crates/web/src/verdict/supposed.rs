//! The what-if of a unit: figures from the address, judged beside the real ones.

use app::intake::IssueKind;
use app::{App, FactView};
use axum::http::StatusCode;
use axum::response::Html;
use criteria::{InputIx, InputKind};
use domain::facts::{Route, Value};
use domain::numbers::{read_area, read_count};
use domain::units::Level;
use pages::frame::{Crumb, Section};
use pages::whatif::{Entry, Field, WhatIf};
use texts::Lang;

use crate::facts::typed;
use crate::grades::grade;
use crate::problem::Problem;
use crate::scope::Scope;
use crate::verdict::{view, words};

/// The page; 422 while something typed cannot be read. Nothing is written.
pub async fn respond(
    app: &App,
    scope: &Scope,
    level: Level,
    code: &str,
    path: Vec<Crumb>,
) -> Result<(StatusCode, Html<String>), Problem> {
    let (pack, lang) = (&scope.pack, scope.lang());
    let mut suppose = Vec::new();
    let mut faults = Vec::new();
    for (ix, input) in pack.inputs_of(level) {
        // An empty value in the address means "suppose it is not known"; a missing one, "as recorded".
        let Some((_, text)) = scope.cx.query.iter().find(|(key, _)| *key == input.id) else { continue };
        match read(input.kind, text, lang) {
            Ok(value) => suppose.push((ix, value)),
            Err(fault) => faults.push((ix, fault)),
        }
    }
    let judged = app.what_if(level, code, scope.year, &scope.settings, lang, &suppose).await?;
    let field = |fact: &FactView| field(scope, fact, pack.input(&fact.input).map(|(ix, _)| ix), &suppose, &faults);
    let sound = faults.is_empty();
    let verdict = criteria::judge(pack, level, &judged.facts, &scope.settings);
    let page = WhatIf {
        frame: scope.frame(if level == Level::Commune { Section::Communes } else { Section::Nation }, path),
        unit: view::judged(&judged.real),
        real: grade(&judged.real.result),
        assumed: sound.then(|| grade(&judged.result)),
        reason: if sound { words::reason(pack, lang, &judged.facts, &verdict) } else { String::new() },
        fields: judged.real.facts.iter().map(field).collect(),
        groups: if sound { view::groups(lang, &judged.result, &judged.groups, &[]) } else { Vec::new() },
    };
    let status = if sound { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Html(page.html()?)))
}

fn field(
    scope: &Scope,
    fact: &FactView,
    ix: Option<InputIx>,
    suppose: &[(InputIx, Value)],
    faults: &[(InputIx, String)],
) -> Field {
    let lang = scope.lang();
    let typed_text = scope.cx.query.iter().find(|(key, _)| *key == fact.input).map(|(_, text)| text.clone());
    let fault = faults.iter().find(|(at, _)| Some(*at) == ix).map(|(_, fault)| fault.clone()).unwrap_or_default();
    let supposed = suppose.iter().find(|(at, _)| Some(*at) == ix).map(|(_, value)| *value);
    let value = match (fault.is_empty(), supposed) {
        (false, _) => typed_text.unwrap_or_default(),
        (true, Some(value)) => typed::text(lang, fact.kind, value),
        (true, None) => typed::text(lang, fact.kind, fact.value),
    };
    Field {
        name: fact.input.clone(),
        title: fact.title.clone(),
        definition: fact.definition.clone(),
        entry: entry(fact.kind, lang),
        value,
        real: if fact.value.is_known() { fact.shown.clone() } else { String::new() },
        fault,
    }
}

/// How a figure of this kind is typed.
pub fn entry(kind: InputKind, lang: Lang) -> Entry {
    match kind {
        InputKind::Area => Entry::Area,
        InputKind::Route => {
            let choice = |route: Route| (route.key().to_owned(), criteria::show_value(lang, kind, Value::Route(route)));
            Entry::Choice([Route::None, Route::Local, Route::Inter].map(choice).to_vec())
        }
        _ => Entry::Count,
    }
}

fn read(kind: InputKind, text: &str, lang: Lang) -> Result<Value, String> {
    if text.trim().is_empty() {
        return Ok(Value::Unknown);
    }
    if typed::is_disputed(text) {
        return Ok(Value::Disputed);
    }
    let number = |error| IssueKind::Number { error, area: kind == InputKind::Area }.say(lang);
    match kind {
        InputKind::Route => Route::from_key(text).map(Value::Route).ok_or_else(|| IssueKind::NotARoute.say(lang)),
        InputKind::Area => read_area(text).map(Value::Number).map_err(number),
        InputKind::Population => match read_count(text).map_err(number)? {
            0 => Err(IssueKind::MustBeOver0.say(lang)),
            n => Ok(Value::Number(n)),
        },
        _ => read_count(text).map(Value::Number).map_err(number),
    }
}
