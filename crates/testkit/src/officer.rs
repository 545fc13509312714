//! Somebody signed in, without the way through the desk. Everybody made here is fictitious (giả định).

use domain::access::{Appointment, Decided, Role};
use domain::accounts::{AccountId, Login, Method, SESSION_MAX, State};
use domain::units::UnitId;
use jiff::Timestamp;
use store::Db;
use store::accounts::Account;
use store::ledger::{Actor, Deed};
use store::sessions::Begun;
use uuid::Uuid;

/// Adds an account with appointments and a session to a store that has its units; gives the session's cookie, as a
/// server without https takes it.
pub async fn officer(
    db: &Db,
    login: &str,
    offices: &[(Role, UnitId)],
    at: Timestamp,
    mut new_id: impl FnMut() -> Uuid,
) -> String {
    let day = jiff::tz::Offset::constant(7).to_datetime(at).date();
    let deed = |act| Deed { actor: Actor::LocalOperator, act, occurred_on: day, clause: None };
    let account = AccountId(new_id());
    let kept = Account {
        id: account,
        login: Login::new(login).expect("a login"),
        name: format!("Cán bộ {login} (giả định)"),
        email: None,
        phone: None,
        state: State::Active,
        created_at: at,
        disabled_at: None,
        revision: 1,
    };
    let mut tx = db.begin().await.expect("begins");
    store::accounts::add(&mut tx, &kept, &deed("create")).await.expect("an account");
    for (role, unit) in offices {
        let of = Appointment {
            id: new_id(),
            account: account.0,
            role: *role,
            unit: *unit,
            from: day,
            until: None,
            decided: Decided { number: "1/QĐ-GĐ".to_owned(), date: day },
            granted_by: [Uuid::nil(), Uuid::max()],
            revoked_at: None,
        };
        store::appointments::add(&mut tx, &of, None, at, &deed("appoint_locally")).await.expect("an appointment");
    }
    let reference = format!("phien-gia-dinh-{login}");
    let digest = ring::digest::digest(&ring::digest::SHA256, reference.as_bytes());
    let begun = Begun {
        hash: digest.as_ref().try_into().expect("32 bytes"),
        id: new_id(),
        account,
        method: Method::Passkey,
        at,
        expires_at: at + SESSION_MAX,
    };
    assert!(store::sessions::begin(&mut tx, &begun).await.expect("begins"), "the account is active");
    tx.commit().await.expect("kept");
    format!("phien={reference}")
}
