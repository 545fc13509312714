//! Files at work: one opened and read with everything that happened in it, the list of a commune, an act written.
//! `cargo bench -p app --bench cases`
//!
//! Budget: a file opened within 50 ms, p99, with its durable line in the log. Everybody in it is fictitious (giả định).

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use app::accounts::{NewAccount, Office};
use app::cases::{ListAsk, NewCase, Recorded, Wanted};
use app::keyring::Keyring;
use app::sessions::Session;
use app::signin::{Caller, Cost, Desk, Settings};
use app::{App, Sources};
use domain::access::{Decided, Purpose, Role};
use domain::cases::{Moment, Value};
use domain::persons::Field;
use domain::units::{Level, UnitId};
use jiff::SignedDuration;
use jiff::civil::{Date, date};
use testkit::authenticator::{Authenticator, ORIGIN};
use testkit::{MemoryKeys, TestDb, id, ids, minutes, random};
use uuid::Uuid;

/// People of the commune: three times the national mean of 69.
const PEOPLE: u64 = 200;
/// Events of each, as in a national store of 300,000 files and 3 million events.
const CHECKS: u64 = 7;
const READS: usize = 1_000;
/// The day on which everything happens.
const DAY: Date = date(2026, 9, 1);

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("threads can be had");
    runtime.block_on(async {
        println!("on a file:");
        measure(TestDb::sqlite_bare().await, TestDb::keyring_sqlite().await).await;
        if let (Some(records), Some(keys)) = (TestDb::postgres_bare().await, TestDb::keyring_postgres().await) {
            println!("on a server:");
            measure(records, keys).await;
        }
    });
}

struct Post {
    app: App,
    officer: Session,
    head: Session,
    next: AtomicU64,
}

async fn measure(records: TestDb, keys: TestDb) {
    let post = open(&records, &keys).await;
    let begun = Instant::now();
    let mut people = Vec::new();
    for n in 0..PEOPLE {
        people.push(post.register(n).await);
    }
    println!("  {PEOPLE} files opened by two people: {:?}", begun.elapsed());
    let mut wrote = Vec::new();
    for person in &people {
        post.app
            .open_case(&post.officer, office(&post.officer), *person, Purpose::UserManagement, Some("đo".to_owned()))
            .await
            .expect("opens");
        for _ in 0..CHECKS {
            let wanted = post.wanted("record_support", "ca_xa", &[("support", "counselling"), ("outcome", "offered")]);
            let begun = Instant::now();
            let done =
                post.app.record_event(&post.officer, office(&post.officer), *person, wanted).await.expect("lawful");
            wrote.push(begun.elapsed());
            assert!(matches!(done, Recorded::Done { .. }));
        }
    }
    println!("  an act written: {}", told(wrote));
    let mut took = Vec::new();
    for n in 0..READS {
        let person = people[n * 7 % people.len()];
        let begun = Instant::now();
        let file = post.app.case_file(&post.officer, office(&post.officer), person).await.expect("reads");
        took.push(begun.elapsed());
        assert!(file.case.events.len() >= 8, "everything that happened");
    }
    println!("  a file of {} events opened: {} (budget 50 ms, p99)", 1 + CHECKS, told(took));
    let ask = ListAsk { purpose: Purpose::UserManagement, list: None, state: None, late: false };
    let mut took = Vec::new();
    for _ in 0..100 {
        let begun = Instant::now();
        let lines = post.app.cases_of_unit(&post.officer, office(&post.officer), &ask).await.expect("lists");
        took.push(begun.elapsed());
        assert_eq!(lines.len(), people.len());
    }
    println!("  the list of {PEOPLE} files: {}", told(took));
    drop(post);
    records.finish().await;
    keys.finish().await;
}

fn told(mut took: Vec<Duration>) -> String {
    took.sort();
    let at = |percent: usize| took[took.len() * percent / 100];
    format!("p50 {:?}, p99 {:?}", at(50), at(99))
}

fn office(session: &Session) -> Uuid {
    session.appointments.first().expect("an appointment in force").id
}

impl Post {
    fn id(&self) -> Uuid {
        id(31, self.next.fetch_add(1, Ordering::Relaxed))
    }

