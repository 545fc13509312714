//! GET /tai-khoan: the accounts of a unit and of all below it.

use app::App;
use app::accounts::SeenAccount;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Html;
use domain::accounts::State as Standing;
use jiff::Timestamp;
use pages::account::Choice;
use pages::accounts::{AccountRow, Accounts, NewForm};
use pages::format::Whole;
use texts::Lang;

use super::{code_of, frame, office, own_unit, unit_of, units_near};
use crate::problem::Problem;
use crate::scope::{Scope, crumb};
use crate::visitor::{Visitor, unit_name};

/// Accounts on the page; whoever looks for another says more of it.
const SHOWN: usize = 500;

/// The list, filtered as the address says.
pub async fn get(
    State(app): State<App>,
    scope: Scope,
    visitor: Visitor,
) -> Result<(StatusCode, Html<String>), Problem> {
    let own = own_unit(&visitor)?;
    let new = NewForm { unit: code_of(&app, own), ..NewForm::default() };
    let page = page(&app, &scope, &visitor, new).await?;
    let status = if page.fault.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, Html(page.html()?)))
}

/// The page with a form as it was sent.
pub async fn page(app: &App, scope: &Scope, visitor: &Visitor, new: NewForm) -> Result<Accounts, Problem> {
    let (lang, acting, own) = (scope.lang(), visitor.acting()?, own_unit(visitor)?);
    let typed = scope.cx.value("don-vi").unwrap_or_default();
    let (unit, fault) = match unit_of(app, own, typed, lang) {
        Ok(unit) => (unit, String::new()),
        Err(fault) => (own, fault),
    };
    let seen = app.accounts(&visitor.session, acting, unit).await?;
    let offers = app.offers(&visitor.session, acting)?;
    let q = scope.cx.value("q").unwrap_or_default();
    let state = scope.cx.value("tinh-trang").unwrap_or_default();
    let found: Vec<&SeenAccount> = seen.iter().filter(|seen| takes(seen, q, state)).collect();
    let rows: Vec<AccountRow> = found.iter().take(SHOWN).map(|seen| row(app, seen, lang)).collect();
    let hidden = found.len().saturating_sub(rows.len()).whole();
    Ok(Accounts {
        frame: frame(scope, vec![crumb(lang.account_index_title(), None)]),
        unit: unit_name(app, unit, lang),
        code: typed.to_owned(),
        units: units_near(app, own),
        q: q.to_owned(),
        states: vec![
            Choice::new("", lang.account_state_any(), state.is_empty()),
            Choice::new("active", lang.account_state_active(), state == "active"),
            Choice::new("disabled", lang.account_state_disabled(), state == "disabled"),
        ],
        fault,
        rows,
        hidden,
        new: offers.create.then_some(new),
    })
}

/// Whether each word begins a word of the name or of the login, and the state is the one asked for.
fn takes(seen: &SeenAccount, q: &str, state: &str) -> bool {
    let held = domain::fold::plain(&format!("{} {}", seen.account.name, seen.account.login));
    let begins = |word: &str| {
        held.split_whitespace().any(|part| part.starts_with(word)) || seen.account.login.as_str().starts_with(word)
    };
    let named = domain::fold::plain(q).split_whitespace().all(begins);
    named && (state.is_empty() || seen.account.state.key() == state)
}

fn row(app: &App, seen: &SeenAccount, lang: Lang) -> AccountRow {
    let live = seen.offices.iter().map(|office| &office.appointment).filter(|held| counts(held, app.now()));
    AccountRow {
        href: format!("/tai-khoan/{}", seen.account.id.0),
        name: seen.account.name.clone(),
        login: seen.account.login.to_string(),
        state: match seen.account.state {
            Standing::Active => lang.account_state_active().to_owned(),
            Standing::Disabled => lang.account_state_disabled().to_owned(),
        },
        offices: live.map(|held| office(app, held.role, held.unit, lang)).collect(),
    }
}

/// In force, or still to come.
fn counts(held: &domain::access::Appointment, now: Timestamp) -> bool {
    let today = jiff::tz::Offset::constant(7).to_datetime(now).date();
    let later = held.revoked_at.is_none() && today < held.from;
    later || held.in_force(now)
}
