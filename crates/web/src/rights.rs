//! /ho-so/{id}/quyen: what the person of one file may ask, and putting right who they are.

use std::collections::HashMap;

use app::App;
use app::cases::{CaseFile, Correction, Recorded};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::{Action, Purpose};
use domain::cases::{Clock, Event, Law, Standing, Value};
use domain::persons::Field;
use pages::flash::{Flash, Tone};
use pages::frame::Frame;
use pages::rights::{ContestRow, CorrectedRow, CorrectionForm, IdentityField, ReadingRow, Rights};
use texts::Lang;
use uuid::Uuid;

use crate::account::said;
use crate::case::{asks_for_purpose, extract_reopens, frame, path_of, path_of_act, words};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::Visitor;

/// The clock of the time in which a compulsory file may be read.
const READING: &str = "reading";
/// Begins the names of what the form of a correction showed.
const SHOWN: &str = "cu-";

/// A refusal as a sentence for the form that was sent; what no form can put right goes on.
pub fn told(app: &App, problem: app::Problem, lang: Lang) -> Result<String, Problem> {
    match problem {
        problem @ (app::Problem::File(_)
        | app::Problem::Identity(_)
        | app::Problem::Person(_)
        | app::Problem::Unlawful(_)
        | app::Problem::NothingToSave
        | app::Problem::FileChanged) => Ok(problem.say(lang)),
        other => said(app, other, lang),
    }
}

/// Says what was just done, where the address says that it was.
pub fn done(scope: &Scope, frame: &mut Frame, word: &str, text: &str) {
    if scope.cx.value("xong") == Some(word) {
        frame.flash = Some(Flash { tone: Tone::Done, text: text.to_owned() });
    }
}

/// The page; whoever has not opened the file is asked what for.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    match page(&app, &scope, &visitor, id, &HashMap::new(), String::new()).await {
        Err(Problem::App(problem)) if asks_for_purpose(&problem) => {
            Ok(Redirect::to(&format!("{}/mo", path_of(id))).into_response())
        }
        page => Ok(Html(page?.html()?).into_response()),
    }
}

/// Puts fields right.
pub async fn post(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(typed): Form<HashMap<String, String>>,
) -> Result<Response, Problem> {
    let lang = scope.lang();
    let fault = match read(&typed) {
        None => app::cases::FileFault::Empty.say(lang),
        Some(correction) => match app.correct_identity(&visitor.session, visitor.acting()?, id, correction).await {
            Ok(Recorded::Done { .. }) => return Ok(back(id, "dinh-chinh")),
            Ok(Recorded::Waits { .. }) => return Ok(back(id, "cho-dinh-chinh")),
            Err(problem) => told(&app, problem, lang)?,
        },
    };
    let page = page(&app, &scope, &visitor, id, &typed, fault).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
}

fn back(id: Uuid, done: &str) -> Response {
    Redirect::to(&format!("{}/quyen?xong={done}", path_of(id))).into_response()
}

/// What was typed; none where the day is none, or a field is sent that the form does not have.
fn read(typed: &HashMap<String, String>) -> Option<Correction> {
    let value = |key: &str| typed.get(key).map(|text| text.trim().to_owned()).unwrap_or_default();
    let mut fields = Vec::new();
    let of_fields = typed.iter().filter(|(key, _)| !["ma", "so", "ngay"].contains(&key.as_str()));
    for (key, text) in of_fields.filter(|(key, _)| !key.starts_with(SHOWN)) {
        // what the page showed: without it nobody knows what is put right
        let shown = typed.get(&format!("{SHOWN}{key}"))?;
        fields.push((Field::from_key(key)?, shown.clone(), text.clone()));
    }
    fields.sort_by_key(|(field, _, _)| *field);
    let id = value("ma").parse().ok()?;
    Some(Correction { id, fields, number: value("so"), date: crate::days::read(&value("ngay"))? })
}

