//! An office with a desk, a keyring and a clock that the test turns. Everybody in it is fictitious (giả định).

use std::net::IpAddr;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};
use std::sync::{Arc, Mutex};

use app::accounts::{NewAccount, Office};
use app::keyring::Keyring;
use app::sessions::Session;
use app::signin::{AccessFault, Caller, Cost, Desk, Provider, Settings, SignedIn};
use app::{App, Problem, Sources};
use domain::access::{Decided, NATION, Role};
use domain::accounts::AccountId;
use domain::units::{Level, UnitId};
use jiff::civil::date;
use jiff::{SignedDuration, Timestamp};
use testkit::{MemoryKeys, TestDb, id, ids, minutes, random};
use uuid::Uuid;

use super::authenticator::{Authenticator, ORIGIN};

pub struct House {
    pub app: App,
    pub clock: Arc<AtomicI64>,
    it: TestDb,
    ring: TestDb,
    made: AtomicU8,
}

/// Somebody with an account, a passkey and a session.
pub struct Officer {
    pub login: String,
    pub account: AccountId,
    pub key: Authenticator,
    pub reference: String,
}

impl House {
    pub async fn open() -> Self {
        Self::over(TestDb::sqlite_bare().await, TestDb::keyring_sqlite().await, None).await
    }

    pub async fn on_a_server() -> Option<Self> {
        let it = TestDb::postgres_bare().await?;
        Some(Self::over(it, TestDb::keyring_postgres().await?, None).await)
    }

    pub async fn with(provider: Provider) -> Self {
        Self::over(TestDb::sqlite_bare().await, TestDb::keyring_sqlite().await, Some(provider)).await
    }

    async fn over(it: TestDb, ring: TestDb, provider: Option<Provider>) -> Self {
        let clock = Arc::new(AtomicI64::new(0));
        let (next, at) = (Mutex::new(ids(21)), Arc::clone(&clock));
        let sources = Sources {
            now: Arc::new(move || minutes(0) + SignedDuration::from_secs(at.load(Ordering::Relaxed))),
            new_id: Arc::new(move || next.lock().expect("no test panics while holding it")()),
            random: Arc::new(random(77)),
        };
        let packs = criteria::shipped().expect("sound packs");
        let app = App::open(it.db.clone(), packs, sources.clone(), false).await.expect("opens");
        let keyring = Keyring::open(ring.db.clone(), Arc::new(MemoryKeys::new()), sources).await.expect("opens");
        assert!(app.open_files_with(keyring));
        assert!(app.sign_in_at(desk(Cost::LEAST, provider)));
        Self { app, clock, it, ring, made: AtomicU8::new(0) }
    }

    pub async fn finish(self) {
        drop(self.app);
        self.it.finish().await;
        self.ring.finish().await;
    }

    /// A second start of the program over the same database, with another desk.
    pub async fn restart(&self, cost: Cost) -> App {
        let at = Arc::clone(&self.clock);
        let next = Mutex::new(ids(22));
        let sources = Sources {
            now: Arc::new(move || minutes(0) + SignedDuration::from_secs(at.load(Ordering::Relaxed))),
            new_id: Arc::new(move || next.lock().expect("no test panics while holding it")()),
            random: Arc::new(random(78)),
        };
        let packs = criteria::shipped().expect("sound packs");
        let app = App::open(self.it.db.clone(), packs, sources, false).await.expect("opens");
        assert!(app.open_files_with(self.app.keyring().expect("there").clone()));
        assert!(app.sign_in_at(desk(cost, None)));
        app
    }

    /// Whether the database is a server, which has a second wall.
    pub fn is_server(&self) -> bool {
        self.it.url.starts_with("postgres")
    }

