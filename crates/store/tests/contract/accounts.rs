//! Accounts, rights and ways to sign in: what both engines keep, take once, refuse, and hold against the ledger.

use domain::access::{Action, Appointment, Decided, Role};
use domain::accounts::{AccountId, Login, Method, State};
use domain::proposals::{Outcome, Proposal};
use jiff::Timestamp;
use jiff::civil::date;
use store::accounts::{self, Account};
use store::audit::{Finding, audit};
use store::credentials::{self, NewPassword, Passkey};
use store::error::StoreError;
use store::feeds::{self, Feed};
use store::glasses::{self, Glass, Review};
use store::proposals::{self, Decision};
use store::query::sql;
use store::sessions::{self, Begun, Ceremony};
use store::tokens::{self, Token};
use store::{Tx, appointments};
use testkit::build::{deed, unit};
use testkit::{TestDb, id, minutes};
use uuid::Uuid;
use vault::verify::Expected;

/// Long runs are asked for by name; each trial is a whole begin, revoke and refusal.
fn trials() -> u64 {
    std::env::var("ANLANH_REVOKES").ok().and_then(|n| n.parse().ok()).unwrap_or(40)
}

fn account(n: u64) -> AccountId {
    AccountId(id(50, n))
}

fn made(n: u64) -> Account {
    Account {
        id: account(n),
        login: Login::new(&format!("canbo.gia{n}")).expect("a login"),
        name: format!("Cán bộ giả định {n}"),
        email: Some(vec![7; 40]),
        phone: None,
        state: State::Active,
        created_at: minutes(0),
        disabled_at: None,
        revision: 1,
    }
}

fn appointment(n: u64, of: u64, by: [u64; 2]) -> Appointment {
    Appointment {
        id: id(51, n),
        account: account(of).0,
        role: Role::FileOfficer,
        unit: unit(11),
        from: date(2025, 12, 1),
        until: Some(date(2026, 12, 1)),
        decided: Decided { number: "1/QĐ-GĐ".to_owned(), date: date(2025, 11, 30) },
        granted_by: by.map(|n| account(n).0),
        revoked_at: None,
    }
}

fn passkey(n: u64, of: u64) -> Passkey {
    Passkey {
        id: id(52, n),
        account: account(of),
        credential: vec![u8::try_from(n).expect("small"); 16],
        name: "khóa giả định".to_owned(),
        key: kept_key("x-giadinh", 0),
        created_at: minutes(1),
        last_used_at: None,
    }
}

/// A passkey as the library keeps it, as far as it matters here.
fn kept_key(x: &str, counter: u32) -> String {
    format!(
        r#"{{"cred":{{"cred_id":"AA","cred":{{"type_":"ES256","key":{{"EC_EC2":{{"curve":"SECP256R1","y":"y","x":"{x}"}}}}}},"counter":{counter}}}}}"#
    )
}

fn hash(sequence: u8, n: u64) -> [u8; 32] {
    let mut hash = [sequence; 32];
    hash[..8].copy_from_slice(&n.to_be_bytes());
    hash
}

async fn begin(it: &TestDb) -> Tx {
    it.db.begin().await.expect("begins")
}

/// Three accounts: 1 is an officer, 2 and 3 appoint.
async fn people(it: &TestDb) {
    super::facts::seed_units(it).await;
    let mut tx = begin(it).await;
    for n in 1..=3 {
        accounts::add(&mut tx, &made(n), &deed("create")).await.expect("adds");
    }
    tx.commit().await.expect("commits");
}

async fn appoint(it: &TestDb, n: u64) -> Appointment {
    let of = appointment(n, 1, [2, 3]);
    let mut tx = begin(it).await;
    appointments::add(&mut tx, &of, Some(id(53, n)), minutes(2), &deed("grant")).await.expect("adds");
    tx.commit().await.expect("commits");
    of
}

