//! GET /xem-thu: what an account may do, by which rule. Nobody's data is opened.

use app::App;
use app::accounts::SeenAccount;
use app::simulate::{Answered, ToTry, Tried, Verdict};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use domain::access::Purpose;
use pages::account::Choice;
use pages::simulator::{AnswerRow, Simulator};
use texts::Lang;

use crate::account::{frame, office, own_unit, said, unit_of, units_near};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::{Visitor, unit_name};

/// The page; with an account in the address, its table.
pub async fn get(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Response, Problem> {
    let (lang, own) = (scope.lang(), own_unit(&visitor)?);
    let seen = app.accounts(&visitor.session, visitor.acting()?, own).await;
    // who may simulate need not list accounts of every unit; without any there is nobody to try
    let seen = seen.or_else(|problem| said(&app, problem, lang).map(|_| Vec::new()))?;
    let mut page = blank(&app, &scope, &seen, own);
    if !page.login.is_empty() {
        page.asked = true;
        match attempt(&app, &scope, &visitor, &seen, &mut page).await? {
            Ok((what, tried)) => fill(&mut page, &app, &what, &tried, lang),
            Err(fault) => page.fault = fault,
        }
    }
    let status = if page.fault.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Html(page.html()?)).into_response())
}

fn blank(app: &App, scope: &Scope, seen: &[SeenAccount], own: domain::units::UnitId) -> Simulator {
    let lang = scope.lang();
    let value = |key: &str| scope.cx.value(key).unwrap_or_default().to_owned();
    let chosen = value("muc-dich");
    let none = Choice::new("", lang.account_try_no_purpose(), chosen.is_empty());
    let of = |purpose: &Purpose| Choice::new(purpose.key(), app.say_purpose(*purpose, lang), purpose.key() == chosen);
    Simulator {
        frame: frame(scope, vec![crumb(lang.account_try_title(), None)]),
        login: value("ten").trim().to_owned(),
        accounts: seen.iter().map(|seen| (seen.account.login.to_string(), seen.account.name.clone())).collect(),
        offices: Vec::new(),
        code: value("don-vi"),
        units: units_near(app, own),
        purposes: std::iter::once(none).chain(Purpose::ALL.iter().map(of)).collect(),
        only_yes: value("chi") == "duoc",
        fault: String::new(),
        asked: false,
        who: String::new(),
        office: String::new(),
        unit: String::new(),
        purpose: String::new(),
        rows: Vec::new(),
    }
}

/// Asks the rules; otherwise a sentence.
async fn attempt(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    seen: &[SeenAccount],
    page: &mut Simulator,
) -> Result<Result<(ToTry, Tried), String>, Problem> {
    let lang = scope.lang();
    let Some(account) = seen.iter().find(|seen| seen.account.login.as_str() == page.login) else {
        return Ok(Err(lang.account_try_unknown(&page.login)));
    };
    let typed = scope.cx.value("bo-nhiem").unwrap_or_default();
    let held = || account.offices.iter().map(|office| &office.appointment);
    let chosen = held().find(|held| held.id.to_string() == typed);
    let chosen = chosen.or_else(|| held().find(|held| held.in_force(app.now()))).or_else(|| held().next_back());
    let Some(chosen) = chosen else { return Ok(Err(lang.account_try_no_office(&page.login))) };
    page.offices = held()
        .map(|held| Choice::new(&held.id.to_string(), &office(app, held.role, held.unit, lang), held.id == chosen.id))
        .collect();
    let unit = match unit_of(app, chosen.unit, &page.code, lang) {
        Ok(unit) => unit,
        Err(fault) => return Ok(Err(fault)),
    };
    let purpose = scope.cx.value("muc-dich").and_then(Purpose::from_key);
    let what = ToTry { account: account.account.id, appointment: chosen.id, unit, purpose };
    match app.simulate(&visitor.session, visitor.acting()?, &what).await {
        Ok(tried) => Ok(Ok((what, tried))),
        Err(problem) => said(app, problem, lang).map(Err),
    }
}

fn fill(page: &mut Simulator, app: &App, what: &ToTry, tried: &Tried, lang: Lang) {
    let held = &tried.office.appointment;
    page.who.clone_from(&tried.seen.account.name);
    page.office = office(app, held.role, held.unit, lang);
    page.unit = unit_name(app, what.unit, lang);
    let purpose = what.purpose.map_or(lang.account_try_no_purpose(), |purpose| app.say_purpose(purpose, lang));
    purpose.clone_into(&mut page.purpose);
    let shown = tried.answers.iter().filter(|answer| !page.only_yes || answer.verdict != Verdict::No);
    page.rows = shown.map(|answer| row(app, answer, lang)).collect();
}

fn row(app: &App, of: &Answered, lang: Lang) -> AnswerRow {
    let answer = match of.verdict {
        Verdict::Yes => lang.account_try_yes(),
        Verdict::Once => lang.account_try_once(),
        Verdict::InTeam => lang.account_try_in_team(),
        Verdict::No => lang.account_try_no(),
    };
    let missing = of.missing.iter().map(|missing| app.say_missing(*missing, lang));
    let mut why: Vec<String> = Vec::new();
    if of.verdict != Verdict::Yes {
        why.extend(missing.map(str::to_owned));
    }
    why.extend(of.citations.iter().cloned());
    if !of.roles.is_empty() {
        let roles = of.roles.iter().map(|role| app.say_role(*role, lang)).collect::<Vec<_>>();
        why.push(lang.account_try_roles(roles.join("; ")));
    }
    if why.is_empty() {
        why.push(lang.account_try_no_rule().to_owned());
    }
    AnswerRow {
        action: app.say_action(of.action, lang).to_owned(),
        class: app.say_class(of.class, lang).to_owned(),
        answer: answer.to_owned(),
        is_yes: of.verdict != Verdict::No,
        policies: of.policies.clone(),
        why: why.join(" · "),
    }
}
