//! A service over a fresh database, and requests to it.

use std::sync::Arc;

use app::{App, Sources};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use testkit::TestDb;
use texts::Lang;
use tower::ServiceExt;

/// A service; its database goes away with it.
pub struct Ground {
    router: Router,
    pub app: App,
    _db: TestDb,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: String,
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
        let options = web::Options { gallery: true, ..web::Options::default() };
        Self { router: web::router(app.clone(), &options), app, _db: db }
    }

    /// The demonstration's figures.
    pub async fn demo() -> Self {
        let ground = Self::empty().await;
        ground.app.fill_demo(38, Lang::Vi).await.expect("the demonstration fills");
        ground
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response: Response<Body> = self.router.clone().oneshot(request).await.expect("the service never fails");
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 64 << 20).await.expect("the body ends");
        Answer { status: parts.status, headers: parts.headers, body: String::from_utf8_lossy(&bytes).into_owned() }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(request("GET", path).body(Body::empty()).expect("sound")).await
    }

    pub async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let pairs = form.iter().map(|(k, v)| format!("{}={}", pages::format::encode(k), pages::format::encode(v)));
        let body = pairs.collect::<Vec<_>>().join("&");
        let request = request("POST", path)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(body)).expect("sound")).await
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