async fn page(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    id: Uuid,
    typed: &HashMap<String, String>,
    fault: String,
) -> Result<Rights, Problem> {
    let (lang, session, acting) = (scope.lang(), &visitor.session, visitor.acting()?);
    let file = app.case_file(session, acting, id).await?;
    let corrections = app.corrections_of(session, acting, id).await?;
    let may_correct = app.correcting(session, acting, id).await?.is_some();
    let law = app.casework()?;
    let clocks = file.case.clocks(law, file.at);
    let name = file.identity.get(Field::FullName).unwrap_or(lang.files_today_nameless()).to_owned();
    let may_record = visitor.may(Action::RecordEvent) && file.case.closed.is_none();
    let offered = |act: &str| if may_record { path_of_act(id, act) } else { String::new() };
    let steps = vec![
        crumb(lang.files_menu_files(), Some("/ho-so".to_owned())),
        crumb(&name, Some(path_of(id))),
        crumb(lang.rights_rights_crumb(), None),
    ];
    let mut frame = frame(scope, &format!("{}/quyen", path_of(id)), steps);
    done(scope, &mut frame, "dinh-chinh", lang.rights_rights_corrected());
    done(scope, &mut frame, "cho-dinh-chinh", lang.rights_rights_correct_waits());
    let waits = !file.case.contested().is_empty();
    let (prints, for_person) = (visitor.may(Action::PrintPerson), file.purpose == Purpose::PersonRights);
    Ok(Rights {
        frame,
        id: id.to_string(),
        reading: reading(lang, &file, &clocks),
        record_reading: if file.case.in_any(&["S7f"]) { offered("record_reading") } else { String::new() },
        contests: contests(law, lang, &file, &clocks),
        contest: offered("contest_entry"),
        settle: if waits { offered("settle_contest") } else { String::new() },
        corrections: corrections.iter().map(|one| corrected(app, lang, one)).collect(),
        form: may_correct.then(|| form(app, lang, &file, typed, offered("correct_birth"))),
        looks: if visitor.may(Action::ReadAccessLog) { format!("/nhat-ky-truy-cap/{id}") } else { String::new() },
        extract: if prints && for_person { format!("{}/trich-luc", path_of(id)) } else { String::new() },
        reopen: if prints && !for_person { extract_reopens(id) } else { String::new() },
        name,
        fault,
    })
}

