//! Mail, wishes to be reminded, and private addresses of calendars.

use domain::access::{Decided, Role};
use domain::accounts::{AccountId, Login, State as AccountState};
use domain::units::UnitId;
use jiff::Timestamp;
use jiff::civil::date;
use store::accounts::{self, Account};
use store::feeds::{self, Feed};
use store::ledger::{Actor, Deed};
use store::mail::{self, About, Mail, Reason, State};
use store::reminders::{self, Choice};
use store::{Tx, appointments};
use testkit::TestDb;
use uuid::Uuid;

fn id(kind: u8, n: u64) -> Uuid {
    Uuid::from_u128((u128::from(kind) << 64) | u128::from(n))
}

fn account(n: u64) -> AccountId {
    AccountId(id(50, n))
}

fn minutes(n: i64) -> Timestamp {
    Timestamp::from_second(1_780_000_000 + n * 60).expect("an instant")
}

fn deed(act: &'static str) -> Deed {
    Deed { actor: Actor::LocalOperator, act, occurred_on: date(2026, 9, 1), clause: None }
}

async fn begin(it: &TestDb) -> Tx {
    it.db.begin().await.expect("begins")
}

/// Three accounts: 1 and 2 have an address, 3 has none.
async fn people(it: &TestDb) {
    let mut tx = begin(it).await;
    for n in 1..=3 {
        let of = Account {
            id: account(n),
            login: Login::new(&format!("canbo.gia{n}")).expect("a login"),
            name: format!("Cán bộ giả định {n}"),
            email: (n < 3).then(|| vec![7; 40]),
            phone: None,
            state: AccountState::Active,
            created_at: minutes(0),
            disabled_at: None,
            revision: 1,
        };
        accounts::add(&mut tx, &of, &deed("create")).await.expect("adds");
    }
    tx.commit().await.expect("commits");
}

fn quarter(again: Option<jiff::civil::Date>) -> About {
    About::Report { calendar: "kh192-thanh-hoa".to_owned(), period: "2026-Q3".to_owned(), again }
}

fn letter(n: u64, reason: Reason, days: u16) -> Mail {
    Mail {
        id: id(60, n),
        account: account(1),
        unit: UnitId(id(1, 1)),
        about: quarter(None),
        due_on: date(2026, 9, 14),
        reason,
        days,
        queued_at: minutes(1),
        state: State::Queued,
        attempts: 0,
        next_at: minutes(1),
        last_error: None,
        ended_at: None,
    }
}

pub async fn a_reminder_is_queued_once_for_ever(it: &TestDb) {
    people(it).await;
    let mut tx = begin(it).await;
    assert!(mail::add(&mut tx, &letter(1, Reason::Before, 7)).await.expect("queues"));
    assert!(!mail::add(&mut tx, &letter(2, Reason::Before, 7)).await.expect("asks"), "the same once more");
    assert!(mail::add(&mut tx, &letter(3, Reason::Before, 3)).await.expect("queues"), "another day");
    mail::end(&mut tx, id(60, 1), State::Sent, minutes(2), None).await.expect("ends");
    assert!(!mail::add(&mut tx, &letter(4, Reason::Before, 7)).await.expect("asks"), "also when it was sent");
    let all = mail::of_account(&mut tx, account(1), 10).await.expect("lists");
    assert_eq!(all.len(), 2);
    let sent = all.iter().find(|one| one.id == id(60, 1)).expect("it is kept");
    let expected = Mail { state: State::Sent, ended_at: Some(minutes(2)), ..letter(1, Reason::Before, 7) };
    assert_eq!(*sent, expected);
    assert!(mail::of_account(&mut tx, account(2), 10).await.expect("lists").is_empty());
    // what came back is owed anew by another day, and a task is not a report
    let again = Mail { about: quarter(Some(date(2026, 9, 30))), ..letter(5, Reason::Before, 7) };
    let task = Mail { about: About::Task(id(70, 1)), ..letter(6, Reason::Before, 7) };
    for one in [&again, &task] {
        assert!(mail::add(&mut tx, one).await.expect("queues"));
        assert!(!mail::add(&mut tx, &Mail { id: id(60, 9), ..one.clone() }).await.expect("asks"), "once more");
    }
    let all = mail::of_account(&mut tx, account(1), 10).await.expect("lists");
    assert!(all.contains(&again) && all.contains(&task), "as they were queued: {all:?}");
    tx.commit().await.expect("commits");
}

