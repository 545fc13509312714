//! /luu-tru: files that are over, until when each is kept, and proposing to destroy one that is kept no longer.

use app::App;
use app::cases::Erasure;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::Role;
use pages::account::Choice;
use pages::retention::{EndedRow, ErasureForm, Retention};
use serde::Deserialize;
use uuid::Uuid;

use crate::account::step_up;
use crate::case::{frame, path_of, role, words};
use crate::problem::Problem;
use crate::rights::{done, told};
use crate::scope::{Scope, crumb};
use crate::visitor::{Visitor, unit_name};

const PATH: &str = "/luu-tru";
/// Letters of a random id that tell files of a page apart.
const CODE: usize = 12;

/// A destruction as it is sent; any other field is refused.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    #[serde(rename = "ma")]
    id: Uuid,
    #[serde(rename = "ho-so", default)]
    person: String,
    #[serde(rename = "so", default)]
    number: String,
    #[serde(rename = "ngay", default)]
    day: String,
}

/// The list.
pub async fn get(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Html<String>, Problem> {
    Ok(Html(page(&app, &scope, &visitor, Wanted::default(), String::new()).await?.html()?))
}

/// Proposes a destruction.
pub async fn post(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Form(wanted): Form<Wanted>,
) -> Result<Response, Problem> {
    let lang = scope.lang();
    let read = wanted.person.parse::<Uuid>().ok().zip(crate::days::read(&wanted.day));
    let fault = match read {
        None => lang.rights_retention_choose().to_owned(),
        Some((person, date)) => {
            let erasure = Erasure { id: wanted.id, number: wanted.number.clone(), date };
            match app.propose_erasure(&visitor.session, visitor.acting()?, person, erasure).await {
                Ok(_) => return Ok(Redirect::to(&format!("{PATH}?xong=cho-huy")).into_response()),
                Err(problem) => told(&app, problem, lang)?,
            }
        }
    };
    let page = page(&app, &scope, &visitor, wanted, fault).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
}

async fn page(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    wanted: Wanted,
    fault: String,
) -> Result<Retention, Problem> {
    let lang = scope.lang();
    let ended = app.retention_due(&visitor.session, visitor.acting()?).await?;
    let is_head = role(visitor)? == Role::PoliceHead;
    let code = |person: Uuid| {
        let id = person.simple().to_string();
        id.get(id.len().saturating_sub(CODE)..).unwrap_or_default().to_owned()
    };
    let rows = ended.iter().map(|of| EndedRow {
        href: if is_head { path_of(of.person) } else { String::new() },
        code: code(of.person),
        unit: unit_name(app, of.unit, lang),
        ended: words::day(lang, of.ended),
        class: of.class.clone(),
        citation: of.citation.clone(),
        until: of.until.map(|day| words::day(lang, day)).unwrap_or_default(),
        owner: of.owner.clone(),
        due: of.is_due,
    });
    let file = |of: &app::cases::Ended| {
        let key = of.person.to_string();
        Choice::new(&key, &code(of.person), key == wanted.person)
    };
    let files: Vec<Choice> = ended.iter().filter(|of| of.is_due).map(file).collect();
    let form = (is_head && !files.is_empty()).then(|| ErasureForm {
        id: if wanted.id.is_nil() { app.new_id() } else { wanted.id }.to_string(),
        files,
        number: wanted.number,
        day: wanted.day,
        step_up: step_up(app, visitor, PATH),
    });
    let mut frame = frame(scope, PATH, vec![crumb(lang.rights_retention_title(), None)]);
    done(scope, &mut frame, "cho-huy", lang.rights_retention_waits());
    Ok(Retention { frame, rows: rows.collect(), form, fault })
}