async fn sign_in(tx: &mut Tx, n: u64, of: u64) -> [u8; 32] {
    let hash = hash(1, n);
    let (at, expires_at) = (minutes(3), minutes(3 + 12 * 60));
    let begun = Begun { hash, id: id(54, n), account: account(of), method: Method::Passkey, at, expires_at };
    assert!(sessions::begin(tx, &begun).await.expect("begins"), "the account is active");
    hash
}

async fn is_in(tx: &mut Tx, hash: &[u8; 32], now: Timestamp) -> bool {
    sessions::who(tx, hash, now).await.expect("asks").is_some()
}

async fn look(it: &TestDb) -> Result<u64, Finding> {
    let mut tx = it.db.snapshot().await.expect("begins");
    audit(&mut tx, Expected::default()).await.expect("reads").map(|verified| verified.size)
}

/// Does what a database administrator could do and the program never does.
async fn behind_its_back(it: &TestDb, table: &str, text: &'static str) {
    let mut tx = begin(it).await;
    let disarm: Vec<String> = if it.url.starts_with("sqlite") {
        ["changed", "deleted"].map(|what| format!("drop trigger if exists {table}_is_not_{what}")).into()
    } else {
        vec![format!("alter table {table} disable trigger user")]
    };
    for text in disarm {
        tx.run(sql(text.leak())).await.expect("the administrator may");
    }
    assert!(tx.run(sql(text)).await.unwrap_or_else(|fault| panic!("{text}: {fault:?}")) > 0, "{text}");
    tx.commit().await.expect("commits");
}

pub async fn an_account_comes_back_and_its_login_is_taken_once(it: &TestDb) {
    people(it).await;
    let mut tx = begin(it).await;
    assert_eq!(accounts::by_id(&mut tx, account(1)).await.expect("reads"), Some(made(1)));
    assert_eq!(accounts::by_login(&mut tx, &made(2).login).await.expect("reads"), Some(made(2)));
    assert_eq!(accounts::all(&mut tx).await.expect("reads").len(), 3);
    let second = Account { id: account(9), ..made(1) };
    let refused = accounts::add(&mut tx, &second, &deed("create")).await.expect_err("the login is taken");
    assert!(matches!(refused, StoreError::Conflict { .. }), "{refused:?}");
    drop(tx);
    assert_eq!(look(it).await, Ok(4));
}

pub async fn stopping_an_account_ends_its_sessions_at_once(it: &TestDb) {
    people(it).await;
    let mut tx = begin(it).await;
    let reference = sign_in(&mut tx, 1, 1).await;
    assert!(is_in(&mut tx, &reference, minutes(4)).await);
    let stop = accounts::set_state(&mut tx, account(1), State::Disabled, minutes(4), &deed("disable")).await;
    assert!(stop.expect("stops"));
    assert!(!is_in(&mut tx, &reference, minutes(4)).await);
    let begun = Begun {
        hash: hash(1, 2),
        id: id(54, 2),
        account: account(1),
        method: Method::Passkey,
        at: minutes(5),
        expires_at: minutes(6),
    };
    assert!(!sessions::begin(&mut tx, &begun).await.expect("asks"), "a stopped account begins none");
    let again = accounts::set_state(&mut tx, account(1), State::Disabled, minutes(5), &deed("disable")).await;
    assert!(!again.expect("asks"), "stopped already: no second entry");
    accounts::set_state(&mut tx, account(1), State::Active, minutes(6), &deed("enable")).await.expect("lets go on");
    assert!(!is_in(&mut tx, &reference, minutes(6)).await, "what was ended stays ended");
    tx.commit().await.expect("commits");
    assert_eq!(look(it).await, Ok(6));
}

