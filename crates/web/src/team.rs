//! /ho-so/{id}/to-quan-ly: who sits in the team of one person, and what the head and the chair enter of it.

use app::App;
use app::cases::{NewSeat, Recorded, SeatEnd, SeatKind, TeamSeat, Who, YOUTH};
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::Role;
use domain::persons::Field;
use pages::account::Choice;
use pages::team::{SeatRow, Team, TeamForm};
use serde::Deserialize;
use texts::Lang;
use uuid::Uuid;

use crate::account::office;
use crate::case::{asks_for_purpose, frame, path_of, role, words};
use crate::days;
use crate::problem::Problem;
use crate::rights::{done, told};
use crate::scope::{Scope, crumb};
use crate::visitor::Visitor;

/// A seat as it is sent; any other field is refused.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Given {
    #[serde(rename = "ma")]
    id: Uuid,
    #[serde(rename = "vi-tri")]
    kind: String,
    #[serde(rename = "nguoi", default)]
    member: String,
    #[serde(rename = "ho-ten", default)]
    name: String,
    #[serde(rename = "tu-cach", default)]
    capacity: String,
    #[serde(rename = "thanh-nien", default)]
    youth: String,
    #[serde(rename = "so", default)]
    number: String,
    #[serde(rename = "ngay", default)]
    day: String,
    #[serde(rename = "tu-ngay", default)]
    from: String,
    #[serde(rename = "den-ngay", default)]
    until: String,
}

/// The end of a seat as it is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ended {
    #[serde(rename = "ma")]
    id: Uuid,
    #[serde(rename = "ai")]
    seat: Uuid,
    #[serde(rename = "tu-ngay", default)]
    on: String,
    #[serde(rename = "so", default)]
    number: String,
    #[serde(rename = "ngay", default)]
    day: String,
}

/// The team; whoever has not opened the file is asked what for.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Response, Problem> {
    match page(&app, &scope, &visitor, id, Given::default(), String::new()).await {
        Err(Problem::App(problem)) if asks_for_purpose(&problem) => {
            Ok(Redirect::to(&format!("{}/mo", path_of(id))).into_response())
        }
        page => Ok(Html(page?.html()?).into_response()),
    }
}

/// Gives a seat.
pub async fn post(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(given): Form<Given>,
) -> Result<Response, Problem> {
    let fault = match read(&given) {
        None => app::cases::FileFault::Empty.say(scope.lang()),
        Some(seat) => match app.set_seat(&visitor.session, visitor.acting()?, id, seat).await {
            Ok(recorded) => return Ok(back(id, recorded)),
            Err(problem) => told(&app, problem, scope.lang())?,
        },
    };
    refused(&app, &scope, &visitor, id, given, fault).await
}

/// Ends a seat.
pub async fn end(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
    Form(ended): Form<Ended>,
) -> Result<Response, Problem> {
    let days = days::read(&ended.on).zip(days::read(&ended.day));
    let fault = match days {
        None => app::cases::FileFault::Empty.say(scope.lang()),
        Some((on, decision_date)) => {
            let end = SeatEnd { id: ended.id, seat: ended.seat, on, decision_number: ended.number, decision_date };
            match app.end_seat(&visitor.session, visitor.acting()?, id, end).await {
                Ok(recorded) => return Ok(back(id, recorded)),
                Err(problem) => told(&app, problem, scope.lang())?,
            }
        }
    };
    refused(&app, &scope, &visitor, id, Given::default(), fault).await
}

fn back(id: Uuid, recorded: Recorded) -> Response {
    let done = match recorded {
        Recorded::Done { .. } => "to",
        Recorded::Waits { .. } => "cho-to",
    };
    Redirect::to(&format!("{}/to-quan-ly?xong={done}", path_of(id))).into_response()
}

/// What was typed; none where a day is none or it is not clear who is meant.
fn read(given: &Given) -> Option<NewSeat> {
    let (member, name) = (given.member.trim(), given.name.trim());
    let who = match (member.is_empty(), name.is_empty()) {
        (false, true) => Who::Appointment(member.parse().ok()?),
        (true, _) => Who::Name(name.to_owned()),
        (false, false) => Who::Name(String::new()),
    };
    let until = given.until.trim();
    Some(NewSeat {
        id: given.id,
        kind: SeatKind::from_key(&given.kind)?,
        capacity: given.capacity.clone(),
        youth: Some(given.youth.clone()).filter(|youth| !youth.is_empty()),
        who,
        decision_number: given.number.clone(),
        decision_date: days::read(&given.day)?,
        from: days::read(&given.from)?,
        until: if until.is_empty() { None } else { Some(days::read(until)?) },
    })
}

