//! POST /dang-xuat: out.

use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::cookie;
use crate::problem::Problem;
use crate::site::Site;
use crate::visitor::{self, APPOINTMENT, Visitor};

/// Ends the session, here and in the browser. Whoever is out already is shown the door all the same.
pub async fn post(State(site): State<Site>, visitor: Option<Visitor>) -> Result<Response, Problem> {
    if let Some(visitor) = visitor {
        site.app.sign_out(&visitor.session, visitor.caller).await?;
    }
    Ok(left(&site, "/dang-nhap?xong=dang-xuat"))
}

/// What a browser is told when a session is over: to keep nothing of it.
pub fn left(site: &Site, to: &str) -> Response {
    let mut response = Redirect::to(to).into_response();
    let headers = response.headers_mut();
    headers.append(header::SET_COOKIE, visitor::end(site));
    headers.append(header::SET_COOKIE, cookie(site, &format!("{APPOINTMENT}=; Path=/; Max-Age=0; SameSite=Strict")));
    let everything = header::HeaderValue::from_static("\"cache\", \"cookies\", \"storage\"");
    headers.insert(HeaderName::from_static("clear-site-data"), everything);
    response
}