pub async fn mail_is_taken_by_one_put_off_and_ended(it: &TestDb) {
    people(it).await;
    let mut tx = begin(it).await;
    for (n, days) in [(1, 7), (2, 3)] {
        mail::add(&mut tx, &letter(n, Reason::Before, days)).await.expect("queues");
    }
    assert!(mail::waiting(&mut tx, minutes(0), 10).await.expect("lists").is_empty(), "not before its turn");
    let turns = mail::waiting(&mut tx, minutes(1), 10).await.expect("lists");
    assert_eq!(turns.iter().map(|turn| turn.mail.id).collect::<Vec<_>>(), [id(60, 1), id(60, 2)]);
    assert_eq!(turns[0].sealed_address.as_deref(), Some(&[7; 40][..]));
    assert!(mail::take(&mut tx, &turns[0].mail, minutes(16)).await.expect("takes"));
    assert!(!mail::take(&mut tx, &turns[0].mail, minutes(16)).await.expect("asks"), "somebody has it");
    assert_eq!(mail::waiting(&mut tx, minutes(1), 10).await.expect("lists").len(), 1);
    mail::later(&mut tx, id(60, 1), minutes(6), "connect").await.expect("puts off");
    assert_eq!(mail::waiting(&mut tx, minutes(5), 10).await.expect("lists").len(), 1);
    let again = mail::waiting(&mut tx, minutes(6), 1).await.expect("lists");
    assert_eq!((again[0].mail.id, again[0].mail.attempts), (id(60, 2), 0), "the longest waiting first");
    mail::end(&mut tx, id(60, 2), State::GivenUp, minutes(7), Some("550")).await.expect("ends");
    let open = mail::open(&mut tx, 10).await.expect("lists");
    let told: Vec<_> =
        open.iter().map(|(one, login)| (one.id, one.attempts, one.last_error.as_deref(), login.as_str())).collect();
    assert_eq!(told, [(id(60, 2), 0, Some("550"), "canbo.gia1"), (id(60, 1), 1, Some("connect"), "canbo.gia1")]);
    assert_eq!(mail::counts(&mut tx).await.expect("counts"), [(State::GivenUp, 1), (State::Queued, 1)]);
    // an account that cannot be used has no address any more
    accounts::set_state(&mut tx, account(1), AccountState::Disabled, minutes(8), &deed("disable"))
        .await
        .expect("stops");
    assert_eq!(mail::waiting(&mut tx, minutes(9), 10).await.expect("lists")[0].sealed_address, None);
    tx.commit().await.expect("commits");
}

pub async fn mail_about_a_submitted_report_is_withdrawn(it: &TestDb) {
    people(it).await;
    let mut tx = begin(it).await;
    let year = About::Report { calendar: "kh192-thanh-hoa".to_owned(), period: "2026-year".to_owned(), again: None };
    let other = Mail { about: year.clone(), ..letter(3, Reason::Before, 7) };
    for one in [letter(1, Reason::Before, 7), letter(2, Reason::Late, 1), other] {
        mail::add(&mut tx, &one).await.expect("queues");
    }
    mail::end(&mut tx, id(60, 1), State::Sent, minutes(2), None).await.expect("ends");
    let unit = UnitId(id(1, 1));
    assert_eq!(mail::queued(&mut tx).await.expect("lists"), [(unit, quarter(None)), (unit, year.clone())]);
    let gone = mail::withdraw(&mut tx, unit, &quarter(None), minutes(3)).await.expect("withdraws");
    assert_eq!(gone, 1, "what was sent stays sent");
    assert_eq!(mail::queued(&mut tx).await.expect("lists"), [(unit, year)]);
    tx.commit().await.expect("commits");
}

