//! /toi/lich: the private address of one's calendar, and reminders by mail.

use app::App;
use app::reminders::{ReminderChoice, read_days};
use app::signin::AccessFault;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use pages::flash::{Flash, Tone};
use pages::me_setup::Once;
use pages::my_calendar::{MyCalendar, Reminding};
use serde::Deserialize;
use texts::Lang;

use super::below;
use crate::mail::row;
use crate::problem::Problem;
use crate::scope::Scope;
use crate::signin::frame;
use crate::site::Site;
use crate::visitor::Visitor;

const PATH: &str = "/toi/lich";

/// What somebody wants to be reminded of, as it is sent.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    #[serde(rename = "nhac")]
    wanted: Option<String>,
    #[serde(rename = "so-ngay")]
    days: String,
}

/// The page.
pub async fn get(State(app): State<App>, scope: Scope, visitor: Visitor) -> Result<Html<String>, Problem> {
    let choice = app.reminder_choice(&visitor.session).await?;
    let days: Vec<String> = choice.days_before.iter().map(u16::to_string).collect();
    Ok(Html(page(&app, &scope, &visitor, (choice.wanted, days.join(", ")), String::new()).await?.html()?))
}

async fn page(
    app: &App,
    scope: &Scope,
    visitor: &Visitor,
    (wanted, days): (bool, String),
    fault: String,
) -> Result<MyCalendar, Problem> {
    let (lang, session) = (scope.lang(), &visitor.session);
    let feed = app.feed_of(session).await?;
    let mails = app.mail_of(session).await?;
    let mut frame = frame(scope, below(lang, lang.calendar_feed_title()));
    PATH.clone_into(&mut frame.path);
    if let Some(text) = done(scope, lang) {
        frame.flash = Some(Flash { tone: Tone::Done, text: text.to_owned() });
    }
    Ok(MyCalendar {
        frame,
        since: feed.map(|feed| app::written(feed.created_at)).unwrap_or_default(),
        used: feed.and_then(|feed| feed.last_used_at).map(app::written).unwrap_or_default(),
        fresh: session.fresh(app.now()).is_ok(),
        reminding: Reminding { sends: app.sends_mail(), address: app.has_mail_address(session).await?, wanted },
        days,
        fault,
        mails: mails.iter().map(|mail| row(app, mail, String::new(), lang)).collect(),
        reports: visitor.may(domain::access::Action::ReadFigures),
    })
}

fn done(scope: &Scope, lang: Lang) -> Option<&'static str> {
    match scope.cx.value("xong")? {
        "bo-lich" => Some(lang.calendar_feed_done_revoked()),
        "nhac" => Some(lang.mail_saved()),
        _ => None,
    }
}

/// Makes an address; it is shown once.
pub async fn make(State(site): State<Site>, scope: Scope, visitor: Visitor) -> Result<Response, Problem> {
    let lang = scope.lang();
    let secret = match site.app.make_feed(&visitor.session).await {
        Ok(secret) => secret,
        Err(app::Problem::Access(AccessFault::StepUp)) => {
            return Ok(Redirect::to(&format!("/xac-minh?ve={PATH}")).into_response());
        }
        Err(problem) => return Err(problem.into()),
    };
    let mut frame = frame(&scope, below(lang, lang.calendar_feed_title()));
    PATH.clone_into(&mut frame.path);
    let once = Once {
        frame,
        title: lang.calendar_feed_head().to_owned(),
        lead: lang.calendar_feed_once().to_owned(),
        secrets: vec![format!("{}/lich/{secret}.ics", site.address)],
        next: PATH.to_owned(),
    };
    Ok(Html(once.html()?).into_response())
}

/// Voids the address.
pub async fn revoke(State(app): State<App>, visitor: Visitor) -> Result<Redirect, Problem> {
    match app.revoke_feed(&visitor.session).await {
        // gone already: what was wanted is so
        Ok(()) | Err(app::Problem::NothingToSave) => Ok(Redirect::to(&format!("{PATH}?xong=bo-lich"))),
        Err(problem) => Err(problem.into()),
    }
}

/// Keeps what somebody wants to be reminded of.
pub async fn choose(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Form(form): Form<Wanted>,
) -> Result<Response, Problem> {
    let wanted = form.wanted.is_some();
    let Some(days_before) = read_days(&form.days) else {
        let typed: String = form.days.chars().take(40).collect();
        let fault = scope.lang().mail_days_fault(&typed);
        let page = page(&app, &scope, &visitor, (wanted, typed), fault).await?;
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, Html(page.html()?)).into_response());
    };
    app.choose_reminders(&visitor.session, &ReminderChoice { wanted, days_before }).await?;
    Ok(Redirect::to(&format!("{PATH}?xong=nhac")).into_response())
}