fn reading(lang: Lang, file: &CaseFile, clocks: &[Clock<'_>]) -> Vec<ReadingRow> {
    let times = clocks.iter().filter(|clock| clock.line.id == READING && file.shows(clock.entry));
    let mut next = usize::MAX;
    let rows = times.rev().map(|clock| {
        // what was read after a later notice belongs to that one's time
        let until = std::mem::replace(&mut next, clock.entry);
        ReadingRow {
            from: words::moment(lang, clock.from),
            to: words::instant(lang, clock.due),
            open: clock.due >= file.at,
            read: readings(lang, file, clock.entry, until),
        }
    });
    rows.collect()
}

/// Who read, and when, between two entries.
fn readings(lang: Lang, file: &CaseFile, from: usize, until: usize) -> Vec<String> {
    let numbered = file.case.events.iter().enumerate().map(|(at, event)| (at + 1, event));
    let read = numbered.filter(|(entry, event)| event.act == "record_reading" && from < *entry && *entry < until);
    let said = read.filter(|(entry, _)| file.shows(*entry)).map(|(_, event)| {
        let reader = event.text_of("reader").and_then(|reader| words::option(lang, "reader", reader));
        format!("{} · {}", reader.unwrap_or_default(), words::moment(lang, event.on))
    });
    said.collect()
}

/// Requests and complaints, each with the strictest limit for its answer.
fn contests(law: &Law, lang: Lang, file: &CaseFile, clocks: &[Clock<'_>]) -> Vec<ContestRow> {
    let numbered = file.case.events.iter().enumerate().map(|(at, event)| (at + 1, event));
    let asked = numbered.filter(|(entry, event)| event.act == "contest_entry" && file.shows(*entry));
    let rows = asked.map(|(entry, event)| {
        let of = || clocks.iter().filter(|clock| clock.entry == entry);
        let settled = of().find_map(|clock| clock.met);
        let answer = first_about(file, "settle_contest", event, entry);
        let annulled = answer.and_then(|(at, _)| first_about(file, "annul_entry", event, at)).map(|(_, of)| of);
        let waits = of().filter(|clock| matches!(clock.standing, Standing::Open | Standing::Late));
        let due = waits.map(|clock| clock.due).min();
        let what = match event.fields.get("contest") {
            Some(Value::Text(option)) => words::option(lang, "contest", option).map(str::to_owned),
            _ => None,
        };
        ContestRow {
            what: what.unwrap_or_else(|| words::label(law, lang, "contest")),
            day: words::moment(lang, event.on),
            entry: match event.fields.get("entry") {
                Some(Value::Number(number)) => number.to_string(),
                _ => String::new(),
            },
            settled: settled.or(answer.map(|(_, of)| of.on)).map(|at| words::moment(lang, at)).unwrap_or_default(),
            answer: answer.map(|(_, of)| answered(lang, of)).unwrap_or_default(),
            paper: answer.map(|(_, of)| paper(lang, of)).unwrap_or_default(),
            annulled: annulled.map(|of| words::moment(lang, of.on)).unwrap_or_default(),
            due: due.map(|at| words::instant(lang, at)).unwrap_or_default(),
        }
    });
    rows.rev().collect()
}

/// The first act of a kind, after an entry, about the same entry that a complaint is about.
fn first_about<'f>(file: &'f CaseFile, act: &str, complaint: &Event, after: usize) -> Option<(usize, &'f Event)> {
    let about = complaint.number_of("entry");
    let numbered = file.case.events.iter().enumerate().map(|(at, event)| (at + 1, event));
    let mut found = numbered
        .filter(|(at, event)| *at > after && event.act == act && event.number_of("entry") == about && file.shows(*at));
    found.next()
}

/// An answer with its reason.
fn answered(lang: Lang, event: &Event) -> String {
    let said = event.text_of("answer").and_then(|answer| words::option(lang, "answer", answer));
    let reason = event.text_of("reason").unwrap_or_default();
    let parts = [said.unwrap_or_default(), reason];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ")
}

fn paper(lang: Lang, event: &Event) -> String {
    event.number.as_ref().map_or_else(String::new, |number| format!("{number}, {}", words::day(lang, event.paper_date)))
}

fn corrected(app: &App, lang: Lang, of: &app::cases::Corrected) -> CorrectedRow {
    CorrectedRow {
        field: app.say_field(of.field, lang).to_owned(),
        old: value(lang, of.field, &of.old),
        new: value(lang, of.field, &of.new),
        paper: format!("{}, {}", of.document, words::day(lang, of.document_date)),
        at: app::written(of.recorded_at),
    }
}

/// What stands in a field, as it is read.
pub fn value(lang: Lang, field: Field, text: &str) -> String {
    match (field, text) {
        (Field::Sex, "male") => lang.files_new_male().to_owned(),
        (Field::Sex, "female") => lang.files_new_female().to_owned(),
        (Field::BirthDate, day) => crate::days::shown_birth(lang, day),
        (_, text) => text.to_owned(),
    }
}

fn form(app: &App, lang: Lang, file: &CaseFile, typed: &HashMap<String, String>, birth: String) -> CorrectionForm {
    let said = |key: &str| typed.get(key).cloned().unwrap_or_default();
    // what nobody typed over shows what stands there now
    let changed =
        |of: &Field| typed.get(of.key()).filter(|text| typed.get(&format!("{SHOWN}{}", of.key())) != Some(text));
    let field = |of: &Field| IdentityField {
        key: of.key().to_owned(),
        label: app.say_field(*of, lang).to_owned(),
        value: changed(of).cloned().unwrap_or_else(|| file.identity.get(*of).unwrap_or_default().to_owned()),
        shown: file.identity.get(*of).unwrap_or_default().to_owned(),
        options: match of {
            Field::Sex => ["male", "female"].map(|key| (key.to_owned(), value(lang, *of, key))).to_vec(),
            _ => Vec::new(),
        },
    };
    CorrectionForm {
        id: typed.get("ma").cloned().unwrap_or_else(|| app.new_id().to_string()),
        fields: Field::ALL.iter().filter(|of| **of != Field::BirthDate).map(field).collect(),
        birth,
        number: said("so"),
        day: said("ngay"),
    }
}
