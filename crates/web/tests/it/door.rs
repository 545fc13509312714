//! A service with a desk, a keyring and a clock that the test turns, and a browser that keeps its cookies. Everybody
//! here is fictitious (giả định).

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use app::accounts::{NewAccount, Office};
use app::keyring::Keyring;
use app::signin::{Cost, Desk, Settings};
use app::{App, Sources};
use axum::Router;
use axum::body::Body;
use axum::http::header;
use domain::access::{Decided, Role};
use domain::units::{Level, UnitId};
use jiff::SignedDuration;
use jiff::civil::date;
use serde_json::Value;
use testkit::authenticator::Authenticator;
use testkit::{MemoryKeys, TestDb, ids, minutes, random};
use texts::Lang;
use tower::ServiceExt;

use crate::ground::{Answer, request};

pub const ORIGIN: &str = "http://localhost:8080";

pub struct House {
    pub app: App,
    router: Router,
    clock: Arc<AtomicI64>,
    _it: TestDb,
    _ring: TestDb,
}

impl House {
    pub async fn open(demo: bool) -> Self {
        let (it, ring) = (TestDb::sqlite_bare().await, TestDb::keyring_sqlite().await);
        let clock = Arc::new(AtomicI64::new(0));
        let (next, at) = (Mutex::new(ids(31)), Arc::clone(&clock));
        let sources = Sources {
            now: Arc::new(move || minutes(0) + SignedDuration::from_secs(at.load(Ordering::Relaxed))),
            new_id: Arc::new(move || next.lock().expect("no test panics while holding it")()),
            random: Arc::new(random(91)),
        };
        let packs = criteria::shipped().expect("sound packs");
        let app = App::open(it.db.clone(), packs, sources.clone(), demo).await.expect("opens");
        let keyring = Keyring::open(ring.db.clone(), Arc::new(MemoryKeys::new()), sources).await.expect("opens");
        assert!(app.open_files_with(keyring));
        let desk = Desk::new(Settings {
            origin: ORIGIN.parse().expect("an address"),
            rp_id: "localhost".to_owned(),
            name: "An Lành giả định".to_owned(),
            cost: Cost::LEAST,
            provider: None,
        });
        assert!(app.sign_in_at(desk.unwrap_or_else(|fault| panic!("{fault}"))));
        if demo {
            app.fill_demo_accounts(Lang::Vi).await.expect("the officers come");
        }
        Self { router: web::router(app.clone(), &web::Options::default()), app, clock, _it: it, _ring: ring }
    }

    pub fn wait_s(&self, seconds: i64) {
        self.clock.fetch_add(seconds, Ordering::Relaxed);
    }

    pub fn commune(&self, code: &str) -> UnitId {
        let register = self.app.register();
        register.at_code(code, Level::Commune, date(2025, 12, 15)).expect("a commune").unit
    }

    /// Somebody with an account and these roles: the code to enrol.
    pub async fn enrolled(&self, login: &str, offices: &[(Role, UnitId)]) -> String {
        let name = format!("Cán bộ {login} (giả định)");
        let new = NewAccount { login: login.to_owned(), name, ..NewAccount::default() };
        let enrolled = self.app.create_locally(new, true).await.expect("an account");
        for (role, unit) in offices {
            let decided = Decided { number: "1/QĐ-GĐ".to_owned(), date: date(2025, 11, 30) };
            let office = Office {
                login: login.to_owned(),
                role: *role,
                unit: *unit,
                from: date(2025, 12, 1),
                until: None,
                decided,
                recovery: true,
            };
            self.app.appoint_locally(office).await.expect("appointed");
        }
        enrolled.code
    }

    pub fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: BTreeMap::new() }
    }

    /// A browser in which somebody has set up a passkey, and the passkey.
    pub async fn with_passkey(&self, login: &str, offices: &[(Role, UnitId)]) -> (Browser, Authenticator) {
        self.with_key(login, offices, key()).await
    }

    /// The same with a passkey of their own: several people in one house have several.
    pub async fn with_key(
        &self,
        login: &str,
        offices: &[(Role, UnitId)],
        mut key: Authenticator,
    ) -> (Browser, Authenticator) {
        let code = self.enrolled(login, offices).await;
        let mut browser = self.browser();
        let answer = browser.post("/dang-nhap/ma", &[("ma-dang-ky", &code)]).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/toi"));
        let answer = browser.make(&mut key).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (303, "/toi?xong=khoa"));
        (browser, key)
    }
}

/// An honest passkey that takes the service for `localhost`.
pub fn key() -> Authenticator {
    key_of(1)
}

/// One of several.
pub fn key_of(number: u8) -> Authenticator {
    let mut key = Authenticator::new(number);
    ORIGIN.clone_into(&mut key.origin);
    "localhost".clone_into(&mut key.rp_id);
    key
}

/// Keeps the cookies of one host.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    pub cookies: BTreeMap<String, String>,
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(request("GET", path).body(Body::empty()).expect("sound")).await
    }

    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Answer {
        let pairs = form.iter().map(|(k, v)| format!("{}={}", pages::format::encode(k), pages::format::encode(v)));
        self.post_raw(path, pairs.collect::<Vec<_>>().join("&")).await
    }

    pub async fn post_raw(&mut self, path: &str, body: String) -> Answer {
        let request = request("POST", path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).expect("sound")).await
    }

    /// What the island asks for.
    pub async fn start(&mut self, path: &str) -> (String, Value) {
        let answer = self.post(path, &[]).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let body: Value = serde_json::from_str(&answer.body).expect("JSON");
        (body["reference"].as_str().expect("a reference").to_owned(), body["options"].clone())
    }

    /// Makes a passkey for whoever is signed in.
    pub async fn make(&mut self, key: &mut Authenticator) -> Answer {
        let (reference, options) = self.start("/toi/khoa/bat-dau").await;
        let made: Value = key.make(&options);
        let form = [("tham-chieu", reference.as_str()), ("tra-loi", &made.to_string()), ("ten", "Khóa giả định")];
        self.post("/toi/khoa", &form).await
    }

    /// Signs a challenge, to be sent to an address.
    pub async fn sign(&mut self, key: &mut Authenticator, path: &str, back: &str) -> Answer {
        let (reference, options) = self.start("/dang-nhap/khoa/bat-dau").await;
        let signed: Value = key.sign(&options);
        self.post(path, &[("tham-chieu", &reference), ("tra-loi", &signed.to_string()), ("ve", back)]).await
    }

    async fn send(&mut self, mut request: axum::http::Request<Body>) -> Answer {
        let all = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        if !all.is_empty() {
            request.headers_mut().insert(header::COOKIE, all.parse().expect("ASCII"));
        }
        let response = self.router.clone().oneshot(request).await.expect("the service never fails");
        let (parts, body) = response.into_parts();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let text = set.to_str().expect("ASCII");
            let (name, value) = text.split(';').next().expect("a pair").split_once('=').expect("a pair");
            if text.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = axum::body::to_bytes(body, 8 << 20).await.expect("the body ends");
        let body = String::from_utf8_lossy(&bytes).into_owned();
        Answer { status: parts.status, headers: parts.headers, body, bytes: bytes.to_vec() }
    }
}

/// The text of the first element that begins so.
#[track_caller]
pub fn between<'b>(body: &'b str, from: &str, to: &str) -> &'b str {
    body.split_once(from).and_then(|(_, rest)| rest.split_once(to)).map(|(text, _)| text).expect(from)
}
