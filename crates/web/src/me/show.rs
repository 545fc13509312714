//! GET /toi: the page; for a session of an enrolment code, the setting up of a way in.

use app::sessions::Session;
use axum::extract::State;
use axum::response::Html;
use domain::access::{Action, Purpose};
use domain::accounts::{IDLE_MAX, Method, SESSION_MAX};
use jiff::Timestamp;
use pages::account::Choice;
use pages::me::{Me, MyKey, MyNotice, MyOffice, MyToken, MyVisit, TokenForm};
use pages::me_setup::Setup;
use texts::Lang;
use uuid::Uuid;

use crate::guard::Need;
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::signin::frame;
use crate::site::Site;
use crate::visitor::{Visitor, unit_name};

/// What a refused form left behind.
#[derive(Default)]
pub struct Left {
    /// What is wrong.
    pub fault: String,
    /// Which form: `key`, `codes` or `token`.
    pub fault_in: &'static str,
    /// The token as it was typed.
    pub token: Option<super::token::Typed>,
}

/// The page.
pub async fn get(State(site): State<Site>, scope: Scope, visitor: Visitor) -> Result<Html<String>, Problem> {
    page(&site, &scope, &visitor, Left::default()).await
}

/// The page with what a refused form left behind.
pub async fn page(site: &Site, scope: &Scope, visitor: &Visitor, left: Left) -> Result<Html<String>, Problem> {
    if visitor.session.is_enrolment() {
        return Ok(Html(setup(site, scope, visitor, left).await?.html()?));
    }
    Ok(Html(me(site, scope, visitor, left).await?.html()?))
}

async fn setup(site: &Site, scope: &Scope, visitor: &Visitor, left: Left) -> Result<Setup, Problem> {
    let ways = site.app.ways(&visitor.session).await?;
    let mut frame = frame(scope, Vec::new());
    "/toi".clone_into(&mut frame.path);
    let name = visitor.session.name.clone();
    Ok(Setup { frame, name, may_have_password: ways.may_have_password, fault: left.fault })
}

async fn me(site: &Site, scope: &Scope, visitor: &Visitor, left: Left) -> Result<Me, Problem> {
    let (app, lang, session) = (&site.app, scope.lang(), &visitor.session);
    let ways = app.ways(session).await?;
    let mut frame = frame(scope, vec![crumb(lang.desk_me_title(), None)]);
    "/toi".clone_into(&mut frame.path);
    let (visits, now) = (app.visits(session).await?, app.now());
    Ok(Me {
        frame,
        name: session.name.clone(),
        login: session.login.clone(),
        method: method(lang, session.method).to_owned(),
        proved: app::written(session.authenticated_at),
        until: app::written(session.expires_at),
        fresh: session.fresh(now).is_ok(),
        offices: offices(site, scope, visitor),
        keys: keys(app.passkeys(session).await?),
        password: ways.password,
        may_have_password: ways.may_have_password,
        codes_left: ways.recovery_codes,
        visits: visits.into_iter().map(|of| visit(lang, &of, session.id, now)).collect(),
        tokens: app.tokens(session).await?.into_iter().map(|of| token(site, lang, of, now)).collect(),
        token: form(site, scope, visitor, left.token),
        notices: notices(site, lang, session).await?,
        fault: left.fault,
        fault_in: left.fault_in,
    })
}

fn offices(site: &Site, scope: &Scope, visitor: &Visitor) -> Vec<MyOffice> {
    let (app, lang, acting) = (&site.app, scope.lang(), visitor.acting().ok());
    let office = |of: &domain::access::Appointment| MyOffice {
        id: of.id.to_string(),
        role: app.say_role(of.role, lang).to_owned(),
        unit: unit_name(app, of.unit, lang),
        from: of.from.to_string(),
        until: of.until.map(|day| day.to_string()).unwrap_or_default(),
        decision: lang.desk_me_decision_of(&of.decided.number, pages::format::date(lang, &of.decided.date.to_string())),
        acting: acting == Some(of.id),
    };
    visitor.session.appointments.iter().map(office).collect()
}

fn keys(kept: Vec<app::signin::KeptPasskey>) -> Vec<MyKey> {
    let key = |of: app::signin::KeptPasskey| MyKey {
        id: of.id.to_string(),
        name: of.name,
        since: app::written(of.created_at),
        used: of.last_used_at.map(app::written).unwrap_or_default(),
    };
    kept.into_iter().map(key).collect()
}