pub async fn sessions_end_by_time_and_the_oldest_of_three_goes(it: &TestDb) {
    people(it).await;
    let mut tx = begin(it).await;
    let one = sign_in(&mut tx, 1, 1).await;
    assert!(is_in(&mut tx, &one, minutes(32)).await && !is_in(&mut tx, &one, minutes(33)).await, "30 minutes idle");
    for minute in (20..=720).step_by(20) {
        sessions::touch(&mut tx, id(54, 1), minutes(minute)).await.expect("notes");
    }
    assert!(is_in(&mut tx, &one, minutes(722)).await && !is_in(&mut tx, &one, minutes(723)).await, "12 hours at most");
    let (two, three) = (sign_in(&mut tx, 2, 1).await, sign_in(&mut tx, 3, 1).await);
    assert!(!is_in(&mut tx, &one, minutes(4)).await, "two at once");
    assert!(is_in(&mut tx, &two, minutes(4)).await && is_in(&mut tx, &three, minutes(4)).await);
    // a proof once more: the reference changes, the one before is good for nothing
    let anew = hash(2, 1);
    assert!(
        sessions::proved(&mut tx, (id(54, 3), account(1)), &anew, Method::Passkey, minutes(5)).await.expect("notes")
    );
    assert!(!is_in(&mut tx, &three, minutes(5)).await && is_in(&mut tx, &anew, minutes(5)).await);
    assert_eq!(sessions::end_all(&mut tx, account(1), minutes(6)).await.expect("ends"), 2);
    assert!(!is_in(&mut tx, &anew, minutes(6)).await && !is_in(&mut tx, &two, minutes(6)).await);
}

pub async fn an_appointment_is_added_and_ended_never_changed(it: &TestDb) {
    people(it).await;
    let of = appoint(it, 1).await;
    let mut tx = begin(it).await;
    assert_eq!(appointments::by_id(&mut tx, of.id).await.expect("reads"), Some(of.clone()));
    assert_eq!(appointments::of_unit(&mut tx, unit(11)).await.expect("reads"), vec![of.clone()]);
    assert_eq!(accounts::holders(&mut tx, Role::FileOfficer, date(2026, 11, 30)).await.expect("reads").len(), 1);
    assert_eq!(accounts::holders(&mut tx, Role::FileOfficer, date(2026, 12, 1)).await.expect("reads").len(), 0);
    assert_eq!(appointments::grants(&mut tx, minutes(0)).await.expect("reads").len(), 1);
    drop(tx);
    for by in [[1, 2], [2, 1], [2, 2]] {
        let mut tx = begin(it).await;
        let own = appointment(2, 1, by);
        let refused = appointments::add(&mut tx, &own, Some(id(53, 2)), minutes(3), &deed("grant")).await;
        assert!(matches!(refused, Err(StoreError::Refused { .. })), "{by:?}: {refused:?}");
    }
    for text in ["update appointment set until_on = null", "delete from appointment"] {
        let refused = begin(it).await.run(sql(text)).await.expect_err(text);
        assert!(matches!(refused, StoreError::Refused { .. } | StoreError::Driver(_)), "{text}: {refused:?}");
    }
    let mut tx = begin(it).await;
    let by = Some(account(2).0);
    appointments::revoke(&mut tx, &of, by, "hết nhiệm vụ", minutes(4), &deed("revoke")).await.expect("ends");
    let again = appointments::revoke(&mut tx, &of, by, "lần nữa", minutes(5), &deed("revoke")).await;
    assert!(matches!(again, Err(StoreError::Conflict { .. })), "{again:?}");
    drop(tx);
    assert_eq!(look(it).await, Ok(5), "what was dropped left neither row nor entry");
}

/// The session that did not notice is the one to fear: it is used at the very instant of the revocation.
pub async fn no_session_outlives_a_revocation(it: &TestDb) {
    people(it).await;
    let mut used_after = 0;
    for n in 1..=trials() {
        let of = Appointment { granted_by: [account(2).0, account(3).0], ..appointment(n, 1, [2, 3]) };
        let mut tx = begin(it).await;
        appointments::add(&mut tx, &of, Some(id(53, n)), minutes(2), &deed("grant")).await.expect("adds");
        let reference = sign_in(&mut tx, n, 1).await;
        tx.commit().await.expect("commits");
        let mut tx = it.db.snapshot().await.expect("begins");
        assert!(is_in(&mut tx, &reference, minutes(3)).await, "trial {n}: it is good before");
        drop(tx);
        let mut tx = begin(it).await;
        appointments::revoke(&mut tx, &of, None, "giả định", minutes(3), &deed("revoke")).await.expect("ends");
        tx.commit().await.expect("commits");
        let mut tx = it.db.snapshot().await.expect("begins");
        used_after += u64::from(is_in(&mut tx, &reference, minutes(3)).await);
    }
    println!("{} revocations, {used_after} sessions used afterwards", trials());
    assert_eq!(used_after, 0);
}

