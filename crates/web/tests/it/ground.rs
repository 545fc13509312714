//! A service over a fresh database, and requests to it. Everybody in it is fictitious (giả định).

use std::sync::Arc;

use app::signin::{Cost, Desk, Settings};
use app::{App, Sources};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use domain::access::{NATION, Role};
use domain::units::{Level, UnitId};
use testkit::TestDb;
use texts::Lang;
use tower::ServiceExt;

/// A service; its database goes away with it. Requests come from an officer who reads the nation and records for
/// Thanh Hóa and Cao Bằng, unless somebody else is named.
pub struct Ground {
    router: Router,
    pub app: App,
    /// How many entries the ledger has before a test does anything.
    pub entries: u64,
    db: TestDb,
    officer: String,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: String,
    /// The body as it came.
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }
}

impl Ground {
    /// Nothing recorded yet.
    pub async fn empty() -> Self {
        let db = TestDb::sqlite_bare().await;
        let sequence = std::sync::Mutex::new(testkit::ids(7));
        let sources = Sources {
            now: Arc::new(|| testkit::minutes(0)),
            new_id: Arc::new(move || (sequence.lock().expect("no test panics while it holds it"))()),
            random: Arc::new(testkit::random(1)),
        };
        let packs = criteria::shipped().expect("shipped packs are sound");
        let app = App::open(db.db.clone(), packs, sources, true).await.expect("a fresh database opens");
        let key = app::ledger::signing_key(&vault::key::pkcs8_of_seed(&[7; 32])).expect("a key");
        assert!(app.sign_with(key));
        assert!(app.sign_in_at(desk()));
        let options = web::Options { gallery: true, ..web::Options::default() };
        let mut ground =
            Self { router: web::router(app.clone(), &options), app, entries: 0, db, officer: String::new() };
        let nation = [(Role::MinistryViewer, NATION), (Role::Auditor, NATION)];
        let provinces = ["38", "04"].map(|code| (Role::StandingOffice, ground.unit(Level::Province, code)));
        ground.officer = ground.signed_in("can-bo-gia-dinh", &[nation, provinces].concat()).await;
        ground.entries = ground.app.ledger_state().await.expect("reads").size;
        ground
    }

    /// A demonstration that browsers reach under an https address.
    pub async fn under(origin: &str) -> Self {
        let host = origin.trim_start_matches("https://").to_owned();
        let mut ground = Self::empty().await;
        let options = web::Options { gallery: true, hosts: vec![host], origin: Some(origin.to_owned()) };
        ground.router = web::router(ground.app.clone(), &options);
        ground
    }

    /// The unit of a code.
    pub fn unit(&self, level: Level, code: &str) -> UnitId {
        self.app.register().at_code(code, level, self.app.today()).expect("a unit of the shipped register").unit
    }

    /// Somebody with these appointments, signed in: the cookie of their session.
    pub async fn signed_in(&self, login: &str, offices: &[(Role, UnitId)]) -> String {
        testkit::officer(&self.db.db, login, offices, self.app.now(), || self.app.new_id()).await
    }

    /// The demonstration's figures.
    pub async fn demo() -> Self {
        let ground = Self::empty().await;
        ground.app.fill_demo(38, Lang::Vi).await.expect("the demonstration fills");
        ground
    }

    /// A request of the ground's officer, unless it brings a session or a token of its own.
    pub async fn send(&self, mut request: Request<Body>) -> Answer {
        let headers = request.headers_mut();
        let known = headers.get(header::COOKIE).map_or("", |value| value.to_str().expect("ASCII")).to_owned();
        if !known.contains("phien=") && !headers.contains_key(header::AUTHORIZATION) {
            let all = format!("{known}; {}", self.officer);
            headers.insert(header::COOKIE, all.trim_start_matches("; ").parse().expect("ASCII"));
        }
        self.send_as_is(request).await
    }

    /// A request with nothing added.
    pub async fn send_as_is(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.router.clone().oneshot(request).await.expect("the service never fails");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 64 << 20).await.expect("the body ends");
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
            bytes: bytes.to_vec(),
        }
    }

    /// A page that somebody else asks for; nobody signed in with an empty cookie.
    pub async fn get_as(&self, cookie: &str, path: &str) -> Answer {
        self.send_as_is(as_somebody(request("GET", path), cookie).body(Body::empty()).expect("sound")).await
    }

    /// A form that somebody else sends.
    pub async fn post_as(&self, cookie: &str, path: &str, form: &[(&str, &str)]) -> Answer {
        let request = as_somebody(form_request(path), cookie);
        self.send_as_is(request.body(Body::from(form_body(form))).expect("sound")).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(request("GET", path).body(Body::empty()).expect("sound")).await
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        self.send(form_request(path).body(Body::from(form_body(form))).expect("sound")).await
    }

    /// Sends a form with a file as somebody.
    pub async fn upload_as(&self, cookie: &str, path: &str, fields: &[(&str, &str)], file: (&str, &[u8])) -> Answer {
        let mut body = Vec::new();
        for (field, value) in fields {
            body.extend(
                format!("--line\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let (name, bytes) = file;
        let head = format!("--line\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.bytes());
        body.extend(bytes);
        body.extend(b"\r\n--line--\r\n");
        let request = as_somebody(request("POST", path), cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line");
        self.send_as_is(request.body(Body::from(body)).expect("sound")).await
    }

    /// Sends a file with a document and a person behind it.
    pub async fn upload(&self, path: &str, name: &str, bytes: &[u8]) -> Answer {
        let mut body = Vec::new();
        for (field, value) in [("van-ban", "Báo cáo (giả định)"), ("nguoi-nhap", "Người kiểm thử (giả định)")]
        {
            body.extend(
                format!("--line\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n").bytes(),
            );
        }
        let head = format!("--line\r\nContent-Disposition: form-data; name=\"tep\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.bytes());
        body.extend(bytes);
        body.extend(b"\r\n--line--\r\n");
        let request = request("POST", path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=line");
        self.send(request.body(Body::from(body)).expect("sound")).await
    }
}

/// A request under a name that the server knows.
pub fn request(method: &str, path: &str) -> axum::http::request::Builder {
    Request::builder().method(method).uri(path).header(header::HOST, "localhost:8080")
}

fn form_request(path: &str) -> axum::http::request::Builder {
    request("POST", path)
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
}

fn form_body(form: &[(&str, &str)]) -> String {
    let pairs = form.iter().map(|(k, v)| format!("{}={}", pages::format::encode(k), pages::format::encode(v)));
    pairs.collect::<Vec<_>>().join("&")
}

fn as_somebody(request: axum::http::request::Builder, cookie: &str) -> axum::http::request::Builder {
    if cookie.is_empty() { request } else { request.header(header::COOKIE, cookie) }
}

fn desk() -> Desk {
    Desk::new(Settings {
        origin: "http://localhost:8080".parse().expect("an address"),
        rp_id: "localhost".to_owned(),
        name: "An Lành giả định".to_owned(),
        cost: Cost::LEAST,
        provider: None,
    })
    .unwrap_or_else(|fault| panic!("{fault}"))
}
