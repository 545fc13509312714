//! What every request passes and every response carries.
//!
//! Two doors are shut here before anybody is asked who they are: pages of other
//! sites that post to us (checked by `Sec-Fetch-Site` and `Origin`), and names of
//! other sites that resolve to this machine (checked by `Host`, against DNS
//! rebinding).

use std::sync::Arc;

use app::App;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use tracing::Instrument;
use uuid::Uuid;

use crate::cx::{LANGUAGE, RequestId};
use crate::problem::Problem;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Content policy: nothing that is not ours, nothing inline.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const FEATURES: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
    magnetometer=(), microphone=(), midi=(), payment=(), usb=(), browsing-topics=()";

/// Headers of every response, errors and files included.
const HEADERS: [(&str, &str); 10] = [
    ("content-security-policy", POLICY),
    ("strict-transport-security", "max-age=31536000"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", FEATURES),
    ("x-frame-options", "DENY"),
    ("x-permitted-cross-domain-policies", "none"),
];

/// Names under which this server may be addressed.
#[derive(Clone, Debug)]
pub struct Hosts(Arc<[String]>);

impl Hosts {
    /// The loopback names and those that the operator adds, without port.
    pub fn new(more: &[String]) -> Self {
        let loopback = ["localhost", "127.0.0.1", "[::1]"].map(str::to_owned);
        Self(loopback.into_iter().chain(more.iter().map(|name| name.to_ascii_lowercase())).collect())
    }

    fn know(&self, authority: &str) -> bool {
        let name = match authority.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => authority,
        };
        self.0.iter().any(|known| known.eq_ignore_ascii_case(name))
    }
}

/// Gives each request an id, a log line, and each response its headers.
pub async fn outer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let id = request
        .headers()
        .get(&REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| Uuid::try_parse(text).ok())
        .unwrap_or_else(|| app.new_id());
    request.extensions_mut().insert(RequestId(id));
    let (method, path) = (request.method().clone(), logged_path(request.uri().path()).to_owned());
    let started = std::time::Instant::now();
    let span = tracing::info_span!("http", request.id = %id);
    let mut response = next.run(request).instrument(span).await;
    tracing::info!(
        request.id = %id,
        http.method = %method,
        http.path = path,
        http.status = response.status().as_u16(),
        duration_ms = started.elapsed().as_millis(),
        "served a request"
    );
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("private, no-store"));
    headers.append(header::VARY, HeaderValue::from_static("Cookie, Accept"));
    if let Ok(value) = HeaderValue::try_from(id.to_string()) {
        headers.insert(REQUEST_ID, value);
    }
    response
}

/// The path as a log may have it: what stands after `/lich/` is a secret, also where somebody mistyped the rest.
fn logged_path(path: &str) -> &str {
    let below = path.trim_start_matches('/').to_ascii_lowercase();
    if below.starts_with("lich/") || below.starts_with("lich%2f") { "/lich/…" } else { path }
}

/// Turns away requests that another site may have caused.
pub async fn gate(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    let Some(host) = authority(&request) else {
        return Problem::ForeignHost.into_response();
    };
    if !hosts.know(&host) {
        return Problem::ForeignHost.into_response();
    }
    if *request.method() == Method::TRACE {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if !safe && !is_same_origin(request.headers(), &host) {
        return Problem::ForeignOrigin.into_response();
    }
    next.run(request).await
}

fn authority(request: &Request) -> Option<String> {
    let named = request.headers().get(header::HOST).and_then(|value| value.to_str().ok());
    named.or_else(|| request.uri().authority().map(axum::http::uri::Authority::as_str)).map(str::to_owned)
}

/// What a browser says of where a POST comes from. `Sec-Fetch-Site` is believed first,
/// for under our `no-referrer` policy even our own forms carry `Origin: null`. A program
/// that sends neither is no browser and carries nobody's authority.
fn is_same_origin(headers: &HeaderMap, host: &str) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), None | Some("null")) => site == "same-origin",
        (Some(site), Some(origin)) => site == "same-origin" && is_ours(origin, host),
        (None, Some(origin)) => is_ours(origin, host),
        (None, None) => true,
    }
}