pub async fn a_challenge_is_answered_once(it: &TestDb) {
    people(it).await;
    let (mut first, mut replayed) = (0, 0);
    for n in 1..=trials() {
        let of = Ceremony {
            hash: hash(3, n),
            kind: "sign_in",
            account: (n % 2 == 0).then(|| account(1)),
            state: format!("giả định {n}"),
            expires_at: minutes(5),
        };
        let mut tx = begin(it).await;
        sessions::add_ceremony(&mut tx, &of, minutes(0)).await.expect("keeps");
        tx.commit().await.expect("commits");
        let take = async |kind: &'static str, at: i64| {
            let mut tx = begin(it).await;
            let taken = sessions::take_ceremony(&mut tx, &of.hash, kind, minutes(at)).await.expect("asks");
            tx.commit().await.expect("commits");
            taken
        };
        assert_eq!(take("register", 1).await, None, "of another kind; it stays");
        if n % 5 == 0 {
            assert_eq!(take("sign_in", 5).await, None, "too old");
        } else {
            assert_eq!(take("sign_in", 1).await, Some((of.account, of.state.clone())));
            first += 1;
        }
        replayed += u64::from(take("sign_in", 1).await.is_some());
    }
    println!("{} challenges, {first} answered in time, {replayed} a second time", trials());
    assert_eq!(replayed, 0);
}

pub async fn codes_and_steps_are_good_once(it: &TestDb) {
    people(it).await;
    let mut tx = begin(it).await;
    let new = NewPassword { hash: "$argon2id$giadinh".to_owned(), totp: vec![1; 40], step: 100 };
    credentials::set_password(&mut tx, account(1), &new, minutes(1), &deed("set_password")).await.expect("sets");
    let codes = [hash(4, 1), hash(4, 2)];
    credentials::replace_codes(&mut tx, account(1), &codes, minutes(1), &deed("set_codes")).await.expect("sets");
    for (step, good) in [(100, false), (99, false), (101, true), (101, false), (102, true)] {
        assert_eq!(credentials::take_step(&mut tx, account(1), step).await.expect("asks"), good, "step {step}");
    }
    for (code, whose, good) in [(1, 2, false), (1, 1, true), (1, 1, false), (2, 1, true), (3, 1, false)] {
        let taken = credentials::take_code(&mut tx, account(whose), &hash(4, code), minutes(2)).await.expect("asks");
        assert_eq!(taken, good, "code {code} of {whose}");
    }
    assert_eq!(credentials::codes_left(&mut tx, account(1)).await.expect("counts"), 0);
    let enrol = async |tx: &mut Tx, n: u64| {
        let times = (minutes(2), minutes(10));
        credentials::add_enrolment(tx, account(1), &hash(5, n), times, &deed("enrol")).await.expect("keeps");
    };
    enrol(&mut tx, 1).await;
    enrol(&mut tx, 2).await;
    for (n, at, whose) in [(1, 3, None), (2, 10, None), (2, 9, Some(account(1))), (2, 9, None), (7, 3, None)] {
        let taken = credentials::take_enrolment(&mut tx, &hash(5, n), minutes(at)).await.expect("asks");
        assert_eq!(taken, whose, "enrolment {n} at {at}");
    }
    assert!(credentials::drop_password(&mut tx, account(1), minutes(4), &deed("drop_password")).await.expect("drops"));
    assert!(!credentials::drop_password(&mut tx, account(1), minutes(4), &deed("drop_password")).await.expect("asks"));
    assert!(credentials::secrets(&mut tx, account(1)).await.expect("reads").hash.is_none());
    tx.commit().await.expect("commits");
    assert_eq!(look(it).await, Ok(9));
}

