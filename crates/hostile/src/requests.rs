//! Requests: addresses with their queries, forms, and bodies of the interface for programs.

use axum::body::Body;
use axum::http::{Request, Response, Uri, header};
use tower::ServiceExt as _;

use crate::Target;
use crate::office::within;

pub const ADDRESS: Target = Target { name: "address", seeds: addresses, read: address, cases: 150 };
pub const FORM: Target = Target { name: "form", seeds: forms, read: form, cases: 100 };
pub const API: Target = Target { name: "api", seeds: bodies, read: body, cases: 200 };

/// An id that nothing has yet.
const RECORDING: &str = "01940000-0000-7000-8000-000000000001";

fn addresses() -> Vec<Vec<u8>> {
    let fill = |path: &str| {
        let code = if path.starts_with("/tinh") { "38" } else { "14845" };
        let path = path.replace("{code}", code).replace("{pack}", app::DEFAULT_PACK);
        let path = path.replace("{level}", "commune").replace("{seq}", "0").replace("{unit}", RECORDING);
        path.replace("{page}/{sample}", "nation/full").replace("{name}", "app.css").replace("{id}", "0")
    };
    let routes = web::routes::ALL.iter().filter(|(method, ..)| *method == "get").map(|(_, path, _)| fill(path));
    let queries = [
        "/?nam=2025&ngon-ngu=en",
        "/xa?q=m%C6%B0%E1%BB%9Dng&trang=2",
        "/tinh/38?nam=2025&sap=ten",
        "/so-cai/consistency?from=0&to=1",
        "/api/v1/units?q=m%C6%B0%E1%BB%9Dng&level=commune&day=2025-12-14&page=1",
    ];
    let of_programs = web::api::ALL.iter().filter(|(method, ..)| *method == "get").map(|(_, path, _)| fill(path));
    let routes = routes.chain(of_programs);
    routes.chain(queries.map(str::to_owned)).map(String::into_bytes).collect()
}

fn forms() -> Vec<Vec<u8>> {
    let signed = "van-ban=B%C3%A1o+c%C3%A1o+gi%E1%BA%A3+%C4%91%E1%BB%8Bnh&so=1&ngay=2025-12-10&nguoi-nhap=gi%E1%BA%A3";
    let cells = [
        "14845.use_sites=0&14848.population=3.998",
        "14845.route=inter",
        "99999.x=1&=&a=b=c",
        "14845.use_sites=%FF%00",
    ];
    cells.map(|cells| format!("{signed}&{cells}").into_bytes()).into()
}

fn address(bytes: &[u8]) {
    let Some(uri) = std::str::from_utf8(bytes).ok().and_then(|text| text.parse::<Uri>().ok()) else { return };
    let Ok(request) = Request::get(uri).header(header::HOST, "localhost").body(Body::empty()) else { return };
    send(request);
}

fn form(bytes: &[u8]) {
    let request = Request::post("/tinh/38/so-lieu?nam=2025")
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(bytes.to_vec()));
    send(request.expect("a sound head"));
}

fn bodies() -> Vec<Vec<u8>> {
    let body = |figures: &str| {
        format!(
            r#"{{"province":"38","level":"commune","year":2025,"entered_by":"giả định","source":{{"title":"Báo cáo giả định","number":null,"date":"2025-12-10"}},"figures":[{figures}]}}"#
        )
    };
    let figures = [
        r#"{"code":"14845","input":"use_sites","value":2}"#,
        r#"{"code":"14845","input":"use_sites","value":null},{"code":"14848","input":"use_sites","value":"disputed"}"#,
        r#"{"code":"99999","input":"x","value":-1.5e300}"#,
    ];
    figures.map(|figures| body(figures).into_bytes()).into()
}

fn body(bytes: &[u8]) {
    let request = Request::put(format!("/api/v1/facts/recordings/{RECORDING}"))
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from(bytes.to_vec()));
    send(request.expect("a sound head"));
}

/// Whatever is asked, the answer is no fault of ours and carries the headers of every answer.
fn send(mut request: Request<Body>) {
    let asked = format!("{} {}", request.method(), request.uri());
    let response: Response<Body> = within(|office| {
        let cookie = office.cookie.parse().expect("ASCII");
        request.headers_mut().insert(header::COOKIE, cookie);
        let service = web::router(office.app.clone(), &web::Options::default());
        office.runtime.block_on(service.oneshot(request)).expect("the service never fails")
    });
    assert!(!response.status().is_server_error(), "{asked}: {}", response.status());
    assert!(response.headers().contains_key(header::CONTENT_SECURITY_POLICY), "{asked}: without its headers");
}