fn is_ours(origin: &str, host: &str) -> bool {
    let parts = origin.split_once("://");
    parts.is_some_and(|(scheme, rest)| matches!(scheme, "http" | "https") && rest.eq_ignore_ascii_case(host))
}

/// Whether browsers reach this server over https.
#[derive(Clone, Copy, Debug)]
pub struct Https(pub bool);

/// `?ngon-ngu=en` puts the choice into a cookie and leaves the address as it was.
pub async fn choose_language(State(https): State<Https>, request: Request, next: Next) -> Response {
    let query = request.uri().query().unwrap_or("");
    let is_choice = |pair: &&str| pair.split('=').next() == Some(LANGUAGE);
    let Some(choice) = query.split('&').find(is_choice).filter(|_| *request.method() == Method::GET) else {
        return next.run(request).await;
    };
    let lang = texts::Lang::from_tag(choice.split_once('=').map_or("", |(_, tag)| tag));
    let rest: Vec<_> = query.split('&').filter(|pair| !is_choice(pair)).collect();
    let mark = if rest.is_empty() { "" } else { "?" };
    // One leading slash only: `//host` would send the reader elsewhere.
    let path = format!("/{}", request.uri().path().trim_start_matches('/'));
    let mut response = Redirect::to(&format!("{path}{mark}{}", rest.join("&"))).into_response();
    let secure = if https.0 { "; Secure" } else { "" };
    let cookie = format!("{LANGUAGE}={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly{secure}", lang.tag());
    if let Ok(value) = HeaderValue::try_from(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_names_are_answered() {
        let hosts = Hosts::new(&["thanhhoa.example".to_owned()]);
        for good in ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080", "[::1]", "ThanhHoa.example:443"] {
            assert!(hosts.know(good), "{good}");
        }
        for bad in ["evil.example", "localhost.evil.example", "127.0.0.2", "", "[::2]:80", "127.0.0.1:80:evil"] {
            assert!(!hosts.know(bad), "{bad}");
        }
    }

    #[test]
    fn no_log_has_the_secret_of_a_calendar() {
        for path in ["/lich/giadinh.ics", "/lich/giadinh", "//lich/giadinh.ics", "/LICH/giadinh.ics", "/lich%2Fgiadinh"]
        {
            assert_eq!(logged_path(path), "/lich/…");
        }
        for path in ["/lich-bao-cao", "/toi/lich", "/"] {
            assert_eq!(logged_path(path), path);
        }
    }

    #[test]
    fn posts_of_other_sites_are_refused() {
        let check = |pairs: &[(&'static str, &'static str)]| {
            let headers =
                pairs.iter().map(|(k, v)| (HeaderName::from_static(k), HeaderValue::from_static(v))).collect();
            is_same_origin(&headers, "localhost:8080")
        };
        assert!(check(&[]));
        assert!(check(&[("origin", "http://localhost:8080"), ("sec-fetch-site", "same-origin")]));
        // What Chromium sends for our own form under no-referrer.
        assert!(check(&[("origin", "null"), ("sec-fetch-site", "same-origin")]));
        assert!(!check(&[("origin", "null"), ("sec-fetch-site", "cross-site")]));
        assert!(!check(&[("origin", "http://evil.example"), ("sec-fetch-site", "same-origin")]));
        assert!(!check(&[("origin", "http://evil.example")]));
        assert!(!check(&[("origin", "null")]));
        assert!(!check(&[("origin", "http://localhost:9090")]));
        assert!(!check(&[("origin", "http://localhost:8080"), ("sec-fetch-site", "cross-site")]));
        assert!(!check(&[("sec-fetch-site", "same-site")]));
        assert!(!check(&[("sec-fetch-site", "none")]));
    }
}