pub async fn a_passkey_and_a_link_are_of_one_account(it: &TestDb) {
    people(it).await;
    let mut tx = begin(it).await;
    credentials::add_passkey(&mut tx, &passkey(1, 1), &deed("add_passkey")).await.expect("adds");
    credentials::add_passkey(&mut tx, &passkey(2, 1), &deed("add_passkey")).await.expect("adds");
    credentials::passkey_used(&mut tx, id(52, 1), &kept_key("x-giadinh", 9), minutes(2)).await.expect("counts");
    assert!(
        !credentials::remove_passkey(&mut tx, account(2), id(52, 2), minutes(2), &deed("remove_passkey"))
            .await
            .expect("asks")
    );
    assert!(
        credentials::remove_passkey(&mut tx, account(1), id(52, 2), minutes(2), &deed("remove_passkey"))
            .await
            .expect("removes")
    );
    assert_eq!(credentials::passkeys(&mut tx, account(1)).await.expect("reads").len(), 1);
    let whom = ("https://id.giadinh.example", "canbo-0001");
    credentials::link(&mut tx, account(1), whom, minutes(3), &deed("link")).await.expect("joins");
    assert_eq!(credentials::linked(&mut tx, whom.0, whom.1).await.expect("reads"), Some(account(1)));
    tx.commit().await.expect("commits");
    assert_eq!(look(it).await, Ok(8), "a counter that moved on is nothing that an entry vouches for");
    let mut tx = begin(it).await;
    let second = credentials::link(&mut tx, account(2), whom, minutes(4), &deed("link")).await;
    assert!(matches!(second, Err(StoreError::Conflict { .. })), "{second:?}");
    drop(tx);
    let mut tx = begin(it).await;
    let stolen = Passkey { id: id(52, 3), account: account(2), ..passkey(1, 1) };
    let second = credentials::add_passkey(&mut tx, &stolen, &deed("add_passkey")).await;
    assert!(matches!(second, Err(StoreError::Conflict { .. })), "{second:?}");
    drop(tx);
    let mut tx = begin(it).await;
    assert!(credentials::unlink(&mut tx, account(1), minutes(5), &deed("unlink")).await.expect("cuts"));
    assert_eq!(credentials::linked(&mut tx, whom.0, whom.1).await.expect("reads"), None);
    credentials::link(&mut tx, account(2), whom, minutes(6), &deed("link")).await.expect("joins anew");
    tx.commit().await.expect("commits");
    assert_eq!(look(it).await, Ok(10));
}

pub async fn a_token_ends_with_its_time_its_owner_and_its_appointment(it: &TestDb) {
    people(it).await;
    let of = appoint(it, 1).await;
    let token = |n: u64| Token {
        id: id(55, n),
        account: account(1),
        appointment: of.id,
        name: "chương trình giả định".to_owned(),
        purpose: None,
        actions: vec![Action::ReadFigures],
        created_at: minutes(5),
        expires_at: minutes(60),
        last_used_at: None,
        revoked_at: None,
    };
    let mut tx = begin(it).await;
    for n in 1..=2 {
        tokens::add(&mut tx, &token(n), &hash(6, n), &deed("create_token")).await.expect("adds");
    }
    let bears = async |tx: &mut Tx, n: u64, at: i64| {
        tokens::bearer(tx, &hash(6, n), minutes(at)).await.expect("asks").is_some()
    };
    assert!(bears(&mut tx, 1, 59).await && !bears(&mut tx, 1, 60).await && !bears(&mut tx, 3, 6).await);
    let taken = async |tx: &mut Tx, whose| {
        tokens::revoke(tx, account(whose), id(55, 1), minutes(6), &deed("revoke_token")).await.expect("asks")
    };
    assert!(!taken(&mut tx, 2).await && taken(&mut tx, 1).await && !taken(&mut tx, 1).await);
    assert!(!bears(&mut tx, 1, 7).await && bears(&mut tx, 2, 7).await);
    appointments::revoke(&mut tx, &of, None, "giả định", minutes(8), &deed("revoke")).await.expect("ends");
    assert!(!bears(&mut tx, 2, 8).await, "it can do no more than the appointment");
    tx.commit().await.expect("commits");
    assert_eq!(look(it).await, Ok(9));
}

