//! GET /lich/{secret}.ics: the calendar behind a private address. The secret stands in the path, so no line of any log
//! has that path (`shield::logged_path`).

use app::calendars::Asked;
use app::signin::AccessFault;
use axum::extract::{Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use texts::Lang;

use crate::problem::Problem;
use crate::site::Site;

/// What stands behind the secret.
const SUFFIX: &str = ".ics";

/// The calendar. Whatever is none does not exist, like any other page.
pub async fn get(State(site): State<Site>, Path(file): Path<String>, request: Request) -> Result<Response, Problem> {
    let caller = crate::visitor::caller(&site, request.headers(), request.extensions());
    let Some(secret) = file.strip_suffix(SUFFIX) else { return Err(Problem::NoSuchPage) };
    let lang = Lang::Vi;
    let asked = Asked { site: &site.address, lang };
    match site.app.read_feed(secret, caller, &asked).await {
        Ok(bytes) => {
            let kind = HeaderValue::from_static("text/calendar; charset=utf-8");
            let name = HeaderValue::from_static("inline; filename=\"anlanh.ics\"");
            Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, name)], bytes).into_response())
        }
        Err(app::Problem::Access(fault @ (AccessFault::Wait { .. } | AccessFault::Locked))) => {
            Ok((StatusCode::TOO_MANY_REQUESTS, fault.say(lang)).into_response())
        }
        Err(other) => Err(other.into()),
    }
}