    pub fn wait_s(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::Relaxed);
    }

    pub fn now(&self) -> Timestamp {
        self.app.now()
    }

    /// The unit of a code.
    pub fn unit(&self, level: Level, code: &str) -> UnitId {
        let register = self.app.register();
        register.at_code(code, level, date(2025, 12, 15)).expect("a unit of the shipped register").unit
    }

    /// An account made and appointed at the machine; no session yet. The code to enrol.
    pub async fn appointed(&self, login: &str, offices: &[(Role, UnitId)]) -> (AccountId, String) {
        let new =
            NewAccount {
                login: login.to_owned(), name: format!("Cán bộ giả định {login}"), ..NewAccount::default()
            };
        let enrolled = self.app.create_locally(new, true).await.expect("an account");
        for (role, unit) in offices {
            let office = Office {
                login: login.to_owned(),
                role: *role,
                unit: *unit,
                from: date(2025, 12, 1),
                until: None,
                decided: decided(),
                recovery: true,
            };
            self.app.appoint_locally(office).await.expect("appointed");
        }
        (enrolled.account, enrolled.code)
    }

    /// Somebody with roles, signed in by passkey.
    pub async fn officer(&self, login: &str, offices: &[(Role, UnitId)]) -> Officer {
        let (account, code) = self.appointed(login, offices).await;
        let (key, signed_in) = self.set_up(&code).await;
        Officer { login: login.to_owned(), account, key, reference: signed_in.reference }
    }

    /// Turns an enrolment code into a passkey and a session.
    pub async fn set_up(&self, code: &str) -> (Authenticator, SignedIn) {
        let begun = self.app.sign_in_with_enrolment(code, caller(1)).await.expect("the code is good");
        let session = self.session(&begun.reference).await;
        let mut key = Authenticator::new(self.made.fetch_add(1, Ordering::Relaxed));
        let offered = self.app.register_passkey_start(&session).await.expect("offers");
        let answer = key.make(&offered.options);
        let name = "khóa giả định";
        let done = self.app.register_passkey_finish(&session, &offered.reference, &answer, name, caller(1)).await;
        (key, done.expect("takes the passkey").expect("a full session"))
    }

    pub async fn session(&self, reference: &str) -> Session {
        self.app.who(reference).await.expect("asks").expect("somebody is signed in")
    }

    pub async fn is_in(&self, reference: &str) -> bool {
        self.app.who(reference).await.expect("asks").is_some()
    }

    /// Signs an officer in anew.
    pub async fn again(&self, officer: &mut Officer) -> Session {
        let signed_in = self.by_key(&mut officer.key).await.expect("comes in");
        officer.reference = signed_in.reference;
        self.session(&officer.reference).await
    }

    pub async fn by_key(&self, key: &mut Authenticator) -> Result<SignedIn, Problem> {
        let asked = self.app.sign_in_with_passkey_start().await?;
        let answer = key.sign(&asked.options);
        self.app.sign_in_with_passkey_finish(&asked.reference, &answer, caller(1)).await
    }

    /// Entries of the ledger, newest first, as `noun act`.
    pub async fn entries(&self) -> Vec<String> {
        let lines = self.app.ledger_state().await.expect("reads").lines;
        lines.into_iter().map(|line| format!("{} {}", line.noun, line.act)).collect()
    }
}

fn desk(cost: Cost, provider: Option<Provider>) -> Desk {
    Desk::new(Settings {
        origin: ORIGIN.parse().expect("an address"),
        rp_id: "anlanh.test".to_owned(),
        name: "An Lành giả định".to_owned(),
        cost,
        provider,
    })
    .unwrap_or_else(|fault| panic!("{fault}"))
}

pub fn decided() -> Decided {
    Decided { number: "1/QĐ-GĐ".to_owned(), date: date(2025, 11, 30) }
}

/// Somebody at the `n`th network.
pub fn caller(n: u8) -> Caller {
    Caller { address: Some(IpAddr::from([192, 0, n, 7])), request: id(5, u64::from(n)) }
}

/// The first appointment of a session.
pub fn office(session: &Session) -> Uuid {
    session.appointments.first().expect("an appointment in force").id
}

/// Why the door stayed shut.
#[track_caller]
pub fn shut<T>(outcome: Result<T, Problem>) -> AccessFault {
    match outcome {
        Err(Problem::Access(fault)) => fault,
        Err(other) => panic!("a refusal was expected, not {other:?}"),
        Ok(_) => panic!("a refusal was expected"),
    }
}

/// An administrator of the country and a protection officer, who can appoint together.
pub async fn pair(house: &House) -> (Officer, Officer) {
    let admin = house.officer("quantri.gia", &[(Role::PlatformAdmin, NATION)]).await;
    let protector = house.officer("baove.gia", &[(Role::ProtectionOfficer, NATION)]).await;
    (admin, protector)
}