fn proposal(n: u64) -> Proposal {
    Proposal {
        id: id(56, n),
        act: Action::GrantAppointment,
        payload: b"gia dinh".to_vec(),
        digest: hash(7, n),
        unit: unit(11),
        subject: Some(account(1).0),
        proposer: account(2).0,
        proposer_appointment: None,
        proposed_at: minutes(5),
        expires_at: minutes(65),
        other_unit: false,
    }
}

fn decision(outcome: Outcome) -> Decision {
    Decision { outcome, decider: account(3).0, appointment: None, at: minutes(6) }
}

async fn glass(tx: &mut Tx, appointment: Uuid, n: u64) -> Glass {
    let of = Glass {
        id: id(57, n),
        account: account(1).0,
        appointment,
        unit: unit(12),
        subject: None,
        reason: vec![9; 40],
        from: minutes(5),
        until: minutes(5 + 240),
    };
    glasses::add(tx, &of, &deed("declare")).await.expect("keeps");
    of
}

pub async fn a_proposal_is_decided_and_an_emergency_reviewed_once(it: &TestDb) {
    people(it).await;
    let of = appoint(it, 1).await;
    let mut tx = begin(it).await;
    proposals::add(&mut tx, &proposal(1), &deed("propose")).await.expect("keeps");
    assert_eq!(proposals::waiting(&mut tx, minutes(64)).await.expect("reads"), vec![proposal(1)]);
    assert_eq!(proposals::waiting(&mut tx, minutes(65)).await.expect("reads"), Vec::new(), "it is over");
    let glass = glass(&mut tx, of.id, 1).await;
    for (at, n) in [(4, 0), (5, 1), (244, 1), (245, 0)] {
        assert_eq!(glasses::in_force(&mut tx, account(1).0, minutes(at)).await.expect("reads").len(), n, "at {at}");
    }
    let review = Review { reviewer: account(3).0, justified: true, note: "giả định".to_owned(), at: minutes(9) };
    tx.commit().await.expect("commits");
    for times in 0..2 {
        let mut tx = begin(it).await;
        let decided = proposals::decide(&mut tx, &proposal(1), &decision(Outcome::Agreed), &deed("agree")).await;
        assert!(if times == 0 { decided.is_ok() } else { matches!(decided, Err(StoreError::Conflict { .. })) });
        if decided.is_ok() {
            tx.commit().await.expect("commits");
        } else {
            drop(tx);
        }
        let mut tx = begin(it).await;
        let reviewed = glasses::review(&mut tx, &glass, &review, &deed("review")).await;
        assert!(if times == 0 { reviewed.is_ok() } else { matches!(reviewed, Err(StoreError::Conflict { .. })) });
        if reviewed.is_ok() { tx.commit().await.expect("commits") } else { drop(tx) }
    }
    let mut tx = begin(it).await;
    assert_eq!(glasses::unreviewed(&mut tx).await.expect("reads"), Vec::new());
    drop(tx);
    assert_eq!(look(it).await, Ok(9));
}