/// How somebody came in, in words.
fn method(lang: Lang, method: Method) -> &'static str {
    match method {
        Method::Passkey => lang.desk_method_passkey(),
        Method::PasswordTotp => lang.desk_method_password_totp(),
        Method::PasswordRecovery => lang.desk_method_password_recovery(),
        Method::Provider => lang.desk_method_provider(),
        Method::Enrolment => lang.desk_method_enrolment(),
        Method::Demo => lang.desk_method_demo(),
    }
}

fn visit(lang: Lang, of: &app::sessions::Visit, here: Uuid, now: Timestamp) -> MyVisit {
    let over = now.duration_since(of.last_seen_at) >= IDLE_MAX || now.duration_since(of.created_at) >= SESSION_MAX;
    let state = match of.ended_at {
        _ if of.id == here => lang.desk_me_session_here().to_owned(),
        Some(at) => lang.desk_me_session_ended(app::written(at)),
        None if over => lang.desk_me_session_over().to_owned(),
        None => lang.desk_me_session_open().to_owned(),
    };
    MyVisit {
        at: app::written(of.created_at),
        method: method(lang, of.method).to_owned(),
        seen: app::written(of.last_seen_at),
        state,
    }
}

fn token(site: &Site, lang: Lang, of: app::sessions::Token, now: Timestamp) -> MyToken {
    let good = of.revoked_at.is_none() && of.expires_at > now;
    let state = match of.revoked_at {
        Some(_) => lang.desk_me_token_state_revoked(),
        None if good => lang.desk_me_token_state_good(),
        None => lang.desk_me_token_state_over(),
    };
    MyToken {
        id: of.id.to_string(),
        actions: of.actions.iter().map(|action| site.app.say_action(*action, lang).to_owned()).collect(),
        name: of.name,
        until: app::written(of.expires_at),
        used: of.last_used_at.map(app::written).unwrap_or_default(),
        state: state.to_owned(),
        good,
    }
}

/// Acts that the interface for programs has and that this role may do at home.
pub fn for_programs(visitor: &Visitor) -> impl Iterator<Item = Action> {
    let asked = |action: &Action| {
        crate::api::ALL.iter().any(|(_, _, need)| matches!(need, Need::Own(of) | Need::At(of, _) if of == action))
    };
    visitor.rights().filter(move |action| asked(action) && !action.needs_step_up())
}

fn form(site: &Site, scope: &Scope, visitor: &Visitor, typed: Option<super::token::Typed>) -> TokenForm {
    let (app, lang) = (&site.app, scope.lang());
    let typed = typed.unwrap_or_default();
    let acting = visitor.acting().ok();
    let office = |of: &domain::access::Appointment| {
        let chosen = typed.appointment.or(acting) == Some(of.id);
        let text = format!("{} · {}", app.say_role(of.role, lang), unit_name(app, of.unit, lang));
        Choice::new(&of.id.to_string(), &text, chosen)
    };
    let purpose = |of: &Purpose| Choice::new(of.key(), app.say_purpose(*of, lang), typed.purpose == of.key());
    let nothing = Choice::new("", lang.access_purpose_none(), typed.purpose.is_empty());
    // an emergency is announced by a person
    let purposes = Purpose::ALL.iter().filter(|of| **of != Purpose::BreakGlass).map(purpose);
    let action = |of: Action| Choice::new(of.key(), app.say_action(of, lang), typed.actions.contains(&of));
    TokenForm {
        name: typed.name.clone(),
        offices: visitor.session.appointments.iter().map(office).collect(),
        purposes: std::iter::once(nothing).chain(purposes).collect(),
        actions: for_programs(visitor).map(action).collect(),
        days: if typed.days.is_empty() { "30".to_owned() } else { typed.days.clone() },
    }
}

async fn notices(site: &Site, lang: Lang, session: &Session) -> Result<Vec<MyNotice>, Problem> {
    let notice = |of: app::accounts::Notice| MyNotice {
        id: of.id.to_string(),
        what: told(lang, &of.kind),
        at: app::written(of.at),
        new: of.read_at.is_none(),
    };
    Ok(site.app.notices(session).await?.into_iter().map(notice).collect())
}

/// What a notice tells, in a sentence.
fn told(lang: Lang, kind: &str) -> String {
    let sentence = match kind {
        "appointment_revoked" => lang.desk_notice_appointment_revoked(),
        "appointed" => lang.desk_notice_appointed(),
        "account_reset" => lang.desk_notice_account_reset(),
        "break_glass" => lang.desk_notice_break_glass(),
        "glass_reviewed" => lang.desk_notice_glass_reviewed(),
        "beyond_budget" => lang.desk_notice_beyond_budget(),
        "recovered_at_machine" => lang.desk_notice_recovered(),
        "appointed_at_machine" => lang.desk_notice_appointed_at_machine(),
        other => return lang.desk_notice_other(other),
    };
    sentence.to_owned()
}