pub async fn those_with_a_role_and_an_address_are_found_with_their_wishes(it: &TestDb) {
    people(it).await;
    let mut tx = begin(it).await;
    for n in 1..=3 {
        let of = domain::access::Appointment {
            id: id(51, n),
            account: account(n).0,
            role: Role::Auditor,
            unit: domain::access::NATION,
            from: date(2026, 1, 1),
            until: None,
            decided: Decided { number: "1/QĐ".to_owned(), date: date(2026, 1, 1) },
            granted_by: [Uuid::nil(), Uuid::nil()],
            revoked_at: None,
        };
        appointments::add(&mut tx, &of, None, minutes(1), &deed("appoint_locally")).await.expect("appoints");
    }
    let choice = Choice { wanted: false, days_before: vec![14, 2] };
    assert_eq!(reminders::choice(&mut tx, account(2)).await.expect("asks"), None);
    for chosen in [Choice { wanted: true, days_before: vec![1] }, choice.clone()] {
        reminders::choose(&mut tx, account(2), &chosen, minutes(2)).await.expect("keeps");
    }
    assert_eq!(reminders::choice(&mut tx, account(2)).await.expect("asks"), Some(choice.clone()));
    let found = reminders::holders(&mut tx, date(2026, 9, 1)).await.expect("finds");
    let told: Vec<_> = found.iter().map(|one| (one.account, one.role, one.choice.clone())).collect();
    assert_eq!(told, [(account(1), Role::Auditor, None), (account(2), Role::Auditor, Some(choice))]);
    assert!(reminders::holders(&mut tx, date(2025, 12, 31)).await.expect("finds").is_empty(), "not yet");
    tx.commit().await.expect("commits");
}

pub async fn an_address_of_a_calendar_ends_with_its_revocation_and_its_account(it: &TestDb) {
    people(it).await;
    let feed = |n: u64| Feed { id: id(61, n), account: account(n), created_at: minutes(1), last_used_at: None };
    let hash = |n: u8| [n; 32];
    let mut tx = begin(it).await;
    feeds::add(&mut tx, &feed(1), &hash(1), &deed("make_calendar")).await.expect("keeps");
    feeds::add(&mut tx, &feed(2), &hash(2), &deed("make_calendar")).await.expect("keeps");
    let opens = async |tx: &mut Tx, n: u8| feeds::by_hash(tx, &hash(n)).await.expect("asks").map(|feed| feed.id);
    assert_eq!(opens(&mut tx, 1).await, Some(id(61, 1)));
    assert_eq!(opens(&mut tx, 3).await, None);
    feeds::used(&mut tx, id(61, 1), minutes(2)).await.expect("notes");
    let mine = feeds::of_account(&mut tx, account(1)).await.expect("asks").expect("it has one");
    assert_eq!(mine.last_used_at, Some(minutes(2)));
    assert!(feeds::revoke(&mut tx, &mine, minutes(3), &deed("revoke_calendar")).await.expect("revokes"));
    assert!(!feeds::revoke(&mut tx, &mine, minutes(3), &deed("revoke_calendar")).await.expect("asks"));
    assert_eq!(opens(&mut tx, 1).await, None);
    assert_eq!(feeds::of_account(&mut tx, account(1)).await.expect("asks"), None);
    accounts::set_state(&mut tx, account(2), AccountState::Disabled, minutes(4), &deed("disable"))
        .await
        .expect("stops");
    assert_eq!(opens(&mut tx, 2).await, None, "an account that cannot be used has none");
    tx.commit().await.expect("commits");
}