/// One of everything that entries vouch for.
async fn everything(it: &TestDb) {
    people(it).await;
    let of = appoint(it, 1).await;
    let ended = appoint(it, 2).await;
    let mut tx = begin(it).await;
    appointments::revoke(&mut tx, &ended, Some(account(2).0), "giả định", minutes(3), &deed("revoke"))
        .await
        .expect("ends");
    accounts::set_state(&mut tx, account(3), State::Disabled, minutes(3), &deed("disable")).await.expect("stops");
    store::accounts_listed::add_origin(&mut tx, account(1), unit(11), minutes(3), &deed("create"))
        .await
        .expect("keeps");
    for n in 1..=2 {
        let key = Passkey { created_at: minutes(3), ..passkey(n, 1) };
        credentials::add_passkey(&mut tx, &key, &deed("add_passkey")).await.expect("adds");
    }
    credentials::remove_passkey(&mut tx, account(1), id(52, 2), minutes(3), &deed("remove_passkey"))
        .await
        .expect("removes");
    let new = NewPassword { hash: "$argon2id$giadinh".to_owned(), totp: vec![1; 40], step: 100 };
    credentials::set_password(&mut tx, account(1), &new, minutes(3), &deed("set_password")).await.expect("sets");
    let whom = ("https://id.giadinh.example", "canbo-0001");
    credentials::link(&mut tx, account(1), whom, minutes(3), &deed("link")).await.expect("joins");
    let times = (minutes(3), minutes(10));
    credentials::add_enrolment(&mut tx, account(1), &hash(5, 1), times, &deed("enrol")).await.expect("keeps");
    for n in 1..=2 {
        let token = Token {
            id: id(55, n),
            account: account(1),
            appointment: of.id,
            name: "giả định".to_owned(),
            purpose: None,
            actions: vec![Action::ReadFigures],
            created_at: minutes(5),
            expires_at: minutes(60),
            last_used_at: None,
            revoked_at: None,
        };
        tokens::add(&mut tx, &token, &hash(6, n), &deed("create_token")).await.expect("adds");
    }
    tokens::revoke(&mut tx, account(1), id(55, 2), minutes(6), &deed("revoke_token")).await.expect("takes back");
    for n in 1..=2 {
        let feed = Feed { id: id(61, n), account: account(1), created_at: minutes(5), last_used_at: None };
        feeds::add(&mut tx, &feed, &hash(7, n), &deed("make_calendar")).await.expect("keeps");
        if n == 2 {
            feeds::revoke(&mut tx, &feed, minutes(6), &deed("revoke_calendar")).await.expect("revokes");
        }
    }
    proposals::add(&mut tx, &proposal(1), &deed("propose")).await.expect("keeps");
    proposals::decide(&mut tx, &proposal(1), &decision(Outcome::Refused), &deed("refuse")).await.expect("decides");
    let glass = glass(&mut tx, of.id, 1).await;
    let review = Review { reviewer: account(3).0, justified: false, note: "giả định".to_owned(), at: minutes(9) };
    glasses::review(&mut tx, &glass, &review, &deed("review")).await.expect("reviews");
    tx.commit().await.expect("commits");
}

/// Table, what is done to it behind the program's back, and the noun that the finding names.
const ALTERED: &[(&str, &str, &str)] = &[
    ("account", "update account set login = 'nguoi.khac' where login = 'canbo.gia1'", "account"),
    ("account", "update account set name = 'Người khác (giả định)' where login = 'canbo.gia1'", "account"),
    ("account", "update account set state = 'active', disabled_at = null where state = 'disabled'", "account"),
    ("account", "update account set state = 'disabled', disabled_at = 1 where login = 'canbo.gia1'", "account"),
    ("account_origin", "delete from account_origin", "account"),
    ("appointment", "update appointment set until_on = null", "appointment"),
    ("appointment", "update appointment set role = 'police_head'", "appointment"),
    ("appointment_end", "delete from appointment_end", "appointment"),
    ("appointment_end", "update appointment_end set reason = 'khác'", "appointment"),
    ("proposal", "update proposal set payload = digest", "proposal"),
    ("proposal_decision", "update proposal_decision set outcome = 'agreed'", "proposal"),
    ("proposal_decision", "delete from proposal_decision", "proposal"),
    ("break_glass", "update break_glass set until_at = until_at - 1", "break_glass"),
    ("break_glass_review", "update break_glass_review set justified = 1", "break_glass"),
    (
        "calendar_feed",
        "update calendar_feed set account_id = (select id from account where login = 'canbo.gia2')",
        "calendar_feed",
    ),
    ("calendar_feed", "update calendar_feed set revoked_at = null where revoked_at is not null", "calendar_feed"),
    ("calendar_feed", "delete from calendar_feed where revoked_at is null", "calendar_feed"),
    ("token", "update token set revoked_at = null where revoked_at is not null", "token"),
    ("token", "update token set actions = 'read_figures export_figures'", "token"),
    ("token", "delete from token where revoked_at is null", "token"),
    ("passkey", "update passkey set key = replace(key, 'x-giadinh', 'x-cua-ke-khac')", "credential"),
    ("passkey", "update passkey set account_id = (select id from account where login = 'canbo.gia2')", "credential"),
    ("passkey", "delete from passkey", "credential"),
    ("password", "update password set account_id = (select id from account where login = 'canbo.gia2')", "credential"),
    ("totp", "update totp set set_at = 1", "credential"),
    ("provider_link", "update provider_link set subject = 'canbo-0002'", "credential"),
    ("enrolment", "update enrolment set expires_at = expires_at + 1", "credential"),
];

