//! POST /toi/ma-truy-cap/…: tokens for programs.

use app::App;
use app::sessions::NewToken;
use axum::Form;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Redirect, Response};
use domain::access::{Action, Purpose};
use pages::me_setup::Once;
use serde::Deserialize;
use uuid::Uuid;

use super::show::Left;
use super::{below, refused};
use crate::problem::Problem;
use crate::scope::Scope;
use crate::signin::{WORD_MAX, frame, short};
use crate::site::Site;
use crate::visitor::Visitor;

/// What was typed.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// The token's name.
    pub name: String,
    /// The appointment chosen.
    pub appointment: Option<Uuid>,
    /// The purpose chosen; empty for none.
    pub purpose: String,
    /// Days, as typed.
    pub days: String,
    /// The acts chosen.
    pub actions: Vec<Action>,
}

impl Typed {
    /// Reads the form. An act may be ticked beside others; every other field stands there once, and no other does.
    fn read(fields: Vec<(String, String)>) -> Option<Self> {
        let mut typed = Self::default();
        let mut seen: Vec<String> = Vec::new();
        for (key, value) in fields {
            if key == "viec" {
                typed.actions.push(Action::from_key(&value)?);
                continue;
            }
            if seen.contains(&key) {
                return None;
            }
            match key.as_str() {
                "ten" => typed.name = value,
                "bo-nhiem" => typed.appointment = Some(value.parse().ok()?),
                "muc-dich" => typed.purpose = value,
                "so-ngay" => typed.days = value,
                _ => return None,
            }
            seen.push(key);
        }
        typed.actions.sort_unstable();
        typed.actions.dedup();
        Some(typed)
    }
}

/// Makes one; it is shown once.
pub async fn create(
    State(site): State<Site>,
    scope: Scope,
    visitor: Visitor,
    Form(fields): Form<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let lang = scope.lang();
    let unread = || Problem::Refused(axum::http::StatusCode::UNPROCESSABLE_ENTITY);
    let typed = Typed::read(fields).ok_or_else(unread)?;
    let left = |fault| Left { fault, fault_in: "token", token: Some(typed.clone()) };
    if let Err((status, fault)) = short(lang, lang.desk_me_token_name(), &typed.name, WORD_MAX) {
        let page = super::show::page(&site, &scope, &visitor, left(fault)).await?;
        return Ok((status, page).into_response());
    }
    let Ok(days) = typed.days.trim().parse() else {
        let page = super::show::page(&site, &scope, &visitor, left(lang.desk_me_bad_days(&typed.days))).await?;
        return Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
    };
    let purpose = match typed.purpose.as_str() {
        "" => None,
        key => Some(Purpose::from_key(key).ok_or_else(unread)?),
    };
    let new = NewToken {
        name: typed.name.clone(),
        appointment: typed.appointment.ok_or_else(unread)?,
        purpose,
        actions: typed.actions.clone(),
        days,
    };
    match site.app.make_token(&visitor.session, new).await {
        Ok(made) => Ok(Html(shown(&scope, &made).html()?).into_response()),
        Err(problem) => refused(&site, &scope, &visitor, problem, left(String::new())).await,
    }
}

fn shown(scope: &Scope, made: &app::sessions::TokenMade) -> Once {
    let lang = scope.lang();
    let mut frame = frame(scope, below(lang, lang.desk_token_title()));
    "/toi".clone_into(&mut frame.path);
    Once {
        frame,
        title: lang.desk_token_title().to_owned(),
        lead: lang.desk_token_lead(&made.kept.name),
        secrets: vec![made.token.clone()],
        next: "/toi".to_owned(),
    }
}

/// The token to be taken back.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gone {
    #[serde(rename = "ma-truy-cap")]
    token: Uuid,
}

/// Takes it back, at once; another's does not exist.
pub async fn revoke(State(app): State<App>, visitor: Visitor, Form(gone): Form<Gone>) -> Result<Redirect, Problem> {
    app.revoke_token(&visitor.session, gone.token).await?;
    Ok(Redirect::to("/toi?xong=thu-hoi"))
}