async fn refused(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    id: Uuid,
    given: Given,
    fault: String,
) -> Result<Response, Problem> {
    let page = page(app, scope, visitor, id, given, fault).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response())
}

async fn page(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    id: Uuid,
    given: Given,
    fault: String,
) -> Result<Team, Problem> {
    let (lang, session, acting) = (scope.lang(), &visitor.session, visitor.acting()?);
    let file = app.case_file(session, acting, id).await?;
    let team = app.team_of(session, acting, id).await?;
    let mut rows: Vec<SeatRow> = team.iter().map(|seat| row(app, lang, seat)).collect();
    rows.sort_by_key(|row| !row.sits);
    let names_teams = matches!(role(visitor)?, Role::PoliceHead | Role::CommitteeChair);
    let minor = file.case.minor(file.at.date());
    let form = if names_teams { Some(form(app, visitor, lang, given, minor).await?) } else { None };
    let name = file.identity.get(Field::FullName).unwrap_or(lang.files_today_nameless()).to_owned();
    let steps = vec![
        crumb(lang.files_menu_files(), Some("/ho-so".to_owned())),
        crumb(&name, Some(path_of(id))),
        crumb(lang.rights_team_crumb(), None),
    ];
    let mut frame = frame(scope, &format!("{}/to-quan-ly", path_of(id)), steps);
    done(scope, &mut frame, "to", lang.rights_team_done());
    done(scope, &mut frame, "cho-to", lang.rights_team_waits());
    let lacks_youth = App::lacks_youth(&file, &team);
    Ok(Team { frame, id: id.to_string(), name, lacks_youth, rows, form, end_id: app.new_id().to_string(), fault })
}

fn row(app: &App, lang: Lang, of: &TeamSeat) -> SeatRow {
    let seat = &of.seat;
    let until = seat.ended.or(seat.until);
    SeatRow {
        id: seat.id.to_string(),
        name: of.name.clone(),
        role: of.role.map(|role| app.say_role(role, lang).to_owned()).unwrap_or_default(),
        seat: SeatKind::from_key(&seat.seat).map(|kind| words::seat(lang, kind)).unwrap_or_default().to_owned(),
        capacity: seat.capacity.clone(),
        youth: seat.youth.as_deref().map(|as_whom| say_youth(lang, as_whom)).unwrap_or_default(),
        decision: format!("{}, {}", seat.decision_number, words::day(lang, seat.decision_date)),
        from: words::day(lang, seat.from),
        until: until.map(|day| words::day(lang, day)).unwrap_or_default(),
        sits: of.sits,
        over: seat.ended.is_some(),
    }
}

fn say_youth(lang: Lang, as_whom: &str) -> String {
    words::option(lang, YOUTH, as_whom).unwrap_or(as_whom).to_owned()
}

async fn form(app: &App, visitor: &Visitor, lang: Lang, given: Given, minor: bool) -> Result<TeamForm, Problem> {
    let options = app.casework()?.field(YOUTH).filter(|_| minor).map(|field| field.options.as_slice());
    let youth = options.unwrap_or_default().iter();
    let youth = youth.map(|as_whom| Choice::new(as_whom, &say_youth(lang, as_whom), *as_whom == given.youth)).collect();
    let people = app.team_candidates(&visitor.session, visitor.acting()?).await?;
    let member = |of: &app::cases::Candidate| {
        let key = of.appointment.to_string();
        let text = format!("{} · {}", of.name, office(app, of.role, of.unit, lang));
        Choice::new(&key, &text, key == given.member)
    };
    let kind = |kind: SeatKind| Choice::new(kind.key(), words::seat(lang, kind), kind.key() == given.kind);
    Ok(TeamForm {
        id: if given.id.is_nil() { app.new_id() } else { given.id }.to_string(),
        kinds: SeatKind::ALL.into_iter().map(kind).collect(),
        members: people.iter().map(member).collect(),
        name: given.name,
        capacity: given.capacity,
        youth,
        number: given.number,
        number_day: given.day,
        from: given.from,
        until: given.until,
    })
}