    fn wanted(&self, act: &str, office: &str, fields: &[(&str, &str)]) -> Wanted {
        let id = self.id();
        Wanted {
            id,
            act: act.to_owned(),
            on: Moment::day(DAY),
            office: office.to_owned(),
            number: Some(format!("{}/GĐ", self.next.load(Ordering::Relaxed))),
            paper_date: None,
            signer: Some("người ký giả định".to_owned()),
            fields: fields.iter().map(|(name, word)| ((*name).to_owned(), Value::Text((*word).to_owned()))).collect(),
        }
    }

    async fn register(&self, n: u64) -> Uuid {
        let new = NewCase {
            person: self.id(),
            identity: vec![
                (Field::FullName, format!("Nguyễn Giả Định {n}")),
                (Field::BirthDate, "1990-02-03".to_owned()),
            ],
            resident_since: Some(date(2020, 1, 1)),
            purpose: Purpose::UserManagement,
            first: self.wanted(
                "record_positive_test",
                "ca_phat_hien",
                &[("ground", "i"), ("sample", "urine"), ("same_sex", "yes")],
            ),
        };
        let person = new.person;
        let waits = self.app.register_case(&self.officer, office(&self.officer), new).await.expect("may be proposed");
        let Recorded::Waits { proposal } = waits else { panic!("one officer alone opens no file") };
        let shown = self.app.proposal(&self.head, office(&self.head), proposal).await.expect("is shown");
        let digest = shown.past.proposal.digest;
        self.app.agree_and_do(&self.head, office(&self.head), proposal, digest).await.expect("agrees");
        person
    }
}

async fn open(records: &TestDb, keys: &TestDb) -> Post {
    let clock = Arc::new(AtomicI64::new(0));
    let (next, at) = (Mutex::new(ids(21)), Arc::clone(&clock));
    let sources = Sources {
        now: Arc::new(move || minutes(0) + SignedDuration::from_secs(at.load(Ordering::Relaxed))),
        new_id: Arc::new(move || next.lock().expect("nobody panics while holding it")()),
        random: Arc::new(random(77)),
    };
    let app = App::open(records.db.clone(), Vec::new(), sources.clone(), false).await.expect("the records open");
    let keyring = Keyring::open(keys.db.clone(), Arc::new(MemoryKeys::new()), sources).await.expect("a keyring");
    assert!(app.open_files_with(keyring));
    let settings = Settings {
        origin: ORIGIN.parse().expect("an address"),
        rp_id: "anlanh.test".to_owned(),
        name: "An Lành giả định".to_owned(),
        cost: Cost::LEAST,
        provider: None,
    };
    assert!(app.sign_in_at(Desk::new(settings).unwrap_or_else(|fault| panic!("{fault}"))));
    clock.store(260 * 86_400, Ordering::Relaxed);
    let unit = app.register().at_code("14845", Level::Commune, DAY).expect("a shipped commune").unit;
    let officer = signed_in(&app, 1, Role::FileOfficer, unit).await;
    let head = signed_in(&app, 2, Role::PoliceHead, unit).await;
    Post { app, officer, head, next: AtomicU64::new(1) }
}

async fn signed_in(app: &App, n: u8, role: Role, unit: UnitId) -> Session {
    let login = format!("canbo{n}.gia");
    let new = NewAccount { login: login.clone(), name: "Cán bộ giả định".to_owned(), ..NewAccount::default() };
    let enrolled = app.create_locally(new, true).await.expect("an account");
    let decided = Decided { number: "1/QĐ-GĐ".to_owned(), date: date(2025, 11, 30) };
    let office = Office { login, role, unit, from: date(2025, 12, 1), until: None, decided, recovery: true };
    app.appoint_locally(office).await.expect("appointed");
    let caller = || Caller { address: None, request: id(5, u64::from(n)) };
    let begun = app.sign_in_with_enrolment(&enrolled.code, caller()).await.expect("the code is good");
    let session = app.who(&begun.reference).await.expect("asks").expect("signed in");
    let mut key = Authenticator::new(n);
    let offered = app.register_passkey_start(&session).await.expect("offers");
    let answer = key.make(&offered.options);
    let done = app.register_passkey_finish(&session, &offered.reference, &answer, "khóa giả định", caller()).await;
    let done = done.expect("takes the passkey").expect("a full session");
    app.who(&done.reference).await.expect("asks").expect("signed in")
}