pub async fn every_altered_right_is_named(it: &TestDb) {
    everything(it).await;
    let sound = look(it).await.expect("sound as it was written");
    for (table, text, noun) in ALTERED {
        let mut tx = begin(it).await;
        let disarm = if it.url.starts_with("sqlite") {
            vec![
                format!("drop trigger if exists {table}_is_not_changed"),
                format!("drop trigger if exists {table}_is_not_deleted"),
            ]
        } else {
            vec![format!("alter table {table} disable trigger user")]
        };
        for one in disarm {
            tx.run(sql(one.leak())).await.expect("the administrator may");
        }
        assert!(tx.run(sql(text)).await.unwrap_or_else(|fault| panic!("{text}: {fault:?}")) > 0, "{text}");
        let found = audit(&mut tx, Expected::default()).await.expect("reads").map(|_| ()).expect_err(text);
        let named = match found {
            Finding::Rows { noun, .. } | Finding::NoEntry { noun, .. } => noun,
            other => panic!("{text}: {other}"),
        };
        assert_eq!(named, *noun, "{text}: {found}");
        // dropped: the next one begins with what was there
    }
    assert_eq!(look(it).await, Ok(sound));
}

/// A right that somebody wrote straight into the database, and a way in that was taken away and put back.
pub async fn rights_without_an_entry_are_named(it: &TestDb) {
    everything(it).await;
    let mut tx = begin(it).await;
    credentials::drop_password(&mut tx, account(1), minutes(20), &deed("drop_password")).await.expect("drops");
    credentials::unlink(&mut tx, account(1), minutes(20), &deed("unlink")).await.expect("cuts");
    tx.commit().await.expect("commits");
    let sound = look(it).await.expect("sound");
    for (n, (table, text)) in [
        (
            "password",
            "insert into password (account_id, hash, set_at) select id, 'x', $1 from account where login = 'canbo.gia1'",
        ),
        (
            "provider_link",
            "insert into provider_link (issuer, subject, account_id, linked_at)
             select 'https://id.giadinh.example', 'canbo-0001', id, $1 from account where login = 'canbo.gia1'",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let mut tx = begin(it).await;
        tx.run(sql(text).arg(minutes(3).as_millisecond())).await.expect("the administrator may");
        let found = audit(&mut tx, Expected::default()).await.expect("reads").map(|_| ()).expect_err(table);
        let whose = account(1).0;
        assert!(matches!(found, Finding::NoEntry { noun: "credential", id } if id == whose), "{n} {table}: {found}");
    }
    behind_its_back(
        it,
        "appointment",
        "insert into appointment (id, account_id, role, unit_id, from_on, decision_number, decision_date, granted_at)
         select a.proposal_id, a.account_id, 'police_head', a.unit_id, a.from_on, a.decision_number, a.decision_date, 1
         from appointment a order by a.id limit 1",
    )
    .await;
    let found = look(it).await.expect_err("a right that nobody granted");
    assert!(matches!(found, Finding::NoEntry { noun: "appointment", .. }), "{found}, {sound} entries before");
}
