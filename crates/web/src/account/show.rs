//! GET /tai-khoan/{id}: one account with its appointments and proposals.

use app::App;
use app::accounts::HeldOffice as Office;
use app::accounts::{AccountFile, Offers};
use axum::extract::{Path, State};
use axum::response::Html;
use domain::access::Role;
use domain::accounts::{AccountId, State as Standing};
use domain::units::UnitId;
use pages::account::{Account, Choice, GrantForm, OfficeRow};
use texts::Lang;
use uuid::Uuid;

use super::{called, code_of, frame, office, own_unit, step_up, units_near};
use crate::problem::Problem;
use crate::proposal;
use crate::scope::{Scope, crumb};
use crate::visitor::{Visitor, unit_name};

/// What a form that was sent left behind.
#[derive(Default)]
pub struct Left {
    /// What is wrong.
    pub fault: String,
    /// Which form.
    pub fault_in: &'static str,
    /// The proposal of an appointment, as typed.
    pub grant: Option<GrantForm>,
    /// The role chosen in it, or the appointment chosen to be revoked.
    pub chosen: String,
    /// The reason typed.
    pub reason: String,
    /// The user id of the identity provider, as typed.
    pub subject: String,
}

/// The page.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
    Path(id): Path<Uuid>,
) -> Result<Html<String>, Problem> {
    Ok(Html(page(&app, &scope, &visitor, id, Left::default()).await?.html()?))
}

/// The page with what a refused form left behind.
pub async fn page(app: &App, scope: &Scope, visitor: &Visitor, id: Uuid, left: Left) -> Result<Account, Problem> {
    let (lang, acting) = (scope.lang(), visitor.acting()?);
    let file = app.account(&visitor.session, acting, AccountId(id)).await?;
    let offers = app.offers(&visitor.session, acting)?;
    let own = own_unit(visitor)?;
    let account = &file.seen.account;
    let (here, is_own) = (format!("/tai-khoan/{id}"), id == visitor.session.account.0);
    let active = account.state == Standing::Active;
    let whole = active && !is_own && !file.seen.elsewhere;
    let path = vec![crumb(lang.account_index_title(), Some("/tai-khoan".to_owned())), crumb(&account.name, None)];
    let mut frame = frame(scope, path);
    frame.path.clone_from(&here);
    Ok(Account {
        frame,
        id: id.to_string(),
        name: account.name.clone(),
        login: account.login.to_string(),
        state: match account.disabled_at {
            Some(at) => lang.account_state_disabled_at(app::written(at)),
            None => lang.account_state_active().to_owned(),
        },
        created: app::written(account.created_at),
        elsewhere: file.seen.elsewhere,
        step_up: step_up(app, visitor, &here),
        offices: file.seen.offices.iter().map(|office| row(app, office, &file, lang)).collect(),
        revocable: if is_own { Vec::new() } else { revocable(app, &file, &offers, &left.chosen, lang) },
        reason: left.reason,
        grant: (active && !is_own && !offers.grant.is_empty())
            .then(|| grant_form(app, own, &offers.grant, left.grant, &left.chosen, lang)),
        may_reset: whole && offers.reset,
        may_link: whole && offers.create && app.has_provider(),
        subject: left.subject,
        may_disable: whole && offers.disable,
        fault: left.fault,
        fault_in: left.fault_in,
        proposals: file.proposals.iter().map(|past| proposal::row(app, past, &file.names, lang)).collect(),
    })
}

fn row(app: &App, of: &Office, file: &AccountFile, lang: Lang) -> OfficeRow {
    let (held, now) = (&of.appointment, app.now());
    let is_unit = app.place_of(held.unit, now).in_force();
    let in_force = held.in_force(now) && is_unit;
    let standing = match held.revoked_at {
        Some(at) => lang.account_standing_revoked(app::written(at)),
        None if in_force => lang.account_standing_now().to_owned(),
        None if !is_unit => lang.account_standing_unit().to_owned(),
        None if app.today() < held.from => lang.account_standing_later().to_owned(),
        None => lang.account_standing_over().to_owned(),
    };
    let [first, second] = held.granted_by;
    let name = |id| called(&file.names, id, lang);
    OfficeRow {
        role: app.say_role(held.role, lang).to_owned(),
        unit: unit_name(app, held.unit, lang),
        from: held.from.to_string(),
        until: held.until.map(|until| until.to_string()).unwrap_or_default(),
        decision: decided(&held.decided, lang),
        by: if first.is_nil() {
            lang.account_by_operator().to_owned()
        } else {
            lang.account_by_two(name(first), name(second))
        },
        standing,
        reason: of.revoked.as_ref().map_or_else(String::new, |revoked| {
            let by = revoked.by.map_or(lang.account_operator(), |by| called(&file.names, by, lang));
            lang.account_revoked_why(&revoked.reason, by)
        }),
        in_force,
    }
}

/// Number and date of a decision.
pub fn decided(decided: &domain::access::Decided, lang: Lang) -> String {
    format!("{}, {}", decided.number, pages::format::date(lang, &decided.date.to_string()))
}

fn revocable(app: &App, file: &AccountFile, offers: &Offers, chosen: &str, lang: Lang) -> Vec<Choice> {
    let live = file.seen.offices.iter().map(|office| &office.appointment);
    let live = live.filter(|held| held.revoked_at.is_none() && held.until.is_none_or(|until| app.today() < until));
    live.filter(|held| offers.revoke.contains(&held.role))
        .map(|held| {
            let id = held.id.to_string();
            Choice::new(&id, &office(app, held.role, held.unit, lang), id == chosen)
        })
        .collect()
}

fn grant_form(app: &App, own: UnitId, roles: &[Role], left: Option<GrantForm>, chosen: &str, lang: Lang) -> GrantForm {
    let fresh = || GrantForm { unit: code_of(app, own), from: app.today().to_string(), ..GrantForm::default() };
    GrantForm {
        roles: roles
            .iter()
            .map(|role| Choice::new(role.key(), app.say_role(*role, lang), role.key() == chosen))
            .collect(),
        units: units_near(app, own),
        ..left.unwrap_or_else(fresh)
    }
}
